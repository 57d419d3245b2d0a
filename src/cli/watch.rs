//! `brief watch`: the site in the browser while it is written.

use std::net::IpAddr;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::{SHORT, Terminal, many};
use super::{Ended, SiteArguments};
use crate::cache::Cache;
use crate::pipeline::{self, Wish};
use crate::serve::{self, Place};
use crate::watch::{self, Options, Progress, Surroundings};

/// Arguments of `brief watch`.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Which site, and how messages are written.
    #[command(flatten)]
    site: SiteArguments,
    /// The port to serve at; the next free one if it is taken
    #[arg(long, value_name = "N", default_value_t = serve::PORT)]
    port: u16,
    /// The address to serve at [default: this machine only]
    #[arg(long, value_name = "ADDR")]
    host: Option<IpAddr>,
    /// Opens the browser
    #[arg(long)]
    open: bool,
    /// Shows exactly what would be published: no drafts, nothing under embargo
    #[arg(long)]
    as_published: bool,
}

/// Watches until the process is ended.
pub(super) fn run(arguments: Arguments, terminal: &mut Terminal) -> anyhow::Result<Ended> {
    let root = match super::root(arguments.site.root.as_deref()) {
        Ok(root) => root,
        Err(words) => return Ok(Ended::Usage(words)),
    };
    let place =
        Place { host: arguments.host, port: arguments.port, base_path: pipeline::glance(&root)?.base_path };
    if place.is_public() && !arguments.as_published {
        return Ok(Ended::Usage(
            "at this address other machines could read drafts and embargoed briefs; add `--as-published`"
                .into(),
        ));
    }
    let lent = super::lent(&Cache::of(&root));
    let wish = Wish {
        root,
        at: super::now(),
        show_withheld: !arguments.as_published,
        lenient_with_drafts: arguments.as_published,
        only: None,
        strict: false,
        promised: Vec::new(),
    };
    let options = Options { place, open: arguments.open, terminal: terminal.look };
    let progress = Box::new(Spinner { is_person: terminal.is_person, turning: None });
    let surroundings = Surroundings { clock: super::now, progress, lent };
    watch::watch(wish, options, Box::new(anstream::stderr()), surroundings)?;
    Ok(Ended::Well)
}

/// How long one picture of the spinner stands.
const TURN: Duration = Duration::from_millis(100);

/// A line that moves while the first build goes on, where a person is watching and if it is long.
struct Spinner {
    /// Whether a person is watching.
    is_person: bool,
    /// What ends it, and the thread that waits for that.
    turning: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress for Spinner {
    fn begin(&mut self, files: usize) {
        if !self.is_person {
            return;
        }
        let (end, ended) = channel::<()>();
        let thread = std::thread::spawn(move || {
            if ended.recv_timeout(SHORT) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}")
                .unwrap_or_else(|_| ProgressStyle::default_spinner());
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10))
                .with_style(style)
                .with_elapsed(SHORT)
                .with_message(format!("reading {}", many(files, "file")));
            bar.enable_steady_tick(TURN);
            // Nothing is ever sent: the other end goes.
            ended.recv().ok();
            bar.finish_and_clear();
        });
        self.turning = Some((end, thread));
    }

    fn end(&mut self) {
        if let Some((end, thread)) = self.turning.take() {
            drop(end);
            // A picture that panicked is no reason to stop.
            thread.join().ok();
        }
    }
}
