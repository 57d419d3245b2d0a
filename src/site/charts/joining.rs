//! A chart and its sheet: which cell is which figure, and what is wrong with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Amount, Axis, Figure, Place, Plot, Series};
use crate::draft::Outline;
use crate::draft::chart::{Chart, ChartKind, Column};
use crate::draft::markdown::typography;
use crate::draft::sheet::{self, Sheet};
use crate::report::{Diagnostic, Severity, mistakes::charts as mistakes};
use crate::site::Materials;
use crate::words::address::unescape_path;
use crate::words::{Edtf, names};

/// More series cannot be told apart: as many as there are shapes.
const SERIES_MAX: usize = 6;

/// More bars, rows or dots cannot be read.
const PLACES_MAX: usize = 60;

/// More points of a line cannot be seen.
const POINTS_MAX: usize = 2000;

/// The charts of a brief, by number.
pub(in crate::site) fn join(
    outline: &Outline,
    materials: &Materials<'_>,
    said: &mut Vec<Diagnostic>,
) -> Vec<Option<Arc<Plot>>> {
    let mut known: Vec<Sheet> = Vec::new();
    let one = |chart: &Chart| {
        let path = unescape_path(&outline.links[chart.data as usize].target);
        let source = materials.sheets.get(&outline.source.path.follow(&path)?)?;
        let number = known.iter().position(|it| it.source.path == source.path).unwrap_or_else(|| {
            let sheet = sheet::read(source);
            said.extend(sheet.said.iter().cloned());
            known.push(sheet);
            known.len() - 1
        });
        let sheet = &known[number];
        if sheet.said.iter().any(|it| it.severity == Severity::Error) {
            return None;
        }
        Joining { outline, chart, sheet, said }.plot().map(Arc::new)
    };
    outline.charts.iter().map(one).collect()
}

/// One chart and its sheet.
struct Joining<'a> {
    /// Whose chart it is.
    outline: &'a Outline,
    /// The chart.
    chart: &'a Chart,
    /// The sheet.
    sheet: &'a Sheet,
    /// Messages.
    said: &'a mut Vec<Diagnostic>,
}

impl Joining<'_> {
    /// The chart with its figures; `None` if they cannot be read, which is said.
    fn plot(&mut self) -> Option<Plot> {
        let before = self.said.len();
        let x = self.column(&self.chart.x, &self.chart.x.name);
        let y = self.figures_columns();
        let by = self.chart.series.as_ref().map(|it| self.column(it, &it.name));
        let (x, y) = (x?, y?);
        let by = match by {
            Some(column) => Some(column?),
            None => None,
        };
        let (axis, mut places) = self.places(x);
        let numbers: BTreeMap<String, usize> =
            places.iter().enumerate().map(|(index, it)| (it.name.clone(), index)).collect();
        let by_level = self.series(&y, by);
        // Before anything is laid out: a sheet of any size ends in a message.
        if !self.fits(places.len(), by_level.len()) {
            return None;
        }
        let mut series: Vec<Series> = vec![Series::default(); by_level.len()];
        for (number, name) in by_level.values() {
            series[*number] =
                Series { case: self.case(name), name: name.clone(), figures: vec![None; places.len()] };
        }
        let mut seen = vec![vec![None; places.len()]; series.len()];
        for row in 0..self.sheet.row_count() {
            let Some(place) = numbers.get(self.sheet.value(row, x).text).copied() else { continue };
            for (number, figure) in self.figures(row, &y, by, &by_level) {
                if let Some(first) = seen[number][place].replace(row) {
                    let (first, at) = (self.sheet.row_span(first), self.sheet.row_span(row));
                    self.said.push(mistakes::place_repeated(at, &places[place].name, first));
                }
                series[number].figures[place] = Some(figure);
            }
        }
        if series.iter().all(|it| it.figures.iter().all(Option::is_none)) && self.said.len() == before {
            self.said.push(mistakes::no_figures(self.chart.y.at.clone(), &self.chart.y.name));
        }
        let lang = self.outline.front.as_ref().map_or("en", |it| it.lang.as_str());
        for it in &mut places {
            it.name = typography::set(&it.name, lang);
        }
        for it in &mut series {
            let case = it.case.and_then(|case| self.outline.front.as_ref()?.cases.get(case));
            it.name = typography::set(case.map_or(&it.name, |it| &it.short), lang);
        }
        if self.said[before..].iter().any(|it| it.severity == Severity::Error) {
            return None;
        }
        Some(Plot {
            chart: self.chart.clone(),
            axis,
            head: self.sheet.columns().nth(x).unwrap_or_default().to_owned(),
            places,
            series,
            has_cases: self.outline.front.as_ref().is_some_and(|it| !it.cases.is_empty()),
            sheet: self.sheet.source.fingerprint,
        })
    }

    /// A column by its name.
    fn column(&mut self, written: &Column, name: &str) -> Option<usize> {
        let found = self.sheet.column(name);
        if found.is_none() {
            let nearest = names::nearest(name, self.sheet.columns());
            let known = self.sheet.columns().collect::<Vec<_>>().join(", ");
            let file = self.sheet.source.path.file_name();
            self.said.push(mistakes::column(written.at.clone(), name, file, nearest, &known));
        }
        found
    }

    /// The columns of figures: one, or several parted by commas; a range has two.
    fn figures_columns(&mut self) -> Option<Vec<usize>> {
        let written = &self.chart.y;
        let is_one = self.sheet.column(&written.name).is_some();
        let all: Vec<&str> =
            if is_one { vec![&written.name] } else { written.name.split(',').map(str::trim).collect() };
        let all: Vec<Option<usize>> = all.into_iter().map(|it| self.column(written, it)).collect();
        let all: Vec<usize> = all.into_iter().collect::<Option<_>>()?;
        let (is_range, has_series) = (self.chart.kind == ChartKind::Range, self.chart.series.is_some());
        let expected = match all.len() {
            2 if is_range => return Some(all),
            _ if is_range => "two columns of figures for a range: the lower and the higher one",
            1 => return Some(all),
            _ if has_series => "one column of figures where another names the series",
            _ => return Some(all),
        };
        self.said.push(mistakes::columns(written.at.clone(), expected));
        None
    }

    /// The places of all rows, each once, in their order.
    fn places(&mut self, column: usize) -> (Axis, Vec<Place>) {
        let mut written: Vec<&str> = Vec::new();
        let mut known = std::collections::BTreeSet::new();
        for row in 0..self.sheet.row_count() {
            let value = self.sheet.value(row, column);
            if value.text.is_empty() {
                let name = self.sheet.columns().nth(column).unwrap_or_default();
                self.said.push(mistakes::place_missing(self.sheet.row_span(row), name));
            } else if known.insert(value.text) {
                written.push(value.text);
            }
        }
        let is_sure =
            |it: &Edtf| it.start == it.end && it.start.is_some_and(|it| !it.approximate && !it.uncertain);
        let dates: Option<Vec<Edtf>> = written.iter().map(|it| Edtf::parse(it).filter(is_sure)).collect();
        let has_commas = self.sheet.has_decimal_commas();
        let numbers: Option<Vec<Amount>> = written.iter().map(|it| Amount::read(it, has_commas)).collect();
        let place = |at: f64, name: &str, date: Option<Edtf>| Place {
            at,
            name: name.to_owned(),
            date,
            case: self.case(name),
        };
        let (axis, mut places) = match (dates, numbers) {
            (Some(dates), _) => {
                let is_years = dates.iter().all(|it| it.start.is_some_and(|it| it.month.is_none()));
                let all = written.iter().zip(dates).map(|(name, date)| {
                    let at = if is_years { f64::from(date.order().0) } else { date.middle() };
                    place(at, name, Some(date))
                });
                (if is_years { Axis::Years } else { Axis::Dates }, all.collect::<Vec<_>>())
            }
            (None, Some(numbers)) => {
                let all = written.iter().zip(numbers).map(|(name, it)| place(it.value, name, None));
                (Axis::Numbers, all.collect())
            }
            (None, None) => {
                let all = written.iter().enumerate().map(|(at, name)| place(at as f64, name, None));
                (Axis::Names, all.collect())
            }
        };
        places.sort_by(|a, b| a.at.total_cmp(&b.at));
        (axis, places)
    }

    /// The series by their names, levelled: those that a column names, numbered in their order, else one
    /// for each column of figures.
    fn series(&mut self, y: &[usize], by: Option<usize>) -> BTreeMap<String, (usize, String)> {
        let mut all = BTreeMap::new();
        let mut add = |name: &str| {
            let number = all.len();
            all.entry(names::level(name)).or_insert_with(|| (number, name.to_owned()));
        };
        let name = |it: usize| self.sheet.columns().nth(it).unwrap_or_default();
        match by {
            Some(column) => {
                for row in 0..self.sheet.row_count() {
                    let value = self.sheet.value(row, column);
                    if value.text.is_empty() {
                        self.said.push(mistakes::place_missing(self.sheet.row_span(row), name(column)));
                    }
                    add(value.text);
                }
            }
            None if self.chart.kind == ChartKind::Range => add(""),
            None => y.iter().for_each(|it| add(name(*it))),
        }
        all
    }

    /// The figures of a row, each with the number of its series; gaps left out.
    fn figures(
        &mut self,
        row: usize,
        y: &[usize],
        by: Option<usize>,
        series: &BTreeMap<String, (usize, String)>,
    ) -> Vec<(usize, Figure)> {
        let number = |name: &str| series.get(&names::level(name)).map_or(0, |it| it.0);
        let own = by.map(|it| number(self.sheet.value(row, it).text));
        if self.chart.kind == ChartKind::Range {
            return self.range(row, y).map(|it| (own.unwrap_or(0), it)).into_iter().collect();
        }
        let mut found = Vec::new();
        for column in y {
            let number = own.unwrap_or_else(|| number(self.sheet.columns().nth(*column).unwrap_or_default()));
            found.extend(self.figure(row, *column).map(|it| (number, it)));
        }
        found
    }

    /// A figure of a row; a gap where the cell is empty.
    fn figure(&mut self, row: usize, column: usize) -> Option<Figure> {
        let amount = self.amount(row, column)?;
        Some(Figure { low: amount.clone(), high: amount })
    }

    /// Both ends of a range.
    fn range(&mut self, row: usize, y: &[usize]) -> Option<Figure> {
        let (low, high) = (self.amount(row, y[0])?, self.amount(row, y[1])?);
        if high.value < low.value {
            let at = self.sheet.row_span(row);
            self.said.push(mistakes::bounds(at));
        }
        Some(Figure { low, high })
    }

    /// The number in a cell.
    fn amount(&mut self, row: usize, column: usize) -> Option<Amount> {
        let value = self.sheet.value(row, column);
        if value.text.is_empty() {
            return None;
        }
        let amount = Amount::read(value.text, self.sheet.has_decimal_commas());
        if amount.is_none() {
            let name = self.sheet.columns().nth(column).unwrap_or_default();
            self.said.push(mistakes::number(value.span(), name, value.text));
        }
        amount
    }

    /// The case that a name is one of.
    fn case(&self, name: &str) -> Option<usize> {
        let level = names::level(name);
        let front = self.outline.front.as_ref()?;
        front.cases.iter().position(|it| it.names().any(|it| names::level(it) == level))
    }

    /// Whether so much can be drawn; says what is too much.
    fn fits(&mut self, places: usize, series: usize) -> bool {
        let (kind, before) = (self.chart.kind, self.said.len());
        if series > SERIES_MAX {
            let at = self.chart.series.as_ref().unwrap_or(&self.chart.y).at.clone();
            self.said.push(mistakes::series(at, series, SERIES_MAX));
        }
        let x = self.chart.x.at.clone();
        if kind == ChartKind::Slope && places != 2 {
            self.said.push(mistakes::moments(x.clone(), places));
        }
        let most = if kind == ChartKind::Line { POINTS_MAX } else { PLACES_MAX };
        if places > most {
            self.said.push(mistakes::crowded(x, places, most));
        }
        self.said.len() == before
    }
}
