//! YAML by way of serde-saphyr: strict, with small limits, its errors put in plain words.

use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{DuplicateKeyPolicy, Error, Location, Options};

use super::positions;
use super::{Fault, FaultKind, Form};

/// Reads one YAML document.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    // The parser takes a text of spaces for a document that holds null.
    if text.trim().is_empty() {
        return serde_saphyr::from_str_with_options("{}", options()).map_err(|it| fault(it, text));
    }
    if let Some(at) = forbidden(text) {
        return Err(at);
    }
    serde_saphyr::from_str_with_options(text, options()).map_err(|it| fault(it, text))
}

/// What front matter may cost: far more than anyone writes, far less than a bomb needs.
fn options() -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_nodes: 10_000, max_depth: 32, max_aliases: 0, max_anchors: 0, max_documents: 1,
        },
        with_snippet: false,
        duplicate_keys: DuplicateKeyPolicy::Error,
        strict_booleans: true,
    }
}

/// Anchors, aliases, merge keys and tags: found by looking, since some pass the parser in silence.
fn forbidden(text: &str) -> Option<Fault> {
    if !text.contains(['&', '*', '!']) && !text.contains("<<") {
        return None;
    }
    let mut at = 0;
    let mut block_indent = None;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let body = line.trim();
        if let Some(least) = block_indent {
            if body.is_empty() || indent > least {
                at += line.len();
                continue;
            }
            block_indent = None;
        }
        let mut value_at = at + indent;
        let mut value = &text[value_at..at + line.trim_end().len().max(indent)];
        while let Some(rest) = value.strip_prefix("- ") {
            value_at += 2 + (rest.len() - rest.trim_start().len());
            value = rest.trim_start();
        }
        if value.starts_with("<<:") {
            return Some(Fault { at: value_at..value_at + 2, kind: FaultKind::Anchor });
        }
        if let Some((key, rest)) = value.split_once(": ")
            && !key.starts_with(['"', '\'', '{', '['])
        {
            value_at += key.len() + 2 + (rest.len() - rest.trim_start().len());
            value = rest.trim_start();
        }
        let word = value.split([' ', ',', ']', '}']).next().unwrap_or_default().len();
        let kind = match value.chars().next() {
            Some('&' | '*') if word > 1 => Some(FaultKind::Anchor),
            Some('!') => Some(FaultKind::Tag),
            _ => None,
        };
        if let Some(kind) = kind {
            return Some(Fault { at: value_at..value_at + word, kind });
        }
        if matches!(value.trim_end_matches(|it: char| it.is_ascii_digit() || "+-".contains(it)), "|" | ">") {
            block_indent = Some(indent);
        }
        at += line.len();
    }
    None
}

/// The parser's error as a fault of the text.
fn fault(error: Error, text: &str) -> Fault {
    let location = error.location();
    let at = location.map_or(0..0, |it| range(it, text));
    let error = error.without_snippet();
    let owned = |it: &Vec<&'static str>| it.iter().map(|it| (*it).to_owned()).collect();
    let kind = match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            let at = word_near(text, at.start, field);
            return Fault { at, kind: FaultKind::UnknownKey { key: field.clone(), known: owned(expected) } };
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            FaultKind::UnknownWord { word: variant.clone(), known: owned(expected) }
        }
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.clone().unwrap_or_default();
            let at = word_near(text, at.start, &key);
            let first = positions::keys(Form::Yaml, text).into_iter().find(|it| text[it.clone()] == key);
            return Fault {
                at: at.clone(),
                kind: FaultKind::RepeatedKey { key, first: first.filter(|it| it.start < at.start) },
            };
        }
        Error::SerdeMissingField { field, .. } => FaultKind::MissingKey { key: (*field).to_owned() },
        Error::SerdeInvalidType { unexpected, expected, .. }
        | Error::SerdeInvalidValue { unexpected, expected, .. } => {
            FaultKind::WrongKind { expected: plain(expected), found: plain(unexpected) }
        }
        Error::Unexpected { expected, .. } => {
            FaultKind::WrongKind { expected: plain(expected), found: found_at(text, at.start) }
        }
        Error::NullIntoString { .. } => {
            FaultKind::WrongKind { expected: "text".into(), found: "nothing".into() }
        }
        Error::InvalidBooleanStrict { .. } => {
            FaultKind::WrongKind { expected: "`true` or `false`".into(), found: found_at(text, at.start) }
        }
        Error::InvalidScalar { ty, .. } => {
            FaultKind::WrongKind { expected: plain(ty), found: found_at(text, at.start) }
        }
        Error::QuotingRequired { value, .. } => FaultKind::Form(format!("`{value}` needs quotes")),
        Error::MultipleDocuments { .. } => FaultKind::SecondDocument,
        Error::UnknownAnchor { .. } | Error::MergeKeyNotAllowed { .. } | Error::AliasError { .. } => {
            FaultKind::Anchor
        }
        Error::UnsupportedTag { .. } => FaultKind::Tag,
        Error::Budget { breach: BudgetBreach::Documents { .. }, .. } => FaultKind::SecondDocument,
        Error::Budget { .. } => FaultKind::TooMuch,
        Error::Message { msg, .. } => by_words(msg, text, at.start),
        other => by_words(&other.to_string(), text, at.start),
    };
    if matches!(kind, FaultKind::Tab) {
        let line_start = text[..at.start].rfind('\n').map_or(0, |it| it + 1);
        let tab = text[line_start..].find('\t').map_or(at.start, |it| line_start + it);
        return Fault { at: tab..tab + 1, kind };
    }
    Fault { at: widened(text, at), kind }
}

/// What the scanner says in its own words, told apart by what stands in the text.
fn by_words(words: &str, text: &str, at: usize) -> FaultKind {
    let line_start = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let line = text[line_start..].split('\n').next().unwrap_or_default();
    let lower = words.to_lowercase();
    if is_tab(line, words) {
        return FaultKind::Tab;
    }
    if lower.contains("mapping values are not allowed") {
        return FaultKind::ColonInText;
    }
    if lower.contains("depth") || lower.contains("recursion") || lower.contains("nesting") {
        return FaultKind::TooMuch;
    }
    if lower.contains("document start") || lower.contains("document end") {
        return FaultKind::SecondDocument;
    }
    let quoted = line.split_once(':').map(|(_, value)| value.trim_start());
    if quoted.is_some_and(|it| it.starts_with(['"', '\'']) && it.matches(&it[..1]).count() == 1)
        || lower.contains("quoted scalar")
    {
        return FaultKind::Form("a quote is opened and not closed".into());
    }
    if quoted.is_some_and(|it| it.starts_with(['[', '{'])) || lower.contains("flow") {
        return FaultKind::Form("a bracket is opened and not closed, or a comma is missing".into());
    }
    if lower.contains("simple key") || lower.contains("expected ':'") || !line.contains(':') {
        return FaultKind::Form("expected `key: value`".into());
    }
    if lower.contains("indent") || lower.contains("block mapping") || lower.contains("expected key") {
        return FaultKind::Form("the line is indented in another way than those around it".into());
    }
    FaultKind::Form("something here is not as expected".into())
}

/// Whether the fault of a line is a tab.
fn is_tab(line: &str, words: &str) -> bool {
    line.trim_start_matches(' ').starts_with('\t')
        || (words.to_lowercase().contains("tab") && line.contains('\t'))
}

/// serde's words for kinds of values, as people say them.
fn plain(words: &str) -> String {
    let words = words.strip_prefix("invalid type: ").unwrap_or(words);
    let (kind, value) = match words.split_once(" `") {
        Some((kind, value)) => (kind, value.strip_suffix('`')),
        None => match words.split_once(" \"") {
            Some((kind, value)) => (kind, value.strip_suffix('"')),
            None => (words, None),
        },
    };
    let kind = match kind {
        "a string" | "string" | "str" => "text",
        "a map" | "map" | "mapping start" | "mapping" => "a mapping of keys to values",
        "sequence" | "a sequence" | "sequence start" => "a list",
        "integer" | "floating point" | "i64" | "u64" | "u32" | "usize" | "f64" => "a number",
        "boolean" | "a boolean" | "bool" => "`true` or `false`",
        "unit" | "unit value" | "null" | "Option value" => "nothing",
        "string scalar" | "scalar" => "one value",
        kind if kind.starts_with("struct ") => "a mapping of keys to values",
        kind => kind,
    };
    match value {
        Some(value) if kind == "text" || kind == "a number" => format!("{kind} `{value}`"),
        _ => kind.to_owned(),
    }
}

/// What kind of value starts at an offset.
fn found_at(text: &str, at: usize) -> String {
    let rest = text[at..].trim_start();
    match rest.chars().next() {
        Some('[') => "a list".into(),
        Some('{') => "a mapping of keys to values".into(),
        Some('-') if rest.starts_with("- ") => "a list".into(),
        None => "nothing".into(),
        Some(_) => {
            let word = rest.split('\n').next().unwrap_or_default().trim();
            match word.split_once(": ") {
                Some(_) => "a mapping of keys to values".into(),
                None => format!("`{word}`"),
            }
        }
    }
}

/// The parser's location as bytes.
fn range(location: Location, text: &str) -> Range<usize> {
    let span = location.span();
    if let (Some(start), Some(len)) = (span.byte_offset(), span.byte_len()) {
        let start = floor(text, start as usize);
        return start..floor(text, start + len as usize).max(start);
    }
    let line_index = location.line().saturating_sub(1) as usize;
    let line_start: usize = text.split_inclusive('\n').take(line_index).map(str::len).sum();
    let line = text[line_start.min(text.len())..].split('\n').next().unwrap_or_default();
    let skipped = location.column().saturating_sub(1) as usize;
    let inside = line.char_indices().nth(skipped).map_or(line.len(), |(at, _)| at);
    let start = (line_start + inside).min(text.len());
    start..start
}

/// An empty place widened to the rest of its line, so that there is something to underline.
fn widened(text: &str, at: Range<usize>) -> Range<usize> {
    if !at.is_empty() {
        let line_end = text[at.start..].find('\n').map_or(text.len(), |it| at.start + it);
        return at.start..at.end.min(line_end).max(at.start + usize::from(at.start < line_end));
    }
    let mut start = at.start;
    let line_start = text[..start].rfind('\n').map_or(0, |it| it + 1);
    if text[start..].starts_with('\n') || start == text.len() {
        start = line_start + (text[line_start..start].len() - text[line_start..start].trim_start().len());
    }
    let end = text[start..].find('\n').map_or(text.len(), |it| start + it);
    start..(start + text[start..end].trim_end().len())
}

/// The place of a word at or after an offset on its line; else the offset itself.
fn word_near(text: &str, at: usize, word: &str) -> Range<usize> {
    let line_start = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let line_end = text[at..].find('\n').map_or(text.len(), |it| at + it);
    match text[at..line_end]
        .find(word)
        .map(|it| at + it)
        .or_else(|| text[line_start..line_end].find(word).map(|it| line_start + it))
    {
        Some(start) => start..start + word.len(),
        None => widened(text, at..at),
    }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
