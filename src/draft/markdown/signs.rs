//! What a stretch of text has that someone must look at, found in one pass over its bytes.
//!
//! Most stretches have none of it: they are counted and copied. Looking for each sign by itself took a third of the
//! time of reading a plain brief; asking of many bytes at once whether any may be a sign, and of few which it is, takes
//! two instructions a byte.

/// `[`, which may begin a note that is not there.
const BRACKET: u8 = 1;
/// `@`, which may begin a citation.
const AT: u8 = 2;
/// `~` or `^`, which may lower or raise letters.
const RAISED: u8 = 4;
/// A straight quotation mark, or `-` or `.` twice: a language sets them otherwise than they are typed.
const SET: u8 = 8;
/// A byte of a sign beyond ASCII.
const BEYOND: u8 = 16;
/// A mark of HTML (WHATWG HTML Standard, 13.3, "escaping a string"), and `'`, which may end an attribute.
const MARKUP: u8 = 32;

/// How many bytes are looked at together.
const MANY: usize = 32;

/// What a text has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signs {
    /// How many words.
    pub words: usize,
    /// Which signs, joined.
    found: u8,
}

/// Whether a byte is white space (WHATWG Infra Standard, "ASCII whitespace").
fn is_space(it: u8) -> bool {
    matches!(it, b' ' | b'\n' | b'\t' | b'\r' | 0xc)
}

/// Which signs a byte is, after the one before it.
fn sign(before: u8, it: u8) -> u8 {
    match it {
        b'[' => BRACKET,
        b'@' => AT,
        b'~' | b'^' => RAISED,
        b'"' | b'\'' => SET | MARKUP,
        b'-' | b'.' if it == before => SET,
        b'&' | b'<' | b'>' => MARKUP,
        0x80.. => BEYOND,
        _ => 0,
    }
}

/// How many words begin in a chunk whose only white space are spaces, and whether it must be looked at byte by byte: it
/// has signs, bytes that look like some, or other white space. There is no branch in it, so many bytes are compared at
/// once.
fn glance(before: &[u8; MANY], chunk: &[u8; MANY]) -> (u8, bool) {
    let (mut words, mut beyond, mut any) = (0, 0, before[0] < 0x20);
    for (before, it) in before.iter().zip(chunk) {
        words += u8::from((*before == b' ') & (*it != b' '));
        beyond |= it;
        // `"`, `#`, `&`, `'`; `Z`, `[`, `^`, `_`; `<`, `>`; then `,`, `-`, `.`, `/` twice; then controls.
        any |=
            (it & 0xfa == 0x22) | (it & 0xfa == 0x5a) | (it & 0xfd == 0x3c) | (*it == b'@') | (*it == b'~');
        any |= (it == before) & (it | 3 == 0x2f);
        any |= *it < 0x20;
    }
    (words, any | (beyond >= 0x80))
}

impl Signs {
    /// Looks at a text.
    pub fn of(text: &str) -> Signs {
        let bytes = text.as_bytes();
        let Some(&first) = bytes.first() else { return Signs { words: 0, found: 0 } };
        let mut signs = Signs { words: usize::from(!is_space(first)), found: sign(b' ', first) };
        // Each chunk beside that which begins one byte before it.
        let ends = bytes[..bytes.len() - 1].as_chunks::<MANY>();
        let (chunks, rest) = bytes[1..].as_chunks::<MANY>();
        for (before, chunk) in ends.0.iter().zip(chunks) {
            signs.look(before, chunk);
        }
        if !rest.is_empty() {
            // Spaces begin no word and are no sign, so they may fill up the end.
            let (mut before, mut end) = ([b' '; MANY], [b' '; MANY]);
            before[..rest.len()].copy_from_slice(ends.1);
            end[..rest.len()].copy_from_slice(rest);
            signs.look(&before, &end);
        }
        if signs.found & BEYOND != 0 {
            signs.words = text.split_whitespace().count();
        }
        signs
    }

    /// Adds what a chunk has, beside that which begins one byte before it.
    fn look(&mut self, before: &[u8; MANY], chunk: &[u8; MANY]) {
        let (words, any) = glance(before, chunk);
        if !any {
            self.words += usize::from(words);
            return;
        }
        for (before, it) in before.iter().zip(chunk) {
            self.words += usize::from(is_space(*before) & !is_space(*it));
            self.found |= sign(*before, *it);
        }
    }

    /// Whether nothing of it is markup in HTML.
    pub fn is_bare(self) -> bool {
        self.found & MARKUP == 0
    }

    /// Whether it has an opening bracket.
    pub fn has_bracket(self) -> bool {
        self.found & BRACKET != 0
    }

    /// Whether it has an `@`.
    pub fn has_at(self) -> bool {
        self.found & AT != 0
    }

    /// Whether it has a mark that raises or lowers letters.
    pub fn has_raised(self) -> bool {
        self.found & RAISED != 0
    }

    /// Whether its language sets something of it otherwise than it is typed: quotes, dashes, dots.
    pub fn is_set(self) -> bool {
        self.found & SET != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_alike_with_and_without_other_letters() {
        let long = "a few words,  and\tmore of them\n".repeat(9);
        let short =
            ["", " ", "a", " a", "a ", "a b", "  a\t b\nc  ", "one-two, three.", "\u{b}x \u{c}y", "a [b c"];
        for text in short.into_iter().chain([&*long]) {
            for before in [0, 1, 29, 30, 31, 32, 33, 64] {
                let text = format!("{}{text}", "x ".repeat(before));
                assert_eq!(Signs::of(&text).words, text.split_ascii_whitespace().count(), "{text:?}");
            }
        }
        assert_eq!(Signs::of("Śnieg  i lód").words, 3);
    }

    fn has_markup(it: Signs) -> bool {
        !it.is_bare()
    }

    #[test]
    fn each_sign_is_seen_wherever_it_stands() {
        for (sign, has) in [
            ("[", Signs::has_bracket as fn(Signs) -> bool),
            ("@", Signs::has_at),
            ("~", Signs::has_raised),
            ("^", Signs::has_raised),
            ("\"", Signs::is_set),
            ("'", Signs::is_set),
            ("--", Signs::is_set),
            ("...", Signs::is_set),
            ("<", has_markup),
            (">", has_markup),
            ("&", has_markup),
            ("\"", has_markup),
            ("'", has_markup),
        ] {
            let long = |before: usize| format!("{}{sign}{}", "a".repeat(before), "b".repeat(60));
            for text in
                [sign.to_owned(), format!("{sign}é"), format!("a {sign} b"), long(30), long(31), long(32)]
            {
                assert!(has(Signs::of(&text)), "{text:?}");
            }
        }
        let none = Signs::of("A plain - not-so-plain. Sentence, é(1) -x. #");
        assert!(!none.has_bracket() && !none.has_at() && !none.has_raised() && !none.is_set());
        assert!(none.is_bare());
    }
}
