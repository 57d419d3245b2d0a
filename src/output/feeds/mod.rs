//! Feeds: the newest briefs with their whole text, as Atom (RFC 4287) and as JSON Feed 1.1, for the
//! site, each topic, each person, and each language where there are several.
//!
//! A brief's text is set once in a build, by the theme's `feed.html`, when the first feed that has
//! it is made.

mod atom;
mod content;
mod entry;
mod json;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::views::feed::Feed;
use super::{Contents, Edition, NotMade, OutputFile, Wave};
use crate::report::Diagnostic;
use crate::words::address::escape_path;
use crate::words::{Fingerprint, Fingerprinter, OutPath};
use entry::Entry;

/// The text of a brief for feeds, set when it is first asked for.
type Text = Arc<OnceLock<Result<String, Vec<Diagnostic>>>>;

/// A feed with everything that its files need.
struct Ready {
    /// Which.
    feed: Feed,
    /// The site's address, with a final slash.
    base: String,
    /// A sentence on the site.
    description: String,
    /// Who answers for the whole: the publisher, or the site under its name.
    author: String,
    /// Its briefs, newest first.
    entries: Vec<Arc<Entry>>,
    /// Their texts.
    texts: Vec<Text>,
}

/// How the bytes of a feed are written, given the texts of its entries.
type Write = fn(&Ready, &[&str]) -> Vec<u8>;

/// All feeds in both formats.
pub(super) fn files(edition: &Arc<Edition>, files: &mut Vec<OutputFile>) -> Result<(), NotMade> {
    let Some(base) = &edition.settings.base_url else { return Ok(()) };
    let mut known: BTreeMap<usize, (Arc<Entry>, Text, Fingerprint)> = BTreeMap::new();
    for feed in edition.feeds() {
        let mut key = Fingerprinter::new("feed");
        let (mut entries, mut texts) = (Vec::new(), Vec::new());
        for &index in &feed.briefs {
            let (entry, text, of_text) = known.entry(index).or_insert_with(|| {
                (
                    Arc::new(Entry::of(edition, index, base)),
                    Text::default(),
                    content::key(edition, index, base),
                )
            });
            key.add_value(&**entry).add(*of_text);
            entries.push(entry.clone());
            texts.push(text.clone());
        }
        let settings = &edition.settings;
        let author = settings.publisher.as_ref().map_or(&settings.title, |it| &it.name).clone();
        let description = settings.description.clone();
        key.add_value(&(&feed.folder, &feed.title, &feed.page, &feed.lang, base, &description, &author));
        let ready = Arc::new(Ready { feed, base: base.clone(), description, author, entries, texts });
        for (name, write) in [("feed.xml", atom::write as Write), ("feed.json", json::write)] {
            let path = OutPath::new(&format!("{}{name}", ready.feed.folder)).expect("addresses are portable");
            let key = Fingerprinter::new(name).add(key.finish()).finish();
            let (edition, ready) = (edition.clone(), ready.clone());
            files.push(OutputFile {
                path,
                key,
                wave: Wave::Index,
                make: Box::new(move || make(&edition, &ready, write)),
            });
        }
    }
    Ok(())
}

/// Makes a feed in one format.
fn make(edition: &Arc<Edition>, ready: &Ready, write: Write) -> Result<Contents, NotMade> {
    let mut texts = Vec::new();
    for (&index, text) in ready.feed.briefs.iter().zip(&ready.texts) {
        let set = text.get_or_init(|| content::text(edition, index, &ready.base));
        texts.push(set.as_deref().map_err(|it| NotMade::Mistakes(it.clone()))?);
    }
    Ok(Contents::Bytes(write(ready, &texts)))
}

impl Ready {
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
