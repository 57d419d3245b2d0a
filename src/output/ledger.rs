//! `/sources/`: the ledger of all sources, and the page of each.

use std::sync::Arc;

use super::page::Ready;
use super::views::listing;
use super::views::sources::Sources;
use super::{Edition, NotMade, OutputFile, Wave};
use crate::site::SourceShelf;
use crate::words::{Address, Fingerprint, OutPath};

/// The list in pages, and the sources' own pages.
pub(super) fn files(edition: &Arc<Edition>, files: &mut Vec<OutputFile>) -> Result<(), NotMade> {
    let ledger = edition.ledger();
    let list = Address::of(["sources"]);
    let (size, total) = (edition.settings.per_page, ledger.len());
    let count = total.div_ceil(size);
    for (index, chunk) in ledger.chunks(size).enumerate() {
        let here = listing::page_address(&list, index + 1);
        let key = key(edition, "sources", &here, chunk, (index, count, total));
        let keys: Vec<String> = chunk.iter().map(|it| it.reference.key.clone()).collect();
        let (maker, list, address) = (edition.clone(), list.clone(), here.clone());
        let make = move || {
            let head = maker.head("sources", &maker.word("sources"), &address);
            let ready = Ready::of(&maker, head);
            let shelves = keys.iter().filter_map(|it| maker.site.source(it));
            let lines = shelves.map(|it| {
                let mut line = maker.source_line(it, &ready.head.root);
                line.source.html = html(&maker, it);
                line
            });
            let own =
                Sources { sources: lines.collect(), total, pages: maker.pagination(&list, index + 1, count) };
            ready.render(&maker.templates, &own, "the list of sources")
        };
        push(files, &here, key, Box::new(make));
    }
    for (number, shelf) in edition.site.sources.iter().enumerate() {
        let key = key(edition, "source", &shelf.address, &[shelf], (0, 0, 0));
        let maker = edition.clone();
        let make = move || {
            let shelf = &maker.site.sources[number];
            let mut head = maker.head("source", &shelf.reference.key, &shelf.address);
            let mut own = maker.source_page(shelf, &head.root);
            own.source.html = html(&maker, shelf);
            head.title.clone_from(&own.source.label);
            head.full_title = format!("{} · {}", own.source.label, maker.settings.title);
            let about = format!("the page of the source `{}`", shelf.reference.key);
            Ready::of(&maker, head).render(&maker.templates, &own, &about)
        };
        push(files, &shelf.address, key, Box::new(make));
    }
    Ok(())
}

/// Adds a page.
fn push(files: &mut Vec<OutputFile>, address: &Address, key: Fingerprint, make: super::Make) {
    let path = OutPath::new(&address.file()).expect("addresses are made of portable segments");
    files.push(OutputFile { path, key, wave: Wave::Index, make });
}

/// The key of a page: its sources, those to which they go back, and the briefs that cite them.
fn key(
    edition: &Edition,
    what: &str,
    here: &Address,
    shelves: &[&SourceShelf],
    place: (usize, usize, usize),
) -> Fingerprint {
    let uses = shelves.iter().flat_map(|it| &it.uses).map(|it| it.brief);
    let mut key = edition.keys.of_records(what, uses);
    key.add_value(&(here.as_str(), place));
    for it in shelves {
        let reference = &it.reference;
        let origin = reference.origin.as_ref();
        let known = origin.and_then(|it| edition.site.source(it)).map(|it| it.reference.fingerprint);
        key.add(reference.fingerprint).add(known.unwrap_or_default());
        key.add_value(&(&reference.archived, origin, known.is_some(), it.uses.len()));
    }
    key.finish()
}

/// What the site's style prints for a source.
fn html(edition: &Edition, shelf: &SourceShelf) -> String {
    edition.reference_html(&shelf.reference, &edition.site.style, &edition.settings.language)
}
