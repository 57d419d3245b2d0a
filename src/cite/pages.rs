//! Ranges of pages as a style writes them: `1022–24`, `1022–1024`.

use hayagriva::citationberg::PageRangeFormat;

/// Where in a source, with its ranges of digits in a style's format and dashes for hyphens.
pub(super) fn ranges(text: &str, format: Option<PageRangeFormat>) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    for (index, piece) in text.split(", ").enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        let parts: Vec<&str> = piece.split(['-', '–']).collect();
        let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        match (&parts[..], format) {
            ([start, end], Some(format)) if is_number(start) && is_number(end) => {
                // Written as it stands if the format cannot be.
                if format.format(&mut out, start, end, None).is_err() {
                    out.push_str(piece);
                }
            }
            ([start, end], _) if is_place(start) && is_place(end) => {
                out.push_str(&format!("{start}–{end}"));
            }
            _ => out.push_str(piece),
        }
    }
    out
}

/// Whether a text is a number, Roman or with a letter, and no word.
fn is_place(text: &str) -> bool {
    let is_roman = |it: u8| b"ivxlcdmIVXLCDM".contains(&it);
    !text.is_empty()
        && (text.bytes().all(is_roman)
            || text.bytes().any(|it| it.is_ascii_digit())
                && text.bytes().all(|it| it.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_follow_the_style() {
        let chicago = Some(PageRangeFormat::Chicago16);
        assert_eq!(ranges("1022-1024, 1029", chicago), "1022–24, 1029");
        assert_eq!(ranges("203-205", Some(PageRangeFormat::Expanded)), "203–205");
        assert_eq!(ranges("ix-xii", chicago), "ix–xii");
        assert_eq!(ranges("A1-A4", None), "A1–A4");
        assert_eq!(ranges("well-known", chicago), "well-known");
    }
}
