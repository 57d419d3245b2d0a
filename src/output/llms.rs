//! `llms.txt`: what the site is and where its texts stand as Markdown (llmstxt.org): a title, a
//! sentence in a quotation, then sections that are lists of links.

use super::views::frame::beside;
use super::{Contents, Edition, Entry, Wave};
use crate::draft::front_matter::Kind;
use crate::site::Brief;
use crate::words::{Fingerprinter, OutPath};

/// The file: not of a preview, and only if it has something to list.
pub(super) fn files(edition: &Edition, files: &mut Vec<Entry>) {
    if edition.site.is_preview || !edition.site.briefs.iter().any(|it| edition.makes_of("markdown", it)) {
        return;
    }
    let key = |edition: &Edition| {
        let mut key = Fingerprinter::new("llms");
        key.add(edition.keys.site).add(edition.languages.fingerprint).add(edition.keys.all_faces).finish()
    };
    let make = |edition: &Edition| Ok(Contents::Bytes(text(edition).into_bytes()));
    files.push(Entry::new(OutPath::new("llms.txt").expect("a plain name"), Wave::Index, key, make));
}

/// Briefs by kind, newest first, then plain pages by address.
fn text(edition: &Edition) -> String {
    let settings = &edition.settings;
    let mut out = format!("# {}\n", line(&settings.title));
    if !settings.description.is_empty() {
        out.push_str(&format!("\n> {}\n", line(&settings.description)));
    }
    let language = edition.language(&settings.language);
    let briefs: Vec<&Brief> = edition.site.newest.iter().map(|it| &*edition.site.briefs[*it]).collect();
    let of = |kind: Kind| briefs.iter().copied().filter(move |it| it.front().kind == kind);
    let plain = edition.site.briefs.iter().map(|it| &**it).filter(|it| it.front().kind == Kind::Page);
    let mut pages: Vec<&Brief> = plain.collect();
    pages.sort_by(|a, b| a.address.cmp(&b.address));
    for (title, all) in [
        ("comparisons", of(Kind::Comparison).collect::<Vec<_>>()),
        ("briefs", of(Kind::Brief).collect()),
        ("plain_pages", pages),
    ] {
        let lines: Vec<String> = all
            .into_iter()
            .filter(|it| edition.makes_of("markdown", it))
            .map(|it| entry(edition, it))
            .collect();
        if !lines.is_empty() {
            out.push_str(&format!("\n## {}\n\n{}\n", language.word(title), lines.join("\n")));
        }
    }
    out
}

/// A brief: its title leads to its twin; its claim, or what it asks, follows.
fn entry(edition: &Edition, brief: &Brief) -> String {
    let base = edition.settings.base_url.as_deref().unwrap_or_default();
    let front = brief.front();
    let note = front.standfirst.as_ref().or(front.question.as_ref()).filter(|_| !brief.is_withdrawn());
    let note = note.map_or(String::new(), |it| format!(": {}", line(it)));
    let title = line(&brief.outline.texts.title);
    format!("- [{title}]({base}{}){note}", beside(brief, "index.md"))
}

/// Text on one line, in which nothing is a link.
fn line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().flat_map(|it| "\\[]<>`*".contains(it).then_some('\\').into_iter().chain([it])).collect()
}
