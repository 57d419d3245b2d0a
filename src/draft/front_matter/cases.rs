//! Cases and actors of a comparison, as meant.

use super::check::filled;
use super::places::Places;
use super::written::{Kind, WrittenActor, WrittenCase};
use super::{Actor, Case};
use crate::data::text::{NameOr, OneOrMany};
use crate::report::{Diagnostic, mistakes::front_matter as wrong};
use crate::settings;
use crate::words::{Edtf, names};

/// Cases in order: two to six, each with an id, a name, perhaps a period.
pub(super) fn cases(
    kind: Kind,
    items: Vec<(String, NameOr<WrittenCase>)>,
    places: &Places<'_>,
    said: &mut Vec<Diagnostic>,
) -> Vec<Case> {
    let count = items.len();
    match kind {
        // Cases that could not be read were said.
        Kind::Comparison if places.has_fault("cases", said) => {}
        Kind::Comparison if count == 0 => said.push(wrong::cases_missing(places.at(&["kind"]))),
        Kind::Comparison if !(2..=6).contains(&count) => {
            said.push(wrong::cases_count(places.at(&["cases"]), count))
        }
        Kind::Brief | Kind::Page if count > 0 => {
            said.push(wrong::cases_without_comparison(places.at(&["cases"])))
        }
        _ => {}
    }
    let mut cases: Vec<Case> = Vec::new();
    for (id, it) in items {
        let at = places.at(&["cases", &id]);
        if !settings::is_id(&id) {
            said.push(wrong::case_id(at.clone(), &id));
        }
        let case = match it {
            NameOr::Name(name) => Case {
                id: id.clone(),
                short: name.trim().to_owned(),
                name: name.trim().to_owned(),
                aka: Vec::new(),
                period: None,
                role: None,
                why: None,
                at: at.clone(),
            },
            NameOr::More(it) => {
                let period = filled(it.period).and_then(|text| {
                    let period = Edtf::parse(&text);
                    if period.is_none() {
                        said.push(wrong::period(places.at(&["cases", &id, "period"]), &text));
                    }
                    period
                });
                let name = it.name.0.trim().to_owned();
                Case {
                    id: id.clone(),
                    short: filled(it.short).unwrap_or_else(|| name.clone()),
                    name,
                    aka: match it.aka {
                        None => Vec::new(),
                        Some(OneOrMany::One(it)) => vec![it],
                        Some(OneOrMany::Many(all)) => all,
                    },
                    period,
                    role: it.role,
                    why: filled(it.why),
                    at: at.clone(),
                }
            }
        };
        for name in case.names() {
            if let Some(other) = cases.iter().find(|it| it.is_named(name)) {
                said.push(wrong::case_name_repeated(at.clone(), name, other.at.clone()));
            }
        }
        cases.push(case);
    }
    cases
}

impl Case {
    /// Everything that a heading may call it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let once =
            [Some(self.id.as_str()), (names::level(&self.name) != self.id).then_some(self.name.as_str())];
        let short =
            (self.short != self.name && names::level(&self.short) != self.id).then_some(self.short.as_str());
        once.into_iter().flatten().chain(short).chain(self.aka.iter().map(String::as_str))
    }

    /// Whether a text names it: equal but for letters' case, quotes, dashes and spaces.
    pub fn is_named(&self, text: &str) -> bool {
        let text = names::level(text);
        self.names().any(|it| names::level(it) == text)
    }
}

/// Actors in order.
pub(super) fn actors(
    items: Vec<(String, NameOr<WrittenActor>)>,
    places: &Places<'_>,
    said: &mut Vec<Diagnostic>,
) -> Vec<Actor> {
    let items = items.into_iter().map(|(short, it)| match it {
        NameOr::Name(name) => Actor { short, name, link: None },
        NameOr::More(it) => {
            let link = filled(it.link);
            if let Some(link) =
                link.as_ref().filter(|it| !it.starts_with("https://") && !it.starts_with("http://"))
            {
                said.push(wrong::actor_link(places.at(&["actors", &short, "link"]), link));
            }
            Actor { short, name: it.name.0, link }
        }
    });
    items.collect()
}
