//! One file's text, and places in it. A span is an offset in the file, front matter included.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::OnceLock;

use super::{Fingerprint, SourcePath};

/// A text file of the site as read: UTF-8, without a byte-order mark, lines ended by `\n` alone.
#[derive(Debug)]
pub struct Source {
    /// Where it was read.
    pub path: SourcePath,
    /// The text; line ends are levelled, so a file with CRLF builds the same bytes.
    pub text: Box<str>,
    /// Of the text.
    pub fingerprint: Fingerprint,
    /// Offsets at which lines start, made when first asked for.
    lines: OnceLock<Vec<u32>>,
}

impl Source {
    /// Takes text as it stands on disk; levels line ends and drops a byte-order mark.
    pub fn new(path: SourcePath, text: String) -> Source {
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        let text = if memchr::memchr(b'\r', text.as_bytes()).is_some() {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text
        };
        let fingerprint = Fingerprint::of(text.as_bytes());
        Source { path, text: text.into_boxed_str(), fingerprint, lines: OnceLock::new() }
    }

    /// Line and column of a byte offset.
    pub fn place(&self, offset: u32) -> Place {
        let offset = self.floor_char(offset as usize);
        let lines = self.lines();
        let line_index = lines.partition_point(|&it| it as usize <= offset) - 1;
        let before = &self.text[lines[line_index] as usize..offset];
        Place { line: line_index as u32 + 1, column: before.chars().count() as u32 + 1 }
    }

    /// The byte offset of a place; past a line's end it is the line's end.
    pub fn offset(&self, place: Place) -> u32 {
        let lines = self.lines();
        let Some(&start) = lines.get(place.line.saturating_sub(1) as usize) else {
            return self.text.len() as u32;
        };
        let line = self.text[start as usize..].split('\n').next().unwrap_or_default();
        let skipped = place.column.saturating_sub(1) as usize;
        let inside = line.char_indices().nth(skipped).map_or(line.len(), |(at, _)| at);
        start + inside as u32
    }

    /// A span of this file.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span { file: self.path.clone(), start: range.start as u32, end: range.end as u32 }
    }

    /// What a span of this file covers.
    pub fn slice(&self, span: &Span) -> &str {
        let start = self.floor_char(span.start as usize);
        let end = self.floor_char(span.end as usize).max(start);
        &self.text[start..end]
    }

    /// Offsets at which lines start.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let ends = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(ends.map(|at| at as u32 + 1)).collect()
        })
    }

    /// The nearest character boundary at or before `offset`.
    fn floor_char(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// A place for people: both numbers count from 1, the column in characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// A stretch of one file, in bytes from the file's start.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Span {
    /// The file.
    pub file: SourcePath,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A span hashes as nothing: where something stands is no part of what it says. So what hashes alike says
/// the same to everyone but messages.
impl Hash for Span {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Span {
    /// The start of a file: for what is missing from the whole of it.
    pub fn top(file: SourcePath) -> Span {
        Span { file, start: 0, end: 0 }
    }

    /// The bytes covered.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A source with this text.
    fn source(text: &str) -> Source {
        Source::new(SourcePath::new("a.md").unwrap(), text.to_owned())
    }

    #[test]
    fn places_count_characters_from_one() {
        let it = source("ab\n日本x\n");
        assert_eq!(it.place(0), Place { line: 1, column: 1 });
        assert_eq!(it.place(9), Place { line: 2, column: 3 });
        assert_eq!(it.offset(Place { line: 2, column: 3 }), 9);
        assert_eq!(it.place(11), Place { line: 3, column: 1 });
    }

    #[test]
    fn line_ends_and_byte_order_mark_do_not_matter() {
        let one = source("\u{feff}a\r\nb\rc\n");
        let two = source("a\nb\nc\n");
        assert_eq!(one.text, two.text);
        assert_eq!(one.fingerprint, two.fingerprint);
    }
}
