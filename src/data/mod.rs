//! Reads YAML and TOML into typed values with serde, and finds every mistake, not the first.
//!
//! 1. The text is read as one typed value.
//! 2. If that fails, the fault is noted, the entry that holds it is blanked out (with spaces, so
//!    that no offset moves), and the rest is read again.
//! 3. Positions of values are looked up in the text only when a message wants one.

mod entries;
pub mod positions;
pub mod text;
mod toml_form;
mod unprintable;
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

/// At most so often is a text read again: what is blanked out leads outwards step by step.
const ROUNDS_MAX: usize = 4 * FAULTS_MAX;

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
    /// A character that no reader can be shown, as itself or by its escape.
    Unprintable(char),
    /// Not the form at all; the parser's words, made plain.
    Form(String),
}

/// At most so many faults are looked for in one text; a wrong file has more than anyone reads.
const FAULTS_MAX: usize = 60;

/// Reads `text` as a `T`, and every fault that stands against it. The value is there whenever what
/// was left after blanking out faulty entries could be read.
pub fn read<T: DeserializeOwned>(form: Form, text: &str) -> (Option<T>, Vec<Fault>) {
    let mut rest = std::borrow::Cow::Borrowed(text);
    // A parser would call them something else, or let them pass.
    let mut faults: Vec<Fault> = unprintable::bare(text).take(FAULTS_MAX).collect();
    for fault in &faults {
        blank(rest.to_mut(), fault.at.clone());
    }
    let mut blanked: Vec<Range<usize>> = Vec::new();
    let mut last: Option<(Fault, usize)> = None;
    for _ in 0..ROUNDS_MAX {
        if faults.len() >= FAULTS_MAX {
            break;
        }
        let result = match form {
            Form::Yaml => yaml_form::read(&rest),
            Form::Toml => toml_form::read(&rest),
        };
        let mut fault = match result {
            Ok(value) => match unprintable::escaped(form, &rest) {
                None => return (Some(value), faults),
                Some(fault) => {
                    let is_placed = !fault.at.is_empty();
                    blank(rest.to_mut(), fault.at.clone());
                    faults.push(fault);
                    if is_placed {
                        continue;
                    }
                    break;
                }
            },
            Err(fault) => fault,
        };
        fault.at.end = fault.at.end.min(text.len());
        fault.at.start = fault.at.start.min(fault.at.end);
        let all = entries::around(form, &rest, fault.at.start);
        let level = match &last {
            Some((before, level)) if before.stands_again(&fault) => level + 1,
            _ if fault.kind.is_of_form() => all.len().saturating_sub(1),
            // It is told at the first key of the entry that lacks one.
            _ if matches!(fault.kind, FaultKind::MissingKey { .. }) && form == Form::Yaml => {
                usize::from(all.len() > 1 && !rest[fault.at.start..].starts_with('{'))
            }
            _ => 0,
        };
        // What is blank already is no way on; beyond the outermost there is none.
        let level = (level..all.len()).find(|it| !rest[all[*it].clone()].trim().is_empty());
        let follows = level.is_some_and(|it| fault.follows_from(&faults, &blanked, &all[it], text));
        if !follows && last.as_ref().is_none_or(|it| !it.0.stands_again(&fault)) {
            faults.push(fault.clone());
        }
        let Some(level) = level else { break };
        blank(rest.to_mut(), all[level].clone());
        blanked.push(all[level].clone());
        last = Some((fault, level));
    }
    (None, faults)
}

impl FaultKind {
    /// Whether the text cannot be taken apart: then only a whole top-level entry can be left out.
    fn is_of_form(&self) -> bool {
        use FaultKind::{Anchor, ColonInText, Form, SecondDocument, Tab, Tag, TooMuch};
        matches!(self, Anchor | ColonInText | Form(_) | SecondDocument | Tab | Tag | TooMuch)
    }
}

impl Fault {
    /// Whether the other one is this one again, after something was blanked out.
    fn stands_again(&self, other: &Fault) -> bool {
        let is_same = match (&self.kind, &other.kind) {
            (FaultKind::MissingKey { key: one }, FaultKind::MissingKey { key: two }) => one == two,
            (one, two) => one == two && self.at == other.at,
        };
        is_same && self.at.start <= other.at.end && other.at.start <= self.at.end.max(self.at.start + 1)
    }

    /// Whether it is there only because something inside was blanked out, or misspelt.
    fn follows_from(
        &self,
        faults: &[Fault],
        blanked: &[Range<usize>],
        entry: &Range<usize>,
        text: &str,
    ) -> bool {
        let holds = |at: &Range<usize>| entry.start <= at.start && at.start < entry.end;
        match &self.kind {
            FaultKind::MissingKey { key } => {
                let is_slip = faults.iter().any(|it| match &it.kind {
                    FaultKind::UnknownKey { key: wrong, known } => {
                        holds(&it.at) && names::nearest(wrong, known.iter().map(String::as_str)) == Some(key)
                    }
                    _ => false,
                });
                let is_key = |at: &Range<usize>| {
                    let written = text[at.clone()].trim_start_matches([',', ' ', '\n', '"']);
                    written.strip_prefix(key.as_str()).is_some_and(|it| it.starts_with([':', '=', ' ', '"']))
                };
                is_slip || blanked.iter().any(|it| holds(it) && is_key(it))
            }
            // What is of the wrong kind as a whole is found before its inside.
            FaultKind::WrongKind { .. } => blanked.iter().any(holds),
            _ => false,
        }
    }
}

/// Blanks out a stretch with spaces, so that no offset moves.
fn blank(text: &mut String, at: Range<usize>) {
    let spaces: String = text[at.clone()]
        .chars()
        .flat_map(|it| std::iter::repeat_n(if it == '\n' { '\n' } else { ' ' }, it.len_utf8()))
        .collect();
    text.replace_range(at, &spaces);
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

/// Says the characters of a sidecar that no reader can be shown.
pub fn unprintable(source: &Source) -> Vec<Diagnostic> {
    unprintable_in(source, 0..source.text.len())
}

/// Says the characters of a part of a sidecar that no reader can be shown.
pub fn unprintable_in(source: &Source, part: Range<usize>) -> Vec<Diagnostic> {
    let found = unprintable::bare(&source.text[part.clone()]).take(FAULTS_MAX);
    found.map(|it| describe(it, source, part.start, "sidecar")).collect()
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
        FaultKind::Unprintable(found) => crate::report::mistakes::front_matter::control_character(at, found),
        FaultKind::Form(words) => mistakes::form(at, &words),
    }
}
