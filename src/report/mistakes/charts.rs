//! Mistakes in charts and in the sheets that they are drawn from.

use super::{Diagnostic, Span, error, warning};

/// A quote that is not closed.
pub fn quote(at: Span) -> Diagnostic {
    error("sheet-quote", at, "a quote is opened and not closed")
        .help("close it with `\"`; a quote inside a cell is written twice: `\"\"`")
}

/// A row with another number of cells.
pub fn ragged(at: Span, expected: usize, found: usize) -> Diagnostic {
    error("sheet-ragged", at, format!("expected {expected} cells in this row, found {found}"))
        .help("put a cell that holds a comma in quotes")
}

/// A column twice.
pub fn column_repeated(at: Span, name: &str) -> Diagnostic {
    error("sheet-column", at, format!("a second column `{name}`")).help("give each column a name of its own")
}

/// No figures.
pub fn empty(at: Span) -> Diagnostic {
    error("sheet-empty", at, "expected a line of column names and rows of figures, found none").help(
        "write the names of the columns in the first line, such as `year,value`, and a row for each figure",
    )
}

/// Only empty cells where figures should be.
pub fn no_figures(at: Span, column: &str) -> Diagnostic {
    error("sheet-empty", at, format!("the column `{column}` holds no figures"))
        .help("name the column that holds the figures, or fill it in")
}

/// A cell that is no number.
pub fn number(at: Span, column: &str, found: &str) -> Diagnostic {
    let help = if found.contains('%') {
        format!("leave the sign out, as in `{}`: it belongs to the chart, `unit=\"%\"`", bare(found))
    } else if found.contains(',') {
        "write it with a point and without separators, as in `1234.5`".to_owned()
    } else if !found.contains(|it: char| it.is_ascii_digit()) {
        "leave the cell empty where there is no figure".to_owned()
    } else {
        "write digits alone; what they count belongs to the chart, `unit=\"…\"`".to_owned()
    };
    error("sheet-number", at, format!("expected a number in the column `{column}`, found `{found}`"))
        .help(help)
}

/// The digits of a text.
fn bare(found: &str) -> String {
    found.chars().filter(|it| it.is_ascii_digit() || *it == '.').collect()
}

/// A row without a place on the axis.
pub fn place_missing(at: Span, column: &str) -> Diagnostic {
    error("sheet-place", at, format!("the row says nothing in the column `{column}`"))
        .help("name what the figure belongs to: a year, a country")
}

/// A figure twice.
pub fn place_repeated(at: Span, place: &str, first: Span) -> Diagnostic {
    error("sheet-place", at, format!("a second figure for `{place}`"))
        .other(first, "the first is here")
        .help("keep one of the two, or tell them apart by a column named in `series=`")
}

/// Bounds that are the wrong way round.
pub fn bounds(at: Span) -> Diagnostic {
    error("sheet-bounds", at, "the lower figure is above the higher one")
        .help("name the column of lower figures first: `y=low,high`")
}

/// Something that every chart says about itself.
pub fn part_missing(at: Span, key: &str) -> Diagnostic {
    let (what, help) = match key {
        "data" => ("which file its figures are in", "write `data=trade.csv`, a file beside the brief"),
        "type" => ("how it is drawn", "write `type=line`, `bar`, `dot`, `slope` or `range`"),
        "x" => ("which column names the figures", "write `x=year`, with the name of a column of the file"),
        "y" => ("which column holds the figures", "write `y=value`, with the name of a column of the file"),
        "unit" => ("what it counts", "write `unit=\"US$ bn\"`, or `unit=meetings`"),
        _ => ("what it shows", "write `title=\"Trade has doubled since 2016\"`: the finding, in a sentence"),
    };
    error("chart-part", at, format!("the chart does not say {what}")).help(help)
}

/// A way of drawing that there is not.
pub fn kind(at: Span, found: &str, nearest: Option<&str>, known: &[&str]) -> Diagnostic {
    error("chart-type", at, format!("no chart is of the type `{found}`"))
        .did_you_mean(nearest, format!("the types are {}", known.join(", ")))
}

/// A file that is no sheet.
pub fn form(at: Span, found: &str) -> Diagnostic {
    error("chart-data", at, format!("expected figures in a file that ends in `.csv`, found `{found}`"))
        .help("in a spreadsheet, choose “Save as” and “CSV UTF-8”")
}

/// A column that the sheet does not have.
pub fn column(at: Span, name: &str, file: &str, nearest: Option<&str>, known: &str) -> Diagnostic {
    error("chart-column", at, format!("`{file}` has no column `{name}`"))
        .did_you_mean(nearest, format!("its columns are {known}"))
}

/// Too many or too few columns of figures.
pub fn columns(at: Span, expected: &str) -> Diagnostic {
    error("chart-columns", at, format!("expected {expected}"))
        .help("name columns of the file in `y=`, parted by commas")
}

/// Another number of moments than two.
pub fn moments(at: Span, found: usize) -> Diagnostic {
    error("chart-moments", at, format!("a slope leads from one moment to another; its column has {found}"))
        .help("leave two moments in the file, or draw a line: `type=line`")
}

/// More series than can be told apart.
pub fn series(at: Span, found: usize, most: usize) -> Diagnostic {
    error("chart-series", at, format!("{found} series in one chart; at most {most} can be told apart"))
        .help("keep those that the text speaks of, or make two charts")
}

/// More than can be drawn.
pub fn crowded(at: Span, found: usize, most: usize) -> Diagnostic {
    error("chart-crowded", at, format!("{found} places on one axis; at most {most} can be drawn"))
        .help("sum the figures up, by year or by group, or draw a line: `type=line`")
}

/// No word about where the figures come from.
pub fn unsourced(at: Span) -> Diagnostic {
    warning("chart-source", at, "the chart does not say where its figures come from")
        .help("cite the source in the caption below the opening line, or write `credit=\"…\"`")
}
