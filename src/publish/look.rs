//! Looks at the output folder and says what stands where the publication wants to be.
//!
//! Nothing is changed here, and no link below the output folder is followed: what stands behind
//! one is not ours. Somebody who swaps a folder for a link between this look and the moves can
//! still lead a write astray; a deletion looks again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rayon::prelude::*;

use super::Refusal;
use super::disk::{Disk, Kind, kind};
use super::lock;
use super::manifest::{Last, Made};
use super::moves::Staged;
use crate::output::OutputFile;
use crate::words::OutPath;

/// What stands where a file is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// Nothing.
    Missing,
    /// The file that was written there.
    Known(Made),
    /// A file of ours that may have other bytes: a build was ended, or its length has changed.
    Ours,
    /// A file that we did not write.
    Foreign,
}

/// What a look found.
pub(super) struct Look<'a> {
    /// For every file of the publication, in its order.
    pub(super) standing: Vec<(&'a OutputFile, Standing)>,
    /// Folders that are wanted and missing.
    pub(super) missing: BTreeSet<&'a str>,
    /// Where a file of ours must make room for a folder, or a folder with nothing but files of
    /// ours for a file; with the folders to delete, outermost first.
    pub(super) obstacles: BTreeMap<&'a str, Vec<PathBuf>>,
    /// Files of ours that the publication no longer has.
    pub(super) removed: Vec<&'a OutPath>,
    /// Whether nothing was in the output folder, so that nothing could stand at any path below.
    is_empty: bool,
}

impl Look<'_> {
    /// Those of the files that wait for places where nothing was, at whose places something is by now: making a site
    /// takes a while, and others may write there meanwhile.
    ///
    /// # Errors
    /// The folder cannot be looked at.
    pub(super) fn taken(
        &self,
        disk: &Disk,
        out: &Path,
        staged: &[Staged<'_>],
    ) -> anyhow::Result<Vec<OutPath>> {
        if self.is_empty && is_empty(out) {
            return Ok(Vec::new());
        }
        let free = staged.par_iter().filter(|it| it.new && !self.obstacles.contains_key(it.path.as_str()));
        let taken = free.map(|it| {
            let place = it.path.on_disk(out);
            let kind = kind(&place).with_context(|| disk.failed("look at", &place))?;
            Ok((kind != Kind::Nothing).then(|| it.path.clone()))
        });
        taken.filter_map(Result::transpose).collect()
    }
}

/// Folders above a path of the output, outermost first.
pub(super) fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Looks.
///
/// # Errors
/// [`Refusal::Usage`] if something stands in the way that `--adopt` cannot help with either.
pub(super) fn look<'a>(
    disk: &Disk,
    out: &Path,
    last: &'a Last,
    files: &'a [OutputFile],
) -> Result<Look<'a>, Refusal> {
    // The files are sorted.
    let is_wanted = |it: &OutPath| files.binary_search_by(|file| file.path.cmp(it)).is_ok();
    let removed: Vec<&OutPath> = last.files.keys().filter(|it| !is_wanted(it)).collect();
    let leaving = removed.iter().map(|it| it.as_str()).collect();
    let (missing, obstacles, is_empty) = (BTreeSet::new(), BTreeMap::new(), is_empty(out));
    let found = Look { standing: Vec::new(), missing, obstacles, removed, is_empty };
    let mut looking = Looking { disk, out, last, leaving, found, in_the_way: Vec::new() };
    looking.at_folders(files)?;
    looking.at_files(files)?;
    if looking.in_the_way.is_empty() {
        return Ok(looking.found);
    }
    let list = looking.in_the_way.join("; ");
    Err(Refusal::Usage(format!("{list}; move it away, or choose another folder with `--out`")))
}

/// A look that is under way.
struct Looking<'a, 'b> {
    /// For messages.
    disk: &'b Disk,
    /// The output folder.
    out: &'b Path,
    /// What is ours there.
    last: &'a Last,
    /// The files of ours that leave the site.
    leaving: BTreeSet<&'a str>,
    /// What was found so far.
    found: Look<'a>,
    /// What stands in the way, in sentences.
    in_the_way: Vec<String>,
}

impl<'a> Looking<'a, '_> {
    /// Looks at the folders above the files, outermost first.
    fn at_folders(&mut self, files: &'a [OutputFile]) -> anyhow::Result<()> {
        let mut folders: Vec<&str> = files.iter().flat_map(|it| folders_above(it.path.as_str())).collect();
        folders.sort_unstable();
        folders.dedup();
        if self.found.is_empty {
            self.found.missing = folders.into_iter().collect();
            return Ok(());
        }
        let kinds = folders.par_iter().map(|&it| self.see(it)).collect::<anyhow::Result<Vec<_>>>()?;
        for (&folder, kind) in folders.iter().zip(kinds) {
            if kind == Kind::Nothing || self.is_below_nothing(folder) {
                self.found.missing.insert(folder);
                continue;
            }
            let what = match kind {
                Kind::Folder | Kind::Nothing => continue,
                Kind::File(_) if self.leaving.contains(folder) => {
                    self.found.missing.insert(folder);
                    self.found.obstacles.insert(folder, Vec::new());
                    continue;
                }
                Kind::File(_) => "file",
                Kind::Other => "link",
            };
            self.in_the_way.push(format!("`{}` is a {what}, a folder must be there", self.shown(folder)));
        }
        Ok(())
    }

    /// Looks at the files.
    fn at_files(&mut self, files: &'a [OutputFile]) -> anyhow::Result<()> {
        let spelled = spelled_otherwise(&self.found.removed);
        let kinds = files.par_iter().map(|file| {
            let kind = if self.found.is_empty || self.is_below_nothing(file.path.as_str()) {
                Kind::Nothing
            } else {
                self.see(file.path.as_str())?
            };
            Ok((kind, self.standing(&file.path, kind, &spelled)?))
        });
        let kinds = kinds.collect::<anyhow::Result<Vec<_>>>()?;
        for (file, (kind, standing)) in files.iter().zip(kinds) {
            let path = file.path.as_str();
            let what = match kind {
                Kind::Nothing | Kind::File(_) => {
                    self.found.standing.push((file, standing));
                    continue;
                }
                Kind::Folder => match self.folders_of(path)? {
                    Ok(folders) => {
                        self.found.obstacles.insert(path, folders);
                        self.found.standing.push((file, Standing::Missing));
                        continue;
                    }
                    Err(foreign) => format!("folder with `{}` in it", self.disk.shown(&foreign)),
                },
                Kind::Other => "link".to_owned(),
            };
            self.in_the_way.push(format!("`{}` is a {what}, a file must be there", self.shown(path)));
        }
        Ok(())
    }

    /// What a kind means at the path of a file.
    fn standing(
        &self,
        path: &OutPath,
        kind: Kind,
        spelled: &BTreeMap<String, &OutPath>,
    ) -> anyhow::Result<Standing> {
        Ok(match (kind, self.last.files.get(path)) {
            (Kind::Nothing, _) => Standing::Missing,
            (Kind::File(length), Some(it)) => match it.made {
                Some(made) if made.length == length => Standing::Known(made),
                _ => Standing::Ours,
            },
            (Kind::File(_), None) if is_spelled_otherwise(spelled, self.out, path)? => Standing::Ours,
            _ => Standing::Foreign,
        })
    }

    /// Looks at one path.
    fn see(&self, path: &str) -> anyhow::Result<Kind> {
        let place = self.out.join(path);
        kind(&place).with_context(|| self.disk.failed("look at", &place))
    }

    /// Whether the folder of a path is missing.
    fn is_below_nothing(&self, path: &str) -> bool {
        path.rsplit_once('/').is_some_and(|(above, _)| self.found.missing.contains(above))
    }

    /// A path of the output as messages show it.
    fn shown(&self, path: &str) -> String {
        self.disk.shown(&self.out.join(path))
    }

    /// The folder and those in it, outermost first, if it holds nothing but files that leave;
    /// otherwise what else it holds.
    fn folders_of(&self, path: &str) -> anyhow::Result<Result<Vec<PathBuf>, PathBuf>> {
        let mut found = vec![self.out.join(path)];
        let mut next = 0;
        while let Some(folder) = found.get(next).cloned() {
            next += 1;
            let failed = || self.disk.failed("look into", &folder);
            for entry in fs::read_dir(&folder).with_context(failed)? {
                let entry = entry.with_context(failed)?.path();
                let relative = entry.strip_prefix(self.out).ok().and_then(Path::to_str);
                let relative = relative.map(|it| it.replace(std::path::MAIN_SEPARATOR, "/"));
                match kind(&entry).with_context(failed)? {
                    Kind::Folder => found.push(entry),
                    Kind::File(_) if relative.is_some_and(|it| self.leaving.contains(it.as_str())) => {}
                    _ => return Ok(Err(entry)),
                }
            }
        }
        Ok(Ok(found))
    }
}

/// Whether an output folder is missing, or holds nothing but the lock of this build. One that does not let itself be
/// listed may hold anything.
fn is_empty(out: &Path) -> bool {
    match fs::read_dir(out) {
        Ok(mut entries) => entries.all(|it| it.is_ok_and(|it| it.file_name() == lock::NAME)),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// Paths by what they share with those that some disk takes for the same: see
/// [`OutPath::collision_key`]. On such a disk `Tax/index.html` is not to be deleted after
/// `tax/index.html` has been written.
pub(super) fn spelled_otherwise<'a>(paths: &[&'a OutPath]) -> BTreeMap<String, &'a OutPath> {
    paths.iter().map(|&it| (it.collision_key(), it)).collect()
}

/// Whether a path leads to the same file as the differently spelled one among `spelled`.
pub(super) fn is_spelled_otherwise(
    spelled: &BTreeMap<String, &OutPath>,
    out: &Path,
    path: &OutPath,
) -> anyhow::Result<bool> {
    let Some(other) = (!spelled.is_empty()).then(|| spelled.get(&path.collision_key())).flatten() else {
        return Ok(false);
    };
    let both = (path.on_disk(out), other.on_disk(out));
    is_one_file(&both.0, &both.1).with_context(|| format!("failed to look at `{}`", both.0.display()))
}

/// Whether two paths lead to one file.
#[cfg(unix)]
fn is_one_file(one: &Path, other: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    if kind(one)? == Kind::Nothing || kind(other)? == Kind::Nothing {
        return Ok(false);
    }
    let (one, other) = (fs::symlink_metadata(one)?, fs::symlink_metadata(other)?);
    Ok((one.dev(), one.ino()) == (other.dev(), other.ino()))
}

/// Whether two paths lead to one file.
#[cfg(not(unix))]
fn is_one_file(one: &Path, other: &Path) -> io::Result<bool> {
    if kind(one)? == Kind::Nothing || kind(other)? == Kind::Nothing {
        return Ok(false);
    }
    Ok(fs::canonicalize(one)? == fs::canonicalize(other)?)
}
