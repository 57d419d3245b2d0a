//! Which feeds there are, and how much they hold: `[feeds]` as written and as meant.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::data::{self, Form};
use crate::report::{Diagnostic, mistakes::settings as mistakes};
use crate::words::Source;

/// How many briefs a feed holds that nobody sets.
const ENTRIES: usize = 20;

/// How many a feed may hold: each is there with its whole text.
const SENSIBLE: std::ops::RangeInclusive<usize> = 1..=200;

/// What a feed can be of.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub enum FeedOf {
    /// The whole publication.
    Site,
    /// Each topic.
    Topics,
    /// Each person.
    People,
    /// Each language, where there are several.
    Languages,
}

/// Which feeds there are, and how much they hold.
#[derive(Deserialize, JsonSchema, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenFeeds {
    /// How many of the newest briefs a feed holds, each with its whole text: 1 to 200.
    pub entries: usize,
    /// What there are feeds of: `site`, `topics`, `people`, `languages`. An empty list makes none.
    pub of: Vec<FeedOf>,
}

impl Default for WrittenFeeds {
    fn default() -> WrittenFeeds {
        let of = vec![FeedOf::Site, FeedOf::Topics, FeedOf::People, FeedOf::Languages];
        WrittenFeeds { entries: ENTRIES, of }
    }
}

/// Which feeds there are, and how much they hold.
#[derive(Clone, Debug)]
pub struct Feeds {
    /// How many briefs each holds.
    pub entries: usize,
    /// What they are of.
    of: Vec<FeedOf>,
}

impl Feeds {
    /// Whether there are feeds of something.
    pub fn are_of(&self, what: FeedOf) -> bool {
        self.of.contains(&what)
    }
}

/// What is meant.
pub(super) fn meant(written: WrittenFeeds, source: &Source, said: &mut Vec<Diagnostic>) -> Feeds {
    let WrittenFeeds { mut entries, of } = written;
    if !SENSIBLE.contains(&entries) {
        let at = source.span(data::positions::value(Form::Toml, &source.text, &["feeds", "entries"]));
        said.push(mistakes::feed_entries(at, entries, &SENSIBLE));
        entries = ENTRIES;
    }
    Feeds { entries, of }
}
