//! What each brief cites: its keys looked up in its bibliographies and the site's.

use std::collections::{BTreeMap, BTreeSet};

use super::{Brief, Materials};
use crate::draft::Outline;
use crate::draft::bibliography::Reference;
use crate::draft::chronology::Chronology;
use crate::draft::citations::Citation;
use crate::input::{BIBLIOGRAPHIES, BRIEFINGS};
use crate::report::{
    Diagnostic, mistakes::bibliography as entry_mistakes, mistakes::citations as mistakes,
    mistakes::settings as settings_mistakes,
};
use crate::words::{SourcePath, names};

/// A reference that a brief cites.
#[derive(Clone, Debug)]
pub struct Cited {
    /// The reference.
    pub reference: Reference,
    /// The bibliography that has it.
    pub file: SourcePath,
}

/// What a brief cites, in the order of first use; unknown keys are said.
pub(super) fn cited(
    outline: &Outline,
    chronology: Option<&Chronology>,
    materials: &Materials<'_>,
    said: &mut Vec<Diagnostic>,
) -> Vec<Cited> {
    let files = bibliographies(outline, materials, said);
    let mut found: Vec<Cited> = Vec::new();
    let citations = outline.citations.iter().chain(chronology.iter().flat_map(|it| &it.citations));
    for part in citations.flat_map(|it: &Citation| &it.parts) {
        if found.iter().any(|it| it.reference.key == part.key) {
            continue;
        }
        let hit = files.iter().find_map(|file| {
            let entry = materials.bibliographies.get(file)?.entry(&part.key)?;
            Some((entry, file))
        });
        match hit {
            Some((entry, file)) => {
                said.extend(entry.said.iter().cloned());
                let reference = entry.reference.iter().cloned();
                found.extend(reference.map(|reference| Cited { reference, file: file.clone() }));
            }
            None if files.iter().any(|it| materials.broken.contains(it)) => {}
            None => {
                let keys = files.iter().filter_map(|it| materials.bibliographies.get(it));
                let nearest = names::nearest(&part.key, keys.flat_map(|it| it.keys()));
                let file = files.last().map_or("briefings/references.bib", |it| it.as_str());
                said.push(mistakes::unknown(part.at.clone(), &part.key, nearest, file));
            }
        }
    }
    found
}

/// The bibliographies of a brief: those it names, one beside it, the site's.
fn bibliographies(
    outline: &Outline,
    materials: &Materials<'_>,
    said: &mut Vec<Diagnostic>,
) -> Vec<SourcePath> {
    let own = &outline.source.path;
    let mut files = Vec::new();
    for (path, at) in outline.front.iter().flat_map(|it| &it.bibliography) {
        match own.follow(path) {
            Some(file)
                if materials.bibliographies.contains_key(&file) || materials.broken.contains(&file) =>
            {
                files.push(file)
            }
            Some(file) if materials.files.contains_key(&file) => {
                said.push(mistakes::bibliography_kind(at.clone(), path))
            }
            _ => said.push(mistakes::bibliography_missing(at.clone(), path)),
        }
    }
    let is_there =
        |it: &SourcePath| materials.bibliographies.contains_key(it) || materials.broken.contains(it);
    if own.file_name() == "index.md" {
        files.extend(BIBLIOGRAPHIES.iter().filter_map(|it| own.follow(it)).filter(&is_there));
    }
    match materials.settings.bibliography.as_deref() {
        Some(named) => {
            let file = SourcePath::new(named).filter(&is_there);
            if file.is_none() {
                said.push(settings_mistakes::file_missing(materials.settings.file.clone(), named));
            }
            files.extend(file);
        }
        None => {
            let usual = BIBLIOGRAPHIES.iter().filter_map(|it| SourcePath::new(&format!("{BRIEFINGS}/{it}")));
            files.extend(usual.filter(&is_there));
        }
    }
    let mut seen = BTreeSet::new();
    files.retain(|it| seen.insert(it.clone()));
    files
}

/// Says how many references of the site nobody cites; those of withheld briefs count as cited.
pub(super) fn check_unused(briefs: &[Brief], materials: &Materials<'_>, said: &mut Vec<Diagnostic>) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let outlines = materials.outlines.values().flat_map(|it| &it.citations);
    let rows = materials.chronologies.values().flat_map(|it| &it.citations);
    for part in outlines.chain(rows).flat_map(|it| &it.parts) {
        used.insert(part.key.as_str());
    }
    debug_assert!(briefs.len() <= materials.outlines.len(), "each brief has an outline");
    let is_used = |key: &str| used.contains(key);
    for all in materials.bibliographies.values() {
        if let (count, Some((first, at))) = all.unused(&is_used) {
            said.push(mistakes::unused(at, count, first));
        }
        if let (count, Some(at)) = all.unread(&is_used) {
            said.push(entry_mistakes::unread(at, count));
        }
    }
}

/// Says keys that two bibliographies give to different sources, if briefs cite both: a source has
/// one page, told by its key.
pub(super) fn check_same(briefs: &[Brief], said: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, &Cited> = BTreeMap::new();
    for cited in briefs.iter().filter(|it| !it.is_withdrawn()).flat_map(|it| &it.cited) {
        let first = *seen.entry(&cited.reference.key).or_insert(cited);
        if first.reference.fingerprint != cited.reference.fingerprint {
            let (one, other) = (&cited.reference, &first.reference);
            said.push(entry_mistakes::differs(
                one.at.clone(),
                &one.key,
                other.at.clone(),
                first.file.as_str(),
            ));
        }
    }
}
