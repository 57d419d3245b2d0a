//! What becomes of HTML in prose: left out, kept as far as it is harmless, or kept.
#![expect(
    clippy::disallowed_types,
    reason = "the sanitizer takes its lists so; nothing of their order is seen"
)]

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, TagEnd};

use super::Scribe;
use crate::draft::body::Inline;
use crate::report::mistakes::prose as mistakes;
use crate::settings::Html;

/// Tags that may stand in a sentence when HTML is sanitized; without attributes.
const INLINE_TAGS: [&str; 17] = [
    "abbr", "b", "bdi", "br", "cite", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "strong",
    "sub", "sup",
];

impl Scribe<'_, '_> {
    /// A block of HTML, as far as the settings let it stand.
    pub(super) fn html_block(&mut self, range: &Range<usize>) -> Option<String> {
        let mut html = String::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Html(it) | Event::Text(it) => html.push_str(&it),
                Event::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        // A line `:::` stands for itself at top level only, where it never comes here.
        let first =
            range.start + (self.text[range.clone()].len() - self.text[range.clone()].trim_start().len());
        if let Ok(index) = self.fences.binary_search_by_key(&first, |it| it.0.start) {
            let (at, opens) = self.fences[index].clone();
            if opens {
                let span = self.span(&at);
                self.say(mistakes::fence_place(span));
            }
            return None;
        }
        let html = without_comments(&html);
        if html.trim().is_empty() {
            return None;
        }
        match self.manner.html {
            Html::Trusted => Some(html),
            Html::Sanitized => Some(SANITIZER.clean(&html).to_string()).filter(|it| !it.trim().is_empty()),
            Html::Off => {
                let end = self.text[range.clone()].find('\n').map_or(range.end, |it| range.start + it);
                let span = self.span(&(range.start..end));
                self.say(mistakes::html(span));
                None
            }
        }
    }

    /// A tag in a sentence. Under `sanitized` only pairs of harmless tags stay, so that nothing
    /// that an author opens can swallow the page.
    pub(super) fn html_inline(
        &mut self,
        html: &str,
        range: &Range<usize>,
        out: &mut Vec<Inline>,
        open: &mut Vec<String>,
    ) {
        if html.starts_with("<!--") {
            return;
        }
        match self.manner.html {
            Html::Trusted => out.push(Inline::Html(html.to_owned())),
            Html::Off => {
                if !html.starts_with("</") {
                    let span = self.span(range);
                    self.say(mistakes::html(span));
                }
            }
            Html::Sanitized => {
                let name = tag_name(html);
                if !INLINE_TAGS.contains(&name.as_str()) {
                    return;
                }
                if name == "br" {
                    out.push(Inline::HardBreak);
                } else if html.starts_with("</") {
                    if open.last() == Some(&name) {
                        open.pop();
                        out.push(Inline::Html(format!("</{name}>")));
                    }
                } else {
                    out.push(Inline::Html(format!("<{name}>")));
                    open.push(name);
                }
            }
        }
    }

    /// Closes what an author left open.
    pub(super) fn close_html(&mut self, open: Vec<String>, out: &mut Vec<Inline>) {
        out.extend(open.into_iter().rev().map(|name| Inline::Html(format!("</{name}>"))));
    }
}

/// The name of a tag, lower-cased.
fn tag_name(html: &str) -> String {
    html.trim_start_matches(['<', '/'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase()
}

/// HTML without its comments; one that is not closed reaches to the end.
fn without_comments(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find("<!--") {
        out.push_str(&rest[..open]);
        rest = rest[open + 4..].find("-->").map_or("", |close| &rest[open + 4 + close + 3..]);
    }
    out.push_str(rest);
    out
}

/// Lets through text, tables, lists and quotations, no pictures, styles, forms or scripts; links go
/// to the web by the schemes that prose may use.
static SANITIZER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    builder
        .rm_tags(["img", "map", "area", "center", "font", "h1"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan", "scope"])),
            ("ol", HashSet::from(["start"])),
            ("q", HashSet::from(["cite"])),
        ]))
        .generic_attributes(HashSet::from(["lang", "dir", "title"]));
    builder
});
