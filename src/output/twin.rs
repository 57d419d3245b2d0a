//! `index.md` beside every page of a brief: the same text as clean Markdown, under a small head.

use super::markdown::{Printed, Writer};
use super::{Contents, Edition, Entry, Wave};
use crate::draft;
use crate::words::address::escape_path;
use crate::words::{Fingerprinter, OutPath};

/// A twin for every brief and page that does not do without.
pub(super) fn files(edition: &Edition, files: &mut Vec<Entry>) {
    for (index, brief) in edition.site.briefs.iter().enumerate() {
        if !edition.makes_of("markdown", brief) {
            continue;
        }
        let path = format!("{}index.md", brief.address.path());
        let key = move |edition: &Edition| {
            Fingerprinter::new("twin")
                .add(edition.keys.site)
                .add(edition.languages.fingerprint)
                .add(edition.keys.faces[index])
                .add(edition.keys.texts[index])
                .finish()
        };
        files.push(Entry::new(
            OutPath::new(&path).expect("addresses are made of portable segments"),
            Wave::Page,
            key,
            move |edition| Ok(Contents::Bytes(make(edition, index).into_bytes())),
        ));
    }
}

/// The head as YAML: what a reader has to know to name the text and to use it.
fn head(edition: &Edition, index: usize) -> String {
    let brief = &edition.site.briefs[index];
    let front = brief.front();
    let shown = !brief.is_withdrawn();
    let mut out = format!("---\ntitle: {}\n", quoted(&brief.outline.texts.title));
    let mut add = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("{key}: {value}\n"));
        }
    };
    let text = |it: &Option<String>| it.as_deref().filter(|_| shown).map(quoted);
    add("subtitle", text(&front.subtitle));
    add("standfirst", text(&front.standfirst));
    add("date", front.date.map(|it| it.to_string()));
    add("updated", front.updated.filter(|_| shown).map(|it| it.to_string()));
    let names: Vec<String> =
        brief.authors.iter().map(|it| quoted(&edition.site.people[it.person].name)).collect();
    add("authors", (!names.is_empty()).then(|| format!("[{}]", names.join(", "))));
    add("status", brief.is_withdrawn().then(|| "withdrawn".to_owned()));
    add("lang", Some(quoted(&front.lang)));
    let base = edition.settings.base_url.as_ref();
    add("url", base.map(|it| quoted(&format!("{it}{}", escape_path(brief.address.path())))));
    add("license", text(&front.imprint.license));
    out.push_str("---\n");
    out
}

/// A text as YAML: the double-quoted style of JSON is YAML too (YAML 1.2.2, 1.3).
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("text is JSON")
}

/// The twin: links are whole where the site's address is known, else they lead from page to page.
fn make(edition: &Edition, index: usize) -> String {
    let head = head(edition, index);
    let brief = &edition.site.briefs[index];
    let body = draft::body(&brief.outline);
    let language = edition.language(&brief.front().lang);
    let root = edition.settings.base_url.clone().unwrap_or_else(|| brief.address.root());
    let apparatus = edition.apparatus_of(brief, &body, &language);
    let mut citing = Printed::new(&apparatus);
    let mut writer = Writer::new(edition.tables(brief, &root, &language), &body, &mut citing);
    let text = writer.whole(edition, brief, &body, &language);
    format!("{head}\n{text}\n")
}
