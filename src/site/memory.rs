//! What is kept of a joining, so that an edit of prose joins nothing again.
//!
//! Joining looks at outlines and at what stands beside them, never at prose. Where both say what they
//! said, the site is what it was, but for the outlines that carry the new text. Messages name places,
//! and prose that grows moves what stands below it: so if joining had anything to say of a file that
//! changed, all is joined again.

use std::sync::Arc;

use super::{Brief, Materials, Site};
use crate::draft::Outlines;
use crate::report::Diagnostic;
use crate::words::{Fingerprint, SourcePath};

/// How the outlines of a site differ from those of another build of it.
pub enum Since {
    /// In what they say to others.
    Joints,
    /// In prose at most: that of these files, sorted.
    Prose(Vec<SourcePath>),
}

impl Since {
    /// How they differ from those before.
    pub fn between(before: &Outlines, now: &Outlines) -> Since {
        if before.len() != now.len() {
            return Since::Joints;
        }
        let mut changed = Vec::new();
        for ((old_path, old), (path, new)) in before.iter().zip(now) {
            if Arc::ptr_eq(old, new) {
                continue;
            }
            if old_path != path || old.joint() != new.joint() {
                return Since::Joints;
            }
            changed.push(path.clone());
        }
        Since::Prose(changed)
    }
}

/// What is kept of the last joining.
#[derive(Default)]
pub struct Memory(Option<Kept>);

/// A joining.
struct Kept {
    /// What was joined.
    outlines: Arc<Outlines>,
    /// Of everything that was joined beside the outlines.
    beside: Fingerprint,
    /// What came of it.
    site: Site,
    /// What it had to say.
    said: Vec<Diagnostic>,
}

impl Memory {
    /// The site, if it joins as before.
    pub(super) fn site(&mut self, materials: &Materials<'_>) -> Option<Site> {
        let kept = self.0.as_mut().filter(|it| it.beside == materials.beside)?;
        let Since::Prose(changed) = Since::between(&kept.outlines, &materials.outlines) else { return None };
        let concerns = |it: &Diagnostic| {
            let spans = it.at.iter().chain(it.others.iter().map(|it| &it.0));
            spans.into_iter().any(|it| changed.binary_search(&it.file).is_ok())
        };
        if kept.said.iter().any(concerns) {
            return None;
        }
        for path in &changed {
            // One that is not published has no brief.
            let place = kept.site.briefs.binary_search_by(|it| it.outline.source.path.cmp(path));
            if let Ok(index) = place {
                let outline = materials.outlines[path].clone();
                let brief = &mut kept.site.briefs[index];
                *brief = Arc::new(Brief { outline, ..(**brief).clone() });
            }
        }
        kept.outlines = materials.outlines.clone();
        Some(kept.site.clone())
    }

    /// What the last joining had to say.
    pub(super) fn said(&self) -> &[Diagnostic] {
        self.0.as_ref().map_or(&[], |it| &it.said)
    }

    /// Keeps a joining.
    pub(super) fn keep(&mut self, materials: &Materials<'_>, site: &Site, said: Vec<Diagnostic>) {
        let outlines = materials.outlines.clone();
        self.0 = Some(Kept { outlines, beside: materials.beside, site: site.clone(), said });
    }
}
