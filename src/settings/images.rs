//! How pictures are shown: `[images]` as written and as meant.

use schemars::JsonSchema;
use serde::Deserialize;

use super::limits::Limits;
use crate::data::{self, Form};
use crate::report::{Diagnostic, mistakes::settings as mistakes};
use crate::words::Source;

/// Widths that a page can use, in pixels: a phone's column, the same at two or three dots for each of its
/// pixels, and the column of a large screen at two.
const WIDTHS: [u32; 3] = [480, 960, 1440];

/// Widths that make sense.
const SENSIBLE: std::ops::RangeInclusive<u32> = 16..=8192;

/// More widths than this only fill the disk.
const MOST_WIDTHS: usize = 8;

/// How pictures are shown.
#[derive(Deserialize, JsonSchema, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenImages {
    /// Widths in pixels in which pictures are offered, so that a phone loads a small one; none is enlarged.
    pub widths: Vec<u32>,
    /// The quality of JPEG pictures that are made, 1 to 100; from 90 on colours stay as sharp as light.
    pub quality: u8,
}

impl Default for WrittenImages {
    fn default() -> WrittenImages {
        WrittenImages { widths: WIDTHS.to_vec(), quality: 80 }
    }
}

/// How pictures are shown, and which are too large.
#[derive(Clone, Debug)]
pub struct Images {
    /// Widths, smallest first.
    pub widths: Vec<u32>,
    /// The quality of JPEG.
    pub quality: u8,
    /// The most pixels that a picture may have.
    pub pixels_max: u64,
    /// The most memory that opening one may take, in bytes.
    pub memory_max: u64,
}

/// What is meant.
pub(super) fn meant(
    written: WrittenImages,
    limits: &Limits,
    source: &Source,
    said: &mut Vec<Diagnostic>,
) -> Images {
    let at = |key| source.span(data::positions::value(Form::Toml, &source.text, &["images", key]));
    let WrittenImages { mut widths, mut quality } = written;
    widths.sort_unstable();
    widths.dedup();
    if widths.is_empty() || widths.len() > MOST_WIDTHS || widths.iter().any(|it| !SENSIBLE.contains(it)) {
        said.push(mistakes::image_widths(at("widths"), MOST_WIDTHS, &SENSIBLE));
        widths = WIDTHS.to_vec();
    }
    if !(1..=100).contains(&quality) {
        said.push(mistakes::image_quality(at("quality"), quality));
        quality = 80;
    }
    Images {
        widths,
        quality,
        pixels_max: limits.picture_megapixels.saturating_mul(1_000_000),
        memory_max: limits.picture_megabytes.saturating_mul(1024 * 1024),
    }
}
