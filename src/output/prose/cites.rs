//! Citations and note marks in running text.
//!
//! In a style that cites in notes a citation is a number, which stands behind the punctuation that
//! follows it and without a space before it (The Chicago Manual of Style, 18th ed., 13.28); numbers
//! that meet are parted by commas.

use std::fmt::Write as _;

use super::{Setter, Use, escape, escape_into, linked_html, note_id, reference_id};
use crate::cite::Class;
use crate::draft::body::Inline;
use crate::draft::citations::{Citation, CitationForm, Stance};
use crate::output::apparatus::{Met, Place};

impl Setter<'_> {
    /// Adds a citation or a note mark, and the marks that follow it at once; gives back what of
    /// `rest` is still to be set.
    pub(super) fn add_marks<'i>(
        &mut self,
        first: &Inline,
        rest: &'i [Inline],
        out: &mut String,
    ) -> &'i [Inline] {
        if !self.is_raised(first) {
            self.goes_on = !rest.is_empty();
            self.add_mark(first, out);
            return rest;
        }
        let mut marks = vec![first];
        let mut rest = rest;
        // `[@a] [@b].` are two marks at one place.
        loop {
            let gap = rest.iter().take_while(|it| is_gap(it)).count();
            match rest.get(gap) {
                Some(it) if self.is_raised(it) => {
                    marks.push(it);
                    rest = &rest[gap + 1..];
                }
                _ => break,
            }
        }
        if marks.iter().any(|it| matches!(it, Inline::Cite(_))) {
            out.truncate(out.trim_end_matches([' ', '\n', '\u{a0}']).len());
        }
        let after = match rest.first() {
            Some(Inline::Text(text)) if matches!(first, Inline::Cite(_)) => {
                let (before, after) = text.split_at(punctuation(text));
                escape_into(before, out);
                rest = &rest[1..];
                Some(after)
            }
            _ => None,
        };
        for (index, mark) in marks.into_iter().enumerate() {
            if index > 0 || out.ends_with("</sup>") {
                out.push_str("<sup>,</sup>");
            }
            self.add_mark(mark, out);
        }
        if let Some(after) = after {
            escape_into(after, out);
        }
        rest
    }

    /// Whether something is set as a raised number.
    fn is_raised(&self, it: &Inline) -> bool {
        match it {
            Inline::Note(_) => true,
            Inline::Cite(index) => {
                self.in_note.is_none()
                    && self.apparatus.is_some_and(|it| it.class == Class::Note)
                    && self.tables.citations[*index as usize].form == CitationForm::Bracketed
            }
            _ => false,
        }
    }

    /// Adds one of them.
    fn add_mark(&mut self, it: &Inline, out: &mut String) {
        match it {
            Inline::Cite(index) => self.add_cite(*index, out),
            Inline::Note(index) => self.add_note(*index, out),
            _ => {}
        }
    }

    /// A citation.
    fn add_cite(&mut self, index: u32, out: &mut String) {
        let place = (self.tables.table, index);
        if !self.again && self.in_note.is_none() {
            self.met.push(Met::Cite(place));
        }
        let Some(apparatus) = self.apparatus else { return };
        let citation = &self.tables.citations[index as usize];
        match (apparatus.cite_note(place), self.in_note) {
            (Some(number), None) => {
                // `@key says`: the name is part of the sentence, the rest is in the note.
                if let Some(name) = apparatus.name(place) {
                    write!(out, "<span class=\"cite named\">{}</span>", linked_html(name, &|_| None)).ok();
                }
                let id = format!("noteref_{number}");
                self.mark(number, &id, out);
                self.used(citation, &id, &number.to_string());
            }
            _ => self.add_text(place, citation, out),
        }
    }

    /// A citation that prints its sources where it stands.
    fn add_text(&mut self, place: Place, citation: &Citation, out: &mut String) {
        let Some(apparatus) = self.apparatus else { return };
        let Some(mut text) = apparatus.text(place).cloned() else { return };
        let mut brackets = ["", ""];
        if self.in_note.is_some() && apparatus.class == Class::Note {
            // The style ends a note here; the author's words go on, and bring their own full stop.
            if self.goes_on {
                text.trim_end();
            }
            if citation.form == CitationForm::Bracketed && parts_sentence(out) {
                text.trim_end();
                brackets = ["(", ")"];
            }
        }
        self.count += usize::from(!self.again);
        let id = format!("cite_{}", self.count);
        let anchor = if self.again { String::new() } else { format!(" id=\"{id}\"") };
        let html = linked_html(&text, &|part| link(citation, part));
        let [open, close] = brackets;
        let named = if citation.form == CitationForm::Narrative { " named" } else { "" };
        write!(out, "<span class=\"cite{named}\"{anchor}>{open}{html}{close}</span>").ok();
        // Where places are counted, a note is told from them by its name.
        let word = self.tables.language.word("note");
        let label = match (self.in_note, apparatus.class) {
            (None, _) => String::new(),
            (Some(number), Class::Note) => number.to_string(),
            (Some(number), _) => format!("{word} {number}"),
        };
        self.used(citation, &id, &label);
    }

    /// What the note of a citation says: its sources, each leading to its reference.
    pub fn cite_note(&self, place: Place, citation: &Citation) -> Option<String> {
        let text = self.apparatus?.text(place)?;
        Some(linked_html(text, &|part| link(citation, part)))
    }

    /// Notes that a place cites its sources.
    fn used(&mut self, citation: &Citation, id: &str, label: &str) {
        if self.again {
            return;
        }
        for part in &citation.parts {
            self.add_use(&part.key, id, label);
        }
    }

    /// Notes that a place cites a source, once.
    pub fn add_use(&mut self, key: &str, id: &str, label: &str) {
        let it = Use { key: key.to_owned(), id: id.to_owned(), label: label.to_owned() };
        if !self.uses.contains(&it) {
            self.uses.push(it);
        }
    }

    /// A reference to a footnote of the author.
    fn add_note(&mut self, index: u32, out: &mut String) {
        if !self.again {
            self.met.push(Met::Note(index));
        }
        let Some(number) = self.apparatus.and_then(|it| it.own_note(index)) else { return };
        let Some(uses) = self.notes.get_mut(index as usize) else { return };
        let id = match uses.len() {
            0 => format!("noteref_{number}"),
            more => format!("noteref_{number}_{}", more + 1),
        };
        if !self.again {
            uses.push(id.clone());
        }
        self.mark(number, &id, out);
    }

    /// The number of a note, leading to it.
    fn mark(&self, number: u32, id: &str, out: &mut String) {
        let anchor = if self.again { String::new() } else { format!(" id=\"{id}\"") };
        write!(
            out,
            "<sup class=\"note-ref\"{anchor}><a href=\"#{}\" role=\"doc-noteref\">{number}</a></sup>",
            note_id(number)
        )
        .ok();
    }
}

/// Words after which a source is part of the sentence: `See [@a]; compare [@b].`
const LEADS: &[&str] = &[
    "see", "also", "cf", "cf.", "compare", "contra", "e.g.", "in", "from", "by", "with", "and", "or",
    "siehe", "s.", "auch", "vgl.", "vgl", "in:", "bei", "und", "voir", "aussi", "et", "vt", "vaata", "ja",
];

/// Whether a source that follows a text would part its sentence if it stood without brackets.
pub fn parts_sentence(before: &str) -> bool {
    let text = before.rsplit('>').next().unwrap_or_default().trim_end();
    let is_inside = text.ends_with(|it: char| it.is_alphanumeric() || "”’»\"'".contains(it))
        || (text.is_empty() && before.trim_end().ends_with("</em>"));
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    is_inside && !LEADS.contains(&last.as_str())
}

/// The link from a source of a citation to its reference.
fn link(citation: &Citation, part: u32) -> Option<String> {
    let part = citation.parts.get(part as usize)?;
    let against = if part.stance == Stance::Against { " class=\"against\"" } else { "" };
    Some(format!("<a href=\"#{}\"{against}>", escape(&reference_id(&part.key))))
}

/// Whether nothing is read here.
fn is_gap(it: &Inline) -> bool {
    match it {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::SoftBreak => true,
        _ => false,
    }
}

/// How many bytes of punctuation and closing quotes a text begins with; none if a word follows at
/// once, for then it is no end: `[@a]’s`.
pub fn punctuation(text: &str) -> usize {
    let rest = text.trim_start_matches([
        '.', ',', ';', ':', '!', '?', '…', '”', '’', '»', '“', '‘', '。', '、', '，', '；',
    ]);
    let is_end = |it: char| !it.is_alphanumeric();
    if rest.chars().next().is_none_or(is_end) || text.starts_with(['。', '、', '，', '；']) {
        text.len() - rest.len()
    } else {
        0
    }
}
