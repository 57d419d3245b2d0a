//! Which page gets which template and view. A page's view is made when the page is; its key is made
//! from fingerprints.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::page::Ready;
use super::views::Pagination;
use super::views::brief::BriefPage;
use super::views::frame::Head;
use super::views::listing;
use super::views::lists::{
    Archive, Missing, People, PersonPage, SeriesList, SeriesPage, Topic, TopicName, Topics,
};
use super::{Edition, NotMade, OutputFile, Wave};
use crate::draft;
use crate::draft::front_matter::Kind;
use crate::draft::structure::SectionKind;
use crate::words::{Address, Fingerprint, Fingerprinter, OutPath};

/// The pages of an edition.
pub(super) fn files(edition: &Arc<Edition>, files: &mut Vec<OutputFile>) -> Result<(), NotMade> {
    let others = (0..edition.site.briefs.len()).into_par_iter().filter(|it| Some(*it) != edition.site.home);
    files.par_extend(others.map(|it| brief(edition, it)));
    let mut pages = Pages { edition, files };
    pages.home();
    pages.topics();
    pages.people();
    pages.series();
    pages.archive();
    pages.records();
    pages.missing();
    Ok(())
}

/// Adds pages.
struct Pages<'a> {
    /// What they are made from.
    edition: &'a Arc<Edition>,
    /// Where they are added.
    files: &'a mut Vec<OutputFile>,
}

/// A page of a list that has several: where it lives, which of them it is, and which briefs it shows.
struct Chunk {
    /// Where it lives.
    here: Address,
    /// The list's own address.
    list: Address,
    /// From 1.
    number: usize,
    /// How many there are.
    count: usize,
    /// Its briefs, by their places in the list.
    places: Range<usize>,
}

impl Chunk {
    /// Where it stands among the others.
    fn pages(&self, edition: &Edition) -> Pagination {
        edition.pagination(&self.list, self.number, self.count)
    }
}

impl Pages<'_> {
    /// A page at a path; its head and its own view are made with it.
    fn page<T: Serialize>(
        &mut self,
        path: &str,
        key: Fingerprint,
        view: impl Fn(&Edition) -> (Head, T) + Send + Sync + 'static,
    ) {
        let path = OutPath::new(path).expect("addresses are made of portable segments");
        let edition = self.edition.clone();
        let about = format!("the page `/{path}`");
        let make = move || {
            let (head, own) = view(&edition);
            Ready::of(&edition, head).render(&edition.templates, &own, &about)
        };
        self.files.push(OutputFile { path, key, wave: Wave::Index, make: Box::new(make) });
    }

    /// A list on one page, under a word of the site's language.
    fn list<T: Serialize>(
        &mut self,
        template: &'static str,
        word: &'static str,
        address: Address,
        mut key: Fingerprinter,
        own: impl Fn(&Edition, &str) -> T + Send + Sync + 'static,
    ) {
        let key = key.add_bytes(address.as_str().as_bytes()).finish();
        self.page(&address.file(), key, move |edition| {
            let head = edition.head(template, &edition.word(word), &address);
            let own = own(edition, &head.root);
            (head, own)
        });
    }

    /// The home page, with the text of `briefings/index.md`.
    fn home(&mut self) {
        let edition = self.edition;
        let site = &edition.site;
        let records = site.home.into_iter().chain(edition.lead_of_home());
        let mut key = edition.keys.of_records("home", records);
        for it in edition.latest_of_home() {
            key.add(edition.keys.faces[it]);
        }
        key.add_all(&edition.keys.topics);
        let counts = site.topics.iter().map(|it| it.briefs.len());
        let counts: Vec<usize> = counts.chain(site.series.iter().map(|it| it.briefs.len())).collect();
        key.add_value(&counts).add_value(&edition.feed_links(&Address::home()));
        self.page("index.html", key.finish(), |edition| {
            let intro = edition.site.home.map(|index| {
                let body = draft::body(&edition.site.briefs[index].outline.source, edition.context());
                edition.brief_view(index, edition.frame(index), &body, "./")
            });
            let mut head = edition.head("home", &edition.settings.title, &Address::home());
            if let Some(index) = edition.site.home {
                let own = edition.brief_head("home", &edition.site.briefs[index]);
                (head.mark, head.markdown) = (own.mark, own.markdown);
            }
            (head, edition.home(intro))
        });
    }

    /// A list over several pages; `of` stands for what it is the list of.
    fn paged<T: Serialize>(
        &mut self,
        what: &str,
        of: Fingerprint,
        address: &Address,
        briefs: &[usize],
        view: impl Fn(&Edition, &Chunk) -> (Head, T) + Clone + Send + Sync + 'static,
    ) {
        let edition = self.edition;
        let size = edition.settings.per_page;
        let count = briefs.len().div_ceil(size);
        for number in 1..=count {
            let places = (number - 1) * size..briefs.len().min(number * size);
            let here = listing::page_address(address, number);
            let mut key = edition.keys.of_list(what, &briefs[places.clone()]);
            let key = key.add(of).add_value(&(here.as_str(), number, count)).finish();
            let path = here.file();
            let chunk = Chunk { here, list: address.clone(), number, count, places };
            let view = view.clone();
            self.page(&path, key, move |edition| view(edition, &chunk));
        }
    }

    /// Topics and their list.
    fn topics(&mut self) {
        let edition = self.edition;
        let all = &edition.site.topics;
        if all.is_empty() {
            return;
        }
        let counts: Vec<usize> = all.iter().map(|it| it.briefs.len()).collect();
        let mut key = edition.keys.of_list("topics", &[]);
        key.add_all(&edition.keys.topics);
        key.add_value(&counts);
        self.list("topics", "topics", Address::of(["topics"]), key, |edition, _| Topics {
            topics: edition.topic_lines(),
        });
        for (index, shelf) in all.iter().enumerate() {
            let of = edition.keys.topics[index];
            self.paged("topic", of, &shelf.address, &shelf.briefs, move |edition, chunk| {
                let shelf = &edition.site.topics[index];
                let own = Topic {
                    topic: TopicName { name: shelf.name.clone() },
                    briefs: edition.cards(&shelf.briefs[chunk.places.clone()]),
                    pages: chunk.pages(edition),
                };
                (edition.head("topic", &shelf.name, &chunk.here), own)
            });
        }
    }

    /// People and their list.
    fn people(&mut self) {
        let edition = self.edition;
        let all = &edition.site.people;
        if all.iter().all(|it| it.briefs.is_empty()) {
            return;
        }
        let counts: Vec<usize> = all.iter().map(|it| it.briefs.len()).collect();
        let mut key = edition.keys.of_list("people", &[]);
        key.add_all(&edition.keys.people);
        key.add_value(&counts);
        self.list("people", "people", Address::of(["people"]), key, |edition, _| People {
            people: edition.people_lines(),
        });
        for (index, person) in all.iter().enumerate() {
            let of = edition.keys.people[index];
            self.paged("person", of, &person.address, &person.briefs, move |edition, chunk| {
                let person = &edition.site.people[index];
                let own = PersonPage {
                    person: edition.person_view(index),
                    briefs: edition.cards(&person.briefs[chunk.places.clone()]),
                    pages: chunk.pages(edition),
                };
                (edition.head("person", &person.name, &chunk.here), own)
            });
        }
    }

    /// Series and their list.
    fn series(&mut self) {
        let edition = self.edition;
        let all = &edition.site.series;
        if all.is_empty() {
            return;
        }
        let counts: Vec<usize> = all.iter().map(|it| it.briefs.len()).collect();
        let mut key = edition.keys.of_list("series list", &[]);
        key.add_value(&counts);
        self.list("series-list", "series", Address::of(["series"]), key, |edition, _| SeriesList {
            series: edition.series_lines(),
        });
        for (index, shelf) in all.iter().enumerate() {
            let of = Fingerprint::default();
            self.paged("series", of, &shelf.address, &shelf.briefs, move |edition, chunk| {
                let shelf = &edition.site.series[index];
                let own = SeriesPage {
                    series: shelf.series.clone(),
                    briefs: edition.cards(&shelf.briefs[chunk.places.clone()]),
                    pages: chunk.pages(edition),
                };
                (edition.head("series", &shelf.series.title, &chunk.here), own)
            });
        }
    }

    /// Everything by date.
    fn archive(&mut self) {
        let edition = self.edition;
        let (of, address) = (Fingerprint::default(), Address::of(["archive"]));
        self.paged("archive", of, &address, &edition.site.newest, |edition, chunk| {
            let briefs = &edition.site.newest[chunk.places.clone()];
            let own = Archive { years: edition.years(briefs), pages: chunk.pages(edition) };
            (edition.head("archive", &edition.word("archive"), &chunk.here), own)
        });
    }

    /// All lessons, all recommendations, all corrections.
    fn records(&mut self) {
        let edition = self.edition;
        let site = &edition.site;
        let with = |is: fn(&SectionKind) -> bool| {
            site.newest.iter().copied().filter(move |it| site.briefs[*it].has(is))
        };
        if !site.newest.is_empty() {
            let key = edition.keys.of_records("lessons", with(|it| matches!(it, SectionKind::Lessons(_))));
            self.list("lessons", "lessons", Address::of(["lessons"]), key, Edition::all_lessons);
            let some = with(|it| matches!(it, SectionKind::Recommendations(_)));
            let key = edition.keys.of_records("recommendations", some);
            let address = Address::of(["recommendations"]);
            self.list("recommendations", "recommendations", address, key, Edition::all_recommendations);
        }
        if edition.has.corrections {
            let corrected = (0..site.briefs.len()).filter(|it| site.briefs[*it].has_corrections());
            let key = edition.keys.of_records("corrections", corrected);
            let address = Address::of(["corrections"]);
            self.list("corrections", "corrections", address, key, |edition, _| edition.all_corrections());
        }
    }

    /// The page for what is not there: hosts serve it at any depth, so its links begin at the
    /// path of the base address.
    fn missing(&mut self) {
        let key = self.edition.keys.of_list("missing", &[]).finish();
        self.page("404.html", key, |edition| {
            let mut head = edition.head("404", &edition.word("not_found"), &Address::of(["404"]));
            head.root = base_path(edition.settings.base_url.as_deref());
            head.path = "404.html".into();
            head.canonical = None;
            head.noindex = true;
            (head, Missing {})
        });
    }
}

/// The path of the base address: `/` or `/briefs/`.
pub fn base_path(base_url: Option<&str>) -> String {
    let after_scheme = base_url.and_then(|it| it.split_once("://")).map_or("", |it| it.1);
    after_scheme.find('/').map_or("/".to_owned(), |it| after_scheme[it..].to_owned())
}

/// The page of a brief: what it shows of others are their faces.
fn brief(edition: &Arc<Edition>, index: usize) -> OutputFile {
    let (site, keys) = (&edition.site, &edition.keys);
    let brief = &site.briefs[index];
    let template = match brief.front().kind {
        Kind::Brief => "brief",
        Kind::Comparison => "comparison",
        Kind::Page => "page",
    };
    let mut key = keys.of_records("brief", [index]);
    for it in brief.related.iter().copied().chain(edition.neighbours(index).into_iter().flatten()) {
        key.add(keys.faces[it]);
    }
    // Which of these faces is whose.
    let key =
        key.add_value(&(brief.related.len(), edition.neighbours(index).map(|it| it.is_some()))).finish();
    let path = OutPath::new(&brief.address.file()).expect("addresses are made of portable segments");
    let edition = edition.clone();
    let make = move || {
        let brief = &edition.site.briefs[index];
        let ready = Ready::of(&edition, edition.brief_head(template, brief));
        let body = draft::body(&brief.outline.source, edition.context());
        let own =
            BriefPage { brief: edition.brief_view(index, edition.frame(index), &body, &ready.head.root) };
        ready.render(&edition.templates, &own, &format!("`{}`", brief.outline.source.path))
    };
    OutputFile { path, key, wave: Wave::Page, make: Box::new(make) }
}
