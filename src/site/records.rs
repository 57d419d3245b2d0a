//! Joins records with what they rest on, and says which finding is used where.

use std::sync::Arc;

use super::{Brief, Materials};
use crate::draft::body::View;
use crate::draft::chronology::Chronology;
use crate::draft::front_matter::Kind;
use crate::draft::structure::{Lesson, Likeness, Named, SectionKind};
use crate::report::{
    Diagnostic, mistakes::chronology as chronology_mistakes, mistakes::comparison as mistakes,
};
use crate::words::{SourcePath, Span, names};

/// A record that something can rest on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize)]
pub enum RecordRef {
    /// All findings of a question, by its number.
    Question(usize),
    /// One finding: question and case.
    Finding(usize, usize),
    /// All outcomes.
    Outcomes,
    /// What came of a case.
    Outcome(usize),
    /// A row of the chronology.
    Event(usize),
    /// A lesson, by its number.
    Lesson(usize),
}

/// A record that rests on another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize)]
pub enum Pointed {
    /// A lesson.
    Lesson(usize),
    /// A recommendation.
    Recommendation(usize),
}

/// What the records of a brief rest on, all numbers in the order of the file.
#[derive(Clone, Default, Debug, serde::Serialize)]
pub struct Records {
    /// By lesson.
    pub lessons: Vec<Vec<RecordRef>>,
    /// By recommendation.
    pub recommendations: Vec<Vec<RecordRef>>,
    /// By likeness: what it rests on, lessons that it strengthens, lessons that it weakens.
    pub likenesses: Vec<(Vec<RecordRef>, Vec<usize>, Vec<usize>)>,
    /// By difference, the same.
    pub differences: Vec<(Vec<RecordRef>, Vec<usize>, Vec<usize>)>,
    /// By row of the chronology: its case.
    pub row_cases: Vec<Option<usize>>,
    /// By row: the row that led to it.
    pub row_after: Vec<Option<usize>>,
}

impl Records {
    /// The lessons and recommendations that rest on a record, directly or by way of the whole
    /// question.
    pub fn users(&self, record: RecordRef) -> Vec<Pointed> {
        let rests = |on: &[RecordRef]| {
            on.iter().any(|it| {
                *it == record
                    || matches!((it, record), (RecordRef::Question(a), RecordRef::Finding(b, _)) if *a == b)
                    || matches!((it, record), (RecordRef::Outcomes, RecordRef::Outcome(_)))
            })
        };
        let lessons =
            self.lessons.iter().enumerate().filter(|it| rests(it.1)).map(|it| Pointed::Lesson(it.0));
        let others = self
            .recommendations
            .iter()
            .enumerate()
            .filter(|it| rests(it.1))
            .map(|it| Pointed::Recommendation(it.0));
        lessons.chain(others).collect()
    }
}

/// The chronology beside a brief.
pub(super) fn chronology_of(path: &SourcePath, materials: &Materials<'_>) -> Option<Arc<Chronology>> {
    if path.file_name() != "index.md" {
        return None;
    }
    let front = materials.outlines.get(path)?.front.as_ref()?;
    if front.kind != Kind::Comparison {
        return None;
    }
    materials.chronologies.get(&path.follow("timeline.csv")?).cloned()
}

/// What ids of one comparison mean.
struct Names<'a> {
    /// The brief.
    brief: &'a Brief,
    /// Questions: id, whether the author chose it, where.
    questions: Vec<(String, bool, Span)>,
    /// The section of outcomes.
    outcomes: Option<(String, bool, Span)>,
    /// Lessons: id, whether the author chose it, where.
    lessons: Vec<(String, bool, Span)>,
}

/// Joins the records of a brief.
pub(super) fn join(brief: &Brief, said: &mut Vec<Diagnostic>) -> Records {
    let names = Names::of(brief);
    let mut records = Records::default();
    rows(brief, &mut records, said);
    let mut lesson_number = 0;
    for section in &brief.outline.structure.sections {
        match &section.kind {
            SectionKind::Lessons(all) => {
                for lesson in all {
                    records.lessons.push(names.lesson(lesson, lesson_number, said));
                    lesson_number += 1;
                }
            }
            SectionKind::Recommendations(all) => {
                for it in all {
                    records.recommendations.push(names.records(&it.rests_on, None, said));
                }
            }
            SectionKind::Likenesses(all) => {
                records.likenesses.extend(all.iter().map(|it| names.likeness(it, said)));
            }
            SectionKind::Differences(all) => {
                records.differences.extend(all.iter().map(|it| names.likeness(it, said)));
            }
            _ => {}
        }
    }
    circles(brief, &records, said);
    records
}

/// Says lessons that rest on each other: none of them then rests on anything.
fn circles(brief: &Brief, records: &Records, said: &mut Vec<Diagnostic>) {
    let sections = brief.outline.structure.sections.iter();
    let lessons: Vec<&Lesson> = sections
        .filter_map(|it| if let SectionKind::Lessons(all) = &it.kind { Some(all) } else { None })
        .flatten()
        .collect();
    let reaches = |from: usize, to: usize| {
        let (mut seen, mut next) = (vec![false; lessons.len()], vec![from]);
        while let Some(it) = next.pop() {
            if it == to {
                return true;
            }
            if !std::mem::replace(&mut seen[it], true) {
                next.extend(records.lessons[it].iter().filter_map(|it| match it {
                    RecordRef::Lesson(it) => Some(*it),
                    _ => None,
                }));
            }
        }
        false
    };
    for (number, lesson) in lessons.iter().enumerate() {
        for named in &lesson.rests_on {
            let other = lessons.iter().position(|it| brief.outline.headings[it.heading].id == named.id);
            if other.is_some_and(|it| it > number && reaches(it, number)) {
                said.push(mistakes::rests_in_circle(named.at.clone(), &named.id));
            }
        }
    }
}

/// The case and the cause of each row.
fn rows(brief: &Brief, records: &mut Records, said: &mut Vec<Diagnostic>) {
    let Some(chronology) = &brief.chronology else { return };
    let cases = &brief.front().cases;
    for row in &chronology.rows {
        let case = row.case.as_ref().and_then(|(written, at)| {
            let case = cases.iter().position(|it| it.is_named(written));
            if case.is_none() && !cases.is_empty() {
                let all: Vec<&str> = cases.iter().flat_map(|it| it.names()).collect();
                let known: Vec<String> = cases.iter().map(|it| it.id.clone()).collect();
                said.push(chronology_mistakes::case_unknown(
                    at.clone(),
                    written,
                    names::nearest(written, all),
                    &known,
                ));
            }
            case
        });
        records.row_cases.push(case);
        let after = row.after.as_ref().and_then(|it| chronology.rows.iter().position(|row| row.id == it.id));
        records.row_after.push(after);
    }
    for row in &chronology.rows {
        if let Some(anchor) = brief.outline.structure.anchors.iter().find(|it| it.id == row.id) {
            said.push(crate::report::mistakes::prose::id_repeated(
                row.at.clone(),
                &row.id,
                anchor.at.clone(),
            ));
        }
    }
}

impl<'a> Names<'a> {
    /// The ids of a brief.
    fn of(brief: &'a Brief) -> Names<'a> {
        let heading = |index: usize| {
            let it = &brief.outline.headings[index];
            (it.id.clone(), it.explicit.is_some(), it.at.clone())
        };
        let mut names = Names { brief, questions: Vec::new(), outcomes: None, lessons: Vec::new() };
        for section in &brief.outline.structure.sections {
            match &section.kind {
                SectionKind::Question(_) => names.questions.push(heading(section.heading)),
                SectionKind::Outcome(_) => names.outcomes = Some(heading(section.heading)),
                SectionKind::Lessons(all) => names.lessons.extend(all.iter().map(|it| heading(it.heading))),
                _ => {}
            }
        }
        names
    }

    /// What a lesson rests on; never itself.
    fn lesson(&self, lesson: &Lesson, number: usize, said: &mut Vec<Diagnostic>) -> Vec<RecordRef> {
        self.records(&lesson.rests_on, Some(number), said)
    }

    /// What a likeness rests on, strengthens and weakens.
    fn likeness(
        &self,
        it: &Likeness,
        said: &mut Vec<Diagnostic>,
    ) -> (Vec<RecordRef>, Vec<usize>, Vec<usize>) {
        let lessons = |all: &[Named], said: &mut Vec<Diagnostic>| {
            let found = all.iter().filter_map(|named| {
                let found = self.lessons.iter().position(|it| it.0 == named.id);
                if found.is_none() {
                    let near = names::nearest(&named.id, self.lessons.iter().map(|it| it.0.as_str()));
                    said.push(mistakes::lesson_unknown(named.at.clone(), &named.id, near));
                }
                found
            });
            found.collect()
        };
        let (strengthens, weakens) = (lessons(&it.strengthens, said), lessons(&it.weakens, said));
        (self.records(&it.rests_on, None, said), strengthens, weakens)
    }

    /// Records by the ids that name them.
    fn records(&self, all: &[Named], own: Option<usize>, said: &mut Vec<Diagnostic>) -> Vec<RecordRef> {
        let mut found = Vec::new();
        for named in all {
            match self.record(named, said) {
                Some(RecordRef::Lesson(it)) if Some(it) == own => {
                    said.push(mistakes::rests_on_itself(named.at.clone(), &named.id));
                }
                Some(record) if !found.contains(&record) => found.push(record),
                _ => {}
            }
        }
        found
    }

    /// The record that an id names.
    fn record(&self, named: &Named, said: &mut Vec<Diagnostic>) -> Option<RecordRef> {
        let (head, case) = match named.id.split_once('/') {
            Some((head, case)) => (head.trim(), Some(case.trim())),
            None => (named.id.as_str(), None),
        };
        let cases = &self.brief.front().cases;
        let case_index = case.and_then(|case| cases.iter().position(|it| it.id == case));
        let question = self.questions.iter().position(|it| it.0 == head);
        let is_outcome = self.outcomes.as_ref().is_some_and(|it| it.0 == head);
        let made = |it: &(String, bool, Span), said: &mut Vec<Diagnostic>| {
            if !it.1 {
                said.push(mistakes::rests_on_made(named.at.clone(), &it.0, it.2.clone()));
            }
        };
        let found = match (question, case, case_index) {
            (Some(question), None, _) => {
                made(&self.questions[question], said);
                Some(RecordRef::Question(question))
            }
            (Some(question), Some(_), Some(case)) => {
                made(&self.questions[question], said);
                Some(RecordRef::Finding(question, case))
            }
            (None, None, _) if is_outcome => Some(RecordRef::Outcomes),
            (None, Some(_), Some(case)) if is_outcome => Some(RecordRef::Outcome(case)),
            (None, None, _) => {
                let lesson = self.lessons.iter().position(|it| it.0 == head);
                if let Some(lesson) = lesson {
                    made(&self.lessons[lesson], said);
                }
                let rows = self.brief.chronology.as_ref().map_or(&[][..], |it| &it.rows);
                lesson
                    .map(RecordRef::Lesson)
                    .or_else(|| rows.iter().position(|it| it.id == head).map(RecordRef::Event))
            }
            _ => None,
        };
        if found.is_none() {
            let all = self.all();
            let near = names::nearest(&named.id, all.iter().map(String::as_str));
            said.push(mistakes::rests_on_unknown(named.at.clone(), &named.id, near));
        }
        found
    }

    /// Every id that can be named.
    fn all(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for (id, _, _) in self.questions.iter().chain(&self.outcomes) {
            all.push(id.clone());
            all.extend(self.brief.front().cases.iter().map(|it| format!("{id}/{}", it.id)));
        }
        all.extend(self.lessons.iter().map(|it| it.0.clone()));
        all.extend(self.brief.chronology.iter().flat_map(|it| it.rows.iter().map(|it| it.id.clone())));
        all
    }
}

/// Says views that were placed and have nothing to show.
pub(super) fn check_placed(briefs: &[Brief], broken: &[SourcePath], said: &mut Vec<Diagnostic>) {
    for brief in briefs {
        // Of a chronology that could not be read nothing is known to be missing.
        let unread = brief.outline.source.path.follow("timeline.csv").is_some_and(|it| broken.contains(&it));
        for (_, view, at) in &brief.outline.structure.placed {
            if unread && matches!(view, View::Timelines | View::Chain(_)) {
                continue;
            }
            let why = match view {
                View::Outcomes => (!brief.has(|it| matches!(it, SectionKind::Outcome(_))))
                    .then_some("no section has the class `.outcome`"),
                View::Matrix => (!brief.has(|it| matches!(it, SectionKind::Question(_))))
                    .then_some("no section is a question"),
                View::Lessons => (!brief.has(|it| matches!(it, SectionKind::Lessons(_))))
                    .then_some("no section has the class `.lessons`"),
                View::Likenesses => (!brief
                    .has(|it| matches!(it, SectionKind::Likenesses(_) | SectionKind::Differences(_))))
                .then_some("no section has the class `.likenesses` or `.differences`"),
                View::Rivals => (!brief.has(|it| matches!(it, SectionKind::Rivals(_))))
                    .then_some("no section has the class `.rivals`"),
                View::Recommendations => (!brief.has(|it| matches!(it, SectionKind::Recommendations(_))))
                    .then_some("no section has the class `.recommendations`"),
                View::Takeaways => None,
                View::Timelines => {
                    brief.chronology.is_none().then_some("there is no `timeline.csv` beside the brief")
                }
                View::Chain(case) => {
                    let has = brief.chronology.is_some() && brief.records.chain(*case).len() > 1;
                    (!has).then_some("no rows of `timeline.csv` are linked with `after` in this case")
                }
                View::Evidence => brief.cited.is_empty().then_some("the brief cites nothing"),
            };
            if let Some(why) = why {
                said.push(mistakes::view_empty(at.clone(), why));
            }
        }
    }
}

impl Brief {
    /// Whether it has a section of some kind.
    pub fn has(&self, is: impl Fn(&SectionKind) -> bool) -> bool {
        self.outline.structure.sections.iter().any(|it| is(&it.kind))
    }
}

impl Records {
    /// The rows of a case that lead to another or come from one, in the order of the file.
    pub fn chain(&self, case: usize) -> Vec<usize> {
        let linked = |row: usize| self.row_after[row].is_some() || self.row_after.contains(&Some(row));
        (0..self.row_cases.len()).filter(|it| self.row_cases[*it] == Some(case) && linked(*it)).collect()
    }
}
