//! Running text as HTML: marks, links, pictures, citations, notes.

use std::fmt::Write as _;

use super::{Setter, escape, escape_into, href, note_id, reference_id};
use crate::draft::body::Inline;
use crate::draft::citations::{CitationForm, Stance};
use crate::site::Target;

impl Setter<'_> {
    /// Adds running text.
    pub(super) fn add_inlines(&mut self, inlines: &[Inline], out: &mut String) {
        for it in inlines {
            match it {
                Inline::Text(text) => escape_into(text, out),
                Inline::Code(text) => {
                    out.push_str("<code>");
                    escape_into(text, out);
                    out.push_str("</code>");
                }
                Inline::Emphasis(inside) => self.marked("em", inside, out),
                Inline::Strong(inside) => self.marked("strong", inside, out),
                Inline::Strike(inside) => self.marked("s", inside, out),
                Inline::Sub(text) => {
                    write!(out, "<sub>{}</sub>", escape(text)).ok();
                }
                Inline::Super(text) => {
                    write!(out, "<sup>{}</sup>", escape(text)).ok();
                }
                Inline::Link(index, inside) => self.add_link(*index, inside, out),
                Inline::Image(index, alt) => self.add_image(*index, alt, out),
                Inline::Cite(index) => self.add_cite(*index, out),
                Inline::Note(index) => self.add_note(*index, out),
                Inline::SoftBreak => out.push('\n'),
                Inline::HardBreak => out.push_str("<br>\n"),
                Inline::Html(html) => out.push_str(html),
            }
        }
    }

    /// Running text between two tags.
    pub(super) fn marked(&mut self, tag: &str, inside: &[Inline], out: &mut String) {
        write!(out, "<{tag}>").ok();
        self.add_inlines(inside, out);
        write!(out, "</{tag}>").ok();
    }

    /// A link; its words alone where it leads nowhere.
    pub(super) fn add_link(&mut self, index: u32, inside: &[Inline], out: &mut String) {
        let target = &self.tables.links[index as usize];
        let Some(href) = href(target, self.tables.root, self.tables.links_name_files) else {
            self.add_inlines(inside, out);
            return;
        };
        write!(out, "<a href=\"{}\">", escape(&href)).ok();
        match target {
            Target::Float { kind, number, .. } if inside.is_empty() => {
                out.push_str(&escape(&self.tables.language.numbered(kind, *number)));
            }
            _ => self.add_inlines(inside, out),
        }
        out.push_str("</a>");
    }

    /// A picture.
    pub(super) fn add_image(&mut self, index: u32, alt: &str, out: &mut String) {
        if let Some(src) = href(&self.tables.links[index as usize], self.tables.root, false) {
            write!(
                out,
                "<img src=\"{}\" alt=\"{}\" loading=\"lazy\" decoding=\"async\">",
                escape(&src),
                escape(alt)
            )
            .ok();
        }
    }

    /// A citation: its keys, each leading to its reference at the end of the page.
    pub(super) fn add_cite(&mut self, index: u32, out: &mut String) {
        let citation = &self.tables.citations[index as usize];
        let bracketed = citation.form == CitationForm::Bracketed;
        let open = if bracketed { "[" } else { "" };
        self.count += usize::from(!self.again);
        let id = format!("cite_{}", self.count);
        let place = if self.again { String::new() } else { format!(" id=\"{id}\"") };
        write!(out, "<span class=\"cite\"{place}>{open}").ok();
        for (number, part) in citation.parts.iter().enumerate() {
            if number > 0 {
                out.push_str("; ");
            }
            if !part.prefix.is_empty() {
                escape_into(&part.prefix, out);
                out.push(' ');
            }
            let stance = if part.stance == Stance::Against { " class=\"against\"" } else { "" };
            write!(
                out,
                "<a href=\"#{}\"{stance}>{}</a>",
                escape(&reference_id(&part.key)),
                escape(&part.key)
            )
            .ok();
            escape_into(&part.tail, out);
            if !self.again {
                self.cites.push((part.key.clone(), id.clone()));
            }
        }
        out.push_str(if bracketed { "]</span>" } else { "</span>" });
    }

    /// A reference to a note.
    pub(super) fn add_note(&mut self, index: u32, out: &mut String) {
        let Some(uses) = self.notes.get_mut(index as usize) else { return };
        let number = index + 1;
        let id = if uses.is_empty() {
            format!("noteref_{number}")
        } else {
            format!("noteref_{number}_{}", uses.len() + 1)
        };
        write!(
            out,
            "<sup class=\"note-ref\" id=\"{id}\"><a href=\"#{}\" role=\"doc-noteref\">{number}</a></sup>",
            note_id(index)
        )
        .ok();
        uses.push(id);
    }
}
