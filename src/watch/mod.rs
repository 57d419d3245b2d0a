//! The watch: builds the site into memory, shows it, and builds again whenever a look finds a change.
//!
//! 1. The bell rings, or it is time: [`bell`].
//! 2. A look compares the files with those of the look before: [`look`]. No difference, no word. Where
//!    the system named a file, a glance at that one goes ahead, and the look follows the build. What may
//!    be half of a save, or the beginning of many, is looked at again: [`lull`].
//! 3. The same build as `brief build`, in this thread; one at a time.
//! 4. The server shows the publication, or open pages hear what is wrong over the last good one.
//! 5. The terminal says it too: [`talk`]. Then it looks again at once.
//!
//! What a look saw is noted before the build that it causes. A build therefore reads what the look
//! saw or something newer, and whatever is edited while it runs differs from the note: the look
//! after the build finds it.

mod bell;
mod look;
mod lull;
mod rebuilt;
mod talk;

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

pub use bell::Stop;

use crate::cache::Cache;
use crate::cite::Memo;
use crate::pipeline::{self, Built, Lent, Memory, Wish};
use crate::report::print::Terminal;
use crate::serve::{Heard, Place, Server, bug};
use crate::words::{Instant as Moment, SourcePath};
use bell::Bell;
use look::Sight;
use lull::{Busy, GAP};
use rebuilt::{Files, Rebuilt};
use talk::{Cause, Talk};

/// So often in a row mistakes are not said because something changed while they were found: a build
/// that meets a file in the midst of its save reads half of it.
const HELD_BACK: u32 = 5;

/// After trouble with the machine, such as a network drive that is away, the next try comes after
/// this, or after ten times what the last took.
const RETRY: Duration = Duration::from_secs(2);

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

/// What a watch needs of the machine that runs it, beside files and a port.
pub struct Surroundings {
    /// The clock: an embargo that ends while a site is watched ends there too.
    pub clock: fn() -> Moment,
    /// Shows that the first build goes on.
    pub progress: Box<dyn Progress>,
    /// What builds are lent.
    pub lent: Lent,
}

/// Shows a person that the first build goes on, which can take seconds.
pub trait Progress: Send {
    /// It begins, over so many files.
    fn begin(&mut self, files: usize);

    /// It is over; what is said next needs the line.
    fn end(&mut self);
}

/// Watches until the process ends. Drafts and embargoed briefs are shown if the wish says so.
///
/// # Errors
/// There is no port, or the terminal is gone. Mistakes in briefs end nothing.
pub fn watch(
    wish: Wish,
    options: Options,
    out: Box<dyn Write + Send>,
    surroundings: Surroundings,
) -> anyhow::Result<()> {
    Watching::start(pipeline::build, wish, options, out)?.inside(surroundings).run()
}

/// A watch, with the way to build left open.
pub struct Watching<Build> {
    /// Builds the site.
    build: Build,
    /// What is wanted of a build.
    wish: Wish,
    /// Gives each build its moment; without it all have that of the wish.
    clock: Option<fn() -> Moment>,
    /// When the next embargo ends, and of which brief.
    due: Option<(Moment, String)>,
    /// Shows that the first build goes on.
    progress: Option<Box<dyn Progress>>,
    /// When to try again, after a build that ended in trouble with the machine.
    retry: Option<Instant>,
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
    /// The files that are shown.
    files: Files,
    /// Changed files of builds of which nothing was said, and how many builds those were.
    unsaid: (Vec<PathBuf>, u32),
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
        let memory = Memory::with(cache.citations(), Lent::default());
        let cache = (cache, Instant::now());
        let mut watching = Watching {
            build,
            wish,
            clock: None,
            due: None,
            progress: None,
            retry: None,
            memory,
            named: Vec::new(),
            cache,
            server,
            bell,
            talk,
            files: Files::default(),
            unsaid: (Vec::new(), 0),
            open,
        };
        watching.say_silent(trouble)?;
        Ok(watching)
    }

    /// With the clock and the terminal of the machine that runs it, and what it lends.
    #[must_use]
    pub fn inside(mut self, surroundings: Surroundings) -> Watching<Build> {
        self.clock = Some(surroundings.clock);
        self.progress = Some(surroundings.progress);
        self.memory.lent = surroundings.lent;
        self
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
        if let Some(progress) = &mut self.progress {
            progress.begin(sight.count());
        }
        self.build(&Cause::Start, &sight)?;
        if self.open
            && let Err(trouble) = open::that_detached(self.server.url())
        {
            self.talk.line(&format!("no browser could be opened: {trouble}"))?;
        }
        let mut busy = Busy::default();
        // A site that changes without a rest never waits.
        while !self.bell.is_over() {
            let heard = self.bell.heard();
            let start = Instant::now();
            let mut changes = match busy.glance(&self.wish.root, heard, &mut sight) {
                Some(changes) => changes,
                None => {
                    let (now, changes) = busy.look(&self.wish.root, &self.named, &sight);
                    sight = now;
                    changes
                }
            };
            let took = start.elapsed();
            let trouble = self.bell.give_up_if_full();
            self.say_silent(trouble)?;
            if !changes.files.is_empty() {
                let trouble = self.bell.heed();
                self.say_silent(trouble)?;
                changes.add(std::mem::take(&mut self.unsaid.0));
                self.build(&Cause::Files(&changes.files), &sight)?;
            } else if self.unsaid.1 > 0 {
                // What had changed is as it was, and the mistakes still are to be said.
                self.build(&Cause::Again, &sight)?;
            } else if let Some((_, brief)) = self.take_due() {
                self.build(&Cause::Due(&brief), &sight)?;
            } else if self.retry.is_some_and(|it| it <= Instant::now()) {
                self.build(&Cause::Again, &sight)?;
            } else {
                self.keep();
                let start = Instant::now();
                self.bell.wait(took);
                busy.waited(start.elapsed());
            }
        }
        Ok(())
    }

    /// The embargo that ended since the last build, if one did.
    fn take_due(&mut self) -> Option<(Moment, String)> {
        let now = self.clock?();
        self.due.take_if(|it| it.0 <= now)
    }

    /// Keeps for later runs what was set, when there is nothing else to do and not too often: it is
    /// written whole.
    fn keep(&mut self) {
        if self.cache.1.elapsed() > KEEP_GAP {
            self.cache.0.keep_citations(&self.memory.cites);
            self.cache.1 = Instant::now();
        }
    }

    /// Whether mistakes are better not said yet: the site is not what it was when the build began, so
    /// that the next build has another opinion.
    fn holds_back(&mut self, cause: &Cause<'_>, sight: &Sight) -> bool {
        sleep(GAP);
        let (_, since) = Sight::of(&self.wish.root, &self.named, sight);
        if since.files.is_empty() || self.unsaid.1 >= HELD_BACK {
            self.unsaid.1 = 0;
            return false;
        }
        if let Cause::Files(files) = cause {
            self.unsaid.0 = files.to_vec();
        }
        self.unsaid.1 += 1;
        true
    }

    /// Builds what a look saw, or something newer, and shows and says what came of it.
    fn build(&mut self, cause: &Cause<'_>, sight: &Sight) -> anyhow::Result<()> {
        if let Some(clock) = self.clock {
            self.wish.at = clock();
        }
        let start = Instant::now();
        let built = catch_unwind(AssertUnwindSafe(|| (self.build)(&self.wish, &mut self.memory)));
        let took = start.elapsed();
        if let Some(mut progress) = self.progress.take() {
            progress.end();
        }
        self.retry = None;
        if built.is_err() {
            // It may have been left half written.
            self.memory = Memory::with(Memo::default(), self.memory.lent.clone());
        }
        let (code, trouble) = match built {
            Ok(Ok(built)) if built.publication.is_some() && !built.report.has_errors() => {
                return self.show(built, cause, took);
            }
            _ if self.holds_back(cause, sight) => return Ok(()),
            Ok(Ok(built)) => return self.show(built, cause, took),
            Ok(Err(trouble)) => {
                self.retry = Some(Instant::now() + RETRY.max(10 * took));
                ("trouble", format!("{trouble:#}"))
            }
            Err(panic) => ("bug", bug(&*panic)),
        };
        if self.server.stage().tell(Heard::trouble(code, trouble.clone()), took) {
            self.talk.failed(cause, &trouble)?;
        }
        Ok(())
    }

    /// Shows what was built, or what stands in the way, and says it if it is anything new.
    fn show(&mut self, built: Built, cause: &Cause<'_>, took: Duration) -> anyhow::Result<()> {
        self.unsaid.1 = 0;
        let Built { publication, report, excerpts, summary, named, .. } = built;
        self.due.clone_from(&summary.next_change);
        self.named = outside(&named);
        let trouble = self.bell.hang_beside(&self.named);
        self.say_silent(trouble)?;
        let mut heard = Heard::of(&report, &excerpts);
        if !self.wish.show_withheld {
            heard = heard.without(&summary.withheld);
        }
        let stage = self.server.stage();
        let mut rebuilt = Rebuilt::default();
        let is_new = match publication {
            Some(publication) if !report.has_errors() => {
                let shown = publication.clone();
                let is_new = stage.show(publication, excerpts.clone(), heard, took);
                if is_new {
                    // After it is shown: keys of all files take longer than a page.
                    rebuilt = self.files.note(&shown);
                }
                is_new
            }
            _ => stage.tell(heard, took),
        };
        if is_new {
            self.talk.built(cause, (&report, &excerpts), (&summary, rebuilt), took)?;
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
