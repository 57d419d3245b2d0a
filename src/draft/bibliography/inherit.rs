//! An entry of BibLaTeX with what it takes from others by `crossref` and `xdata`.
//!
//! The biblatex Package, manual 3.20, sections 2.4.1 and 3.16, and appendix B, "Default inheritance
//! setup". Circles are told before anything is followed.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::entries::{Entry, Scan};
use super::fields::{self, Strings, Value};
use crate::report::{Diagnostic, mistakes::bibliography as mistakes};
use crate::words::{Source, names};

/// An entry with all its fields.
#[derive(Debug)]
pub(super) struct Whole {
    /// Its type, in small letters.
    pub kind: String,
    /// Its fields by name, in small letters; values still in LaTeX.
    pub fields: BTreeMap<String, Value>,
}

/// So many entries may stand behind one another.
const GENERATIONS_MAX: usize = 60;

/// What is never taken from another entry (manual, appendix B).
const OWN: [&str; 26] = [
    "crossref",
    "entryset",
    "entrysubtype",
    "execute",
    "file",
    "ids",
    "indexsorttitle",
    "indextitle",
    "keywords",
    "label",
    "options",
    "presort",
    "related",
    "relatedoptions",
    "relatedstring",
    "relatedtype",
    "shortauthor",
    "shorteditor",
    "shorthand",
    "shorthandintro",
    "shorttitle",
    "sortkey",
    "sortname",
    "sorttitle",
    "xdata",
    "xref",
];

/// Follows entries to others of one file.
pub(super) struct Family<'a> {
    /// The file.
    source: &'a Source,
    /// What it holds.
    scan: &'a Scan,
    /// The number of each key's first entry.
    first: &'a dyn Fn(&str) -> Option<usize>,
    /// Fills in abbreviations.
    strings: Strings<'a>,
    /// Entries that are whole already, by number.
    done: BTreeMap<usize, Option<Rc<Whole>>>,
    /// What is to be said.
    pub said: Vec<Diagnostic>,
}

impl<'a> Family<'a> {
    /// Of one file; `first` gives the number of a key's first entry.
    pub fn new(source: &'a Source, scan: &'a Scan, first: &'a dyn Fn(&str) -> Option<usize>) -> Family<'a> {
        let strings = Strings { source, scan, steps: Cell::new(0) };
        Family { source, scan, first, strings, done: BTreeMap::new(), said: Vec::new() }
    }

    /// An entry with what it inherits. `None` if it cannot be read, which is said.
    pub fn whole(&mut self, number: usize, path: &mut Vec<usize>) -> Option<Rc<Whole>> {
        if let Some(done) = self.done.get(&number) {
            return done.clone();
        }
        let entry = &self.scan.entries[number];
        let whole = self.read(entry, number, path).map(Rc::new);
        self.done.insert(number, whole.clone());
        whole
    }

    /// Reads an entry and those that it names.
    fn read(&mut self, entry: &Entry, number: usize, path: &mut Vec<usize>) -> Option<Whole> {
        let text = &self.source.text;
        let key = &text[entry.key.clone()];
        if let Some(fault) = &entry.fault {
            self.said.push(mistakes::form(self.source.span(fault.at.clone()), key, &fault.words));
            return None;
        }
        let written = match fields::fields(text, entry.body.clone()) {
            Ok(it) => it,
            Err(fault) => {
                self.said.push(mistakes::form(self.source.span(fault.at), key, &fault.words));
                return None;
            }
        };
        let fields = self.strings.filled(written, key, &mut self.said);
        let mut whole = Whole { kind: text[entry.kind.clone()].to_ascii_lowercase(), fields };
        path.push(number);
        for link in ["xdata", "crossref"] {
            let Some(value) = whole.fields.get(link).cloned() else { continue };
            for parent in value.raw.split(',').map(str::trim).filter(|it| !it.is_empty()) {
                self.take(&mut whole, link, parent, &value, path);
            }
        }
        path.pop();
        Some(whole)
    }

    /// Takes what an entry lacks from one that it names.
    fn take(&mut self, whole: &mut Whole, link: &str, parent: &str, value: &Value, path: &mut Vec<usize>) {
        let at = self.source.span(value.at.clone());
        let Some(number) = (self.first)(parent) else {
            let text = &self.source.text;
            let keys = self.scan.entries.iter().map(|it| &text[it.key.clone()]);
            self.said.push(mistakes::parent_unknown(at, link, parent, names::nearest(parent, keys)));
            return;
        };
        if let Some(from) = path.iter().position(|it| *it == number) {
            let key = |it: &usize| self.source.text[self.scan.entries[*it].key.clone()].to_owned();
            let mut circle: Vec<String> = path[from..].iter().map(key).collect();
            circle.push(parent.to_owned());
            self.said.push(mistakes::circle(at, link, &circle.join("` → `")));
            return;
        }
        if path.len() >= GENERATIONS_MAX {
            let words = "more than 60 entries stand behind one another";
            self.said.push(mistakes::form(at, parent, words));
            return;
        }
        let Some(parent) = self.whole(number, path) else { return };
        let dated = ["date", "year"].iter().any(|it| whole.fields.contains_key(*it));
        for (name, value) in &parent.fields {
            if OWN.contains(&name.as_str()) || dated && matches!(name.as_str(), "date" | "year" | "month") {
                continue;
            }
            let names = if link == "xdata" {
                vec![name.as_str()]
            } else {
                passed_as(name, &parent.kind, &whole.kind)
            };
            for name in names {
                whole.fields.entry(name.to_owned()).or_insert_with(|| value.clone());
            }
        }
    }
}

/// Under which names a field passes from a parent to a child (manual, appendix B).
fn passed_as<'f>(field: &'f str, parent: &str, child: &str) -> Vec<&'f str> {
    let volume = matches!(child, "inbook" | "bookinbook" | "suppbook");
    let part = matches!(child, "incollection" | "inreference" | "suppcollection");
    let meeting = matches!(child, "inproceedings" | "conference");
    let prefix = match parent {
        "mvbook" if volume || child == "book" => "main",
        "mvcollection" | "mvreference" if part || matches!(child, "collection" | "reference") => "main",
        "mvproceedings" if meeting || child == "proceedings" => "main",
        "book" if volume => "book",
        "collection" | "reference" if part => "book",
        // BibTeX knows no collections: parts of books stand in books.
        "book" if part => "book",
        "collection" | "reference" if volume => "book",
        "proceedings" if meeting => "book",
        "periodical" if matches!(child, "article" | "suppperiodical") => "journal",
        _ => return vec![field],
    };
    match (prefix, field) {
        ("main", "title") => vec!["maintitle"],
        ("main", "subtitle") => vec!["mainsubtitle"],
        ("main", "titleaddon") => vec!["maintitleaddon"],
        ("book", "title") => vec!["booktitle"],
        ("book", "subtitle") => vec!["booksubtitle"],
        ("book", "titleaddon") => vec!["booktitleaddon"],
        ("journal", "title") => vec!["journaltitle"],
        ("journal", "subtitle") => vec!["journalsubtitle"],
        ("journal", "titleaddon") => vec![],
        ("book" | "main", "author") if volume => vec!["author", "bookauthor"],
        _ => vec![field],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_pass_under_the_names_of_the_manual() {
        assert_eq!(passed_as("title", "book", "inbook"), ["booktitle"]);
        assert_eq!(passed_as("author", "book", "inbook"), ["author", "bookauthor"]);
        assert_eq!(passed_as("subtitle", "mvbook", "book"), ["mainsubtitle"]);
        assert_eq!(passed_as("title", "periodical", "article"), ["journaltitle"]);
        assert_eq!(passed_as("title", "book", "misc"), ["title"]);
        assert_eq!(passed_as("publisher", "collection", "incollection"), ["publisher"]);
    }
}
