//! The paper side of a theme: its texts, its fonts, and how its drawings look.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::input::fonts;
use crate::input::theme::Theme;
use crate::typeset::{FontFile, Kit};
use crate::words::{Fingerprint, Fingerprinter, Source};

/// The template that sets a brief; a theme that has it makes papers.
pub const PAPER: &str = "brief.typ";

/// The template that sets a card; a theme that has it makes cards.
pub const CARD: &str = "card.typ";

/// How the parts of a drawing look.
const DRAWINGS: &str = "plot.css";

/// The same for a theme that does not say it.
const PLAIN: &str = include_str!("plot.css");

/// What a theme sets papers and cards with.
pub struct Side {
    /// Texts, by their names below `paper/`: what messages point into.
    pub texts: BTreeMap<String, Arc<Source>>,
    /// How the parts of a drawing look; tokens stand in it as `var(--ink)`.
    pub drawings: String,
    /// What the typesetter gets of it.
    pub kit: Kit,
    /// Where fonts of the site's own go.
    pub font_folder: String,
    /// Of all of it.
    pub fingerprint: Fingerprint,
}

/// Where a site puts fonts of its own for a theme.
pub fn font_folder(theme: &str) -> String {
    format!("themes/{theme}/paper/fonts/")
}

impl Side {
    /// Of a theme, and of the fonts of the machine that the settings name; `None` if the theme has none.
    pub fn of(theme: &Theme, system: Vec<fonts::FontFile>) -> Option<Side> {
        let (mut texts, mut fonts) = (BTreeMap::new(), Vec::new());
        let mut drawings = PLAIN.to_owned();
        let mut key = Fingerprinter::new("paper side");
        for (inside, file) in &theme.files {
            let Some(name) = inside.strip_prefix("paper/") else { continue };
            let extension = file.path.extension().to_lowercase();
            let text = || String::from_utf8_lossy(&file.bytes).into_owned();
            match extension.as_str() {
                "typ" => {
                    texts.insert(name.to_owned(), Arc::new(Source::new(file.path.clone(), text())));
                }
                "ttf" | "otf" | "ttc" | "otc" => {
                    fonts.push(FontFile { bytes: file.bytes.clone(), faces: Vec::new() })
                }
                _ if name == DRAWINGS => drawings = text(),
                _ => continue,
            }
            key.add_bytes(name.as_bytes()).add_bytes(&file.bytes);
        }
        if !texts.contains_key(PAPER) && !texts.contains_key(CARD) {
            return None;
        }
        for it in system {
            key.add_bytes(&it.bytes).add_value(&it.faces);
            fonts.push(FontFile { bytes: it.bytes.into(), faces: it.faces });
        }
        let fingerprint = key.add_bytes(drawings.as_bytes()).finish();
        let of_kit = texts.iter().map(|(name, it)| (name.clone(), it.text.to_string())).collect();
        Some(Side {
            texts,
            drawings,
            kit: Kit { texts: of_kit, fonts, fingerprint },
            font_folder: font_folder(&theme.name),
            fingerprint,
        })
    }

    /// Whether it has a template.
    pub fn has(&self, template: &str) -> bool {
        self.texts.contains_key(template)
    }
}
