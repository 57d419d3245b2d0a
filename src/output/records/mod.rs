//! Records of a brief: what libraries, reference managers and search engines read instead of it.
//!
//! [`work`] gathers a brief's facts once, [`item`] puts them in the terms of CSL. [`bibtex`], [`ris`],
//! [`crossref`] and the linkset of [`signposting`] are files beside the page; [`highwire`],
//! [`open_graph`], [`json_ld`] and [`signposting`] are the page's head; [`cite_as`] is the reference
//! that readers copy. All say the same, since all are made from one [`Work`].

pub mod bibtex;
pub mod cite_as;
pub mod crossref;
pub mod highwire;
mod item;
pub mod json_ld;
mod license;
mod names;
pub mod open_graph;
pub mod ris;
pub mod signposting;
mod work;

use std::sync::Arc;

use serde::Serialize;

use super::Edition;
use super::prose::escape_into;
use crate::draft::front_matter::Kind;
use crate::site::Brief;
use crate::words::Address;
pub use work::{Work, line};

/// The name of the shape for `--only`, and for what a brief does without.
pub const OUTPUT: &str = "citations";

/// A record beside the page of a brief.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordFile {
    /// Its name in the folder of the page.
    pub file: &'static str,
    /// What readers call its form.
    pub name: &'static str,
    /// Its media type.
    pub media: &'static str,
}

/// Records for reference managers, in the order in which they are offered.
pub const FILES: [RecordFile; 3] = [
    RecordFile { file: "cite.bib", name: "BibTeX", media: "application/x-bibtex" },
    RecordFile { file: "cite.ris", name: "RIS", media: "application/x-research-info-systems" },
    RecordFile { file: "cite.json", name: "CSL-JSON", media: "application/vnd.citationstyles.csl+json" },
];

/// The set of links.
pub const LINKSET: &str = "linkset.json";

/// The deposit of a DOI.
pub const DEPOSIT: &str = "crossref.xml";

/// The records that stand beside a brief's page. A preview has none: what is not published yet is
/// not to be cited, and a record is made to leave the site.
pub fn files_of(edition: &Edition, brief: &Brief) -> Vec<RecordFile> {
    let is_cited = brief.front().kind != Kind::Page && brief.address != Address::home();
    if !is_cited || edition.site.is_preview || !edition.makes_of(OUTPUT, brief) {
        return Vec::new();
    }
    FILES.to_vec()
}

/// A tag `meta` of a page's head.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Meta {
    /// `name` or `property`.
    pub attribute: &'static str,
    /// Its value.
    pub name: &'static str,
    /// What it says.
    pub content: String,
}

/// A tag `link` of a page's head.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeadLink {
    /// The relation.
    pub rel: &'static str,
    /// The media type.
    pub media: Option<&'static str>,
    /// Where it leads.
    pub href: String,
}

impl Edition {
    /// The facts of a brief; `None` of a plain page. They are kept where several files are made from them.
    pub fn work(&self, index: usize) -> Option<Arc<Work>> {
        let gather = || Work::of(self, &self.site.briefs[index]).map(Arc::new);
        if self.makes(OUTPUT) { self.works.get(index, gather).clone() } else { gather() }
    }
}

/// What the head of a brief's page says to machines, as HTML: tags `meta`, tags `link`, JSON-LD, in an order
/// that matters. Nothing in a preview, which is for no machine.
pub fn head_html(edition: &Edition, work: &Work) -> String {
    let mut out = String::new();
    if edition.site.is_preview {
        return out;
    }
    let meta = |out: &mut String, attribute: &str, name: &str, content: &str| {
        out.extend(["<meta ", attribute, "=\"", name, "\" content=\""]);
        escape_into(content, out);
        out.push_str("\">\n");
    };
    for it in &work.makers {
        meta(&mut out, "name", "author", &it.shown);
    }
    let tags = if work.is_research { highwire::tags(work) } else { Vec::new() };
    for it in tags.iter().chain(&open_graph::tags(work)) {
        meta(&mut out, it.attribute, it.name, &it.content);
    }
    for it in signposting::head(work) {
        out.extend(["<link rel=\"", it.rel, "\""]);
        if let Some(media) = it.media {
            out.extend([" type=\"", media, "\""]);
        }
        out.push_str(" href=\"");
        escape_into(&it.href, &mut out);
        out.push_str("\">\n");
    }
    out.extend(["<script type=\"application/ld+json\">\n", &json_ld::script(work), "\n</script>\n"]);
    out
}

/// A text of an item without the marks of CSL-JSON, which other formats would print.
pub fn unmarked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let mark = ["<i>", "</i>", "<b>", "</b>", "<sup>", "</sup>", "<sub>", "</sub>", "</span>"]
            .iter()
            .find(|it| rest[at..].starts_with(**it))
            .map(|it| it.len())
            .or_else(|| rest[at..].strip_prefix("<span ")?.find('>').map(|it| it + "<span >".len()));
        let end = mark.unwrap_or(1);
        if mark.is_none() {
            out.push('<');
        }
        rest = &rest[at + end..];
    }
    out.push_str(rest);
    line(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        assert_eq!(unmarked("On <i>H</i><sub>2</sub>O <span class=\"nocase\">UN</span>"), "On H2O UN");
        assert_eq!(unmarked("a < b, <x>"), "a < b, <x>");
    }
}
