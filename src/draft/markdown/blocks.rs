//! Events to blocks.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::fences::Fence;
use super::{DEPTH_MAX, Scribe};
use crate::draft::body::{Alignment, Block, BlockKind, Cell, Definition, Item, Table};
use crate::report::mistakes::prose as mistakes;

/// A block, or the place of a fence between blocks.
pub(super) enum Piece {
    /// A block.
    Block(Block),
    /// The index of a fence.
    Fence(usize),
}

impl<'a> Scribe<'a, '_> {
    /// Reads everything at top level; fences are told from HTML by where they stand.
    pub(super) fn top(&mut self, fences: &[Fence]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while let Some((event, range)) = self.next() {
            if matches!(event, Event::Start(Tag::HtmlBlock))
                && let Ok(index) = fences.binary_search_by_key(&self.text_start(&range), |it| it.at.start)
            {
                self.skip_to(TagEnd::HtmlBlock);
                pieces.push(Piece::Fence(index));
                continue;
            }
            let mut blocks = Vec::new();
            self.block(event, range, &mut blocks);
            pieces.extend(blocks.into_iter().map(Piece::Block));
        }
        pieces
    }

    /// The first byte of a range that is not a space.
    fn text_start(&self, range: &Range<usize>) -> usize {
        let part = &self.text[range.clone()];
        range.start + (part.len() - part.trim_start_matches(' ').len())
    }

    /// Reads blocks up to the end of what they are in.
    pub(super) fn blocks(&mut self, until: Option<TagEnd>) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.next() {
            if let (Event::End(end), Some(until)) = (&event, until)
                && *end == until
            {
                break;
            }
            self.block(event, range, &mut blocks);
        }
        blocks
    }

    /// Reads one block.
    fn block(&mut self, event: Event<'a>, range: Range<usize>, out: &mut Vec<Block>) {
        let at = self.bytes(&range);
        if self.depth >= DEPTH_MAX {
            if let Event::Start(tag) = &event {
                let span = self.span(&range);
                if self.parsed.said.iter().all(|it| it.code != "prose-deep") {
                    self.say(mistakes::too_deep(span));
                }
                self.skip_to(tag.to_end());
            }
            return;
        }
        self.depth += 1;
        let kind = match event {
            Event::Start(Tag::Paragraph) => {
                self.setter.restart();
                let inlines = self.inlines(TagEnd::Paragraph);
                (!inlines.is_empty()).then_some(BlockKind::Paragraph(inlines))
            }
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                let classes = classes.into_iter().map(CowStr::into_string).collect();
                let id = id.map(CowStr::into_string);
                Some(self.heading(level, id, classes, !attrs.is_empty(), &range))
            }
            Event::Start(Tag::BlockQuote(kind)) => {
                Some(BlockKind::Quote(self.blocks(Some(TagEnd::BlockQuote(kind)))))
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                self.check_code(&kind, &range);
                Some(self.code(kind))
            }
            Event::Start(Tag::List(start)) => {
                Some(BlockKind::List { start, items: self.items(start.is_some()) })
            }
            Event::Start(Tag::Table(alignments)) => {
                let alignments = alignments.iter().map(|it| match it {
                    pulldown_cmark::Alignment::Right => Alignment::End,
                    pulldown_cmark::Alignment::Center => Alignment::Center,
                    _ => Alignment::Start,
                });
                let alignments = alignments.collect();
                Some(BlockKind::Table(Box::new(self.table(alignments))))
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.note_definition(&label, &range);
                None
            }
            Event::Start(Tag::DefinitionList) => Some(BlockKind::Definitions(self.definitions())),
            Event::Start(Tag::HtmlBlock) => {
                self.check_comment(&range);
                self.html_block(&range).map(BlockKind::Html)
            }
            Event::Rule => Some(BlockKind::Rule),
            // Tight items hold running text without a paragraph; see `item_blocks`.
            _ => None,
        };
        self.depth -= 1;
        if let Some(kind) = kind {
            out.push(Block { kind, at });
        }
    }

    /// A block of code.
    fn code(&mut self, kind: CodeBlockKind<'_>) -> BlockKind {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default().to_owned(),
            CodeBlockKind::Indented => String::new(),
        };
        let mut text = String::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Text(it) => text.push_str(&it),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        BlockKind::Code { language, text }
    }

    /// The items of a list.
    fn items(&mut self, ordered: bool) -> Vec<Item> {
        let mut items = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.item(range)),
                Event::End(TagEnd::List(end)) if end == ordered => break,
                _ => {}
            }
        }
        items
    }

    /// An item. The words of a tight one come without a paragraph around them.
    fn item(&mut self, range: Range<usize>) -> Item {
        let mut done = None;
        let mut tight = false;
        let blocks = self.blocks_or_words(TagEnd::Item, &mut done, &mut tight);
        Item { done, blocks, tight, at: self.bytes(&range) }
    }

    /// Blocks up to an end, where loose running text becomes a paragraph.
    fn blocks_or_words(&mut self, until: TagEnd, done: &mut Option<bool>, tight: &mut bool) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.peek() {
            let range = range.clone();
            match event {
                Event::End(end) if *end == until => {
                    self.next();
                    break;
                }
                Event::TaskListMarker(checked) => {
                    *done = Some(*checked);
                    self.next();
                }
                Event::Start(tag) if !is_inline(tag) => {
                    let (event, range) = self.next().expect("peeked");
                    self.block(event, range, &mut blocks);
                }
                Event::Rule => {
                    self.next();
                    blocks.push(Block { kind: BlockKind::Rule, at: self.bytes(&range) });
                }
                Event::End(_) => {
                    self.next();
                }
                _ => {
                    *tight = true;
                    self.setter.restart();
                    let start = range.start;
                    let (inlines, end) = self.loose_inlines(until);
                    blocks.push(Block {
                        kind: BlockKind::Paragraph(inlines),
                        at: self.bytes(&(start..end.max(start))),
                    });
                }
            }
        }
        blocks
    }

    /// A table; rows with another number of cells than the head are said, for the parser drops or
    /// adds cells in silence.
    fn table(&mut self, alignments: Vec<Alignment>) -> Table {
        let mut table = Table { alignments, head: Vec::new(), rows: Vec::new() };
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::TableHead) => table.head = self.cells(TagEnd::TableHead),
                Event::Start(Tag::TableRow) => {
                    let line = self.text[range.clone()].trim_end();
                    let found = cells_in(line);
                    if found != table.head.len() {
                        let span = self.span(&(range.start..range.start + line.len()));
                        self.say(mistakes::table_ragged(span, table.head.len(), found));
                    }
                    table.rows.push(self.cells(TagEnd::TableRow));
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        table
    }

    /// The cells of a row.
    fn cells(&mut self, until: TagEnd) -> Vec<Cell> {
        let mut cells = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => {
                    self.setter.restart();
                    let content = self.inlines(TagEnd::TableCell);
                    let text = &self.text[range.clone()];
                    let start = range.start + (text.len() - text.trim_start().len());
                    let inside =
                        if text.trim().is_empty() { range } else { start..start + text.trim().len() };
                    cells.push(Cell { content, at: self.bytes(&inside) });
                }
                Event::End(end) if end == until => break,
                _ => {}
            }
        }
        cells
    }

    /// Terms and what they mean.
    fn definitions(&mut self) -> Vec<Definition> {
        let mut all: Vec<Definition> = Vec::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    self.setter.restart();
                    let term = self.inlines(TagEnd::DefinitionListTitle);
                    all.push(Definition { term, meanings: Vec::new() });
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let meaning =
                        self.blocks_or_words(TagEnd::DefinitionListDefinition, &mut None, &mut false);
                    if let Some(last) = all.last_mut() {
                        last.meanings.push(meaning);
                    }
                }
                Event::End(TagEnd::DefinitionList) => break,
                _ => {}
            }
        }
        all
    }

    /// A note's text, kept under its label.
    fn note_definition(&mut self, label: &str, range: &Range<usize>) {
        let blocks = self.blocks(Some(TagEnd::FootnoteDefinition));
        let line_end = self.text[range.clone()].find('\n').map_or(range.end, |it| range.start + it);
        let at = self.span(&(range.start..line_end));
        match self.note_texts.get(label) {
            Some((_, first)) => {
                let first = first.clone();
                self.say(mistakes::note_repeated(at, label, first));
            }
            None => {
                self.note_texts.insert(label.to_owned(), (blocks, at));
            }
        }
    }

    /// Passes over everything up to an end, nested ones of the same kind included.
    pub(super) fn skip_to(&mut self, end: TagEnd) {
        let mut open = 1;
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(tag) if tag.to_end() == end => open += 1,
                Event::End(it) if it == end => {
                    open -= 1;
                    if open == 0 {
                        return;
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether a tag begins running text.
fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
            | Tag::Subscript
    )
}

/// How many cells a table's line has: GFM, "Tables (extension)": pipes part cells unless escaped,
/// those at both ends are optional.
fn cells_in(line: &str) -> usize {
    let line = line.trim().trim_start_matches('>').trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut count = 1;
    let mut escaped = false;
    let mut last_is_pipe = false;
    for it in line.chars() {
        last_is_pipe = it == '|' && !escaped;
        count += usize::from(last_is_pipe);
        escaped = it == '\\' && !escaped;
    }
    count - usize::from(last_is_pipe)
}
