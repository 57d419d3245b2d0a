//! Looking through the bytes of a text for a few kinds of them, many at a time.

/// How many bytes are looked at together.
const MANY: usize = 32;

/// The first byte at or after `from` that `is` true of. Where few are, a whole chunk is passed over with a few
/// instructions: inside of it nothing ends early, so the compiler compares all its bytes at once. That takes an `is`
/// without branches, of comparisons joined with `|` and `&`; then it is ten times as fast.
pub fn position(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let any = |chunk: &[u8; MANY]| chunk.iter().fold(0, |any, it| any | u8::from(is(*it))) != 0;
    let (chunks, _) = rest.as_chunks::<MANY>();
    let passed = from + chunks.iter().take_while(|it| !any(it)).count() * MANY;
    bytes[passed..].iter().position(|it| is(*it)).map(|at| passed + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_found_wherever_it_stands() {
        for length in [0, 1, 31, 32, 33, 64, 100] {
            for at in 0..length {
                let mut bytes = vec![b'a'; length];
                bytes[at] = b'&';
                bytes[length - 1] = b'&';
                for from in 0..=length {
                    let found = (from..length).find(|it| bytes[*it] == b'&');
                    assert_eq!(position(&bytes, from, |it| it == b'&'), found, "{length} {at} {from}");
                }
            }
        }
        assert_eq!(position(b"&", 2, |it| it == b'&'), None);
    }
}
