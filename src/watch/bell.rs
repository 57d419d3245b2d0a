//! Says when to look at the site: at once when the system reports that something happened there,
//! and now and then without, since systems lose events, and some report none.
//!
//! Events are a bell, and their paths a hint of where to look first. Neither paths nor kinds are
//! believed: they differ between systems, and files in new folders go unreported (notify 8.2: 6 of 40).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::look::FOLDERS;

/// Looks after the bell rang, besides the one at once: what follows an event closely, such as a
/// file in a folder that is new itself, is what systems lose.
const ECHOES: [Duration; 2] = [Duration::from_millis(50), Duration::from_millis(250)];

/// Between looks when nothing happens.
const SWEEP: Duration = Duration::from_secs(2);

/// Between looks where no events arrive.
const POLL: Duration = Duration::from_millis(500);

/// More files than this are not remembered by name: a look at all of them is as quick.
const HEARD_FILES: usize = 64;

/// A look that took time t is followed by 25 t without one, so that idling on a large site costs
/// a core at most four in a hundred.
const REST: u32 = 25;

/// After this many changes in a row that came without an event, none are expected any more.
const MISSED: u32 = 2;

/// Where the bell hangs and how it is heard.
pub(super) struct Bell {
    /// The site.
    root: PathBuf,
    /// Rings; one that nobody took yet stands for all.
    rings: Receiver<()>,
    /// Rings from here.
    rope: SyncSender<()>,
    /// Files of which the system said something since this was last asked.
    heard: Arc<Mutex<BTreeSet<PathBuf>>>,
    /// Whether it is over.
    is_over: Arc<AtomicBool>,
    /// Whether a folder that came later could not be watched any more.
    is_full: Arc<AtomicBool>,
    /// The system's events; `None` where there are none.
    watcher: Option<RecommendedWatcher>,
    /// Folders of files that the site names, outside of its own.
    beside: BTreeSet<PathBuf>,
    /// The folders watched, with what tells a folder from another of its name.
    watched: BTreeMap<PathBuf, u64>,
    /// How many looks there were since the bell rang.
    looks: usize,
    /// How many changes in a row came without an event.
    missed: u32,
}

/// Ends a watch from another thread.
#[derive(Clone)]
pub struct Stop(Arc<AtomicBool>, SyncSender<()>);

impl Stop {
    /// Ends it, after the build that may be running.
    pub fn stop(&self) {
        self.0.store(true, Ordering::SeqCst);
        // A full channel means that it rings already.
        self.1.try_send(()).ok();
    }
}

impl Bell {
    /// Hangs the bell; also says why there is none, if so.
    pub(super) fn new(root: &Path) -> (Bell, Option<String>) {
        let (rope, rings) = sync_channel(1);
        let pulled = rope.clone();
        let (heard, is_full) = (Arc::<Mutex<BTreeSet<PathBuf>>>::default(), Arc::new(AtomicBool::new(false)));
        let (hearing, filled) = (heard.clone(), is_full.clone());
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.as_ref().is_err_and(|it| matches!(it.kind, ErrorKind::MaxFilesWatch)) {
                filled.store(true, Ordering::SeqCst);
            }
            if event.as_ref().map_or(true, is_telling) {
                let mut heard = hearing.lock().unwrap_or_else(PoisonError::into_inner);
                let room = HEARD_FILES.saturating_sub(heard.len());
                heard.extend(event.into_iter().flat_map(|it| it.paths).take(room));
                drop(heard);
                // A full channel means that it rings already.
                pulled.try_send(()).ok();
            }
        });
        let (watcher, trouble) = match watcher {
            Ok(it) => (Some(it), None),
            Err(trouble) => (None, Some(why(&trouble))),
        };
        let is_over = Arc::default();
        let mut bell = Bell {
            root: root.to_owned(),
            rings,
            rope,
            heard,
            is_over,
            is_full,
            watcher,
            beside: BTreeSet::new(),
            watched: BTreeMap::new(),
            looks: ECHOES.len(),
            missed: 0,
        };
        let trouble = trouble.or_else(|| bell.tend());
        (bell, trouble)
    }

    /// Files of which the system said something since this was last asked: where a look may begin.
    pub(super) fn heard(&mut self) -> BTreeSet<PathBuf> {
        std::mem::take(&mut *self.heard.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What ends the wait for good.
    pub(super) fn stop(&self) -> Stop {
        Stop(self.is_over.clone(), self.rope.clone())
    }

    /// Waits until it is time to look, or it is over. `look` is how long a look takes.
    pub(super) fn wait(&mut self, look: Duration) {
        let idle = if self.watcher.is_some() { SWEEP } else { POLL };
        let pause = ECHOES.get(self.looks).copied().unwrap_or(idle.max(look * REST));
        match self.rings.recv_timeout(pause) {
            Ok(()) => (self.looks, self.missed) = (0, 0),
            Err(RecvTimeoutError::Timeout) => self.looks = self.looks.saturating_add(1),
            Err(RecvTimeoutError::Disconnected) => unreachable!("this holds a sender itself"),
        }
    }

    /// Whether the watch was ended.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    /// Gives the bell up if it cannot hang everywhere any more; says why, once. Without this, what
    /// happens in the folders that were left out would be found by the sweep alone.
    pub(super) fn give_up_if_full(&mut self) -> Option<String> {
        let is_full = self.is_full.load(Ordering::SeqCst);
        is_full.then(|| self.watcher.take()).flatten()?;
        Some(why(&notify::Error::new(ErrorKind::MaxFilesWatch)))
    }

    /// Hears that a look found a change: were there no events before it, there may be none at all.
    /// Also follows folders that were replaced. Says why the bell was given up, if it was.
    pub(super) fn heed(&mut self) -> Option<String> {
        self.watcher.as_ref()?;
        // It may have rung while a build ran, with nobody waiting.
        if self.rings.try_recv().is_ok() {
            self.looks = 0;
        }
        self.missed = if self.looks > ECHOES.len() { self.missed + 1 } else { 0 };
        if self.missed >= MISSED {
            self.watcher = None;
            return Some("the system does not report changes of these files".to_owned());
        }
        self.tend()
    }

    /// Hangs the bell beside files that the site names, by their path below its root. Says why it was
    /// given up, if it was.
    pub(super) fn hang_beside(&mut self, files: &[PathBuf]) -> Option<String> {
        self.beside = files.iter().filter_map(|it| Some(self.root.join(it).parent()?.to_owned())).collect();
        self.tend()
    }

    /// Hangs the bell in folders that are new. A folder's bell goes with it when it is replaced.
    fn tend(&mut self) -> Option<String> {
        let watcher = self.watcher.as_mut()?;
        let below = FOLDERS.map(|it| (self.root.join(it), RecursiveMode::Recursive));
        let mut alone = self.beside.clone();
        alone.insert(self.root.clone());
        let alone = alone.into_iter().map(|it| (it, RecursiveMode::NonRecursive));
        for (folder, mode) in alone.chain(below) {
            let Some(identity) = identity(&folder) else {
                self.watched.remove(&folder);
                continue;
            };
            if self.watched.get(&folder) == Some(&identity) {
                continue;
            }
            // Fails if the old folder took it along.
            watcher.unwatch(&folder).ok();
            match watcher.watch(&folder, mode) {
                Ok(()) => {
                    self.watched.insert(folder, identity);
                }
                // Gone since; the event of that rings.
                Err(trouble) if matches!(trouble.kind, ErrorKind::PathNotFound) => {}
                Err(trouble) => {
                    self.watcher = None;
                    return Some(why(&trouble));
                }
            }
        }
        None
    }
}

/// Whether an event can mean a change. Our own reading makes events too; taking those for changes
/// would build for ever.
fn is_telling(event: &Event) -> bool {
    let is_access = matches!(event.kind, EventKind::Access(it) if it != AccessKind::Close(AccessMode::Write));
    event.need_rescan() || !is_access
}

/// Why events cannot be had, for people.
fn why(trouble: &notify::Error) -> String {
    match &trouble.kind {
        ErrorKind::MaxFilesWatch => "the system's limit of watched folders is reached".to_owned(),
        ErrorKind::Io(it) => format!("the system cannot report changes: {it}"),
        _ => format!("the system cannot report changes: {trouble}"),
    }
}

/// What tells a folder from another of its name; `None` if there is no such folder.
fn identity(folder: &Path) -> Option<u64> {
    let metadata = std::fs::metadata(folder).ok().filter(std::fs::Metadata::is_dir)?;
    Some(super::look::inode(&metadata))
}

#[cfg(test)]
mod tests {
    use super::super::look::Sight;
    use super::*;

    #[test]
    fn reading_does_not_ring_and_writing_does() {
        let rings = |kind| is_telling(&Event::new(kind));
        assert!(!rings(EventKind::Access(AccessKind::Open(AccessMode::Any))));
        assert!(!rings(EventKind::Access(AccessKind::Close(AccessMode::Read))));
        assert!(rings(EventKind::Access(AccessKind::Close(AccessMode::Write))));
        assert!(rings(EventKind::Any));
        assert!(is_telling(
            &Event::new(EventKind::Access(AccessKind::Any)).set_flag(notify::event::Flag::Rescan)
        ));
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test makes files of its own")]
    fn a_look_does_not_ring_and_a_save_does() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("briefings/x/a.md");
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, "one").unwrap();
        let (bell, trouble) = Bell::new(folder.path());
        assert_eq!(trouble, None);
        let mut sight = Sight::default();
        for _ in 0..20 {
            // The file is young, so that a look reads it too.
            sight = Sight::of(folder.path(), &[], &sight).0;
        }
        // Longer than events take; a bell that rings late passes, and never fails without a reason.
        assert!(bell.rings.recv_timeout(Duration::from_millis(300)).is_err());
        std::fs::write(&file, "two").unwrap();
        assert!(bell.rings.recv_timeout(Duration::from_secs(20)).is_ok());
    }

    #[test]
    fn the_bell_is_given_up_when_changes_come_without_it() {
        let folder = tempfile::tempdir().unwrap();
        let (mut bell, trouble) = Bell::new(folder.path());
        assert_eq!(trouble, None);
        bell.looks = 9;
        assert_eq!(bell.heed(), None);
        assert!(bell.heed().is_some());
        assert!(bell.watcher.is_none());
        assert_eq!(bell.heed(), None, "said once");
    }

    #[test]
    fn the_bell_is_given_up_when_a_new_folder_finds_no_room() {
        let folder = tempfile::tempdir().unwrap();
        let (mut bell, _) = Bell::new(folder.path());
        assert_eq!(bell.give_up_if_full(), None);
        bell.is_full.store(true, Ordering::SeqCst);
        assert!(bell.give_up_if_full().is_some_and(|it| it.contains("limit")));
        assert!(bell.watcher.is_none());
        assert_eq!(bell.give_up_if_full(), None, "said once");
    }

    #[test]
    fn a_stop_ends_the_wait() {
        let folder = tempfile::tempdir().unwrap();
        let (mut bell, _) = Bell::new(folder.path());
        bell.stop().stop();
        // Would be two seconds and no more, were it not for the stop.
        bell.wait(Duration::ZERO);
        assert!(bell.is_over() && bell.looks == 0);
    }
}
