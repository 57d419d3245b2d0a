//! A body as clean Markdown: CommonMark with tables, notes and heading ids, as Pandoc reads it.
//!
//! One writer for the twins of pages and for texts in data. Whatever is no markup in the body is
//! escaped, so that reading the Markdown again gives the same words.

mod blocks;
mod escape;
mod inlines;
mod printed;
mod records;

use std::collections::BTreeMap;

use crate::draft::body::Body;
use crate::draft::citations::{Citation, CitationForm};
use crate::output::apparatus::{NoteOf, Table};
use crate::output::prose::Tables;
use crate::site::Brief;

pub use printed::Printed;

/// Where a citation stands: its number in the table of the text, or of the chronology beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// In the text.
    Text(u32),
    /// In the chronology.
    Chronology(u32),
}

/// How citations, notes and references are printed.
pub trait Citing {
    /// The number of a footnote of the author; `None` to count as they are met.
    fn note(&mut self, _index: u32) -> Option<u32> {
        None
    }

    /// The notes in their order, the first with the number 1; `None` for those that are met.
    fn notes(&self) -> Option<Vec<NoteOf>> {
        None
    }

    /// What the note of a citation says.
    fn note_text(&mut self, _place: Place) -> String {
        String::new()
    }

    /// Says whether what follows stands in a note.
    fn within_note(&mut self, _within: bool) {}

    /// A citation, as Markdown; `before` is the line so far, and `goes_on` whether words follow.
    fn cite(&mut self, place: Place, citation: &Citation, before: &str, goes_on: bool) -> String;

    /// The references of a brief in their order, each as Markdown.
    fn references(&mut self, brief: &Brief) -> Vec<String>;
}

/// Citations by key, as Pandoc reads them; for data too, where keys lead to the list of sources.
pub struct Keys;

impl Citing for Keys {
    fn cite(&mut self, _: Place, citation: &Citation, _: &str, _: bool) -> String {
        let mut parts = Vec::new();
        for it in &citation.parts {
            let mut part = String::new();
            if !it.prefix.is_empty() {
                part.push_str(&escape::text(&it.prefix));
                part.push(' ');
            }
            part.push_str(if it.suppress_author { "-@" } else { "@" });
            part.push_str(&key(&it.key));
            if !it.place().is_empty() {
                part.push_str(if it.tail.trim_start().starts_with(',') { ", " } else { " " });
                part.push_str(&escape::text(it.place()));
            }
            parts.push(part);
        }
        match (citation.form, &citation.parts[..]) {
            (CitationForm::Bracketed, _) => format!("[{}]", parts.join("; ")),
            (CitationForm::Narrative, [one]) if !one.place().is_empty() => {
                format!("@{} [{}]", key(&one.key), escape::text(one.place()))
            }
            (CitationForm::Narrative, _) => parts.join("; "),
        }
    }

    fn references(&mut self, brief: &Brief) -> Vec<String> {
        let mut all: Vec<(String, String)> = Vec::new();
        for cited in &brief.cited {
            let item = &cited.reference.item;
            let makers = item.makers().iter().map(|it| it.listed()).collect::<Vec<_>>().join("; ");
            let mut line = format!("`{}`: ", cited.reference.key);
            if !makers.is_empty() {
                line.push_str(&escape::text(&makers));
                line.push_str(if makers.ends_with('.') { " " } else { ". " });
            }
            line.push_str(&format!("*{}*", escape::text(item.text("title").unwrap_or(&cited.reference.key))));
            let container = item.text("container-title").or(item.text("publisher")).map(str::to_owned);
            let date = item.dates.get("issued").and_then(|it| it.iso());
            for more in [container, date.clone()].into_iter().flatten() {
                line.push_str(", ");
                line.push_str(&escape::text(&more));
            }
            line.push('.');
            if let Some(url) = item.url() {
                line.push_str(&format!(" <{url}>"));
            }
            let first = item.makers().first().map(|it| it.listed()).unwrap_or_default();
            let order = format!("{first} {} {}", date.unwrap_or_default(), cited.reference.key);
            all.push((crate::words::names::fold(&order), line));
        }
        all.sort();
        all.into_iter().map(|it| it.1).collect()
    }
}

/// A key as Pandoc reads it: in braces where it holds what would end it.
fn key(key: &str) -> String {
    let plain = crate::draft::citations::key_length(key) == key.len() && !key.starts_with('{');
    if plain { key.to_owned() } else { format!("{{{key}}}") }
}

/// Writes the Markdown of one page.
pub struct Writer<'a> {
    /// The tables of the brief.
    tables: Tables<'a>,
    /// Its body, for notes.
    body: &'a Body,
    /// How citations are printed.
    citing: &'a mut dyn Citing,
    /// Numbers of notes by their index, in the order in which they are met.
    notes: BTreeMap<u32, usize>,
    /// Whether the tables are those of the chronology.
    is_chronology: bool,
    /// Whether a cell of a table is written: there a bar ends it.
    in_cell: bool,
}

impl<'a> Writer<'a> {
    /// Starts a page.
    pub fn new(tables: Tables<'a>, body: &'a Body, citing: &'a mut dyn Citing) -> Writer<'a> {
        Writer { tables, body, citing, notes: BTreeMap::new(), is_chronology: false, in_cell: false }
    }

    /// What is written with the tables of the chronology.
    pub fn with_chronology<T>(&mut self, tables: Tables<'a>, run: impl FnOnce(&mut Writer<'a>) -> T) -> T {
        let own = std::mem::replace(&mut self.tables, tables);
        self.is_chronology = true;
        let out = run(self);
        self.is_chronology = false;
        self.tables = own;
        out
    }

    /// The texts of all notes that were referred to; one can refer to another.
    pub fn notes(&mut self) -> String {
        let mut out = Vec::new();
        if let Some(all) = self.citing.notes() {
            self.citing.within_note(true);
            for (number, it) in (1..).zip(all) {
                let text = match it {
                    NoteOf::Own(index) => {
                        let body = self.body;
                        self.blocks(&body.notes[index as usize].blocks)
                    }
                    NoteOf::Cite((Table::Brief, index)) => self.citing.note_text(Place::Text(index)),
                    NoteOf::Cite((Table::Chronology, index)) => {
                        self.citing.note_text(Place::Chronology(index))
                    }
                };
                out.push(format!("[^{number}]: {}", blocks::indented(&text, "    ")));
            }
            self.citing.within_note(false);
            return out.join("\n\n");
        }
        let mut done = 0;
        while let Some((index, number)) =
            self.notes.iter().find(|it| *it.1 == done + 1).map(|it| (*it.0, *it.1))
        {
            let body = self.body;
            let text = self.blocks(&body.notes[index as usize].blocks);
            out.push(format!("[^{number}]: {}", blocks::indented(&text, "    ")));
            done = number;
        }
        out.join("\n\n")
    }
}
