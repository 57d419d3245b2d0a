//! TOML by way of the `toml` crate: its errors put in plain words.

use serde::de::DeserializeOwned;

use super::{Fault, FaultKind};

/// Reads one TOML document.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| {
        let at = error.span().unwrap_or(0..0);
        let words = error.message();
        let quoted: Vec<String> = words.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        let known = || quoted[1..].to_vec();
        let kind = if words.starts_with("unknown field") && !quoted.is_empty() {
            FaultKind::UnknownKey { key: quoted[0].clone(), known: known() }
        } else if words.starts_with("unknown variant") && !quoted.is_empty() {
            FaultKind::UnknownWord { word: quoted[0].clone(), known: known() }
        } else if words.starts_with("missing field") && !quoted.is_empty() {
            FaultKind::MissingKey { key: quoted[0].clone() }
        } else if words.contains("duplicate key") {
            FaultKind::RepeatedKey { key: text[at.clone()].trim().to_owned(), first: None }
        } else if let Some((found, expected)) =
            words.strip_prefix("invalid type: ").and_then(|it| it.split_once(", expected "))
        {
            FaultKind::WrongKind { expected: plain(expected), found: plain(found) }
        } else {
            FaultKind::Form(by_words(words, &text[at.clone()]).to_owned())
        };
        let at = if text[at.clone()].contains('\n') {
            at.start..at.start + text[at.start..].find('\n').unwrap_or(0)
        } else {
            at
        };
        Fault { at, kind }
    })
}

/// The parser's own words, made plain; `found` is what it stumbled over.
fn by_words<'w>(words: &'w str, found: &str) -> &'w str {
    let words = words.lines().next().unwrap_or_default();
    if words.starts_with("invalid date")
        || words.starts_with("invalid day")
        || words.starts_with("invalid month")
    {
        return "the calendar has no such day";
    }
    if words.contains("string")
        && (words.contains("unclosed")
            || words.contains("invalid basic")
            || words.contains("expected `\"`")
            || words.contains("expected `'`"))
    {
        return "a quote is opened and not closed";
    }
    if words.contains("unclosed array")
        || words.contains("unclosed inline table")
        || words.contains("expected `]`")
        || words.contains("expected `}`")
    {
        return "a bracket is opened and not closed, or a comma is missing";
    }
    if words.contains("expected `=`")
        || words.contains("key with no value")
        || words.contains("missing assignment")
    {
        return "expected `key = value`";
    }
    if found.starts_with(|it: char| it.is_alphabetic()) || words.contains("string values must be quoted") {
        return "text stands in quotes: `\"text\"`";
    }
    "something here is not as expected"
}

/// serde's words for kinds of values, as people say them.
fn plain(words: &str) -> String {
    let kind = words.split([' ', '`']).next().unwrap_or_default();
    match kind {
        "string" => words.replacen("string", "text", 1).replace('"', "`"),
        "integer" | "floating" => "a number".into(),
        "boolean" => "`true` or `false`".into(),
        "map" => "a table".into(),
        "sequence" => "a list".into(),
        "struct" => "a table".into(),
        _ => match words {
            "a string" => "text".into(),
            "a boolean" => "`true` or `false`".into(),
            "a sequence" => "a list".into(),
            "a map" => "a table".into(),
            "u32" | "u64" | "usize" | "u16" | "i64" => "a number".into(),
            other => other.into(),
        },
    }
}
