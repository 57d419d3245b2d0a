//! A work as Hayagriva's YAML writes it: the keys, and the forms of their values.
//!
//! Hayagriva, "The Hayagriva YAML File Format", version 0.10.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::data::text::{NameOr, Text};

/// A work, or one that holds another.
#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Work {
    /// What it is.
    pub r#type: Option<WorkType>,
    /// Its title.
    pub title: Option<NameOr<Formatted>>,
    /// Who made it.
    pub author: Listed<NameOr<Person>>,
    /// When it was published.
    pub date: Option<Text>,
    /// Who edited it.
    pub editor: Listed<NameOr<Person>>,
    /// Who else took part.
    pub affiliated: Listed<Affiliated>,
    /// Who published it.
    pub publisher: Option<NameOr<Publisher>>,
    /// Where.
    pub location: Option<NameOr<Formatted>>,
    /// Which organisation stands behind it.
    pub organization: Option<NameOr<Formatted>>,
    /// The issue.
    pub issue: Option<Text>,
    /// The volume.
    pub volume: Option<Text>,
    /// How many volumes there are.
    pub volume_total: Option<Text>,
    /// The edition.
    pub edition: Option<Text>,
    /// The chapter.
    pub chapter: Option<Text>,
    /// From which page to which.
    pub page_range: Option<Text>,
    /// How many pages there are.
    pub page_total: Option<Text>,
    /// From when to when in a recording; not printed.
    pub time_range: Option<Text>,
    /// How long a recording is.
    pub runtime: Option<Text>,
    /// Where it is on the web.
    pub url: Option<NameOr<Visited>>,
    /// Identifiers: `doi`, `isbn`, `issn`, `pmid`, `pmcid`, `arxiv`, `serial`.
    pub serial_number: Option<NameOr<BTreeMap<String, Text>>>,
    /// The DOI, as older files have it.
    pub doi: Option<Text>,
    /// The ISBN, as older files have it.
    pub isbn: Option<Text>,
    /// The ISSN, as older files have it.
    pub issn: Option<Text>,
    /// Its language.
    pub language: Option<Text>,
    /// Which archive has it.
    pub archive: Option<NameOr<Formatted>>,
    /// Where that is.
    pub archive_location: Option<NameOr<Formatted>>,
    /// Where it stands there.
    pub call_number: Option<NameOr<Formatted>>,
    /// A note for readers.
    pub note: Option<NameOr<Formatted>>,
    /// A summary.
    pub r#abstract: Option<NameOr<Formatted>>,
    /// A note of the library's owner: never published.
    pub annote: Option<NameOr<Formatted>>,
    /// Its genre.
    pub genre: Option<NameOr<Formatted>>,
    /// What holds it.
    pub parent: Listed<Work>,
}

/// What a work is.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
#[allow(clippy::missing_docs_in_private_items, reason = "the words of the format")]
pub(super) enum WorkType {
    Article,
    Chapter,
    Entry,
    Anthos,
    Report,
    Thesis,
    Web,
    Scene,
    Artwork,
    Patent,
    Case,
    Newspaper,
    Legislation,
    Manuscript,
    Original,
    Post,
    Misc,
    Performance,
    Periodical,
    Proceedings,
    Book,
    Blog,
    Reference,
    Conference,
    Anthology,
    Repository,
    Thread,
    Video,
    Audio,
    Exhibition,
}

/// A text with its other forms.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Formatted {
    /// The text.
    pub value: Text,
    /// In the case of sentences; the text stands as it is written.
    #[serde(default)]
    #[expect(dead_code, reason = "read so that it is no unknown key")]
    sentence_case: Option<Text>,
    /// In the case of titles.
    #[serde(default)]
    #[expect(dead_code, reason = "read so that it is no unknown key")]
    title_case: Option<Text>,
    /// Whether its case is kept: it always is.
    #[serde(default)]
    #[expect(dead_code, reason = "read so that it is no unknown key")]
    verbatim: Option<bool>,
    /// A short form.
    #[serde(default)]
    pub short: Option<Text>,
}

/// A person in parts.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Person {
    /// The family name, or the whole.
    pub name: Text,
    /// Other names.
    #[serde(default)]
    pub given_name: Option<Text>,
    /// A particle.
    #[serde(default)]
    pub prefix: Option<Text>,
    /// `Jr.`
    #[serde(default)]
    pub suffix: Option<Text>,
    /// Another name; not printed.
    #[serde(default)]
    #[expect(dead_code, reason = "read so that it is no unknown key")]
    alias: Option<Text>,
}

/// People who did one thing.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Affiliated {
    /// What they did.
    pub role: Text,
    /// Who.
    pub names: Listed<NameOr<Person>>,
}

/// A publisher and its place.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Publisher {
    /// Its name.
    #[serde(default)]
    pub name: Option<NameOr<Formatted>>,
    /// Its place.
    #[serde(default)]
    pub location: Option<NameOr<Formatted>>,
}

/// An address, and when it was visited.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Visited {
    /// The address.
    pub value: Text,
    /// The day.
    #[serde(default)]
    pub date: Option<Text>,
}

/// One value, or a list of them.
#[derive(Debug)]
pub(super) struct Listed<T>(pub Vec<T>);

impl<T> Default for Listed<T> {
    fn default() -> Listed<T> {
        Listed(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Listed<T>, D::Error> {
        deserializer.deserialize_any(ListedVisitor(PhantomData))
    }
}

/// Takes a list, or what could stand in it.
struct ListedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListedVisitor<T> {
    type Value = Listed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a mapping or a list of them")
    }
    fn visit_unit<E: de::Error>(self) -> Result<Listed<T>, E> {
        Ok(Listed(Vec::new()))
    }
    fn visit_str<E: de::Error>(self, it: &str) -> Result<Listed<T>, E> {
        T::deserialize(de::value::StrDeserializer::new(it)).map(|it| Listed(vec![it]))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Listed<T>, A::Error> {
        T::deserialize(de::value::MapAccessDeserializer::new(map)).map(|it| Listed(vec![it]))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Listed<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(it) = seq.next_element()? {
            all.push(it);
        }
        Ok(Listed(all))
    }
}
