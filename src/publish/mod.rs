//! Output files to the output folder: the only code that writes there.
//!
//! 1. Is the folder one to write in (`target`)? No other build is at it (`lock`).
//! 2. What is ours there (`manifest`), and what stands where we want to be (`look`)?
//! 3. What has another key is made, beside the folder (`stage`). Up to here nothing has changed
//!    there but the lock's file, and any mistake or trouble leaves it so. So does a file that somebody put meanwhile
//!    where nothing was.
//! 4. The list of what is ours is written as old and new together, marked unfinished.
//! 5. What was made is moved in, what has left is deleted (`moves`), all of it reaches the disk.
//! 6. The list is written as it is now.
//!
//! A folder that was not there before is not filled but made beside, whole, and put in its place: a first publication is
//! there at once, or not at all.
//!
//! A build that is ended after step 4 is finished by the next one: all that it could have written
//! is on the list, and what it may have been replacing is marked as unknown and made again.
//!
//! What is ours is told by the list alone. A file of ours that somebody has edited is still ours;
//! any other file is theirs and stays, whatever it is called.

mod disk;
mod lock;
mod look;
mod manifest;
mod moves;
mod press;
mod stage;
mod target;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use self::manifest::{Last, Made, Record};
pub use self::stage::Panicked;

use self::disk::Disk;
use self::lock::Lock;
use self::press::Press;
use crate::pipeline::Publication;
use crate::report::Diagnostic;
use crate::words::OutPath;

/// Where to publish, and how.
#[derive(Clone, Debug)]
pub struct Target {
    /// The folder that holds `brief.toml`.
    pub root: PathBuf,
    /// The output folder.
    pub out: PathBuf,
    /// Folders that the site is made from: briefings, themes.
    pub sources: Vec<PathBuf>,
    /// The user's home folder, if the caller knows it; it is never written to.
    pub home: Option<PathBuf>,
    /// Whether files that are not ours are replaced where the publication needs their place.
    pub adopt: bool,
}

/// How far a publication has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// Files made, of those that have to be.
    Made {
        /// So many are made.
        done: usize,
        /// So many have to be.
        of: usize,
    },
    /// Steps of moving in and deleting; a folder can be one step.
    Moved {
        /// So many are taken.
        done: usize,
        /// So many there are.
        of: usize,
    },
}

/// What a publication changed, or would change.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Changes {
    /// Files that were not there.
    pub added: Vec<OutPath>,
    /// Files that had other bytes.
    pub changed: Vec<OutPath>,
    /// Files that left the site.
    pub removed: Vec<OutPath>,
    /// How many files stayed as they were.
    pub unchanged: usize,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum Refusal {
    /// Mistakes that showed only when a file was made.
    Mistakes(Vec<Diagnostic>),
    /// The output folder is a wrong one; says why and what to do.
    Usage(String),
    /// These paths are needed and hold other people's files.
    Foreign(Vec<OutPath>),
    /// Another build is writing to the folder.
    Locked,
    /// Trouble with the machine, or with a bug: see [`Panicked`].
    Trouble(anyhow::Error),
}

impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Refusal {
        Refusal::Trouble(error)
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refusal::Mistakes(all) => write!(f, "{} mistakes, nothing was published", all.len()),
            Refusal::Usage(why) => f.write_str(why),
            Refusal::Foreign(paths) => {
                write!(
                    f,
                    "the output folder has files at places that the site needs, and they are not its own:"
                )?;
                paths.iter().take(10).try_for_each(|it| write!(f, " `{it}`"))?;
                if paths.len() > 10 {
                    write!(f, " and {} more", paths.len() - 10)?;
                }
                write!(f, "; move them away, or replace them with `--adopt`")
            }
            Refusal::Locked => {
                f.write_str("another build is writing to this output folder; try again when it is done")
            }
            Refusal::Trouble(error) => write!(f, "{error:#}"),
        }
    }
}

/// Says what the last publication left in an output folder; without one, nothing.
///
/// # Errors
/// The list cannot be read, or cannot be trusted.
pub fn last(out: &Path) -> anyhow::Result<Last> {
    manifest::read(out)
}

/// Publishes: the output folder then holds these files, and of ours no others.
///
/// # Errors
/// See [`Refusal`]. Nothing has changed then, unless the disk failed while files were moved in:
/// every file is whole in that case, and the next build finishes the work.
pub fn publish(
    publication: &Publication,
    target: &Target,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Changes, Refusal> {
    publish_on(&Disk::new(&target.root), publication, target, progress)
}

/// Says what [`publish`] would change, and writes nothing. What it would make, it makes.
///
/// # Errors
/// Those that [`publish`] would meet before it moves the first file, except for the lock.
pub fn preview(publication: &Publication, target: &Target) -> Result<Changes, Refusal> {
    let disk = Disk::new(&target.root);
    let out = target::check(target)?;
    let files = publication.files();
    let promises = &publication.promises;
    let adopt = target.adopt;
    Press { disk: &disk, out: &out, files: &files, promises, adopt, progress: &|_| {} }.preview()
}

/// [`publish`] on a disk that tests can let fail.
fn publish_on(
    disk: &Disk,
    publication: &Publication,
    target: &Target,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Changes, Refusal> {
    let out = target::check(target)?;
    let missing: Vec<&Path> = out.ancestors().take_while(|it| !it.is_dir()).collect();
    disk.make_folders(&out)?;
    // Elsewhere nothing can be moved over a folder, empty or not.
    let is_new = cfg!(unix) && !missing.is_empty();
    let result = Lock::take(disk, &out).and_then(|lock| {
        let files = publication.files();
        let (promises, adopt) = (&publication.promises, target.adopt);
        let result = Press { disk, out: &out, files: &files, promises, adopt, progress }.publish(is_new);
        let released = lock.release(disk);
        result.and_then(|made| released.map(|()| made).map_err(Refusal::Trouble))
    });
    let result = match result {
        Ok((changes, Some(whole))) => match disk.rename(&whole.folder, &out) {
            Ok(()) => {
                progress(Progress::Moved { done: 1, of: 1 });
                Ok(changes)
            }
            // Somebody put something there in the meantime, or began to build.
            Err(_) => return publish_on(disk, publication, target, progress),
        },
        Ok((changes, None)) => Ok(changes),
        Err(refusal) => Err(refusal),
    };
    if result.is_err() {
        // Innermost first; the first one that is not empty ends it.
        for folder in missing {
            if !disk.remove_folder(folder)? {
                break;
            }
        }
    }
    result
}
