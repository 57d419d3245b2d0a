//! What is printed for one source of a citation: with its author or without, with its place, and with
//! its title where a style has nothing to say.

use hayagriva::ElemChildren;
use hayagriva::citationberg::TermForm;
use hayagriva::citationberg::taxonomy::{self, Term};

use super::{Cite, Engine, Part, Voice};
use crate::cite::guard::marked;
use crate::cite::locator::Locator;
use crate::cite::quotes;
use crate::cite::style::Class;
use crate::cite::text::{Look, Text};
use crate::cite::tree::{walk, without_names};

impl Engine<'_> {
    /// The title of an item, to stand for its author in a sentence: the work itself in italics, a part
    /// of another in quotation marks.
    pub(super) fn title(&self, item: usize) -> Text {
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

    /// The titles of a citation, where its style has nothing to print of the sources.
    pub(super) fn titles(&self, cite: &Cite) -> Text {
        let is_note = self.style.class() == Class::Note;
        let mut text = Text::plain(if is_note { "" } else { "(" });
        for (index, part) in cite.parts.iter().enumerate() {
            if index > 0 {
                text.push("; ".into(), Look::default(), None, None);
            }
            for mut run in self.title(part.item).0 {
                run.part = Some(index as u32);
                text.0.push(run);
            }
            text.push(part.suffix.clone(), Look::default(), None, None);
        }
        text.push(if is_note { "." } else { ")" }.into(), Look::default(), None, None);
        text
    }

    /// What is printed for one source of a citation.
    pub(super) fn source(
        &self,
        part: &Part,
        index: u32,
        children: &ElemChildren,
        place: Option<&Locator>,
    ) -> Text {
        let is_narrative = part.voice == Voice::Narrative;
        let is_named = part.voice == Voice::Suppressed || is_narrative && self.style.class() == Class::Note;
        let mut own = Text::default();
        if is_named {
            let mut without = children.clone();
            if without_names(&mut without) {
                walk(&without.0, Some(index), &mut own);
                own.trim_start();
            }
        }
        // A note whose style shortens to the author alone would be a page of nothing.
        if own.is_blank() || self.style.class() == Class::Note && self.is_place_only(&own, place) {
            own = Text::default();
            walk(&children.0, Some(index), &mut own);
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

    /// Whether a text says nothing but where: `p. 3`.
    fn is_place_only(&self, text: &Text, place: Option<&Locator>) -> bool {
        let Some((label, place)) = place else { return false };
        let words = text.words();
        let words = words.trim().trim_end_matches('.');
        let Some(before) = words.strip_suffix(place.as_str()) else { return false };
        let before = before.trim().trim_end_matches('.').to_lowercase();
        let Ok(label) = label.parse::<taxonomy::Locator>() else { return before.is_empty() };
        let forms = [TermForm::Long, TermForm::Short, TermForm::Symbol];
        let terms = forms.iter().filter_map(|it| self.locale?.term(Term::Locator(label), *it));
        let mut terms = terms.flat_map(|it| [it.single(), it.multiple()]).flatten();
        before.is_empty() || terms.any(|it| it.trim_end_matches('.').to_lowercase() == before)
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
}
