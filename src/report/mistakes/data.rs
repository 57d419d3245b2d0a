//! Mistakes in YAML and TOML, whatever the file is for.

use super::{Diagnostic, Span, error};

/// Names in back-ticks, the last joined with `and`.
fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|it| format!("`{it}`")).collect();
    match &quoted[..] {
        [] => "nothing".into(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// More keys than this are not listed: nobody reads on.
const KEYS_SHOWN: usize = 12;

/// A key that nobody reads.
pub fn unknown_key(at: Span, what: &str, key: &str, nearest: Option<&str>, known: &[String]) -> Diagnostic {
    let keys = match known.get(..KEYS_SHOWN) {
        Some(first) if known.len() > KEYS_SHOWN + 2 => {
            let first: Vec<String> = first.iter().map(|it| format!("`{it}`")).collect();
            // Some files have a schema that lists all keys.
            let schema = what.replace(' ', "-");
            let more = match schema.as_str() {
                "front-matter" | "settings" | "people" => format!("; `brief schema {schema}` lists them"),
                _ => String::new(),
            };
            format!("the keys are {} and others{more}", first.join(", "))
        }
        _ => format!("the keys are {}", listed(known)),
    };
    error("key-unknown", at, format!("no key `{key}` can stand here")).did_you_mean(nearest, keys)
}

/// A word outside a closed list.
pub fn unknown_word(at: Span, word: &str, nearest: Option<&str>, known: &[String]) -> Diagnostic {
    error("word-unknown", at, format!("`{word}` is none of the words that can stand here"))
        .did_you_mean(nearest, format!("write one of {}", listed(known)))
}

/// A key given twice.
pub fn repeated_key(at: Span, key: &str, first: Option<Span>) -> Diagnostic {
    let it = error("key-repeated", at, format!("`{key}` is given twice")).help("keep one of the two");
    match first {
        Some(first) => it.other(first, "first given here"),
        None => it,
    }
}

/// A key without which an entry means nothing.
pub fn missing_key(at: Span, key: &str) -> Diagnostic {
    error("key-missing", at, format!("this entry lacks `{key}`")).help(format!("add `{key}` to it"))
}

/// A value of another kind.
pub fn wrong_kind(at: Span, expected: &str, found: &str) -> Diagnostic {
    let it = error("value-kind", at, format!("expected {expected}, found {found}"));
    match expected {
        "text" => it.help("write text; put it in quotes if it looks like something else"),
        "a list" => it.help("write a list: `[one, two]`, or a line `- one` for each"),
        "a mapping of keys to values" | "a table" => {
            it.help("write a key and a value on each line below, indented, or all in braces")
        }
        _ => it.help(format!("write {expected}")),
    }
}

/// `title: Tax: a review`.
pub fn colon_in_text(at: Span) -> Diagnostic {
    error("value-colon", at, "a colon inside text makes it read as a key")
        .help("put the text in quotes: `title: \"Tax: a review\"`")
}

/// A tab where only spaces may stand.
pub fn tab(at: Span) -> Diagnostic {
    error("data-tab", at, "a tab stands where only spaces may").help("indent with spaces")
}

/// An anchor, alias or merge key of YAML.
pub fn anchor(at: Span) -> Diagnostic {
    error("data-anchor", at, "anchors and aliases are not used here")
        .help("write the value out; put it in quotes if it begins with `&` or `*`")
}

/// A tag of YAML.
pub fn tag(at: Span) -> Diagnostic {
    error("data-tag", at, "tags are not used here")
        .help("write the value alone; put it in quotes if it begins with `!`")
}

/// A second document in one file.
pub fn second_document(at: Span) -> Diagnostic {
    error("data-document", at, "a second document begins here").help("keep one document in a file")
}

/// Nested or repeated beyond all use.
pub fn too_much(at: Span) -> Diagnostic {
    error("data-limit", at, "this is nested too deeply or holds too many entries")
        .help("at most 32 levels and 10,000 values are read")
}

/// Not the form at all.
pub fn form(at: Span, words: &str) -> Diagnostic {
    error("data-form", at, format!("this cannot be read: {words}")).help("mend the line, or the one above it")
}
