//! `.brief-manifest`: the list, in the output folder, of what is ours there.
//!
//! Ownership is by path: what the list names may be replaced and deleted, nothing else may. It is
//! plain text, sorted, so that a folder that is deployed by git shows a readable difference:
//!
//! ```text
//! brief-manifest 2
//! folder a
//! file page <key> <length> a/index.html
//! open index index.html
//! promise /a/#account
//! end
//! ```
//!
//! `unfinished` after the version says that moves were under way when this was written; an `open`
//! file may then hold its old bytes, its new ones, or not be there. The last line is `end`, so that
//! a list cut short is noticed. The bytes themselves are what a file that was made again is compared with. (Form 1 had
//! a hash of them before the length, which is looked at and not kept.)
#![expect(clippy::disallowed_methods, reason = "the list of what is ours is read where it is written")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use anyhow::{Context as _, bail, ensure};

use super::disk::{Disk, Kind, kind};
use crate::output::Wave;
use crate::words::{Fingerprint, OutPath};

/// The list's name in the output folder.
const NAME: &str = ".brief-manifest";

/// The name under which it is written before it takes its place.
const PART: &str = ".brief-manifest.part";

/// What every version of the list begins with.
const TITLE: &str = "brief-manifest";

/// The form described above; another form is another number.
const VERSION: &str = "2";

/// The form before.
const HASHED: &str = "1";

/// What the last publication left.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Last {
    /// The files that are ours.
    pub files: BTreeMap<OutPath, Record>,
    /// The folders that were not there before us.
    pub folders: BTreeSet<OutPath>,
    /// Addresses and anchors that readers may cite, sorted.
    pub promises: Vec<String>,
    /// Whether a build was ended while it moved files in.
    pub unfinished: bool,
}

/// What is known of one file of ours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Record {
    /// Decides when it is deleted: what links first, what is linked to last.
    pub wave: Wave,
    /// What was written; `None` if a build was ended while it may have been replacing the file.
    pub made: Option<Made>,
}

/// What was written to a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Made {
    /// What the bytes were made from.
    pub key: Fingerprint,
    /// How many bytes.
    pub length: u64,
}

/// Reads the list; an absent one is an empty one.
pub(super) fn read(out: &Path) -> anyhow::Result<Last> {
    let path = out.join(NAME);
    let shown = path.display();
    let kind = kind(&path).with_context(|| format!("failed to look at `{shown}`"))?;
    let text = match kind {
        Kind::Nothing => return Ok(Last::default()),
        Kind::File(_) => fs::read(&path).with_context(|| format!("failed to read `{shown}`"))?,
        Kind::Folder | Kind::Other => Vec::new(),
    };
    parse(&text).with_context(|| {
        format!(
            "`{shown}` cannot be trusted, so nothing was touched. It says which files are the program's own: \
             put it back as the last build left it; or delete it and build once with `--adopt`"
        )
    })
}

/// Writes the list whole, or leaves the one that is there.
pub(super) fn write(disk: &Disk, out: &Path, list: &Last) -> anyhow::Result<()> {
    let text = print(list)?;
    let path = out.join(NAME);
    // An equal list keeps its modification time, as every other file does.
    match fs::read(&path) {
        Ok(there) if there == text.as_bytes() => return Ok(()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("failed to read `{}`", disk.shown(&path)));
        }
        Ok(_) | Err(_) => {}
    }
    disk.replace(&path, &out.join(PART), text.as_bytes())
}

/// Deletes what a build that died while it wrote the list has left. The lock must be held.
pub(super) fn sweep(disk: &Disk, out: &Path) -> anyhow::Result<()> {
    let part = out.join(PART);
    match kind(&part).with_context(|| disk.failed("look at", &part))? {
        Kind::File(_) => disk.remove_file(&part),
        _ => Ok(()),
    }
}

/// Whether a path can never be a page or an asset: the program's own files, and those of git.
/// A list that was tampered with must not lead there, on any letters' case.
pub(super) fn is_reserved(path: &OutPath) -> bool {
    let lower = path.as_str().to_ascii_lowercase();
    lower.split('/').any(|it| it == ".git" || it.starts_with(".brief-") || it.ends_with(".brief-part"))
}

/// The list as text.
fn print(list: &Last) -> anyhow::Result<String> {
    let mut text = format!("{TITLE} {VERSION}{}\n", if list.unfinished { " unfinished" } else { "" });
    for folder in &list.folders {
        writeln!(text, "folder {folder}")?;
    }
    for (path, record) in &list.files {
        let wave = word(record.wave);
        match record.made {
            Some(it) => writeln!(text, "file {wave} {} {} {path}", it.key, it.length)?,
            None => writeln!(text, "open {wave} {path}")?,
        }
    }
    for promise in &list.promises {
        ensure!(!promise.contains(char::is_control), "an address holds a control character: {promise:?}");
        writeln!(text, "promise {promise}")?;
    }
    text.push_str("end\n");
    Ok(text)
}

/// Reads the list; every line must be understood, for it decides what is deleted.
fn parse(text: &[u8]) -> anyhow::Result<Last> {
    let text = str::from_utf8(text).context("it is not text")?;
    let mut lines = text.lines();
    let mut list = Last::default();
    let is_hashed = match lines.next().map(|it| it.split(' ').collect::<Vec<_>>()).as_deref() {
        Some([TITLE, form @ (VERSION | HASHED), rest @ ..]) if matches!(rest, [] | ["unfinished"]) => {
            list.unfinished = !rest.is_empty();
            *form == HASHED
        }
        Some([TITLE, version, ..]) => bail!("its form is `{version}`, this program knows form `{VERSION}`"),
        _ => bail!("line 1 is not `{TITLE} {VERSION}`"),
    };
    let mut ended = false;
    for (line_index, line) in lines.enumerate() {
        ensure!(!ended, "line {}: something follows `end`", line_index + 2);
        ended = line == "end";
        if !ended {
            read_line(line, is_hashed, &mut list)
                .with_context(|| format!("line {}: `{line}`", line_index + 2))?;
        }
    }
    ensure!(ended, "it is cut short: the last line is not `end`");
    Ok(list)
}

/// Adds what one line says; whether a hash is among it depends on the list's form.
fn read_line(line: &str, is_hashed: bool, list: &mut Last) -> anyhow::Result<()> {
    let (verb, rest) = line.split_once(' ').context("not a line of this list")?;
    match verb {
        "folder" => ensure!(list.folders.insert(read_path(rest)?), "named twice"),
        "promise" => list.promises.push(rest.to_owned()),
        "open" => {
            let (wave, path) = rest.split_once(' ').context("a word is missing")?;
            let record = Record { wave: read_wave(wave)?, made: None };
            ensure!(list.files.insert(read_path(path)?, record).is_none(), "named twice");
        }
        "file" => {
            let words: Vec<&str> = rest.splitn(if is_hashed { 5 } else { 4 }, ' ').collect();
            let [wave, key, ref hash @ .., length, path] = words[..] else { bail!("a word is missing") };
            ensure!(hash.len() == usize::from(is_hashed), "a word is missing");
            ensure!(hash.iter().all(|it| blake3::Hash::from_hex(it).is_ok()), "the hash is not one");
            let made = Made {
                key: Fingerprint::parse(key).context("the key is not one")?,
                length: length.parse().context("the length is not a number")?,
            };
            let record = Record { wave: read_wave(wave)?, made: Some(made) };
            ensure!(list.files.insert(read_path(path)?, record).is_none(), "named twice");
        }
        _ => bail!("not a line of this list"),
    }
    Ok(())
}

/// A path that stays inside the folder, spelled as we spell it.
fn read_path(text: &str) -> anyhow::Result<OutPath> {
    let path = OutPath::new(text).filter(|it| it.as_str() == text && !is_reserved(it));
    path.context("a path that the program would not write")
}

/// The word for a wave.
fn word(wave: Wave) -> &'static str {
    match wave {
        Wave::Asset => "asset",
        Wave::Page => "page",
        Wave::Index => "index",
    }
}

/// Reads what [`word`] writes.
fn read_wave(text: &str) -> anyhow::Result<Wave> {
    let all = [Wave::Asset, Wave::Page, Wave::Index];
    all.into_iter().find(|&it| word(it) == text).context("neither `asset`, `page` nor `index`")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list with one of everything.
    fn list() -> Last {
        let made = Made { key: Fingerprint::of(b"k"), length: 1 };
        let path = |it| OutPath::new(it).unwrap();
        Last {
            files: BTreeMap::from([
                (path("a b/ü.html"), Record { wave: Wave::Page, made: Some(made) }),
                (path("index.html"), Record { wave: Wave::Index, made: None }),
            ]),
            folders: BTreeSet::from([path("a b")]),
            promises: vec!["/a/#x".to_owned(), "/b/".to_owned()],
            unfinished: true,
        }
    }

    #[test]
    fn a_list_reads_back() {
        let text = print(&list()).unwrap();
        assert_eq!(parse(text.as_bytes()).unwrap(), list());
        assert_eq!(parse(text.replace('\n', "\r\n").as_bytes()).unwrap(), list());
    }

    #[test]
    fn a_list_of_the_form_before_is_read() {
        let text = print(&list()).unwrap().replacen("manifest 2", "manifest 1", 1);
        assert!(parse(text.as_bytes()).is_err());
        let hashed = text.replace(" 1 a b/", &format!(" {} 1 a b/", "0".repeat(64)));
        assert_eq!(parse(hashed.as_bytes()).unwrap(), list());
        assert!(parse(hashed.replace(&"0".repeat(64), "-").as_bytes()).is_err());
    }

    #[test]
    fn a_list_cut_anywhere_is_not_trusted() {
        let text = print(&list()).unwrap();
        for end in 0..text.len() - 1 {
            assert!(parse(&text.as_bytes()[..end]).is_err(), "{end}");
        }
    }

    #[test]
    fn paths_that_lead_out_are_not_trusted() {
        for path in
            ["../x", "/etc/passwd", "a/../../x", "a//b", "./a", ".git/config", "x/.GIT/y", ".brief-lock", ""]
        {
            let text = format!("brief-manifest 2\nopen page {path}\nend\n");
            assert!(parse(text.as_bytes()).is_err(), "{path:?}");
        }
        for text in ["", "x", "brief-manifest 3\nend\n", "brief-manifest 2\n<<<<<<< HEAD\nend\n"] {
            assert!(parse(text.as_bytes()).is_err(), "{text:?}");
        }
        let twice = "brief-manifest 2\nopen page a\nopen page a\nend\n";
        assert!(parse(twice.as_bytes()).is_err());
    }
}
