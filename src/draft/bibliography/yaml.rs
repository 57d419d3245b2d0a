//! Hayagriva's YAML: works that hold one another, as an item of CSL.
//!
//! The file is cut at its top-level keys, and each work that is cited is read on its own: what is
//! wrong with the others does not matter, and nothing large is read for one citation.

use std::collections::BTreeMap;
use std::ops::Range;

use super::entries::Fault;
use super::item::dashed;
use super::work::{Formatted, Listed, Person, Work, WorkType};
use super::{Taken, checks, dates, names};
use crate::cite::{Item, Name};
use crate::data::text::{NameOr, Text};
use crate::data::{self, Form, positions};
use crate::draft::front_matter::written::Ordered;
use crate::report::{Diagnostic, mistakes::bibliography as mistakes};
use crate::words::{Source, Span};

/// Where a work stands.
pub(super) struct Place {
    /// Its key.
    pub key: String,
    /// Where the key stands.
    pub at: Range<usize>,
    /// From its key to the next one's.
    pub range: Range<usize>,
}

/// The works of a file, not yet read.
pub(super) fn scan(text: &str) -> Result<Vec<Place>, Fault> {
    let mut all: Vec<Place> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let shown = line.trim_end();
        if shown.is_empty() || shown.starts_with([' ', '\t', '#']) || shown == "---" || shown == "..." {
            continue;
        }
        if shown.starts_with('-') && !all.is_empty() {
            // A list in place of a work, which is said if it is cited.
            continue;
        }
        let key = key(shown).filter(|_| !shown.starts_with(['-', '{', '[', '}', ']', '%', '?']));
        let Some(key) = key else {
            let words = match all.is_empty() {
                true => "it does not begin with a key and a colon, as Hayagriva’s YAML does",
                false => "a key and a colon should stand here",
            };
            return Err(Fault { at: start..start + shown.len(), words: words.into() });
        };
        if let Some(last) = all.last_mut() {
            last.range.end = start;
        }
        let key = start + key.start..start + key.end;
        all.push(Place { key: text[key.clone()].to_owned(), at: key, range: start..text.len() });
    }
    // `references:` with a list is what pandoc reads.
    if let [only] = &all[..]
        && only.key == "references"
    {
        let words = "it is CSL in YAML; save it as CSL-JSON, or write Hayagriva’s YAML";
        return Err(Fault { at: only.at.clone(), words: words.into() });
    }
    Ok(all)
}

/// The key at the start of a line, without quotes.
fn key(line: &str) -> Option<Range<usize>> {
    let quote = line.chars().next().filter(|it| matches!(it, '"' | '\''));
    let (start, end) = match quote {
        Some(quote) => (1, 1 + line[1..].find(quote)?),
        None => {
            let colon = line.match_indices(':').map(|it| it.0);
            (
                0,
                colon
                    .into_iter()
                    .find(|it| line[it + 1..].is_empty() || line[it + 1..].starts_with([' ', '\t']))?,
            )
        }
    };
    let after = &line[end + usize::from(quote.is_some())..];
    let is_key = after.trim_start().starts_with(':') && start < end;
    is_key.then(|| start..start + line[start..end].trim_end().len())
}

/// Makes an item of the work in a range of a file; `at` is its key's place.
pub(super) fn make(
    source: &Source,
    key: &str,
    at: &Span,
    range: Range<usize>,
    said: &mut Vec<Diagnostic>,
) -> Option<Taken> {
    let text = &source.text[range.clone()];
    let read: Option<Ordered<Work>> = data::read_part(Form::Yaml, source, range.clone(), "reference", said);
    let (_, work) = read?.0.into_iter().next()?;
    let place = |path: &[&str]| {
        let path: Vec<&str> = std::iter::once(key).chain(path.iter().copied()).collect();
        let found = positions::value(Form::Yaml, text, &path);
        if found.is_empty() {
            at.clone()
        } else {
            source.span(range.start + found.start..range.start + found.end)
        }
    };
    let mut maker = Maker { item: Item { id: key.to_owned(), ..Item::default() }, place: &place, said };
    maker.make(&work);
    checks::whole(&maker.item, at, maker.said);
    Some(Taken { item: maker.item, origin: None, archived: None })
}

/// Makes an item of a work.
struct Maker<'a> {
    /// What is made.
    item: Item,
    /// Where the value at a path stands.
    place: &'a dyn Fn(&[&str]) -> Span,
    /// What is to be said.
    said: &'a mut Vec<Diagnostic>,
}

impl Maker<'_> {
    /// Sets a variable that is not set yet.
    fn set(&mut self, variable: &'static str, text: Option<String>) {
        if let Some(text) = text.filter(|_| self.item.text(variable).is_none()) {
            let text: String = text.chars().filter(|it| !('\u{f8f0}'..='\u{f8ff}').contains(it)).collect();
            self.item.set(variable, text);
        }
    }

    /// The whole.
    fn make(&mut self, work: &Work) {
        let parent = work.parent.0.first();
        self.item.kind = kind(work.r#type, parent.and_then(|it| it.r#type));
        self.set("title", formatted(&work.title));
        self.set("title-short", short(&work.title));
        self.set("genre", formatted(&work.genre));
        self.set("abstract", formatted(&work.r#abstract));
        self.set("note", formatted(&work.note));
        self.set("language", plain(&work.language));
        self.set("page", plain(&work.page_range).map(|it| dashed(&it.replace("--", "–"))));
        self.set("number-of-pages", plain(&work.page_total));
        self.set("dimensions", plain(&work.runtime));
        self.set("chapter-number", plain(&work.chapter));
        self.set("archive", formatted(&work.archive));
        self.set("archive-place", formatted(&work.archive_location));
        self.set("call-number", formatted(&work.call_number));
        if let Some(url) = &work.url {
            let (url, date) = match url {
                NameOr::Name(it) => (it.clone(), None),
                NameOr::More(it) => (it.value.0.clone(), it.date.as_ref()),
            };
            self.date("accessed", date, &["url", "date"]);
            let path: &[&str] = if date.is_some() { &["url", "value"] } else { &["url"] };
            let url = checks::url(url.trim(), &(self.place)(path), self.said);
            self.set("URL", url);
        }
        self.date("issued", work.date.as_ref(), &["date"]);
        self.held(work);
        self.serials(work, "number");
        let mut generation = parent;
        let mut depth = 0;
        while let Some(holder) = generation {
            let variable = ["container-title", "collection-title"].get(depth).copied();
            if let Some(variable) = variable {
                self.set(variable, formatted(&holder.title));
            }
            if depth == 0 {
                self.set("container-title-short", short(&holder.title));
                let names = people(&holder.author);
                if !names.is_empty() && self.item.names.get("author") != Some(&names) {
                    self.item.names.entry("container-author").or_insert(names);
                }
            }
            self.held(holder);
            self.serials(holder, if depth == 0 { "number" } else { "collection-number" });
            if !self.item.dates.contains_key("issued") {
                self.date("issued", holder.date.as_ref(), &["parent", "date"]);
            }
            generation = holder.parent.0.first();
            depth += 1;
        }
        let authors = people(&work.author);
        if !authors.is_empty() {
            self.item.names.insert("author", authors);
        }
        if matches!(self.item.kind, "legislation" | "legal_case") {
            let publisher = self.item.texts.remove("publisher");
            self.set("authority", publisher);
        }
    }

    /// What a work has of its own or from one that holds it.
    fn held(&mut self, work: &Work) {
        let (name, place) = match &work.publisher {
            None => (None, None),
            Some(NameOr::Name(it)) => (Some(it.clone()), None),
            Some(NameOr::More(it)) => (formatted(&it.name), formatted(&it.location)),
        };
        self.set("publisher", name.or_else(|| formatted(&work.organization)));
        self.set("publisher-place", place.or_else(|| formatted(&work.location)));
        self.set("volume", plain(&work.volume));
        self.set("number-of-volumes", plain(&work.volume_total));
        self.set("issue", plain(&work.issue));
        self.set("edition", plain(&work.edition));
        let mut roles = vec![("editor", people(&work.editor))];
        for it in &work.affiliated.0 {
            roles.push((role(&it.role.0), people(&it.names)));
        }
        for (variable, names) in roles {
            if !names.is_empty() {
                self.item.names.entry(variable).or_insert(names);
            }
        }
    }

    /// Identifiers; `number` is the variable of those that have no name.
    fn serials(&mut self, work: &Work, number: &'static str) {
        let mut all: BTreeMap<String, String> = BTreeMap::new();
        match &work.serial_number {
            None => {}
            Some(NameOr::Name(it)) => {
                all.insert("serial".into(), it.clone());
            }
            Some(NameOr::More(map)) => {
                all.extend(map.iter().map(|(key, value)| (key.to_lowercase(), value.0.clone())));
            }
        }
        for (key, old) in [("doi", &work.doi), ("isbn", &work.isbn), ("issn", &work.issn)] {
            if let Some(it) = plain(old) {
                all.entry(key.into()).or_insert(it);
            }
        }
        for (key, value) in all {
            match key.as_str() {
                "doi" => {
                    let path: &[&str] = if work.doi.is_some() { &["doi"] } else { &["serial-number", "doi"] };
                    let doi = checks::doi(value.trim(), &(self.place)(path), self.said);
                    self.set("DOI", doi);
                }
                "isbn" => self.set("ISBN", Some(value)),
                "issn" => self.set("ISSN", Some(value)),
                "pmid" => self.set("PMID", Some(value)),
                "pmcid" => self.set("PMCID", Some(value)),
                "arxiv" => self.set(number, Some(format!("arXiv:{}", value.trim_start_matches("arXiv:")))),
                _ => self.set(number, Some(value)),
            }
        }
    }

    /// A date; what is none is said.
    fn date(&mut self, variable: &'static str, date: Option<&Text>, path: &[&str]) {
        let Some(Text(written)) = date else { return };
        let at = (self.place)(path);
        if written.trim().is_empty() {
            return self.said.push(mistakes::date_empty(at, "date"));
        }
        let (body, circa) = match written.trim().strip_prefix('~') {
            Some(rest) => (rest, true),
            None => (written.trim(), false),
        };
        match dates::edtf(body) {
            Some(mut date) => {
                date.circa |= circa;
                self.item.dates.insert(variable, date);
            }
            None => self.said.push(mistakes::date(at, written)),
        }
    }
}

/// A text whatever its form.
fn formatted(it: &Option<NameOr<Formatted>>) -> Option<String> {
    match it.as_ref()? {
        NameOr::Name(it) => Some(it.trim().to_owned()),
        NameOr::More(it) => Some(it.value.0.trim().to_owned()),
    }
}

/// The short form of a text.
fn short(it: &Option<NameOr<Formatted>>) -> Option<String> {
    match it.as_ref()? {
        NameOr::Name(_) => None,
        NameOr::More(it) => plain(&it.short),
    }
}

/// A text that has one form.
fn plain(it: &Option<Text>) -> Option<String> {
    it.as_ref().map(|it| it.0.trim().to_owned())
}

/// Names: `Family, Given`, `Family, Suffix, Given`, parts; one without a comma is an organisation's.
fn people(all: &Listed<NameOr<Person>>) -> Vec<Name> {
    let filled = |it: &str| Some(it.trim().to_owned()).filter(|it| !it.is_empty());
    let made = all.0.iter().map(|it| match it {
        NameOr::More(it) => {
            let part = |it: &Option<Text>| it.as_ref().and_then(|it| filled(&it.0));
            names::made(filled(&it.name.0), part(&it.given_name), part(&it.prefix), part(&it.suffix), true)
        }
        NameOr::Name(it) => {
            let whole = it.trim().trim_start_matches('{').trim_end_matches('}');
            let parts: Vec<&str> = whole.split(',').map(str::trim).collect();
            match parts[..] {
                [family, given] if whole.len() == it.trim().len() => names::parted(family, "", given),
                [family, given, suffix] if whole.len() == it.trim().len() => {
                    names::parted(family, suffix, given)
                }
                _ => filled(whole).map(Name::Literal),
            }
        }
    });
    made.flatten().collect()
}

/// The variable of a role.
fn role(written: &str) -> &'static str {
    match written {
        "translator" => "translator",
        "compiler" => "compiler",
        "collaborator" | "cast-member" => "contributor",
        "composer" => "composer",
        "director" => "director",
        "producer" => "producer",
        "executive-producer" => "executive-producer",
        "writer" => "script-writer",
        "narrator" => "narrator",
        "organizer" => "organizer",
        "illustrator" => "illustrator",
        _ => "contributor",
    }
}

/// The CSL type of a work, by what holds it.
fn kind(kind: Option<WorkType>, parent: Option<WorkType>) -> &'static str {
    use WorkType as Type;
    match (kind.unwrap_or(Type::Misc), parent) {
        (Type::Article, Some(Type::Newspaper)) | (Type::Newspaper, _) => "article-newspaper",
        (Type::Article, Some(Type::Conference | Type::Proceedings)) => "paper-conference",
        (Type::Article | Type::Post, Some(Type::Blog)) | (Type::Blog, _) => "post-weblog",
        (Type::Article, Some(Type::Web)) | (Type::Web, _) => "webpage",
        (Type::Article, Some(_)) => "article-journal",
        (Type::Article, None) => "article",
        (Type::Chapter | Type::Anthos, _) => "chapter",
        (Type::Entry, _) => "entry",
        (Type::Report, _) => "report",
        (Type::Thesis, _) => "thesis",
        (Type::Post | Type::Thread, _) => "post",
        (Type::Scene | Type::Video, _) => "motion_picture",
        (Type::Audio, _) => "song",
        (Type::Artwork, _) => "graphic",
        (Type::Patent, _) => "patent",
        (Type::Case, _) => "legal_case",
        (Type::Legislation, _) => "legislation",
        (Type::Manuscript, _) => "manuscript",
        (Type::Performance | Type::Exhibition | Type::Conference, _) => "event",
        (Type::Periodical, _) => "periodical",
        (Type::Book | Type::Anthology | Type::Proceedings | Type::Reference, _) => "book",
        (Type::Repository, _) => "software",
        (Type::Misc | Type::Original, _) => "document",
    }
}
