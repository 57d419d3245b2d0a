//! Facts of a record: a bullet list in which the items begin with `Label:`.

use std::ops::Range;

use super::{Named, Reader, Term};
use crate::draft::body::{Block, BlockKind, Inline, Item, plain};
use crate::language::Scale;
use crate::report::mistakes::labels as mistakes;
use crate::words::date::NotADate;
use crate::words::{CivilDate, Span, names};

/// One fact.
#[derive(Clone, Hash, Debug)]
pub(super) struct Fact {
    /// The label's name, such as `rests_on`.
    pub name: &'static str,
    /// The label's word and colon.
    pub label_at: Span,
    /// What follows the colon, as plain text.
    pub value: String,
    /// What follows the colon, as running text.
    pub inlines: Vec<Inline>,
    /// Where the value stands.
    pub value_at: Span,
}

impl Fact {
    /// Whether nothing follows the colon; that was said.
    pub fn is_empty(&self) -> bool {
        self.inlines.is_empty()
    }
}

/// The facts of a record, each label once.
#[derive(Default)]
pub(super) struct Facts(pub Vec<Fact>);

impl Facts {
    /// The fact with a label.
    pub fn get(&self, name: &str) -> Option<&Fact> {
        self.0.iter().find(|it| it.name == name)
    }
}

/// The word before the first colon of an item, if it can be a label: few words, no markup.
fn label_word(item: &Item) -> Option<String> {
    let Some(Block { kind: BlockKind::Paragraph(inlines), .. }) = item.blocks.first() else { return None };
    // `**For:** X` and `For: X` are both written.
    let head = match inlines.first()? {
        Inline::Text(text) => text.to_string(),
        Inline::Strong(inside) | Inline::Emphasis(inside) => {
            let mut word = plain(inside);
            if !word.contains(':')
                && let Some(Inline::Text(next)) = inlines.get(1)
            {
                word.push_str(next);
            }
            word
        }
        _ => return None,
    };
    let (word, _) = head.split_once(':')?;
    let word = word.trim();
    (!word.is_empty() && word.chars().count() <= 24 && word.split_whitespace().count() <= 3)
        .then(|| word.to_owned())
}

/// Running text without its label and colon.
fn after_label(inlines: &[Inline]) -> Vec<Inline> {
    let mut out = inlines.to_vec();
    match out.first_mut() {
        Some(Inline::Text(text)) => {
            *text = text.split_once(':').map_or(String::new(), |it| it.1.trim_start().to_owned()).into();
        }
        Some(Inline::Strong(inside) | Inline::Emphasis(inside)) => {
            let has_colon = plain(inside).contains(':');
            out.remove(0);
            if let Some(Inline::Text(text)) = out.first_mut() {
                let rest = if has_colon { &**text } else { text.split_once(':').map_or("", |it| it.1) };
                *text = rest.trim_start().to_owned().into();
            }
        }
        _ => {}
    }
    if matches!(out.first(), Some(Inline::Text(text)) if text.is_empty()) {
        out.remove(0);
    }
    out
}

impl Reader<'_> {
    /// The facts directly under a record's heading, and where its text begins.
    pub(super) fn facts(
        &mut self,
        blocks: Range<usize>,
        allowed: &[&str],
        what: &str,
    ) -> (Facts, Range<usize>) {
        let Some(first) = self.parsed.body.blocks[blocks.clone()].first() else {
            return (Facts::default(), blocks);
        };
        let BlockKind::List { start: None, items } = &first.kind else { return (Facts::default(), blocks) };
        let items = items.clone();
        match self.facts_in(&items, allowed, what) {
            Some(facts) => (facts, blocks.start + 1..blocks.end),
            None => (Facts::default(), blocks),
        }
    }

    /// The facts that a list states; `None` if it is prose.
    pub(super) fn facts_in(&mut self, items: &[Item], allowed: &[&str], what: &str) -> Option<Facts> {
        let words: Vec<Option<String>> = items.iter().map(label_word).collect();
        let known: Vec<Option<&'static str>> =
            words.iter().map(|it| it.as_deref().and_then(|it| self.language.label(it))).collect();
        let all_words = self.language.label_words();
        let is_near = |word: &str| {
            let letters = word.chars().count();
            all_words.iter().any(|it| names::letters_apart(word, it) <= if letters <= 4 { 1 } else { 2 })
        };
        let any_known = known.iter().any(Option::is_some);
        let any_near = words.iter().flatten().any(|it| is_near(it));
        if !any_known && !any_near {
            return None;
        }
        let mut facts = Facts::default();
        for ((item, word), name) in items.iter().zip(&words).zip(&known) {
            let item_at = self.span(&item.at);
            let line = self.source.slice(&item_at);
            let line = line.split('\n').next().unwrap_or_default();
            let marker = line.len() - line.trim_start_matches(['-', '*', '+', ' ']).len();
            let colon = line.find(':').unwrap_or(line.len());
            let part = |range: Range<usize>| Span {
                file: item_at.file.clone(),
                start: item_at.start + range.start as u32,
                end: item_at.start + range.end as u32,
            };
            let label_at = part(marker.min(colon)..colon);
            let Some(name) = name else {
                let word = word.clone().unwrap_or_default();
                let nearest = names::nearest(&word, all_words.iter().map(String::as_str)).map(str::to_owned);
                let allowed_words = self.allowed_words(allowed);
                self.say(mistakes::label_unknown(label_at, &word, nearest.as_deref(), &allowed_words));
                continue;
            };
            if !allowed.contains(name) {
                let allowed_words = self.allowed_words(allowed);
                self.say(mistakes::label_place(
                    label_at,
                    word.as_deref().unwrap_or_default(),
                    what,
                    &allowed_words,
                ));
                continue;
            }
            if let Some(first) = facts.get(name) {
                let first = first.label_at.clone();
                self.say(mistakes::label_repeated(label_at, word.as_deref().unwrap_or_default(), first));
                continue;
            }
            let Some(Block { kind: BlockKind::Paragraph(inlines), .. }) = item.blocks.first() else {
                continue;
            };
            let inlines = after_label(inlines);
            self.check_value(name, word.as_deref().unwrap_or_default(), item, &inlines);
            let end = self.source.slice(&item_at).trim_end().len();
            let rest = &line[colon.min(line.len())..];
            let lead = rest.len() - rest.trim_start_matches([':', ' ', '*', '_']).len();
            let value_at = part((colon + lead).min(end)..end);
            let value = plain(&inlines);
            if inlines.is_empty() {
                self.say(mistakes::label_empty(label_at.clone(), word.as_deref().unwrap_or_default()));
            }
            facts.0.push(Fact { name, label_at, value, inlines, value_at });
        }
        Some(facts)
    }

    /// Whether an item states a fact.
    pub(super) fn is_fact(&self, item: &Item) -> bool {
        label_word(item).is_some_and(|it| self.language.label(&it).is_some())
    }

    /// Says what stands in a fact's item beside its value, and marks where plain words are meant.
    fn check_value(&mut self, name: &str, word: &str, item: &Item, inlines: &[Inline]) {
        if let Some(more) = item.blocks.get(1) {
            let at = self.span(&more.at);
            self.say(mistakes::label_more(at, word));
        }
        let Some(first) = item.blocks.first() else { return };
        let lines = self.source.slice(&self.span(&first.at)).to_owned();
        let mut start = first.at.start;
        for (index, line) in lines.split_inclusive('\n').enumerate() {
            // CommonMark, "laziness": a line that is not indented goes on with the paragraph.
            let at_margin =
                self.source.text[..start as usize].ends_with('\n') && !line.starts_with([' ', '\t']);
            if index > 0 && at_margin && !line.trim().is_empty() {
                let at = self.span(&(start..start + line.trim_end().len() as u32));
                self.say(mistakes::label_continued(at, word));
                break;
            }
            start += line.len() as u32;
        }
        let is_text = matches!(name, "intended" | "actual");
        if !is_text && inlines.iter().any(|it| !matches!(it, Inline::Text(_) | Inline::SoftBreak)) {
            let at = self.span(&first.at);
            self.say(mistakes::label_plain(at, word));
        }
    }

    /// Says labels that stand where none are read: a record whose facts fall away would go out as
    /// if they had never been written.
    pub(super) fn check_stray(&mut self, blocks: Range<usize>, allowed: &[&str], what: &str) {
        let blocks = self.parsed.body.blocks[blocks].to_vec();
        self.stray_in(&blocks, allowed, what);
    }

    /// The same for blocks that are at hand.
    pub(super) fn stray_in(&mut self, blocks: &[Block], allowed: &[&str], what: &str) {
        for block in blocks {
            match &block.kind {
                BlockKind::List { items, .. } => {
                    for item in items {
                        let word = label_word(item);
                        let name = word.as_deref().and_then(|it| self.language.label(it));
                        if let (Some(word), Some(name)) = (word, name)
                            && allowed.contains(&name)
                        {
                            let at = self.span(&item.blocks[0].at);
                            self.say(mistakes::label_stray(at, &word, what));
                        } else {
                            self.stray_in(&item.blocks, allowed, what);
                        }
                    }
                }
                BlockKind::Quote(inside)
                | BlockKind::PullQuote(inside)
                | BlockKind::Box { blocks: inside, .. } => {
                    self.stray_in(inside, allowed, what);
                }
                _ => {}
            }
        }
    }

    /// Labels that a record may have, as its language writes them.
    fn allowed_words(&self, allowed: &[&str]) -> String {
        let words = allowed.iter().map(|name| {
            let english = crate::language::LABELS.iter().find(|it| it.0 == *name).map_or(*name, |it| it.1);
            format!("`{}`", self.language.labels.get(*name).map_or(english, String::as_str))
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// The term that a fact states.
    pub(super) fn term(&mut self, facts: &Facts, name: &str, scale: Scale) -> Option<Term> {
        let fact = facts.get(name).filter(|it| !it.is_empty())?;
        match self.language.value(scale, &fact.value) {
            Some((term, "")) => Some(Term { term, at: fact.value_at.clone() }),
            _ => {
                let words = self.language.value_words(scale);
                let nearest =
                    names::nearest(&fact.value, words.iter().map(String::as_str)).map(str::to_owned);
                self.say(mistakes::term_unknown(
                    fact.value_at.clone(),
                    &fact.value,
                    nearest.as_deref(),
                    &words,
                ));
                None
            }
        }
    }

    /// The day that a fact states.
    pub(super) fn day(&mut self, facts: &Facts, name: &str) -> Option<CivilDate> {
        use crate::report::mistakes::front_matter as wrong;
        let fact = facts.get(name).filter(|it| !it.is_empty())?;
        let (at, text) = (fact.value_at.clone(), fact.value.as_str());
        match CivilDate::parse(text) {
            Ok(day) => Some(day),
            Err(why) => {
                self.say(match why {
                    NotADate::Form => wrong::date_form(at, text),
                    NotADate::Turned(days) => wrong::date_turned(at, text, &days),
                    NotADate::Impossible => wrong::date_impossible(at, text),
                    NotADate::Year => wrong::date_year(at, text),
                });
                None
            }
        }
    }

    /// The ids that a fact lists, parted by commas.
    pub(super) fn ids_in(&mut self, facts: &Facts, name: &str) -> Vec<Named> {
        self.listed(facts, name, ',').into_iter().map(|(id, at)| Named { id, at }).collect()
    }

    /// The names that a fact lists, parted by semicolons, since names hold commas.
    pub(super) fn names_in(&mut self, facts: &Facts, name: &str) -> Vec<(String, Span)> {
        self.listed(facts, name, ';')
    }

    /// The pieces of a fact's value; marks alone are said to be nothing.
    fn listed(&mut self, facts: &Facts, name: &str, mark: char) -> Vec<(String, Span)> {
        let Some(fact) = facts.get(name).filter(|it| !it.is_empty()) else { return Vec::new() };
        let pieces = self.pieces(fact, mark);
        if pieces.is_empty() {
            let word = self.source.slice(&fact.label_at).to_owned();
            self.say(mistakes::label_empty(fact.label_at.clone(), &word));
        }
        pieces
    }

    /// The pieces of a value with their places.
    fn pieces(&self, fact: &Fact, mark: char) -> Vec<(String, Span)> {
        let raw = self.source.slice(&fact.value_at);
        let mut found = Vec::new();
        let mut start = 0;
        for piece in raw.split(mark) {
            let lead = piece.len() - piece.trim_start().len();
            let text = piece.split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                let from = fact.value_at.start + (start + lead) as u32;
                let at = Span {
                    file: fact.value_at.file.clone(),
                    start: from,
                    end: from + piece.trim().len() as u32,
                };
                found.push((text, at));
            }
            start += piece.len() + 1;
        }
        found
    }
}
