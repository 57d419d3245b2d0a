//! What a theme's style sheet points to: fonts, pictures, other sheets. Authors of themes name the files
//! as they lie in the theme; what is published has names with fingerprints.

mod packed;

use std::ops::Range;

use cssparser::{ParseError, Parser, Token};

use crate::words::address::{escape_path, unescape_path};
pub(super) use packed::packed;

/// Functions whose strings are addresses.
const FUNCTIONS: [&str; 4] = ["url", "src", "image-set", "-webkit-image-set"];

/// A place of a style sheet that names a file of the theme.
pub(super) struct Reference {
    /// Its bytes in the sheet, quotes included.
    pub(super) at: Range<usize>,
    /// The file, by its path from the sheet's folder.
    path: String,
    /// What follows: `#id`, `?x`.
    rest: String,
    /// Whether it stands in `url(…)` without quotes; then those are its bytes.
    is_bare: bool,
}

impl Reference {
    /// The path of the file that is named, from the top of the theme's assets; `None` if it lies outside.
    pub(super) fn name(&self, sheet: &str) -> Option<String> {
        let mut parts: Vec<&str> = sheet.split('/').collect();
        parts.pop();
        for part in self.path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                it => parts.push(it),
            }
        }
        Some(parts.join("/"))
    }

    /// What stands in its place, when the file is published at a path; both from the top of the site.
    pub(super) fn text(&self, sheet: &str, published: &str) -> String {
        let from: Vec<&str> = sheet.split('/').collect();
        let to: Vec<&str> = published.split('/').collect();
        let folders = from.len() - 1;
        let shared = from[..folders].iter().zip(&to).take_while(|(a, b)| a == b).count();
        let path = format!("{}{}", "../".repeat(folders - shared), to[shared..].join("/"));
        let quoted = format!("\"{}{}\"", escape_path(&path), self.rest.replace(['"', '\\', '\n'], ""));
        if self.is_bare { format!("url({quoted})") } else { quoted }
    }
}

/// What a style sheet points to, in order. Data, other sites and places in the page itself are left out.
pub(super) fn references(css: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    walk(&mut Parser::new(css), false, &mut found);
    found
}

/// Walks through tokens; `is_link` tells that strings are addresses here.
fn walk(parser: &mut Parser<'_>, is_link: bool, found: &mut Vec<Reference>) {
    let mut after_import = false;
    loop {
        let start = parser.position().byte_index();
        let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return };
        let at = start..parser.position().byte_index();
        let was_import = after_import;
        match &token {
            Token::WhiteSpace(_) | Token::Comment(_) => continue,
            Token::UnquotedUrl(it) => found.extend(reference(it, at, true)),
            Token::QuotedString(it) if is_link || was_import => found.extend(reference(it, at, false)),
            Token::Function(_)
            | Token::ParenthesisBlock
            | Token::SquareBracketBlock
            | Token::CurlyBracketBlock => {
                let is_link = matches!(&token, Token::Function(it) if FUNCTIONS.iter().any(|known| it.eq_ignore_ascii_case(known)));
                let inside = parser.parse_nested_block(|inside| {
                    walk(inside, is_link, found);
                    Ok::<(), ParseError<()>>(())
                });
                // Blocks nested deeper than the parser goes are walked as if they were none.
                inside.ok();
            }
            _ => {}
        }
        after_import = matches!(&token, Token::AtKeyword(it) if it.eq_ignore_ascii_case("import"));
    }
}

/// A reference to a file of the theme; nothing if it leads elsewhere.
fn reference(address: &str, at: Range<usize>, is_bare: bool) -> Option<Reference> {
    let address = address.trim();
    let cut = address.find(['?', '#']).unwrap_or(address.len());
    let (path, rest) = address.split_at(cut);
    let has_scheme = path.split_once(':').is_some_and(|it| !it.0.contains('/'));
    if path.is_empty() || path.starts_with('/') || has_scheme {
        return None;
    }
    Some(Reference { at, path: unescape_path(path), rest: rest.to_owned(), is_bare })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_wherever_css_names_them() {
        let css = "@charset \"utf-8\"; @import 'base.css' screen; @import url(print.css);\n\
            @namespace svg url(http://www.w3.org/2000/svg);\n\
            /* url(no.png) */ a::before { content: \"url(no.png)\"; background: URL( \"a b.png\" ) }\n\
            @media print { p { background: image-set(\"x.png\" type(\"image/png\") 1x, url(y.png?v#f) 2x) } }\n\
            @font-face { src: local(\"Arial\"), url('f/x.woff2') format(\"woff2\") }\n\
            b { background: url(data:image/png;base64,AA==), url(https://example.org/x.png), url(//x/y.png), url(/z.png), url(#id), url(\"\") }";
        let found: Vec<(String, &str)> =
            references(css).into_iter().map(|it| (it.path.clone() + &it.rest, &css[it.at])).collect();
        let expected = [
            ("base.css", "'base.css'"),
            ("print.css", "url(print.css)"),
            ("a b.png", "\"a b.png\""),
            ("x.png", "\"x.png\""),
            ("y.png?v#f", "url(y.png?v#f)"),
            ("f/x.woff2", "'f/x.woff2'"),
        ];
        assert_eq!(found, expected.map(|(path, text)| (path.to_owned(), text)));
    }

    #[test]
    fn paths_are_those_from_the_sheet() {
        let one = &references("a{b:url(../f/x.woff2#i)}")[0];
        assert_eq!(one.name("css/a.css").as_deref(), Some("f/x.woff2"));
        assert_eq!(one.name("a.css"), None);
        assert_eq!(one.text("assets/css/a.css", "assets/f/x.1.woff2"), "url(\"../f/x.1.woff2#i\")");
        let other = &references("@import \"x.css\"")[0];
        assert_eq!(other.text("assets/a.css", "assets/x.1.css"), "\"x.1.css\"");
    }

    #[test]
    fn what_is_no_css_harms_nobody() {
        for css in ["url(", "a{b:url('x", &"(".repeat(100_000), &"a{".repeat(50_000), "}}})]", "url(a\"b)"] {
            references(css);
        }
    }
}
