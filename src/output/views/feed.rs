//! Which feeds a site has, and which of them a page names in its head.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::output::Edition;
use crate::settings::FeedOf;
use crate::words::Address;
use crate::words::address::escape_path;

/// A feed, in whatever format: the newest briefs of the site, a topic, a person or a language.
#[derive(Clone, Debug, Serialize)]
pub struct Feed {
    /// The folder that its files lie in, from the site's top: nothing, or with a final slash.
    pub folder: String,
    /// What it is called.
    pub title: String,
    /// The page that shows the same briefs, from the site's top.
    pub page: String,
    /// Its language.
    pub lang: String,
    /// Its briefs, newest first.
    pub briefs: Vec<usize>,
}

/// A feed as the head of a page names it.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLink {
    /// What it is called.
    pub title: String,
    /// The file, from the site's top.
    pub path: String,
    /// Its media type.
    #[serde(rename = "type")]
    pub media: &'static str,
}

impl Edition {
    /// Every feed that is made: none without a base address, for feeds are read elsewhere, and none
    /// of a preview.
    pub fn feeds(&self) -> Vec<Feed> {
        let site = self.feed_at(FeedOf::Site, "", &self.settings.title, &self.site.newest);
        let mut feeds: Vec<Feed> = site.into_iter().collect();
        for it in self.site.topics.iter() {
            let title = self.titled(&it.name);
            feeds.extend(self.feed_at(FeedOf::Topics, it.address.path(), &title, &it.briefs));
        }
        for it in self.site.people.iter() {
            let title = self.titled(&it.name);
            feeds.extend(self.feed_at(FeedOf::People, it.address.path(), &title, &it.briefs));
        }
        feeds.extend(self.feeds_of_languages());
        feeds
    }

    /// A feed for each language, where there are several: of one it would be the site's again.
    fn feeds_of_languages(&self) -> Vec<Feed> {
        if !self.has_feeds_of(FeedOf::Languages) {
            return Vec::new();
        }
        let mut by_language: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
        for &index in self.site.newest.iter() {
            let lang = &self.site.briefs[index].front().lang;
            by_language.entry(lang.to_lowercase()).or_insert((lang.clone(), Vec::new())).1.push(index);
        }
        if by_language.len() < 2 {
            return Vec::new();
        }
        let feeds = by_language.into_iter().filter_map(|(folder, (lang, briefs))| {
            let folder = format!("feeds/{folder}/");
            let feed = self.feed_at(FeedOf::Languages, &folder, &self.titled(&lang), &briefs)?;
            Some(Feed { page: String::new(), lang, ..feed })
        });
        feeds.collect()
    }

    /// The feed of a page; `None` if there are none of its kind, or none of its briefs is in feeds.
    fn feed_at(&self, of: FeedOf, folder: &str, title: &str, briefs: &[usize]) -> Option<Feed> {
        if !self.has_feeds_of(of) {
            return None;
        }
        let in_feeds = briefs.iter().copied().filter(|it| self.is_in_feeds(*it));
        let briefs: Vec<usize> = in_feeds.take(self.settings.feeds.entries).collect();
        (!briefs.is_empty()).then(|| Feed {
            folder: folder.to_owned(),
            title: title.to_owned(),
            page: folder.to_owned(),
            lang: self.settings.language.clone(),
            briefs,
        })
    }

    /// Whether there are feeds of something.
    fn has_feeds_of(&self, what: FeedOf) -> bool {
        let can_have = self.settings.base_url.is_some() && !self.site.is_preview && self.makes("feeds");
        can_have && self.settings.feeds.are_of(what)
    }

    /// Whether a brief is in the feeds that could have it.
    fn is_in_feeds(&self, index: usize) -> bool {
        let brief = &self.site.briefs[index];
        brief.is_listed() && self.makes_of("feeds", brief)
    }

    /// Whether a feed of something holds any of some briefs.
    pub fn feeds_of(&self, what: FeedOf, briefs: &[usize]) -> bool {
        self.has_feeds_of(what) && briefs.iter().any(|it| self.is_in_feeds(*it))
    }

    /// A name with the site's.
    fn titled(&self, name: &str) -> String {
        format!("{name} · {}", self.settings.title)
    }

    /// The feeds that the head of a page names: its own, the site's, and on the home page those of
    /// the languages.
    pub fn feed_links(&self, address: &Address) -> Vec<FeedLink> {
        let mut named: Vec<(String, String)> = Vec::new();
        let mut segments = address.segments();
        let owner = Address::of([segments.next().unwrap_or_default(), segments.next().unwrap_or_default()]);
        let is_owner = |it: &Address| *it == owner;
        if let Some(it) = self.site.topics.iter().find(|it| is_owner(&it.address))
            && self.feeds_of(FeedOf::Topics, &it.briefs)
        {
            named.push((it.address.path().to_owned(), self.titled(&it.name)));
        }
        if let Some(it) = self.site.people.iter().find(|it| is_owner(&it.address))
            && self.feeds_of(FeedOf::People, &it.briefs)
        {
            named.push((it.address.path().to_owned(), self.titled(&it.name)));
        }
        if self.feeds_of(FeedOf::Site, &self.site.newest) {
            named.push((String::new(), self.settings.title.clone()));
        }
        if *address == Address::home() {
            named.extend(self.feeds_of_languages().into_iter().map(|it| (it.folder, it.title)));
        }
        let kinds = [("feed.xml", "application/atom+xml"), ("feed.json", "application/feed+json")];
        let links = named.iter().flat_map(|(folder, title)| {
            kinds.map(|(name, media)| FeedLink {
                title: title.clone(),
                path: format!("{}{name}", escape_path(folder)),
                media,
            })
        });
        links.collect()
    }
}
