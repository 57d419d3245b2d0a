//! Mistakes in the facts of records: labels and their values.

use super::comparison::listed;
use super::{Diagnostic, Span, error};

/// A label that is none.
pub fn label_unknown(at: Span, word: &str, nearest: Option<&str>, allowed: &str) -> Diagnostic {
    let message = if word.is_empty() {
        "expected a label such as `Confidence:`".to_owned()
    } else {
        format!("no label `{word}`")
    };
    error("label-unknown", at, message).did_you_mean(nearest, format!("here can stand {allowed}"))
}

/// A label that belongs elsewhere.
pub fn label_place(at: Span, word: &str, what: &str, allowed: &str) -> Diagnostic {
    error("label-place", at, format!("{what} has no label `{word}`"))
        .help(format!("here can stand {allowed}"))
}

/// A label twice.
pub fn label_repeated(at: Span, word: &str, first: Span) -> Diagnostic {
    error("label-repeated", at, format!("`{word}` is given twice"))
        .other(first, "first given here")
        .help("join the two")
}

/// A label without a value.
pub fn label_empty(at: Span, word: &str) -> Diagnostic {
    error("label-empty", at, format!("`{word}` has no value"))
        .help("write one after the colon, or take the line out")
}

/// More than a value in an item of facts.
pub fn label_more(at: Span, word: &str) -> Diagnostic {
    error("label-more", at, format!("nothing can follow the value of `{word}` inside its item"))
        .help("write it as a paragraph after the list")
}

/// A line that runs into a value.
pub fn label_continued(at: Span, word: &str) -> Diagnostic {
    error("label-continued", at, format!("this line is read as part of the value of `{word}`"))
        .help("leave a blank line before it, or indent it if it belongs to the value")
}

/// Marks in a value of plain words.
pub fn label_plain(at: Span, word: &str) -> Diagnostic {
    error(
        "label-plain",
        at,
        format!("the value of `{word}` is plain words, without marks, links and citations"),
    )
    .help("say the rest in the text under the list")
}

/// A label where none is read.
pub fn label_stray(at: Span, word: &str, what: &str) -> Diagnostic {
    error("label-stray", at, format!("`{word}:` is not read here"))
        .help(format!("the facts of {what} stand in one bullet list, right under what they speak of"))
}

/// A record without a label that it needs.
pub fn label_missing(at: Span, what: &str, word: &str) -> Diagnostic {
    let example =
        if word == "For" { "- For: European Council" } else { "- Rests on: question, question/case" };
    error("label-missing", at, format!("the {what} does not say `{word}`"))
        .help(format!("add a line under the heading: `{example}`"))
}

/// A term outside its scale.
pub fn term_unknown(at: Span, found: &str, nearest: Option<&str>, words: &[String]) -> Diagnostic {
    error("term-unknown", at, format!("`{found}` is no term of this scale"))
        .did_you_mean(nearest, format!("write one of {}", listed(words)))
}

/// A term outside the settings' scale of likelihood.
pub fn likelihood_unknown(at: Span, found: &str, nearest: Option<&str>, words: &[String]) -> Diagnostic {
    error("likelihood-unknown", at, format!("`{found}` is no term of the scale of likelihood"))
        .did_you_mean(nearest, format!("write one of {}", listed(words)))
}
