//! Quotes, dashes and apostrophes as a language sets them. Works on text, never on code.

/// Quotes of a language: double open and close, single open and close.
/// Unicode CLDR 45, `characters/delimiters`, save where a house style is firmer.
fn quotes(lang: &str) -> [&'static str; 4] {
    let primary = lang.split('-').next().unwrap_or_default();
    match primary {
        "de" | "cs" | "sk" | "sl" | "is" | "lb" => ["„", "“", "‚", "‘"],
        "et" | "lt" | "bg" | "ka" => ["„", "“", "‚", "‘"],
        "pl" | "ro" | "hu" | "hr" | "nl" if primary != "nl" => ["„", "”", "‚", "’"],
        "lv" => ["“", "”", "‘", "’"],
        "fr" if lang.eq_ignore_ascii_case("fr-CH") => ["«", "»", "‹", "›"],
        "fr" => ["«\u{a0}", "\u{a0}»", "“", "”"],
        "ru" | "uk" | "be" | "hy" => ["«", "»", "„", "“"],
        "es" | "it" | "pt" | "el" | "nb" | "no" | "nn" => ["«", "»", "“", "”"],
        "fi" | "sv" => ["”", "”", "’", "’"],
        "da" => ["”", "”", "’", "’"],
        "ja" | "zh" if primary == "ja" => ["「", "」", "『", "』"],
        _ => ["“", "”", "‘", "’"],
    }
}

/// Sets text; remembers what came before it in the same paragraph.
pub(super) struct Setter {
    /// The language's quotes.
    quotes: [&'static str; 4],
    /// The last character set; `None` at a paragraph's start.
    before: Option<char>,
    /// How many single quotes are open.
    singles: u32,
}

impl Setter {
    /// For a language.
    pub fn new(lang: &str) -> Setter {
        Setter { quotes: quotes(lang), before: None, singles: 0 }
    }

    /// A new paragraph begins.
    pub fn restart(&mut self) {
        self.before = None;
        self.singles = 0;
    }

    /// Something that is not text stands here; a quote after it closes.
    pub fn skip(&mut self, last: char) {
        self.before = Some(last);
    }

    /// Sets a text. The first character stays as it is if the author escaped it.
    pub fn set(&mut self, text: &str, first_is_escaped: bool, out: &mut String) {
        let mut rest = text;
        if first_is_escaped && let Some(it) = rest.chars().next() {
            out.push(it);
            self.before = Some(it);
            rest = &rest[it.len_utf8()..];
        }
        // Most of a text has nothing to set, and is copied in long pieces.
        while let Some(at) = rest.bytes().position(|it| matches!(it, b'"' | b'\'' | b'-' | b'.')) {
            self.copy(&rest[..at], out);
            let sign = rest.as_bytes()[at] as char;
            let count = rest[at..].bytes().take_while(|it| *it == sign as u8).count();
            let taken = match sign {
                '-' => count.min(3),
                '.' => count,
                _ => 1,
            };
            let after = &rest[at + taken..];
            match (sign, taken) {
                ('"', _) => out.push_str(self.quotes[usize::from(!self.opens())]),
                ('\'', _) => self.single(after.chars().next(), out),
                ('-', 2) => out.push('–'),
                ('-', 3) => out.push('—'),
                ('.', 3) => out.push('…'),
                _ => out.push_str(&rest[at..at + taken]),
            }
            self.before = Some(if sign == '-' && taken > 1 { '–' } else { sign });
            rest = after;
        }
        self.copy(rest, out);
    }

    /// Sets what stays as it is.
    fn copy(&mut self, text: &str, out: &mut String) {
        out.push_str(text);
        self.pass(text);
    }

    /// Text was set elsewhere as it is.
    pub fn pass(&mut self, text: &str) {
        self.before = text.chars().next_back().or(self.before);
    }

    /// Whether a quote here opens: at the start, after a space, a bracket, a dash or a quote that
    /// opened.
    fn opens(&self) -> bool {
        self.before.is_none_or(|it| it.is_whitespace() || "([{–—-/".contains(it) || "“‘„‚«‹「『".contains(it))
    }

    /// A single quote: an apostrophe inside or before a word's loss, else a quotation mark.
    fn single(&mut self, next: Option<char>, out: &mut String) {
        let after_word = self.before.is_some_and(char::is_alphanumeric);
        let before_word = next.is_some_and(char::is_alphanumeric);
        if after_word && before_word || next.is_some_and(|it| it.is_ascii_digit()) {
            out.push('’');
        } else if self.opens() && next.is_some_and(|it| !it.is_whitespace()) {
            self.singles += 1;
            out.push_str(self.quotes[2]);
        } else if self.singles > 0 {
            self.singles -= 1;
            out.push_str(self.quotes[3]);
        } else {
            out.push('’');
        }
    }
}

/// A short text on its own, such as a title.
pub fn set(text: &str, lang: &str) -> String {
    let mut out = String::with_capacity(text.len());
    Setter::new(lang).set(text, false, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::set;

    #[test]
    fn english_and_german() {
        assert_eq!(
            set("\"It's 'so',\" he said -- in the '90s...", "en"),
            "“It’s ‘so’,” he said – in the ’90s…"
        );
        assert_eq!(set("\"Das ist's\", sagt 'er'", "de"), "„Das ist’s“, sagt ‚er‘");
        assert_eq!(set("the states' rights", "en"), "the states’ rights");
        assert_eq!(set("\"да\"", "ru"), "«да»");
        assert_eq!(set("1--2 and a---b", "en"), "1–2 and a—b");
    }
}
