//! Mistakes in front matter.

use super::{Diagnostic, Span, error, warning};
use crate::words::CivilDate;

/// The file has nothing in it.
pub fn empty_file(at: Span) -> Diagnostic {
    error("front-matter-missing", at, "the file is empty")
        .help("begin with a line `---`, then `title: …` and `date: …`, then a line `---`")
}

/// The file begins with something else.
pub fn missing(at: Span) -> Diagnostic {
    error("front-matter-missing", at, "no front matter: expected a line `---` at the top")
        .help("begin with a line `---`, then `title: …` and `date: …`, then a line `---`")
}

/// The first line is nearly a fence.
pub fn fence_form(at: Span, found: &str) -> Diagnostic {
    error("front-matter-fence", at, format!("expected the line `---`, found `{found}`"))
        .help("write three hyphens, with nothing before them")
}

/// The front matter is JSON.
pub fn json(at: Span) -> Diagnostic {
    error("front-matter-fence", at, "front matter in JSON is not read")
        .help("write YAML between two lines `---`, or TOML between two lines `+++`")
}

/// The closing fence is missing.
pub fn not_closed(at: Span, fence: &str) -> Diagnostic {
    error("front-matter-open", at, "the front matter is not closed")
        .help(format!("end it with a line `{fence}`"))
}

/// A second block follows the first.
pub fn second_block(at: Span) -> Diagnostic {
    error("data-document", at, "a second block of front matter begins here")
        .help("move its keys up into the first one")
}

/// Longer than any front matter.
pub fn too_long(at: Span) -> Diagnostic {
    error("front-matter-long", at, "the front matter is longer than 256 KiB")
        .help("move text into the body, data into a CSV beside the brief")
}

/// A character that no reader can be shown.
pub fn control_character(at: Span, found: char) -> Diagnostic {
    error("control-character", at, format!("the character U+{:04X} cannot be shown", found as u32))
        .help("delete it; it often comes with text that was copied from elsewhere")
}

/// No title.
pub fn title_missing(at: Span) -> Diagnostic {
    error("title-missing", at, "the brief has no title").help("add `title: …` to the front matter")
}

/// A title that fits nowhere.
pub fn title_long(at: Span, most: usize) -> Diagnostic {
    error("title-long", at, format!("the title is longer than {most} characters"))
        .help("shorten it; a `subtitle` can say more")
}

/// A title that is a number.
pub fn title_number(at: Span, found: &str) -> Diagnostic {
    error("title-number", at, "expected text as the title, found a number")
        .help(format!("put it in quotes: `title: \"{found}\"`"))
}

/// No date.
pub fn date_missing(at: Span) -> Diagnostic {
    error("date-missing", at, "the brief has no date")
        .help("add `date: 2026-11-20` to the front matter, or `status: draft`")
}

/// Not a date.
pub fn date_form(at: Span, found: &str) -> Diagnostic {
    error("date-form", at, format!("expected a date such as `2026-11-20`, found `{found}`"))
        .help("write year, month and day with hyphens")
}

/// A date with a time.
pub fn date_with_time(at: Span, found: &str) -> Diagnostic {
    error("date-time", at, format!("expected a day such as `2026-11-20`, found the moment `{found}`")).help(
        "write the day alone; to publish at a certain time, add `embargo: 2026-12-01T06:00[Europe/Tallinn]`",
    )
}

/// A date in another order, and the days that it can mean.
pub fn date_turned(at: Span, found: &str, days: &[CivilDate]) -> Diagnostic {
    match days {
        [] => date_impossible(at, found),
        [day] => date_in_order(at, found, *day),
        [one, other, ..] => date_ambiguous(at, found, *one, *other),
    }
}

/// A date in another order that can mean one day only.
pub fn date_in_order(at: Span, found: &str, day: CivilDate) -> Diagnostic {
    error("date-form", at, format!("expected a date such as `2026-11-20`, found `{found}`"))
        .help(format!("write `{day}`"))
}

/// Day and month could be either.
pub fn date_ambiguous(at: Span, found: &str, one: CivilDate, other: CivilDate) -> Diagnostic {
    error("date-ambiguous", at, format!("`{found}` can be read in two ways"))
        .help(format!("write year, month and day: `{one}` or `{other}`"))
}

/// The calendar has no such day.
pub fn date_impossible(at: Span, found: &str) -> Diagnostic {
    error("date-impossible", at, format!("the calendar has no `{found}`"))
        .help("correct the day or the month")
}

/// A year that cannot be meant.
pub fn date_year(at: Span, found: &str) -> Diagnostic {
    error("date-year", at, format!("expected a year from 1000 to 9999, found `{found}`"))
        .help("write the year with four digits")
}

/// Changed before it was published.
pub fn updated_before_date(at: Span, date: Span) -> Diagnostic {
    error("updated-early", at, "`updated` lies before `date`")
        .other(date, "published here")
        .help("correct one of the two")
}

/// A day of the past that has not come.
pub fn day_future(at: Span, key: &str, day: &str, today: &str) -> Diagnostic {
    error("date-future", at, format!("`{key}` says {day}, which is still to come (today is {today})"))
        .help("write the day on which it was done")
}

/// Published in the future.
pub fn date_future(at: Span, date: &str, today: &str) -> Diagnostic {
    error(
        "date-future",
        at,
        format!("the date {date} lies in the future (today is {today}), and a date hides nothing"),
    )
    .help(format!(
        "to publish it then, add `embargo: {date}T06:00[Europe/Tallinn]` with your own time and zone"
    ))
}

/// An embargo without a zone.
pub fn embargo_zone(at: Span, found: &str) -> Diagnostic {
    error("embargo-zone", at, format!("the embargo `{found}` does not say in which zone"))
        .help(format!("add a zone or an offset: `{found}[Europe/Tallinn]` or `{found}+02:00`"))
}

/// An embargo in a zone that nobody knows.
pub fn embargo_zone_unknown(at: Span, zone: &str) -> Diagnostic {
    error("embargo-zone", at, format!("no time zone `{zone}`"))
        .help("write one of the tz database, such as `[Europe/Tallinn]`, or an offset such as `+02:00`")
}

/// An embargo without a time.
pub fn embargo_time(at: Span, found: &str) -> Diagnostic {
    error("embargo-time", at, format!("the embargo `{found}` does not say at what time"))
        .help(format!("add time and zone: `{found}T06:00[Europe/Tallinn]`"))
}

/// An embargo that never comes.
pub fn embargo_impossible(at: Span, found: &str) -> Diagnostic {
    error("embargo-impossible", at, format!("the moment `{found}` does not exist in its zone"))
        .help("the clocks may skip this hour, or the offset may not be that of the zone; correct the time")
}

/// Not a moment.
pub fn embargo_form(at: Span, found: &str) -> Diagnostic {
    error(
        "embargo-form",
        at,
        format!("expected a moment such as `2026-12-01T06:00[Europe/Tallinn]`, found `{found}`"),
    )
    .help("write day, `T`, time, and a zone in brackets or an offset")
}

/// A standfirst that is no longer one.
pub fn standfirst_long(at: Span, words: usize, most: usize) -> Diagnostic {
    error("standfirst-long", at, format!("the standfirst has {words} words, at most {most} fit"))
        .help("make one claim; the summary can say more")
}

/// Nobody signed off.
pub fn approval_missing(at: Span) -> Diagnostic {
    error("approval-missing", at, "nobody has approved this brief")
        .help("add `approved_by: [Name]`, or `status: review` until it is approved")
}

/// Not a DOI.
pub fn doi(at: Span) -> Diagnostic {
    error("doi-form", at, "this is not a DOI").help("write it as `10.1234/abc`")
}

/// Not an ISBN.
pub fn isbn(at: Span) -> Diagnostic {
    error("isbn-form", at, "this is not an ISBN, or its check digit is wrong")
        .help("copy it again; it has 13 digits, or 10 in older books")
}

/// Withdrawn without a word.
pub fn withdrawn_without_notice(at: Span) -> Diagnostic {
    error("withdrawn-notice", at, "a withdrawn brief needs a notice that says why")
        .help("add `notice: { date: 2026-11-20, text: \"…\" }`")
}

/// A comparison of nothing.
pub fn cases_missing(at: Span) -> Diagnostic {
    error("cases-missing", at, "a comparison needs cases")
        .help("add `cases:` with two to six of them: `japan: { name: Japan under Abe, period: 2012/2020 }`")
}

/// Too few or too many cases.
pub fn cases_count(at: Span, count: usize) -> Diagnostic {
    error("cases-count", at, format!("expected two to six cases, found {count}"))
        .help("leave out or join cases, or split the comparison")
}

/// Cases in something else.
pub fn cases_without_comparison(at: Span) -> Diagnostic {
    error("cases-kind", at, "cases belong to a comparison")
        .help("add `kind: comparison`, or take `cases` out")
}

/// An id that cannot be one.
pub fn case_id(at: Span, id: &str) -> Diagnostic {
    error("case-id", at, format!("`{id}` cannot be the id of a case"))
        .help("begin with a letter; use small letters, digits and hyphens; the name can be in any script")
}

/// Two cases that a heading could not tell apart.
pub fn case_name_repeated(at: Span, name: &str, other: Span) -> Diagnostic {
    error("case-name", at, format!("two cases are called `{name}`"))
        .other(other, "the other one")
        .help("give one of them another name")
}

/// An actor's link leads somewhere that readers should not be sent.
pub fn actor_link(at: Span, link: &str) -> Diagnostic {
    error("actor-link", at, format!("`{link}` is not a web address")).help("write it with `https://`")
}

/// Not an interval.
pub fn period(at: Span, found: &str) -> Diagnostic {
    error("period-form", at, format!("expected a period such as `2012/2020`, found `{found}`")).help(
        "write years, months or days with `/` between start and end; `..` for an open end, `~` for about",
    )
}

/// Front matter and nothing else.
pub fn body_empty(at: Span) -> Diagnostic {
    warning("body-empty", at, "the brief has no text")
        .help("write some below the front matter, or `status: draft`")
}

/// A kind of output that there is not, or that no brief can do without.
pub fn output_unknown(at: Span, found: &str, nearest: Option<&str>) -> Diagnostic {
    error("outputs-unknown", at, format!("no kind of output `{found}` that a brief can do without"))
        .did_you_mean(nearest, "write some of `citations`, `data`, `feeds`, `markdown`")
}
