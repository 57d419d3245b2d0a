//! Files that are published as they are: those of the theme, and those that briefs use.

use super::{Contents, Edition, Entry, NotMade, Wave};
use crate::words::{Fingerprint, Fingerprinter};

/// The theme's assets, and the files of briefs, handed through without being held.
pub(super) fn files(edition: &Edition, files: &mut Vec<Entry>) {
    for (path, bytes) in edition.templates.assets.values() {
        let key = Fingerprinter::new("asset").add_bytes(bytes).finish();
        let bytes = bytes.clone();
        let make = move |_: &Edition| Ok(Contents::Bytes(bytes.to_vec()));
        files.push(Entry::new(path.clone(), Wave::Asset, move |_| key, make));
    }
    for (path, file) in edition.site.assets.iter() {
        let (read, file) = (file.clone(), file.clone());
        // Of one that cannot be read there is nothing to know; making it says why.
        let key = move |_: &Edition| read.fingerprint().unwrap_or(Fingerprint::default());
        let make =
            move |_: &Edition| file.open().map(|it| Contents::Stream(Box::new(it))).map_err(NotMade::Trouble);
        files.push(Entry::new(path.clone(), Wave::Asset, key, make));
    }
}
