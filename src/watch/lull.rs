//! A look that is looked at twice: what it saw may be half of a save, or the first of many files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::look::{Changes, Sight};

/// A file that went, or is empty since this look, is often half of a save: it is believed after so many looks.
const GAP_LOOKS: u32 = 5;

/// Between those looks; the other half of a save comes within a few milliseconds.
pub(super) const GAP: Duration = Duration::from_millis(10);

/// So many files that change without a rest between are a checkout or a copy that may go on. Builds
/// in its midst would be in vain, and would complain of what is only not there yet.
const CROWD: usize = 20;

/// Between looks at a crowd; it has come when one of them finds nothing more. A wait of this length is a
/// rest.
const LULL: Duration = Duration::from_millis(20);

/// How long a crowd is waited for; what comes after that gets a build of its own.
const LULL_MAX: Duration = Duration::from_secs(1);

/// A save touches a file and perhaps a few beside it; more at once is no save, and a glance at some of
/// them would be a build in vain.
const GLANCE_FILES: usize = 8;

/// Files that changed since there was a rest, up to a crowd.
#[derive(Default)]
pub(super) struct Busy(BTreeSet<PathBuf>);

impl Busy {
    /// Nothing happened for so long.
    pub(super) fn waited(&mut self, wait: Duration) {
        if wait >= LULL {
            self.0.clear();
        }
    }

    /// Looks first at the few files of which the system spoke, if nothing else happened since there was
    /// a rest: most saves are seen so without a look at the whole site, which has to follow.
    pub(super) fn glance(
        &mut self,
        root: &Path,
        heard: BTreeSet<PathBuf>,
        sight: &mut Sight,
    ) -> Option<Changes> {
        if !self.0.is_empty() || heard.len() > GLANCE_FILES {
            return None;
        }
        let changes = sight.glance(root, heard)?;
        self.0.extend(changes.files.iter().cloned());
        Some(changes)
    }

    /// Looks, and waits a moment if what it sees may not be all. A save of a file or a few that is
    /// whole is never waited for.
    pub(super) fn look(&mut self, root: &Path, named: &[PathBuf], before: &Sight) -> (Sight, Changes) {
        let mut looked = Sight::of(root, named, before);
        for _ in 1..GAP_LOOKS {
            if !looked.1.is_gap {
                break;
            }
            sleep(GAP);
            looked = Sight::of(root, named, before);
        }
        self.0.extend(looked.1.files.iter().take(CROWD).cloned());
        let start = Instant::now();
        while !looked.1.files.is_empty() && self.0.len() >= CROWD && start.elapsed() < LULL_MAX {
            sleep(LULL);
            let (sight, more) = Sight::of(root, named, &looked.0);
            looked.0 = sight;
            if more.files.is_empty() {
                break;
            }
            looked.1.add(more.files);
        }
        looked
    }
}
