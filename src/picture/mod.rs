//! Pictures: what a file says of itself in its first bytes, and smaller ones made from it.
//!
//! Sizes are read from headers alone, by [`measure`]; nothing is decoded to learn them. Decoding and
//! resizing stand behind the feature `images`; without it pages show the files as they are.

mod drawing;
#[cfg(feature = "images")]
mod encode;
#[cfg(feature = "images")]
mod gate;
mod header;
mod png_file;
#[cfg(feature = "images")]
mod resize;

use std::io::{self, BufRead, Seek};

#[cfg(feature = "images")]
pub use resize::{Resize, resized};

/// Whether this program can make smaller pictures.
pub const CAN_RESIZE: bool = cfg!(feature = "images");

/// The version of how pictures are made: another one makes other bytes of the same file.
pub const MADE_BY: u32 = 1;

/// What kind of picture a file holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// AVIF.
    Avif,
    /// SVG.
    Svg,
}

impl Kind {
    /// By what the end of a file's name says, in any case.
    pub fn of_extension(extension: &str) -> Option<Kind> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "png" => Kind::Png,
            "jpg" | "jpeg" | "jpe" | "jfif" => Kind::Jpeg,
            "gif" => Kind::Gif,
            "webp" => Kind::Webp,
            "avif" => Kind::Avif,
            "svg" => Kind::Svg,
            _ => return None,
        })
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Png => "PNG",
            Kind::Jpeg => "JPEG",
            Kind::Gif => "GIF",
            Kind::Webp => "WebP",
            Kind::Avif => "AVIF",
            Kind::Svg => "SVG",
        }
    }

    /// The end of its files' names.
    pub fn extension(self) -> &'static str {
        match self {
            Kind::Png => "png",
            Kind::Jpeg => "jpg",
            Kind::Gif => "gif",
            Kind::Webp => "webp",
            Kind::Avif => "avif",
            Kind::Svg => "svg",
        }
    }
}

/// A picture, as its header tells of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// What kind it is.
    pub kind: Kind,
    /// Width and height as it is seen, in pixels; of some drawings nothing is known.
    pub size: Option<(u32, u32)>,
    /// How it is turned before it is seen: Exif's 1 to 8.
    pub turned: u8,
    /// Whether smaller ones can be made of it: it holds one still picture of a kind that is decoded.
    pub is_still: bool,
    /// Whether its pixels are numbers of colours in a palette.
    pub has_palette: bool,
    /// Bytes for each pixel when it is opened.
    pub depth: u64,
}

impl Picture {
    /// How many pixels it has.
    pub fn pixels(&self) -> u64 {
        self.size.map_or(0, |(width, height)| u64::from(width) * u64::from(height))
    }

    /// The memory that it takes to open, in bytes.
    pub fn memory(&self) -> u64 {
        self.pixels().saturating_mul(self.depth)
    }

    /// Its height at a width.
    pub fn height_at(&self, width: u32) -> u32 {
        let Some((own, height)) = self.size else { return 0 };
        let rounded = (u64::from(height) * u64::from(width) + u64::from(own) / 2) / u64::from(own.max(1));
        u32::try_from(rounded).unwrap_or(u32::MAX).max(1)
    }
}

/// Why a file cannot be shown as a picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It is of no kind that browsers show.
    Unknown,
    /// Its name says another kind.
    Named(Kind),
    /// It cannot be read; why.
    Broken(&'static str),
}

/// What a file with this end of its name holds, by its first bytes and its last.
///
/// # Errors
/// Trouble with the machine.
pub fn measure(
    mut file: impl BufRead + Seek,
    length: u64,
    extension: &str,
) -> io::Result<Result<Picture, Fault>> {
    let named = Kind::of_extension(extension);
    let is = match header::kind(&mut file)? {
        // What begins like XML may be a page that a server gave in the picture's place.
        Some(Kind::Svg) if named != Some(Kind::Svg) => {
            drawing::measure(&mut file)?.is_ok().then_some(Kind::Svg)
        }
        other => other,
    };
    let kind = match (named, is) {
        (None, _) => return Ok(Err(Fault::Unknown)),
        (Some(named), Some(is)) if named == is => is,
        (Some(_), Some(is)) => return Ok(Err(Fault::Named(is))),
        (Some(_), None) => return Ok(Err(Fault::Broken("it holds no picture"))),
    };
    let read = match kind {
        Kind::Svg => drawing::measure(&mut file),
        _ => header::measure(&mut file, kind, length),
    };
    match read {
        // Its own words lead past its end, or nowhere.
        Err(error) => match error.kind() {
            io::ErrorKind::UnexpectedEof => Ok(Err(Fault::Broken(header::ENDS_EARLY))),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                Ok(Err(Fault::Broken(header::DAMAGED)))
            }
            _ => Err(error),
        },
        other => other,
    }
}
