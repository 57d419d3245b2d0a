//! What a stretch of text has that someone must look at, found in one pass over its bytes.
//!
//! Most stretches have none of it: they are counted and copied. Looking for each sign by itself took a third of the
//! time of reading a plain brief.

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
    (it == b' ') | (it == b'\n') | (it == b'\t') | (it == b'\r') | (it == 0xc)
}

/// What a byte is, after the one before it: 1 if a word begins, and signs. There is no branch in it, so many bytes are
/// compared at once.
fn look(before: u8, it: u8) -> (u8, u8) {
    let begins = u8::from(is_space(before) & !is_space(it));
    let is_set = (it == b'"') | (it == b'\'') | ((it == before) & ((it == b'-') | (it == b'.')));
    let sign = |is: bool, sign: u8| u8::from(is) * sign;
    let found = sign(it == b'[', BRACKET)
        | sign(it == b'@', AT)
        | sign((it == b'~') | (it == b'^'), RAISED)
        | sign(is_set, SET)
        | sign(it >= 0x80, BEYOND);
    (begins, found)
}

impl Signs {
    /// Looks at a text.
    pub fn of(text: &str) -> Signs {
        let (mut words, mut found, mut last) = (0, 0, b' ');
        let (chunks, rest) = text.as_bytes().as_chunks::<MANY>();
        // Spaces begin no word and are no sign, so they may fill up the end.
        let mut end = [b' '; MANY];
        end[..rest.len()].copy_from_slice(rest);
        for chunk in chunks.iter().chain([&end]) {
            let mut before = [last; MANY];
            before[1..].copy_from_slice(&chunk[..MANY - 1]);
            let (mut begun, mut all) = (0, 0);
            for (before, it) in before.iter().zip(chunk) {
                let (begins, signs) = look(*before, *it);
                begun += begins;
                all |= signs;
            }
            found |= all;
            words += usize::from(begun);
            last = chunk[MANY - 1];
        }
        if found & BEYOND != 0 {
            words = text.split_whitespace().count();
        }
        Signs { words, found }
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
        for text in
            [&long, "", " ", "a", " a", "a ", "a b", "  a\t b\nc  ", "one-two, three.", "\u{b}x \u{c}y"]
        {
            assert_eq!(Signs::of(text).words, text.split_ascii_whitespace().count(), "{text:?}");
        }
        assert_eq!(Signs::of("Śnieg  i lód").words, 3);
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
    }
}
