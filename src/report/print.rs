//! Gives messages their shape: an excerpt for people, a line for editors, JSON, a code host's marks.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

use super::{Diagnostic, Excerpts, Severity};
use crate::words::{Place, Span};

/// How messages are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// With an excerpt and a caret.
    #[default]
    Human,
    /// One line each: `file:line:column: error[code]: message`.
    Short,
    /// One JSON object a line.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// How a terminal looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terminal {
    /// Whether colours are wanted.
    pub colour: bool,
    /// Its width in columns.
    pub width: usize,
}

impl Default for Terminal {
    /// A pipe: no colour, and no line is cut short of 140 columns.
    fn default() -> Terminal {
        Terminal { colour: false, width: 140 }
    }
}

/// Writes one message, with a final line break.
pub fn message(it: &Diagnostic, excerpts: &Excerpts, format: Format, terminal: Terminal) -> String {
    match format {
        Format::Human => human(it, excerpts, terminal),
        Format::Short => short(it, excerpts),
        Format::Json => {
            let line = serde_json::to_string(&Written::of(it, excerpts)).expect("plain fields serialise");
            line + "\n"
        }
        Format::Github => github(it, excerpts),
    }
}

/// The word for a weight.
pub fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A message as data: the fields of `--message-format json`, and of the overlay in the browser.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// `error`, `warning` or `note`.
    pub severity: Severity,
    /// The stable name.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// The file, if the message is about one.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column, from 1, in characters.
    pub column: Option<u32>,
    /// Where the place ends, line and column.
    pub end: Option<[u32; 2]>,
    /// Other places that matter.
    pub others: Vec<WrittenOther>,
    /// What to type.
    pub help: Option<String>,
    /// The message as people see it in a terminal, without colour.
    pub rendered: String,
}

/// Another place of a message as data.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct WrittenOther {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// What is there.
    pub label: String,
}

impl Written {
    /// The message as data.
    pub fn of(it: &Diagnostic, excerpts: &Excerpts) -> Written {
        let place = it.at.as_ref().map(|at| place(at, excerpts));
        let end = it.at.as_ref().map(|at| end(at, excerpts));
        Written {
            severity: it.severity,
            code: it.code,
            message: it.message.clone(),
            file: it.at.as_ref().map(|at| at.file.to_string()),
            line: place.map(|it| it.line),
            column: place.map(|it| it.column),
            end: end.map(|it| [it.line, it.column]),
            others: it
                .others
                .iter()
                .map(|(at, label)| {
                    let place = place_of(at, excerpts);
                    WrittenOther {
                        file: at.file.to_string(),
                        line: place.line,
                        column: place.column,
                        label: label.clone(),
                    }
                })
                .collect(),
            help: it.help.clone(),
            rendered: human(it, excerpts, Terminal { colour: false, width: 100 }),
        }
    }
}

/// Line and column of a span's start.
fn place(at: &Span, excerpts: &Excerpts) -> Place {
    place_of(at, excerpts)
}

/// Line and column of a span's start; 1:1 of a file whose text is not at hand.
fn place_of(at: &Span, excerpts: &Excerpts) -> Place {
    excerpts.get(&at.file).map_or(Place { line: 1, column: 1 }, |it| it.place(at.start))
}

/// Line and column of a span's end.
fn end(at: &Span, excerpts: &Excerpts) -> Place {
    excerpts.get(&at.file).map_or(Place { line: 1, column: 1 }, |it| it.place(at.end))
}

/// With an excerpt and a caret, as compilers do it.
fn human(it: &Diagnostic, excerpts: &Excerpts, terminal: Terminal) -> String {
    let level = match it.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let renderer = if terminal.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(terminal.width);
    let code = format!("{}[{}]", word(it.severity), it.code);
    let mut group = Group::with_title(level.clone().with_name(code).primary_title(visible(&it.message)));
    let texts: Vec<(String, String)> = std::iter::once(it.at.as_ref())
        .flatten()
        .chain(it.others.iter().map(|(at, _)| at))
        .map(|at| {
            (at.file.to_string(), excerpts.get(&at.file).map_or(String::new(), |it| it.text.to_string()))
        })
        .collect();
    let mut parts =
        it.at.iter().map(|at| (at, None)).chain(it.others.iter().map(|(at, label)| (at, Some(label))));
    let mut bare = String::new();
    for (path, text) in &texts {
        let (at, label) = parts.next().expect("one text a place");
        let range = bounded(text, at);
        let is_whole = range.is_empty() && (at.start == 0 || text.is_empty());
        match label {
            // Nothing to show: the file as a whole, or one that has no text.
            None if is_whole => {
                writeln!(bare, "  --> {path}:1:1").ok();
                continue;
            }
            // After a place without an excerpt, or for a whole file, the words alone.
            Some(label) if is_whole || !bare.is_empty() => {
                let place = place(at, excerpts);
                writeln!(bare, "  ::: {path}:{}:{}: {label}", place.line, place.column).ok();
                continue;
            }
            _ => {}
        }
        let kind = if label.is_none() { AnnotationKind::Primary } else { AnnotationKind::Context };
        let mut mark = kind.span(range);
        if let Some(label) = label {
            mark = mark.label(label.as_str());
        }
        group = group.element(Snippet::source(text.as_str()).path(path.as_str()).annotation(mark));
    }
    let help = it.help.as_ref().map(|it| visible(it));
    let help_comes_last = !bare.is_empty() || texts.is_empty();
    if let Some(help) = &help
        && !help_comes_last
    {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let mut out = renderer.render(&[group]);
    out.push('\n');
    if help_comes_last {
        out.push_str(&bare);
        if let Some(help) = help {
            writeln!(out, "   = help: {help}").ok();
        }
    }
    out
}

/// A span cut to what one message shows: within the text, on its first line.
fn bounded(text: &str, at: &Span) -> std::ops::Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(at.start as usize);
    let line_end = text[start..].find('\n').map_or(text.len(), |it| start + it);
    let end = floor(at.end as usize).clamp(start, line_end.max(start));
    start..end
}

/// Text that a terminal may show: control characters and marks that turn its direction are named.
fn visible(text: &str) -> String {
    text.chars()
        .map(|it| match it {
            '\n' => ' '.to_string(),
            it if it.is_control() || matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {
                format!("<U+{:04X}>", it as u32)
            }
            it => it.to_string(),
        })
        .collect()
}

/// One line, as editors and `grep` like it.
fn short(it: &Diagnostic, excerpts: &Excerpts) -> String {
    let mut out = String::new();
    if let Some(at) = &it.at {
        let place = place(at, excerpts);
        write!(out, "{}:{}:{}: ", at.file, place.line, place.column).ok();
    }
    write!(out, "{}[{}]: {}", word(it.severity), it.code, visible(&it.message)).ok();
    if let Some(help) = &it.help {
        write!(out, " (help: {})", visible(help)).ok();
    }
    out + "\n"
}

/// A workflow command; escapes as GitHub, "Workflow commands for GitHub Actions", asks.
fn github(it: &Diagnostic, excerpts: &Excerpts) -> String {
    let value = |it: &str| it.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |it: &str| value(it).replace(':', "%3A").replace(',', "%2C");
    let name = if it.severity == Severity::Note { "notice" } else { word(it.severity) };
    let mut out = format!("::{name} ");
    if let Some(at) = &it.at {
        let start = place(at, excerpts);
        write!(out, "file={},line={},col={},", property(at.file.as_str()), start.line, start.column).ok();
    }
    let help = it.help.as_ref().map(|it| format!("\nhelp: {it}")).unwrap_or_default();
    write!(out, "title={}::{}", property(it.code), value(&format!("{}{help}", it.message))).ok();
    out + "\n"
}
