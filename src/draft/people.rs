//! `people.yaml`: authors and organisations by id.

use schemars::JsonSchema;
use serde::Deserialize;

use super::front_matter::written::Ordered;
use crate::data::text::{NameOr, Text};
use crate::data::{self, Form, positions};
use crate::report::{Diagnostic, mistakes::site as mistakes};
use crate::settings;
use crate::words::{Source, Span};

/// The people of a site, `briefings/people.yaml`.
#[derive(Deserialize, JsonSchema, Default, Debug)]
#[serde(transparent)]
pub struct PeopleFile(
    #[schemars(with = "std::collections::BTreeMap<String, NameOr<WrittenPerson>>")]
    Ordered<NameOr<WrittenPerson>>,
);

/// A person or an organisation.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct WrittenPerson {
    /// The name as readers see it; `Family, Given` if it is to be split and turned.
    pub name: Text,
    /// The family name, for citations: where the order of the name does not show it.
    #[serde(default)]
    pub family: Option<Text>,
    /// The given name, for citations.
    #[serde(default)]
    pub given: Option<Text>,
    /// `person` or `organisation`.
    #[serde(default)]
    pub kind: PersonKind,
    /// What they do.
    #[serde(default)]
    pub role: Option<Text>,
    /// Where they work.
    #[serde(default)]
    pub affiliation: Option<Text>,
    /// The institution's identifier in the Research Organization Registry.
    #[serde(default)]
    pub ror: Option<Text>,
    /// Their ORCID iD.
    #[serde(default)]
    pub orcid: Option<Text>,
    /// A few sentences.
    #[serde(default)]
    pub bio: Option<Text>,
    /// A web address.
    #[serde(default)]
    pub url: Option<Text>,
}

/// Whether someone is one or many.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Default, Debug)]
#[serde(rename_all = "lowercase")]
pub enum PersonKind {
    /// A person.
    #[default]
    Person,
    /// An organisation.
    Organisation,
}

/// A person or an organisation as meant.
#[derive(Clone, Debug)]
pub struct Person {
    /// The id, which is also the last part of the address.
    pub id: String,
    /// The name as shown: given name first.
    pub name: String,
    /// Family and given name, if the author told them apart; some people have one name.
    pub family_given: Option<(String, Option<String>)>,
    /// One or many.
    pub kind: PersonKind,
    /// What they do.
    pub role: Option<String>,
    /// Where they work.
    pub affiliation: Option<String>,
    /// The identifier of where they work in the Research Organization Registry.
    pub ror: Option<String>,
    /// Their ORCID iD, bare.
    pub orcid: Option<String>,
    /// A few sentences.
    pub bio: Option<String>,
    /// A web address.
    pub url: Option<String>,
    /// Where they are declared.
    pub at: Span,
}

/// Reads the people of a site.
pub fn read(source: &Source, said: &mut Vec<Diagnostic>) -> Vec<Person> {
    let file: PeopleFile =
        data::read_part(Form::Yaml, source, 0..source.text.len(), "people", said).unwrap_or_default();
    let mut people = Vec::new();
    let keys = positions::keys(Form::Yaml, &source.text);
    for (id, it) in file.0.0 {
        let at = |path: &[&str]| source.span(positions::value_among(Form::Yaml, &source.text, &keys, path));
        if !settings::is_id(&id) {
            said.push(mistakes::person_id(at(&[&id]), &id));
            continue;
        }
        let text = |it: Option<Text>| it.map(|it| it.0.trim().to_owned()).filter(|it| !it.is_empty());
        let person = match it {
            NameOr::Name(name) => {
                let (name, family_given) = split_name(&name, PersonKind::Person);
                Person {
                    id: id.clone(),
                    name,
                    family_given,
                    kind: PersonKind::Person,
                    role: None,
                    affiliation: None,
                    ror: None,
                    orcid: None,
                    bio: None,
                    url: None,
                    at: at(&[&id]),
                }
            }
            NameOr::More(it) => {
                let (family, given) = (text(it.family), text(it.given));
                if given.is_some() && family.is_none() {
                    said.push(mistakes::name_parts(at(&[&id, "given"])));
                }
                let (name, family_given) = named(&it.name.0, it.kind, (family, given));
                let orcid = text(it.orcid).map(|it| it.trim_start_matches("https://orcid.org/").to_owned());
                if let Some(orcid) = orcid.as_ref().filter(|it| !is_orcid(it)) {
                    said.push(mistakes::orcid(at(&[&id, "orcid"]), orcid));
                }
                let url = text(it.url);
                if let Some(url) =
                    url.as_ref().filter(|it| !it.starts_with("https://") && !it.starts_with("http://"))
                {
                    said.push(mistakes::person_url(at(&[&id, "url"]), url));
                }
                Person {
                    id: id.clone(),
                    name,
                    family_given,
                    kind: it.kind,
                    role: text(it.role),
                    affiliation: text(it.affiliation),
                    ror: text(it.ror),
                    orcid,
                    bio: text(it.bio),
                    url,
                    at: at(&[&id]),
                }
            }
        };
        people.push(person);
    }
    people
}

/// A name as shown, and its parts: those that are given beside it, else those that it shows.
pub fn named(
    written: &str,
    kind: PersonKind,
    (family, given): (Option<String>, Option<String>),
) -> (String, Option<(String, Option<String>)>) {
    let (shown, split) = split_name(written, kind);
    (shown, family.map(|it| (it, given)).filter(|_| kind == PersonKind::Person).or(split))
}

/// A name as shown, and family and given name if it was written `Family, Given`.
pub fn split_name(written: &str, kind: PersonKind) -> (String, Option<(String, Option<String>)>) {
    let written = written.trim();
    match written.split_once(',') {
        Some((family, given))
            if kind == PersonKind::Person && !given.trim().is_empty() && !given.contains(',') =>
        {
            let (family, given) = (family.trim().to_owned(), given.trim().to_owned());
            (format!("{given} {family}"), Some((family, Some(given))))
        }
        _ => (written.to_owned(), None),
    }
}

/// Whether a text is an ORCID iD with its check digit (ISO 7064, 11-2; ORCID, "Structure of the
/// ORCID Identifier").
pub fn is_orcid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    if groups.len() != 4 || groups.iter().any(|it| it.len() != 4 || !it.is_ascii()) {
        return false;
    }
    let digits: Vec<char> = groups.concat().chars().collect();
    let mut total = 0;
    for it in &digits[..15] {
        let Some(digit) = it.to_digit(10) else { return false };
        total = (total + digit) * 2;
    }
    let check = (12 - total % 11) % 11;
    digits[15] == if check == 10 { 'X' } else { char::from_digit(check, 10).unwrap_or('0') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_identifiers() {
        assert_eq!(split_name("Hosaka, Sanshiro", PersonKind::Person).0, "Sanshiro Hosaka");
        assert_eq!(split_name("Ministry of Foreign Affairs, Tokyo", PersonKind::Organisation).1, None);
        let parts = (Some("保坂".to_owned()), Some("三四郎".to_owned()));
        assert_eq!(named("保坂三四郎", PersonKind::Person, parts.clone()).1.unwrap().0, "保坂");
        assert_eq!(named("保坂三四郎", PersonKind::Organisation, parts).1, None);
        assert!(is_orcid("0000-0002-1825-0097") && is_orcid("0000-0001-5109-3700"));
        assert!(!is_orcid("0000-0002-1825-0098") && !is_orcid("0000"));
    }
}
