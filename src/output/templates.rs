//! A theme as templates, assets and tokens; its mistakes become messages with places.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tera::{Context, ErrorKind, Tera};

use super::theme_files::{self, Assets};
use super::views::frame::Page;
use super::{NotMade, contrast};
use crate::data::{self, Form, positions};
use crate::input::theme::Theme;
use crate::language::Language;
use crate::report::{Diagnostic, mistakes::settings as settings_mistakes, mistakes::theme as mistakes};
use crate::settings::Settings;
use crate::words::{Fingerprint, Fingerprinter, Source, SourcePath, Span, names};

/// The version of the contract between views and templates; see `docs/themes.md`.
pub const CONTRACT: u32 = 1;

/// Templates that every theme has.
pub const REQUIRED: [&str; 19] = [
    "home.html",
    "brief.html",
    "comparison.html",
    "page.html",
    "topics.html",
    "topic.html",
    "people.html",
    "person.html",
    "series-list.html",
    "series.html",
    "archive.html",
    "lessons.html",
    "recommendations.html",
    "corrections.html",
    "sources.html",
    "source.html",
    "feed.html",
    "404.html",
    "alias.html",
];

/// `theme.toml` as written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Manifest {
    /// The theme's name.
    name: String,
    /// What people call it.
    title: Option<String>,
    /// A sentence on it.
    description: Option<String>,
    /// Versions of the contract that it was made for.
    contract: Vec<u32>,
    /// Tokens and their values.
    tokens: Tokens,
}

/// `[tokens]` and `[tokens.dark]`.
#[derive(Deserialize, Default)]
struct Tokens {
    /// Values in the dark scheme.
    #[serde(default)]
    dark: BTreeMap<String, String>,
    /// Values.
    #[serde(flatten)]
    light: BTreeMap<String, String>,
}

/// A part of views that many pages have, as templates see it: made once, and taken along instead of copied.
#[derive(Clone, Debug)]
pub struct Shared(tera::Value);

impl Shared {
    /// Of a part of a view.
    pub fn of(part: &impl Serialize) -> Shared {
        Shared(tera::Value::from_serializable(part))
    }
}

impl Serialize for Shared {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A theme that is ready to use.
pub struct Templates {
    /// The templates.
    tera: Tera,
    /// Assets by name: where each goes, and what it holds.
    pub assets: Assets,
    /// Where each asset goes, as templates see it.
    asset_paths: tera::Value,
    /// Words of the theme's languages, as templates see them, by the language's tag.
    words: Mutex<BTreeMap<String, tera::Value>>,
    /// How much of a page's width pictures in its text take, as the attribute `sizes` has it.
    pub picture_sizes: String,
    /// Texts of templates, for excerpts.
    pub sources: BTreeMap<String, Arc<Source>>,
    /// Its tokens, those of the settings among them.
    pub tokens: BTreeMap<String, String>,
    /// Of all templates and where their assets go.
    pub fingerprint: Fingerprint,
}

/// Makes a theme ready; what is wrong is said, and then there are only its texts, for excerpts.
///
/// # Errors
/// Mistakes of the theme.
pub fn prepare(
    theme: &Theme,
    settings: &Settings,
    said: &mut Vec<Diagnostic>,
) -> Result<Templates, Vec<Arc<Source>>> {
    // A theme that is not there was said.
    if theme.files.is_empty() {
        return Err(Vec::new());
    }
    let before = said.len();
    let mut sources = BTreeMap::new();
    for (inside, file) in &theme.files {
        if let Some(name) = inside.strip_prefix("templates/") {
            match String::from_utf8(file.bytes.to_vec()) {
                Ok(text) => {
                    sources.insert(name.to_owned(), Arc::new(Source::new(file.path.clone(), text)));
                }
                Err(error) => {
                    let offset = error.utf8_error().valid_up_to();
                    said.push(crate::report::mistakes::site::not_utf8(
                        Span::top(file.path.clone()),
                        offset,
                        "",
                    ));
                }
            }
        }
    }
    let manifest = manifest(theme, settings, said);
    let missing: Vec<String> =
        REQUIRED.iter().filter(|it| !sources.contains_key(**it)).map(|it| format!("`{it}`")).collect();
    if !missing.is_empty() {
        said.push(mistakes::templates_missing(theme_file(&theme.name, "templates"), &missing.join(", ")));
    }
    let (assets, sheets) = theme_files::name(theme, sheet(&manifest), said);
    debug_assert!(settings.theme == theme.name, "the theme that was asked for");
    let tera = load(&sources, said);
    if said.len() > before {
        let manifest = theme.files.get("theme.toml").map(|it| {
            Arc::new(Source::new(it.path.clone(), String::from_utf8_lossy(&it.bytes).into_owned()))
        });
        return Err(sources.into_values().chain(manifest).chain(sheets).collect());
    }
    let mut fingerprint = Fingerprinter::new("templates");
    fingerprint.add_value(&CONTRACT).add_bytes(env!("CARGO_PKG_VERSION").as_bytes());
    for (name, source) in &sources {
        fingerprint.add_bytes(name.as_bytes()).add(source.fingerprint);
    }
    for (name, (path, _)) in &assets {
        fingerprint.add_bytes(name.as_bytes()).add_bytes(path.as_str().as_bytes());
    }
    // Warnings: they keep nobody from publishing.
    said.extend(contrast::check(&manifest.tokens.light, settings, "theme.tokens"));
    said.extend(contrast::check(&manifest.tokens.dark, settings, "theme.dark"));
    let Some(tera) = tera else { return Err(sources.into_values().collect()) };
    let picture_sizes = picture_sizes(&manifest.tokens.light);
    let tokens = manifest.tokens.light;
    let asset_paths: BTreeMap<&str, &str> =
        assets.iter().map(|(name, (path, _))| (name.as_str(), path.as_str())).collect();
    Ok(Templates {
        tera,
        asset_paths: tera::Value::from_serializable(&asset_paths),
        assets,
        words: Mutex::default(),
        picture_sizes,
        sources,
        tokens,
        fingerprint: fingerprint.finish(),
    })
}

/// Pictures are as wide as the text, which the token `measure` tells where it is a plain length, and on
/// narrow screens as wide as those.
fn picture_sizes(tokens: &BTreeMap<String, String>) -> String {
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
fn theme_file(theme: &str, inside: &str) -> Option<Span> {
    SourcePath::new(&format!("themes/{theme}/{inside}")).map(Span::top)
}

/// `theme.toml`, its tokens merged with those of the settings.
fn manifest(theme: &Theme, settings: &Settings, said: &mut Vec<Diagnostic>) -> Manifest {
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
fn sheet(manifest: &Manifest) -> String {
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

/// Loads all templates at once: every mistake that can be told without rendering is said.
fn load(sources: &BTreeMap<String, Arc<Source>>, said: &mut Vec<Diagnostic>) -> Option<Tera> {
    let mut tera = Tera::new();
    tera.register_filter("group_by", group_by);
    match tera.add_raw_templates(sources.iter().map(|(name, source)| (name.clone(), source.text.to_string())))
    {
        Ok(()) => Some(tera),
        Err(error) => {
            said.extend(describe(&error, sources, None));
            None
        }
    }
}

/// The built-in filter of this name gives its groups in another order each run; this one keeps the
/// order in which they are first met.
fn group_by(
    values: &[tera::Value],
    kwargs: tera::Kwargs,
    _: &tera::State<'_>,
) -> tera::TeraResult<tera::Map> {
    let attribute = kwargs.must_get::<&str>("attribute")?;
    let mut groups: Vec<(String, Vec<tera::Value>)> = Vec::new();
    for value in values {
        let Some(key) = value.get_from_path(attribute) else {
            return Err(tera::Error::message(format!("no attribute `{attribute}` to group by")));
        };
        let key = key.to_string();
        match groups.iter_mut().find(|it| it.0 == key) {
            Some(group) => group.1.push(value.clone()),
            None => groups.push((key, vec![value.clone()])),
        }
    }
    Ok(groups.into_iter().map(|(key, all)| (tera::value::Key::from(key), all.into())).collect())
}

impl Templates {
    /// The words of a language as templates see them. They are some two hundred and the same on every page, so they
    /// are made into a value once.
    fn words(&self, language: &Language) -> tera::Value {
        let mut words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = words.get(&language.tag) {
            return known.clone();
        }
        let value = tera::Value::from_serializable(&language.text);
        words.insert(language.tag.clone(), value.clone());
        value
    }

    /// Renders a template with a page's view. `about` names what is being shown, for messages.
    ///
    /// # Errors
    /// Mistakes of the template.
    pub fn render(
        &self,
        template: &str,
        page: &Page<'_, impl Serialize>,
        about: &str,
    ) -> Result<Vec<u8>, NotMade> {
        let said = |error: &tera::Error| NotMade::Mistakes(describe(error, &self.sources, Some(about)));
        let mut context = Context::from_serialize(page).map_err(|it| said(&it))?;
        context.insert_value("text", self.words(page.language));
        context.insert_value("assets", self.asset_paths.clone());
        let mut out = Vec::with_capacity(16 * 1024);
        self.tera.render_to(template, &context, &mut out).map_err(|it| said(&it))?;
        Ok(out)
    }
}

/// Tera's errors as messages with places in the theme.
fn describe(
    error: &tera::Error,
    sources: &BTreeMap<String, Arc<Source>>,
    about: Option<&str>,
) -> Vec<Diagnostic> {
    let at_range = |name: &str, range: std::ops::Range<usize>| sources.get(name).map(|it| it.span(range));
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let at = at_range(report.filename(), report.span().range.clone());
            vec![mistakes::template(at, report.message(), about)]
        }
        ErrorKind::MissingParent { current, parent } => vec![mistakes::template(
            at_range(current, 0..0),
            &format!("it extends `{parent}`, which is not there"),
            about,
        )],
        ErrorKind::Msg(text) => {
            // Reports that were put into words already, several at once: `error: …` and ` --> file:line:column`.
            let mut all: Vec<Diagnostic> = text
                .split("\n\n")
                .filter_map(|part| {
                    let message = part.strip_prefix("error: ")?.lines().next()?;
                    let place = part.lines().find_map(|it| it.trim_start().strip_prefix("--> "))?;
                    let mut numbers = place.rsplitn(3, ':');
                    let (column, line, name) = (numbers.next()?, numbers.next()?, numbers.next()?);
                    let source = sources.get(name)?;
                    let place =
                        crate::words::Place { line: line.parse().ok()?, column: column.parse().ok()? };
                    let start = source.offset(place) as usize;
                    Some(mistakes::template(Some(source.span(start..start + 1)), message, about))
                })
                .collect();
            if all.is_empty() {
                all.push(mistakes::template(None, text.lines().next().unwrap_or_default(), about));
            }
            all
        }
        other => vec![mistakes::template(None, &tera::Error::new_kind_words(other), about)],
    }
}

/// Puts a kind of error into words.
trait KindWords {
    /// The words.
    fn new_kind_words(kind: &ErrorKind) -> String;
}

impl KindWords for tera::Error {
    fn new_kind_words(kind: &ErrorKind) -> String {
        match kind {
            ErrorKind::CircularExtend { tpl, .. } => format!("`{tpl}` extends itself in a circle"),
            ErrorKind::CircularInclude { tpl, .. } => format!("`{tpl}` includes itself in a circle"),
            ErrorKind::TemplateNotFound(name) => format!("no template `{name}`"),
            other => format!("{other:?}"),
        }
    }
}
