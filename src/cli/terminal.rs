//! What people see: messages, a short summary, progress on work over a second.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Built;
use crate::publish::Progress;
use crate::report::print::{self, Format};
use crate::report::{Diagnostic, Excerpts, Severity};

/// Work that takes less than this shows no bar.
pub(super) const SHORT: Duration = Duration::from_secs(1);

/// How often a bar says the time.
const TURN: Duration = Duration::from_millis(500);

/// The terminal, or a pipe.
pub(super) struct Terminal {
    /// For messages and summaries.
    err: anstream::Stderr,
    /// For what other programs read.
    out: anstream::Stdout,
    /// How messages are laid out.
    pub look: print::Terminal,
    /// Whether a person is watching.
    pub is_person: bool,
}

impl Terminal {
    /// The one that the program runs in.
    pub fn new() -> Terminal {
        let is_person = std::io::stderr().is_terminal();
        let colour = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
        let width = terminal_size::terminal_size_of(std::io::stderr()).map_or(140, |it| usize::from(it.0.0));
        let look = print::Terminal { colour, width };
        Terminal { err: anstream::stderr(), out: anstream::stdout(), look, is_person }
    }

    /// Says a line to people. A closed pipe is no reason to stop.
    pub fn say(&mut self, line: &str) {
        writeln!(self.err, "{line}").ok();
    }

    /// Gives a line to other programs.
    pub fn give(&mut self, text: &str) {
        self.out.write_all(text.as_bytes()).ok();
    }

    /// Says what is wrong with the machine or the command line.
    pub fn complain(&mut self, word: &str, words: &str, help: Option<&str>) {
        let (on, off) = if self.look.colour { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
        self.say(&format!("{on}{word}{off}: {words}"));
        if let Some(help) = help {
            self.say(&format!("  = help: {help}"));
        }
    }

    /// Says messages, and how many there are. Notes are counted, not shown, unless nothing else is
    /// said or a program reads them.
    pub fn messages<'a>(
        &mut self,
        all: impl IntoIterator<Item = &'a Diagnostic>,
        excerpts: &Excerpts,
        format: Format,
    ) {
        let all: Vec<&Diagnostic> = all.into_iter().collect();
        for it in &all {
            if it.severity == Severity::Note && format == Format::Human {
                continue;
            }
            let text = print::message(it, excerpts, format, self.look);
            match format {
                Format::Human => self.err.write_all(format!("{text}\n").as_bytes()).ok(),
                Format::Short | Format::Json | Format::Github => self.out.write_all(text.as_bytes()).ok(),
            };
        }
        let count = |severity| all.iter().filter(|it| it.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if format == Format::Human && errors > 0 {
            let warnings =
                if warnings > 0 { format!(" and {}", many(warnings, "warning")) } else { String::new() };
            self.complain(
                "failed",
                &format!("{}{warnings}; nothing was published", many(errors, "error")),
                None,
            );
        }
    }

    /// The messages of a build.
    pub fn report(&mut self, built: &Built, format: Format) {
        self.messages(built.report.all(), &built.excerpts, format);
    }

    /// A bar for work that takes over a second, where a person is watching.
    pub fn progress(&self) -> Bar {
        Bar { started: Instant::now(), bar: Mutex::new(None), is_person: self.is_person }
    }
}

/// A bar that shows itself when the work is long.
pub(super) struct Bar {
    /// When the work began.
    started: Instant,
    /// The bar, once it shows.
    bar: Mutex<Option<ProgressBar>>,
    /// Whether a person is watching.
    is_person: bool,
}

impl Bar {
    /// The work has come so far.
    pub fn tell(&self, progress: Progress) {
        if !self.is_person || self.started.elapsed() < SHORT {
            return;
        }
        let (done, of, word) = match progress {
            Progress::Made { done, of } => (done, of, "making"),
            Progress::Moved { done, of } => (done, of, "publishing"),
        };
        let Ok(mut held) = self.bar.lock() else { return };
        let bar = held.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{msg:>10} {wide_bar} {pos}/{len} {elapsed}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = ProgressBar::with_draw_target(Some(of as u64), ProgressDrawTarget::stderr_with_hz(10))
                .with_style(style)
                .with_elapsed(self.started.elapsed());
            // One paper can take up to its limit: the time goes on meanwhile.
            bar.enable_steady_tick(TURN);
            bar
        });
        bar.set_message(word);
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    }

    /// The work is done.
    pub fn end(self) {
        if let Ok(Some(bar)) = self.bar.into_inner() {
            bar.finish_and_clear();
        }
    }
}

/// `1 brief`, `3 briefs`.
pub(super) fn many(count: usize, word: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {word}{end}")
}
