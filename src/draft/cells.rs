//! The cells of a CSV file, each with its place.

use std::ops::Range;

/// A cell: its text, and where it stands in the file.
#[derive(Clone)]
pub(super) struct Cell {
    /// The text, quotes taken off.
    pub text: String,
    /// The cell in the file, quotes included.
    pub at: Range<usize>,
}

/// The cells of each line (RFC 4180; `csv` checks the whole, this gives each cell its place), parted by
/// commas or another ASCII sign. `Err` is the offset of a quote that is not closed.
pub(super) fn lines(text: &str, comma: u8) -> Result<Vec<Vec<Cell>>, usize> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(comma)
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let Ok(record) = record else { continue };
        let mut at = record.position().map_or(0, |it| it.byte() as usize);
        // Empty lines belong to no record, but the reader's position may point at one.
        while text[at..].starts_with('\n') {
            at += 1;
        }
        let mut line = Vec::new();
        for field in &record {
            let length = raw_length(&text[at..], comma as char).ok_or(at)?;
            line.push(Cell { text: field.to_owned(), at: at..at + length });
            at = (at + length + 1).min(text.len());
        }
        if line.len() == 1 && line[0].text.trim().is_empty() {
            continue;
        }
        lines.push(line);
    }
    Ok(lines)
}

/// How many bytes the cell at the start of a text takes, quotes included; `None` if its quote is
/// not closed.
fn raw_length(text: &str, comma: char) -> Option<usize> {
    let end = |from: usize| text[from..].find([comma, '\n']).map_or(text.len(), |it| from + it);
    if !text.starts_with('"') {
        return Some(end(0));
    }
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' if bytes.get(at + 1) == Some(&b'"') => at += 2,
            // What follows a closing quote is taken as it stands, as the reader takes it.
            b'"' => return Some(end(at + 1)),
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_places_whatever_follows_a_quote() {
        let text = "a,b,c\n1,\"C, d\"é’,x\n2,\"say \"\"no\"\"\",y\n";
        let all = lines(text, b',').unwrap();
        let shown: Vec<Vec<&str>> =
            all.iter().map(|line| line.iter().map(|it| &text[it.at.clone()]).collect()).collect();
        assert_eq!(shown[1], ["1", "\"C, d\"é’", "x"]);
        assert_eq!(shown[2], ["2", "\"say \"\"no\"\"\"", "y"]);
        assert_eq!(lines("a\n\"open", b',').err(), Some(2));
    }
}
