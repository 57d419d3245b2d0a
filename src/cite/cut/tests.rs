//! Cut styles beside whole ones.

use std::sync::Arc;

use hayagriva::archive::ArchivedStyle;
use rayon::prelude::*;

use serde_json::Value;

use crate::cite::item::{DATES, KINDS, NAMES, TEXTS, known};
use crate::cite::{self, Cite, Date, Day, Item, Name, Part, Style, Voice};

/// The thirty sources of ten kinds with which citations are compared.
fn items() -> Vec<Item> {
    let text = include_str!("../../../tests/sites/citations/briefings/references.json");
    let all: Vec<serde_json::Map<String, Value>> = serde_json::from_str(text).unwrap();
    all.iter().map(item).collect()
}

/// One of them.
fn item(from: &serde_json::Map<String, Value>) -> Item {
    let text = |it: &Value| it.as_str().map(str::to_owned);
    let kind = known(KINDS, from["type"].as_str().unwrap()).unwrap();
    let mut item = Item { id: text(&from["id"]).unwrap(), kind, ..Item::default() };
    for (name, value) in from {
        if let (Some(variable), Some(names)) = (known(NAMES, name), value.as_array()) {
            let names = names.iter().map(|it| match text(&it["literal"]) {
                Some(name) => Name::Literal(name),
                None => Name::Person {
                    family: text(&it["family"]).unwrap(),
                    given: text(&it["given"]),
                    particle: text(&it["non-dropping-particle"]),
                    suffix: text(&it["suffix"]),
                },
            });
            item.names.insert(variable, names.collect());
        } else if let Some(variable) = known(DATES, name) {
            let part = |it: usize| value["date-parts"][0][it].as_i64();
            let start = part(0).map(|year| Day {
                year: year as i16,
                month: part(1).map(|it| it as u8),
                day: part(2).map(|it| it as u8),
            });
            item.dates.insert(variable, Date { start, circa: value["circa"] == true, ..Date::default() });
        } else if let (Some(variable), Some(text)) = (known(TEXTS, name), text(value)) {
            item.set(variable, text);
        }
    }
    item
}

/// A source without each of the things that are said of it.
fn without_each(item: &Item) -> Vec<Item> {
    let without = |change: &dyn Fn(&mut Item)| {
        let mut item = item.clone();
        change(&mut item);
        item
    };
    let names = item.names.keys().map(|it| without(&|item| drop(item.names.remove(it))));
    let dates = item.dates.keys().map(|it| without(&|item| drop(item.dates.remove(it))));
    let texts = item.texts.keys().map(|it| without(&|item| drop(item.texts.remove(it))));
    names.chain(dates).chain(texts).collect()
}

/// Citations in every form, of each item twice.
fn cites(count: usize) -> Vec<Cite> {
    let all = (0..2 * count).map(|it| {
        let mut part = Part::of(it * 7 % count);
        match it % 5 {
            1 => part.locator = Some(("page", "12-14".into())),
            2 => part.voice = Voice::Narrative,
            3 => part.voice = Voice::Suppressed,
            4 => part.locator = Some(("chapter", "3".into())),
            _ => {}
        }
        let mut parts = vec![part];
        if it % 6 == 0 {
            parts.push(Part::of((it + 3) % count));
        }
        Cite { parts, note: it + 1, opens_note: true, hidden: it % 11 == 10 }
    });
    all.collect()
}

#[test]
fn a_cut_style_prints_the_same() {
    let items = items();
    let all: Vec<&Item> = items.iter().collect();
    let names: Vec<&str> = ArchivedStyle::all().iter().filter_map(|it| it.names().first().copied()).collect();
    assert!(names.len() > 50 && all.len() >= 30);
    // What a style prints by itself, and for sources that lack something. The quick tests ask each style for a few.
    let step = if cfg!(debug_assertions) { 9 } else { 1 };
    let poorer: Vec<Item> = items.iter().flat_map(without_each).collect();
    assert!(poorer.len() > 200);
    names.par_iter().enumerate().for_each(|(number, name)| {
        let cut = Style::named(name).unwrap();
        let mut whole = Style::named(name).unwrap();
        Arc::get_mut(&mut whole).unwrap().is_whole = true;
        let set = |style: &Style, items: &[&Item]| cite::set(style, "en-GB", items, &cites(items.len()));
        // A brief of few sources, as most are: each meets other branches.
        for few in all.chunks(6) {
            assert_eq!(set(&cut, few), set(&whole, few), "{name}");
        }
        for item in &all {
            let alone = |style: &Style| cite::set(style, "de", &[item], &[Cite::listed(0)]).references;
            assert_eq!(alone(&cut), alone(&whole), "{name}: {}", item.id);
        }
        for item in poorer.iter().skip(number % step).step_by(step) {
            let alone = |style: &Style| set(style, &[item]);
            assert_eq!(alone(&cut), alone(&whole), "{name}: {item:?}");
            let listed = |style: &Style| cite::set(style, "fr", &[item], &[Cite::listed(0)]).references;
            assert_eq!(listed(&cut), listed(&whole), "{name}: {item:?}");
        }
    });
}
