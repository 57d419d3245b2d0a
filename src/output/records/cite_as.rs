//! How to cite a brief: its own reference in the site's style, for readers to copy.

use std::sync::Arc;

use serde::Serialize;

use super::{RecordFile, Work};
use crate::cite::{Item, Memo, Style};
use crate::output::Edition;
use crate::output::prose::text_html;
use crate::site::Brief;
use crate::words::{Fingerprint, Fingerprinter};

/// What the reference is made from, so that it is set only when the page is. The style is the one
/// in which the brief itself cites.
pub struct CiteAs {
    /// The brief as an item.
    item: Item,
    /// The language in which it is cited.
    lang: String,
    /// The style.
    style: Arc<Style>,
    /// Records beside the page.
    files: Vec<RecordFile>,
}

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

impl CiteAs {
    /// Of a brief; `None` of a plain page.
    pub fn of(edition: &Edition, brief: &Brief) -> Option<CiteAs> {
        let work = Work::of(edition, brief)?;
        Some(CiteAs { lang: work.lang, item: work.item, style: brief.style.clone(), files: work.files })
    }

    /// Stands for what is printed.
    pub fn key(&self) -> Fingerprint {
        let mut key = Fingerprinter::new("cite-as");
        key.add(self.style.fingerprint).add_value(&(&self.item, &self.lang, &self.files)).finish()
    }

    /// What is printed.
    pub fn view(&self, memo: &Memo) -> CiteAsView {
        let fingerprint = Fingerprinter::new("item").add_value(&self.item).finish();
        let mut text = memo.reference(&self.style, &self.lang, &self.item, fingerprint);
        // The brief's own address is for readers elsewhere. On its page it leads nowhere else, and a
        // copy of the site must not lead away from itself.
        let own = self.item.text("URL");
        for run in text.0.iter_mut().filter(|it| it.url.is_some() && it.url.as_deref() == own) {
            run.url = None;
        }
        let files = self.files.iter().map(|it| CiteFile { name: it.name, href: it.file, media: it.media });
        CiteAsView { html: text_html(&text), text: text.words(), files: files.collect() }
    }
}
