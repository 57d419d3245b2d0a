//! Tera's errors as messages with places in the theme.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::ErrorKind;

use super::{CARD, prints};
use crate::report::{Diagnostic, mistakes::theme as mistakes};
use crate::words::Source;

/// Tera's errors as messages with places in the theme.
pub(super) fn describe(
    error: &tera::Error,
    sources: &BTreeMap<String, Arc<Source>>,
    about: Option<&str>,
) -> Vec<Diagnostic> {
    let at_range = |name: &str, range: std::ops::Range<usize>| sources.get(name).map(|it| it.span(range));
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let at = at_range(report.filename(), report.span().range.clone());
            let prints_cards = sources.get(CARD).is_some_and(|it| prints(it));
            let is_card = prints_cards && lacks_all_fields(report.message());
            let help = if is_card { mistakes::CARD_HELP } else { mistakes::VIEWS_HELP };
            vec![mistakes::template(at, report.message(), about, help)]
        }
        ErrorKind::MissingParent { current, parent } => vec![mistakes::template(
            at_range(current, 0..0),
            &format!("it extends `{parent}`, which is not there"),
            about,
            mistakes::VIEWS_HELP,
        )],
        ErrorKind::Msg(text) => {
            // Reports that were put into words already, several at once: `error: …` and ` --> file:line:column`.
            let mut all: Vec<Diagnostic> = text
                .split("\n\n")
                .filter_map(|part| {
                    let message = part.strip_prefix("error: ")?.lines().next()?;
                    let place = part.lines().find_map(|it| it.trim_start().strip_prefix("--> "))?;
                    let mut numbers = place.rsplitn(3, ':');
                    let (column, line, name) = (numbers.next()?, numbers.next()?, numbers.next()?);
                    let source = sources.get(name)?;
                    let place =
                        crate::words::Place { line: line.parse().ok()?, column: column.parse().ok()? };
                    let start = source.offset(place) as usize;
                    Some(mistakes::template(
                        Some(source.span(start..start + 1)),
                        message,
                        about,
                        mistakes::VIEWS_HELP,
                    ))
                })
                .collect();
            if all.is_empty() {
                all.push(mistakes::template(
                    None,
                    text.lines().next().unwrap_or_default(),
                    about,
                    mistakes::VIEWS_HELP,
                ));
            }
            all
        }
        other => {
            vec![mistakes::template(None, &tera::Error::new_kind_words(other), about, mistakes::VIEWS_HELP)]
        }
    }
}

/// Whether what lacks a field has none at all: of what has some, Tera names them.
fn lacks_all_fields(message: &str) -> bool {
    let begins = message.get(.."field `".len()).is_some_and(|it| it.eq_ignore_ascii_case("field `"));
    begins && message.trim_end_matches('.').ends_with("is not defined")
}

/// Puts a kind of error into words.
trait KindWords {
    /// The words.
    fn new_kind_words(kind: &ErrorKind) -> String;
}

impl KindWords for tera::Error {
    fn new_kind_words(kind: &ErrorKind) -> String {
        match kind {
            ErrorKind::CircularExtend { tpl, .. } => format!("`{tpl}` extends itself in a circle"),
            ErrorKind::CircularInclude { tpl, .. } => format!("`{tpl}` includes itself in a circle"),
            ErrorKind::TemplateNotFound(name) => format!("no template `{name}`"),
            other => format!("{other:?}"),
        }
    }
}
