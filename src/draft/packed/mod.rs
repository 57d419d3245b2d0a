//! A body in few bytes, kept beside its outline until a page asks for it.
//!
//! A tree takes as much memory as its text, and reading Markdown again takes ten times as long as unpacking. Since most
//! running text points into the file, a plain brief is packed into a tenth of its length. The bytes never
//! leave the process that made them.

mod packing;
mod unpacking;

use std::sync::Arc;

use packing::Packing;
use unpacking::Unpacking;

use super::body::{Body, Note, View};
use crate::words::Source;

/// How many bytes the body of a brief takes, usually.
const USUAL: usize = 2048;

/// A packed body.
#[derive(Clone, Default, Debug)]
pub(super) struct Packed(Box<[u8]>);

impl Packed {
    /// Packs a body.
    pub fn of(body: &Body) -> Packed {
        let mut packing = Packing(Vec::with_capacity(USUAL));
        packing.list(&body.blocks, Packing::block);
        packing.list(&body.notes, |out, it| {
            out.text(&it.label);
            out.list(&it.blocks, Packing::block);
        });
        Packed(packing.0.into())
    }

    /// The body of this file again.
    pub fn body(&self, source: &Arc<Source>) -> Body {
        let mut unpacking = Unpacking { rest: &self.0, source };
        let blocks = unpacking.list(Unpacking::block);
        let notes = unpacking.list(|it| Note { label: it.text(), blocks: it.list(Unpacking::block) });
        debug_assert!(unpacking.rest.is_empty(), "all that was packed is unpacked");
        Body { blocks, notes }
    }
}

/// Views that say all by their name; what is none of them is a chain.
const VIEWS: [View; 9] = [
    View::Outcomes,
    View::Matrix,
    View::Timelines,
    View::Lessons,
    View::Likenesses,
    View::Rivals,
    View::Recommendations,
    View::Takeaways,
    View::Evidence,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Context, read};
    use crate::language::Languages;
    use crate::words::SourcePath;

    /// Texts of every kind: those that ship, those of the tests, and one with what they lack.
    const TEXTS: &[&str] = &[
        include_str!("../../../briefings/about.md"),
        include_str!("../../../briefings/alliance-narrative.md"),
        include_str!("../../../briefings/europes-versions.md"),
        include_str!("../../../briefings/japan-attempt.md"),
        include_str!("../../../briefings/japan-europe/index.md"),
        include_str!("../../../briefings/minister-without-precedent.md"),
        include_str!("../../../briefings/offices-and-forums.md"),
        include_str!("../../../briefings/testing-the-argument.md"),
        include_str!("../../../briefings/what-sceptics-saw.md"),
        include_str!("../../../tests/sites/cases/briefings/four/index.md"),
        include_str!("../../../tests/sites/cases/briefings/six/index.md"),
        include_str!("../../../tests/sites/charts/briefings/all.md"),
        include_str!("../../../tests/sites/charts/briefings/compared/index.md"),
        include_str!("../../../tests/sites/charts/briefings/japanese.md"),
        include_str!("../../../tests/sites/charts/briefings/zahlen.md"),
        include_str!("../../../tests/sites/citations/briefings/latex.md"),
        include_str!("../../../tests/sites/citations/briefings/notes.md"),
        include_str!("../../../tests/sites/languages/briefings/in-de.md"),
        include_str!("../../../tests/sites/languages/briefings/in-et.md"),
        include_str!("../../../tests/sites/languages/briefings/in-ja.md"),
        include_str!("../../../tests/sites/languages/briefings/in-ru.md"),
        include_str!("../../../tests/sites/records/briefings/comment.md"),
        include_str!("../../../tests/sites/records/briefings/deutsch.md"),
        include_str!("../../../tests/sites/records/briefings/full.md"),
        include_str!("../../../tests/sites/records/briefings/gone.md"),
        include_str!("../../../tests/sites/records/briefings/roads/index.md"),
        "---\ntitle: T\ndate: 2026-11-20\n---\n- [x] done\n- [ ] not\n\n3. three\n\n   > quoted\n\nTerm\n: meaning ~~struck~~ \\
         end\\\nof H~2~O, m^2^.[^n] ![a map](map.png)\n\n***\n\n::: quote\nSaid.\n:::\n\n::: box A *box*\n```rust\nlet x;\n```\n:::\n\n::: chain case=x\n\n::: matrix\n\n[^n]: \"Note\".\n",
    ];

    #[test]
    fn what_is_packed_is_unpacked_as_it_was() {
        let languages = Languages::read([], &mut Vec::new());
        let empty = Source::new(SourcePath::new("brief.toml").unwrap(), String::new());
        let settings = crate::settings::read(&empty, &mut Vec::new());
        let context = Context { settings: &settings, languages: &languages };
        let (mut bytes, mut length, mut all) = (0, 0, String::new());
        for text in TEXTS {
            let source =
                Arc::new(Source::new(SourcePath::new("briefings/a.md").unwrap(), (*text).to_owned()));
            let (_, body) = read(&source, context);
            let packed = Packed::of(&body);
            (bytes, length) = (bytes + packed.0.len(), length + text.len());
            let body = format!("{body:?}");
            assert_eq!(body, format!("{:?}", packed.body(&source)), "{text}");
            all.push_str(&body);
        }
        for kind in [
            "Paragraph(",
            "Heading {",
            "List {",
            "Quote(",
            "Code {",
            "Table(",
            "Definitions(",
            "Rule",
            "Box {",
            "PullQuote(",
            "Float(",
            "View(Chain(",
            "View(Matrix",
            "Emphasis(",
            "Strong(",
            "Strike(",
            "Sub(",
            "Super(",
            "Link(",
            "Image(",
            "Cite(",
            "Note(",
            "HardBreak",
            "done: Some(true)",
            "start: Some(3)",
        ] {
            assert!(all.contains(kind), "no text has {kind}");
        }
        assert!(bytes * 2 < length, "{bytes} of {length}");
    }

    #[test]
    fn what_was_cut_off_harms_nobody() {
        let source = Arc::new(Source::new(SourcePath::new("a.md").unwrap(), String::new()));
        for bytes in [&[][..], &[200], &[255; 40], &[3, 0, 0, 2, 9]] {
            let body = Unpacking { rest: bytes, source: &source }.list(Unpacking::block);
            assert!(body.len() <= bytes.len());
        }
    }
}
