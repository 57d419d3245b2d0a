//! Finds `::: name attributes` … `:::` line by line, before the Markdown parser sees the text.
//!
//! Each fence line is replaced by an HTML processing instruction of the same length, which
//! CommonMark (section 4.6, start condition 3) parses as a block of its own that ends paragraphs
//! and lists: so notes and references cross fences, and no offset moves.

use std::borrow::Cow;
use std::ops::Range;

/// A fence line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fence {
    /// How many colons.
    pub colons: usize,
    /// What follows the colons; empty for a closing line.
    pub words: Range<usize>,
    /// The line, in bytes of the text, without its end.
    pub at: Range<usize>,
}

/// The text with fence lines replaced, and the fences in order.
pub(super) fn take_out(text: &str) -> (Cow<'_, str>, Vec<Fence>) {
    if memchr::memmem::find(text.as_bytes(), b":::").is_none() {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut fences = Vec::new();
    let mut code: Option<(char, usize)> = None;
    let mut in_comment = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        let inner = bare.trim_start_matches(' ');
        let indent = bare.len() - inner.len();
        if in_comment {
            in_comment = !bare.contains("-->");
        } else if let Some((mark, count)) = code {
            let run = inner.chars().take_while(|it| *it == mark).count();
            if indent < 4 && run >= count && inner.len() == run {
                code = None;
            }
        } else if indent < 4 {
            let first = inner.chars().next();
            let run = inner.chars().take_while(|it| Some(*it) == first).count();
            match first {
                Some(mark @ ('`' | '~')) if run >= 3 && (mark == '~' || !inner[run..].contains('`')) => {
                    code = Some((mark, run));
                }
                Some('<') if inner.starts_with("<!--") => in_comment = !inner.contains("-->"),
                Some(':') if run >= 3 => {
                    let words = &inner[run..];
                    let start = at + indent + run + (words.len() - words.trim_start().len());
                    let end = at
                        + indent
                        + run
                        + words
                            .trim_end_matches([' ', ':'])
                            .len()
                            .max(words.len() - words.trim_start().len());
                    fences.push(Fence {
                        colons: run,
                        words: start..end.max(start),
                        at: at + indent..at + bare.len(),
                    });
                }
                _ => {}
            }
        }
        at += line.len();
    }
    if fences.is_empty() {
        return (Cow::Borrowed(text), fences);
    }
    let mut out = text.to_owned();
    for fence in &fences {
        let length = fence.at.len();
        let stand_in = if length == 3 { "<?>".to_owned() } else { format!("<?{}?>", " ".repeat(length - 4)) };
        out.replace_range(fence.at.clone(), &stand_in);
    }
    (Cow::Owned(out), fences)
}

/// A fence's words taken apart: name, `#id`, `.class`, `key=value` pairs, and other words.
#[derive(Default, PartialEq, Eq, Debug)]
pub(super) struct Words {
    /// The first word.
    pub name: String,
    /// After `#`.
    pub id: Option<String>,
    /// Pairs in order, with the bytes of key and value.
    pub pairs: Vec<(String, String, Range<usize>)>,
    /// What is left, as one text: a box's title.
    pub rest: String,
    /// Where the rest stands.
    pub rest_at: Range<usize>,
    /// A curly quote that was meant as a straight one.
    pub curly: Option<Range<usize>>,
    /// A quote that is opened and not closed.
    pub unclosed: Option<Range<usize>>,
}

/// Takes apart the words of an opening fence. A box's words after its name are its title, whatever
/// they hold.
pub(super) fn words(text: &str, at: &Range<usize>) -> Words {
    let line = &text[at.clone()];
    let name_len = line.find(char::is_whitespace).unwrap_or(line.len());
    let mut out = Words { name: line[..name_len].to_owned(), rest_at: at.end..at.end, ..Words::default() };
    let rest = line[name_len..].trim_start();
    let rest_start = at.end - rest.len();
    if out.name == "box" {
        out.rest = rest.trim_end().to_owned();
        out.rest_at = rest_start..rest_start + out.rest.len();
        return out;
    }
    let mut position = rest_start;
    while position < at.end {
        let here = &text[position..at.end];
        let trimmed = here.trim_start();
        position += here.len() - trimmed.len();
        if trimmed.is_empty() {
            break;
        }
        let length = word_length(trimmed);
        let word = &trimmed[..length];
        let word_at = position..position + length;
        if let Some(id) = word.strip_prefix('#') {
            out.id = Some(id.to_owned());
        } else if let Some((key, value)) = word.split_once('=') {
            if value.starts_with(['“', '”', '„', '‘', '’']) {
                out.curly.get_or_insert(word_at.clone());
            }
            let quoted = value.strip_prefix('"');
            if quoted.is_some_and(|it| !it.ends_with('"') || it.is_empty()) {
                out.unclosed.get_or_insert(word_at.clone());
            }
            let value = quoted.map_or(value, |it| it.strip_suffix('"').unwrap_or(it));
            out.pairs.push((key.to_owned(), value.to_owned(), word_at.clone()));
        } else {
            if !out.rest.is_empty() {
                out.rest.push(' ');
            } else {
                out.rest_at.start = position;
            }
            out.rest.push_str(word);
            out.rest_at.end = word_at.end;
        }
        position = word_at.end;
    }
    out
}

/// The length of the word at the start of a text: to a space outside straight quotes.
fn word_length(text: &str) -> usize {
    let mut in_quotes = false;
    for (at, it) in text.char_indices() {
        match it {
            '"' => in_quotes = !in_quotes,
            it if it.is_whitespace() && !in_quotes => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_keep_their_length_and_code_is_left_alone() {
        let text = "a\n::: box T\nx\n:::\n```\n::: no\n```\n<!--\n::: no\n-->\n";
        let (out, fences) = take_out(text);
        assert_eq!(out.len(), text.len());
        assert_eq!(fences.len(), 2);
        assert_eq!(&text[fences[0].words.clone()], "box T");
        assert_eq!(&text[fences[1].words.clone()], "");
        assert!(out.contains("::: no"));
    }

    #[test]
    fn attributes_are_taken_apart() {
        let text = "figure #fig-a src=map.png alt=\"two words\" credit=\"x\"";
        let it = words(text, &(0..text.len()));
        assert_eq!(it.name, "figure");
        assert_eq!(it.id.as_deref(), Some("fig-a"));
        assert_eq!(it.pairs[1].1, "two words");
        let text = "figure alt=“x” b=\"open";
        let it = words(text, &(0..text.len()));
        assert!(it.curly.is_some() && it.unclosed.is_some());
    }
}
