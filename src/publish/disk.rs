//! Every change that publishing makes to the disk, each an error that names verb and path.
//!
//! All of them pass [`Disk::step`], so that tests can end a build, or fail it, at each one.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// What stands at a path; links are looked at, not followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Nothing.
    Nothing,
    /// A plain file of this many bytes.
    File(u64),
    /// A folder.
    Folder,
    /// A link, a device, a pipe: never ours.
    Other,
}

/// Looks at a path.
pub(super) fn kind(path: &Path) -> io::Result<Kind> {
    match fs::symlink_metadata(path) {
        Ok(it) if it.is_file() => Ok(Kind::File(it.len())),
        Ok(it) if it.is_dir() => Ok(Kind::Folder),
        Ok(_) => Ok(Kind::Other),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Kind::Nothing)
        }
        Err(error) => Err(error),
    }
}

/// The disk, as far as publishing changes it.
pub(super) struct Disk {
    /// Messages name paths relative to this folder, the site's.
    root: PathBuf,
    /// What goes wrong, and when.
    #[cfg(test)]
    pub(super) fault: super::tests::faults::Fault,
}

impl Disk {
    /// The disk as seen from a site.
    pub(super) fn new(root: &Path) -> Disk {
        Disk {
            root: fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf()),
            #[cfg(test)]
            fault: super::tests::faults::Fault::default(),
        }
    }

    /// A path as messages show it.
    pub(super) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }

    /// Makes a folder and those above it.
    pub(super) fn make_folders(&self, path: &Path) -> anyhow::Result<()> {
        self.step()
            .and_then(|()| fs::create_dir_all(path))
            .with_context(|| self.failed("make the folder", path))
    }

    /// Makes a file. The folder above it is made if it is missing; a file that a dead build left
    /// is deleted first, so that a link put in its place is not written through.
    pub(super) fn create(&self, path: &Path) -> io::Result<File> {
        self.step()?;
        // A page has a folder of its own, which is rarely there: to look for it in vain costs as much as to make it. What
        // is wrong with it shows when the file is made.
        if path.file_name().is_some_and(|it| it == "index.html") {
            path.parent().map(fs::create_dir);
        }
        File::create_new(path).or_else(|error| {
            match (error.kind(), path.parent()) {
                (ErrorKind::NotFound, Some(folder)) => fs::create_dir_all(folder)?,
                (ErrorKind::AlreadyExists, _) => fs::remove_file(path)?,
                _ => return Err(error),
            }
            File::create_new(path)
        })
    }

    /// Writes on.
    pub(super) fn append(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.step() {
            // As a full disk does: some of the bytes are there.
            file.write_all(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        file.write_all(bytes)
    }

    /// Moves a file over what is there, or a folder to where nothing is.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        #[cfg(test)]
        self.fault.crossing(from, to)?;
        self.step()?;
        fs::rename(from, to)
    }

    /// Copies a file to another disk: whole under `part`, then in its place.
    pub(super) fn copy(&self, from: &Path, part: &Path, to: &Path) -> anyhow::Result<()> {
        let mut source = File::open(from).with_context(|| self.failed("read", from))?;
        let copied = self.create(part).and_then(|mut it| io::copy(&mut source, &mut it));
        copied
            .and_then(|_| self.rename(part, to))
            .map_err(|error| self.without(part, error))
            .with_context(|| self.failed("write", to))
    }

    /// Deletes a file.
    pub(super) fn remove_file(&self, path: &Path) -> anyhow::Result<()> {
        self.step().and_then(|()| fs::remove_file(path)).with_context(|| self.failed("delete", path))
    }

    /// Deletes a folder if it is empty; says whether it is gone.
    pub(super) fn remove_folder(&self, path: &Path) -> anyhow::Result<bool> {
        match self.step().and_then(|()| fs::remove_dir(path)) {
            Ok(()) => Ok(true),
            // Another build that found it empty was first.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(false),
            Err(error) => Err(error).with_context(|| self.failed("delete the folder", path)),
        }
    }

    /// Deletes a folder of our own making with all that is in it; links in it are not followed.
    pub(super) fn remove_tree(&self, path: &Path) -> anyhow::Result<()> {
        self.step()
            .and_then(|()| fs::remove_dir_all(path))
            .with_context(|| self.failed("delete the folder", path))
    }

    /// Replaces a small file so that it survives a power cut: the old bytes or the new ones.
    pub(super) fn replace(&self, path: &Path, part: &Path, bytes: &[u8]) -> anyhow::Result<()> {
        let written = self.create(part).and_then(|mut file| {
            self.append(&mut file, bytes)?;
            file.sync_all()
        });
        let moved = written.and_then(|()| self.rename(part, path));
        moved.map_err(|error| self.without(part, error)).with_context(|| self.failed("write", path))?;
        // A folder can be opened for this on Unix only; elsewhere the rename is journalled.
        #[cfg(unix)]
        if let Some(folder) = path.parent() {
            let synced = File::open(folder).and_then(|it| it.sync_all());
            synced.with_context(|| self.failed("write out", folder))?;
        }
        Ok(())
    }

    /// Waits until all that was moved in is on the disk: once for all files, for one `fsync` a file
    /// costs more than making the site. Where there is no such call the system decides when, and a
    /// power cut within seconds of a build can cost what it wrote.
    pub(super) fn settle(&self, out: &Path) -> anyhow::Result<()> {
        self.step().with_context(|| self.failed("write out", out))?;
        #[cfg(target_os = "linux")]
        {
            let folder = File::open(out).with_context(|| self.failed("open", out))?;
            rustix::fs::syncfs(&folder).with_context(|| self.failed("write out", out))?;
        }
        #[cfg(all(unix, not(target_os = "linux")))]
        rustix::fs::sync();
        Ok(())
    }

    /// An error, with the half-written file that it left deleted. If that fails too there is nothing
    /// to add: the next build deletes it.
    fn without(&self, part: &Path, error: io::Error) -> io::Error {
        self.step().and_then(|()| fs::remove_file(part)).ok();
        error
    }

    /// The words of an error.
    pub(super) fn failed(&self, verb: &str, path: &Path) -> String {
        format!("failed to {verb} `{}`", self.shown(path))
    }

    /// Comes before every change.
    fn step(&self) -> io::Result<()> {
        #[cfg(test)]
        self.fault.step()?;
        Ok(())
    }
}
