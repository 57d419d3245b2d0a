//! What stands for the text of a brief, whatever shape it is given.

use crate::output::Edition;
use crate::words::{Fingerprint, Fingerprinter};

impl Edition {
    /// Of everything that the text of a brief depends on: its source, what other files make of its
    /// links, records and citations, and the words of its language. Each shape adds what only it
    /// shows.
    pub fn text_key(&self, index: usize) -> Fingerprint {
        let brief = &self.site.briefs[index];
        let mut key = Fingerprinter::new("text");
        key.add(brief.outline.source.fingerprint).add(self.context().key());
        key.add_value(&(&brief.links, &brief.chronology_links, &brief.records));
        key.add(brief.style.fingerprint);
        if let Some(chronology) = &brief.chronology {
            key.add(chronology.source.fingerprint);
        }
        for cited in &brief.cited {
            key.add(cited.reference.fingerprint).add_value(&cited.reference.archived);
        }
        key.add_value(&self.settings.links_name_files).finish()
    }
}
