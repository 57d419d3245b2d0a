//! The phases on one screen: read, draft, resolve, shape. Publishing and serving come after.
//!
//! `brief build` calls [`build`] once with an empty [`Memory`]; `brief watch` calls it in a loop
//! with the same one. There is no other path.

mod gathered;
mod theme;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cite::Memo;
use crate::draft::bibliography::Bibliography;
use crate::draft::{self, Context, Outline, Outlines};
use crate::input::{self, Snapshot};
use crate::output;
pub use crate::output::{Lent, Publication};
use crate::report::{Excerpts, Report, Severity, mistakes};
use crate::settings::{self, Settings};
use crate::site::{self, Materials, Since, Site};
use crate::words::{Fingerprint, Instant, Source, SourcePath};
use gathered::Fronts;
use theme::Dress;

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
    /// The outlines of the briefs.
    pub outlines: Arc<Outlines>,
    /// The settings.
    pub settings: Arc<Settings>,
    /// Files that briefs and settings name, wherever in the site they are or would be; sorted.
    pub named: Vec<SourcePath>,
}

impl Built {
    /// Files that a brief is made from beside its own: what is wrong there is wrong with it.
    pub fn companions(&self, brief: &SourcePath) -> Vec<SourcePath> {
        self.outlines.get(brief).map_or(Vec::new(), |it| gathered::companions(it, &self.settings))
    }
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
    /// How many briefs have no PDF only because this program cannot make one.
    pub papers_left_out: usize,
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
    /// Outlines, and the context in which they were read.
    outlines: (Fingerprint, Arc<Outlines>),
    /// What was gathered of them, with the settings that it was gathered for.
    fronts: Option<(Arc<Outlines>, Fingerprint, Arc<Fronts>)>,
    /// The theme, made ready.
    theme: Option<Arc<Dress>>,
    /// Bibliographies, with the entries that were read: of which text.
    bibliographies: BTreeMap<SourcePath, (Fingerprint, Arc<Bibliography>)>,
    /// The last joining.
    site: site::Memory,
    /// The last list of files.
    output: output::Memory,
    /// Citations and references that were set.
    pub cites: Arc<Memo>,
    /// What the machine lends.
    pub lent: Lent,
}

impl Memory {
    /// With citations that were set in earlier runs, and what the machine lends.
    pub fn with(cites: Memo, lent: Lent) -> Memory {
        Memory { cites: Arc::new(cites), lent, ..Memory::default() }
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
    let words = theme::read(wish, &settings, memory.theme.as_ref())?;
    let languages = words.languages.clone();
    let context = Context { settings: &settings, languages: &languages };
    let (outlines, theme) = rayon::join(
        || draft_all(&snapshot, context, &mut memory.outlines),
        || theme::dress(words, &settings),
    );
    memory.theme = Some(theme.clone());
    said.extend(theme.said.iter().cloned());
    let fronts = fronts(&outlines, &settings, &mut memory.fronts);
    said.extend(input::add_named(
        &wish.root,
        &fronts.named,
        &fronts.sheets,
        &mut snapshot,
        &mut memory.input,
    )?);
    let site_files = site_files(&settings, wish, &mut memory.input, &mut said);
    let chronologies = gathered::chronologies(&snapshot, &outlines, context);
    let mut materials = Materials {
        outlines: outlines.clone(),
        chronologies,
        people: gathered::people_of(&snapshot, &mut said),
        bibliographies: gathered::bibliographies(
            &snapshot,
            &fronts.named,
            &mut memory.bibliographies,
            &mut said,
        ),
        styles: gathered::styles(&snapshot),
        sheets: gathered::sheets(&snapshot, &fronts.sheets),
        memo: &memory.cites,
        beside: gathered::beside((&snapshot, &site_files), &outlines, wish, context),
        files: std::mem::take(&mut snapshot.files),
        site_files,
        broken: snapshot.broken.iter().map(|it| it.path.clone()).collect(),
        settings: &settings,
        at: &wish.at,
        show_withheld: wish.show_withheld,
        promised: &wish.promised,
    };
    materials.broken.extend(gathered::unread(&said));
    let site = site::resolve(&materials, &mut memory.site, &mut said);
    let mut summary = summary(&site, &settings);
    if theme.leaves_papers_out
        && wish.only.as_ref().is_none_or(|it| it.iter().any(|it| it == output::paper::OUTPUT))
    {
        summary.papers_left_out = site.briefs.iter().filter(|it| output::paper::is_wanted(it)).count();
    }
    let mut report = Report::default();
    if wish.lenient_with_drafts {
        soften(&mut said, &fronts.drafts);
    }
    report.say_all(said);
    report.settle(&settings.checks, &fronts.accepted, wish.strict);
    let others = snapshot.settings.into_iter().chain(snapshot.broken).chain(theme.texts.iter().cloned());
    let excerpts = Excerpts::new(snapshot.texts, others);
    let publication = theme.templates.clone().filter(|_| !report.has_errors()).map(|templates| {
        let parts = output::Parts {
            site,
            settings: settings.clone(),
            languages: theme.languages.clone(),
            templates,
            paper: theme.paper.clone(),
            memo: memory.cites.clone(),
            lent: memory.lent.clone(),
            only: wish.only.clone(),
        };
        output::publication(parts, &mut memory.output)
    });
    let named = gathered::with_site_files(&fronts, &settings);
    Ok(Built { publication, report, excerpts, summary, outlines, settings, named })
}

/// What briefs say of themselves that a build must know before they are joined.
fn fronts(
    outlines: &Arc<Outlines>,
    settings: &Settings,
    memory: &mut Option<(Arc<Outlines>, Fingerprint, Arc<Fronts>)>,
) -> Arc<Fronts> {
    let known = memory.as_ref().filter(|(before, key, _)| {
        *key == settings.key && matches!(Since::between(before, outlines), Since::Prose(_))
    });
    let fronts = known.map_or_else(|| Arc::new(Fronts::of(outlines, settings)), |it| it.2.clone());
    *memory = Some((outlines.clone(), settings.key, fronts.clone()));
    fronts
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

/// Outlines of all briefs, in parallel; those whose text and context are as before are kept.
fn draft_all(
    snapshot: &Snapshot,
    context: Context<'_>,
    (known_in, known): &mut (Fingerprint, Arc<Outlines>),
) -> Arc<Outlines> {
    let key = context.key();
    let is_brief = |it: &&Arc<Source>| it.path.extension().eq_ignore_ascii_case("md");
    let mut before = known.iter().filter(|_| *known_in == key).peekable();
    // Both are sorted by path.
    let briefs: Vec<_> = snapshot
        .texts
        .values()
        .filter(is_brief)
        .map(|source| {
            while before.next_if(|it| *it.0 < source.path).is_some() {}
            let same: Option<(_, &Arc<Outline>)> = before.next_if(|it| *it.0 == source.path);
            (source, same.map(|it| it.1).filter(|it| it.source.fingerprint == source.fingerprint))
        })
        .collect();
    let outlines: Vec<(SourcePath, Arc<Outline>)> = briefs
        .into_par_iter()
        .map(|(source, same)| {
            let outline = same.cloned().unwrap_or_else(|| Arc::new(draft::outline(source, context)));
            (source.path.clone(), outline)
        })
        .collect();
    (*known_in, *known) = (key, Arc::new(outlines.into_iter().collect()));
    known.clone()
}

/// Files that the settings name: they are published although no brief uses them.
fn site_files(
    settings: &Settings,
    wish: &Wish,
    memory: &mut input::Memory,
    said: &mut Vec<crate::report::Diagnostic>,
) -> Vec<input::File> {
    let mut files = Vec::new();
    for (key, path) in [("logo", &settings.logo), ("favicon", &settings.favicon)] {
        let Some(path) = path else { continue };
        match SourcePath::new(path).and_then(|it| input::File::at(&wish.root, &it, memory)) {
            Some(file) => files.push(file),
            None => said.push(mistakes::settings::file_missing(settings.place(key), path)),
        }
    }
    files
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
        papers_left_out: 0,
        withheld: withheld.collect(),
        next_change: site.next_change.clone(),
        output: settings.output.clone(),
        base_path: output::base_path(settings.base_url.as_deref()),
    }
}
