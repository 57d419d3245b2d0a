//! One publication from the first look to the last line of the list.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, anyhow};

use super::disk::{Disk, Kind, kind};
use super::look::{self, Look, Standing, folders_above};
use super::manifest::{self, Last, Made, Record};
use super::moves::{self, Mover, Staged};
use super::stage::{self, Outcome, Stage};
use super::{Changes, Progress, Refusal};
use crate::output::OutputFile;
use crate::words::OutPath;

/// What is printed, where to, and how.
pub(super) struct Press<'a> {
    /// What is changed.
    pub(super) disk: &'a Disk,
    /// The output folder, resolved.
    pub(super) out: &'a Path,
    /// What is published, sorted.
    pub(super) files: &'a [OutputFile],
    /// Addresses and anchors that it promises to readers.
    pub(super) promises: &'a [String],
    /// Whether other people's files are replaced where their place is needed.
    pub(super) adopt: bool,
    /// Hears how far it is.
    pub(super) progress: &'a (dyn Fn(Progress) + Sync),
}

/// Everything made, and what that means for the output folder.
struct Proof<'a> {
    /// For every file of the publication, in its order: what it holds.
    records: Vec<Made>,
    /// The files that wait on the stage.
    staged: Vec<Staged<'a>>,
    /// What will have changed.
    changes: Changes,
}

impl Press<'_> {
    /// Says what would change, and writes nothing.
    pub(super) fn preview(&self) -> Result<Changes, Refusal> {
        self.check()?;
        let last = manifest::read(self.out)?;
        let look = look::look(self.disk, self.out, &last, self.files)?;
        Ok(self.make(&look, None)?.changes)
    }

    /// Publishes; no other build may be at the folder. If it `is_new`, the whole publication may wait on a stage that is
    /// given back, to take the folder's place.
    pub(super) fn publish(&self, is_new: bool) -> Result<(Changes, Option<Stage>), Refusal> {
        self.check()?;
        Stage::sweep(self.disk, self.out)?;
        manifest::sweep(self.disk, self.out)?;
        let last = manifest::read(self.out)?;
        let look = look::look(self.disk, self.out, &last, self.files)?;
        let is_idle = look.standing.iter().all(|&(file, standing)| key_stands(file, standing).is_some());
        let stage = if is_idle { None } else { Some(Stage::open(self.disk, self.out)?) };
        let whole = stage.as_ref().filter(|it| is_new && it.is_beside(self.out) && last.files.is_empty());
        let result = self.make(&look, stage.as_ref()).and_then(|proof| {
            match whole.filter(|_| proof.staged.len() == self.files.len()) {
                Some(stage) => {
                    manifest::write(self.disk, &stage.folder, &self.list(&look, &last, &proof))?;
                    self.disk.settle(&stage.folder)?;
                    Ok((proof.changes, true))
                }
                None => {
                    let taken = look.taken(self.disk, self.out, &proof.staged)?;
                    if !taken.is_empty() && !self.adopt {
                        return Err(Refusal::Foreign(taken));
                    }
                    self.move_in(&look, &last, stage.as_ref(), &proof)?;
                    Ok((proof.changes, false))
                }
            }
        });
        let result = match result {
            Ok((changes, true)) => return Ok((changes, stage)),
            Ok((changes, false)) => Ok((changes, None)),
            Err(refusal) => Err(refusal),
        };
        let cleared = stage.map_or(Ok(()), |it| self.disk.remove_tree(&it.folder));
        result.and_then(|changes| cleared.map(|()| changes).map_err(Refusal::Trouble))
    }

    /// Holds a publication to what its type promises; anything else is a bug, found before it writes.
    fn check(&self) -> anyhow::Result<()> {
        let files = self.files;
        if let Some(pair) = files.windows(2).find(|it| it[0].path >= it[1].path) {
            return Err(anyhow!("a bug: the files of the site are not in order at `{}`", pair[1].path));
        }
        if let Some(it) = files.iter().find(|it| manifest::is_reserved(&it.path)) {
            return Err(anyhow!("a bug: the site wants to write `{}`", it.path));
        }
        Ok(())
    }

    /// Makes what has to be made, and says what it means.
    fn make<'a>(&self, look: &Look<'a>, stage: Option<&Stage>) -> Result<Proof<'a>, Refusal> {
        let to_make: Vec<_> = look
            .standing
            .iter()
            .copied()
            .filter(|&(file, standing)| key_stands(file, standing).is_none())
            .collect();
        let outcomes = stage::make_all(self.disk, self.out, stage, &to_make, self.progress)?;
        let mut outcomes = outcomes.into_iter();
        let mut proof = Proof { records: Vec::new(), staged: Vec::new(), changes: Changes::default() };
        let mut foreign = Vec::new();
        for &(file, standing) in &look.standing {
            let outcome = match key_stands(file, standing) {
                Some(made) => Outcome { made, same: true },
                None => outcomes.next().context("a file was not made, and nothing said why")?,
            };
            proof.records.push(outcome.made);
            if outcome.same {
                proof.changes.unchanged += 1;
                continue;
            }
            let new = standing == Standing::Missing;
            proof.staged.push(Staged { path: &file.path, wave: file.wave, new });
            let changes = &mut proof.changes;
            if new { &mut changes.added } else { &mut changes.changed }.push(file.path.clone());
            if standing == Standing::Foreign && !self.adopt {
                foreign.push(file.path.clone());
            }
        }
        proof.changes.removed = look.removed.iter().map(|&it| it.clone()).collect();
        if foreign.is_empty() { Ok(proof) } else { Err(Refusal::Foreign(foreign)) }
    }

    /// The list of what will be there: with folders that may turn out to be used no more.
    fn list(&self, look: &Look<'_>, last: &Last, proof: &Proof<'_>) -> Last {
        let files = look.standing.iter().zip(&proof.records);
        let record = |wave, made| Record { wave, made: Some(made) };
        let files = files.map(|(&(file, _), made)| (file.path.clone(), record(file.wave, *made)));
        let missing = look.missing.iter().filter_map(|it| OutPath::new(it));
        Last {
            files: files.collect(),
            folders: last.folders.iter().cloned().chain(missing).collect(),
            promises: self.promises.to_vec(),
            unfinished: false,
        }
    }

    /// Moves in what waits, deletes what has left, and keeps the list.
    fn move_in(
        &self,
        look: &Look<'_>,
        last: &Last,
        stage: Option<&Stage>,
        proof: &Proof<'_>,
    ) -> anyhow::Result<()> {
        let mut now = self.list(look, last, proof);
        if !proof.staged.is_empty() || !look.removed.is_empty() || last.unfinished {
            manifest::write(self.disk, self.out, &both(last, &now, &proof.staged))?;
            let mover = Mover { disk: self.disk, out: self.out, stage, look, staged: &proof.staged };
            self.take_steps(&mover, last).context("the site is partly moved in; build again to finish it")?;
        }
        self.keep_folders(&mut now)?;
        manifest::write(self.disk, self.out, &now)
    }

    /// Every step, and then the wait until the disk has it all.
    fn take_steps(&self, mover: &Mover<'_>, last: &Last) -> anyhow::Result<()> {
        let mut kept = BTreeMap::new();
        if !mover.look.removed.is_empty() {
            let stays: Vec<&OutPath> = self.files.iter().map(|it| &it.path).collect();
            kept = look::spelled_otherwise(&stays);
        }
        mover.sweep(last)?;
        let steps = moves::steps(mover.look, last, mover.staged);
        for (index, step) in steps.iter().enumerate() {
            mover.run(step, &kept)?;
            (self.progress)(Progress::Moved { done: index + 1, of: steps.len() });
        }
        self.disk.settle(self.out)
    }

    /// Keeps those folders on the list that are used, or could not be deleted yet.
    fn keep_folders(&self, now: &mut Last) -> anyhow::Result<()> {
        let used: BTreeSet<&str> = now.files.keys().flat_map(|it| folders_above(it.as_str())).collect();
        let mut gone = Vec::new();
        for folder in now.folders.iter().filter(|it| !used.contains(it.as_str())) {
            let place = folder.on_disk(self.out);
            if kind(&place).with_context(|| self.disk.failed("look at", &place))? != Kind::Folder {
                gone.push(folder.clone());
            }
        }
        gone.iter().for_each(|it| assert!(now.folders.remove(it), "it was found there"));
        Ok(())
    }
}

/// What a file holds, if one stands there that was made from the same: it is not made again.
fn key_stands(file: &OutputFile, standing: Standing) -> Option<Made> {
    match standing {
        Standing::Known(made) if made.key == file.key => Some(made),
        _ => None,
    }
}

/// The list while files are moved: all that was ours and all that will be. What is being moved in
/// is unknown until it is done.
fn both(last: &Last, now: &Last, staged: &[Staged<'_>]) -> Last {
    let mut both = now.clone();
    both.unfinished = true;
    for (path, record) in &last.files {
        both.files.entry(path.clone()).or_insert(*record);
    }
    for it in staged {
        both.files.insert(it.path.clone(), Record { wave: it.wave, made: None });
    }
    let promises: BTreeSet<String> = last.promises.iter().chain(&now.promises).cloned().collect();
    both.promises = promises.into_iter().collect();
    both
}
