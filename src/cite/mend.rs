//! Mends what the engine prints: punctuation that meets, and the order in which references stand.
//!
//! CSL 1.0.2, "Punctuation in quotes" (`punctuation-in-quote` of a locale) and, for marks that meet,
//! what citeproc's implementations do: a question mark swallows the full stop or comma after it.

use super::text::{Run, Text};
use crate::words::names;

/// Whether a mark closes a quotation in some language.
fn closes(it: char) -> bool {
    matches!(it, '”' | '’' | '»' | '“' | '›' | '‘')
}

/// A text whose punctuation is mended. `inside` is whether full stops and commas stand before the
/// mark that closes a quotation, as in American English.
pub(super) fn punctuation(text: Text, inside: bool) -> Text {
    if !may_meet(&text, inside) {
        return text;
    }
    let mut chars: Vec<(char, usize)> = Vec::new();
    for (index, run) in text.0.iter().enumerate() {
        chars.extend(run.text.chars().map(|it| (it, index)));
    }
    let is_link = |it: &(char, usize)| text.0[it.1].url.is_some();
    let mut out: Vec<(char, usize)> = Vec::with_capacity(chars.len());
    for (at, &it) in chars.iter().enumerate() {
        let is_stop = matches!(it.0, '.' | ',');
        if is_stop && !is_link(&it) {
            let quotes = out.iter().rev().take_while(|it| closes(it.0)).count();
            let before = out.len() - quotes;
            let last = before.checked_sub(1).map(|at| out[at]).filter(|it| !is_link(it));
            match last.map(|it| it.0) {
                // A comma stays behind a question mark, unless it would join it inside the quotation.
                Some('?' | '!')
                    if it.0 == '.'
                        || inside && (quotes > 0 || chars.get(at + 1).is_some_and(|it| closes(it.0))) =>
                {
                    continue;
                }
                Some('.') if it.0 == '.' && !follows_dot(&out[..before - 1]) => continue,
                _ if quotes > 0 && inside => {
                    let run = out[before].1;
                    out.insert(before, (it.0, run));
                    continue;
                }
                _ => {}
            }
        }
        out.push(it);
    }
    let mut mended = Text::default();
    let mut rest = &out[..];
    while let Some((_, run)) = rest.first() {
        let count = rest.iter().take_while(|it| it.1 == *run).count();
        let words = rest[..count].iter().map(|it| it.0).collect();
        let Run { look, url, part, .. } = &text.0[*run];
        mended.push(words, *look, url.clone(), *part);
        rest = &rest[count..];
    }
    mended
}

/// Whether there may be marks that meet: in most texts there are none.
fn may_meet(text: &Text, inside: bool) -> bool {
    // What stood last before the marks that close a quotation, and whether there were any.
    let (mut last, mut quoted) = (' ', false);
    for it in text.0.iter().flat_map(|it| it.text.chars()) {
        match it {
            '.' | ',' if matches!(last, '?' | '!') || last == '.' && it == '.' || quoted && inside => {
                return true;
            }
            _ if closes(it) => quoted = true,
            _ => (last, quoted) = (it, false),
        }
    }
    false
}

/// Whether a text ends with a full stop: then one more belongs to an ellipsis.
fn follows_dot(text: &[(char, usize)]) -> bool {
    text.last().is_some_and(|it| it.0 == '.')
}

/// Puts references without a name where readers look for them, by their first words: the engine
/// sets before all others what has no name and of which the style says nothing to sort it by. `has_name`
/// says which have one.
pub(super) fn order(
    references: Vec<(usize, Option<Text>, Text)>,
    has_name: &dyn Fn(usize) -> bool,
) -> Vec<(usize, Option<Text>, Text)> {
    let first = references.iter().position(|it| has_name(it.0)).unwrap_or(references.len());
    let mut nameless = references;
    let mut ordered = nameless.split_off(first);
    for it in nameless {
        let own = sort_words(&it.2);
        let place = ordered.iter().position(|other| sort_words(&other.2) > own).unwrap_or(ordered.len());
        ordered.insert(place, it);
    }
    ordered
}

/// The words by which a reference is found, without marks and an article before them, which the engine
/// passes over too.
fn sort_words(text: &Text) -> String {
    let words = names::fold(text.words().trim_start_matches(|it: char| !it.is_alphanumeric()));
    let rest = ["the ", "a ", "an "].iter().find_map(|it| words.strip_prefix(it)).map(str::to_owned);
    rest.unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::text::Look;

    #[test]
    fn marks_that_meet() {
        for (text, inside, wanted) in [
            ("“Who?”, 2020", true, "“Who?” 2020"),
            ("“Who?”.", false, "“Who?”"),
            ("“March”.", true, "“March.”"),
            ("“March”, 3", true, "“March,” 3"),
            ("‘March’, 3", false, "‘March’, 3"),
            ("Who?. In", true, "Who? In"),
            ("Inc.. Next", true, "Inc. Next"),
            ("Inc., Next", true, "Inc., Next"),
            ("Who?, 2021", true, "Who?, 2021"),
            ("“Who?,” 2021", true, "“Who?” 2021"),
        ] {
            assert_eq!(punctuation(Text::plain(text), inside).words(), wanted, "{text}");
        }
    }

    #[test]
    fn looks_and_links_stay() {
        let mut text = Text::default();
        let italic = Look { italic: true, ..Look::default() };
        text.push("What?".into(), italic, None, Some(0));
        text.push(". At ".into(), Look::default(), None, None);
        text.push("https://x.org/?.".into(), Look::default(), Some("https://x.org/?.".into()), None);
        let mended = punctuation(text, true);
        assert_eq!(mended.words(), "What? At https://x.org/?.");
        assert_eq!((mended.0[0].look, mended.0[0].part), (italic, Some(0)));
        assert_eq!(mended.0[2].url.as_deref(), Some("https://x.org/?."));
    }
}
