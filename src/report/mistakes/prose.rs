//! Mistakes in prose.

use super::{Diagnostic, Span, error, warning};

/// A picture that says nothing to those who do not see it.
pub fn image_alt(at: Span) -> Diagnostic {
    warning("image-alt", at, "the picture has no description for those who do not see it")
        .help("write what it shows: `![A map of the islands](map.png)`, or `alt=\"…\"` for a figure or cover")
}

/// A picture from elsewhere.
pub fn image_remote(at: Span) -> Diagnostic {
    error("image-remote", at, "the picture comes from another site, which readers would have to ask")
        .help("save it beside the brief and write its file name")
}

/// A scheme that no reader should follow.
pub fn link_scheme(at: Span, scheme: &str) -> Diagnostic {
    error("link-scheme", at, format!("links with `{scheme}` are not published"))
        .help("link with https, http, mailto or tel, to a file of the site, or to a place on the page")
}

/// `[words][label]` where nothing is defined for the label.
pub fn link_undefined(at: Span, label: &str) -> Diagnostic {
    warning("link-undefined", at, format!("nothing is defined for the reference `{label}`"))
        .help(format!("add a line `[{label}]: https://…`, or write `\\[` for a plain bracket"))
}

/// A text that must be a line has blocks in it.
pub fn not_inline(at: Span) -> Diagnostic {
    error("text-blocks", at, "lists, headings, quotations and the like cannot stand here")
        .help("write running text in one paragraph")
}

/// Blocks in blocks in blocks.
pub fn too_deep(at: Span) -> Diagnostic {
    error("prose-deep", at, "lists and quotations are nested more than 60 deep").help("nest less")
}

/// A second title.
pub fn heading_one(at: Span) -> Diagnostic {
    error("heading-one", at, "a heading of level 1 stands in the text, but the title is the only one")
        .help("write `##`")
}

/// A level is left out.
pub fn heading_skipped(at: Span, level: u8, before: u8) -> Diagnostic {
    let marks = "#".repeat(before as usize + 1);
    warning("heading-skipped", at, format!("level {level} follows level {before}"))
        .help(format!("write `{marks}`"))
}

/// `{key=value}` in a heading.
pub fn heading_attribute(at: Span) -> Diagnostic {
    error("heading-attribute", at, "only an id and classes can stand in a heading's braces")
        .help("write `{#id .class}`")
}

/// Two ids in one heading.
pub fn heading_two_ids(at: Span) -> Diagnostic {
    error("heading-ids", at, "a heading has one id").help("keep one of them")
}

/// A brace that would be printed.
pub fn heading_brace(at: Span) -> Diagnostic {
    error("heading-brace", at, "this is not an id or class, and would be printed")
        .help("write `{#id .class}` at the heading's end, or `\\{` for a plain brace")
}

/// Signs of a heading without the space that makes them one.
pub fn heading_space(at: Span) -> Diagnostic {
    error("heading-space", at, "these signs make no heading without a space after them")
        .help("write `## Words`, or `\\##` if the signs are meant")
}

/// Code that is never closed.
pub fn code_open(at: Span) -> Diagnostic {
    warning("code-open", at, "this code is not closed: everything after it is set as typed")
        .help("close it with a line of the same signs")
}

/// A comment that is never closed.
pub fn comment_open(at: Span) -> Diagnostic {
    error("comment-open", at, "this comment is not closed: everything after it would be left out")
        .help("close it with `-->`")
}

/// An id that cannot be one.
pub fn id_form(at: Span, id: &str) -> Diagnostic {
    error("id-form", at, format!("`{id}` cannot be an id"))
        .help("begin with a letter; use small letters, digits and hyphens")
}

/// Two places with one id.
pub fn id_repeated(at: Span, id: &str, first: Span) -> Diagnostic {
    error("id-repeated", at, format!("two places have the id `{id}`"))
        .other(first, "the other one")
        .help("give one of them another id")
}

/// A class that means nothing here.
pub fn class_unknown(at: Span, class: &str, nearest: Option<&str>, known: &str) -> Diagnostic {
    let otherwise = if known.is_empty() {
        "take it out; no class can stand here".to_owned()
    } else {
        format!("here can stand {known}")
    };
    error("class-unknown", at, format!("`.{class}` means nothing at this heading"))
        .did_you_mean(nearest, otherwise)
}

/// A class given twice.
pub fn class_repeated(at: Span, class: &str) -> Diagnostic {
    error("class-repeated", at, format!("`.{class}` is given twice, or with one that excludes it"))
        .help("keep one class")
}

/// A note that is not written.
pub fn note_undefined(at: Span, label: &str) -> Diagnostic {
    error("note-undefined", at, format!("no note `{label}`"))
        .help(format!("write it on a line of its own: `[^{label}]: …`"))
}

/// A note written twice.
pub fn note_repeated(at: Span, label: &str, first: Span) -> Diagnostic {
    error("note-repeated", at, format!("the note `{label}` is written twice"))
        .other(first, "the first one")
        .help("give one of them another name")
}

/// A note that nothing refers to.
pub fn note_unused(at: Span, label: &str) -> Diagnostic {
    warning("note-unused", at, format!("nothing refers to the note `{label}`"))
        .help(format!("write `[^{label}]` where it belongs, or take it out"))
}

/// HTML that is left out.
pub fn html(at: Span) -> Diagnostic {
    warning("html-left-out", at, "HTML in the text is left out")
        .help("write Markdown, or allow it with `html = \"sanitized\"` in `brief.toml`")
}

/// A row with another number of cells than the head.
pub fn table_ragged(at: Span, expected: usize, found: usize) -> Diagnostic {
    error("table-ragged", at, format!("expected {expected} cells in this row, found {found}"))
        .help("part cells with `|`, and write `\\|` for a bar inside one")
}

/// `:::` inside a list or a quotation.
pub fn fence_place(at: Span) -> Diagnostic {
    error("block-place", at, "a block begins at the start of a line, outside lists and quotations")
        .help("move `:::` to the start of its line, after an empty line")
}

/// A block's name that is none.
pub fn fence_name(at: Span, name: &str, nearest: Option<&str>, known: &[&str]) -> Diagnostic {
    error("block-unknown", at, format!("no block `{name}`"))
        .did_you_mean(nearest, format!("there are {}", known.join(", ")))
}

/// A closing line without an opening one.
pub fn fence_close(at: Span, inner: Option<Span>) -> Diagnostic {
    let it = error("block-close", at, "this line closes no block");
    match inner {
        Some(inner) => {
            it.other(inner, "this block is open").help("write as many colons as the block's first line has")
        }
        None => it.help("take it out, or open the block with `::: name`"),
    }
}

/// A block that is not closed.
pub fn fence_open(at: Span, name: &str) -> Diagnostic {
    error("block-open", at, format!("the block `{name}` is not closed"))
        .help("end it with a line of as many colons")
}

/// A block inside one that is not longer.
pub fn fence_nesting(at: Span, outer: Span) -> Diagnostic {
    error("block-nesting", at, "a block inside another needs fewer colons than the outer one")
        .other(outer, "the outer block")
        .help("add a colon to both lines of the outer block")
}

/// A key that a block does not have.
pub fn fence_key(at: Span, name: &str, key: &str, nearest: Option<&str>) -> Diagnostic {
    error("block-key", at, format!("the block `{name}` has no `{key}`")).did_you_mean(nearest, "take it out")
}

/// A key given twice.
pub fn fence_key_repeated(at: Span, key: &str) -> Diagnostic {
    error("block-key-repeated", at, format!("`{key}` is given twice")).help("keep one of the two")
}

/// Curly quotes around a value.
pub fn fence_curly(at: Span) -> Diagnostic {
    error("block-quotes", at, "curly quotes do not hold a value together")
        .help("write straight quotes: `alt=\"two words\"`")
}

/// A quote that is not closed.
pub fn fence_quote(at: Span) -> Diagnostic {
    error("block-quotes", at, "a quote is opened and not closed").help("close it: `alt=\"two words\"`")
}

/// Words that a block does not take.
pub fn fence_words(at: Span, name: &str) -> Diagnostic {
    error("block-words", at, format!("the block `{name}` does not take these words"))
        .help("put a value with spaces in straight quotes: `alt=\"two words\"`")
}

/// A figure of nothing.
pub fn figure_source(at: Span) -> Diagnostic {
    error("figure-source", at, "the figure names no picture")
        .help("add `src=map.png`, a file beside the brief")
}
