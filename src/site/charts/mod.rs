//! Charts joined with the sheets that they are drawn from: figures by place and series.

mod joining;

use crate::draft::chart::Chart;
use crate::words::{Edtf, Fingerprint};

pub(super) use joining::join;

/// A chart with its figures.
#[derive(Clone, Debug)]
pub struct Plot {
    /// What the author asked for.
    pub chart: Chart,
    /// What the places are.
    pub axis: Axis,
    /// The name of the column of places, as written.
    pub head: String,
    /// Places on the axis: in order of time or size, names as the file has them.
    pub places: Vec<Place>,
    /// What the figures belong to.
    pub series: Vec<Series>,
    /// Whether the brief has cases, whose colours stand for them alone.
    pub has_cases: bool,
    /// Of the text of the sheet.
    pub sheet: Fingerprint,
}

/// What figures are set against.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Axis {
    /// Whole years.
    Years,
    /// Years, months and days.
    Dates,
    /// Other numbers.
    Numbers,
    /// Names.
    Names,
}

/// A place on the axis.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where, in years or numbers; names are counted from 0.
    pub at: f64,
    /// As written, quotes set.
    pub name: String,
    /// The date that it is.
    pub date: Option<Edtf>,
    /// The case that it names.
    pub case: Option<usize>,
}

/// What one row of figures belongs to.
#[derive(Clone, Default, Debug)]
pub struct Series {
    /// Its name, quotes set.
    pub name: String,
    /// The case that it names.
    pub case: Option<usize>,
    /// For each place its figure; `None` where the sheet has none.
    pub figures: Vec<Option<Figure>>,
}

/// A figure, or for a range both its ends.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The figure, or the lower one.
    pub low: Amount,
    /// The higher one of a range; else the same.
    pub high: Amount,
}

/// A number, and its digits as written: `89.20` keeps its nought.
#[derive(Clone, Debug)]
pub struct Amount {
    /// Its value.
    pub value: f64,
    /// Its digits, with a point.
    pub digits: String,
}

impl Amount {
    /// Reads digits with a sign and a decimal point, or comma where a sheet uses it.
    pub(super) fn read(text: &str, has_commas: bool) -> Option<Amount> {
        let text = text.replacen('−', "-", 1);
        let text = if has_commas { text.replacen(',', ".", 1) } else { text };
        let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
        let whole = whole.strip_prefix('-').unwrap_or(whole);
        let is_digits =
            |it: &str| !it.is_empty() && it.len() <= 15 && it.bytes().all(|it| it.is_ascii_digit());
        if !is_digits(whole) || !is_digits(part) {
            return None;
        }
        Some(Amount { value: text.parse().ok()?, digits: text })
    }
}

impl Plot {
    /// The figures of a place and series as one list, gaps left out.
    pub fn amounts(&self) -> impl Iterator<Item = &Amount> {
        self.series.iter().flat_map(|it| it.figures.iter().flatten()).flat_map(|it| [&it.low, &it.high])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_sheets_write_them() {
        let digits = |text: &str, has_commas| Amount::read(text, has_commas).map(|it| it.digits);
        assert_eq!(digits("89.20", false).as_deref(), Some("89.20"));
        assert_eq!(digits("−3", false).as_deref(), Some("-3"));
        assert_eq!(digits("89,2", true).as_deref(), Some("89.2"));
        for text in ["89,2", "1,005", "38 %", "n/a", "-", "1e9", "0x1", "NaN", ".5", "1.", "٣", "1 000"] {
            assert_eq!(digits(text, false), None, "{text}");
        }
    }
}
