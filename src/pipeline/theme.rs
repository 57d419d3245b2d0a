//! The theme, made ready for use: once, as long as nothing of it changes.

use std::sync::Arc;

use super::Wish;
use crate::input::fonts::{self, Found};
use crate::input::theme::{Theme, built_in, read as read_files};
use crate::language::Languages;
use crate::output::paper::{self, side, side::PAPER, side::Side};
use crate::output::templates::{self, Templates};
use crate::report::{Diagnostic, mistakes::paper as of_paper, mistakes::settings as mistakes};
use crate::settings::Settings;
use crate::words::{Fingerprint, Fingerprinter, Source};

/// A theme that is ready, and what had to be said of it.
pub(super) struct Dress {
    /// Of all that it was made from.
    key: Fingerprint,
    /// Words of languages.
    pub(super) languages: Arc<Languages>,
    /// Its templates, unless something is wrong with them.
    pub(super) templates: Option<Arc<Templates>>,
    /// What it sets papers with, where papers are made.
    pub(super) paper: Option<Arc<Side>>,
    /// Whether there would be papers if this program had a typesetter.
    pub(super) leaves_papers_out: bool,
    /// Its texts, for excerpts.
    pub(super) texts: Vec<Arc<Source>>,
    /// What is wrong with it.
    pub(super) said: Vec<Diagnostic>,
}

/// A theme of which only the words are ready. Drafts need them, and its templates can be made ready meanwhile.
pub(super) struct Words {
    /// Its files.
    theme: Theme,
    /// Of all that it is made from.
    key: Fingerprint,
    /// The same theme, ready since the build before.
    known: Option<Arc<Dress>>,
    /// Texts of its words, unless it is known.
    strings: Vec<Arc<Source>>,
    /// Words of languages.
    pub(super) languages: Arc<Languages>,
    /// What is wrong with them.
    said: Vec<Diagnostic>,
}

/// Reads the theme that the settings name, and its words.
///
/// # Errors
/// Trouble with the machine, naming verb and path.
pub(super) fn read(wish: &Wish, settings: &Settings, before: Option<&Arc<Dress>>) -> anyhow::Result<Words> {
    let theme = read_files(&wish.root, &settings.theme)?;
    // The text of the settings, and not only what it means: messages point into it.
    let key = Fingerprinter::new("dress").add(theme.fingerprint()).add(settings.key).finish();
    let known = before.filter(|it| it.key == key).cloned();
    let mut said = Vec::new();
    let (strings, languages) = match &known {
        Some(known) => (Vec::new(), known.languages.clone()),
        None => {
            let strings = strings(&theme);
            let languages = Languages::read(strings.iter().map(|it| &**it), &mut said);
            (strings, Arc::new(languages))
        }
    };
    Ok(Words { theme, key, known, strings, languages, said })
}

/// Makes a theme ready.
pub(super) fn dress(words: Words, settings: &Settings) -> Arc<Dress> {
    let Words { theme, key, known, strings, languages, mut said } = words;
    if let Some(known) = known {
        return known;
    }
    let theme = &theme;
    if theme.files.is_empty() {
        let known = format!("`{}`", built_in().join("`, `"));
        said.push(mistakes::theme_missing(settings.place("theme"), &settings.theme, &known));
    }
    let (templates, texts) = match templates::prepare(theme, settings, &mut said) {
        Ok(it) => {
            let texts = it.sources.values().cloned().collect();
            (Some(Arc::new(it)), texts)
        }
        Err(texts) => (None, texts),
    };
    let (paper, leaves_papers_out) = paper_side(theme, settings, &mut said);
    let of_paper = paper.iter().flat_map(|it| it.texts.values().cloned());
    let texts = strings.into_iter().chain(texts).chain(of_paper).collect();
    Arc::new(Dress { key, languages, templates, paper, leaves_papers_out, texts, said })
}

/// What the theme sets papers with, and whether papers are left out that a program with a typesetter would make.
/// Of the latter only those hear who ask for papers; to others the build says it in its summary.
fn paper_side(theme: &Theme, settings: &Settings, said: &mut Vec<Diagnostic>) -> (Option<Arc<Side>>, bool) {
    if theme.files.is_empty() {
        return (None, false);
    }
    let wanted = settings.paper.enabled;
    let is_wanted = paper::CAN_PRINT && (wanted != Some(false) || settings.paper.cards);
    let system = if is_wanted { fonts::of_system(&settings.paper.system_fonts) } else { Found::default() };
    for (family, near) in system.missing {
        let at = settings.place("pdf.system_fonts");
        said.push(of_paper::no_such_font(at, &family, near.as_deref(), &side::font_folder(&theme.name)));
    }
    let side = Side::of(theme, system.files);
    let has_papers = side.as_ref().is_some_and(|it| it.has(PAPER));
    if wanted == Some(true) {
        let at = settings.place("pdf");
        if !paper::CAN_PRINT {
            said.push(of_paper::not_built(at));
        } else if !has_papers {
            said.push(of_paper::without_side(at, &theme.name));
        }
    }
    let left_out = has_papers && wanted != Some(false) && !paper::CAN_PRINT;
    (side.filter(|_| paper::CAN_PRINT).map(Arc::new), left_out)
}

/// The strings of a theme.
fn strings(theme: &Theme) -> Vec<Arc<Source>> {
    let strings = theme.files.iter().filter(|it| it.0.starts_with("strings/") && it.0.ends_with(".toml"));
    strings
        .map(|(_, file)| {
            Arc::new(Source::new(file.path.clone(), String::from_utf8_lossy(&file.bytes).into_owned()))
        })
        .collect()
}
