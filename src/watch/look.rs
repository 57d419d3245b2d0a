//! What changed in the site, found by looking at its files and never by believing events.
//!
//! Beside `input` this is the only room that looks at the site's folder. It gives a build nothing
//! of what it sees: it only says that it is time for one.
#![expect(
    clippy::disallowed_methods,
    reason = "a look tells young files, whose time may hide a change, from old ones"
)]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::Seek as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::input::is_passed_over;
use crate::words::{Fingerprint, Fingerprinter};

/// The folders below the root that a build reads.
pub(super) const FOLDERS: [&str; 2] = ["briefings", "themes"];

/// The file at the root that a build reads.
const SETTINGS: &str = "brief.toml";

/// How long a file's time says nothing: written again within one tick of its disk's clock, a file
/// can look as before. FAT has the slowest clock, of two seconds.
const TICK: Duration = Duration::from_secs(2);

/// A fresh file larger than this is known by its size and time alone.
const READ_BYTES: u64 = 16 << 20;

/// The files of a site as one look found them, by their path below the root. A path as a string: paths
/// are compared part by part, which on a large site takes longer than the look.
#[derive(Clone, Default, Debug)]
pub(super) struct Sight(BTreeMap<OsString, Seen>);

/// A file as one look found it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Seen {
    /// Its size.
    bytes: u64,
    /// When it was written.
    written: Option<SystemTime>,
    /// When it last changed in any way, its time and who may read it included.
    touched: Option<SystemTime>,
    /// Which file it is; a new one can have taken the path of the old.
    inode: u64,
    /// Of its content, if it was written less than a tick before the look.
    fresh: Option<Fingerprint>,
}

/// In what two looks differ.
#[derive(Default, Debug, PartialEq, Eq)]
pub(super) struct Changes {
    /// Files that came, went or are different, sorted.
    pub(super) files: Vec<PathBuf>,
    /// Whether a file went, was emptied or came empty: the first half of many a save.
    pub(super) is_gap: bool,
}

impl Changes {
    /// Adds files that differ too.
    pub(super) fn add(&mut self, files: Vec<PathBuf>) {
        self.files.extend(files);
        self.files.sort();
        self.files.dedup();
    }
}

impl Sight {
    /// How many files there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Looks at the site, and at files outside of its folders that it names, by their path below the
    /// root; also says what differs from the look before.
    pub(super) fn of(root: &Path, named: &[PathBuf], before: &Sight) -> (Sight, Changes) {
        let now = SystemTime::now();
        let seen: BTreeMap<OsString, (Seen, bool)> = paths(root, named)
            .into_par_iter()
            .filter_map(|path| {
                let relative = path.strip_prefix(root).ok()?.as_os_str().to_owned();
                let seen = see(&path, now, before.0.get(&relative))?;
                Some((relative, seen))
            })
            .collect();
        let mut changes = Changes::default();
        for (path, (seen, is_changed)) in &seen {
            if *is_changed {
                changes.files.push(path.into());
                changes.is_gap |= seen.bytes == 0 && before.0.get(path).is_none_or(|it| it.bytes > 0);
            }
        }
        let gone: Vec<PathBuf> =
            before.0.keys().filter(|it| !seen.contains_key(*it)).map(PathBuf::from).collect();
        changes.is_gap |= !gone.is_empty();
        changes.files.extend(gone);
        changes.files.sort();
        (Sight(seen.into_iter().map(|(path, (seen, _))| (path, seen)).collect()), changes)
    }
}

impl Sight {
    /// Looks at those of some files that are known, and notes what differs. Says nothing of files that are
    /// not: `None` if none of them differs, or if something may be half of a save. A look at the whole
    /// site has to follow.
    pub(super) fn glance(&mut self, root: &Path, at: impl IntoIterator<Item = PathBuf>) -> Option<Changes> {
        let now = SystemTime::now();
        let mut found = Vec::new();
        for path in at {
            let Ok(relative) = path.strip_prefix(root) else { continue };
            let relative = relative.as_os_str().to_owned();
            let Some(before) = self.0.get(&relative) else { continue };
            match see(&path, now, Some(before)) {
                Some((seen, true)) if seen.bytes > 0 || before.bytes == 0 => found.push((relative, seen)),
                Some((_, false)) => {}
                _ => return None,
            }
        }
        let files: Vec<PathBuf> = found.iter().map(|it| PathBuf::from(&it.0)).collect();
        self.0.extend(found);
        (!files.is_empty()).then_some(Changes { files, is_gap: false })
    }
}

/// Looks at one file; also says whether it differs from the look before. `None` if it is gone by
/// now, or a folder behind a link, which no build follows.
fn see(path: &Path, now: SystemTime, before: Option<&Seen>) -> Option<(Seen, bool)> {
    // Where a link leads nowhere, the link itself is what is there.
    let metadata = fs::metadata(path).or_else(|_| fs::symlink_metadata(path)).ok()?;
    if metadata.is_dir() {
        return None;
    }
    let (written, touched) = (metadata.modified().ok(), touched(&metadata));
    let age = |it: SystemTime| now.duration_since(it).unwrap_or_else(|early| early.duration());
    let is_fresh = [written, touched.or(written)].into_iter().any(|it| it.is_none_or(|it| age(it) < TICK));
    let mut seen = Seen { bytes: metadata.len(), written, touched, inode: inode(&metadata), fresh: None };
    let looks_same = before.is_some_and(|it| Seen { fresh: None, ..it.clone() } == seen);
    let was_fresh = before.and_then(|it| it.fresh);
    if seen.bytes <= READ_BYTES && (is_fresh || looks_same && was_fresh.is_some()) {
        // What was read may be less than what was there a moment ago: a save begins by emptying a file.
        if let Some((fresh, bytes)) = content(path) {
            (seen.fresh, seen.bytes) = (Some(fresh), bytes);
        }
    }
    let is_changed = !looks_same || was_fresh.is_some() && was_fresh != seen.fresh;
    if !is_fresh {
        seen.fresh = None;
    }
    Some((seen, is_changed))
}

/// Of a file's content, and how many bytes it has; `None` if it cannot be read, which is for the build to say.
fn content(path: &Path) -> Option<(Fingerprint, u64)> {
    let mut fingerprint = Fingerprinter::new("look");
    let mut file = File::open(path).ok()?;
    fingerprint.add_reader(&mut file).ok()?;
    Some((fingerprint.finish(), file.stream_position().ok()?))
}

/// Every file that a build might read. What cannot be listed is passed over: the build, which has
/// to read it, says so.
fn paths(root: &Path, named: &[PathBuf]) -> Vec<PathBuf> {
    let mut all = vec![root.join(SETTINGS)];
    all.extend(named.iter().map(|it| root.join(it)));
    for folder in FOLDERS {
        let walk = WalkDir::new(root.join(folder)).min_depth(1);
        let kept = walk.into_iter().filter_entry(|it| !is_passed_over(&it.file_name().to_string_lossy()));
        all.extend(kept.flatten().filter(|it| !it.file_type().is_dir()).map(walkdir::DirEntry::into_path));
    }
    all
}

/// When a file last changed in any way, where the system says so. Programs that copy, unpack and
/// synchronise set the time of writing back; this one nobody can.
#[cfg(unix)]
fn touched(metadata: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    let nanoseconds = u32::try_from(metadata.ctime_nsec()).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
}

/// When a file last changed in any way, where the system says so.
#[cfg(not(unix))]
fn touched(_: &Metadata) -> Option<SystemTime> {
    None
}

/// Which file it is, where the system says so.
#[cfg(unix)]
pub(super) fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

/// Which file it is, where the system says so.
#[cfg(not(unix))]
pub(super) fn inode(_: &Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site of one brief, and the look at it.
    fn site() -> (tempfile::TempDir, PathBuf, Sight) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        fs::create_dir_all(root.join("briefings/x")).unwrap();
        fs::write(root.join("brief.toml"), "").unwrap();
        fs::write(root.join("briefings/a.md"), "one").unwrap();
        let (sight, changes) = Sight::of(&root, &[], &Sight::default());
        assert_eq!(changes.files.len(), 2);
        (folder, root, sight)
    }

    /// What a look finds, as text, and whether it may be half of a save.
    fn found(root: &Path, before: &mut Sight) -> (String, bool) {
        let (now, changes) = Sight::of(root, &[PathBuf::from("library.bib")], before);
        *before = now;
        let names: Vec<_> = changes.files.iter().map(|it| it.to_string_lossy().replace('\\', "/")).collect();
        (names.join(" "), changes.is_gap)
    }

    #[test]
    fn a_glance_notes_what_it_sees_and_leaves_the_rest_to_a_look() {
        let (_folder, root, mut sight) = site();
        let files = || [root.join("briefings/a.md"), root.join("briefings/new.md"), PathBuf::from("/else")];
        assert_eq!(sight.glance(&root, files()), None);
        fs::write(root.join("briefings/a.md"), "two!").unwrap();
        fs::write(root.join("briefings/new.md"), "new").unwrap();
        let changes = sight.glance(&root, files()).unwrap();
        assert_eq!(changes.files, [PathBuf::from("briefings/a.md")]);
        assert_eq!(found(&root, &mut sight), ("briefings/new.md".into(), false));
        fs::write(root.join("briefings/a.md"), "").unwrap();
        assert_eq!(sight.glance(&root, files()), None, "half of a save");
        fs::remove_file(root.join("briefings/a.md")).unwrap();
        assert_eq!(sight.glance(&root, files()), None, "gone");
        assert_eq!(found(&root, &mut sight), ("briefings/a.md".into(), true));
    }

    #[test]
    fn a_look_finds_what_changed_and_nothing_else() {
        let (_folder, root, mut sight) = site();
        assert_eq!(found(&root, &mut sight), (String::new(), false));
        fs::write(root.join("briefings/a.md"), "two!").unwrap();
        assert_eq!(found(&root, &mut sight), ("briefings/a.md".into(), false));
        fs::write(root.join("briefings/a.md"), "").unwrap();
        assert_eq!(found(&root, &mut sight), ("briefings/a.md".into(), true));
        fs::rename(root.join("briefings/a.md"), root.join("briefings/x/b.md")).unwrap();
        assert_eq!(found(&root, &mut sight), ("briefings/a.md briefings/x/b.md".into(), true));
        fs::write(root.join("brief.toml"), "x").unwrap();
        assert_eq!(found(&root, &mut sight), ("brief.toml".into(), false));
        fs::write(root.join("briefings/new.md"), "").unwrap();
        assert_eq!(found(&root, &mut sight), ("briefings/new.md".into(), true));
        // What the site names is looked at wherever it is.
        fs::write(root.join("library.bib"), "x").unwrap();
        assert_eq!(found(&root, &mut sight), ("library.bib".into(), false));
        fs::write(root.join("library.bib"), "xy").unwrap();
        assert_eq!(found(&root, &mut sight), ("library.bib".into(), false));
    }

    #[test]
    fn what_editors_leave_for_a_moment_and_what_we_write_is_not_seen() {
        let (_folder, root, mut sight) = site();
        for name in [
            "a.md~",
            "~$a.docx",
            "a.tmp",
            ".a.md.swp",
            "4913",
            ".#a.md",
            "#a.md#",
            "a.md___jb_tmp___",
            ".git/x",
            "a.md.bck",
        ] {
            let path = root.join("briefings").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        for name in ["public/index.html", ".brief/cache", "notes.md"] {
            fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            fs::write(root.join(name), "x").unwrap();
        }
        assert_eq!(found(&root, &mut sight).0, "");
        // A build reads this one, so its edits count.
        fs::write(root.join("briefings/#1.md"), "x").unwrap();
        assert_eq!(found(&root, &mut sight).0, "briefings/#1.md");
    }

    #[test]
    #[cfg(unix)]
    fn a_time_that_is_set_back_hides_nothing() {
        let (_folder, root, mut sight) = site();
        let path = root.join("briefings/a.md");
        let long_ago = SystemTime::UNIX_EPOCH + TICK;
        let write = |text: &str| {
            fs::write(&path, text).unwrap();
            File::options().append(true).open(&path).unwrap().set_modified(long_ago).unwrap();
        };
        for index in 0..20 {
            write(&format!("{index:03}"));
            assert_eq!(found(&root, &mut sight).0, "briefings/a.md", "{index}");
            assert_eq!(found(&root, &mut sight).0, "");
        }
        // Older than a tick in every way, and so known without its content.
        let seen = sight.0.get_mut(&OsString::from("briefings/a.md")).unwrap();
        (seen.touched, seen.fresh) = (Some(long_ago), None);
        assert_eq!(found(&root, &mut sight).0, "briefings/a.md", "it was touched since");
    }

    #[test]
    fn two_saves_of_one_size_in_one_tick_are_two() {
        let (_folder, root, mut sight) = site();
        let path = root.join("briefings/a.md");
        for index in 0..100 {
            let time = File::open(&path).unwrap().metadata().unwrap().modified().unwrap();
            fs::write(&path, format!("{index:03}")).unwrap();
            File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
            assert_eq!(found(&root, &mut sight).0, "briefings/a.md", "{index}");
            assert_eq!(found(&root, &mut sight).0, "");
        }
    }
}
