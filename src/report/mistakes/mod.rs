//! Every mistake that the program can report, one function each: the whole voice in one place.
//!
//! A function names its code as the first argument of `error`, `warning` or `note`; a test holds
//! that each code has a golden file under `tests/golden/mistakes/`.

pub mod bibliography;
pub mod charts;
pub mod chronology;
pub mod citations;
pub mod codes;
pub mod comparison;
pub mod data;
pub mod front_matter;
pub mod labels;
pub mod paper;
pub mod pictures;
pub mod prose;
pub mod settings;
pub mod site;
pub mod theme;

use super::{Diagnostic, Severity};
use crate::words::Span;

/// A message that stops publishing.
fn error(code: &'static str, at: impl Into<Option<Span>>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Severity::Error, code, at, message)
}

/// A message that does not stop publishing.
fn warning(code: &'static str, at: impl Into<Option<Span>>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Severity::Warning, code, at, message)
}

/// A message for completeness.
fn note(code: &'static str, at: impl Into<Option<Span>>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Severity::Note, code, at, message)
}

/// Whether a mistake in a draft keeps everything else from being published too: what keeps the
/// program from knowing that it is a draft, or what it will collide with.
pub fn stops_drafts_too(code: &str) -> bool {
    ["address-", "front-matter-", "not-utf8", "symlink", "embargo-", "control-character"]
        .iter()
        .any(|it| code.starts_with(it))
}

/// The code of a bibliography that cannot be read: what cites it is not said to lack its sources.
pub const BIBLIOGRAPHY_FORM: &str = "bibliography-form";

/// Every code that a message can carry, sorted.
pub fn codes() -> &'static [&'static str] {
    codes::CODES
}
