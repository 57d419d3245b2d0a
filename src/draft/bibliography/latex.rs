//! LaTeX inside a field to plain text with the marks of CSL-JSON: accents, symbols, emphasis, raised
//! and lowered letters. What it does not know stays as it is written, and is told.
//!
//! Nothing is ever done: `\input` is a word like any other.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::symbols;

/// Arguments without braces can follow one another without end: `\'\'\'…`.
const DEPTH_MAX: usize = 120;

/// A text read from LaTeX.
#[derive(Default, Debug)]
pub(super) struct Plain {
    /// The text.
    pub text: String,
    /// Commands that are not known, by their place in what was read.
    pub unknown: Vec<Range<usize>>,
}

/// Reads a text. `marks` says whether emphasis becomes `<i>`, or nothing.
pub(super) fn plain(raw: &str, marks: bool) -> Plain {
    let mut reader =
        Reader { raw, at: 0, out: String::new(), unknown: Vec::new(), marks, is_math: false, depth: 0 };
    reader.group(false);
    while reader.at < raw.len() {
        // A closing brace too many.
        reader.at += 1;
        reader.group(false);
    }
    Plain { text: level(&reader.out), unknown: reader.unknown }
}

/// Reads what stands for itself: addresses, identifiers, paths.
pub(super) fn verbatim(raw: &str) -> String {
    let mut out = String::new();
    let mut rest = raw.trim().chars().peekable();
    while let Some(it) = rest.next() {
        match it {
            '{' | '}' => {}
            '\\' => match rest.peek() {
                // Better BibTeX escapes what LaTeX would take for a command, and biber has it back.
                Some(next) if "_%#&~$^{}\\".contains(*next) => out.extend(rest.next()),
                _ => out.push('\\'),
            },
            it => out.push(it),
        }
    }
    out.replace("\\textasciitilde", "~").trim().to_owned()
}

/// Parts of a text between separators that stand outside of braces. A separator of letters stands
/// between spaces, in large or small letters.
pub(super) fn split<'a>(raw: &'a str, separator: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut at) = (0_usize, 0, 0);
    let bytes = raw.as_bytes();
    let is_word = separator.bytes().all(|it| it.is_ascii_alphabetic());
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => {
                let end = at + separator.len();
                let is_gap = |it: Option<&u8>| it.is_none_or(u8::is_ascii_whitespace);
                let stands =
                    !is_word || is_gap(at.checked_sub(1).map(|it| &bytes[it])) && is_gap(bytes.get(end));
                if stands && raw.get(at..end).is_some_and(|it| it.eq_ignore_ascii_case(separator)) {
                    parts.push(raw[start..at].trim());
                    start = end;
                    at = end;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    parts.push(raw[start..].trim());
    parts
}

/// One space for many; a space that does not break stays.
fn level(text: &str) -> String {
    let text: String = text.nfc().filter(|it| !('\u{f8f0}'..='\u{f8ff}').contains(it)).collect();
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where reading stands.
struct Reader<'a> {
    /// What is read.
    raw: &'a str,
    /// The next byte.
    at: usize,
    /// What was read.
    out: String,
    /// See [`Plain::unknown`].
    unknown: Vec<Range<usize>>,
    /// Whether marks are made.
    marks: bool,
    /// Whether a dollar sign is open.
    is_math: bool,
    /// How many arguments hold this one.
    depth: usize,
}

impl Reader<'_> {
    /// The next character.
    fn next(&self) -> Option<char> {
        self.raw[self.at..].chars().next()
    }

    /// Goes past a text if it comes next.
    fn eat(&mut self, text: &str) -> bool {
        let is_next = self.raw[self.at..].starts_with(text);
        if is_next {
            self.at += text.len();
        }
        is_next
    }

    /// Goes past spaces.
    fn eat_spaces(&mut self) {
        let rest = &self.raw[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Reads to the end, or to the closing brace of a group, which is passed.
    fn group(&mut self, is_inner: bool) {
        let mut open: Vec<&str> = Vec::new();
        while let Some(it) = self.next() {
            match it {
                '}' => {
                    if is_inner {
                        self.at += 1;
                    }
                    break;
                }
                '{' => {
                    self.at += 1;
                    self.inside(Self::group_inner);
                }
                '\\' => self.command(&mut open),
                '$' => {
                    self.at += 1;
                    self.is_math = !self.is_math;
                }
                '^' | '_' if self.is_math => {
                    self.at += 1;
                    let mark = if it == '^' { "sup" } else { "sub" };
                    let words = self.argument();
                    self.push_marked(mark, &words);
                }
                '~' => self.put(1, "\u{a0}"),
                _ => self.plain(it),
            }
        }
        for mark in open.into_iter().rev() {
            self.out.push_str(&format!("</{mark}>"));
        }
    }

    /// A group, up to its brace.
    fn group_inner(&mut self) {
        self.group(true);
    }

    /// One level further in; too far in, the rest is taken as it stands.
    fn inside(&mut self, read: impl FnOnce(&mut Self)) {
        if self.depth >= DEPTH_MAX {
            self.out.push_str(&self.raw[self.at..]);
            self.at = self.raw.len();
            return;
        }
        self.depth += 1;
        read(self);
        self.depth -= 1;
    }

    /// Text, with the dashes and quotes that LaTeX makes of simple signs.
    fn plain(&mut self, it: char) {
        for (signs, made) in symbols::LIGATURES {
            if self.eat(signs) {
                self.out.push_str(made);
                return;
            }
        }
        self.put(it.len_utf8(), it.encode_utf8(&mut [0; 4]));
    }

    /// Goes past some bytes and adds a text.
    fn put(&mut self, bytes: usize, text: &str) {
        self.at += bytes;
        self.out.push_str(text);
    }

    /// Adds words in a mark.
    fn push_marked(&mut self, mark: &str, words: &str) {
        if self.marks && !mark.is_empty() && !words.trim().is_empty() {
            self.out.push_str(&format!("<{mark}>{words}</{mark}>"));
        } else {
            self.out.push_str(words);
        }
    }

    /// The next argument: a group, a command or a character.
    fn argument(&mut self) -> String {
        self.eat_spaces();
        let before = std::mem::take(&mut self.out);
        match self.next() {
            Some('{') => {
                self.at += 1;
                self.inside(Self::group_inner);
            }
            Some('\\') => self.inside(|it| it.command(&mut Vec::new())),
            Some('}') | None => {}
            Some(it) => self.put(it.len_utf8(), it.encode_utf8(&mut [0; 4])),
        }
        std::mem::replace(&mut self.out, before)
    }

    /// A command; `open` are the marks to close at the group's end.
    fn command(&mut self, open: &mut Vec<&'static str>) {
        let start = self.at;
        self.at += 1;
        let rest = &self.raw[self.at..];
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters == 0 {
            let Some(sign) = rest.chars().next() else { return self.out.push('\\') };
            self.at += sign.len_utf8();
            return self.sign(sign);
        }
        let name = &rest[..letters];
        self.at += letters;
        if let Some(accent) = symbols::accent(name) {
            return self.accent(accent);
        }
        if let Some(symbol) = symbols::symbol(name) {
            self.eat_spaces();
            self.eat("{}");
            return self.out.push_str(symbol);
        }
        if let Some(mark) = symbols::switch(name) {
            self.eat_spaces();
            if self.marks && !mark.is_empty() {
                open.push(mark);
                self.out.push_str(&format!("<{mark}>"));
            }
            return;
        }
        if let Some((mark, skipped)) = symbols::wrapper(name) {
            for _ in 0..skipped {
                self.argument();
            }
            let words = self.argument();
            match mark {
                "“" => self.out.push_str(&format!("“{words}”")),
                mark => self.push_marked(mark, &words),
            }
            return;
        }
        self.unknown.push(start..self.at);
        self.out.push_str(&self.raw[start..self.at]);
        while self.next() == Some('{') {
            // Its arguments stay as they stand.
            let end = self.group_end();
            self.out.push_str(&self.raw[self.at..end]);
            self.at = end;
        }
    }

    /// Where the group that begins here ends.
    fn group_end(&self) -> usize {
        let mut depth = 0_usize;
        for (at, byte) in self.raw.bytes().enumerate().skip(self.at) {
            match byte {
                b'{' => depth += 1,
                b'}' if depth <= 1 => return at + 1,
                b'}' => depth -= 1,
                _ => {}
            }
        }
        self.raw.len()
    }

    /// A command of one sign.
    fn sign(&mut self, sign: char) {
        if let Some(accent) = symbols::accent(sign.encode_utf8(&mut [0; 4])) {
            return self.accent(accent);
        }
        match sign {
            '-' | '/' | '@' | '!' | '(' | ')' | '[' | ']' => {}
            ',' | ';' | ':' => self.out.push('\u{202f}'),
            '\\' | ' ' | '\n' | '\t' => self.out.push(' '),
            it => self.out.push(it),
        }
    }

    /// An accent over the first letter of its argument.
    fn accent(&mut self, accent: char) {
        let argument = self.argument();
        let mut letters = argument.chars();
        let base = match letters.next() {
            // Dotless letters were wanted only to make room for the accent.
            Some('ı') => 'i',
            Some('ȷ') => 'j',
            Some(it) => it,
            None => return self.out.push_str(symbols::bare(accent)),
        };
        self.out.push(base);
        self.out.push(accent);
        self.out.push_str(letters.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_symbols_and_marks() {
        for (raw, wanted) in [
            (r"{\'E}tude {\o}re \c{c}a \v{S}koda {\ss} \aa", "Étude øre ça Škoda ß å"),
            (r#"G{\"o}del, \'{\i}, \'\i, {\'{e}}"#, "Gödel, í, í, é"),
            (r"``Quoted'' --- 1--2 don't `a'", "“Quoted” — 1–2 don’t ‘a’"),
            (r"\emph{Homo} and {\em sapiens} {\itshape x}", "<i>Homo</i> and <i>sapiens</i> <i>x</i>"),
            (r"H\textsubscript{2}O, CO$_2$, m$^{2}$", "H<sub>2</sub>O, CO<sub>2</sub>, m<sup>2</sup>"),
            (r"50\% of \$3 \& \#1 a\_b {{BIG}}~x", "50% of $3 & #1 a_b BIG\u{a0}x"),
            (r"\enquote{a} \mkbibemph{b} \href{http://x}{c} \noopsort{zz}d", "“a” <i>b</i> c d"),
            (r"$\alpha$-decay \textendash\ x \LaTeX{} y", "α-decay – x LaTeX y"),
        ] {
            let it = plain(raw, true);
            assert_eq!((it.text.as_str(), it.unknown.len()), (wanted, 0), "{raw}");
        }
        assert_eq!(plain(r"\emph{a}", false).text, "a");
    }

    #[test]
    fn unknown_commands_stay_and_are_told() {
        let it = plain(r"See \input{/etc/passwd} now", true);
        assert_eq!(it.text, r"See \input{/etc/passwd} now");
        assert_eq!(it.unknown.first(), Some(&(4..10)));
    }

    #[test]
    fn hostile_text_ends() {
        for piece in ["\\'", "\\emph", "$^", "{", "}", "\\", "\\'{", "\\input{"] {
            plain(&piece.repeat(20_000 / piece.len()), true);
        }
    }

    #[test]
    fn lists_are_parted_outside_of_braces() {
        assert_eq!(split("A and {B and C} AND D", "and"), ["A", "{B and C}", "D"]);
        assert_eq!(split("Land, {x, y}, ", ","), ["Land", "{x, y}", ""]);
        assert_eq!(verbatim(r"https://x.org/a\_b\%20{c}"), "https://x.org/a_b%20c");
    }
}
