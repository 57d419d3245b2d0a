//! The citation style of each brief: its own, else the site's, else Chicago notes.

use std::sync::Arc;

use super::Materials;
use crate::cite::style::{DEFAULT, Style};
use crate::draft::Outline;
use crate::report::{Diagnostic, mistakes::citations as mistakes};
use crate::words::{SourcePath, Span};

/// The style of a brief; what is wrong with it is said. `cites` is whether it will be used.
pub(super) fn style(
    outline: &Outline,
    cites: bool,
    materials: &Materials<'_>,
    said: &mut Vec<Diagnostic>,
) -> Arc<Style> {
    let front = outline.front.as_ref();
    let own = front.and_then(|it| it.style.as_ref());
    let found = match own {
        Some((written, at)) => {
            let file = outline.source.path.follow(written);
            named(written, file, at.clone(), materials, said)
        }
        None => Some(of_site(materials, said)),
    };
    if let Some(front) = front.filter(|it| cites && !crate::cite::speaks(&it.lang)) {
        said.push(mistakes::style_language(
            outline.citations.first().map_or(front.title_at.clone(), |it| it.at.clone()),
            &front.lang,
        ));
    }
    found.unwrap_or_else(|| usual(materials))
}

/// The style that the settings name, else the usual one.
pub(super) fn of_site(materials: &Materials<'_>, said: &mut Vec<Diagnostic>) -> Arc<Style> {
    let written = materials.settings.style.as_ref();
    let found = written
        .and_then(|it| named(it, SourcePath::new(it), materials.settings.place("style"), materials, said));
    found.unwrap_or_else(|| usual(materials))
}

/// The style of a site that names none.
fn usual(materials: &Materials<'_>) -> Arc<Style> {
    materials.memo.style_named(DEFAULT).expect("the default style is built in")
}

/// A style by what an author wrote: a name, or a path to a file of the site.
fn named(
    written: &str,
    file: Option<SourcePath>,
    at: Span,
    materials: &Materials<'_>,
    said: &mut Vec<Diagnostic>,
) -> Option<Arc<Style>> {
    if !written.ends_with(".csl") {
        let found = materials.memo.style_named(written);
        if found.is_none() {
            said.push(mistakes::style_unknown(at, written, Style::nearest(written)));
        }
        return found;
    }
    let Some(source) = file.and_then(|it| materials.styles.get(&it)) else {
        said.push(mistakes::style_missing(at, written));
        return None;
    };
    match materials.memo.style_of(&source.text, source.fingerprint) {
        Ok(style) => Some(style),
        Err(wrong) => {
            let start = source.text.floor_char_boundary(wrong.at.min(source.text.len()));
            let end = source.text[start..].find('\n').map_or(source.text.len(), |it| start + it);
            said.push(mistakes::style_form(source.span(start..end), &wrong.why));
            None
        }
    }
}
