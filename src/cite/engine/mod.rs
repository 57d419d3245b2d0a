//! Sets citations and references with `hayagriva`.
//!
//! Its HTML is not escaped, so its tree is walked and never printed by itself. It knows no prefixes
//! and suffixes and no suppressed author: they are put in and taken out here.

mod source;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use hayagriva::citationberg::taxonomy;
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, json as csl};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, CitePurpose,
    Elem, ElemChild, ElemChildren, ElemMeta, LocatorPayload, SpecificLocator, standalone_citation,
};
use serde::{Deserialize, Serialize};

use crate::cite::cut::Met;
use crate::cite::guard::{Hidden, prepared, unmarked};
use crate::cite::item::Item;
use crate::cite::label::label;
use crate::cite::locales;
use crate::cite::locator::Locator;
use crate::cite::particles::Particles;
use crate::cite::quotes::Marks;
use crate::cite::style::{Class, DEFAULT, Style};
use crate::cite::text::{Look, Text};
use crate::cite::tree::walk;
use crate::cite::{mend, pages};

/// A citation: one place in a text, one or more sources.
#[derive(Clone, Debug, Serialize)]
pub struct Cite {
    /// Its sources.
    pub parts: Vec<Part>,
    /// The number of the note in which it stands; 0 outside of notes.
    pub note: usize,
    /// Whether it is all that its note says, so that it begins a sentence.
    pub opens_note: bool,
    /// Whether it is cited but printed nowhere: it only counts for the list of references.
    pub hidden: bool,
}

/// One source of a citation.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// Which item.
    pub item: usize,
    /// Words before it.
    pub prefix: String,
    /// What of it: a CSL label such as `page`, and where.
    pub locator: Option<(&'static str, String)>,
    /// What follows it, with the punctuation that parts it from it.
    pub suffix: String,
    /// How its author is named.
    pub voice: Voice,
}

impl Part {
    /// A source and nothing about it.
    pub fn of(item: usize) -> Part {
        Part { item, prefix: String::new(), locator: None, suffix: String::new(), voice: Voice::Plain }
    }
}

impl Cite {
    /// A source that is printed nowhere but in the list of references.
    pub fn listed(item: usize) -> Cite {
        Cite { parts: vec![Part::of(item)], note: 0, opens_note: false, hidden: true }
    }
}

/// How a citation names the author.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Voice {
    /// As the style does.
    Plain,
    /// Not at all: the sentence did.
    Suppressed,
    /// As part of the sentence.
    Narrative,
}

/// A brief's citations and references as its style prints them.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Apparatus {
    /// What each citation prints, in their order.
    pub cites: Vec<Text>,
    /// For citations that are part of a sentence in a note style: the author's name.
    pub names: BTreeMap<usize, Text>,
    /// References in the style's order: the number of the item, the mark that a numbered style
    /// sets before it, the reference.
    pub references: Vec<(usize, Option<Text>, Text)>,
}

/// Sets citations in their order, and the references of all items that they name.
pub fn set(style: &Style, lang: &str, items: &[&Item], cites: &[Cite]) -> Apparatus {
    let engine = Engine::new(style, lang, items, is_printed(style, items, cites));
    let mut ahead = Vec::new();
    if style.class() == Class::Author {
        // Letters after years follow the list of references (CSL 1.0.2, "Disambiguation"), the engine
        // gives them in the order of citations: so it is told of namesakes first, in the order that
        // they have in a list of their own.
        ahead = namesakes(items, cites);
        if !ahead.is_empty() {
            ahead = engine.run(&[], &ahead).references.iter().map(|it| it.0).collect();
        }
    }
    let mut out = engine.run(cites, &ahead);
    if style.csl().bibliography.is_none() {
        // Citations lead to the list of references: a style without one has that of the usual style.
        let usual = Engine::new(usual(), lang, items, true);
        out.references = usual.run(&[], &order_of(cites)).references;
    }
    out
}

/// Whether what citations print matters: not if only a single source's reference is wanted, unless the
/// style calls sources by numbers or labels, which the engine takes from the citation.
fn is_printed(style: &Style, items: &[&Item], cites: &[Cite]) -> bool {
    items.len() > 1 || style.class() == Class::Number || cites.iter().any(|it| !it.hidden)
}

/// The usual style.
fn usual() -> &'static Style {
    static USUAL: LazyLock<Arc<Style>> = LazyLock::new(|| Style::named(DEFAULT).expect("it is built in"));
    &USUAL
}

/// Items in the order in which they are cited first.
fn order_of(cites: &[Cite]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    for item in cites.iter().flat_map(|it| &it.parts).map(|it| it.item) {
        if !order.contains(&item) {
            order.push(item);
        }
    }
    order
}

/// Items that are cited and have the makers and the year of another.
fn namesakes(items: &[&Item], cites: &[Cite]) -> Vec<usize> {
    let cited: BTreeSet<usize> = cites.iter().flat_map(|it| &it.parts).map(|it| it.item).collect();
    let mut by_label: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for index in cited {
        by_label.entry(label(items[index], "and", "")).or_default().push(index);
    }
    by_label.into_values().filter(|it| it.len() > 1).flatten().collect()
}

/// The key of an item that is nowhere printed. See [`Engine::breaks_ibid`].
const NOBODY: &str = "\u{f8f7}";

/// The engine with what it is fed.
struct Engine<'a> {
    /// The style.
    style: &'a Style,
    /// What of it these items need.
    csl: Arc<IndependentStyle>,
    /// The language, as CSL names it.
    code: LocaleCode,
    /// The locale.
    locale: Option<&'static Locale>,
    /// It, and those that the engine falls back to.
    locales: Arc<[Locale]>,
    /// The items.
    items: &'a [&'a Item],
    /// The items as the engine takes them; the last is nobody's.
    guarded: Vec<Cow<'a, csl::Item>>,
    /// What was hidden from the engine in them.
    hidden: Hidden,
}

impl<'a> Engine<'a> {
    /// Prepares items; `cites` is whether what citations print matters.
    fn new(style: &'a Style, lang: &str, items: &'a [&'a Item], cites: bool) -> Engine<'a> {
        let mut particles = Particles::new(style.csl().settings.demote_non_dropping_particle);
        let mut guarded: Vec<_> = items.iter().map(|it| prepared(it, &mut particles)).collect();
        let csl = style.cut_to(Met::of(guarded.iter().map(|it| &**it), cites));
        let kind = items.first().map_or("book", |it| it.kind);
        let nobody = Item { id: NOBODY.to_owned(), kind, ..Item::default() };
        guarded.push(Cow::Owned(prepared(&nobody, &mut particles).into_owned()));
        let (code, locale) = (locales::code(lang), locales::locale(lang));
        Engine {
            style,
            csl,
            locales: locales::asked(&code),
            code,
            locale,
            items,
            guarded,
            hidden: Hidden { marks: Marks::of(lang), particles },
        }
    }

    /// Sets everything; `ahead` are items of which the engine is told before all citations.
    fn run(&self, cites: &[Cite], ahead: &[usize]) -> Apparatus {
        let places: Vec<Vec<Option<Locator>>> =
            cites.iter().map(|it| it.parts.iter().map(|it| self.locator(it)).collect()).collect();
        let mut driver = BibliographyDriver::new();
        // Which citation each of those that are fed is.
        let mut fed: Vec<Option<usize>> = Vec::new();
        let unseen = |item: usize| CitationItem::new(&*self.guarded[item], None, None, true, None);
        if !ahead.is_empty() {
            driver.citation(self.request(ahead.iter().map(|it| unseen(*it)).collect(), 0));
            fed.push(None);
        }
        let mut before: Option<&Cite> = None;
        // What is printed nowhere is told last: a source that is shown in a table of dates is not
        // cited for the first time there.
        let printed = (0..cites.len()).filter(|it| !cites[*it].hidden);
        for index in printed.chain((0..cites.len()).filter(|it| cites[*it].hidden)) {
            let cite = &cites[index];
            if self.breaks_ibid(before, cite) {
                driver.citation(self.request(vec![unseen(self.items.len())], 0));
                fed.push(None);
            }
            let parts = cite.parts.iter().zip(&places[index]).map(|(part, place)| {
                let is_prose = part.voice == Voice::Narrative && self.style.class() != Class::Note;
                let purpose = is_prose.then_some(CitePurpose::Prose);
                let place = place.as_ref().map(|(label, text)| {
                    let label = label.parse().unwrap_or(taxonomy::Locator::Custom);
                    SpecificLocator(label, LocatorPayload::Str(text))
                });
                CitationItem::new(&*self.guarded[part.item], place, None, cite.hidden, purpose)
            });
            driver.citation(self.request(parts.collect(), cite.note));
            fed.push(Some(index));
            before = Some(cite);
        }
        let rendered =
            driver.finish(BibliographyRequest::new(&self.csl, Some(self.code.clone()), &self.locales));
        let mut out = Apparatus { cites: vec![Text::default(); cites.len()], ..Apparatus::default() };
        let mut names: BTreeMap<usize, Text> = BTreeMap::new();
        for (index, it) in fed.iter().zip(&rendered.citations) {
            let Some(index) = *index else { continue };
            if !cites[index].hidden {
                out.cites[index] = self.citation(&cites[index], &it.citation, &places[index]);
                let name =
                    self.named(&cites[index]).map(|it| names.entry(it).or_insert_with(|| self.name(it)));
                out.names.extend(name.map(|it| (index, it.clone())));
            }
        }
        out.references = self.references(rendered.bibliography.iter().flat_map(|it| &it.items));
        out
    }

    /// A citation for the engine, in a note unless its number is 0.
    fn request<'b>(
        &'b self,
        parts: Vec<CitationItem<'b, csl::Item>>,
        note: usize,
    ) -> CitationRequest<'b, csl::Item> {
        let note = (note > 0).then_some(note);
        CitationRequest::new(parts, &self.csl, Some(self.code.clone()), &self.locales, note)
    }

    /// Whether the engine would take a citation for an `ibid.` that is none: it looks at the last
    /// source that was cited, while the specification wants a citation of this source alone, in the
    /// note before (CSL 1.0.2, "Position"). Then it is shown a source of nobody's in between.
    fn breaks_ibid(&self, before: Option<&Cite>, cite: &Cite) -> bool {
        let Some(before) = before.filter(|_| self.style.class() == Class::Note) else { return false };
        let is_near = cite.note == before.note || cite.note == before.note + 1;
        let is_same = before.parts.last().map(|it| it.item) == cite.parts.first().map(|it| it.item);
        is_same && (before.parts.len() != 1 || !is_near)
    }

    /// The locator as the engine takes it.
    fn locator(&self, part: &Part) -> Option<Locator> {
        let (label, text) = part.locator.as_ref()?;
        let format = self.style.csl().settings.page_range_format.filter(|_| *label == "page");
        Some((*label, pages::ranges(text, format)))
    }

    /// The item whose author is named in the sentence, while a note says the rest.
    fn named(&self, cite: &Cite) -> Option<usize> {
        match &cite.parts[..] {
            [Part { voice: Voice::Narrative, item, .. }] if self.style.class() == Class::Note => Some(*item),
            _ => None,
        }
    }

    /// An item's author as sentences name them.
    fn name(&self, item: usize) -> Text {
        let name = CitationItem::with_entry(&*self.guarded[item]).kind(CitePurpose::Author);
        let mut name = self.flat(&standalone_citation(self.request(vec![name], 0)).0);
        name.trim_end();
        if name.is_blank() { self.title(item) } else { name }
    }

    /// The list of references.
    fn references<'i>(
        &self,
        rendered: impl Iterator<Item = &'i BibliographyItem>,
    ) -> Vec<(usize, Option<Text>, Text)> {
        let by_key: BTreeMap<&str, usize> =
            self.items.iter().enumerate().map(|(index, it)| (it.id.as_str(), index)).collect();
        let mut references = Vec::new();
        for it in rendered {
            let Some(&index) = by_key.get(it.key.as_str()) else { continue };
            let mark = it.first_field.as_ref().map(|it| self.flat(std::slice::from_ref(it)));
            let mut text = self.flat(&it.content.0);
            // A style that prints nothing for a kind of source would hide it: its title stands in.
            if text.is_blank() {
                let item = self.items[index];
                text = Text::plain(format!("{}.", unmarked(item.text("title").unwrap_or(&item.id))));
            }
            references.push((index, mark, text));
        }
        match self.style.class() {
            Class::Number => references,
            _ => mend::order(references, &|it| !self.items[it].makers().is_empty()),
        }
    }

    /// What is printed for one citation: each source with its words before and after it.
    fn citation(&self, cite: &Cite, children: &ElemChildren, places: &[Option<Locator>]) -> Text {
        let mut text = Text::default();
        for child in &children.0 {
            match child {
                ElemChild::Elem(Elem { meta: Some(ElemMeta::Entry(index)), children, .. }) => {
                    let part = &cite.parts[*index];
                    if !part.prefix.is_empty() {
                        text.push(format!("{} ", part.prefix), Look::default(), None, None);
                    }
                    let own = self.source(part, *index as u32, children, places[*index].as_ref());
                    text.append(own);
                    text.push(part.suffix.clone(), Look::default(), None, None);
                }
                other => {
                    let mut between = Text::default();
                    walk(std::slice::from_ref(other), None, &mut between);
                    text.append(self.hidden.shown(between));
                }
            }
        }
        if !cite.parts.is_empty() && !text.0.iter().any(|it| it.text.contains(char::is_alphanumeric)) {
            text = self.titles(cite);
        }
        let mut text = mend::punctuation(text, self.is_inside_quotes());
        if cite.opens_note {
            text.capitalise();
        }
        text
    }

    /// Whether full stops and commas stand inside quotation marks.
    fn is_inside_quotes(&self) -> bool {
        self.locale.and_then(|it| it.style_options.as_ref()?.punctuation_in_quote).unwrap_or(false)
    }

    /// A tree as text.
    fn flat(&self, children: &[ElemChild]) -> Text {
        let mut text = Text::default();
        walk(children, None, &mut text);
        mend::punctuation(self.hidden.shown(text), self.is_inside_quotes())
    }
}
