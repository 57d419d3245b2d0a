//! What a brief says, as a tree: made from Markdown once, never changed after.
//!
//! Links and citations are numbers into tables that stand beside the tree, in the outline:
//! resolving them edits a table, never the prose.

use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};

use super::stretch::Stretch;

/// Where in a body something stands: a block, or a range of blocks. Like a span it hashes as nothing, since
/// prose that grows moves it and changes nothing of what is said.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct InBody<T>(pub T);

impl<T> Hash for InBody<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl<T> Deref for InBody<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// The prose of one file.
#[derive(Clone, Default, Hash, Debug)]
pub struct Body {
    /// Top-level blocks, in order; the outline's records are ranges of them.
    pub blocks: Vec<Block>,
    /// Footnotes in the order in which they are first referred to.
    pub notes: Vec<Note>,
}

/// A footnote.
#[derive(Clone, Hash, Debug)]
pub struct Note {
    /// What the author called it.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A block and where it stands, in bytes of the file.
#[derive(Clone, Hash, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes.
    pub at: Range<u32>,
}

/// What a block is.
#[derive(Clone, Hash, Debug)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading.
    Heading {
        /// Its number in the outline's table, where its id is.
        heading: u32,
        /// 1 to 6.
        level: u8,
        /// Its words.
        title: Vec<Inline>,
    },
    /// A list.
    List {
        /// The first number; `None` for bullets.
        start: Option<u64>,
        /// Its items.
        items: Vec<Item>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// Text set as typed.
    Code {
        /// The word after the opening fence.
        language: String,
        /// The text.
        text: String,
    },
    /// A table.
    Table(Box<Table>),
    /// Terms and what they mean.
    Definitions(Vec<Definition>),
    /// A thematic break.
    Rule,
    /// HTML as the settings allow it.
    Html(String),
    /// `::: box Title`.
    Box {
        /// Its heading.
        title: Vec<Inline>,
        /// Its content.
        blocks: Vec<Block>,
    },
    /// `::: quote`.
    PullQuote(Vec<Block>),
    /// `::: figure`, `::: table` or `::: chart`.
    Float(Box<Float>),
    /// Where a view of the comparison stands.
    View(View),
}

/// An item of a list.
#[derive(Clone, Hash, Debug)]
pub struct Item {
    /// For a task: whether it is done.
    pub done: Option<bool>,
    /// Its content; a tight item is one paragraph.
    pub blocks: Vec<Block>,
    /// Whether the item was written without blank lines: its paragraphs are set without space.
    pub tight: bool,
    /// Its bytes.
    pub at: Range<u32>,
}

/// A term and what it means.
#[derive(Clone, Hash, Debug)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// Meanings.
    pub meanings: Vec<Vec<Block>>,
}

/// A table.
#[derive(Clone, Hash, Debug)]
pub struct Table {
    /// One for each column.
    pub alignments: Vec<Alignment>,
    /// Cells of the head.
    pub head: Vec<Cell>,
    /// Rows of cells, as many as the head has.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Hash, Debug)]
pub struct Cell {
    /// Its words.
    pub content: Vec<Inline>,
    /// Its bytes.
    pub at: Range<u32>,
}

/// How a column is set.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Alignment {
    /// As the language runs.
    Start,
    /// Centred.
    Center,
    /// Against the language's run.
    End,
}

/// Something numbered with a caption.
#[derive(Clone, Hash, Debug)]
pub struct Float {
    /// Which row of numbers it counts in.
    pub kind: FloatKind,
    /// Its id.
    pub id: String,
    /// Its number in its row.
    pub number: u32,
    /// For a figure: its picture, in the table of links.
    pub image: Option<u32>,
    /// For a chart: its number in the outline's table.
    pub chart: Option<u32>,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Whose it is.
    pub credit: Option<String>,
    /// Caption, and for a table the table.
    pub blocks: Vec<Block>,
}

/// Which row of numbers something counts in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FloatKind {
    /// Figures.
    Figure,
    /// Tables.
    Table,
}

impl FloatKind {
    /// Its name, under which a theme's strings say how it is numbered.
    pub fn name(self) -> &'static str {
        match self {
            FloatKind::Figure => "figure",
            FloatKind::Table => "table",
        }
    }
}

/// The number of a case that is not known, or not yet.
pub const NO_CASE: usize = usize::MAX;

/// A view of the comparison.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum View {
    /// Outcomes of the cases beside each other.
    Outcomes,
    /// Questions against cases.
    Matrix,
    /// How one thing led to another in a case; its number, or [`NO_CASE`].
    Chain(usize),
    /// What happened when.
    Timelines,
    /// Lessons.
    Lessons,
    /// Likenesses facing differences.
    Likenesses,
    /// Evidence against explanations.
    Rivals,
    /// Recommendations.
    Recommendations,
    /// Key takeaways.
    Takeaways,
    /// Sources with what rests on them.
    Evidence,
}

/// A stretch of running text.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Inline {
    /// Words.
    Text(Stretch),
    /// Set as typed.
    Code(String),
    /// Stressed.
    Emphasis(Vec<Inline>),
    /// Strongly stressed.
    Strong(Vec<Inline>),
    /// Struck out.
    Strike(Vec<Inline>),
    /// Below the line.
    Sub(String),
    /// Above the line.
    Super(String),
    /// A link, by its number in the outline's table.
    Link(u32, Vec<Inline>),
    /// A picture, by its number in the outline's table, and what it shows.
    Image(u32, String),
    /// A citation, by its number in the outline's table.
    Cite(u32),
    /// A reference to a footnote, by its number in the body.
    Note(u32),
    /// A line end of the source.
    SoftBreak,
    /// A line end that is meant.
    HardBreak,
    /// HTML as the settings allow it.
    Html(String),
}

/// The words alone, without markup, notes and citations.
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    add_plain(inlines, &mut out);
    out.trim().to_owned()
}

/// Adds the words of `inlines` to `out`.
fn add_plain(inlines: &[Inline], out: &mut String) {
    for it in inlines {
        match it {
            Inline::Text(text) => out.push_str(text),
            Inline::Code(text) | Inline::Sub(text) | Inline::Super(text) => out.push_str(text),
            Inline::Emphasis(inside)
            | Inline::Strong(inside)
            | Inline::Strike(inside)
            | Inline::Link(_, inside) => {
                add_plain(inside, out);
            }
            Inline::Image(_, alt) => out.push_str(alt),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            // The space before what is left out would part the sentence from its full stop.
            Inline::Cite(_) | Inline::Note(_) => out.truncate(out.trim_end().len()),
            Inline::Html(_) => {}
        }
    }
}

/// Something met while walking a body.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Met {
    /// A citation.
    Cite(u32),
    /// A reference to a note.
    Note(u32),
}

/// Calls `meet` for each citation and note reference in `blocks`, in reading order. Notes are not
/// entered.
pub fn walk(blocks: &[Block], meet: &mut impl FnMut(Met)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(it) | BlockKind::Heading { title: it, .. } => walk_inlines(it, meet),
            BlockKind::List { items, .. } => items.iter().for_each(|it| walk(&it.blocks, meet)),
            BlockKind::Quote(it) | BlockKind::PullQuote(it) => walk(it, meet),
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    walk_inlines(&cell.content, meet);
                }
            }
            BlockKind::Definitions(all) => {
                for it in all {
                    walk_inlines(&it.term, meet);
                    it.meanings.iter().for_each(|it| walk(it, meet));
                }
            }
            BlockKind::Box { title, blocks } => {
                walk_inlines(title, meet);
                walk(blocks, meet);
            }
            BlockKind::Float(it) => walk(&it.blocks, meet),
            BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Html(_) | BlockKind::View(_) => {}
        }
    }
}

/// As [`walk`], for running text.
pub fn walk_inlines(inlines: &[Inline], meet: &mut impl FnMut(Met)) {
    for it in inlines {
        match it {
            Inline::Emphasis(inside)
            | Inline::Strong(inside)
            | Inline::Strike(inside)
            | Inline::Link(_, inside) => {
                walk_inlines(inside, meet);
            }
            Inline::Cite(index) => meet(Met::Cite(*index)),
            Inline::Note(index) => meet(Met::Note(*index)),
            _ => {}
        }
    }
}

impl Body {
    /// Citations of some blocks in reading order, those inside footnotes where the note is
    /// referred to, each once.
    pub fn citations(&self, blocks: &[Block]) -> Vec<u32> {
        let mut found = Vec::new();
        walk(blocks, &mut |met| self.gather(met, 0, &mut found));
        found
    }

    /// As [`Body::citations`], for running text.
    pub fn citations_inline(&self, inlines: &[Inline]) -> Vec<u32> {
        let mut found = Vec::new();
        walk_inlines(inlines, &mut |met| self.gather(met, 0, &mut found));
        found
    }

    /// Adds what was met to `found`; notes are followed a few levels deep, for one can refer to
    /// itself.
    fn gather(&self, met: Met, depth: u8, found: &mut Vec<u32>) {
        match met {
            Met::Cite(index) if !found.contains(&index) => found.push(index),
            Met::Note(index) if depth < 3 => {
                if let Some(note) = self.notes.get(index as usize) {
                    walk(&note.blocks, &mut |met| self.gather(met, depth + 1, found));
                }
            }
            _ => {}
        }
    }
}
