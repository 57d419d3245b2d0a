//! What the watch says at the terminal: one block a build, and nothing when nothing changed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;

use super::rebuilt::Rebuilt;
use crate::pipeline::Summary;
use crate::report::print::{Format, Terminal, message};
use crate::report::{Diagnostic, Excerpts, Report, Severity};
use crate::serve::{Place, Server};
use crate::words::SourcePath;

/// So many changed files are named; the rest are counted.
const NAMED_FILES: usize = 3;

/// So many messages are printed; the rest are counted.
const PRINTED_MESSAGES: usize = 50;

/// Why there is a build.
pub(super) enum Cause<'a> {
    /// The watch begins.
    Start,
    /// These files changed; sorted.
    Files(&'a [PathBuf]),
    /// The embargo of the brief of this name ended.
    Due(&'a str),
    /// The last build ended in trouble with the machine, which may be over.
    Again,
}

/// Says things, and remembers which warnings it has said.
pub(super) struct Talk {
    /// Where to.
    out: Box<dyn Write + Send>,
    /// How that looks.
    terminal: Terminal,
    /// Whether there was a build without errors, and so a site to look at.
    has_site: bool,
    /// The last build's warnings. Not their places: text above them moves those.
    warned: BTreeSet<(&'static str, String, Option<SourcePath>)>,
}

impl Talk {
    /// Begins a talk.
    pub(super) fn new(out: Box<dyn Write + Send>, terminal: Terminal) -> Talk {
        Talk { out, terminal, has_site: false, warned: BTreeSet::new() }
    }

    /// Where to look, before anything is built.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(super) fn welcome(
        &mut self,
        server: &Server,
        wanted: &Place,
        shows_withheld: bool,
    ) -> anyhow::Result<()> {
        let mut text = String::new();
        let place = server.place();
        if wanted.port != 0 && place.port != wanted.port {
            text += &format!("port {} is taken; this is port {}\n", wanted.port, place.port);
        }
        text += &format!("open {}\n", server.url());
        text += match shows_withheld {
            true => "drafts and embargoed briefs are shown, marked\n",
            false => "the site is shown as it would be published\n",
        };
        if place.is_public() {
            text += "other machines can look at it\n";
        }
        self.say(&text)
    }

    /// A line of its own.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(super) fn line(&mut self, text: &str) -> anyhow::Result<()> {
        self.say(&format!("{text}\n"))
    }

    /// What a build came to. Errors are said each time; a warning when it is new.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(super) fn built(
        &mut self,
        cause: &Cause<'_>,
        (report, excerpts): (&Report, &Excerpts),
        (summary, rebuilt): (&Summary, Rebuilt),
        took: Duration,
    ) -> anyhow::Result<()> {
        let mut text = opening(cause);
        let before = std::mem::take(&mut self.warned);
        let mut said: Vec<&Diagnostic> = Vec::new();
        for it in report.all().iter().filter(|it| it.severity != Severity::Note) {
            let name = (it.code, it.message.clone(), it.at.as_ref().map(|it| it.file.clone()));
            if it.severity == Severity::Error || !before.contains(&name) {
                said.push(it);
            }
            if it.severity != Severity::Error {
                self.warned.insert(name);
            }
        }
        said.sort_by_key(|it| it.severity != Severity::Error);
        for it in said.iter().take(PRINTED_MESSAGES) {
            text += &message(it, excerpts, Format::Human, self.terminal);
            text.push('\n');
        }
        if said.len() > PRINTED_MESSAGES {
            text += &format!("and {} more; `brief check` says them all\n", said.len() - PRINTED_MESSAGES);
        }
        let warnings = |before: &str| match report.count(Severity::Warning) {
            0 => String::new(),
            count => format!("{before} {}", counted(count, "warning")),
        };
        let errors = report.count(Severity::Error);
        text += &if errors == 0 {
            let is_first = !std::mem::replace(&mut self.has_site, true);
            let (what, took) = (site(summary), shown(took));
            match is_first {
                true => format!("{what} in {took}{}\n", warnings(",")),
                false => format!("built in {took}: {}{}\n", files(rebuilt), warnings(";")),
            }
        } else {
            format!("{}{}; {}\n", counted(errors, "error"), warnings(","), self.standing())
        };
        self.say(&text)
    }

    /// A build that ended in trouble.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(super) fn failed(&mut self, cause: &Cause<'_>, trouble: &str) -> anyhow::Result<()> {
        self.say(&format!("{}error: {trouble}\n{}\n", opening(cause), self.standing()))
    }

    /// What an error leaves to look at.
    fn standing(&self) -> &'static str {
        if self.has_site { "the last good site stays" } else { "the site appears when that is mended" }
    }

    /// Writes one block.
    fn say(&mut self, text: &str) -> anyhow::Result<()> {
        let written = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
        written.context("failed to write to the terminal")
    }
}

/// Why there is a build, in a line; empty for the first, before which nothing is known.
fn opening(cause: &Cause<'_>) -> String {
    let all = match cause {
        Cause::Start => return String::new(),
        Cause::Due(brief) => return format!("\nthe embargo of {} has ended\n", readable(brief)),
        Cause::Again => return "\ntried again\n".to_owned(),
        Cause::Files(all) => all,
    };
    let names: Vec<String> = all.iter().take(NAMED_FILES).map(|it| readable(&it.to_string_lossy())).collect();
    match all.len() - names.len() {
        0 => format!("\nchanged {}\n", names.join(", ")),
        more => format!("\nchanged {} and {more} more\n", names.join(", ")),
    }
}

/// What a build changed of the site.
fn files(it: Rebuilt) -> String {
    let changed = (it.changed > 0).then(|| format!("{} changed", counted(it.changed, "file")));
    let others = [(it.new, "new"), (it.gone, "gone")].into_iter().filter(|it| it.0 > 0);
    let parts: Vec<String> =
        changed.into_iter().chain(others.map(|(count, what)| format!("{count} {what}"))).collect();
    if parts.is_empty() { "the pages are as they were".to_owned() } else { parts.join(", ") }
}

/// A path as people read it on every system, without what could steer a terminal.
fn readable(path: &str) -> String {
    path.chars().map(|it| if it == '\\' { '/' } else { it }).filter(|it| !it.is_control()).collect()
}

/// What was built, in numbers.
fn site(it: &Summary) -> String {
    let mut text = format!("built {}", counted(it.briefs, "brief"));
    let more = [(it.comparisons, "comparison"), (it.pages, "page")];
    for (count, what) in more.into_iter().filter(|it| it.0 > 0) {
        write!(text, ", {}", counted(count, what)).expect("text can be written to");
    }
    if !it.withheld.is_empty() {
        write!(text, " ({} withheld)", it.withheld.len()).expect("text can be written to");
    }
    text
}

/// `1 error`, `2 errors`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A span of time, with two digits that mean something.
fn shown(took: Duration) -> String {
    if took < Duration::from_secs(1) {
        format!("{} ms", took.as_millis())
    } else {
        format!("{:.1} s", took.as_secs_f32())
    }
}
