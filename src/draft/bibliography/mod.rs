//! Bibliographies: BibLaTeX, CSL-JSON and Hayagriva's YAML, all read into [`Item`]s of CSL.
//!
//! A bibliography may be the whole library of a scholar, of which a brief cites a few. So a file is
//! only cut into entries; one is read when its key is asked for, and remembered. What is wrong with
//! the others is nobody's trouble. Positions are those of the file, to the field's value.

mod checks;
mod csl;
mod dates;
mod entries;
mod fields;
mod inherit;
mod item;
mod kinds;
mod latex;
mod names;
mod symbols;
#[cfg(test)]
mod tests;
mod work;
mod yaml;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::cite::Item;
use crate::data;
use crate::report::{
    Diagnostic, Severity, mistakes::bibliography as entry_mistakes, mistakes::citations as mistakes,
};
use crate::words::{Fingerprint, Fingerprinter, Source, SourcePath, Span};

/// A reference as its entry gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its key.
    pub key: String,
    /// Where its key stands.
    pub at: Span,
    /// What it is.
    pub item: Arc<Item>,
    /// Of the item: equal ones print alike.
    pub fingerprint: Fingerprint,
    /// Which other source it goes back to.
    pub origin: Option<String>,
    /// Where a copy of it is kept.
    pub archived: Option<String>,
}

/// What an entry gave.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The reference, unless it cannot be read at all.
    pub reference: Option<Reference>,
    /// What is to be said of it.
    pub said: Vec<Diagnostic>,
}

/// The forms of bibliographies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// BibLaTeX and BibTeX.
    Bib,
    /// CSL-JSON.
    Json,
    /// Hayagriva's YAML.
    Yaml,
}

impl Form {
    /// The form of a file, by its name.
    pub fn of(path: &SourcePath) -> Option<Form> {
        match path.extension().to_ascii_lowercase().as_str() {
            "bib" => Some(Form::Bib),
            "json" => Some(Form::Json),
            "yaml" | "yml" => Some(Form::Yaml),
            _ => None,
        }
    }
}

/// A bibliography, cut into entries. Two of one text are equal in all they give.
pub struct Bibliography {
    /// The file.
    source: Arc<Source>,
    /// Its form.
    form: Form,
    /// Its entries by key.
    slots: BTreeMap<String, Slot>,
    /// A file of BibLaTeX taken apart.
    scan: entries::Scan,
    /// Entries that have no key.
    nameless: Vec<Range<usize>>,
    /// What is wrong with the whole.
    said: Vec<Diagnostic>,
}

/// Where the entries of one key stand, and what the first gave once it was asked for.
#[derive(Default)]
struct Slot {
    /// Where its keys stand: more than one if it is repeated.
    keys: Vec<Range<usize>>,
    /// The first entry's number in the file.
    number: usize,
    /// The first entry.
    range: Range<usize>,
    /// Whether its form is known to be wrong.
    is_broken: bool,
    /// What it gave.
    entry: OnceLock<Entry>,
}

/// What an entry says, before it is a reference.
struct Taken {
    /// What it is.
    item: Item,
    /// See [`Reference::origin`].
    origin: Option<String>,
    /// See [`Reference::archived`].
    archived: Option<String>,
}

/// At most so many bytes are read; a whole library is far smaller.
const BYTES_MAX: usize = 32 * 1024 * 1024;

impl Bibliography {
    /// Cuts a file into entries. `None` if its name is no bibliography's.
    pub fn cut(source: &Arc<Source>) -> Option<Bibliography> {
        let form = Form::of(&source.path)?;
        let mut it = Bibliography {
            source: source.clone(),
            form,
            slots: BTreeMap::new(),
            scan: entries::Scan::default(),
            nameless: Vec::new(),
            said: Vec::new(),
        };
        if source.text.len() > BYTES_MAX {
            it.said.push(mistakes::bibliography_form(source.span(0..0), "it is larger than 32 MiB"));
            return Some(it);
        }
        match form {
            Form::Bib => it.cut_bib(),
            Form::Json => match csl::scan(&source.text) {
                Ok(all) => {
                    for (number, place) in all.into_iter().enumerate() {
                        match place.key {
                            Some(key) => it.add(key, place.at, number, place.range, false),
                            None => it.nameless.push(place.at),
                        }
                    }
                }
                Err(fault) => it.broken(fault),
            },
            Form::Yaml => match yaml::scan(&source.text) {
                Ok(all) => {
                    for (number, place) in all.into_iter().enumerate() {
                        it.add(place.key, place.at, number, place.range, false);
                    }
                }
                Err(fault) => it.broken(fault),
            },
        }
        Some(it)
    }

    /// Cuts a file of BibLaTeX.
    fn cut_bib(&mut self) {
        let mut scan = entries::scan(&self.source.text);
        self.nameless = std::mem::take(&mut scan.nameless);
        for (number, entry) in scan.entries.iter().enumerate() {
            let key = self.source.text[entry.key.clone()].to_owned();
            self.add(key, entry.key.clone(), number, entry.kind.start..entry.body.end, entry.fault.is_some());
        }
        self.scan = scan;
    }

    /// Notes an entry.
    fn add(&mut self, key: String, at: Range<usize>, number: usize, range: Range<usize>, is_broken: bool) {
        let slot = self.slots.entry(key).or_default();
        if slot.keys.is_empty() {
            (slot.number, slot.range, slot.is_broken) = (number, range, is_broken);
        }
        slot.keys.push(at);
    }

    /// Notes that the whole cannot be read.
    fn broken(&mut self, fault: entries::Fault) {
        self.said.push(mistakes::bibliography_form(self.source.span(fault.at), &fault.words));
    }

    /// What is wrong with the whole.
    pub fn said(&self) -> &[Diagnostic] {
        &self.said
    }

    /// The file.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// All keys, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.slots.keys().map(String::as_str)
    }

    /// The entry of a key, read when it is first asked for.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        let (key, slot) = self.slots.get_key_value(key)?;
        Some(slot.entry.get_or_init(|| self.read(key, slot)))
    }

    /// The reference of a key, if there is one and it can be read.
    pub fn reference(&self, key: &str) -> Option<&Reference> {
        self.entry(key)?.reference.as_ref()
    }

    /// Keys that are not used, in the order of the file, with the first one's place; those that
    /// cannot be read are not among them.
    pub fn unused(&self, is_used: &dyn Fn(&str) -> bool) -> (usize, Option<(&str, Span)>) {
        let mut all: Vec<(&str, &Slot)> = self.slots.iter().map(|(key, it)| (key.as_str(), it)).collect();
        all.retain(|(key, slot)| !is_used(key) && !slot.is_broken);
        let first = all.iter().min_by_key(|it| it.1.number);
        let first = first.and_then(|(key, it)| Some((*key, self.source.span(it.keys.first()?.clone()))));
        (all.len(), first)
    }

    /// How many entries cannot be read and are not used, with the first one's place. Only what the
    /// cut tells is counted: the others are not looked into.
    pub fn unread(&self, is_used: &dyn Fn(&str) -> bool) -> (usize, Option<Span>) {
        let broken = self.slots.iter().filter(|(key, it)| it.is_broken && !is_used(key));
        let mut places: Vec<&Range<usize>> = broken.filter_map(|it| it.1.keys.first()).collect();
        places.extend(&self.nameless);
        let first = places.iter().min_by_key(|it| it.start).map(|it| self.source.span((*it).clone()));
        (places.len(), first)
    }

    /// Reads an entry.
    fn read(&self, key: &str, slot: &Slot) -> Entry {
        let mut said = Vec::new();
        let mut keys = slot.keys.iter().map(|it| self.source.span(it.clone()));
        let Some(at) = keys.next() else { return Entry::default() };
        for again in keys {
            said.push(mistakes::key_repeated(again, key, at.clone()));
        }
        // YAML says what it holds of these by itself.
        if self.form != Form::Yaml {
            said.extend(data::unprintable_in(&self.source, slot.range.clone()));
        }
        let taken = match self.form {
            Form::Bib => self.read_bib(key, &at, slot.number, &mut said),
            Form::Json => csl::make(&self.source, key, &at, slot.range.clone(), &mut said),
            Form::Yaml => yaml::make(&self.source, key, &at, slot.range.clone(), &mut said),
        };
        // A circle or a value that is not known leaves a hole; that the title is missing too is no
        // second mistake.
        let follows = |it: &Diagnostic| entry_mistakes::FOLLOWS.contains(&it.code);
        if said.iter().any(|it| it.severity == Severity::Error && !follows(it)) {
            said.retain(|it| !follows(it));
        }
        let reference = taken.map(|it| {
            let item = it.item.public();
            let fingerprint = Fingerprinter::new("item").add_value(&item).finish();
            Reference {
                key: key.to_owned(),
                at,
                item: Arc::new(item),
                fingerprint,
                origin: it.origin,
                archived: it.archived,
            }
        });
        Entry { reference, said }
    }

    /// Reads an entry of BibLaTeX, with those that it inherits from.
    fn read_bib(&self, key: &str, at: &Span, number: usize, said: &mut Vec<Diagnostic>) -> Option<Taken> {
        let first = |key: &str| self.slots.get(key).map(|it| it.number);
        let mut family = inherit::Family::new(&self.source, &self.scan, &first);
        let whole = family.whole(number, &mut Vec::new());
        said.append(&mut family.said);
        Some(item::make(&self.source, key, at, &*whole?, said))
    }
}
