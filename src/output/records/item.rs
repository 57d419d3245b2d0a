//! A brief of ours as an item of CSL: a report (Citation Style Language 1.0.2, appendix III).

use super::Work;
use crate::cite::{Date, Item};
use crate::settings::Settings;
use crate::site::Brief;
use crate::words::address::{SlugStyle, slug};

/// The item of a brief. `genre`, `number` and `collection-title` are its type, its number and its
/// series, as Zotero maps a report.
pub(super) fn of(work: &Work, brief: &Brief, settings: &Settings) -> Item {
    let front = brief.front();
    let mut item = Item { id: key(work, brief), kind: "report", ..Item::default() };
    item.names.insert("author", work.makers.iter().map(|it| it.name.clone()).collect());
    if let Some(day) = work.day {
        item.dates.insert("issued", Date { start: Some(day), ..Date::default() });
    }
    let mut set =
        |variable, text: Option<&str>| item.set(variable, text.map(super::line).unwrap_or_default());
    set("title", Some(&title(work)));
    set("genre", front.genre.as_deref());
    set("number", front.number.as_deref());
    set("collection-title", work.series.as_ref().map(|it| it.0.as_str()));
    set("publisher", Some(&work.institution.name));
    set("publisher-place", work.institution.place.as_deref());
    set("DOI", front.doi.as_deref());
    set("URL", work.url.as_deref());
    set("ISBN", front.isbn.as_deref());
    // A report is found by the number of its series before that of the whole publication.
    let series = work.series.as_ref().and_then(|it| it.1.as_deref());
    let site = settings.publisher.as_ref().and_then(|it| it.issn.as_deref());
    set("ISSN", front.issn.as_deref().or(series).or(site));
    set("language", Some(&front.lang));
    set("abstract", work.standfirst.as_deref());
    set("keyword", Some(&work.subjects().join(", ")));
    set("status", work.withdrawn.then_some("withdrawn"));
    item
}

/// Title and subtitle as one.
fn title(work: &Work) -> String {
    match &work.subtitle {
        None => work.title.clone(),
        Some(more) if work.title.ends_with(['?', '!', ':', '…', '.', '？', '！']) => {
            format!("{} {more}", work.title)
        }
        Some(more) => format!("{}: {more}", work.title),
    }
}

/// A key that every program reads and that stays the same: family, year, the end of the address, in
/// ASCII (BibTeX takes no other letters).
fn key(work: &Work, brief: &Brief) -> String {
    let family = work.makers.first().map(|it| slug(&it.name.family(), SlugStyle::Ascii)).unwrap_or_default();
    let year = work.day.map(|it| it.year.to_string()).unwrap_or_default();
    let own = slug(brief.address.last(), SlugStyle::Ascii);
    let key = format!("{}{year}-{own}", family.replace('-', ""));
    let key = key.trim_matches('-');
    if key.is_empty() { "brief".into() } else { key.to_owned() }
}
