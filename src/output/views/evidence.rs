//! Sources of a comparison, each with the records that rest on it, for and against.

use super::Pointer;
use super::comparison::EvidenceView;
use super::filler::Filler;
use crate::draft::citations::Stance;
use crate::output::prose::text_html;

impl Filler<'_, '_> {
    /// Every source that some record cites, in the order of first use.
    pub(super) fn evidence(&self) -> Vec<EvidenceView> {
        let claims = self.brief.claims();
        let mut all = Vec::new();
        for (index, cited) in self.brief.cited.iter().enumerate() {
            let key = &cited.reference.key;
            let pointers = |stance: Stance| {
                let found = claims.iter().filter(|it| it.key == *key && it.stance == stance);
                let mut pointers: Vec<Pointer> = found.map(|it| self.names.claimant(it.claimant)).collect();
                pointers.dedup_by(|a, b| a.href == b.href);
                pointers
            };
            let (supports, opposes) = (pointers(Stance::For), pointers(Stance::Against));
            if supports.is_empty() && opposes.is_empty() {
                continue;
            }
            let references = self.setter.apparatus.map_or(&[][..], |it| it.references());
            let html =
                references.iter().find(|it| it.0 == index).map_or(String::new(), |it| text_html(&it.2));
            all.push(EvidenceView { source: self.source(key, "for"), html, supports, opposes });
        }
        all
    }
}
