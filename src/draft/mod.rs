//! One file's meaning, whatever stands in the others.
//!
//! A draft comes in two parts. The **outline** is small and kept: front matter, headings, ids,
//! records, citations, links, messages. The **body** is prose; it waits beside the outline,
//! packed, until a page that needs it is made. Both come from the same reading, so the numbers with which a
//! body points into its outline's tables always fit. Reading cannot fail: what is wrong is said.

pub mod bibliography;
pub mod body;
mod cells;
pub mod chart;
pub mod chronology;
pub mod citations;
pub mod front_matter;
pub mod markdown;
mod packed;
pub mod people;
pub mod sheet;
pub mod stretch;
pub mod structure;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use body::{Body, Inline};
use chart::Chart;
use citations::Citation;
use front_matter::FrontMatter;
use markdown::{FloatAnchor, Heading, Link, Manner, Parsed};
use packed::Packed;
use structure::Structure;

use crate::data::{Form, positions};
use crate::language::Languages;
use crate::report::{Diagnostic, Severity, mistakes};
use crate::settings::Settings;
use crate::words::address::unescape_path;
use crate::words::{Fingerprint, Fingerprinter, Source, SourcePath, Span};

/// What a draft depends on beside its source.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The site's settings.
    pub settings: &'a Settings,
    /// Words of languages.
    pub languages: &'a Languages,
}

impl Context<'_> {
    /// Of everything that a draft depends on beside its source.
    pub fn key(&self) -> Fingerprint {
        let defaults = (
            &self.settings.license,
            &self.settings.copyright,
            &self.settings.disclaimer,
            &self.settings.funding,
        );
        Fingerprinter::new("draft")
            .add(self.settings.draft_key)
            .add(self.languages.fingerprint)
            .add_value(&(defaults, self.settings.require_approval))
            .finish()
    }
}

/// Outlines of the briefs of a site, by source.
pub type Outlines = BTreeMap<SourcePath, Arc<Outline>>;

/// What is kept of a file.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The file.
    pub source: Arc<Source>,
    /// Its front matter; `None` if it has none that can be read.
    pub front: Option<FrontMatter>,
    /// Of the text of its front matter.
    pub front_key: Fingerprint,
    /// Headings in order, with ids.
    pub headings: Vec<Heading>,
    /// Links and pictures in order.
    pub links: Vec<Link>,
    /// Citations in order.
    pub citations: Vec<Citation>,
    /// Figures and tables in order.
    pub floats: Vec<FloatAnchor>,
    /// Charts in order.
    pub charts: Vec<Chart>,
    /// Sections and records.
    pub structure: Structure,
    /// Running text of the front matter.
    pub texts: FrontTexts,
    /// Words of running text.
    pub words: usize,
    /// Messages.
    pub said: Vec<Diagnostic>,
    /// Kept once it was asked for: see [`Outline::joint`].
    joint: OnceLock<Fingerprint>,
    /// The body that was read with it.
    body: Packed,
}

/// Running text that stands in the front matter.
#[derive(Clone, Default, Hash, Debug)]
pub struct FrontTexts {
    /// The title, its quotes set.
    pub title: String,
    /// Key takeaways, or one summary.
    pub summary: Vec<Vec<Inline>>,
    /// Texts of corrections, in their order.
    pub corrections: Vec<Vec<Inline>>,
    /// The notice's text.
    pub notice: Vec<Inline>,
}

impl FrontTexts {
    /// Links of what is shown of a text that was taken back: its notice and its corrections.
    pub fn links_of_notice(&self) -> Vec<u32> {
        fn gather(inlines: &[Inline], found: &mut Vec<u32>) {
            for it in inlines {
                match it {
                    Inline::Link(index, inside) => {
                        found.push(*index);
                        gather(inside, found);
                    }
                    Inline::Image(index, _) => found.push(*index),
                    Inline::Emphasis(inside) | Inline::Strong(inside) | Inline::Strike(inside) => {
                        gather(inside, found);
                    }
                    _ => {}
                }
            }
        }
        let mut found = Vec::new();
        gather(&self.notice, &mut found);
        self.corrections.iter().for_each(|it| gather(it, &mut found));
        found
    }
}

/// Reads what is kept of a file.
pub fn outline(source: &Arc<Source>, context: Context<'_>) -> Outline {
    let (mut outline, body) = read(source, context);
    outline.body = Packed::of(&body);
    outline
}

/// The prose of a file; its numbers point into the tables of its outline.
pub fn body(outline: &Outline) -> Body {
    outline.body.body(&outline.source)
}

/// Reads a file once.
fn read(source: &Arc<Source>, context: Context<'_>) -> (Outline, Body) {
    let mut said = Vec::new();
    let found = front_matter::read(source, context.settings, &mut said);
    let doubtful_cases = said.iter().any(|it| {
        it.severity == Severity::Error && it.at.as_ref().is_some_and(|at| is_within_cases(source, at.start))
    });
    let mut parsed = Parsed { said, ..Parsed::default() };
    let (front, body_at) = match found {
        Some((front, start)) => (Some(front), start),
        None => (None, source.text.len()),
    };
    let mut texts = FrontTexts::default();
    let mut structure = Structure::default();
    if let Some(front) = &front {
        let manner = Manner { lang: &front.lang, html: context.settings.html };
        markdown::read(source, body_at, manner, &mut parsed);
        texts = front_texts(source, front, manner, &mut parsed);
        let language = context.languages.of(&front.lang);
        // What is only mistakes was said to be that.
        let is_blank =
            parsed.body.blocks.is_empty() && parsed.said.iter().all(|it| it.severity != Severity::Error);
        if is_blank && front.status == front_matter::Status::Published {
            parsed.said.push(mistakes::front_matter::body_empty(front.title_at.clone()));
        }
        structure = structure::read(structure::Reader {
            source,
            front,
            settings: context.settings,
            language: &language,
            parsed: &mut parsed,
            claimed: std::collections::BTreeSet::new(),
            doubtful_cases,
        });
    }
    let outline = Outline {
        source: source.clone(),
        front,
        front_key: Fingerprint::of(&source.text.as_bytes()[..body_at]),
        headings: parsed.headings,
        links: parsed.links,
        citations: parsed.citations,
        floats: parsed.floats,
        charts: parsed.charts,
        structure,
        texts,
        words: parsed.words,
        said: parsed.said,
        joint: OnceLock::new(),
        body: Packed::default(),
    };
    (outline, parsed.body)
}

/// Whether an offset of a file lies in the entry `cases` of its front matter.
fn is_within_cases(source: &Source, at: u32) -> bool {
    let before = &source.text[..source.text.floor_char_boundary(at as usize)];
    let line = before.rfind('\n').map_or(0, |it| it + 1);
    let entries = before[..line].lines().chain([source.text[line..].lines().next().unwrap_or_default()]);
    let mut keys = entries.filter(|it| it.starts_with(|it: char| it.is_alphanumeric() || it == '['));
    let last = keys.next_back();
    last.is_some_and(|it| it.trim_start_matches('[').starts_with("cases"))
}

/// Reads the running text of the front matter into the same tables as the body's.
fn front_texts(source: &Source, front: &FrontMatter, manner: Manner<'_>, parsed: &mut Parsed) -> FrontTexts {
    let end = source.text.find("\n---").or_else(|| source.text.find("\n+++")).unwrap_or(source.text.len());
    let words = parsed.words;
    let form = if source.text.starts_with("+++") { Form::Toml } else { Form::Yaml };
    // Each text is looked for below its key, and after the one before it.
    let mut from = (0, "");
    let mut inline = |key: &'static str, text: &str| {
        if from.1 != key {
            let name = positions::key(form, &source.text[..end], key);
            from = (name.map_or(0, |it| it.end), key);
        }
        let at = place_of(source, text, from.0..end);
        from.0 = from.0.max(at.end);
        let exact = source.text.get(at.clone()) == Some(text);
        let locate = move |range: Range<usize>| {
            if exact {
                source.span(at.start + range.start..at.start + range.end)
            } else {
                source.span(at.clone())
            }
        };
        markdown::read_inline(text, &locate, manner, parsed)
    };
    let texts = FrontTexts {
        title: markdown::typography::set(&front.title, &front.lang),
        summary: front.summary.iter().map(|it| inline("summary", it)).collect(),
        corrections: front.corrections.iter().map(|it| inline("corrections", &it.1)).collect(),
        notice: front.notice.as_ref().map(|it| inline("notice", &it.1)).unwrap_or_default(),
    };
    parsed.words = words;
    texts
}

/// Where a text of the front matter stands within a stretch: itself, else the line that holds its first
/// words.
fn place_of(source: &Source, text: &str, inside: Range<usize>) -> Range<usize> {
    let part = &source.text[inside.clone()];
    if let Some(start) = part.find(text) {
        let start = inside.start + start;
        return start..start + text.len();
    }
    let head: String =
        text.chars().take_while(|it| !matches!(it, '\n' | '"' | '\'' | '\\')).take(24).collect();
    match part.find(head.trim_end()).filter(|_| !head.trim().is_empty()) {
        Some(start) => {
            let start = inside.start + start;
            let line_end = source.text[start..].find('\n').map_or(inside.end, |it| start + it);
            start..line_end
        }
        None => 0..3.min(inside.end),
    }
}

impl Outline {
    /// Of all that joining the site's files can make use of: everything but prose, its length, and where
    /// things stand. Files of which it stays the same join as before.
    pub fn joint(&self) -> Fingerprint {
        let Outline {
            source,
            front,
            front_key: _,
            headings,
            links,
            citations,
            floats,
            charts,
            structure,
            texts,
            words: _,
            said: _,
            joint,
            body: _,
        } = self;
        let parts = (&source.path, front, headings, links, citations, floats, charts, structure, texts);
        *joint.get_or_init(|| Fingerprinter::new("joint").add_hash(&parts).finish())
    }

    /// Sheets that its charts are drawn from, wherever they are.
    pub fn sheets(&self) -> impl Iterator<Item = SourcePath> + '_ {
        self.charts.iter().filter_map(|it| {
            let path = unescape_path(&self.links[it.data as usize].target);
            self.source.path.follow(&path)
        })
    }

    /// The file as a whole, for what is missing from it.
    pub fn top(&self) -> Span {
        Span::top(self.source.path.clone())
    }
}
