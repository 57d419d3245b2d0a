//! In which order the parts of a brief stand, and its list of contents.

use super::brief::ContentsItem;
use crate::draft::body::{self, BlockKind, Body, View, walk, walk_inlines};
use crate::draft::front_matter::Kind;
use crate::draft::structure::{Section, SectionKind, Structure};
use crate::language::Language;
use crate::output::apparatus::{Met, Table};
use crate::output::prose::simple;
use crate::site::Brief;

/// A stretch of prose, or a view.
pub enum Piece {
    /// Ranges of blocks.
    Prose(Vec<std::ops::Range<usize>>),
    /// A view.
    View(View),
}

/// The body in the order in which it is shown.
pub struct Layout {
    /// The pieces.
    pub pieces: Vec<Piece>,
}

impl Layout {
    /// What is met on a page that shows everything where it was written, which most briefs do. `None` of others: views
    /// and figures have orders of their own.
    pub fn met_in_order(&self, brief: &Brief, body: &Body) -> Option<Vec<Met>> {
        let texts = &brief.outline.texts;
        if brief.is_withdrawn()
            || brief.front().kind == Kind::Comparison
            || !brief.outline.floats.is_empty()
            || !texts.corrections.is_empty()
        {
            return None;
        }
        let mut met = Vec::new();
        let mut meet = |it: body::Met| {
            met.push(match it {
                body::Met::Cite(index) => Met::Cite((Table::Brief, index)),
                body::Met::Note(index) => Met::Note(index),
            });
        };
        texts.summary.iter().for_each(|it| walk_inlines(it, &mut meet));
        walk_inlines(&texts.notice, &mut meet);
        for piece in &self.pieces {
            let Piece::Prose(ranges) = piece else { return None };
            ranges.iter().for_each(|it| walk(&body.blocks[it.clone()], &mut meet));
        }
        Some(met)
    }

    /// In a comparison: prose before the first question, views that the author did not place, prose
    /// after it; placed views where they stand. In a plain brief records stand in their place.
    pub fn of(brief: &Brief, body: &Body) -> Layout {
        let structure = &brief.outline.structure;
        let mut layout = Layout { pieces: Vec::new() };
        let is_comparison = brief.front().kind == Kind::Comparison;
        let placed: Vec<&View> = structure.placed.iter().map(|it| &it.1).collect();
        let first = structure.sections.iter().position(|it| matches!(it.kind, SectionKind::Question(_)));
        let mut waiting: Vec<View> = if is_comparison {
            wanted(brief).into_iter().filter(|it| !placed.contains(&it)).collect()
        } else {
            Vec::new()
        };
        // What came of each case opens a comparison: one glance gives the argument.
        if let Some(opening) = waiting.iter().position(|it| *it == View::Outcomes) {
            layout.pieces.push(Piece::View(waiting.remove(opening)));
        }
        layout.prose(structure.opening.0.clone(), body, structure);
        if is_comparison && first.is_none() {
            layout.views(&mut waiting);
        }
        for (index, section) in structure.sections.iter().enumerate() {
            if is_comparison && first == Some(index) {
                layout.views(&mut waiting);
            }
            match &section.kind {
                SectionKind::Prose => layout.prose(with_heading(section), body, structure),
                _ if is_comparison => {}
                SectionKind::Recommendations(_) if !placed.contains(&&View::Recommendations) => {
                    layout.pieces.push(Piece::View(View::Recommendations));
                }
                SectionKind::Takeaways(_) if !placed.contains(&&View::Takeaways) => {
                    layout.pieces.push(Piece::View(View::Takeaways))
                }
                _ => {}
            }
        }
        layout
    }

    /// Adds views that wait.
    fn views(&mut self, waiting: &mut Vec<View>) {
        self.pieces.extend(waiting.drain(..).map(Piece::View));
    }

    /// Adds blocks, parted where the author placed a view.
    fn prose(&mut self, blocks: std::ops::Range<usize>, body: &Body, structure: &Structure) {
        let mut start = blocks.start;
        for index in blocks.clone() {
            if matches!(body.blocks[index].kind, BlockKind::View(_)) {
                self.stretch(start..index);
                if let Some((_, view, _)) = structure.placed.iter().find(|it| it.0 == index) {
                    self.pieces.push(Piece::View(view.clone()));
                }
                start = index + 1;
            }
        }
        self.stretch(start..blocks.end);
    }

    /// Adds a stretch of blocks to the prose before it.
    fn stretch(&mut self, blocks: std::ops::Range<usize>) {
        if blocks.is_empty() {
            return;
        }
        match self.pieces.last_mut() {
            Some(Piece::Prose(ranges)) => ranges.push(blocks),
            _ => self.pieces.push(Piece::Prose(vec![blocks])),
        }
    }

    /// The list of contents: headings of prose, and views by their headings.
    pub fn contents(&self, brief: &Brief, body: &Body, language: &Language) -> Vec<ContentsItem> {
        let mut items: Vec<ContentsItem> = Vec::new();
        let entry = |id: &str, title_html: String| ContentsItem {
            id: id.to_owned(),
            title_html,
            children: Vec::new(),
        };
        for piece in &self.pieces {
            match piece {
                Piece::Prose(ranges) => {
                    for block in ranges.iter().flat_map(|it| &body.blocks[it.clone()]) {
                        let BlockKind::Heading { heading, level, title } = &block.kind else { continue };
                        let id = &brief.outline.headings[*heading as usize].id;
                        match (level, items.last_mut()) {
                            (3, Some(last)) => last.children.push(entry(id, simple(title))),
                            (2, _) | (3, None) => items.push(entry(id, simple(title))),
                            _ => {}
                        }
                    }
                }
                Piece::View(view) => {
                    let (id, title) = super::filler::heading(view, brief, language);
                    let mut item = entry(&id, title);
                    item.children =
                        records(view, brief).into_iter().map(|(id, title)| entry(&id, title)).collect();
                    items.push(item);
                    // Differences face the likenesses and have a heading of their own.
                    items.extend(differences(view, brief).map(|(id, title)| entry(&id, title)));
                }
            }
        }
        // A list of one or two leads nowhere that the eye does not see.
        if items.len() < 3 { Vec::new() } else { items }
    }
}

/// The heading of the differences, where they share a view with likenesses.
fn differences(view: &View, brief: &Brief) -> Option<(String, String)> {
    if *view != View::Likenesses || !brief.has(|it| matches!(it, SectionKind::Likenesses(_))) {
        return None;
    }
    let section =
        brief.outline.structure.sections.iter().find(|it| matches!(it.kind, SectionKind::Differences(_)))?;
    let heading = &brief.outline.headings[section.heading];
    Some((heading.id.clone(), simple(&heading.title)))
}

/// Questions and lessons, which the list of contents names under their view.
fn records(view: &View, brief: &Brief) -> Vec<(String, String)> {
    let named = |heading: usize| {
        let heading = &brief.outline.headings[heading];
        (heading.id.clone(), simple(&heading.title))
    };
    let mut all = Vec::new();
    for section in &brief.outline.structure.sections {
        match (&section.kind, view) {
            (SectionKind::Question(_), View::Matrix) => all.push(named(section.heading)),
            (SectionKind::Lessons(lessons), View::Lessons) => {
                all.extend(lessons.iter().map(|it| named(it.heading)))
            }
            _ => {}
        }
    }
    all
}

/// A section's blocks with its heading.
fn with_heading(section: &Section) -> std::ops::Range<usize> {
    section.blocks.start - 1..section.blocks.end
}

/// Views of a comparison that have something to show, in the theme's order.
fn wanted(brief: &Brief) -> Vec<View> {
    let mut views = Vec::new();
    if brief.has(|it| matches!(it, SectionKind::Takeaways(_))) {
        views.push(View::Takeaways);
    }
    if brief.has(|it| matches!(it, SectionKind::Outcome(_))) {
        views.push(View::Outcomes);
    }
    if brief.has(|it| matches!(it, SectionKind::Question(_))) {
        views.push(View::Matrix);
    }
    if brief.chronology.is_some() {
        for case in 0..brief.front().cases.len() {
            if brief.records.chain(case).len() > 1 {
                views.push(View::Chain(case));
            }
        }
        views.push(View::Timelines);
    }
    if brief.has(|it| matches!(it, SectionKind::Likenesses(_) | SectionKind::Differences(_))) {
        views.push(View::Likenesses);
    }
    if brief.has(|it| matches!(it, SectionKind::Rivals(_))) {
        views.push(View::Rivals);
    }
    if brief.has(|it| matches!(it, SectionKind::Lessons(_))) {
        views.push(View::Lessons);
    }
    if brief.has(|it| matches!(it, SectionKind::Recommendations(_))) {
        views.push(View::Recommendations);
    }
    views
}
