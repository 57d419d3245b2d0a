//! Files that are texts because a brief or the settings name them: bibliographies and styles with
//! names of their own, and sheets from which charts are drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::{Found, Memory, Snapshot, is_racy, look};
use crate::report::Diagnostic;
use crate::words::SourcePath;

/// Reads files that are named as texts: what was a file like any other becomes a text, and is
/// published no more. Sheets, from which charts are drawn, stay files too: readers may take them
/// away. One that is not there is left out; what is to be said of them is given back.
///
/// # Errors
/// Trouble with the machine, naming verb and path.
pub fn add_named(
    root: &Path,
    names: &BTreeSet<SourcePath>,
    sheets: &BTreeSet<SourcePath>,
    snapshot: &mut Snapshot,
    memory: &mut Memory,
) -> anyhow::Result<Vec<Diagnostic>> {
    let mut said = Vec::new();
    let now = SystemTime::now();
    let mut kept = BTreeMap::new();
    for path in names.iter().chain(sheets) {
        let is_known = snapshot.texts.contains_key(path) || snapshot.broken.iter().any(|it| it.path == *path);
        if is_known || !is_plain_file(root, path) {
            continue;
        }
        match look(path, path.on_disk(root), true, &memory.named, now)? {
            Found::Text(stamp, source) => {
                if !is_racy(stamp, now) {
                    kept.insert(path.clone(), (stamp, source.clone()));
                }
                snapshot.texts.insert(path.clone(), source);
            }
            Found::Broken(source, mistake) => {
                snapshot.broken.push(source);
                said.push(mistake);
            }
            Found::File(..) | Found::Gone => continue,
        }
        if !sheets.contains(path) {
            snapshot.files.remove(path);
        }
    }
    memory.named = kept;
    Ok(said)
}

/// Whether a path leads to a file and through no link.
fn is_plain_file(root: &Path, path: &SourcePath) -> bool {
    let mut disk = root.to_path_buf();
    let mut kind = None;
    for part in path.as_str().split('/') {
        disk.push(part);
        kind = fs::symlink_metadata(&disk).ok().map(|it| it.file_type());
        if kind.is_none_or(|it| it.is_symlink()) {
            return false;
        }
    }
    kind.is_some_and(|it| it.is_file())
}
