//! Authors: found in `people.yaml` or named in a brief; each who wrote something has a page.

use std::collections::BTreeMap;

use super::{Address, Brief, Materials};
use crate::draft::front_matter::Author as Written;
use crate::draft::people::{self, PersonKind};
use crate::report::{Diagnostic, mistakes::site as mistakes};
use crate::words::address::{SlugStyle, slug};
use crate::words::{Span, names};

/// Someone who wrote something that is published.
#[derive(Clone, Debug)]
pub struct Person {
    /// The name as shown.
    pub name: String,
    /// Family and given name, if the author told them apart.
    pub family_given: Option<(String, Option<String>)>,
    /// One or many.
    pub kind: PersonKind,
    /// What they do.
    pub role: Option<String>,
    /// Where they work.
    pub affiliation: Option<String>,
    /// The identifier of where they work in the Research Organization Registry.
    pub ror: Option<String>,
    /// Their ORCID iD.
    pub orcid: Option<String>,
    /// A few sentences.
    pub bio: Option<String>,
    /// A web address.
    pub url: Option<String>,
    /// Where their page lives.
    pub address: Address,
    /// Where they are first named.
    pub at: Span,
    /// Their briefs, newest first.
    pub briefs: Vec<usize>,
}

/// An author of a brief.
#[derive(Clone, Debug)]
pub struct Author {
    /// The person, by number.
    pub person: usize,
    /// What they did or where they worked for this brief, where it says so.
    pub role: Option<String>,
    /// Where they worked for this brief.
    pub affiliation: Option<String>,
}

/// Everyone who has a brief, and the authors of each.
pub(super) fn gather(
    briefs: &[Brief],
    newest: &[usize],
    materials: &Materials<'_>,
    said: &mut Vec<Diagnostic>,
) -> (Vec<Person>, Vec<Vec<Author>>) {
    let mut all: Vec<Person> = Vec::new();
    let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
    let style = materials.settings.slugs;
    let mut authors: Vec<Vec<Author>> = Vec::with_capacity(briefs.len());
    for brief in briefs {
        let mut own = Vec::new();
        for (written, at) in &brief.front().authors {
            let (name, parts, role, affiliation, orcid) = match written {
                Written::Named(name) => (name, (None, None), None, None, None),
                Written::Given { name, parts, role, affiliation, orcid } => {
                    (name, parts.clone(), role.clone(), affiliation.clone(), orcid.clone())
                }
            };
            if name.is_empty() {
                said.push(mistakes::author_empty(at.clone()));
                continue;
            }
            if parts.0.is_none() && parts.1.is_some() {
                said.push(mistakes::name_parts(at.clone()));
            }
            if let Some(orcid) =
                orcid.as_ref().filter(|it| !people::is_orcid(it.trim_start_matches("https://orcid.org/")))
            {
                said.push(mistakes::orcid(at.clone(), orcid));
            }
            let known = materials.people.iter().find(|it| it.id == *name || it.name == *name);
            if known.is_none() && crate::settings::is_id(name) {
                let near = names::nearest(name, materials.people.iter().map(|it| it.id.as_str()));
                if let Some(near) = near {
                    said.push(mistakes::author_near(at.clone(), name, near));
                }
            }
            let key = known.map_or_else(|| names::level(name), |it| it.id.clone());
            let person = *by_key.entry(key).or_insert_with(|| {
                all.push(match known {
                    Some(it) => Person {
                        name: it.name.clone(),
                        family_given: it.family_given.clone(),
                        kind: it.kind,
                        role: it.role.clone(),
                        affiliation: it.affiliation.clone(),
                        ror: it.ror.clone(),
                        orcid: it.orcid.clone(),
                        bio: it.bio.clone(),
                        url: it.url.clone(),
                        address: Address::of(["people", &it.id]),
                        at: it.at.clone(),
                        briefs: Vec::new(),
                    },
                    None => {
                        let own = (affiliation.clone(), orcid.clone());
                        named_here(people::named(name, PersonKind::Person, parts), own, at, style)
                    }
                });
                all.len() - 1
            });
            own.push(Author { person, role, affiliation });
        }
        authors.push(own);
    }
    for &index in newest {
        for author in &authors[index] {
            let own = &mut all[author.person].briefs;
            if own.last() != Some(&index) {
                own.push(index);
            }
        }
    }
    (all, authors)
}

/// Someone whom no list of people has: what a brief says is all there is.
fn named_here(
    (name, family_given): (String, Option<(String, Option<String>)>),
    (affiliation, orcid): (Option<String>, Option<String>),
    at: &Span,
    style: SlugStyle,
) -> Person {
    let segment = slug(&name, style);
    Person {
        address: Address::of(["people", if segment.is_empty() { "unnamed" } else { &segment }]),
        name,
        family_given,
        kind: PersonKind::Person,
        role: None,
        affiliation,
        ror: None,
        orcid,
        bio: None,
        url: None,
        at: at.clone(),
        briefs: Vec::new(),
    }
}
