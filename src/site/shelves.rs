//! Topics, series, what is new, what is related.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::addresses::Book;
use super::links::relative;
use super::visibility::Sight;
use super::{Address, Brief};
use crate::report::{Diagnostic, mistakes::site as mistakes};
use crate::settings::{Series, Settings};
use crate::words::address::{SlugStyle, slug};
use crate::words::{SourcePath, Span, names};

/// Briefs on one topic.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// The topic as first written.
    pub name: String,
    /// Where its page lives.
    pub address: Address,
    /// A brief that has it, for messages.
    pub at: Span,
    /// Its briefs, newest first.
    pub briefs: Vec<usize>,
}

/// Briefs of one series.
#[derive(Clone, Debug)]
pub struct SeriesShelf {
    /// What the settings say of it.
    pub series: Series,
    /// Where its page lives.
    pub address: Address,
    /// Its briefs by number, those without one by date after them.
    pub briefs: Vec<usize>,
}

/// How many related briefs a shared topic can add.
const RELATED_BY_TOPIC: usize = 5;

/// How many of a topic's newest briefs are looked at for related ones.
const RELATED_WINDOW: usize = 50;

/// Listed briefs, newest first; those of one day by title, then by source.
pub(super) fn newest(briefs: &[Brief]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..briefs.len()).filter(|it| briefs[*it].is_listed()).collect();
    order.par_sort_by_cached_key(|it| {
        let brief = &briefs[*it];
        let title = names::fold(&brief.outline.texts.title);
        (Reverse(brief.day()), title, brief.outline.source.path.clone())
    });
    order
}

/// Topics by name; spellings that differ in letters' case are one. With the number of each topic, under every spelling
/// that a brief gives it.
pub(super) fn topics(briefs: &[Brief], newest: &[usize]) -> (Vec<Shelf>, BTreeMap<String, usize>) {
    let mut met: Vec<(String, Shelf)> = Vec::new();
    let mut by_level: BTreeMap<String, usize> = BTreeMap::new();
    let mut spellings: BTreeMap<&str, usize> = BTreeMap::new();
    for &index in newest {
        for (name, at) in &briefs[index].front().topics {
            let place = *spellings.entry(name).or_insert_with(|| {
                let level = names::level(name);
                *by_level.entry(level.clone()).or_insert_with(|| {
                    let mut segment = slug(name, SlugStyle::Ascii);
                    if segment.is_empty() {
                        segment = "topic".into();
                    }
                    let address = Address::of(["topics", &segment]);
                    met.push((
                        level,
                        Shelf { name: name.clone(), address, at: at.clone(), briefs: Vec::new() },
                    ));
                    met.len() - 1
                })
            });
            let shelf = &mut met[place].1;
            if shelf.briefs.last() != Some(&index) {
                shelf.briefs.push(index);
            }
        }
    }
    // As they are met they are numbered by the newest brief, not by name.
    let numbers: BTreeMap<usize, usize> =
        by_level.into_values().enumerate().map(|(number, place)| (place, number)).collect();
    let spellings = spellings.into_iter().map(|(name, place)| (name.to_owned(), numbers[&place])).collect();
    met.sort_by(|a, b| a.0.cmp(&b.0));
    (met.into_iter().map(|it| it.1).collect(), spellings)
}

/// Series that have something, in the order of the settings.
pub(super) fn series(
    briefs: &mut [Brief],
    settings: &Settings,
    said: &mut Vec<Diagnostic>,
) -> Vec<SeriesShelf> {
    let mut all: Vec<SeriesShelf> = settings
        .series
        .iter()
        .map(|it| SeriesShelf {
            series: it.clone(),
            address: Address::of(["series", &it.id]),
            briefs: Vec::new(),
        })
        .collect();
    for (index, brief) in briefs.iter().enumerate() {
        let Some((id, at)) = &brief.front().series else { continue };
        match all.iter_mut().find(|it| it.series.id == *id) {
            Some(shelf) if brief.is_listed() => shelf.briefs.push(index),
            Some(_) => {}
            None => {
                let near = names::nearest(id, settings.series.iter().map(|it| it.id.as_str()));
                said.push(mistakes::series_unknown(at.clone(), id, near));
            }
        }
    }
    all.retain(|it| !it.briefs.is_empty());
    for (number, shelf) in all.iter_mut().enumerate() {
        shelf.briefs.sort_by_key(|it| {
            let brief = &briefs[*it];
            (series_order(brief.front().number.as_deref()), brief.day(), brief.outline.source.path.clone())
        });
        for pair in shelf.briefs.windows(2) {
            let number_of = |it: usize| briefs[it].front().number.clone();
            if let (Some(one), Some(two)) = (number_of(pair[0]), number_of(pair[1]))
                && one == two
            {
                let at = |it: usize| briefs[it].front().series.as_ref().expect("it is in one").1.clone();
                said.push(mistakes::number_repeated(at(pair[1]), &two, at(pair[0])));
            }
        }
        for &index in &shelf.briefs {
            briefs[index].series = Some(number);
        }
    }
    all
}

/// What numbers of a series sort by: `2` before `10`, `3a` after `3`; none comes last.
fn series_order(number: Option<&str>) -> (bool, u64, String) {
    let Some(number) = number else { return (true, 0, String::new()) };
    let digits: String =
        number.chars().skip_while(|it| !it.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    (false, digits.parse().unwrap_or(u64::MAX), number.to_owned())
}

/// Related briefs: those named, then neighbours in the series, then at most five that share topics.
pub(super) fn related(
    briefs: &mut [Brief],
    newest: &[usize],
    (topics, series): (&[Shelf], &[SeriesShelf]),
    book: &Book,
    sight: &Sight,
    said: &mut Vec<Diagnostic>,
) {
    let by_source: BTreeMap<SourcePath, usize> =
        briefs.iter().enumerate().map(|(index, it)| (it.outline.source.path.clone(), index)).collect();
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); briefs.len()];
    for shelf in series {
        for pair in shelf.briefs.windows(2) {
            neighbours[pair[0]].push(pair[1]);
            neighbours[pair[1]].insert(0, pair[0]);
        }
    }
    let mut topics_of: Vec<Vec<usize>> = vec![Vec::new(); briefs.len()];
    for (number, shelf) in topics.iter().enumerate() {
        shelf.briefs.iter().for_each(|it| topics_of[*it].push(number));
    }
    let mut rank = vec![u32::MAX; briefs.len()];
    for (place, &index) in (0..).zip(newest) {
        rank[index] = place;
    }
    let window = |it: &Shelf| it.briefs.iter().take(RELATED_WINDOW).map(|it| rank[*it]).collect();
    let windows = topics.iter().map(window).collect();
    let shared = Related { briefs, by_source, neighbours, windows, topics_of, newest, book, sight };
    let all: Vec<(Vec<usize>, Vec<Diagnostic>)> =
        (0..briefs.len()).into_par_iter().map(|it| shared.of(it)).collect();
    for (brief, (found, mistakes)) in briefs.iter_mut().zip(all) {
        brief.related = found;
        said.extend(mistakes);
    }
}

/// What related briefs are found with.
struct Related<'a> {
    /// All briefs.
    briefs: &'a [Brief],
    /// Their numbers.
    by_source: BTreeMap<SourcePath, usize>,
    /// Of each brief those beside it in its series.
    neighbours: Vec<Vec<usize>>,
    /// Of each topic the newest briefs, by their places among the newest of all.
    windows: Vec<Vec<u32>>,
    /// Of each brief its topics.
    topics_of: Vec<Vec<usize>>,
    /// All briefs in lists, newest first.
    newest: &'a [usize],
    /// Who lives where.
    book: &'a Book,
    /// Who is seen.
    sight: &'a Sight,
}

impl Related<'_> {
    /// What is related to a brief, and what is wrong with what it names.
    fn of(&self, index: usize) -> (Vec<usize>, Vec<Diagnostic>) {
        let (mut found, mut said) = (Vec::new(), Vec::new());
        let brief = &self.briefs[index];
        for (path, at) in &brief.front().related {
            let source = brief.outline.source.path.follow(path.split('#').next().unwrap_or(path));
            match source.as_ref().and_then(|it| self.by_source.get(it)) {
                Some(&other) if other == index => said.push(mistakes::related_itself(at.clone())),
                Some(&other) => {
                    if !found.contains(&other) {
                        found.push(other);
                    }
                }
                None => match source.filter(|it| self.book.by_source.contains_key(it)) {
                    Some(it) => {
                        if let Some(mark) = self.sight.mark(&it) {
                            said.push(mistakes::related_withheld(at.clone(), it.as_str(), &mark.words()));
                        }
                    }
                    None => {
                        let own = &brief.outline.source.path;
                        let all: Vec<String> =
                            self.book.by_source.keys().map(|it| relative(own, it.as_str())).collect();
                        let near = names::nearest(path, all.iter().map(String::as_str));
                        said.push(mistakes::link_missing(at.clone(), path, near));
                    }
                },
            }
        }
        if brief.is_listed() {
            let beside = self.neighbours[index].iter().filter(|it| !found.contains(*it));
            found.extend(beside.copied().collect::<Vec<_>>());
            found.extend(self.by_topics(index, &found));
        }
        (found, said)
    }

    /// Those that share most topics with a brief, newest first among equals, without some.
    fn by_topics(&self, index: usize, without: &[usize]) -> Vec<usize> {
        let own = &self.topics_of[index];
        // Each topic gives its briefs in the order of all: sorting only merges them.
        let mut places: Vec<u32> = own.iter().flat_map(|it| &self.windows[*it]).copied().collect();
        places.sort();
        // Of those that share so many topics the newest: `best[0]` shares one.
        let mut best: Vec<Vec<usize>> = vec![Vec::new(); own.len()];
        for shared in places.chunk_by(|a, b| a == b) {
            let (other, equals) = (self.newest[shared[0] as usize], &mut best[shared.len() - 1]);
            if equals.len() < RELATED_BY_TOPIC && other != index && !without.contains(&other) {
                equals.push(other);
            }
        }
        best.into_iter().rev().flatten().take(RELATED_BY_TOPIC).collect()
    }
}
