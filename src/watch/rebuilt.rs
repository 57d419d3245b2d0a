//! What a build changed of the site, in numbers, for the terminal.

use crate::words::{Fingerprint, OutPath};

/// The files of the last publication and what each depends on, sorted by path.
#[derive(Default)]
pub(super) struct Files(Vec<(OutPath, Fingerprint)>);

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
    /// Takes note of a publication's files, sorted by path, and says in what it differs from the one before. Paths are taken
    /// over and not copied, so that this costs little beside putting the publication on the stage.
    pub(super) fn note<'a>(&mut self, files: impl Iterator<Item = (&'a OutPath, Fingerprint)>) -> Rebuilt {
        let mut rebuilt = Rebuilt::default();
        let before = std::mem::take(&mut self.0);
        self.0.reserve(before.len());
        let mut before = before.into_iter().peekable();
        for (path, key) in files {
            while before.next_if(|it| it.0 < *path).is_some() {
                rebuilt.gone += 1;
            }
            match before.next_if(|it| it.0 == *path) {
                Some((path, old)) => {
                    rebuilt.changed += usize::from(old != key);
                    self.0.push((path, key));
                }
                None => {
                    rebuilt.new += 1;
                    self.0.push((path.clone(), key));
                }
            }
        }
        rebuilt.gone += before.count();
        rebuilt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Notes a publication of these paths; what stands after `=` is the key.
    fn note(files: &mut Files, paths: &[&str]) -> (usize, usize, usize) {
        let paths: Vec<(OutPath, Fingerprint)> = paths
            .iter()
            .map(|it| it.split_once('=').unwrap_or((it, "")))
            .map(|(path, key)| (OutPath::new(path).unwrap(), Fingerprint::of(key.as_bytes())))
            .collect();
        let Rebuilt { changed, new, gone } = files.note(paths.iter().map(|(path, key)| (path, *key)));
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
