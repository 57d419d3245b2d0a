//! Open Graph and `article:` tags: what Overton collects by, and what messengers show for a link
//! (The Open Graph protocol, ogp.me; X, "Cards markup").
//!
//! Days stand as days, which ISO 8601 allows: a brief is published on a civil date, and a moment
//! would be made up.

use super::{Meta, Work};

/// The tags of a brief.
pub fn tags(work: &Work) -> Vec<Meta> {
    let mut tags = Vec::new();
    let mut put = |attribute: &'static str, name: &'static str, content: Option<String>| {
        let content = content.filter(|it| !it.is_empty());
        tags.extend(content.map(|content| Meta { attribute, name, content }));
    };
    put("property", "og:type", Some("article".into()));
    put("property", "og:title", Some(work.title.clone()));
    put("property", "og:description", work.standfirst.clone());
    put("property", "og:url", work.url.clone());
    put("property", "og:site_name", Some(work.site.clone()));
    put("property", "og:locale", locale(&work.lang));
    // A card says what it leads to; the picture at the head is for those who are there.
    let picture = work.card.as_ref().or(work.picture.as_ref());
    if let Some(it) = picture {
        put("property", "og:image", Some(it.url.clone()));
        put("property", "og:image:width", it.size.map(|it| it.0.to_string()));
        put("property", "og:image:height", it.size.map(|it| it.1.to_string()));
        put("property", "og:image:alt", Some(it.alt.clone()));
    }
    put("property", "article:published_time", work.day.map(|it| it.iso()));
    put("property", "article:modified_time", work.changed.map(|it| it.iso()));
    put("property", "article:section", work.item.text("genre").map(str::to_owned));
    for it in work.subjects() {
        put("property", "article:tag", Some(it.to_owned()));
    }
    let card = if picture.is_some() { "summary_large_image" } else { "summary" };
    put("name", "twitter:card", Some(card.into()));
    tags
}

/// A language and a territory, `en_GB`; nothing where the author names no territory, for the
/// protocol knows no language alone.
fn locale(tag: &str) -> Option<String> {
    let mut parts = tag.split('-');
    let language = parts.next()?.to_lowercase();
    let territory = parts.find(|it| it.len() == 2 && it.bytes().all(|it| it.is_ascii_alphabetic()))?;
    Some(format!("{language}_{}", territory.to_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales() {
        assert_eq!(locale("en-GB").as_deref(), Some("en_GB"));
        assert_eq!(locale("sr-Latn-RS").as_deref(), Some("sr_RS"));
        assert_eq!(locale("de"), None);
    }
}
