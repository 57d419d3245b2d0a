//! The pages that the server makes itself, and the one element that it adds to those of the site.

use axum::body::Bytes;

use crate::report::print::{Format, Terminal, message};
use crate::report::{Diagnostic, Excerpts};

/// Below this path stands what belongs to the server; no address of a site starts with a hyphen.
pub(super) const OWN: &str = "-brief/";

/// The policy of the server's own pages, the same as that of a published one.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// A file of the server's own, with its type.
pub(super) fn own_file(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "watch.js" => Some((include_str!("page/watch.js"), "text/javascript; charset=utf-8")),
        "watch.css" => Some((include_str!("page/watch.css"), "text/css; charset=utf-8")),
        _ => None,
    }
}

/// What the added element tells its script.
#[derive(Clone, Copy)]
pub(super) enum Standing<'a> {
    /// The page is part of the site.
    There,
    /// It is not, and was not since watching began.
    Missing,
    /// It was, and left the site.
    Left,
    /// It was, and stands now at this address.
    Moved(&'a str),
}

/// The page with one element more, just before its body ends. Nothing else is ever added, so that
/// what is shown without it is what would be published.
pub(super) fn with_script(html: &[u8], build: &str, standing: Standing<'_>) -> Bytes {
    const END: &[u8] = b"</body>";
    let at = html.windows(END.len()).rposition(|it| it.eq_ignore_ascii_case(END)).unwrap_or(html.len());
    let standing = match standing {
        Standing::There => String::new(),
        Standing::Missing => " data-gone=\"missing\"".to_owned(),
        Standing::Left => " data-gone=\"left\"".to_owned(),
        Standing::Moved(to) => format!(" data-gone=\"moved\" data-to=\"{}\"", escape(to)),
    };
    let script = format!("<script src=\"/{OWN}watch.js\" data-build=\"{build}\"{standing}></script>");
    [&html[..at], script.as_bytes(), &html[at..]].concat().into()
}

/// A page that says something short: that there is no site yet, or no such page.
pub(super) fn plain(title: &str, text: &str) -> Vec<u8> {
    framed(title, &format!("<p>{}</p>", escape(text)))
}

/// A page that could not be made, with the mistakes that stand in the way.
pub(super) fn mistakes(said: &[Diagnostic], excerpts: &Excerpts) -> Vec<u8> {
    let shown: String = said
        .iter()
        .map(|it| message(it, excerpts, Format::Human, Terminal::default()))
        .map(|it| format!("<pre>{}</pre>", escape(&it)))
        .collect();
    framed("This page cannot be made yet", &shown)
}

/// The frame of the server's own pages.
fn framed(title: &str, body: &str) -> Vec<u8> {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/{OWN}watch.css\"></head>\
         <body class=\"own\"><main><h1>{title}</h1>{body}</main></body></html>\n"
    )
    .into_bytes()
}

/// Text as HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page as text.
    fn scripted(html: &str) -> String {
        String::from_utf8(with_script(html.as_bytes(), "7", Standing::There).to_vec()).unwrap()
    }

    #[test]
    fn one_element_is_added_and_nothing_else() {
        const ELEMENT: &str = "<script src=\"/-brief/watch.js\" data-build=\"7\"></script>";
        for html in ["<body>x</body></html>", "<BODY>x</BODY>", "x", "", "<code></body></code></body>"] {
            let page = scripted(html);
            assert_eq!(page.matches(ELEMENT).count(), 1);
            assert_eq!(page.replace(ELEMENT, ""), html);
        }
        assert!(scripted("<p></body>").ends_with("</script></body>"));
    }

    #[test]
    fn texts_cannot_become_elements() {
        let page = String::from_utf8(plain("<b>", "\"<script>")).unwrap();
        assert!(!page.contains("<b>") && !page.contains("<script>"));
    }
}
