//! `brief check`: everything that is wrong, in all briefs or in some; nothing is written.

use std::path::PathBuf;

use clap::Args;
use rayon::prelude::*;

use super::terminal::{Terminal, many};
use super::{Ended, SiteArguments};
use crate::cache::Cache;
use crate::output::NotMade;
use crate::pipeline::{self, Lent, Memory, Wish};
use crate::publish;
use crate::report::print::Format;
use crate::report::{self, Diagnostic, Severity};
use crate::words::SourcePath;

/// Arguments of `brief check`.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Only what is wrong in these files
    files: Vec<PathBuf>,
    /// Which site, and how messages are written.
    #[command(flatten)]
    site: SiteArguments,
    /// Warnings fail too
    #[arg(long)]
    strict: bool,
}

/// Checks drafts too: that is when one wants to know.
pub(super) fn run(arguments: Arguments, terminal: &mut Terminal) -> anyhow::Result<Ended> {
    let format = arguments.site.message_format.meant();
    let root = match super::root(arguments.site.root.as_deref()) {
        Ok(root) => root,
        Err(words) => return Ok(Ended::Usage(words)),
    };
    let mut files = Vec::new();
    for file in &arguments.files {
        let Ok(real) = file.canonicalize() else {
            return Ok(Ended::Usage(format!("no file `{}`", file.display())));
        };
        let real_root = root.canonicalize()?;
        match SourcePath::inside(&real_root, &real) {
            Some(path) => files.push(path),
            None => return Ok(Ended::Usage(format!("`{}` is not a file of this site", file.display()))),
        }
    }
    let glance = pipeline::glance(&root)?;
    let wish = Wish {
        at: super::now(),
        show_withheld: true,
        lenient_with_drafts: false,
        only: None,
        strict: arguments.strict,
        promised: publish::last(&root.join(&glance.output)).map(|it| it.promises).unwrap_or_default(),
        root,
    };
    let mut memory = Memory::with(Cache::of(&wish.root).citations(), Lent::default());
    let built = pipeline::build(&wish, &mut memory)?;
    let mut all: Vec<Diagnostic> = built.report.all().to_vec();
    if let Some(publication) = &built.publication {
        // A template can be wrong for one brief only, which shows when that page is made.
        let pages = publication.places.par_iter().enumerate();
        let made: Vec<NotMade> = pages
            .filter(|it| it.1.wave != crate::output::Wave::Asset)
            .filter_map(|it| publication.make(it.0).err())
            .collect();
        for it in made {
            match it {
                NotMade::Mistakes(mistakes) => all.extend(mistakes),
                NotMade::Trouble(error) => return Err(error),
            }
        }
        report::once_each(&mut all);
    }
    if !files.is_empty() {
        let own = files.clone();
        files.extend(own.iter().flat_map(|it| built.companions(it)));
        let touches = |it: &Diagnostic| {
            it.at
                .iter()
                .map(|at| &at.file)
                .chain(it.others.iter().map(|it| &it.0.file))
                .any(|it| files.contains(it))
        };
        all.retain(touches);
    }
    let errors = all.iter().filter(|it| it.severity == Severity::Error).count();
    terminal.messages(&all, &built.excerpts, format);
    if format == Format::Human && errors == 0 {
        let count = |severity| all.iter().filter(|it| it.severity == severity).count();
        let rest = match (count(Severity::Warning), count(Severity::Note)) {
            (0, 0) => String::new(),
            (0, notes) => format!(", {}", many(notes, "note")),
            (warnings, _) => format!(", {}", many(warnings, "warning")),
        };
        terminal.say(&format!("{}: no errors{rest}", built.summary.title));
    }
    Ok(if errors > 0 { Ended::Mistakes } else { Ended::Well })
}
