//! Events to running text: citations, notes, links, and text set as the language sets it.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::signs::Signs;
use super::{Link, LinkKind, Scribe};
use crate::draft::body::{self, Inline};
use crate::draft::citations::{self, Citation, CitationForm, CitePart};
use crate::draft::stretch::Stretch;
use crate::report::mistakes::{citations as cite_mistakes, prose as mistakes};

impl<'a> Scribe<'a, '_> {
    /// Reads running text up to the end of what it is in.
    pub(super) fn inlines(&mut self, until: TagEnd) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut open_html = Vec::new();
        while let Some((event, range)) = self.next() {
            if matches!(&event, Event::End(end) if *end == until) {
                break;
            }
            self.inline(event, range, &mut out, &mut open_html);
        }
        self.close_html(open_html, &mut out);
        out
    }

    /// Reads running text that has no paragraph around it, up to a block or to the end of what it
    /// is in, which is left to be read. Gives also where it ends.
    pub(super) fn loose_inlines(&mut self, until: TagEnd) -> (Vec<Inline>, usize) {
        let mut out = Vec::new();
        let mut open_html = Vec::new();
        let mut end = 0;
        while let Some((event, range)) = self.events.peek() {
            let stops = match event {
                Event::End(it) => *it == until,
                Event::Start(
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. },
                ) => false,
                Event::Start(_) | Event::Rule => true,
                _ => false,
            };
            if stops {
                break;
            }
            end = range.end;
            let (event, range) = self.next().expect("peeked");
            if let Event::Text(text) = event {
                let (text, range) = self.whole_text(text, range);
                end = range.end;
                self.text(&text, range, &mut out);
            } else {
                self.inline(event, range, &mut out, &mut open_html);
            }
        }
        self.close_html(open_html, &mut out);
        (out, end)
    }

    /// Reads one stretch.
    fn inline(
        &mut self,
        event: Event<'a>,
        range: Range<usize>,
        out: &mut Vec<Inline>,
        open_html: &mut Vec<String>,
    ) {
        match event {
            Event::Text(text) => {
                let (text, range) = self.whole_text(text, range);
                self.text(&text, range, out);
            }
            Event::Code(code) => {
                self.parsed.words += code.split_whitespace().count();
                self.setter.skip('x');
                out.push(Inline::Code(code.into_string()));
            }
            Event::Start(Tag::Emphasis) => {
                let inside = self.inlines(TagEnd::Emphasis);
                out.push(Inline::Emphasis(inside));
            }
            Event::Start(Tag::Strong) => {
                let inside = self.inlines(TagEnd::Strong);
                out.push(Inline::Strong(inside));
            }
            Event::Start(Tag::Strikethrough) => {
                let inside = self.inlines(TagEnd::Strikethrough);
                out.push(Inline::Strike(inside));
            }
            Event::Start(Tag::Link {
                link_type: LinkType::ShortcutUnknown | LinkType::ReferenceUnknown | LinkType::CollapsedUnknown,
                id,
                ..
            }) => {
                self.skip_to(TagEnd::Link);
                self.bracketed(&id, range, out);
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let target = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                };
                self.links_open += 1;
                let inside = self.inlines(TagEnd::Link);
                self.links_open -= 1;
                let index = self.link(LinkKind::Link, target, inside.is_empty(), &range);
                out.push(Inline::Link(index, inside));
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let inside = self.inlines(TagEnd::Image);
                let alt = body::plain(&inside);
                if alt.is_empty() {
                    let span = self.span(&range);
                    self.say(mistakes::image_alt(span));
                }
                let index = self.link(LinkKind::Image, dest_url.into_string(), false, &range);
                self.setter.skip('x');
                out.push(Inline::Image(index, alt));
            }
            Event::FootnoteReference(label) => {
                let index = self.note(&label);
                self.setter.skip('x');
                out.push(Inline::Note(index));
            }
            Event::InlineHtml(html) => self.html_inline(&html, &range, out, open_html),
            Event::SoftBreak => {
                self.setter.skip(' ');
                out.push(Inline::SoftBreak);
            }
            Event::HardBreak => {
                self.setter.skip(' ');
                out.push(Inline::HardBreak);
            }
            _ => {}
        }
    }

    /// Notes a link or picture, and says if its scheme is none that a reader should follow.
    pub(super) fn link(
        &mut self,
        kind: LinkKind,
        target: String,
        is_empty: bool,
        range: &Range<usize>,
    ) -> u32 {
        let at = self.span(range);
        if let Some(scheme) = scheme(&target) {
            let allowed = match kind {
                LinkKind::Link => matches!(&*scheme, "http" | "https" | "mailto" | "tel"),
                LinkKind::Image | LinkKind::Data => false,
            };
            if !allowed {
                let mistake = match kind {
                    LinkKind::Image if scheme.starts_with("http") => mistakes::image_remote(at.clone()),
                    _ => mistakes::link_scheme(at.clone(), &scheme),
                };
                self.say(mistake);
            }
        } else if target.starts_with("//") || target.starts_with('\\') {
            self.say(mistakes::link_scheme(at.clone(), "//"));
        }
        self.parsed.links.push(Link { kind, target, is_empty, at });
        self.parsed.links.len() as u32 - 1
    }

    /// Text: citations in the run of a sentence, letters below and above the line, quotes.
    fn text(&mut self, text: &str, range: Range<usize>, out: &mut Vec<Inline>) {
        let signs = Signs::of(text);
        self.parsed.words += signs.words;
        let before = self.text[..range.start].chars().next_back();
        let escaped = before == Some('\\') && !self.text[..range.start].ends_with("\\\\");
        if signs.has_bracket() {
            self.check_notes(text, &range, escaped);
        }
        if text.starts_with('#') {
            self.check_signs(text, &range);
        }
        if text.starts_with(":::") && !escaped {
            let span = self.span(&range);
            self.say(mistakes::fence_place(span));
        }
        if escaped && text.starts_with("[@") {
            let span = self.span(&(range.start - 1..range.end));
            self.say(cite_mistakes::escaped(span));
            self.push_text(text, signs, true, out);
            return;
        }
        // The text of an entity differs from its source; places inside it cannot be told.
        let is_verbatim = signs.has_at() && stands_at(self.text, &range, text);
        let mut rest = 0;
        let mut from = usize::from(escaped);
        while is_verbatim && let Some((sign, length)) = citations::narrative(text, from) {
            if self.links_open == 0 && self.is_in_bracket(range.start + sign) {
                // Brackets inside brackets: the parser did not take it for a citation.
                let span = self.span(&(range.start + sign..range.start + sign + 1 + length));
                self.say(cite_mistakes::form(span));
                from = sign + 1 + length;
                continue;
            }
            if sign == 0 && before.is_some_and(|it| it.is_alphanumeric()) {
                from = sign + 1 + length;
                continue;
            }
            self.push_text(&text[rest..sign], signs, escaped && rest == 0, out);
            let at = self.span(&(range.start + sign..range.start + sign + 1 + length));
            let raw = &text[sign + 1..sign + 1 + length];
            let key = raw.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or(raw).to_owned();
            let part = CitePart {
                key,
                at: at.clone(),
                prefix: String::new(),
                tail: String::new(),
                suppress_author: false,
                stance: citations::Stance::For,
            };
            self.cite(Citation { form: CitationForm::Narrative, parts: vec![part], at }, out);
            rest = sign + 1 + length;
            from = rest;
        }
        self.push_text(&text[rest..], signs, escaped && rest == 0, out);
    }

    /// A text joined to those that follow it without a gap: the parser parts them wherever a mark
    /// might have begun something, as in `CO~2~`.
    fn whole_text(&mut self, text: CowStr<'a>, range: Range<usize>) -> (CowStr<'a>, Range<usize>) {
        let mut end = range.end;
        if !stands_at(self.text, &range, &text) {
            return (text, range);
        }
        while let Some((Event::Text(next), at)) = self.events.peek()
            && at.start == end
            && stands_at(self.text, at, next)
        {
            end = at.end;
            self.next();
        }
        (self.text[range.start..end].into(), range.start..end)
    }

    /// Says references to notes that are not written: the parser leaves them as text.
    fn check_notes(&mut self, text: &str, range: &Range<usize>, first_is_escaped: bool) {
        if !text.contains('[') || self.text.get(range.clone()) != Some(text) {
            return;
        }
        for (at, _) in text.match_indices("[^").filter(|it| it.0 > 0 || !first_is_escaped) {
            let label = text[at + 2..].split(']').next().unwrap_or_default();
            let is_label = !label.is_empty() && !label.contains(|it: char| it.is_whitespace() || it == '[');
            if is_label && text[at + 2 + label.len()..].starts_with(']') {
                let span = self.span(&(range.start + at..range.start + at + label.len() + 3));
                self.say(mistakes::note_undefined(span, label));
            }
        }
    }

    /// Text without citations. It is a part of one that has these signs.
    fn push_text(&mut self, text: &str, signs: Signs, first_is_escaped: bool, out: &mut Vec<Inline>) {
        let mut rest = text;
        let mut escaped = first_is_escaped;
        while signs.has_raised()
            && let Some((before, mark, inside, after)) = raised(rest)
        {
            self.push_run(before, signs, escaped, out);
            escaped = false;
            self.setter.skip('x');
            out.push(if mark == '~' {
                Inline::Sub(inside.to_owned())
            } else {
                Inline::Super(inside.to_owned())
            });
            rest = after;
        }
        self.push_run(rest, signs, escaped, out);
    }

    /// Plain text, joined to what stands before it.
    fn push_run(&mut self, text: &str, signs: Signs, first_is_escaped: bool, out: &mut Vec<Inline>) {
        if text.is_empty() {
            return;
        }
        if !signs.is_set()
            && !matches!(out.last(), Some(Inline::Text(_)))
            && let Some(typed) = self.typed(text, signs)
        {
            self.setter.pass(text);
            out.push(Inline::Text(typed));
            return;
        }
        let mut own = String::new();
        let run = match out.last_mut() {
            Some(Inline::Text(last)) => last.own(),
            _ => {
                own.reserve_exact(text.len());
                &mut own
            }
        };
        self.setter.set(text, first_is_escaped, run);
        if !own.is_empty() {
            out.push(Inline::Text(own.into()));
        }
    }

    /// A part of the text as a stretch of the file, if it stands there like this: the parser's texts need not. It is a
    /// part of one that has these signs.
    fn typed(&self, part: &str, signs: Signs) -> Option<Stretch> {
        let source = self.source?;
        let start = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)? + self.base;
        let at = start..start + part.len();
        let stretch = if signs.is_bare() { Stretch::bare } else { Stretch::typed };
        stands_at(&source.text, &at, part).then(|| stretch(source, at))
    }
}

/// Whether a part stands in a text like this. Most of what the parser gives is that very part of the text, which needs no
/// look at its bytes.
fn stands_at(text: &str, at: &Range<usize>, part: &str) -> bool {
    text.get(at.clone()).is_some_and(|it| std::ptr::eq(it, part) || it == part)
}

/// The first `x~2~` or `x^2^` inside a word: what is before it, the mark, what is in it, the rest.
fn raised(text: &str) -> Option<(&str, char, &str, &str)> {
    let mut from = 0;
    while let Some(open) = text[from..].bytes().position(|it| matches!(it, b'~' | b'^')).map(|it| from + it) {
        let mark = text[open..].chars().next()?;
        let after = &text[open + 1..];
        let inside_len =
            after.find(|it: char| !(it.is_alphanumeric() || "+-−,.()".contains(it))).unwrap_or(after.len());
        let before_is_word = text[..open].chars().last().is_some_and(|it| it.is_alphanumeric() || it == ')');
        if before_is_word && (1..=12).contains(&inside_len) && after[inside_len..].starts_with(mark) {
            return Some((&text[..open], mark, &after[..inside_len], &after[inside_len + 1..]));
        }
        from = open + 1;
    }
    None
}

/// The scheme of a target, lower-cased, looked at as a browser does: spaces and controls dropped
/// (WHATWG URL Standard, 4.4, basic URL parser, steps 1 to 3).
fn scheme(target: &str) -> Option<Cow<'_, str>> {
    let is_scheme = |it: &str| {
        it.starts_with(|it: char| it.is_ascii_alphabetic())
            && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it))
    };
    let (scheme, _) = target.split_once(':')?;
    if is_scheme(scheme) && !scheme.bytes().any(|it| it.is_ascii_uppercase()) {
        return Some(scheme.into());
    }
    let clean: String = target.chars().filter(|it| !it.is_control() && !it.is_whitespace()).collect();
    let (scheme, _) = clean.split_once(':')?;
    is_scheme(scheme).then(|| scheme.to_ascii_lowercase().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_seen_through_disguises() {
        for bad in [
            "javascript:x",
            "JaVaScRiPt:x",
            " java\tscript:x",
            "data:text/html,x",
            "vbscript:x",
            "\u{1}javascript:x",
        ] {
            assert!(
                !matches!(scheme(bad).as_deref(), Some("http" | "https" | "mailto" | "tel") | None),
                "{bad:?}"
            );
        }
        assert_eq!(scheme("../a.md#x:y"), None);
        assert_eq!(scheme("HTTPS://x"), Some("https".into()));
    }

    #[test]
    fn raised_letters_stand_inside_words() {
        assert_eq!(raised("H~2~O").unwrap().2, "2");
        assert_eq!(raised("a ^2^"), None);
        assert_eq!(raised("~/home and ~x"), None);
    }
}
