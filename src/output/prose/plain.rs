//! Words as HTML: escaped, and running text where nothing can be linked or cited.

use std::fmt::Write as _;

use crate::draft::body::Inline;
use crate::words::bytes;

/// Running text where nothing can be linked or cited: a card, a list of contents.
pub fn simple(inlines: &[Inline]) -> String {
    simple_named(inlines, &|_| None)
}

/// The same, with a name for citations that are part of their sentence.
pub fn simple_named(inlines: &[Inline], name: &dyn Fn(u32) -> Option<String>) -> String {
    let mut out = String::new();
    for it in inlines {
        match it {
            Inline::Text(text) if text.is_bare() => out.push_str(text),
            Inline::Text(text) => escape_into(text, &mut out),
            Inline::Code(text) => {
                write!(out, "<code>{}</code>", escape(text)).ok();
            }
            Inline::Emphasis(inside) => {
                write!(out, "<em>{}</em>", simple_named(inside, name)).ok();
            }
            Inline::Strong(inside) => {
                write!(out, "<strong>{}</strong>", simple_named(inside, name)).ok();
            }
            Inline::Strike(inside) => {
                write!(out, "<s>{}</s>", simple_named(inside, name)).ok();
            }
            Inline::Sub(text) => {
                write!(out, "<sub>{}</sub>", escape(text)).ok();
            }
            Inline::Super(text) => {
                write!(out, "<sup>{}</sup>", escape(text)).ok();
            }
            Inline::Link(_, inside) => out.push_str(&simple_named(inside, name)),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            // The space before what is left out would part the sentence from its full stop.
            Inline::Cite(index) if let Some(name) = name(*index) => escape_into(&name, &mut out),
            Inline::Cite(_) | Inline::Note(_) => out.truncate(out.trim_end().len()),
            Inline::Image(..) | Inline::Html(_) => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Text as HTML, fit for attributes too.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(text, &mut out);
    out
}

/// Adds text as HTML.
pub(in crate::output) fn escape_into(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let is_marked = |it| (it == b'&') | (it == b'<') | (it == b'>') | (it == b'"') | (it == b'\'');
    let mut from = 0;
    while let Some(at) = bytes::position(bytes, from, is_marked) {
        out.push_str(&text[from..at]);
        out.push_str(match bytes[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        from = at + 1;
    }
    out.push_str(&text[from..]);
}
