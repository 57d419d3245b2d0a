//! `brief.toml` as it is written: the serde form, and the source of its JSON Schema.
//! The sentences here are what an editor shows for each key.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

/// Settings of a site, `brief.toml`.
#[derive(Deserialize, JsonSchema, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct SettingsFile {
    /// The publication's name.
    pub title: String,
    /// One sentence on what it publishes, for search engines and feeds.
    pub description: String,
    /// Where it will be published, such as `https://example.org/briefs/`. Needed only where standards want whole addresses.
    pub base_url: Option<String>,
    /// The language of the site, a BCP 47 tag such as `en-GB`.
    pub language: String,
    /// A zone of the tz database, such as `Europe/Tallinn`: decides which day it is.
    pub timezone: String,
    /// The theme's name, or a table with `name`, `tokens` and `dark`.
    pub theme: ThemeChoice,
    /// Who publishes.
    pub publisher: Option<Publisher>,
    /// Series that briefs can belong to.
    pub series: Vec<Series>,
    /// Items of the navigation, in order.
    pub nav: Vec<NavItem>,
    /// A line at the foot of every page; plain text.
    pub footer: Option<String>,
    /// A picture beside the site's name; a file of the site.
    pub logo: Option<String>,
    /// The small picture of a browser's tab; a file of the site.
    pub favicon: Option<String>,
    /// The licence of briefs that name none.
    pub license: Option<String>,
    /// The copyright line of briefs that name none.
    pub copyright: Option<String>,
    /// The disclaimer of briefs that name none.
    pub disclaimer: Option<String>,
    /// Who paid, for briefs that do not say.
    pub funding: Option<String>,
    /// The style of citations, by name or as a file of the site.
    pub style: Option<String>,
    /// The bibliography of all briefs, a file below `briefings/`; default: `briefings/references.bib`, if it is there.
    pub bibliography: Option<String>,
    /// How briefs are cited, and offered to those who collect citations.
    pub citations: Citations,
    /// Deposits of DOIs with Crossref.
    pub doi: Option<super::deposit::WrittenDoi>,
    /// Whether briefs have a PDF, and on which paper.
    pub pdf: super::paper::WrittenPdf,
    /// Which feeds there are, and how much they hold.
    pub feeds: super::feeds::WrittenFeeds,
    /// What becomes of HTML in prose.
    pub html: HtmlPolicy,
    /// How addresses are spelled.
    pub slugs: SlugWord,
    /// Whether links name folders, or `index.html` for a copy that is opened from disk.
    pub links: LinkStyle,
    /// Briefs on one page of a list.
    pub per_page: usize,
    /// The scale of likelihood: `icd203`, `uk`, or a list of terms, least likely first.
    pub likelihood: LikelihoodScale,
    /// Levels of single checks, by their codes: `error`, `warning`, `note` or `off`.
    pub checks: BTreeMap<String, LevelWord>,
    /// How briefs come to be published.
    pub workflow: Workflow,
    /// How pictures are shown.
    pub images: super::images::WrittenImages,
    /// Limits on what is read and copied.
    pub limits: super::limits::Limits,
    /// Old addresses of the site and where they lead.
    pub redirects: BTreeMap<String, String>,
    /// The folder that is published, relative to this file.
    pub output: String,
}

impl Default for SettingsFile {
    fn default() -> SettingsFile {
        SettingsFile {
            title: "Briefings".into(),
            description: String::new(),
            base_url: None,
            language: "en".into(),
            timezone: "UTC".into(),
            theme: ThemeChoice::default(),
            publisher: None,
            series: Vec::new(),
            nav: Vec::new(),
            footer: None,
            logo: None,
            favicon: None,
            license: None,
            copyright: None,
            disclaimer: None,
            funding: None,
            style: None,
            bibliography: None,
            citations: Citations::default(),
            doi: None,
            pdf: super::paper::WrittenPdf::default(),
            feeds: super::feeds::WrittenFeeds::default(),
            html: HtmlPolicy::Off,
            slugs: SlugWord::Ascii,
            links: LinkStyle::Folders,
            per_page: 20,
            likelihood: LikelihoodScale::Named("icd203".into()),
            checks: BTreeMap::new(),
            workflow: Workflow::default(),
            images: super::images::WrittenImages::default(),
            limits: super::limits::Limits::default(),
            redirects: BTreeMap::new(),
            output: "public".into(),
        }
    }
}

/// Who publishes.
#[derive(Deserialize, Serialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// The institution's name.
    pub name: String,
    /// Its identifier in the Research Organization Registry, `https://ror.org/…`.
    #[serde(default)]
    pub ror: Option<String>,
    /// Its city, for references: `Tallinn`.
    #[serde(default)]
    pub place: Option<String>,
    /// A postal address.
    #[serde(default)]
    pub address: Option<String>,
    /// Where to write to.
    #[serde(default)]
    pub contact: Option<String>,
    /// The ISSN of the whole publication.
    #[serde(default)]
    pub issn: Option<String>,
}

/// A series of briefs.
#[derive(Deserialize, Serialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// What briefs write as `series`.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its ISSN.
    #[serde(default)]
    pub issn: Option<String>,
    /// One or two sentences on it.
    #[serde(default)]
    pub description: Option<String>,
}

/// An item of the navigation.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct NavItem {
    /// Its words.
    pub title: String,
    /// A file below `briefings/` (`about.md`), an address of the site (`/lessons/`) or a web address.
    pub to: String,
}

/// How briefs come to be published.
#[derive(Deserialize, JsonSchema, Default, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct Workflow {
    /// Whether a published brief without `approved_by` is an error.
    pub require_approval: bool,
}

/// How briefs are cited, and offered to those who collect citations.
#[derive(Deserialize, JsonSchema, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct Citations {
    /// Genres that are no works of research, by what briefs write as `type`: their pages carry no tags for Google Scholar, which does not want them.
    pub not_research: Vec<String>,
}

impl Default for Citations {
    /// "News or magazine articles, book reviews and editorials are not appropriate" (Google Scholar,
    /// inclusion guidelines): in English and in German, as the built-in strings are.
    fn default() -> Citations {
        let genres = [
            "Blog",
            "Blog post",
            "Commentary",
            "Editorial",
            "Event",
            "Interview",
            "News",
            "Newsletter",
            "Op-ed",
            "Opinion",
            "Press release",
            "Review",
            "Kommentar",
            "Leitartikel",
            "Meinung",
            "Meldung",
            "Nachricht",
            "Nachrichten",
            "Pressemitteilung",
            "Rezension",
            "Veranstaltung",
        ];
        Citations { not_research: genres.map(str::to_owned).to_vec() }
    }
}

/// What becomes of HTML in prose.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Default, Debug)]
#[serde(rename_all = "lowercase")]
pub enum HtmlPolicy {
    /// It is left out, with a warning.
    #[default]
    Off,
    /// What cannot do harm is kept.
    Sanitized,
    /// It is kept as it stands.
    Trusted,
}

/// How addresses are spelled.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Default, Debug)]
#[serde(rename_all = "lowercase")]
pub enum SlugWord {
    /// Transliterated to ASCII.
    #[default]
    Ascii,
    /// Letters of all scripts are kept.
    Unicode,
}

/// How links name pages.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Default, Debug)]
#[serde(rename_all = "lowercase")]
pub enum LinkStyle {
    /// `../name/`.
    #[default]
    Folders,
    /// `../name/index.html`.
    Files,
}

/// The level of a check.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub enum LevelWord {
    /// Fails the build.
    Error,
    /// Warns.
    Warning,
    /// Is mentioned.
    Note,
    /// Is silent.
    Off,
}

/// A theme's name, or a table that also sets its tokens.
#[derive(Clone, Debug)]
pub enum ThemeChoice {
    /// `theme = "default"`.
    Name(String),
    /// `[theme]`.
    More {
        /// The theme's name.
        name: String,
        /// Values for its tokens.
        tokens: BTreeMap<String, String>,
        /// Values for the dark scheme.
        dark: BTreeMap<String, String>,
    },
}

impl Default for ThemeChoice {
    fn default() -> ThemeChoice {
        ThemeChoice::Name("default".into())
    }
}

/// `[theme]` as written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct ThemeTable {
    /// The theme's name.
    name: String,
    /// Values for tokens that the theme declares: colours, faces, spacing.
    tokens: BTreeMap<String, String>,
    /// Values for the tokens of the dark scheme.
    dark: BTreeMap<String, String>,
}

impl Default for ThemeTable {
    fn default() -> ThemeTable {
        ThemeTable { name: "default".into(), tokens: BTreeMap::new(), dark: BTreeMap::new() }
    }
}

impl<'de> Deserialize<'de> for ThemeChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ThemeChoice, D::Error> {
        /// Takes text or a table.
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = ThemeChoice;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a theme's name or a table")
            }
            fn visit_str<E: de::Error>(self, it: &str) -> Result<ThemeChoice, E> {
                Ok(ThemeChoice::Name(it.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ThemeChoice, A::Error> {
                let it = ThemeTable::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(ThemeChoice::More { name: it.name, tokens: it.tokens, dark: it.dark })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for ThemeChoice {
    fn schema_name() -> Cow<'static, str> {
        "ThemeChoice".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let table = generator.subschema_for::<ThemeTable>();
        json_schema!({ "anyOf": [{ "type": "string" }, table] })
    }
}

/// A scale by name, or its terms.
#[derive(Clone, Debug)]
pub enum LikelihoodScale {
    /// `icd203` or `uk`.
    Named(String),
    /// Terms, least likely first.
    Terms(Vec<String>),
}

impl<'de> Deserialize<'de> for LikelihoodScale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<LikelihoodScale, D::Error> {
        /// Takes text or a list.
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = LikelihoodScale;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`icd203`, `uk` or a list of terms")
            }
            fn visit_str<E: de::Error>(self, it: &str) -> Result<LikelihoodScale, E> {
                Ok(LikelihoodScale::Named(it.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<LikelihoodScale, A::Error> {
                let mut terms = Vec::new();
                while let Some(term) = seq.next_element()? {
                    terms.push(term);
                }
                Ok(LikelihoodScale::Terms(terms))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for LikelihoodScale {
    fn schema_name() -> Cow<'static, str> {
        "LikelihoodScale".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "enum": ["icd203", "uk"] }, { "type": "array", "items": { "type": "string" } }] })
    }
}
