//! `brief build`: publishes, or says what would change.

use std::path::{Path, PathBuf};
use std::time::Instant as Stopwatch;

use clap::Args;
use serde_json::json;

use super::terminal::{Terminal, many};
use super::{Ended, SiteArguments};
use crate::cache::Cache;
use crate::pipeline::{self, Built, Memory, Summary, Wish};
use crate::publish::{self, Changes, Refusal, Target};
use crate::report::print::Format;
use crate::words::{Instant, OutPath};
use crate::{input, output};

/// Arguments of `brief build`.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Which site, and how messages are written.
    #[command(flatten)]
    site: SiteArguments,
    /// Where to publish [default: `output` in brief.toml, else `public`]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The moment that decides embargoes, such as 2026-12-01T06:00+02:00 [default: now]
    #[arg(long, value_name = "DATETIME")]
    at: Option<String>,
    /// Shows drafts and embargoed briefs too, marked; needs --out
    #[arg(long)]
    drafts: bool,
    /// Only these kinds of output, such as html,sitemap
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    only: Option<Vec<String>>,
    /// Warnings fail too
    #[arg(long)]
    strict: bool,
    /// Writes nothing and lists what would change
    #[arg(long)]
    dry_run: bool,
    /// Replaces files in the output folder that are not the site's own
    #[arg(long)]
    adopt: bool,
}

/// Builds and publishes.
pub(super) fn run(arguments: Arguments, terminal: &mut Terminal) -> anyhow::Result<Ended> {
    let started = Stopwatch::now();
    let format = arguments.site.message_format.meant();
    let root = match super::root(arguments.site.root.as_deref()) {
        Ok(root) => root,
        Err(words) => return Ok(Ended::Usage(words)),
    };
    if let Some(unknown) = arguments.only.iter().flatten().find(|it| !output::names().contains(&it.as_str()))
    {
        return Ok(Ended::Usage(format!(
            "no kind of output `{unknown}`; there are {}",
            output::names().join(", ")
        )));
    }
    let glance = pipeline::glance(&root)?;
    let own = root.join(&glance.output);
    let (at, is_future) = match clock(arguments.at.as_deref()) {
        Ok(it) => it,
        Err(words) => return Ok(Ended::Usage(words)),
    };
    let out = match &arguments.out {
        Some(out) => std::path::absolute(out)?,
        None => own.clone(),
    };
    let is_own = same_folder(&out, &own);
    if is_own && !arguments.dry_run && (arguments.drafts || is_future) {
        let what = if arguments.drafts { "--drafts" } else { "an --at in the future" };
        return Ok(Ended::Usage(format!(
            "{what} would publish what is withheld; name another folder with --out"
        )));
    }
    let last = publish::last(&out);
    let wish = Wish {
        root: root.clone(),
        at,
        show_withheld: arguments.drafts,
        lenient_with_drafts: !arguments.drafts,
        only: arguments.only,
        strict: arguments.strict,
        // A folder whose list cannot be read is refused below, with the reason.
        promised: last.as_ref().map(|it| it.promises.clone()).unwrap_or_default(),
    };
    let cache = Cache::of(&root);
    let mut memory = Memory::with(cache.citations(), super::lent(&cache));
    let built = pipeline::build(&wish, &mut memory)?;
    terminal.report(&built, format);
    let Some(publication) = &built.publication else { return Ok(Ended::Mistakes) };
    let target = Target {
        sources: vec![root.join(input::BRIEFINGS), root.join(input::THEMES)],
        root,
        out: out.clone(),
        home: super::home(),
        adopt: arguments.adopt,
    };
    let bar = terminal.progress();
    let result = if arguments.dry_run {
        publish::preview(publication, &target)
    } else {
        publish::publish(publication, &target, &|it| bar.tell(it))
    };
    bar.end();
    // Whatever became of the publication: what was set is set.
    if !arguments.dry_run {
        cache.keep_citations(&memory.cites);
        cache.pictures().forget_others(&publication.pictures());
        if let Some(papers) = publication.papers() {
            cache.papers().forget_others(&papers);
        }
    }
    let changes = match result {
        Ok(changes) => changes,
        Err(Refusal::Mistakes(mistakes)) => {
            terminal.messages(&mistakes, &built.excerpts, format);
            return Ok(Ended::Mistakes);
        }
        Err(Refusal::Trouble(error)) => return Err(error),
        Err(refusal @ Refusal::Locked) => return Ok(Ended::Trouble(anyhow::anyhow!("{refusal}"))),
        Err(refusal) => return Ok(Ended::Usage(refusal.to_string())),
    };
    tell(terminal, format, arguments.dry_run, (&changes, &built), (&out, started.elapsed().as_millis()));
    // The process ends here, and its memory with it. Giving back ten thousand briefs piece by piece took a tenth of a
    // build.
    std::mem::forget(built);
    Ok(Ended::Well)
}

/// Says what was done: to people, or to programs.
fn tell(
    terminal: &mut Terminal,
    format: Format,
    is_dry: bool,
    (changes, built): (&Changes, &Built),
    (out, took): (&Path, u128),
) {
    match format {
        Format::Json => terminal.give(&(as_json(changes, &built.summary, out) + "\n")),
        _ if is_dry => preview(terminal, changes, &built.summary),
        Format::Human => {
            let said = (
                built.report.count(crate::report::Severity::Warning),
                built.report.count(crate::report::Severity::Note),
            );
            summary(terminal, changes, &built.summary, out, took, said);
        }
        Format::Short | Format::Github => withheld(terminal, &built.summary),
    }
}

/// The build's clock, and whether it runs ahead of the machine's.
fn clock(at: Option<&str>) -> Result<(Instant, bool), String> {
    let now = super::now();
    match at {
        None => Ok((now, false)),
        Some(text) => match Instant::parse(text) {
            Ok(at) => {
                let is_future = at > now;
                Ok((at, is_future))
            }
            Err(_) => Err(format!(
                "`{text}` is not a moment; write one such as 2026-12-01T06:00+02:00 or 2026-12-01T06:00[Europe/Tallinn]"
            )),
        },
    }
}

/// Whether two paths lead to one folder.
fn same_folder(one: &Path, other: &Path) -> bool {
    let real = |it: &Path| it.canonicalize().unwrap_or_else(|_| it.to_path_buf());
    one == other || real(one) == real(other)
}

/// A path as people would type it from where they are.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}

/// What was published.
fn summary(
    terminal: &mut Terminal,
    changes: &Changes,
    summary: &Summary,
    out: &Path,
    millis: u128,
    said: (usize, usize),
) {
    let briefs = many(summary.briefs, "brief");
    let of_them = if summary.comparisons > 0 {
        format!(" ({})", many(summary.comparisons, "comparison"))
    } else {
        String::new()
    };
    let pages = if summary.pages > 0 { format!(", {}", many(summary.pages, "page")) } else { String::new() };
    terminal.say(&format!("{}: {briefs}{of_them}{pages} in {} ms", summary.title, millis));
    let parts = [
        (changes.added.len(), "added"),
        (changes.changed.len(), "changed"),
        (changes.removed.len(), "removed"),
        (changes.unchanged, "unchanged"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|it| it.0 > 0).map(|(count, word)| format!("{count} {word}")).collect();
    terminal.say(&format!("  files      {}", parts.join(", ")));
    withheld(terminal, summary);
    if !changes.removed.is_empty() {
        terminal.say(&format!("  removed    {} (delete at the host too)", list(&changes.removed)));
    }
    match said {
        (0, 0) => {}
        (warnings, notes) => {
            let words = [(warnings, "warning"), (notes, "note")];
            let words: Vec<String> =
                words.iter().filter(|it| it.0 > 0).map(|(count, word)| many(*count, word)).collect();
            let hint = if notes > 0 { "; `--message-format short` shows notes" } else { "" };
            terminal.say(&format!("  said       {}{hint}", words.join(", ")));
        }
    }
    if summary.papers_left_out > 0 {
        let briefs = many(summary.papers_left_out, "brief");
        terminal.say(&format!("  no PDF     of {briefs}: this program was built without the feature `pdf`"));
    }
    terminal.say(&format!("  published  {}", shown(out)));
    terminal.say(&format!("  look       open {}, or run `brief watch`", shown(&out.join("index.html"))));
}

/// What was withheld, and when that changes.
fn withheld(terminal: &mut Terminal, summary: &Summary) {
    for it in &summary.withheld {
        terminal.say(&format!("  withheld   {} ({})", it.source, it.why));
    }
    if let Some((at, brief)) = &summary.next_change {
        terminal.say(&format!("  next change: {at} ({brief})"));
    }
}

/// What would be published.
fn preview(terminal: &mut Terminal, changes: &Changes, summary: &Summary) {
    terminal.say(&format!("{}: nothing was written", summary.title));
    for (word, paths) in [("add", &changes.added), ("change", &changes.changed), ("remove", &changes.removed)]
    {
        for path in paths {
            terminal.say(&format!("  {word:<8} {path}"));
        }
    }
    terminal.say(&format!("  {} unchanged", changes.unchanged));
    withheld(terminal, summary);
}

/// At most five names.
fn list(paths: &[OutPath]) -> String {
    let names: Vec<&str> = paths.iter().take(5).map(OutPath::as_str).collect();
    let more = if paths.len() > 5 { format!(" and {} more", paths.len() - 5) } else { String::new() };
    format!("{}{more}", names.join(", "))
}

/// The summary as one JSON object.
fn as_json(changes: &Changes, summary: &Summary, out: &Path) -> String {
    let paths = |it: &[OutPath]| it.iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>();
    let withheld: Vec<_> =
        summary.withheld.iter().map(|it| json!({ "source": it.source, "why": it.why })).collect();
    let next =
        summary.next_change.as_ref().map(|(at, brief)| json!({ "at": at.to_string(), "brief": brief }));
    json!({
        "summary": {
            "briefs": summary.briefs,
            "comparisons": summary.comparisons,
            "pages": summary.pages,
            "added": paths(&changes.added),
            "changed": paths(&changes.changed),
            "removed": paths(&changes.removed),
            "unchanged": changes.unchanged,
            "pdfs_left_out": summary.papers_left_out,
            "withheld": withheld,
            "next_change": next,
            "output": out.display().to_string(),
        }
    })
    .to_string()
}
