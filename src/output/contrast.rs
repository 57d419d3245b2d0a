//! Whether the colours that a site sets for a theme can be read on its paper: WCAG 2.2, 1.4.3 and
//! 1.4.6, with "relative luminance" and "contrast ratio" as defined there.

use std::collections::BTreeMap;

use crate::report::{Diagnostic, mistakes::settings as mistakes};
use crate::settings::Settings;

/// Colours of text, with the contrast that each needs: 7 for what is read at length.
const TEXTS: [(&str, f64, &str); 10] = [
    ("ink", 7.0, "7"),
    ("soft", 4.5, "4.5"),
    ("label", 4.5, "4.5"),
    ("accent", 4.5, "4.5"),
    ("case-1", 4.5, "4.5"),
    ("case-2", 4.5, "4.5"),
    ("case-3", 4.5, "4.5"),
    ("case-4", 4.5, "4.5"),
    ("case-5", 4.5, "4.5"),
    ("case-6", 4.5, "4.5"),
];

/// Says which texts are hard to read, of those pairs that the settings changed. Colours in other forms
/// than `#rrggbb` and `#rgb` are not measured.
pub(super) fn check(
    tokens: &BTreeMap<String, String>,
    settings: &Settings,
    section: &str,
) -> Vec<Diagnostic> {
    let given = if section == "theme.dark" { &settings.tokens_dark } else { &settings.tokens };
    let colour = |token: &str| tokens.get(token).and_then(|it| luminance(it));
    let Some(paper) = colour("paper") else { return Vec::new() };
    let low = TEXTS.iter().filter_map(|(token, least, words)| {
        let changed = [*token, "paper"].into_iter().find(|it| given.contains_key(*it))?;
        let text = colour(token)?;
        let ratio = (text.max(paper) + 0.05) / (text.min(paper) + 0.05);
        // Rounded down: what falls short never looks enough.
        let hundredths = (ratio * 100.0) as u32;
        let at = settings.place(&format!("{section}.{changed}"));
        (ratio < *least).then(|| mistakes::contrast(at, token, hundredths, words))
    });
    low.collect()
}

/// The relative luminance of a colour in hexadecimal.
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.trim().strip_prefix('#')?;
    let wide: String = match digits.len() {
        3 => digits.chars().flat_map(|it| [it, it]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(wide.get(at..at + 2)?, 16).ok()?) / 255.0;
        Some(if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_is_twenty_one_to_one() {
        let (black, white) = (luminance("#000").unwrap(), luminance("#ffffff").unwrap());
        assert!((((white + 0.05) / (black + 0.05)) - 21.0).abs() < 1e-9);
        assert_eq!(luminance("rebeccapurple"), None);
    }
}
