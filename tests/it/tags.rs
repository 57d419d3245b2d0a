//! Tags of a page, told as a browser tells them: names, attributes, nothing of what is text.
//!
//! HTML Standard, 13.2.5 (tokenization), as far as pages without errors need it: quotes hold `>`,
//! the insides of `script`, `style`, `title` and `textarea` are text.

/// A tag that opens something.
pub(super) struct Tag {
    /// Its name, lower-cased.
    pub(super) name: String,
    /// Names and values of its attributes, character references resolved.
    pub(super) attributes: Vec<(String, String)>,
    /// What stands between it and its end, for elements that hold text only.
    pub(super) inside: String,
}

impl Tag {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }
}

/// The tags of a page.
pub(super) fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |it| it.1);
        } else if rest.starts_with(|it: char| it.is_ascii_alphabetic()) {
            let (mut tag, after) = tag(rest);
            rest = after;
            if matches!(tag.name.as_str(), "script" | "style" | "title" | "textarea") {
                let end = format!("</{}", tag.name);
                let close = rest.to_lowercase().find(&end).unwrap_or(rest.len());
                tag.inside = rest[..close].to_owned();
                rest = &rest[close..];
            }
            tags.push(tag);
        }
    }
    tags
}

/// A tag at the start of a text that begins after `<`, and what follows it.
fn tag(text: &str) -> (Tag, &str) {
    let end = text.find(|it: char| it.is_whitespace() || it == '>' || it == '/').unwrap_or(text.len());
    let mut tag = Tag { name: text[..end].to_lowercase(), attributes: Vec::new(), inside: String::new() };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches(|it: char| it.is_whitespace() || it == '/');
        if rest.is_empty() {
            return (tag, rest);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let end = rest.find(|it: char| it.is_whitespace() || "=>/".contains(it)).unwrap_or(rest.len()).max(1);
        let name = rest[..end].to_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => after
                    .split_at(after.find(|it: char| it.is_whitespace() || it == '>').unwrap_or(after.len())),
            };
        }
        tag.attributes.push((name, resolved(value)));
    }
}

/// A value with its character references resolved, those that our pages write and those that
/// attackers like.
pub(super) fn resolved(value: &str) -> String {
    let mut out = value.to_owned();
    for (from, to) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&colon;", ":"),
        ("&Tab;", "\t"),
        ("&NewLine;", "\n"),
    ] {
        out = out.replace(from, to);
    }
    out.replace("&amp;", "&")
}

#[test]
fn tags_are_told_from_text() {
    let all = tags(
        "<p class=\"a>b\" id=x>1 < 2 <!-- <b> --></p><script src=\"a&amp;b\">if (a<b) {}</script><IMG onerror='x'>",
    );
    let names: Vec<&str> = all.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["p", "script", "img"]);
    assert_eq!(all[0].get("class"), Some("a>b"));
    assert_eq!((all[1].get("src"), all[1].inside.as_str()), (Some("a&b"), "if (a<b) {}"));
    assert_eq!(all[2].get("onerror"), Some("x"));
}
