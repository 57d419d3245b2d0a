//! A chart as an author asks for it: `::: chart data=trade.csv type=line x=year y=value …`.
//!
//! What the columns hold is read from the sheet, a draft of its own ([`super::sheet`]); the site
//! joins the two.

use crate::words::Span;

/// How figures are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ChartKind {
    /// A line for each series.
    Line,
    /// A bar for each figure, from zero.
    Bar,
    /// A dot for each figure.
    Dot,
    /// Two moments, and a line between them for each series.
    Slope,
    /// A bar from a lower to a higher figure.
    Range,
}

impl ChartKind {
    /// As authors write them.
    pub const NAMES: [&'static str; 5] = ["line", "bar", "dot", "slope", "range"];

    /// The kind of a name.
    pub fn of(name: &str) -> Option<ChartKind> {
        Some(match name {
            "line" => ChartKind::Line,
            "bar" => ChartKind::Bar,
            "dot" => ChartKind::Dot,
            "slope" => ChartKind::Slope,
            "range" => ChartKind::Range,
            _ => return None,
        })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            ChartKind::Line => "line",
            ChartKind::Bar => "bar",
            ChartKind::Dot => "dot",
            ChartKind::Slope => "slope",
            ChartKind::Range => "range",
        }
    }
}

/// A chart as written. What is missing or wrong about it was said, and then there is none.
#[derive(Clone, Hash, Debug)]
pub struct Chart {
    /// How it is drawn.
    pub kind: ChartKind,
    /// What it shows: the finding, in a sentence.
    pub title: String,
    /// What is counted: `US$ bn`.
    pub unit: String,
    /// The column that names each figure's place: a year, a country.
    pub x: Column,
    /// The columns of figures; their names as written, parted by commas.
    pub y: Column,
    /// The column that says to which series a figure belongs.
    pub series: Option<Column>,
    /// The sheet, in the table of links.
    pub data: u32,
    /// What it shows, for those who do not see it, in the author's words.
    pub alt: Option<String>,
}

/// The name of a column, and where an author wrote it.
#[derive(Clone, Hash, Debug)]
pub struct Column {
    /// As written.
    pub name: String,
    /// Where: `x=year`.
    pub at: Span,
}
