//! Front matter: split from the body, read as written, checked, and given as meant.
//!
//! Whatever is wrong is said and reading goes on; a brief with mistakes is never published, so
//! what stands in for a wrong value matters only for finding further mistakes.

mod cases;
mod check;
mod identifiers;
mod places;
pub mod written;

use std::ops::Range;

use crate::data::text::FalseOrPath;
use crate::data::{self, Form};
use crate::report::{Diagnostic, mistakes::front_matter as mistakes};
use crate::settings::Settings;
pub use crate::words::names::is_unprintable;
use crate::words::{CivilDate, Edtf, Instant, Source, Span};
pub use written::{Kind, NoticeKind, RoleWord, SeverityWord, Status, Written};

/// Front matter as meant.
#[derive(Clone, Hash, Debug)]
pub struct FrontMatter {
    /// The title; empty if it is missing.
    pub title: String,
    /// Where the title stands.
    pub title_at: Span,
    /// The day of publication.
    pub date: Option<CivilDate>,
    /// Where the date stands.
    pub date_at: Span,
    /// The second line of the title.
    pub subtitle: Option<String>,
    /// The claim in a sentence.
    pub standfirst: Option<String>,
    /// Key takeaways, or one summary.
    pub summary: Vec<String>,
    /// What the file is.
    pub kind: Kind,
    /// The genre.
    pub genre: Option<String>,
    /// Authors as written, with places.
    pub authors: Vec<(Author, Span)>,
    /// A series' id, with its place.
    pub series: Option<(String, Span)>,
    /// The number in the series.
    pub number: Option<String>,
    /// Topics, with places.
    pub topics: Vec<(String, Span)>,
    /// Regions.
    pub regions: Vec<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// The last change that readers should know of.
    pub updated: Option<CivilDate>,
    /// Where that day stands.
    pub updated_at: Span,
    /// Facts were checked up to this day.
    pub as_of: Option<CivilDate>,
    /// Where that day stands.
    pub as_of_at: Span,
    /// How far it is.
    pub status: Status,
    /// Who signed off.
    pub approved_by: Vec<String>,
    /// Withheld until then.
    pub embargo: Option<Instant>,
    /// Whether an embargo is written that cannot be read.
    pub embargo_is_unreadable: bool,
    /// The last part of the address, with its place.
    pub slug: Option<(String, Span)>,
    /// Old addresses, with places.
    pub aliases: Vec<(String, Span)>,
    /// The language.
    pub lang: String,
    /// Lines of the imprint: licence, copyright, disclaimer, funding, interests, acknowledgements.
    pub imprint: Imprint,
    /// The DOI.
    pub doi: Option<String>,
    /// The ISBN.
    pub isbn: Option<String>,
    /// The ISSN.
    pub issn: Option<String>,
    /// The picture at the head, with the place of its path.
    pub cover: Option<(Cover, Span)>,
    /// Paths of related briefs, with places.
    pub related: Vec<(String, Span)>,
    /// Path and title of files to take away, with places.
    pub attachments: Vec<(String, Option<String>, Span)>,
    /// Its PDF.
    pub pdf: Pdf,
    /// Day, text and weight of corrections.
    pub corrections: Vec<(CivilDate, String, SeverityWord)>,
    /// Day, text and kind of a notice.
    pub notice: Option<(CivilDate, String, NoticeKind)>,
    /// Bibliographies beside the site's, with places.
    pub bibliography: Vec<(String, Span)>,
    /// The style of its citations, a name or a path, with its place.
    pub style: Option<(String, Span)>,
    /// Whether there is a list of contents.
    pub toc: bool,
    /// Kinds of output that it does without.
    pub without: Vec<String>,
    /// For themes.
    pub extra: std::collections::BTreeMap<String, serde_json::Value>,
    /// Codes of checks that the brief lives with.
    pub accept: Vec<String>,
    /// What the whole compares.
    pub question: Option<String>,
    /// Cases in order.
    pub cases: Vec<Case>,
    /// Actors in order.
    pub actors: Vec<Actor>,
}

/// Kinds of output that a brief can do without.
pub const OUTPUTS: &[&str] = &["cards", "citations", "data", "feeds", "markdown", "paper"];

/// Where the PDF of a brief comes from.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Pdf {
    /// It is made from the text.
    Made,
    /// There is none.
    No,
    /// It was made elsewhere: its path, with its place.
    Given(String, Span),
}

impl Pdf {
    /// As written; `at` finds its place.
    fn meant(written: Option<FalseOrPath>, at: impl FnOnce() -> Span) -> Pdf {
        match written {
            None | Some(FalseOrPath::Switch(true)) => Pdf::Made,
            Some(FalseOrPath::Switch(false)) => Pdf::No,
            Some(FalseOrPath::Path(path)) => Pdf::Given(path, at()),
        }
    }

    /// Whether it is made from the text.
    pub fn is_made(&self) -> bool {
        *self == Pdf::Made
    }
}

/// Lines of the imprint.
#[derive(Clone, Default, Hash, Debug, serde::Serialize)]
pub struct Imprint {
    /// The licence.
    pub license: Option<String>,
    /// The copyright line.
    pub copyright: Option<String>,
    /// The disclaimer.
    pub disclaimer: Option<String>,
    /// Who paid.
    pub funding: Option<String>,
    /// Interests.
    pub interests: Option<String>,
    /// Thanks.
    pub acknowledgements: Option<String>,
}

/// An author as written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Author {
    /// An id of `people.yaml`, or a name.
    Named(String),
    /// Written out.
    Given {
        /// The name.
        name: String,
        /// Family and given name, as far as they are told apart beside the name.
        parts: (Option<String>, Option<String>),
        /// What they do.
        role: Option<String>,
        /// Where they work.
        affiliation: Option<String>,
        /// Their ORCID iD.
        orcid: Option<String>,
    },
}

/// The picture at the head.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Cover {
    /// The file, as written.
    pub image: String,
    /// What it shows.
    pub alt: String,
    /// A line under it.
    pub caption: Option<String>,
    /// Whose it is.
    pub credit: Option<String>,
}

/// A case of a comparison.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A name for narrow places; the name if none is given.
    pub short: String,
    /// Other names.
    pub aka: Vec<String>,
    /// When.
    pub period: Option<Edtf>,
    /// What it is compared for.
    pub role: Option<RoleWord>,
    /// Why it was chosen.
    pub why: Option<String>,
    /// Where it is declared.
    pub at: Span,
}

/// An actor: a short name, and what it stands for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Actor {
    /// As `For` writes it.
    pub short: String,
    /// The full name.
    pub name: String,
    /// A web address.
    pub link: Option<String>,
}

/// At most so many bytes of front matter are read.
const BYTES_MAX: usize = 256 * 1024;

/// Reads the front matter of a file. Gives it with the offset at which the body begins; `None` if
/// there is none to read.
pub fn read(
    source: &Source,
    settings: &Settings,
    said: &mut Vec<Diagnostic>,
) -> Option<(FrontMatter, usize)> {
    let (form, part, body) = match split(source) {
        Ok(it) => it,
        Err(mistake) => {
            said.push(*mistake);
            return None;
        }
    };
    if part.len() > BYTES_MAX {
        said.push(mistakes::too_long(source.span(0..3)));
        return None;
    }
    let body = match second_block(form, &source.text, body) {
        Some((at, end)) => {
            said.push(mistakes::second_block(source.span(at)));
            end
        }
        None => body,
    };
    let written: Option<Written> = data::read_part(form, source, part.clone(), "front matter", said);
    // Even when nothing of it could be read, the names that must be there are known to be missing
    // only if the text was empty; otherwise the faults that were said are the reason.
    let written = match written {
        Some(it) => it,
        None if said.is_empty() => Written::default(),
        None => return None,
    };
    let places = places::Places::new(source, form, part);
    Some((check::meant(written, &places, settings, said), body))
}

/// Another block of front matter at the start of the body: its first line, and where it ends. Text is
/// taken for one only if a fence closes it and it holds a key that front matter has.
fn second_block(form: Form, text: &str, body: usize) -> Option<(Range<usize>, usize)> {
    let fence = if form == Form::Yaml { "---" } else { "+++" };
    let mut start = body + (text[body..].len() - text[body..].trim_start().len());
    let first = start..start + text[start..].find('\n')?;
    if text[first.clone()].trim_end() == fence {
        start = first.end + 1;
    }
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence && end > start {
            let part = &text[start..end];
            let (_, faults) = data::read::<Written>(form, part);
            let keys = data::positions::keys(form, part).len();
            let strange = faults.iter().filter(|it| {
                matches!(it.kind, data::FaultKind::UnknownKey { .. } | data::FaultKind::Form(_))
            });
            return (strange.count() < keys).then_some((first, end + line.len()));
        }
        if bare.is_empty() {
            return None;
        }
        end += line.len();
    }
    None
}

/// The form, the stretch of front matter, and the offset of the body.
fn split(source: &Source) -> Result<(Form, Range<usize>, usize), Box<Diagnostic>> {
    let text = &source.text;
    let first = text.split('\n').next().unwrap_or_default();
    let first_line = source.span(0..first.len());
    let (form, fence) = match first.trim_end() {
        "---" => (Form::Yaml, "---"),
        "+++" => (Form::Toml, "+++"),
        _ if text.trim().is_empty() => return Err(Box::new(mistakes::empty_file(first_line))),
        it if it.trim_start() == "---" || (it.len() > 3 && it.bytes().all(|b| b == b'-')) => {
            return Err(Box::new(mistakes::fence_form(first_line, it)));
        }
        it if it.starts_with('{') => return Err(Box::new(mistakes::json(first_line))),
        _ => return Err(Box::new(mistakes::missing(first_line))),
    };
    let start = first.len() + 1;
    if start > text.len() {
        return Err(Box::new(mistakes::not_closed(first_line, fence)));
    }
    let mut at = start;
    let mut nearly = None;
    for line in text[start..].split_inclusive('\n') {
        let bare = line.trim_end();
        if nearly.is_none()
            && fence == "---"
            && bare.trim_start().len() >= 3
            && bare.trim_start().bytes().all(|it| it == b'-')
        {
            nearly = Some((source.span(at..at + bare.len()), bare));
        }
        if bare == fence || (fence == "---" && bare == "...") {
            return Ok((form, start..at, at + line.len()));
        }
        at += line.len();
    }
    Err(Box::new(match nearly {
        Some((line, found)) => mistakes::fence_form(line, found),
        None => mistakes::not_closed(first_line, fence),
    }))
}
