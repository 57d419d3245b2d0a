//! Citations as authors write them: no text stops the program, and every place lies in the text.
#![no_main]

use brief::draft::citations::{is_citation, key_length, narrative, parts};
use brief::words::{SourcePath, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let length = key_length(text);
    assert!(text.is_char_boundary(length), "a key ends between characters");
    is_citation(text);
    let mut from = 0;
    while let Some((at, length)) = narrative(text, from) {
        assert!(at >= from && text[at..].starts_with('@'));
        from = at + 1 + length;
        assert!(text.is_char_boundary(from));
    }
    let file = SourcePath::new("a.md").unwrap();
    let span = |it: std::ops::Range<usize>| {
        assert!(it.start <= it.end && text.get(it.clone()).is_some(), "a place lies in the text");
        Span { file: file.clone(), start: it.start as u32, end: it.end as u32 }
    };
    match parts(text, &span) {
        Ok(all) => {
            for part in all {
                assert!(text[part.at.range()].contains(&part.key));
            }
        }
        Err(range) => assert!(text.get(range).is_some()),
    }
});
