//! The paper of a brief: a PDF beside its page, set by the theme from the same text.
//!
//! A brief has one if settings and front matter say so, never because one came to be made. [`side`] is
//! what a theme brings, `view` what its template sees, `press` the typesetter.

#[cfg(feature = "pdf")]
mod levels;
#[cfg(feature = "pdf")]
mod nodes;
#[cfg(feature = "pdf")]
mod plates;
#[cfg(feature = "pdf")]
mod press;
pub mod side;
#[cfg(feature = "pdf")]
mod view;

use super::{Contents, Edition, Entry, NotMade, Wave};
use crate::draft::front_matter::Kind;
use crate::site::Brief;
use crate::words::{Address, OutPath};

/// Whether this program can make papers.
pub const CAN_PRINT: bool = cfg!(feature = "pdf");

/// The name of the shape for `--only`, and for what a brief does without.
pub const OUTPUT: &str = "paper";

/// Adds the papers of an edition.
pub(super) fn files(edition: &Edition, files: &mut Vec<Entry>) {
    for (index, brief) in edition.site.briefs.iter().enumerate() {
        let Some(name) = edition.paper_of(brief) else { continue };
        let path = OutPath::new(&format!("{}{name}", brief.address.path()));
        let path = path.expect("addresses are made of portable segments");
        if let Some(given) = &brief.pdf {
            let (read, file) = (given.clone(), given.clone());
            // Of one that cannot be read there is nothing to know; making it says why.
            let key = move |_: &Edition| read.fingerprint().unwrap_or_default();
            let make = move |_: &Edition| {
                file.open().map(|it| Contents::Stream(Box::new(it))).map_err(NotMade::Trouble)
            };
            files.push(Entry::new(path, Wave::Asset, key, make));
            continue;
        }
        #[cfg(feature = "pdf")]
        files.push(Entry::new(
            path,
            Wave::Asset,
            move |it| made::key(it, index),
            move |it| made::make(it, index),
        ));
        #[cfg(not(feature = "pdf"))]
        unreachable!("a program without a typesetter has no paper side: brief {index}, `{path}`");
    }
}

impl Edition {
    /// The name of a brief's PDF in the folder of its page, if it has one. Google Scholar wants it in that
    /// folder, and readers keep it under its name.
    pub fn paper_of(&self, brief: &Brief) -> Option<String> {
        let front = brief.front();
        let is_text = front.kind != Kind::Page && brief.address != Address::home() && !brief.is_withdrawn();
        let is_there = brief.pdf.is_some() || front.pdf.is_made() && self.paper.is_some();
        (is_text && is_there && self.makes_of(OUTPUT, brief)).then(|| format!("{}.pdf", brief.address.last()))
    }
}

/// Papers that the program makes.
#[cfg(feature = "pdf")]
mod made {
    use super::press::{About, Press};
    use super::{Contents, Edition, NotMade, view};
    use crate::site::Target;
    use crate::words::{Fingerprint, Fingerprinter, OutPath, Span};

    /// What the paper of a brief depends on.
    pub(super) fn key(edition: &Edition, index: usize) -> Fingerprint {
        let (brief, keys) = (&edition.site.briefs[index], &edition.keys);
        let mut key = Fingerprinter::new("paper");
        key.add(keys.site).add(keys.records).add(edition.languages.fingerprint);
        key.add(keys.faces[index]).add(keys.texts[index]);
        key.add_value(&edition.templates.tokens);
        if let Some(side) = &edition.paper {
            key.add(side.fingerprint);
        }
        let linked = brief.links.iter().filter_map(|it| match it {
            Target::Picture(it) => Some(&**it),
            _ => None,
        });
        for it in brief.cover.iter().chain(linked) {
            let file = OutPath::new(&it.original).and_then(|it| edition.site.assets.get(&it));
            key.add(file.and_then(|it| it.fingerprint().ok()).unwrap_or_default());
        }
        key.finish()
    }

    /// Makes it.
    pub(super) fn make(edition: &Edition, index: usize) -> Result<Contents, NotMade> {
        let brief = &edition.site.briefs[index];
        let side = edition.paper.as_ref().expect("listed only with a paper side");
        let press = side.press.get_or_init(|| Press::of(side));
        let press = press.as_ref().map_err(|it| NotMade::Trouble(anyhow::anyhow!("{it:#}")))?;
        let base = edition.settings.base_url.as_deref().unwrap_or_default();
        let view = view::of(edition, index);
        let about = About {
            brief: Span::top(brief.outline.source.path.clone()),
            ident: format!("{base}{}", brief.address.as_str()),
            pictures: view.pictures.paths(),
            font_folder: &side.font_folder,
        };
        press.print(&view, &about).map(Contents::Bytes)
    }
}
