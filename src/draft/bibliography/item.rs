//! An entry of BibLaTeX as an item of CSL: which field is which variable.
//!
//! The biblatex Package, manual 3.20, sections 2.1 and 2.2. Titles are set as they are written.
//! What a library keeps for its owner (`file`, `annotation`, `keywords`, `groups` and whatever is
//! not named here) never enters an item: it is in no list of this file.

mod dated;

use super::checks::{self, joined_title};
use super::fields::Value;
use super::inherit::Whole;
use super::latex::{plain, split, verbatim};
use super::names::names;
use super::{Taken, kinds};
use crate::cite::Item;
use crate::report::{Diagnostic, mistakes::bibliography as mistakes};
use crate::words::{Source, Span, names::nearest};

/// Types whose `series` is the collection that holds them, a gazette perhaps, and which someone in
/// authority made.
const LEGAL: [&str; 5] = ["bill", "legislation", "legal_case", "regulation", "treaty"];

/// Fields that become one variable as they are.
const SAME: &[(&str, &str)] = &[
    ("abstract", "abstract"),
    ("chapter", "chapter-number"),
    ("edition", "edition"),
    ("eventtitle", "event-title"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("origlocation", "original-publisher-place"),
    ("origpublisher", "original-publisher"),
    ("origtitle", "original-title"),
    ("pagetotal", "number-of-pages"),
    ("part", "part-number"),
    ("pmcid", "PMCID"),
    ("pmid", "PMID"),
    ("shortjournal", "container-title-short"),
    ("shorttitle", "title-short"),
    ("venue", "event-place"),
    ("version", "version"),
    ("volume", "volume"),
    ("volumes", "number-of-volumes"),
];

/// Fields of names, and the variable of each.
const PEOPLE: &[(&str, &str)] = &[
    ("author", "author"),
    ("bookauthor", "container-author"),
    ("compiler", "compiler"),
    ("director", "director"),
    ("interviewer", "interviewer"),
    ("translator", "translator"),
];

/// Makes an item of an entry.
struct Maker<'a> {
    /// The file.
    source: &'a Source,
    /// The entry.
    entry: &'a Whole,
    /// What is made.
    item: Item,
    /// What is to be said.
    said: &'a mut Vec<Diagnostic>,
}

/// Makes an item of an entry; `at` is its key's place.
pub(super) fn make(
    source: &Source,
    key: &str,
    at: &Span,
    entry: &Whole,
    said: &mut Vec<Diagnostic>,
) -> Taken {
    let item = Item { id: key.to_owned(), ..Item::default() };
    let mut maker = Maker { source, entry, item, said };
    maker.kind(at);
    maker.titles();
    maker.numbers();
    maker.publisher();
    maker.people();
    maker.dates();
    maker.places();
    for (field, variable) in SAME {
        let text = maker.text(&[field]);
        maker.set(variable, text);
    }
    let notes: Vec<String> = ["note", "addendum"].iter().filter_map(|it| maker.text(&[it])).collect();
    maker.set("note", Some(notes.join(". ")));
    let language = maker.text(&["langid", "hyphenation", "language"]).map(|it| kinds::language(&it));
    maker.set("language", language);
    let origin = maker.text(&["origin", "xref"]);
    let archived = maker.archived();
    checks::whole(&maker.item, at, maker.said);
    Taken { item: maker.item, origin, archived }
}

impl Maker<'_> {
    /// The first of some fields that says something.
    fn value(&self, fields: &[&str]) -> Option<&Value> {
        fields.iter().find_map(|it| self.entry.fields.get(*it)).filter(|it| !it.raw.trim().is_empty())
    }

    /// A field's text; commands that are not known are said.
    fn text(&mut self, fields: &[&str]) -> Option<String> {
        let value = fields
            .iter()
            .find_map(|it| self.entry.fields.get(*it).filter(|it| !it.raw.trim().is_empty()).cloned())?;
        let plain = plain(&value.raw, true);
        // Abstracts come from publishers as they are, and few styles print them.
        let is_told = !fields.contains(&"abstract");
        for unknown in plain.unknown.into_iter().filter(|_| is_told) {
            let command = value.raw[unknown.clone()].to_owned();
            let range = value.at.start + unknown.start..value.at.start + unknown.end;
            let at = self.source.span(if value.is_exact { range } else { value.at.clone() });
            self.said.push(mistakes::command(at, &command));
        }
        Some(plain.text).filter(|it| !it.is_empty())
    }

    /// A list, such as of publishers: its members with semicolons between them.
    fn list(&self, fields: &[&str]) -> Option<String> {
        let value = self.value(fields)?;
        let all: Vec<String> = split(&value.raw, "and").iter().map(|it| plain(it, true).text).collect();
        Some(all.join("; ")).filter(|it| !it.is_empty())
    }

    /// What stands for itself, with its place.
    fn verbatim(&self, field: &str) -> Option<(String, Span)> {
        let value = self.value(&[field])?;
        let text = verbatim(&value.raw);
        (!text.is_empty()).then(|| (text, self.source.span(value.at.clone())))
    }

    /// Sets a variable.
    fn set(&mut self, variable: &'static str, text: Option<String>) {
        if let Some(text) = text {
            self.item.set(variable, text);
        }
    }

    /// The type and the genre.
    fn kind(&mut self, at: &Span) {
        let subtype = self.text(&["entrysubtype"]);
        let genre = self.text(&["type"]);
        let written = &self.entry.kind;
        let held = |it: &str| self.value(&[it]).is_some();
        let found = kinds::of_entry(written, subtype.as_deref(), genre.as_deref(), &held);
        if found.is_none() {
            let near = nearest(written, kinds::TYPES.iter().copied());
            self.said.push(mistakes::kind(at.clone(), written, near));
        }
        self.item.kind = found.unwrap_or("document");
        let genre = genre.map(|it| kinds::genre(&it)).or(kinds::genre_of(written).map(str::to_owned));
        self.set("genre", genre);
        let status = self.text(&["pubstate"]).map(|it| kinds::status(&it));
        self.set("status", status);
    }

    /// A title with its subtitle.
    fn title(&mut self, main: &[&str], sub: &str) -> Option<String> {
        let main = self.text(main);
        let sub = self.text(&[sub]);
        joined_title(main, sub)
    }

    /// Titles: the work's, that of what holds it, that of the series.
    fn titles(&mut self) {
        let title = self.title(&["title"], "subtitle");
        let addon = self.text(&["titleaddon"]);
        let title = match (title, addon) {
            (Some(title), Some(addon)) if title.ends_with(['.', '?', '!']) => {
                Some(format!("{title} {addon}"))
            }
            (Some(title), Some(addon)) => Some(format!("{title}. {addon}")),
            (title, addon) => title.or(addon),
        };
        let whole = self.title(&["maintitle"], "mainsubtitle");
        let is_book = self.item.kind == "book";
        let title = if is_book { joined_title(whole.clone(), title) } else { title };
        self.set("title", title);
        let journal = self.title(&["journaltitle", "journal"], "journalsubtitle");
        let book = self.title(&["booktitle"], "booksubtitle");
        let whole = whole.filter(|_| !is_book);
        let mut holder = journal.or_else(|| joined_title(whole, book));
        let series = self.text(&["series"]);
        if LEGAL.contains(&self.item.kind) && holder.is_none() {
            holder = series;
        } else {
            self.set("collection-title", series);
        }
        // A page stands on a site, which Better BibTeX calls its organization.
        if matches!(self.item.kind, "webpage" | "post" | "post-weblog") && holder.is_none() {
            holder = self.list(&["organization"]);
        }
        self.set("container-title", holder);
        // BibTeX has abbreviations of journals in `journal`, beside the whole in `journaltitle`.
        if self.value(&["journaltitle"]).is_some() && self.value(&["shortjournal"]).is_none() {
            let short = self.text(&["journal"]);
            self.set("container-title-short", short);
        }
    }

    /// Numbers of issues, reports and volumes, and pages.
    fn numbers(&mut self) {
        let number = self.text(&["number"]);
        let issue = self.text(&["issue"]);
        if self.item.kind.starts_with("article") || self.item.kind == "periodical" {
            let both = [number, issue].into_iter().flatten().collect::<Vec<_>>().join(", ");
            self.set("issue", Some(both));
        } else {
            let is_of_series = matches!(self.item.kind, "book" | "chapter" | "paper-conference" | "entry")
                && self.item.text("collection-title").is_some();
            self.set(if is_of_series { "collection-number" } else { "number" }, number);
            self.set("issue", issue);
        }
        let pages = self.text(&["pages"]).or_else(|| self.text(&["eid"]));
        self.set("page", pages.map(|it| dashed(&it)));
    }

    /// Who publishes, and where.
    fn publisher(&mut self) {
        let is_legal = LEGAL.contains(&self.item.kind);
        let mut of = vec!["publisher", "institution", "school"];
        if self.item.text("container-title").is_none()
            || !matches!(self.item.kind, "webpage" | "post" | "post-weblog")
        {
            of.push("organization");
        }
        let known: Vec<&str> = of.into_iter().filter(|it| self.value(&[it]).is_some()).collect();
        let publisher = self.list(&known);
        self.set(if is_legal { "authority" } else { "publisher" }, publisher.clone());
        let place = self.list(&["location", "address"]);
        self.set("publisher-place", place);
        let how = self.text(&["howpublished"]);
        match how {
            // `howpublished = {\url{…}}` is how BibTeX gives an address.
            Some(it) if it.starts_with("http") => {}
            how if publisher.is_none() && !is_legal => self.set("publisher", how),
            how => self.set("medium", how),
        }
    }

    /// Names by what they did.
    fn people(&mut self) {
        for (field, variable) in PEOPLE {
            self.add_people(field, variable);
        }
        for (field, role) in [
            ("editor", "editortype"),
            ("editora", "editoratype"),
            ("editorb", "editorbtype"),
            ("editorc", "editorctype"),
        ] {
            let variable = match self.text(&[role]).as_deref() {
                None if field != "editor" => "contributor",
                None | Some("editor" | "redactor" | "reviser") => "editor",
                Some("compiler") => "compiler",
                Some("director") => "director",
                Some("translator") => "translator",
                Some("producer") => "producer",
                Some("organizer") => "organizer",
                Some("interviewer") => "interviewer",
                Some("scriptwriter") => "script-writer",
                Some(_) => "contributor",
            };
            self.add_people(field, variable);
        }
        if self.item.kind == "patent" {
            self.add_people("holder", "contributor");
        }
    }

    /// Adds the names of a field to a variable.
    fn add_people(&mut self, field: &str, variable: &'static str) {
        let Some(value) = self.value(&[field]) else { return };
        let at = self.source.span(value.at.clone());
        let found = names(&value.raw);
        for name in &found.odd {
            self.said.push(mistakes::name(at.clone(), name));
        }
        for name in &found.organisations {
            self.said.push(mistakes::organisation(at.clone(), name));
        }
        if !found.names.is_empty() {
            self.item.names.entry(variable).or_default().extend(found.names);
        }
    }

    /// Where it can be read: DOI, address, number in an archive of papers.
    fn places(&mut self) {
        if let Some((written, at)) = self.verbatim("doi") {
            let doi = checks::doi(&written, &at, self.said);
            self.set("DOI", doi);
        }
        if let Some((written, at)) = self.verbatim("url").or_else(|| self.address_in("howpublished")) {
            let url = checks::url(&written, &at, self.said);
            self.set("URL", url);
        }
        let archive = self.text(&["eprinttype", "archiveprefix"]).unwrap_or_default().to_lowercase();
        let Some((eprint, _)) = self.verbatim("eprint") else { return };
        let address = match archive.as_str() {
            "pubmed" => return self.set("PMID", Some(eprint)),
            "arxiv" => {
                let number = eprint.trim_start_matches("arXiv:").to_owned();
                if self.item.text("number").is_none() {
                    self.set("number", Some(format!("arXiv:{number}")));
                }
                format!("https://arxiv.org/abs/{number}")
            }
            "jstor" => format!("https://www.jstor.org/stable/{eprint}"),
            "hdl" => format!("https://hdl.handle.net/{eprint}"),
            "googlebooks" => format!("https://books.google.com/books?id={eprint}"),
            _ => return,
        };
        let is_whole = !address.chars().any(|it| it.is_whitespace() || "<>\"".contains(it));
        if is_whole && self.item.text("URL").is_none() && self.item.text("DOI").is_none() {
            self.set("URL", Some(address));
        }
    }

    /// An address inside another field, in `\url{…}` or bare.
    fn address_in(&self, field: &str) -> Option<(String, Span)> {
        let (text, at) = self.verbatim(field)?;
        let text = text.trim_start_matches("\\url").to_owned();
        text.starts_with("http").then_some((text, at))
    }

    /// Where a copy is kept.
    fn archived(&mut self) -> Option<String> {
        let is_copy = ["wayback", "webarchive", "archive.org", "archive.today", "perma"];
        let kind = self.text(&["eprinttype"]).unwrap_or_default().to_lowercase();
        let field =
            ["archiveurl", "archived", "archive-url"].into_iter().find(|it| self.value(&[it]).is_some());
        let field = field.or_else(|| is_copy.contains(&kind.as_str()).then_some("eprint"))?;
        let (written, at) = self.verbatim(field)?;
        checks::url(&written, &at, self.said)
    }
}

/// A range of pages with its dash.
pub(super) fn dashed(pages: &str) -> String {
    // Where a dash stands already, hyphens belong to the numbers: `12-1–12-20`.
    if pages.contains('–') {
        return pages.replace(" – ", "–");
    }
    let mut out = String::new();
    let letters: Vec<char> = pages.chars().collect();
    for (index, it) in letters.iter().enumerate() {
        let is_between =
            |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
        let is_range = *it == '-' && is_between(index.checked_sub(1)) && is_between(Some(index + 1));
        out.push(if is_range { '–' } else { *it });
    }
    out
}
