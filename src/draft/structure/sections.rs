//! Splits a body at its headings and tells what each section is.

use std::ops::Range;

use super::{Reader, Section, SectionKind};
use crate::draft::body::{BlockKind, InBody, NO_CASE, View, plain};
use crate::draft::front_matter::{FrontMatter, Kind};
use crate::draft::markdown::Parsed;
use crate::report::mistakes::{comparison as mistakes, prose};
use crate::words::{Span, names};

/// Classes that make a section a record section, with what they are called in messages.
const RECORDS: [&str; 10] = [
    "outcome",
    "lessons",
    "likenesses",
    "similarities",
    "differences",
    "rivals",
    "alternatives",
    "recommendations",
    "takeaways",
    "prose",
];

/// A part of a section under a level-3 heading.
pub(super) struct Part {
    /// The heading's number.
    pub heading: usize,
    /// Blocks after it.
    pub blocks: Range<usize>,
}

impl Reader<'_> {
    /// The blocks before the first section, and the sections.
    pub(super) fn sections(&mut self) -> (Range<usize>, Vec<Section>) {
        let end = self.parsed.body.blocks.len();
        let starts = self.headings_at(2, 0..end);
        let opening = 0..starts.first().map_or(end, |it| it.1);
        let mut sections: Vec<Section> = Vec::new();
        let mut stray = Vec::new();
        for (index, &(heading, block)) in starts.iter().enumerate() {
            let stop = starts.get(index + 1).map_or(end, |it| it.1);
            let section = self.section(heading, block + 1..stop);
            sections.push(section);
        }
        // Headings of level 3 before the first of level 2 belong to no section; their classes
        // mean nothing.
        stray.extend(self.headings_at(3, opening.clone()));
        for (heading, _) in stray {
            self.check_classes(heading, &[]);
        }
        self.refuse_repeats(&sections);
        (opening, sections)
    }

    /// Headings of one level among some top-level blocks: number and block.
    pub(super) fn headings_at(&self, level: u8, within: Range<usize>) -> Vec<(usize, usize)> {
        let blocks = self.parsed.body.blocks[within.clone()].iter().enumerate();
        let found = blocks.filter_map(|(offset, block)| match &block.kind {
            BlockKind::Heading { heading, level: it, .. } if *it == level => {
                Some((*heading as usize, within.start + offset))
            }
            _ => None,
        });
        found.collect()
    }

    /// The parts of a section at a level of headings, and the blocks before the first.
    pub(super) fn parts(&self, level: u8, within: Range<usize>) -> (Range<usize>, Vec<Part>) {
        let starts = self.headings_at(level, within.clone());
        let intro = within.start..starts.first().map_or(within.end, |it| it.1);
        let parts = starts.iter().enumerate().map(|(index, &(heading, block))| {
            let stop = starts.get(index + 1).map_or(within.end, |it| it.1);
            Part { heading, blocks: block + 1..stop }
        });
        (intro, parts.collect())
    }

    /// One section.
    fn section(&mut self, heading: usize, blocks: Range<usize>) -> Section {
        let (intro, parts) = self.parts(3, blocks.clone());
        let is_comparison = self.front.kind == Kind::Comparison;
        let class = self.record_class(heading);
        if let Some(class) = &class
            && !is_comparison
            && !matches!(class.as_str(), "recommendations" | "takeaways" | "prose")
        {
            let at = self.parsed.headings[heading].at.clone();
            self.say(mistakes::class_needs_comparison(at, class));
            return Section {
                heading,
                kind: SectionKind::Prose,
                intro: InBody(blocks.clone()),
                blocks: InBody(blocks),
            };
        }
        let names_case =
            |it: &Part| self.case_named(&plain(&self.parsed.headings[it.heading].title)).is_some();
        let kind = match class.as_deref() {
            Some("outcome") => SectionKind::Outcome(self.outcomes(heading, &parts)),
            Some("lessons") => SectionKind::Lessons(self.lessons(heading, &parts)),
            Some("likenesses" | "similarities") => {
                SectionKind::Likenesses(self.likenesses(heading, blocks.clone()))
            }
            Some("differences") => SectionKind::Differences(self.likenesses(heading, blocks.clone())),
            Some("rivals" | "alternatives") => SectionKind::Rivals(self.rivals(heading, blocks.clone())),
            Some("recommendations") => SectionKind::Recommendations(self.recommendations(heading, &parts)),
            Some("takeaways") => SectionKind::Takeaways(self.takeaways(heading, blocks.clone(), &parts)),
            Some(_) => SectionKind::Prose,
            None if is_comparison && parts.iter().any(names_case) => {
                SectionKind::Question(self.findings(heading, &parts))
            }
            None if is_comparison && !parts.is_empty() && !self.cases().is_empty() => {
                let at = self.parsed.headings[parts[0].heading].at.clone();
                let name = plain(&self.parsed.headings[parts[0].heading].title);
                let nearest = self.nearest_case(&name);
                let section = self.parsed.headings[heading].at.clone();
                self.say(mistakes::section_unclear(at, section, nearest.as_deref()));
                SectionKind::Prose
            }
            None => SectionKind::Prose,
        };
        let intro = match &kind {
            SectionKind::Prose => {
                for part in &parts {
                    self.check_classes(part.heading, &[]);
                }
                blocks.clone()
            }
            SectionKind::Likenesses(all) | SectionKind::Differences(all) => {
                blocks.start..all.first().map_or(blocks.end, |it| it.item.0)
            }
            SectionKind::Rivals(it) => blocks.start..it.block.unwrap_or(blocks.end),
            SectionKind::Takeaways(all) => match all.first().map(|it| it.place) {
                Some(super::TakeawayPlace::Item(block, _)) => blocks.start..block,
                _ => intro,
            },
            _ => intro,
        };
        Section { heading, kind, blocks: InBody(blocks), intro: InBody(intro) }
    }

    /// The record class of a level-2 heading; other classes are said.
    fn record_class(&mut self, heading: usize) -> Option<String> {
        self.check_classes(heading, &RECORDS);
        let it = &self.parsed.headings[heading];
        let known: Vec<String> =
            it.classes.iter().filter(|it| RECORDS.contains(&it.as_str())).cloned().collect();
        if known.len() > 1 {
            let at = it.at.clone();
            self.say(prose::class_repeated(at, &known[1]));
        }
        known.into_iter().next()
    }

    /// Says classes of a heading that are not among the known ones.
    pub(super) fn check_classes(&mut self, heading: usize, known: &[&str]) {
        self.claimed.insert(heading);
        let it = &self.parsed.headings[heading];
        let (classes, at) = (it.classes.clone(), it.at.clone());
        for class in classes.iter().filter(|it| !known.contains(&it.as_str())) {
            let place = self.source.slice(&at).rfind(&format!(".{class}"));
            let place = place.map_or(at.clone(), |it| {
                let start = at.start + it as u32;
                Span { file: at.file.clone(), start, end: start + class.len() as u32 + 1 }
            });
            let all = RECORDS.iter().chain(&["none", "caveats", "doubts"]).copied();
            let nearest = names::nearest(
                class,
                if known.is_empty() { all.collect::<Vec<_>>() } else { known.to_vec() },
            );
            let listed = match known {
                [] => String::new(),
                all => all.iter().map(|it| format!("`.{it}`")).collect::<Vec<_>>().join(", "),
            };
            let nearest = nearest.filter(|it| known.contains(it)).map(|it| format!(".{it}"));
            self.say(prose::class_unknown(place, class, nearest.as_deref(), &listed));
        }
    }

    /// The case whose name is nearest to a text.
    pub(super) fn nearest_case(&self, text: &str) -> Option<String> {
        let all: Vec<&str> = self.cases().iter().flat_map(|it| it.names()).collect();
        let name = names::nearest(text, all)?;
        // `South` rather than `south`: a heading has names, not ids.
        let short =
            self.cases().iter().map(|it| it.short.as_str()).find(|it| names::level(it) == names::level(name));
        Some(short.unwrap_or(name).to_owned())
    }

    /// Says record sections that stand twice, and questions that look like records.
    fn refuse_repeats(&mut self, sections: &[Section]) {
        let mut seen: Vec<(&'static str, usize)> = Vec::new();
        let mut said = Vec::new();
        for section in sections {
            let name = match &section.kind {
                SectionKind::Prose | SectionKind::Question(_) => continue,
                SectionKind::Outcome(_) => "outcome",
                SectionKind::Lessons(_) => "lessons",
                SectionKind::Likenesses(_) => "likenesses",
                SectionKind::Differences(_) => "differences",
                SectionKind::Rivals(_) => "rivals",
                SectionKind::Recommendations(_) => "recommendations",
                SectionKind::Takeaways(_) => "takeaways",
            };
            let at = self.parsed.headings[section.heading].at.clone();
            match seen.iter().find(|it| it.0 == name) {
                Some((_, first)) => {
                    said.push(mistakes::section_repeated(at, name, self.parsed.headings[*first].at.clone()));
                }
                None => seen.push((name, section.heading)),
            }
        }
        let has_likenesses = seen.iter().find(|it| it.0 == "likenesses");
        if let Some((_, heading)) = has_likenesses
            && !seen.iter().any(|it| it.0 == "differences")
        {
            said.push(mistakes::likenesses_alone(self.parsed.headings[*heading].at.clone()));
        }
        if self.front.kind == Kind::Comparison
            && self.front.cases.len() >= 2
            && !sections.iter().any(|it| matches!(it.kind, SectionKind::Question(_)))
        {
            said.push(mistakes::no_question(self.front.title_at.clone()));
        }
        self.parsed.said.extend(said);
    }

    /// Views that the author placed, each with its case settled.
    pub(super) fn placed(&mut self, sections: &[Section]) -> Vec<(usize, View, Span)> {
        let mut placed: Vec<(usize, View, Span)> = Vec::new();
        let chains = std::mem::take(&mut self.parsed.chains);
        for index in 0..self.parsed.body.blocks.len() {
            let bytes = self.parsed.body.blocks[index].at.clone();
            let BlockKind::View(view) = &self.parsed.body.blocks[index].kind else {
                if let Some(at) = nested_view(&self.parsed.body.blocks[index].kind) {
                    let at = self.span(&at);
                    self.say(mistakes::view_nested(at));
                }
                continue;
            };
            let view = view.clone();
            let at = self.span(&bytes);
            if view == View::Chain(NO_CASE) {
                let (_, written, case_at) =
                    chains.iter().find(|it| it.0 == bytes.start).cloned().unwrap_or_default_at(&at);
                let nearest = self.nearest_case(&written);
                self.say(mistakes::chain_case(case_at, &written, nearest.as_deref()));
                continue;
            }
            if let Some((_, _, first)) = placed.iter().find(|it| it.1 == view) {
                let first = first.clone();
                self.say(mistakes::view_repeated(at, first));
                continue;
            }
            if let Some(section) = sections.iter().find(|it| it.blocks.contains(&index))
                && !matches!(section.kind, SectionKind::Prose)
            {
                self.say(mistakes::view_in_record(at));
                continue;
            }
            placed.push((index, view, at));
        }
        placed
    }
}

/// Gives each chain at top level the number of the case that it names, if there is such a case.
pub(super) fn settle_chains(front: &FrontMatter, parsed: &mut Parsed) {
    for block in &mut parsed.body.blocks {
        if let BlockKind::View(View::Chain(case)) = &mut block.kind
            && let Some((_, written, _)) = parsed.chains.iter().find(|it| it.0 == block.at.start)
            && let Some(index) = front.cases.iter().position(|it| it.is_named(written))
        {
            *case = index;
        }
    }
}

/// The bytes of a view inside another block, where it cannot stand.
fn nested_view(kind: &BlockKind) -> Option<Range<u32>> {
    let blocks = match kind {
        BlockKind::Box { blocks, .. } | BlockKind::PullQuote(blocks) | BlockKind::Quote(blocks) => blocks,
        BlockKind::Float(it) => &it.blocks,
        _ => return None,
    };
    blocks.iter().find_map(|it| match &it.kind {
        BlockKind::View(_) => Some(it.at.clone()),
        kind => nested_view(kind),
    })
}

/// A chain's record, or an empty one at a place.
trait OrAt {
    /// The record itself, or an empty one at `at`.
    fn unwrap_or_default_at(self, at: &Span) -> (u32, String, Span);
}

impl OrAt for Option<(u32, String, Span)> {
    fn unwrap_or_default_at(self, at: &Span) -> (u32, String, Span) {
        self.unwrap_or_else(|| (at.start, String::new(), at.clone()))
    }
}
