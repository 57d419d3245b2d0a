//! What feeds say of a brief beside its text.

use serde::Serialize;

use crate::output::Edition;
use crate::words::address::escape_path;

/// A brief in a feed.
#[derive(Serialize)]
pub(super) struct Entry {
    /// Its whole address. It is the id too (RFC 4287, 4.2.6): it comes from the file's name or the
    /// `slug`, so it outlives every change of title, date and text.
    pub url: String,
    /// The title.
    pub title: String,
    /// The claim in a sentence.
    pub summary: Option<String>,
    /// Its language.
    pub lang: String,
    /// When it was published: a civil day begins at midnight in the site's zone.
    pub published: String,
    /// The last change: a correction, a notice or `updated`.
    pub updated: String,
    /// The day of the last change, for order.
    pub changed: String,
    /// Names, and a page of each where there is one.
    pub authors: Vec<(String, Option<String>)>,
    /// Topics and keywords.
    pub categories: Vec<String>,
    /// The picture at the head.
    pub image: Option<String>,
    /// The licence.
    pub license: Option<String>,
}

impl Entry {
    /// A brief of a site at `base`.
    pub fn of(edition: &Edition, index: usize, base: &str) -> Entry {
        let brief = &edition.site.briefs[index];
        let front = brief.front();
        let whole = |path: &str| format!("{base}{}", escape_path(path));
        let zone = &edition.settings.timezone;
        // A preview alone shows what has no date, and has no feeds.
        let moment = |day: Option<crate::words::CivilDate>| day.map_or(String::new(), |it| it.begins(zone));
        let authors = brief.authors.iter().map(|it| {
            let person = &edition.site.people[it.person];
            let page = (!person.briefs.is_empty()).then(|| whole(person.address.path()));
            (person.name.clone(), page)
        });
        let shown = !brief.is_withdrawn();
        let mut categories: Vec<String> =
            front.topics.iter().filter_map(|it| edition.topic(&it.0)).map(|it| it.name).collect();
        if shown {
            categories.extend(front.keywords.iter().cloned());
        }
        let mut seen = std::collections::BTreeSet::new();
        categories.retain(|it| seen.insert(it.clone()));
        Entry {
            url: whole(brief.address.path()),
            title: brief.outline.texts.title.clone(),
            summary: front.standfirst.clone().filter(|_| shown),
            lang: front.lang.clone(),
            published: moment(front.date),
            updated: moment(brief.changed()),
            changed: brief.changed().map_or(String::new(), |it| it.to_string()),
            authors: authors.collect(),
            categories,
            image: brief.cover.as_ref().filter(|_| shown).map(|it| whole(it.path())),
            license: front.imprint.license.clone().filter(|_| shown),
        }
    }
}
