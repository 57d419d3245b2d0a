//! Typst in a small world that holds what is set and nothing else, and what comes out of it.
//!
//! No file, no package, no network and no clock is within reach of a document. What an author wrote arrives
//! as data and is never read as markup.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::{Frame, FrameItem};
use typst::syntax::{FileId, RootedPath, Source as Text, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, Scalar};
use typst::{Library, LibraryExt as _, World, WorldExt as _};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use typst_render::RenderOptions;

use super::{FontFile, Job, Kit, Mistake, Shape};
use crate::words::{Fingerprint, Fingerprinter};

/// What is set for a paper: the theme's template, with the view of a brief.
const PAPER: &str = "#import \"/paper/brief.typ\": paper\n#paper(json(\"/view.json\"))\n";

/// The same for a card, whose size is fixed: what messengers show whole (The Open Graph protocol names none;
/// 1200 x 630 is what X, LinkedIn and Facebook ask for).
const CARD: &str = "#import \"/paper/card.typ\": card\n#set page(width: 1200pt, height: 630pt, margin: 0pt)\n#card(json(\"/view.json\"))\n";

/// What the program gives to templates.
const GIVEN: &str = include_str!("given.typ");

/// Where the view lies.
const VIEW: &str = "view.json";

/// Layouts and results that were not used for so many documents are forgotten.
const KEPT: usize = 3;

/// A document nests calls and containers, and each takes its share of the stack.
pub const STACK: usize = 64 << 20;

/// More threads than this do not pay for one document, and each needs its stack.
const THREADS: usize = 4;

/// How many threads set a document.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(THREADS)
}

/// Adds to a fingerprint what makes this engine another.
pub fn add_to(key: &mut Fingerprinter) {
    key.add_bytes(typst::utils::version().raw().as_bytes());
    key.add_bytes(PAPER.as_bytes()).add_bytes(CARD.as_bytes()).add_bytes(GIVEN.as_bytes());
}

/// Everything that something is set from, as files of a folder of which `typst compile main.typ` would make the
/// same: by their paths.
pub fn files<'a>(kit: &'a Kit, job: &'a Job) -> Vec<(String, &'a [u8])> {
    let main = if job.shape == Shape::Card { CARD } else { PAPER };
    let own = [("main.typ", main.as_bytes()), ("given.typ", GIVEN.as_bytes()), (VIEW, &job.view)];
    let texts = kit.texts.iter().map(|(name, text)| (format!("paper/{name}"), text.as_bytes()));
    let fonts = kit.fonts.iter().enumerate().map(|(number, it)| (format!("fonts/{number}.ttf"), &*it.bytes));
    let pictures = job.pictures.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice()));
    own.map(|(name, bytes)| (name.to_owned(), bytes))
        .into_iter()
        .chain(texts)
        .chain(fonts)
        .chain(pictures)
        .collect()
}

/// A typesetter with the texts and fonts of a theme.
pub struct Engine {
    /// Of what it has.
    pub kit: Fingerprint,
    /// The standard library.
    library: LazyHash<Library>,
    /// What is known of the fonts.
    book: LazyHash<FontBook>,
    /// The fonts.
    fonts: Vec<Font>,
    /// Texts of the program and of the theme.
    texts: BTreeMap<NonZeroU16, Text>,
    /// The names of those that are the theme's.
    names: BTreeMap<NonZeroU16, String>,
    /// What is set for a paper, and for a card.
    mains: (FileId, FileId),
    /// Workers of its own: it shares out a document among them, and nests deeper than others.
    pool: rayon::ThreadPool,
}

/// The name of something in the world. Names are never given back, so they are few: none comes from a brief.
fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("names of themes and of the program climb nowhere");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The faces of a file of fonts that are meant.
fn faces(file: &FontFile) -> Vec<Font> {
    let bytes = Bytes::new(file.bytes.clone().into_owned());
    if file.faces.is_empty() {
        Font::iter(bytes).collect()
    } else {
        file.faces.iter().filter_map(|it| Font::new(bytes.clone(), *it)).collect()
    }
}

impl Engine {
    /// With the texts and fonts of a theme.
    ///
    /// # Errors
    /// Trouble with the machine.
    pub fn of(kit: &Kit) -> anyhow::Result<Engine> {
        let fonts: Vec<Font> = kit.fonts.iter().flat_map(faces).collect();
        let mains = (id("main.typ"), id("card.typ"));
        let mut texts = BTreeMap::new();
        for (id, text) in [(mains.0, PAPER), (mains.1, CARD), (id("given.typ"), GIVEN)] {
            texts.insert(id.into_raw(), Text::new(id, text.to_owned()));
        }
        let mut names = BTreeMap::new();
        for (name, text) in &kit.texts {
            let id = id(&format!("paper/{name}"));
            texts.insert(id.into_raw(), Text::new(id, text.clone()));
            names.insert(id.into_raw(), name.clone());
        }
        Ok(Engine {
            kit: kit.fingerprint,
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            texts,
            names,
            mains,
            pool: rayon::ThreadPoolBuilder::new()
                .thread_name(|it| format!("paper {it}"))
                .num_threads(threads())
                .stack_size(STACK)
                .build()
                .map_err(|it| anyhow::Error::new(it).context("failed to start the typesetter"))?,
        })
    }

    /// Sets something: a paper as PDF, tagged (PDF/UA-1) and fit for archives (PDF/A-2a), a card as PNG.
    ///
    /// # Errors
    /// Mistakes of the template, or of what it was given.
    pub fn set(&self, job: &Job) -> Result<Vec<u8>, Vec<Mistake>> {
        let mut files: BTreeMap<NonZeroU16, Bytes> = job
            .pictures
            .iter()
            .map(|(name, bytes)| (id(name).into_raw(), Bytes::new(bytes.clone())))
            .collect();
        files.insert(id(VIEW).into_raw(), Bytes::new(job.view.clone()));
        let main = if job.shape == Shape::Card { self.mains.1 } else { self.mains.0 };
        let world = OfOne { engine: self, files, main };
        let lacking = self.lacking(&job.signs);
        let set = || {
            let set = typst::compile::<PagedDocument>(&world).output;
            set.map_err(|all| mistakes_of(&world, &all)).and_then(|it| match &job.shape {
                Shape::Paper(ident) => {
                    typst_pdf::pdf(&it, &options(ident)).map_err(|all| mistakes_of(&world, &all))
                }
                Shape::Card => card(&it),
            })
        };
        if !lacking.is_empty() {
            return Err(vec![Mistake::Unshown(lacking)]);
        }
        // A worker of another pool does other work while it waits: nobody waits for somebody who waits.
        self.pool.install(set)
    }

    /// Forgets what was not asked for in some documents; else a process would grow. For whoever set something,
    /// also with mistakes, when the answer is given: after a long document it takes as long as a short one.
    pub fn forget() {
        typst::comemo::evict(KEPT);
    }

    /// Those of some signs that no font has.
    fn lacking(&self, signs: &str) -> String {
        let has = |sign: char| self.fonts.iter().any(|it| it.info().coverage.contains(sign as u32));
        let lacking: BTreeSet<char> = signs.chars().filter(|it| is_seen(*it) && !has(*it)).collect();
        lacking.into_iter().collect()
    }
}

/// Whether a sign leaves a mark: spaces, joiners, marks of direction and choices of variants need no font.
fn is_seen(sign: char) -> bool {
    let is_silent = matches!(sign, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    !is_silent && !sign.is_whitespace() && !sign.is_control()
}

/// The world of one document.
struct OfOne<'a> {
    /// What all share.
    engine: &'a Engine,
    /// The view and the pictures.
    files: BTreeMap<NonZeroU16, Bytes>,
    /// What is set.
    main: FileId,
}

impl World for OfOne<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Text> {
        self.engine.texts.get(&id.into_raw()).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id.into_raw()).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// How a document is written.
fn options(ident: &str) -> PdfOptions {
    let standards = [PdfStandard::Ua_1, PdfStandard::A_2a];
    PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some(concat!("brief ", env!("CARGO_PKG_VERSION")).to_owned())),
        // A document says its own day: a clock would make two builds differ.
        timestamp: None,
        standards: PdfStandards::new(&standards).expect("both can be held in one document"),
        ..PdfOptions::default()
    }
}

/// The first page of a document as a picture, a dot for each point.
fn card(document: &PagedDocument) -> Result<Vec<u8>, Vec<Mistake>> {
    let told =
        |message: &str| vec![Mistake::Told { message: message.to_owned(), hints: Vec::new(), at: None }];
    let [page] = document.pages() else { return Err(told("a card is one page; this one runs over")) };
    let mut lacking = BTreeSet::new();
    unset(&page.frame, &mut lacking);
    if !lacking.is_empty() {
        return Err(vec![Mistake::Unshown(lacking.into_iter().collect())]);
    }
    let options = RenderOptions { pixel_per_pt: Scalar::new(1.0), ..RenderOptions::default() };
    typst_render::render(page, &options).encode_png().map_err(|it| told(&it.to_string()))
}

/// Signs that a page shows as a box, since no font has them. A PDF refuses them by itself.
fn unset(frame: &Frame, lacking: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => unset(&group.frame, lacking),
            FrameItem::Text(text) => {
                for it in text.glyphs.iter().filter(|it| it.id == 0) {
                    let signs = text.text.get(it.range()).into_iter().flat_map(str::chars);
                    lacking.extend(signs.filter(|it| is_seen(*it)));
                }
            }
            _ => {}
        }
    }
}

/// What the typesetter says.
fn mistakes_of(world: &OfOne<'_>, all: &[SourceDiagnostic]) -> Vec<Mistake> {
    let lacking: BTreeSet<char> = all
        .iter()
        .filter_map(|it| unshown(&it.message))
        .flat_map(|it| it.chars().collect::<Vec<_>>())
        .collect();
    let mut said = Vec::new();
    if !lacking.is_empty() {
        said.push(Mistake::Unshown(lacking.into_iter().collect()));
    }
    for it in all.iter().filter(|it| unshown(&it.message).is_none()) {
        let spans = std::iter::once(it.span).chain(it.trace.iter().map(|it| it.span.into()));
        let at = spans.into_iter().find_map(|span| {
            let name = world.engine.names.get(&span.id()?.into_raw())?;
            let range = world.range(span)?;
            Some((name.clone(), range.start, range.end))
        });
        // Of a fault of its own it gives a whole account, which is for nobody here.
        let hints = it.hints.iter().map(|it| it.v.as_str()).filter(|it| !it.contains('\n') && it.len() < 300);
        let hints = hints.map(str::to_owned).collect();
        said.push(Mistake::Told { message: it.message.to_string(), hints, at });
    }
    said
}

/// The text of which a message says that no font shows it.
fn unshown(message: &str) -> Option<String> {
    let rest = message.split_once("the text `\"")?.1;
    let (text, _) = rest.split_once("\"` could not be displayed")?;
    Some(text.replace("\\\"", "\"").replace("\\\\", "\\"))
}
