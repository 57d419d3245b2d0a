//! Stretches between fences become boxes, quotes, figures, tables and places for views.

use std::ops::Range;

use super::blocks::Piece;
use super::fences::{self, Fence, Words};
use super::{FloatAnchor, LinkKind, Scribe};
use crate::draft::body::{Block, BlockKind, Float, FloatKind, NO_CASE, View};
use crate::report::mistakes::prose as mistakes;
use crate::settings;
use crate::words::names;

/// Names that can follow `:::`.
const NAMES: [&str; 14] = [
    "box",
    "quote",
    "figure",
    "table",
    "chart",
    "outcomes",
    "matrix",
    "chain",
    "timelines",
    "lessons",
    "recommendations",
    "likenesses",
    "rivals",
    "evidence",
];

/// An open fence and what has come inside it.
struct Open {
    /// Its words.
    words: Words,
    /// How many colons.
    colons: usize,
    /// The fence line in the text.
    at: Range<usize>,
    /// What has come.
    blocks: Vec<Block>,
}

impl Scribe<'_, '_> {
    /// Puts blocks and fences together. `text` is the text before fences were taken out.
    pub(super) fn fold(&mut self, text: &str, pieces: Vec<Piece>, fences: Vec<Fence>) -> Vec<Block> {
        let mut top = Vec::with_capacity(pieces.len());
        let mut open: Vec<Open> = Vec::new();
        // A view may be closed by a line of its own, directly after it.
        let mut just_viewed: Option<usize> = None;
        for piece in pieces {
            let fence = match piece {
                Piece::Block(block) => {
                    just_viewed = None;
                    open.last_mut().map_or(&mut top, |it| &mut it.blocks).push(block);
                    continue;
                }
                Piece::Fence(index) => &fences[index],
            };
            if fence.words.is_empty() {
                if just_viewed.take() == Some(fence.colons) {
                    continue;
                }
                // The innermost block of as many colons; else the last one, whose line is mistaken.
                let fits = open.last().is_some_and(|it| it.colons == fence.colons);
                if !fits {
                    let span = self.span(&fence.at);
                    let inner = open.last().map(|it| self.span(&it.at));
                    self.say(mistakes::fence_close(span, inner));
                }
                let Some(it) = open.pop() else { continue };
                if let Some(block) = self.close(text, it, fence.at.end) {
                    open.last_mut().map_or(&mut top, |it| &mut it.blocks).push(block);
                }
                continue;
            }
            let words = fences::words(text, &fence.words);
            if !NAMES.contains(&words.name.as_str()) {
                let span = self.span(&(fence.words.start..fence.words.start + words.name.len()));
                let nearest = names::nearest(&words.name, NAMES);
                self.say(mistakes::fence_name(span, &words.name, nearest, &NAMES));
            }
            if let Some(view) = self.view(&words, fence) {
                let block = Block { kind: BlockKind::View(view), at: self.bytes(&fence.at) };
                open.last_mut().map_or(&mut top, |it| &mut it.blocks).push(block);
                just_viewed = Some(fence.colons);
                continue;
            }
            if let Some(outer) = open.last()
                && outer.colons <= fence.colons
            {
                let (span, outer) = (self.span(&fence.at), self.span(&outer.at));
                self.say(mistakes::fence_nesting(span, outer));
            }
            open.push(Open { words, colons: fence.colons, at: fence.at.clone(), blocks: Vec::new() });
        }
        while let Some(it) = open.pop() {
            let span = self.span(&it.at);
            self.say(mistakes::fence_open(span, &it.words.name));
            top.extend(it.blocks);
        }
        top
    }

    /// The view that a fence places, if it places one. A chain's case is settled when the cases
    /// are known: see [`crate::draft::structure`].
    fn view(&mut self, words: &Words, fence: &Fence) -> Option<View> {
        let view = match words.name.as_str() {
            "outcomes" => View::Outcomes,
            "matrix" => View::Matrix,
            "chain" => View::Chain(NO_CASE),
            "timelines" => View::Timelines,
            "lessons" => View::Lessons,
            "recommendations" => View::Recommendations,
            "likenesses" => View::Likenesses,
            "rivals" => View::Rivals,
            "evidence" => View::Evidence,
            _ => return None,
        };
        let known: &[&str] = if view == View::Chain(NO_CASE) { &["case"] } else { &[] };
        self.check_words(words, fence.at.clone(), known, false);
        if view == View::Chain(NO_CASE) {
            let case = words.pairs.iter().find(|it| it.0 == "case");
            let at = case.map_or(fence.at.clone(), |it| it.2.clone());
            let at = self.span(&at);
            self.parsed.chains.push((
                self.bytes(&fence.at).start,
                case.map(|it| it.1.clone()).unwrap_or_default(),
                at,
            ));
        }
        Some(view)
    }

    /// What a fence encloses, as a block.
    fn close(&mut self, text: &str, it: Open, end: usize) -> Option<Block> {
        let Open { words, at, blocks, .. } = it;
        let bytes = self.bytes(&(at.start..end));
        let kind = match words.name.as_str() {
            "box" => {
                let title = &text[words.rest_at.clone()];
                let (base, locate) = (words.rest_at.start, self.locate);
                let place = move |range: Range<usize>| locate(base + range.start..base + range.end);
                let title = super::read_inline(title, &place, self.manner, self.parsed);
                BlockKind::Box { title, blocks }
            }
            "quote" => {
                self.check_words(&words, at, &[], false);
                BlockKind::PullQuote(blocks)
            }
            "figure" => BlockKind::Float(Box::new(self.figure(&words, at, blocks)?)),
            "table" => {
                self.check_words(&words, at.clone(), &["credit"], true);
                let number = self.number(FloatKind::Table, &words, &at);
                BlockKind::Float(Box::new(Float {
                    kind: FloatKind::Table,
                    id: words.id.clone().unwrap_or_else(|| format!("table-{number}")),
                    number,
                    image: None,
                    chart: None,
                    alt: String::new(),
                    credit: pair(&words, "credit"),
                    blocks,
                }))
            }
            "chart" => BlockKind::Float(Box::new(self.chart(&words, at, blocks))),
            // The name was refused already; what is inside stays, so that it is checked too.
            _ => BlockKind::Quote(blocks),
        };
        Some(Block { kind, at: bytes })
    }

    /// A figure: a picture with a caption.
    fn figure(&mut self, words: &Words, at: Range<usize>, blocks: Vec<Block>) -> Option<Float> {
        self.check_words(words, at.clone(), &["src", "alt", "credit"], true);
        let number = self.number(FloatKind::Figure, words, &at);
        let Some((_, src, src_at)) = words.pairs.iter().find(|it| it.0 == "src") else {
            let span = self.span(&at);
            self.say(mistakes::figure_source(span));
            return None;
        };
        let image = self.link(LinkKind::Image, src.clone(), false, src_at);
        let alt = pair(words, "alt").unwrap_or_default();
        // A line that is wrong otherwise may hold a description that was not understood.
        let is_sound = words.curly.is_none()
            && words.unclosed.is_none()
            && words.pairs.iter().all(|it| ["src", "alt", "credit"].contains(&it.0.as_str()));
        if alt.is_empty() && is_sound {
            let span = self.span(&at);
            self.say(mistakes::image_alt(span));
        }
        Some(Float {
            kind: FloatKind::Figure,
            id: words.id.clone().unwrap_or_else(|| format!("figure-{number}")),
            number,
            image: Some(image),
            chart: None,
            alt,
            credit: pair(words, "credit"),
            blocks,
        })
    }

    /// The next number in a row, noted with its id.
    pub(super) fn number(&mut self, kind: FloatKind, words: &Words, at: &Range<usize>) -> u32 {
        let number = self.parsed.floats.iter().filter(|it| it.kind == kind).count() as u32 + 1;
        let at = self.span(at);
        if let Some(id) = &words.id {
            if !settings::is_id(id) {
                self.say(mistakes::id_form(at.clone(), id));
            }
            self.parsed.floats.push(FloatAnchor { kind, id: id.clone(), number, at });
        } else {
            let id = format!("{}-{number}", kind.name());
            self.parsed.floats.push(FloatAnchor { kind, id, number, at });
        }
        number
    }

    /// Says what a fence's words should not have.
    pub(super) fn check_words(&mut self, words: &Words, at: Range<usize>, known: &[&str], takes_id: bool) {
        if let Some(curly) = words.curly.clone() {
            let span = self.span(&curly);
            self.say(mistakes::fence_curly(span));
        }
        if let Some(unclosed) = words.unclosed.clone() {
            let span = self.span(&unclosed);
            self.say(mistakes::fence_quote(span));
        }
        for (index, (key, _, pair_at)) in words.pairs.iter().enumerate() {
            let span = self.span(pair_at);
            if !known.contains(&key.as_str()) {
                let nearest = names::nearest(key, known.iter().copied());
                self.say(mistakes::fence_key(span, &words.name, key, nearest));
            } else if words.pairs[..index].iter().any(|it| it.0 == *key) {
                self.say(mistakes::fence_key_repeated(span, key));
            }
        }
        let is_torn = words.curly.is_some() || words.unclosed.is_some();
        if (!words.rest.is_empty() && !is_torn) || (words.id.is_some() && !takes_id) {
            let place = if words.rest.is_empty() { at } else { words.rest_at.clone() };
            let span = self.span(&place);
            self.say(mistakes::fence_words(span, &words.name));
        }
    }
}

/// The value of a key.
pub(super) fn pair(words: &Words, key: &str) -> Option<String> {
    words.pairs.iter().find(|it| it.0 == key).map(|it| it.1.clone()).filter(|it| !it.is_empty())
}
