//! Which page gets which template and view. A page's view is made when the page is; its key is made
//! from fingerprints.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::page::Ready;
use super::records::head_html;
use super::templates::Dear;
use super::views::Pagination;
use super::views::brief::BriefPage;
use super::views::cards::ListKind;
use super::views::frame::Head;
use super::views::listing;
use super::views::lists::{
    Archive, Missing, People, PersonPage, SeriesList, SeriesPage, Topic, TopicName, Topics,
};
use super::{Edition, Entry, NotMade, Wave};
use crate::draft;
use crate::draft::front_matter::Kind;
use crate::draft::structure::SectionKind;
use crate::words::{Address, Fingerprint, Fingerprinter, OutPath};

/// The pages of an edition.
pub(super) fn files(edition: &Edition, files: &mut Vec<Entry>) {
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
}

/// Adds pages.
struct Pages<'a> {
    /// What they are made from.
    edition: &'a Edition,
    /// Where they are added.
    files: &'a mut Vec<Entry>,
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

/// What stands for a list of some number.
type Of = fn(&Edition, usize) -> Fingerprint;

/// The briefs of a list of some number.
type Briefs = fn(&Edition, usize) -> &[usize];

/// Nothing stands for a list that settings and addresses tell all of.
fn of_itself(_: &Edition, _: usize) -> Fingerprint {
    Fingerprint::default()
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
        key: impl Fn(&Edition) -> Fingerprint + Send + Sync + 'static,
        view: impl Fn(&Edition) -> Result<(Head, T), NotMade> + Send + Sync + 'static,
    ) {
        let path = OutPath::new(path).expect("addresses are made of portable segments");
        let about = format!("the page `/{path}`");
        let make = move |edition: &Edition| {
            let (head, own) = view(edition)?;
            Ready::of(edition, head).render(&edition.templates, &own, &about)
        };
        self.files.push(Entry::new(path, Wave::Index, key, make));
    }

    /// A list on one page, under a word of the site's language.
    fn list<T: Serialize>(
        &mut self,
        template: &'static str,
        word: &'static str,
        address: Address,
        key: impl Fn(&Edition) -> Fingerprinter + Send + Sync + 'static,
        own: impl Fn(&Edition, &str) -> T + Send + Sync + 'static,
    ) {
        let (path, here) = (address.file(), address.clone());
        let key = move |edition: &Edition| key(edition).add_bytes(here.as_str().as_bytes()).finish();
        self.page(&path, key, move |edition| {
            let head = edition.head(template, &edition.word(word), &address);
            let own = own(edition, &head.root);
            Ok((head, own))
        });
    }

    /// The home page, with the text of `briefings/index.md`.
    fn home(&mut self) {
        self.page("index.html", key_of_home, |edition| {
            let intro = edition.site.home.map(|index| {
                let body = draft::body(&edition.site.briefs[index].outline);
                edition.brief_view(index, edition.frame(index), &body, "./", None)
            });
            let mut head = edition.head("home", &edition.settings.title, &Address::home());
            if let Some(index) = edition.site.home {
                let own = edition.brief_head("home", index);
                (head.mark, head.markdown) = (own.mark, own.markdown);
            }
            let own = edition.home(intro, &head)?;
            Ok((head, own))
        });
    }

    /// A list over several pages: the one of a number, what stands for it, its briefs.
    fn paged<T: Serialize>(
        &mut self,
        what: &'static str,
        address: &Address,
        (index, of, shelf): (usize, Of, Briefs),
        view: impl Fn(&Edition, &Chunk) -> Result<(Head, T), NotMade> + Clone + Send + Sync + 'static,
    ) {
        let size = self.edition.settings.per_page;
        let total = shelf(self.edition, index).len();
        let count = total.div_ceil(size);
        for number in 1..=count {
            let places = (number - 1) * size..total.min(number * size);
            let here = listing::page_address(address, number);
            let path = here.file();
            let chunk = Arc::new(Chunk { here, list: address.clone(), number, count, places });
            let (shown, view) = (chunk.clone(), view.clone());
            let key = move |edition: &Edition| {
                let mut key = edition.keys.of_list(what, &shelf(edition, index)[shown.places.clone()]);
                key.add(of(edition, index)).add_value(&(shown.here.as_str(), number, count)).finish()
            };
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
        let key = |edition: &Edition| {
            let mut key = edition.keys.of_list("topics", &[]);
            key.add_all(&edition.keys.topics);
            key.add_value(&edition.site.topics.iter().map(|it| it.briefs.len()).collect::<Vec<_>>());
            key
        };
        self.list("topics", "topics", Address::of(["topics"]), key, |edition, _| Topics {
            topics: edition.topic_lines(),
        });
        for (index, shelf) in all.iter().enumerate() {
            let of: Of = |edition, index| edition.keys.topics[index];
            let briefs: Briefs = |edition, index| &edition.site.topics[index].briefs;
            self.paged("topic", &shelf.address, (index, of, briefs), move |edition, chunk| {
                let shelf = &edition.site.topics[index];
                let head = edition.head("topic", &shelf.name, &chunk.here);
                let own = Topic {
                    topic: TopicName { name: shelf.name.clone() },
                    briefs: edition.cards(&shelf.briefs[chunk.places.clone()], ListKind::Shelf, &head)?,
                    pages: chunk.pages(edition),
                };
                Ok((head, own))
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
        let key = |edition: &Edition| {
            let mut key = edition.keys.of_list("people", &[]);
            key.add_all(&edition.keys.people);
            key.add_value(&edition.site.people.iter().map(|it| it.briefs.len()).collect::<Vec<_>>());
            key
        };
        self.list("people", "people", Address::of(["people"]), key, |edition, _| People {
            people: edition.people_lines(),
        });
        for (index, person) in all.iter().enumerate() {
            let of: Of = |edition, index| edition.keys.people[index];
            let briefs: Briefs = |edition, index| &edition.site.people[index].briefs;
            self.paged("person", &person.address, (index, of, briefs), move |edition, chunk| {
                let person = &edition.site.people[index];
                let head = edition.head("person", &person.name, &chunk.here);
                let own = PersonPage {
                    person: edition.person_view(index),
                    briefs: edition.cards(&person.briefs[chunk.places.clone()], ListKind::Shelf, &head)?,
                    pages: chunk.pages(edition),
                };
                Ok((head, own))
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
        let key = |edition: &Edition| {
            let mut key = edition.keys.of_list("series list", &[]);
            key.add_value(&edition.site.series.iter().map(|it| it.briefs.len()).collect::<Vec<_>>());
            key
        };
        self.list("series-list", "series", Address::of(["series"]), key, |edition, _| SeriesList {
            series: edition.series_lines(),
        });
        for (index, shelf) in all.iter().enumerate() {
            let briefs: Briefs = |edition, index| &edition.site.series[index].briefs;
            self.paged("series", &shelf.address, (index, of_itself, briefs), move |edition, chunk| {
                let shelf = &edition.site.series[index];
                let head = edition.head("series", &shelf.series.title, &chunk.here);
                let own = SeriesPage {
                    series: shelf.series.clone(),
                    briefs: edition.cards(&shelf.briefs[chunk.places.clone()], ListKind::Shelf, &head)?,
                    pages: chunk.pages(edition),
                };
                Ok((head, own))
            });
        }
    }

    /// Everything by date.
    fn archive(&mut self) {
        let briefs: Briefs = |edition, _| &edition.site.newest;
        self.paged("archive", &Address::of(["archive"]), (0, of_itself, briefs), |edition, chunk| {
            let briefs = &edition.site.newest[chunk.places.clone()];
            let head = edition.head("archive", &edition.word("archive"), &chunk.here);
            let own = Archive { years: edition.years(briefs, &head)?, pages: chunk.pages(edition) };
            Ok((head, own))
        });
    }

    /// All lessons, all recommendations, all corrections.
    fn records(&mut self) {
        /// Listed briefs that have some kind of section.
        fn with(edition: &Edition, is: fn(&SectionKind) -> bool) -> impl Iterator<Item = usize> {
            edition.site.newest.iter().copied().filter(move |it| edition.site.briefs[*it].has(is))
        }
        if !self.edition.site.newest.is_empty() {
            let key = |edition: &Edition| {
                let some = with(edition, |it| matches!(it, SectionKind::Lessons(_)));
                edition.keys.of_records("lessons", some)
            };
            self.list("lessons", "lessons", Address::of(["lessons"]), key, Edition::all_lessons);
            let key = |edition: &Edition| {
                let some = with(edition, |it| matches!(it, SectionKind::Recommendations(_)));
                edition.keys.of_records("recommendations", some)
            };
            let address = Address::of(["recommendations"]);
            self.list("recommendations", "recommendations", address, key, Edition::all_recommendations);
        }
        if self.edition.has.corrections {
            let key = |edition: &Edition| {
                let briefs = &edition.site.briefs;
                let corrected = (0..briefs.len()).filter(|it| briefs[*it].has_corrections());
                edition.keys.of_records("corrections", corrected)
            };
            let address = Address::of(["corrections"]);
            self.list("corrections", "corrections", address, key, |edition, _| edition.all_corrections());
        }
    }

    /// The page for what is not there: hosts serve it at any depth, so its links begin at the
    /// path of the base address.
    fn missing(&mut self) {
        let key = |edition: &Edition| edition.keys.of_list("missing", &[]).finish();
        self.page("404.html", key, |edition| {
            let mut head = edition.head("404", &edition.word("not_found"), &Address::of(["404"]));
            head.root = base_path(edition.settings.base_url.as_deref());
            head.path = "404.html".into();
            head.canonical = None;
            head.noindex = true;
            Ok((head, Missing {}))
        });
    }
}

/// The path of the base address: `/` or `/briefs/`.
pub fn base_path(base_url: Option<&str>) -> String {
    let after_scheme = base_url.and_then(|it| it.split_once("://")).map_or("", |it| it.1);
    after_scheme.find('/').map_or("/".to_owned(), |it| after_scheme[it..].to_owned())
}

/// What the home page depends on.
fn key_of_home(edition: &Edition) -> Fingerprint {
    let site = &edition.site;
    let records = site.home.into_iter().chain(edition.lead_of_home());
    let mut key = edition.keys.of_records("home", records);
    for it in edition.latest_of_home() {
        key.add(edition.keys.faces[it]);
    }
    key.add_all(&edition.keys.topics);
    let counts = site.topics.iter().map(|it| it.briefs.len());
    let counts: Vec<usize> = counts.chain(site.series.iter().map(|it| it.briefs.len())).collect();
    key.add_value(&counts).add_value(&edition.feed_links(&Address::home())).finish()
}

/// The page of a brief.
fn brief(edition: &Edition, index: usize) -> Entry {
    let brief = &edition.site.briefs[index];
    let template = match brief.front().kind {
        Kind::Brief => "brief",
        Kind::Comparison => "comparison",
        Kind::Page => "page",
    };
    let path = OutPath::new(&brief.address.file()).expect("addresses are made of portable segments");
    let make = move |edition: &Edition| {
        let brief = &edition.site.briefs[index];
        let shows = |it| edition.templates.shows(it);
        let work = if shows(Dear::RecordsHtml) || shows(Dear::CiteAs) { edition.work(index) } else { None };
        let mut ready = Ready::of(edition, edition.brief_head(template, index));
        if shows(Dear::RecordsHtml) {
            ready.head.records_html = work.as_ref().map_or_else(String::new, |it| head_html(edition, it));
        }
        let body = draft::body(&brief.outline);
        let (frame, root) = (edition.frame(index), &ready.head.root);
        let mut view =
            edition.brief_view(index, frame, &body, root, work.as_deref().filter(|_| shows(Dear::CiteAs)));
        if shows(Dear::Related) {
            view.related = edition.cards(&brief.related, ListKind::Related, &ready.head)?;
        }
        let own = BriefPage { brief: view };
        ready.render(&edition.templates, &own, &format_args!("`{}`", brief.outline.source.path))
    };
    Entry::new(path, Wave::Page, move |edition| key_of_brief(edition, index), make)
}

/// What the page of a brief depends on: what it shows of others are their faces.
fn key_of_brief(edition: &Edition, index: usize) -> Fingerprint {
    let (brief, keys) = (&edition.site.briefs[index], &edition.keys);
    let mut key = keys.of_records("brief", [index]);
    for it in brief.related.iter().copied().chain(edition.neighbours(index).into_iter().flatten()) {
        key.add(keys.faces[it]);
    }
    // Which of these faces is whose.
    key.add_value(&(brief.related.len(), edition.neighbours(index).map(|it| it.is_some()))).finish()
}
