//! CSL-JSON: what Zotero, pandoc and others exchange. The variables of CSL 1.0.2 and no others; what a
//! library keeps for its owner stays out.
//!
//! Citation Style Language, schema `csl-data.json`.

use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::entries::Fault;
use super::item::dashed;
use super::names::made;
use super::{Taken, checks, dates};
use crate::cite::item::{DATES, KINDS, NAMES, TEXTS};
use crate::cite::{Date, Day, Item, Name};
use crate::report::{Diagnostic, mistakes::bibliography as mistakes};
use crate::words::{Source, Span, names as words};

/// Variables of CSL that a library keeps for its owner.
const PRIVATE: [&str; 2] = ["annote", "keyword"];

/// Names of CSL 1.0.1 and of Zotero for variables.
const OLD: [(&str, &str); 3] = [
    ("event", "event-title"),
    ("shortTitle", "title-short"),
    ("journalAbbreviation", "container-title-short"),
];

/// Where an item stands.
pub(super) struct Place {
    /// Its key; `None` if it has none.
    pub key: Option<String>,
    /// Where the key stands, else the item.
    pub at: Range<usize>,
    /// The item.
    pub range: Range<usize>,
}

/// An object of items, as some programs write it.
#[derive(Deserialize)]
struct Library<'a> {
    /// The items.
    #[serde(borrow)]
    items: Vec<&'a RawValue>,
}

/// As much of an item as tells its key.
#[derive(Deserialize)]
struct Head<'a> {
    /// The key, a text or a number.
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

/// The items of a file, not yet read.
pub(super) fn scan(text: &str) -> Result<Vec<Place>, Fault> {
    let read = if text.trim_start().starts_with('{') {
        serde_json::from_str::<Library<'_>>(text).map(|it| it.items)
    } else {
        serde_json::from_str::<Vec<&RawValue>>(text)
    };
    let items = read.map_err(|error| {
        let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let mut start = (line + error.column().saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let end = text[start..].chars().next().map_or(start, |it| start + it.len_utf8());
        let words = match error.classify() {
            serde_json::error::Category::Data => "it is not a list of items in CSL-JSON",
            _ => "a comma, a bracket or a quote is missing or stands too much in the JSON",
        };
        Fault { at: start..end, words: words.to_owned() }
    })?;
    let place = |it: &RawValue| place(text, it);
    Ok(items
        .into_iter()
        .map(|item| {
            let range = place(item);
            let id = serde_json::from_str::<Head<'_>>(item.get()).ok().and_then(|it| it.id);
            let line_end = text[range.clone()].find('\n').map_or(range.end, |it| range.start + it);
            let at = id.map_or(range.start..line_end, place);
            Place { key: id.and_then(|it| scalar(it.get())).filter(|it| !it.is_empty()), at, range }
        })
        .collect())
}

/// Where a part of a text stands in it.
fn place(text: &str, part: &RawValue) -> Range<usize> {
    let start = part.get().as_ptr().addr().saturating_sub(text.as_ptr().addr()).min(text.len());
    start..(start + part.get().len()).min(text.len())
}

/// A text or a number as text.
fn scalar(raw: &str) -> Option<String> {
    match serde_json::from_str(raw).ok()? {
        Value::String(it) => Some(it),
        Value::Number(it) => Some(it.to_string()),
        _ => None,
    }
}

/// An item's variables, in order, not yet read.
struct Variables<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Variables<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Variables<'de>, D::Error> {
        deserializer.deserialize_map(VariablesVisitor)
    }
}

/// Takes an object.
struct VariablesVisitor;

impl<'de> Visitor<'de> for VariablesVisitor {
    type Value = Variables<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Variables<'de>, A::Error> {
        let mut all = Vec::new();
        while let Some(entry) = map.next_entry()? {
            all.push(entry);
        }
        Ok(Variables(all))
    }
}

/// Makes an item of one that stands in a range of a file; `at` is its key's place.
pub(super) fn make(
    source: &Source,
    key: &str,
    at: &Span,
    range: Range<usize>,
    said: &mut Vec<Diagnostic>,
) -> Option<Taken> {
    let item = Item { id: key.to_owned(), kind: "document", ..Item::default() };
    let mut taken = Taken { item, origin: None, archived: None };
    let Ok(variables) = serde_json::from_str::<Variables<'_>>(&source.text[range]) else {
        said.push(mistakes::json_form(at.clone(), key, "it is not an object"));
        return None;
    };
    for (name, raw) in &variables.0 {
        let at = source.span(place(&source.text, raw));
        if let Err(expected) = take(&mut taken, name, raw.get(), &at, said) {
            said.push(mistakes::json_form(at, key, &format!("`{name}` should be {expected}")));
        }
    }
    checks::whole(&taken.item, at, said);
    Some(taken)
}

/// Takes one variable; `Err` says what it should be.
fn take(
    taken: &mut Taken,
    name: &str,
    raw: &str,
    at: &Span,
    said: &mut Vec<Diagnostic>,
) -> Result<(), &'static str> {
    let name = OLD.iter().find(|it| it.0 == name).map_or(name, |it| it.1);
    let known = |list: &[&'static str]| list.iter().find(|it| **it == name).copied();
    let item = &mut taken.item;
    if raw == "null" || PRIVATE.contains(&name) {
        return Ok(());
    }
    if name == "type" {
        let kind = scalar(raw).ok_or("a text")?;
        match KINDS.iter().find(|it| **it == kind) {
            Some(it) => item.kind = it,
            None => {
                said.push(mistakes::kind(at.clone(), &kind, words::nearest(&kind, KINDS.iter().copied())))
            }
        }
    } else if let Some(variable) = known(NAMES) {
        let all: Vec<WrittenName> = serde_json::from_str(raw).map_err(|_| "a list of names")?;
        let all: Vec<Name> = all.into_iter().filter_map(WrittenName::name).collect();
        if !all.is_empty() {
            item.names.insert(variable, all);
        }
    } else if let Some(variable) = known(DATES) {
        let value: Value = serde_json::from_str(raw).map_err(|_| "a date")?;
        match date(&value) {
            Some(date) => {
                item.dates.insert(variable, date);
            }
            None if matches!(&value, Value::Object(it) if it.is_empty()) => {
                said.push(mistakes::date_empty(at.clone(), name));
            }
            None => said.push(mistakes::date(at.clone(), &shown(raw))),
        }
    } else if let Some(variable) = known(TEXTS) {
        let text = scalar(raw).ok_or("a text or a number")?;
        if let Some(found) = text.chars().find(|it| words::is_unprintable(*it)) {
            said.push(crate::report::mistakes::front_matter::control_character(at.clone(), found));
        }
        let text: String = text.chars().filter(|it| !('\u{f8f0}'..='\u{f8ff}').contains(it)).collect();
        let text = text.trim();
        match variable {
            _ if text.is_empty() => {}
            "URL" => item.set(variable, checks::url(text, at, said).unwrap_or_default()),
            "DOI" => item.set(variable, checks::doi(text, at, said).unwrap_or_default()),
            "page" => item.set(variable, dashed(text)),
            "note" => item.set(variable, note(text)),
            _ => item.set(variable, text),
        }
    } else if name == "custom"
        && let Ok(Value::Object(custom)) = serde_json::from_str(raw)
    {
        let text = |it: &str| custom.get(it).and_then(Value::as_str).map(str::to_owned);
        taken.origin = text("origin");
        taken.archived = text("archived").and_then(|it| checks::url(&it, at, said));
    }
    Ok(())
}

/// A note without the lines that Zotero keeps its own things in: `Citation Key: …`, `tex.…: …`.
fn note(text: &str) -> String {
    let is_own = |line: &str| {
        let line = line.trim().to_ascii_lowercase();
        ["citation key:", "tex.", "_", "{:", "zbl:", "pmid:", "pmcid:", "original-date:", "type:"]
            .iter()
            .any(|it| line.starts_with(it))
    };
    text.lines().filter(|it| !is_own(it)).collect::<Vec<_>>().join("\n")
}

/// A value as a message shows it: not too much of it.
fn shown(raw: &str) -> String {
    let one_line = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    match one_line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &one_line[..at]),
        None => one_line,
    }
}

/// A name as CSL-JSON writes it.
#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", default)]
struct WrittenName {
    /// The family name.
    family: Option<String>,
    /// Other names.
    given: Option<String>,
    /// A particle that goes after the given name in lists.
    dropping_particle: Option<String>,
    /// A particle that stays with the family name.
    non_dropping_particle: Option<String>,
    /// `Jr.`
    suffix: Option<String>,
    /// The whole, if it is not taken apart.
    literal: Option<String>,
}

impl WrittenName {
    /// As ours; `None` if nothing is said.
    fn name(self) -> Option<Name> {
        let filled = |it: Option<String>| it.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
        if let Some(whole) = filled(self.literal) {
            return Some(Name::Literal(whole));
        }
        let given = match (filled(self.given), filled(self.dropping_particle)) {
            (Some(given), Some(particle)) => Some(format!("{given} {particle}")),
            (given, particle) => given.or(particle),
        };
        made(filled(self.family), given, filled(self.non_dropping_particle), filled(self.suffix), true)
    }
}

/// A date as CSL-JSON writes it: parts, raw words in EDTF, or words that stand for one.
fn date(value: &Value) -> Option<Date> {
    let object = match value {
        Value::Object(it) => it,
        Value::String(it) => return dates::edtf(it),
        _ => return None,
    };
    let circa = object.get("circa").is_some_and(|it| {
        !matches!(it, Value::Bool(false) | Value::Null) && it.as_i64() != Some(0) && it.as_str() != Some("")
    });
    let literal =
        object.get("literal").and_then(Value::as_str).map(str::to_owned).filter(|it| !it.is_empty());
    if let Some(Value::Array(parts)) = object.get("date-parts") {
        let mut days = parts.iter().map(day);
        let start = days.next()??;
        let end = match days.next() {
            Some(it) => Some(it?),
            None => None,
        };
        if end
            .is_some_and(|it| (it.year, it.month) < (start.year, start.month.filter(|_| it.month.is_some())))
        {
            return None;
        }
        return Some(Date { start: Some(start), end, circa, literal });
    }
    if let Some(raw) = object.get("raw").and_then(Value::as_str) {
        return match dates::edtf(raw) {
            Some(mut date) => {
                date.circa |= circa;
                Some(date)
            }
            // What a program could not read either: words such as `Spring 2021`.
            None if raw.chars().any(char::is_alphabetic) => {
                Some(Date { literal: Some(raw.to_owned()), circa, ..Date::default() })
            }
            None => None,
        };
    }
    literal.map(|it| Date { literal: Some(it), circa, ..Date::default() })
}

/// A year, month and day in a list, as numbers or as texts.
fn day(parts: &Value) -> Option<Day> {
    let number = |it: &Value| match it {
        Value::String(it) => it.trim().parse::<i16>().ok(),
        it => it.as_i64().and_then(|it| i16::try_from(it).ok()),
    };
    let parts = parts.as_array()?;
    let all: Vec<i16> = parts.iter().map(number).collect::<Option<_>>()?;
    let small = |at: usize| all.get(at).map(|it| u8::try_from(*it).ok());
    let day = match (small(1), small(2)) {
        (Some(None), _) | (_, Some(None)) => return None,
        // Seasons.
        (Some(Some(21..=24)), _) => Day { year: *all.first()?, month: None, day: None },
        (month, day) => Day { year: *all.first()?, month: month.flatten(), day: day.flatten() },
    };
    (all.len() <= 3 && dates::exists(day)).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_form() {
        let iso = |it: &str| date(&serde_json::from_str(it).unwrap()).and_then(|it| it.iso());
        assert_eq!(iso(r#"{"date-parts":[["2021",10,5]]}"#).as_deref(), Some("2021-10-05"));
        assert_eq!(iso(r#"{"date-parts":[[2019],[2020,2]]}"#).as_deref(), Some("2019/2020-02"));
        assert_eq!(iso(r#"{"raw":"2021-10"}"#).as_deref(), Some("2021-10"));
        assert_eq!(iso(r#"{"date-parts":[[2021,22]],"circa":1}"#).as_deref(), Some("2021"));
        for bad in [
            r#"{"date-parts":[[2021,13]]}"#,
            r#"{"date-parts":[[2021,2,30]]}"#,
            r#"{"date-parts":[[]]}"#,
            r#"{"date-parts":[]}"#,
            r#"{"date-parts":[[20212021202120212021]]}"#,
            r#"{"date-parts":[[2021],[2020]]}"#,
            r#"{"raw":"99"}"#,
            "7",
        ] {
            assert!(date(&serde_json::from_str(bad).unwrap()).is_none(), "{bad}");
        }
        let words = date(&serde_json::from_str(r#"{"literal":"n.d."}"#).unwrap()).unwrap();
        assert_eq!(words.literal.as_deref(), Some("n.d."));
    }
}
