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
            BlockKind::Paragraph(inlines) => {
                let text = plain(inlines);
                let sentences = text.split_inclusive(['.', '?', '!', ';']);
                if sentences.map(names::level).any(|it| self.mixes(&it)) {
                    found.push(block.at.clone());
                }
            }
            BlockKind::List { items, .. } => {
                // Facts stand beside each other on purpose; only running text is looked at.
                for item in items.iter().filter(|it| !self.is_fact(it)) {
                    item.blocks.iter().for_each(|it| self.mixed(it, found));
                }
            }
            BlockKind::Table(table) => {
                for cell in table.rows.iter().flatten() {
                    if plain(&cell.content)
                        .split_inclusive(['.', '?', '!', ';'])
                        .map(names::level)
                        .any(|it| self.mixes(&it))
                    {
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
