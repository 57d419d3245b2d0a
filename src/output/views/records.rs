//! Lessons, recommendations and explanations for templates.

use serde::Serialize;

use super::comparison::{ExplanationView, RivalRow, RivalsView, StateView};
use super::filler::Filler;
use super::names::Names;
use super::{ConfidenceView, DateView, Pointer};
use crate::draft::body::{BlockKind, Cell, Inline, plain};
use crate::draft::structure::{Lesson, Recommendation, Rivals};
use crate::language::{Language, Scale};
use crate::output::Edition;
use crate::output::prose::simple;
use crate::site::{Brief, RecordRef};

/// A lesson.
#[derive(Serialize, Clone)]
pub struct LessonView {
    /// Its id.
    pub id: String,
    /// From 1.
    pub number: usize,
    /// What it says.
    pub title_html: String,
    /// Where it is, from a page that is not its own.
    pub href: String,
    /// Whom it is for.
    #[serde(rename = "for")]
    pub addressees: Vec<AddresseeView>,
    /// What it rests on.
    pub rests_on: Vec<Pointer>,
    /// How sure.
    pub confidence: Option<ConfidenceView>,
    /// How likely.
    pub likelihood: Option<LikelihoodView>,
    /// What to do with it.
    pub mode: Option<&'static str>,
    /// The same in words.
    pub mode_text: Option<String>,
    /// Whether it carries over.
    pub transfer: Option<&'static str>,
    /// The same in words.
    pub transfer_text: Option<String>,
    /// The argument.
    pub html: String,
    /// Conditions against cases.
    pub conditions: Vec<ConditionView>,
    /// What the author calls them, at the head of their column; may be empty.
    pub conditions_head_html: String,
    /// The author's heading of the caveats.
    pub caveats_heading: Option<PartHeading>,
    /// Caveats.
    pub caveats_html: Option<String>,
    /// The author's heading of what would change our mind.
    pub doubts_heading: Option<PartHeading>,
    /// What would change our mind.
    pub doubts_html: Option<String>,
    /// What rests on it.
    pub used_in: Vec<Pointer>,
}

/// The heading of a part of a record.
#[derive(Serialize, Clone)]
pub struct PartHeading {
    /// Its id.
    pub id: String,
    /// Its words; empty if it has none.
    pub title_html: String,
}

/// Whom something is for.
#[derive(Serialize, Clone, PartialEq, Eq)]
pub struct AddresseeView {
    /// As written.
    pub name: String,
    /// The full name.
    pub full: Option<String>,
    /// A web address.
    pub href: Option<String>,
}

/// A term of a scale.
#[derive(Serialize, Clone)]
pub struct LikelihoodView {
    /// The term.
    pub term: String,
    /// In words.
    pub text: String,
}

/// A condition of a lesson.
#[derive(Serialize, Clone)]
pub struct ConditionView {
    /// What must hold.
    pub html: String,
    /// Whether it does, by case.
    pub cells: Vec<ConditionCell>,
}

/// Whether a condition holds in a case.
#[derive(Serialize, Clone)]
pub struct ConditionCell {
    /// The case.
    pub case: super::comparison::CaseView,
    /// `holds`, `fails` or `unclear`.
    pub state: &'static str,
    /// The same in words.
    pub state_text: String,
    /// What follows the word.
    pub html: String,
}

/// A recommendation.
#[derive(Serialize, Clone)]
pub struct RecommendationView {
    /// Its id.
    pub id: String,
    /// From 1.
    pub number: usize,
    /// What it says.
    pub title_html: String,
    /// Where it is, from a page that is not its own.
    pub href: String,
    /// Who should act.
    #[serde(rename = "for")]
    pub addressees: Vec<AddresseeView>,
    /// What it rests on.
    pub rests_on: Vec<Pointer>,
    /// By when.
    pub by: Option<DateView>,
    /// How far it has come.
    pub status: Option<&'static str>,
    /// The same in words.
    pub status_text: Option<String>,
    /// When that was last looked at.
    pub reviewed: Option<DateView>,
    /// Why.
    pub html: String,
}

impl Edition {
    /// Addressees of a record, with the full names that the brief gives.
    pub fn addressees(&self, brief: &Brief, names: &[(String, crate::words::Span)]) -> Vec<AddresseeView> {
        let all = names.iter().map(|(name, _)| {
            let level = crate::words::names::level(name);
            let actor = brief.front().actors.iter().find(|it| crate::words::names::level(&it.short) == level);
            AddresseeView {
                name: name.clone(),
                full: actor.map(|it| it.name.clone()),
                href: actor.and_then(|it| it.link.clone()),
            }
        });
        all.collect()
    }

    /// What of a lesson is shown in lists: everything but its prose.
    pub(super) fn lesson_frame(
        &self,
        brief: &Brief,
        lesson: &Lesson,
        index: usize,
        names: &Names,
        language: &Language,
    ) -> LessonView {
        let heading = &brief.outline.headings[lesson.heading];
        let rests_on = brief.records.lessons.get(index).map_or(&[][..], Vec::as_slice);
        LessonView {
            id: heading.id.clone(),
            number: index + 1,
            title_html: simple(&heading.title),
            href: names.href(&heading.id),
            addressees: self.addressees(brief, &lesson.addressees),
            rests_on: rests_on.iter().map(|it| names.pointer(*it)).collect(),
            confidence: lesson.confidence.map(|it| ConfidenceView::of(it, language)),
            likelihood: lesson
                .likelihood
                .as_ref()
                .map(|it| LikelihoodView { term: it.clone(), text: it.clone() }),
            mode: lesson.mode,
            mode_text: lesson.mode.map(|it| language.term("mode", it)),
            transfer: lesson.transfer.as_ref().map(|it| it.term),
            transfer_text: lesson.transfer.as_ref().map(|it| language.term("transfer", it.term)),
            html: String::new(),
            conditions: Vec::new(),
            conditions_head_html: String::new(),
            caveats_heading: None,
            caveats_html: None,
            doubts_heading: None,
            doubts_html: None,
            used_in: names.users(RecordRef::Lesson(index), brief),
        }
    }

    /// What of a recommendation is shown in lists: everything but its prose.
    pub(super) fn recommendation_frame(
        &self,
        brief: &Brief,
        it: &Recommendation,
        index: usize,
        names: &Names,
        language: &Language,
    ) -> RecommendationView {
        let heading = &brief.outline.headings[it.heading];
        let rests_on = brief.records.recommendations.get(index).map_or(&[][..], Vec::as_slice);
        RecommendationView {
            id: heading.id.clone(),
            number: index + 1,
            title_html: simple(&heading.title),
            href: names.href(&heading.id),
            addressees: self.addressees(brief, &it.addressees),
            rests_on: rests_on.iter().map(|it| names.pointer(*it)).collect(),
            by: it.by.map(|it| DateView::of(it, language)),
            status: it.status,
            status_text: it.status.map(|it| language.term("recommendation", it)),
            reviewed: it.reviewed.map(|it| DateView::of(it, language)),
            html: String::new(),
        }
    }
}

impl Filler<'_, '_> {
    /// A lesson with its prose.
    pub(super) fn lesson(&mut self, lesson: &Lesson, index: usize) -> LessonView {
        let mut view = self.edition.lesson_frame(self.brief, lesson, index, &self.names, self.language);
        view.title_html = self.setter.inlines(&self.brief.outline.headings[lesson.heading].title);
        view.html = self.setter.ranges(&self.body.blocks, &lesson.argument);
        if let Some(conditions) = &lesson.conditions
            && let BlockKind::Table(table) = &self.body.blocks[conditions.block.0].kind
        {
            if let Some(corner) = table.head.first() {
                view.conditions_head_html = self.setter.inlines(&corner.content);
            }
            for (row, states) in table.rows.iter().zip(&conditions.rows) {
                let html = row.first().map_or(String::new(), |it| self.setter.inlines(&it.content));
                let mut cells: Vec<ConditionCell> = Vec::new();
                for ((cell, state), case) in row.iter().skip(1).zip(states).zip(&conditions.columns) {
                    cells.push(ConditionCell {
                        case: self.edition.case_view(self.brief, *case, self.language),
                        state,
                        state_text: self.language.term("state", state),
                        html: self.after_term(cell, Scale::State),
                    });
                }
                cells.sort_by_key(|it| it.case.number);
                view.conditions.push(ConditionView { html, cells });
            }
        }
        view.caveats_heading = lesson.caveats.as_ref().and_then(|it| self.part_heading(it.start));
        view.caveats_html = lesson.caveats.0.clone().and_then(|it| self.optional(it));
        view.doubts_heading = lesson.doubts.as_ref().and_then(|it| self.part_heading(it.start));
        view.doubts_html = lesson.doubts.0.clone().and_then(|it| self.optional(it));
        view
    }

    /// The heading that stands before a record's part, which begins at a block.
    fn part_heading(&mut self, start: usize) -> Option<PartHeading> {
        let BlockKind::Heading { heading, title, .. } = &self.body.blocks[start.checked_sub(1)?].kind else {
            return None;
        };
        let id = self.setter.tables.headings[*heading as usize].id.clone();
        Some(PartHeading { id, title_html: self.setter.inlines(title) })
    }

    /// A recommendation with its prose.
    pub(super) fn recommendation(&mut self, it: &Recommendation, index: usize) -> RecommendationView {
        let mut view = self.edition.recommendation_frame(self.brief, it, index, &self.names, self.language);
        view.title_html = self.setter.inlines(&self.brief.outline.headings[it.heading].title);
        view.html = self.setter.ranges(&self.body.blocks, &it.argument);
        view
    }

    /// What follows the term with which a cell begins.
    fn after_term(&mut self, cell: &Cell, scale: Scale) -> String {
        let mut content = cell.content.clone();
        if let Some(Inline::Text(text)) = content.first_mut()
            && let Some((_, rest)) = self.language.value(scale, text)
        {
            *text = rest.to_owned().into();
        } else if let Some(Inline::Strong(inside) | Inline::Emphasis(inside)) = content.first()
            && self.language.value(scale, &plain(inside)).is_some_and(|it| it.1.is_empty())
        {
            content.remove(0);
        }
        let html = self.setter.inlines(&content);
        html.trim().to_owned()
    }

    /// The grid of explanations.
    pub(super) fn rivals(&mut self, rivals: &Rivals) -> Option<RivalsView> {
        let BlockKind::Table(table) = &self.body.blocks[rivals.block.0?].kind else { return None };
        let head_html = table.head.first().map_or(String::new(), |it| self.setter.inlines(&it.content));
        let mut explanations: Vec<ExplanationView> = Vec::new();
        for (column, cell) in table.head.iter().skip(1).enumerate() {
            let inconsistent =
                rivals.rows.iter().filter(|it| it.get(column) == Some(&"inconsistent")).count();
            explanations.push(ExplanationView { html: self.setter.inlines(&cell.content), inconsistent });
        }
        let mut rows = Vec::new();
        for ((row, states), evidence) in table.rows.iter().zip(&rivals.rows).zip(&rivals.evidence) {
            let Some(source) = self.sources(&[*evidence]).into_iter().next() else { continue };
            let source_html = row.first().map_or(String::new(), |it| self.setter.inlines(&it.content));
            let mut cells = Vec::new();
            for (cell, state) in row.iter().skip(1).zip(states) {
                cells.push(StateView {
                    state,
                    state_text: self.language.term("rival", state),
                    html: self.after_term(cell, Scale::Fit),
                });
            }
            rows.push(RivalRow { source, source_html, cells });
        }
        let note_html = self.optional(rivals.after.0.clone());
        Some(RivalsView { explanations, head_html, rows, note_html })
    }
}
