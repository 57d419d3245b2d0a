//! Dates of history: EDTF level 0 with `~`, `?` and open intervals.
//!
//! ISO 8601-2:2019, annex A; Library of Congress, "Extended Date/Time Format", level 0 and, of
//! level 1, the qualifiers `?` `~` `%` on a whole date and the open ends `..`.

/// A date or an interval, with how sure it is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Edtf {
    /// As written.
    pub written: String,
    /// The start; `None` for an open one.
    pub start: Option<EdtfDate>,
    /// The end; the same as the start for a date, `None` for an open one.
    pub end: Option<EdtfDate>,
}

/// A year, a month or a day.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct EdtfDate {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: Option<i8>,
    /// 1 to 31.
    pub day: Option<i8>,
    /// Marked `~`: about then.
    pub approximate: bool,
    /// Marked `?`: doubtful.
    pub uncertain: bool,
}

impl EdtfDate {
    /// The first day that it can mean, for sorting: (year, month, day).
    pub fn first(&self) -> (i16, i8, i8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that it can mean, for comparing.
    pub fn last(&self) -> (i16, i8, i8) {
        (self.year, self.month.unwrap_or(12), self.day.unwrap_or(31))
    }

    /// Reads a date with its qualifier.
    fn parse(text: &str) -> Option<EdtfDate> {
        let (body, approximate, uncertain) = match text.chars().last()? {
            '~' => (&text[..text.len() - 1], true, false),
            '?' => (&text[..text.len() - 1], false, true),
            '%' => (&text[..text.len() - 1], true, true),
            _ => (text, false, false),
        };
        let digits = |it: &str, count: usize| it.len() == count && it.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = body.split('-').collect();
        let (year, month, day) = match parts[..] {
            [year] => (year, None, None),
            [year, month] => (year, Some(month), None),
            [year, month, day] => (year, Some(month), Some(day)),
            _ => return None,
        };
        if !digits(year, 4) || !month.is_none_or(|it| digits(it, 2)) || !day.is_none_or(|it| digits(it, 2)) {
            return None;
        }
        let month = month.map(|it| it.parse::<i8>().expect("two digits"));
        let day = day.map(|it| it.parse::<i8>().expect("two digits"));
        let year = year.parse::<i16>().expect("four digits");
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Some(EdtfDate { year, month, day, approximate, uncertain })
    }
}

/// A day in years and parts of a year: 2018-07-02 is about 2018.5.
fn in_years((year, month, day): (i16, i8, i8)) -> f64 {
    f64::from(year) + (f64::from(month - 1) + (f64::from(day) - 1.0) / 31.0) / 12.0
}

impl Edtf {
    /// From when to when it can lie, in years and parts of a year, for axes; `None` for an open side.
    /// A day takes about 0.003.
    pub fn extent(&self) -> (Option<f64>, Option<f64>) {
        let end = self.end.map(|it| in_years(it.last()) + 1.0 / 12.0 / 31.0);
        (self.start.map(|it| in_years(it.first())), end)
    }

    /// The middle of that.
    pub fn middle(&self) -> f64 {
        match self.extent() {
            (Some(start), Some(end)) => (start + end) / 2.0,
            (Some(it), None) | (None, Some(it)) => it,
            (None, None) => 0.0,
        }
    }

    /// Reads `2018`, `2018-09`, `2018-09-12`, any of them with `~`, `?` or `%`, an interval of two
    /// with `/`, an open end as `..`. `None` for anything else, or an interval that runs backwards.
    pub fn parse(text: &str) -> Option<Edtf> {
        let text = text.trim();
        let (start, end) = match text.split_once('/') {
            None => {
                let date = EdtfDate::parse(text)?;
                (Some(date), Some(date))
            }
            Some((start, end)) => {
                let side = |it: &str| match it {
                    ".." => Some(None),
                    it => EdtfDate::parse(it).map(Some),
                };
                (side(start)?, side(end)?)
            }
        };
        if let (Some(start), Some(end)) = (start, end)
            && start.first() > end.last()
        {
            return None;
        }
        (start.is_some() || end.is_some()).then(|| Edtf { written: text.to_owned(), start, end })
    }

    /// Whether it is a stretch of time, not one date.
    pub fn is_interval(&self) -> bool {
        self.written.contains('/')
    }

    /// Whether the end is open or lies in or after this year.
    pub fn reaches(&self, year: i16) -> bool {
        self.end.is_none_or(|it| it.year >= year)
    }

    /// What chronologies sort by: the first day it can mean, open starts by their end.
    pub fn order(&self) -> (i16, i8, i8) {
        self.start.or(self.end).map_or((0, 0, 0), |it| it.first())
    }

    /// Whether it certainly lies after `other`: its last possible day precedes the other's first.
    pub fn ends_before(&self, other: &Edtf) -> bool {
        match (self.end, other.start) {
            (Some(end), Some(start)) => end.last() < start.first(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_intervals_are_read() {
        for good in [
            "2018",
            "2018-09",
            "2018-09-12",
            "2018~",
            "2018-09?",
            "2012/2020",
            "2017/2022-02",
            "2022/..",
            "../2012",
            "2019-08%",
        ] {
            assert!(Edtf::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "18",
            "2018-13",
            "2018-02-30",
            "2020/2012",
            "../..",
            "2018-9",
            "2018//2019",
            "Sept 2018",
            "201X",
        ] {
            assert!(Edtf::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn dates_have_an_extent_on_an_axis() {
        let of = |it: &str| Edtf::parse(it).unwrap().extent();
        assert_eq!(of("2018"), (Some(2018.0), Some(2019.0)));
        assert_eq!(of("../2012").0, None);
        let (start, end) = of("2018-07");
        assert_eq!(start, Some(2018.5));
        assert!((end.unwrap() - 2018.5 - 1.0 / 12.0).abs() < 1e-9);
        assert!((Edtf::parse("2018").unwrap().middle() - 2018.5).abs() < 1e-9);
    }

    #[test]
    fn order_and_precedence() {
        let at = |it| Edtf::parse(it).unwrap();
        assert!(at("2016-05").ends_before(&at("2016-09-01")));
        assert!(!at("2016").ends_before(&at("2016-09-01")));
        assert!(at("2016/..").reaches(2026));
        assert!(!at("2012/2020").reaches(2026));
    }
}
