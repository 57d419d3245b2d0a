//! What the hot rooms cost by themselves, on the shipped publication: `cargo bench --bench rooms`.
//!
//! For whoever works on one of them. What a whole build costs is measured by `build.py`, and counted by
//! `.ci/instructions.py`. Beside each reading of a text stands pulldown-cmark's own, which no reading can do without.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run may panic")]
#![allow(clippy::disallowed_methods, reason = "it reads its material")]

use std::path::Path;
use std::sync::Arc;

use brief::cite::Memo;
use brief::draft::bibliography::Bibliography;
use brief::draft::{self, Context};
use brief::language::Languages;
use brief::pipeline::{self, Lent, Memory, Wish};
use brief::settings::Settings;
use brief::words::{Fingerprint, Instant, Source, SourcePath};
use divan::Bencher;
use divan::counter::BytesCount;

/// The program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// Texts: a comparison and a brief.
const TEXTS: [&str; 2] = ["briefings/japan-europe/index.md", "briefings/alliance-narrative.md"];

/// Files that are made: a page of each kind, a list, a ledger, a twin, a feed, data.
const FILES: [&str; 7] = [
    "japan-europe/index.html",
    "alliance-narrative/index.html",
    "archive/index.html",
    "sources/index.html",
    "japan-europe/index.md",
    "feed.xml",
    "japan-europe/comparison.json",
];

/// A file of the shipped publication.
fn source(path: &str) -> Arc<Source> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    Arc::new(Source::new(SourcePath::new(path).unwrap(), text))
}

/// The shipped settings, and the languages that are built in.
fn context() -> (Settings, Languages) {
    let mut said = Vec::new();
    let settings = brief::settings::read(&source("brief.toml"), &mut said);
    (settings, Languages::read([], &mut said))
}

/// What the benchmarks ask of a build.
fn wish() -> Wish {
    Wish {
        root: env!("CARGO_MANIFEST_DIR").into(),
        at: Instant::parse("2026-11-27T12:00:00Z").unwrap(),
        show_withheld: false,
        lenient_with_drafts: true,
        only: Some(["html", "feeds", "markdown", "data"].map(str::to_owned).to_vec()),
        strict: false,
        promised: Vec::new(),
    }
}

/// What is kept of a text: front matter, headings, records, citations, links, messages.
#[divan::bench(args = TEXTS)]
fn outline(bencher: Bencher<'_, '_>, path: &str) {
    let (source, (settings, languages)) = (source(path), context());
    let context = Context { settings: &settings, languages: &languages };
    bencher.counter(BytesCount::of_str(&source.text)).bench(|| draft::outline(&source, context));
}

/// The prose of a text, as a page asks for it.
#[divan::bench(args = TEXTS)]
fn body(bencher: Bencher<'_, '_>, path: &str) {
    let (source, (settings, languages)) = (source(path), context());
    let context = Context { settings: &settings, languages: &languages };
    let outline = draft::outline(&source, context);
    bencher.counter(BytesCount::of_str(&source.text)).bench(|| draft::body(&outline));
}

/// The same texts as pulldown-cmark alone reads and writes them.
#[divan::bench(args = TEXTS)]
fn pulldown_cmark_alone(bencher: Bencher<'_, '_>, path: &str) {
    use pulldown_cmark::{Options, Parser, html};
    let source = source(path);
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
    bencher.counter(BytesCount::of_str(&source.text)).bench(|| {
        let mut page = String::with_capacity(2 * source.text.len());
        html::push_html(&mut page, Parser::new_ext(&source.text, options));
        page
    });
}

/// A bibliography cut into its entries.
#[divan::bench]
fn bibliography(bencher: Bencher<'_, '_>) {
    let source = source("briefings/references.bib");
    bencher.counter(BytesCount::of_str(&source.text)).bench(|| Bibliography::cut(&source));
}

/// The fingerprint of a text.
#[divan::bench(args = TEXTS)]
fn fingerprint(bencher: Bencher<'_, '_>, path: &str) {
    let source = source(path);
    bencher
        .counter(BytesCount::of_str(&source.text))
        .bench(|| Fingerprint::of(divan::black_box(source.text.as_bytes())));
}

/// A build that finds nothing changed, up to the keys of all files.
#[divan::bench]
fn looking_again(bencher: Bencher<'_, '_>) {
    let wish = wish();
    let mut memory = Memory::with(Memo::default(), Lent::default());
    bencher.bench_local(|| pipeline::build(&wish, &mut memory).unwrap().publication.is_some());
}

/// A file, when the parts that files share are made.
#[divan::bench(args = FILES)]
fn making(bencher: Bencher<'_, '_>, path: &str) {
    let mut memory = Memory::with(Memo::default(), Lent::default());
    let built = pipeline::build(&wish(), &mut memory).unwrap();
    let publication = built.publication.expect("a publication without mistakes");
    let files = publication.files();
    let file = files.iter().find(|it| it.path.to_string() == path).unwrap_or_else(|| panic!("{path}"));
    assert!((file.make)().is_ok(), "{path}");
    bencher.bench(|| (file.make)().is_ok());
}
