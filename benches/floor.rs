//! What no tool of this kind can do without: read every brief, parse it, write its page. `build.py` measures it
//! beside the others.
//!
//! ```sh
//! cargo build --release --example floor
//! target/release/examples/floor SOURCE OUTPUT [--like PUBLISHED]
//! ```
//!
//! With `--like` it also writes as many files of the same size as lie in a folder that was published.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run may panic")]
#![allow(clippy::disallowed_methods, reason = "it writes nothing that a publication holds")]

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use walkdir::WalkDir;

/// The program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let all = WalkDir::new(folder).into_iter().map(Result::unwrap);
    all.filter(|it| it.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// Writes a file; its folder is made.
fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn main() {
    let told: Vec<PathBuf> = std::env::args_os().skip(1).map(Into::into).collect();
    let (source, output, like) = match &told[..] {
        [source, output] => (source, output, None),
        [source, output, option, like] if option.as_os_str() == "--like" => (source, output, Some(like)),
        _ => panic!("floor SOURCE OUTPUT [--like PUBLISHED]"),
    };
    let is_brief = |it: &PathBuf| it.extension().is_some_and(|it| it == "md");
    let briefs: Vec<PathBuf> = files(source).into_iter().filter(is_brief).collect();
    briefs.par_iter().for_each(|path| {
        let text = fs::read_to_string(path).unwrap();
        let body = text.splitn(3, "---\n").last().unwrap();
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
        let mut page = String::with_capacity(2 * body.len());
        html::push_html(&mut page, Parser::new_ext(body, options));
        let inside = path.strip_prefix(source).unwrap().with_extension("");
        write(&output.join(inside).join("index.html"), page.as_bytes());
    });
    let Some(like) = like else { return };
    files(like).par_iter().for_each(|path| {
        let target = output.join(path.strip_prefix(like).unwrap());
        let size = usize::try_from(path.metadata().unwrap().len()).unwrap();
        if !target.exists() {
            write(&target, &vec![b' '; size]);
        }
    });
}
