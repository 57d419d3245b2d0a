//! A source in two words, where a line has no room for more: `Hosaka 2021`.

use super::guard::unmarked;
use super::item::{Item, Name};

/// Longer names are cut at a word.
const LETTERS_MAX: usize = 32;

/// The short name of a source: who made it, or where it appeared, or what it is called; and the year. `undated` is what
/// the language says where there is none.
pub fn label(item: &Item, and: &str, undated: &str) -> String {
    let makers = item.makers();
    let who = match makers {
        // What nobody signs is known by where it appeared: a newspaper, an office.
        [] => match item.text("container-title").or(item.text("publisher")) {
            Some(outlet) => cut(&unmarked(outlet)),
            None => item
                .text("title-short")
                .or(item.text("title"))
                .map_or_else(|| item.id.clone(), |it| format!("“{}”", cut(&unmarked(it)))),
        },
        [one] => cut(&one.family()),
        [one, two] if makers.iter().all(|it| matches!(it, Name::Person { .. })) => {
            format!("{} {and} {}", one.family(), two.family())
        }
        [one, ..] => format!("{} et al.", cut(&one.family())),
    };
    match item.year() {
        Some(year) => format!("{who} {year}"),
        None => format!("{who} {undated}"),
    }
}

/// A text cut at a word, if it is long.
fn cut(text: &str) -> String {
    if text.chars().count() <= LETTERS_MAX {
        return text.to_owned();
    }
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() && out.chars().count() + word.chars().count() >= LETTERS_MAX {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    let kept = out.trim_end_matches([',', ':', ';', '.']).len();
    out.truncate(kept);
    out.push('…');
    out
}
