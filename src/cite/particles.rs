//! Particles of names: `van den` of `van den Berg`.
//!
//! CSL 1.0.2, "demote-non-dropping-particle": a style says whether names are sorted and shown by the
//! particle. The engine knows particles that always go and particles that always stay; so the
//! family name carries a hidden mark, and the particle is put back before it where it is missing.

use hayagriva::citationberg::DemoteNonDroppingParticle;
use hayagriva::citationberg::json::NameItem;

/// The first mark. Marks sort before all letters, so that a name keeps its place in a list.
const FIRST: u32 = 1;

/// How many marks there are; a brief with names of more particles has them shown by the engine.
const MARKS_MAX: usize = 8;

/// The particles of one brief's names.
pub(super) struct Particles {
    /// What the style does with them.
    demote: DemoteNonDroppingParticle,
    /// By mark.
    known: Vec<String>,
    /// Family names that carry a mark, longest first.
    families: Vec<String>,
}

impl Particles {
    /// None yet, for a style.
    pub fn new(demote: DemoteNonDroppingParticle) -> Particles {
        Particles { demote, known: Vec::new(), families: Vec::new() }
    }

    /// A name for the engine.
    pub fn name(&mut self, family: String, particle: Option<String>, mut item: NameItem) -> NameItem {
        let Some(particle) = particle else { return NameItem { family, ..item } };
        if self.demote == DemoteNonDroppingParticle::Never {
            return NameItem { family, non_dropping_particle: Some(particle), ..item };
        }
        let index = self.known.iter().position(|it| *it == particle).unwrap_or_else(|| {
            self.known.push(particle.clone());
            self.known.len() - 1
        });
        let mark = if index < MARKS_MAX { char::from_u32(FIRST + index as u32) } else { None };
        if self.demote == DemoteNonDroppingParticle::DisplayAndSort || mark.is_none() {
            item.dropping_particle = Some(particle);
        }
        if mark.is_some() && !self.families.contains(&family) {
            self.families.push(family.clone());
            self.families.sort_by_key(|it| std::cmp::Reverse(it.len()));
        }
        let mark = mark.map(String::from).unwrap_or_default();
        NameItem { family: format!("{family}{mark}"), ..item }
    }

    /// The particle of a mark.
    pub fn of(&self, mark: char) -> Option<&str> {
        let index = (mark as u32).checked_sub(FIRST)? as usize;
        if index >= MARKS_MAX {
            return None;
        }
        self.known.get(index).map(String::as_str)
    }

    /// Where the family name begins with which a text ends. A style may have changed its case.
    pub fn family_start(&self, text: &str) -> Option<usize> {
        let ends = |it: &&String| {
            let start = text.len().checked_sub(it.len());
            start.and_then(|at| text.get(at..)).is_some_and(|end| end.to_lowercase() == it.to_lowercase())
        };
        self.families.iter().find(ends).map(|it| text.len() - it.len())
    }

    /// Whether a particle is to be put before a family name with which `before` ends, `after`
    /// following: not if it stands there, or behind the given name as in `Berg, Ada van den`.
    pub fn is_missing(&self, particle: &str, before: &str, after: &str) -> bool {
        let names_end = after.find([';', ':', '(']).unwrap_or(after.len());
        let is_behind = after.starts_with(", ") && after[..names_end].contains(&format!(" {particle}"));
        !before.ends_with(&format!("{particle} ")) && !is_behind
    }
}
