//! What stands beside the briefs: chronologies, people, bibliographies, styles of citations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::draft::bibliography::{Bibliography, Form};
use crate::draft::chronology::{self, Chronology};
use crate::draft::markdown::Manner;
use crate::draft::{Context, Outline, people};
use crate::input::{self, BRIEFINGS, Snapshot};
use crate::report::Diagnostic;
use crate::report::mistakes::BIBLIOGRAPHY_FORM;
use crate::settings::Settings;
use crate::site::Materials;
use crate::words::{Fingerprint, Source, SourcePath};

/// Chronologies, each read in the language of the brief beside it.
pub(super) fn chronologies(
    snapshot: &Snapshot,
    outlines: &BTreeMap<SourcePath, Arc<Outline>>,
    context: Context<'_>,
) -> BTreeMap<SourcePath, Arc<Chronology>> {
    let files = snapshot.texts.values().filter(|it| it.path.file_name() == "timeline.csv");
    let read = files.map(|source| {
        let brief = source.path.follow("index.md").and_then(|it| outlines.get(&it));
        let lang = brief.and_then(|it| it.front.as_ref()).map_or(&context.settings.language, |it| &it.lang);
        let manner = Manner { lang, html: context.settings.html };
        let chronology = chronology::read(source, &context.languages.of(lang), manner);
        (source.path.clone(), Arc::new(chronology))
    });
    read.collect()
}

/// The people of the site.
pub(super) fn people_of(snapshot: &Snapshot, said: &mut Vec<Diagnostic>) -> Vec<people::Person> {
    let path = SourcePath::new(&format!("{BRIEFINGS}/people.yaml")).expect("a plain name");
    snapshot.texts.get(&path).map_or(Vec::new(), |it| people::read(it, said))
}

/// Bibliographies and styles that briefs and settings name, by what they are called.
pub(super) fn named(
    outlines: &BTreeMap<SourcePath, Arc<Outline>>,
    settings: &Settings,
) -> BTreeSet<SourcePath> {
    let by_briefs = outlines.values().flat_map(|outline| {
        let front = outline.front.as_ref();
        let named = front.iter().flat_map(|it| it.bibliography.iter().chain(&it.style)).collect::<Vec<_>>();
        named.into_iter().filter_map(|it| outline.source.path.follow(&it.0))
    });
    let is_style = |it: &SourcePath| it.extension().eq_ignore_ascii_case("csl");
    let by_settings = [&settings.bibliography, &settings.style];
    let by_settings = by_settings.into_iter().flatten().filter_map(|it| SourcePath::new(it));
    by_briefs.chain(by_settings).filter(|it| Form::of(it).is_some() || is_style(it)).collect()
}

/// The same with the files that the settings name.
pub(super) fn with_site_files(mut named: BTreeSet<SourcePath>, settings: &Settings) -> Vec<SourcePath> {
    named.extend(
        [&settings.logo, &settings.favicon].into_iter().flatten().filter_map(|it| SourcePath::new(it)),
    );
    named.into_iter().collect()
}

/// All bibliographies, cut into entries; those whose text is as before are kept with what was read.
pub(super) fn bibliographies(
    snapshot: &Snapshot,
    named: &BTreeSet<SourcePath>,
    memory: &mut BTreeMap<SourcePath, (Fingerprint, Arc<Bibliography>)>,
    said: &mut Vec<Diagnostic>,
) -> BTreeMap<SourcePath, Arc<Bibliography>> {
    let is_one = |path: &SourcePath| {
        path.extension().eq_ignore_ascii_case("bib")
            || input::BIBLIOGRAPHIES.contains(&path.file_name())
            || named.contains(path)
    };
    let known = std::mem::take(memory);
    for source in snapshot.texts.values().filter(|it| is_one(&it.path)) {
        let kept = known.get(&source.path).filter(|it| it.0 == source.fingerprint).map(|it| it.1.clone());
        let Some(it) = kept.or_else(|| Bibliography::cut(source).map(Arc::new)) else { continue };
        said.extend(it.said().iter().cloned());
        memory.insert(source.path.clone(), (source.fingerprint, it));
    }
    memory.iter().map(|(path, it)| (path.clone(), it.1.clone())).collect()
}

/// Bibliographies that could not be read as a whole: what cites them is not said to lack its sources.
pub(super) fn unread(said: &[Diagnostic]) -> Vec<SourcePath> {
    let unread = said.iter().filter(|it| it.code == BIBLIOGRAPHY_FORM);
    unread.filter_map(|it| Some(it.at.as_ref()?.file.clone())).collect()
}

/// Styles of citations.
pub(super) fn styles(snapshot: &Snapshot) -> BTreeMap<SourcePath, Arc<Source>> {
    let texts = snapshot.texts.iter();
    texts
        .filter(|it| it.0.extension().eq_ignore_ascii_case("csl"))
        .map(|(path, it)| (path.clone(), it.clone()))
        .collect()
}

/// The sidecars, bibliographies and styles of each brief.
pub(super) fn companions(materials: &Materials<'_>) -> BTreeMap<SourcePath, Vec<SourcePath>> {
    let settings = materials.settings;
    let of_site: Vec<SourcePath> = [&settings.style, &settings.bibliography]
        .into_iter()
        .flatten()
        .filter_map(|it| SourcePath::new(it))
        .collect();
    let all = materials.outlines.iter().map(|(path, outline)| {
        let front = outline.front.iter();
        let named =
            front.flat_map(|it| it.bibliography.iter().chain(&it.style)).filter_map(|it| path.follow(&it.0));
        let mut files: Vec<SourcePath> = named.chain(of_site.iter().cloned()).collect();
        if path.file_name() == "index.md" {
            let beside =
                ["timeline.csv", "references.bib", "references.json", "references.yaml", "references.yml"];
            files.extend(beside.iter().filter_map(|it| path.follow(it)));
        }
        (path.clone(), files)
    });
    all.collect()
}
