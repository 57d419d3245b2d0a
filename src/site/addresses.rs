//! Decides where every brief lives, and refuses two at one address.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use rayon::prelude::*;

use super::visibility::Sight;
use super::{Brief, Materials, Person, Shelf};
use crate::draft::Outline;
use crate::report::{Diagnostic, mistakes::settings as settings_mistakes, mistakes::site as mistakes};
use crate::words::address::{SlugStyle, slug, unescape_path};
use crate::words::path::{collision_key, is_portable};
use crate::words::{Address, SourcePath, Span};

/// First segments that the program makes pages under.
pub(super) const RESERVED: [&str; 11] = [
    "topics",
    "people",
    "series",
    "archive",
    "lessons",
    "recommendations",
    "sources",
    "corrections",
    "feeds",
    "assets",
    "404",
];

/// Lists that the program makes, where there is something to list.
pub(super) const LISTS: [&str; 8] =
    ["topics", "people", "series", "archive", "lessons", "recommendations", "sources", "corrections"];

/// Which of the pages that the program makes by itself there are: a list of nothing is not made.
pub(super) struct Made {
    /// The list of topics.
    pub topics: bool,
    /// The list of people.
    pub people: bool,
    /// The list of series.
    pub series: bool,
    /// The ledger of sources.
    pub sources: bool,
    /// Archive, lessons, recommendations: whether any brief is published.
    pub briefs: bool,
    /// The list of corrections.
    pub corrections: bool,
}

impl Made {
    /// Whether an address is that of a list which is not made.
    pub fn lacks(&self, address: &str) -> bool {
        match address {
            "/topics/" => !self.topics,
            "/people/" => !self.people,
            "/series/" => !self.series,
            "/corrections/" => !self.corrections,
            "/sources/" => !self.sources,
            "/archive/" | "/lessons/" | "/recommendations/" => !self.briefs,
            _ => false,
        }
    }
}

/// Files that the program makes beside the page of a brief, or will.
pub(super) const BESIDE: [&str; 8] = [
    "index.md",
    "comparison.json",
    "matrix.csv",
    "cite.bib",
    "cite.ris",
    "cite.json",
    "linkset.json",
    "crossref.xml",
];

/// Files that the program makes at the top, or will.
pub(super) const MADE_FILES: [&str; 9] = [
    "index.html",
    "404.html",
    "robots.txt",
    "sitemap.xml",
    "llms.txt",
    "feed.xml",
    "feed.json",
    "_headers",
    "_redirects",
];

/// Who lives where.
pub(super) struct Book {
    /// The address of each brief.
    pub by_source: BTreeMap<SourcePath, Address>,
    /// Who holds an address, by its collision key: the file, and where a message points.
    held: BTreeMap<String, Span>,
}

/// Assigns addresses to all briefs, withheld ones too: two sources at one address are refused
/// before one of them is published, not on the day when its embargo ends.
pub(super) fn assign(materials: &Materials<'_>, sight: &Sight, said: &mut Vec<Diagnostic>) -> Book {
    let outlines: Vec<(&SourcePath, &Arc<Outline>)> = materials.outlines.iter().collect();
    let wanted = outlines.into_par_iter().map(|(path, outline)| {
        let mut said = Vec::new();
        let wanted = wanted(path, outline, materials, &mut said);
        (path, wanted, said)
    });
    let mut held = BTreeMap::new();
    let mut by_source = Vec::new();
    for (path, wanted, mistakes) in wanted.collect::<Vec<_>>() {
        said.extend(mistakes);
        let Some(Wanted { address, key, at }) = wanted else { continue };
        match held.entry(key) {
            Entry::Occupied(it) => {
                let first: &Span = it.get();
                said.push(mistakes::address_taken(at, address.as_str(), first.clone()));
            }
            Entry::Vacant(it) => {
                it.insert(at);
                by_source.push((path.clone(), address));
            }
        }
    }
    debug_assert!(sight.withheld.len() <= materials.outlines.len(), "each is withheld once");
    Book { by_source: by_source.into_iter().collect(), held }
}

/// Where a brief would live.
struct Wanted {
    /// The address.
    address: Address,
    /// What it shares with addresses that some disk takes for the same.
    key: String,
    /// Where a message about it points.
    at: Span,
}

/// Where a brief would live, if nobody lived there; `None` where it cannot live, with a message.
fn wanted(
    path: &SourcePath,
    outline: &Outline,
    materials: &Materials<'_>,
    said: &mut Vec<Diagnostic>,
) -> Option<Wanted> {
    if let Some(lang) = translation(path, materials) {
        said.push(mistakes::translation(Span::top(path.clone()), &lang));
        return None;
    }
    let front = outline.front.as_ref()?;
    let address = address(path, outline, materials.settings.slugs, said)?;
    let at = front.slug.as_ref().map_or(Span::top(path.clone()), |it| it.1.clone());
    let first = address.segments().next().unwrap_or_default();
    let is_alone = address.segments().count() == 1;
    let is_language = is_alone && (2..=3).contains(&first.len()) && is_language_code(first);
    if RESERVED.contains(&first) || is_language || first.starts_with("feed") && is_alone {
        said.push(mistakes::address_reserved(at, address.as_str()));
        return None;
    }
    let key = collision_key(address.as_str());
    Some(Wanted { address, key, at })
}

/// Codes of languages that translations will live under: those that people publish in.
fn is_language_code(segment: &str) -> bool {
    const CODES: &str = " ar be bg bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka kk ko ky \
        lt lv mk mn mt nb nl nn no pl pt ro ru sk sl sq sr sv th tr uk uz vi zh ";
    CODES.contains(&format!(" {segment} "))
}

/// The language of a translation: `index.de.md`, or `name.de.md` beside `name.md`.
fn translation(path: &SourcePath, materials: &Materials<'_>) -> Option<String> {
    let (stem, lang) = path.stem().rsplit_once('.')?;
    let original = path.follow(&format!("{stem}.md"))?;
    let is_code =
        is_language_code(&lang.to_lowercase()) || crate::settings::is_language(lang) && lang.contains('-');
    (is_code && (stem == "index" || materials.outlines.contains_key(&original))).then(|| lang.to_owned())
}

/// The address of a brief; `None` with a message if it cannot have one.
fn address(
    path: &SourcePath,
    outline: &Outline,
    style: SlugStyle,
    said: &mut Vec<Diagnostic>,
) -> Option<Address> {
    let inside = path.as_str().strip_prefix("briefings/").unwrap_or(path.as_str());
    let (bare, extension) = inside.rsplit_once('.').unwrap_or((inside, ""));
    let bare = if extension.eq_ignore_ascii_case("md") { bare } else { inside };
    let mut names: Vec<&str> = bare.split('/').collect();
    if names.last() == Some(&"index") {
        names.pop();
    }
    let mut segments = Vec::new();
    for name in &names {
        let segment = slug(name, style);
        if segment.is_empty() {
            said.push(mistakes::address_empty(Span::top(path.clone()), name));
            return None;
        }
        segments.push(segment);
    }
    if let Some((wanted, at)) = outline.front.as_ref().and_then(|it| it.slug.as_ref()) {
        let would_be = slug(wanted, style);
        if would_be != *wanted || would_be.is_empty() {
            said.push(mistakes::slug(at.clone(), wanted, &would_be));
            return None;
        }
        segments.pop();
        segments.push(wanted.clone());
    }
    if let Some(bad) = segments.iter().find(|it| !is_portable(it)) {
        let slug = outline.front.as_ref().and_then(|it| it.slug.as_ref()).filter(|it| it.0 == *bad);
        said.push(mistakes::address_unportable(slug.map_or(Span::top(path.clone()), |it| it.1.clone()), bad));
        return None;
    }
    Some(Address::of(segments.iter().map(String::as_str)))
}

impl Book {
    /// Whether an old address is that of a file which is made beside a page.
    pub fn has_file(&self, address: &Address) -> bool {
        let segments: Vec<&str> = address.segments().collect();
        let Some((name, folder)) = segments.split_last() else { return false };
        BESIDE.contains(name) && self.is_held(&Address::of(folder.iter().copied()))
    }

    /// Whether something lives at an address.
    pub fn is_held(&self, address: &Address) -> bool {
        self.held.contains_key(&collision_key(address.as_str()))
    }

    /// Whether something lives at an address or below it.
    pub fn has_below(&self, address: &Address) -> bool {
        let key = collision_key(address.as_str());
        self.held.range(key.clone()..).next().is_some_and(|it| it.0.starts_with(&key))
    }

    /// Holds the addresses of pages that are made; topics with one address are refused by where
    /// they were first written.
    pub fn reserve_people_and_topics(
        &mut self,
        people: &[Person],
        topics: &[Shelf],
        said: &mut Vec<Diagnostic>,
    ) {
        let people = people.iter().map(|it| ("person", &it.name, &it.address, &it.at));
        let topics = topics.iter().map(|it| ("topic", &it.name, &it.address, &it.at));
        for (what, name, address, at) in people.chain(topics) {
            if !is_portable(address.last()) {
                said.push(mistakes::shelf_unportable(at.clone(), what, address.last()));
                continue;
            }
            let key = collision_key(address.as_str());
            match self.held.get(&key) {
                Some(first) => {
                    said.push(mistakes::shelf_taken(at.clone(), what, name, address.as_str(), first.clone()))
                }
                None => {
                    self.held.insert(key, at.clone());
                }
            }
        }
    }
}

/// Old addresses of briefs and of the settings, each leading somewhere that is there.
pub(super) fn redirects(
    briefs: &[Brief],
    book: &Book,
    materials: &Materials<'_>,
    assets: &super::files::Assets,
    said: &mut Vec<Diagnostic>,
) -> BTreeMap<Address, (String, Address)> {
    let mut redirects: BTreeMap<Address, (String, Address)> = BTreeMap::new();
    for brief in briefs {
        for (alias, at) in &brief.front().aliases {
            match old_address(alias) {
                Err(why) => said.push(mistakes::alias(at.clone(), alias, why)),
                Ok(old) if old == brief.address => {
                    said.push(mistakes::alias(at.clone(), alias, "the brief lives there"))
                }
                Ok(old) if book.is_held(&old) => {
                    said.push(mistakes::alias(at.clone(), alias, "another page lives there"))
                }
                Ok(old) if is_made(&old) => {
                    said.push(mistakes::alias(at.clone(), alias, "the program makes that page itself"))
                }
                Ok(old) if book.has_file(&old) || assets.has(&old) => {
                    said.push(mistakes::alias(at.clone(), alias, "a file is published there"))
                }
                Ok(old) if redirects.contains_key(&old) => {
                    said.push(mistakes::alias(at.clone(), alias, "it is claimed already"))
                }
                Ok(old) => {
                    redirects.insert(old, (brief.outline.texts.title.clone(), brief.address.clone()));
                }
            }
        }
    }
    for (from, to, at) in &materials.settings.redirects {
        let wrong = |why| settings_mistakes::redirect(at.clone(), from, why);
        let target = if to == "/" {
            Some(Address::home())
        } else {
            old_address(to).ok().filter(|it| book.is_held(it) || is_made(it))
        };
        match (old_address(from), target) {
            (Err(why), _) => said.push(wrong(why)),
            (Ok(old), _)
                if book.is_held(&old)
                    || is_made(&old)
                    || book.has_file(&old)
                    || assets.has(&old)
                    || redirects.contains_key(&old) =>
            {
                said.push(wrong("a page lives at the old address"))
            }
            (Ok(_), None) => said.push(wrong("nothing lives at the new address")),
            (Ok(old), Some(target)) => {
                let title = briefs
                    .iter()
                    .find(|it| it.address == target)
                    .map_or(target.to_string(), |it| it.outline.texts.title.clone());
                redirects.insert(old, (title, target));
            }
        }
    }
    redirects
}

/// Whether the program makes pages at or under an address, or a file that stands in its way.
pub(super) fn is_made(address: &Address) -> bool {
    address.segments().next().is_some_and(|it| RESERVED.contains(&it) || MADE_FILES.contains(&it))
}

/// An address as an author writes an old one: `/old/`, `old`, `/old.html`.
fn old_address(text: &str) -> Result<Address, &'static str> {
    // What a browser would ask for: `%2f` is a slash there.
    let text = unescape_path(text);
    let path = text.strip_prefix('/').unwrap_or(&text);
    if path.contains(['?', '#', '\\', ':']) || text.starts_with("//") {
        return Err("it is not a path of this site");
    }
    let path = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
    let segments: Vec<&str> = path.split('/').collect();
    if path.is_empty() || segments.iter().any(|it| it.is_empty() || *it == "." || *it == "..") {
        return Err("it is not a path of this site");
    }
    if !segments.iter().all(|it| is_portable(it)) {
        return Err("it cannot be a folder's name on every system");
    }
    Ok(Address::of(segments))
}
