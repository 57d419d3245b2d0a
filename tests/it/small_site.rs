//! Small sites for tests: laid out in a folder of their own, built in process, all files made.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use brief::cite::Memo;
use brief::output::{Contents, NotMade, OutputFile};
use brief::pipeline::{self, Built, Lent, Memory, Wish};
use brief::report::print::{self, Format, Terminal};
use brief::report::{Diagnostic, Severity};
use brief::words::Instant;
use rayon::prelude::*;

/// The clock of every test that does not name another.
pub(super) const NOW: &str = "2026-11-26T12:00Z";

/// Settings of sites that bring none along.
const SETTINGS: &str = "title = \"Notes\"\nbase_url = \"https://example.org/\"\n";

/// A site in a folder that goes away with it.
pub(super) struct SmallSite {
    /// Holds it.
    folder: tempfile::TempDir,
}

/// How a site is built.
#[derive(Clone)]
pub(super) struct Ask {
    /// The clock.
    pub(super) at: String,
    /// Whether withheld briefs are shown.
    pub(super) drafts: bool,
    /// What the last publication promised.
    pub(super) promised: Vec<String>,
    /// The shapes that are wanted, if not all.
    pub(super) only: Option<Vec<String>>,
    /// What the machine lends.
    pub(super) lent: Lent,
}

impl Default for Ask {
    fn default() -> Ask {
        Ask {
            at: NOW.into(),
            drafts: false,
            promised: Vec::new(),
            only: all_but_papers(),
            lent: Lent::default(),
        }
    }
}

/// Every shape but papers and cards, which are dear and have tests of their own.
fn all_but_papers() -> Option<Vec<String>> {
    use brief::output::{names, paper};
    let names = names().into_iter().filter(|it| ![paper::OUTPUT, paper::CARDS].contains(it));
    paper::CAN_PRINT.then(|| names.map(str::to_owned).collect())
}

/// What came of a site: every message, those of making files included, and every file.
pub(super) struct Outcome {
    /// The build.
    pub(super) built: Built,
    /// All messages.
    pub(super) said: Vec<Diagnostic>,
    /// Files by path; none if there are errors.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// Keys of files by path.
    pub(super) keys: BTreeMap<String, String>,
}

impl SmallSite {
    /// A site of these files; settings are added if there are none.
    pub(super) fn new(files: &[(&str, &str)]) -> SmallSite {
        let site = SmallSite::empty();
        for (path, text) in files {
            site.write(path, text.as_bytes());
        }
        site.settle();
        site
    }

    /// A site without files.
    pub(super) fn empty() -> SmallSite {
        SmallSite { folder: tempfile::tempdir().unwrap() }
    }

    /// A copy of the site that this repository publishes, its themes left out: they are built in.
    pub(super) fn shipped() -> SmallSite {
        let site = SmallSite::empty();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        site.write("brief.toml", &fs::read(root.join("brief.toml")).unwrap());
        copy(&root.join("briefings"), &site.root().join("briefings"));
        site
    }

    /// Adds default settings if there are none, and the folder of briefs.
    pub(super) fn settle(&self) {
        fs::create_dir_all(self.root().join("briefings")).unwrap();
        if !self.root().join("brief.toml").exists() {
            self.write("brief.toml", SETTINGS.as_bytes());
        }
    }

    /// Its folder.
    pub(super) fn root(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }

    /// Writes a file of it.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) {
        let disk = self.root().join(path);
        fs::create_dir_all(disk.parent().unwrap()).unwrap();
        fs::write(disk, bytes).unwrap();
    }

    /// Builds some shapes of it.
    pub(super) fn build_only(&self, only: &[&str]) -> Outcome {
        let only = only.iter().map(|it| (*it).to_owned()).collect();
        self.build(&Ask { only: Some(only), ..Ask::default() })
    }

    /// Builds it and makes every file.
    pub(super) fn build(&self, ask: &Ask) -> Outcome {
        let built =
            pipeline::build(&self.wish(ask), &mut Memory::with(Memo::default(), ask.lent.clone())).unwrap();
        let mut said = built.report.all().to_vec();
        let (mut files, mut keys) = (BTreeMap::new(), BTreeMap::new());
        let wanted = built.publication.as_ref().map_or(Vec::new(), |it| it.files());
        let made: Vec<_> = wanted.par_iter().map(|it| (it, make(it))).collect();
        let mut seen = BTreeSet::new();
        for (file, made) in made {
            match made {
                Ok(bytes) => {
                    let path = file.path.to_string();
                    assert!(seen.insert(path.clone()), "two files at `{path}`");
                    keys.insert(path.clone(), file.key.to_string());
                    files.insert(path, bytes);
                }
                Err(all) => said.extend(all),
            }
        }
        said.dedup();
        if said.iter().any(|it| it.severity == Severity::Error) {
            files.clear();
        }
        Outcome { built, said, files, keys }
    }

    /// What a build is asked for.
    pub(super) fn wish(&self, ask: &Ask) -> Wish {
        Wish {
            root: self.root(),
            at: Instant::parse(&ask.at).unwrap(),
            show_withheld: ask.drafts,
            lenient_with_drafts: !ask.drafts,
            only: ask.only.clone(),
            strict: false,
            promised: ask.promised.clone(),
        }
    }
}

/// What the program lends: processes that set papers.
#[cfg(feature = "pdf")]
pub(super) fn with_workers() -> Lent {
    let pool = brief::typeset::pool::Pool::of(env!("CARGO_BIN_EXE_brief").into());
    Lent { typesetter: std::sync::Arc::new(pool), ..Lent::default() }
}

/// The bytes of a file, or what is wrong with it.
pub(super) fn make(file: &OutputFile) -> Result<Vec<u8>, Vec<Diagnostic>> {
    match (file.make)() {
        Ok(Contents::Bytes(bytes)) => Ok(bytes),
        Ok(Contents::Stream(mut reader)) => {
            let mut bytes = Vec::new();
            reader.read_to_end(&mut bytes).unwrap();
            Ok(bytes)
        }
        Err(NotMade::Mistakes(all)) => Err(all),
        Err(NotMade::Trouble(trouble)) => panic!("{trouble:#}"),
    }
}

impl Outcome {
    /// Messages as people see them, each followed by an empty line; notes only if they are wanted.
    pub(super) fn report(&self, with_notes: bool) -> String {
        let shown = self.said.iter().filter(|it| with_notes || it.severity != Severity::Note);
        let words = |it| print::message(it, &self.built.excerpts, Format::Human, Terminal::default());
        shown.map(words).collect::<Vec<_>>().join("\n")
    }

    /// Messages as one line each, notes left out.
    pub(super) fn short(&self) -> String {
        let shown = self.said.iter().filter(|it| it.severity != Severity::Note);
        shown.map(|it| print::message(it, &self.built.excerpts, Format::Short, Terminal::default())).collect()
    }

    /// A file's text.
    pub(super) fn text(&self, path: &str) -> String {
        let bytes =
            self.files.get(path).unwrap_or_else(|| panic!("no file `{path}`\n{}", self.report(false)));
        String::from_utf8(bytes.clone()).unwrap()
    }

    /// The `<main>` of a page.
    pub(super) fn main(&self, path: &str) -> String {
        let page = self.text(path);
        let start = page.find("<main").unwrap_or_else(|| panic!("no main in `{path}`"));
        let end = page.find("</main>").map_or(page.len(), |it| it + "</main>".len());
        page[start..end].to_owned()
    }
}

/// Copies a folder.
pub(super) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
