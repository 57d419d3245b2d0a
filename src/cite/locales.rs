//! Languages as citation styles know them: their words and rules. One is read when somebody asks for it:
//! all of them take three quarters of the time of a build in which nothing changed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use hayagriva::archive::LOCALES;
use hayagriva::citationberg::{Locale, LocaleCode};

/// The languages of the archive, in its order.
#[rustfmt::skip]
const CODES: [&str; 63] = [
    "af-ZA", "ar", "bal-PK", "bg-BG", "brh-PK", "ca-AD", "cs-CZ", "cy-GB", "da-DK", "de-AT", "de-CH", "de-DE", "el-GR",
    "en-GB", "en-US", "es-CL", "es-ES", "es-MX", "et-EE", "eu", "fa-IR", "fi-FI", "fr-CA", "fr-FR", "gl-ES", "he-IL",
    "hi-IN", "hr-HR", "hu-HU", "hy-AM", "id-ID", "is-IS", "it-IT", "ja-JP", "km-KH", "ko-KR", "la", "lij-IT", "lt-LT",
    "lv-LV", "mn-MN", "ms-MY", "nb-NO", "nl-NL", "nn-NO", "pa-PK", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "sk-SK",
    "sl-SI", "sr-Cyrl-RS", "sr-Latn-RS", "sv-SE", "th-TH", "tl-PH", "tr-TR", "uk-UA", "vi-VN", "zh-CN", "zh-TW",
];

/// The locale with a place in the archive; `None` if it cannot be read.
fn read(place: usize) -> Option<&'static Locale> {
    static READ: [OnceLock<Option<Locale>>; CODES.len()] = [const { OnceLock::new() }; CODES.len()];
    READ.get(place)?.get_or_init(|| ciborium::from_reader(*LOCALES.get(place)?).ok()).as_ref()
}

/// The place of a language, as CSL names it.
fn place(code: &str) -> Option<usize> {
    CODES.iter().position(|it| *it == code)
}

/// The locale of a language, as CSL names it; American English where there is none.
pub(super) fn code(lang: &str) -> LocaleCode {
    let base = lang.split('-').next().unwrap_or(lang);
    let exact = CODES.iter().find(|it| it.eq_ignore_ascii_case(lang));
    // `en` alone is American in CSL, as in the specification's list of locales.
    let near = || CODES.iter().find(|it| base != "en" && it.split('-').next() == Some(base));
    exact.or_else(near).map_or_else(LocaleCode::en_us, |it| LocaleCode((*it).to_owned()))
}

/// Whether there is a locale for a language.
pub fn speaks(lang: &str) -> bool {
    let base = |it: &str| it.split('-').next().unwrap_or(it).to_ascii_lowercase();
    CODES.iter().any(|it| base(it) == base(lang))
}

/// The locale itself.
pub(super) fn locale(lang: &str) -> Option<&'static Locale> {
    read(place(&code(lang).0)?)
}

/// What the engine may look for when it sets in a locale: itself, the usual one of its language, American
/// English (CSL 1.0.2, "Locale Fallback").
pub(super) fn asked(code: &LocaleCode) -> Arc<[Locale]> {
    static ASKED: Mutex<BTreeMap<String, Arc<[Locale]>>> = Mutex::new(BTreeMap::new());
    let mut all = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    let made = all.entry(code.0.clone()).or_insert_with(|| {
        let mut codes = vec![code.clone()];
        codes.extend(code.fallback());
        codes.push(LocaleCode::en_us());
        let mut places: Vec<usize> = codes.iter().filter_map(|it| place(&it.0)).collect();
        places.dedup();
        places.into_iter().filter_map(read).cloned().collect()
    });
    made.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archive_holds_what_is_listed_in_that_order() {
        assert_eq!(LOCALES.len(), CODES.len());
        for (place, code) in CODES.iter().enumerate() {
            let found = read(place).and_then(|it| it.lang.clone());
            assert_eq!(found.map(|it| it.0).as_deref(), Some(*code));
        }
    }

    #[test]
    fn the_engine_gets_a_language_and_those_that_it_falls_back_to() {
        let codes =
            |lang| asked(&code(lang)).iter().filter_map(|it| Some(it.lang.clone()?.0)).collect::<Vec<_>>();
        assert_eq!(codes("de-AT"), ["de-AT", "de-DE", "en-US"]);
        assert_eq!(codes("en"), ["en-US"]);
        assert_eq!(codes("en-GB"), ["en-GB", "en-US"]);
        assert_eq!(codes("tlh"), ["en-US"]);
        assert_eq!(codes("sr"), ["sr-Cyrl-RS", "en-US"]);
    }
}
