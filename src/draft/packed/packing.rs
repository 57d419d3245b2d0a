//! A body to bytes.

use std::ops::Range;

use super::VIEWS;
use crate::draft::body::{Block, BlockKind, Cell, Inline, View};

/// Writes.
pub(super) struct Packing(pub Vec<u8>);

impl Packing {
    /// A number: seven bits in each byte, the eighth says that more follow (LEB128).
    fn number(&mut self, mut it: u64) {
        while it >= 0x80 {
            self.0.push(it as u8 | 0x80);
            it >>= 7;
        }
        self.0.push(it as u8);
    }

    /// A text.
    pub fn text(&mut self, it: &str) {
        self.number(it.len() as u64);
        self.0.extend(it.as_bytes());
    }

    /// A number that need not be there.
    fn maybe(&mut self, it: Option<u64>) {
        self.number(it.map_or(0, |it| it + 1));
    }

    /// Bytes of the file.
    fn range(&mut self, it: &Range<u32>) {
        self.number(it.start.into());
        self.number(it.len() as u64);
    }

    /// How many there are, and each.
    pub fn list<T>(&mut self, all: &[T], each: fn(&mut Packing, &T)) {
        self.number(all.len() as u64);
        all.iter().for_each(|it| each(self, it));
    }

    /// Running text.
    fn inlines(&mut self, all: &[Inline]) {
        self.list(all, Packing::inline);
    }

    /// A block.
    pub fn block(&mut self, it: &Block) {
        self.range(&it.at);
        match &it.kind {
            BlockKind::Paragraph(inlines) => {
                self.0.push(0);
                self.inlines(inlines);
            }
            BlockKind::Heading { heading, level, title } => {
                self.0.extend([1, *level]);
                self.number((*heading).into());
                self.inlines(title);
            }
            BlockKind::List { start, items } => {
                self.0.push(2);
                self.maybe(*start);
                self.list(items, |out, it| {
                    out.maybe(it.done.map(u64::from));
                    out.list(&it.blocks, Packing::block);
                    out.0.push(it.tight.into());
                    out.range(&it.at);
                });
            }
            BlockKind::Quote(blocks) => {
                self.0.push(3);
                self.list(blocks, Packing::block);
            }
            BlockKind::Code { language, text } => {
                self.0.push(4);
                self.text(language);
                self.text(text);
            }
            BlockKind::Table(table) => {
                self.0.push(5);
                self.list(&table.alignments, |out, it| out.0.push(*it as u8));
                self.list(&table.head, Packing::cell);
                self.list(&table.rows, |out, it| out.list(it, Packing::cell));
            }
            BlockKind::Definitions(all) => {
                self.0.push(6);
                self.list(all, |out, it| {
                    out.inlines(&it.term);
                    out.list(&it.meanings, |out, it| out.list(it, Packing::block));
                });
            }
            BlockKind::Rule => self.0.push(7),
            BlockKind::Html(html) => {
                self.0.push(8);
                self.text(html);
            }
            BlockKind::Box { title, blocks } => {
                self.0.push(9);
                self.inlines(title);
                self.list(blocks, Packing::block);
            }
            BlockKind::PullQuote(blocks) => {
                self.0.push(10);
                self.list(blocks, Packing::block);
            }
            BlockKind::Float(it) => {
                self.0.extend([11, it.kind as u8]);
                self.text(&it.id);
                self.number(it.number.into());
                self.maybe(it.image.map(u64::from));
                self.maybe(it.chart.map(u64::from));
                self.text(&it.alt);
                self.list(it.credit.as_slice(), |out, it| out.text(it));
                self.list(&it.blocks, Packing::block);
            }
            BlockKind::View(view) => {
                let place = VIEWS.iter().position(|it| it == view);
                self.0.push(12);
                self.maybe(place.map(|it| it as u64));
                if let View::Chain(case) = view {
                    self.number(*case as u64);
                }
            }
        }
    }

    /// A cell.
    fn cell(&mut self, it: &Cell) {
        self.inlines(&it.content);
        self.range(&it.at);
    }

    /// A stretch of running text.
    fn inline(&mut self, it: &Inline) {
        match it {
            Inline::Text(it) => match it.place() {
                Some(at) => {
                    self.0.push(if it.is_bare() { 15 } else { 0 });
                    self.range(&at);
                }
                None => self.tagged(1, it),
            },
            Inline::Code(it) => self.tagged(2, it),
            Inline::Sub(it) => self.tagged(3, it),
            Inline::Super(it) => self.tagged(4, it),
            Inline::Html(it) => self.tagged(5, it),
            Inline::Emphasis(inside) => self.marked(6, inside),
            Inline::Strong(inside) => self.marked(7, inside),
            Inline::Strike(inside) => self.marked(8, inside),
            Inline::Link(index, inside) => {
                self.marked(9, inside);
                self.number((*index).into());
            }
            Inline::Image(index, alt) => {
                self.tagged(10, alt);
                self.number((*index).into());
            }
            Inline::Cite(index) => {
                self.0.push(11);
                self.number((*index).into());
            }
            Inline::Note(index) => {
                self.0.push(12);
                self.number((*index).into());
            }
            Inline::SoftBreak => self.0.push(13),
            Inline::HardBreak => self.0.push(14),
        }
    }

    /// What is only text.
    fn tagged(&mut self, tag: u8, text: &str) {
        self.0.push(tag);
        self.text(text);
    }

    /// What holds running text.
    fn marked(&mut self, tag: u8, inside: &[Inline]) {
        self.0.push(tag);
        self.inlines(inside);
    }
}
