//! Gives every heading its id, and holds that no two places share one.

use super::{Reader, Section, SectionKind};
use crate::draft::body::plain;
use crate::report::mistakes::prose as mistakes;
use crate::words::Span;
use crate::words::address::{SlugStyle, slug};

/// A place that can be linked to.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Anchor {
    /// Its id.
    pub id: String,
    /// Whether the author chose it.
    pub is_explicit: bool,
    /// Whether readers cite it: a finding, a lesson, a recommendation, a question.
    pub is_record: bool,
    /// Where it is made.
    pub at: Span,
}

impl Reader<'_> {
    /// Ids of all headings and floats. A made id repeats with `-2`; an explicit one never repeats.
    pub(super) fn ids(&mut self, sections: &[Section]) -> Vec<Anchor> {
        let count = self.parsed.headings.len();
        let mut composed: Vec<Option<(usize, usize)>> = vec![None; count];
        let mut record = vec![false; count];
        for section in sections {
            match &section.kind {
                SectionKind::Question(all) => {
                    record[section.heading] = true;
                    for it in all {
                        composed[it.heading] = Some((section.heading, it.case));
                        record[it.heading] = true;
                    }
                }
                SectionKind::Outcome(all) => {
                    all.iter().for_each(|it| composed[it.heading] = Some((section.heading, it.case)));
                }
                SectionKind::Lessons(all) => all.iter().for_each(|it| record[it.heading] = true),
                SectionKind::Recommendations(all) => all.iter().for_each(|it| record[it.heading] = true),
                _ => {}
            }
        }
        let mut anchors: Vec<Anchor> = Vec::new();
        let mut made: Vec<String> = Vec::new();
        for index in 0..count {
            let heading = &self.parsed.headings[index];
            let explicit = heading.explicit.clone().filter(|_| composed[index].is_none());
            let id = match (&explicit, composed[index]) {
                (Some((id, _)), _) => id.clone(),
                // A finding stands under its question, whose id was made before it.
                (None, Some((section, case))) => {
                    format!("{}-{}", self.parsed.headings[section].id, self.front.cases[case].id)
                }
                (None, None) => {
                    let mut base = slug(&plain(&heading.title), SlugStyle::Ascii);
                    if !base.starts_with(|it: char| it.is_ascii_lowercase()) {
                        base = format!("s-{base}").trim_end_matches('-').to_owned();
                    }
                    numbered(&base, &made)
                }
            };
            made.push(id.clone());
            let at = explicit.as_ref().map_or(heading.at.clone(), |it| it.1.clone());
            anchors.push(Anchor {
                id: id.clone(),
                is_explicit: explicit.is_some(),
                is_record: record[index],
                at,
            });
            self.parsed.headings[index].id = id;
        }
        for it in &self.parsed.floats {
            anchors.push(Anchor {
                id: it.id.clone(),
                is_explicit: true,
                is_record: false,
                at: it.at.clone(),
            });
        }
        self.refuse_shared(&anchors);
        anchors
    }

    /// Says ids that two places share.
    fn refuse_shared(&mut self, anchors: &[Anchor]) {
        for (index, it) in anchors.iter().enumerate() {
            let Some(first) = anchors[..index].iter().find(|other| other.id == it.id) else { continue };
            // The place to mend is the one that the author chose.
            let (bad, other) = if it.is_explicit || !first.is_explicit { (it, first) } else { (first, it) };
            let (at, other) = (bad.at.clone(), other.at.clone());
            self.say(mistakes::id_repeated(at, &it.id, other));
        }
    }
}

/// `base`, or `base-2` and so on if it is taken.
fn numbered(base: &str, taken: &[String]) -> String {
    let free = |id: &str| !taken.iter().any(|it| it == id);
    if free(base) {
        return base.to_owned();
    }
    (2..).map(|number| format!("{base}-{number}")).find(|it| free(it)).expect("numbers do not end")
}
