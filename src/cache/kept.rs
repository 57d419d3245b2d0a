//! Files that were made, in a folder for each kind: pictures under all that their bytes depend on, papers and
//! cards under their places.
//!
//! A file holds the hash of what follows it: one that was cut off or damaged is as if it were not there,
//! and goes.
#![expect(clippy::disallowed_methods, reason = "the room that keeps what is in `.brief/`")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::words::{Fingerprint, Store};

/// What every file begins with.
const MAGIC: &[u8; 8] = b"brief-p1";

/// The length of a hash.
const HASH: usize = 32;

/// Tells files apart that are written at once.
static PARTS: AtomicU64 = AtomicU64::new(0);

/// The files of one kind of one site.
#[derive(Debug)]
pub struct Kept {
    /// The folder of the cache.
    pub(super) cache: super::Cache,
    /// The name of theirs.
    pub(super) kind: &'static str,
}

impl Kept {
    /// Where they are.
    fn folder(&self) -> PathBuf {
        self.cache.folder.join(self.kind)
    }

    /// Forgets all but these: what the last build has no use for.
    pub fn forget_others(&self, names: &[Fingerprint]) {
        let wanted: BTreeSet<String> = names.iter().map(Fingerprint::to_string).collect();
        // A folder that cannot be read holds nothing that could be forgotten.
        let Ok(entries) = fs::read_dir(self.folder()) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let is_ours = |it: &str| Fingerprint::parse(it.split('.').next().unwrap_or_default()).is_some();
            if name.to_str().is_some_and(|it| is_ours(it) && !wanted.contains(it)) {
                fs::remove_file(entry.path()).ok();
            }
        }
    }
}

impl Store for Kept {
    fn find(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.folder().join(name);
        let mut bytes = fs::read(&path).ok()?;
        let is_whole = bytes.len() >= MAGIC.len() + HASH
            && bytes.starts_with(MAGIC)
            && blake3::hash(&bytes[MAGIC.len() + HASH..]).as_bytes() == &bytes[MAGIC.len()..][..HASH];
        if !is_whole {
            fs::remove_file(&path).ok();
            return None;
        }
        bytes.drain(..MAGIC.len() + HASH);
        Some(bytes)
    }

    /// That one could not be kept costs time later and nothing else, so nobody is told.
    fn keep(&self, name: &str, bytes: &[u8]) {
        let folder = self.folder();
        if fs::create_dir_all(&folder).and_then(|()| self.cache.ignore()).is_err() {
            return;
        }
        let number = PARTS.fetch_add(1, Ordering::Relaxed);
        let part = folder.join(format!("{name}.{}-{number}.part", std::process::id()));
        let whole = [&MAGIC[..], blake3::hash(bytes).as_bytes(), bytes].concat();
        if fs::write(&part, whole).and_then(|()| fs::rename(&part, folder.join(name))).is_err() {
            fs::remove_file(&part).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Cache;
    use super::*;

    #[test]
    fn what_is_damaged_is_not_there_and_what_is_not_used_goes() {
        let root = tempfile::tempdir().unwrap();
        let pictures = Cache::of(root.path()).pictures();
        let [one, two] = [b"one", b"two"].map(|it| Fingerprint::of(it));
        assert_eq!(pictures.find(&one.to_string()), None);
        pictures.keep(&one.to_string(), b"a picture");
        pictures.keep(&two.to_string(), b"");
        assert_eq!(pictures.find(&one.to_string()).as_deref(), Some(&b"a picture"[..]));
        assert_eq!(pictures.find(&two.to_string()).as_deref(), Some(&b""[..]));
        assert!(fs::read(root.path().join(".brief/.gitignore")).is_ok());
        let folder = root.path().join(".brief/pictures");
        fs::write(folder.join("notes.txt"), "mine").unwrap();
        fs::write(folder.join(format!("{two}.77-0.part")), "half").unwrap();
        let path = folder.join(one.to_string());
        let whole = fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).unwrap();
            assert_eq!(pictures.find(&one.to_string()), None, "{cut} bytes of {}", whole.len());
            assert!(fs::read(&path).is_err());
        }
        for at in 0..whole.len() {
            let mut other = whole.clone();
            other[at] ^= 1;
            fs::write(&path, other).unwrap();
            assert_eq!(pictures.find(&one.to_string()), None, "byte {at}");
        }
        pictures.keep(&one.to_string(), b"a picture");
        pictures.forget_others(&[one]);
        let left: BTreeSet<String> =
            fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(left, BTreeSet::from([one.to_string(), "notes.txt".to_owned()]));
    }
}
