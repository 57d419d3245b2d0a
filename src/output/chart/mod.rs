//! Charts: figures drawn as inline SVG, and the same figures as a table.
//!
//! A picture is drawn twice, for a column of text and for a phone, because text in a picture shrinks
//! with it; the style sheet shows one of the two. Nothing here has a colour: elements have classes,
//! and `case-1` or `series-1` says whose they are. What a theme must style stands in `docs/themes.md`.

mod bars;
mod canvas;
mod lines;
mod rows;
mod scale;
mod text;
pub mod timelines;

use crate::draft::chart::ChartKind;
use crate::language::Language;
use crate::output::prose::escape;
use crate::site::Plot;
use crate::site::charts::{Amount, Axis, Figure, Place};
use canvas::{Canvas, Shape};
use text::{Anchor, LEADING};

/// For which width a picture is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Size {
    /// A column of text.
    Wide,
    /// A phone.
    Narrow,
}

impl Size {
    /// How wide the picture is, in CSS pixels at which its text has the size that it should.
    fn width(self) -> f64 {
        match self {
            Size::Wide => 640.0,
            Size::Narrow => 344.0,
        }
    }

    /// The class of its picture.
    fn class(self) -> &'static str {
        match self {
            Size::Wide => "plot wide",
            Size::Narrow => "plot narrow",
        }
    }
}

/// A chart that is being drawn.
struct Drawing<'a> {
    /// What is drawn.
    plot: &'a Plot,
    /// Words and how numbers are written.
    language: &'a Language,
    /// For which width.
    size: Size,
}

/// The pictures of a chart, one for each width.
pub fn pictures(plot: &Plot, language: &Language) -> String {
    let label = label(plot, language);
    let draw = |size| {
        let drawing = Drawing { plot, language, size };
        let canvas = match plot.chart.kind {
            ChartKind::Line => drawing.lines(),
            ChartKind::Dot if plot.axis != Axis::Names => drawing.lines(),
            ChartKind::Slope => drawing.slope(),
            ChartKind::Bar if drawing.stands() => drawing.columns(),
            ChartKind::Bar | ChartKind::Dot | ChartKind::Range => drawing.rows(),
        };
        canvas.finish(size.class(), &label)
    };
    draw(Size::Wide) + &draw(Size::Narrow)
}

/// What a chart shows, for those who do not see it: the author's words, or what can be told of it.
pub fn label(plot: &Plot, language: &Language) -> String {
    let chart = &plot.chart;
    let kind = language.word(match chart.kind {
        ChartKind::Line => "chart_line",
        ChartKind::Bar => "chart_bar",
        ChartKind::Dot => "chart_dot",
        ChartKind::Slope => "chart_slope",
        ChartKind::Range => "chart_range",
    });
    let said = chart.alt.clone().unwrap_or_else(|| {
        let ends = [plot.places.first(), plot.places.last()];
        let ends: Vec<String> = ends.into_iter().flatten().map(|it| place_name(plot, it, language)).collect();
        let span = match plot.axis {
            Axis::Names => plot.places.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", "),
            _ => ends.join(" – "),
        };
        format!("{} {}, {span}.", sentence(&chart.title), chart.unit)
    });
    format!("{kind}: {} {}", sentence(&said), language.word("chart_below"))
}

/// A text that ends like a sentence.
fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', '。', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// A place in words.
pub fn place_name(plot: &Plot, place: &Place, language: &Language) -> String {
    match (&place.date, plot.axis) {
        (Some(date), Axis::Dates) => language.dates.edtf(date),
        _ => place.name.clone(),
    }
}

/// A figure in words: a number, or both ends of a range.
pub fn figure_text(figure: &Figure, language: &Language) -> String {
    let number = |it: &Amount| language.numbers.set(&it.digits);
    if figure.low.digits == figure.high.digits {
        number(&figure.low)
    } else {
        format!("{}–{}", number(&figure.low), number(&figure.high))
    }
}

/// Heads and rows of the same figures as a table: places, then a column for each series.
pub fn cells(plot: &Plot, language: &Language) -> (Vec<String>, Vec<Vec<String>>) {
    let mut head = vec![plot.head.clone()];
    head.extend(plot.series.iter().map(|it| {
        // One series is named by its unit alone, which says more than `value`.
        if plot.series.len() == 1 {
            plot.chart.unit.clone()
        } else {
            format!("{}, {}", it.name, plot.chart.unit)
        }
    }));
    let rows = plot.places.iter().enumerate().map(|(index, place)| {
        let figures = plot.series.iter().map(|it| {
            it.figures[index].as_ref().map_or_else(|| "–".to_owned(), |it| figure_text(it, language))
        });
        std::iter::once(place_name(plot, place, language)).chain(figures).collect()
    });
    (head, rows.collect())
}

/// The same as HTML.
pub fn table(plot: &Plot, language: &Language, label: &str) -> String {
    let (head, rows) = cells(plot, language);
    let mut out = format!(
        "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table>\n<thead>\n<tr>",
        escape(label)
    );
    for (index, it) in head.iter().enumerate() {
        let class = if index == 0 { "" } else { " class=\"end\"" };
        out.push_str(&format!("<th scope=\"col\"{class}>{}</th>", escape(it)));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (index, it) in row.iter().enumerate() {
            let it = escape(it);
            out.push_str(&match index {
                0 => format!("<th scope=\"row\">{it}</th>"),
                _ => format!("<td class=\"end\">{it}</td>"),
            });
        }
        out.push_str("</tr>\n");
    }
    out + "</tbody>\n</table>\n</div>\n"
}

impl Drawing<'_> {
    /// An empty picture.
    fn canvas(&self) -> Canvas {
        Canvas::new(self.size.width(), 0.0)
    }

    /// Whose colour and shape a figure has. On a page with cases their colours stand for them alone.
    fn looks(&self, series: usize, place: Option<usize>) -> (String, Shape) {
        let all = &self.plot.series;
        let case = all[series].case.or_else(|| {
            let place = place.filter(|_| all.len() == 1)?;
            self.plot.places[place].case
        });
        if let Some(case) = case {
            return (format!("case-{}", case + 1), Shape::of(case));
        }
        let number = all[..series].iter().filter(|it| it.case.is_none()).count();
        let has_colours = all.len() > 1 && !self.plot.has_cases;
        let word = if has_colours { "case" } else { "series" };
        (format!("{word}-{}", number + 1), Shape::of(number))
    }

    /// Digits as readers see them.
    fn number(&self, digits: &str) -> String {
        self.language.numbers.set(digits)
    }

    /// What is said at the axis of a place.
    fn place(&self, index: usize) -> String {
        place_name(self.plot, &self.plot.places[index], self.language)
    }

    /// The names of series with their marks, in lines; how high they are.
    fn keys(&self, canvas: &mut Canvas) -> f64 {
        if self.plot.series.len() < 2 {
            return 0.0;
        }
        let (mut x, mut y) = (6.0, 8.0);
        for (index, it) in self.plot.series.iter().enumerate() {
            let length = 14.0 + text::width(&it.name);
            if x > 6.0 && x + length > self.size.width() {
                (x, y) = (6.0, y + LEADING + 3.0);
            }
            let (class, shape) = self.looks(index, None);
            canvas.group(&class, |canvas| {
                canvas.mark(shape, (x, y));
                canvas.text("p-name", Anchor::Start, (x + 11.0, y + 4.5), &it.name);
            });
            x += length + 16.0;
        }
        y + LEADING + 2.0
    }
}
