//! Reads YAML and TOML into typed values with serde, and finds every mistake, not the first.
//!
//! 1. The text is read as one typed value.
//! 2. If that fails, the fault is noted, the entry that holds it is blanked out (with spaces, so
//!    that no offset moves), and the rest is read again.
//! 3. Positions of values are looked up in the text only when a message wants one.

pub mod positions;
pub mod text;
mod toml_form;
mod yaml_form;

use std::ops::Range;

use serde::de::DeserializeOwned;

use crate::report::{Diagnostic, mistakes::data as mistakes};
use crate::words::{Source, names};

/// The two forms of typed data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// YAML 1.2, without anchors, aliases and tags.
    Yaml,
    /// TOML 1.1.
    Toml,
}

/// Something that keeps a text from being read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Where, in bytes of the text that was given.
    pub at: Range<usize>,
    /// What.
    pub kind: FaultKind,
}

/// What can be wrong with data, whatever its form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// A key that nobody reads.
    UnknownKey {
        /// The key.
        key: String,
        /// The keys that are read.
        known: Vec<String>,
    },
    /// A word that is not one of those that stand here.
    UnknownWord {
        /// The word.
        word: String,
        /// The words that can stand here.
        known: Vec<String>,
    },
    /// A key given twice.
    RepeatedKey {
        /// The key.
        key: String,
        /// Where it was given first.
        first: Option<Range<usize>>,
    },
    /// A key without which the entry means nothing.
    MissingKey {
        /// The key.
        key: String,
    },
    /// A value of another kind.
    WrongKind {
        /// What should stand here, in plain words.
        expected: String,
        /// What does.
        found: String,
    },
    /// A colon inside plain text reads as a key.
    ColonInText,
    /// A tab where only spaces may stand.
    Tab,
    /// An anchor, alias or merge key.
    Anchor,
    /// A tag.
    Tag,
    /// A second document.
    SecondDocument,
    /// Nested or repeated beyond all use.
    TooMuch,
    /// Not the form at all; the parser's words, made plain.
    Form(String),
}

/// At most so many faults are looked for in one text; a wrong file has more than anyone reads.
const FAULTS_MAX: usize = 60;

/// Reads `text` as a `T`, and every fault that stands against it. The value is there whenever what
/// was left after blanking out faulty entries could be read.
pub fn read<T: DeserializeOwned>(form: Form, text: &str) -> (Option<T>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut rest = std::borrow::Cow::Borrowed(text);
    for _ in 0..FAULTS_MAX {
        let result = match form {
            Form::Yaml => yaml_form::read(&rest),
            Form::Toml => toml_form::read(&rest),
        };
        match result {
            Ok(value) => return (Some(value), faults),
            Err(mut fault) => {
                fault.at.end = fault.at.end.min(text.len());
                fault.at.start = fault.at.start.min(fault.at.end);
                let entry = positions::entry_at(form, &rest, fault.at.start);
                faults.push(fault);
                let Some(entry) = entry else { break };
                if rest[entry.clone()].trim().is_empty() {
                    break;
                }
                let blank: String = rest[entry.clone()]
                    .chars()
                    .flat_map(|it| std::iter::repeat_n(if it == '\n' { '\n' } else { ' ' }, it.len_utf8()))
                    .collect();
                rest.to_mut().replace_range(entry, &blank);
            }
        }
    }
    (None, faults)
}

/// Reads a stretch of a file as a `T`; faults become messages. `what` names the file's role for
/// people: `front matter`, `settings`, `people`.
pub fn read_part<T: DeserializeOwned>(
    form: Form,
    source: &Source,
    part: Range<usize>,
    what: &'static str,
    said: &mut Vec<Diagnostic>,
) -> Option<T> {
    let (value, faults) = read(form, &source.text[part.clone()]);
    for fault in faults {
        said.push(describe(fault, source, part.start, what));
    }
    value
}

/// A fault in words.
fn describe(fault: Fault, source: &Source, base: usize, what: &'static str) -> Diagnostic {
    let at = source.span(fault.at.start + base..fault.at.end + base);
    match fault.kind {
        FaultKind::UnknownKey { key, known } => {
            let nearest = names::nearest(&key, known.iter().map(String::as_str)).map(str::to_owned);
            mistakes::unknown_key(at, what, &key, nearest.as_deref(), &known)
        }
        FaultKind::UnknownWord { word, known } => {
            let nearest = names::nearest(&word, known.iter().map(String::as_str)).map(str::to_owned);
            mistakes::unknown_word(at, &word, nearest.as_deref(), &known)
        }
        FaultKind::RepeatedKey { key, first } => {
            mistakes::repeated_key(at, &key, first.map(|it| source.span(it.start + base..it.end + base)))
        }
        FaultKind::MissingKey { key } => mistakes::missing_key(at, &key),
        FaultKind::WrongKind { expected, found } => mistakes::wrong_kind(at, &expected, &found),
        FaultKind::ColonInText => mistakes::colon_in_text(at),
        FaultKind::Tab => mistakes::tab(at),
        FaultKind::Anchor => mistakes::anchor(at),
        FaultKind::Tag => mistakes::tag(at),
        FaultKind::SecondDocument => mistakes::second_document(at),
        FaultKind::TooMuch => mistakes::too_much(at),
        FaultKind::Form(words) => mistakes::form(at, &words),
    }
}
