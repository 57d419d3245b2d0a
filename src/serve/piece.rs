//! One file of the publication on the stage: made when it is first asked for, kept while its key stands.

use std::any::Any;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;

use crate::output::{Contents, NotMade, OutputFile, Wave};
use crate::report::Diagnostic;
use crate::words::Fingerprint;

/// A stream up to this many bytes is kept like anything else, so that it has a length and ranges;
/// what is longer is handed through each time and never held.
const KEPT_BYTES: u64 = 16 << 20;

/// A file and what came of making it.
pub(super) struct Piece {
    /// How to make it. Always the newest build's, so that no older build is held in memory.
    file: OutputFile,
    /// What came of it; shared with the file's successors of the same key.
    kept: Arc<Mutex<Option<Kept>>>,
}

/// What is remembered of making a file.
#[derive(Clone)]
enum Kept {
    /// All of it.
    Whole(Bytes),
    /// Only that it is too large to hold.
    Large,
    /// The mistakes that stand in the way: making is pure, so they stay until the key changes.
    Mistakes(Arc<[Diagnostic]>),
}

/// What a file holds, for an answer.
pub(super) enum Made {
    /// All of it.
    Whole(Bytes),
    /// Too large to hold.
    Stream(Box<dyn Read + Send>),
}

/// Why there is nothing to answer with.
pub(super) enum Missing {
    /// Mistakes in a theme or a brief.
    Mistakes(Arc<[Diagnostic]>),
    /// Trouble with the machine, or a bug; in words. Not remembered: the next request tries again.
    Trouble(String),
}

impl Piece {
    /// A file of a new publication. `before` is what stood at its path; if the key is the same,
    /// so are the bytes, and they are not made again.
    pub(super) fn new(file: OutputFile, before: Option<&Piece>) -> Piece {
        let kept = before.filter(|it| it.file.key == file.key).map(|it| it.kept.clone()).unwrap_or_default();
        Piece { file, kept }
    }

    /// What its bytes depend on.
    pub(super) fn key(&self) -> Fingerprint {
        self.file.key
    }

    /// Whether pages may hold it inside themselves, as they do a style sheet.
    pub(super) fn is_asset(&self) -> bool {
        self.file.wave == Wave::Asset
    }

    /// What it holds. Blocks: for threads that may. Two requests for one file make it once.
    pub(super) fn get(&self) -> Result<Made, Missing> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(Kept::Whole(bytes)) => return Ok(Made::Whole(bytes.clone())),
            Some(Kept::Mistakes(said)) => return Err(Missing::Mistakes(said.clone())),
            Some(Kept::Large) => {
                drop(kept);
                return Ok(match self.make()? {
                    Contents::Bytes(bytes) => Made::Whole(bytes.into()),
                    Contents::Stream(rest) => Made::Stream(rest),
                });
            }
            None => {}
        }
        let made = self.make().and_then(whole_if_small);
        *kept = match &made {
            Ok(Made::Whole(bytes)) => Some(Kept::Whole(bytes.clone())),
            Ok(Made::Stream(_)) => Some(Kept::Large),
            Err(Missing::Mistakes(said)) => Some(Kept::Mistakes(said.clone())),
            Err(Missing::Trouble(_)) => None,
        };
        made
    }

    /// Makes it; a panic is told like any other trouble and takes nobody with it.
    fn make(&self) -> Result<Contents, Missing> {
        match catch_unwind(AssertUnwindSafe(&self.file.make)) {
            Ok(Ok(contents)) => Ok(contents),
            Ok(Err(NotMade::Mistakes(said))) => Err(Missing::Mistakes(said.into())),
            Ok(Err(NotMade::Trouble(trouble))) => Err(Missing::Trouble(format!("{trouble:#}"))),
            Err(panic) => Err(Missing::Trouble(bug(&*panic))),
        }
    }
}

/// Says that `brief` itself is wrong, with the words of its panic.
pub fn bug(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
    format!("this is a bug in `brief`, not in your files: {}", text.unwrap_or("it gave no reason"))
}

/// Reads a stream to its end if that is near.
fn whole_if_small(contents: Contents) -> Result<Made, Missing> {
    let mut rest = match contents {
        Contents::Bytes(bytes) => return Ok(Made::Whole(bytes.into())),
        Contents::Stream(rest) => rest,
    };
    let mut head = Vec::new();
    let read = rest.by_ref().take(KEPT_BYTES + 1).read_to_end(&mut head);
    let count = read.map_err(|it| Missing::Trouble(format!("failed to read a file of the site: {it}")))?;
    Ok(match count as u64 > KEPT_BYTES {
        true => Made::Stream(Box::new(Cursor::new(head).chain(rest))),
        false => Made::Whole(head.into()),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::words::OutPath;

    /// A file that counts how often it is made.
    fn counted(key: &[u8], count: &Arc<AtomicUsize>) -> OutputFile {
        let count = count.clone();
        OutputFile {
            path: OutPath::new("a.html").unwrap(),
            key: Fingerprint::of(key),
            wave: Wave::Page,
            make: Box::new(move || {
                count.fetch_add(1, Ordering::SeqCst);
                Ok(Contents::Bytes(b"x".to_vec()))
            }),
        }
    }

    #[test]
    fn a_file_is_made_once_a_key() {
        let count = Arc::default();
        let first = Piece::new(counted(b"1", &count), None);
        assert_eq!(count.load(Ordering::SeqCst), 0, "nobody asked");
        assert!(first.get().is_ok() && first.get().is_ok());
        let same = Piece::new(counted(b"1", &count), Some(&first));
        assert!(same.get().is_ok());
        assert_eq!(count.load(Ordering::SeqCst), 1);
        let other = Piece::new(counted(b"2", &count), Some(&same));
        assert!(other.get().is_ok());
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn a_panic_is_told_and_tried_again() {
        let mut file = counted(b"1", &Arc::default());
        file.make = Box::new(|| panic!("oh"));
        let piece = Piece::new(file, None);
        for _ in 0..2 {
            assert!(matches!(piece.get(), Err(Missing::Trouble(it)) if it.contains("oh")));
        }
    }

    #[test]
    fn what_is_large_is_never_held() {
        let mut file = counted(b"1", &Arc::default());
        file.make = Box::new(|| Ok(Contents::Stream(Box::new(std::io::repeat(7).take(KEPT_BYTES + 5)))));
        let piece = Piece::new(file, None);
        for _ in 0..2 {
            let Ok(Made::Stream(mut it)) = piece.get() else { panic!("held") };
            assert_eq!(std::io::copy(&mut it, &mut std::io::sink()).unwrap(), KEPT_BYTES + 5);
        }
    }
}
