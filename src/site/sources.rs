//! The ledger: every source that published briefs cite, with what rests on it.

use std::collections::{BTreeMap, BTreeSet};

use super::claims::Claimant;
use super::{Address, Brief};
use crate::draft::bibliography::Reference;
use crate::draft::citations::Stance;
use crate::words::address::{SlugStyle, slug};
use crate::words::path::is_portable;

/// A source and where it is used.
#[derive(Clone, Debug)]
pub struct SourceShelf {
    /// The source.
    pub reference: Reference,
    /// Where its page lives.
    pub address: Address,
    /// The briefs that cite it, in the site's order.
    pub uses: Vec<SourceUse>,
}

/// What a brief does with a source.
#[derive(Clone, Debug)]
pub struct SourceUse {
    /// The brief's number.
    pub brief: usize,
    /// Records that cite it, each with what the source does for it.
    pub claims: Vec<(Claimant, Stance)>,
    /// Of these the ones that no other source supports; one that goes back to it is no other.
    pub alone: Vec<Claimant>,
}

/// All sources, by key.
pub(super) fn gather(briefs: &[Brief]) -> Vec<SourceShelf> {
    let mut by_key: BTreeMap<String, SourceShelf> = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let citing = |it: &Brief| !it.cited.is_empty() && !it.is_withdrawn();
    for (index, brief) in briefs.iter().enumerate().filter(|it| citing(it.1)) {
        let claims = brief.claims();
        for cited in &brief.cited {
            let key = &cited.reference.key;
            let mut own: Vec<(Claimant, Stance)> =
                claims.iter().filter(|it| it.key == *key).map(|it| (it.claimant, it.stance)).collect();
            let mut seen = BTreeSet::new();
            own.retain(|it| seen.insert(*it));
            let alone = own.iter().filter(|it| it.1 == Stance::For && stands_alone(brief, &claims, it.0));
            let alone = alone.map(|it| it.0).collect();
            let shelf = by_key.entry(key.clone()).or_insert_with(|| SourceShelf {
                reference: cited.reference.clone(),
                address: Address::home(),
                uses: Vec::new(),
            });
            shelf.uses.push(SourceUse { brief: index, claims: own, alone });
        }
    }
    let mut shelves: Vec<SourceShelf> = by_key.into_values().collect();
    for shelf in &mut shelves {
        shelf.address = Address::of(["sources", &segment(&shelf.reference.key, &mut taken)]);
    }
    shelves
}

/// Whether all that supports a record goes back to one source.
fn stands_alone(brief: &Brief, claims: &[super::Claim], claimant: Claimant) -> bool {
    let supports = claims.iter().filter(|it| it.claimant == claimant && it.stance == Stance::For);
    let origins: BTreeSet<&str> = supports
        .map(|it| {
            let cited = brief.cited.iter().find(|cited| cited.reference.key == it.key);
            cited.and_then(|cited| cited.reference.origin.as_deref()).unwrap_or(&it.key)
        })
        .collect();
    origins.len() == 1
}

/// Longer keys are cut: a path has to fit any disk.
const LETTERS_MAX: usize = 80;

/// The last part of a source's address: its key as far as addresses allow it. A second one that
/// would be the same gets a number; keys come in one order, so it always gets the same.
fn segment(key: &str, taken: &mut BTreeSet<String>) -> String {
    let mut plain = slug(key, SlugStyle::Ascii);
    plain.truncate(LETTERS_MAX);
    if !is_portable(&plain) || plain == "page" {
        plain = format!("source-{plain}");
    }
    let mut wanted = plain.clone();
    for number in 2.. {
        if taken.insert(wanted.clone()) {
            break;
        }
        wanted = format!("{plain}-{number}");
    }
    wanted
}
