//! How to cite a brief: its own reference in the site's style, for readers to copy.

use serde::Serialize;

use super::Work;
use crate::cite::Style;
use crate::output::Edition;
use crate::output::prose::text_html;
use crate::words::Fingerprint;

/// How to cite a brief, as templates see it.
#[derive(Serialize, Debug)]
pub struct CiteAsView {
    /// The reference with its italics and links.
    pub html: String,
    /// The same as plain text.
    pub text: String,
    /// Records to download.
    pub files: Vec<CiteFile>,
}

/// A record to download.
#[derive(Serialize, Debug)]
pub struct CiteFile {
    /// What readers call its form.
    pub name: &'static str,
    /// Where it is, from the page.
    pub href: &'static str,
    /// Its media type.
    #[serde(rename = "type")]
    pub media: &'static str,
}

impl Edition {
    /// How to cite a brief of these facts, in the style in which the brief itself cites.
    pub fn cite_as(&self, work: &Work, style: &Style) -> CiteAsView {
        let mut text = self.memo.reference(style, &work.lang, &work.item, Fingerprint::of_value(&work.item));
        // The brief's own address is for readers elsewhere. On its page it leads nowhere else, and a
        // copy of the site must not lead away from itself.
        let own = work.item.text("URL");
        for run in text.0.iter_mut().filter(|it| it.url.is_some() && it.url.as_deref() == own) {
            run.url = None;
        }
        let files = work.files.iter().map(|it| CiteFile { name: it.name, href: it.file, media: it.media });
        CiteAsView { html: text_html(&text), text: text.words(), files: files.collect() }
    }
}
