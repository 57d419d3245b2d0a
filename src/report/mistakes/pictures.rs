//! Mistakes in pictures.

use super::{Diagnostic, Span, error, warning};

/// A picture that cannot be read.
pub fn broken(at: Span, path: &str, why: &str) -> Diagnostic {
    error("picture-broken", at, format!("`{path}` cannot be read as a picture: {why}"))
        .help("open it in a program for pictures and save it again, or copy the whole file once more")
}

/// A picture whose name says another kind.
pub fn named(at: Span, path: &str, is: &str, better: &str) -> Diagnostic {
    error("picture-kind", at, format!("`{path}` holds another kind of picture than its name says: {is}"))
        .help(format!("rename it to `{better}`, here too: hosts tell browsers what a file is by its name"))
}

/// A file of no kind that browsers show.
pub fn unknown(at: Span, path: &str) -> Diagnostic {
    error("picture-kind", at, format!("`{path}` is no picture that browsers show"))
        .help("save it as PNG or JPEG; WebP, AVIF, GIF and SVG are shown too")
}

/// A picture of too many pixels.
pub fn large(at: Span, path: &str, (width, height): (u32, u32), most: u64) -> Diagnostic {
    error(
        "picture-large",
        at,
        format!("`{path}` has {width} by {height} pixels; at most {most} million are shown"),
    )
    .help("make it smaller, or raise `picture_megapixels` under `[limits]` in `brief.toml`")
}

/// A picture that would fill the memory.
pub fn memory(at: Span, path: &str, megabytes: u64, most: u64) -> Diagnostic {
    error(
        "picture-large",
        at,
        format!("`{path}` takes {megabytes} MB of memory to open; {most} MB are given"),
    )
    .help(
        "save it with 8 bits for each colour, or raise `picture_megabytes` under `[limits]` in `brief.toml`",
    )
}

/// A drawing that does not say how large it is.
pub fn size(at: Span, path: &str) -> Diagnostic {
    warning("picture-size", at, format!("the drawing `{path}` does not say how large it is")).help(
        "add `viewBox=\"0 0 WIDTH HEIGHT\"` to its `<svg>`: then the page can keep its place while it loads",
    )
}
