//! Site to output files: every shape that a publication takes, each file made only when wanted.
//!
//! A file's key is built from the fingerprints of what its maker looks at, which are made once in a
//! build ([`Keys`]); its view is made when the file is.

mod alias;
pub mod apparatus;
mod assets;
mod chart;
mod citations;
mod contrast;
mod data;
mod feeds;
mod hosting;
mod html;
mod ledger;
mod llms;
pub mod markdown;
mod once;
mod page;
pub mod paper;
mod pictures;
pub mod prose;
mod publication;
pub mod records;
mod scripts;
mod sitemap;
mod style_sheets;
pub mod templates;
mod theme_files;
mod twin;
pub mod views;

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Arc, Mutex};

use crate::cite::Memo;
use crate::draft::Context;
use crate::language::{Language, Languages};
use crate::report::Diagnostic;
use crate::settings::Settings;
use crate::site::{Brief, Site};
use crate::typeset::{self, Typesetter};
use crate::words::{Fingerprint, NoStore, OutPath, Store};
pub use html::base_path;
use once::OncePer;
use publication::{Entry, List};
pub use publication::{Place, Publication};
use templates::{Shared, Templates};
use views::frame::Has;
use views::keys::Keys;

/// Which wave of a publication a file belongs to: what may be linked to goes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Wave {
    /// Style sheets, scripts, pictures, attachments: they link to nothing.
    Asset,
    /// A brief, a plain page, a person, a topic.
    Page,
    /// What lists the others: home, archive, feeds, sitemap.
    Index,
}

/// A file of the output: where, under which key, and how to make it.
///
/// Equal keys mean equal bytes: a file whose key the last build had is not made again.
pub struct OutputFile {
    /// Where it goes.
    pub path: OutPath,
    /// Stands for everything that its bytes depend on.
    pub key: Fingerprint,
    /// When it is moved in.
    pub wave: Wave,
    /// Makes it; pure.
    pub make: Make,
}

/// A pure way to make a file's contents.
pub type Make = Box<dyn Fn() -> Result<Contents, NotMade> + Send + Sync>;

/// What a file holds.
pub enum Contents {
    /// Made in memory.
    Bytes(Vec<u8>),
    /// Handed through from a file of the site, never held whole.
    Stream(Box<dyn Read + Send>),
}

/// Why a file could not be made.
#[derive(Debug)]
pub enum NotMade {
    /// Mistakes in a theme or a brief.
    Mistakes(Vec<Diagnostic>),
    /// Trouble with the machine, such as a picture that vanished.
    Trouble(anyhow::Error),
}

/// What a build is lent by the machine: where what is dear to make is kept, and who sets papers.
#[derive(Clone)]
pub struct Lent {
    /// Pictures that earlier runs made.
    pub pictures: Arc<dyn Store>,
    /// Papers and cards that they set.
    pub papers: Arc<dyn Store>,
    /// Sets papers and cards.
    pub typesetter: Arc<dyn Typesetter>,
}

impl Default for Lent {
    /// Nothing is kept, and papers are set in this process.
    fn default() -> Lent {
        Lent { pictures: Arc::new(NoStore), papers: Arc::new(NoStore), typesetter: typeset::here() }
    }
}

/// What all shapes are made from. Held by every maker, so it is shared, never changed.
pub struct Edition {
    /// The resolved site.
    pub site: Site,
    /// Its settings.
    pub settings: Arc<Settings>,
    /// Words of languages.
    pub languages: Arc<Languages>,
    /// Words of the site's own language.
    pub site_language: Arc<Language>,
    /// The theme.
    pub templates: Arc<Templates>,
    /// What the theme sets papers and cards with; `None` where none are made.
    pub paper: Option<Arc<paper::side::Side>>,
    /// Which whole-site pages there are.
    pub has: Has,
    /// Citations and references that were set.
    pub memo: Arc<Memo>,
    /// What the machine lends.
    pub lent: Lent,
    /// Shapes that are wanted; `None` for all.
    pub only: Option<Vec<String>>,
    /// Fingerprints of its parts.
    pub keys: Keys,
    /// What records of a brief show, by brief.
    works: OncePer<Option<Arc<records::Work>>>,
    /// Cards in the language of the site, by brief.
    cards: OncePer<views::cards::Cards>,
    /// The site as pages see it, by what leads to its top and, where the navigation names the page, its path.
    sites: Mutex<BTreeMap<(String, Option<String>), Shared>>,
    /// What feeds hold of a brief, by brief.
    feed_pieces: OncePer<feeds::Piece>,
}

impl Edition {
    /// What bodies are read with.
    pub fn context(&self) -> Context<'_> {
        Context { settings: &self.settings, languages: &self.languages }
    }

    /// Whether a shape is made at all, so that pages may name its files.
    pub fn makes(&self, output: &str) -> bool {
        self.only.as_ref().is_none_or(|names| names.iter().any(|it| it == output))
    }

    /// Whether a shape is made of a brief: it is wanted, and the brief does not do without it.
    pub fn makes_of(&self, output: &str, brief: &Brief) -> bool {
        self.makes(output) && !brief.front().without.iter().any(|it| it == output)
    }
}

/// The path at which the site stands on its host: `/` or `/briefs/`.
fn html_base(edition: &Edition) -> String {
    base_path(edition.settings.base_url.as_deref())
}

/// A shape that a site can take.
pub struct Output {
    /// Its name for `--only`.
    pub name: &'static str,
    /// Lists its files.
    files: fn(&Edition, &mut Vec<Entry>),
}

/// Every shape, in the order in which they are listed.
pub const OUTPUTS: &[Output] = &[
    Output { name: "html", files: html::files },
    Output { name: "html", files: alias::files },
    Output { name: "html", files: assets::files },
    Output { name: "html", files: pictures::files },
    Output { name: "html", files: ledger::files },
    Output { name: records::OUTPUT, files: citations::files },
    Output { name: "feeds", files: feeds::files },
    Output { name: "data", files: data::files },
    Output { name: "markdown", files: twin::files },
    Output { name: "markdown", files: llms::files },
    Output { name: paper::OUTPUT, files: paper::files },
    Output { name: paper::CARDS, files: paper::cards },
    Output { name: "sitemap", files: sitemap::files },
    Output { name: "hosting", files: hosting::files },
];

/// The names that `--only` takes.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = OUTPUTS.iter().map(|it| it.name).collect();
    names.dedup();
    names
}

/// What is kept of a list of files, so that it is not made again as long as nothing but prose changes.
#[derive(Default)]
pub struct Memory(Option<(Arc<Edition>, Arc<List>)>);

/// What an edition is made from.
pub struct Parts {
    /// The resolved site.
    pub site: Site,
    /// Its settings.
    pub settings: Arc<Settings>,
    /// Words of languages.
    pub languages: Arc<Languages>,
    /// The theme.
    pub templates: Arc<Templates>,
    /// What it sets papers and cards with; `None` where none are made.
    pub paper: Option<Arc<paper::side::Side>>,
    /// Citations and references that were set.
    pub memo: Arc<Memo>,
    /// What the machine lends.
    pub lent: Lent,
    /// Shapes that are wanted; `None` for all.
    pub only: Option<Vec<String>>,
}

/// The publication of a site. What the one before has in common with it is kept.
pub fn publication(parts: Parts, memory: &mut Memory) -> Publication {
    let Parts { site, settings, languages, templates, paper, memo, lent, only } = parts;
    let count = site.briefs.len();
    let key_of = |it: &Option<Arc<paper::side::Side>>| it.as_ref().map(|it| it.fingerprint);
    let before = memory.0.take().filter(|(before, _)| {
        site.is_joined_like(&before.site)
            && settings.key == before.settings.key
            && languages.fingerprint == before.languages.fingerprint
            && templates.fingerprint == before.templates.fingerprint
            && key_of(&paper) == key_of(&before.paper)
            && only == before.only
    });
    let mut edition = Edition {
        has: before.as_ref().map_or_else(|| Has::of(&site), |it| it.0.has),
        site,
        site_language: languages.of(&settings.language),
        settings,
        languages,
        templates,
        paper,
        memo,
        lent,
        only,
        keys: Keys::default(),
        works: OncePer::of(count),
        cards: OncePer::of(count),
        sites: Mutex::default(),
        feed_pieces: OncePer::of(count),
    };
    edition.keys = Keys::of(&edition, before.as_ref().map(|it| &*it.0));
    let edition = Arc::new(edition);
    let list = before.map_or_else(|| Arc::new(list(&edition)), |it| it.1);
    memory.0 = Some((edition.clone(), list.clone()));
    Publication::of_edition(edition, list)
}

/// Where the files of an edition go.
fn list(edition: &Edition) -> List {
    let mut entries = Vec::new();
    for output in OUTPUTS.iter().filter(|it| edition.makes(it.name)) {
        (output.files)(edition, &mut entries);
    }
    List::of(entries)
}
