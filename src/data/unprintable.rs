//! Characters that no reader can be shown, in data: as themselves, or hidden in an escape.

use std::ops::Range;

use serde_json::Value;

use super::{Fault, FaultKind, Form, toml_form, yaml_form};
use crate::words::names::{is_unprintable, unprintable};

/// The characters that stand in a text as themselves.
pub(super) fn bare(text: &str) -> impl Iterator<Item = Fault> {
    unprintable(text)
        .map(|(at, found)| Fault { at: at..at + found.len_utf8(), kind: FaultKind::Unprintable(found) })
}

/// The first character that stands in a value by its escape. Whether there is one is asked of the
/// values, for outside of double quotes an escape is only letters; where it is, of the text.
pub(super) fn escaped(form: Form, text: &str) -> Option<Fault> {
    if !text.contains('\\') {
        return None;
    }
    let count = |text: &str| {
        let value: Option<Value> = match form {
            Form::Yaml => yaml_form::read(text).ok(),
            Form::Toml => toml_form::read(text).ok(),
        };
        let mut all = String::new();
        gather(&value?, &mut all);
        Some(all)
    };
    let all = count(text)?;
    let found = all.chars().next()?;
    // In a plain text or single quotes the same letters mean themselves: it is the one without which
    // there are fewer.
    let is_it = |at: &Range<usize>| {
        let mut without = text.to_owned();
        super::blank(&mut without, at.clone());
        count(&without).is_some_and(|it| it.len() < all.len())
    };
    let mut places = escapes(text).filter(|it| it.1 == found).take(PLACES_MAX).map(|it| it.0);
    let at = places.find(is_it).unwrap_or(0..0);
    Some(Fault { at, kind: FaultKind::Unprintable(found) })
}

/// At most so many places are tried.
const PLACES_MAX: usize = 20;

/// Gathers such characters from a value.
fn gather(value: &Value, all: &mut String) {
    match value {
        Value::String(text) => all.extend(text.chars().filter(|it| is_unprintable(*it))),
        Value::Array(items) => items.iter().for_each(|it| gather(it, all)),
        Value::Object(entries) => {
            for (key, it) in entries {
                all.extend(key.chars().filter(|it| is_unprintable(*it)));
                gather(it, all);
            }
        }
        _ => {}
    }
}

/// Everything after the first double quote that has the form of an escape: where it stands, and which
/// character it means (YAML 1.2, 5.7; TOML 1.1, strings).
fn escapes(text: &str) -> impl Iterator<Item = (Range<usize>, char)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + text[from..].find('\\')?;
            let letter = text[at + 1..].chars().next()?;
            from = at + 1 + letter.len_utf8();
            let by_number = |digits: usize| {
                let number = text.get(at + 2..at + 2 + digits)?;
                Some((char::from_u32(u32::from_str_radix(number, 16).ok()?)?, digits))
            };
            let found = match letter {
                '0' => Some(('\0', 0)),
                'a' => Some(('\u{7}', 0)),
                'b' => Some(('\u{8}', 0)),
                'v' => Some(('\u{b}', 0)),
                'f' => Some(('\u{c}', 0)),
                'e' => Some(('\u{1b}', 0)),
                'N' => Some(('\u{85}', 0)),
                'x' => by_number(2),
                'u' => by_number(4),
                'U' => by_number(8),
                _ => None,
            };
            if let Some((found, digits)) = found
                && text[..at].contains('"')
            {
                return Some((at..from + digits, found));
            }
        }
    })
}
