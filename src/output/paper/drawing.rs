//! Charts of the page as drawings for paper: the same SVG with a style of its own, since what a page's style
//! sheet says of them does not reach here.

use std::collections::BTreeMap;

use crate::output::prose::escape;

/// A chart that is being read from the text of a page.
#[derive(Default)]
pub struct Drawing {
    /// Its elements.
    out: String,
    /// What it shows, in words.
    pub alt: String,
    /// All signs in it.
    pub signs: String,
    /// How many `svg` elements are open.
    depth: usize,
}

impl Drawing {
    /// An element begins.
    pub fn start<'a>(&mut self, name: &str, told: impl Iterator<Item = (&'a str, &'a str)>, is_closed: bool) {
        self.depth += usize::from(name == "svg" && !is_closed);
        self.out.push('<');
        self.out.push_str(name);
        if self.out.len() == name.len() + 1 {
            self.out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
        }
        for (key, text) in told {
            match key {
                "aria-label" => self.alt = text.to_owned(),
                "role" | "xmlns" => {}
                _ => {
                    // Names of attributes come from the page in small letters.
                    let key = if key == "viewbox" { "viewBox" } else { key };
                    self.out.push_str(&format!(" {key}=\"{}\"", escape(text)));
                }
            }
        }
        self.out.push_str(if is_closed { "/>" } else { ">" });
    }

    /// Words.
    pub fn text(&mut self, text: &str) {
        self.signs.push_str(text);
        self.out.push_str(&escape(text));
    }

    /// An element ends; whether that was the whole.
    pub fn end(&mut self, name: &str) -> bool {
        self.depth -= usize::from(name == "svg");
        self.out.push_str(&format!("</{name}>"));
        self.depth == 0
    }

    /// The drawing, without a style yet.
    pub fn finish(self) -> (String, String, String) {
        (self.out, self.alt, self.signs)
    }
}

/// A drawing with its style: the theme's, in which tokens have their values for light pages.
pub fn dressed(drawing: &str, style: &str, tokens: &BTreeMap<String, String>) -> Vec<u8> {
    let mut css = String::new();
    let mut rest = style;
    while let Some((before, after)) = rest.split_once("var(--") {
        css.push_str(before);
        let (name, after) = after.split_once(')').unwrap_or((after, ""));
        css.push_str(tokens.get(name.trim()).map_or("currentColor", String::as_str));
        rest = after;
    }
    css.push_str(rest);
    let at = drawing.find('>').map_or(0, |it| it + 1);
    format!("{}<style>{}</style>{}", &drawing[..at], escape(&css), &drawing[at..]).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_get_their_values_and_nothing_breaks_out() {
        let tokens =
            BTreeMap::from([("ink".to_owned(), "#123456".to_owned()), ("x".into(), "</style>".into())]);
        let made = dressed(
            "<svg a=\"b\"><g></g></svg>",
            ".a { fill: var(--ink); stroke: var(--no) } .b { c: var(--x) }",
            &tokens,
        );
        assert_eq!(
            String::from_utf8(made).unwrap(),
            "<svg a=\"b\"><style>.a { fill: #123456; stroke: currentColor } .b { c: &lt;/style&gt; }</style><g></g></svg>"
        );
    }
}
