//! The paper of a brief, a PDF beside its page, and its card, the picture that messengers show for a link: set by
//! the theme from the same text.
//!
//! A brief has them if settings and front matter say so, never because they came to be made. [`side`] is
//! what a theme brings, `view` what its templates see, `making` asks the typesetter, or the cache.

#[cfg(feature = "pdf")]
mod drawing;
#[cfg(feature = "pdf")]
mod levels;
#[cfg(feature = "pdf")]
mod making;
#[cfg(feature = "pdf")]
mod nodes;
#[cfg(feature = "pdf")]
mod plates;
pub mod side;
#[cfg(feature = "pdf")]
mod view;

use super::{Contents, Edition, Entry, NotMade, Wave};
use crate::draft::front_matter::Kind;
use crate::site::Brief;
use crate::typeset::{CAN_SET, Limits};
use crate::words::{Address, Fingerprint, OutPath};

/// Whether this program can make papers and cards.
pub const CAN_PRINT: bool = CAN_SET;

/// The name of papers for `--only`, and for what a brief does without.
pub const OUTPUT: &str = "paper";

/// The name of cards for the same.
pub const CARDS: &str = "cards";

/// The name of a card beside its page.
pub const CARD: &str = "card.png";

/// Its width and height.
pub const CARD_SIZE: (u32, u32) = (1200, 630);

/// Adds the papers of an edition.
pub(super) fn files(edition: &Edition, files: &mut Vec<Entry>) {
    for (index, brief) in edition.site.briefs.iter().enumerate() {
        let Some(name) = edition.paper_of(brief) else { continue };
        let path = beside(brief, &name);
        if let Some(given) = &brief.pdf {
            let (read, file) = (given.clone(), given.clone());
            // Of one that cannot be read there is nothing to know; making it says why.
            let key = move |_: &Edition| read.fingerprint().unwrap_or_default();
            let make = move |_: &Edition| {
                file.open().map(|it| Contents::Stream(Box::new(it))).map_err(NotMade::Trouble)
            };
            files.push(Entry::new(path, Wave::Asset, key, make));
        } else {
            files.push(made(path, index, side::PAPER));
        }
    }
}

/// Adds its cards.
pub(super) fn cards(edition: &Edition, files: &mut Vec<Entry>) {
    for (index, brief) in edition.site.briefs.iter().enumerate() {
        if edition.has_card(brief) {
            files.push(made(beside(brief, CARD), index, side::CARD));
        }
    }
}

/// A file beside the page of a brief.
fn beside(brief: &Brief, name: &str) -> OutPath {
    let path = OutPath::new(&format!("{}{name}", brief.address.path()));
    path.expect("addresses are made of portable segments")
}

/// One that a template makes of a brief.
#[cfg(feature = "pdf")]
fn made(path: OutPath, index: usize, template: &'static str) -> Entry {
    let name = name_of(&path);
    let key = move |edition: &Edition| making::key(edition, index, template);
    Entry::new(path, Wave::Asset, key, move |edition| making::make(edition, index, template, name))
}

/// Without a typesetter there is no paper side, and nothing is listed.
#[cfg(not(feature = "pdf"))]
fn made(path: OutPath, index: usize, template: &'static str) -> Entry {
    unreachable!("a program without a typesetter has no paper side: brief {index}, `{path}`, `{template}`")
}

/// Under what one is kept: its place. There is one version of each.
fn name_of(path: &OutPath) -> Fingerprint {
    Fingerprint::of(path.as_str().as_bytes())
}

/// The names under which all that an edition sets are kept; `None` if it was asked for less than all.
pub(super) fn names(edition: &Edition) -> Option<Vec<Fingerprint>> {
    let all = || edition.site.briefs.iter();
    let papers = all().filter_map(|it| Some(beside(it, &edition.paper_of(it)?)));
    let cards = all().filter(|it| edition.has_card(it)).map(|it| beside(it, CARD));
    edition.only.is_none().then(|| papers.chain(cards).map(|it| name_of(&it)).collect())
}

impl Edition {
    /// The name of a brief's PDF in the folder of its page, if it has one. Google Scholar wants it in that
    /// folder, and readers keep it under its name.
    pub fn paper_of(&self, brief: &Brief) -> Option<String> {
        let is_set = self.settings.paper.enabled != Some(false) && is_wanted(brief) && self.sets().0;
        let is_there = brief.pdf.is_some() || is_set;
        (is_text(brief) && is_there && self.makes_of(OUTPUT, brief))
            .then(|| format!("{}.pdf", brief.address.last()))
    }

    /// Whether a brief has a card.
    pub fn has_card(&self, brief: &Brief) -> bool {
        is_text(brief) && self.settings.paper.cards && self.sets().1 && self.makes_of(CARDS, brief)
    }

    /// Whether the theme sets papers, and cards, where the program can.
    pub fn sets(&self) -> (bool, bool) {
        let has = |it: &str| self.paper.as_ref().is_some_and(|side| side.has(it));
        (has(side::PAPER), has(side::CARD))
    }

    /// What setting one thing may cost.
    pub fn limits(&self) -> Limits {
        let paper = &self.settings.paper;
        Limits { time: paper.time_max, memory: paper.memory_max }
    }
}

/// Whether a brief would have a paper of ours, if the program can make one.
pub fn is_wanted(brief: &Brief) -> bool {
    let front = brief.front();
    is_text(brief)
        && brief.pdf.is_none()
        && front.pdf.is_made()
        && !front.without.iter().any(|it| it == OUTPUT)
}

/// Whether a brief is a text that stands for itself: no plain page, and not taken back.
fn is_text(brief: &Brief) -> bool {
    brief.front().kind != Kind::Page && brief.address != Address::home() && !brief.is_withdrawn()
}
