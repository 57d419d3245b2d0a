//! Tags of Highwire Press in a page's head: what Google Scholar indexes by and Zotero reads first.
//!
//! Google Scholar, "Inclusion Guidelines for Webmasters": title, at least one author, the day; one
//! tag for each author; days as `YYYY/M/D`. Zotero, translator "Embedded Metadata": of the tags that
//! name a type the last one in the document wins, and `citation_technical_report_institution` is the
//! only one here, so that a brief is a report and never an article in a journal. The series is a
//! `citation_series_title`; a journal's title would flip the type.

use super::{Meta, Work, names, unmarked};
use crate::cite::{Day, Item};

/// The tags of a brief, in their order.
pub fn tags(work: &Work) -> Vec<Meta> {
    let item = &work.item;
    let mut tags = Vec::new();
    let mut put = |name: &'static str, content: Option<String>| {
        let content = content.filter(|it| !it.is_empty());
        tags.extend(content.map(|content| Meta { attribute: "name", name, content }));
    };
    let text = |variable: &str| item.text(variable).map(unmarked);
    put("citation_title", text("title"));
    for it in &work.makers {
        put("citation_author", Some(super::line(&names::one_line(&it.name))));
        // What follows an author is that author's.
        put("citation_author_institution", it.affiliation.as_ref().map(|it| it.name.clone()));
        put("citation_author_orcid", it.orcid.clone());
    }
    put("citation_publication_date", work.day.map(slashed));
    put("citation_technical_report_institution", text("publisher"));
    put("citation_technical_report_number", text("number"));
    put("citation_series_title", text("collection-title"));
    put("citation_issn", text("ISSN"));
    put("citation_isbn", text("ISBN"));
    put("citation_language", text("language"));
    put("citation_keywords", Some(work.subjects().iter().map(|it| flat(it)).collect::<Vec<_>>().join("; ")));
    put("citation_abstract", text("abstract"));
    put("citation_doi", text("DOI"));
    put("citation_public_url", work.url.clone());
    put("citation_pdf_url", work.pdf.as_ref().and_then(|it| work.file_url(it)));
    if !work.withdrawn {
        put("citation_fulltext_html_url", work.url.clone());
        tags.push(Meta {
            attribute: "name",
            name: "citation_fulltext_world_readable",
            content: String::new(),
        });
    }
    let sources = work.sources.iter().map(|it| reference(it));
    tags.extend(sources.filter(|it| !it.is_empty()).map(|content| Meta {
        attribute: "name",
        name: "citation_reference",
        content,
    }));
    tags
}

/// A day as Google Scholar wants it: `2026/11/5`, or the year alone where the day is not known.
fn slashed(it: Day) -> String {
    match (it.month, it.day) {
        (Some(month), Some(day)) => format!("{}/{month}/{day}", it.year),
        _ => it.year.to_string(),
    }
}

/// A source as fields parted by semicolons: `citation_title=…;citation_author=…;`.
fn reference(item: &Item) -> String {
    let mut out = String::new();
    let mut put = |name: &str, text: Option<String>| {
        if let Some(text) = text.map(|it| flat(&it)).filter(|it| !it.is_empty()) {
            out.push_str(&format!("{name}={text};"));
        }
    };
    put("citation_title", item.text("title").map(unmarked));
    for it in item.makers() {
        put("citation_author", Some(it.spoken()));
    }
    let issued = item.dates.get("issued").and_then(|it| it.start);
    put("citation_publication_date", issued.map(slashed));
    if item.kind == "article-journal" {
        put("citation_journal_title", item.text("container-title").map(unmarked));
    }
    put("citation_doi", item.text("DOI").map(str::to_owned));
    out
}

/// A text in which no semicolon parts what it is one of.
fn flat(text: &str) -> String {
    super::line(&text.replace(';', ","))
}
