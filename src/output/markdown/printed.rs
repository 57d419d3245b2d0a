//! Citations in Markdown as the page prints them: the same words, notes with the page's numbers.

use super::{Citing, Place, escape};
use crate::cite::{Class, Shift, Text};
use crate::draft::citations::{Citation, CitationForm};
use crate::output::apparatus::{self, Apparatus, NoteOf, Table};
use crate::output::prose::parts_sentence;
use crate::site::Brief;

/// Citations with the apparatus of the page.
pub struct Printed<'a> {
    /// The apparatus.
    apparatus: &'a Apparatus,
    /// Whether a note is being written: there a citation prints its sources.
    is_in_note: bool,
}

impl<'a> Printed<'a> {
    /// With an apparatus.
    pub fn new(apparatus: &'a Apparatus) -> Printed<'a> {
        Printed { apparatus, is_in_note: false }
    }
}

impl Printed<'_> {
    /// The sources of a citation that the page only lists, by their short names.
    fn labels(&self, citation: &Citation) -> String {
        let labels = citation.parts.iter().filter_map(|it| self.apparatus.labels.get(&it.key));
        let labels: Vec<String> = labels.map(|it| escape::text(it)).collect();
        if labels.is_empty() { String::new() } else { format!("({})", labels.join("; ")) }
    }
}

impl Citing for Printed<'_> {
    fn note(&mut self, index: u32) -> Option<u32> {
        self.apparatus.own_note(index)
    }

    fn notes(&self) -> Option<Vec<NoteOf>> {
        Some(self.apparatus.notes.clone())
    }

    fn note_text(&mut self, place: Place) -> String {
        self.apparatus.text(whole(place)).map_or(String::new(), markdown)
    }

    fn within_note(&mut self, within: bool) {
        self.is_in_note = within;
    }

    fn cite(&mut self, place: Place, citation: &Citation, before: &str, goes_on: bool) -> String {
        let place = whole(place);
        match self.apparatus.cite_note(place) {
            Some(number) if !self.is_in_note => {
                let name = self.apparatus.name(place).map_or(String::new(), markdown);
                format!("{name}[^{number}]")
            }
            _ => {
                let Some(mut text) = self.apparatus.text(place).cloned() else {
                    return self.labels(citation);
                };
                let is_in_note = self.is_in_note && self.apparatus.class == Class::Note;
                let is_apart =
                    is_in_note && citation.form == CitationForm::Bracketed && parts_sentence(before);
                // As on the page: the author's words go on, and bring their own full stop.
                if is_in_note && (goes_on || is_apart) {
                    text.trim_end();
                }
                let text = markdown(&text);
                if is_apart { format!("({text})") } else { text }
            }
        }
    }

    fn references(&mut self, _: &Brief) -> Vec<String> {
        let all = self.apparatus.references().iter().map(|(_, mark, text)| match mark {
            Some(mark) => format!("{} {}", markdown(mark), markdown(text)),
            None => markdown(text),
        });
        all.collect()
    }
}

/// A place with its table.
fn whole(place: Place) -> apparatus::Place {
    match place {
        Place::Text(index) => (Table::Brief, index),
        Place::Chronology(index) => (Table::Chronology, index),
    }
}

/// What a style prints, as Markdown.
fn markdown(text: &Text) -> String {
    let mut out = String::new();
    for run in &text.0 {
        if run.url.as_ref().is_some_and(|url| *url == run.text) {
            out.push_str(&format!("<{}>", run.text));
            continue;
        }
        let words = run.text.trim();
        let start = run.text.len() - run.text.trim_start().len();
        let mut inside = escape::text(words);
        for (is, mark) in [
            (run.look.bold, "**"),
            (run.look.italic, "*"),
            (run.look.shift == Shift::Super, "^"),
            (run.look.shift == Shift::Sub, "~"),
        ] {
            if is && !words.is_empty() {
                inside = format!("{mark}{inside}{mark}");
            }
        }
        if let Some(url) = &run.url {
            inside = format!("[{inside}]({})", escape::address(url));
        }
        out.push_str(&run.text[..start]);
        out.push_str(&inside);
        out.push_str(&run.text[start + words.len()..]);
    }
    out
}
