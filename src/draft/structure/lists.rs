//! Likenesses and differences: items of a list, each with facts nested under it.

use std::ops::Range;

use super::{Likeness, Reader};
use crate::draft::body::{Block, BlockKind};
use crate::report::mistakes::comparison as mistakes;

/// What the facts of a likeness or a difference may be.
const LABELS: [&str; 3] = ["rests_on", "strengthens", "weakens"];

/// What they are facts of.
const WHAT: &str = "a likeness or difference";

impl Reader<'_> {
    /// The items of a section's lists.
    pub(super) fn likenesses(&mut self, section: usize, blocks: Range<usize>) -> Vec<Likeness> {
        let mut all = Vec::new();
        let mut seen_list = false;
        for index in blocks {
            let block = self.parsed.body.blocks[index].clone();
            match &block.kind {
                BlockKind::List { items, .. } => {
                    seen_list = true;
                    for (number, item) in items.iter().enumerate() {
                        let facts = nested_list(&item.blocks)
                            .and_then(|nested| self.facts_in(nested, &LABELS, WHAT))
                            .unwrap_or_default();
                        let read = usize::from(!facts.0.is_empty());
                        self.stray_in(&item.blocks[..item.blocks.len() - read], &LABELS, WHAT);
                        all.push(Likeness {
                            item: (index, number),
                            rests_on: self.ids_in(&facts, "rests_on"),
                            strengthens: self.ids_in(&facts, "strengthens"),
                            weakens: self.ids_in(&facts, "weakens"),
                            cites: self.parsed.body.citations(&item.blocks),
                        });
                    }
                }
                _ if seen_list => {
                    let at = self.span(&block.at);
                    self.say(mistakes::after_list(at));
                }
                _ => {}
            }
        }
        if all.is_empty() {
            self.check_not_empty(section, &[]);
        }
        all
    }
}

/// The list of facts at the end of an item.
pub(crate) fn nested_list(blocks: &[Block]) -> Option<&[crate::draft::body::Item]> {
    match &blocks.last()?.kind {
        BlockKind::List { start: None, items } if blocks.len() > 1 => Some(items),
        _ => None,
    }
}
