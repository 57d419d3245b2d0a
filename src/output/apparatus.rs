//! The scholarly apparatus of a page: notes in one numbering, what each citation prints, references.
//!
//! A page is set twice where it cites or has notes: first to find out in which order notes and
//! citations are met, since a comparison's records do not stand where the author wrote them; then
//! for good, with the apparatus at hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Edition;
use crate::cite::{self, Cite, Class, Part, Text, Voice};
use crate::draft::body::{Block, BlockKind, Body, Inline, Met as InNote, walk};
use crate::draft::citations::{Citation, CitationForm};
use crate::language::Language;
use crate::site::{Brief, Cited};

/// Which table a citation's number points into.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Table {
    /// The brief's own.
    Brief,
    /// That of its chronology.
    Chronology,
}

/// A citation: its table, its number.
pub type Place = (Table, u32);

/// What was met on a page, in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Met {
    /// A citation that is printed.
    Cite(Place),
    /// A citation of which only the sources are shown.
    Source(Place),
    /// A reference to a footnote of the author.
    Note(u32),
}

/// What a note is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoteOf {
    /// A footnote of the author, by its number in the body.
    Own(u32),
    /// A citation.
    Cite(Place),
}

/// The apparatus of one page.
pub struct Apparatus {
    /// How its style cites.
    pub class: Class,
    /// Notes in order; the first has the number 1.
    pub notes: Vec<NoteOf>,
    /// Sources as lines name them that have no room for more, by key.
    pub labels: BTreeMap<String, String>,
    /// By footnote of the author: its number, if the page refers to it.
    own: Vec<Option<u32>>,
    /// Citations: their number among those set, the note in which they are all there is.
    places: BTreeMap<Place, (usize, Option<u32>)>,
    /// What the style prints.
    set: Arc<cite::Apparatus>,
}

impl Apparatus {
    /// The number of an author's footnote.
    pub fn own_note(&self, index: u32) -> Option<u32> {
        *self.own.get(index as usize)?
    }

    /// The note that a citation makes, in a style that cites in notes.
    pub fn cite_note(&self, place: Place) -> Option<u32> {
        self.places.get(&place)?.1
    }

    /// What a citation prints: in its note, or in the text.
    pub fn text(&self, place: Place) -> Option<&Text> {
        self.set.cites.get(self.places.get(&place)?.0)
    }

    /// The author's name of a citation that is part of its sentence, in a style that cites in notes.
    pub fn name(&self, place: Place) -> Option<&Text> {
        self.set.names.get(&self.places.get(&place)?.0)
    }

    /// References in the style's order: the source's number in [`Brief::cited`], the mark that a
    /// style by numbers sets before it, the reference.
    pub fn references(&self) -> &[(usize, Option<Text>, Text)] {
        &self.set.references
    }
}

/// Counts what was met.
struct Counter<'a> {
    /// The brief.
    brief: &'a Brief,
    /// Its body, for what stands in notes.
    body: &'a Body,
    /// How the style cites.
    class: Class,
    /// Notes so far.
    notes: Vec<NoteOf>,
    /// Numbers of the author's notes.
    own: Vec<Option<u32>>,
    /// Where each citation went.
    places: BTreeMap<Place, (usize, Option<u32>)>,
    /// Citations for the style.
    cites: Vec<Cite>,
}

impl Counter<'_> {
    /// Adds what was met on the page.
    fn add(&mut self, met: Met) {
        match met {
            Met::Cite(place) if !self.places.contains_key(&place) => {
                let note = (self.class == Class::Note).then(|| {
                    self.notes.push(NoteOf::Cite(place));
                    self.notes.len() as u32
                });
                self.cite(place, note, note, note.is_some());
            }
            Met::Note(index) if self.own.get(index as usize).is_some_and(Option::is_none) => self.note(index),
            Met::Source(place) if !self.places.contains_key(&place) => self.hidden(place),
            _ => {}
        }
    }

    /// Adds a footnote of the author, and what it cites.
    fn note(&mut self, index: u32) {
        self.notes.push(NoteOf::Own(index));
        let number = self.notes.len() as u32;
        self.own[index as usize] = Some(number);
        let body = self.body;
        let blocks = &body.notes[index as usize].blocks;
        let first = opening(blocks);
        let mut met = Vec::new();
        walk(blocks, &mut |it| met.push(it));
        for it in met {
            match it {
                InNote::Cite(cite) if !self.places.contains_key(&(Table::Brief, cite)) => {
                    self.cite((Table::Brief, cite), Some(number), None, first == Some(cite));
                }
                InNote::Cite(_) => {}
                InNote::Note(other) => self.add(Met::Note(other)),
            }
        }
    }

    /// Adds a citation: `note` is the one in which it stands, `own` the one that it makes.
    fn cite(&mut self, place: Place, note: Option<u32>, own: Option<u32>, opens_note: bool) {
        let Some(citation) = self.brief.citation(place) else { return };
        // In a footnote the sentence is not the page's: who is named there is named by the citation.
        let is_in_own_note = self.class == Class::Note && own.is_none();
        let mut parts = parts(self.brief, citation);
        for part in parts.iter_mut().filter(|it| is_in_own_note && it.voice == Voice::Narrative) {
            part.voice = Voice::Plain;
        }
        self.places.insert(place, (self.cites.len(), own));
        self.cites.push(Cite { parts, note: note.unwrap_or(0) as usize, opens_note, hidden: false });
    }

    /// Adds a citation that is printed nowhere.
    fn hidden(&mut self, place: Place) {
        let Some(citation) = self.brief.citation(place) else { return };
        let parts = parts(self.brief, citation);
        self.cites.push(Cite { parts, note: 0, opens_note: false, hidden: true });
    }
}

impl Brief {
    /// A citation by its place.
    pub fn citation(&self, (table, index): Place) -> Option<&Citation> {
        match table {
            Table::Brief => self.outline.citations.get(index as usize),
            Table::Chronology => self.chronology.as_ref()?.citations.get(index as usize),
        }
    }
}

/// The citation with which a note begins.
fn opening(blocks: &[Block]) -> Option<u32> {
    match &blocks.first()?.kind {
        BlockKind::Paragraph(inlines) => match inlines.first()? {
            Inline::Cite(index) => Some(*index),
            _ => None,
        },
        _ => None,
    }
}

/// The sources of a citation as the style takes them.
fn parts(brief: &Brief, citation: &Citation) -> Vec<Part> {
    let lang = &brief.front().lang;
    let known = citation.parts.iter().filter_map(|it| {
        let item = brief.cited.iter().position(|cited| cited.reference.key == it.key)?;
        let (locator, suffix) = cite::locator(&it.tail, lang);
        let voice = match citation.form {
            _ if it.suppress_author => Voice::Suppressed,
            CitationForm::Narrative => Voice::Narrative,
            CitationForm::Bracketed => Voice::Plain,
        };
        Some(Part { item, prefix: it.prefix.clone(), locator, suffix, voice })
    });
    known.collect()
}

impl Edition {
    /// The apparatus of a brief, from what was met on its page.
    pub fn apparatus(&self, brief: &Brief, body: &Body, met: &[Met], language: &Language) -> Apparatus {
        let style = &brief.style;
        // Where nothing is cited nobody asks, and a style takes as long to read as twenty pages to make.
        let cites = !(brief.cited.is_empty() && brief.outline.citations.is_empty());
        let class = if cites || brief.chronology.is_some() { style.class() } else { Class::Note };
        let mut counter = Counter {
            brief,
            body,
            class,
            notes: Vec::new(),
            own: vec![None; body.notes.len()],
            places: BTreeMap::new(),
            cites: Vec::new(),
        };
        met.iter().for_each(|it| counter.add(*it));
        let mut cites = counter.cites;
        // What is cited where the page does not show it is a reference all the same: records lead there.
        for item in 0..brief.cited.len() {
            if !cites.iter().flat_map(|it| &it.parts).any(|it| it.item == item) {
                cites.push(Cite::listed(item));
            }
        }
        let items: Vec<_> =
            brief.cited.iter().map(|it| (&*it.reference.item, it.reference.fingerprint)).collect();
        let set = if cites.is_empty() {
            Arc::default()
        } else {
            self.memo.set(style, &brief.front().lang, &items, &cites)
        };
        Apparatus {
            class,
            notes: counter.notes,
            labels: labels(&brief.cited, &set, language),
            own: counter.own,
            places: counter.places,
            set,
        }
    }
}

/// Short names of sources, by key. Where two come out alike, the day or the title tells them apart.
fn labels(cited: &[Cited], set: &cite::Apparatus, language: &Language) -> BTreeMap<String, String> {
    let (and, undated) = (language.word("and"), language.word("undated"));
    let label = |it: &Cited| cite::label(&it.reference.item, and, undated);
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    cited.iter().for_each(|it| *found.entry(label(it)).or_default() += 1);
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut labels = BTreeMap::new();
    for it in set.references.iter().filter_map(|it| cited.get(it.0)) {
        let mut text = label(it);
        if found[&text] > 1 {
            let number = seen.entry(text.clone()).or_default();
            *number += 1;
            // As styles by author and year do (CSL 1.0.2, `year-suffix`): in the order of the list.
            let letter = char::from_u32('a' as u32 + (*number - 1) % 26).unwrap_or('a');
            let gap = if text.ends_with(|it: char| it.is_ascii_digit()) { "" } else { "-" };
            text = format!("{text}{gap}{letter}");
        }
        labels.insert(it.reference.key.clone(), text);
    }
    labels
}
