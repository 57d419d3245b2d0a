//! Days and moments. A bare date is a civil day and never hides anything; a moment has an offset
//! or a zone.

use jiff::{Timestamp, ZonedDateTime, civil::Date};

/// A day of the calendar, without time or zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CivilDate(Date);

/// Why a text is not a date; the message says what to type.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum NotADate {
    /// Not of the form `2026-11-20`.
    Form,
    /// Three numbers with slashes or dots, and the days that they can mean: two where day and month could be either,
    /// none where the calendar has no such day.
    Turned(Vec<CivilDate>),
    /// The form is right, but the calendar has no such day.
    Impossible,
    /// A year before 1000 or after 9999.
    Year,
}

/// The days that three numbers can mean, in the orders in which people write them.
fn turned(text: &str) -> Vec<CivilDate> {
    let numbers: Vec<i16> = text.split(['/', '.']).filter_map(|it| it.parse().ok()).collect();
    let [first, second, third] = numbers[..] else { return Vec::new() };
    let orders = [(third, second, first), (third, first, second), (first, second, third)];
    let mut days: Vec<CivilDate> = Vec::new();
    for (year, month, day) in orders.into_iter().filter(|it| it.0 >= 1000) {
        let (month, day) = (i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0));
        days.extend(Date::new(year, month, day).map(CivilDate).ok().filter(|it| !days.contains(it)));
    }
    days
}

impl CivilDate {
    /// Reads `2026-11-20` (ISO 8601-1, 5.2.2, extended format); nothing else is a date.
    ///
    /// # Errors
    /// Says in which way the text is not one.
    pub fn parse(text: &str) -> Result<CivilDate, NotADate> {
        let digits = |it: &str, count| it.len() == count && it.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts[..] else {
            let slashed = text.split(['/', '.']).count() == 3;
            let numbers =
                text.split(['/', '.']).all(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()));
            return Err(if slashed && numbers { NotADate::Turned(turned(text)) } else { NotADate::Form });
        };
        if !digits(month, 2)
            || !digits(day, 2)
            || !year.bytes().all(|b| b.is_ascii_digit())
            || year.is_empty()
        {
            return Err(NotADate::Form);
        }
        if !digits(year, 4) || year.starts_with('0') {
            return Err(NotADate::Year);
        }
        let number = |it: &str| it.parse::<i16>().expect("four digits fit");
        Date::new(number(year), number(month) as i8, number(day) as i8)
            .map(CivilDate)
            .map_err(|_| NotADate::Impossible)
    }

    /// The year, four digits.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The moment at which the day begins in a zone (RFC 3339, 5.6), for formats that know moments
    /// only. In a zone that is not known the day begins as in UTC.
    pub fn begins(self, zone: &str) -> String {
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        match zone.into_ambiguous_zoned_datetime(self.0.at(0, 0, 0, 0)).compatible() {
            Ok(it) => it.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            Err(_) => format!("{}T00:00:00Z", self.0),
        }
    }

    /// Whole days from `earlier` to this day; negative if it is later.
    pub fn days_since(self, earlier: CivilDate) -> i32 {
        self.0.since(earlier.0).map_or(0, |it| it.get_days())
    }
}

impl std::fmt::Display for CivilDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

/// A moment: the same everywhere in the world.
#[expect(
    clippy::derived_hash_with_manual_eq,
    reason = "hashed to tell apart what was written, time zone included; never a key of a table"
)]
#[derive(Clone, Hash, Debug)]
pub struct Instant {
    /// What decides.
    at: Timestamp,
    /// As the author wrote it, with offset, for people: `2026-12-01T06:00+02:00`.
    shown: String,
}

/// Why a text is not a moment.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum NotAnInstant {
    /// Not `2026-12-01T06:00[Europe/Tallinn]` or `2026-12-01T06:00+02:00`.
    Form,
    /// A date and time without a zone or offset.
    NoZone,
    /// A day without a time.
    NoTime,
    /// A zone that the tz database does not have.
    UnknownZone(String),
    /// The clocks skip this time in its zone, or there is no such day.
    Impossible,
}

impl Instant {
    /// Reads a date-time with an offset (RFC 3339) or with a zone (RFC 9557).
    ///
    /// # Errors
    /// Says in which way the text is not a moment.
    pub fn parse(text: &str) -> Result<Instant, NotAnInstant> {
        if CivilDate::parse(text).is_ok() {
            return Err(NotAnInstant::NoTime);
        }
        let spaced = text.replacen(' ', "T", 1);
        if let Some((civil, zone)) = spaced.strip_suffix(']').and_then(|it| it.split_once('[')) {
            let has_offset = civil.ends_with('Z') || civil.rfind(['+', '-']).is_some_and(|at| at > 10);
            if jiff::tz::TimeZone::get(zone).is_err() {
                return Err(NotAnInstant::UnknownZone(zone.to_owned()));
            }
            if !has_offset {
                let time: jiff::civil::DateTime = civil.parse().map_err(|_| NotAnInstant::Form)?;
                let zone = jiff::tz::TimeZone::get(zone).expect("looked up just now");
                let ambiguous = zone.into_ambiguous_zoned_datetime(time);
                // A time that the clocks skip never comes; one that comes twice means the first.
                if matches!(ambiguous.offset(), jiff::tz::AmbiguousOffset::Gap { .. }) {
                    return Err(NotAnInstant::Impossible);
                }
                return ambiguous.earlier().map(|it| Instant::of(&it)).map_err(|_| NotAnInstant::Impossible);
            }
            let zoned: ZonedDateTime = spaced.parse().map_err(|_| NotAnInstant::Impossible)?;
            return Ok(Instant::of(&zoned));
        }
        if spaced.parse::<Timestamp>().is_ok() {
            let pieces = jiff::fmt::temporal::DateTimeParser::new()
                .parse_pieces(&spaced)
                .map_err(|_| NotAnInstant::Form)?;
            let offset = pieces.to_numeric_offset().ok_or(NotAnInstant::Form)?;
            let at: Timestamp = spaced.parse().map_err(|_| NotAnInstant::Form)?;
            return Ok(Instant::of(&at.to_zoned_datetime(jiff::tz::TimeZone::fixed(offset))));
        }
        match spaced.parse::<jiff::civil::DateTime>() {
            Ok(_) => Err(NotAnInstant::NoZone),
            Err(_) => Err(NotAnInstant::Form),
        }
    }

    /// From the machine's clock, as seconds since 1970.
    pub fn from_unix(seconds: i64) -> Instant {
        let at = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        Instant::of(&at.to_zoned_datetime(jiff::tz::TimeZone::UTC))
    }

    /// The day on which this moment falls in a zone, by its name in the tz database.
    /// An unknown zone counts as UTC; settings refuse one before it comes here.
    pub fn day_in(&self, zone: &str) -> CivilDate {
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        CivilDate(self.at.to_zoned_datetime(zone).date())
    }

    /// The day on which this moment falls where it was written.
    pub fn own_day(&self) -> CivilDate {
        self.shown.get(..10).and_then(|it| CivilDate::parse(it).ok()).unwrap_or_else(|| self.day_in("UTC"))
    }

    /// Whether the tz database knows a zone.
    pub fn knows_zone(zone: &str) -> bool {
        jiff::tz::TimeZone::get(zone).is_ok()
    }

    /// A moment and the way it is shown: to the minute, with its offset.
    fn of(zoned: &ZonedDateTime) -> Instant {
        let seconds = if zoned.second() == 0 { "" } else { ":%S" };
        let offset =
            if zoned.offset().seconds() == 0 { "Z".to_owned() } else { zoned.strftime("%:z").to_string() };
        let shown = format!("{}{offset}", zoned.strftime(&format!("%Y-%m-%dT%H:%M{seconds}")));
        Instant { at: zoned.timestamp(), shown }
    }
}

impl PartialEq for Instant {
    fn eq(&self, other: &Instant) -> bool {
        self.at == other.at
    }
}

impl Eq for Instant {}

impl PartialOrd for Instant {
    fn partial_cmp(&self, other: &Instant) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Instant {
    fn cmp(&self, other: &Instant) -> std::cmp::Ordering {
        self.at.cmp(&other.at)
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_of_one_form() {
        let day = |it| CivilDate::parse(it).unwrap();
        assert_eq!(day("2026-11-20").to_string(), "2026-11-20");
        for (text, why) in [
            ("2026-02-30", NotADate::Impossible),
            ("2026-14-45", NotADate::Impossible),
            ("03/04/2026", NotADate::Turned(vec![day("2026-04-03"), day("2026-03-04")])),
            ("25.11.2026", NotADate::Turned(vec![day("2026-11-25")])),
            ("4/4/2026", NotADate::Turned(vec![day("2026-04-04")])),
            ("2026/11/25", NotADate::Turned(vec![day("2026-11-25")])),
            ("31.11.2026", NotADate::Turned(Vec::new())),
            ("99999.1.1", NotADate::Turned(Vec::new())),
            ("0001-01-01", NotADate::Year),
            ("99999-01-01", NotADate::Year),
            ("1 March 2026", NotADate::Form),
            ("2026-1-2", NotADate::Form),
        ] {
            assert_eq!(CivilDate::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn moments_need_a_zone_or_an_offset() {
        let shown = |it| Instant::parse(it).unwrap().to_string();
        assert_eq!(shown("2026-12-01T06:00[Europe/Tallinn]"), "2026-12-01T06:00+02:00");
        assert_eq!(shown("2026-12-01T06:00+02:00"), "2026-12-01T06:00+02:00");
        assert_eq!(shown("2026-12-01T04:00Z"), "2026-12-01T04:00Z");
        assert_eq!(Instant::parse("2026-12-01T06:00").unwrap_err(), NotAnInstant::NoZone);
        assert_eq!(Instant::parse("2026-12-01").unwrap_err(), NotAnInstant::NoTime);
        assert_eq!(
            Instant::parse("2026-12-01T06:00[Europe/Talinn]").unwrap_err(),
            NotAnInstant::UnknownZone("Europe/Talinn".into())
        );
        assert_eq!(Instant::parse("2026-03-29T03:30[Europe/Tallinn]").unwrap_err(), NotAnInstant::Impossible);
        let tallinn = Instant::parse("2026-12-01T06:00[Europe/Tallinn]").unwrap();
        assert_eq!(tallinn.day_in("Pacific/Kiritimati").to_string(), "2026-12-01");
        assert_eq!(tallinn, Instant::parse("2026-12-01T04:00:00Z").unwrap());
    }
}
