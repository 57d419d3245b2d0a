//! `brief new`: starts a site or a brief. Never writes over a file that is there.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};

use super::Ended;
use super::terminal::Terminal;
use crate::words::address::{SlugStyle, slug};

/// Arguments of `brief new`.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// What to start.
    #[command(subcommand)]
    what: What,
}

/// What can be started.
#[derive(Subcommand, Debug)]
enum What {
    /// A site with a first brief and a first comparison
    Site {
        /// The folder; it may exist, but not hold a site
        dir: PathBuf,
    },
    /// A brief, as a draft
    Brief {
        /// Its title
        title: String,
        /// What it is
        #[arg(long, value_enum, default_value_t = Kind::Brief)]
        kind: Kind,
        /// The folder with `brief.toml` [default: the nearest one upwards]
        #[arg(long, value_name = "DIR")]
        root: Option<PathBuf>,
    },
}

/// What a brief can be.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// A brief in one file.
    Brief,
    /// A comparison in a folder, with a timeline beside it.
    Comparison,
}

/// Starts something.
pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> anyhow::Result<Ended> {
    match &arguments.what {
        What::Site { dir } => site(dir, terminal),
        What::Brief { title, kind, root } => brief(title, *kind, root.as_deref(), terminal),
    }
}

/// Starts a site.
fn site(dir: &Path, terminal: &mut Terminal) -> anyhow::Result<Ended> {
    if dir.join("brief.toml").exists() {
        return Ok(Ended::Usage(format!("`{}` holds a site already", dir.display())));
    }
    let name = std::path::absolute(dir)?
        .file_name()
        .map_or("Briefings".to_owned(), |it| it.to_string_lossy().into_owned());
    let today = super::now().day_in("UTC").to_string();
    let filled =
        |text: &str| text.replace("{today}", &today).replace("{name}", &name.replace(['"', '\\'], ""));
    let comparison = filled(include_str!("start/comparison.md"))
        .replace("{title}", "\"Two bridges\"")
        .replace("{status}", "published");
    let files = [
        ("brief.toml", filled(include_str!("start/brief.toml"))),
        (".gitignore", include_str!("start/gitignore").to_owned()),
        ("briefings/about.md", filled(include_str!("start/about.md"))),
        ("briefings/people.yaml", include_str!("start/people.yaml").to_owned()),
        ("briefings/references.bib", include_str!("start/references.bib").to_owned()),
        (
            "briefings/first-brief.md",
            filled(include_str!("start/brief.md"))
                .replace("{title}", "\"A first brief\"")
                .replace("{status}", "published"),
        ),
        ("briefings/two-bridges/index.md", comparison),
        ("briefings/two-bridges/timeline.csv", include_str!("start/timeline.csv").to_owned()),
    ];
    if let Some((taken, _)) = files.iter().find(|it| it.0 != ".gitignore" && dir.join(it.0).exists()) {
        return Ok(Ended::Usage(format!(
            "`{}` is there already; nothing was written",
            dir.join(taken).display()
        )));
    }
    for (path, text) in files {
        let place = dir.join(path);
        if !place.exists() {
            write_new(&place, &text)?;
            terminal.say(&format!("  made {}", place.display()));
        }
    }
    terminal.say(&format!("a site; next: cd {} && brief watch --open", dir.display()));
    Ok(Ended::Well)
}

/// Starts a brief.
fn brief(title: &str, kind: Kind, root: Option<&Path>, terminal: &mut Terminal) -> anyhow::Result<Ended> {
    let root = match super::root(root) {
        Ok(root) => root,
        Err(words) => return Ok(Ended::Usage(words)),
    };
    let name = slug(title, SlugStyle::Ascii);
    if name.is_empty() || title.chars().any(char::is_control) {
        return Ok(Ended::Usage(format!(
            "nothing of `{title}` can be a file's name; give a title with letters"
        )));
    }
    let folder = root.join("briefings");
    if folder.join(format!("{name}.md")).exists() || folder.join(&name).exists() {
        return Ok(Ended::Usage(format!("`briefings/{name}` is there already; give another title")));
    }
    let quoted = format!("\"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""));
    let today = super::now().day_in("UTC").to_string();
    let filled =
        |text: &str| text.replace("{title}", &quoted).replace("{status}", "draft").replace("{today}", &today);
    let place = match kind {
        Kind::Brief => {
            let place = folder.join(format!("{name}.md"));
            write_new(&place, &filled(include_str!("start/plain-brief.md")))?;
            place
        }
        Kind::Comparison => {
            let place = folder.join(&name).join("index.md");
            write_new(&place, &filled(include_str!("start/plain-comparison.md")))?;
            place
        }
    };
    terminal.say(&format!("  made {}", place.strip_prefix(&root).unwrap_or(&place).display()));
    terminal
        .say("a draft: `brief watch` shows it, `brief build` withholds it until it says `status: published`");
    Ok(Ended::Well)
}

/// Writes a file that is not there yet.
fn write_new(place: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("failed to make the folder `{}`", folder.display()))?;
    }
    let mut file =
        fs::File::create_new(place).with_context(|| format!("failed to make `{}`", place.display()))?;
    file.write_all(text.as_bytes()).with_context(|| format!("failed to write `{}`", place.display()))
}
