//! What setting citations costs beside the engine alone: `cargo bench --bench citations`.
//!
//! The same citations of the same sources in the same order, in the same style and language, each
//! printed: by `hayagriva` as it comes, and by [`brief::cite`], which guards it. Both in turn (A B A B …), on
//! one core and on all; medians and their ratio. A third row recalls what was set before.
#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run may panic")]
#![allow(clippy::disallowed_methods, reason = "it reads its material")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use brief::cite::{self, Cite, Item, Memo, Part, Style};
use brief::draft::bibliography::{Bibliography, Reference};
use brief::words::{Fingerprint, Source, SourcePath};
use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::json as csl;
use hayagriva::citationberg::{self, IndependentStyle, Locale, LocaleCode};
use hayagriva::{BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest};
use rayon::prelude::*;

/// Briefs that are set in one round, each with other citations.
const BRIEFS: usize = 8;

/// Citations of a brief.
const CITES: usize = 40;

/// Rounds; the median counts.
const ROUNDS: usize = 11;

/// Sources: as ours, and as the engine reads the same file.
struct Sources {
    /// As ours.
    ours: Vec<(Arc<Item>, Fingerprint)>,
    /// As the engine's.
    theirs: Vec<csl::Item>,
}

/// Reads the thirty references of the citation tests.
fn sources() -> Sources {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/citations/briefings/references.json");
    let text = std::fs::read_to_string(path).unwrap();
    let theirs: Vec<csl::Item> = serde_json::from_str(&text).unwrap();
    let keys: Vec<String> = theirs.iter().map(|it| it.id().unwrap().into_owned()).collect();
    let source = Arc::new(Source::new(SourcePath::new("briefings/references.json").unwrap(), text));
    let bibliography = Bibliography::cut(&source).unwrap();
    let ours = keys.iter().map(|key| {
        let reference: &Reference = bibliography.reference(key).unwrap();
        (reference.item.clone(), reference.fingerprint)
    });
    Sources { ours: ours.collect(), theirs }
}

/// Which source a citation of a brief names.
fn source_of(brief: usize, cite: usize, count: usize) -> usize {
    (brief * 7 + cite * cite * 3 + cite) % count
}

/// A brief's citations, by the engine alone.
fn engine(style: &IndependentStyle, locales: &[Locale], sources: &Sources, brief: usize) -> usize {
    let mut driver = BibliographyDriver::new();
    let code = Some(LocaleCode("en-GB".into()));
    for cite in 0..CITES {
        let item = &sources.theirs[source_of(brief, cite, sources.theirs.len())];
        let items = vec![CitationItem::with_entry(item)];
        driver.citation(CitationRequest::new(items, style, code.clone(), locales, Some(cite + 1)));
    }
    let rendered = driver.finish(BibliographyRequest::new(style, code, locales));
    let mut html = String::new();
    for it in &rendered.citations {
        it.citation.write_buf(&mut html, BufWriteFormat::Html).unwrap();
    }
    for it in rendered.bibliography.iter().flat_map(|it| &it.items) {
        it.content.write_buf(&mut html, BufWriteFormat::Html).unwrap();
    }
    black_box(html);
    rendered.citations.len()
}

/// The sources of a brief in the order of first use, as the program gathers them.
fn used(sources: &Sources, brief: usize) -> Vec<usize> {
    let mut used = Vec::new();
    for cite in 0..CITES {
        let source = source_of(brief, cite, sources.ours.len());
        if !used.contains(&source) {
            used.push(source);
        }
    }
    used
}

/// A brief's citations, as the program sets them.
fn requests(sources: &Sources, used: &[usize], brief: usize) -> Vec<Cite> {
    let cites = (0..CITES).map(|cite| {
        let source = source_of(brief, cite, sources.ours.len());
        let item = used.iter().position(|it| *it == source).unwrap();
        Cite { parts: vec![Part::of(item)], note: cite + 1, opens_note: true, hidden: false }
    });
    cites.collect()
}

/// One round over all briefs.
fn round(parallel: bool, one: impl Fn(usize) -> usize + Sync) -> Duration {
    let start = Instant::now();
    let done: usize =
        if parallel { (0..BRIEFS).into_par_iter().map(&one).sum() } else { (0..BRIEFS).map(&one).sum() };
    assert_eq!(black_box(done), BRIEFS * CITES);
    start.elapsed()
}

/// The middle one.
fn median(mut all: Vec<Duration>) -> f64 {
    all.sort();
    all[all.len() / 2].as_secs_f64() * 1e3
}

fn main() {
    let sources = sources();
    let recall = |memo: &Memo, style: &Style, brief: usize| {
        let used = used(&sources, brief);
        let items: Vec<(&Item, Fingerprint)> =
            used.iter().map(|it| (&*sources.ours[*it].0, sources.ours[*it].1)).collect();
        memo.set(style, "en-GB", &items, &requests(&sources, &used, brief)).cites.len()
    };
    let ours = |style: &Style, brief: usize| {
        let used = used(&sources, brief);
        let items: Vec<&Item> = used.iter().map(|it| &*sources.ours[*it].0).collect();
        cite::set(style, "en-GB", &items, &requests(&sources, &used, brief)).cites.len()
    };
    let locales = hayagriva::archive::locales();
    println!(
        "{BRIEFS} briefs of {CITES} citations, {} sources, medians of {ROUNDS} rounds",
        sources.ours.len()
    );
    println!(
        "{:<16} {:<9} {:>12} {:>12} {:>7} {:>12}",
        "style", "cores", "engine ms", "brief ms", "ratio", "recalled ms"
    );
    // `cargo bench --bench citations -- ieee` looks at one alone.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    for name in ["chicago-notes", "apa", "ieee"] {
        if !wanted.is_empty() && !wanted.iter().any(|it| it == name) {
            continue;
        }
        let citationberg::Style::Independent(csl) = ArchivedStyle::by_name(name).unwrap().get() else {
            panic!()
        };
        let style = Style::named(name).unwrap();
        let memo = Memo::default();
        for brief in 0..BRIEFS {
            recall(&memo, &style, brief);
        }
        for parallel in [false, true] {
            let (mut engines, mut brief, mut recalled) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                engines.push(round(parallel, |it| engine(&csl, &locales, &sources, it)));
                brief.push(round(parallel, |it| ours(&style, it)));
                recalled.push(round(parallel, |it| recall(&memo, &style, it)));
            }
            let (engines, brief, recalled) = (median(engines), median(brief), median(recalled));
            let cores = if parallel { "all" } else { "one" };
            println!(
                "{name:<16} {cores:<9} {engines:>12.1} {brief:>12.1} {:>7.2} {recalled:>12.2}",
                brief / engines
            );
        }
    }
}
