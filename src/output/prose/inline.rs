//! Running text as HTML: marks, links, pictures.

use std::fmt::Write as _;

use super::{Setter, escape, escape_into, href};
use crate::draft::body::Inline;
use crate::site::Target;

impl Setter<'_> {
    /// Adds running text.
    pub(super) fn add_inlines(&mut self, inlines: &[Inline], out: &mut String) {
        let mut rest = inlines;
        while let Some((it, after)) = rest.split_first() {
            rest = after;
            match it {
                Inline::Text(text) => escape_into(text, out),
                Inline::Cite(_) | Inline::Note(_) => rest = self.add_marks(it, rest, out),
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
}
