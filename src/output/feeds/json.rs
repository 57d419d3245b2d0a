//! A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1).

use serde_json::{Map, Value, json};

use super::{Entry, Ready};

/// The bytes of a feed.
pub(super) fn write(ready: &Ready<'_>, texts: &[&str]) -> Vec<u8> {
    let mut feed = Map::new();
    let mut set = |name: &str, value: Value| feed.insert(name.to_owned(), value);
    set("version", json!("https://jsonfeed.org/version/1.1"));
    set("title", json!(ready.feed.title));
    set("home_page_url", json!(ready.page()));
    set("feed_url", json!(ready.at("feed.json")));
    if !ready.description.is_empty() {
        set("description", json!(ready.description));
    }
    set("language", json!(ready.feed.lang));
    set("authors", json!([{ "name": ready.author }]));
    let items = ready.entries.iter().zip(texts).map(|(it, text)| item(it, text));
    set("items", Value::Array(items.collect()));
    let mut bytes = serde_json::to_vec_pretty(&feed).expect("plain data");
    bytes.push(b'\n');
    bytes
}

/// An item; what a brief does not have is left out, for null is no value there.
fn item(it: &Entry, text: &str) -> Value {
    let mut item = Map::new();
    let mut set = |name: &str, value: Value| item.insert(name.to_owned(), value);
    set("id", json!(it.url));
    set("url", json!(it.url));
    set("title", json!(it.title));
    set("date_published", json!(it.published));
    set("date_modified", json!(it.updated));
    set("language", json!(it.lang));
    if !it.authors.is_empty() {
        let authors = it.authors.iter().map(|(name, page)| match page {
            Some(page) => json!({ "name": name, "url": page }),
            None => json!({ "name": name }),
        });
        set("authors", Value::Array(authors.collect()));
    }
    if !it.categories.is_empty() {
        set("tags", json!(it.categories));
    }
    if let Some(summary) = &it.summary {
        set("summary", json!(summary));
    }
    if let Some(image) = &it.image {
        set("image", json!(image));
    }
    set("content_html", json!(text));
    Value::Object(item)
}
