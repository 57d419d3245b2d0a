//! The entries around an offset, from the innermost outwards: what can be blanked out to read on.

use std::ops::Range;

use super::{Form, positions};

/// The entries around an offset, the innermost first; the last is the top-level one.
pub(super) fn around(form: Form, text: &str, at: usize) -> Vec<Range<usize>> {
    let Some(top) = positions::entry_at(form, text, at) else { return Vec::new() };
    let mut all = vec![top.clone()];
    let line = match form {
        Form::Yaml => {
            all.extend(blocks(text, top.clone(), at));
            all.last().map_or(top.start, |it| it.start)
        }
        Form::Toml => top.start,
    };
    all.extend(flows(text, line..top.end, at));
    all.reverse();
    all.dedup();
    all
}

/// The entries of block style inside a top-level one, the outermost first.
fn blocks(text: &str, top: Range<usize>, at: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = top.start;
    for line in text[top.clone()].split_inclusive('\n') {
        lines.push((start, line));
        start += line.len();
    }
    let Some(own) = lines.iter().rposition(|it| it.0 <= at) else { return Vec::new() };
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let is_blank = |line: &str| line.trim().is_empty();
    // How far what begins at a line reaches: over all that stand further in than `column`.
    let end = |from: usize, column: usize| {
        let after = lines[from + 1..].iter().find(|it| !is_blank(it.1) && indent(it.1) <= column);
        after.map_or(top.end, |it| it.0)
    };
    let mut inwards = Vec::new();
    let mut within = usize::MAX;
    for index in (1..=own).rev() {
        let (start, line) = lines[index];
        let column = indent(line);
        if is_blank(line) || column >= within {
            continue;
        }
        let is_item = line[column..].starts_with("- ");
        let inner = column + 2;
        if is_item && (index == own || inner < within) {
            if line[inner..].contains(':') && at >= start + inner {
                inwards.push(start + inner..end(index, inner));
            }
            inwards.push(start + column..end(index, column));
        } else {
            inwards.push(start + column..end(index, column));
        }
        within = column;
    }
    inwards.reverse();
    inwards.retain(|it| it.contains(&at));
    inwards
}

/// The entries in brackets and braces around an offset, the outermost first, each with the comma
/// that parts it from a neighbour.
fn flows(text: &str, inside: Range<usize>, at: usize) -> Vec<Range<usize>> {
    let mut open: Vec<(usize, Option<usize>)> = Vec::new();
    let mut found = Vec::new();
    let mut quote = None;
    let mut before = ':';
    let part = &text[inside.clone()];
    // Where the entry around `at` begins at each depth, with the comma before it.
    let mut around: Option<Vec<(usize, Option<usize>)>> = None;
    for (offset, it) in part.char_indices() {
        let here = inside.start + offset;
        if here >= at && around.is_none() {
            around = Some(open.clone());
            found = vec![None; open.len()];
        }
        match (quote, it) {
            (Some(sign), it) if it == sign && before != '\\' => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if ":=,[{-".contains(before) => quote = Some(it),
            (None, '[' | '{') => open.push((here + 1, None)),
            (None, ',' | ']' | '}') => {
                let depth = open.len();
                if around.is_some() && depth > 0 && found.get(depth - 1) == Some(&None) {
                    found[depth - 1] = Some((here, it == ','));
                }
                if it == ',' {
                    if let Some(last) = open.last_mut() {
                        *last = (here + 1, Some(here));
                    }
                } else {
                    open.pop();
                }
            }
            _ => {}
        }
        if !it.is_whitespace() {
            before = it;
        }
    }
    let starts = around.unwrap_or_default();
    let entries = starts.into_iter().zip(found).filter_map(|((start, comma), end)| {
        let (end, is_comma) = end?;
        Some(if is_comma { start..end + 1 } else { comma.unwrap_or(start)..end })
    });
    entries.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_from_the_innermost_outwards() {
        let yaml = "title: X\ncases:\n  north:\n    name: N\n    role: src\n  south: { name: S, rol: target }\nlist:\n- date: 1\n  text: 2\n";
        let at = |word: &str| -> Vec<&str> {
            let all = around(Form::Yaml, yaml, yaml.find(word).unwrap());
            all.into_iter().map(|it| yaml[it].trim()).collect()
        };
        let north = at("role: src");
        assert_eq!(north[0], "role: src");
        assert_eq!(north[1], "north:\n    name: N\n    role: src");
        assert!(north[2].starts_with("cases:") && north.len() == 3, "{north:?}");
        let south = at("rol: target");
        assert_eq!(south[0], ", rol: target");
        assert_eq!(south[1], "south: { name: S, rol: target }");
        let list = at("text: 2");
        assert_eq!(list[..2], ["text: 2", "- date: 1\n  text: 2"]);
        assert_eq!(at("date: 1")[..2], ["date: 1", "- date: 1\n  text: 2"]);
    }
}
