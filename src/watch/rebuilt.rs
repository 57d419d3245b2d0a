//! What a build changed of the site, in numbers, for the terminal.

use std::sync::Arc;

use crate::output::{Place, Publication};
use crate::words::Fingerprint;

/// The files of the last publication and what each depends on, in its order.
#[derive(Default)]
pub(super) struct Files {
    /// Where they are, sorted.
    places: Arc<[Place]>,
    /// Their keys.
    keys: Vec<Fingerprint>,
}

/// How many files of a publication are not as they were.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub(super) struct Rebuilt {
    /// Files whose key is another.
    pub(super) changed: usize,
    /// Files that were not there.
    pub(super) new: usize,
    /// Files that are there no more.
    pub(super) gone: usize,
}

impl Files {
    /// Takes note of a publication's files, and says in what it differs from the one before.
    pub(super) fn note(&mut self, publication: &Publication) -> Rebuilt {
        let now = Files { places: publication.places.clone(), keys: publication.keys() };
        let before = std::mem::replace(self, now);
        let mut rebuilt = Rebuilt::default();
        if Arc::ptr_eq(&before.places, &self.places) {
            rebuilt.changed = before.keys.iter().zip(&self.keys).filter(|(old, new)| old != new).count();
            return rebuilt;
        }
        let mut old = before.places.iter().zip(&before.keys).peekable();
        for (place, key) in self.places.iter().zip(&self.keys) {
            while old.next_if(|it| it.0.path < place.path).is_some() {
                rebuilt.gone += 1;
            }
            match old.next_if(|it| it.0.path == place.path) {
                Some((_, old)) => rebuilt.changed += usize::from(old != key),
                None => rebuilt.new += 1,
            }
        }
        rebuilt.gone += old.count();
        rebuilt
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Contents, OutputFile, Wave};
    use crate::words::OutPath;

    /// Notes a publication of these paths; what stands after `=` is the key.
    fn note(files: &mut Files, paths: &[&str]) -> (usize, usize, usize) {
        let file = |it: &&str| {
            let (path, key) = it.split_once('=').unwrap_or((it, ""));
            let (path, key) = (OutPath::new(path).unwrap(), Fingerprint::of(key.as_bytes()));
            let make = Box::new(|| Ok(Contents::Bytes(Vec::new())));
            OutputFile { path, key, wave: Wave::Page, make }
        };
        let publication = Publication::of(paths.iter().map(file).collect(), Vec::new());
        let Rebuilt { changed, new, gone } = files.note(&publication);
        assert_eq!(files.note(&publication), Rebuilt::default(), "the same again");
        (changed, new, gone)
    }

    #[test]
    fn what_is_not_as_it_was_is_counted() {
        let mut files = Files::default();
        assert_eq!(note(&mut files, &["b", "d"]), (0, 2, 0));
        assert_eq!(note(&mut files, &["b", "d"]), (0, 0, 0));
        assert_eq!(note(&mut files, &["a", "b=1", "c", "d", "e"]), (1, 3, 0));
        assert_eq!(note(&mut files, &["b=1", "d=1"]), (1, 0, 3));
        assert_eq!(note(&mut files, &[]), (0, 0, 2));
    }
}
