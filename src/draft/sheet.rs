//! Figures in a CSV file beside a brief: a head of column names, and a row for each line. A draft of
//! its own; which column holds what is known when a chart is joined with it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::cells::{self, Cell};
use crate::data;
use crate::report::{Diagnostic, mistakes::charts as mistakes};
use crate::words::{Source, Span, names};

/// A sheet.
pub struct Sheet {
    /// The file.
    pub source: Arc<Source>,
    /// What parts its cells.
    comma: u8,
    /// Names of columns.
    head: Vec<Cell>,
    /// Rows, each with as many cells as the head.
    rows: Vec<Vec<Cell>>,
    /// Messages. With errors among them nothing is drawn from it.
    pub said: Vec<Diagnostic>,
}

/// A cell of a row.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    /// What it holds, without spaces around it.
    pub text: &'a str,
    /// Its bytes in the file.
    at: &'a Range<usize>,
    /// The file.
    source: &'a Source,
}

impl Value<'_> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        self.source.span(self.at.clone())
    }
}

/// Reads a sheet.
pub fn read(source: &Arc<Source>) -> Sheet {
    let mut sheet = Sheet {
        source: source.clone(),
        comma: comma(&source.text),
        head: Vec::new(),
        rows: Vec::new(),
        said: data::unprintable(source),
    };
    match cells::lines(&source.text, sheet.comma) {
        Ok(lines) => sheet.fill(lines),
        Err(at) => {
            let line_end = source.text[at..].find('\n').map_or(source.text.len(), |it| at + it);
            sheet.said.push(mistakes::quote(source.span(at..line_end)));
        }
    }
    sheet
}

/// What parts the cells: a comma, or what spreadsheets write in its place where the comma is the
/// decimal sign. Told by the first line.
fn comma(text: &str) -> u8 {
    let head = text.trim_start().lines().next().unwrap_or_default();
    [b',', b';', b'\t'].into_iter().find(|it| head.contains(*it as char)).unwrap_or(b',')
}

impl Sheet {
    /// Whether numbers may be written with a decimal comma.
    pub fn has_decimal_commas(&self) -> bool {
        self.comma != b','
    }

    /// Head and rows; rows of another length and columns of one name are said.
    fn fill(&mut self, lines: Vec<Vec<Cell>>) {
        let mut lines = lines.into_iter();
        let Some(head) = lines.next() else {
            self.said.push(mistakes::empty(Span::top(self.source.path.clone())));
            return;
        };
        let mut known = BTreeSet::new();
        for cell in &head {
            let name = names::level(&cell.text);
            if !name.is_empty() && !known.insert(name) {
                let span = self.source.span(cell.at.clone());
                self.said.push(mistakes::column_repeated(span, cell.text.trim()));
            }
        }
        for line in lines {
            if line.len() == head.len() {
                self.rows.push(line);
            } else {
                let span = self.source.span(line[0].at.start..line[line.len() - 1].at.end);
                self.said.push(mistakes::ragged(span, head.len(), line.len()));
            }
        }
        if self.rows.is_empty() && self.said.is_empty() {
            self.said.push(mistakes::empty(Span::top(self.source.path.clone())));
        }
        self.head = head;
    }

    /// Names of columns, as written.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.head.iter().map(|it| it.text.trim())
    }

    /// The number of a column, by its name; case and spaces do not count.
    pub fn column(&self, name: &str) -> Option<usize> {
        let name = names::level(name);
        self.head.iter().position(|it| names::level(&it.text) == name)
    }

    /// How many rows there are.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// A cell.
    pub fn value(&self, row: usize, column: usize) -> Value<'_> {
        let cell = &self.rows[row][column];
        Value { text: cell.text.trim(), at: &cell.at, source: &self.source }
    }

    /// Where a row stands.
    pub fn row_span(&self, row: usize) -> Span {
        let row = &self.rows[row];
        self.source.span(row[0].at.start..row[row.len() - 1].at.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::SourcePath;

    fn sheet(text: &str) -> Sheet {
        let path = SourcePath::new("briefings/a.csv").unwrap();
        read(&Arc::new(Source::new(path, text.to_owned())))
    }

    #[test]
    fn columns_are_found_by_name_and_cells_know_their_place() {
        let it = sheet("Year, Trade (bn)\n2013, 89.2\n");
        assert_eq!(it.column("trade (BN)"), Some(1));
        assert_eq!(it.value(0, 1).text, "89.2");
        assert_eq!(it.value(0, 1).span().start, 22);
        assert!(it.said.is_empty());
    }

    #[test]
    fn sheets_of_other_countries_are_read() {
        let it = sheet("Jahr;Wert\n2013;89,2\n");
        assert!(it.has_decimal_commas());
        assert_eq!(it.value(0, 1).text, "89,2");
        assert_eq!(sheet("a\tb\n1\t2\n").value(0, 1).text, "2");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (text, code) in [
            ("", "sheet-empty"),
            ("a,b\n", "sheet-empty"),
            ("a,a\n1,2\n", "sheet-column"),
            ("a,b\n1\n", "sheet-ragged"),
            ("a,b\n\"1,2\n", "sheet-quote"),
        ] {
            let codes: Vec<&str> = sheet(text).said.iter().map(|it| it.code).collect();
            assert_eq!(codes, [code], "{text:?}");
        }
    }
}
