//! Headings with their ids and classes, and signs that were meant as structure and are none.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, HeadingLevel, TagEnd};

use super::{Heading, Scribe};
use crate::draft::body::{BlockKind, InBody};
use crate::report::mistakes::prose as mistakes;
use crate::settings;

impl Scribe<'_, '_> {
    /// A heading, with its id and classes noted.
    pub(super) fn heading(
        &mut self,
        level: HeadingLevel,
        id: Option<String>,
        classes: Vec<String>,
        has_attributes: bool,
        range: &Range<usize>,
    ) -> BlockKind {
        self.setter.restart();
        let level = level as u8;
        let index = self.parsed.headings.len();
        let line = self.text[range.clone()].trim_end();
        let at = self.span(&(range.start..range.start + line.len()));
        let braces = line
            .rfind('{')
            .filter(|_| line.ends_with('}'))
            .map(|it| range.start + it..range.start + line.len());
        let has_braces = id.is_some() || !classes.is_empty() || has_attributes;
        if level == 1 {
            self.say(mistakes::heading_one(at.clone()));
        }
        let before = self.parsed.headings.iter().rev().find(|it| it.level > 0).map_or(1, |it| it.level);
        if level > before + 1 && level > 2 {
            self.say(mistakes::heading_skipped(at.clone(), level, before));
        }
        if let Some(braces) = &braces {
            let inside = &self.text[braces.start + 1..braces.end - 1];
            let escaped = self.text[..braces.start].ends_with('\\') || line.ends_with("\\}");
            let ids = inside.split_whitespace().filter(|it| it.starts_with('#')).count();
            let braces = self.span(braces);
            if has_attributes {
                self.say(mistakes::heading_attribute(braces));
            } else if ids > 1 {
                self.say(mistakes::heading_two_ids(braces));
            } else if !has_braces && !escaped {
                self.say(mistakes::heading_brace(braces));
            }
        } else if !has_braces
            && line.rfind('{').is_some_and(|it| line[it..].starts_with("{#") || line[it..].starts_with("{."))
        {
            let start = range.start + line.rfind('{').unwrap_or_default();
            let span = self.span(&(start..range.start + line.len()));
            self.say(mistakes::heading_brace(span));
        } else if !has_braces
            && line.ends_with(['{', '}'])
            && !line[..line.len() - 1].ends_with('\\')
            && !line.contains('`')
        {
            let end = range.start + line.len();
            let span = self.span(&(end - 1..end));
            self.say(mistakes::heading_brace(span));
        }
        let explicit = id.map(|id| {
            let place = braces
                .as_ref()
                .and_then(|it| self.text[it.clone()].find(&format!("#{id}")).map(|found| it.start + found));
            let span = place.map_or(at.clone(), |it| self.span(&(it..it + id.len() + 1)));
            if !settings::is_id(&id) {
                self.parsed.said.push(mistakes::id_form(span.clone(), &id));
            }
            (id, span)
        });
        self.parsed.headings.push(Heading {
            level,
            explicit,
            id: String::new(),
            classes,
            title: Vec::new(),
            at,
            block: InBody(None),
        });
        let title = self.inlines(TagEnd::Heading(heading_level(level)));
        self.parsed.headings[index].title.clone_from(&title);
        BlockKind::Heading { heading: index as u32, level, title }
    }

    /// Says code between fences that is never closed: it swallows all that follows.
    pub(super) fn check_code(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) {
        let CodeBlockKind::Fenced(_) = kind else { return };
        let block = self.text[range.clone()].trim_end();
        let mut lines = block.lines();
        let first = lines.next().unwrap_or_default();
        let sign = if first.trim_start().starts_with('~') { '~' } else { '`' };
        let opening = first.trim_start().chars().take_while(|it| *it == sign).count();
        // In a quotation or an item the last line has their signs before it.
        let last = lines.next_back().unwrap_or_default().trim_start_matches([' ', '>', '\t']).trim_end();
        if last.chars().count() < opening || !last.chars().all(|it| it == sign) {
            let span = self.span(&(range.start..range.start + first.len()));
            self.say(mistakes::code_open(span));
        }
    }

    /// Says a comment that is never closed: it would leave out all that follows.
    pub(super) fn check_comment(&mut self, range: &Range<usize>) {
        let block = &self.text[range.clone()];
        let start = range.start + (block.len() - block.trim_start().len());
        if let Some(inside) = block.trim_start().strip_prefix("<!--")
            && !inside.contains("-->")
        {
            let end = start + block.trim_start().lines().next().map_or(4, str::len);
            let span = self.span(&(start..end));
            self.say(mistakes::comment_open(span));
        }
    }

    /// Says the signs of a heading at the start of a line of text: without a space after them they
    /// are printed.
    pub(super) fn check_signs(&mut self, text: &str, range: &Range<usize>) {
        let signs = text.chars().take_while(|it| *it == '#').count();
        let is_at_margin = self.text[..range.start].chars().next_back().is_none_or(|it| it == '\n');
        let follows = text.chars().nth(signs);
        if (2..=6).contains(&signs) && is_at_margin && follows.is_some_and(|it| it.is_alphabetic()) {
            let span = self.span(&(range.start..range.start + signs));
            self.say(mistakes::heading_space(span));
        }
    }
}

/// The parser's word for a level.
fn heading_level(level: u8) -> HeadingLevel {
    HeadingLevel::try_from(level as usize).unwrap_or(HeadingLevel::H6)
}
