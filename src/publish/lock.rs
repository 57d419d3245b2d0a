//! Keeps two builds of one output folder apart, from wherever they were started.
//!
//! The lock is the system's, on a file in the output folder itself: a build that dies lets go of
//! it, and two sites that share an output folder share the lock. On Unix the file goes when the
//! build ends, so that it is not deployed.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Refusal;
use super::disk::{Disk, Kind, kind};

/// The file's name in the output folder.
pub(super) const NAME: &str = ".brief-lock";

/// Held while a build writes.
pub(super) struct Lock {
    /// Where it is.
    path: PathBuf,
    /// The system lets go of the lock when this is closed.
    file: File,
}

impl Lock {
    /// Takes the lock of an output folder, which must be there.
    pub(super) fn take(disk: &Disk, out: &Path) -> Result<Lock, Refusal> {
        let path = out.join(NAME);
        loop {
            let there = kind(&path).with_context(|| disk.failed("look at", &path))?;
            if matches!(there, Kind::Folder | Kind::Other) {
                let message = format!("`{}` is not a plain file; move it away", disk.shown(&path));
                return Err(Refusal::Usage(message));
            }
            let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
            let file = opened.with_context(|| disk.failed("write", &path))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Refusal::Locked),
                // Some network disks know no locks. Two builds at once are rare; none at all is worse.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => {
                    return Err(anyhow::Error::new(error).context(disk.failed("lock", &path)).into());
                }
            }
            // The build before may have deleted the file after we opened it: then we hold nothing.
            if is_at(&file, &path).with_context(|| disk.failed("look at", &path))? {
                return Ok(Lock { path, file });
            }
        }
    }

    /// Lets go; the file goes first, while nobody else can hold it.
    pub(super) fn release(self, disk: &Disk) -> anyhow::Result<()> {
        // Elsewhere `is_at` cannot tell a file that was deleted, so the file stays.
        if cfg!(unix) {
            disk.remove_file(&self.path)?;
        }
        self.file.unlock().with_context(|| disk.failed("unlock", &self.path))
    }
}

/// Whether an open file is the one at a path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let held = file.metadata()?;
    match std::fs::symlink_metadata(path) {
        Ok(there) => Ok((held.dev(), held.ino()) == (there.dev(), there.ino())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Where the file is never deleted it is always the one.
#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> io::Result<bool> {
    Ok(true)
}
