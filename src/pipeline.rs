//! The phases on one screen: read, draft, resolve, shape. Publishing and serving come after.
//!
//! `brief build` calls [`build`] once with an empty [`Memory`]; `brief watch` calls it in a loop
//! with the same one. There is no other path.

mod gathered;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cite::Memo;
use crate::draft::bibliography::Bibliography;
use crate::draft::front_matter::Status;
use crate::draft::{self, Context, Outline};
use crate::input::{self, Snapshot};
use crate::language::Languages;
use crate::output::views::frame::Has;
use crate::output::views::keys::Keys;
use crate::output::{self, Edition, NotMade, OutputFile, templates};
use crate::report::{Excerpts, Report, Severity, mistakes};
use crate::settings::{self, Settings};
use crate::site::{self, Materials, Site};
use crate::words::{Fingerprint, Instant, Source, SourcePath};

/// What a build is asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The folder that holds `brief.toml`.
    pub root: PathBuf,
    /// The build's clock; decides embargoes and nothing else.
    pub at: Instant,
    /// Whether withheld briefs are shown, marked.
    pub show_withheld: bool,
    /// Whether mistakes in drafts are only warnings: a draft that is half written does not keep the
    /// others from being published.
    pub lenient_with_drafts: bool,
    /// Kinds of output wanted; `None` for all.
    pub only: Option<Vec<String>>,
    /// Whether warnings fail.
    pub strict: bool,
    /// What the last publication promised to readers: see [`Publication::promises`].
    pub promised: Vec<String>,
}

/// What a build gave.
pub struct Built {
    /// The files, unless there are errors.
    pub publication: Option<Publication>,
    /// Everything that was said, settled.
    pub report: Report,
    /// The texts that messages point into.
    pub excerpts: Excerpts,
    /// For the terminal's last lines.
    pub summary: Summary,
    /// Files that a brief is made from beside its own: what is wrong there is wrong with it.
    pub companions: BTreeMap<SourcePath, Vec<SourcePath>>,
    /// Files that briefs and settings name, wherever in the site they are or would be; sorted.
    pub named: Vec<SourcePath>,
}

/// A whole site, nothing of it made yet.
pub struct Publication {
    /// Sorted by path; no two at one path.
    pub files: Vec<OutputFile>,
    /// Addresses and anchors that readers may cite, `/japan-europe/#account`, sorted.
    pub promises: Vec<String>,
}

/// What a build has to say when all went well.
#[derive(Clone, Default, Debug)]
pub struct Summary {
    /// The site's title.
    pub title: String,
    /// How many briefs are published, comparisons included.
    pub briefs: usize,
    /// How many of them are comparisons.
    pub comparisons: usize,
    /// How many plain pages are published.
    pub pages: usize,
    /// What was left out, with the reason: `briefings/x.md`, `draft`.
    pub withheld: Vec<Withheld>,
    /// The next moment at which an embargo ends, with the name of its brief.
    pub next_change: Option<(Instant, String)>,
    /// The site's own output folder, relative to the root.
    pub output: String,
    /// The path under which the site will be published: `/` or `/briefs/`.
    pub base_path: String,
}

/// A brief that is not published.
#[derive(Clone, Debug)]
pub struct Withheld {
    /// Its source.
    pub source: String,
    /// Its title; shown to the editor at the terminal only.
    pub title: String,
    /// `a draft`, `in review`, `under embargo until …`.
    pub why: String,
}

/// Remembers results of pure work between builds, each under what it was made from.
#[derive(Default)]
pub struct Memory {
    /// Texts that were read.
    input: input::Memory,
    /// Outlines: of which text, in which context.
    outlines: BTreeMap<SourcePath, (Fingerprint, Fingerprint, Arc<Outline>)>,
    /// Bibliographies, with the entries that were read: of which text.
    bibliographies: BTreeMap<SourcePath, (Fingerprint, Arc<Bibliography>)>,
    /// Citations and references that were set.
    pub cites: Arc<Memo>,
}

impl Memory {
    /// With citations that were set in earlier runs.
    pub fn with(cites: Memo) -> Memory {
        Memory { cites: Arc::new(cites), ..Memory::default() }
    }
}

/// Builds the site once: every phase, in order.
///
/// # Errors
/// Trouble with the machine; mistakes of authors are in the report.
pub fn build(wish: &Wish, memory: &mut Memory) -> anyhow::Result<Built> {
    let mut said = Vec::new();
    let mut snapshot = input::read(&wish.root, &mut memory.input)?;
    said.append(&mut snapshot.said);
    let settings = Arc::new(read_settings(wish, &snapshot, &mut said));
    let theme = input::theme::read(&wish.root, &settings.theme)?;
    let strings = theme_strings(&theme);
    let languages = Arc::new(Languages::read(strings.iter().map(|it| &**it), &mut said));
    if theme.files.is_empty() {
        let known = format!("`{}`", input::theme::built_in().join("`, `"));
        said.push(mistakes::settings::theme_missing(settings.place("theme"), &settings.theme, &known));
    }
    let (templates, theme_texts) = match templates::prepare(&theme, &settings, &mut said) {
        Ok(it) => {
            let texts = it.sources.values().cloned().collect();
            (Some(it), texts)
        }
        Err(texts) => (None, texts),
    };
    let context = Context { settings: &settings, languages: &languages };
    let outlines = draft_all(&snapshot, context, memory);
    let named = gathered::named(&outlines, &settings);
    said.extend(input::add_named(&wish.root, &named, &mut snapshot, &mut memory.input)?);
    let chronologies = gathered::chronologies(&snapshot, &outlines, context);
    let mut materials = Materials {
        outlines,
        chronologies,
        people: gathered::people_of(&snapshot, &mut said),
        bibliographies: gathered::bibliographies(&snapshot, &named, &mut memory.bibliographies, &mut said),
        styles: gathered::styles(&snapshot),
        memo: &memory.cites,
        files: std::mem::take(&mut snapshot.files),
        site_files: Vec::new(),
        broken: snapshot.broken.iter().map(|it| it.path.clone()).collect(),
        settings: &settings,
        at: &wish.at,
        show_withheld: wish.show_withheld,
        promised: &wish.promised,
    };
    materials.broken.extend(gathered::unread(&said));
    site_files(&mut materials, wish, &mut said);
    let drafts = drafts(&materials);
    let accepted = accepted(&materials);
    let companions = gathered::companions(&materials);
    let named = gathered::with_site_files(named, &settings);
    let site = site::resolve(materials, &mut said);
    let summary = summary(&site, &settings);
    let mut report = Report::default();
    if wish.lenient_with_drafts {
        soften(&mut said, &drafts);
    }
    report.say_all(said);
    report.settle(&settings.checks, &accepted, wish.strict);
    let sources = snapshot.texts.into_values().chain(snapshot.settings).chain(snapshot.broken).chain(strings);
    let excerpts = Excerpts::new(sources.chain(theme_texts));
    let publication = match templates {
        Some(templates) if !report.has_errors() => {
            let promises = site.promises.clone();
            let has = Has::of(&site);
            let mut edition = Edition {
                has,
                site,
                settings: settings.clone(),
                languages,
                templates: Arc::new(templates),
                only: wish.only.clone(),
                memo: memory.cites.clone(),
                keys: Keys::default(),
            };
            edition.keys = Keys::of(&edition);
            let edition = Arc::new(edition);
            match output::files(&edition) {
                Ok(files) => Some(Publication { files, promises }),
                Err(NotMade::Trouble(trouble)) => return Err(trouble),
                Err(NotMade::Mistakes(mistakes)) => {
                    report.say_all(mistakes);
                    None
                }
            }
        }
        _ => None,
    };
    Ok(Built { publication, report, excerpts, summary, companions, named })
}

/// Mistakes in drafts become warnings, but for those that stop a build wherever they are.
fn soften(said: &mut [crate::report::Diagnostic], drafts: &[SourcePath]) {
    for it in said {
        let in_draft = it.at.as_ref().is_some_and(|at| drafts.contains(&at.file));
        if in_draft && it.severity == Severity::Error && !mistakes::stops_drafts_too(it.code) {
            it.severity = Severity::Warning;
        }
    }
}

/// What must be known of a site before it is built.
pub struct Glance {
    /// The site's own output folder, relative to the root.
    pub output: String,
    /// The path under which the site will be published.
    pub base_path: String,
}

/// Looks at the settings alone.
///
/// # Errors
/// Trouble with the machine.
pub fn glance(root: &std::path::Path) -> anyhow::Result<Glance> {
    let settings = input::settings(root)?.map(|it| settings::read(&it, &mut Vec::new()));
    let output = settings.as_ref().map(|it| it.output.clone()).filter(|it| SourcePath::new(it).is_some());
    Ok(Glance {
        output: output.unwrap_or_else(|| "public".to_owned()),
        base_path: output::base_path(settings.as_ref().and_then(|it| it.base_url.as_deref())),
    })
}

/// The settings; defaults and a message where there are none.
fn read_settings(wish: &Wish, snapshot: &Snapshot, said: &mut Vec<crate::report::Diagnostic>) -> Settings {
    match &snapshot.settings {
        Some(source) => {
            let settings = settings::read(source, said);
            // Of settings that could not be read nothing is known to be missing.
            let is_read = !said.iter().any(|it| it.at.as_ref().is_some_and(|at| at.file == source.path));
            if settings.base_url.is_none() && is_read {
                said.push(mistakes::settings::base_url_missing(settings.file.clone()));
            }
            if SourcePath::new(&settings.output).is_none() {
                let at = source.span(crate::data::positions::value(
                    crate::data::Form::Toml,
                    &source.text,
                    &["output"],
                ));
                said.push(mistakes::settings::output(at, &settings.output));
            }
            settings
        }
        None => {
            if snapshot.broken.iter().all(|it| it.path.as_str() != input::SETTINGS) {
                said.push(mistakes::settings::missing(&wish.root.display().to_string()));
            }
            let empty = Source::new(SourcePath::new(input::SETTINGS).expect("a plain name"), String::new());
            settings::read(&empty, &mut Vec::new())
        }
    }
}

/// The strings of a theme.
fn theme_strings(theme: &input::theme::Theme) -> Vec<Arc<Source>> {
    let strings = theme.files.iter().filter(|it| it.0.starts_with("strings/") && it.0.ends_with(".toml"));
    strings
        .map(|(_, file)| {
            Arc::new(Source::new(file.path.clone(), String::from_utf8_lossy(&file.bytes).into_owned()))
        })
        .collect()
}

/// Outlines of all briefs, in parallel; those whose text and context are as before are kept.
fn draft_all(
    snapshot: &Snapshot,
    context: Context<'_>,
    memory: &mut Memory,
) -> BTreeMap<SourcePath, Arc<Outline>> {
    let key = context.key();
    let briefs: Vec<&Arc<Source>> =
        snapshot.texts.values().filter(|it| it.path.extension().eq_ignore_ascii_case("md")).collect();
    let known = &memory.outlines;
    let outlines: Vec<Arc<Outline>> = briefs
        .par_iter()
        .map(|source| match known.get(&source.path) {
            Some((text, in_context, outline)) if *text == source.fingerprint && *in_context == key => {
                outline.clone()
            }
            _ => Arc::new(draft::outline(source, context)),
        })
        .collect();
    memory.outlines = outlines
        .iter()
        .map(|it| (it.source.path.clone(), (it.source.fingerprint, key, it.clone())))
        .collect();
    outlines.into_iter().map(|it| (it.source.path.clone(), it)).collect()
}

/// Files that the settings name: they are published although no brief uses them.
fn site_files(materials: &mut Materials<'_>, wish: &Wish, said: &mut Vec<crate::report::Diagnostic>) {
    let settings = materials.settings;
    for (key, path) in [("logo", &settings.logo), ("favicon", &settings.favicon)] {
        let Some(path) = path else { continue };
        let file = SourcePath::new(path).and_then(|it| input::File::at(&wish.root, &it));
        match file {
            Some(file) => materials.site_files.push(file),
            None => said.push(mistakes::settings::file_missing(settings.place(key), path)),
        }
    }
}

/// Files that belong to drafts and reviews.
fn drafts(materials: &Materials<'_>) -> Vec<SourcePath> {
    let mut files = Vec::new();
    for (path, outline) in &materials.outlines {
        let is_draft =
            outline.front.as_ref().is_some_and(|it| matches!(it.status, Status::Draft | Status::Review));
        if is_draft {
            files.push(path.clone());
            if path.file_name() == "index.md" {
                files.extend(path.follow("timeline.csv"));
            }
        }
    }
    files
}

/// Checks that single briefs live with.
fn accepted(materials: &Materials<'_>) -> Vec<(SourcePath, String)> {
    let mut accepted = Vec::new();
    for (path, outline) in &materials.outlines {
        for code in outline.front.iter().flat_map(|it| &it.accept) {
            accepted.push((path.clone(), code.clone()));
            if path.file_name() == "index.md" {
                accepted.extend(path.follow("timeline.csv").map(|it| (it, code.clone())));
            }
        }
    }
    accepted
}

/// What the terminal says when all went well.
fn summary(site: &Site, settings: &Settings) -> Summary {
    use crate::draft::front_matter::Kind;
    let count = |kind: Kind| site.briefs.iter().filter(|it| it.front().kind == kind).count();
    let withheld = site.withheld.iter().map(|it| Withheld {
        source: it.source.to_string(),
        title: it.title.clone(),
        why: it.mark.words(),
    });
    Summary {
        title: settings.title.clone(),
        briefs: count(Kind::Brief) + count(Kind::Comparison),
        comparisons: count(Kind::Comparison),
        pages: count(Kind::Page),
        withheld: withheld.collect(),
        next_change: site.next_change.clone(),
        output: settings.output.clone(),
        base_path: output::base_path(settings.base_url.as_deref()),
    }
}
