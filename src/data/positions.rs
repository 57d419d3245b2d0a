//! Finds where a value stands in a text of data, by looking, and only when a message asks.
//!
//! Keeping positions with every value would cost every build; a mistake costs one look.

use std::ops::Range;

use super::Form;

/// The top-level entry around an offset: from its key to the next one's. `None` for an empty text.
pub fn entry_at(form: Form, text: &str, at: usize) -> Option<Range<usize>> {
    match form {
        Form::Yaml => {
            let starts: Vec<usize> =
                lines(text).filter(|(_, line)| starts_entry(line)).map(|(start, _)| start).collect();
            let index = starts.partition_point(|&it| it <= at).checked_sub(1);
            let start = index.map_or(0, |it| starts[it]);
            let end = index.and_then(|it| starts.get(it + 1)).copied().unwrap_or(text.len());
            (start < end).then_some(start..end)
        }
        Form::Toml => {
            // A key's line, with the lines of its array or long text; a header with its whole table,
            // for without it the keys would fall to the table before.
            let starts: Vec<(usize, bool)> = lines(text)
                .filter(|(_, line)| is_header(line) || toml_key(line).is_some())
                .map(|(start, line)| (start, is_header(line)))
                .collect();
            let index = starts.partition_point(|it| it.0 <= at).checked_sub(1)?;
            let (start, is_table) = starts[index];
            let next = starts[index + 1..].iter().find(|it| it.1 || !is_table);
            Some(start..next.map_or(text.len(), |it| it.0))
        }
    }
}

/// The places of top-level keys.
pub fn keys(form: Form, text: &str) -> Vec<Range<usize>> {
    lines(text)
        .filter_map(|(start, line)| {
            let key = match form {
                Form::Yaml if starts_entry(line) => line.split(':').next()?.trim_end(),
                Form::Yaml => return None,
                Form::Toml => toml_key(line)?,
            };
            let inside = start + line.find(key.trim())?;
            Some(inside..inside + key.trim().len())
        })
        .collect()
}

/// The place of the value at a path: a key (`title`), keys inside keys (`cases`, `japan`,
/// `period`), or a number for an item of a list (`authors`, `2`). The nearest part that can be
/// found, when the text is laid out in a way that hides it.
pub fn value(form: Form, text: &str, path: &[&str]) -> Range<usize> {
    value_among(form, text, &keys(form, text), path)
}

/// As [`value`], for a text whose top-level [`keys`] are at hand.
pub fn value_among(form: Form, text: &str, keys: &[Range<usize>], path: &[&str]) -> Range<usize> {
    let Some(index) = key_among(text, keys, path.first().copied().unwrap_or_default()) else { return 0..0 };
    let top = keys[index].clone();
    let end = match form {
        // An entry ends where the next one's key begins its line.
        Form::Yaml => keys.get(index + 1).map_or(text.len(), |it| it.start),
        Form::Toml => toml_extent(text, top.start),
    };
    let mut found = Some(top.clone());
    let mut inside = top.end..end;
    for part in &path[1..] {
        let next = match part.parse::<usize>() {
            Ok(index) => item(text, inside.clone(), index),
            Err(_) => nested_key(text, inside.clone(), part),
        };
        let Some(next) = next else { break };
        inside = next.end..inside.end;
        if part.parse::<usize>().is_ok() {
            found = Some(next.clone());
            inside = next;
        } else {
            found = Some(next);
        }
    }
    let Some(found) = found else { return 0..0 };
    if path.last().is_some_and(|it| it.parse::<usize>().is_ok()) {
        return found;
    }
    after_key(text, found)
}

/// The place of a top-level key's name.
pub fn key(form: Form, text: &str, name: &str) -> Option<Range<usize>> {
    let keys = keys(form, text);
    key_among(text, &keys, name).map(|it| keys[it].clone())
}

/// The number of the key of this name among those of a text.
fn key_among(text: &str, keys: &[Range<usize>], name: &str) -> Option<usize> {
    keys.iter().position(|it| text[it.clone()].trim_matches('"') == name)
}

/// Lines with their offsets, without their ends.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split('\n').map(move |line| {
        let start = at;
        at += line.len() + 1;
        (start, line)
    })
}

/// Whether a line of YAML begins a top-level entry.
fn starts_entry(line: &str) -> bool {
    !line.is_empty() && !line.starts_with([' ', '\t', '#', '}', ']', '-']) || line.starts_with("---")
}

/// Whether a line of TOML opens a table.
fn is_header(line: &str) -> bool {
    line.starts_with('[') && line.contains(']') && toml_key(line).is_some_and(|it| !it.contains([',', '"']))
}

/// The key of a line of TOML: `key = …` or a table's header.
fn toml_key(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if let Some(header) = line.strip_prefix("[[").and_then(|it| it.split_once("]]")) {
        return Some(header.0);
    }
    if let Some(header) = line.strip_prefix('[').and_then(|it| it.split_once(']')) {
        return Some(header.0);
    }
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let plain = |it: char| it.is_alphanumeric() || "_-.\"".contains(it);
    (!key.is_empty() && key.chars().all(plain)).then_some(key)
}

/// How far a TOML key's value, or a table under its header, reaches.
fn toml_extent(text: &str, at: usize) -> usize {
    let line_start = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let is_header = text[line_start..].trim_start().starts_with('[');
    lines(&text[at..])
        .skip(1)
        .find(|(_, line)| line.starts_with('[') || (!is_header && toml_key(line).is_some()))
        .map_or(text.len(), |(start, _)| at + start)
}

/// The place of `name` where it stands as a key inside a stretch of text.
fn nested_key(text: &str, inside: Range<usize>, name: &str) -> Option<Range<usize>> {
    let hay = &text[inside.clone()];
    let mut from = 0;
    while let Some(at) = hay[from..].find(name).map(|it| from + it) {
        let before = hay[..at].trim_end_matches(['"', '\'']).chars().last();
        let after = hay[at + name.len()..].trim_start_matches(['"', '\'']).trim_start_matches(' ');
        let begins = before.is_none_or(|it| it.is_whitespace() || "{,[-.".contains(it));
        if begins && after.starts_with([':', '=', ']']) {
            let start = inside.start + at;
            return Some(start..start + name.len());
        }
        from = at + name.len();
    }
    None
}

/// The place of the n-th item (from 0) of the list in a stretch of text.
fn item(text: &str, inside: Range<usize>, index: usize) -> Option<Range<usize>> {
    let hay = &text[inside.clone()];
    let trimmed = |range: Range<usize>| {
        let part = &text[range.clone()];
        let start = range.start + (part.len() - part.trim_start().len());
        start..start + part.trim().len()
    };
    let lead = hay.find(|it: char| !it.is_whitespace() && !":=".contains(it))?;
    if hay[lead..].starts_with('[') {
        let mut depth = 0;
        let mut quote = None;
        let mut start = lead + 1;
        let mut count = 0;
        for (at, it) in hay.char_indices().skip_while(|(at, _)| *at < lead) {
            match (quote, it) {
                (Some(open), it) if it == open => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quote = Some(it),
                (None, '[' | '{') => depth += 1,
                (None, ',' | ']' | '}') => {
                    let closes = it != ',';
                    if depth == 1 {
                        if count == index {
                            return Some(trimmed(inside.start + start..inside.start + at));
                        }
                        count += 1;
                        start = at + 1;
                    }
                    depth -= i32::from(closes);
                    if depth == 0 {
                        return None;
                    }
                }
                _ => {}
            }
        }
        return None;
    }
    let marks: Vec<usize> = lines(hay)
        .filter(|(_, line)| line.trim_start().starts_with("- ") || line.trim() == "-")
        .map(|(at, line)| at + (line.len() - line.trim_start().len()))
        .collect();
    let indent = |at: usize| at - hay[..at].rfind('\n').map_or(0, |it| it + 1);
    let least = marks.iter().map(|&it| indent(it)).min()?;
    let tops: Vec<usize> = marks.into_iter().filter(|&it| indent(it) == least).collect();
    let start = *tops.get(index)?;
    let end = tops.get(index + 1).copied().unwrap_or(hay.len());
    let found = trimmed(inside.start + start + 1..inside.start + end);
    let first_line = text[found.clone()].find('\n').map_or(found.end, |it| found.start + it);
    Some(found.start..first_line)
}

/// The value after a key on the same line; the key itself where it stands on other lines.
fn after_key(text: &str, key: Range<usize>) -> Range<usize> {
    let line_end = text[key.end..].find('\n').map_or(text.len(), |it| key.end + it);
    let rest = &text[key.end..line_end];
    let Some(sign) = rest.find([':', '=']) else { return key };
    let value = &rest[sign + 1..];
    let start = key.end + sign + 1 + (value.len() - value.trim_start().len());
    let mut end = key.end + sign + 1 + value.trim_end().len();
    // Inside `{ a: x, b: y }` the value ends at the comma or brace outside quotes.
    let line_start = text[..key.start].rfind('\n').map_or(0, |it| it + 1);
    if text[line_start..key.start].contains('{') && start < end {
        let mut quote = None;
        for (at, it) in text[start..end].char_indices() {
            match (quote, it) {
                (Some(open), it) if it == open => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quote = Some(it),
                (None, ',' | '}') => {
                    end = start + text[start..start + at].trim_end().len();
                    break;
                }
                _ => {}
            }
        }
    }
    if start >= end { key } else { start..end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_path() {
        let yaml = "title: A: b\nauthors: [one, \"Two, T\"]\ncases:\n  japan: { name: Japan under Abe, period: 2012/2020 }\n  de:\n    name: Germany\nlist:\n- x\n- y: 1\n  z: 2\n";
        let at = |path: &[&str]| &yaml[value(Form::Yaml, yaml, path)];
        assert_eq!(at(&["title"]), "A: b");
        assert_eq!(at(&["authors", "1"]), "\"Two, T\"");
        assert_eq!(at(&["cases", "japan", "period"]), "2012/2020");
        assert_eq!(at(&["cases", "de", "name"]), "Germany");
        assert_eq!(at(&["list", "1"]), "y: 1");
        let toml = "title = \"A\"\n[publisher]\nname = \"N\"\n[[series]]\nid = \"s\"\n";
        let at = |path: &[&str]| &toml[value(Form::Toml, toml, path)];
        assert_eq!(at(&["title"]), "\"A\"");
        assert_eq!(at(&["publisher", "name"]), "\"N\"");
        assert_eq!(at(&["series", "id"]), "\"s\"");
    }
}
