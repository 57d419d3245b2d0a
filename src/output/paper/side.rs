//! The paper side of a theme: its texts and its fonts.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::input::theme::Theme;
use crate::words::{Fingerprint, Fingerprinter, Source};

/// The template that sets a brief; a theme that has it has a paper side.
pub const TEMPLATE: &str = "brief.typ";

/// What a theme sets papers with.
pub struct Side {
    /// Texts, by their names below `paper/`.
    pub texts: BTreeMap<String, Arc<Source>>,
    /// Fonts, in the order of their names.
    pub fonts: Vec<Cow<'static, [u8]>>,
    /// Where fonts of the site's own go.
    pub font_folder: String,
    /// Of all of it.
    pub fingerprint: Fingerprint,
    /// The typesetter with these fonts and texts, made when the first paper is.
    #[cfg(feature = "pdf")]
    pub(super) press: std::sync::OnceLock<anyhow::Result<super::press::Press>>,
}

impl Side {
    /// Of a theme; `None` if it has none.
    pub fn of(theme: &Theme) -> Option<Side> {
        let (mut texts, mut fonts) = (BTreeMap::new(), Vec::new());
        let mut key = Fingerprinter::new("paper side");
        for (inside, file) in &theme.files {
            let Some(name) = inside.strip_prefix("paper/") else { continue };
            let extension = file.path.extension().to_lowercase();
            match extension.as_str() {
                "typ" => {
                    let text = String::from_utf8_lossy(&file.bytes).into_owned();
                    texts.insert(name.to_owned(), Arc::new(Source::new(file.path.clone(), text)));
                }
                "ttf" | "otf" | "ttc" | "otc" => fonts.push(file.bytes.clone()),
                _ => continue,
            }
            key.add_bytes(name.as_bytes()).add_bytes(&file.bytes);
        }
        texts.contains_key(TEMPLATE).then(|| Side {
            texts,
            fonts,
            font_folder: format!("themes/{}/paper/fonts/", theme.name),
            fingerprint: key.finish(),
            #[cfg(feature = "pdf")]
            press: std::sync::OnceLock::new(),
        })
    }
}
