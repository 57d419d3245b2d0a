//! Running text as Markdown.

use super::{Place, Writer, escape};
use crate::draft::body::Inline;
use crate::output::prose::{href, punctuation};
use crate::site::Target;

impl Writer<'_> {
    /// Running text on one line, but for line ends that are meant.
    pub fn inlines(&mut self, inlines: &[Inline]) -> String {
        let mut out = String::new();
        let mut rest = inlines;
        while let Some((it, after)) = rest.split_first() {
            rest = after;
            match it {
                Inline::Text(text) => out.push_str(&escape::text(text)),
                Inline::Code(text) => {
                    let code = escape::code(text);
                    out.push_str(&if self.in_cell { code.replace('|', "\\|") } else { code });
                }
                Inline::Emphasis(inside) => self.marked("*", inside, &mut out),
                Inline::Strong(inside) => self.marked("**", inside, &mut out),
                Inline::Strike(inside) => self.marked("~~", inside, &mut out),
                Inline::Sub(text) => out.push_str(&format!("~{}~", escape::text(text))),
                Inline::Super(text) => out.push_str(&format!("^{}^", escape::text(text))),
                Inline::Link(index, inside) => self.link(*index, inside, &mut out),
                Inline::Image(index, alt) => out.push_str(&self.image(*index, alt)),
                Inline::Cite(index) => {
                    let cite = self.cite(*index, &out, !rest.is_empty());
                    // The mark of a note stands behind the punctuation, as on the page.
                    if cite.starts_with("[^") {
                        out.truncate(out.trim_end().len());
                        if let Some((Inline::Text(text), after)) = rest.split_first() {
                            let (before, words) = text.split_at(punctuation(text));
                            out.push_str(&format!("{}{cite}{}", escape::text(before), escape::text(words)));
                            rest = after;
                            continue;
                        }
                    }
                    out.push_str(&cite);
                }
                Inline::Note(index) => {
                    if let Some(number) = self.citing.note(*index) {
                        out.push_str(&format!("[^{number}]"));
                    } else if self.body.notes.get(*index as usize).is_some() {
                        let next = self.notes.len() + 1;
                        let number = *self.notes.entry(*index).or_insert(next);
                        out.push_str(&format!("[^{number}]"));
                    }
                }
                Inline::HardBreak if !self.in_cell => out.push_str("\\\n"),
                Inline::SoftBreak | Inline::HardBreak => out.push(' '),
                Inline::Html(_) => {}
            }
        }
        out
    }

    /// A citation.
    pub(super) fn cite(&mut self, index: u32, before: &str, goes_on: bool) -> String {
        let place = if self.is_chronology { Place::Chronology(index) } else { Place::Text(index) };
        self.citing.cite(place, &self.tables.citations[index as usize], before, goes_on)
    }

    /// Running text between marks, which stand close to the words (CommonMark 0.31, 6.2).
    fn marked(&mut self, mark: &str, inside: &[Inline], out: &mut String) {
        let text = self.inlines(inside);
        let words = text.trim();
        if words.is_empty() {
            out.push_str(&text);
            return;
        }
        let start = text.len() - text.trim_start().len();
        let end = text.trim_end().len();
        out.push_str(&format!("{}{mark}{words}{mark}{}", &text[..start], &text[end..]));
    }

    /// A link; its words alone where it leads nowhere.
    fn link(&mut self, index: u32, inside: &[Inline], out: &mut String) {
        let target = self.tables.links[index as usize].clone();
        let words = match &target {
            Target::Float { kind, number, .. } if inside.is_empty() => {
                escape::text(&self.tables.language.numbered(kind, *number))
            }
            _ => self.inlines(inside),
        };
        match href(&target, self.tables.root, self.tables.links_name_files) {
            Some(href) => out.push_str(&format!("[{words}]({})", escape::address(&href))),
            None => out.push_str(&words),
        }
    }

    /// Where a file is that the reader may take away.
    pub(super) fn file(&self, index: u32) -> Option<String> {
        let target = href(self.tables.links.get(index as usize)?, self.tables.root, false)?;
        Some(escape::address(&target))
    }

    /// A picture.
    pub(super) fn image(&mut self, index: u32, alt: &str) -> String {
        let target = href(&self.tables.links[index as usize], self.tables.root, false);
        target.map_or(String::new(), |it| format!("![{}]({})", escape::text(alt), escape::address(&it)))
    }
}
