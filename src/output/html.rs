//! Which page gets which template and view.

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::page::Ready;

use super::records::cite_as::CiteAs;
use super::views::brief::{BriefFrame, BriefPage};
use super::views::frame::Head;
use super::views::listing;
use super::views::lists::{
    Archive, Missing, People, PersonPage, SeriesList, SeriesPage, Topic, TopicName, Topics,
};
use super::{Contents, Edition, NotMade, OutputFile, Wave};
use crate::draft;
use crate::draft::front_matter::Kind;
use crate::words::{Address, Fingerprint, OutPath};

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
    let (lessons, recommendations) = (Address::of(["lessons"]), Address::of(["recommendations"]));
    let site = &edition.site;
    if !site.newest.is_empty() {
        pages.list("lessons", "lessons", &lessons, &edition.all_lessons(&lessons.root()));
        pages.list(
            "recommendations",
            "recommendations",
            &recommendations,
            &edition.all_recommendations(&recommendations.root()),
        );
    }
    let corrections = edition.all_corrections();
    if !corrections.corrections.is_empty() {
        pages.list("corrections", "corrections", &Address::of(["corrections"]), &corrections);
    }
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

impl Pages<'_> {
    /// A page whose view is at hand: it is turned to text now, which is its key, and rendered when
    /// it is wanted.
    fn list(&mut self, template: &'static str, title_key: &str, address: &Address, own: &impl Serialize) {
        let title = self.edition.language(&self.edition.settings.language).word(title_key).to_owned();
        let head = self.edition.head(template, &title, address);
        self.page(head, &address.file(), own, Wave::Index);
    }

    /// A page at a path.
    fn page(&mut self, head: Head, path: &str, own: &impl Serialize, wave: Wave) {
        let ready = Ready::of(self.edition, head);
        let own = serde_json::to_value(own).expect("views are plain data");
        let key = ready.key(self.edition).add_value(&own).finish();
        let templates = self.edition.templates.clone();
        let about = format!("the page `/{}`", ready.head.path);
        self.push(path, key, wave, Box::new(move || ready.render(&templates, &own, &about)));
    }

    /// Adds a file.
    fn push(&mut self, path: &str, key: Fingerprint, wave: Wave, make: super::Make) {
        let path = OutPath::new(path).expect("addresses are made of portable segments");
        self.files.push(OutputFile { path, key, wave, make });
    }

    /// The home page, with the text of `briefings/index.md`.
    fn home(&mut self) {
        let edition = self.edition;
        let intro = edition.site.home.map(|index| {
            let body = draft::body(&edition.site.briefs[index].outline.source, edition.context());
            edition.brief_view(index, edition.frame(index), &body, "./")
        });
        let home = edition.home(intro);
        let mut head = edition.head("home", &edition.settings.title, &Address::home());
        if let Some(index) = edition.site.home {
            let own = edition.brief_head("home", &edition.site.briefs[index]);
            (head.mark, head.markdown) = (own.mark, own.markdown);
        }
        self.page(head, "index.html", &home, Wave::Index);
    }

    /// A list over several pages.
    fn paged<T: Serialize>(
        &mut self,
        head: impl Fn(&Address) -> Head,
        address: &Address,
        briefs: &[usize],
        own: impl Fn(&[usize], super::views::Pagination) -> T,
    ) {
        let chunks: Vec<&[usize]> = briefs.chunks(self.edition.settings.per_page).collect();
        for (index, chunk) in chunks.iter().enumerate() {
            let here = listing::page_address(address, index + 1);
            let pages = self.edition.pagination(address, index + 1, chunks.len());
            self.page(head(&here), &here.file(), &own(chunk, pages), Wave::Index);
        }
    }

    /// Topics and their list.
    fn topics(&mut self) {
        let edition = self.edition;
        if edition.site.topics.is_empty() {
            return;
        }
        self.list("topics", "topics", &Address::of(["topics"]), &Topics { topics: edition.topic_lines() });
        for shelf in &edition.site.topics {
            self.paged(
                |here| edition.head("topic", &shelf.name, here),
                &shelf.address,
                &shelf.briefs,
                |chunk, pages| Topic {
                    topic: TopicName { name: shelf.name.clone() },
                    briefs: edition.cards(chunk),
                    pages,
                },
            );
        }
    }

    /// People and their list.
    fn people(&mut self) {
        let edition = self.edition;
        if edition.site.people.iter().all(|it| it.briefs.is_empty()) {
            return;
        }
        self.list("people", "people", &Address::of(["people"]), &People { people: edition.people_lines() });
        for (index, person) in edition.site.people.iter().enumerate() {
            self.paged(
                |here| edition.head("person", &person.name, here),
                &person.address,
                &person.briefs,
                |chunk, pages| PersonPage {
                    person: edition.person_view(index),
                    briefs: edition.cards(chunk),
                    pages,
                },
            );
        }
    }

    /// Series and their list.
    fn series(&mut self) {
        let edition = self.edition;
        if edition.site.series.is_empty() {
            return;
        }
        self.list(
            "series-list",
            "series",
            &Address::of(["series"]),
            &SeriesList { series: edition.series_lines() },
        );
        for shelf in &edition.site.series {
            self.paged(
                |here| edition.head("series", &shelf.series.title, here),
                &shelf.address,
                &shelf.briefs,
                |chunk, pages| SeriesPage {
                    series: shelf.series.clone(),
                    briefs: edition.cards(chunk),
                    pages,
                },
            );
        }
    }

    /// Everything by date.
    fn archive(&mut self) {
        let edition = self.edition;
        let title = edition.language(&edition.settings.language).word("archive").to_owned();
        self.paged(
            |here| edition.head("archive", &title, here),
            &Address::of(["archive"]),
            &edition.site.newest,
            |chunk, pages| Archive { years: edition.years(chunk), pages },
        );
    }

    /// The page for what is not there: hosts serve it at any depth, so its links begin at the
    /// path of the base address.
    fn missing(&mut self) {
        let edition = self.edition;
        let title = edition.language(&edition.settings.language).word("not_found").to_owned();
        let mut head = edition.head("404", &title, &Address::of(["404"]));
        head.root = base_path(edition.settings.base_url.as_deref());
        head.path = "404.html".into();
        head.canonical = None;
        head.noindex = true;
        self.page(head, "404.html", &Missing {}, Wave::Index);
    }
}

/// The path of the base address: `/` or `/briefs/`.
pub fn base_path(base_url: Option<&str>) -> String {
    let after_scheme = base_url.and_then(|it| it.split_once("://")).map_or("", |it| it.1);
    after_scheme.find('/').map_or("/".to_owned(), |it| after_scheme[it..].to_owned())
}

/// The page of a brief. Its body is made when the page is; its key is made from the source and from
/// what other files say of it.
fn brief(edition: &Arc<Edition>, index: usize) -> OutputFile {
    let brief = &edition.site.briefs[index];
    let template = match brief.front().kind {
        Kind::Brief => "brief",
        Kind::Comparison => "comparison",
        Kind::Page => "page",
    };
    let ready = Ready::of(edition, edition.brief_head(template, brief));
    let frame = edition.frame(index);
    let mut key = ready.key(edition);
    key.add(edition.text_key(index)).add_value(&frame);
    if let Some(cite_as) = CiteAs::of(edition, brief) {
        key.add(cite_as.key());
    }
    let key = key.finish();
    let path = OutPath::new(&brief.address.file()).expect("addresses are made of portable segments");
    let edition = edition.clone();
    let make = Box::new(move || make_brief(&edition, index, &frame, &ready));
    OutputFile { path, key, wave: Wave::Page, make }
}

/// Makes the page of a brief.
fn make_brief(
    edition: &Arc<Edition>,
    index: usize,
    frame: &BriefFrame,
    ready: &Ready,
) -> Result<Contents, NotMade> {
    let brief = &edition.site.briefs[index];
    let body = draft::body(&brief.outline.source, edition.context());
    let own = BriefPage { brief: edition.brief_view(index, frame.clone(), &body, &ready.head.root) };
    ready.render(&edition.templates, &own, &format!("`{}`", brief.outline.source.path))
}
