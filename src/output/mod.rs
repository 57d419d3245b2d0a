//! Site to output files: every shape that a publication takes, each file made only when wanted.
//!
//! A file's key is built from the fingerprints of what its maker looks at, which are made once in a
//! build ([`Keys`]); its view is made when the file is.

mod alias;
pub mod apparatus;
mod assets;
mod citations;
mod contrast;
mod data;
mod feeds;
mod hosting;
mod html;
mod ledger;
mod llms;
pub mod markdown;
mod page;
pub mod prose;
pub mod records;
mod sitemap;
pub mod templates;
mod twin;
pub mod views;

use std::io::Read;
use std::sync::Arc;

use crate::cite::Memo;
use crate::draft::Context;
use crate::language::Languages;
use crate::report::Diagnostic;
use crate::settings::Settings;
use crate::site::{Brief, Site};
use crate::words::{Fingerprint, Fingerprinter, OutPath};
pub use html::base_path;
use templates::Templates;
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

/// What all shapes are made from. Held by every maker, so it is shared, never changed.
pub struct Edition {
    /// The resolved site.
    pub site: Site,
    /// Its settings.
    pub settings: Arc<Settings>,
    /// Words of languages.
    pub languages: Arc<Languages>,
    /// The theme.
    pub templates: Arc<Templates>,
    /// Which whole-site pages there are.
    pub has: Has,
    /// Citations and references that were set.
    pub memo: Arc<Memo>,
    /// Shapes that are wanted; `None` for all.
    pub only: Option<Vec<String>>,
    /// Fingerprints of its parts.
    pub keys: Keys,
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
    pub files: fn(&Arc<Edition>, &mut Vec<OutputFile>) -> Result<(), NotMade>,
}

/// Every shape, in the order in which they are listed.
pub const OUTPUTS: &[Output] = &[
    Output { name: "html", files: html::files },
    Output { name: "html", files: alias::files },
    Output { name: "html", files: assets::files },
    Output { name: "html", files: ledger::files },
    Output { name: records::OUTPUT, files: citations::files },
    Output { name: "feeds", files: feeds::files },
    Output { name: "data", files: data::files },
    Output { name: "markdown", files: twin::files },
    Output { name: "markdown", files: llms::files },
    Output { name: "sitemap", files: sitemap::files },
    Output { name: "hosting", files: hosting::files },
];

/// The names that `--only` takes.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = OUTPUTS.iter().map(|it| it.name).collect();
    names.dedup();
    names
}

/// The files of an edition, sorted by path.
///
/// # Errors
/// Mistakes in the theme, or trouble with a file that is handed through.
pub fn files(edition: &Arc<Edition>) -> Result<Vec<OutputFile>, NotMade> {
    let mut files = Vec::new();
    for output in OUTPUTS {
        if edition.makes(output.name) {
            (output.files)(edition, &mut files)?;
        }
    }
    // Another version of the program may make other bytes of the same things.
    let mut program = Fingerprinter::new(env!("CARGO_PKG_VERSION"));
    let program = program.add(crate::cite::made_by()).finish();
    for file in &mut files {
        file.key = Fingerprinter::new("file").add(program).add(file.key).finish();
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
