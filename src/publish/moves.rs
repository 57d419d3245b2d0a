//! Moves what was made into the output folder and takes away what has left the site, in an order
//! that never lets a page that stands there lead to one that is missing:
//!
//! 1. what is new: nothing that stood there before leads to it yet;
//! 2. what has changed: assets, then pages, then indexes; it leads to what is new and what stays;
//! 3. what has left the site: indexes, then pages, then assets; nothing that stays leads to it;
//! 4. folders of ours that are empty now.
//!
//! Two things cannot be had from a disk that changes one name at a time: two pages that leave and
//! link to each other leave one after the other; and where a file makes room for a folder of its
//! name, or the other way round, neither is there for a moment.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::disk::{Disk, Kind, kind};
use super::look::{self, Look, folders_above};
use super::manifest::Last;
use super::stage::Stage;
use crate::output::Wave;
use crate::words::OutPath;

/// A file that waits on the stage.
#[derive(Clone, Copy)]
pub(super) struct Staged<'a> {
    /// Where it goes.
    pub(super) path: &'a OutPath,
    /// When it goes.
    pub(super) wave: Wave,
    /// Whether nothing stands there.
    pub(super) new: bool,
}

/// One step of a publication.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Step<'a> {
    /// Makes room where a file or a folder of ours stands in the way.
    MakeRoom(&'a str),
    /// Moves a folder in, with all that waits in it, to where nothing is.
    MoveFolder(&'a str),
    /// Moves a file in, over the one that stands there.
    MoveFile(&'a OutPath),
    /// Deletes a file of ours.
    Delete(&'a OutPath),
    /// Deletes a folder of ours if it is empty.
    DeleteFolder(&'a OutPath),
}

/// All steps, in order.
pub(super) fn steps<'a>(look: &Look<'a>, last: &'a Last, staged: &[Staged<'a>]) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    let mut new: Vec<_> = staged.iter().filter(|it| it.new).map(|it| (whole(look, it.path), it)).collect();
    // What needs room goes last, when all else that is new is there.
    new.sort_by_key(|(whole, it)| (look.obstacles.contains_key(whole), it.wave, it.path));
    let mut moved = BTreeSet::new();
    for (whole, it) in new {
        if !moved.insert(whole) {
            continue;
        }
        if look.obstacles.contains_key(whole) {
            steps.push(Step::MakeRoom(whole));
        }
        steps.push(if whole == it.path.as_str() { Step::MoveFile(it.path) } else { Step::MoveFolder(whole) });
    }
    let mut changed: Vec<_> = staged.iter().filter(|it| !it.new).collect();
    changed.sort_by_key(|it| (it.wave, it.path));
    steps.extend(changed.iter().map(|it| Step::MoveFile(it.path)));

    let mut removed = look.removed.clone();
    removed.sort_by_key(|it| (Reverse(last.files[*it].wave), *it));
    steps.extend(removed.into_iter().map(Step::Delete));
    let wanted: BTreeSet<&str> =
        look.standing.iter().flat_map(|it| folders_above(it.0.path.as_str())).collect();
    // A folder sorts before what is in it.
    let idle = last.folders.iter().rev().filter(|it| !wanted.contains(it.as_str()));
    steps.extend(idle.map(Step::DeleteFolder));
    steps
}

/// What is moved to bring a new file in: the outermost missing folder above it, or itself.
fn whole<'a>(look: &Look<'a>, path: &'a OutPath) -> &'a str {
    folders_above(path.as_str()).find(|it| look.missing.contains(it)).unwrap_or(path.as_str())
}

/// Carries steps out.
pub(super) struct Mover<'a> {
    /// What is changed.
    pub(super) disk: &'a Disk,
    /// The output folder.
    pub(super) out: &'a Path,
    /// Where files wait.
    pub(super) stage: Option<&'a Stage>,
    /// What was found.
    pub(super) look: &'a Look<'a>,
    /// What waits.
    pub(super) staged: &'a [Staged<'a>],
}

impl Mover<'_> {
    /// Carries one step out. Every step can be done twice: a build that was ended is begun again.
    pub(super) fn run(&self, step: &Step<'_>, kept: &BTreeMap<String, &OutPath>) -> anyhow::Result<()> {
        match step {
            Step::MakeRoom(path) => self.make_room(path),
            Step::MoveFile(path) => self.move_file(path),
            Step::MoveFolder(path) => self.move_folder(path),
            Step::Delete(path) => {
                // The same file under another spelling is one that stays.
                if look::is_spelled_otherwise(kept, self.out, path)? {
                    Ok(())
                } else {
                    self.delete(path.as_str())
                }
            }
            Step::DeleteFolder(path) => {
                let folder = path.on_disk(self.out);
                if self.stands_plainly(path.as_str())? == Kind::Folder {
                    // A folder that holds something of somebody else stays, and stays on the list.
                    self.disk.remove_folder(&folder)?;
                }
                Ok(())
            }
        }
    }

    /// Deletes half-copied files that a build which was ended has left beside their places.
    pub(super) fn sweep(&self, last: &Last) -> anyhow::Result<()> {
        for path in last.files.iter().filter(|it| it.1.made.is_none()).map(|it| it.0) {
            let (folder, name) = path.as_str().rsplit_once('/').unwrap_or(("", path.as_str()));
            let part = if folder.is_empty() { part(name) } else { format!("{folder}/{}", part(name)) };
            self.delete(&part)?;
        }
        Ok(())
    }

    /// Deletes what of ours stands where something else must be.
    fn make_room(&self, path: &str) -> anyhow::Result<()> {
        let inside = format!("{path}/");
        for removed in
            self.look.removed.iter().filter(|it| it.as_str() == path || it.as_str().starts_with(&inside))
        {
            self.delete(removed.as_str())?;
        }
        for folder in self.look.obstacles[path].iter().rev() {
            self.disk.remove_folder(folder)?;
        }
        Ok(())
    }

    /// Moves a file in.
    fn move_file(&self, path: &OutPath) -> anyhow::Result<()> {
        let from = self.from(path.as_str());
        let to = path.on_disk(self.out);
        match self.disk.rename(&from, &to) {
            Err(error) if error.kind() == ErrorKind::CrossesDevices => {
                let (_, name) = path.as_str().rsplit_once('/').unwrap_or(("", path.as_str()));
                self.disk.copy(&from, &to.with_file_name(part(name)), &to)
            }
            result => result.with_context(|| self.disk.failed("write", &to)),
        }
    }

    /// Moves a folder in, with what waits in it.
    fn move_folder(&self, path: &str) -> anyhow::Result<()> {
        let to = self.out.join(path);
        match self.disk.rename(&self.from(path), &to) {
            Err(error) if error.kind() == ErrorKind::CrossesDevices => {}
            result => return result.with_context(|| self.disk.failed("make the folder", &to)),
        }
        let inside = format!("{path}/");
        let mut files: Vec<_> =
            self.staged.iter().filter(|it| it.path.as_str().starts_with(&inside)).collect();
        files.sort_by_key(|it| (it.wave, it.path));
        for file in files {
            if let Some(folder) = file.path.on_disk(self.out).parent() {
                self.disk.make_folders(folder)?;
            }
            self.move_file(file.path)?;
        }
        Ok(())
    }

    /// Deletes a file of ours, unless what stands there now is none.
    fn delete(&self, path: &str) -> anyhow::Result<()> {
        match self.stands_plainly(path)? {
            Kind::File(_) => self.disk.remove_file(&self.out.join(path)),
            _ => Ok(()),
        }
    }

    /// What stands at a path of the output; nothing if a link leads there.
    fn stands_plainly(&self, path: &str) -> anyhow::Result<Kind> {
        for place in folders_above(path).chain([path]) {
            let place_on_disk = self.out.join(place);
            let kind = kind(&place_on_disk).with_context(|| self.disk.failed("look at", &place_on_disk))?;
            if place == path {
                return Ok(kind);
            }
            if kind != Kind::Folder {
                break;
            }
        }
        Ok(Kind::Nothing)
    }

    /// Where something waits.
    fn from(&self, path: &str) -> PathBuf {
        self.stage.expect("what waits does so on a stage").folder.join(path)
    }
}

/// The name under which a file is copied from another disk, beside its own.
fn part(name: &str) -> String {
    format!(".{name}.brief-part")
}
