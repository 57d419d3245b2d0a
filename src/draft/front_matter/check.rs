//! Front matter as written becomes front matter as meant; what cannot be meant is said.

use super::cases::{actors, cases};
use super::identifiers::{is_doi, is_isbn, plain_doi};
use super::places::Places;
use super::written::{Kind, Status, Written};
use super::{Author, Cover, FrontMatter, Imprint, Pdf, is_unprintable};
use crate::data::text::{NameOr, OneOrMany, Text};
use crate::draft::markdown::typography;
use crate::report::{Diagnostic, mistakes, mistakes::front_matter as wrong};
use crate::settings::{self, Settings};
use crate::words::address::slug;
use crate::words::date::{NotADate, NotAnInstant};
use crate::words::{CivilDate, Instant, Span, names};

/// Words that a standfirst may have.
const STANDFIRST_WORDS_MAX: usize = 40;

/// Characters that a title may have: more does not fit a page head, a card or a citation.
const TITLE_MAX: usize = 300;

/// The trimmed text, unless nothing is left of it.
pub(super) fn filled(text: Option<Text>) -> Option<String> {
    text.map(|it| it.0.trim().to_owned()).filter(|it| !it.is_empty())
}

/// The trimmed items, without empty ones.
fn all(items: Vec<Text>) -> Vec<String> {
    items.into_iter().filter_map(|it| filled(Some(it))).collect()
}

/// Everything in order; see [`super::read`].
#[expect(clippy::too_many_lines, reason = "a line or two for each key, in the order of the written form")]
pub(super) fn meant(
    it: Written,
    places: &Places<'_>,
    settings: &Settings,
    said: &mut Vec<Diagnostic>,
) -> FrontMatter {
    let withheld = matches!(it.status, Status::Draft | Status::Review);
    let title = title(&it, places, said);
    let date = date(&it.date, &["date"], places, said);
    // Whether a date is needed is unknown if what decides on it could not be read.
    let is_doubtful = is_misspelt("date", said)
        || ["date", "status", "kind"].iter().any(|key| places.has_fault(key, said))
        || said.iter().any(|it| it.code == "data-document");
    if it.date.is_none() && !is_doubtful && it.kind != Kind::Page && !withheld {
        said.push(wrong::date_missing(places.at(&["title"])));
    }
    let updated = date_of(&it.updated, &["updated"], places, said);
    if let (Some(date), Some(updated)) = (date, updated)
        && updated < date
    {
        said.push(wrong::updated_before_date(places.at(&["updated"]), places.at(&["date"])));
    }
    let standfirst = filled(it.standfirst);
    let words = standfirst.as_ref().map_or(0, |it| it.split_whitespace().count());
    if words > STANDFIRST_WORDS_MAX {
        said.push(wrong::standfirst_long(places.at(&["standfirst"]), words, STANDFIRST_WORDS_MAX));
    }
    let summary = match it.summary {
        Some(OneOrMany::One(text)) if !text.trim().is_empty() => vec![text.trim().to_owned()],
        Some(OneOrMany::Many(all)) => all,
        _ => Vec::new(),
    };
    if settings.require_approval
        && it.status == Status::Published
        && it.kind != Kind::Page
        && it.approved_by.is_empty()
    {
        said.push(wrong::approval_missing(places.at(&["title"])));
    }
    let lang = filled(it.lang).unwrap_or_else(|| settings.language.clone());
    if !settings::is_language(&lang) {
        said.push(mistakes::settings::language(places.at(&["lang"]), &lang));
    }
    let doi = filled(it.doi).map(|it| plain_doi(&it).to_owned());
    if doi.as_ref().is_some_and(|it| !is_doi(it)) {
        said.push(wrong::doi(places.at(&["doi"])));
    }
    let isbn = filled(it.isbn);
    if isbn.as_ref().is_some_and(|it| !is_isbn(it)) {
        said.push(wrong::isbn(places.at(&["isbn"])));
    }
    let issn = filled(it.issn);
    if let Some(issn) = issn.as_ref().filter(|it| !settings::is_issn(it)) {
        said.push(mistakes::settings::issn(places.at(&["issn"]), issn));
    }
    let slug = slug_of(it.slug, places, settings, said);
    let corrections = it.corrections.iter().enumerate().filter_map(|(index, it)| {
        let day =
            date_of(&Some(it.date.clone()), &["corrections", &index.to_string(), "date"], places, said)?;
        Some((day, it.text.0.clone(), it.severity))
    });
    let corrections = corrections.collect();
    let notice = it.notice.as_ref().and_then(|it| {
        let day = date_of(&Some(it.date.clone()), &["notice", "date"], places, said)?;
        Some((day, it.text.0.clone(), it.kind))
    });
    if it.status == Status::Withdrawn && notice.is_none() {
        said.push(wrong::withdrawn_without_notice(places.at(&["status"])));
    }
    let known = mistakes::codes();
    for (index, accept) in it.accept.iter().enumerate() {
        if !known.contains(&accept.check.0.as_str()) {
            let nearest = names::nearest(&accept.check.0, known.iter().copied());
            said.push(mistakes::settings::check_unknown(
                places.at(&["accept", &index.to_string()]),
                &accept.check.0,
                nearest,
            ));
        }
    }
    let cover = it.cover.map(|it| cover(it, places, said));
    let embargo = embargo(&it.embargo, places, said);
    // Plain text for readers gets the quotes and dashes of its language, as prose does.
    let set = |text: Option<String>| text.map(|it| typography::set(&it, &lang));
    // With cases, a kind that could not be read is most likely a slip of `comparison`.
    let is_slip = !it.cases.0.is_empty() && places.has_fault("kind", said);
    let kind = if is_slip { Kind::Comparison } else { it.kind };
    let mut cases = cases(kind, it.cases.0, places, said);
    for case in &mut cases {
        for text in [&mut case.name, &mut case.short].into_iter().chain(&mut case.why) {
            *text = typography::set(text, &lang);
        }
    }
    let (subtitle, standfirst, question) =
        (set(filled(it.subtitle)), set(standfirst), set(filled(it.question)));
    FrontMatter {
        title,
        title_at: places.at(&["title"]),
        date,
        date_at: places.at(&["date"]),
        subtitle,
        standfirst,
        summary,
        kind,
        genre: filled(it.genre),
        authors: authors(it.authors, places),
        series: filled(it.series).map(|it| (it, places.at(&["series"]))),
        number: filled(it.number),
        topics: places.listed("topics", it.topics).into_iter().filter(|it| !it.0.trim().is_empty()).collect(),
        regions: all(it.regions),
        keywords: all(it.keywords),
        updated,
        updated_at: places.at(&["updated"]),
        as_of: date_of(&it.as_of, &["as_of"], places, said),
        as_of_at: places.at(&["as_of"]),
        status: it.status,
        approved_by: all(it.approved_by),
        embargo_is_unreadable: it.embargo.is_some() && embargo.is_none(),
        embargo,
        slug,
        aliases: places.listed("aliases", it.aliases),
        lang,
        imprint: Imprint {
            license: filled(it.license).or_else(|| settings.license.clone()),
            copyright: filled(it.copyright).or_else(|| settings.copyright.clone()),
            disclaimer: filled(it.disclaimer).or_else(|| settings.disclaimer.clone()),
            funding: filled(it.funding).or_else(|| settings.funding.clone()),
            interests: filled(it.interests),
            acknowledgements: filled(it.acknowledgements),
        },
        doi,
        isbn,
        issn,
        cover,
        related: places.listed("related", it.related),
        attachments: attachments(it.attachments, places),
        pdf: Pdf::meant(it.pdf, || places.at(&["pdf"])),
        corrections,
        notice,
        bibliography: match it.bibliography {
            None => Vec::new(),
            Some(OneOrMany::One(path)) => vec![(path, places.at(&["bibliography"]))],
            Some(OneOrMany::Many(paths)) => {
                places.listed("bibliography", paths.into_iter().map(Text).collect())
            }
        },
        style: filled(it.style).map(|it| (it, places.at(&["style"]))),
        toc: it.toc.unwrap_or(true),
        without: without(it.outputs, places, said),
        extra: it.extra,
        accept: it.accept.into_iter().map(|it| it.check.0).collect(),
        question,
        cases,
        actors: actors(it.actors.0, places, said),
    }
}

/// Whether a key is missing because another was taken for a slip of it: said once is enough.
fn is_misspelt(key: &str, said: &[Diagnostic]) -> bool {
    let help = format!("did you mean `{key}`?");
    said.iter().any(|it| it.code == "key-unknown" && it.help.as_ref() == Some(&help))
}

/// The title, which must be there and fit.
fn title(it: &Written, places: &Places<'_>, said: &mut Vec<Diagnostic>) -> String {
    let title = it.title.as_ref().map(|it| it.0.trim().to_owned()).unwrap_or_default();
    if title.is_empty() && !is_misspelt("title", said) && !places.has_fault("title", said) {
        said.push(wrong::title_missing(places.at(&["title"])));
    } else if title.is_empty() {
        // Said already.
    } else if title.chars().count() > TITLE_MAX {
        said.push(wrong::title_long(places.at(&["title"]), TITLE_MAX));
    } else if title.parse::<f64>().is_ok() && !places.raw(&["title"]).starts_with(['"', '\'']) {
        said.push(wrong::title_number(places.at(&["title"]), &title));
    }
    debug_assert!(!title.contains(is_unprintable), "looked for before");
    title
}

/// A required or optional day.
fn date(
    text: &Option<Text>,
    path: &[&str],
    places: &Places<'_>,
    said: &mut Vec<Diagnostic>,
) -> Option<CivilDate> {
    date_of(text, path, places, said)
}

/// A day, or `None` with a message.
fn date_of(
    text: &Option<Text>,
    path: &[&str],
    places: &Places<'_>,
    said: &mut Vec<Diagnostic>,
) -> Option<CivilDate> {
    let text = text.as_ref()?.0.trim();
    match CivilDate::parse(text) {
        Ok(day) => Some(day),
        Err(why) => {
            let at = places.at(path);
            said.push(match why {
                NotADate::Form if Instant::parse(text).is_ok() || text.contains('T') => {
                    wrong::date_with_time(at, text)
                }
                NotADate::Form => wrong::date_form(at, text),
                NotADate::Turned(days) => wrong::date_turned(at, text, &days),
                NotADate::Impossible => wrong::date_impossible(at, text),
                NotADate::Year => wrong::date_year(at, text),
            });
            None
        }
    }
}

/// The moment at which an embargo ends. One that cannot be read withholds all the same: it is an
/// error, so nothing is published.
fn embargo(text: &Option<Text>, places: &Places<'_>, said: &mut Vec<Diagnostic>) -> Option<Instant> {
    let text = text.as_ref()?.0.trim();
    match Instant::parse(text) {
        Ok(it) => Some(it),
        Err(why) => {
            let at = places.at(&["embargo"]);
            said.push(match why {
                NotAnInstant::NoZone => wrong::embargo_zone(at, text),
                NotAnInstant::NoTime => wrong::embargo_time(at, text),
                NotAnInstant::UnknownZone(zone) => wrong::embargo_zone_unknown(at, &zone),
                NotAnInstant::Impossible => wrong::embargo_impossible(at, text),
                NotAnInstant::Form => wrong::embargo_form(at, text),
            });
            None
        }
    }
}

/// The last part of the address. For one that cannot be, what it would be stands in, so that the brief
/// has a place among the others and its further mistakes show.
fn slug_of(
    text: Option<Text>,
    places: &Places<'_>,
    settings: &Settings,
    said: &mut Vec<Diagnostic>,
) -> Option<(String, Span)> {
    let wanted = filled(text)?;
    let at = places.at(&["slug"]);
    let would_be = slug(&wanted, settings.slugs);
    if would_be != wanted && !places.has_fault("slug", said) {
        said.push(mistakes::site::slug(at.clone(), &wanted, &would_be));
    }
    Some((would_be, at)).filter(|it| !it.0.is_empty())
}

/// Kinds of output that the brief does without; others are said.
fn without(items: Option<Vec<Text>>, places: &Places<'_>, said: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut known = Vec::new();
    for (index, it) in items.into_iter().flatten().enumerate() {
        if super::OUTPUTS.contains(&it.0.as_str()) {
            known.push(it.0);
            continue;
        }
        let at = places.at(&["outputs", &index.to_string()]);
        said.push(wrong::output_unknown(at, &it.0, names::nearest(&it.0, super::OUTPUTS.iter().copied())));
    }
    known
}

/// Authors as written.
fn authors(items: Vec<NameOr<super::written::WrittenAuthor>>, places: &Places<'_>) -> Vec<(Author, Span)> {
    let items = items.into_iter().enumerate().map(|(index, it)| {
        let author = match it {
            NameOr::Name(name) => Author::Named(name.trim().to_owned()),
            NameOr::More(it) => Author::Given {
                name: it.name.0.trim().to_owned(),
                parts: (filled(it.family), filled(it.given)),
                role: filled(it.role),
                affiliation: filled(it.affiliation),
                orcid: filled(it.orcid),
            },
        };
        (author, places.at(&["authors", &index.to_string()]))
    });
    items.collect()
}

/// Files to take away.
fn attachments(
    items: Vec<NameOr<super::written::WrittenAttachment>>,
    places: &Places<'_>,
) -> Vec<(String, Option<String>, Span)> {
    let items = items.into_iter().enumerate().map(|(index, it)| {
        let at = places.at(&["attachments", &index.to_string()]);
        match it {
            NameOr::Name(path) => (path, None, at),
            NameOr::More(it) => (it.file.0, Some(it.title.0), at),
        }
    });
    items.collect()
}

/// The picture at the head; what it shows must be said.
fn cover(it: super::written::WrittenCover, places: &Places<'_>, said: &mut Vec<Diagnostic>) -> (Cover, Span) {
    let at = places.at(&["cover", "image"]);
    if it.alt.is_none() {
        said.push(mistakes::prose::image_alt(at.clone()));
    }
    let cover = Cover {
        image: it.image.0,
        alt: filled(it.alt).unwrap_or_default(),
        caption: filled(it.caption),
        credit: filled(it.credit),
    };
    (cover, at)
}
