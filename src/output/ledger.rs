//! `/sources/`: the ledger of all sources, and the page of each.
//!
//! What a style prints is dear, so it is set when a page is made; the key is made without it, from
//! the sources' fingerprints.

use std::sync::Arc;

use super::page::Ready;
use super::views::listing;
use super::views::sources::{SourcePage, Sources};
use super::{Contents, Edition, NotMade, OutputFile, Wave};
use crate::site::SourceShelf;
use crate::words::{Address, Fingerprinter, OutPath};

/// The list in pages, and the sources' own pages.
pub(super) fn files(edition: &Arc<Edition>, files: &mut Vec<OutputFile>) -> Result<(), NotMade> {
    let ledger = edition.ledger();
    let title = edition.language(&edition.settings.language).word("sources").to_owned();
    let list = Address::of(["sources"]);
    let chunks: Vec<&[&SourceShelf]> = ledger.chunks(edition.settings.per_page).collect();
    for (index, chunk) in chunks.iter().enumerate() {
        let here = listing::page_address(&list, index + 1);
        let ready = Ready::of(edition, edition.head("sources", &title, &here));
        let root = &ready.head.root;
        let own = Sources {
            sources: chunk.iter().map(|it| edition.source_line(it, root)).collect(),
            total: ledger.len(),
            pages: edition.pagination(&list, index + 1, chunks.len()),
        };
        let mut key = key(edition, &ready, chunk);
        let key = key.add_value(&own).finish();
        let (maker, keys) = (edition.clone(), keys(chunk));
        let make = move || -> Result<Contents, NotMade> {
            let mut own = own.clone();
            for (line, key) in own.sources.iter_mut().zip(&keys) {
                line.source.html = html(&maker, key);
            }
            ready.render(&maker.templates, &own, "the list of sources")
        };
        push(files, &here, key, Box::new(make));
    }
    for shelf in &edition.site.sources {
        let mut head = edition.head("source", &shelf.reference.key, &shelf.address);
        let own = edition.source_page(shelf, &head.root);
        head.title.clone_from(&own.source.label);
        head.full_title = format!("{} · {}", own.source.label, edition.settings.title);
        let ready = Ready::of(edition, head);
        let mut key = key(edition, &ready, &[shelf]);
        let key = key.add_value(&own).finish();
        let (maker, source) = (edition.clone(), shelf.reference.key.clone());
        let make = move || -> Result<Contents, NotMade> {
            let mut own: SourcePage = own.clone();
            own.source.html = html(&maker, &source);
            ready.render(&maker.templates, &own, &format!("the page of the source `{source}`"))
        };
        push(files, &shelf.address, key, Box::new(make));
    }
    Ok(())
}

/// Adds a page.
fn push(files: &mut Vec<OutputFile>, address: &Address, key: crate::words::Fingerprint, make: super::Make) {
    let path = OutPath::new(&address.file()).expect("addresses are made of portable segments");
    files.push(OutputFile { path, key, wave: Wave::Index, make });
}

/// Keys of sources.
fn keys(shelves: &[&SourceShelf]) -> Vec<String> {
    shelves.iter().map(|it| it.reference.key.clone()).collect()
}

/// A key of the page's surroundings and of what the style prints on it.
fn key(edition: &Edition, ready: &Ready, shelves: &[&SourceShelf]) -> Fingerprinter {
    let mut key = ready.key(edition);
    key.add(edition.site.style.fingerprint);
    shelves.iter().for_each(|it| {
        key.add(it.reference.fingerprint);
    });
    key
}

/// What the site's style prints for a source.
fn html(edition: &Edition, key: &str) -> String {
    edition.site.source(key).map_or(String::new(), |it| {
        edition.reference_html(&it.reference, &edition.site.style, &edition.settings.language)
    })
}
