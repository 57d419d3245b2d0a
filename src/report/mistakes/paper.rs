//! Mistakes that show when a brief is set as a PDF, or offered as one.

use super::{Diagnostic, Span, error, warning};

/// A paper template that cannot be used.
pub fn template(at: Option<Span>, words: &str, hints: &str, brief: &str) -> Diagnostic {
    let words = words.trim_end_matches('.');
    let hints = if hints.is_empty() { String::new() } else { format!("{hints}; ") };
    error("theme-paper", at, format!("the paper cannot be set: {words}")).help(format!(
        "{hints}found while setting `{brief}`; `docs/themes.md` lists what a paper template can see"
    ))
}

/// Signs that no font shows.
pub fn glyphs(at: Span, signs: &[char], folder: &str, way_out: &str) -> Diagnostic {
    const SHOWN: usize = 20;
    let mut list = signs
        .iter()
        .take(SHOWN)
        .map(|it| format!("`{it}` (U+{:04X})", *it as u32))
        .collect::<Vec<_>>()
        .join(", ");
    if signs.len() > SHOWN {
        list.push_str(&format!(" and {} more", signs.len() - SHOWN));
    }
    error("paper-glyph", at, format!("no font of the paper has {list}")).help(format!(
        "put a font that has them into `{folder}`, as TTF or OTF, or name one of this machine as `system_fonts` under `[pdf]`, or write `{way_out}` in the brief"
    ))
}

/// A font of the machine that it has not.
pub fn no_such_font(at: Span, family: &str, near: Option<&str>, folder: &str) -> Diagnostic {
    let near = near.map(|it| format!("write `{it}`; ")).unwrap_or_default();
    error("paper-font", at, format!("this machine has no font of the family `{family}`"))
        .help(format!("{near}install it, or put its files into `{folder}`: then every machine has it"))
}

/// A paper or a card that the typesetter could not finish.
pub fn stopped(at: Span, why: &str, way_out: &str) -> Diagnostic {
    error("paper-stopped", at, format!("nothing was set of this brief: {why}")).help(format!(
        "make its tables, nested lists or pictures smaller, raise `paper_seconds` or `paper_megabytes` under `[limits]`, or write `{way_out}` in the brief"
    ))
}

/// This program makes no PDF.
pub fn not_built(at: Span) -> Diagnostic {
    warning(
        "pdf-left-out",
        at,
        "PDFs are wanted, but this program was built without them: none is made or advertised",
    )
    .help("build it with its feature `pdf`, as `cargo build --release` does, or remove `enabled = true`")
}

/// The theme has no paper side.
pub fn without_side(at: Span, theme: &str) -> Diagnostic {
    warning(
        "pdf-left-out",
        at,
        format!(
            "PDFs are wanted, but the theme `{theme}` has no `paper/brief.typ`: none is made or advertised"
        ),
    )
    .help("copy `paper/` from the default theme, or remove `enabled = true`")
}

/// Not a PDF.
pub fn pdf_form(at: Span, path: &str, way_out: &str) -> Diagnostic {
    error("pdf-form", at, format!("`{path}` is not a PDF: it does not begin with `%PDF-`"))
        .help(format!("export it again, or {way_out}"))
}

/// A PDF without tags.
pub fn pdf_untagged(at: Span, path: &str) -> Diagnostic {
    warning(
        "pdf-untagged",
        at,
        format!("`{path}` is not tagged: a screen reader finds neither headings nor tables in it"),
    )
    .help("export it as a tagged PDF (PDF/UA), or remove `pdf` to have one made from the text")
}

/// A file among earlier PDFs that is none.
pub fn version_form(at: Span, path: &str) -> Diagnostic {
    warning("version-form", at, format!("`{path}` is not published: earlier versions of a brief are PDFs"))
        .help("name it `….pdf` and put it into `versions/` itself, or keep it elsewhere and link to it")
}
