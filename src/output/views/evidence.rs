//! Sources of a comparison, each with the records that rest on it, for and against.

use super::SourceView;
use super::comparison::EvidenceView;
use super::filler::Filler;
use super::names::Claim;
use super::setting::reference_html;
use crate::draft::citations::Stance;
use crate::draft::structure::SectionKind;
use crate::output::prose::reference_id;
use crate::site::{Pointed, RecordRef};

impl Filler<'_, '_> {
    /// Every source that some record cites, in the order of first use.
    pub(super) fn evidence(&self) -> Vec<EvidenceView> {
        let claims = self.claims();
        let mut all = Vec::new();
        for cited in &self.brief.cited {
            let key = &cited.reference.key;
            let pointers = |stance: Stance| {
                let found = claims.iter().filter(|it| it.1 == *key && it.2 == stance);
                let mut pointers: Vec<super::Pointer> = found.map(|it| self.names.claim(it.0)).collect();
                pointers.dedup_by(|a, b| a.href == b.href);
                pointers
            };
            let (supports, opposes) = (pointers(Stance::For), pointers(Stance::Against));
            if supports.is_empty() && opposes.is_empty() {
                continue;
            }
            let source = SourceView {
                key: key.clone(),
                text: key.clone(),
                href: format!("#{}", reference_id(key)),
                stance: "for",
            };
            all.push(EvidenceView { source, html: reference_html(&cited.reference), supports, opposes });
        }
        all
    }

    /// Who cites what, and whether for or against.
    fn claims(&self) -> Vec<(Claim, String, Stance)> {
        let mut claims = Vec::new();
        let tables = &self.brief.outline.citations;
        let mut add = |claim: Claim, cites: &[u32]| {
            let parts = cites.iter().flat_map(|it| &tables[*it as usize].parts);
            claims.extend(parts.map(|it| (claim, it.key.clone(), it.stance)));
        };
        let (mut questions, mut lessons, mut recommendations) = (0, 0, 0);
        for section in &self.brief.outline.structure.sections {
            match &section.kind {
                SectionKind::Question(all) => {
                    all.iter()
                        .for_each(|it| add(Claim::Record(RecordRef::Finding(questions, it.case)), &it.cites));
                    questions += 1;
                }
                SectionKind::Outcome(all) => {
                    all.iter().for_each(|it| add(Claim::Record(RecordRef::Outcome(it.case)), &it.cites))
                }
                SectionKind::Lessons(all) => {
                    for it in all {
                        add(Claim::Thesis(Pointed::Lesson(lessons)), &it.cites);
                        lessons += 1;
                    }
                }
                SectionKind::Recommendations(all) => {
                    for it in all {
                        add(Claim::Thesis(Pointed::Recommendation(recommendations)), &it.cites);
                        recommendations += 1;
                    }
                }
                _ => {}
            }
        }
        let rows =
            self.brief.chronology.iter().flat_map(|it| it.rows.iter().enumerate().map(move |row| (it, row)));
        for (chronology, (index, row)) in rows {
            let parts = row.cite.iter().flat_map(|it| &chronology.citations[*it as usize].parts);
            claims
                .extend(parts.map(|it| (Claim::Record(RecordRef::Event(index)), it.key.clone(), it.stance)));
        }
        claims
    }
}
