//! Hides from the engine what it would break, and puts it back.
//!
//! - It takes serial numbers apart at hyphens, so hyphens in them are hidden.
//! - It takes marks inside a text for text, so they are hidden and made looks again.
//! - It stops the program at an interval, so an item's dates are reduced to their start.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use hayagriva::citationberg::json as csl;

use super::item::{Date, Day, Item, Name};
use super::particles::Particles;
use super::quotes::{self, Marks};
use super::text::{Look, Shift, Text};

/// Stands in the engine for a hyphen that is not to be touched. A character of no one's (Unicode,
/// private use), which no text of an author may hold.
const HYPHEN: char = '\u{f8f0}';

/// Begins italics inside a text that the engine takes for plain. Its case rules pass this one over;
/// a text that holds it means a quotation mark, which is paired and hidden first.
const ITALIC: char = '«';

/// Begins raised text.
const RAISED: char = '\u{f8f2}';

/// Begins lowered text.
const LOWERED: char = '\u{f8f3}';

/// Ends the look that was begun last.
const PLAIN: char = '»';

/// What is needed to put back what was hidden.
pub(super) struct Hidden {
    /// Quotation marks of the language.
    pub marks: Arc<Marks>,
    /// Particles of names.
    pub particles: Particles,
}

impl Hidden {
    /// Text with what was hidden from the engine put back.
    pub fn shown(&self, text: Text) -> Text {
        let is_plain = |it: char| it.is_ascii() && it >= ' ' || it.is_alphanumeric();
        // Most of what is printed holds nothing that was hidden, and no quotation marks to count.
        if text.0.iter().all(|it| it.text.chars().all(is_plain)) {
            return text;
        }
        let whole = text.words();
        let mut at = 0;
        let mut out = Text::default();
        let mut begun: Vec<char> = Vec::new();
        let mut depth = 0_usize;
        for run in text.0 {
            let mut words = String::new();
            let look_now = |begun: &[char]| begun.iter().fold(run.look, |look, it| marked_look(look, *it));
            for it in run.text.chars() {
                at += it.len_utf8();
                match it {
                    // Nothing that hides, and no mark of any language's: most of a text.
                    'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' => words.push(it),
                    HYPHEN => words.push('-'),
                    quotes::BREAK => {}
                    quotes::APOSTROPHE => words.push('’'),
                    quotes::OPEN => {
                        words.push_str(self.marks.at(depth, true));
                        depth += 1;
                    }
                    quotes::CLOSE => {
                        depth = depth.saturating_sub(1);
                        words.push_str(self.marks.at(depth, false));
                    }
                    ITALIC | RAISED | LOWERED | PLAIN => {
                        out.push(std::mem::take(&mut words), look_now(&begun), run.url.clone(), run.part);
                        if it == PLAIN {
                            begun.pop();
                        } else {
                            begun.push(it);
                        }
                    }
                    it => match self.particles.of(it) {
                        Some(particle) => self.put_particle(particle, &mut words, &out, &whole[at..]),
                        None => {
                            depth = depth.saturating_add_signed(self.marks.step(it) as isize);
                            words.push(quotes::thawed(it));
                        }
                    },
                }
            }
            out.push(words, look_now(&begun), run.url.clone(), run.part);
        }
        out
    }

    /// Puts a particle before the family name with which `words` end, if it is missing there.
    fn put_particle(&self, particle: &str, words: &mut String, out: &Text, after: &str) {
        let Some(start) = self.particles.family_start(words) else { return };
        let before = format!("{}{}", out.words(), &words[..start]);
        if self.particles.is_missing(particle, &before, after) {
            words.insert_str(start, &format!("{particle} "));
        }
    }
}

/// A look inside a mark that began.
fn marked_look(mut look: Look, mark: char) -> Look {
    match mark {
        // Italics inside italics stand upright (CSL 1.0.2, "Flip-flopping").
        ITALIC => look.italic = !look.italic,
        RAISED => look.shift = Shift::Super,
        LOWERED => look.shift = Shift::Sub,
        _ => {}
    }
    look
}

/// An item in the engine's terms, made once where it is the same for all styles.
pub(super) fn prepared<'i>(item: &'i Item, particles: &mut Particles) -> Cow<'i, csl::Item> {
    let has_particle = |it: &Name| matches!(it, Name::Person { particle: Some(_), .. });
    // What becomes of a particle is the style's.
    if item.names.values().flatten().any(has_particle) {
        return Cow::Owned(guarded(item, particles));
    }
    Cow::Borrowed(item.prepared.get(|| guarded(item, particles)))
}

/// An item in the engine's terms.
fn guarded(item: &Item, particles: &mut Particles) -> csl::Item {
    let mut out = BTreeMap::new();
    out.insert("id".to_owned(), csl::Value::String(item.id.clone()));
    out.insert("type".to_owned(), csl::Value::String(item.kind.to_owned()));
    for (variable, text) in &item.texts {
        let text = match *variable {
            "number" | "call-number" | "archive_location" | "version" => {
                text.replace('-', HYPHEN.encode_utf8(&mut [0; 4]))
            }
            "volume" | "issue" | "edition" | "collection-number" | "chapter-number" | "part-number"
                if !is_numeric(text) =>
            {
                text.replace('-', HYPHEN.encode_utf8(&mut [0; 4]))
            }
            "URL" | "DOI" | "ISBN" | "ISSN" | "PMID" | "PMCID" | "page" | "page-first" | "language" => {
                text.clone()
            }
            _ => marked(text),
        };
        out.insert((*variable).to_owned(), csl::Value::String(text));
    }
    // What CSL 1.0.2 calls `event-title` was `event` before, and styles say either.
    if let Some(title) = out.get("event-title").cloned() {
        out.insert("event".to_owned(), title);
    }
    for (variable, names) in &item.names {
        let names = names.iter().map(|it| name(it, particles)).collect();
        out.insert((*variable).to_owned(), csl::Value::Names(names));
    }
    for (variable, date) in &item.dates {
        if let Some(value) = self::date(date) {
            out.insert((*variable).to_owned(), csl::Value::Date(value));
        }
    }
    csl::Item(out)
}

/// Whether a text is a number or a range of two.
fn is_numeric(text: &str) -> bool {
    let mut parts = text.splitn(2, ['-', '–']);
    parts.all(|it| !it.trim().is_empty() && it.trim().bytes().all(|it| it.is_ascii_digit()))
}

/// A text with its marks hidden from the engine.
pub(super) fn marked(text: &str) -> String {
    let mut text = uncased(text);
    if !text.contains('<') {
        return quotes::hidden(&text);
    }
    for mark in SILENT {
        text = text.replace(mark, "");
    }
    // Marks are hidden before quotation marks are looked for, since two of those stand for them after.
    for (index, (mark, _)) in LOUD.iter().enumerate() {
        text = text.replace(mark, held(index).encode_utf8(&mut [0; 4]));
    }
    let mut text = quotes::hidden(&text);
    for (index, (_, hidden)) in LOUD.iter().enumerate() {
        text = text.replace(held(index), hidden.encode_utf8(&mut [0; 4]));
    }
    text
}

/// A text without its marks.
pub(super) fn unmarked(text: &str) -> String {
    let all = LOUD.iter().map(|it| it.0).chain(SILENT.iter().copied()).chain(["<span class=\"nocase\">"]);
    all.fold(text.to_owned(), |text, mark| text.replace(mark, ""))
}

/// What holds the place of a mark for a moment: a character of no one's.
fn held(index: usize) -> char {
    char::from_u32(0xf8e0 + index as u32).unwrap_or(' ')
}

/// Marks that are seen, each with what hides it.
const LOUD: [(&str, char); 8] = [
    ("<i>", ITALIC),
    ("</i>", PLAIN),
    ("<em>", ITALIC),
    ("</em>", PLAIN),
    ("<sup>", RAISED),
    ("</sup>", PLAIN),
    ("<sub>", LOWERED),
    ("</sub>", PLAIN),
];

/// Marks that are left out: bold letters and small capitals inside a title are its typography.
const SILENT: [&str; 6] =
    ["<b>", "</b>", "<strong>", "</strong>", "<span style=\"font-variant:small-caps;\">", "</span>"];

/// A text in which what stands in `<span class="nocase">` is frozen, and the span taken away.
fn uncased(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<span class=\"nocase\">") {
        let Some((inside, after)) = after.split_once("</span>") else { break };
        out.push_str(before);
        out.extend(inside.chars().map(|it| if it.is_alphabetic() { quotes::frozen(it) } else { it }));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A name with its apostrophes set.
fn curly(name: &str) -> String {
    name.replace('\'', "’")
}

/// A name in the engine's terms.
fn name(it: &Name, particles: &mut Particles) -> csl::NameValue {
    match it {
        Name::Literal(name) => csl::NameValue::Literal(csl::LiteralName { literal: curly(name) }),
        Name::Person { family, given, particle, suffix } => {
            let item = csl::NameItem {
                family: String::new(),
                given: given.as_deref().map(curly),
                non_dropping_particle: None,
                dropping_particle: None,
                suffix: suffix.clone(),
                comma_suffix: None,
            };
            csl::NameValue::Item(particles.name(curly(family), particle.clone(), item))
        }
    }
}

/// A date in the engine's terms: the start of an interval, which it could not bear whole.
fn date(it: &Date) -> Option<csl::DateValue> {
    let Day { year, month, day } = it.start?;
    let mut parts = vec![year];
    parts.extend(month.map(i16::from));
    if month.is_some() {
        parts.extend(day.map(i16::from));
    }
    Some(csl::DateValue::DateParts {
        date_parts: csl::VecDateRange(vec![csl::VecDate(parts)]),
        literal: it.literal.clone(),
        season: None,
        circa: it.circa,
    })
}
