//! Dates in words.

use serde::{Deserialize, Serialize};

use crate::words::edtf::EdtfDate;
use crate::words::{CivilDate, Edtf};

/// How a language writes dates.
#[derive(Deserialize, Serialize, Clone, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct Dates {
    /// Twelve names of months.
    pub months: Vec<String>,
    /// Twelve short names.
    pub months_short: Vec<String>,
    /// `{day} {month} {year}`.
    pub day: Option<String>,
    /// `{month} {year}`.
    pub month: Option<String>,
    /// `{year}`.
    pub year: Option<String>,
    /// `about {date}`.
    pub approximate: Option<String>,
    /// `{date} (uncertain)`.
    pub uncertain: Option<String>,
    /// `{start} to {end}`.
    pub interval: Option<String>,
    /// `since {start}`.
    pub since: Option<String>,
    /// `until {end}`.
    pub until: Option<String>,
}

impl Dates {
    /// These, with what they lack from others.
    pub(super) fn over(self, other: &Dates) -> Dates {
        let list =
            |mine: Vec<String>, theirs: &Vec<String>| if mine.len() == 12 { mine } else { theirs.clone() };
        Dates {
            months: list(self.months, &other.months),
            months_short: list(self.months_short, &other.months_short),
            day: self.day.or_else(|| other.day.clone()),
            month: self.month.or_else(|| other.month.clone()),
            year: self.year.or_else(|| other.year.clone()),
            approximate: self.approximate.or_else(|| other.approximate.clone()),
            uncertain: self.uncertain.or_else(|| other.uncertain.clone()),
            interval: self.interval.or_else(|| other.interval.clone()),
            since: self.since.or_else(|| other.since.clone()),
            until: self.until.or_else(|| other.until.clone()),
        }
    }

    /// A day in words.
    pub fn civil(&self, day: CivilDate) -> String {
        self.form(day.year(), Some(day.month()), Some(day.day()))
    }

    /// A year, month or day in words, with how sure it is.
    fn edtf_date(&self, date: &EdtfDate) -> String {
        let mut text = self.form(date.year, date.month, date.day);
        if date.approximate {
            text = filled(&self.approximate, "about {date}", &[("date", &text)]);
        }
        if date.uncertain {
            text = filled(&self.uncertain, "{date}?", &[("date", &text)]);
        }
        text
    }

    /// A date or interval in words.
    pub fn edtf(&self, it: &Edtf) -> String {
        match (&it.start, &it.end) {
            (Some(start), Some(_)) if !it.is_interval() => self.edtf_date(start),
            (Some(start), Some(end)) => {
                let start = self.shortened(start, end).unwrap_or_else(|| self.edtf_date(start));
                filled(&self.interval, "{start} – {end}", &[("start", &start), ("end", &self.edtf_date(end))])
            }
            (Some(start), None) => filled(&self.since, "since {start}", &[("start", &self.edtf_date(start))]),
            (None, Some(end)) => filled(&self.until, "until {end}", &[("end", &self.edtf_date(end))]),
            (None, None) => it.written.clone(),
        }
    }

    /// The start of an interval without what it shares with the end: `24` of `24 to 25 June 2021`.
    fn shortened(&self, start: &EdtfDate, end: &EdtfDate) -> Option<String> {
        let (Some(day), Some(_)) = (start.day, end.day) else { return None };
        if start.year != end.year || start.approximate || start.uncertain {
            return None;
        }
        if start.month == end.month {
            return self.day.as_deref().unwrap_or("{day}").starts_with("{day}").then(|| {
                let form = self.day.as_deref().unwrap_or("{day}");
                form.split("{month}")
                    .next()
                    .unwrap_or_default()
                    .replace("{day}", &day.to_string())
                    .trim()
                    .to_owned()
            });
        }
        let whole = self.edtf_date(start);
        whole.strip_suffix(&start.year.to_string()).map(|it| it.trim_end_matches([' ', ',']).to_owned())
    }

    /// The parts that are known, in the language's order.
    fn form(&self, year: i16, month: Option<i8>, day: Option<i8>) -> String {
        let year = year.to_string();
        let name = month.map(|it| {
            let index = it as usize - 1;
            self.months.get(index).cloned().unwrap_or_else(|| format!("{it:02}"))
        });
        match (name, day) {
            (Some(month), Some(day)) => filled(
                &self.day,
                "{day} {month} {year}",
                &[("day", &day.to_string()), ("month", &month), ("year", &year)],
            ),
            (Some(month), None) => {
                filled(&self.month, "{month} {year}", &[("month", &month), ("year", &year)])
            }
            _ => filled(&self.year, "{year}", &[("year", &year)]),
        }
    }
}

/// A form with its braces filled.
fn filled(form: &Option<String>, default: &str, values: &[(&str, &str)]) -> String {
    let mut rest = form.as_deref().unwrap_or(default);
    let mut out = String::with_capacity(rest.len() + 16);
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let known = after.split_once('}').and_then(|(name, after)| {
            let value = values.iter().find(|it| it.0 == name)?.1;
            Some((value, after))
        });
        // Other braces are the author's own.
        let (value, after) = known.unwrap_or(("{", after));
        out.push_str(value);
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words() {
        let it = Dates {
            months: "January February March April May June July August September October November December"
                .split(' ')
                .map(str::to_owned)
                .collect(),
            ..Dates::default()
        };
        assert_eq!(it.civil(CivilDate::parse("2026-11-20").unwrap()), "20 November 2026");
        assert_eq!(it.edtf(&Edtf::parse("2012/2020").unwrap()), "2012 – 2020");
        assert_eq!(it.edtf(&Edtf::parse("2019-08~").unwrap()), "about August 2019");
        assert_eq!(it.edtf(&Edtf::parse("2021-06-24/2021-06-25").unwrap()), "24 – 25 June 2021");
        assert_eq!(it.edtf(&Edtf::parse("2014-03-18/2014-08-05").unwrap()), "18 March – 5 August 2014");
        assert_eq!(it.edtf(&Edtf::parse("2022/..").unwrap()), "since 2022");
        let form = Some("{{day}} {x} {day".to_owned());
        assert_eq!(filled(&form, "", &[("day", "2"), ("year", "{day}")]), "{2} {x} {day");
    }
}
