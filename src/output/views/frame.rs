//! What stands around every page: the site, its navigation, the page's head.

use std::sync::{Arc, PoisonError};

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::feed::FeedLink;
use super::{NamedPath, SeriesLink, fields};
use crate::draft::markdown::typography;
use crate::draft::structure::SectionKind;
use crate::language::Language;
use crate::output::prose::{escape, href, simple};
use crate::output::templates::Shared;
use crate::output::{Edition, prose};
use crate::settings::Publisher;
use crate::site::{Brief, Mark, Site, Target};
use crate::words::Address;
use crate::words::address::escape_path;

/// A page as templates see it: what all have, and beside it what this one has.
pub struct Page<'a, T> {
    /// The site.
    pub site: &'a Shared,
    /// The page.
    pub page: &'a Head,
    /// The language whose words templates find as `text`.
    pub language: &'a Language,
    /// What only this kind of page has.
    pub own: &'a T,
}

impl<T: Serialize> Serialize for Page<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_struct("Page", 8)?;
        all.serialize_field("site", self.site)?;
        all.serialize_field("page", self.page)?;
        fields::add(self.own, &mut all)?;
        all.end()
    }
}

/// The site.
#[derive(Serialize, Clone, Debug)]
pub struct SiteView {
    /// Its name.
    pub title: String,
    /// A sentence on it.
    pub description: String,
    /// Its language.
    pub lang: String,
    /// Where it is published.
    pub base_url: Option<String>,
    /// Navigation; targets depend on the page.
    pub nav: Vec<NavView>,
    /// A line at the foot.
    pub footer_html: Option<String>,
    /// A picture beside its name.
    pub logo: Option<LogoView>,
    /// The small picture of a browser's tab.
    pub favicon: Option<String>,
    /// Who publishes.
    pub publisher: Option<Publisher>,
    /// The licence.
    pub license: Option<String>,
    /// The disclaimer.
    pub disclaimer: Option<String>,
    /// Which whole-site pages exist.
    pub has: Has,
    /// The program and its version.
    pub generator: &'static str,
}

/// An item of the navigation.
#[derive(Serialize, Clone, Debug)]
pub struct NavView {
    /// Its words.
    pub title: String,
    /// Where it leads, from the page.
    pub href: String,
    /// Whether it leads to the page that is shown.
    pub current: bool,
}

/// A picture that the settings name.
#[derive(Serialize, Clone, Debug)]
pub struct SiteFile {
    /// The file, from the site's top.
    pub path: String,
    /// Its width and height in pixels, if they are known.
    pub size: Option<(u32, u32)>,
}

/// A logo.
#[derive(Serialize, Clone, Debug)]
pub struct LogoView {
    /// The file, from the site's top.
    pub path: String,
    /// The site's name.
    pub alt: String,
    /// Its width in pixels, if it is known.
    pub width: Option<u32>,
    /// Its height.
    pub height: Option<u32>,
}

/// Which whole-site pages exist.
#[derive(Serialize, Clone, Copy, Debug)]
pub struct Has {
    /// `/lessons/`.
    pub lessons: bool,
    /// `/recommendations/`.
    pub recommendations: bool,
    /// `/sources/`.
    pub sources: bool,
    /// `/topics/`.
    pub topics: bool,
    /// `/people/`.
    pub people: bool,
    /// `/series/`.
    pub series: bool,
    /// `/archive/`.
    pub archive: bool,
    /// `/corrections/`.
    pub corrections: bool,
}

/// A page's head.
#[derive(Serialize, Clone, Debug)]
pub struct Head {
    /// The template's name without its ending.
    pub kind: &'static str,
    /// The title.
    pub title: String,
    /// The title with the site's.
    pub full_title: String,
    /// Leads to the site's top.
    pub root: String,
    /// What follows a folder in a link: nothing, or `index.html`.
    pub index: &'static str,
    /// Where the page is, from the site's top.
    pub path: String,
    /// Its language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its whole address.
    pub canonical: Option<String>,
    /// A sentence on it.
    pub description: Option<String>,
    /// Whether search engines should pass it over.
    pub noindex: bool,
    /// Why it is shown although it is withheld.
    pub mark: Option<String>,
    /// What it says to machines, as HTML for its head: tags, signposts, data. Empty where nothing is said.
    pub records_html: String,
    /// Feeds that its readers may want, the nearest first.
    pub feeds: Vec<FeedLink>,
    /// The same page as Markdown, from the site's top.
    pub markdown: Option<String>,
}

/// Where a file beside the page of a brief is, from the site's top, as links name it.
pub fn beside(brief: &Brief, name: &str) -> String {
    format!("{}{name}", escape_path(brief.address.path()))
}

/// Whether a link leads to the page at a path, from the site's top.
fn is_at(target: &Target, path: &str) -> bool {
    matches!(target, Target::Page { address, anchor: None } if address[1..] == *path)
}

/// The way a language is written.
fn direction(lang: &str) -> &'static str {
    match lang.split('-').next().unwrap_or_default() {
        "ar" | "he" | "fa" | "ur" | "yi" | "ps" | "dv" => "rtl",
        _ => "ltr",
    }
}

impl Has {
    /// What a site has. Looked at once, not for every page.
    pub fn of(site: &Site) -> Has {
        let some =
            |is: fn(&SectionKind) -> bool| site.briefs.iter().any(|it| !it.is_withdrawn() && it.has(is));
        Has {
            lessons: some(|it| matches!(it, SectionKind::Lessons(_))),
            recommendations: some(|it| matches!(it, SectionKind::Recommendations(_))),
            sources: !site.sources.is_empty(),
            topics: !site.topics.is_empty(),
            people: !site.people.is_empty(),
            series: !site.series.is_empty(),
            archive: !site.newest.is_empty(),
            corrections: site.has_corrections(),
        }
    }
}

impl Edition {
    /// The site as a page sees it: the same value for all pages at one depth that the navigation does not name.
    pub fn site_at(&self, head: &Head) -> Shared {
        let here = |target: &Target| is_at(target, &head.path);
        let named = self.site.nav.iter().any(|it| here(&it.1)).then(|| head.path.clone());
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        sites.entry((head.root.clone(), named)).or_insert_with(|| Shared::of(&self.site_view(head))).clone()
    }

    /// The site as every page sees it; the navigation's targets are set for one page.
    pub fn site_view(&self, head: &Head) -> SiteView {
        let settings = &self.settings;
        let nav = self.site.nav.iter().filter_map(|(title, target)| {
            let href = href(target, &head.root, settings.links_name_files)?;
            Some(NavView {
                title: title.clone(),
                href: href.into_owned(),
                current: is_at(target, &head.path),
            })
        });
        let [logo, favicon] = self.settings_files();
        let logo = logo.map(|it| LogoView {
            path: it.path,
            alt: settings.title.clone(),
            width: it.size.map(|it| it.0),
            height: it.size.map(|it| it.1),
        });
        SiteView {
            title: typography::set(&settings.title, &settings.language),
            description: typography::set(&settings.description, &settings.language),
            lang: settings.language.clone(),
            base_url: settings.base_url.clone(),
            nav: nav.collect(),
            footer_html: settings.footer.as_ref().map(|it| format!("<p>{}</p>", escape(it))),
            logo,
            favicon: favicon.map(|it| it.path),
            publisher: settings.publisher.clone(),
            license: settings.license.clone(),
            disclaimer: settings.disclaimer.as_ref().map(|it| typography::set(it, &settings.language)),
            has: self.has,
            generator: concat!("brief ", env!("CARGO_PKG_VERSION")),
        }
    }

    /// Where the logo and the small picture of a browser's tab are published, and how large they are.
    pub fn settings_files(&self) -> [Option<SiteFile>; 2] {
        [&self.settings.logo, &self.settings.favicon].map(|it| self.site_file(it.as_ref()?))
    }

    /// Where a file that the settings name is published.
    fn site_file(&self, path: &str) -> Option<SiteFile> {
        let wanted = crate::words::SourcePath::new(path)?;
        let (out, file) = self.site.assets.iter().find(|it| it.1.path == wanted)?;
        let size = file.picture().and_then(|it| it.as_ref().ok()?.size);
        Some(SiteFile { path: escape_path(out.as_str()), size })
    }

    /// The language of a tag.
    pub fn language(&self, tag: &str) -> Arc<Language> {
        self.languages.of(tag)
    }

    /// A word of the site's language.
    pub fn word(&self, key: &str) -> String {
        self.site_language.word(key).to_owned()
    }

    /// The head of a page that the program makes.
    pub fn head(&self, kind: &'static str, title: &str, address: &Address) -> Head {
        let settings = &self.settings;
        let is_home = *address == Address::home();
        let full_title =
            if is_home { settings.title.clone() } else { format!("{title} · {}", settings.title) };
        Head {
            kind,
            title: title.to_owned(),
            full_title,
            root: address.root(),
            index: if settings.links_name_files { "index.html" } else { "" },
            path: address.path().to_owned(),
            lang: settings.language.clone(),
            dir: direction(&settings.language),
            canonical: settings.base_url.as_ref().map(|it| format!("{it}{}", escape_path(address.path()))),
            description: Some(settings.description.clone()).filter(|it| is_home && !it.is_empty()),
            // Of a preview nothing is for search engines: lists name what is withheld too.
            noindex: self.site.is_preview,
            mark: None,
            records_html: String::new(),
            feeds: self.feed_links(address),
            markdown: None,
        }
    }

    /// The head of a brief's page, without its records.
    pub fn brief_head(&self, kind: &'static str, index: usize) -> Head {
        let brief = &*self.site.briefs[index];
        let front = brief.front();
        let mut head = self.head(kind, &brief.outline.texts.title, &brief.address);
        head.lang.clone_from(&front.lang);
        head.dir = direction(&front.lang);
        head.description = front.standfirst.clone().filter(|_| !brief.is_withdrawn());
        head.mark = brief.mark.as_ref().map(|it| self.mark_text(it, &self.language(&front.lang)));
        head.markdown = self.makes_of("markdown", brief).then(|| beside(brief, "index.md"));
        head
    }

    /// Why something is shown although it is withheld, for readers of a preview.
    pub fn mark_text(&self, mark: &Mark, language: &Language) -> String {
        match mark {
            Mark::Draft => language.word("mark_draft").to_owned(),
            Mark::Review => language.word("mark_review").to_owned(),
            Mark::Embargo(until) => language.word("mark_embargo").replace("{until}", &until.to_string()),
        }
    }

    /// A topic by a name that some brief gives it.
    pub fn topic(&self, name: &str) -> Option<NamedPath> {
        let shelf = &self.site.topics[*self.site.topic_numbers.get(name)?];
        Some(NamedPath { name: shelf.name.clone(), path: self.path_of(&shelf.address) })
    }

    /// A series.
    pub fn series_link(&self, index: usize, number: Option<String>) -> SeriesLink {
        let shelf = &self.site.series[index];
        SeriesLink {
            id: shelf.series.id.clone(),
            title: shelf.series.title.clone(),
            path: self.path_of(&shelf.address),
            number,
            issn: shelf.series.issn.clone(),
        }
    }

    /// A page's path from the site's top, as links name it.
    pub fn path_of(&self, address: &Address) -> String {
        let mut path = escape_path(address.path());
        if self.settings.links_name_files {
            path.push_str("index.html");
        }
        path
    }

    /// A title in running text.
    pub fn title_html(inlines: &[crate::draft::body::Inline]) -> String {
        simple(inlines)
    }

    /// The tables with which the prose of a brief is set.
    pub fn tables<'a>(
        &'a self,
        brief: &'a Brief,
        root: &'a str,
        language: &'a Language,
    ) -> prose::Tables<'a> {
        prose::Tables {
            headings: &brief.outline.headings,
            links: &brief.links,
            plots: &brief.charts,
            citations: &brief.outline.citations,
            table: crate::output::apparatus::Table::Brief,
            root,
            sizes: &self.templates.picture_sizes,
            links_name_files: self.settings.links_name_files,
            language,
        }
    }
}
