//! Markdown to a body and the tables beside it.
//!
//! 1. [`fences`] takes `:::` lines out, in place.
//! 2. pulldown-cmark gives events with offsets; [`blocks`] makes them a tree and [`inlines`] makes
//!    running text, filling the tables of links, citations, headings and floats.
//! 3. The stretches between fences are folded into boxes, figures and places for views.

mod blocks;
mod charts;
mod citing;
mod fences;
mod fold;
mod headings;
mod html;
mod inlines;
mod signs;
pub mod typography;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser};

use super::body::{Block, Body, FloatKind, InBody, Inline, Note};
use super::chart::Chart;
use super::citations::{self, Citation};
use crate::report::{Diagnostic, mistakes::prose as mistakes};
use crate::settings::Html;
use crate::words::{Source, Span};

/// What CommonMark is read with. Never `all()`: it turns on dollars as mathematics, old footnotes
/// and more that eats prose.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// A heading as written.
#[derive(Clone, Hash, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The id in braces, with its place.
    pub explicit: Option<(String, Span)>,
    /// The id that it goes by; made when the whole file is known.
    pub id: String,
    /// Classes in braces.
    pub classes: Vec<String>,
    /// Its words.
    pub title: Vec<Inline>,
    /// The heading, marks included.
    pub at: Span,
    /// The index of its block at top level; `None` inside something.
    pub block: InBody<Option<usize>>,
}

/// A link or picture as written.
#[derive(Clone, Hash, Debug)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// Where it leads, as written.
    pub target: String,
    /// Whether it has no words of its own and wants those of what it points to.
    pub is_empty: bool,
    /// The link, brackets included.
    pub at: Span,
}

/// What a link is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LinkKind {
    /// `[words](target)`.
    Link,
    /// `![words](target)`.
    Image,
    /// The file that a chart is drawn from.
    Data,
}

/// A figure or table that has a number.
#[derive(Clone, Hash, Debug)]
pub struct FloatAnchor {
    /// Which row of numbers it counts in.
    pub kind: FloatKind,
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: u32,
    /// Where it is made.
    pub at: Span,
}

/// Everything that Markdown gives.
#[derive(Default, Debug)]
pub struct Parsed {
    /// The tree.
    pub body: Body,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Links and pictures in order.
    pub links: Vec<Link>,
    /// Citations in order.
    pub citations: Vec<Citation>,
    /// Figures and tables in order.
    pub floats: Vec<FloatAnchor>,
    /// Charts in order.
    pub charts: Vec<Chart>,
    /// Places of chains: the byte at which each stands, the case as written, and where that is.
    pub chains: Vec<(u32, String, Span)>,
    /// Words of running text.
    pub words: usize,
    /// What is to be said.
    pub said: Vec<Diagnostic>,
}

/// What parsing depends on beside the text.
#[derive(Clone, Copy)]
pub struct Manner<'a> {
    /// The language, for quotes.
    pub lang: &'a str,
    /// What becomes of HTML.
    pub html: Html,
}

/// Reads the body of a file, from `start` to its end, into `parsed`.
pub fn read(source: &Arc<Source>, start: usize, manner: Manner<'_>, parsed: &mut Parsed) {
    let text = &source.text[start..];
    for (at, found) in crate::words::names::unprintable(text) {
        let span = source.span(start + at..start + at + found.len_utf8());
        parsed.said.push(crate::report::mistakes::front_matter::control_character(span, found));
    }
    let (fenced, fences) = fences::take_out(text);
    let locate = |range: Range<usize>| source.span(start + range.start..start + range.end);
    let unresolved = RefCell::new(Vec::new());
    let mut scribe = Scribe::new(&fenced, &unresolved, &locate, manner, parsed);
    scribe.base = start;
    scribe.source = Some(source);
    scribe.fences = fences.iter().map(|it| (it.at.clone(), !it.words.is_empty())).collect();
    let pieces = scribe.top(&fences);
    let blocks = scribe.fold(text, pieces, fences);
    let notes = scribe.finish_notes();
    scribe.settle_headings(&blocks);
    drop(scribe);
    for (label, range) in unresolved.into_inner() {
        parsed.said.push(mistakes::link_undefined(locate(range), &label));
    }
    parsed.body.blocks = blocks;
    parsed.body.notes.extend(notes);
}

/// Reads a short text as running text: a cell of a CSV file, a takeaway in the front matter.
/// `locate` gives the place of a range of it.
pub fn read_inline(
    text: &str,
    locate: &dyn Fn(Range<usize>) -> Span,
    manner: Manner<'_>,
    parsed: &mut Parsed,
) -> Vec<Inline> {
    let unresolved = RefCell::new(Vec::new());
    let mut scribe = Scribe::new(text, &unresolved, locate, manner, parsed);
    let blocks = scribe.blocks(None);
    drop(scribe);
    let mut out = Vec::new();
    for block in blocks {
        if let super::body::BlockKind::Paragraph(inlines) = block.kind {
            if !out.is_empty() {
                out.push(Inline::SoftBreak);
            }
            out.extend(inlines);
        } else {
            parsed.said.push(mistakes::not_inline(locate(0..text.len())));
            return vec![Inline::Text(text.to_owned().into())];
        }
    }
    out
}

/// References that lead nowhere, gathered by the parser's callback: label and range.
type Unresolved = RefCell<Vec<(String, Range<usize>)>>;

/// The parser with its callback.
type Events<'a> = Peekable<
    pulldown_cmark::OffsetIter<'a, Box<dyn FnMut(BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> + 'a>>,
>;

/// Writes down what the parser finds.
struct Scribe<'a, 'p> {
    /// The text that is parsed.
    text: &'a str,
    /// Its events.
    events: Events<'a>,
    /// Makes spans of ranges of the text.
    locate: &'a dyn Fn(Range<usize>) -> Span,
    /// Where the text begins in its file, for the bytes of blocks.
    base: usize,
    /// The file, if the text is the rest of it from there.
    source: Option<&'a Arc<Source>>,
    /// Lines `:::` that were taken out of the text, and whether each opens a block.
    fences: Vec<(Range<usize>, bool)>,
    /// How many links deep the scribe is: brackets around a citation may be theirs.
    links_open: usize,
    /// Language and HTML.
    manner: Manner<'a>,
    /// Where everything goes.
    parsed: &'p mut Parsed,
    /// Sets quotes and dashes.
    setter: typography::Setter,
    /// Labels of notes in the order in which they are referred to.
    note_order: Vec<String>,
    /// Notes by label, with the place where each is defined.
    note_texts: BTreeMap<String, (Vec<Block>, Span)>,
    /// How many blocks deep the scribe is; bounded, so that no input overflows the stack.
    depth: usize,
}

/// Blocks in blocks, beyond which nothing is read as written.
const DEPTH_MAX: usize = 64;

impl<'a, 'p> Scribe<'a, 'p> {
    /// Starts on a text.
    fn new(
        text: &'a str,
        unresolved: &'a Unresolved,
        locate: &'a dyn Fn(Range<usize>) -> Span,
        manner: Manner<'a>,
        parsed: &'p mut Parsed,
    ) -> Scribe<'a, 'p> {
        let callback: Box<dyn FnMut(BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> + 'a> =
            Box::new(move |link: BrokenLink<'a>| {
                let cites =
                    citations::is_citation(&link.reference) || follows_narrative(text, link.span.start);
                if cites {
                    return Some(("cite".into(), "".into()));
                }
                if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
                    unresolved.borrow_mut().push((link.reference.to_string(), link.span.clone()));
                }
                None
            });
        let events = Parser::new_with_broken_link_callback(text, OPTIONS, Some(callback))
            .into_offset_iter()
            .peekable();
        Scribe {
            text,
            events,
            locate,
            base: 0,
            source: None,
            fences: Vec::new(),
            links_open: 0,
            manner,
            setter: typography::Setter::new(manner.lang),
            parsed,
            note_order: Vec::new(),
            note_texts: BTreeMap::new(),
            depth: 0,
        }
    }

    /// A range of the text as bytes of the file.
    fn bytes(&self, range: &Range<usize>) -> Range<u32> {
        (self.base + range.start) as u32..(self.base + range.end) as u32
    }

    /// A range of the text as a span.
    fn span(&self, range: &Range<usize>) -> Span {
        (self.locate)(range.clone())
    }

    /// Adds a message.
    fn say(&mut self, it: Diagnostic) {
        self.parsed.said.push(it);
    }

    /// The number of a note by its label; a new one if it was not referred to before.
    fn note(&mut self, label: &str) -> u32 {
        match self.note_order.iter().position(|it| it == label) {
            Some(index) => index as u32,
            None => {
                self.note_order.push(label.to_owned());
                self.note_order.len() as u32 - 1
            }
        }
    }

    /// Notes in order; those that nobody refers to are said.
    fn finish_notes(&mut self) -> Vec<Note> {
        let mut texts = std::mem::take(&mut self.note_texts);
        let order = std::mem::take(&mut self.note_order);
        let notes = order
            .into_iter()
            .map(|label| {
                let blocks = texts.remove(&label).map(|it| it.0).unwrap_or_default();
                Note { label, blocks }
            })
            .collect();
        for (label, (_, at)) in texts {
            self.say(mistakes::note_unused(at, &label));
        }
        notes
    }

    /// Gives each heading at top level the index of its block.
    fn settle_headings(&mut self, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            if let super::body::BlockKind::Heading { heading, .. } = &block.kind {
                self.parsed.headings[*heading as usize].block = InBody(Some(index));
            }
        }
    }

    /// The next event.
    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        self.events.next()
    }
}

/// Whether what stands before an offset is `@key` or `@key `: the bracket that follows is its
/// locator.
fn follows_narrative(text: &str, at: usize) -> bool {
    let before = text[..at].strip_suffix(' ').unwrap_or(&text[..at]);
    let Some(sign) = before.rfind('@') else { return false };
    citations::key_length(&before[sign + 1..]) == before.len() - sign - 1
        && sign + 1 < before.len()
        && citations::narrative(before, sign).is_some_and(|(found, _)| found == sign || sign > 0)
        && citations::narrative(&before[before[..sign].rfind('\n').map_or(0, |it| it + 1)..], 0).is_some()
}
