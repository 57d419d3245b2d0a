//! What the first bytes of a picture say, and whether its last ones are there.
//!
//! `imagesize` knows where each kind keeps its size. What else has to be known stands in a few parts of
//! PNG, JPEG and WebP, which are stepped over without being read.

use std::io::{self, BufRead, Read as _, Seek, SeekFrom};

use imagesize::{Compression, ImageType};

use super::{Fault, Kind, Picture, png_file};

/// What is said of a file that was cut off.
pub(super) const ENDS_EARLY: &str = "it ends too early";

/// What is said of a file whose words make no sense.
pub(super) const DAMAGED: &str = "its first bytes are damaged";

/// So far from a file's end its last part is looked for; programs put notes of their own behind it.
const TAIL: u64 = 64 << 10;

/// The most that is read of what a camera noted.
const EXIF_MAX: u64 = 1 << 20;

/// What is learned beside the size.
pub(super) struct More {
    /// What a camera noted of how it was held, as Exif has it.
    pub(super) exif: Option<Vec<u8>>,
    /// Whether smaller pictures can be made of it.
    pub(super) is_still: bool,
    /// Whether its pixels are numbers of colours.
    pub(super) has_palette: bool,
    /// Bytes for each pixel when it is opened.
    pub(super) depth: u64,
}

/// What kind of picture a file begins like.
pub(super) fn kind(file: &mut (impl BufRead + Seek)) -> io::Result<Option<Kind>> {
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.take(1024).read_to_end(&mut head)?;
    Ok(match imagesize::image_type(&head) {
        Ok(ImageType::Png) => Some(Kind::Png),
        Ok(ImageType::Jpeg) => Some(Kind::Jpeg),
        Ok(ImageType::Gif) => Some(Kind::Gif),
        Ok(ImageType::Webp) => Some(Kind::Webp),
        Ok(ImageType::Heif(Compression::Av1)) => Some(Kind::Avif),
        _ => is_xml(&head).then_some(Kind::Svg),
    })
}

/// Whether a file may be a drawing: its outermost element is looked at later.
fn is_xml(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    text.trim_ascii_start().starts_with(b"<")
}

/// Measures a picture of pixels.
pub(super) fn measure(
    file: &mut (impl BufRead + Seek),
    kind: Kind,
    length: u64,
) -> io::Result<Result<Picture, Fault>> {
    file.seek(SeekFrom::Start(0))?;
    let size = match imagesize::reader_size(&mut *file) {
        Ok(it) => it,
        Err(imagesize::ImageError::IoError(error)) => return Err(error),
        Err(_) => return Ok(Err(Fault::Broken(DAMAGED))),
    };
    let (Ok(width), Ok(height)) = (u32::try_from(size.width), u32::try_from(size.height)) else {
        return Ok(Err(Fault::Broken(DAMAGED)));
    };
    if width == 0 || height == 0 {
        return Ok(Err(Fault::Broken("it has no width or no height")));
    }
    let more = match kind {
        Kind::Png => png_file::more(file)?,
        Kind::Jpeg => jpeg(file)?,
        Kind::Webp => webp(file)?,
        Kind::Gif | Kind::Avif | Kind::Svg => {
            // GIF may move and is small when it does not; the others are not decoded.
            Some(More { exif: None, is_still: false, has_palette: false, depth: 4 })
        }
    };
    let Some(more) = more else { return Ok(Err(Fault::Broken(DAMAGED))) };
    let pixels_at = file.stream_position()?;
    if !is_whole(file, kind, length, pixels_at)? {
        return Ok(Err(Fault::Broken(ENDS_EARLY)));
    }
    let turned = more.exif.and_then(orientation).unwrap_or(1);
    let size = if turned >= 5 { (height, width) } else { (width, height) };
    let More { is_still, has_palette, depth, .. } = more;
    Ok(Ok(Picture { kind, size: Some(size), turned, is_still, has_palette, depth }))
}

/// How a picture is turned, by what a camera noted: 1 to 8.
fn orientation(exif: Vec<u8>) -> Option<u8> {
    let read = exif::Reader::new().read_raw(exif).ok()?;
    let field = read.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?;
    let turned = field.value.get_uint(0)?;
    u8::try_from(turned).ok().filter(|it| (1..=8).contains(it))
}

/// Steps through the segments of a JPEG as far as its pixels. `None` if they make no sense.
fn jpeg(file: &mut (impl BufRead + Seek)) -> io::Result<Option<More>> {
    file.seek(SeekFrom::Start(2))?;
    let mut more = More { exif: None, is_still: true, has_palette: false, depth: 3 };
    loop {
        let [mut mark, mut code] = bytes(file)?;
        // Any number of these may stand before a mark.
        while mark == 0xff && code == 0xff {
            [code] = bytes(file)?;
        }
        if mark != 0xff {
            return Ok(None);
        }
        mark = code;
        if matches!(mark, 0x01 | 0xd0..=0xd8) {
            continue;
        }
        let length = i64::from(u16::from_be_bytes(bytes(file)?)) - 2;
        match mark {
            // The pixels.
            0xda => return Ok(Some(more)),
            0xd9 => return Ok(None),
            0xe1 if length >= 6 && more.exif.is_none() => {
                let mut segment = vec![0; usize::try_from(length).expect("looked at")];
                file.read_exact(&mut segment)?;
                more.exif = segment.strip_prefix(b"Exif\0\0").map(<[u8]>::to_vec);
            }
            // Four inks: only a browser with their profile shows them as they are meant.
            0xc0..=0xcf if ![0xc4, 0xc8, 0xcc].contains(&mark) && length >= 6 => {
                let [_, _, _, _, _, parts] = bytes(file)?;
                if parts == 4 {
                    (more.is_still, more.depth) = (false, 4);
                }
                file.seek_relative(length - 6)?;
            }
            _ if length >= 0 => file.seek_relative(length)?,
            _ => return Ok(None),
        }
    }
}

/// What a WebP says in its first chunk, and how it was held, if that is in a chunk behind. `None` if it
/// makes no sense.
fn webp(file: &mut (impl BufRead + Seek)) -> io::Result<Option<More>> {
    file.seek(SeekFrom::Start(12))?;
    let [name @ .., _, _, _, _, a, b, c, d, e] = bytes::<13>(file)?;
    // Smaller ones become JPEG, which has no transparency.
    let mut more = More { exif: None, is_still: true, has_palette: false, depth: 4 };
    match &name {
        b"VP8 " => {}
        b"VP8L" => more.is_still = a == 0x2f && (u32::from_le_bytes([b, c, d, e]) >> 28) & 1 == 0,
        b"VP8X" => {
            let (is_animated, has_alpha, has_exif) = (a & 2 != 0, a & 16 != 0, a & 8 != 0);
            more.is_still = !is_animated && !has_alpha;
            if has_exif {
                more.exif = webp_exif(file)?;
            }
        }
        _ => return Ok(None),
    }
    Ok(Some(more))
}

/// Steps through the chunks of a WebP to what a camera noted.
fn webp_exif(file: &mut (impl BufRead + Seek)) -> io::Result<Option<Vec<u8>>> {
    file.seek(SeekFrom::Start(12))?;
    loop {
        let [name @ .., a, b, c, d] = match bytes::<8>(file) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            other => other?,
        };
        let length = u64::from(u32::from_le_bytes([a, b, c, d]));
        if &name == b"EXIF" {
            let mut exif = Vec::new();
            file.take(length.min(EXIF_MAX)).read_to_end(&mut exif)?;
            let bare = exif.strip_prefix(b"Exif\0\0").map(<[u8]>::to_vec);
            return Ok(Some(bare.unwrap_or(exif)));
        }
        file.seek_relative(i64::try_from(length + length % 2).expect("of 32 bits"))?;
    }
}

/// Whether a file goes on to its end: a copy that broke off is told before it is published.
/// `pixels_at` is where its head ends, in which a camera's small picture may end like a large one.
fn is_whole(file: &mut (impl BufRead + Seek), kind: Kind, length: u64, pixels_at: u64) -> io::Result<bool> {
    let last: &[u8] = match kind {
        Kind::Png => b"IEND",
        Kind::Jpeg => b"\xff\xd9",
        Kind::Webp => {
            file.seek(SeekFrom::Start(4))?;
            return Ok(u64::from(u32::from_le_bytes(bytes(file)?)) + 8 <= length + 1);
        }
        Kind::Gif | Kind::Avif | Kind::Svg => return Ok(true),
    };
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL).max(pixels_at)))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    if tail.windows(last.len()).any(|it| it == last) {
        return Ok(true);
    }
    // More than that stands behind it, as a camera's film does, or it is not there.
    file.seek(SeekFrom::Start(pixels_at))?;
    let (mut kept, mut buffer) = (0, vec![0; 64 << 10]);
    loop {
        let read = file.read(&mut buffer[kept..])?;
        let filled = kept + read;
        if read == 0 || buffer[..filled].windows(last.len()).any(|it| it == last) {
            return Ok(read > 0);
        }
        kept = filled.min(last.len() - 1);
        buffer.copy_within(filled - kept..filled, 0);
    }
}

/// The next bytes.
pub(super) fn bytes<const N: usize>(file: &mut impl BufRead) -> io::Result<[u8; N]> {
    let mut all = [0; N];
    file.read_exact(&mut all)?;
    Ok(all)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// What a file of these bytes holds.
    fn seen(bytes: &[u8], extension: &str) -> Result<Picture, Fault> {
        super::super::measure(Cursor::new(bytes), bytes.len() as u64, extension).unwrap()
    }

    /// What a camera that was held on its side notes.
    const EXIF: &[u8] = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";

    /// A chunk of PNG, its sum left out.
    fn png_chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], name, data, b"sum."].concat()
    }

    /// A chunk of WebP.
    fn webp_chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
        [name, &u32::try_from(data.len()).unwrap().to_le_bytes()[..], data].concat()
    }

    /// A box of AVIF.
    fn avif_box(name: &[u8], data: &[u8]) -> Vec<u8> {
        [&u32::try_from(data.len() + 8).unwrap().to_be_bytes()[..], name, data].concat()
    }

    /// One of each kind, 40 by 30 and held on its side where that can be said.
    fn samples() -> Vec<(&'static str, Vec<u8>)> {
        let head = png_chunk(b"IHDR", b"\0\0\0\x28\0\0\0\x1e\x10\x06\0\0\0");
        let png = [
            b"\x89PNG\r\n\x1a\n".to_vec(),
            head,
            png_chunk(b"tEXt", b"a\0b"),
            png_chunk(b"eXIf", EXIF),
            png_chunk(b"IDAT", b"xy"),
            png_chunk(b"IEND", b""),
        ];
        let segment = |code: u8, data: &[u8]| {
            let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
            [&[0xff, code][..], &length, data].concat()
        };
        let jpeg = [
            b"\xff\xd8".to_vec(),
            segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0"),
            segment(0xe1, &[b"Exif\0\0", EXIF].concat()),
            segment(0xc2, b"\x08\0\x1e\0\x28\x03\x01\x22\0\x02\x11\x01\x03\x11\x01"),
            segment(0xda, b"\x03\x01\0\x02\x11\x03\x11\0\x3f\0"),
            b"pixels\xff\xd9".to_vec(),
        ];
        let extended = webp_chunk(b"VP8X", b"\x08\0\0\0\x27\0\0\x1d\0\0");
        let inside = [&b"WEBP"[..], &extended, &webp_chunk(b"VP8 ", b"data"), &webp_chunk(b"EXIF", EXIF)];
        let size = avif_box(b"ispe", b"\0\0\0\0\0\0\0\x28\0\0\0\x1e");
        let properties = avif_box(b"iprp", &avif_box(b"ipco", &size));
        let avif = [
            avif_box(b"ftyp", b"avif\0\0\0\0avifmif1"),
            avif_box(b"meta", &[&b"\0\0\0\0"[..], &properties].concat()),
            avif_box(b"mdat", b"data"),
        ];
        vec![
            ("png", png.concat()),
            ("jpg", jpeg.concat()),
            ("webp", webp_chunk(b"RIFF", &inside.concat())),
            ("avif", avif.concat()),
            ("gif", b"GIF89a\x28\0\x1e\0\0\0\0;".to_vec()),
        ]
    }

    #[test]
    fn each_kind_tells_its_size_and_how_it_was_held() {
        for (extension, bytes) in samples() {
            let it = seen(&bytes, extension).unwrap_or_else(|it| panic!("{extension}: {it:?}"));
            let is_turned = ["png", "jpg", "webp"].contains(&extension);
            let expected = if is_turned { ((30, 40), 6) } else { ((40, 30), 1) };
            assert_eq!((it.size.unwrap(), it.turned), expected, "{extension}");
            assert_eq!(
                it.depth,
                if extension == "png" {
                    8
                } else if extension == "jpg" {
                    3
                } else {
                    4
                }
            );
        }
    }

    #[test]
    fn a_part_of_a_file_is_told_from_the_whole() {
        for (extension, bytes) in samples() {
            for cut in 0..bytes.len() {
                // Whatever comes of it, it comes to an end.
                let it = seen(&bytes[..cut], extension);
                if ["png", "jpg", "webp"].contains(&extension) && cut < bytes.len() - 8 {
                    assert!(it.is_err(), "{extension}, {cut} of {} bytes", bytes.len());
                }
            }
        }
    }

    #[test]
    fn a_film_behind_a_photograph_is_none_of_ours() {
        let (_, mut jpeg) = samples().remove(1);
        jpeg.extend(vec![0; 300 << 10]);
        assert!(seen(&jpeg, "jpg").is_ok());
        // The small picture in a camera's notes ends, the large one does not.
        let (_, whole) = samples().remove(1);
        let notes = [b"\xff\xe2\x00\x06\xff\xd9\xff\xd9".as_slice()].concat();
        let cut = [&whole[..2], &notes, &whole[2..whole.len() - 2]].concat();
        assert_eq!(seen(&cut, "jpg"), Err(Fault::Broken(ENDS_EARLY)));
    }

    #[test]
    fn names_are_held_to_what_they_say() {
        for (extension, bytes) in samples() {
            let other = if extension == "png" { "jpg" } else { "png" };
            assert!(matches!(seen(&bytes, other), Err(Fault::Named(_))), "{extension}");
            assert_eq!(seen(&bytes, "tif"), Err(Fault::Unknown));
            assert!(seen(&bytes, &extension.to_uppercase()).is_ok());
        }
        assert_eq!(seen(b"<svg viewBox='0 0 1 1'/>", "png"), Err(Fault::Named(Kind::Svg)));
        assert!(matches!(seen(b"<!DOCTYPE html><p>Not found", "png"), Err(Fault::Broken(_))));
        assert!(matches!(seen(b"words", "gif"), Err(Fault::Broken(_))));
        assert!(matches!(seen(b"", "png"), Err(Fault::Broken(_))));
    }

    #[test]
    fn damaged_bytes_end_in_a_fault_or_a_picture() {
        for (extension, bytes) in samples() {
            for at in 0..bytes.len() {
                for value in [0, 1, 0x7f, 0xff] {
                    let mut other = bytes.clone();
                    other[at] = value;
                    seen(&other, extension).ok();
                }
            }
        }
    }
}
