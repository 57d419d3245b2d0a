//! Dates in bibliographies: EDTF as BibLaTeX has it, and the year and month of BibTeX.
//!
//! The biblatex Package, manual 3.20, section 2.3.8; Library of Congress, "Extended Date/Time
//! Format", levels 0 and 1. What is no date is told, never dropped: a reader would see "n.d.".

use super::fields::MONTHS;
use crate::cite::{Date, Day};

/// Reads a date: `2021`, `2021-10`, `2021-10-05`, an interval with `/`, an open end, `~`, `?` or
/// `%`, a season (its year counts), `199X`. `None` for anything else and for days that never were.
pub(super) fn edtf(text: &str) -> Option<Date> {
    let text = text.trim();
    let Some((start, end)) = text.split_once('/') else {
        let one = part(text)?;
        return Some(Date { start: Some(one.start), end: one.end, circa: one.circa, literal: None });
    };
    let side = |it: &str| match it.trim() {
        "" | ".." => Some(None),
        it => part(it).map(Some),
    };
    let (start, end) = (side(start)?, side(end)?);
    let circa = [&start, &end].into_iter().flatten().any(|it| it.circa);
    let last = end.map(|it| it.end.unwrap_or(it.start));
    if let (Some(start), Some(last)) = (&start, &last)
        && key(start.start) > key_late(*last)
    {
        return None;
    }
    // Of an interval with an open start, the end is all that is known.
    match (start, last) {
        (None, None) => None,
        (None, Some(last)) => Some(Date { start: Some(last), circa, ..Date::default() }),
        (Some(start), last) => Some(Date { start: Some(start.start), end: last, circa, literal: None }),
    }
}

/// A date, or the interval that an unspecified one stands for.
struct Part {
    /// The date, or the first it can be.
    start: Day,
    /// The last it can be.
    end: Option<Day>,
    /// Whether it is doubtful or only about then.
    circa: bool,
}

/// Reads one side of an interval.
fn part(text: &str) -> Option<Part> {
    let body = text.trim_end_matches(['~', '?', '%']);
    let circa = body.len() < text.len();
    if text.len() - body.len() > 1 {
        return None;
    }
    let body = body.split_once('T').map_or(body, |it| it.0);
    let (sign, digits) = match body.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, body),
    };
    let pieces: Vec<&str> = digits.split('-').collect();
    let (year, rest) = pieces.split_first()?;
    if year.len() != 4 || rest.len() > 2 {
        return None;
    }
    if let Some(unknown) = year.find(['X', 'u']).filter(|it| *it > 0 && rest.is_empty()) {
        let stem = &year[..unknown];
        if !year[unknown..].bytes().all(|it| matches!(it, b'X' | b'u')) {
            return None;
        }
        let size = 10_i16.pow(4 - unknown as u32);
        let first = sign * number(stem, unknown)? * size;
        let year = |it| Day { year: it, month: None, day: None };
        return Some(Part { start: year(first), end: Some(year(first + size - 1)), circa });
    }
    let year = sign * number(year, 4)?;
    let small = |it: &str| number(it, 2).map(|it| it as u8);
    let day = match rest {
        [] => Day { year, month: None, day: None },
        // Seasons, 21 to 24: no style of ours prints them.
        [month] if matches!(small(month), Some(21..=24)) => Day { year, month: None, day: None },
        [month] => Day { year, month: Some(small(month)?), day: None },
        [month, "XX" | "uu"] => Day { year, month: Some(small(month)?), day: None },
        [month, day] => Day { year, month: Some(small(month)?), day: Some(small(day)?) },
        _ => return None,
    };
    exists(day).then_some(Part { start: day, end: None, circa })
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i16> {
    (text.len() == digits && text.bytes().all(|it| it.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Whether there is such a day in the calendar.
pub(super) fn exists(it: Day) -> bool {
    let is_leap = it.year % 4 == 0 && (it.year % 100 != 0 || it.year % 400 == 0);
    let days = match it.month {
        None => return it.day.is_none(),
        Some(2) => 28 + u8::from(is_leap),
        Some(4 | 6 | 9 | 11) => 30,
        Some(1..=12) => 31,
        Some(_) => return false,
    };
    it.day.is_none_or(|it| (1..=days).contains(&it))
}

/// For comparing: the first day that it can be.
fn key(it: Day) -> (i16, u8, u8) {
    (it.year, it.month.unwrap_or(1), it.day.unwrap_or(1))
}

/// For comparing: the last day that it can be.
fn key_late(it: Day) -> (i16, u8, u8) {
    (it.year, it.month.unwrap_or(12), it.day.unwrap_or(31))
}

/// What a field `year` can say.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Year {
    /// A year, or an interval of years.
    Date(Date),
    /// That there is none: `n.d.`
    None,
    /// Where the work stands on its way to print: `forthcoming`.
    Status(String),
}

/// Reads a field `year`: a date, two years with a dash, `n.d.`, `in press`.
pub(super) fn year(text: &str) -> Option<Year> {
    let text = text.trim();
    if let Some(date) = edtf(&text.replace('–', "/")).or_else(|| edtf(&text.replacen('-', "/", 1))) {
        return Some(Year::Date(date));
    }
    let about = ["ca. ", "ca ", "c. ", "circa "].iter().find_map(|it| text.strip_prefix(it));
    if let Some(mut date) = about.and_then(edtf) {
        date.circa = true;
        return Some(Year::Date(date));
    }
    let lower = text.to_lowercase();
    match lower.as_str() {
        "n.d." | "n. d." | "nd" | "no date" | "s.a." | "o.j." | "o. j." => Some(Year::None),
        "forthcoming" | "in press" | "inpress" | "to appear" | "submitted" | "in preparation" => {
            Some(Year::Status(lower))
        }
        _ => None,
    }
}

/// Reads a field `month`: a number, a name, `jan`, with a day perhaps.
pub(super) fn month(text: &str) -> Option<(u8, Option<u8>)> {
    let parts = text.split(|it: char| it.is_whitespace() || "~.,".contains(it)).filter(|it| !it.is_empty());
    let mut month = None;
    let mut day = None;
    for part in parts {
        let lower = part.to_lowercase();
        // An interval of months or days: its start counts.
        let lower = lower.split(['-', '–', '/']).next().unwrap_or_default().to_owned();
        let digits = lower.trim_end_matches("st").trim_end_matches("nd").trim_end_matches("rd");
        let digits = digits.trim_end_matches("th");
        let named = MONTHS.iter().position(|it| lower.starts_with(it)).map(|it| it as u8 + 1);
        match (named, digits.parse::<u8>().ok()) {
            (Some(it), _) if month.is_none() => month = Some(it),
            (None, Some(it)) if day.is_none() => day = Some(it),
            _ => return None,
        }
    }
    match (month, day) {
        (Some(month), day) => Some((month, day)),
        (None, Some(number)) if (1..=12).contains(&number) => Some((number, None)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_form() {
        let iso = |it: &str| edtf(it).and_then(|it| it.iso());
        for (written, wanted) in [
            ("2021", "2021"),
            ("2021-10", "2021-10"),
            ("2021-10-05", "2021-10-05"),
            ("2020-02-29", "2020-02-29"),
            ("1988~", "1988"),
            ("2019/2021-03", "2019/2021-03"),
            ("2019/..", "2019"),
            ("2019/", "2019"),
            ("../2012", "2012"),
            ("2021-23", "2021"),
            ("199X", "1990/1999"),
            ("19uu", "1900/1999"),
            ("2021-05-XX", "2021-05"),
            ("2004-04-05T14:34:00", "2004-04-05"),
        ] {
            assert_eq!(iso(written).as_deref(), Some(wanted), "{written}");
        }
        assert!(edtf("1988?").is_some_and(|it| it.circa));
        for bad in [
            "",
            "2021-02-30",
            "2021-13",
            "2021-00",
            "2021-01-00",
            "20212021202120212021",
            "21",
            "2020/2012",
            "../..",
            "/",
            "October 2021",
            "2021/10/05",
            "05.10.2021",
            "2021~~",
            "XX21",
            "2021-",
            "-",
            "é021",
        ] {
            assert!(edtf(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn years_and_months_of_bibtex() {
        assert!(
            matches!(year("1998–1999"), Some(Year::Date(it)) if it.iso().as_deref() == Some("1998/1999"))
        );
        assert!(matches!(year("1998-1999"), Some(Year::Date(it)) if it.end.is_some()));
        assert!(matches!(year("ca. 1820"), Some(Year::Date(it)) if it.circa));
        assert_eq!(year("n.d."), Some(Year::None));
        assert_eq!(year("In press"), Some(Year::Status("in press".into())));
        assert_eq!(year("2021a"), None);
        assert_eq!(month("oct"), Some((10, None)));
        assert_eq!(month("5~oct"), Some((10, Some(5))));
        assert_eq!(month("October 5th"), Some((10, Some(5))));
        assert_eq!(month("7"), Some((7, None)));
        assert_eq!(month("May/June"), Some((5, None)));
        for bad in ["13", "oct nov", "summer", "", "0"] {
            assert_eq!(month(bad), None, "{bad}");
        }
    }
}
