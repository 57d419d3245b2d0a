//! Makes what has to be made, beside the output folder, so that it can be moved in at the end.

use std::any::Any;
use std::fs::{self, File};
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::{Context as _, bail};
use rayon::prelude::*;

use super::disk::{Disk, Kind, kind};
use super::look::Standing;
use super::manifest::Made;
use super::{Progress, Refusal};
use crate::output::{Contents, NotMade, OutputFile};
use crate::report::{self, Diagnostic};

/// How much of a file handed through is held at once, in bytes: few enough that every thread can
/// have its own, enough that the calls do not show.
const BUFFER: usize = 128 * 1024;

/// How much of a file that stands at its place is read at once, in bytes.
const PART: usize = 16 * 1024;

/// How many files a thread takes at once: few enough that none is left alone with many at the end.
const PIECE: usize = 16;

/// The folder in which files wait: `.brief-stage-public` beside `public`.
///
/// It has no number of a process in its name: the lock sees to it that there is one, and the next
/// build finds by name what a dead one left.
pub(super) struct Stage {
    /// Where it is.
    pub(super) folder: PathBuf,
}

impl Stage {
    /// Makes an empty stage from which a rename reaches the output folder.
    ///
    /// It is made inside and moved out: if that goes, moving in will go too. If not (the output
    /// folder is a mount, or the folder above it belongs to somebody else) it stays inside, under
    /// a name with a dot.
    pub(super) fn open(disk: &Disk, out: &Path) -> anyhow::Result<Stage> {
        let [inside, beside] = places(out);
        disk.make_folders(&inside)?;
        let moved = disk.rename(&inside, &beside).is_ok();
        Ok(Stage { folder: if moved { beside } else { inside } })
    }

    /// Whether it stands beside an output folder, so that it can take that folder's place.
    pub(super) fn is_beside(&self, out: &Path) -> bool {
        self.folder.parent() == out.parent()
    }

    /// Deletes what a build that died has left. The lock must be held.
    pub(super) fn sweep(disk: &Disk, out: &Path) -> anyhow::Result<()> {
        for place in places(out) {
            match kind(&place).with_context(|| disk.failed("look at", &place))? {
                Kind::Nothing => {}
                Kind::Folder => disk.remove_tree(&place)?,
                Kind::File(_) | Kind::Other => {
                    bail!("`{}` is not a folder; move it away", disk.shown(&place))
                }
            }
        }
        Ok(())
    }
}

/// Where a stage can be: inside the output folder and beside it.
fn places(out: &Path) -> [PathBuf; 2] {
    let mut name = std::ffi::OsString::from(".brief-stage-");
    name.push(out.file_name().unwrap_or_default());
    [out.join(&name), out.with_file_name(&name)]
}

/// A panic while a file was made: a bug, not the author's fault, nor the machine's.
#[derive(Debug)]
pub struct Panicked {
    /// The output file.
    pub path: String,
    /// What the panic said.
    pub message: String,
}

impl std::fmt::Display for Panicked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "making `{}` ended in a bug: {}", self.path, self.message)
    }
}

impl std::error::Error for Panicked {}

/// What became of a file that was made.
pub(super) struct Outcome {
    /// What its bytes are.
    pub(super) made: Made,
    /// Whether they stand at its path already.
    pub(super) same: bool,
}

/// Makes files in parallel; those whose bytes are not yet in place wait on the stage, if there is
/// one. Mistakes are gathered from all; trouble with the machine ends the work soon.
pub(super) fn make_all(
    disk: &Disk,
    out: &Path,
    stage: Option<&Stage>,
    files: &[(&OutputFile, Standing)],
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Vec<Outcome>, Refusal> {
    let maker = Maker { disk, out, stage };
    let troubled = AtomicBool::new(false);
    let done = AtomicUsize::new(0);
    let results: Vec<Option<Result<Outcome, NotMade>>> = files
        .par_iter()
        .with_max_len(PIECE)
        .map(|&(file, standing)| {
            if troubled.load(Ordering::Relaxed) {
                return None;
            }
            let result = catch_unwind(AssertUnwindSafe(|| maker.make(file, standing)));
            let result = result.unwrap_or_else(|panic| {
                let path = disk.shown(&file.path.on_disk(out));
                Err(NotMade::Trouble(Panicked { path, message: words_of(&*panic) }.into()))
            });
            if matches!(result, Err(NotMade::Trouble(_))) {
                troubled.store(true, Ordering::Relaxed);
            }
            progress(Progress::Made { done: done.fetch_add(1, Ordering::Relaxed) + 1, of: files.len() });
            Some(result)
        })
        .collect();

    let mut outcomes = Vec::new();
    let mut mistakes: Vec<Diagnostic> = Vec::new();
    for result in results.into_iter().flatten() {
        match result {
            Ok(outcome) => outcomes.push(outcome),
            Err(NotMade::Mistakes(some)) => mistakes.extend(some),
            Err(NotMade::Trouble(error)) => return Err(Refusal::Trouble(error)),
        }
    }
    report::once_each(&mut mistakes);
    if mistakes.is_empty() { Ok(outcomes) } else { Err(Refusal::Mistakes(mistakes)) }
}

/// What making a file needs besides the file.
struct Maker<'a> {
    /// Where is written.
    disk: &'a Disk,
    /// The output folder.
    out: &'a Path,
    /// Where files wait; `None` if nothing is to be written.
    stage: Option<&'a Stage>,
}

impl Maker<'_> {
    /// Makes one file.
    fn make(&self, file: &OutputFile, standing: Standing) -> Result<Outcome, NotMade> {
        let place = file.path.on_disk(self.out);
        let staged = self.stage.map(|it| file.path.on_disk(&it.folder));
        let write = || self.disk.failed("write", &place);
        let read = || self.disk.failed("read", &place);
        let make = || self.disk.failed("make", &place);
        match (file.make)() {
            Ok(Contents::Bytes(bytes)) => {
                let made = Made { key: file.key, length: bytes.len() as u64 };
                let mut there = self.there(&place, standing, Some(made.length))?;
                there.goes_on(&bytes).with_context(read)?;
                let same = there.ends().with_context(read)?;
                if let Some(staged) = staged.filter(|_| !same) {
                    let written = self.disk.create(&staged);
                    written.and_then(|mut it| self.disk.append(&mut it, &bytes)).with_context(write)?;
                }
                Ok(Outcome { made, same })
            }
            Ok(Contents::Stream(mut reader)) => {
                let mut sink = staged.map(|it| self.disk.create(&it)).transpose().with_context(write)?;
                let mut there = self.there(&place, standing, None)?;
                let mut made = Made { key: file.key, length: 0 };
                let mut buffer = vec![0; BUFFER];
                loop {
                    let count = match reader.read(&mut buffer) {
                        Ok(0) => break,
                        Ok(count) => count,
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                        Err(error) => {
                            return Err(NotMade::Trouble(anyhow::Error::new(error).context(make())));
                        }
                    };
                    there.goes_on(&buffer[..count]).with_context(read)?;
                    made.length += count as u64;
                    if let Some(sink) = &mut sink {
                        self.disk.append(sink, &buffer[..count]).with_context(write)?;
                    }
                }
                Ok(Outcome { made, same: there.ends().with_context(read)? })
            }
            Err(NotMade::Trouble(error)) => Err(NotMade::Trouble(error.context(make()))),
            Err(mistakes) => Err(mistakes),
        }
    }

    /// What stands at the place of a file, to be compared with it; its length may be known beforehand.
    fn there(&self, place: &Path, standing: Standing, length: Option<u64>) -> anyhow::Result<There> {
        let open = || -> io::Result<Option<File>> {
            if standing == Standing::Missing {
                return Ok(None);
            }
            let found = fs::symlink_metadata(place)?;
            let may_be_same = found.is_file() && length.is_none_or(|it| it == found.len());
            may_be_same.then(|| File::open(place)).transpose()
        };
        let is_ours = matches!(standing, Standing::Known(_));
        match open() {
            Err(error) if !is_ours => Err(error).with_context(|| self.disk.failed("read", place)),
            file => Ok(There { file: file.ok().flatten(), is_ours }),
        }
    }
}

/// A file that stands at a place, read beside what is made for that place.
///
/// The bytes themselves are compared: a file that was made again is there anyway, and one that was never there costs
/// nothing, where a list of hashes takes a twentieth of a first build and knows not what others have written since.
struct There {
    /// The file; nothing if its bytes are others.
    file: Option<File>,
    /// Whether the program wrote it: then it is replaced if it cannot be read, or is there no longer.
    is_ours: bool,
}

impl There {
    /// Notes whether the file goes on with these bytes.
    fn goes_on(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut buffer = [0; PART];
        while !bytes.is_empty() {
            let (expected, rest) = bytes.split_at(bytes.len().min(PART));
            let part = &mut buffer[..expected.len()];
            match file.read_exact(part) {
                Ok(()) if part == expected => bytes = rest,
                Err(error) if error.kind() != io::ErrorKind::UnexpectedEof && !self.is_ours => {
                    return Err(error);
                }
                Ok(()) | Err(_) => {
                    self.file = None;
                    break;
                }
            }
        }
        Ok(())
    }

    /// Whether the file ends here: then it has the bytes that were made.
    fn ends(self) -> io::Result<bool> {
        let Some(mut file) = self.file else { return Ok(false) };
        loop {
            match file.read(&mut [0]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) if self.is_ours => return Ok(false),
                count => return Ok(count? == 0),
            }
        }
    }
}

impl From<anyhow::Error> for NotMade {
    fn from(error: anyhow::Error) -> NotMade {
        NotMade::Trouble(error)
    }
}

/// What a panic said.
fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|it| (*it).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no words".to_owned())
}
