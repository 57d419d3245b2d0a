//! Running text as HTML: marks, links, pictures.

use std::fmt::Write as _;

use super::{Setter, escape, escape_into, href};
use crate::draft::body::Inline;
use crate::site::Target;
use crate::words::address::escape_path;

impl Setter<'_> {
    /// Adds running text.
    pub(super) fn add_inlines(&mut self, inlines: &[Inline], out: &mut String) {
        let mut rest = inlines;
        while let Some((it, after)) = rest.split_first() {
            rest = after;
            match it {
                Inline::Text(text) if text.is_bare() => out.push_str(text),
                Inline::Text(text) => escape_into(text, out),
                Inline::Cite(_) | Inline::Note(_) => rest = self.add_marks(it, rest, out),
                Inline::Code(text) => {
                    out.push_str("<code>");
                    escape_into(text, out);
                    out.push_str("</code>");
                }
                Inline::Emphasis(inside) => self.marked(["<em>", "</em>"], inside, out),
                Inline::Strong(inside) => self.marked(["<strong>", "</strong>"], inside, out),
                Inline::Strike(inside) => self.marked(["<s>", "</s>"], inside, out),
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
    fn marked(&mut self, [open, close]: [&str; 2], inside: &[Inline], out: &mut String) {
        out.push_str(open);
        self.add_inlines(inside, out);
        out.push_str(close);
    }

    /// A link; its words alone where it leads nowhere.
    pub(super) fn add_link(&mut self, index: u32, inside: &[Inline], out: &mut String) {
        let target = &self.tables.links[index as usize];
        let Some(href) = href(target, self.tables.root, self.tables.links_name_files) else {
            self.add_inlines(inside, out);
            return;
        };
        out.push_str("<a href=\"");
        escape_into(&href, out);
        out.push_str("\">");
        match target {
            Target::Float { kind, number, .. } if inside.is_empty() => {
                out.push_str(&escape(&self.tables.language.numbered(kind, *number)));
            }
            _ => self.add_inlines(inside, out),
        }
        out.push_str("</a>");
    }

    /// A picture: in the widths that there are of it, at its place before it is there, and, but for the
    /// first of a page, only when it comes near.
    pub(super) fn add_image(&mut self, index: u32, alt: &str, out: &mut String) {
        let Target::Picture(it) = &self.tables.links[index as usize] else { return };
        let root = self.tables.root;
        let whole = |path: &str| format!("{root}{}", escape(&escape_path(path)));
        write!(out, "<img src=\"{}\"", whole(it.path())).ok();
        let is_first = !std::mem::replace(&mut self.has_picture, true);
        if !it.versions.is_empty() {
            let all = it.versions.iter().map(|(width, path)| format!("{} {width}w", whole(path)));
            let all = all.collect::<Vec<_>>().join(", ");
            // A browser that waits for the layout knows better than anybody how wide it is.
            let auto = if is_first { "" } else { "auto, " };
            write!(out, " srcset=\"{all}\" sizes=\"{auto}{}\"", escape(self.tables.sizes)).ok();
        }
        if let Some((width, height)) = it.size {
            write!(out, " width=\"{width}\" height=\"{height}\"").ok();
        }
        let lazy = if is_first { "" } else { " loading=\"lazy\"" };
        write!(out, " alt=\"{}\"{lazy} decoding=\"async\">", escape(alt)).ok();
    }
}
