//! The watch: builds the site into memory, shows it, and builds again whenever a look finds a change.
//!
//! 1. The bell rings, or it is time: [`bell`].
//! 2. A look compares the files with those of the look before: [`look`]. No difference, no word. Where
//!    the system named a file, a glance at that one goes ahead, and the look follows the build.
//! 3. The same build as `brief build`, in this thread; one at a time.
//! 4. The server shows the publication, or open pages hear what is wrong over the last good one.
//! 5. The terminal says it too: [`talk`]. Then it looks again at once.
//!
//! What a look saw is noted before the build that it causes. A build therefore reads what the look
//! saw or something newer, and whatever is edited while it runs differs from the note: the look
//! after the build finds it.

mod bell;
mod look;
mod talk;

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

pub use bell::Stop;

use crate::cache::Cache;
use crate::pipeline::{self, Built, Memory, Wish};
use crate::report::print::Terminal;
use crate::serve::{Heard, Place, Server, bug};
use crate::words::SourcePath;
use bell::Bell;
use look::{Changes, Sight};
use talk::Talk;

/// A file that went or was emptied is often half of a save: it is believed after so many looks.
const GAP_LOOKS: u32 = 5;

/// Between those looks; the other half of a save comes within a few milliseconds.
const GAP: Duration = Duration::from_millis(10);

/// How long to wait between two times of keeping what was set.
const KEEP_GAP: Duration = Duration::from_secs(10);

/// How to watch.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the server is wanted.
    pub place: Place,
    /// Whether to open a browser.
    pub open: bool,
    /// How the terminal looks.
    pub terminal: Terminal,
}

/// Watches until the process ends. Drafts and embargoed briefs are shown if the wish says so.
///
/// # Errors
/// There is no port, or the terminal is gone. Mistakes in briefs end nothing.
pub fn watch(wish: Wish, options: Options, out: Box<dyn Write + Send>) -> anyhow::Result<()> {
    Watching::start(pipeline::build, wish, options, out)?.run()
}

/// A watch, with the way to build left open.
pub struct Watching<Build> {
    /// Builds the site.
    build: Build,
    /// What is wanted of a build.
    wish: Wish,
    /// What builds remember.
    memory: Memory,
    /// Files that the site names and that lie outside of its folders, by their path below the root.
    named: Vec<PathBuf>,
    /// What is kept from one run to the next, and when that was done last.
    cache: (Cache, Instant),
    /// Shows what was built.
    server: Server,
    /// Says when to look.
    bell: Bell,
    /// Says what happened.
    talk: Talk,
    /// Whether a browser is still to be opened.
    open: bool,
}

/// Those of the files that the site names which no look at its folders finds.
fn outside(named: &[SourcePath]) -> Vec<PathBuf> {
    let is_outside = |it: &&SourcePath| {
        let folder = it.as_str().split('/').next().unwrap_or_default();
        !look::FOLDERS.contains(&folder)
    };
    named.iter().filter(is_outside).map(|it| PathBuf::from(it.as_str())).collect()
}

impl<Build: FnMut(&Wish, &mut Memory) -> anyhow::Result<Built>> Watching<Build> {
    /// Takes a port and begins to listen for changes; nothing is built yet.
    ///
    /// # Errors
    /// There is no port; others could look and drafts would be shown; the terminal is gone.
    pub fn start(
        build: Build,
        wish: Wish,
        options: Options,
        out: Box<dyn Write + Send>,
    ) -> anyhow::Result<Watching<Build>> {
        let Options { place, open, terminal } = options;
        if let Some(host) = place.host
            && place.is_public()
            && wish.show_withheld
        {
            anyhow::bail!(
                "at {host} other machines could read drafts and embargoed briefs; add `--as-published`"
            );
        }
        let server = Server::start(&place)?;
        let mut talk = Talk::new(out, terminal);
        talk.welcome(&server, &place, wish.show_withheld)?;
        let (bell, trouble) = Bell::new(&wish.root);
        let cache = Cache::of(&wish.root);
        let memory = Memory::with(cache.citations());
        let cache = (cache, Instant::now());
        let mut watching =
            Watching { build, wish, memory, named: Vec::new(), cache, server, bell, talk, open };
        watching.say_silent(trouble)?;
        Ok(watching)
    }

    /// Where it is shown.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// What ends it.
    pub fn stop(&self) -> Stop {
        self.bell.stop()
    }

    /// Builds, looks and builds again, until it is stopped.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn run(mut self) -> anyhow::Result<()> {
        let (mut sight, _) = Sight::of(&self.wish.root, &self.named, &Sight::default());
        self.build(&Changes::default())?;
        if self.open
            && let Err(trouble) = open::that_detached(self.server.url())
        {
            self.talk.line(&format!("no browser could be opened: {trouble}"))?;
        }
        // After a glance comes a look at everything, whatever rings meanwhile.
        let mut may_glance = true;
        loop {
            let heard = self.bell.heard();
            let glance = if may_glance { sight.glance(&self.wish.root, heard) } else { None };
            may_glance = glance.is_none();
            let start = Instant::now();
            let changes = glance.unwrap_or_else(|| self.look(&mut sight));
            let took = start.elapsed();
            if !changes.files.is_empty() {
                let trouble = self.bell.heed();
                self.say_silent(trouble)?;
                self.build(&changes)?;
            } else {
                self.keep();
                if !self.bell.wait(took) {
                    return Ok(());
                }
            }
        }
    }

    /// Keeps for later runs what was set, when there is nothing else to do and not too often: it is
    /// written whole.
    fn keep(&mut self) {
        if self.cache.1.elapsed() > KEEP_GAP {
            self.cache.0.keep_citations(&self.memory.cites);
            self.cache.1 = Instant::now();
        }
    }

    /// Looks at everything, and waits a moment if what it sees may be half of a save.
    fn look(&self, sight: &mut Sight) -> Changes {
        let mut looked = Sight::of(&self.wish.root, &self.named, sight);
        for _ in 1..GAP_LOOKS {
            if !looked.1.is_gap {
                break;
            }
            sleep(GAP);
            looked = Sight::of(&self.wish.root, &self.named, sight);
        }
        let (now, changes) = looked;
        *sight = now;
        changes
    }

    /// Builds once, and shows and says what came of it.
    fn build(&mut self, changes: &Changes) -> anyhow::Result<()> {
        let start = Instant::now();
        let built = catch_unwind(AssertUnwindSafe(|| (self.build)(&self.wish, &mut self.memory)));
        let took = start.elapsed();
        let (code, trouble) = match built {
            Ok(Ok(built)) => return self.show(built, changes, took),
            Ok(Err(trouble)) => ("trouble", format!("{trouble:#}")),
            Err(panic) => {
                // It may have been left half written.
                self.memory = Memory::default();
                ("bug", bug(&*panic))
            }
        };
        if self.server.stage().tell(Heard::trouble(code, trouble.clone()), took) {
            self.talk.failed(changes, &trouble)?;
        }
        Ok(())
    }

    /// Shows what was built, or what stands in the way, and says it if it is anything new.
    fn show(&mut self, built: Built, changes: &Changes, took: Duration) -> anyhow::Result<()> {
        let Built { publication, report, excerpts, summary, named, .. } = built;
        self.named = outside(&named);
        let trouble = self.bell.hang_beside(&self.named);
        self.say_silent(trouble)?;
        let mut heard = Heard::of(&report, &excerpts);
        if !self.wish.show_withheld {
            heard = heard.without(&summary.withheld);
        }
        let stage = self.server.stage();
        let is_new = match publication {
            Some(publication) if !report.has_errors() => {
                stage.show(publication, excerpts.clone(), heard, took)
            }
            _ => stage.tell(heard, took),
        };
        if is_new {
            self.talk.built(changes, (&report, &excerpts), &summary, took)?;
        }
        Ok(())
    }

    /// Says that the bell does not ring here, if that is new.
    fn say_silent(&mut self, trouble: Option<String>) -> anyhow::Result<()> {
        match trouble {
            Some(why) => self.talk.line(&format!("{why}; looking twice a second instead")),
            None => Ok(()),
        }
    }
}
