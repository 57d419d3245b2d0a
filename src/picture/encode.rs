//! Pictures as files: JPEG and PNG, small, and with the profile that says what their colours mean.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;

use image::DynamicImage;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// From this quality on JPEG keeps colours as sharp as light and shade: who asks for it has letters or
/// lines in the picture.
const SHARP: u8 = 90;

/// By how much colours of a palette may miss those that they stand for, as the mean of squares: no eye
/// sees it below.
const MISS: u64 = 12;

/// As JPEG, which comes into sight as it loads.
pub(super) fn jpeg(image: &DynamicImage, profile: Option<&[u8]>, quality: u8) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, quality);
    let is_sharp = quality >= SHARP;
    encoder.set_sampling_factor(if is_sharp { SamplingFactor::F_1_1 } else { SamplingFactor::F_2_2 });
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    if let Some(profile) = profile {
        encoder.add_icc_profile(profile).map_err(|it| it.to_string())?;
    }
    let opaque;
    let (pixels, form) = match image {
        DynamicImage::ImageLuma8(it) => (it.as_raw(), ColorType::Luma),
        DynamicImage::ImageRgb8(it) => (it.as_raw(), ColorType::Rgb),
        other => {
            opaque = other.to_rgb8();
            (opaque.as_raw(), ColorType::Rgb)
        }
    };
    let side = |it: u32| u16::try_from(it).map_err(|_| "it is too large for a JPEG".to_owned());
    let (width, height) = (side(image.width())?, side(image.height())?);
    encoder.encode(pixels, width, height, form).map_err(|it| it.to_string())?;
    Ok(out)
}

/// As PNG. One that was made with a palette gets its palette again, where that shows no difference and is
/// smaller; `of` is the file that it was made from.
pub(super) fn png(
    image: &DynamicImage,
    profile: Option<&[u8]>,
    of: Option<&[u8]>,
) -> Result<Vec<u8>, String> {
    let form = match image {
        DynamicImage::ImageLuma8(_) => png::ColorType::Grayscale,
        DynamicImage::ImageLumaA8(_) => png::ColorType::GrayscaleAlpha,
        DynamicImage::ImageRgba8(_) => png::ColorType::Rgba,
        _ => png::ColorType::Rgb,
    };
    let size = (image.width(), image.height());
    let full = write(size, image.as_bytes(), form, profile, None)?;
    let Some(palette) = of.and_then(palette) else { return Ok(full) };
    let Some(numbers) = numbered(image, &palette) else { return Ok(full) };
    let small = write(size, &numbers, png::ColorType::Indexed, profile, Some(&palette))?;
    Ok(if small.len() < full.len() { small } else { full })
}

/// The colours of a palette, each with how much it covers.
fn palette(file: &[u8]) -> Option<Vec<[u8; 4]>> {
    let reader = png::Decoder::new(Cursor::new(file)).read_info().ok()?;
    let info = reader.info();
    let cover = info.trns.as_deref().unwrap_or_default();
    let colours = info.palette.as_deref()?.chunks_exact(3).enumerate();
    let palette = colours
        .map(|(index, it)| [it[0], it[1], it[2], cover.get(index).copied().unwrap_or(255)])
        .take(256)
        .collect::<Vec<_>>();
    (!palette.is_empty()).then_some(palette)
}

/// Each pixel as the number of the nearest colour; `None` if that would be seen.
fn numbered(image: &DynamicImage, palette: &[[u8; 4]]) -> Option<Vec<u8>> {
    let pixels = image.to_rgba8();
    let mut known: BTreeMap<[u8; 4], (u8, u64)> = BTreeMap::new();
    let mut missed = 0_u64;
    let mut numbers = Vec::with_capacity(pixels.len() / 4);
    for pixel in pixels.pixels() {
        let (number, miss) = *known.entry(pixel.0).or_insert_with(|| nearest(pixel.0, palette));
        missed += miss;
        numbers.push(number);
    }
    let samples = numbers.len() as u64 * 4;
    (missed <= MISS * samples).then_some(numbers)
}

/// The number of the nearest colour, and by how much it misses.
fn nearest(pixel: [u8; 4], palette: &[[u8; 4]]) -> (u8, u64) {
    let miss = |it: &[u8; 4]| {
        let parts = it.iter().zip(pixel).map(|(a, b)| u64::from(a.abs_diff(b)).pow(2));
        parts.sum::<u64>()
    };
    let all = (0..=255).zip(palette).map(|(number, it)| (number, miss(it)));
    all.min_by_key(|it| it.1).unwrap_or_default()
}

/// Writes a PNG.
fn write(
    (width, height): (u32, u32),
    pixels: &[u8],
    form: png::ColorType,
    profile: Option<&[u8]>,
    palette: Option<&[[u8; 4]]>,
) -> Result<Vec<u8>, String> {
    let mut info = png::Info::with_size(width, height);
    (info.color_type, info.bit_depth) = (form, png::BitDepth::Eight);
    info.icc_profile = profile.map(Cow::Borrowed);
    if let Some(palette) = palette {
        info.palette = Some(palette.iter().flat_map(|it| [it[0], it[1], it[2]]).collect());
        if palette.iter().any(|it| it[3] < 255) {
            info.trns = Some(palette.iter().map(|it| it[3]).collect());
        }
    }
    let mut out = Vec::new();
    let mut encoder = png::Encoder::with_info(&mut out, info).map_err(|it| it.to_string())?;
    encoder.set_compression(png::Compression::High);
    if palette.is_some() {
        // Numbers of colours have no neighbours to be told by.
        encoder.set_filter(png::Filter::NoFilter);
    }
    let mut writer = encoder.write_header().map_err(|it| it.to_string())?;
    writer.write_image_data(pixels).map_err(|it| it.to_string())?;
    writer.finish().map_err(|it| it.to_string())?;
    Ok(out)
}
