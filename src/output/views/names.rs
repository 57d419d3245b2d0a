//! What the records of a brief are called, and where they are.

use super::Pointer;
use crate::draft::body::plain;
use crate::draft::structure::SectionKind;
use crate::language::Language;
use crate::site::{Brief, Claimant, Pointed, RecordRef};

/// What the records of a brief are called and where they are.
pub struct Names {
    /// Questions: number, words, id.
    questions: Vec<(String, String)>,
    /// Ids of findings: by question, by case.
    findings: Vec<Vec<String>>,
    /// The section of outcomes: words, id; and ids by case.
    outcomes: Option<(String, String, Vec<String>)>,
    /// Lessons: words, id.
    lessons: Vec<(String, String)>,
    /// Recommendations: words, id.
    recommendations: Vec<(String, String)>,
    /// Rows: words, id.
    events: Vec<(String, String)>,
    /// Short names of cases.
    cases: Vec<String>,
    /// The word for a lesson, the word for a recommendation, the word for an outcome.
    words: [String; 3],
    /// What an address of this brief's page is from the page that is made; empty on its own page.
    page: String,
}

impl Names {
    /// On the brief's own page.
    pub fn of(brief: &Brief, language: &Language) -> Names {
        let heading = |index: usize| {
            let it = &brief.outline.headings[index];
            (plain(&it.title), it.id.clone())
        };
        let mut names = Names {
            questions: Vec::new(),
            findings: Vec::new(),
            outcomes: None,
            lessons: Vec::new(),
            recommendations: Vec::new(),
            events: Vec::new(),
            cases: brief.front().cases.iter().map(|it| it.short.clone()).collect(),
            words: ["lesson", "recommendation", "outcome"].map(|it| language.word(it).to_owned()),
            page: String::new(),
        };
        for section in &brief.outline.structure.sections {
            match &section.kind {
                SectionKind::Question(all) => {
                    names.questions.push(heading(section.heading));
                    let mut ids = vec![String::new(); names.cases.len()];
                    all.iter().for_each(|it| ids[it.case] = brief.outline.headings[it.heading].id.clone());
                    names.findings.push(ids);
                }
                SectionKind::Outcome(all) => {
                    let (title, id) = heading(section.heading);
                    let mut ids = vec![String::new(); names.cases.len()];
                    all.iter().for_each(|it| ids[it.case] = brief.outline.headings[it.heading].id.clone());
                    names.outcomes = Some((title, id, ids));
                }
                SectionKind::Lessons(all) => names.lessons.extend(all.iter().map(|it| heading(it.heading))),
                SectionKind::Recommendations(all) => {
                    names.recommendations.extend(all.iter().map(|it| heading(it.heading)))
                }
                _ => {}
            }
        }
        if let Some(chronology) = &brief.chronology {
            names.events = chronology.rows.iter().map(|it| (plain(&it.title), it.id.clone())).collect();
        }
        names
    }

    /// Seen from another page.
    pub fn seen_from_elsewhere(mut self, page: String) -> Names {
        self.page = page;
        self
    }

    /// A place of the brief's page.
    pub fn href(&self, id: &str) -> String {
        format!("{}#{id}", self.page)
    }

    /// A link to a record.
    pub fn pointer(&self, record: RecordRef) -> Pointer {
        match record {
            RecordRef::Question(index) => {
                let (title, id) = &self.questions[index];
                Pointer {
                    number: Some(index + 1),
                    title: title.clone(),
                    text: (index + 1).to_string(),
                    href: self.href(id),
                }
            }
            RecordRef::Finding(index, case) => Pointer {
                number: Some(index + 1),
                title: self.questions[index].0.clone(),
                text: format!("{} {}", index + 1, self.cases[case]),
                href: self.href(&self.findings[index][case]),
            },
            RecordRef::Outcomes => {
                let (title, id, _) = self.outcomes.clone().unwrap_or_default();
                Pointer { number: None, text: self.words[2].clone(), title, href: self.href(&id) }
            }
            RecordRef::Outcome(case) => {
                let (title, _, ids) = self.outcomes.clone().unwrap_or_default();
                Pointer {
                    number: None,
                    text: format!("{} {}", self.words[2], self.cases[case]),
                    title,
                    href: self.href(&ids[case]),
                }
            }
            RecordRef::Event(index) => {
                let (title, id) = &self.events[index];
                Pointer { number: None, title: title.clone(), text: title.clone(), href: self.href(id) }
            }
            RecordRef::Lesson(index) => self.lesson(index),
        }
    }

    /// A link to a lesson.
    pub fn lesson(&self, index: usize) -> Pointer {
        let (title, id) = &self.lessons[index];
        Pointer {
            number: Some(index + 1),
            title: title.clone(),
            text: format!("{} {}", self.words[0], index + 1),
            href: self.href(id),
        }
    }

    /// What rests on a record.
    pub fn users(&self, record: RecordRef, brief: &Brief) -> Vec<Pointer> {
        brief.records.users(record).into_iter().map(|it| self.claimant(Claimant::Thesis(it))).collect()
    }

    /// A link to a record of any kind.
    pub fn claimant(&self, claimant: Claimant) -> Pointer {
        match claimant {
            Claimant::Record(record) => self.pointer(record),
            Claimant::Thesis(Pointed::Lesson(index)) => self.lesson(index),
            Claimant::Thesis(Pointed::Recommendation(index)) => {
                let (title, id) = &self.recommendations[index];
                Pointer {
                    number: Some(index + 1),
                    title: title.clone(),
                    text: format!("{} {}", self.words[1], index + 1),
                    href: self.href(id),
                }
            }
        }
    }
}
