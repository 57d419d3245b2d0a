//! Citations in brackets, told from links by what stands in them.

use std::ops::Range;

use super::Scribe;
use crate::draft::body::Inline;
use crate::draft::citations::{self, Citation, CitationForm};
use crate::report::mistakes::citations as cite_mistakes;

impl Scribe<'_, '_> {
    /// What stood in brackets and is no link: a citation, several, or a locator.
    pub(super) fn bracketed(&mut self, id: &str, range: Range<usize>, out: &mut Vec<Inline>) {
        if !citations::is_citation(id) {
            if matches!(out.last(), Some(Inline::Text(it)) if it.trim().is_empty()) {
                out.pop();
            }
            if let Some(Inline::Cite(index)) = out.last()
                && let Some(part) = self.parsed.citations[*index as usize].parts.last_mut()
            {
                part.tail = format!(", {}", id.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            return;
        }
        if self.hides_link(&range) {
            let span = self.span(&range);
            self.say(cite_mistakes::in_link(span));
        }
        // `[@a][@b]` reaches here as one reference.
        let raw = &self.text[range.clone()];
        let mut start = range.start;
        for piece in raw.split_inclusive(']') {
            let piece_start = start;
            start += piece.len();
            let Some(inside) = piece.trim_end_matches(']').strip_prefix('[') else { continue };
            let inside_start = piece_start + 1;
            let locate = self.locate;
            let place = |it: Range<usize>| locate(inside_start + it.start..inside_start + it.end);
            match citations::parts(inside, &place) {
                Ok(parts) => {
                    let at = self.span(&(piece_start..start));
                    self.cite(Citation { form: CitationForm::Bracketed, parts, at }, out);
                }
                Err(bad) => {
                    let span = place(bad);
                    self.say(cite_mistakes::part_without_key(span));
                }
            }
        }
    }

    /// Notes a citation and puts it here.
    pub(super) fn cite(&mut self, citation: Citation, out: &mut Vec<Inline>) {
        self.parsed.citations.push(citation);
        self.setter.skip('x');
        out.push(Inline::Cite(self.parsed.citations.len() as u32 - 1));
    }

    /// Whether a bracket is open before an offset, in the same paragraph.
    pub(super) fn is_in_bracket(&self, at: usize) -> bool {
        let before = &self.text[..at];
        let start = before.rfind("\n\n").map_or(0, |it| it + 2);
        let mut open = 0_u32;
        let mut escaped = false;
        for it in before[start..].chars() {
            match it {
                '[' if !escaped => open += 1,
                ']' if !escaped => open = open.saturating_sub(1),
                _ => {}
            }
            escaped = it == '\\' && !escaped;
        }
        open > 0
    }

    /// Whether a citation stands in the words of a link, which is none then: links hold no links
    /// (CommonMark 0.31, 6.3), and a citation is one.
    fn hides_link(&self, range: &Range<usize>) -> bool {
        let after = self.text[range.end..].split("\n\n").next().unwrap_or_default();
        let close = after.find(']');
        let is_next = close.is_some_and(|it| !after[..it].contains('[') && after[it + 1..].starts_with('('));
        is_next && self.is_in_bracket(range.start)
    }
}
