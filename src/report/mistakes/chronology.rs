//! Mistakes in `timeline.csv`.

use super::{Diagnostic, Span, error, warning};

/// A quote that is not closed.
pub fn quote(at: Span) -> Diagnostic {
    error("timeline-quote", at, "a quote is opened and not closed")
        .help("close it with `\"`; a quote inside a cell is written twice: `\"\"`")
}

/// A column that must be there.
pub fn column_missing(at: Span, name: &str) -> Diagnostic {
    error("timeline-column", at, format!("the timeline has no column `{name}`"))
        .help("its first line is `date,case,stage,title,text,source`")
}

/// A column that nobody reads.
pub fn column_unknown(at: Span, name: &str, nearest: Option<&str>, known: &[&str]) -> Diagnostic {
    error("timeline-column", at, format!("the timeline has no column `{name}`"))
        .did_you_mean(nearest, format!("the columns are {}", known.join(", ")))
}

/// A column twice.
pub fn column_repeated(at: Span, name: &str) -> Diagnostic {
    error("timeline-column", at, format!("a second column `{name}`")).help("keep one of the two")
}

/// A row with another number of cells.
pub fn ragged(at: Span, expected: usize, found: usize) -> Diagnostic {
    error("timeline-ragged", at, format!("expected {expected} cells in this row, found {found}"))
        .help("put a cell that holds a comma in quotes")
}

/// A row without a date.
pub fn date_missing(at: Span) -> Diagnostic {
    error("timeline-date", at, "the row has no date")
        .help("write one such as `2016-05-06`, `2016-05`, `2016` or `2012/2020`")
}

/// Not a date of history.
pub fn date(at: Span, found: &str) -> Diagnostic {
    error(
        "timeline-date",
        at,
        format!("expected a date such as `2016-05-06` or `2012/2020`, found `{found}`"),
    )
    .help("write year, month and day with hyphens; `~` for about, `?` for doubtful, `..` for an open end")
}

/// A row without a stage.
pub fn stage_missing(at: Span) -> Diagnostic {
    error("timeline-stage", at, "the row has no stage")
        .help("write carrier, narrative, assumption, step, reaction, outcome or context")
}

/// A row without a title.
pub fn title_missing(at: Span) -> Diagnostic {
    error("timeline-title", at, "the row has no title").help("name the event in a few words")
}

/// A case that is none.
pub fn case_unknown(at: Span, name: &str, nearest: Option<&str>, known: &[String]) -> Diagnostic {
    let known = known.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    error("timeline-case", at, format!("`{name}` is none of the cases"))
        .did_you_mean(nearest, format!("the cases are {known}; an empty cell is context"))
}

/// A cause that is not there.
pub fn after_unknown(at: Span, id: &str, nearest: Option<&str>) -> Diagnostic {
    error("timeline-after", at, format!("no row has the id `{id}`"))
        .did_you_mean(nearest, "write the `id` of the row that led to this one")
}

/// A row that causes itself.
pub fn after_itself(at: Span, id: &str) -> Diagnostic {
    error("timeline-after", at, format!("`{id}` comes after itself")).help("name the row that led to it")
}

/// Causes in a circle.
pub fn after_circle(at: Span, id: &str) -> Diagnostic {
    error("timeline-circle", at, format!("following what led to `{id}` comes back to it"))
        .help("take one of the links out")
}

/// How, but not after what.
pub fn how_without_after(at: Span) -> Diagnostic {
    error("timeline-after", at, "the row says how something led to it, but not what")
        .help("write the `id` of that row under `after`")
}

/// An effect that comes first.
pub fn effect_before_cause(at: Span, cause: Span) -> Diagnostic {
    warning("effect-before-cause", at, "this comes before what is said to have led to it")
        .other(cause, "the cause")
        .help("check both dates, or take the link out")
}
