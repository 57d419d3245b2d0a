//! Lines through time, dots without lines, and slopes from one moment to another.

use super::canvas::Canvas;
use super::scale::{Scale, years};
use super::text::{self, Anchor, LEADING, SIZE};
use super::{Drawing, Size};
use crate::draft::chart::ChartKind;
use crate::site::charts::Axis;

/// A name at the end of a line, with the value there.
struct End {
    /// Which series.
    series: usize,
    /// Its lines of text.
    lines: Vec<String>,
    /// Where the line ends.
    y: f64,
}

impl Drawing<'_> {
    /// A line for each series, broken where there is no figure; or dots alone.
    pub(super) fn lines(&self) -> Canvas {
        let mut canvas = self.canvas();
        let names_most = if self.size == Size::Wide { 150.0 } else { 88.0 };
        let is_line = self.plot.chart.kind == ChartKind::Line;
        let widest = text::widest(self.plot.series.iter().map(|it| it.name.as_str()));
        // Lines are named where they end; dots, which have no end, above.
        let is_named = is_line && self.plot.series.len() > 1 && (widest <= names_most * 2.2);
        let top = if is_named { 0.0 } else { self.keys(&mut canvas) };
        let values = Scale::of(self.plot.amounts().map(|it| it.value), false, 4);
        let (y0, y1) = (top + 22.0, top + if self.size == Size::Wide { 282.0 } else { 226.0 });
        let values = values.on(y1, y0);
        let ticks: Vec<(f64, String)> =
            values.ticks.iter().map(|it| (values.at(it.0), self.number(&it.1))).collect();
        let left = text::widest(ticks.iter().map(|it| it.1.as_str())) + 10.0;
        let ends = if is_named { self.ends(&values, names_most) } else { Vec::new() };
        let right =
            ends.iter().flat_map(|it| &it.lines).map(|it| text::width(it)).fold(12.0, f64::max) + 14.0;
        let (x0, x1) = (left, self.size.width() - right);
        for (y, digits) in &ticks {
            canvas.line("p-grid", (x0, *y), (x1, *y));
            canvas.text("p-tick", Anchor::End, (x0 - 8.0, y + 4.5), digits);
        }
        let places = &self.plot.places;
        let of = |it: usize| places.get(it).map_or(0.0, |it| it.at);
        let (mut first, mut last) = (of(0), of(places.len().saturating_sub(1)));
        if self.spans_years() {
            (first, last) = (first.floor(), last.floor() + 1.0);
        }
        let along = Scale::exact(first, last).on(x0 + 14.0, x1 - if is_named { 6.0 } else { 14.0 });
        self.time_axis(&mut canvas, &along, (x0, x1, y1));
        let has_room = places.windows(2).all(|it| along.at(it[1].at) - along.at(it[0].at) >= 33.0);
        for (index, series) in self.plot.series.iter().enumerate() {
            let points: Vec<Option<(f64, f64)>> = series
                .figures
                .iter()
                .enumerate()
                .map(|(place, it)| Some((along.at(places[place].at), values.at(it.as_ref()?.high.value))))
                .collect();
            let (class, shape) = self.looks(index, None);
            canvas.group(&class, |canvas| {
                if is_line {
                    for run in points.split(Option::is_none) {
                        let run: Vec<(f64, f64)> = run.iter().flatten().copied().collect();
                        canvas.through("p-line", &run);
                    }
                }
                if places.len() <= 40 {
                    points.iter().flatten().for_each(|it| canvas.mark(shape, *it));
                }
            });
            if self.plot.series.len() == 1 {
                self.values(&mut canvas, &class, &points, has_room, is_line);
            }
        }
        self.name_ends(&mut canvas, ends, x1 + 8.0, (y0 - 12.0, y1 + 6.0));
        canvas.height = y1 + 28.0;
        canvas
    }

    /// Figures beside their points: all where there is room, else the first and the last; of dots those
    /// that do not stand on others.
    fn values(
        &self,
        canvas: &mut Canvas,
        class: &str,
        points: &[Option<(f64, f64)>],
        has_room: bool,
        is_line: bool,
    ) {
        let there: Vec<usize> = (0..points.len()).filter(|it| points[*it].is_some()).collect();
        let ends = [there.first(), there.last()].map(|it| it.copied());
        // The ends first; then what does not stand on others.
        let (mut order, inner): (Vec<usize>, Vec<usize>) =
            there.iter().copied().partition(|it| ends.contains(&Some(*it)));
        if has_room || !is_line {
            order.extend(inner);
        }
        let mut taken: Vec<(f64, f64, f64)> = Vec::new();
        canvas.group(class, |canvas| {
            for place in order {
                let (Some((x, y)), Some(figure)) = (points[place], &self.plot.series[0].figures[place])
                else {
                    continue;
                };
                let digits = self.number(&figure.high.digits);
                let half = text::width(&digits) / 2.0;
                let beside = |it: Option<&Option<(f64, f64)>>| {
                    it.copied().flatten().filter(|_| is_line).map_or(0.0, |it| it.1 - y)
                };
                let before = beside(place.checked_sub(1).and_then(|it| points.get(it)));
                let after = beside(points.get(place + 1));
                // The line leaves room below where it dips, and at a side where it climbs or falls.
                let is_dip = (before < -0.5 || before == 0.0) && after < -0.5;
                let shift = match () {
                    () if is_dip => 0.0,
                    () if after < -12.0 => -half,
                    () if before < -12.0 => half,
                    () => 0.0,
                };
                let x = (x + shift).clamp(half, (self.size.width() - half).max(half));
                // Of dots one stands below where it would seem to belong to a neighbour.
                let is_beside = |it: &(f64, f64)| {
                    !is_line
                        && (it.0 - x).abs() > 1.0
                        && (it.0 - x).abs() < half + 12.0
                        && (it.1 - (y - 14.0)).abs() < 12.0
                };
                let is_below = is_dip || points.iter().flatten().any(is_beside);
                let y = if is_below { y + SIZE + 6.0 } else { y - 10.0 };
                if taken.iter().any(|it| (it.0 - x).abs() < it.2 + half + 2.0 && (it.1 - y).abs() < SIZE) {
                    continue;
                }
                taken.push((x, y, half));
                canvas.text("p-value", Anchor::Middle, (x, y), &digits);
            }
        });
    }

    /// The names of lines, each with its last figure.
    fn ends(&self, values: &Scale, most: f64) -> Vec<End> {
        let mut ends = Vec::new();
        for (series, it) in self.plot.series.iter().enumerate() {
            let Some(last) = it.figures.iter().flatten().next_back() else { continue };
            let mut lines = text::wrapped(&it.name, most);
            lines.push(self.number(&last.high.digits));
            ends.push(End { series, lines, y: values.at(last.high.value) });
        }
        ends.sort_by(|a, b| a.y.total_cmp(&b.y));
        ends
    }

    /// Sets names so that none stands on another.
    fn name_ends(&self, canvas: &mut Canvas, ends: Vec<End>, x: f64, between: (f64, f64)) {
        let sizes: Vec<(f64, f64)> =
            ends.iter().map(|it| (it.y, it.lines.len() as f64 * LEADING + 3.0)).collect();
        for (end, middle) in ends.iter().zip(text::apart(&sizes, between)) {
            let (class, _) = self.looks(end.series, None);
            let mut y = middle - (end.lines.len() as f64 - 1.0) / 2.0 * LEADING + 4.5;
            canvas.group(&class, |canvas| {
                for (nth, line) in end.lines.iter().enumerate() {
                    let class = if nth + 1 == end.lines.len() { "p-value" } else { "p-name" };
                    canvas.text(class, Anchor::Start, (x, y), line);
                    y += LEADING;
                }
            });
        }
    }

    /// Whether the axis shows whole years, each as wide as it lasted: a figure of a year stands in its middle, one of a
    /// month where the month lies.
    fn spans_years(&self) -> bool {
        let (first, last) = (self.plot.places.first(), self.plot.places.last());
        self.plot.axis == Axis::Dates
            && first.zip(last).is_some_and(|it| it.1.at.floor() - it.0.at.floor() >= 2.0)
    }

    /// The axis below: years, or the names of places as far as there is room.
    fn time_axis(&self, canvas: &mut Canvas, along: &Scale, (x0, x1, y): (f64, f64, f64)) {
        canvas.line("p-axis", (x0, y), (x1, y));
        let places = &self.plot.places;
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return };
        let mut ticks: Vec<(f64, String)> = Vec::new();
        let length = along.span.1 - along.span.0;
        match self.plot.axis {
            Axis::Dates if self.spans_years() => {
                let (from, to) = (first.at.floor() as i64, last.at.floor() as i64);
                for bound in from..=to + 1 {
                    let x = along.at(bound as f64);
                    canvas.line("p-axis", (x, y), (x, y + 5.0));
                }
                for year in years(from, to, length, 36.0) {
                    let x = along.at(year as f64 + 0.5);
                    canvas.text("p-tick", Anchor::Middle, (x, y + 20.0), &year.to_string());
                }
                return;
            }
            Axis::Years | Axis::Dates => {
                let (from, to) = (first.at.ceil() as i64, last.at.floor() as i64);
                if from < to || self.plot.axis == Axis::Years {
                    let per_year = length / (last.at - first.at).max(1.0);
                    let shown = years(from, to, per_year * (to - from) as f64, 36.0);
                    ticks.extend(shown.into_iter().map(|it| (it as f64, it.to_string())));
                }
            }
            Axis::Numbers => {
                let round =
                    Scale::of([first.at, last.at], false, if self.size == Size::Wide { 8 } else { 4 });
                let inside = round.ticks.iter().filter(|it| (first.at..=last.at).contains(&it.0));
                ticks.extend(inside.map(|it| (it.0, self.number(&it.1))));
            }
            Axis::Names => {}
        }
        if ticks.is_empty() {
            let mut free = f64::NEG_INFINITY;
            for (index, it) in places.iter().enumerate() {
                let (name, x) = (self.place(index), along.at(it.at));
                let half = text::width(&name) / 2.0;
                if x - half > free {
                    free = x + half + 8.0;
                    ticks.push((it.at, name));
                }
            }
        }
        for (at, name) in ticks {
            let x = along.at(at);
            canvas.line("p-axis", (x, y), (x, y + 5.0));
            let half = text::width(&name) / 2.0;
            let x = x.clamp(half.min(self.size.width() / 2.0), self.size.width() - half);
            canvas.text("p-tick", Anchor::Middle, (x, y + 20.0), &name);
        }
    }

    /// Two moments and a line between them for each series, named at both ends.
    pub(super) fn slope(&self) -> Canvas {
        let mut canvas = self.canvas();
        let values = Scale::of(self.plot.amounts().map(|it| it.value), false, 4);
        let height = if self.size == Size::Wide { 260.0 } else { 230.0 };
        let (y0, y1) = (36.0, 36.0 + height);
        let values = values.on(y1, y0);
        let most = if self.size == Size::Wide { 170.0 } else { 96.0 };
        let digits = |place: usize| {
            self.plot
                .series
                .iter()
                .filter_map(move |it| it.figures[place].as_ref())
                .map(|it| self.number(&it.high.digits))
        };
        let left = digits(0).map(|it| text::width(&it)).fold(20.0, f64::max) + 14.0;
        let right_digits = digits(1).map(|it| text::width(&it)).fold(20.0, f64::max);
        let names = self.plot.series.iter().flat_map(|it| text::wrapped(&it.name, most)).collect::<Vec<_>>();
        let names = if self.plot.series.len() > 1 {
            text::widest(names.iter().map(String::as_str)) + 8.0
        } else {
            0.0
        };
        let (x0, x1) = (left.max(40.0), self.size.width() - (right_digits + 16.0 + names).max(40.0));
        for (place, x) in [(0, x0), (1, x1)] {
            canvas.line("p-axis", (x, y0 - 8.0), (x, y1 + 4.0));
            let name = self.place(place);
            let half = text::width(&name) / 2.0;
            let x = x.clamp(half, self.size.width() - half);
            canvas.text("p-tick", Anchor::Middle, (x, 14.0), &name);
        }
        let mut starts: Vec<(f64, usize)> = Vec::new();
        let mut ends: Vec<(f64, usize)> = Vec::new();
        for (index, series) in self.plot.series.iter().enumerate() {
            let at = |place: usize| series.figures[place].as_ref().map(|it| values.at(it.high.value));
            let (class, shape) = self.looks(index, None);
            let (from, to) = (at(0), at(1));
            canvas.group(&class, |canvas| {
                if let (Some(from), Some(to)) = (from, to) {
                    canvas.line("p-line", (x0, from), (x1, to));
                }
                from.into_iter().for_each(|y| canvas.mark(shape, (x0, y)));
                to.into_iter().for_each(|y| canvas.mark(shape, (x1, y)));
            });
            starts.extend(from.map(|it| (it, index)));
            ends.extend(to.map(|it| (it, index)));
        }
        let bounds = (y0 - 14.0, y1 + 10.0);
        for (place, mut all) in [(0, starts), (1, ends)] {
            all.sort_by(|a, b| a.0.total_cmp(&b.0));
            let name = |series: usize| {
                let is_named = place == 1 && self.plot.series.len() > 1;
                if is_named { text::wrapped(&self.plot.series[series].name, most) } else { Vec::new() }
            };
            let sizes: Vec<(f64, f64)> =
                all.iter().map(|it| (it.0, name(it.1).len().max(1) as f64 * LEADING + 2.0)).collect();
            for ((_, series), middle) in all.iter().zip(text::apart(&sizes, bounds)) {
                let Some(figure) = &self.plot.series[*series].figures[place] else { continue };
                let digits = self.number(&figure.high.digits);
                let (class, _) = self.looks(*series, None);
                let lines = name(*series);
                canvas.group(&class, |canvas| {
                    let first = middle - (lines.len().max(1) as f64 - 1.0) / 2.0 * LEADING + 4.5;
                    if place == 0 {
                        canvas.text("p-value", Anchor::End, (x0 - 10.0, first), &digits);
                    } else {
                        canvas.text("p-value", Anchor::Start, (x1 + 10.0, first), &digits);
                    }
                    for (nth, line) in lines.iter().enumerate() {
                        let x = x1 + 16.0 + right_digits;
                        canvas.text("p-name", Anchor::Start, (x, first + nth as f64 * LEADING), line);
                    }
                });
            }
        }
        canvas.height = y1 + 16.0;
        canvas
    }
}
