//! `/sources/`: the ledger of all sources, and the page of each.

use std::sync::Arc;

use super::page::Ready;
use super::views::listing;
use super::views::sources::Sources;
use super::{Edition, Entry, Wave};
use crate::site::SourceShelf;
use crate::words::{Address, Fingerprint, OutPath};

/// The list in pages, and the sources' own pages.
pub(super) fn files(edition: &Edition, files: &mut Vec<Entry>) {
    let ledger = edition.ledger();
    let (size, total) = (edition.settings.per_page, ledger.len());
    let count = total.div_ceil(size);
    for (index, chunk) in ledger.chunks(size).enumerate() {
        let list = Address::of(["sources"]);
        let here = listing::page_address(&list, index + 1);
        let keys: Arc<[String]> = chunk.iter().map(|it| it.reference.key.clone()).collect();
        let (shown, address) = (keys.clone(), here.clone());
        let key = move |edition: &Edition| {
            let shelves: Vec<&SourceShelf> = shown.iter().filter_map(|it| edition.site.source(it)).collect();
            key(edition, "sources", &address, &shelves, (index, count, total))
        };
        let address = here.clone();
        let make = move |edition: &Edition| {
            let head = edition.head("sources", &edition.word("sources"), &address);
            let ready = Ready::of(edition, head);
            let shelves = keys.iter().filter_map(|it| edition.site.source(it));
            let lines = shelves.map(|it| {
                let mut line = edition.source_line(it, &ready.head.root);
                line.source.html = html(edition, it);
                line
            });
            let pages = edition.pagination(&list, index + 1, count);
            let own = Sources { sources: lines.collect(), total, pages };
            ready.render(&edition.templates, &own, &"the list of sources")
        };
        files.push(Entry::new(path(&here), Wave::Index, key, make));
    }
    for (number, shelf) in edition.site.sources.iter().enumerate() {
        let key = move |edition: &Edition| {
            let shelf = &edition.site.sources[number];
            key(edition, "source", &shelf.address, &[shelf], (0, 0, 0))
        };
        let make = move |edition: &Edition| {
            let shelf = &edition.site.sources[number];
            let mut head = edition.head("source", &shelf.reference.key, &shelf.address);
            let mut own = edition.source_page(shelf, &head.root);
            own.source.html = html(edition, shelf);
            head.title.clone_from(&own.source.label);
            head.full_title = format!("{} · {}", own.source.label, edition.settings.title);
            let about = format!("the page of the source `{}`", shelf.reference.key);
            Ready::of(edition, head).render(&edition.templates, &own, &about)
        };
        files.push(Entry::new(path(&shelf.address), Wave::Index, key, make));
    }
}

/// The path of a page.
fn path(address: &Address) -> OutPath {
    OutPath::new(&address.file()).expect("addresses are made of portable segments")
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
