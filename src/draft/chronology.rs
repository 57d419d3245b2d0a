//! `timeline.csv`: what happened when, in which case, and what led to what. A draft of its own.

use std::ops::Range;
use std::sync::Arc;

use super::body::Inline;
use super::cells::{self, Cell};
use super::citations::{self, Citation, CitationForm};
use super::markdown::{self, Link, Manner, Parsed};
use super::structure::{Anchor, Named};
use crate::data;
use crate::language::{Language, Scale};
use crate::report::{Diagnostic, mistakes::chronology as mistakes};
use crate::settings;
use crate::words::date::NotADate;
use crate::words::{CivilDate, Edtf, Source, Span, names};

/// Columns, the required ones first.
pub const COLUMNS: [&str; 13] = [
    "date",
    "case",
    "stage",
    "title",
    "text",
    "source",
    "id",
    "by",
    "to",
    "confidence",
    "after",
    "how",
    "link",
];

/// How many of [`COLUMNS`] must be there.
const REQUIRED: usize = 6;

/// The chronology of one comparison.
#[derive(Clone, Debug)]
pub struct Chronology {
    /// The file.
    pub source: Arc<Source>,
    /// Rows in the order of the file.
    pub rows: Vec<Row>,
    /// Links in the texts of rows.
    pub links: Vec<Link>,
    /// Citations of rows and in their texts.
    pub citations: Vec<Citation>,
    /// Ids of rows.
    pub anchors: Vec<Anchor>,
    /// Messages.
    pub said: Vec<Diagnostic>,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id; made from its number if none is given.
    pub id: String,
    /// When.
    pub date: Edtf,
    /// The case as written, with its place; `None` for context.
    pub case: Option<(String, Span)>,
    /// What part it plays.
    pub stage: &'static str,
    /// A few words.
    pub title: Vec<Inline>,
    /// A sentence or two.
    pub text: Vec<Inline>,
    /// Sources, as one citation by number.
    pub cite: Option<u32>,
    /// Who did it.
    pub by: Option<String>,
    /// To whom.
    pub to: Option<String>,
    /// How sure.
    pub confidence: Option<&'static str>,
    /// The row that led to this one.
    pub after: Option<Named>,
    /// How it did.
    pub how: Vec<Inline>,
    /// How strong the claim is that it did.
    pub link: Option<&'static str>,
    /// The row in the file.
    pub at: Span,
}

/// Reads a chronology.
pub fn read(source: &Arc<Source>, language: &Language, manner: Manner<'_>) -> Chronology {
    let mut parsed = Parsed::default();
    let mut reader = Reader { source, language, manner, parsed: &mut parsed };
    reader.parsed.said.extend(data::unprintable(source));
    let rows = reader.rows();
    let anchors = rows.iter().map(|it| Anchor {
        id: it.id.clone(),
        is_explicit: true,
        is_record: false,
        at: it.at.clone(),
    });
    Chronology {
        source: source.clone(),
        anchors: anchors.collect(),
        rows,
        links: parsed.links,
        citations: parsed.citations,
        said: parsed.said,
    }
}

/// What reading a chronology needs.
struct Reader<'a> {
    /// The file.
    source: &'a Source,
    /// Words for terms.
    language: &'a Language,
    /// Language and HTML of running text.
    manner: Manner<'a>,
    /// Tables and messages.
    parsed: &'a mut Parsed,
}

impl Reader<'_> {
    /// Adds a message.
    fn say(&mut self, it: Diagnostic) {
        self.parsed.said.push(it);
    }

    /// The span of a cell.
    fn span(&self, cell: &Cell) -> Span {
        self.source.span(cell.at.clone())
    }

    /// All rows.
    fn rows(&mut self) -> Vec<Row> {
        let lines = match cells::lines(&self.source.text, b',') {
            Ok(lines) => lines,
            Err(at) => {
                let line_end = self.source.text[at..].find('\n').map_or(self.source.text.len(), |it| at + it);
                let span = self.source.span(at..line_end);
                self.say(mistakes::quote(span));
                return Vec::new();
            }
        };
        let mut lines = lines.into_iter();
        let Some(head) = lines.next() else {
            let span = self.source.span(0..0);
            self.say(mistakes::column_missing(span, "date"));
            return Vec::new();
        };
        let columns = self.columns(&head);
        let mut rows: Vec<Row> = Vec::new();
        for (index, line) in lines.enumerate() {
            if line.len() != head.len() {
                let span = self.source.span(line[0].at.start..line[line.len() - 1].at.end);
                self.say(mistakes::ragged(span, head.len(), line.len()));
                continue;
            }
            if let Some(row) = self.row(index, &columns, &line) {
                if let Some(first) = rows.iter().find(|it| it.id == row.id) {
                    let first = first.at.clone();
                    self.say(crate::report::mistakes::prose::id_repeated(row.at.clone(), &row.id, first));
                }
                rows.push(row);
            }
        }
        for index in 0..rows.len() {
            self.check_after(&rows, index);
        }
        rows
    }

    /// The number of each known column; unknown, repeated and missing ones are said.
    fn columns(&mut self, head: &[Cell]) -> Vec<Option<usize>> {
        let mut columns = vec![None; COLUMNS.len()];
        let mut misspelt = Vec::new();
        for (index, cell) in head.iter().enumerate() {
            let name = cell.text.trim().to_lowercase();
            match COLUMNS.iter().position(|it| *it == name) {
                Some(column) if columns[column].is_some() => {
                    let span = self.span(cell);
                    self.say(mistakes::column_repeated(span, &name));
                }
                Some(column) => columns[column] = Some(index),
                None => {
                    let span = self.span(cell);
                    let nearest = names::nearest(&name, COLUMNS);
                    misspelt.push(nearest);
                    self.say(mistakes::column_unknown(span, &name, nearest, &COLUMNS));
                }
            }
        }
        for (column, found) in columns.iter().enumerate().take(REQUIRED) {
            if found.is_none() && !misspelt.contains(&Some(COLUMNS[column])) {
                let span = self.source.span(0..head.last().map_or(0, |it| it.at.end));
                self.say(mistakes::column_missing(span, COLUMNS[column]));
            }
        }
        columns
    }

    /// One row; `None` if it has no date that can be read.
    fn row(&mut self, index: usize, columns: &[Option<usize>], line: &[Cell]) -> Option<Row> {
        let cell = |name: &str| {
            let column = COLUMNS.iter().position(|it| *it == name)?;
            columns[column].map(|it| line[it].clone()).filter(|it| !it.text.trim().is_empty())
        };
        let whole = self.source.span(line[0].at.start..line[line.len() - 1].at.end);
        let date = match cell("date") {
            None => {
                self.say(mistakes::date_missing(whole.clone()));
                None
            }
            Some(it) => {
                let date = Edtf::parse(&it.text);
                if date.is_none() {
                    let span = self.span(&it);
                    self.say(match CivilDate::parse(it.text.trim()) {
                        Err(NotADate::Impossible) => {
                            crate::report::mistakes::front_matter::date_impossible(span, it.text.trim())
                        }
                        _ => mistakes::date(span, it.text.trim()),
                    });
                }
                date
            }
        };
        let stage = self.term(cell("stage"), Scale::Stage).unwrap_or("context");
        if cell("stage").is_none() && columns[2].is_some() {
            self.say(mistakes::stage_missing(whole.clone()));
        }
        let id = match cell("id") {
            Some(it) => {
                let id = it.text.trim().to_owned();
                if !settings::is_id(&id) {
                    let span = self.span(&it);
                    self.say(crate::report::mistakes::prose::id_form(span, &id));
                }
                id
            }
            None => format!("event-{}", index + 1),
        };
        if cell("title").is_none() && columns[3].is_some() {
            self.say(mistakes::title_missing(whole.clone()));
        }
        let plain = |it: Option<Cell>| it.map(|it| it.text.trim().to_owned());
        Some(Row {
            id,
            case: cell("case").map(|it| (it.text.trim().to_owned(), self.span(&it))),
            stage,
            title: self.inline(cell("title")),
            text: self.inline(cell("text")),
            cite: self.sources(cell("source")),
            by: plain(cell("by")),
            to: plain(cell("to")),
            confidence: self.term(cell("confidence"), Scale::Confidence),
            after: cell("after").map(|it| Named { id: it.text.trim().to_owned(), at: self.span(&it) }),
            how: self.inline(cell("how")),
            link: self.term(cell("link"), Scale::Link),
            at: whole,
            date: date?,
        })
    }

    /// The term of a cell.
    fn term(&mut self, cell: Option<Cell>, scale: Scale) -> Option<&'static str> {
        let cell = cell?;
        let text = cell.text.trim();
        match self.language.value(scale, text) {
            Some((term, "")) => Some(term),
            _ => {
                let words = self.language.value_words(scale);
                let nearest = names::nearest(text, words.iter().map(String::as_str)).map(str::to_owned);
                let span = self.span(&cell);
                self.say(crate::report::mistakes::labels::term_unknown(
                    span,
                    text,
                    nearest.as_deref(),
                    &words,
                ));
                None
            }
        }
    }

    /// Running text of a cell.
    fn inline(&mut self, cell: Option<Cell>) -> Vec<Inline> {
        let Some(cell) = cell else { return Vec::new() };
        let source = self.source;
        // A quoted cell begins after its quote; one that holds doubled quotes is pointed at whole.
        let quoted = source.text[cell.at.clone()].starts_with('"');
        let exact = source
            .text
            .get(cell.at.start + usize::from(quoted)..)
            .is_some_and(|it| it.starts_with(&cell.text));
        let start = cell.at.start + usize::from(quoted);
        let whole = cell.at.clone();
        let locate = move |range: Range<usize>| {
            source.span(if exact { start + range.start..start + range.end } else { whole.clone() })
        };
        markdown::read_inline(&cell.text, &locate, self.manner, self.parsed)
    }

    /// The sources of a row: citation parts parted by semicolons.
    fn sources(&mut self, cell: Option<Cell>) -> Option<u32> {
        let cell = cell?;
        let source = self.source;
        let quoted = usize::from(source.text[cell.at.clone()].starts_with('"'));
        let start = cell.at.start + quoted;
        let locate = move |range: Range<usize>| source.span(start + range.start..start + range.end);
        let text = cell.text.trim_matches(['[', ']']);
        let shift = cell.text.len() - cell.text.trim_start_matches('[').len();
        let place = move |range: Range<usize>| locate(range.start + shift..range.end + shift);
        match citations::parts(text.trim_end_matches([';', ' ']), &place) {
            Ok(parts) => {
                let at = self.span(&cell);
                self.parsed.citations.push(Citation { form: CitationForm::Bracketed, parts, at });
                Some(self.parsed.citations.len() as u32 - 1)
            }
            Err(bad) => {
                let span = place(bad);
                self.say(crate::report::mistakes::citations::part_without_key(span));
                None
            }
        }
    }

    /// Says a cause that is missing or comes later.
    fn check_after(&mut self, rows: &[Row], index: usize) {
        let row = &rows[index];
        let Some(after) = &row.after else {
            if !row.how.is_empty() || row.link.is_some() {
                self.say(mistakes::how_without_after(row.at.clone()));
            }
            return;
        };
        let Some(cause) = rows.iter().find(|it| it.id == after.id) else {
            let nearest = names::nearest(&after.id, rows.iter().map(|it| it.id.as_str())).map(str::to_owned);
            self.say(mistakes::after_unknown(after.at.clone(), &after.id, nearest.as_deref()));
            return;
        };
        if cause.id == row.id {
            self.say(mistakes::after_itself(after.at.clone(), &row.id));
        } else if let Some(first) = circle(rows, index) {
            // Said once, at its first row.
            if first == index {
                self.say(mistakes::after_circle(after.at.clone(), &row.id));
            }
        } else if row.date.ends_before(&cause.date) {
            self.say(mistakes::effect_before_cause(row.at.clone(), cause.at.clone()));
        }
    }
}

/// The first row of the circle that following causes from a row leads in, if it comes back to it.
fn circle(rows: &[Row], index: usize) -> Option<usize> {
    let (mut at, mut first) = (index, index);
    for _ in 0..rows.len() {
        let after = rows[at].after.as_ref()?;
        at = rows.iter().position(|it| it.id == after.id)?;
        first = first.min(at);
        if at == index {
            return Some(first);
        }
    }
    None
}
