//! `brief.toml`: as written, then as meant. Every key has a default and a sentence in the schema.

pub mod deposit;
mod feeds;
mod forms;
mod images;
mod limits;
pub mod paper;
pub mod written;

use std::collections::BTreeMap;

use crate::data::{self, Form};
use crate::report::{Diagnostic, Level, mistakes::settings as mistakes};
use crate::words::address::SlugStyle;
use crate::words::{Fingerprint, Instant, Source, Span, names};
pub use deposit::Deposit;
pub use feeds::{FeedOf, Feeds};
use forms::checked_base_url;
pub use forms::{is_id, is_issn, is_language};
pub use images::Images;
use written::{HtmlPolicy, LevelWord, LikelihoodScale, LinkStyle, NavItem, SlugWord, ThemeChoice};
pub use written::{Publisher, Series, SettingsFile};

/// What becomes of HTML that an author writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Html {
    /// Left out, with a warning.
    #[default]
    Off,
    /// Kept as far as it cannot do harm.
    Sanitized,
    /// Kept as it stands.
    Trusted,
}

/// The site's settings as meant.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The publication's name.
    pub title: String,
    /// One sentence on it.
    pub description: String,
    /// Where it will be published: scheme, host and path, with a final `/`.
    pub base_url: Option<String>,
    /// BCP 47.
    pub language: String,
    /// A zone of the tz database.
    pub timezone: String,
    /// The theme's name.
    pub theme: String,
    /// What the site sets for the theme's tokens.
    pub tokens: BTreeMap<String, String>,
    /// What the site sets for the dark scheme's tokens.
    pub tokens_dark: BTreeMap<String, String>,
    /// Who publishes.
    pub publisher: Option<Publisher>,
    /// Series, in the order given.
    pub series: Vec<Series>,
    /// Navigation, in the order given: title, target as written, place.
    pub nav: Vec<(String, String, Span)>,
    /// Inline Markdown.
    pub footer: Option<String>,
    /// A file of the site.
    pub logo: Option<String>,
    /// A file of the site.
    pub favicon: Option<String>,
    /// Defaults for briefs.
    pub license: Option<String>,
    /// Default for briefs.
    pub copyright: Option<String>,
    /// Default for briefs.
    pub disclaimer: Option<String>,
    /// Default for briefs.
    pub funding: Option<String>,
    /// The site's bibliography; the usual one if none is named.
    pub bibliography: Option<String>,
    /// The style of citations, a name or a path.
    pub style: Option<String>,
    /// Genres, by what briefs write as `type`, that are no works of research.
    pub not_research: Vec<String>,
    /// How DOIs are deposited with Crossref, if they are.
    pub deposit: Option<Deposit>,
    /// Whether briefs have a PDF, on which paper, and what setting one may cost.
    pub paper: paper::Papers,
    /// Which feeds there are, and how much they hold.
    pub feeds: Feeds,
    /// What becomes of raw HTML.
    pub html: Html,
    /// How addresses are spelled.
    pub slugs: SlugStyle,
    /// Whether links name `index.html`.
    pub links_name_files: bool,
    /// Briefs on a page of a list.
    pub per_page: usize,
    /// Levels of checks by code.
    pub checks: BTreeMap<String, Level>,
    /// Whether a published brief needs `approved_by`.
    pub require_approval: bool,
    /// Largest file copied to the output, in bytes.
    pub asset_max: u64,
    /// How pictures are shown.
    pub images: Images,
    /// Terms of the likelihood scale, least likely first.
    pub likelihood: Vec<String>,
    /// Old addresses and where they lead, with places.
    pub redirects: Vec<(String, String, Span)>,
    /// The output folder, relative to the root.
    pub output: String,
    /// The file that was read.
    pub file: Span,
    /// Where some values stand, for messages that come later: `logo`, `theme.tokens.accent`.
    places: BTreeMap<String, Span>,
    /// Of everything above that a draft depends on.
    pub draft_key: Fingerprint,
    /// Of the whole file.
    pub key: Fingerprint,
}

/// The seven terms of ICD 203 (US Office of the Director of National Intelligence, 2015, D.6.e.2.a).
const ICD203: [&str; 7] = [
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
];

/// The seven terms of the UK's Probability Yardstick (Professional Head of Intelligence Assessment).
const UK: [&str; 7] = [
    "remote chance",
    "highly unlikely",
    "unlikely",
    "realistic possibility",
    "likely",
    "highly likely",
    "almost certain",
];

/// Reads `brief.toml`. Whatever is wrong is said; defaults stand in, so that reading goes on.
pub fn read(source: &Source, said: &mut Vec<Diagnostic>) -> Settings {
    let file: SettingsFile =
        data::read_part(Form::Toml, source, 0..source.text.len(), "settings", said).unwrap_or_default();
    let at = |path: &[&str]| source.span(data::positions::value(Form::Toml, &source.text, path));
    let base_url = file.base_url.as_deref().and_then(|it| match checked_base_url(it) {
        Ok(url) => Some(url),
        Err(why) => {
            said.push(mistakes::base_url(at(&["base_url"]), it, why));
            None
        }
    });
    check_forms(&file, source, said);
    let (theme, tokens, tokens_dark) = match file.theme {
        ThemeChoice::Name(name) => (name, BTreeMap::new(), BTreeMap::new()),
        ThemeChoice::More { name, tokens, dark } => (name, tokens, dark),
    };
    let likelihood = likelihood(file.likelihood, at(&["likelihood"]), said);
    let nav = file
        .nav
        .iter()
        .enumerate()
        .map(|(index, NavItem { title, to })| {
            (title.clone(), to.clone(), nth_table(source, "nav", index, "to"))
        })
        .collect();
    let redirects = file
        .redirects
        .iter()
        .map(|(from, to)| (from.clone(), to.clone(), at(&["redirects", from])))
        .collect();
    let checks = file.checks.iter().map(|(code, level)| (code.clone(), level_of(*level))).collect();
    let places = places(source, &tokens, &tokens_dark);
    let draft_key = Fingerprint::of_value(&(
        &file.language,
        format!("{:?}{:?}", file.html, file.slugs),
        &likelihood,
        env!("CARGO_PKG_VERSION"),
    ));
    Settings {
        title: file.title,
        description: file.description,
        base_url,
        language: file.language,
        timezone: file.timezone,
        theme,
        tokens,
        tokens_dark,
        publisher: file.publisher,
        series: file.series,
        nav,
        footer: file.footer,
        logo: file.logo,
        favicon: file.favicon,
        license: file.license,
        copyright: file.copyright,
        disclaimer: file.disclaimer,
        funding: file.funding,
        bibliography: file.bibliography,
        style: file.style,
        not_research: file.citations.not_research,
        deposit: deposit::meant(file.doi, source, said),
        paper: paper::meant(&file.pdf, &file.limits),
        feeds: feeds::meant(file.feeds, source, said),
        html: html_of(file.html),
        slugs: slugs_of(file.slugs),
        links_name_files: file.links == LinkStyle::Files,
        per_page: file.per_page.clamp(1, 500),
        checks,
        require_approval: file.workflow.require_approval,
        asset_max: file.limits.asset_megabytes.saturating_mul(1024 * 1024),
        images: images::meant(file.images, &file.limits, source, said),
        likelihood,
        redirects,
        output: file.output,
        file: Span::top(source.path.clone()),
        places,
        draft_key,
        key: source.fingerprint,
    }
}

/// Says values that are not of the form that they must have.
fn check_forms(file: &SettingsFile, source: &Source, said: &mut Vec<Diagnostic>) {
    let at = |path: &[&str]| source.span(data::positions::value(Form::Toml, &source.text, path));
    if !Instant::knows_zone(&file.timezone) {
        said.push(mistakes::timezone(at(&["timezone"]), &file.timezone));
    }
    if !is_language(&file.language) {
        said.push(mistakes::language(at(&["language"]), &file.language));
    }
    if !(1..=500).contains(&file.per_page) {
        said.push(mistakes::per_page(at(&["per_page"]), file.per_page));
    }
    check_series(file, source, said);
    let codes = crate::report::mistakes::codes();
    for code in file.checks.keys() {
        if !codes.contains(&code.as_str()) {
            let nearest = names::nearest(code, codes.iter().copied());
            said.push(mistakes::check_unknown(at(&["checks", code]), code, nearest));
        }
    }
}

/// Says series that cannot be told apart, and ISSNs that are none.
fn check_series(file: &SettingsFile, source: &Source, said: &mut Vec<Diagnostic>) {
    let at = |path: &[&str]| source.span(data::positions::value(Form::Toml, &source.text, path));
    // A table that could not be read is not among the series: each is looked for by its id.
    let in_series = |index: usize, key: &str| {
        let id = &file.series[index].id;
        let earlier = file.series[..index].iter().filter(|it| it.id == *id).count();
        let is_it = |nth: &usize| {
            let at = nth_table(source, "series", *nth, "id");
            source.slice(&at).trim_matches(['"', '\'']) == id
        };
        let nth = (0..source.text.matches("[[series]]").count()).filter(is_it).nth(earlier);
        nth_table(source, "series", nth.unwrap_or(index), key)
    };
    for (index, series) in file.series.iter().enumerate() {
        if !is_id(&series.id) || !crate::words::path::is_portable(&series.id) {
            said.push(mistakes::series_id(in_series(index, "id"), &series.id));
        }
        if let Some(first) = file.series[..index].iter().position(|it| it.id == series.id) {
            said.push(mistakes::series_repeated(in_series(index, "id"), &series.id, in_series(first, "id")));
        }
        if let Some(issn) = &series.issn
            && !is_issn(issn)
        {
            said.push(mistakes::issn(in_series(index, "issn"), issn));
        }
    }
    if let Some(issn) = file.publisher.as_ref().and_then(|it| it.issn.as_ref())
        && !is_issn(issn)
    {
        said.push(mistakes::issn(at(&["publisher", "issn"]), issn));
    }
}

/// The terms of the scale that is chosen.
fn likelihood(scale: LikelihoodScale, at: Span, said: &mut Vec<Diagnostic>) -> Vec<String> {
    match scale {
        LikelihoodScale::Named(name) if name == "icd203" => ICD203.map(str::to_owned).to_vec(),
        LikelihoodScale::Named(name) if name == "uk" => UK.map(str::to_owned).to_vec(),
        LikelihoodScale::Named(name) => {
            said.push(mistakes::likelihood(at, &name));
            ICD203.map(str::to_owned).to_vec()
        }
        LikelihoodScale::Terms(terms) => terms,
    }
}

/// What the word for raw HTML means.
fn html_of(word: HtmlPolicy) -> Html {
    match word {
        HtmlPolicy::Off => Html::Off,
        HtmlPolicy::Sanitized => Html::Sanitized,
        HtmlPolicy::Trusted => Html::Trusted,
    }
}

/// What the word for the spelling of addresses means.
fn slugs_of(word: SlugWord) -> SlugStyle {
    match word {
        SlugWord::Ascii => SlugStyle::Ascii,
        SlugWord::Unicode => SlugStyle::Unicode,
    }
}

impl Settings {
    /// Where a value stands, such as `logo` or `theme.tokens.accent`; the file if that is unknown.
    pub fn place(&self, path: &str) -> Span {
        self.places.get(path).cloned().unwrap_or_else(|| self.file.clone())
    }
}

/// Where values stand that messages may point to later.
fn places(
    source: &Source,
    tokens: &BTreeMap<String, String>,
    dark: &BTreeMap<String, String>,
) -> BTreeMap<String, Span> {
    let place = |path: &[&str]| {
        let at = source.span(data::positions::value(Form::Toml, &source.text, path));
        Some(at).filter(|it| it.start < it.end)
    };
    let mut places = BTreeMap::new();
    for key in ["logo", "favicon", "theme", "pdf"] {
        places.extend(place(&[key]).map(|it| (key.to_owned(), it)));
    }
    places.extend(place(&["pdf", "system_fonts"]).map(|it| ("pdf.system_fonts".to_owned(), it)));
    for (section, tokens) in [("theme.tokens", tokens), ("theme.dark", dark)] {
        for token in tokens.keys() {
            places.extend(place(&[section, token]).map(|it| (format!("{section}.{token}"), it)));
        }
    }
    places
}

/// What a level's word means.
fn level_of(word: LevelWord) -> Level {
    match word {
        LevelWord::Error => Level::Error,
        LevelWord::Warning => Level::Warning,
        LevelWord::Note => Level::Note,
        LevelWord::Off => Level::Off,
    }
}

/// The place of a key in the n-th table of an array of tables.
fn nth_table(source: &Source, name: &str, index: usize, key: &str) -> Span {
    let header = format!("[[{name}]]");
    let Some((start, _)) = source.text.match_indices(&header).nth(index) else {
        return source.span(data::positions::value(Form::Toml, &source.text, &[name]));
    };
    let rest = &source.text[start..];
    let part = data::positions::value(Form::Toml, rest, &[name, key]);
    source.span(start + part.start..start + part.end)
}
