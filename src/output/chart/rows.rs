//! A row for each name: bars that lie, dots on a line, ranges from one figure to another.

use super::canvas::{Canvas, Shape};
use super::scale::Scale;
use super::text::{self, Anchor, LEADING};
use super::{Drawing, Size};
use crate::draft::chart::ChartKind;

/// How high a bar is.
const BAR: f64 = 15.0;

/// Where things stand in a picture of rows.
struct Frame {
    /// Where figures begin and end.
    x: (f64, f64),
    /// How wide names may be.
    names: f64,
    /// Whether names stand above what they name, as on phones.
    above: bool,
    /// Figures on the picture.
    scale: Scale,
}

impl Drawing<'_> {
    /// A row for each name.
    pub(super) fn rows(&self) -> Canvas {
        let mut canvas = self.canvas();
        let top = self.keys(&mut canvas);
        let frame = self.frame();
        let kind = self.plot.chart.kind;
        let has_axis = kind != ChartKind::Bar;
        let bars = if kind == ChartKind::Bar { self.plot.series.len() as f64 } else { 1.0 };
        let mut y = top + 4.0;
        let mut rows = Vec::new();
        for place in 0..self.plot.places.len() {
            let lines = text::wrapped(&self.place(place), frame.names);
            let words = lines.len() as f64 * LEADING;
            let body = bars * (BAR + 2.0) + if kind == ChartKind::Bar { 0.0 } else { 3.0 };
            let (height, middle) = match frame.above {
                true => (words + body + 10.0, y + words + body / 2.0 + 2.0),
                false => (words.max(body) + 11.0, y + words.max(body) / 2.0),
            };
            rows.push((place, lines, y, middle));
            y += height;
        }
        if has_axis {
            self.axis(&mut canvas, &frame, (top, y));
        }
        for (place, lines, start, middle) in rows {
            let words = lines.len() as f64 * LEADING;
            let mut base = if frame.above { start + 12.0 } else { middle - words / 2.0 + 12.5 };
            let (anchor, x) = if frame.above { (Anchor::Start, 0.0) } else { (Anchor::End, frame.names) };
            for line in &lines {
                canvas.text("p-row", anchor, (x, base), line);
                base += LEADING;
            }
            match kind {
                ChartKind::Bar => self.bars(&mut canvas, &frame, place, middle),
                ChartKind::Range => self.ranges(&mut canvas, &frame, place, middle),
                _ => self.dots(&mut canvas, &frame, place, middle),
            }
        }
        if kind == ChartKind::Bar {
            let zero = frame.scale.at(0.0);
            canvas.line("p-axis", (zero, top), (zero, y - 4.0));
        }
        canvas.height = y + if has_axis { 22.0 } else { 2.0 };
        canvas
    }

    /// How names and figures share the width.
    fn frame(&self) -> Frame {
        let width = self.size.width();
        let names: Vec<String> = (0..self.plot.places.len()).map(|it| self.place(it)).collect();
        let widest = text::widest(names.iter().map(String::as_str));
        let above = self.size == Size::Narrow && widest > 84.0;
        let names = if above { width } else { widest.min(width * 0.36) };
        let digits: Vec<String> = self.plot.amounts().map(|it| self.number(&it.digits)).collect();
        let digits = text::widest(digits.iter().map(String::as_str));
        let x0 = if above { 0.0 } else { names + 14.0 };
        let kind = self.plot.chart.kind;
        let values = self.plot.amounts().map(|it| it.value);
        let scale = Scale::of(values, kind == ChartKind::Bar, if self.size == Size::Wide { 5 } else { 4 });
        let has_less = scale.at(0.0) > 0.0;
        let side = digits + 10.0;
        // Figures stand outside of what they belong to.
        let x0 =
            x0 + if kind == ChartKind::Range || (kind == ChartKind::Bar && has_less) { side } else { 8.0 };
        let x1 = width - side;
        Frame { x: (x0, x1), names, above, scale: scale.on(x0, x1) }
    }

    /// Round numbers below, with threads through the rows.
    fn axis(&self, canvas: &mut Canvas, frame: &Frame, (top, bottom): (f64, f64)) {
        for (at, digits) in &frame.scale.ticks {
            let x = frame.scale.at(*at);
            canvas.line("p-grid", (x, top), (x, bottom));
            canvas.text("p-tick", Anchor::Middle, (x, bottom + 15.0), &self.number(digits));
        }
        canvas.line("p-axis", (frame.x.0, bottom), (frame.x.1, bottom));
    }

    /// The bars of a row, one below the other.
    fn bars(&self, canvas: &mut Canvas, frame: &Frame, place: usize, middle: f64) {
        let count = self.plot.series.len() as f64;
        let zero = frame.scale.at(0.0);
        for (index, series) in self.plot.series.iter().enumerate() {
            let y = middle - count * (BAR + 2.0) / 2.0 + index as f64 * (BAR + 2.0) + 1.0;
            let Some(figure) = &series.figures[place] else {
                canvas.text("p-tick", Anchor::Start, (zero + 5.0, y + 12.0), "–");
                continue;
            };
            let (class, _) = self.looks(index, Some(place));
            let x = frame.scale.at(figure.high.value);
            canvas.group(&class, |canvas| {
                canvas.rect("p-bar", (x.min(zero), y), ((x - zero).abs(), BAR));
                let (anchor, x) = if x < zero { (Anchor::End, x - 6.0) } else { (Anchor::Start, x + 6.0) };
                canvas.text("p-value", anchor, (x, y + 12.0), &self.number(&figure.high.digits));
            });
        }
    }

    /// The dots of a row on a thread; the figure of a single one beside it, of two outside of them.
    fn dots(&self, canvas: &mut Canvas, frame: &Frame, place: usize, middle: f64) {
        let mut dots: Vec<(f64, usize)> = Vec::new();
        for (index, series) in self.plot.series.iter().enumerate() {
            dots.extend(series.figures[place].as_ref().map(|it| (frame.scale.at(it.high.value), index)));
        }
        dots.sort_by(|a, b| a.0.total_cmp(&b.0));
        match (dots.first(), dots.last()) {
            (Some(first), Some(last)) => canvas.line("p-thread", (first.0, middle), (last.0, middle)),
            _ => canvas.text("p-tick", Anchor::Start, (frame.x.0 + 5.0, middle + 4.5), "–"),
        }
        let count = dots.len();
        for (nth, (x, index)) in dots.into_iter().enumerate() {
            let (class, shape) = self.looks(index, Some(place));
            let Some(figure) = &self.plot.series[index].figures[place] else { continue };
            let digits = self.number(&figure.high.digits);
            canvas.group(&class, |canvas| {
                canvas.mark(shape, (x, middle));
                let has_room_before = x - text::width(&digits) - 10.0 > frame.x.0;
                if count == 1 || (count == 2 && nth == 1) {
                    canvas.text("p-value", Anchor::Start, (x + 9.0, middle + 4.5), &digits);
                } else if count == 2 && has_room_before {
                    canvas.text("p-value", Anchor::End, (x - 9.0, middle + 4.5), &digits);
                }
            });
        }
    }

    /// From the lower to the higher figure, both named.
    fn ranges(&self, canvas: &mut Canvas, frame: &Frame, place: usize, middle: f64) {
        let count = self.plot.series.len() as f64;
        for (index, series) in self.plot.series.iter().enumerate() {
            let y = middle + (index as f64 - (count - 1.0) / 2.0) * 6.0;
            let Some(figure) = &series.figures[place] else { continue };
            let (class, _) = self.looks(index, Some(place));
            let (from, to) = (frame.scale.at(figure.low.value), frame.scale.at(figure.high.value));
            canvas.group(&class, |canvas| {
                canvas.line("p-stretch", (from, y), (to, y));
                canvas.mark(Shape::Bar, (from, y));
                canvas.mark(Shape::Bar, (to, y));
                if count == 1.0 {
                    let low = self.number(&figure.low.digits);
                    canvas.text("p-value", Anchor::End, (from - 8.0, y + 4.5), &low);
                    canvas.text(
                        "p-value",
                        Anchor::Start,
                        (to + 8.0, y + 4.5),
                        &self.number(&figure.high.digits),
                    );
                }
            });
        }
    }
}
