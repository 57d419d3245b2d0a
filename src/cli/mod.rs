//! The command line: arguments, the clock and the environment become values; outcomes become exit
//! codes.
//!
//! 0 done · 1 mistakes in briefs, settings or theme · 2 wrong usage · 3 trouble with the machine ·
//! 70 a bug.

mod build;
mod check;
mod new;
mod schema;
mod terminal;
#[cfg(feature = "watch")]
mod watch;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::cache::Cache;
use crate::pipeline::Lent;
use crate::report::print::Format;
use crate::words::Instant;
use terminal::Terminal;

/// Turns a folder of Markdown policy briefs into a publication.
#[derive(Parser, Debug)]
#[command(name = "brief", version, about, max_term_width = 100, arg_required_else_help = true)]
struct Line {
    /// What to do.
    #[command(subcommand)]
    command: Command,
}

/// What `brief` can do.
#[derive(Subcommand, Debug)]
enum Command {
    /// Publishes the site
    Build(build::Arguments),
    /// Says everything that is wrong, and writes nothing
    Check(check::Arguments),
    /// Shows the site in the browser while it is written
    #[cfg(feature = "watch")]
    Watch(watch::Arguments),
    /// Starts a site or a brief
    New(new::Arguments),
    /// Prints the JSON Schema of a file, for editors
    Schema(schema::Arguments),
    /// Sets papers that another process of this program sends, until it closes the pipe
    #[cfg(feature = "pdf")]
    #[command(name = crate::typeset::pool::COMMAND, hide = true)]
    SetPapers {
        /// The memory that a paper may take, in bytes
        memory: Option<u64>,
    },
}

/// Arguments of every command that reads a site.
#[derive(Args, Debug, Clone)]
struct SiteArguments {
    /// The folder with `brief.toml` [default: the nearest one upwards]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// How messages are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatWord::Human)]
    message_format: FormatWord,
}

/// How messages are written.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum FormatWord {
    /// With an excerpt.
    Human,
    /// One line each.
    Short,
    /// One JSON object a line.
    Json,
    /// Marks in GitHub's pages.
    Github,
}

impl FormatWord {
    /// The format that is meant.
    fn meant(self) -> Format {
        match self {
            FormatWord::Human => Format::Human,
            FormatWord::Short => Format::Short,
            FormatWord::Json => Format::Json,
            FormatWord::Github => Format::Github,
        }
    }
}

/// How a command ended.
#[derive(Debug)]
enum Ended {
    /// Done.
    Well,
    /// There are mistakes, and they were said.
    Mistakes,
    /// The command line was wrong.
    Usage(String),
    /// The machine gave trouble.
    Trouble(anyhow::Error),
    /// A bug: what happened, with which file in hand.
    Bug(String),
}

/// What a panic said, kept for the message that people see.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Runs the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let line = match Line::try_parse_from(arguments) {
        Ok(line) => line,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            return if error.print().is_ok() { ExitCode::from(code) } else { ExitCode::from(3) };
        }
    };
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or(String::new(), |it| format!(" ({}:{})", it.file(), it.line()));
        if let Ok(mut kept) = PANIC.lock() {
            *kept = Some(format!("{}{place}", info.payload_as_str().unwrap_or("no words")));
        }
    }));
    let mut terminal = Terminal::new();
    let ended =
        catch_unwind(AssertUnwindSafe(|| command(line.command, &mut terminal))).unwrap_or_else(|_| {
            let words = PANIC.lock().ok().and_then(|mut it| it.take());
            Ended::Bug(words.unwrap_or_else(|| "no words".into()))
        });
    let code = match &ended {
        Ended::Well => 0,
        Ended::Mistakes => 1,
        Ended::Usage(words) => {
            terminal.complain("error", words, None);
            2
        }
        Ended::Trouble(error) => {
            terminal.complain("error", &format!("{error:#}"), None);
            3
        }
        Ended::Bug(words) => {
            let help =
                "this is a bug in brief, not in your briefs; please report it with this line and the file";
            terminal.complain("bug", words, Some(help));
            70
        }
    };
    ExitCode::from(code)
}

/// Runs one command.
fn command(command: Command, terminal: &mut Terminal) -> Ended {
    let result = match command {
        Command::Build(it) => build::run(it, terminal),
        Command::Check(it) => check::run(it, terminal),
        #[cfg(feature = "watch")]
        Command::Watch(it) => watch::run(it, terminal),
        Command::New(it) => new::run(&it, terminal),
        Command::Schema(it) => schema::run(&it, terminal),
        #[cfg(feature = "pdf")]
        Command::SetPapers { memory } => {
            let worked = crate::typeset::worker::run(std::io::stdin(), std::io::stdout().lock(), memory);
            worked.map(|()| Ended::Well)
        }
    };
    result.unwrap_or_else(|error| match error.downcast_ref::<crate::publish::Panicked>() {
        Some(it) => Ended::Bug(format!("{} (while making `{}`)", it.message, it.path)),
        None => Ended::Trouble(error),
    })
}

/// The folder of the site: the one named, or the nearest upwards that has `brief.toml`.
fn root(named: Option<&Path>) -> Result<PathBuf, String> {
    let start = match named {
        Some(folder) => {
            let found = folder.canonicalize().map_err(|_| format!("no folder `{}`", folder.display()))?;
            return if found.join("brief.toml").is_file() {
                Ok(found)
            } else {
                Err(format!("no `brief.toml` in `{}`; `brief new site DIR` starts a site", folder.display()))
            };
        }
        None => {
            std::env::current_dir().map_err(|error| format!("the current folder cannot be read: {error}"))?
        }
    };
    let found = start.ancestors().find(|it| it.join("brief.toml").is_file());
    found.map(Path::to_path_buf).ok_or_else(|| {
        "no `brief.toml` here or in a folder above; `brief new site DIR` starts a site, `--root DIR` names one".to_owned()
    })
}

/// What a build is lent: where what is dear to make is kept, and who sets papers, which is this program in other
/// processes.
fn lent(cache: &Cache) -> Lent {
    let (pictures, papers) = (Arc::new(cache.pictures()), Arc::new(cache.papers()));
    let lent = Lent { pictures, papers, ..Lent::default() };
    #[cfg(feature = "pdf")]
    let lent = match program() {
        Some(program) => Lent { typesetter: Arc::new(crate::typeset::pool::Pool::of(program)), ..lent },
        None => lent,
    };
    lent
}

/// This program, so that it can be started again. Where the system tells of the running one, it is that also after
/// its file was replaced.
#[cfg(feature = "pdf")]
fn program() -> Option<PathBuf> {
    let running = PathBuf::from("/proc/self/exe");
    if running.exists() { Some(running) } else { std::env::current_exe().ok() }
}

/// The machine's clock: used for embargoes and nothing else.
#[expect(clippy::disallowed_methods, reason = "the clock arrives as a value from here")]
fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_unix(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// The user's home folder, which is never written to.
#[expect(clippy::disallowed_methods, reason = "the environment arrives as a value from here")]
fn home() -> Option<PathBuf> {
    std::env::home_dir()
}
