//! Disk to snapshot: the only room that reads the site.
//!
//! Texts are read whole, in parallel, and kept between builds under their size and time; other
//! files are only looked at, and handed through as readers when a page uses them. Hidden files and
//! the temporaries of editors are passed over; links of the file system are never followed.
#![expect(clippy::disallowed_methods, reason = "the room that reads the disk")]

mod decode;
mod file;
pub mod fonts;
mod named;
pub mod theme;

pub use file::File;
pub use named::add_named;

use file::{Stamp, is_racy};

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::Context as _;
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::report::{Diagnostic, mistakes::site as mistakes};
use crate::words::{Source, SourcePath, Span, names};

/// The folder of briefs.
pub const BRIEFINGS: &str = "briefings";

/// The folder of themes.
pub const THEMES: &str = "themes";

/// The settings file.
pub const SETTINGS: &str = "brief.toml";

/// The names that a bibliography has when nobody gives another: beside a brief, or the site's.
pub const BIBLIOGRAPHIES: [&str; 4] =
    ["references.bib", "references.json", "references.yaml", "references.yml"];

/// The largest text that is read: no brief comes near it.
const TEXT_MAX: u64 = 16 * 1024 * 1024;

/// The largest bibliography that is read.
const BIBLIOGRAPHY_MAX: u64 = 32 * 1024 * 1024;

/// What stands in a site's folders.
#[derive(Default)]
pub struct Snapshot {
    /// `brief.toml`.
    pub settings: Option<Arc<Source>>,
    /// Texts below `briefings/`: briefs, sidecars, people, bibliographies, styles of citations; and
    /// those that briefs and settings name, wherever they are.
    pub texts: BTreeMap<SourcePath, Arc<Source>>,
    /// Other files below `briefings/`.
    pub files: BTreeMap<SourcePath, File>,
    /// Texts that could not be read as text: for excerpts only.
    pub broken: Vec<Arc<Source>>,
    /// What is to be said of the files themselves.
    pub said: Vec<Diagnostic>,
}

/// Texts that were read before, under the size and time that they had.
#[derive(Default)]
pub struct Memory {
    /// By path.
    texts: BTreeMap<SourcePath, (Stamp, Arc<Source>)>,
    /// Those that are texts only because they are named.
    named: BTreeMap<SourcePath, (Stamp, Arc<Source>)>,
    /// Files that are not read.
    files: file::Memory,
}

/// What was found of one file.
enum Found {
    /// A text.
    Text(Stamp, Arc<Source>),
    /// Another file, and where it is on disk.
    File(Stamp, PathBuf),
    /// A text that is none.
    Broken(Arc<Source>, Diagnostic),
    /// Nothing any more: it went between the walk and the look, as the temporaries of saves do.
    Gone,
}

/// Reads a site, its theme left out.
///
/// # Errors
/// Trouble with the machine, naming verb and path.
pub fn read(root: &Path, memory: &mut Memory) -> anyhow::Result<Snapshot> {
    let mut snapshot = Snapshot::default();
    let settings = root.join(SETTINGS);
    if settings.is_file() {
        let path = SourcePath::new(SETTINGS).expect("a plain name");
        match read_text(&path, &settings)? {
            Ok(source) => snapshot.settings = Some(Arc::new(source)),
            Err(broken) => {
                let (source, mistake) = *broken;
                snapshot.broken.push(Arc::new(source));
                snapshot.said.push(mistake);
            }
        }
    }
    let entries = walk(root, &root.join(BRIEFINGS), &mut snapshot.said)?;
    let now = SystemTime::now();
    let found: Vec<(SourcePath, Found)> = entries
        .into_par_iter()
        .map(|(path, disk)| look(&path, disk, is_text(&path), &memory.texts, now).map(|it| (path, it)))
        .collect::<anyhow::Result<_>>()?;
    // A map that is made at once looks for no place for each.
    let (mut texts, mut kept) = (Vec::with_capacity(found.len()), Vec::with_capacity(found.len()));
    for (path, found) in found {
        match found {
            Found::Text(stamp, source) => {
                if !is_racy(stamp, now) {
                    kept.push((path.clone(), (stamp, source.clone())));
                }
                texts.push((path, source));
            }
            Found::File(stamp, disk) => {
                let file = memory.files.file(stamp, &path, disk, now);
                if let Some(wanted) = nearly_read(&path) {
                    let (at, name) = (Span::top(path.clone()), path.file_name());
                    snapshot.said.push(mistakes::sidecar_name(at, name, &wanted));
                }
                snapshot.files.insert(path, file);
            }
            Found::Broken(source, mistake) => {
                snapshot.broken.push(source);
                snapshot.said.push(mistake);
            }
            Found::Gone => {}
        }
    }
    snapshot.texts = texts.into_iter().collect();
    memory.texts = kept.into_iter().collect();
    // Those that the settings name stay too: they may lie elsewhere.
    let is_there =
        |it: &SourcePath| snapshot.files.contains_key(it) || !it.as_str().starts_with("briefings/");
    memory.files.keep(is_there);
    Ok(snapshot)
}

/// The settings file alone, if it is there and is text.
///
/// # Errors
/// Trouble with the machine, naming verb and path.
pub fn settings(root: &Path) -> anyhow::Result<Option<Source>> {
    let disk = root.join(SETTINGS);
    if !disk.is_file() {
        return Ok(None);
    }
    Ok(read_text(&SourcePath::new(SETTINGS).expect("a plain name"), &disk)?.ok())
}

/// The files below a folder, sorted; what cannot be a source is said.
fn walk(
    root: &Path,
    folder: &Path,
    said: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<(SourcePath, PathBuf)>> {
    let mut entries = Vec::new();
    if !folder.exists() {
        return Ok(entries);
    }
    let visible =
        |it: &walkdir::DirEntry| it.depth() == 0 || !is_passed_over(&it.file_name().to_string_lossy());
    for entry in
        WalkDir::new(folder).follow_links(false).sort_by_file_name().into_iter().filter_entry(visible)
    {
        let entry = entry.map_err(|error| {
            let path =
                error.path().map_or_else(|| folder.display().to_string(), |it| it.display().to_string());
            let cause =
                error.into_io_error().unwrap_or_else(|| io::Error::other("the folder leads in a circle"));
            anyhow::Error::new(cause).context(format!("failed to read `{path}`"))
        })?;
        let kind = entry.file_type();
        if kind.is_dir() {
            continue;
        }
        let Some(path) = SourcePath::inside(root, entry.path()) else {
            let shown =
                entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy().into_owned();
            let near = SourcePath::new(BRIEFINGS).expect("a plain name");
            said.push(mistakes::name_not_utf8(Span::top(near), &shown));
            continue;
        };
        if kind.is_symlink() {
            // A link that leads nowhere is an editor's lock; one that leads somewhere is meant.
            if entry.path().exists() {
                said.push(mistakes::symlink(Span::top(path.clone()), path.as_str()));
            }
        } else if kind.is_file() {
            entries.push((path, entry.into_path()));
        } else {
            said.push(mistakes::not_a_file(Span::top(path.clone()), path.as_str()));
        }
    }
    Ok(entries)
}

/// Whether a name is hidden or an editor's temporary.
pub fn is_passed_over(name: &str) -> bool {
    const NAMES: [&str; 5] = ["4913", "Thumbs.db", "desktop.ini", "Icon\r", "___jb_tmp___"];
    const ENDS: [&str; 9] =
        ["~", ".swp", ".swo", ".swx", ".bck", ".bak", ".tmp", "___jb_old___", "___jb_tmp___"];
    name.starts_with('.')
        || name.starts_with("~$")
        || name.starts_with('#') && name.ends_with('#')
        || NAMES.contains(&name)
        || ENDS.iter().any(|it| name.ends_with(it))
}

/// Whether a file is read as text.
fn is_text(path: &SourcePath) -> bool {
    let extension = path.extension().to_ascii_lowercase();
    matches!(extension.as_str(), "md" | "bib" | "csl")
        || path.file_name() == "timeline.csv"
        || path.file_name() == "people.yaml"
        || BIBLIOGRAPHIES.contains(&path.file_name())
}

/// The name that a file was meant to have, if it would be read under that one.
fn nearly_read(path: &SourcePath) -> Option<String> {
    let name = path.file_name().to_lowercase();
    let mut known = vec!["timeline.csv"];
    if path.folder() == BRIEFINGS {
        known.push("people.yaml");
    }
    if let Some(known) = known.into_iter().find(|it| names::letters_apart(&name, it) <= 1) {
        return Some(known.to_owned());
    }
    let is_brief = matches!(path.extension().to_lowercase().as_str(), "markdown" | "mdown" | "mkd");
    is_brief.then(|| format!("{}.md", path.stem()))
}

/// Reads a text, or notes another file.
fn look(
    path: &SourcePath,
    disk: PathBuf,
    as_text: bool,
    known: &BTreeMap<SourcePath, (Stamp, Arc<Source>)>,
    now: SystemTime,
) -> anyhow::Result<Found> {
    let seen = match fs::symlink_metadata(&disk) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Gone),
        other => other.with_context(|| format!("failed to look at `{path}`"))?,
    };
    let stamp = Stamp::of(&seen);
    if !as_text {
        return Ok(Found::File(stamp, disk));
    }
    if let Some((before, source)) = known.get(path)
        && *before == stamp
        && stamp.changed.is_some_and(|it| it <= now)
    {
        return Ok(Found::Text(stamp, source.clone()));
    }
    let is_bibliography = matches!(path.extension().to_lowercase().as_str(), "bib" | "json" | "yaml" | "yml");
    let most = if is_bibliography { BIBLIOGRAPHY_MAX } else { TEXT_MAX };
    if seen.len() > most {
        let empty = Arc::new(Source::new(path.clone(), String::new()));
        return Ok(Found::Broken(empty, mistakes::too_large(Span::top(path.clone()), path.as_str())));
    }
    let text = match read_text(path, &disk) {
        Err(error) if !disk.exists() => {
            debug_assert!(error.chain().count() > 0, "it went before it was read");
            return Ok(Found::Gone);
        }
        other => other?,
    };
    Ok(match text {
        Ok(source) => Found::Text(stamp, Arc::new(source)),
        Err(broken) => {
            let (source, mistake) = *broken;
            Found::Broken(Arc::new(source), mistake)
        }
    })
}

/// Reads a text; `Err` holds what could be read of it, and why the rest could not.
fn read_text(path: &SourcePath, disk: &Path) -> anyhow::Result<Result<Source, Box<(Source, Diagnostic)>>> {
    let bytes = fs::read(disk).with_context(|| format!("failed to read `{path}`"))?;
    Ok(decode::text(path, bytes))
}
