//! Where a page lives in the published site, and how one page points to another.

use std::fmt;
use std::sync::Arc;

use deunicode::deunicode_char;
use unicode_normalization::UnicodeNormalization;

/// How an address is spelled.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum SlugStyle {
    /// Transliterated to ASCII.
    #[default]
    Ascii,
    /// Letters and digits of any script are kept.
    Unicode,
}

/// One segment of an address: lower case, letters, digits and single hyphens. Empty if nothing of
/// the text can stand in an address.
pub fn slug(text: &str, style: SlugStyle) -> String {
    let mut out = String::with_capacity(text.len());
    let push = |it: char, out: &mut String| {
        if it.is_alphanumeric() {
            out.extend(it.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    };
    for it in text.nfc() {
        match it {
            '\'' | '’' | '‘' | 'ʼ' => {}
            it if style == SlugStyle::Ascii && !it.is_ascii() => {
                let plain = deunicode_char(it).unwrap_or("");
                // A syllable of a script without letters' case stands for itself, not joined on.
                plain.chars().for_each(|it| push(it, &mut out));
                if plain.is_empty() {
                    push(' ', &mut out);
                }
            }
            it => push(it, &mut out),
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    // Lower-casing can decompose (İ); composed again, so that one slug has one spelling.
    if style == SlugStyle::Unicode { out.nfc().collect() } else { out }
}

/// A folder of the published site: `/` or `/a/b/`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Address(Arc<str>);

impl Address {
    /// The home page.
    pub fn home() -> Address {
        Address("/".into())
    }

    /// From segments that are slugs already.
    pub fn of<'a>(segments: impl IntoIterator<Item = &'a str>) -> Address {
        let mut text = String::from("/");
        for segment in segments {
            text.push_str(segment);
            text.push('/');
        }
        Address(text.into())
    }

    /// A folder inside this one.
    pub fn child(&self, segment: &str) -> Address {
        Address(format!("{}{segment}/", self.0).into())
    }

    /// With `/` at both ends.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Relative to the site's top: `a/b/`; empty for the home page.
    pub fn path(&self) -> &str {
        &self.0[1..]
    }

    /// The segments.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|it| !it.is_empty())
    }

    /// The last segment; empty for the home page.
    pub fn last(&self) -> &str {
        self.segments().last().unwrap_or_default()
    }

    /// What leads from this page to the site's top: `./` or `../../`.
    pub fn root(&self) -> String {
        match self.segments().count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    /// The page's file in the output, relative to its top.
    pub fn file(&self) -> String {
        format!("{}index.html", self.path())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A path with every byte escaped that RFC 3986 does not allow in one.
pub fn escape_path(path: &str) -> String {
    let stays = |it: u8| it.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=:@".contains(&it);
    if path.bytes().all(stays) {
        return path.to_owned();
    }
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if stays(byte) {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A path with `%20` and the like read back; as it was where that is not UTF-8.
pub fn unescape_path(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = path.get(at + 1..at + 3).and_then(|it| u8::from_str_radix(it, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        let ascii = |it: &str| slug(it, SlugStyle::Ascii);
        assert_eq!(ascii("Who tells it?"), "who-tells-it");
        assert_eq!(ascii("Berlin’s new Ostpolitik"), "berlins-new-ostpolitik");
        assert_eq!(ascii("Õigus ja Straße"), "oigus-ja-strasse");
        assert_eq!(ascii("!!!"), "");
        assert_eq!(slug("日本 と EU", SlugStyle::Unicode), "日本-と-eu");
        assert_eq!(slug("Cafe\u{301}", SlugStyle::Unicode), "café");
        for text in ["a--b", "Żółw", "日本", "x/y", ".."] {
            let once = ascii(text);
            assert_eq!(ascii(&once), once);
            assert!(!once.contains(['/', '.']));
        }
    }

    #[test]
    fn addresses_lead_back_to_the_top() {
        let deep = Address::of(["a", "b"]);
        assert_eq!((deep.as_str(), deep.root().as_str()), ("/a/b/", "../../"));
        assert_eq!(Address::home().root(), "./");
        assert_eq!(deep.file(), "a/b/index.html");
    }

    #[test]
    fn escaping_reads_back() {
        assert_eq!(escape_path("a b/ü.png"), "a%20b/%C3%BC.png");
        assert_eq!(unescape_path("a%20b/%C3%BC.png"), "a b/ü.png");
        assert_eq!(unescape_path("100%"), "100%");
    }
}
