//! A body as HTML. Nothing of an author's text is markup here unless the body says so.

mod cited;
mod cites;
mod floats;
mod inline;
mod plain;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use super::apparatus::{Apparatus, Met, Table as CitationTable};
use crate::draft::body::{Alignment, Block, BlockKind, Body, Inline, Item, Table, plain};
use crate::draft::citations::Citation;
use crate::draft::markdown::Heading;
use crate::language::Language;
use crate::site::{Plot, Target};
use crate::words::address::escape_path;

pub use cited::{linked_html, text_html};
pub use cites::{parts_sentence, punctuation};
pub(super) use plain::escape_into;
pub use plain::{escape, simple, simple_named};

/// What prose is set with: tables of one brief, and where its page stands.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    /// Headings, for ids.
    pub headings: &'a [Heading],
    /// What links point to.
    pub links: &'a [Target],
    /// Charts.
    pub plots: &'a [Option<Arc<Plot>>],
    /// Citations.
    pub citations: &'a [Citation],
    /// Which table of citations it is.
    pub table: CitationTable,
    /// Leads from the page to the site's top.
    pub root: &'a str,
    /// How much of a page's width its pictures take, as the attribute `sizes` has it.
    pub sizes: &'a str,
    /// Whether links name files.
    pub links_name_files: bool,
    /// Words.
    pub language: &'a Language,
}

/// A place that cites a source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Use {
    /// The source's key.
    pub key: String,
    /// The id of the place.
    pub id: String,
    /// What the place is called: the number of a note, a date; nothing where places are counted.
    pub label: String,
}

/// Sets the prose of one page; remembers which notes and sources were used where.
pub struct Setter<'a> {
    /// The tables of the brief.
    pub tables: Tables<'a>,
    /// What citations print, once it is known.
    pub apparatus: Option<&'a Apparatus>,
    /// What was met, in order.
    pub met: Vec<Met>,
    /// For each footnote of the author the ids of references to it.
    pub notes: Vec<Vec<String>>,
    /// For each source where it is cited.
    pub uses: Vec<Use>,
    /// Rows of the chronology that were set before.
    pub rows: std::collections::BTreeSet<usize>,
    /// Whether a picture stands above: those that follow need not be there at once.
    pub has_picture: bool,
    /// The number of the note that is being set.
    pub in_note: Option<u32>,
    /// How many citations were set in the text.
    count: usize,
    /// How many tables without a number were set: their regions are told apart by it.
    loose_tables: u32,
    /// The number of the figure or table that is being set, in words: it names the region of its table.
    numbered: Option<String>,
    /// Whether the author's words go on after the citation that is being set.
    goes_on: bool,
    /// Whether text is set a second time: then it makes no places to come back to.
    again: bool,
    /// Whether a list's items are set without paragraphs.
    tight: bool,
    /// By how many levels headings are raised.
    raised: u8,
}

impl<'a> Setter<'a> {
    /// Starts a page.
    pub fn new(tables: Tables<'a>, body: &Body, apparatus: Option<&'a Apparatus>) -> Setter<'a> {
        Setter {
            tables,
            apparatus,
            met: Vec::new(),
            notes: vec![Vec::new(); body.notes.len()],
            uses: Vec::new(),
            rows: std::collections::BTreeSet::new(),
            has_picture: false,
            in_note: None,
            goes_on: false,
            count: 0,
            loose_tables: 0,
            numbered: None,
            again: false,
            tight: false,
            raised: 0,
        }
    }

    /// The same page with the tables of a sidecar.
    pub fn with<T>(&mut self, tables: Tables<'a>, run: impl FnOnce(&mut Setter<'a>) -> T) -> T {
        let own = std::mem::replace(&mut self.tables, tables);
        let out = run(self);
        self.tables = own;
        out
    }

    /// Blocks.
    pub fn blocks(&mut self, blocks: &[Block]) -> String {
        let mut out = String::with_capacity(room(blocks));
        self.add_blocks(blocks, &mut out);
        out
    }

    /// Some ranges of blocks, one after the other.
    pub fn ranges(&mut self, blocks: &[Block], ranges: &[Range<usize>]) -> String {
        let some = || ranges.iter().map(|it| &blocks[it.clone()]);
        let mut out = String::with_capacity(some().map(room).sum());
        some().for_each(|it| self.add_blocks(it, &mut out));
        out
    }

    /// Running text.
    pub fn inlines(&mut self, inlines: &[Inline]) -> String {
        let mut out = String::new();
        self.add_inlines(inlines, &mut out);
        out
    }

    /// What is set with its headings one level higher: where no heading of the page stands above.
    pub fn raised<T>(&mut self, run: impl FnOnce(&mut Setter<'a>) -> T) -> T {
        self.raised += 1;
        let out = run(self);
        self.raised -= 1;
        out
    }

    /// Running text that stood on the page before: without places to come back to.
    pub fn again(&mut self, inlines: &[Inline]) -> String {
        let before = std::mem::replace(&mut self.again, true);
        let out = self.inlines(inlines);
        self.again = before;
        out
    }

    /// The one paragraph of a block, without its tags; other blocks as they are.
    pub fn lead(&mut self, block: &Block) -> String {
        match &block.kind {
            BlockKind::Paragraph(inlines) => self.inlines(inlines),
            _ => self.blocks(std::slice::from_ref(block)),
        }
    }

    /// Adds blocks.
    fn add_blocks(&mut self, blocks: &[Block], out: &mut String) {
        for block in blocks {
            self.add_block(block, out);
        }
    }

    /// Adds a block.
    fn add_block(&mut self, block: &Block, out: &mut String) {
        match &block.kind {
            BlockKind::Paragraph(inlines) if self.tight => {
                self.add_inlines(inlines, out);
                out.push('\n');
            }
            BlockKind::Paragraph(inlines) => {
                out.push_str("<p>");
                self.add_inlines(inlines, out);
                out.push_str("</p>\n");
            }
            BlockKind::Heading { heading, level, title } => {
                let id = &self.tables.headings[*heading as usize].id;
                let level = level - self.raised;
                write!(out, "<h{level} id=\"{}\">", escape(id)).ok();
                self.add_inlines(title, out);
                writeln!(out, "</h{level}>").ok();
            }
            BlockKind::List { start, items } => self.add_list(*start, items, out),
            BlockKind::Quote(blocks) => self.wrapped("<blockquote>\n", blocks, "</blockquote>\n", out),
            BlockKind::PullQuote(blocks) => {
                self.wrapped("<blockquote class=\"pull\">\n", blocks, "</blockquote>\n", out)
            }
            BlockKind::Code { language, text } => {
                match language.as_str() {
                    "" => out.push_str("<pre><code>"),
                    it => {
                        write!(out, "<pre><code class=\"language-{}\">", escape(it)).ok();
                    }
                }
                out.push_str(&escape(text));
                out.push_str("</code></pre>\n");
            }
            BlockKind::Table(table) => self.add_table(table, out),
            BlockKind::Definitions(all) => {
                out.push_str("<dl>\n");
                for it in all {
                    out.push_str("<dt>");
                    self.add_inlines(&it.term, out);
                    out.push_str("</dt>\n");
                    for meaning in &it.meanings {
                        self.wrapped("<dd>", meaning, "</dd>\n", out);
                    }
                }
                out.push_str("</dl>\n");
            }
            BlockKind::Rule => out.push_str("<hr>\n"),
            BlockKind::Html(html) => {
                out.push_str(html);
                out.push('\n');
            }
            BlockKind::Box { title, blocks } => {
                write!(
                    out,
                    "<aside class=\"box\" aria-label=\"{}\">\n<p class=\"box-title\">",
                    escape(&plain(title))
                )
                .ok();
                self.add_inlines(title, out);
                out.push_str("</p>\n");
                self.loose(blocks, out);
                out.push_str("</aside>\n");
            }
            BlockKind::Float(float) => self.add_float(float, out),
            BlockKind::View(_) => {}
        }
    }

    /// Blocks between two tags, set loosely.
    fn wrapped(&mut self, open: &str, blocks: &[Block], close: &str, out: &mut String) {
        out.push_str(open);
        self.loose(blocks, out);
        out.push_str(close);
    }

    /// Blocks with paragraphs around their text.
    fn loose(&mut self, blocks: &[Block], out: &mut String) {
        let tight = std::mem::replace(&mut self.tight, false);
        self.add_blocks(blocks, out);
        self.tight = tight;
    }

    /// A list.
    fn add_list(&mut self, start: Option<u64>, items: &[Item], out: &mut String) {
        let is_tasks = items.iter().any(|it| it.done.is_some());
        let class = if is_tasks { " class=\"tasks\"" } else { "" };
        let close = match start {
            None => {
                writeln!(out, "<ul{class}>").ok();
                "</ul>\n"
            }
            Some(1) => {
                writeln!(out, "<ol{class}>").ok();
                "</ol>\n"
            }
            Some(start) => {
                writeln!(out, "<ol{class} start=\"{start}\">").ok();
                "</ol>\n"
            }
        };
        for item in items {
            out.push_str("<li>");
            if let Some(done) = item.done {
                let (checked, word) = if done { (" checked", "done") } else { ("", "not_done") };
                write!(
                    out,
                    "<input type=\"checkbox\" disabled{checked} aria-label=\"{}\"> ",
                    escape(self.tables.language.word(word))
                )
                .ok();
            }
            let tight = std::mem::replace(&mut self.tight, item.tight);
            self.add_blocks(&item.blocks, out);
            self.tight = tight;
            if out.ends_with('\n') {
                out.pop();
            }
            out.push_str("</li>\n");
        }
        out.push_str(close);
    }

    /// A table, in a region that scrolls by itself where the page is narrow.
    fn add_table(&mut self, table: &Table, out: &mut String) {
        let label = self.numbered.take().unwrap_or_else(|| {
            self.loose_tables += 1;
            let word = self.tables.language.word("table");
            if self.loose_tables > 1 { format!("{word} ({})", self.loose_tables) } else { word.to_owned() }
        });
        let label = escape(&label);
        writeln!(out, "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">\n<table>\n<thead>\n<tr>").ok();
        let class = |index: usize| match table.alignments.get(index) {
            Some(Alignment::End) => " class=\"end\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        for (index, cell) in table.head.iter().enumerate() {
            let tag = if cell.content.is_empty() { "td" } else { "th scope=\"col\"" };
            write!(out, "<{tag}{}>", class(index)).ok();
            self.add_inlines(&cell.content, out);
            writeln!(out, "</{}>", &tag[..2]).ok();
        }
        out.push_str("</tr>\n</thead>\n<tbody>\n");
        for row in &table.rows {
            out.push_str("<tr>\n");
            for (index, cell) in row.iter().enumerate() {
                write!(out, "<td{}>", class(index)).ok();
                self.add_inlines(&cell.content, out);
                out.push_str("</td>\n");
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
    }
}

/// How many bytes the HTML of blocks takes, usually: those of their Markdown, an eighth more for links, and tags.
fn room(blocks: &[Block]) -> usize {
    let written = match blocks {
        [first, .., last] => last.at.end.saturating_sub(first.at.start),
        [one] => one.at.len() as u32,
        [] => 0,
    } as usize;
    written + written / 8 + 16 * blocks.len()
}

/// The id of a note's text, by its number. Made ids have `_`, which no id of an author has.
pub fn note_id(number: u32) -> String {
    format!("note_{number}")
}

/// The id of a reference at the end of a page.
pub fn reference_id(key: &str) -> String {
    let mut id = String::from("ref_");
    for it in key.chars() {
        match it {
            '_' => id.push_str("__"),
            it if it.is_ascii_alphanumeric() || "-.".contains(it) => id.push(it),
            // No two keys share an id.
            it => id.push_str(&format!("_{:x}_", it as u32)),
        }
    }
    id
}

/// Where a target is, from a page; `None` if it is nowhere.
pub fn href<'a>(target: &'a Target, root: &str, links_name_files: bool) -> Option<Cow<'a, str>> {
    Some(Cow::Owned(match target {
        Target::Page { address, anchor } => {
            let file = if links_name_files { "index.html" } else { "" };
            let anchor = anchor.as_ref().map_or(String::new(), |it| format!("#{it}"));
            format!("{root}{}{file}{anchor}", escape_path(&address[1..]))
        }
        Target::Here(id) => format!("#{id}"),
        Target::Float { id, .. } => format!("#{id}"),
        Target::Web(url) => return Some(url.into()),
        Target::File(path) => format!("{root}{}", escape_path(path)),
        Target::Picture(it) => format!("{root}{}", escape_path(&it.original)),
        Target::Nowhere => return None,
    }))
}
