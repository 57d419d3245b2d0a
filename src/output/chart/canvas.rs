//! SVG, written by hand: few elements, no colours, every text escaped.

use std::fmt::Write as _;

use super::text::Anchor;
use crate::output::prose::escape;

/// How a figure is marked: shapes tell series apart where colours do not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// Of the first.
    Disc,
    /// Of the second.
    Diamond,
    /// Of the third.
    Square,
    /// Of the fourth.
    Triangle,
    /// Of the fifth.
    Ring,
    /// Of the sixth.
    Bar,
    /// Of what belongs to none of them.
    Dash,
}

impl Shape {
    /// The shape of a number, from 0.
    pub fn of(number: usize) -> Shape {
        use Shape::*;
        [Disc, Diamond, Square, Triangle, Ring, Bar][number % 6]
    }
}

/// A length in the picture, with a tenth of a unit at most.
struct Length(f64);

impl std::fmt::Display for Length {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        let sign = if tenths < 0 { "-" } else { "" };
        let (whole, part) = (tenths.abs() / 10, tenths.abs() % 10);
        if part == 0 { write!(out, "{sign}{whole}") } else { write!(out, "{sign}{whole}.{part}") }
    }
}

/// An attribute for where something stands from left to right; nothing at the origin, as SVG has it.
fn along(name: &str, x: f64) -> String {
    if x == 0.0 { String::new() } else { format!(" {name}=\"{}\"", Length(x)) }
}

/// A picture that is being drawn.
pub(super) struct Canvas {
    /// Its elements.
    out: String,
    /// How wide it is.
    pub width: f64,
    /// How high it has become.
    pub height: f64,
}

impl Canvas {
    /// An empty one.
    pub fn new(width: f64, height: f64) -> Canvas {
        Canvas { out: String::new(), width, height }
    }

    /// What belongs to one series or case.
    pub fn group(&mut self, class: &str, draw: impl FnOnce(&mut Canvas)) {
        write!(self.out, "<g class=\"{class}\">").ok();
        draw(self);
        self.out.push_str("</g>");
    }

    /// The same, with its own origin on the line from left to right.
    pub fn shifted(&mut self, class: &str, by: f64, draw: impl FnOnce(&mut Canvas)) {
        write!(self.out, "<g class=\"{class}\" transform=\"translate({})\">", Length(by)).ok();
        draw(self);
        self.out.push_str("</g>");
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let d = format!("M{} {}L{} {}", Length(from.0), Length(from.1), Length(to.0), Length(to.1));
        self.path(class, &d);
    }

    /// A line through points; nothing for fewer than two.
    pub fn through(&mut self, class: &str, points: &[(f64, f64)]) {
        if points.len() < 2 {
            return;
        }
        let mut d = String::new();
        for (index, it) in points.iter().enumerate() {
            let sign = if index == 0 { 'M' } else { 'L' };
            write!(d, "{sign}{} {}", Length(it.0), Length(it.1)).ok();
        }
        self.path(class, &d);
    }

    /// Level lines of one kind: where each begins, and how long it is.
    pub fn levels(&mut self, class: &str, all: impl Iterator<Item = ((f64, f64), f64)>) {
        let mut d = String::new();
        for ((x, y), long) in all {
            write!(d, "M{} {}h{}", Length(x), Length(y), Length(long)).ok();
        }
        self.path(class, &d);
    }

    /// Lines that leave one place and reach another level.
    pub fn threads(&mut self, class: &str, all: impl Iterator<Item = ((f64, f64), (f64, f64))>) {
        let mut d = String::new();
        for (from, to) in all {
            // From where it begins: a curve whose pulls lie half way (SVG 2, 9.3.6).
            let (across, down) = (to.0 - from.0, to.1 - from.1);
            let half = Length(across / 2.0);
            write!(d, "M{} {}c{half} 0 ", Length(from.0), Length(from.1)).ok();
            write!(d, "{half} {} {} {}", Length(down), Length(across), Length(down)).ok();
        }
        self.path(class, &d);
    }

    /// Bars on the line where a lane begins, as one path: where each begins, and how long it is.
    pub fn bars(&mut self, class: &str, width: f64, all: &[(f64, f64)]) {
        let mut d = String::new();
        for (from, length) in all {
            let (left, width) = (Length(-width / 2.0), Length(width));
            write!(d, "M{left} {}h{width}v{}h-{width}z", Length(*from), Length(*length)).ok();
        }
        self.path(class, &d);
    }

    /// A path.
    fn path(&mut self, class: &str, d: &str) {
        write!(self.out, "<path class=\"{class}\" d=\"{d}\"/>").ok();
    }

    /// A rectangle.
    pub fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
        write!(
            self.out,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            Length(x),
            Length(y),
            Length(width),
            Length(height)
        )
        .ok();
    }

    /// A line of text; `y` is its base. A class can be left out where all texts are alike.
    pub fn text(&mut self, class: &str, anchor: Anchor, (x, y): (f64, f64), text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        write!(self.out, "<text{class}{} y=\"{}\"{anchor}>{}</text>", along("x", x), Length(y), escape(text))
            .ok();
    }

    /// A mark of about 9 units.
    pub fn mark(&mut self, shape: Shape, (x, y): (f64, f64)) {
        // Only where it begins is said in the picture's own terms: marks of a shape end alike, and a page with many packs well.
        let around = |points: &[(f64, f64)]| {
            let mut d = String::new();
            let (mut sign, mut last) = ('M', (-x, -y));
            for it in points {
                write!(d, "{sign}{} {}", Length(it.0 - last.0), Length(it.1 - last.1)).ok();
                (sign, last) = ('l', *it);
            }
            d + "z"
        };
        let (class, d) = match shape {
            Shape::Disc | Shape::Ring => {
                let r = if shape == Shape::Disc { 4.5 } else { 4.0 };
                let class = if shape == Shape::Disc { "p-mark" } else { "p-mark p-ring" };
                write!(
                    self.out,
                    "<circle class=\"{class}\"{} cy=\"{}\" r=\"{}\"/>",
                    along("cx", x),
                    Length(y),
                    Length(r)
                )
                .ok();
                return;
            }
            Shape::Diamond => ("p-mark", around(&[(0.0, -5.5), (5.5, 0.0), (0.0, 5.5), (-5.5, 0.0)])),
            Shape::Square => ("p-mark", around(&[(-4.0, -4.0), (4.0, -4.0), (4.0, 4.0), (-4.0, 4.0)])),
            Shape::Triangle => ("p-mark", around(&[(0.0, -5.2), (5.2, 4.2), (-5.2, 4.2)])),
            Shape::Dash => ("p-mark", around(&[(-5.5, -1.6), (5.5, -1.6), (5.5, 1.6), (-5.5, 1.6)])),
            Shape::Bar => ("p-mark", around(&[(-1.8, -5.5), (1.8, -5.5), (1.8, 5.5), (-1.8, 5.5)])),
        };
        self.path(class, &d);
    }

    /// The picture of what is said in words beside it: hidden from those who listen.
    pub fn hidden(self, class: &str) -> String {
        let (width, height) = (Length(self.width), Length(self.height.ceil()));
        format!(
            "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" aria-hidden=\"true\">{}</svg>\n",
            self.out
        )
    }

    /// The picture: `class` says for which widths it is, `label` what it shows.
    pub fn finish(self, class: &str, label: &str) -> String {
        let (width, height) = (Length(self.width), Length(self.height.ceil()));
        format!(
            "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{}\">{}</svg>\n",
            escape(label),
            self.out
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short_and_text_is_escaped() {
        assert_eq!(Length(3.0).to_string(), "3");
        assert_eq!(Length(-0.26).to_string(), "-0.3");
        assert_eq!(Length(-0.01).to_string(), "0");
        let mut canvas = Canvas::new(10.0, 5.0);
        canvas.text("p-tick", Anchor::End, (1.0, 2.0), "a<b");
        assert!(canvas.finish("plot", "\"x\"").contains("text-anchor=\"end\">a&lt;b</text>"));
    }
}
