//! `brief watch`: the site in the browser while it is written.

use std::net::IpAddr;

use clap::Args;

use super::terminal::Terminal;
use super::{Ended, SiteArguments};
use crate::pipeline::{self, Wish};
use crate::serve::{self, Place};
use crate::watch::{self, Options};

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
    watch::watch(wish, options, Box::new(anstream::stderr()))?;
    Ok(Ended::Well)
}
