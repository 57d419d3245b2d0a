//! Makes a smaller picture, unless an earlier run made it.

use std::io::Read as _;

use super::key;
use crate::output::{Contents, Edition, NotMade};
use crate::picture;
use crate::report::mistakes::pictures as mistakes;
use crate::site::{Brief, Made, Target};
use crate::words::{Fingerprinter, OutPath, Span};

/// Makes one, or finds it.
pub(super) fn make(edition: &Edition, made: &Made) -> Result<Contents, NotMade> {
    let file = &made.of;
    let store = &edition.lent.pictures;
    let name = key(edition, made).map(|it| it.to_string());
    let kept = name.as_ref().and_then(|it| store.find(it));
    let bytes = match kept {
        Some(bytes) => bytes,
        None => {
            let mut bytes = Vec::new();
            file.open()?.take(edition.settings.asset_max).read_to_end(&mut bytes).map_err(|error| {
                NotMade::Trouble(anyhow::Error::new(error).context(format!("failed to read `{}`", file.path)))
            })?;
            // The name stands for what was read before: it may be another file by now.
            let is_same = file.fingerprint().is_ok_and(|it| {
                let mut read = Fingerprinter::new("file");
                read.add_reader(&bytes[..]).is_ok_and(|read| read.finish() == it)
            });
            let wanted = picture::Resize {
                width: made.width,
                height: made.picture.height_at(made.width),
                quality: edition.settings.images.quality,
                memory: edition.settings.images.memory_max,
            };
            let smaller = picture::resized(&bytes, &made.picture, wanted)
                .map_err(|why| NotMade::Mistakes(vec![broken(edition, made, &why)]))?
                .unwrap_or_default();
            if let Some(name) = name.filter(|_| is_same) {
                store.keep(&name, &smaller);
            }
            smaller
        }
    };
    // Nothing is kept of a picture that is smaller as it is.
    if bytes.is_empty() {
        return Ok(Contents::Stream(Box::new(file.open()?)));
    }
    Ok(Contents::Bytes(bytes))
}

/// That a picture cannot be opened, where it is first shown.
fn broken(edition: &Edition, made: &Made, why: &str) -> crate::report::Diagnostic {
    let out = edition.site.assets.iter().find(|it| it.1.path == made.of.path).map(|it| it.0);
    let at = out.and_then(|out| edition.site.briefs.iter().find_map(|it| place(it, out)));
    let at = at.unwrap_or_else(|| Span::top(made.of.path.clone()));
    mistakes::broken(at, made.of.path.as_str(), why)
}

/// Where a brief shows a picture.
fn place(brief: &Brief, out: &OutPath) -> Option<Span> {
    let is_it = |it: &str| it == out.as_str();
    let cover = brief.cover.as_ref().filter(|it| is_it(&it.original));
    if let Some((_, at)) = brief.front().cover.as_ref().filter(|_| cover.is_some()) {
        return Some(at.clone());
    }
    let shows = |it: &&Target| matches!(it, Target::Picture(it) if is_it(&it.original));
    let number = brief.links.iter().position(|it| shows(&it))?;
    Some(brief.outline.links[number].at.clone())
}
