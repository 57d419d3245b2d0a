//! Bars that stand: one for each year, or for a few short names.

use super::canvas::Canvas;
use super::scale::{Scale, years};
use super::text::{self, Anchor, LEADING, SIZE};
use super::{Drawing, Size};
use crate::site::charts::Axis;

/// More years than this lie down, as they would be threads.
const YEARS_MAX: i64 = 40;

impl Drawing<'_> {
    /// Whether bars stand: years always do, names where each is short enough to stand below its bar.
    pub(super) fn stands(&self) -> bool {
        let slots = self.slots();
        let slot = (self.size.width() - 40.0) / slots.len().max(1) as f64;
        match self.plot.axis {
            Axis::Years => slots.len() as i64 <= YEARS_MAX,
            _ => {
                let fits = |it: &Option<usize>| {
                    it.is_some_and(|it| text::wrapped(&self.place(it), slot - 8.0).len() <= 2)
                        && it.is_some_and(|it| text::widest(self.place(it).split(' ')) <= slot - 8.0)
                };
                slots.len() * self.plot.series.len() <= 12 && slots.iter().all(fits)
            }
        }
    }

    /// The places side by side; years without a row have an empty one, so that time is in proportion.
    fn slots(&self) -> Vec<Option<usize>> {
        let places = &self.plot.places;
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return Vec::new() };
        let count = (last.at - first.at) as i64;
        if self.plot.axis != Axis::Years || count >= YEARS_MAX {
            return (0..places.len()).map(Some).collect();
        }
        (0..=count).map(|it| places.iter().position(|place| place.at == first.at + it as f64)).collect()
    }

    /// Bars that stand on a line. Figures stand on them; where there is no room, beside an axis.
    pub(super) fn columns(&self) -> Canvas {
        let mut canvas = self.canvas();
        let top = self.keys(&mut canvas);
        let (slots, series) = (self.slots(), self.plot.series.len());
        let width = self.size.width();
        let digits: Vec<String> = self.plot.amounts().map(|it| self.number(&it.digits)).collect();
        let digits = text::widest(digits.iter().map(String::as_str));
        let has_room = (width - 16.0) / slots.len().max(1) as f64 * 0.86 / series as f64 >= digits;
        let height = if self.size == Size::Wide { 240.0 } else { 196.0 };
        let (y0, y1) = (top + 22.0, top + 22.0 + height);
        let values = Scale::of(self.plot.amounts().map(|it| it.value), true, 4);
        let below = values.at(0.0) > 0.0;
        let values = values.on(y1 - if below { 18.0 } else { 0.0 }, y0);
        let mut x0 = 4.0;
        if !has_room {
            let ticks: Vec<(f64, String)> =
                values.ticks.iter().map(|it| (values.at(it.0), self.number(&it.1))).collect();
            x0 = text::widest(ticks.iter().map(|it| it.1.as_str())) + 10.0;
            for (y, digits) in &ticks {
                canvas.line("p-grid", (x0, *y), (width, *y));
                canvas.text("p-tick", Anchor::End, (x0 - 8.0, y + 4.5), digits);
            }
        }
        let slot = (width - x0 - 4.0) / slots.len().max(1) as f64;
        let bar = (slot * 0.74 / series as f64).min(54.0);
        let zero = values.at(0.0);
        for (number, place) in slots.iter().enumerate() {
            let middle = x0 + slot * (number as f64 + 0.5);
            let from = middle - bar * series as f64 / 2.0;
            let is_gap = |it: &usize| self.plot.series.iter().all(|series| series.figures[*it].is_none());
            let Some(place) = place.filter(|it| !is_gap(it)) else {
                canvas.text("p-tick", Anchor::Middle, (middle, zero - 5.0), "–");
                continue;
            };
            for (index, it) in self.plot.series.iter().enumerate() {
                let Some(figure) = &it.figures[place] else { continue };
                let (class, _) = self.looks(index, Some(place));
                let (x, y) = (from + bar * index as f64, values.at(figure.high.value));
                canvas.group(&class, |canvas| {
                    let gap = if series > 1 { 1.0 } else { 0.0 };
                    canvas.rect("p-bar", (x + gap, y.min(zero)), (bar - 2.0 * gap, (y - zero).abs()));
                    if has_room {
                        let y = if figure.high.value < 0.0 { y + SIZE + 3.0 } else { y - 6.0 };
                        let digits = self.number(&figure.high.digits);
                        canvas.text("p-value", Anchor::Middle, (x + bar / 2.0, y), &digits);
                    }
                });
            }
        }
        canvas.line("p-axis", (x0, zero), (width, zero));
        canvas.height = y1 + 10.0 + LEADING * self.names(&mut canvas, &slots, (x0, slot, y1)) as f64;
        canvas
    }

    /// Names below the bars; how many lines they take.
    fn names(&self, canvas: &mut Canvas, slots: &[Option<usize>], (x0, slot, y): (f64, f64, f64)) -> usize {
        if self.plot.axis == Axis::Years {
            let (Some(first), Some(last)) = (self.plot.places.first(), self.plot.places.last()) else {
                return 0;
            };
            let (first, last) = (first.at as i64, last.at as i64);
            for it in years(first, last, slot * (last - first).max(1) as f64, 34.0) {
                let x = x0 + slot * ((it - first) as f64 + 0.5);
                canvas.text("p-tick", Anchor::Middle, (x, y + 19.0), &it.to_string());
            }
            return 1;
        }
        let mut most = 1;
        for (number, place) in slots.iter().enumerate() {
            let Some(place) = place else { continue };
            let lines = text::wrapped(&self.place(*place), slot - 8.0);
            most = most.max(lines.len());
            for (nth, line) in lines.iter().enumerate() {
                let x = x0 + slot * (number as f64 + 0.5);
                canvas.text("p-tick", Anchor::Middle, (x, y + 19.0 + LEADING * nth as f64), line);
            }
        }
        most
    }
}
