//! What stands for a value when two builds are compared: 16 bytes of its BLAKE3 hash.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::io::{BufWriter, Write};

/// Equal fingerprints mean equal values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint::cut(&blake3::hash(bytes))
    }

    /// Of a value by way of its serialised form. For small values: a page's surroundings,
    /// settings, a theme's list of files.
    pub fn of_value(value: &impl serde::Serialize) -> Fingerprint {
        let mut hasher = Fingerprinter::new("value");
        hasher.add_value(value);
        hasher.finish()
    }

    /// Reads the form that [`fmt::Display`] writes.
    pub fn parse(hex: &str) -> Option<Fingerprint> {
        let mut bytes = [0; 16];
        if hex.len() != 32 || !hex.is_ascii() {
            return None;
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[2 * index..2 * index + 2], 16).ok()?;
        }
        Some(Fingerprint(bytes))
    }

    /// The first 16 bytes of a hash.
    fn cut(hash: &blake3::Hash) -> Fingerprint {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        Fingerprint(bytes)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Lists name tens of thousands of them: formatting byte by byte showed in a build.
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
        let text: String = self.0.iter().flat_map(|it| [digit(it >> 4), digit(it & 15)]).collect();
        f.pad(&text)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Joins what a result was made from into one fingerprint.
pub struct Fingerprinter(blake3::Hasher);

impl Fingerprinter {
    /// Starts a fingerprint; `what` keeps different kinds of results apart.
    pub fn new(what: &str) -> Fingerprinter {
        let mut it = Fingerprinter(blake3::Hasher::new());
        it.add_bytes(what.as_bytes());
        it
    }

    /// Adds bytes; their length is added first, so that neighbours cannot run together.
    pub fn add_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds the fingerprint of a part.
    pub fn add(&mut self, part: Fingerprint) -> &mut Self {
        self.0.update(&part.0);
        self
    }

    /// Adds a value by way of its serialised form.
    pub fn add_value(&mut self, value: &impl serde::Serialize) -> &mut Self {
        // Serialising writes a few bytes at a time, and each call of the hash costs more than these.
        let mut gathered = BufWriter::with_capacity(1024, &mut self.0);
        serde_json::to_writer(&mut gathered, value).expect("views hold no map with keys that are not text");
        gathered.write_all(&[0]).and_then(|()| gathered.flush()).expect("a hash takes whatever it is given");
        drop(gathered);
        self
    }

    /// Adds a value by way of its hash, which is all of it but for spans. Not the same on every machine.
    pub fn add_hash(&mut self, value: &impl Hash) -> &mut Self {
        value.hash(&mut Hashing(&mut self.0));
        self
    }

    /// Adds fingerprints in their order.
    pub fn add_all<'a>(&mut self, all: impl IntoIterator<Item = &'a Fingerprint>) -> &mut Self {
        for it in all {
            self.add(*it);
        }
        self
    }

    /// Reads to the end and adds what was read, without holding it in memory.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn add_reader(&mut self, reader: impl std::io::Read) -> std::io::Result<&mut Self> {
        self.0.update_reader(reader)?;
        Ok(self)
    }

    /// The fingerprint of all that was added.
    pub fn finish(&self) -> Fingerprint {
        Fingerprint::cut(&self.0.finalize())
    }
}

/// Takes in the parts of a value.
struct Hashing<'a>(&'a mut blake3::Hasher);

impl Hasher for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Eight bytes of it; nobody asks, since the whole is taken.
    fn finish(&self) -> u64 {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&self.0.finalize().as_bytes()[..8]);
        u64::from_le_bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_written_form_reads_back() {
        let it = Fingerprint::of(b"x");
        assert_eq!(Fingerprint::parse(&it.to_string()), Some(it));
        assert_eq!(Fingerprint::parse("xyz"), None);
    }

    #[test]
    fn neighbours_do_not_run_together() {
        let of = |a: &[u8], b: &[u8]| Fingerprinter::new("t").add_bytes(a).add_bytes(b).finish();
        assert_ne!(of(b"ab", b"c"), of(b"a", b"bc"));
    }
}
