//! When a work was published, read, held and first published. A date that is none is said where it
//! stands: dropped in silence it would read "n.d.".

use super::Maker;
use crate::cite::Date;
use crate::draft::bibliography::dates;
use crate::draft::bibliography::fields::Value;
use crate::draft::bibliography::latex::plain;
use crate::report::mistakes::bibliography as mistakes;
use crate::words::Span;

impl Maker<'_> {
    /// Dates.
    pub(super) fn dates(&mut self) {
        for (field, variable) in [
            ("date", "issued"),
            ("urldate", "accessed"),
            ("eventdate", "event-date"),
            ("origdate", "original-date"),
        ] {
            let date = self.date(field);
            self.item.dates.extend(date.map(|it| (variable, it)));
        }
        if !self.entry.fields.contains_key("date") {
            self.year();
        }
        // A speech is given out on the day it is held.
        if self.item.kind == "speech"
            && !self.item.dates.contains_key("issued")
            && let Some(held) = self.item.dates.get("event-date").cloned()
        {
            self.item.dates.insert("issued", held);
        }
    }

    /// A field of a date. What is none is said: a reference without its date reads "n.d.".
    fn date(&mut self, field: &str) -> Option<Date> {
        let value = self.entry.fields.get(field)?;
        let at = self.source.span(value.at.clone());
        let text = plain(&value.raw.replace('~', "\\textasciitilde{}"), false).text;
        if text.is_empty() {
            self.said.push(mistakes::date_empty(self.empty_place(value), field));
            return None;
        }
        let date = dates::edtf(&text);
        if date.is_none() {
            self.said.push(mistakes::date(at, &text));
        }
        date
    }

    /// Where an empty value stands: with its braces, so that there is something to point at.
    fn empty_place(&self, value: &Value) -> Span {
        let (start, end) = (value.at.start, value.at.end);
        let text = &self.source.text;
        let is_framed = start > 0 && text.is_char_boundary(start - 1) && text.is_char_boundary(end + 1);
        self.source.span(if is_framed { start - 1..end + 1 } else { start..end })
    }

    /// The year and month of BibTeX.
    fn year(&mut self) {
        let Some(value) = self.entry.fields.get("year").cloned() else { return };
        let at = self.source.span(value.at.clone());
        let text = plain(&value.raw.replace('~', " "), false).text;
        if text.is_empty() {
            return self.said.push(mistakes::date_empty(self.empty_place(&value), "year"));
        }
        let mut date = match dates::year(&text) {
            None => return self.said.push(mistakes::date(at, &text)),
            Some(dates::Year::None) => return,
            Some(dates::Year::Status(words)) => return self.set("status", Some(words)),
            Some(dates::Year::Date(date)) => date,
        };
        if let Some(month) = self.value(&["month"]).cloned()
            && let Some(start) = date.start.as_mut().filter(|it| it.month.is_none())
        {
            let words = plain(&month.raw.replace('~', " "), false).text;
            match dates::month(&words) {
                Some((number, day)) => {
                    start.month = Some(number);
                    let written = self.entry.fields.get("day").and_then(|it| it.raw.trim().parse().ok());
                    start.day = day.or(written);
                    if !dates::exists(*start) {
                        let words = format!("{text} {words}");
                        return self.said.push(mistakes::date(self.source.span(month.at), &words));
                    }
                }
                None => self.said.push(mistakes::date(self.source.span(month.at), &words)),
            }
        }
        self.item.dates.insert("issued", date);
    }
}
