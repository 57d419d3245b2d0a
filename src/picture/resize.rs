//! Smaller pictures: decoded, turned upright, resized, encoded. The same bytes on every machine: all of
//! it is arithmetic of whole numbers, and of the decoder of JPEG only the plain form is used.

use std::io::Cursor;

use fast_image_resize::images::Image;
use fast_image_resize::{IntoImageView as _, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::gate::Gate;
use super::{Kind, Picture};

/// All pictures of the program go through it.
static GATE: Gate = Gate::new();

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Resize {
    /// The new width.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Of JPEG, 1 to 100.
    pub quality: u8,
    /// The most memory that opening a picture may take, in bytes.
    pub memory: u64,
}

/// A picture as it was opened.
struct Opened {
    /// Its pixels, 8 bits for each sample.
    image: DynamicImage,
    /// What its colours mean, if the file says.
    profile: Option<Vec<u8>>,
}

/// A smaller picture. `None` if it would be no smaller a file than the picture itself, which is then used.
///
/// # Errors
/// Why the picture cannot be opened, in words.
pub fn resized(bytes: &[u8], picture: &Picture, wanted: Resize) -> Result<Option<Vec<u8>>, String> {
    let _inside = GATE.enter(picture.memory() * 2);
    let Opened { image, profile } = open(bytes, picture, wanted.memory)?;
    let has_own_size = picture.size == Some((wanted.width, wanted.height)) && picture.turned == 1;
    let image = if has_own_size {
        image
    } else {
        let small = smaller(&image, picture, wanted)?;
        // Its pixels are most of the memory, and encoding takes the longest.
        drop(image);
        turned(small, picture.turned)
    };
    // A profile of other colours than these, of inks say, would make them wrong.
    let profile =
        profile.filter(|it| it.get(16..20) == Some(if is_grey(&image) { b"GRAY" } else { b"RGB " }));
    let made = match picture.kind {
        Kind::Png => super::encode::png(&image, profile.as_deref(), picture.has_palette.then_some(bytes)),
        _ => super::encode::jpeg(&image, profile.as_deref(), wanted.quality),
    }?;
    // What is of another kind has another name, so the file itself cannot stand there.
    let is_other_kind = picture.kind == Kind::Webp;
    Ok(Some(made).filter(|it| is_other_kind || it.len() < bytes.len()))
}

/// Opens a picture.
fn open(bytes: &[u8], picture: &Picture, memory: u64) -> Result<Opened, String> {
    if picture.kind == Kind::Jpeg {
        return open_jpeg(bytes, picture);
    }
    let format = if picture.kind == Kind::Png { ImageFormat::Png } else { ImageFormat::WebP };
    let mut limits = Limits::default();
    // Decoders hold a little more than the pixels.
    limits.max_alloc = Some(memory.saturating_mul(2));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|it| it.to_string())?;
    as_measured(picture, decoder.dimensions())?;
    let profile = decoder.icc_profile().ok().flatten();
    let image = DynamicImage::from_decoder(decoder).map_err(|it| it.to_string())?;
    Ok(Opened { image: eight_bits(image), profile })
}

/// Opens a JPEG, without the machine's own tricks: some round otherwise.
fn open_jpeg(bytes: &[u8], picture: &Picture) -> Result<Opened, String> {
    use zune_jpeg::JpegDecoder;
    use zune_jpeg::zune_core::bytestream::ZCursor;
    use zune_jpeg::zune_core::colorspace::ColorSpace;
    use zune_jpeg::zune_core::options::DecoderOptions;

    let most = usize::from(u16::MAX);
    let options = DecoderOptions::new_safe().set_max_width(most).set_max_height(most);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|it| it.to_string())?;
    let size = decoder.dimensions().map(|(width, height)| (width as u32, height as u32));
    as_measured(picture, size.unwrap_or_default())?;
    let is_grey = decoder.input_colorspace() == Some(ColorSpace::Luma);
    let space = if is_grey { ColorSpace::Luma } else { ColorSpace::RGB };
    decoder.set_options(options.jpeg_set_out_colorspace(space));
    let pixels = decoder.decode().map_err(|it| it.to_string())?;
    let profile = decoder.icc_profile();
    let (width, height) = stored_size(picture);
    let image = if is_grey {
        image::GrayImage::from_raw(width, height, pixels).map(DynamicImage::ImageLuma8)
    } else {
        image::RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8)
    };
    image.map(|image| Opened { image, profile }).ok_or_else(|| "its pixels are not all there".to_owned())
}

/// Opening takes memory for what a file says, so it has to say what was held to the limits.
fn as_measured(picture: &Picture, size: (u32, u32)) -> Result<(), String> {
    if size == stored_size(picture) { Ok(()) } else { Err("it gives two sizes".to_owned()) }
}

/// Width and height before a picture is turned.
fn stored_size(picture: &Picture) -> (u32, u32) {
    let (width, height) = picture.size.unwrap_or_default();
    if picture.turned >= 5 { (height, width) } else { (width, height) }
}

/// With 8 bits for each sample: screens show no more, and files double with it.
fn eight_bits(image: DynamicImage) -> DynamicImage {
    match image {
        DynamicImage::ImageLuma8(_)
        | DynamicImage::ImageLumaA8(_)
        | DynamicImage::ImageRgb8(_)
        | DynamicImage::ImageRgba8(_) => image,
        DynamicImage::ImageLuma16(_) => DynamicImage::ImageLuma8(image.into_luma8()),
        DynamicImage::ImageLumaA16(_) => DynamicImage::ImageLumaA8(image.into_luma_alpha8()),
        _ if image.color().has_alpha() => DynamicImage::ImageRgba8(image.into_rgba8()),
        _ => DynamicImage::ImageRgb8(image.into_rgb8()),
    }
}

/// Whether it has no colours.
fn is_grey(image: &DynamicImage) -> bool {
    matches!(image, DynamicImage::ImageLuma8(_) | DynamicImage::ImageLumaA8(_))
}

/// Resizes, before it is turned: less is moved then.
fn smaller(image: &DynamicImage, picture: &Picture, wanted: Resize) -> Result<DynamicImage, String> {
    let is_lying = picture.turned >= 5;
    let (width, height) =
        if is_lying { (wanted.height, wanted.width) } else { (wanted.width, wanted.height) };
    let form = image.pixel_type().ok_or("its pixels are of no known form")?;
    let mut out = Image::new(width, height, form);
    Resizer::new().resize(image, &mut out, &ResizeOptions::new()).map_err(|it| it.to_string())?;
    let pixels = out.into_vec();
    let made = match image {
        DynamicImage::ImageLuma8(_) => {
            image::GrayImage::from_raw(width, height, pixels).map(DynamicImage::ImageLuma8)
        }
        DynamicImage::ImageLumaA8(_) => {
            image::GrayAlphaImage::from_raw(width, height, pixels).map(DynamicImage::ImageLumaA8)
        }
        DynamicImage::ImageRgba8(_) => {
            image::RgbaImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgba8)
        }
        _ => image::RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8),
    };
    made.ok_or_else(|| "its pixels are not all there".to_owned())
}

/// Upright.
fn turned(mut image: DynamicImage, turned: u8) -> DynamicImage {
    image.apply_orientation(Orientation::from_exif(turned).unwrap_or(Orientation::NoTransforms));
    image
}
