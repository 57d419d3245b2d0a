//! Front matter as it is written: the serde form, and the source of its JSON Schema.
//! The sentences here are what an editor shows for each key.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::data::text::{FalseOrPath, NameOr, OneOrMany, Text};

/// What stands between the lines `---` of a brief.
#[derive(Deserialize, JsonSchema, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct Written {
    /// The title. Required.
    pub title: Option<Text>,
    /// The day of publication, `2026-11-20`. Required, but not for a draft or a plain page.
    pub date: Option<Text>,
    /// A second line of the title.
    pub subtitle: Option<Text>,
    /// One sentence that makes the claim; at most 40 words.
    pub standfirst: Option<Text>,
    /// Key takeaways as a list, or a summary as text.
    pub summary: Option<OneOrMany>,
    /// `brief`, `comparison` or `page`.
    pub kind: Kind,
    /// The genre shown and recorded: Analysis, Policy brief, Report, Commentary.
    #[serde(rename = "type")]
    pub genre: Option<Text>,
    /// Authors: ids from `people.yaml`, names, or mappings.
    pub authors: Vec<NameOr<WrittenAuthor>>,
    /// The id of a series in the settings.
    pub series: Option<Text>,
    /// The number in the series.
    pub number: Option<Text>,
    /// What it is about; each topic has a page.
    pub topics: Vec<Text>,
    /// Regions it is about.
    pub regions: Vec<Text>,
    /// Further words to find it by.
    pub keywords: Vec<Text>,
    /// The day of the last change that readers should know of.
    pub updated: Option<Text>,
    /// The day up to which facts were checked.
    pub as_of: Option<Text>,
    /// `draft`, `review`, `published` or `withdrawn`.
    pub status: Status,
    /// Who signed off.
    pub approved_by: Vec<Text>,
    /// Who reviewed.
    pub reviewed_by: Vec<Text>,
    /// Withheld until then: `2026-12-01T06:00[Europe/Tallinn]`.
    pub embargo: Option<Text>,
    /// The last part of the address.
    pub slug: Option<Text>,
    /// Old addresses.
    pub aliases: Vec<Text>,
    /// The language, a BCP 47 tag.
    pub lang: Option<Text>,
    /// The licence.
    pub license: Option<Text>,
    /// The copyright line.
    pub copyright: Option<Text>,
    /// The disclaimer.
    pub disclaimer: Option<Text>,
    /// Who paid.
    pub funding: Option<Text>,
    /// Interests that readers should know of.
    pub interests: Option<Text>,
    /// Thanks.
    pub acknowledgements: Option<Text>,
    /// The DOI, `10.…/…`.
    pub doi: Option<Text>,
    /// The ISBN.
    pub isbn: Option<Text>,
    /// The ISSN.
    pub issn: Option<Text>,
    /// The picture at the head.
    pub cover: Option<WrittenCover>,
    /// Paths of related briefs.
    pub related: Vec<Text>,
    /// Files to take away.
    pub attachments: Vec<NameOr<WrittenAttachment>>,
    /// What was corrected, newest first.
    pub corrections: Vec<WrittenCorrection>,
    /// A notice at the head.
    pub notice: Option<WrittenNotice>,
    /// A bibliography beside the site's.
    pub bibliography: Option<OneOrMany>,
    /// The style of citations.
    pub style: Option<Text>,
    /// `false` for no PDF, or the path of one made elsewhere.
    pub pdf: Option<FalseOrPath>,
    /// `false` for no list of contents.
    pub toc: Option<bool>,
    /// Kinds of output that this brief does without.
    pub outputs: Option<Vec<Text>>,
    /// Whatever a theme wants.
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub extra: BTreeMap<String, serde_json::Value>,
    /// Warnings that this brief lives with, each with a reason.
    pub accept: Vec<WrittenAccept>,
    /// For a comparison: the question that the whole compares.
    pub question: Option<Text>,
    /// For a comparison: two to six cases, in order.
    #[schemars(with = "BTreeMap<String, NameOr<WrittenCase>>")]
    pub cases: Ordered<NameOr<WrittenCase>>,
    /// For a comparison: short names of actors, with full names and links.
    #[schemars(with = "BTreeMap<String, NameOr<WrittenActor>>")]
    pub actors: Ordered<NameOr<WrittenActor>>,
}

/// What a file is.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Default, Hash, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A brief.
    #[default]
    Brief,
    /// A brief with cases laid beside each other.
    Comparison,
    /// A plain page, outside series, feeds and archive.
    Page,
}

/// How far a brief is.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Default, Hash, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Being written: withheld.
    Draft,
    /// Being reviewed: withheld.
    Review,
    /// Published.
    #[default]
    Published,
    /// Published once; the address stays, the text does not.
    Withdrawn,
}

/// An author written out.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct WrittenAuthor {
    /// The name as readers see it; `Family, Given` if it is to be split and turned.
    pub name: Text,
    /// The family name, for citations: where the order of the name does not show it.
    #[serde(default)]
    pub family: Option<Text>,
    /// The given name, for citations.
    #[serde(default)]
    pub given: Option<Text>,
    /// What they do.
    #[serde(default)]
    pub role: Option<Text>,
    /// Where they work.
    #[serde(default)]
    pub affiliation: Option<Text>,
    /// Their ORCID iD.
    #[serde(default)]
    pub orcid: Option<Text>,
}

/// The picture at the head.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct WrittenCover {
    /// A file beside the brief.
    pub image: Text,
    /// What it shows, for those who do not see it.
    #[serde(default)]
    pub alt: Option<Text>,
    /// A line under it.
    #[serde(default)]
    pub caption: Option<Text>,
    /// Whose it is.
    #[serde(default)]
    pub credit: Option<Text>,
}

/// A file to take away.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct WrittenAttachment {
    /// A file beside the brief.
    pub file: Text,
    /// Its title.
    pub title: Text,
}

/// What was corrected.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct WrittenCorrection {
    /// When.
    pub date: Text,
    /// What; inline Markdown.
    pub text: Text,
    /// How much it matters.
    #[serde(default)]
    pub severity: SeverityWord,
}

/// How much a correction matters.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Default, Hash, Debug)]
#[serde(rename_all = "lowercase")]
pub enum SeverityWord {
    /// A slip.
    #[default]
    Minor,
    /// A source.
    Source,
    /// What the text says.
    Substantive,
}

/// A notice at the head.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct WrittenNotice {
    /// Since when.
    pub date: Text,
    /// What readers should know; inline Markdown.
    pub text: Text,
    /// Of which kind.
    #[serde(default)]
    pub kind: NoticeKind,
}

/// Of which kind a notice is.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Default, Hash, Debug)]
#[serde(rename_all = "lowercase")]
pub enum NoticeKind {
    /// From the editor.
    #[default]
    Editor,
    /// A newer text stands in its place.
    Superseded,
}

/// A warning that a brief lives with.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct WrittenAccept {
    /// The check's code.
    pub check: Text,
    /// Why.
    pub why: Text,
}

/// A case written out.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct WrittenCase {
    /// Its name.
    pub name: Text,
    /// A name for narrow places.
    #[serde(default)]
    pub short: Option<Text>,
    /// Other names by which headings may call it.
    #[serde(default)]
    pub aka: Option<OneOrMany>,
    /// An EDTF interval, `2012/2020`.
    #[serde(default)]
    pub period: Option<Text>,
    /// What it is compared for.
    #[serde(default)]
    pub role: Option<RoleWord>,
    /// Why it was chosen.
    #[serde(default)]
    pub why: Option<Text>,
}

/// What a case is compared for.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[serde(rename_all = "lowercase")]
pub enum RoleWord {
    /// Lessons are drawn from it.
    Source,
    /// Lessons are drawn for it.
    Target,
    /// It went another way.
    Contrast,
}

/// An actor written out.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct WrittenActor {
    /// The full name.
    pub name: Text,
    /// A web address.
    #[serde(default)]
    pub link: Option<Text>,
}

/// A mapping in the order in which it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ordered<T>(pub Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Ordered<T> {
        Ordered(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Ordered<T>, D::Error> {
        /// Takes a mapping.
        struct Entries<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Entries<T> {
            type Value = Ordered<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a mapping of keys to values")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Ordered<T>, A::Error> {
                let mut all = Vec::new();
                while let Some((Text(key), value)) = map.next_entry()? {
                    all.push((key, value));
                }
                Ok(Ordered(all))
            }
        }
        deserializer.deserialize_map(Entries(std::marker::PhantomData))
    }
}
