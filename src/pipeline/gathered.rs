//! What stands beside the briefs: chronologies, people, bibliographies, styles of citations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::draft::bibliography::{Bibliography, Form};
use crate::draft::chronology::{self, Chronology};
use crate::draft::front_matter::Status;
use crate::draft::markdown::Manner;
use crate::draft::{Context, Outline, Outlines, people};
use crate::input::{self, BRIEFINGS, File, Snapshot};
use crate::report::Diagnostic;
use crate::report::mistakes::BIBLIOGRAPHY_FORM;
use crate::settings::Settings;
use crate::words::{Fingerprint, Fingerprinter, Source, SourcePath};

use super::Wish;

/// Chronologies, each read in the language of the brief beside it.
pub(super) fn chronologies(
    snapshot: &Snapshot,
    outlines: &Outlines,
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
fn named(outlines: &Outlines, settings: &Settings) -> BTreeSet<SourcePath> {
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
pub(super) fn with_site_files(fronts: &Fronts, settings: &Settings) -> Vec<SourcePath> {
    let by_settings = [&settings.logo, &settings.favicon].into_iter().flatten();
    let by_settings = by_settings.filter_map(|it| SourcePath::new(it));
    fronts
        .named
        .iter()
        .chain(&fronts.sheets)
        .cloned()
        .chain(by_settings)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// What briefs say of themselves that a build must know before they are joined.
pub(super) struct Fronts {
    /// Bibliographies and styles that they and the settings name.
    pub(super) named: BTreeSet<SourcePath>,
    /// Sheets from which they draw charts.
    pub(super) sheets: BTreeSet<SourcePath>,
    /// Files that belong to drafts and reviews.
    pub(super) drafts: Vec<SourcePath>,
    /// Checks that single briefs live with.
    pub(super) accepted: Vec<(SourcePath, String)>,
}

impl Fronts {
    /// Of these outlines.
    pub(super) fn of(outlines: &Outlines, settings: &Settings) -> Fronts {
        let mut fronts = Fronts {
            named: named(outlines, settings),
            sheets: outlines.values().flat_map(|it| it.sheets()).collect(),
            drafts: Vec::new(),
            accepted: Vec::new(),
        };
        for (path, outline) in outlines {
            let Some(front) = &outline.front else { continue };
            let beside = || path.follow("timeline.csv").filter(|_| path.file_name() == "index.md");
            let own = || [path.clone()].into_iter().chain(beside()).chain(outline.sheets());
            if matches!(front.status, Status::Draft | Status::Review) {
                fronts.drafts.extend(own());
            }
            for code in &front.accept {
                fronts.accepted.extend(own().map(|it| (it, code.clone())));
            }
        }
        fronts
    }
}

/// Of everything that is joined beside the outlines, places in files included.
pub(super) fn beside(
    (snapshot, site_files): (&Snapshot, &[File]),
    outlines: &Outlines,
    wish: &Wish,
    context: Context<'_>,
) -> Fingerprint {
    let mut key = Fingerprinter::new("beside");
    key.add(context.key()).add(context.settings.key);
    key.add_value(&(wish.show_withheld, &wish.promised));
    // Of the clock joining sees the day, and which embargoes have ended.
    let embargoes = outlines.values().filter_map(|it| it.front.as_ref()?.embargo.as_ref());
    let waiting: Vec<bool> = embargoes.map(|until| *until > wish.at).collect();
    key.add_value(&(wish.at.day_in(&context.settings.timezone).to_string(), waiting));
    for it in snapshot.texts.values().filter(|it| !it.path.extension().eq_ignore_ascii_case("md")) {
        key.add_bytes(it.path.as_str().as_bytes()).add(it.fingerprint);
    }
    for it in snapshot.broken.iter() {
        key.add_bytes(it.path.as_str().as_bytes());
    }
    for it in snapshot.files.values().chain(site_files) {
        key.add_bytes(it.path.as_str().as_bytes()).add_value(&(it.size, it.version));
    }
    key.finish()
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

/// Texts of sheets that charts are drawn from.
pub(super) fn sheets(snapshot: &Snapshot, named: &BTreeSet<SourcePath>) -> BTreeMap<SourcePath, Arc<Source>> {
    named.iter().filter_map(|it| Some((it.clone(), snapshot.texts.get(it)?.clone()))).collect()
}

/// The files that a brief is made from beside its own: what is wrong there is wrong with it.
pub(super) fn companions(outline: &Outline, settings: &Settings) -> Vec<SourcePath> {
    let path = &outline.source.path;
    let of_site = [&settings.style, &settings.bibliography].into_iter().flatten();
    let front = outline.front.iter();
    let named = front.flat_map(|it| it.bibliography.iter().chain(&it.style));
    let named = named.filter_map(|it| path.follow(&it.0));
    let mut files: Vec<SourcePath> = named.chain(of_site.filter_map(|it| SourcePath::new(it))).collect();
    files.extend(outline.sheets());
    if path.file_name() == "index.md" {
        let beside =
            ["timeline.csv", "references.bib", "references.json", "references.yaml", "references.yml"];
        files.extend(beside.iter().filter_map(|it| path.follow(it)));
    }
    files
}
