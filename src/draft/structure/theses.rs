//! Lessons, recommendations and takeaways: a heading that says it, facts, an argument.

use std::ops::Range;

use super::sections::Part;
use super::{Lesson, Reader, Recommendation, Takeaway, TakeawayPlace};
use crate::draft::body::{BlockKind, InBody};
use crate::language::Scale;
use crate::report::mistakes::{comparison as mistakes, labels};
use crate::words::names;

impl Reader<'_> {
    /// The lessons of a section.
    pub(super) fn lessons(&mut self, section: usize, parts: &[Part]) -> Vec<Lesson> {
        self.check_not_empty(section, parts);
        parts.iter().map(|it| self.lesson(it)).collect()
    }

    /// One lesson.
    fn lesson(&mut self, part: &Part) -> Lesson {
        self.check_classes(part.heading, &[]);
        let at = self.parsed.headings[part.heading].at.clone();
        let allowed = ["for", "rests_on", "confidence", "likelihood", "mode", "transfer"];
        let (facts, text) = self.facts(part.blocks.clone(), &allowed, "a lesson");
        for (name, word) in [("for", "For"), ("rests_on", "Rests on")] {
            if facts.get(name).is_none() {
                self.say(labels::label_missing(at.clone(), "lesson", word));
            }
        }
        let (before, tails) = self.parts(4, text.clone());
        let mut argument = vec![before.clone()];
        let (mut caveats, mut doubts) = (None, None);
        for tail in &tails {
            self.check_classes(tail.heading, &["caveats", "doubts"]);
            let classes = self.parsed.headings[tail.heading].classes.clone();
            let place = if classes.iter().any(|it| it == "caveats") {
                &mut caveats
            } else if classes.iter().any(|it| it == "doubts") {
                &mut doubts
            } else {
                argument.push(tail.blocks.start - 1..tail.blocks.end);
                continue;
            };
            if place.is_some() {
                let at = self.parsed.headings[tail.heading].at.clone();
                self.say(crate::report::mistakes::prose::class_repeated(at, &classes[0]));
            } else {
                *place = Some(tail.blocks.clone());
            }
        }
        let conditions = self.conditions(before.clone());
        self.check_conditions_elsewhere(&before, tails.iter().map(|it| it.blocks.clone()));
        self.check_stray(text.clone(), &allowed, "a lesson");
        if let Some(it) = &conditions {
            argument[0] = before.start..it.block.0;
            argument.insert(1, it.block.0 + 1..before.end);
        }
        let transfer = self.term(&facts, "transfer", Scale::Transfer);
        if let (Some(transfer), Some(conditions)) = (&transfer, &conditions)
            && transfer.term == "yes"
            && conditions.rows.iter().flatten().any(|it| *it == "fails")
        {
            self.say(mistakes::transfer_despite_failure(transfer.at.clone()));
        }
        let likelihood = facts
            .get("likelihood")
            .filter(|it| !it.is_empty())
            .map(|it| (it.value.clone(), it.value_at.clone()));
        let likelihood = likelihood.and_then(|(value, value_at)| {
            let found =
                self.settings.likelihood.iter().find(|it| names::level(it) == names::level(&value)).cloned();
            if found.is_none() {
                let terms = self.settings.likelihood.clone();
                let nearest = names::nearest(&value, terms.iter().map(String::as_str)).map(str::to_owned);
                self.say(labels::likelihood_unknown(value_at, &value, nearest.as_deref(), &terms));
            }
            found
        });
        Lesson {
            heading: part.heading,
            addressees: self.names_in(&facts, "for"),
            rests_on: self.ids_in(&facts, "rests_on"),
            confidence: self.term(&facts, "confidence", Scale::Confidence).map(|it| it.term),
            likelihood,
            mode: self.term(&facts, "mode", Scale::Mode).map(|it| it.term),
            transfer,
            argument: InBody(argument.into_iter().filter(|it| !it.is_empty()).collect()),
            conditions,
            caveats: InBody(caveats),
            doubts: InBody(doubts),
            cites: self.cites(part.blocks.clone()),
        }
    }

    /// The recommendations of a section.
    pub(super) fn recommendations(&mut self, section: usize, parts: &[Part]) -> Vec<Recommendation> {
        self.check_not_empty(section, parts);
        let mut all = Vec::new();
        for part in parts {
            self.check_classes(part.heading, &[]);
            let allowed = ["for", "rests_on", "by", "status", "reviewed"];
            let (facts, text) = self.facts(part.blocks.clone(), &allowed, "a recommendation");
            if facts.get("for").is_none() {
                let at = self.parsed.headings[part.heading].at.clone();
                self.say(labels::label_missing(at, "recommendation", "For"));
            }
            self.check_stray(text.clone(), &allowed, "a recommendation");
            let argument: Vec<Range<usize>> = if text.is_empty() { Vec::new() } else { vec![text] };
            all.push(Recommendation {
                heading: part.heading,
                addressees: self.names_in(&facts, "for"),
                rests_on: self.ids_in(&facts, "rests_on"),
                by: self.day(&facts, "by"),
                status: self.term(&facts, "status", Scale::Progress).map(|it| it.term),
                reviewed: self.day(&facts, "reviewed"),
                argument: InBody(argument),
                cites: self.cites(part.blocks.clone()),
            });
        }
        all
    }

    /// Takeaways: headings with text, or the items of the section's first list.
    pub(super) fn takeaways(
        &mut self,
        section: usize,
        blocks: Range<usize>,
        parts: &[Part],
    ) -> Vec<Takeaway> {
        if !parts.is_empty() {
            return parts
                .iter()
                .map(|it| Takeaway {
                    place: TakeawayPlace::Heading(it.heading),
                    text: InBody(it.blocks.clone()),
                    cites: self.cites(it.blocks.clone()),
                })
                .collect();
        }
        let list =
            blocks.clone().find(|it| matches!(self.parsed.body.blocks[*it].kind, BlockKind::List { .. }));
        let Some(list) = list else {
            self.check_not_empty(section, parts);
            return Vec::new();
        };
        if list + 1 < blocks.end {
            let at = self.span(&self.parsed.body.blocks[list + 1].at.clone());
            self.say(mistakes::after_list(at));
        }
        let BlockKind::List { items, .. } = &self.parsed.body.blocks[list].kind else { return Vec::new() };
        let all = items.iter().enumerate().map(|(index, item)| Takeaway {
            place: TakeawayPlace::Item(list, index),
            text: InBody(list..list),
            cites: self.parsed.body.citations(&item.blocks),
        });
        all.collect()
    }

    /// Says a section of records that has none.
    pub(super) fn check_not_empty(&mut self, section: usize, parts: &[Part]) {
        if parts.is_empty() {
            let at = self.parsed.headings[section].at.clone();
            self.say(mistakes::section_empty(at));
        }
    }
}
