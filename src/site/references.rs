//! What each brief cites: its keys looked up in its bibliographies and the site's.

use std::collections::BTreeMap;

use super::{Brief, Materials};
use crate::draft::Outline;
use crate::draft::bibliography::Reference;
use crate::draft::chronology::Chronology;
use crate::draft::citations::Citation;
use crate::report::{Diagnostic, mistakes::citations as mistakes, mistakes::settings as settings_mistakes};
use crate::words::{SourcePath, names};

/// A reference that a brief cites.
#[derive(Clone, Debug)]
pub struct Cited {
    /// The reference.
    pub reference: Reference,
    /// The bibliography that has it.
    pub file: SourcePath,
}

/// The site's bibliography.
const SITE: &str = "briefings/references.bib";

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
            let all = materials.bibliographies.get(file)?;
            all.iter().find(|it| it.key == part.key).map(|it| (it, file))
        });
        match hit {
            Some((reference, file)) => found.push(Cited { reference: reference.clone(), file: file.clone() }),
            None if files.iter().any(|it| materials.broken.contains(it)) => {}
            None => {
                let keys =
                    files.iter().filter_map(|it| materials.bibliographies.get(it)).flat_map(|it| it.iter());
                let nearest = names::nearest(&part.key, keys.map(|it| it.key.as_str()));
                said.push(mistakes::unknown(part.at.clone(), &part.key, nearest));
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
    if own.file_name() == "index.md" {
        files.extend(own.follow("references.bib"));
    }
    let site = materials.settings.bibliography.as_deref();
    let file = SourcePath::new(site.unwrap_or(SITE));
    let is_there = file
        .as_ref()
        .is_some_and(|it| materials.bibliographies.contains_key(it) || materials.broken.contains(it));
    if let Some(named) = site
        && !is_there
    {
        said.push(settings_mistakes::file_missing(materials.settings.file.clone(), named));
    }
    files.extend(file);
    files.dedup();
    files
}

/// Says how many references of the site nobody cites; those of withheld briefs count as cited.
pub(super) fn check_unused(briefs: &[Brief], materials: &Materials<'_>, said: &mut Vec<Diagnostic>) {
    let mut used: BTreeMap<&str, ()> = BTreeMap::new();
    let outlines = materials.outlines.values().flat_map(|it| &it.citations);
    let rows = materials.chronologies.values().flat_map(|it| &it.citations);
    for part in outlines.chain(rows).flat_map(|it| &it.parts) {
        used.insert(part.key.as_str(), ());
    }
    debug_assert!(briefs.len() <= materials.outlines.len(), "each brief has an outline");
    for all in materials.bibliographies.values() {
        let unused: Vec<&Reference> = all.iter().filter(|it| !used.contains_key(it.key.as_str())).collect();
        if let Some(first) = unused.first() {
            said.push(mistakes::unused(first.at.clone(), unused.len(), &first.key));
        }
    }
}
