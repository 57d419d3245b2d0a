//! What stands in the chunks of a PNG beside its pixels: its form, whether it moves, how it was held.

use std::io::{self, BufRead, Read as _, Seek, SeekFrom};

use super::header::{More, bytes};

/// The most that is read of what a camera noted.
const EXIF_MAX: u64 = 1 << 20;

/// Steps through the chunks before the pixels. `None` if they make no sense.
pub(super) fn more(file: &mut (impl BufRead + Seek)) -> io::Result<Option<More>> {
    // The signature, then the first chunk's length, name, width and height.
    file.seek(SeekFrom::Start(8 + 8 + 8))?;
    let [bits, colour] = bytes(file)?;
    let samples = match colour {
        0 => 1,
        2 => 3,
        // A palette is opened as colours, with what shines through.
        3 | 6 => 4,
        4 => 2,
        _ => return Ok(None),
    };
    let mut more = More {
        exif: None,
        is_still: true,
        has_palette: colour == 3,
        depth: samples * if bits == 16 { 2 } else { 1 },
    };
    file.seek(SeekFrom::Start(8))?;
    loop {
        let length = u64::from(u32::from_be_bytes(bytes(file)?));
        let name: [u8; 4] = bytes(file)?;
        match &name {
            b"IDAT" => return Ok(Some(more)),
            b"IEND" => return Ok(None),
            b"acTL" => more.is_still = false,
            b"eXIf" if length <= EXIF_MAX => {
                let mut exif = Vec::new();
                (&mut *file).take(length).read_to_end(&mut exif)?;
                more.exif = Some(exif);
                file.seek_relative(4)?;
                continue;
            }
            _ => {}
        }
        file.seek_relative(i64::try_from(length + 4).expect("of 32 bits"))?;
    }
}
