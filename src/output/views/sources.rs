//! The ledger of sources: its list, and the page of each with all that rests on it.

use std::sync::Arc;

use serde::Serialize;

use super::names::Names;
use super::{Card, DateView, Pagination, Pointer};
use crate::cite::{self, Date, Style};
use crate::draft::bibliography::Reference;
use crate::draft::citations::Stance;
use crate::language::Language;
use crate::output::Edition;
use crate::output::prose::{reference_id, text_html};
use crate::output::records::unmarked;
use crate::site::{Claimant, SourceShelf, SourceUse};
use crate::words::{CivilDate, names};

/// The list of sources.
#[derive(Serialize, Clone)]
pub struct Sources {
    /// Sources in the order of their short names.
    pub sources: Vec<SourceLine>,
    /// How many there are on all pages.
    pub total: usize,
    /// Where this page stands.
    pub pages: Pagination,
}

/// A source in the list.
#[derive(Serialize, Clone)]
pub struct SourceLine {
    /// The source.
    #[serde(flatten)]
    pub source: LedgerSource,
    /// How many briefs cite it.
    pub briefs: usize,
    /// How many records rest on it.
    pub supports: usize,
    /// How many records it speaks against.
    pub opposes: usize,
    /// Records that rest on it alone.
    pub alone: Vec<ClaimOfBrief>,
}

/// The page of a source.
#[derive(Serialize, Clone)]
pub struct SourcePage {
    /// The source.
    pub source: LedgerSource,
    /// Where it is used.
    pub uses: Vec<UseView>,
}

/// A source of the ledger.
#[derive(Serialize, Clone)]
pub struct LedgerSource {
    /// Its key.
    pub key: String,
    /// Its short name.
    pub label: String,
    /// What it is, as the site's style prints it; set when the page is made.
    pub html: String,
    /// Its page, from the site's top.
    pub path: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// Where a copy of it is kept.
    pub archived: Option<String>,
    /// When it was last seen there.
    pub accessed: Option<DateView>,
    /// What its bibliography remarks on it.
    pub note: Option<String>,
    /// The source to which it goes back: its short name, and its page if something cites it.
    pub origin: Option<OriginView>,
}

/// A source to which another goes back.
#[derive(Serialize, Clone)]
pub struct OriginView {
    /// Its short name, or its key.
    pub label: String,
    /// Its page.
    pub path: Option<String>,
}

/// What a brief does with a source.
#[derive(Serialize, Clone)]
pub struct UseView {
    /// The brief.
    pub brief: Arc<Card>,
    /// The source among the brief's references, with the places that cite it.
    pub href: String,
    /// Records that rest on it.
    pub supports: Vec<Pointer>,
    /// Records that it speaks against.
    pub opposes: Vec<Pointer>,
    /// Records to which it gives context.
    pub context: Vec<Pointer>,
    /// Records that rest on it alone.
    pub alone: Vec<Pointer>,
}

/// A record, with the brief that has it.
#[derive(Serialize, Clone)]
pub struct ClaimOfBrief {
    /// The record.
    #[serde(flatten)]
    pub pointer: Pointer,
    /// The brief's title.
    pub brief: String,
}

impl Edition {
    /// The sources in the order of the list.
    pub fn ledger(&self) -> Vec<&SourceShelf> {
        let language = &self.site_language;
        let mut all: Vec<&SourceShelf> = self.site.sources.iter().collect();
        all.sort_by_cached_key(|it| (names::fold(&short(&it.reference, language)), it.reference.key.clone()));
        all
    }

    /// A source in the list; what it is is set later. `root` leads from the page to the site's top.
    pub fn source_line(&self, shelf: &SourceShelf, root: &str) -> SourceLine {
        let language = &self.site_language;
        let count =
            |stance: Stance| shelf.uses.iter().flat_map(|it| &it.claims).filter(|it| it.1 == stance).count();
        let alone = shelf.uses.iter().flat_map(|it| {
            let (names, title) = self.names_of(it, root);
            let pointers: Vec<ClaimOfBrief> = it
                .alone
                .iter()
                .map(|it| ClaimOfBrief { pointer: names.claimant(*it), brief: title.clone() })
                .collect();
            pointers
        });
        SourceLine {
            source: self.ledger_source(&shelf.reference, language),
            briefs: shelf.uses.len(),
            supports: count(Stance::For),
            opposes: count(Stance::Against),
            alone: alone.collect(),
        }
    }

    /// The page of a source; what it is is set later.
    pub fn source_page(&self, shelf: &SourceShelf, root: &str) -> SourcePage {
        let language = &self.site_language;
        let uses = shelf.uses.iter().map(|it| {
            let (names, _) = self.names_of(it, root);
            let with = |stance: Stance| {
                let found = it.claims.iter().filter(|it| it.1 == stance);
                found.map(|it| names.claimant(it.0)).collect()
            };
            UseView {
                brief: self.card(it.brief, language),
                href: names.href(&reference_id(&shelf.reference.key)),
                supports: with(Stance::For),
                opposes: with(Stance::Against),
                context: with(Stance::Context),
                alone: it.alone.iter().map(|it: &Claimant| names.claimant(*it)).collect(),
            }
        });
        SourcePage { source: self.ledger_source(&shelf.reference, language), uses: uses.collect() }
    }

    /// What the records of a brief are called, seen from a page of the ledger; the brief's title.
    fn names_of(&self, it: &SourceUse, root: &str) -> (Names, String) {
        let brief = &self.site.briefs[it.brief];
        let language = self.language(&brief.front().lang);
        let page = format!("{root}{}", self.path_of(&brief.address));
        (Names::of(brief, &language).seen_from_elsewhere(page), brief.outline.texts.title.clone())
    }

    /// A source without what its style prints.
    fn ledger_source(&self, reference: &Reference, language: &Language) -> LedgerSource {
        let accessed = reference.item.dates.get("accessed").and_then(|it| day(it, language));
        LedgerSource {
            key: reference.key.clone(),
            label: short(reference, language),
            html: String::new(),
            path: self.source_path(&reference.key).unwrap_or_default(),
            url: reference.item.url(),
            archived: reference.archived.clone(),
            accessed,
            note: reference.item.text("note").map(unmarked),
            origin: reference.origin.as_ref().map(|key| {
                let known = self.site.source(key);
                OriginView {
                    label: known.map_or(key.clone(), |it| short(&it.reference, language)),
                    path: self.source_path(key),
                }
            }),
        }
    }

    /// The page of a source, from the site's top.
    pub fn source_path(&self, key: &str) -> Option<String> {
        self.site.source(key).map(|it| self.path_of(&it.address))
    }

    /// What a style prints for a source by itself, as HTML.
    pub fn reference_html(&self, reference: &Reference, style: &Style, lang: &str) -> String {
        text_html(&self.memo.reference(style, lang, &reference.item, reference.fingerprint))
    }
}

/// A source's short name.
fn short(reference: &Reference, language: &Language) -> String {
    cite::label(&reference.item, language.word("and"), language.word("undated"))
}

/// A date in words: a whole day as the language writes it, else as exact as it is.
fn day(date: &Date, language: &Language) -> Option<DateView> {
    let start = date.start?;
    let whole = start.month.zip(start.day).and_then(|_| CivilDate::parse(&start.iso()).ok());
    Some(match whole {
        Some(whole) => DateView::of(whole, language),
        None => DateView { iso: start.iso(), text: start.iso() },
    })
}
