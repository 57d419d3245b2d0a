//! Pictures in the widths that pages load, each made when it is wanted, and looked for first among those
//! that earlier runs made.

#[cfg(feature = "images")]
mod making;

use super::{Edition, Entry, Wave};
use crate::picture;
use crate::site::Made;
use crate::words::{Fingerprint, Fingerprinter};
#[cfg(feature = "images")]
use making::make;

/// One file for each width.
pub(super) fn files(edition: &Edition, files: &mut Vec<Entry>) {
    for (path, made) in edition.site.pictures.iter() {
        let (of_key, of_make) = (made.clone(), made.clone());
        let key = move |edition: &Edition| key(edition, &of_key).unwrap_or_default();
        let make = move |edition: &Edition| make(edition, &of_make);
        files.push(Entry::new(path.clone(), Wave::Asset, key, make));
    }
}

/// What stands for every picture of an edition: what is kept under another name is of no use to it.
pub(super) fn keys(edition: &Edition) -> Vec<Fingerprint> {
    edition.site.pictures.values().filter_map(|it| key(edition, it)).collect()
}

/// Of all that its bytes depend on. Of a file that cannot be read there is nothing to know; making it says
/// why.
fn key(edition: &Edition, made: &Made) -> Option<Fingerprint> {
    let mut key = Fingerprinter::new("picture");
    key.add(made.of.fingerprint().ok()?);
    key.add_value(&(
        picture::MADE_BY,
        env!("CARGO_PKG_VERSION"),
        made.width,
        edition.settings.images.quality,
    ));
    Some(key.finish())
}

/// Without what resizes nothing is listed.
#[cfg(not(feature = "images"))]
fn make(_: &Edition, made: &Made) -> Result<super::Contents, super::NotMade> {
    Ok(super::Contents::Stream(Box::new(made.of.open()?)))
}
