//! A theme as templates, assets and tokens; its mistakes become messages with places.

mod faults;
mod manifest;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use tera::{Context, Tera};

use super::theme_files::{self, Assets};
use super::views::cards::CardPage;
use super::views::frame::Page;
use super::{NotMade, contrast};
use crate::input::theme::Theme;
use crate::language::Language;
use crate::report::{Diagnostic, mistakes::theme as mistakes};
use crate::settings::Settings;
use crate::words::{Fingerprint, Fingerprinter, Source, Span};
use faults::describe;
pub use manifest::Dear;
use manifest::{manifest, picture_sizes, sheet, theme_file};

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

/// A template that a theme may have: how a brief is shown in lists.
const CARD: &str = "card.html";

/// Whether a template prints anything.
fn prints(template: &Source) -> bool {
    !template.text.trim().is_empty()
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
    /// What of a brief's page it does without.
    without: Vec<Dear>,
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
    fingerprint.add_value(&(CONTRACT, &manifest.without)).add_bytes(env!("CARGO_PKG_VERSION").as_bytes());
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
        without: manifest.without,
        sources,
        tokens,
        fingerprint: fingerprint.finish(),
    })
}

/// Loads all templates at once: every mistake that can be told without rendering is said.
fn load(sources: &BTreeMap<String, Arc<Source>>, said: &mut Vec<Diagnostic>) -> Option<Tera> {
    let mut tera = Tera::new();
    tera.register_filter("group_by", group_by);
    tera.register_filter("safe", safe);
    match tera.add_raw_templates(sources.iter().map(|(name, source)| (name.clone(), source.text.to_string())))
    {
        Ok(()) => Some(tera),
        Err(error) => {
            said.extend(describe(&error, sources, None));
            None
        }
    }
}

/// The built-in filter of this name copies what it is given, which may be the whole text of a brief.
fn safe(value: &tera::Value, _: tera::Kwargs, _: &tera::State<'_>) -> tera::Value {
    if value.is_string() { value.clone().mark_safe() } else { tera::Value::safe_string(&value.to_string()) }
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
        about: &dyn Display,
    ) -> Result<Vec<u8>, NotMade> {
        self.print(template, page, page.language, about, 16 * 1024)
    }

    /// Whether its pages show this; what they do without is not made.
    pub fn shows(&self, part: Dear) -> bool {
        !self.without.contains(&part)
    }

    /// Whether the theme prints briefs in lists by a template of their own. An empty one is none, so that a site can do
    /// without that of its theme.
    pub fn prints_cards(&self) -> bool {
        self.sources.get(CARD).is_some_and(|it| prints(it))
    }

    /// A brief in a list, as that template prints it: HTML that pages take along.
    ///
    /// # Errors
    /// Mistakes of the template.
    pub fn card(
        &self,
        view: &CardPage<'_>,
        language: &Language,
        about: &dyn Display,
    ) -> Result<Shared, NotMade> {
        let html = self.print(CARD, view, language, about, 1024)?;
        Ok(Shared(tera::Value::safe_string(&String::from_utf8_lossy(&html))))
    }

    /// Prints what a template makes of a view, of the theme's words and of its files.
    fn print(
        &self,
        template: &str,
        view: &impl Serialize,
        language: &Language,
        about: &dyn Display,
        size: usize,
    ) -> Result<Vec<u8>, NotMade> {
        let said =
            |error: &tera::Error| NotMade::Mistakes(describe(error, &self.sources, Some(&about.to_string())));
        let mut context = Context::from_serialize(view).map_err(|it| said(&it))?;
        context.insert_value("text", self.words(language));
        context.insert_value("assets", self.asset_paths.clone());
        let mut out = Vec::with_capacity(size);
        self.tera.render_to(template, &context, &mut out).map_err(|it| said(&it))?;
        Ok(out)
    }
}
