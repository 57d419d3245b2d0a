//! `::: chart` with its words and caption.

use std::ops::Range;

use super::fences::Words;
use super::fold::pair;
use super::{LinkKind, Scribe, typography};
use crate::draft::body::{Block, Float, FloatKind, Met, walk};
use crate::draft::chart::{Chart, ChartKind, Column};
use crate::report::mistakes::charts as mistakes;
use crate::words::names;

/// What a chart's opening line can say.
const KEYS: [&str; 9] = ["data", "type", "x", "y", "series", "title", "unit", "alt", "credit"];

/// What it must say.
const REQUIRED: [&str; 6] = ["data", "type", "x", "y", "title", "unit"];

impl Scribe<'_, '_> {
    /// A chart: numbered with the figures. One that does not say what it must keeps its caption.
    pub(super) fn chart(&mut self, words: &Words, at: Range<usize>, blocks: Vec<Block>) -> Float {
        self.check_words(words, at.clone(), &KEYS, true);
        let number = self.number(FloatKind::Figure, words, &at);
        let chart = self.chart_of(words, &at).map(|it| {
            self.parsed.charts.push(it);
            self.parsed.charts.len() as u32 - 1
        });
        let credit = pair(words, "credit");
        let mut has_source = credit.is_some();
        walk(&blocks, &mut |it| has_source |= matches!(it, Met::Cite(_) | Met::Note(_)));
        if !has_source && chart.is_some() {
            let span = self.span(&at);
            self.say(mistakes::unsourced(span));
        }
        Float {
            kind: FloatKind::Figure,
            id: words.id.clone().unwrap_or_else(|| format!("figure-{number}")),
            number,
            image: None,
            chart,
            alt: String::new(),
            credit,
            blocks,
        }
    }

    /// The chart that an opening line asks for; what it does not say is asked for.
    fn chart_of(&mut self, words: &Words, at: &Range<usize>) -> Option<Chart> {
        // A line with slips in it may hold what seems to be missing.
        let is_sound = words.curly.is_none()
            && words.unclosed.is_none()
            && words.rest.is_empty()
            && words.pairs.iter().all(|it| KEYS.contains(&it.0.as_str()));
        let mut lacks = false;
        for key in REQUIRED.into_iter().filter(|it| pair(words, it).is_none()) {
            lacks = true;
            if is_sound {
                let span = self.span(at);
                self.say(mistakes::part_missing(span, key));
            }
        }
        let place = |key: &str| words.pairs.iter().find(|it| it.0 == key).map(|it| it.2.clone());
        let mut kind = None;
        if let (Some(name), Some(at)) = (pair(words, "type"), place("type")) {
            kind = ChartKind::of(&name);
            if kind.is_none() {
                let span = self.span(&at);
                self.say(mistakes::kind(
                    span,
                    &name,
                    names::nearest(&name, ChartKind::NAMES),
                    &ChartKind::NAMES,
                ));
            }
        }
        let mut data = None;
        if let (Some(path), Some(at)) = (pair(words, "data"), place("data")) {
            if path.to_ascii_lowercase().ends_with(".csv") {
                data = Some(self.link(LinkKind::Data, path, false, &at));
            } else {
                let span = self.span(&at);
                self.say(mistakes::form(span, &path));
            }
        }
        if lacks {
            return None;
        }
        let column = |key: &str| Some(Column { name: pair(words, key)?, at: self.span(&place(key)?) });
        let (x, y, series) = (column("x")?, column("y")?, column("series"));
        let set = |key: &str| pair(words, key).map(|it| typography::set(&it, self.manner.lang));
        Some(Chart {
            kind: kind?,
            title: set("title")?,
            unit: set("unit")?,
            x,
            y,
            series,
            data: data?,
            alt: set("alt"),
        })
    }
}
