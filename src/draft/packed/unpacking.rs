//! Bytes to a body, each as `packing` wrote it.

use std::ops::Range;
use std::sync::Arc;

use super::VIEWS;
use crate::draft::body::{
    Alignment, Block, BlockKind, Cell, Definition, Float, FloatKind, Inline, Item, Table, View,
};
use crate::draft::stretch::Stretch;
use crate::words::Source;

/// Reads what was written. Bytes that are not there are zeros.
pub(super) struct Unpacking<'a> {
    /// What is left.
    pub rest: &'a [u8],
    /// The file.
    pub source: &'a Arc<Source>,
}

impl Unpacking<'_> {
    /// A byte.
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *first
    }

    /// A number.
    fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 || shift > 63 {
                return number;
            }
        }
    }

    /// A number that was one of 32 bits.
    fn small(&mut self) -> u32 {
        self.number() as u32
    }

    /// A text.
    pub fn text(&mut self) -> String {
        let length = self.number() as usize;
        let (text, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        self.rest = rest;
        String::from_utf8_lossy(text).into_owned()
    }

    /// A number that need not be there.
    fn maybe(&mut self) -> Option<u64> {
        self.number().checked_sub(1)
    }

    /// Bytes of the file.
    fn range(&mut self) -> Range<u32> {
        let start = self.small();
        start..start.saturating_add(self.small())
    }

    /// As many as there are.
    pub fn list<T>(&mut self, each: fn(&mut Self) -> T) -> Vec<T> {
        let count = self.number() as usize;
        // Each takes a byte at least.
        let count = count.min(self.rest.len());
        (0..count).map(|_| each(self)).collect()
    }

    /// Running text.
    fn inlines(&mut self) -> Vec<Inline> {
        self.list(Self::inline)
    }

    /// A block.
    pub fn block(&mut self) -> Block {
        let at = self.range();
        let kind =
            match self.byte() {
                0 => BlockKind::Paragraph(self.inlines()),
                1 => {
                    let level = self.byte();
                    BlockKind::Heading { level, heading: self.small(), title: self.inlines() }
                }
                2 => {
                    let start = self.maybe();
                    let items = self.list(|it| Item {
                        done: it.maybe().map(|it| it == 1),
                        blocks: it.list(Self::block),
                        tight: it.byte() == 1,
                        at: it.range(),
                    });
                    BlockKind::List { start, items }
                }
                3 => BlockKind::Quote(self.list(Self::block)),
                4 => BlockKind::Code { language: self.text(), text: self.text() },
                5 => BlockKind::Table(Box::new(Table {
                    alignments: self.list(|it| match it.byte() {
                        0 => Alignment::Start,
                        1 => Alignment::Center,
                        _ => Alignment::End,
                    }),
                    head: self.list(Self::cell),
                    rows: self.list(|it| it.list(Self::cell)),
                })),
                6 => BlockKind::Definitions(self.list(|it| Definition {
                    term: it.inlines(),
                    meanings: it.list(|it| it.list(Self::block)),
                })),
                8 => BlockKind::Html(self.text()),
                9 => BlockKind::Box { title: self.inlines(), blocks: self.list(Self::block) },
                10 => BlockKind::PullQuote(self.list(Self::block)),
                11 => BlockKind::Float(Box::new(Float {
                    kind: if self.byte() == 0 { FloatKind::Figure } else { FloatKind::Table },
                    id: self.text(),
                    number: self.small(),
                    image: self.maybe().map(|it| it as u32),
                    chart: self.maybe().map(|it| it as u32),
                    alt: self.text(),
                    credit: self.list(Self::text).pop(),
                    blocks: self.list(Self::block),
                })),
                12 => {
                    let named = self.maybe().and_then(|it| VIEWS.get(it as usize).cloned());
                    BlockKind::View(named.unwrap_or_else(|| View::Chain(self.number() as usize)))
                }
                _ => BlockKind::Rule,
            };
        Block { kind, at }
    }

    /// A cell.
    fn cell(&mut self) -> Cell {
        Cell { content: self.inlines(), at: self.range() }
    }

    /// A stretch of running text.
    fn inline(&mut self) -> Inline {
        match self.byte() {
            0 => {
                let at = self.range();
                Inline::Text(Stretch::typed(self.source, at.start as usize..at.end as usize))
            }
            1 => Inline::Text(self.text().into()),
            2 => Inline::Code(self.text()),
            3 => Inline::Sub(self.text()),
            4 => Inline::Super(self.text()),
            5 => Inline::Html(self.text()),
            6 => Inline::Emphasis(self.inlines()),
            7 => Inline::Strong(self.inlines()),
            8 => Inline::Strike(self.inlines()),
            9 => {
                let inside = self.inlines();
                Inline::Link(self.small(), inside)
            }
            10 => {
                let alt = self.text();
                Inline::Image(self.small(), alt)
            }
            11 => Inline::Cite(self.small()),
            12 => Inline::Note(self.small()),
            13 => Inline::SoftBreak,
            15 => {
                let at = self.range();
                Inline::Text(Stretch::bare(self.source, at.start as usize..at.end as usize))
            }
            _ => Inline::HardBreak,
        }
    }
}
