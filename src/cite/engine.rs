//! Sets citations and references with `hayagriva`.
//!
//! Its HTML is not escaped, so its tree is walked and never printed by itself. It knows no prefixes
//! and suffixes and no suppressed author: they are put in and taken out here.

use std::collections::BTreeMap;

use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, VerticalAlign, taxonomy};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, Elem, ElemChild,
    ElemChildren, ElemMeta, Formatting, LocatorPayload, SpecificLocator, standalone_citation,
};
use serde::{Deserialize, Serialize};

use super::guard::{guarded, shown};
use super::item::Item;
use super::locales::{self, LOCALES};
use super::quotes::Marks;
use super::style::{Class, Style};
use super::text::{Look, Shift, Text};

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
    let csl = style.csl();
    let locale = Some(locales::code(lang));
    let marks = Marks::of(lang);
    let guarded: Vec<_> = items.iter().map(|it| guarded(it)).collect();
    let mut driver = BibliographyDriver::new();
    for cite in cites {
        let parts = cite.parts.iter().map(|part| {
            let purpose = match part.voice {
                Voice::Narrative if style.class() != Class::Note => Some(CitePurpose::Prose),
                _ => None,
            };
            CitationItem::new(&guarded[part.item], locator(part), None, cite.hidden, purpose)
        });
        let note = (cite.note > 0).then_some(cite.note);
        driver.citation(CitationRequest::new(parts.collect(), csl, locale.clone(), &LOCALES, note));
    }
    let rendered = driver.finish(BibliographyRequest::new(csl, locale.clone(), &LOCALES));
    let mut out = Apparatus::default();
    for (index, (cite, it)) in cites.iter().zip(&rendered.citations).enumerate() {
        out.cites.push(if cite.hidden { Text::default() } else { citation(cite, &it.citation, &marks) });
        if style.class() == Class::Note
            && let [Part { voice: Voice::Narrative, item, .. }] = &cite.parts[..]
        {
            let name = CitationItem::with_entry(&guarded[*item]).kind(CitePurpose::Author);
            let request = CitationRequest::new(vec![name], csl, locale.clone(), &LOCALES, None);
            let mut name = flat(&standalone_citation(request), &marks);
            name.trim_end();
            out.names.insert(index, name);
        }
    }
    let by_key: BTreeMap<&str, usize> =
        items.iter().enumerate().map(|(index, it)| (it.id.as_str(), index)).collect();
    for it in rendered.bibliography.iter().flat_map(|it| &it.items) {
        let Some(&index) = by_key.get(it.key.as_str()) else { continue };
        let mark = it.first_field.as_ref().map(|it| flat(&ElemChildren(vec![it.clone()]), &marks));
        let mut text = flat(&it.content, &marks);
        // A style that prints nothing for a kind of source would hide it: its title stands in.
        if text.is_blank() {
            text = Text::plain(format!("{}.", items[index].text("title").unwrap_or(&items[index].id)));
        }
        out.references.push((index, mark, text));
    }
    out
}

/// The locator as the engine takes it.
fn locator(part: &Part) -> Option<SpecificLocator<'_>> {
    let (label, text) = part.locator.as_ref()?;
    let label = label.parse().unwrap_or(taxonomy::Locator::Custom);
    Some(SpecificLocator(label, LocatorPayload::Str(text)))
}

/// What is printed for one citation: each source with its words before and after it.
fn citation(cite: &Cite, children: &ElemChildren, marks: &Marks) -> Text {
    let mut text = Text::default();
    for child in &children.0 {
        match child {
            ElemChild::Elem(Elem { meta: Some(ElemMeta::Entry(index)), children, .. }) => {
                let part = &cite.parts[*index];
                if !part.prefix.is_empty() {
                    text.push(format!("{} ", part.prefix), Look::default(), None, None);
                }
                let mut own = Text::default();
                if part.voice == Voice::Suppressed {
                    let mut children = children.clone();
                    without_names(&mut children);
                    walk(&children, Some(*index as u32), &mut own);
                    own.trim_start();
                } else {
                    walk(children, Some(*index as u32), &mut own);
                }
                text.append(shown(own, marks));
                // A suffix that begins with a comma after a locator that ends a style's text.
                text.push(part.suffix.clone(), Look::default(), None, None);
            }
            other => walk(&ElemChildren(vec![other.clone()]), None, &mut text),
        }
    }
    if cite.opens_note {
        text.capitalise();
    }
    text
}

/// Takes the names out of a citation.
fn without_names(children: &mut ElemChildren) -> bool {
    for index in 0..children.0.len() {
        if let ElemChild::Elem(elem) = &mut children.0[index] {
            if matches!(elem.meta, Some(ElemMeta::Names(_))) {
                children.0.remove(index);
                return true;
            }
            if without_names(&mut elem.children) {
                return true;
            }
        }
    }
    false
}

/// A tree as text.
fn flat(children: &ElemChildren, marks: &Marks) -> Text {
    let mut text = Text::default();
    walk(children, None, &mut text);
    shown(text, marks)
}

/// Adds a tree.
fn walk(children: &ElemChildren, part: Option<u32>, out: &mut Text) {
    for child in &children.0 {
        match child {
            ElemChild::Text(it) => out.push(it.text.clone(), look(&it.formatting), None, part),
            ElemChild::Elem(it) => walk(&it.children, part, out),
            ElemChild::Link { text, url } => {
                let is_web = url.starts_with("https://") || url.starts_with("http://");
                out.push(text.text.clone(), look(&text.formatting), is_web.then(|| url.clone()), part);
            }
            ElemChild::Markup(it) => out.push(it.clone(), Look::default(), None, part),
            ElemChild::Transparent { .. } => {}
        }
    }
}

/// A look in our terms.
fn look(it: &Formatting) -> Look {
    Look {
        italic: it.font_style == FontStyle::Italic,
        bold: it.font_weight == FontWeight::Bold,
        small_caps: it.font_variant == FontVariant::SmallCaps,
        shift: match it.vertical_align {
            VerticalAlign::Sup => Shift::Super,
            VerticalAlign::Sub => Shift::Sub,
            _ => Shift::None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::item::{Date, Day, Name};

    /// A report with these variables.
    fn report(id: &str, texts: &[(&'static str, &str)]) -> Item {
        let mut item = Item { id: id.into(), kind: "report", ..Item::default() };
        texts.iter().for_each(|(variable, text)| item.set(variable, *text));
        item.names.insert("author", vec![Name::Literal("Bureau of Labor Statistics".into())]);
        item.dates.insert("issued", Date::day(2026, 2, 3));
        item
    }

    /// A citation of one item.
    fn cite(item: usize, note: usize) -> Cite {
        let part =
            Part { item, prefix: String::new(), locator: None, suffix: String::new(), voice: Voice::Plain };
        Cite { parts: vec![part], note, opens_note: true, hidden: false }
    }

    #[test]
    fn what_the_engine_corrupts_comes_out_whole() {
        let style = Style::named("chicago-notes").unwrap();
        let item =
            report("a", &[("title", "Jobs <i>now</i>"), ("number", "USDL-26-0599"), ("publisher", "BLS")]);
        let out = set(&style, "en-US", &[&item], &[cite(0, 1)]);
        let words = out.references[0].2.words();
        assert!(words.contains("USDL-26-0599") && words.contains("Bureau of Labor Statistics"), "{words}");
        assert!(!words.contains('<'), "{words}");
    }

    #[test]
    fn notes_shorten_and_authors_are_left_out() {
        let style = Style::named("chicago-notes").unwrap();
        let (one, two) = (report("a", &[("title", "One thing")]), report("b", &[("title", "Another thing")]));
        let mut hushed = cite(0, 4);
        hushed.parts[0].voice = Voice::Suppressed;
        let mut see = cite(1, 5);
        see.parts[0].prefix = "see".into();
        see.parts[0].locator = Some(("page", "4-6".into()));
        let out = set(&style, "en-GB", &[&one, &two], &[cite(0, 1), cite(1, 2), cite(0, 3), hushed, see]);
        assert!(out.cites[0].words().len() > out.cites[2].words().len(), "{:?}", out.cites);
        assert!(!out.cites[3].words().contains("Bureau"), "{:?}", out.cites[3].words());
        assert!(out.cites[4].words().starts_with("See Bureau"), "{:?}", out.cites[4].words());
        assert!(out.cites[4].words().contains("4–6"), "{:?}", out.cites[4].words());
        assert_eq!(out.references.len(), 2);
    }

    #[test]
    fn intervals_and_hostile_text_do_no_harm() {
        let mut item = report("a", &[("title", "<script>alert(1)</script>"), ("URL", "javascript:alert(1)")]);
        item.dates.get_mut("issued").unwrap().end = Some(Day { year: 2027, month: None, day: None });
        for name in ["chicago-notes", "apa", "ieee"] {
            let out = set(&Style::named(name).unwrap(), "de", &[&item], &[cite(0, 1)]);
            let runs = out.references.iter().flat_map(|it| &it.2.0);
            assert!(runs.clone().all(|it| it.url.is_none()));
            assert!(out.references[0].2.words().contains("<script>"), "as text: {:?}", out.references);
        }
    }
}
