//! Which record cites which source, and whether for or against.

use super::{Brief, Pointed, RecordRef};
use crate::draft::citations::Stance;
use crate::draft::structure::SectionKind;

/// A record that makes a claim.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Claimant {
    /// A finding, an outcome, an event.
    Record(RecordRef),
    /// A lesson or a recommendation.
    Thesis(Pointed),
}

/// A record and one of its sources.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The record.
    pub claimant: Claimant,
    /// The source's key.
    pub key: String,
    /// What the source does for it.
    pub stance: Stance,
}

impl Brief {
    /// What each record of the brief cites, in the order of the file; the chronology comes last.
    pub fn claims(&self) -> Vec<Claim> {
        let mut claims = Vec::new();
        let tables = &self.outline.citations;
        let mut add = |claimant: Claimant, cites: &[u32]| {
            let parts = cites.iter().flat_map(|it| &tables[*it as usize].parts);
            claims.extend(parts.map(|it| Claim { claimant, key: it.key.clone(), stance: it.stance }));
        };
        let record = Claimant::Record;
        let (mut questions, mut lessons, mut recommendations) = (0, 0, 0);
        for section in &self.outline.structure.sections {
            match &section.kind {
                SectionKind::Question(all) => {
                    all.iter().for_each(|it| add(record(RecordRef::Finding(questions, it.case)), &it.cites));
                    questions += 1;
                }
                SectionKind::Outcome(all) => {
                    all.iter().for_each(|it| add(record(RecordRef::Outcome(it.case)), &it.cites))
                }
                SectionKind::Lessons(all) => {
                    for it in all {
                        add(Claimant::Thesis(Pointed::Lesson(lessons)), &it.cites);
                        lessons += 1;
                    }
                }
                SectionKind::Recommendations(all) => {
                    for it in all {
                        add(Claimant::Thesis(Pointed::Recommendation(recommendations)), &it.cites);
                        recommendations += 1;
                    }
                }
                _ => {}
            }
        }
        let chronologies = self.chronology.iter();
        let rows = chronologies.flat_map(|it| it.rows.iter().enumerate().map(move |row| (it, row)));
        for (chronology, (index, row)) in rows {
            let parts = row.cite.iter().flat_map(|it| &chronology.citations[*it as usize].parts);
            let claimant = record(RecordRef::Event(index));
            claims.extend(parts.map(|it| Claim { claimant, key: it.key.clone(), stance: it.stance }));
        }
        claims
    }
}
