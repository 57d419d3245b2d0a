//! Bibliographies in all three forms: every key is read, every place lies in the file, reading twice
//! gives the same, and what was read can be set in a style.
#![no_main]

use std::sync::{Arc, LazyLock};

use brief::cite::style::DEFAULT;
use brief::cite::{Cite, Part, Style, set};
use brief::draft::bibliography::Bibliography;
use brief::words::{Source, SourcePath};
use libfuzzer_sys::fuzz_target;

/// A style of notes and one of authors and dates, read once.
static STYLES: LazyLock<[Arc<Style>; 2]> =
    LazyLock::new(|| [DEFAULT, "apa"].map(|it| Style::named(it).expect("it is built in")));

fuzz_target!(|data: &[u8]| {
    let Some((form, rest)) = data.split_first() else { return };
    let name = ["a.bib", "a.json", "a.yaml"][usize::from(form % 3)];
    let style = &STYLES[usize::from(form / 3 % 2)];
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let source = Arc::new(Source::new(SourcePath::new(name).unwrap(), text.to_owned()));
    let (one, other) = (Bibliography::cut(&source).unwrap(), Bibliography::cut(&source).unwrap());
    let keys: Vec<String> = one.keys().map(str::to_owned).collect();
    let mut said = one.said().to_vec();
    for (number, key) in keys.iter().enumerate() {
        let entry = one.entry(key).unwrap();
        assert_eq!(entry.reference, other.entry(key).unwrap().reference);
        said.extend(entry.said.iter().cloned());
        let Some(reference) = entry.reference.as_ref().filter(|_| number < 4) else { continue };
        let cite = Cite { parts: vec![Part::of(0)], note: 1, opens_note: true, hidden: false };
        set(style, "en-US", &[&reference.item], &[cite]);
    }
    one.unused(&|_| false);
    one.unread(&|_| false);
    for it in said {
        let at = it.at.expect("a mistake in a bibliography has a place").range();
        assert!(source.text.get(at).is_some(), "a place lies in the text: {}", it.message);
    }
});
