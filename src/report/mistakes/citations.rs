//! Mistakes in citations and bibliographies.

use super::{Diagnostic, Span, error, note, warning};

/// A key that no bibliography has.
pub fn unknown(at: Span, key: &str, nearest: Option<&str>, file: &str) -> Diagnostic {
    error("cite-unknown", at, format!("no reference `{key}`"))
        .did_you_mean(nearest, format!("add it to `{file}`, or write `\\@` for a plain at sign"))
}

/// Brackets inside a citation.
pub fn form(at: Span) -> Diagnostic {
    error("cite-form", at, "brackets inside a citation hide it")
        .help("take the inner brackets out, or write `\\@` for a plain at sign")
}

/// A citation in the words of a link.
pub fn in_link(at: Span) -> Diagnostic {
    error("cite-link", at, "a citation in the words of a link keeps it from being a link")
        .help("set the citation behind the link: `[the report](https://example.org/) [@key]`")
}

/// A part of a group without a key.
pub fn part_without_key(at: Span) -> Diagnostic {
    error("cite-part", at, "this part of the citation names no source")
        .help("every part between semicolons has a key: `[see @one, pp. 4-6; @two]`")
}

/// A citation that a converter escaped.
pub fn escaped(at: Span) -> Diagnostic {
    warning("cite-escaped", at, "an escaped citation is printed as it stands")
        .help("take out the backslashes: `[@key]`")
}

/// A bibliography that is not there.
pub fn bibliography_missing(at: Span, path: &str) -> Diagnostic {
    error("bibliography-missing", at, format!("no bibliography `{path}`"))
        .help("write its path from this file, such as `references.bib`")
}

/// A bibliography in a form that is not read.
pub fn bibliography_kind(at: Span, path: &str) -> Diagnostic {
    error("bibliography-kind", at, format!("`{path}` is not a bibliography that can be read"))
        .help("write BibLaTeX (`.bib`), CSL-JSON (`.json`) or Hayagriva’s YAML (`.yaml`)")
}

/// A bibliography that cannot be read.
pub fn bibliography_form(at: Span, words: &str) -> Diagnostic {
    error("bibliography-form", at, format!("this bibliography cannot be read: {words}"))
        .help("export it again from the program that keeps your references")
}

/// A key given twice.
pub fn key_repeated(at: Span, key: &str, first: Span) -> Diagnostic {
    error("bibliography-repeated", at, format!("two references have the key `{key}`"))
        .other(first, "the first one")
        .help("give one of them another key, or take it out")
}

/// A source that nobody cites.
pub fn unused(at: Span, count: usize, first: &str) -> Diagnostic {
    let others = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
    note("reference-unused", at, format!("nobody cites `{first}`{others}"))
        .help("nothing is published of a reference that is not cited")
}

/// A style that is not built in.
pub fn style_unknown(at: Span, name: &str, nearest: Option<&str>) -> Diagnostic {
    error("style-unknown", at, format!("no citation style `{name}`"))
        .did_you_mean(nearest, "write a name such as `chicago-notes` or `apa`, or the path of a `.csl` file")
}

/// A style's file that is not there.
pub fn style_missing(at: Span, path: &str) -> Diagnostic {
    error("style-missing", at, format!("no file `{path}`"))
        .help("a brief names a style's file from its own folder, `brief.toml` from the site's: `briefings/house.csl`")
}

/// A style's file that cannot be used.
pub fn style_form(at: Span, why: &str) -> Diagnostic {
    error("style-form", at, format!("this is no citation style that can be used: {why}"))
        .help("take the file from the styles' repository again, or name a style that is built in, such as `chicago-notes`")
}

/// A language that citation styles do not know.
pub fn style_language(at: Span, lang: &str) -> Diagnostic {
    warning("style-language", at, format!("citation styles do not speak `{lang}`"))
        .help("words such as “and” and “edited by” are set in English; check `lang`")
}
