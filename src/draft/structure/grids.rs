//! Tables that mean something: conditions against cases, evidence against explanations.

use std::ops::Range;

use super::{Conditions, Reader, Rivals};
use crate::draft::body::{Block, BlockKind, InBody, Inline, Table, plain};
use crate::language::Scale;
use crate::report::mistakes::comparison as mistakes;
use crate::words::names;

impl Reader<'_> {
    /// The transfer table among a lesson's blocks: the one with a head cell that names a case.
    pub(super) fn conditions(&mut self, blocks: Range<usize>) -> Option<Conditions> {
        let mut found = None;
        for index in blocks {
            let block = self.parsed.body.blocks[index].clone();
            let BlockKind::Table(table) = &block.kind else { continue };
            if !self.is_conditions(table) {
                continue;
            }
            if found.is_some() {
                let at = self.span(&block.at);
                self.say(mistakes::transfer_repeated(at));
                continue;
            }
            found = Some(self.condition_table(index, &block, table));
        }
        found
    }

    /// Whether a table is meant as one of conditions: a head cell names a case, or every cell
    /// begins with a state although all names are misspelt.
    fn is_conditions(&self, table: &Table) -> bool {
        let states = |row: &Vec<crate::draft::body::Cell>| {
            row.len() > 1
                && row
                    .iter()
                    .skip(1)
                    .all(|it| self.language.value(Scale::State, &plain(&it.content)).is_some())
        };
        table.head.iter().any(|it| self.case_named(&plain(&it.content)).is_some())
            || (!table.rows.is_empty() && table.rows.iter().all(states))
    }

    /// Says tables of conditions that stand where none is read.
    pub(super) fn check_conditions_elsewhere(
        &mut self,
        before: &Range<usize>,
        tails: impl Iterator<Item = Range<usize>>,
    ) {
        let mut found = Vec::new();
        for block in &self.parsed.body.blocks[before.clone()] {
            if !matches!(block.kind, BlockKind::Table(_)) {
                self.tables_in(std::slice::from_ref(block), &mut found);
            }
        }
        for tail in tails {
            self.tables_in(&self.parsed.body.blocks[tail], &mut found);
        }
        for at in found {
            let at = self.span(&at);
            self.say(mistakes::transfer_place(at));
        }
    }

    /// The bytes of tables of conditions among blocks and in what they hold.
    fn tables_in(&self, blocks: &[Block], found: &mut Vec<Range<u32>>) {
        for block in blocks {
            match &block.kind {
                BlockKind::Table(table) if self.is_conditions(table) => found.push(block.at.clone()),
                BlockKind::Quote(inside)
                | BlockKind::PullQuote(inside)
                | BlockKind::Box { blocks: inside, .. } => {
                    self.tables_in(inside, found);
                }
                BlockKind::Float(it) => self.tables_in(&it.blocks, found),
                BlockKind::List { items, .. } => {
                    items.iter().for_each(|it| self.tables_in(&it.blocks, found))
                }
                _ => {}
            }
        }
    }

    /// One transfer table: a column for each case, each once; cells begin with a state.
    fn condition_table(&mut self, index: usize, block: &Block, table: &Table) -> Conditions {
        let mut columns = Vec::new();
        let mut unknown = 0;
        for cell in table.head.iter().skip(1) {
            let (name, at) = (plain(&cell.content), self.span(&cell.at));
            match self.case_named(&name) {
                Some(case) if columns.contains(&case) => {
                    self.say(mistakes::transfer_case_repeated(at, &name))
                }
                Some(case) => columns.push(case),
                None => {
                    unknown += 1;
                    let nearest = self.nearest_case(&name);
                    let known: Vec<String> = self.cases().iter().map(|it| it.short.clone()).collect();
                    self.say(mistakes::transfer_case(at, &name, nearest.as_deref(), &known));
                }
            }
        }
        let head_at = self.span(&(block.at.start..table.head.last().map_or(block.at.end, |it| it.at.end)));
        for case in 0..self.cases().len() {
            // A column whose name is unknown is most likely the one that is missing.
            if !columns.contains(&case) && unknown == 0 {
                let short = self.cases()[case].short.clone();
                self.say(mistakes::transfer_case_missing(head_at.clone(), &short));
            }
        }
        let rows = table.rows.iter().map(|row| {
            let cells = row.iter().skip(1).take(columns.len());
            cells.map(|it| self.state(&it.content, &it.at, Scale::State)).collect()
        });
        Conditions { block: InBody(index), rows: rows.collect(), columns }
    }

    /// The term that a cell begins with.
    fn state(&mut self, content: &[Inline], at: &Range<u32>, scale: Scale) -> &'static str {
        let text = plain(content);
        if let Some((term, _)) = self.language.value(scale, &text) {
            return term;
        }
        let words = self.language.value_words(scale);
        let first = text.split_whitespace().next().unwrap_or_default();
        let nearest = names::nearest(first, words.iter().map(String::as_str)).map(str::to_owned);
        let at = self.span(at);
        self.say(mistakes::cell_term(at, &text, nearest.as_deref(), &words));
        scale.terms()[scale.terms().len() - 1]
    }

    /// The grid of a section of rivals.
    pub(super) fn rivals(&mut self, section: usize, blocks: Range<usize>) -> Rivals {
        let tables: Vec<usize> = blocks
            .clone()
            .filter(|it| matches!(self.parsed.body.blocks[*it].kind, BlockKind::Table(_)))
            .collect();
        let Some(&index) = tables.first() else {
            let at = self.parsed.headings[section].at.clone();
            self.say(mistakes::rivals_table(at));
            return Rivals { after: InBody(blocks.end..blocks.end), ..Rivals::default() };
        };
        if let Some(second) = tables.get(1) {
            let at = self.span(&self.parsed.body.blocks[*second].at.clone());
            self.say(mistakes::rivals_second(at));
        }
        let BlockKind::Table(table) = self.parsed.body.blocks[index].kind.clone() else {
            return Rivals::default();
        };
        let table_at = self.span(&self.parsed.body.blocks[index].at.clone());
        if table.head.len() < 2 || table.rows.is_empty() {
            self.say(mistakes::rivals_bare(table_at));
        }
        for (number, cell) in table.head.iter().enumerate().skip(1) {
            let name = plain(&cell.content);
            let is_same =
                |it: &crate::draft::body::Cell| names::level(&plain(&it.content)) == names::level(&name);
            if table.head[1..number].iter().any(is_same) {
                let at = self.span(&cell.at);
                self.say(mistakes::rivals_repeated(at, &name));
            }
        }
        let mut rivals =
            Rivals { block: InBody(Some(index)), after: InBody(index + 1..blocks.end), ..Rivals::default() };
        for row in &table.rows {
            let Some(first) = row.first() else { continue };
            let at = self.span(&first.at);
            let cites = self.parsed.body.citations_inline(&first.content);
            let one = cites.len() == 1 && self.parsed.citations[cites[0] as usize].parts.len() == 1;
            if !one {
                self.say(mistakes::rivals_evidence(at.clone()));
                continue;
            }
            let states: Vec<&'static str> =
                row.iter().skip(1).map(|it| self.state(&it.content, &it.at, Scale::Fit)).collect();
            if states.len() > 1 && states.iter().all(|it| *it == "consistent") {
                self.say(mistakes::rivals_undiagnostic(at));
            }
            rivals.evidence.push(cites[0]);
            rivals.rows.push(states);
        }
        rivals
    }
}
