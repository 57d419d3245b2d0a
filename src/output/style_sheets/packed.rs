//! A style sheet without what only its author needs: comments, and white space that means nothing
//! (CSS Syntax Level 3, section 4). Nothing else is changed: names, numbers, order and strings stay as written.

use cssparser::{ParseError, Parser, Token};

/// The sheet in fewer bytes; as it was where it is not well formed to the end.
pub(in crate::output) fn packed(css: &str) -> String {
    let mut out = Packing { css, out: String::with_capacity(css.len()), gap: Gap::None };
    match out.block(&mut Parser::new(css)) {
        Some(()) => out.out,
        None => css.to_owned(),
    }
}

/// What stood between two tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Nothing.
    None,
    /// A comment: it parts tokens.
    Comment,
    /// White space, perhaps with comments.
    Space,
}

/// A sheet that is being packed.
struct Packing<'c> {
    /// As written.
    css: &'c str,
    /// What has come of it.
    out: String,
    /// What stood since the last token.
    gap: Gap,
}

impl Packing<'_> {
    /// Everything to the end of a block; `None` if it is not well formed.
    fn block(&mut self, parser: &mut Parser<'_>) -> Option<()> {
        loop {
            let start = parser.position().byte_index();
            let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return Some(()) };
            match &token {
                Token::WhiteSpace(_) => self.gap = Gap::Space,
                Token::Comment(_) if self.gap == Gap::None => self.gap = Gap::Comment,
                Token::Comment(_) => {}
                Token::BadString(_) | Token::BadUrl(_) | Token::CDO | Token::CDC => return None,
                Token::CloseCurlyBracket | Token::CloseParenthesis | Token::CloseSquareBracket => {
                    return None;
                }
                Token::Function(_)
                | Token::ParenthesisBlock
                | Token::SquareBracketBlock
                | Token::CurlyBracketBlock => {
                    self.token(&self.css[start..parser.position().byte_index()]);
                    let mut is_sound = false;
                    let inside = parser.parse_nested_block(|inside| {
                        is_sound = self.block(inside).is_some();
                        Ok::<(), ParseError<()>>(())
                    });
                    // Blocks nested deeper than the parser goes are an error of its own.
                    inside.ok().filter(|()| is_sound)?;
                    let end = parser.position().byte_index();
                    let close = self.css.get(end.checked_sub(1)?..end)?;
                    if !matches!(close, "}" | ")" | "]") {
                        return None;
                    }
                    self.token(close);
                }
                _ => self.token(&self.css[start..parser.position().byte_index()]),
            }
        }
    }

    /// A token, after as much of the gap as it needs.
    fn token(&mut self, text: &str) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        let before = self.out.chars().next_back();
        let next = text.chars().next();
        let parts_by_itself = |it: Option<char>| matches!(it, None | Some('{' | '}' | ';' | ','));
        // White space after a colon means nothing; before one it parts a selector from its descendants.
        let is_idle = parts_by_itself(before)
            || parts_by_itself(next)
            || matches!(before, Some(':' | '(' | '['))
            || matches!(next, Some(')' | ']'));
        if text == "}" && before == Some(';') {
            self.out.pop();
        }
        match gap {
            Gap::Space if !is_idle => self.out.push(' '),
            Gap::Comment if !is_idle => self.out.push_str("/**/"),
            _ => {}
        }
        self.out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::packed;

    #[test]
    fn only_what_means_nothing_goes() {
        for (css, expected) in [
            ("a { color : red ; }\n\n/* x */ b > c { margin: 0 auto; }", "a{color :red}b > c{margin:0 auto}"),
            ("a :hover, a:hover { x: calc( 1px + 2px ) }", "a :hover,a:hover{x:calc(1px + 2px)}"),
            (
                "@media screen and (min-width: 64rem) { a { b: c } }",
                "@media screen and (min-width:64rem){a{b:c}}",
            ),
            (
                "@charset \"utf-8\"; a { content: \"a  ;  b /* c */\" }",
                "@charset \"utf-8\";a{content:\"a  ;  b /* c */\"}",
            ),
            ("a/**/b { c: d/**/e }", "a/**/b{c:d/**/e}"),
            ("a { --x: ; --y: { b: c } }", "a{--x:;--y:{b:c}}"),
            ("a { background: url( x.png ) }", "a{background:url( x.png )}"),
            ("a[ href ] { b: c !important }", "a[href]{b:c !important}"),
            ("a::before { content: \"\\201C\" }", "a::before{content:\"\\201C\"}"),
            ("U+20-7E , U+A0", "U+20-7E,U+A0"),
        ] {
            assert_eq!(packed(css), expected);
            assert_eq!(packed(expected), expected);
        }
    }

    #[test]
    fn what_is_not_well_formed_stays_as_it_is() {
        for css in ["a { b: c", "a { b: 'x\n }", "a } b", "a { url(a\"b) }", "<!-- a { } -->", "a { b: (c }"]
        {
            assert_eq!(packed(css), css);
        }
    }
}
