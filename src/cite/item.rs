//! A source, or a brief of ours, as scholars' tools exchange it: an item of CSL-JSON.
//!
//! Citation Style Language 1.0.2, specification, appendices III (types) and IV (variables), and the
//! schema `csl-data.json` that goes with it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use hayagriva::citationberg::json as csl;

use serde::Serialize;
use serde_json::{Map, Value, json};

pub use super::variables::{DATES, KINDS, NAMES, TEXTS};

/// An item: what it is, who made it, when, and its other variables as text.
///
/// Texts may hold the marks of CSL-JSON: `<i>`, `<b>`, `<sup>`, `<sub>`,
/// `<span class="nocase">`; nothing else in them is markup.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Item {
    /// The key by which it is cited.
    pub id: String,
    /// The type, such as `report`.
    pub kind: &'static str,
    /// Names by variable, such as `author`.
    pub names: BTreeMap<&'static str, Vec<Name>>,
    /// Dates by variable, such as `issued`.
    pub dates: BTreeMap<&'static str, Date>,
    /// Everything else by variable, such as `title`.
    pub texts: BTreeMap<&'static str, String>,
    /// The item as the engine takes it, once it was asked for.
    #[serde(skip)]
    pub(crate) prepared: Prepared,
}

/// What is made of an item for the engine, once for all briefs that cite it. It says nothing that the
/// item does not, so it is left out of comparisons, and a copy, which may be changed, makes its own.
#[derive(Default)]
pub(crate) struct Prepared(OnceLock<csl::Item>);

impl Prepared {
    /// What was made, or what `make` makes.
    pub(super) fn get(&self, make: impl FnOnce() -> csl::Item) -> &csl::Item {
        self.0.get_or_init(make)
    }
}

impl Clone for Prepared {
    fn clone(&self) -> Prepared {
        Prepared::default()
    }
}

impl PartialEq for Prepared {
    fn eq(&self, _: &Prepared) -> bool {
        true
    }
}

impl Eq for Prepared {}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Prepared")
    }
}

/// Somebody, or an organisation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Name {
    /// A person in parts.
    Person {
        /// The name that lists sort by.
        family: String,
        /// The other names.
        given: Option<String>,
        /// A particle that stays with the family name: `van der`.
        particle: Option<String>,
        /// `Jr.`
        suffix: Option<String>,
    },
    /// A name that is not taken apart.
    Literal(String),
}

/// A date or an interval, as exact as the source gives it.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Date {
    /// Year, month, day; the later ones may lack. `None` if there is only a literal.
    pub start: Option<Day>,
    /// The end of an interval.
    pub end: Option<Day>,
    /// Whether it is only about then.
    pub circa: bool,
    /// Words that stand in place of a date.
    pub literal: Option<String>,
}

/// A year, a month or a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Day {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
}

/// The variable of a list that has this name, so that it can be kept without a copy.
pub fn known(list: &'static [&'static str], name: &str) -> Option<&'static str> {
    list.iter().copied().find(|it| *it == name)
}

impl Item {
    /// A text variable.
    pub fn text(&self, variable: &str) -> Option<&str> {
        self.texts.get(variable).map(String::as_str)
    }

    /// The item as it may be printed and passed on: without characters that are no text (control
    /// characters, and those of no one's, by which this room hides things from its engine), and without
    /// what a library keeps for its owner.
    pub fn public(mut self) -> Item {
        for private in ["abstract", "annote"] {
            self.texts.remove(private);
        }
        self.texts.values_mut().for_each(clean);
        for name in self.names.values_mut().flatten() {
            match name {
                Name::Literal(name) => clean(name),
                Name::Person { family, given, particle, suffix } => {
                    clean(family);
                    [given, particle, suffix].into_iter().flatten().for_each(clean);
                }
            }
        }
        self.dates.values_mut().filter_map(|it| it.literal.as_mut()).for_each(clean);
        self
    }

    /// Sets a text variable, unless the text is empty.
    pub fn set(&mut self, variable: &'static str, text: impl Into<String>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.texts.insert(variable, text);
        }
    }

    /// Who answers for it: authors, else editors, else whoever is named first.
    pub fn makers(&self) -> &[Name] {
        ["author", "editor", "director", "compiler", "translator"]
            .iter()
            .find_map(|it| self.names.get(it))
            .map_or(&[], Vec::as_slice)
    }

    /// Where it can be read: by its DOI, else at its address.
    pub fn url(&self) -> Option<String> {
        match self.text("DOI") {
            Some(doi) => Some(format!("https://doi.org/{doi}")),
            None => self.text("URL").map(str::to_owned),
        }
    }

    /// The year of publication.
    pub fn year(&self) -> Option<i16> {
        self.dates.get("issued")?.start.map(|it| it.year)
    }

    /// The item as CSL-JSON, for other tools.
    pub fn csl_json(&self) -> Value {
        let mut out = Map::new();
        out.insert("id".into(), json!(self.id));
        out.insert("type".into(), json!(self.kind));
        for (variable, names) in &self.names {
            out.insert((*variable).into(), names.iter().map(Name::csl_json).collect());
        }
        for (variable, date) in &self.dates {
            out.insert((*variable).into(), date.csl_json());
        }
        for (variable, text) in &self.texts {
            out.insert((*variable).into(), json!(text));
        }
        Value::Object(out)
    }
}

impl Name {
    /// The whole name as it is spoken: `Ludwig van der Rohe Jr.`
    pub fn spoken(&self) -> String {
        match self {
            Name::Literal(name) => name.clone(),
            Name::Person { family, given, particle, suffix } => {
                let parts = [given, particle, &Some(family.clone()), suffix];
                parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
            }
        }
    }

    /// The name as lists have it: `Rohe, Ludwig van der`.
    pub fn listed(&self) -> String {
        match self {
            Name::Literal(name) => name.clone(),
            Name::Person { given, suffix, .. } => {
                let mut out = self.family();
                for more in [suffix, given].into_iter().flatten() {
                    out.push_str(", ");
                    out.push_str(more);
                }
                out
            }
        }
    }

    /// The family name with its particle, or the whole literal.
    pub fn family(&self) -> String {
        match self {
            Name::Literal(name) => name.clone(),
            Name::Person { family, particle: Some(particle), .. } => format!("{particle} {family}"),
            Name::Person { family, .. } => family.clone(),
        }
    }

    /// As CSL-JSON.
    fn csl_json(&self) -> Value {
        match self {
            Name::Literal(name) => json!({ "literal": name }),
            Name::Person { family, given, particle, suffix } => {
                let mut out = Map::new();
                out.insert("family".into(), json!(family));
                for (key, value) in
                    [("given", given), ("non-dropping-particle", particle), ("suffix", suffix)]
                {
                    if let Some(value) = value {
                        out.insert(key.into(), json!(value));
                    }
                }
                Value::Object(out)
            }
        }
    }
}

impl Date {
    /// A date of our own, to the day.
    pub fn day(year: i16, month: u8, day: u8) -> Date {
        Date { start: Some(Day { year, month: Some(month), day: Some(day) }), ..Date::default() }
    }

    /// As CSL-JSON.
    fn csl_json(&self) -> Value {
        let mut out = Map::new();
        let parts: Vec<Value> = self.start.into_iter().chain(self.end).map(Day::csl_json).collect();
        if !parts.is_empty() {
            out.insert("date-parts".into(), Value::Array(parts));
        }
        if self.circa {
            out.insert("circa".into(), json!(true));
        }
        if let Some(literal) = &self.literal {
            out.insert("literal".into(), json!(literal));
        }
        Value::Object(out)
    }

    /// `2021-10-05`, `2021-10`, `2021`; an interval with `/`.
    pub fn iso(&self) -> Option<String> {
        let start = self.start?.iso();
        Some(self.end.map_or(start.clone(), |end| format!("{start}/{}", end.iso())))
    }
}

impl Day {
    /// `2021-10-05`, `2021-10` or `2021`.
    pub fn iso(self) -> String {
        let mut out = format!("{:04}", self.year);
        for part in [self.month, self.day].into_iter().flatten() {
            out.push_str(&format!("-{part:02}"));
        }
        out
    }

    /// As one of `date-parts`.
    fn csl_json(self) -> Value {
        let mut parts = vec![json!(self.year)];
        parts.extend([self.month, self.day].into_iter().flatten().map(|it| json!(it)));
        Value::Array(parts)
    }
}

/// Takes out characters that are no text; line ends become spaces.
fn clean(text: &mut String) {
    if text.chars().all(|it| !is_no_text(it)) {
        return;
    }
    let kept = text.chars().filter_map(|it| match it {
        '\n' | '\r' | '\t' => Some(' '),
        it => (!is_no_text(it)).then_some(it),
    });
    *text = kept.collect();
}

/// Whether a character is no text: a control character, or one of no one's (Unicode, private use).
pub fn is_no_text(it: char) -> bool {
    it.is_control() || matches!(it as u32, 0xe000..=0xf8ff | 0xf0000..=0x10ffff)
}
