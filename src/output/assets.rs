//! Files that are published as they are: those of the theme, and those that briefs use.

use std::sync::Arc;

use super::{Contents, Edition, NotMade, OutputFile, Wave};
use crate::words::Fingerprinter;

/// The theme's assets, and the files of briefs, handed through without being held.
pub(super) fn files(edition: &Arc<Edition>, files: &mut Vec<OutputFile>) -> Result<(), NotMade> {
    for (path, bytes) in edition.templates.assets.values() {
        let bytes = bytes.clone();
        files.push(OutputFile {
            path: path.clone(),
            key: Fingerprinter::new("asset").add_bytes(&bytes).finish(),
            wave: Wave::Asset,
            make: Box::new(move || Ok(Contents::Bytes(bytes.to_vec()))),
        });
    }
    for (path, file) in &edition.site.assets {
        let key = file.fingerprint().map_err(NotMade::Trouble)?;
        let file = file.clone();
        files.push(OutputFile {
            path: path.clone(),
            key,
            wave: Wave::Asset,
            make: Box::new(move || {
                file.open().map(|it| Contents::Stream(Box::new(it))).map_err(NotMade::Trouble)
            }),
        });
    }
    Ok(())
}
