//! What a template may see, and nothing else: plain data, made from the resolved site.
//!
//! `docs/themes.md` is the contract; a field that changes there changes here, and the version with
//! it.

pub mod brief;
pub mod cards;
pub mod comparison;
pub mod corrections;
mod events;
mod evidence;
pub mod feed;
mod fields;
pub mod filler;
pub mod frame;
pub mod keys;
pub mod layout;
pub mod listing;
pub mod lists;
pub mod names;
pub mod records;
mod setting;
pub mod sources;

use serde::Serialize;

use crate::language::Language;
use crate::words::CivilDate;
pub use cards::{Card, ShownCard};

/// A day, for machines and for people.
#[derive(Serialize, Clone, Debug)]
pub struct DateView {
    /// `2026-11-20`.
    pub iso: String,
    /// In the page's language.
    pub text: String,
}

impl DateView {
    /// A day in a language.
    pub fn of(day: CivilDate, language: &Language) -> DateView {
        DateView { iso: day.to_string(), text: language.dates.civil(day) }
    }
}

/// A name that leads to a page.
#[derive(Serialize, Clone, Debug)]
pub struct NamedPath {
    /// The name.
    pub name: String,
    /// The page, from the site's top.
    pub path: String,
}

/// The series of a brief.
#[derive(Serialize, Clone, Debug)]
pub struct SeriesLink {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its page, from the site's top.
    pub path: String,
    /// The brief's number in it.
    pub number: Option<String>,
    /// Its ISSN.
    pub issn: Option<String>,
}

/// An author in a list of briefs.
#[derive(Serialize, Clone, Debug)]
pub struct AuthorLink {
    /// The name.
    pub name: String,
    /// Their page, from the site's top.
    pub path: Option<String>,
}

/// A word for a step of a scale of three.
#[derive(Serialize, Clone, Debug)]
pub struct ConfidenceView {
    /// `high`, `moderate` or `low`.
    pub level: &'static str,
    /// For readers.
    pub text: String,
    /// 3, 2 or 1.
    pub bars: u8,
}

impl ConfidenceView {
    /// A level in a language.
    pub fn of(level: &'static str, language: &Language) -> ConfidenceView {
        let bars = match level {
            "high" => 3,
            "moderate" => 2,
            _ => 1,
        };
        ConfidenceView { level, text: language.term("confidence", level), bars }
    }
}

/// A source at a place that cites it.
#[derive(Serialize, Clone, Debug)]
pub struct SourceView {
    /// Its key.
    pub key: String,
    /// What is shown for it.
    pub text: String,
    /// Its reference on this page.
    pub href: String,
    /// `for`, `against` or `context`.
    pub stance: &'static str,
}

/// A link to a record.
#[derive(Serialize, Clone, Debug)]
pub struct Pointer {
    /// The record's number, where it has one.
    pub number: Option<usize>,
    /// What it says.
    pub title: String,
    /// Short: `2 Japan`.
    pub text: String,
    /// Where it is.
    pub href: String,
}

/// Where a page of a list stands among the others.
#[derive(Serialize, Clone, Debug)]
pub struct Pagination {
    /// From 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
    /// The page before, from the site's top.
    pub previous: Option<String>,
    /// The page after, from the site's top.
    pub next: Option<String>,
    /// Those that links lead to: the first, the last, and those around this one.
    pub pages: Vec<PageLink>,
}

/// A page of a list.
#[derive(Serialize, Clone, Debug)]
pub struct PageLink {
    /// From 1.
    pub number: usize,
    /// From the site's top.
    pub path: String,
    /// Whether it is the one that is shown.
    pub current: bool,
    /// Whether pages before it, after the one named before it, are left out.
    pub after_gap: bool,
}

/// Bytes in words: `1.4 MB`.
pub fn size_text(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
    }
}
