//! The size of an SVG: what its outermost element says. Nothing in it is run or followed; pages show it
//! by `<img>`, which does neither.

use std::io::{self, BufRead, Read as _, Seek, SeekFrom};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Fault, Kind, Picture};

/// The outermost element stands within so many bytes: before it come comments and a type at most.
const HEAD: u64 = 1 << 20;

/// Pixels in a unit of CSS.
const UNITS: [(&str, f64); 8] = [
    ("px", 1.0),
    ("in", 96.0),
    ("cm", 96.0 / 2.54),
    ("mm", 9.6 / 2.54),
    ("pt", 96.0 / 72.0),
    ("pc", 16.0),
    ("em", 16.0),
    ("", 1.0),
];

/// Measures a drawing.
pub(super) fn measure(file: &mut (impl BufRead + Seek)) -> io::Result<Result<Picture, Fault>> {
    file.seek(SeekFrom::Start(0))?;
    let broken = Ok(Err(Fault::Broken("it is not well-formed XML with `<svg>` around it")));
    let mut reader = Reader::from_reader(file.take(HEAD));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(it) | Event::Empty(it)) if it.local_name().as_ref() == "svg" => {
                let Some(size) = size(&it) else { return broken };
                return Ok(Ok(Picture {
                    kind: Kind::Svg,
                    size,
                    turned: 1,
                    is_still: false,
                    has_palette: false,
                    depth: 0,
                }));
            }
            Ok(Event::Start(_) | Event::Empty(_) | Event::End(_) | Event::Eof) => return broken,
            Ok(_) => {}
            Err(quick_xml::Error::Io(error)) => {
                return Err(io::Error::new(error.kind(), error.to_string()));
            }
            Err(_) => return broken,
        }
        buffer.clear();
    }
}

/// What the element says of its size: by width and height, or by its view box, each for the other's sake
/// where one is missing. `None` if its attributes cannot be read.
#[expect(clippy::option_option, reason = "an element that cannot be read is told from one that says nothing")]
fn size(svg: &BytesStart<'_>) -> Option<Option<(u32, u32)>> {
    let (mut width, mut height, mut shape) = (None, None, None);
    for attribute in svg.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.value;
        match attribute.key.as_ref() {
            "width" => width = length(&value),
            "height" => height = length(&value),
            "viewBox" => shape = view_box(&value),
            _ => {}
        }
    }
    let (width, height) = match (width, height, shape) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, Some(shape)) => shape,
        _ => return Some(None),
    };
    let whole = |it: f64| {
        let it = it.round();
        // Both ends were looked at, so nothing is cut off.
        (1.0..=1_000_000.0).contains(&it).then_some(it as u32)
    };
    Some(whole(width).zip(whole(height)))
}

/// A length in pixels; nothing if it is none, or hangs on the page.
fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let (unit, pixels) = UNITS.iter().find(|it| text.ends_with(it.0))?;
    let number: f64 = text.strip_suffix(unit)?.trim().parse().ok()?;
    (number.is_finite() && number > 0.0).then_some(number * pixels)
}

/// Width and height of a view box.
fn view_box(text: &str) -> Option<(f64, f64)> {
    let numbers: Vec<f64> = text
        .split([' ', ',', '\t', '\n', '\r'])
        .filter(|it| !it.is_empty())
        .map(|it| it.parse().ok().filter(|it: &f64| it.is_finite()))
        .collect::<Option<_>>()?;
    match numbers[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_drawings() {
        let size = |svg: &str| measure(&mut io::Cursor::new(svg)).unwrap().map(|it| it.size);
        for (svg, expected) in [
            ("<svg width=\"400\" height='300px'/>", Some((400, 300))),
            (
                "<?xml version=\"1.0\"?><!DOCTYPE svg><!-- a --><svg:svg viewBox=\"0,0 12.6 4\">",
                Some((13, 4)),
            ),
            ("<svg width=\"2in\" viewBox=\"0 0 100 50\">", Some((192, 96))),
            ("<svg height=\"30\" viewBox=\"0 0 100 50\">", Some((60, 30))),
            ("<svg width=\"100%\" height=\"100%\" viewBox=\"0 0 9 8\">", Some((9, 8))),
            ("<svg width=\"100%\" height=\"20\">", None),
            ("<svg viewBox=\"0 0 0 8\">", None),
            ("<svg width=\"1e99\" height=\"1\">", None),
            ("<svg width=\"NaN\" height=\"inf\">", None),
        ] {
            assert_eq!(size(svg), Ok(expected), "{svg}");
        }
        for broken in ["", "<html><svg width='1' height='1'/></html>", "<svg width=1>", "<svg", "text"] {
            assert!(matches!(size(broken), Err(Fault::Broken(_))), "{broken}");
        }
        let far = format!("<!--{}--><svg width='1' height='1'/>", "x".repeat(2 << 20));
        assert!(size(&far).is_err(), "nothing is read for ever");
    }
}
