//! What templates of papers and cards see of a brief: the view of its page as JSON, where each text is a tree of
//! nodes; for a card, what lists show of it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::drawing;
use super::levels::Levels;
use super::nodes;
use super::plates::Pictures;
use crate::draft;
use crate::output::Edition;
use crate::output::page::Ready;
use crate::output::templates::Shared;
use crate::output::views::brief::BriefPage;
use crate::output::views::frame::{Page, SiteView};
use crate::site::Target;
use crate::typeset::{Job, Shape};
use crate::words::address::escape_path;

/// Leads to the site's top in what is read here: no address begins like this.
const TOP: &str = "brief-site:/";

/// What is set, and the files of pictures that it may name in its mistakes.
type Made = anyhow::Result<(Job, Vec<String>)>;

/// The paper of a brief.
///
/// # Errors
/// A picture cannot be read.
pub fn of(edition: &Edition, index: usize) -> Made {
    let brief = &edition.site.briefs[index];
    let mut ready = Ready::of(edition, edition.brief_head("paper", index));
    // It takes no place in the navigation.
    ready.site = Shared::of(&SiteView { nav: Vec::new(), ..edition.site_view(&ready.head) });
    let body = draft::body(&brief.outline);
    let mut frame = edition.frame(index);
    // Of others a paper says nothing: it is not made again when they change.
    frame.series_nav = None;
    frame.data.clear();
    frame.versions.clear();
    let own =
        BriefPage { brief: edition.brief_view(index, frame, &body, TOP, edition.work(index).as_deref()) };
    let page = Page { site: &ready.site, page: &ready.head, language: &ready.language, own: &own };
    let mut view = serde_json::to_value(&page).expect("views are plain data");
    view["text"] = json!(ready.language.text);
    let settings = &edition.settings;
    let base = settings.base_url.as_deref();
    view["paper"] = json!({
        "size": settings.paper.size.name(),
        "url": base.map(|it| format!("{it}{}", escape_path(brief.address.path()))),
        "tokens": edition.templates.tokens,
        "data": edition.makes_data(brief),
    });
    let shown = brief.links.iter().filter_map(|it| match it {
        Target::Picture(it) => Some(it),
        _ => None,
    });
    let mut reading = Reading {
        base,
        // Paper has more dots than a screen: it takes the file itself, not what pages load.
        originals: shown.map(|it| (escape_path(it.path()), escape_path(&it.original))).collect(),
        pictures: Pictures::default(),
        signs: String::new(),
        levels: Levels::default(),
        is_prose: false,
        edition,
    };
    if let Some(cover) = view["brief"]["cover"].as_object_mut() {
        let picture =
            cover.get("original").and_then(Value::as_str).and_then(|it| reading.pictures.add(edition, it));
        cover.insert("picture".into(), json!(picture));
    }
    reading.view("", &mut view);
    let paths = reading.pictures.paths();
    let job = Job {
        shape: Shape::Paper(format!("{}{}", base.unwrap_or_default(), brief.address.as_str())),
        view: serde_json::to_vec(&view).expect("views are plain data"),
        pictures: reading.pictures.read()?,
        signs: reading.signs,
    };
    Ok((job, paths))
}

/// The card of a brief.
///
/// # Errors
/// None: it is like a paper.
pub fn card_of(edition: &Edition, index: usize) -> Made {
    let brief = &edition.site.briefs[index];
    let language = edition.language(&brief.front().lang);
    let head = edition.brief_head("card", index);
    let mut view = json!({
        "site": { "title": edition.settings.title, "publisher": edition.settings.publisher.as_ref().map(|it| &it.name) },
        "page": { "lang": head.lang, "dir": head.dir },
        "text": language.text,
        "brief": edition.card(index, &language),
        "paper": { "tokens": edition.templates.tokens },
    });
    clean_all(&mut view);
    let view = serde_json::to_vec(&view).expect("views are plain data");
    Ok((Job { shape: Shape::Card, view, pictures: Vec::new(), signs: String::new() }, Vec::new()))
}

/// Takes out what is no text, wherever it stands.
fn clean_all(value: &mut Value) {
    match value {
        Value::String(text) => clean(text),
        Value::Array(all) => all.iter_mut().for_each(clean_all),
        Value::Object(all) => all.values_mut().for_each(clean_all),
        _ => {}
    }
}

/// Turns the texts of a view into nodes.
struct Reading<'a> {
    /// Where the site will stand.
    base: Option<&'a str>,
    /// What pages load of a picture, and the file itself.
    originals: BTreeMap<String, String>,
    /// Pictures that were met.
    pictures: Pictures,
    /// Signs that stand in charts.
    signs: String,
    /// Levels of headings.
    levels: Levels,
    /// Whether the text is that between the parts.
    is_prose: bool,
    /// The edition.
    edition: &'a Edition,
}

impl Reading<'_> {
    /// A value of a view under its key: what ends in `html`, and the takeaways at the head, is text of the page.
    fn view(&mut self, key: &str, value: &mut Value) {
        match value {
            Value::String(html) if key == "html" || key.ends_with("_html") || key == "summary" => {
                let mut all = nodes::of(html);
                all.iter_mut().for_each(|it| self.node(it));
                self.levels.set(key, self.is_prose, &mut all);
                *value = Value::Array(all);
            }
            Value::String(text) => clean(text),
            Value::Array(all) => all.iter_mut().for_each(|it| self.view(key, it)),
            // What an author wrote under `extra` is nobody's HTML.
            Value::Object(all) if key == "extra" => all.values_mut().for_each(|it| self.view("extra", it)),
            Value::Object(all) => {
                for (key, it) in all {
                    self.is_prose = self.is_prose || key == "parts";
                    self.view(key, it);
                    self.is_prose = self.is_prose && key != "parts";
                }
            }
            _ => {}
        }
    }

    /// A node: links of the site become whole, pictures get names.
    fn node(&mut self, node: &mut Value) {
        match node {
            Value::String(text) => clean(text),
            Value::Object(all) => {
                if let Some(Value::String(drawing)) = all.remove("drawing") {
                    self.chart(&drawing, all);
                }
                if let Some(src) = all.get("src").and_then(Value::as_str) {
                    let picture = src.strip_prefix(TOP).and_then(|it| {
                        let original = self.originals.get(it).map_or(it, String::as_str);
                        self.pictures.add(self.edition, original)
                    });
                    all.insert("picture".into(), json!(picture));
                }
                if let Some(inside) =
                    all.get("href").and_then(Value::as_str).and_then(|it| it.strip_prefix(TOP))
                {
                    let whole = self.base.map(|base| format!("{base}{inside}"));
                    all.insert("href".into(), json!(whole));
                }
                if let Some(Value::String(alt)) = all.get_mut("alt") {
                    clean(alt);
                }
                if let Some(Value::Array(body)) = all.get_mut("body") {
                    body.iter_mut().for_each(|it| self.node(it));
                }
            }
            _ => {}
        }
    }

    /// A chart becomes a picture.
    fn chart(&mut self, drawing: &str, node: &mut serde_json::Map<String, Value>) {
        let style = self.edition.paper.as_ref().map_or("", |it| &it.drawings);
        let mut bytes = drawing::dressed(drawing, style, &self.edition.templates.tokens);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let mut text = text.to_owned();
            clean(&mut text);
            bytes = text.into_bytes();
        }
        node.insert("picture".into(), json!(self.pictures.draw(bytes)));
        if let Some(Value::String(mut signs)) = node.remove("signs") {
            clean(&mut signs);
            self.signs.push_str(&signs);
        }
    }
}

/// Takes out what is no text: control characters, and what Unicode keeps for no character.
fn clean(text: &mut String) {
    let is_text = |it: char| {
        let code = it as u32;
        (!it.is_control() || "\n\t".contains(it))
            && code != 0xFEFF
            && !(0xFDD0..=0xFDEF).contains(&code)
            && code & 0xFFFE != 0xFFFE
            && !(0xFFF9..=0xFFFB).contains(&code)
    };
    if !text.chars().all(is_text) {
        text.retain(is_text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_goes() {
        let mut text = "a\u{0}b\u{7}\tc\u{feff}d\u{ffff}e\u{200d}f".to_owned();
        clean(&mut text);
        assert_eq!(text, "ab\tcde\u{200d}f");
    }
}
