//! Pictures for tests, written plainly: nothing of what they test has a hand in them.

/// A PNG of these pixels, not compressed.
pub(super) fn png(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let mut rows = Vec::new();
    for y in 0..height {
        rows.push(0);
        (0..width).for_each(|x| rows.extend(pixel(x, y)));
    }
    png_of(width, height, 2, &[], &rows)
}

/// A PNG of one colour.
pub(super) fn plain_png(width: u32, height: u32) -> Vec<u8> {
    png(width, height, |_, _| [200, 210, 220])
}

/// A PNG of a colour type, with chunks before its rows.
pub(super) fn png_of(
    width: u32,
    height: u32,
    colour: u8,
    chunks: &[(&[u8; 4], &[u8])],
    rows: &[u8],
) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, colour, 0, 0, 0]);
    add_chunk(b"IHDR", &head, &mut out);
    for (name, data) in chunks {
        add_chunk(name, data, &mut out);
    }
    add_chunk(b"IDAT", &stored(rows), &mut out);
    add_chunk(b"IEND", &[], &mut out);
    out
}

/// Adds a chunk of a PNG.
fn add_chunk(name: &[u8; 4], data: &[u8], out: &mut Vec<u8>) {
    out.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
    let start = out.len();
    out.extend(name);
    out.extend(data);
    let sum = out[start..].iter().fold(u32::MAX, |sum, it| {
        (0..8).fold(sum ^ u32::from(*it), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
    });
    out.extend((!sum).to_be_bytes());
}

/// Bytes as a stream of zlib that compresses nothing.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 1];
    let mut pieces = bytes.chunks(usize::from(u16::MAX)).peekable();
    while let Some(piece) = pieces.next() {
        let length = u16::try_from(piece.len()).unwrap();
        out.push(u8::from(pieces.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(piece);
    }
    let (a, b) = bytes.iter().fold((1_u32, 0_u32), |(a, b), it| {
        let a = (a + u32::from(*it)) % 65521;
        (a, (b + a) % 65521)
    });
    out.extend((b << 16 | a).to_be_bytes());
    out
}
