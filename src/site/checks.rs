//! Checks that need more than one file, or the day.

use super::{Brief, Materials};
use crate::draft::citations::Stance;
use crate::draft::front_matter::{Kind, RoleWord};
use crate::draft::structure::SectionKind;
use crate::report::{Diagnostic, mistakes::comparison as mistakes, mistakes::site as site_mistakes};
use crate::words::{Span, names};

/// Days after which facts are old.
const OLD_DAYS: i32 = 365;

/// Runs them all.
pub(super) fn run(briefs: &[Brief], materials: &Materials<'_>, said: &mut Vec<Diagnostic>) {
    let today = materials.at.day_in(&materials.settings.timezone);
    for brief in briefs {
        let front = brief.front();
        if front.kind == Kind::Comparison {
            let open =
                front.cases.iter().find(|it| it.period.as_ref().is_some_and(|it| it.reaches(today.year())));
            if let (Some(as_of), Some(case)) = (front.as_of, open)
                && today.days_since(as_of) > OLD_DAYS
            {
                said.push(mistakes::as_of_old(front.as_of_at.clone(), &as_of.to_string(), &case.short));
            }
            if !front.cases.is_empty() && !front.cases.iter().any(|it| it.role == Some(RoleWord::Contrast)) {
                said.push(mistakes::no_contrast(front.title_at.clone()));
            }
        }
        origins(brief, said);
    }
    addressees(briefs, said);
    for path in materials.chronologies.keys() {
        let index = path.follow("index.md");
        let owner = index.and_then(|it| materials.outlines.get(&it)).and_then(|it| it.front.as_ref());
        if owner.is_none_or(|it| it.kind != Kind::Comparison) {
            said.push(site_mistakes::timeline_alone(Span::top(path.clone())));
        }
    }
}

/// Says findings whose supporting sources all go back to one.
fn origins(brief: &Brief, said: &mut Vec<Diagnostic>) {
    let findings = brief.outline.structure.sections.iter().filter_map(|it| match &it.kind {
        SectionKind::Question(all) => Some(all),
        _ => None,
    });
    for finding in findings.flatten() {
        let mut seen: Vec<(&str, String)> = Vec::new();
        for part in finding.cites.iter().flat_map(|it| &brief.outline.citations[*it as usize].parts) {
            if part.stance != Stance::For {
                continue;
            }
            let Some(cited) = brief.cited.iter().find(|it| it.reference.key == part.key) else { continue };
            // A source is also the origin of those that go back to it.
            let origin = cited.reference.origin.clone().unwrap_or_else(|| part.key.clone());
            let other = seen.iter().find(|(key, it)| *key != part.key && *it == origin);
            if let Some((other, _)) = other {
                said.push(mistakes::shared_origin(part.at.clone(), other, &part.key, &origin));
            }
            seen.push((&part.key, origin));
        }
    }
}

/// Says names of addressees that differ by a letter.
fn addressees(briefs: &[Brief], said: &mut Vec<Diagnostic>) {
    let mut seen: Vec<(String, String)> = Vec::new();
    for brief in briefs {
        let mut all: Vec<&(String, Span)> = Vec::new();
        for section in &brief.outline.structure.sections {
            match &section.kind {
                SectionKind::Lessons(lessons) => all.extend(lessons.iter().flat_map(|it| &it.addressees)),
                SectionKind::Recommendations(them) => all.extend(them.iter().flat_map(|it| &it.addressees)),
                _ => {}
            }
        }
        let known = brief.front().actors.iter().flat_map(|it| [&it.short, &it.name]);
        for name in known {
            seen.push((names::level(name), name.clone()));
        }
        for (name, at) in all {
            let level = names::level(name);
            if seen.iter().any(|it| it.0 == level) {
                continue;
            }
            if let Some((_, other)) =
                seen.iter().find(|it| level.chars().count() > 4 && names::letters_apart(&it.0, &level) == 1)
            {
                said.push(mistakes::addressee_near(at.clone(), name, other));
            }
            seen.push((level, name.clone()));
        }
    }
}
