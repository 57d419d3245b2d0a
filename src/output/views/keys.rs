//! What stands for the parts that files are made from: each made once in a build, and cheap, since a
//! build asks for the key of every file while it makes only a few.
//!
//! A key may hold more than its file shows. Then the file is made again now and then and comes out as
//! it was. It may never hold less.

use std::sync::Arc;

use rayon::prelude::*;

use crate::output::Edition;
use crate::settings::FeedOf;
use crate::site::{Brief, Shelf, Target};
use crate::words::{Fingerprint, Fingerprinter};

/// Fingerprints from which the keys of files are made.
#[derive(Clone, Default)]
pub struct Keys {
    /// Of what every shape can show beside briefs, people and topics: settings, series, which lists and
    /// feeds there are.
    pub site: Fingerprint,
    /// Of what records for other programs show beside briefs.
    pub records: Fingerprint,
    /// Of each topic: its name, where it is, whether it has a feed.
    pub topics: Vec<Fingerprint>,
    /// Of each person.
    pub people: Vec<Fingerprint>,
    /// That, with the theme and the words of languages: what every page is made with.
    pub pages: Fingerprint,
    /// Of each brief what lists and other pages show of it: its front matter, its authors and topics,
    /// where it is.
    pub faces: Vec<Fingerprint>,
    /// Of each brief all that its text depends on, whatever shape it is given: its source, what other
    /// files make of its links, records and citations, and the words of its language.
    pub texts: Vec<Fingerprint>,
    /// Of all faces.
    pub all_faces: Fingerprint,
    /// Of all of these, and of the files that are handed through.
    pub all: Fingerprint,
}

impl Keys {
    /// Of an edition. `before` is one that is joined alike and made with the same theme and settings: what
    /// it knows of briefs that did not change is taken over.
    pub fn of(edition: &Edition, before: Option<&Edition>) -> Keys {
        let briefs = &edition.site.briefs;
        let context = edition.context().key();
        let mut keys = match before {
            Some(before) => before.keys.clone(),
            None => Keys::beside(edition, context),
        };
        let (topics, people) = (&keys.topics, &keys.people);
        let is_new = |it: &usize| before.is_none_or(|old| !Arc::ptr_eq(&old.site.briefs[*it], &briefs[*it]));
        let new: Vec<usize> = (0..briefs.len()).filter(is_new).collect();
        let of =
            |it: &usize| (face(edition, &briefs[*it], topics, people), text(edition, &briefs[*it], context));
        let made: Vec<_> = new.par_iter().map(of).collect();
        keys.faces.resize(briefs.len(), Fingerprint::default());
        keys.texts.resize(briefs.len(), Fingerprint::default());
        for (index, made) in new.into_iter().zip(made) {
            (keys.faces[index], keys.texts[index]) = made;
        }
        keys.all_faces = Fingerprinter::new("faces").add_all(&keys.faces).finish();
        let mut all = Fingerprinter::new("all");
        all.add(keys.pages).add(keys.records).add(keys.all_faces).add_all(&keys.texts);
        all.add_all(&keys.topics).add_all(&keys.people);
        all.add_value(&edition.templates.tokens);
        if let Some(side) = &edition.paper {
            all.add(side.fingerprint);
        }
        edition.site.assets.values().for_each(|it| {
            all.add_value(&it.version);
        });
        keys.all = all.finish();
        keys
    }

    /// Of all that is no brief.
    fn beside(edition: &Edition, context: Fingerprint) -> Keys {
        let site = site(edition);
        let mut pages = Fingerprinter::new("pages");
        pages.add(site).add(edition.templates.fingerprint).add(edition.languages.fingerprint);
        Keys {
            site,
            records: records(edition, context),
            topics: topics(edition),
            people: people(edition),
            pages: pages.finish(),
            ..Keys::default()
        }
    }

    /// Begins the key of a list page: what is on it of some briefs.
    pub fn of_list(&self, what: &str, briefs: &[usize]) -> Fingerprinter {
        let mut key = Fingerprinter::new(what);
        key.add(self.pages);
        briefs.iter().for_each(|it| {
            key.add(self.faces[*it]);
        });
        key
    }

    /// Begins the key of a page that shows records of briefs.
    pub fn of_records(&self, what: &str, briefs: impl IntoIterator<Item = usize>) -> Fingerprinter {
        let mut key = Fingerprinter::new(what);
        key.add(self.pages);
        briefs.into_iter().for_each(|it| {
            key.add(self.faces[it]).add(self.texts[it]);
        });
        key
    }
}

/// Of what every shape can show beside briefs.
fn site(edition: &Edition) -> Fingerprint {
    let site = &edition.site;
    let mut key = Fingerprinter::new("site");
    key.add(edition.settings.key).add(site.style.fingerprint);
    key.add_value(&(&edition.only, edition.has, site.is_preview, site.home.is_some(), &*site.nav));
    key.add_value(&edition.settings_files());
    key.add_value(&edition.sets());
    for it in site.series.iter() {
        key.add_value(&(&it.series.id, it.address.as_str()));
    }
    key.add_value(&edition.feeds_of(FeedOf::Site, &site.newest));
    key.finish()
}

/// Of what records show beside briefs: what is said of a site whoever reads it.
fn records(edition: &Edition, context: Fingerprint) -> Fingerprint {
    let it = &edition.settings;
    let mut key = Fingerprinter::new("records");
    key.add(context).add_value(&(&it.title, &it.base_url, &it.publisher, &it.deposit, &it.not_research));
    for it in edition.site.series.iter() {
        key.add_value(&(&it.series.id, &it.series.title, &it.series.issn));
    }
    key.add_value(&(&edition.only, edition.site.is_preview, edition.sets())).finish()
}

/// Of each topic.
fn topics(edition: &Edition) -> Vec<Fingerprint> {
    let of = |it: &Shelf| {
        (it.name.clone(), it.address.as_str().to_owned(), edition.feeds_of(FeedOf::Topics, &it.briefs))
    };
    edition.site.topics.iter().map(|it| Fingerprint::of_value(&of(it))).collect()
}

/// Of each person.
fn people(edition: &Edition) -> Vec<Fingerprint> {
    let all = edition.site.people.iter().map(|it| {
        let words =
            (&it.name, &it.family_given, &it.role, &it.affiliation, &it.ror, &it.orcid, &it.bio, &it.url);
        let has = (it.briefs.is_empty(), edition.feeds_of(FeedOf::People, &it.briefs));
        Fingerprint::of_value(&(words, format!("{:?}", it.kind), it.address.as_str(), has))
    });
    all.collect()
}

/// Of what others show of a brief.
fn face(edition: &Edition, brief: &Brief, topics: &[Fingerprint], people: &[Fingerprint]) -> Fingerprint {
    let mut key = Fingerprinter::new("face");
    key.add(brief.outline.front_key).add_bytes(brief.address.as_str().as_bytes());
    let numbers = &edition.site.topic_numbers;
    for it in brief.front().topics.iter().filter_map(|it| numbers.get(&it.0)) {
        key.add(topics[*it]);
    }
    brief.authors.iter().for_each(|it| {
        key.add(people[it.person]);
    });
    if brief.pdf.is_some() {
        key.add_bytes(b"a PDF that was made elsewhere");
    }
    if let Some(mark) = &brief.mark {
        key.add_bytes(format!("{mark:?}").as_bytes());
    }
    if brief.cover.is_some() || !brief.attachments.is_empty() || !brief.versions.is_empty() {
        let all = brief.attachments.iter().chain(&brief.versions);
        let files: Vec<(&str, &str, u64)> = all.map(|it| (it.0.as_str(), it.1.as_str(), it.2)).collect();
        key.add_value(&(&brief.cover, files, brief.versions.len()));
    }
    key.finish()
}

/// Of all that the text of a brief depends on.
fn text(edition: &Edition, brief: &Brief, context: Fingerprint) -> Fingerprint {
    let mut key = Fingerprinter::new("text");
    key.add(brief.outline.source.fingerprint).add(context);
    key.add_value(&(told_elsewhere(&brief.links), told_elsewhere(&brief.chronology_links), &brief.records));
    key.add(brief.style.fingerprint);
    if let Some(chronology) = &brief.chronology {
        key.add(chronology.source.fingerprint);
    }
    for it in brief.charts.iter().flatten() {
        key.add(it.sheet);
    }
    for cited in &brief.cited {
        let has_page = edition.site.source(&cited.reference.key).is_some();
        key.add(cited.reference.fingerprint).add_value(&(&cited.reference.archived, has_page));
    }
    key.add_value(&edition.settings.links_name_files).finish()
}

/// What links point to where other files have a say in it, by number. Those that lead out of the site are told by the
/// text that has them, and most do.
fn told_elsewhere(links: &[Target]) -> Vec<(usize, &Target)> {
    links.iter().enumerate().filter(|it| !matches!(it.1, Target::Web(_))).collect()
}
