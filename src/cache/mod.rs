//! `.brief/`: what is dear to make again, kept from one run of the program to the next.
//!
//! It may be deleted at any time, and any doubt about it is as if it had been: what is in it is
//! found by content and by the version of what made it. Trouble with it stops nothing.
#![expect(clippy::disallowed_methods, reason = "the room that keeps what is in `.brief/`")]

mod kept;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io, process};

use crate::cite::{MEMO_MAGIC, Memo};
pub use kept::Kept;

/// The folder's name, beside `brief.toml`.
const NAME: &str = ".brief";

/// Citations and references that were set.
const CITATIONS: &str = "citations";

/// Keeps the folder out of a repository, whatever the site's own list says.
const IGNORE: &str = "# Made by brief; safe to delete.\n*\n";

/// What is kept for one site.
#[derive(Debug)]
pub struct Cache {
    /// The folder.
    folder: PathBuf,
}

impl Cache {
    /// Of the site with this root. Nothing is read or made yet.
    pub fn of(root: &Path) -> Cache {
        Cache { folder: root.join(NAME) }
    }

    /// Citations that were set in earlier runs.
    pub fn citations(&self) -> Memo {
        fs::read(self.folder.join(CITATIONS)).map(|it| Memo::from_bytes(&it)).unwrap_or_default()
    }

    /// Keeps what was set, if any of it is new. That it could not be kept costs time later and
    /// nothing else, so nobody is told.
    pub fn keep_citations(&self, memo: &Memo) {
        if let Some(bytes) = memo.to_bytes()
            && self.write(CITATIONS, &bytes).is_ok()
        {
            memo.was_kept();
        }
    }

    /// Pictures that were made in earlier runs.
    pub fn pictures(&self) -> Kept {
        self.kept("pictures")
    }

    /// Papers and cards that were set in earlier runs.
    pub fn papers(&self) -> Kept {
        self.kept("papers")
    }

    /// Files of a kind.
    fn kept(&self, kind: &'static str) -> Kept {
        Kept { cache: Cache { folder: self.folder.clone() }, kind }
    }

    /// Keeps the folder out of a repository.
    fn ignore(&self) -> io::Result<()> {
        match fs::File::create_new(self.folder.join(".gitignore")) {
            Ok(mut file) => file.write_all(IGNORE.as_bytes()),
            // It is there already, or stays out of reach: no reason to keep nothing.
            Err(_) => Ok(()),
        }
    }

    /// Writes a file whole, or not at all. One that is not ours stays as it is.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let path = self.folder.join(name);
        if let Ok(there) = fs::read(&path)
            && !there.starts_with(MEMO_MAGIC)
        {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.ignore()?;
        let part = self.folder.join(format!("{name}.{}.part", process::id()));
        let written = fs::write(&part, bytes).and_then(|()| fs::rename(&part, &path));
        if written.is_err() {
            fs::remove_file(&part).ok();
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_ours_stays_and_trouble_is_quiet() {
        let root = tempfile::tempdir().unwrap();
        let cache = Cache::of(root.path());
        cache.write(CITATIONS, MEMO_MAGIC).unwrap();
        assert_eq!(fs::read(root.path().join(".brief/citations")).unwrap(), MEMO_MAGIC);
        assert!(fs::read_to_string(root.path().join(".brief/.gitignore")).unwrap().contains('*'));
        assert_eq!(fs::read_dir(root.path().join(".brief")).unwrap().count(), 2, "no part is left");
        fs::write(root.path().join(".brief/citations"), "my notes").unwrap();
        assert!(cache.write(CITATIONS, MEMO_MAGIC).is_err());
        assert_eq!(fs::read_to_string(root.path().join(".brief/citations")).unwrap(), "my notes");
        fs::remove_dir_all(root.path().join(".brief")).unwrap();
        fs::write(root.path().join(".brief"), "a file").unwrap();
        assert!(cache.write(CITATIONS, MEMO_MAGIC).is_err());
        cache.citations();
    }
}
