//! Small sites, published into folders that are thrown away.
#![allow(clippy::disallowed_methods, reason = "tests make and read files of their own")]

pub(super) mod faults;
mod foreign;
mod ordinary;
mod places;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use super::{Changes, Refusal, Target, preview, publish};
use crate::output::{Contents, NotMade, OutputFile, Wave};
use crate::pipeline::Publication;
use crate::words::{Fingerprint, OutPath};

/// Paths with what they hold; folders end in `/` and hold nothing.
type Tree = BTreeMap<String, String>;

/// A folder with a site and its output.
struct Bench {
    /// Deleted at the end.
    folder: TempDir,
    /// How many files were made.
    made: Arc<AtomicUsize>,
}

impl Bench {
    /// An empty site: no output folder yet.
    fn new() -> Bench {
        let bench = Bench { folder: TempDir::new().unwrap(), made: Arc::default() };
        fs::create_dir(bench.root().join("briefings")).unwrap();
        bench
    }

    /// The site's folder.
    fn root(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }

    /// The output folder.
    fn out(&self) -> PathBuf {
        self.root().join("public")
    }

    /// The target that a site usually has.
    fn target(&self) -> Target {
        let sources = vec![self.root().join("briefings"), self.root().join("themes")];
        Target { root: self.root(), out: self.out(), sources, home: None, adopt: false }
    }

    /// A publication with these files, whose keys stand for what they hold.
    fn publication(&self, files: &[(&str, &str)]) -> Publication {
        self.publication_with(files, Vec::new())
    }

    /// The same with other files beside them.
    fn publication_with(&self, files: &[(&str, &str)], others: Vec<OutputFile>) -> Publication {
        let files = files.iter().map(|&(path, text)| self.file(path, text)).chain(others).collect();
        Publication::of(files, vec!["/a/".to_owned()])
    }

    /// A file: an index at the top, a page if it is one of HTML, an asset otherwise.
    fn file(&self, path: &str, text: &str) -> OutputFile {
        let (made, bytes) = (Arc::clone(&self.made), text.as_bytes().to_vec());
        let make = move || {
            made.fetch_add(1, Ordering::Relaxed);
            Ok(Contents::Bytes(bytes.clone()))
        };
        let wave = match path {
            "index.html" => Wave::Index,
            _ if path.starts_with("topics/") => Wave::Index,
            _ if path.ends_with(".html") => Wave::Page,
            _ => Wave::Asset,
        };
        OutputFile { path: path_of(path), key: Fingerprint::of(text.as_bytes()), wave, make: Box::new(make) }
    }

    /// Publishes these files.
    fn publish(&self, files: &[(&str, &str)]) -> Result<Changes, Refusal> {
        publish(&self.publication(files), &self.target(), &|_| {})
    }

    /// Says what publishing these files would change.
    fn preview(&self, files: &[(&str, &str)]) -> Result<Changes, Refusal> {
        preview(&self.publication(files), &self.target())
    }

    /// How many files were made since this was last asked.
    fn made(&self) -> usize {
        self.made.swap(0, Ordering::Relaxed)
    }

    /// Puts a file into the output folder, as other people do.
    fn put(&self, path: &str, text: &str) {
        let place = self.out().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    /// All that is in the output folder, without the list of what is ours.
    fn tree(&self) -> Tree {
        let mut tree = tree(&self.out());
        tree.remove(".brief-manifest");
        tree
    }

    /// All that is in the site's folder.
    fn everything(&self) -> Tree {
        tree(&self.root())
    }
}

/// A path of the output.
fn path_of(text: &str) -> OutPath {
    OutPath::new(text).unwrap()
}

/// All that is below a folder; links are shown by what they lead to.
fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_dir() {
            found.insert(path + "/", String::new());
        } else if entry.path_is_symlink() {
            found.insert(path, format!("-> {}", fs::read_link(entry.path()).unwrap().display()));
        } else {
            found.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
    found
}

/// A tree of these files, with the folders that they need.
fn tree_of(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::new();
    for (path, text) in files {
        tree.extend(super::look::folders_above(path).map(|it| (format!("{it}/"), String::new())));
        tree.insert((*path).to_owned(), (*text).to_owned());
    }
    tree
}

/// Paths as text.
fn texts(paths: &[OutPath]) -> Vec<&str> {
    paths.iter().map(OutPath::as_str).collect()
}

/// A file that cannot be made.
fn unmakeable(path: &str, why: impl Fn() -> NotMade + Send + Sync + 'static) -> OutputFile {
    let make = move || Err(why());
    OutputFile { path: path_of(path), key: Fingerprint::of(b"never"), wave: Wave::Page, make: Box::new(make) }
}
