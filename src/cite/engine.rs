//! Sets citations and references with `hayagriva`.
//!
//! Its HTML is not escaped, so its tree is walked and never printed by itself. It knows no prefixes
//! and suffixes and no suppressed author: they are put in and taken out here.

use std::collections::{BTreeMap, BTreeSet};

use hayagriva::citationberg::taxonomy::{self, Term};
use hayagriva::citationberg::{Locale, LocaleCode, TermForm, json as csl};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, CitePurpose,
    Elem, ElemChild, ElemChildren, ElemMeta, LocatorPayload, SpecificLocator, standalone_citation,
};
use serde::{Deserialize, Serialize};

use super::guard::{Hidden, guarded, marked, unmarked};
use super::item::Item;
use super::label::label;
use super::locales::{self, LOCALES};
use super::locator::Locator;
use super::particles::Particles;
use super::quotes::Marks;
use super::style::{Class, Style};
use super::text::{Look, Text};
use super::tree::{walk, without_names};
use super::{mend, pages, quotes};

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
    let engine = Engine::new(style, lang, items);
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
    engine.run(cites, &ahead)
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

/// Fewer letters and digits than these, the place left out, tell no source: `p.` alone.
const LETTERS_MIN: usize = 4;

/// The key of an item that is nowhere printed. See [`Engine::breaks_ibid`].
const NOBODY: &str = "\u{f8f7}";

/// The engine with what it is fed.
struct Engine<'a> {
    /// The style.
    style: &'a Style,
    /// The language, as CSL names it.
    code: LocaleCode,
    /// The locale.
    locale: Option<&'static Locale>,
    /// The items.
    items: &'a [&'a Item],
    /// The items as the engine takes them; the last is nobody's.
    guarded: Vec<csl::Item>,
    /// Locators in the style's format, by citation and part.
    hidden: Hidden,
}

impl<'a> Engine<'a> {
    /// Prepares items.
    fn new(style: &'a Style, lang: &str, items: &'a [&'a Item]) -> Engine<'a> {
        let mut particles = Particles::new(style.csl().settings.demote_non_dropping_particle);
        let nobody = Item { id: NOBODY.to_owned(), kind: "book", ..Item::default() };
        let guarded = items.iter().copied().chain([&nobody]).map(|it| guarded(it, &mut particles)).collect();
        let (code, locale) = (locales::code(lang), locales::locale(lang));
        Engine { style, code, locale, items, guarded, hidden: Hidden { marks: Marks::of(lang), particles } }
    }

    /// Sets everything; `ahead` are items of which the engine is told before all citations.
    fn run(&self, cites: &[Cite], ahead: &[usize]) -> Apparatus {
        let csl = self.style.csl();
        let places: Vec<Vec<Option<Locator>>> =
            cites.iter().map(|it| it.parts.iter().map(|it| self.locator(it)).collect()).collect();
        let mut driver = BibliographyDriver::new();
        // Which citation each of those that are fed is.
        let mut fed: Vec<Option<usize>> = Vec::new();
        let unseen = |item: usize| CitationItem::new(&self.guarded[item], None, None, true, None);
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
                CitationItem::new(&self.guarded[part.item], place, None, cite.hidden, purpose)
            });
            driver.citation(self.request(parts.collect(), cite.note));
            fed.push(Some(index));
            before = Some(cite);
        }
        let rendered = driver.finish(BibliographyRequest::new(csl, Some(self.code.clone()), &LOCALES));
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
        CitationRequest::new(parts, self.style.csl(), Some(self.code.clone()), &LOCALES, note)
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
        let name = CitationItem::with_entry(&self.guarded[item]).kind(CitePurpose::Author);
        let mut name = self.flat(&standalone_citation(self.request(vec![name], 0)));
        name.trim_end();
        if name.is_blank() { self.title(item) } else { name }
    }

    /// The title of an item, to stand for its author in a sentence: the work itself in italics, a part
    /// of another in quotation marks.
    fn title(&self, item: usize) -> Text {
        let item = self.items[item];
        let title = item.text("title-short").or(item.text("title")).unwrap_or(&item.id);
        let is_part = item.text("container-title").is_some();
        let look = Look { italic: !is_part, ..Look::default() };
        let mut text = Text::default();
        let marks =
            [quotes::OPEN, quotes::CLOSE].map(|it| if is_part { it.to_string() } else { String::new() });
        text.push(format!("{}{}{}", marks[0], marked(title), marks[1]), look, None, None);
        self.hidden.shown(text)
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
            let mark = it.first_field.as_ref().map(|it| self.flat(&ElemChildren(vec![it.clone()])));
            let mut text = self.flat(&it.content);
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
                    walk(&ElemChildren(vec![other.clone()]), None, &mut between);
                    text.append(self.hidden.shown(between));
                }
            }
        }
        let mut text = mend::punctuation(text, self.is_inside_quotes());
        if cite.opens_note {
            text.capitalise();
        }
        text
    }

    /// What is printed for one source of a citation.
    fn source(&self, part: &Part, index: u32, children: &ElemChildren, place: Option<&Locator>) -> Text {
        let is_narrative = part.voice == Voice::Narrative;
        let is_named = part.voice == Voice::Suppressed || is_narrative && self.style.class() == Class::Note;
        let mut own = Text::default();
        let mut without = children.clone();
        if is_named && without_names(&mut without) {
            walk(&without, Some(index), &mut own);
            own.trim_start();
        }
        // A style whose short form is the author alone would print a page of nothing.
        let words = own.words().replace(place.map_or("", |it| it.1.as_str()), "");
        if words.chars().filter(|it| it.is_alphanumeric()).count() < LETTERS_MIN {
            own = Text::default();
            walk(children, Some(index), &mut own);
        }
        let mut own = self.hidden.shown(own);
        self.plural(&mut own, place);
        if !is_narrative || self.style.class() != Class::Author {
            return own;
        }
        // Nobody to name: the title stands in the sentence. No year in the style: no empty brackets.
        let mut text = Text::default();
        if self.items[part.item].makers().is_empty() {
            text.append(self.title(part.item));
            text.push(" ".into(), Look::default(), None, Some(index));
        }
        text.append(own);
        text.without_empty_brackets();
        text
    }

    /// Sets the word for several pages where the engine set that for one: it knows no Roman ranges.
    fn plural(&self, text: &mut Text, place: Option<&Locator>) {
        let Some(("page", place)) = place.map(|it| (it.0, &it.1)) else { return };
        if !place.contains('–') || place.contains(|it: char| it.is_ascii_digit()) {
            return;
        }
        let term = |form| self.locale?.term(Term::Locator(taxonomy::Locator::Page), form);
        for term in [TermForm::Short, TermForm::Long].into_iter().filter_map(term) {
            let (Some(one), Some(many)) = (term.single(), term.multiple()) else { continue };
            for run in &mut text.0 {
                for gap in [" ", "\u{a0}"] {
                    run.text =
                        run.text.replace(&format!("{one}{gap}{place}"), &format!("{many}{gap}{place}"));
                }
            }
        }
    }

    /// Whether full stops and commas stand inside quotation marks.
    fn is_inside_quotes(&self) -> bool {
        self.locale.and_then(|it| it.style_options.as_ref()?.punctuation_in_quote).unwrap_or(false)
    }

    /// A tree as text.
    fn flat(&self, children: &ElemChildren) -> Text {
        let mut text = Text::default();
        walk(children, None, &mut text);
        mend::punctuation(self.hidden.shown(text), self.is_inside_quotes())
    }
}
