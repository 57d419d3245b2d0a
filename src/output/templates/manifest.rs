//! `theme.toml`: what a theme says of itself, and its tokens.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::CONTRACT;
use crate::data::{self, Form, positions};
use crate::input::theme::Theme;
use crate::report::{Diagnostic, mistakes::settings as settings_mistakes, mistakes::theme as mistakes};
use crate::settings::Settings;
use crate::words::{Source, SourcePath, Span, names};

/// `theme.toml` as written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Manifest {
    /// The theme's name.
    name: String,
    /// What people call it.
    title: Option<String>,
    /// A sentence on it.
    description: Option<String>,
    /// Versions of the contract that it was made for.
    contract: Vec<u32>,
    /// What of a brief's page it does without.
    pub(super) without: Vec<Dear>,
    /// Tokens and their values.
    pub(super) tokens: Tokens,
}

/// What of a brief's page takes its time on a large site, by its name in templates.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Dear {
    /// Records in the head.
    RecordsHtml,
    /// The reference that readers copy.
    CiteAs,
    /// Related briefs.
    Related,
}

/// `[tokens]` and `[tokens.dark]`.
#[derive(Deserialize, Default)]
pub(super) struct Tokens {
    /// Values in the dark scheme.
    #[serde(default)]
    pub(super) dark: BTreeMap<String, String>,
    /// Values.
    #[serde(flatten)]
    pub(super) light: BTreeMap<String, String>,
}

/// Pictures are as wide as the text, which the token `measure` tells where it is a plain length, and on
/// narrow screens as wide as those.
pub(super) fn picture_sizes(tokens: &BTreeMap<String, String>) -> String {
    let is_length = |it: &&String| {
        let digits = it.trim_end_matches(|it: char| it.is_ascii_lowercase());
        ["rem", "em", "px"].contains(&&it[digits.len()..]) && digits.parse().is_ok_and(|it: f32| it > 0.0)
    };
    match tokens.get("measure").filter(is_length) {
        Some(measure) => format!("(min-width: {measure}) {measure}, 100vw"),
        None => "100vw".to_owned(),
    }
}

/// The top of a theme's file.
pub(super) fn theme_file(theme: &str, inside: &str) -> Option<Span> {
    SourcePath::new(&format!("themes/{theme}/{inside}")).map(Span::top)
}

/// `theme.toml`, its tokens merged with those of the settings.
pub(super) fn manifest(theme: &Theme, settings: &Settings, said: &mut Vec<Diagnostic>) -> Manifest {
    let Some(file) = theme.files.get("theme.toml") else {
        if let Some(at) = theme_file(&theme.name, "theme.toml") {
            said.push(mistakes::manifest_missing(at));
        }
        return Manifest::default();
    };
    let source = Source::new(file.path.clone(), String::from_utf8_lossy(&file.bytes).into_owned());
    let read = data::read_part(Form::Toml, &source, 0..source.text.len(), "theme's manifest", said);
    let mut manifest: Manifest = read.unwrap_or_default();
    if !manifest.contract.contains(&CONTRACT) {
        let at = source.span(positions::value(Form::Toml, &source.text, &["contract"]));
        said.push(mistakes::contract(at, CONTRACT));
    }
    debug_assert!(
        manifest.name.len() + manifest.title.iter().chain(&manifest.description).count() < 10_000,
        "read for its form"
    );
    let Manifest { tokens, .. } = &mut manifest;
    for (own, given, section) in [
        (&mut tokens.light, &settings.tokens, "theme.tokens"),
        (&mut tokens.dark, &settings.tokens_dark, "theme.dark"),
    ] {
        let known: Vec<String> = own.keys().cloned().collect();
        for (token, value) in given {
            let at = settings.place(&format!("{section}.{token}"));
            if !known.contains(token) {
                let near = names::nearest(token, known.iter().map(String::as_str));
                said.push(settings_mistakes::token_unknown(at, token, near));
            } else if value.contains(|it: char| it.is_control() || ";{}<>\\@".contains(it))
                || value.contains("url(")
                || value.contains("/*")
            {
                said.push(settings_mistakes::token_value(at, token));
            } else {
                own.insert(token.clone(), value.clone());
            }
        }
    }
    manifest
}

/// The tokens as a style sheet.
pub(super) fn sheet(manifest: &Manifest) -> String {
    let block = |tokens: &BTreeMap<String, String>| {
        tokens.iter().map(|(name, value)| format!("--{name}:{value};")).collect::<String>()
    };
    let mut out = format!(":root{{{}}}\n", block(&manifest.tokens.light));
    if !manifest.tokens.dark.is_empty() {
        let dark = block(&manifest.tokens.dark);
        out.push_str(&format!(
            "@media screen and (prefers-color-scheme:dark){{:root:not([data-scheme=light]){{{dark}}}}}\n"
        ));
        out.push_str(&format!("@media screen{{:root[data-scheme=dark]{{{dark}}}}}\n"));
    }
    out
}
