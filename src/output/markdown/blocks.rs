//! Blocks as Markdown: paragraphs, headings, lists, tables, quotes, figures, boxes.

use super::{Writer, escape};
use crate::draft::body::{Alignment, Block, BlockKind, Cell, Definition, Float, Item, Table};
use crate::output::chart;
use crate::site::Plot;

/// Parts two lists, or two quotes, that would be read as one; readers do not see it.
const APART: &str = "<!-- -->";

/// Text whose lines after the first begin with `by`; empty ones stay empty.
pub(super) fn indented(text: &str, by: &str) -> String {
    let mut lines = text.lines();
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        if !line.is_empty() {
            out.push_str(by);
            out.push_str(line);
        }
    }
    out
}

/// Every line after a sign, for quotes.
fn quoted(text: &str) -> String {
    let lines = text.lines().map(|it| if it.is_empty() { ">".to_owned() } else { format!("> {it}") });
    lines.collect::<Vec<_>>().join("\n")
}

impl Writer<'_> {
    /// Blocks, parted by empty lines.
    pub fn blocks(&mut self, blocks: &[Block]) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut before = None;
        for block in blocks {
            let text = self.block(block);
            if text.is_empty() {
                continue;
            }
            let kind = match &block.kind {
                BlockKind::List { start, .. } => Some(if start.is_some() { "numbers" } else { "bullets" }),
                BlockKind::Quote(_) | BlockKind::PullQuote(_) | BlockKind::Box { .. } => Some("quote"),
                _ => None,
            };
            if kind.is_some() && kind == before {
                parts.push(APART.to_owned());
            }
            before = kind;
            parts.push(text);
        }
        parts.join("\n\n")
    }

    /// One block; nothing for what only a page shows.
    fn block(&mut self, block: &Block) -> String {
        match &block.kind {
            BlockKind::Paragraph(inlines) => {
                let text = self.inlines(inlines);
                escape::lines(text.trim())
            }
            BlockKind::Heading { heading, level, title } => {
                let id = &self.tables.headings[*heading as usize].id;
                let marks = "#".repeat(usize::from(*level));
                let words = self.inlines(title);
                format!("{marks} {} {{#{id}}}", words.trim())
            }
            BlockKind::List { start, items } => self.list(*start, items),
            BlockKind::Quote(blocks) | BlockKind::PullQuote(blocks) => quoted(&self.blocks(blocks)),
            BlockKind::Code { language, text } => {
                let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(longest.max(2) + 1);
                format!("{fence}{language}\n{}\n{fence}", text.trim_end_matches('\n'))
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Definitions(all) => {
                let all: Vec<String> = all.iter().map(|it| self.definition(it)).collect();
                all.join("\n\n")
            }
            BlockKind::Rule => "---".to_owned(),
            BlockKind::Html(html) => escape::lines(&escape::words_of_html(html)),
            BlockKind::Box { title, blocks } => {
                let title = self.inlines(title);
                let text = self.blocks(blocks);
                let head =
                    if title.trim().is_empty() { String::new() } else { format!("**{}**\n\n", title.trim()) };
                quoted(&format!("{head}{text}"))
            }
            BlockKind::Float(float) => self.float(float),
            BlockKind::View(_) => String::new(),
        }
    }

    /// A list; its items stand close together where the author wrote them so.
    fn list(&mut self, start: Option<u64>, items: &[Item]) -> String {
        let is_tight = items.iter().all(|it| it.tight);
        let mut lines = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let mark = match start {
                Some(first) => format!("{}. ", first + index as u64),
                None => "- ".to_owned(),
            };
            let task = match item.done {
                Some(true) => "[x] ",
                Some(false) => "[ ] ",
                None => "",
            };
            let text = if item.tight { self.tight(&item.blocks) } else { self.blocks(&item.blocks) };
            lines.push(format!("{mark}{task}{}", indented(&text, &" ".repeat(mark.len()))));
        }
        lines.join(if is_tight { "\n" } else { "\n\n" })
    }

    /// The blocks of a tight item: a list in it follows its words at once.
    fn tight(&mut self, blocks: &[Block]) -> String {
        let parts: Vec<String> = blocks.iter().map(|it| self.block(it)).filter(|it| !it.is_empty()).collect();
        parts.join("\n")
    }

    /// A table with bars.
    pub(super) fn table(&mut self, table: &Table) -> String {
        let before = std::mem::replace(&mut self.in_cell, true);
        let mut lines = vec![self.row(&table.head)];
        let columns = (0..table.head.len()).map(|it| match table.alignments.get(it) {
            Some(Alignment::End) => "---:",
            Some(Alignment::Center) => ":---:",
            _ => "---",
        });
        lines.push(format!("| {} |", columns.collect::<Vec<_>>().join(" | ")));
        for row in &table.rows {
            lines.push(self.row(row));
        }
        self.in_cell = before;
        lines.join("\n")
    }

    /// A row.
    fn row(&mut self, cells: &[Cell]) -> String {
        let cells: Vec<String> = cells.iter().map(|it| self.inlines(&it.content).trim().to_owned()).collect();
        format!("| {} |", cells.join(" | "))
    }

    /// A term and its meanings.
    fn definition(&mut self, it: &Definition) -> String {
        let mut out = escape::lines(self.inlines(&it.term).trim());
        for meaning in &it.meanings {
            let text = self.blocks(meaning);
            out.push_str(&format!("\n:   {}", indented(&text, "    ")));
        }
        out
    }

    /// What a chart shows: its title, its unit, its figures as a table, and the file that they are in.
    fn chart(&mut self, plot: &Plot) -> String {
        let line = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|it| escape::text(it).replace('|', "\\|")).collect();
            format!("| {} |", cells.join(" | "))
        };
        let (head, rows) = chart::cells(plot, self.tables.language);
        let mut lines = vec![line(&head), format!("| --- |{}", " ---: |".repeat(head.len() - 1))];
        lines.extend(rows.iter().map(|it| line(it)));
        let title = format!("**{}** ({})", escape::text(&plot.chart.title), escape::text(&plot.chart.unit));
        let mut parts = vec![title, lines.join("\n")];
        if let Some(href) = self.file(plot.chart.data) {
            parts.push(format!("[{}]({href})", escape::text(self.tables.language.word("chart_csv"))));
        }
        parts.join("\n\n")
    }

    /// A figure or a numbered table: the thing, then its number and caption.
    fn float(&mut self, it: &Float) -> String {
        let kind = it.kind.name();
        let mut parts: Vec<String> = Vec::new();
        if let Some(image) = it.image {
            parts.push(self.image(image, &it.alt));
        }
        if let Some(plot) = it.chart.and_then(|it| self.tables.plots.get(it as usize)?.as_ref()) {
            parts.push(self.chart(plot));
        }
        let is_table = |block: &&Block| matches!(block.kind, BlockKind::Table(_));
        for table in it.blocks.iter().filter(is_table) {
            parts.push(self.block(table));
        }
        let number = escape::text(&self.tables.language.numbered(kind, it.number));
        let caption: Vec<Block> = it.blocks.iter().filter(|it| !is_table(it)).cloned().collect();
        let mut line = format!("**{number}** {}", self.blocks(&caption));
        if let Some(credit) = &it.credit {
            line.push_str(&format!(" ({})", escape::text(credit)));
        }
        parts.push(line.trim_end().to_owned());
        parts.join("\n\n")
    }
}
