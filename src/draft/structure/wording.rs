//! What a comparison's sentences must not mix: how sure we are, and how likely something is.

use super::Reader;
use crate::draft::body::{Block, BlockKind, plain};
use crate::draft::front_matter::Kind;
use crate::report::mistakes::comparison as mistakes;
use crate::words::names;

impl Reader<'_> {
    /// Says sentences with a word of confidence and a word of likelihood (ICD 203, D.6.e.2.a).
    pub(super) fn wording(&mut self) {
        if self.front.kind != Kind::Comparison {
            return;
        }
        let mut found = Vec::new();
        for block in &self.parsed.body.blocks {
            self.mixed(block, &mut found);
        }
        for at in found {
            let at = self.span(&at);
            self.say(mistakes::confidence_and_likelihood(at));
        }
    }

    /// Looks for such sentences in a block and what it holds.
    fn mixed(&self, block: &Block, found: &mut Vec<std::ops::Range<u32>>) {
        match &block.kind {
            BlockKind::Paragraph(inlines) if self.is_mixed(&plain(inlines)) => {
                found.push(block.at.clone());
            }
            BlockKind::List { items, .. } => {
                // Facts stand beside each other on purpose; only running text is looked at.
                for item in items.iter().filter(|it| !self.is_fact(it)) {
                    item.blocks.iter().for_each(|it| self.mixed(it, found));
                }
            }
            BlockKind::Table(table) => {
                for cell in table.rows.iter().flatten() {
                    if self.is_mixed(&plain(&cell.content)) {
                        found.push(cell.at.clone());
                    }
                }
            }
            BlockKind::Quote(blocks) | BlockKind::Box { blocks, .. } => {
                blocks.iter().for_each(|it| self.mixed(it, found))
            }
            _ => {}
        }
    }

    /// Whether a text has such a sentence. Few have: levelling all of them took a quarter of the time of reading a
    /// comparison, so the first letters of the rarer words are looked for as they stand. What levelling takes out of
    /// the middle of a word is not ASCII.
    fn is_mixed(&self, text: &str) -> bool {
        let begins = |it: &[u8]| it.eq_ignore_ascii_case(b"conf");
        let may_be = !text.is_ascii()
            && text.contains(['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{fb01}'])
            || text.as_bytes().windows(4).any(begins);
        may_be && text.split_inclusive(['.', '?', '!', ';']).map(names::level).any(|it| self.mixes(&it))
    }

    /// Whether a levelled sentence has both kinds of words.
    fn mixes(&self, sentence: &str) -> bool {
        let holds = |it: &str| super::findings::holds_word(sentence, it);
        let sure = ["confidence", "confident"].iter().any(|it| holds(it))
            && ["high", "highly", "moderate", "moderately", "low"].iter().any(|it| holds(it));
        sure && self
            .settings
            .likelihood
            .iter()
            .any(|it| super::findings::holds_word(sentence, &names::level(it)))
    }
}
