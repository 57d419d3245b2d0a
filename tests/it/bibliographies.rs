//! One library in two forms gives the same references, and a whole library costs a brief nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use brief::cite::Item;
use brief::draft::bibliography::Bibliography;
use brief::report::Severity;
use brief::words::{Source, SourcePath};

use crate::small_site::{Ask, SmallSite};

/// Every reference of a file of the site of citations, by key; nothing worse than a note is said.
fn all(name: &str) -> BTreeMap<String, Arc<Item>> {
    let disk = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/citations/briefings").join(name);
    let source = Source::new(SourcePath::new(name).unwrap(), fs::read_to_string(disk).unwrap());
    let bibliography = Bibliography::cut(&Arc::new(source)).unwrap();
    assert!(bibliography.said().is_empty(), "{:?}", bibliography.said());
    let keys: Vec<String> = bibliography.keys().map(str::to_owned).collect();
    let read = |key: &String| {
        let entry = bibliography.entry(key).unwrap();
        let worst: Vec<_> = entry.said.iter().filter(|it| it.severity == Severity::Error).collect();
        assert!(worst.is_empty(), "{key}: {worst:?}");
        entry.reference.as_ref().unwrap().item.clone()
    };
    keys.iter().map(|key| (key.clone(), read(key))).collect()
}

/// Where the two forms cannot say the same, and what each says.
const DIFFERENCES: &[(&str, &str, &str, &str)] = &[
    // Better BibTeX has no field for the section of a newspaper.
    ("news-page", "section", "", "News"),
    // Transliterated titles have no name in babel.
    ("journal-japanese", "language", "ja-JP", "ja-Latn"),
    // CSL has two variables for the place of a speech, BibLaTeX has one.
    ("speech-minister", "publisher-place", "", "Geneva"),
    // Better BibTeX writes a treaty as `@misc`, which says nothing of what it is: what is lost is the
    // type, and with it what its fields mean.
    ("treaty-rivers", "type", "document", "treaty"),
    ("treaty-rivers", "collection-title", "Invented Treaty Series", ""),
    ("treaty-rivers", "container-title", "", "Invented Treaty Series"),
];

#[test]
fn a_library_says_the_same_in_both_forms() {
    let (bib, json) = (all("library.bib"), all("references.json"));
    assert_eq!(bib.len(), 30);
    assert!(bib.keys().eq(json.keys()));
    let mut differences = Vec::new();
    for (key, one) in &bib {
        let other = &json[key];
        let mut differ = |variable: &str, one: String, other: String| {
            // Titles are set as they are written, and Better BibTeX writes them in title case.
            let is_title = variable.ends_with("title") && one.to_lowercase() == other.to_lowercase();
            if one != other && !is_title {
                differences.push((key.clone(), variable.to_owned(), one, other));
            }
        };
        differ("type", one.kind.into(), other.kind.into());
        for variable in one.texts.keys().chain(other.texts.keys()) {
            let text = |it: &Item| it.text(variable).unwrap_or_default().to_owned();
            differ(variable, text(one), text(other));
        }
        for variable in one.names.keys().chain(other.names.keys()) {
            differ(
                variable,
                format!("{:?}", one.names.get(variable)),
                format!("{:?}", other.names.get(variable)),
            );
        }
        for variable in one.dates.keys().chain(other.dates.keys()) {
            differ(
                variable,
                format!("{:?}", one.dates.get(variable)),
                format!("{:?}", other.dates.get(variable)),
            );
        }
    }
    differences.sort();
    differences.dedup();
    let mut known: Vec<(String, String, String, String)> = DIFFERENCES
        .iter()
        .map(|it| (it.0.to_owned(), it.1.to_owned(), it.2.to_owned(), it.3.to_owned()))
        .collect();
    known.sort();
    assert_eq!(differences, known, "{differences:#?}");
}

#[test]
fn a_whole_library_costs_a_brief_nothing() {
    let mut library = String::new();
    for number in 0..3000 {
        library.push_str(&format!(
            "@article{{doe{number},\n  title = {{A Title {{{{OF}}}} {number}}},\n  author = {{Doe, Jo}},\n  date = {{2020-13}},\n  \
             file = {{/home/me/Zotero/{number}.pdf}},\n  keywords = {{secret}}\n}}\n\n"
        ));
    }
    library = library.replacen("2020-13", "2020-12", 1);
    library.push_str("@book{broken,\n  title = {Open\n\n@book{last, title = {Last}, author = {Doe, Jo}}\n");
    let brief = "---\ntitle: Heat\ndate: 2026-11-20\n---\nAs was said [@doe0; @last].\n";
    let site = SmallSite::new(&[("briefings/heat.md", brief), ("briefings/references.bib", &library)]);
    let outcome = site.build(&Ask::default());
    let said: Vec<(&str, &str)> = outcome.said.iter().map(|it| (it.code, it.message.as_str())).collect();
    assert_eq!(
        said,
        [
            ("reference-unused", "nobody cites `doe1` and 2998 more"),
            ("reference-unread", "nobody cites this entry, which cannot be read"),
        ]
    );
    assert!(outcome.files.contains_key("heat/index.html"));
    for (path, bytes) in &outcome.files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!["Zotero/", "secret", "doe2999"].iter().any(|it| text.contains(it)), "{path}");
    }
    assert!(!outcome.files.keys().any(|it| it.ends_with("references.bib")));
}
