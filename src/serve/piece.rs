//! Files of the publication on the stage: each made when it is first asked for, kept while its key stands.

use std::any::Any;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;

use crate::output::{Contents, NotMade, Publication, Wave};
use crate::report::Diagnostic;
use crate::words::{Fingerprint, OutPath};

/// A stream up to this many bytes is kept like anything else, so that it has a length and ranges;
/// what is longer is handed through each time and never held.
const KEPT_BYTES: u64 = 16 << 20;

/// What came of making files, by path. Files that nobody asked for are not in it. It outlives the
/// publications: what one made is the next one's, if the key is the same.
#[derive(Default)]
pub(super) struct Pieces(Mutex<BTreeMap<OutPath, Arc<Piece>>>);

/// What came of making the file at one path: its key then, and what it was.
#[derive(Default)]
struct Piece(Mutex<Option<(Fingerprint, Kept)>>);

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

impl Pieces {
    /// What a file holds, and its key. Blocks: for threads that may. Two requests for one file make it
    /// once.
    pub(super) fn get(
        &self,
        publication: &Publication,
        number: usize,
    ) -> (Fingerprint, Result<Made, Missing>) {
        let piece = self.all().entry(publication.places[number].path.clone()).or_default().clone();
        let key = publication.key(number);
        (key, piece.get(key, || make(publication, number)))
    }

    /// Assets that somebody asked for and that are not in the next publication as they were then, by
    /// path. Pages may hold them inside themselves, as they do a style sheet; what nobody asked for is in
    /// no open page. Forgets what the next publication does not have.
    pub(super) fn outdated(&self, before: &Publication, next: &Publication) -> Vec<String> {
        let mut outdated = Vec::new();
        self.all().retain(|path, piece| {
            let number = next.find(path.as_str());
            let is_same = number.is_some_and(|it| piece.key().is_none_or(|key| key == next.key(it)));
            let is_asset = before.find(path.as_str()).is_some_and(|it| before.places[it].wave == Wave::Asset);
            if !is_same && is_asset {
                outdated.push(path.as_str().to_owned());
            }
            number.is_some()
        });
        outdated
    }

    /// All of them; what a panic left behind is whole.
    fn all(&self) -> MutexGuard<'_, BTreeMap<OutPath, Arc<Piece>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Piece {
    /// The key of what was made, if anything was.
    fn key(&self) -> Option<Fingerprint> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|it| it.0)
    }

    /// What the file holds under a key; made if it is not at hand.
    fn get(&self, key: Fingerprint, make: impl Fn() -> Result<Contents, Missing>) -> Result<Made, Missing> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.as_ref().filter(|it| it.0 == key).map(|it| &it.1) {
            Some(Kept::Whole(bytes)) => return Ok(Made::Whole(bytes.clone())),
            Some(Kept::Mistakes(said)) => return Err(Missing::Mistakes(said.clone())),
            Some(Kept::Large) => {
                drop(kept);
                return Ok(match make()? {
                    Contents::Bytes(bytes) => Made::Whole(bytes.into()),
                    Contents::Stream(rest) => Made::Stream(rest),
                });
            }
            None => {}
        }
        let made = make().and_then(whole_if_small);
        let now = match &made {
            Ok(Made::Whole(bytes)) => Some(Kept::Whole(bytes.clone())),
            Ok(Made::Stream(_)) => Some(Kept::Large),
            Err(Missing::Mistakes(said)) => Some(Kept::Mistakes(said.clone())),
            Err(Missing::Trouble(_)) => None,
        };
        *kept = now.map(|it| (key, it));
        made
    }
}

/// Makes a file; a panic is told like any other trouble and takes nobody with it.
fn make(publication: &Publication, number: usize) -> Result<Contents, Missing> {
    match catch_unwind(AssertUnwindSafe(|| publication.make(number))) {
        Ok(Ok(contents)) => Ok(contents),
        Ok(Err(NotMade::Mistakes(said))) => Err(Missing::Mistakes(said.into())),
        Ok(Err(NotMade::Trouble(trouble))) => Err(Missing::Trouble(format!("{trouble:#}"))),
        Err(panic) => Err(Missing::Trouble(bug(&*panic))),
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
    use crate::output::OutputFile;

    /// A publication of one file.
    fn one(key: &[u8], make: impl Fn() -> Result<Contents, NotMade> + Send + Sync + 'static) -> Publication {
        let (path, key) = (OutPath::new("a.html").unwrap(), Fingerprint::of(key));
        Publication::of(vec![OutputFile { path, key, wave: Wave::Page, make: Box::new(make) }], Vec::new())
    }

    /// One whose file counts how often it is made.
    fn counted(key: &[u8], count: &Arc<AtomicUsize>) -> Publication {
        let count = count.clone();
        one(key, move || {
            count.fetch_add(1, Ordering::SeqCst);
            Ok(Contents::Bytes(b"x".to_vec()))
        })
    }

    #[test]
    fn a_file_is_made_once_a_key() {
        let (pieces, count) = (Pieces::default(), Arc::default());
        let first = counted(b"1", &count);
        assert!(pieces.get(&first, 0).1.is_ok() && pieces.get(&first, 0).1.is_ok());
        let same = counted(b"1", &count);
        assert!(pieces.get(&same, 0).1.is_ok());
        assert_eq!(count.load(Ordering::SeqCst), 1);
        let other = counted(b"2", &count);
        assert!(pieces.get(&other, 0).1.is_ok());
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn what_the_next_publication_lacks_is_forgotten() {
        let (pieces, count) = (Pieces::default(), Arc::default());
        let first = counted(b"1", &count);
        assert!(pieces.get(&first, 0).1.is_ok());
        assert_eq!(pieces.outdated(&first, &first), Vec::<String>::new());
        assert_eq!(pieces.all().len(), 1);
        assert_eq!(pieces.outdated(&first, &Publication::of(Vec::new(), Vec::new())), Vec::<String>::new());
        assert_eq!(pieces.all().len(), 0);
    }

    #[test]
    fn a_panic_is_told_and_tried_again() {
        let (pieces, publication) = (Pieces::default(), one(b"1", || panic!("oh")));
        for _ in 0..2 {
            assert!(matches!(pieces.get(&publication, 0).1, Err(Missing::Trouble(it)) if it.contains("oh")));
        }
    }

    #[test]
    fn what_is_large_is_never_held() {
        let make = || Ok(Contents::Stream(Box::new(std::io::repeat(7).take(KEPT_BYTES + 5)) as _));
        let (pieces, publication) = (Pieces::default(), one(b"1", make));
        for _ in 0..2 {
            let Ok(Made::Stream(mut it)) = pieces.get(&publication, 0).1 else { panic!("held") };
            assert_eq!(std::io::copy(&mut it, &mut std::io::sink()).unwrap(), KEPT_BYTES + 5);
        }
    }
}
