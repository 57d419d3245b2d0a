//! Feeds: the newest briefs with their whole text, as Atom (RFC 4287) and as JSON Feed 1.1, for the
//! site, each topic, each person, and each language where there are several.
//!
//! A brief's text is set once in a build, by the theme's `feed.html`, when the first feed that has
//! it is made.

mod atom;
mod content;
mod entry;
mod json;

use std::sync::{Arc, OnceLock};

use super::Entry as Listed;
use super::views::feed::Feed;
use super::{Contents, Edition, NotMade, Wave};
use crate::report::Diagnostic;
use crate::words::address::escape_path;
use crate::words::{Fingerprint, OutPath};
use entry::Entry;

/// What feeds hold of a brief, made when a feed that has it is made for the first time.
#[derive(Default)]
pub(super) struct Piece {
    /// What stands beside its text.
    entry: OnceLock<Entry>,
    /// Its text.
    text: OnceLock<Result<String, Vec<Diagnostic>>>,
}

/// A feed with everything that its bytes need.
struct Ready<'a> {
    /// Which.
    feed: &'a Feed,
    /// The site's address, with a final slash.
    base: &'a str,
    /// A sentence on the site.
    description: &'a str,
    /// Who answers for the whole: the publisher, or the site under its name.
    author: &'a str,
    /// Its briefs, newest first.
    entries: Vec<&'a Entry>,
}

/// How the bytes of a feed are written, given the texts of its entries.
type Write = fn(&Ready<'_>, &[&str]) -> Vec<u8>;

/// All feeds in both formats.
pub(super) fn files(edition: &Edition, files: &mut Vec<Listed>) {
    if edition.settings.base_url.is_none() {
        return;
    }
    for feed in edition.feeds() {
        let feed = Arc::new(feed);
        for (name, write) in [("feed.xml", atom::write as Write), ("feed.json", json::write)] {
            let path = OutPath::new(&format!("{}{name}", feed.folder)).expect("addresses are portable");
            let (shown, made) = (feed.clone(), feed.clone());
            files.push(Listed::new(
                path,
                Wave::Index,
                move |edition| key(edition, &shown, name),
                move |edition| make(edition, &made, write),
            ));
        }
    }
}

/// The key of a feed in a format.
fn key(edition: &Edition, feed: &Feed, name: &str) -> Fingerprint {
    let mut key = edition.keys.of_records("feed", feed.briefs.iter().copied());
    key.add_value(&(&feed.folder, &feed.title, &feed.page, &feed.lang, name)).finish()
}

/// Makes a feed in one format.
fn make(edition: &Edition, feed: &Feed, write: Write) -> Result<Contents, NotMade> {
    let settings = &edition.settings;
    let base = settings.base_url.as_deref().unwrap_or_default();
    let (mut entries, mut texts) = (Vec::new(), Vec::new());
    for &index in &feed.briefs {
        let piece = edition.feed_pieces.get(index, Piece::default);
        entries.push(piece.entry.get_or_init(|| Entry::of(edition, index, base)));
        let set = piece.text.get_or_init(|| content::text(edition, index, base));
        texts.push(set.as_deref().map_err(|it| NotMade::Mistakes(it.clone()))?);
    }
    let author = settings.publisher.as_ref().map_or(&settings.title, |it| &it.name);
    let ready = Ready { feed, base, description: &settings.description, author, entries };
    Ok(Contents::Bytes(write(&ready, &texts)))
}

impl Ready<'_> {
    /// Where one of its files is.
    fn at(&self, name: &str) -> String {
        format!("{}{}{name}", self.base, escape_path(&self.feed.folder))
    }

    /// Where the page is that shows the same.
    fn page(&self) -> String {
        format!("{}{}", self.base, escape_path(&self.feed.page))
    }

    /// The moment of the last change: the latest of its entries', so that equal feeds are equal.
    fn updated(&self) -> &str {
        self.entries.iter().max_by_key(|it| it.changed.as_str()).map_or("", |it| &it.updated)
    }
}
