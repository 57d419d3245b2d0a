//! Levels of headings on paper: none is skipped, whatever an author wrote.
//!
//! A page takes a skipped level with a warning; PDF/UA-1 (ISO 14289-1, 7.4.2) does not take it at all.

use serde_json::{Value, json};

/// The level of the heading that stands above a text, by the text's key in its view.
fn above(key: &str) -> usize {
    match key {
        // Under the heading of a part of the comparison.
        "note_html" => 2,
        // Under a heading inside of a record.
        "caveats_html" | "doubts_html" => 4,
        // Under that of a record.
        _ => 3,
    }
}

/// Gives headings their levels, in the order in which they are met.
#[derive(Default)]
pub struct Levels {
    /// The levels as they were written, each deeper than the one before, of the text between the parts.
    prose: Vec<u64>,
}

impl Levels {
    /// Of a text of a view under its key; prose of the brief goes on where it was left.
    pub fn set(&mut self, key: &str, is_prose: bool, nodes: &mut [Value]) {
        if is_prose {
            set(&mut self.prose, 1, nodes);
        } else {
            set(&mut Vec::new(), above(key), nodes);
        }
    }
}

/// Sets the levels of headings in nodes under a heading of level `above`.
fn set(open: &mut Vec<u64>, above: usize, nodes: &mut [Value]) {
    for node in nodes {
        let Some(tag) = node["tag"].as_str() else { continue };
        let level = tag.strip_prefix('h').and_then(|it| it.parse().ok());
        if let Some(level) = level {
            open.retain(|it| *it < level);
            open.push(level);
            node["tag"] = json!(format!("h{}", (above + open.len()).min(6)));
        } else if let Some(body) = node["body"].as_array_mut() {
            set(open, above, body);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_level_is_skipped() {
        let levels = |tags: &[&str], key: &str, is_prose: bool| {
            let mut nodes: Vec<Value> = tags.iter().map(|it| json!({"tag": it, "body": []})).collect();
            Levels::default().set(key, is_prose, &mut nodes);
            nodes.iter().map(|it| it["tag"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            levels(&["h4", "h2", "h4", "h4", "h6", "h3"], "html", true),
            ["h2", "h2", "h3", "h3", "h4", "h3"]
        );
        assert_eq!(levels(&["h4", "h6"], "html", false), ["h4", "h5"]);
        assert_eq!(levels(&["h5"], "note_html", false), ["h3"]);
    }
}
