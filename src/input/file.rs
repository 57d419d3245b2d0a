//! A file of the site as it was found: by what a change of it is told, and files that are handed through
//! without being read.
#![expect(clippy::disallowed_methods, reason = "the room that reads the disk")]

use std::collections::BTreeMap;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use anyhow::Context as _;

use crate::picture::{self, Fault, Picture};
use crate::words::{Fingerprint, Fingerprinter, SourcePath};

/// A file changed so shortly before it was read that its time may not tell a later change.
const RACY: Duration = Duration::from_secs(2);

/// A young file up to this many bytes is read to tell whether it changed; of a larger one it is taken for
/// granted.
const READ_BYTES: u64 = 16 << 20;

/// A file that is not read until it is published.
#[derive(Clone, Debug)]
pub struct File {
    /// Where it is.
    pub path: SourcePath,
    /// Where it is on disk.
    disk: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// Tells it from what stood at its path before, or may have: never the same for two contents.
    pub version: u64,
    /// Of its bytes, once they were read.
    known: Arc<OnceLock<Fingerprint>>,
    /// What picture it holds, once its header was read.
    seen: Arc<OnceLock<Result<Picture, Fault>>>,
}

impl File {
    /// A file of the site.
    pub fn at(root: &Path, path: &SourcePath, memory: &mut super::Memory) -> Option<File> {
        let disk = path.on_disk(root);
        let seen = fs::symlink_metadata(&disk).ok().filter(fs::Metadata::is_file)?;
        Some(memory.files.file(Stamp::of(&seen), path, disk, SystemTime::now()))
    }

    /// Opens it. It may have been replaced since it was found: what is a link now, or lies in a
    /// folder that is one, leads elsewhere.
    ///
    /// # Errors
    /// Names the file.
    pub fn open(&self) -> anyhow::Result<fs::File> {
        let parts = self.path.as_str().split('/').count();
        let is_link = |it: &Path| fs::symlink_metadata(it).is_ok_and(|it| it.is_symlink());
        if self.disk.ancestors().take(parts).any(is_link) {
            anyhow::bail!("`{}` has become a link, and links are not followed", self.path);
        }
        fs::File::open(&self.disk).with_context(|| format!("failed to open `{}`", self.path))
    }

    /// What picture it holds, by its header, which is read once as long as the file stays the same. Nothing
    /// if it cannot be read at all: whoever publishes it is told why.
    pub fn picture(&self) -> Option<&Result<Picture, Fault>> {
        if let Some(seen) = self.seen.get() {
            return Some(seen);
        }
        let file = BufReader::new(self.open().ok()?);
        let extension = self.path.extension();
        let seen = picture::measure(file, self.size, extension).ok()?;
        Some(self.seen.get_or_init(|| seen))
    }

    /// Of its bytes, read through a buffer.
    ///
    /// # Errors
    /// Names the file.
    pub fn fingerprint(&self) -> anyhow::Result<Fingerprint> {
        if let Some(known) = self.known.get() {
            return Ok(*known);
        }
        let file = self.open()?;
        let mut hasher = Fingerprinter::new("file");
        hasher.add_reader(file).with_context(|| format!("failed to read `{}`", self.path))?;
        Ok(*self.known.get_or_init(|| hasher.finish()))
    }
}

/// Files that are not read, as they were found before.
#[derive(Default)]
pub(super) struct Memory {
    /// By path.
    files: BTreeMap<SourcePath, Known>,
    /// How many versions of files there were.
    versions: u64,
}

/// A file that was found before.
struct Known {
    /// By what a change is told.
    stamp: Stamp,
    /// Whether the stamp was old when the file was found: then it tells every later change.
    is_settled: bool,
    /// The file.
    file: File,
}

impl Memory {
    /// A file as it was looked at; the same version as before if it holds the same.
    pub(super) fn file(&mut self, stamp: Stamp, path: &SourcePath, disk: PathBuf, now: SystemTime) -> File {
        let is_settled = !is_racy(stamp, now);
        let known = self.files.get_mut(path).filter(|it| it.stamp == stamp);
        if let Some(known) = known.as_ref().filter(|it| it.is_settled) {
            return known.file.clone();
        }
        let (size, version) = (stamp.size, self.versions + 1);
        let file =
            File { path: path.clone(), disk, size, version, known: Arc::default(), seen: Arc::default() };
        // What is young may change and look the same.
        let is_same = |known: &Known| {
            let before = known.file.known.get();
            before.is_some() && file.fingerprint().ok().as_ref() == before
        };
        let is_read = size <= READ_BYTES;
        if let Some(known) = known.filter(|it| is_read && is_same(it)) {
            known.is_settled = is_settled;
            return known.file.clone();
        }
        if is_read && !is_settled {
            // For the next look to compare with; what cannot be read is said when it is made.
            file.fingerprint().ok();
        }
        self.versions = version;
        self.files.insert(path.clone(), Known { stamp, is_settled, file: file.clone() });
        file
    }

    /// Forgets files that are not there any more.
    pub(super) fn keep(&mut self, is_there: impl Fn(&SourcePath) -> bool) {
        self.files.retain(|path, _| is_there(path));
    }
}

/// By what a change of a file is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stamp {
    /// Size in bytes.
    pub(super) size: u64,
    /// Time of the last change.
    pub(super) changed: Option<SystemTime>,
    /// The same as the system counts it, where it tells: no program that copies or synchronises sets it back.
    touched: Option<SystemTime>,
    /// Which file it is, where the system tells.
    identity: u64,
}

impl Stamp {
    /// Of a file that was looked at.
    pub(super) fn of(seen: &fs::Metadata) -> Stamp {
        Stamp {
            size: seen.len(),
            changed: seen.modified().ok(),
            touched: touched(seen),
            identity: identity(seen),
        }
    }
}

/// Whether a file changed so shortly ago that its time may not tell a later change.
pub(super) fn is_racy(stamp: Stamp, now: SystemTime) -> bool {
    let is_young = |it: SystemTime| now.duration_since(it).unwrap_or_default() < RACY;
    stamp.changed.is_none_or(is_young) || stamp.touched.is_some_and(is_young)
}

/// The number by which the system knows a file; 0 where it has none.
fn identity(seen: &fs::Metadata) -> u64 {
    #[cfg(unix)]
    {
        std::os::unix::fs::MetadataExt::ino(seen)
    }
    #[cfg(not(unix))]
    {
        let _unused = seen;
        0
    }
}

/// When a file last changed in any way, its times included; `None` where the system does not tell.
fn touched(seen: &fs::Metadata) -> Option<SystemTime> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let seconds = u64::try_from(seen.ctime()).ok()?;
        let nanoseconds = u32::try_from(seen.ctime_nsec()).ok()?;
        SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
    }
    #[cfg(not(unix))]
    {
        let _unused = seen;
        None
    }
}
