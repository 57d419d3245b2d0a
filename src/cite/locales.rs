//! Languages as citation styles know them: their words and rules, read once.

use std::sync::LazyLock;

use hayagriva::citationberg::{Locale, LocaleCode};

/// All locales of CSL. Reading them takes tens of milliseconds.
pub(super) static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(hayagriva::archive::locales);

/// The locale of a language, as CSL names it; American English where there is none.
pub(super) fn code(lang: &str) -> LocaleCode {
    let base = lang.split('-').next().unwrap_or(lang);
    let exact = LOCALES.iter().find(|it| it.lang.as_ref().is_some_and(|it| it.0.eq_ignore_ascii_case(lang)));
    let near = || {
        let all = LOCALES.iter().filter_map(|it| it.lang.as_ref());
        let mut found = all.filter(|it| it.0.split('-').next() == Some(base));
        // `en` alone is American in CSL, as in the specification's list of locales.
        if base == "en" { Some(LocaleCode::en_us()) } else { found.next().cloned() }
    };
    exact.and_then(|it| it.lang.clone()).or_else(near).unwrap_or_else(LocaleCode::en_us)
}

/// Whether there is a locale for a language.
pub fn speaks(lang: &str) -> bool {
    let base = |it: &str| it.split('-').next().unwrap_or(it).to_ascii_lowercase();
    LOCALES.iter().filter_map(|it| it.lang.as_ref()).any(|it| base(&it.0) == base(lang))
}

/// The locale itself.
pub(super) fn locale(lang: &str) -> Option<&'static Locale> {
    let code = code(lang);
    LOCALES.iter().find(|it| it.lang.as_ref() == Some(&code))
}
