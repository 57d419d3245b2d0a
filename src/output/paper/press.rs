//! The typesetter: a small world that holds what a paper is made of and nothing else, and what comes out of it.
//!
//! No file, no package, no network and no clock is within reach of a document. What an author wrote arrives
//! as data and is never read as markup.

use std::collections::BTreeMap;
use std::num::NonZeroU16;
use std::sync::Arc;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source as Text, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World, WorldExt as _};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::side::Side;
use super::view::Data;
use crate::output::NotMade;
use crate::report::mistakes::paper as mistakes;
use crate::words::{Source, Span};

/// What is set: the theme's template, with the view of a brief.
const MAIN: &str = "#import \"/paper/brief.typ\": paper\n#paper(json(\"/view.json\"))\n";

/// What the program gives to templates.
const GIVEN: &str = include_str!("given.typ");

/// Where the view lies.
const VIEW: &str = "view.json";

/// Layouts and results that were not used for so many papers are forgotten.
const KEPT: usize = 3;

/// A document nests calls and containers, and each takes its share of the stack.
const STACK: usize = 64 << 20;

/// A typesetter with the texts and fonts of a theme.
pub struct Press {
    /// The standard library.
    library: LazyHash<Library>,
    /// What is known of the fonts.
    book: LazyHash<FontBook>,
    /// The fonts.
    fonts: Vec<Font>,
    /// Texts of the program and of the theme.
    texts: BTreeMap<NonZeroU16, Text>,
    /// Which of them are the theme's.
    sources: BTreeMap<NonZeroU16, Arc<Source>>,
    /// The one that is set.
    main: FileId,
    /// Workers of its own: it shares out a document among them, and nests deeper than others.
    pool: rayon::ThreadPool,
}

/// The name of something in the world. Names are never given back, so they are few: none comes from a brief.
fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("names of themes and of the program climb nowhere");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl Press {
    /// With the texts and fonts of a theme.
    ///
    /// # Errors
    /// Trouble with the machine.
    pub fn of(side: &Side) -> anyhow::Result<Press> {
        let fonts: Vec<Font> =
            side.fonts.iter().flat_map(|it| Font::iter(Bytes::new(it.clone().into_owned()))).collect();
        let (main, given) = (id("main.typ"), id("given.typ"));
        let mut texts = BTreeMap::from([
            (main.into_raw(), Text::new(main, MAIN.to_owned())),
            (given.into_raw(), Text::new(given, GIVEN.to_owned())),
        ]);
        let mut sources = BTreeMap::new();
        for (name, source) in &side.texts {
            let id = id(&format!("paper/{name}"));
            texts.insert(id.into_raw(), Text::new(id, source.text.to_string()));
            sources.insert(id.into_raw(), source.clone());
        }
        Ok(Press {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            texts,
            sources,
            main,
            pool: rayon::ThreadPoolBuilder::new()
                .thread_name(|it| format!("paper {it}"))
                .stack_size(STACK)
                .build()
                .map_err(|it| anyhow::Error::new(it).context("failed to start the typesetter"))?,
        })
    }
}

/// The world of one paper.
struct OfPaper<'a> {
    /// What all papers share.
    press: &'a Press,
    /// The view and the pictures.
    files: BTreeMap<NonZeroU16, Bytes>,
}

impl World for OfPaper<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.press.main
    }

    fn source(&self, id: FileId) -> FileResult<Text> {
        self.press.texts.get(&id.into_raw()).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id.into_raw()).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// What a paper is made for: for messages, and for its identity among all documents.
pub struct About<'a> {
    /// The brief.
    pub brief: Span,
    /// What the paper is called among all documents.
    pub ident: String,
    /// Its pictures, as messages name them.
    pub pictures: Vec<String>,
    /// Where fonts of the site go.
    pub font_folder: &'a str,
}

impl Press {
    /// Sets a paper and writes it as PDF: tagged (PDF/UA-1), and fit for archives (PDF/A-2a).
    ///
    /// # Errors
    /// Mistakes of the theme or of the brief, or trouble with a picture that cannot be read.
    pub fn print(&self, data: &Data, about: &About<'_>) -> Result<Vec<u8>, NotMade> {
        let pictures = data.pictures.read().map_err(NotMade::Trouble)?;
        let mut files: BTreeMap<NonZeroU16, Bytes> =
            pictures.into_iter().map(|(name, bytes)| (id(name).into_raw(), Bytes::new(bytes))).collect();
        files.insert(id(VIEW).into_raw(), Bytes::new(data.json.clone()));
        let world = OfPaper { press: self, files };
        let set = || {
            let set = typst::compile::<PagedDocument>(&world);
            let printed = set.output.and_then(|it| typst_pdf::pdf(&it, &options(about)));
            let printed = printed.map_err(|all| mistakes_of(&world, &all, about));
            // Also after mistakes: nothing else ever forgets.
            typst::comemo::evict(KEPT);
            printed
        };
        // A worker of another pool does other work while it waits: nobody waits for somebody who waits.
        self.pool.install(set).map_err(NotMade::Mistakes)
    }
}

/// How a document is written.
fn options(about: &About<'_>) -> PdfOptions {
    let standards = [PdfStandard::Ua_1, PdfStandard::A_2a];
    PdfOptions {
        ident: Smart::Custom(about.ident.clone()),
        creator: Smart::Custom(Some(concat!("brief ", env!("CARGO_PKG_VERSION")).to_owned())),
        // A document says its own day: a clock would make two builds differ.
        timestamp: None,
        standards: PdfStandards::new(&standards).expect("both can be held in one document"),
        ..PdfOptions::default()
    }
}

/// What the typesetter says, as messages with places in the theme.
fn mistakes_of(
    world: &OfPaper<'_>,
    all: &[SourceDiagnostic],
    about: &About<'_>,
) -> Vec<crate::report::Diagnostic> {
    let lacking: String = all.iter().filter_map(|it| unshown(&it.message)).collect();
    let mut said = Vec::new();
    if !lacking.is_empty() {
        let mut signs: Vec<char> = lacking.chars().collect();
        signs.sort_unstable();
        signs.dedup();
        said.push(mistakes::glyphs(about.brief.clone(), &signs, about.font_folder));
    }
    for it in all.iter().filter(|it| unshown(&it.message).is_none()) {
        let spans = std::iter::once(it.span).chain(it.trace.iter().map(|it| it.span.into()));
        let at = spans.into_iter().find_map(|span| {
            let source = world.press.sources.get(&span.id()?.into_raw())?;
            Some(source.span(world.range(span)?))
        });
        // Of a fault of its own it gives a whole account, which is for nobody here.
        let hints = it.hints.iter().map(|it| it.v.as_str()).filter(|it| !it.contains('\n') && it.len() < 300);
        let mut hints: Vec<String> = hints.map(str::to_owned).collect();
        // It does not say which: all are set at one place of ours.
        if it.message.contains("image") && !about.pictures.is_empty() {
            hints.insert(0, format!("one of its pictures is meant: {}", about.pictures.join(", ")));
        }
        let at = at.or_else(|| Some(about.brief.clone()));
        said.push(mistakes::template(at, &it.message, &hints.join("; "), about.brief.file.as_str()));
    }
    said
}

/// The text of which a message says that no font shows it.
fn unshown(message: &str) -> Option<String> {
    let rest = message.split_once("the text `\"")?.1;
    let (text, _) = rest.split_once("\"` could not be displayed")?;
    Some(text.replace("\\\"", "\"").replace("\\\\", "\\"))
}
