//! All files together: THE resolved model of a site.
//!
//! 1. [`visibility`] decides which briefs exist for readers.
//! 2. [`addresses`] decides where each lives, and refuses two at one address.
//! 3. [`links`] resolves what each points to, [`references`] what each cites.
//! 4. [`people`] and [`shelves`] gather authors, topics, series, related briefs.
//! 5. [`charts`] reads what is drawn from sheets.
//! 6. [`records`] joins lessons and recommendations with what they rest on.
//!
//! Everything here is cheap and always run; nothing edits prose.

mod addresses;
pub mod charts;
mod checks;
mod claims;
mod files;
mod given;
mod links;
mod memory;
mod nav;
mod people;
mod pictures;
mod promises;
mod records;
mod references;
mod shelves;
mod sources;
mod styles;
mod visibility;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cite::{Memo, Style};
use crate::draft::bibliography::Bibliography;
use crate::draft::chronology::Chronology;
use crate::draft::front_matter::{FrontMatter, Kind, Status};
use crate::draft::{Outline, Outlines};
use crate::input::File;
use crate::report::Diagnostic;
use crate::settings::Settings;
use crate::words::{Address, CivilDate, Fingerprint, Instant, OutPath, Source, SourcePath};

pub use charts::Plot;
pub use claims::{Claim, Claimant};
pub use links::Target;
pub use memory::{Memory, Since};
pub use people::{Author, Person};
pub use pictures::{Made, Shown};
pub use records::{Pointed, RecordRef, Records};
pub use references::Cited;
pub use shelves::{SeriesShelf, Shelf};
pub use sources::{SourceShelf, SourceUse};
pub use visibility::{Mark, Withheld};

/// What the site is made from.
pub struct Materials<'a> {
    /// Outlines of all briefs, by source.
    pub outlines: Arc<Outlines>,
    /// Chronologies, by source.
    pub chronologies: BTreeMap<SourcePath, Arc<Chronology>>,
    /// People of `people.yaml`.
    pub people: Vec<crate::draft::people::Person>,
    /// Bibliographies, which read an entry when it is asked for.
    pub bibliographies: BTreeMap<SourcePath, Arc<Bibliography>>,
    /// Styles of citations in CSL, by where they are.
    pub styles: BTreeMap<SourcePath, Arc<Source>>,
    /// Texts of sheets that charts are drawn from.
    pub sheets: BTreeMap<SourcePath, Arc<Source>>,
    /// Remembers styles that were read.
    pub memo: &'a Memo,
    /// Other files below `briefings/`.
    pub files: BTreeMap<SourcePath, File>,
    /// Files that the settings name.
    pub site_files: Vec<File>,
    /// Files that were there but could not be read: what points to them is not said again.
    pub broken: Vec<SourcePath>,
    /// Of everything that is joined beside the outlines, places in files included.
    pub beside: Fingerprint,
    /// The settings.
    pub settings: &'a Settings,
    /// The build's clock.
    pub at: &'a Instant,
    /// Whether withheld briefs are shown, marked.
    pub show_withheld: bool,
    /// What the last publication promised to readers.
    pub promised: &'a [String],
}

/// A resolved site. Cheap to copy: builds that differ in prose alone share all but a few briefs.
#[derive(Clone)]
pub struct Site {
    /// Published briefs, comparisons and pages, by source.
    pub briefs: Vec<Arc<Brief>>,
    /// The text of the home page, if there is one.
    pub home: Option<usize>,
    /// Briefs and comparisons, newest first.
    pub newest: Arc<[usize]>,
    /// Everyone who wrote something that is published.
    pub people: Arc<[Person]>,
    /// Topics by name.
    pub topics: Arc<[Shelf]>,
    /// The number of each topic, under every spelling that a brief gives it.
    pub topic_numbers: Arc<BTreeMap<String, usize>>,
    /// Series that have something.
    pub series: Arc<[SeriesShelf]>,
    /// Everything that is cited, by key.
    pub sources: Arc<[SourceShelf]>,
    /// How sources are set where no brief's style counts.
    pub style: Arc<Style>,
    /// Items of the navigation: title, where it leads.
    pub nav: Arc<[(String, Target)]>,
    /// Files that are published as they are, by where they go.
    pub assets: Arc<BTreeMap<OutPath, File>>,
    /// Smaller pictures that are made of some of them, by where they go.
    pub pictures: Arc<BTreeMap<OutPath, Made>>,
    /// Old addresses and where they lead: title and address.
    pub redirects: Arc<BTreeMap<Address, (String, Address)>>,
    /// Addresses and anchors that readers may cite.
    pub promises: Arc<[String]>,
    /// What is not published.
    pub withheld: Arc<[Withheld]>,
    /// The next embargo to end.
    pub next_change: Option<(Instant, String)>,
    /// Whether it shows what is withheld: then nothing of it is for search engines.
    pub is_preview: bool,
    /// Tells joinings apart.
    joining: Arc<()>,
}

/// A brief, a comparison or a plain page that is published.
#[derive(Clone)]
pub struct Brief {
    /// What its file says.
    pub outline: Arc<Outline>,
    /// Where it lives.
    pub address: Address,
    /// Why it is shown although it is withheld.
    pub mark: Option<Mark>,
    /// Its chronology.
    pub chronology: Option<Arc<Chronology>>,
    /// What its links point to, by number.
    pub links: Vec<Target>,
    /// What the links of its chronology point to, by number.
    pub chronology_links: Vec<Target>,
    /// Its charts, by number; `None` for what cannot be drawn, and a message says why.
    pub charts: Vec<Option<Arc<Plot>>>,
    /// What it cites, in the order of first use.
    pub cited: Vec<Cited>,
    /// How its citations are set.
    pub style: Arc<Style>,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// Its series, by number.
    pub series: Option<usize>,
    /// Related briefs, by number.
    pub related: Vec<usize>,
    /// The picture at the head.
    pub cover: Option<Shown>,
    /// Files to take away: title, where it is, its size.
    pub attachments: Vec<(String, OutPath, u64)>,
    /// Earlier PDFs: name, place and size.
    pub versions: Vec<(String, OutPath, u64)>,
    /// The PDF that was made elsewhere, if one is offered in place of ours.
    pub pdf: Option<File>,
    /// Records joined with what they rest on.
    pub records: Records,
}

impl Site {
    /// A source of the ledger, by its key.
    pub fn source(&self, key: &str) -> Option<&SourceShelf> {
        let at = self.sources.binary_search_by(|it| it.reference.key.as_str().cmp(key)).ok()?;
        Some(&self.sources[at])
    }
}

impl Brief {
    /// Its front matter. A brief without one is not published.
    pub fn front(&self) -> &FrontMatter {
        self.outline.front.as_ref().expect("briefs without front matter are left out")
    }

    /// Whether its text was taken back: then only its title and the notice are shown, anywhere.
    pub fn is_withdrawn(&self) -> bool {
        self.front().status == Status::Withdrawn
    }

    /// Whether it stands in lists: it is no plain page.
    pub fn is_listed(&self) -> bool {
        self.front().kind != Kind::Page
    }

    /// Whether it has something to tell on the page of corrections: what was corrected, or that it
    /// was withdrawn. A withdrawn text has no corrections any more.
    pub fn has_corrections(&self) -> bool {
        if self.is_withdrawn() { self.front().notice.is_some() } else { !self.front().corrections.is_empty() }
    }

    /// The day of the last change that readers should know of.
    pub fn changed(&self) -> Option<CivilDate> {
        let front = self.front();
        let notice = front.notice.iter().map(|it| it.0);
        let corrections = front.corrections.iter().map(|it| it.0);
        front.updated.into_iter().chain(front.date).chain(corrections).chain(notice).max()
    }

    /// Its day, for order; briefs without one come last.
    pub fn day(&self) -> Option<CivilDate> {
        self.front().date
    }
}

impl Site {
    /// Whether both came of one joining: then they differ in the prose of their briefs at most.
    pub fn is_joined_like(&self, other: &Site) -> bool {
        Arc::ptr_eq(&self.joining, &other.joining)
    }

    /// Whether there is anything on the page of corrections.
    pub fn has_corrections(&self) -> bool {
        self.briefs.iter().any(|it| it.has_corrections())
    }
}

/// Resolves a site. Whatever is wrong is said. What joins as it did in the build before is not joined
/// again.
pub fn resolve(materials: &Materials<'_>, memory: &mut Memory, said: &mut Vec<Diagnostic>) -> Site {
    for outline in materials.outlines.values() {
        said.extend(outline.said.iter().cloned());
    }
    for chronology in materials.chronologies.values() {
        said.extend(chronology.said.iter().cloned());
    }
    if let Some(site) = memory.site(materials) {
        said.extend(memory.said().iter().cloned());
        return site;
    }
    let mut mistakes = Vec::new();
    let sight = visibility::look(materials, &mut mistakes);
    let site = join_all(materials, &sight, &mut mistakes);
    // On the day when an embargo ends nobody may be at hand to mend what is wrong with the brief, or
    // what it collides with: so all is joined once more as if it had ended, for the messages alone.
    // What both say is dropped as a repeat.
    if let Some(later) = sight.without_embargoes() {
        join_all(materials, &later, &mut mistakes);
    }
    said.extend(mistakes.iter().cloned());
    memory.keep(materials, &site, mistakes);
    site
}

/// Joins all that is seen, and says what is wrong.
fn join_all(materials: &Materials<'_>, sight: &visibility::Sight, said: &mut Vec<Diagnostic>) -> Site {
    let mut book = addresses::assign(materials, sight, said);
    let mut assets = files::Assets::new(materials);
    assets.add_site_files(materials);
    pictures::check_logo(materials, said);
    let mut briefs = joined(materials, sight, &book, &mut assets, said);
    records::check_placed(&briefs, &materials.broken, said);
    let newest = shelves::newest(&briefs);
    let ((people, authors), (topics, topic_numbers)) = rayon::join(
        || people::gather(&briefs, &newest, materials, said),
        || shelves::topics(&briefs, &newest),
    );
    briefs.iter_mut().zip(authors).for_each(|(brief, authors)| brief.authors = authors);
    let series = shelves::series(&mut briefs, materials.settings, said);
    shelves::related(&mut briefs, &newest, (&topics, &series), &book, sight, said);
    book.reserve_people_and_topics(&people, &topics, said);
    let redirects = addresses::redirects(&briefs, &book, materials, &assets, said);
    let nav = nav::lead(materials, &book, sight, said);
    // What follows only looks at the briefs.
    let ((sources, promises, corrections), mut checked) = rayon::join(
        || {
            let corrections = briefs.iter().any(Brief::has_corrections);
            (sources::gather(&briefs), promises::make(&briefs), corrections)
        },
        || {
            let mut said = Vec::new();
            references::check_unused(&briefs, materials, &mut said);
            references::check_same(&briefs, &mut said);
            checks::run(&briefs, materials, &mut said);
            said
        },
    );
    let made = addresses::Made {
        topics: !topics.is_empty(),
        people: people.iter().any(|it| !it.briefs.is_empty()),
        series: !series.is_empty(),
        sources: !sources.is_empty(),
        briefs: !newest.is_empty(),
        corrections,
    };
    links::check_made(&briefs, &made, said);
    nav::check_made(&nav, materials, &made, said);
    said.append(&mut checked);
    promises::check(&promises, &redirects, materials, said);
    let home = briefs.iter().position(|it| it.address == Address::home());
    let newest = newest.into_iter().filter(|it| Some(*it) != home).collect();
    Site {
        home,
        newest,
        people: people.into(),
        topic_numbers: topic_numbers.into(),
        topics: topics.into(),
        series: series.into(),
        sources: sources.into(),
        style: styles::of_site(materials, said),
        nav: nav.into(),
        assets: assets.used.into(),
        pictures: assets.made.into(),
        redirects: redirects.into(),
        promises: promises.into(),
        withheld: sight.withheld.as_slice().into(),
        next_change: sight.next_change.clone(),
        is_preview: materials.show_withheld,
        joining: Arc::new(()),
        briefs: briefs.into_par_iter().map(Arc::new).collect(),
    }
}

/// The briefs that are seen, their links, files, citations and records resolved.
fn joined(
    materials: &Materials<'_>,
    sight: &visibility::Sight,
    book: &addresses::Book,
    assets: &mut files::Assets,
    said: &mut Vec<Diagnostic>,
) -> Vec<Brief> {
    let outlines: Vec<(&SourcePath, &Arc<Outline>)> =
        materials.outlines.iter().filter(|it| sight.is_shown(it.0)).collect();
    let each = outlines.into_par_iter().map(|(path, outline)| {
        let address = book.by_source.get(path)?;
        Some(join(materials, sight, book, (path, outline, address)))
    });
    let mut briefs = Vec::with_capacity(each.len());
    for (brief, used, mistakes) in each.collect::<Vec<_>>().into_iter().flatten() {
        said.extend(mistakes);
        assets.take_over(used, said);
        briefs.push(brief);
    }
    briefs
}

/// One brief: with it the files that it uses, and what is wrong.
fn join(
    materials: &Materials<'_>,
    sight: &visibility::Sight,
    book: &addresses::Book,
    (path, outline, address): (&SourcePath, &Arc<Outline>, &Address),
) -> (Brief, files::Assets, Vec<Diagnostic>) {
    let (mut assets, mut mistakes) = (files::Assets::new(materials), Vec::new());
    let said = &mut mistakes;
    let chronology = records::chronology_of(path, materials);
    let withdrawn = outline.front.as_ref().is_some_and(|it| it.status == Status::Withdrawn);
    // Files of a text that was taken back go nowhere, but for those of its notice.
    let mut unseen = files::Assets::new(materials);
    let shown = if withdrawn { &mut unseen } else { &mut assets };
    let mut resolver = links::Resolver { materials, sight, book, outline, assets: shown, said: &mut *said };
    let mut links = resolver.all(&outline.links);
    let chronology_links = chronology.as_ref().map_or(Vec::new(), |it| resolver.all(&it.links));
    let cover = resolver.cover();
    let attachments = resolver.attachments();
    let versions = resolver.versions();
    let pdf = resolver.pdf().filter(|_| !withdrawn);
    if withdrawn {
        let mut quiet = Vec::new();
        let mut resolver =
            links::Resolver { materials, sight, book, outline, assets: &mut assets, said: &mut quiet };
        for index in outline.texts.links_of_notice() {
            links[index as usize] = resolver.one(&outline.links[index as usize]);
        }
    }
    let cited = references::cited(outline, chronology.as_deref(), materials, said);
    let mut brief = Brief {
        outline: outline.clone(),
        address: address.clone(),
        mark: sight.mark(path),
        chronology,
        links,
        chronology_links,
        charts: charts::join(outline, materials, said),
        style: styles::style(outline, !cited.is_empty(), materials, said),
        cited,
        authors: Vec::new(),
        series: None,
        related: Vec::new(),
        cover: cover.filter(|_| !withdrawn),
        attachments: if withdrawn { Vec::new() } else { attachments },
        versions: if withdrawn { Vec::new() } else { versions },
        pdf,
        records: Records::default(),
    };
    brief.records = records::join(&brief, said);
    (brief, assets, mistakes)
}
