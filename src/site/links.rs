//! What links, pictures and the navigation point to.

use super::addresses::{BESIDE, Book, LISTS, MADE_FILES, Made, is_made};
use super::files::{Assets, is_private, out_path, told_early};
use super::visibility::Sight;
use super::{Address, Materials, Shown};
use crate::draft::Outline;
use crate::draft::markdown::{Link, LinkKind};
use crate::input::File;
use crate::report::{Diagnostic, mistakes::site as mistakes};
use crate::words::address::unescape_path;
use crate::words::{OutPath, SourcePath, Span, names};

/// What a link points to.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub enum Target {
    /// A page of the site, perhaps a place on it.
    Page {
        /// The page's address.
        address: String,
        /// The place.
        anchor: Option<String>,
    },
    /// A place on the same page.
    Here(String),
    /// A figure or table, which names itself when the link has no words.
    Float {
        /// `figure` or `table`.
        kind: &'static str,
        /// Its number.
        number: u32,
        /// Its id.
        id: String,
    },
    /// Somewhere else.
    Web(String),
    /// A file that is published beside the page.
    File(String),
    /// A picture on the page.
    Picture(Box<Shown>),
    /// Nothing; a message says why.
    Nowhere,
}

/// Resolves the links of one brief.
pub(super) struct Resolver<'a> {
    /// The site's materials.
    pub materials: &'a Materials<'a>,
    /// Who is seen.
    pub sight: &'a Sight,
    /// Who lives where.
    pub book: &'a Book,
    /// The brief.
    pub outline: &'a Outline,
    /// Where used files are noted.
    pub assets: &'a mut Assets,
    /// Messages.
    pub said: &'a mut Vec<Diagnostic>,
}

impl Resolver<'_> {
    /// What each link points to.
    pub fn all(&mut self, links: &[Link]) -> Vec<Target> {
        links.iter().map(|it| self.one(it)).collect()
    }

    /// What one link points to.
    pub fn one(&mut self, link: &Link) -> Target {
        let target = link.target.trim();
        let is_whole = has_scheme(target);
        if is_whole || target.starts_with("//") {
            if link.is_empty {
                self.said.push(mistakes::link_empty(link.at.clone()));
            }
            if is_whole {
                self.check_own(target, &link.at);
            }
            return Target::Web(target.to_owned());
        }
        let (path, anchor) = match target.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor.to_owned()).filter(|it| !it.is_empty())),
            None => (target, None),
        };
        let path = unescape_path(path.split('?').next().unwrap_or_default());
        match link.kind {
            LinkKind::Image => {
                return self
                    .picture(&path, &link.at)
                    .map_or(Target::Nowhere, |it| Target::Picture(Box::new(it)));
            }
            LinkKind::Data => return self.file(&path, &link.at),
            LinkKind::Link => {}
        }
        if path.is_empty() {
            return self.here(link, anchor);
        }
        if let Some(rest) = path.strip_prefix('/') {
            return self.by_address(rest, anchor, link);
        }
        let Some(source) =
            self.outline.source.path.follow(&path).filter(|it| it.as_str().starts_with("briefings/"))
        else {
            self.said.push(mistakes::link_outside(link.at.clone(), &path));
            return Target::Nowhere;
        };
        if link.is_empty && anchor.is_none() {
            self.said.push(mistakes::link_empty(link.at.clone()));
        }
        if source.extension().eq_ignore_ascii_case("md") || self.materials.outlines.contains_key(&source) {
            return self.brief(&source, anchor, link);
        }
        match source_of_folder(&source, self.materials) {
            Some(index) => self.brief(&index, anchor, link),
            None => self.file(&path, &link.at),
        }
    }

    /// A link to a place on the same page.
    fn here(&mut self, link: &Link, anchor: Option<String>) -> Target {
        let Some(anchor) = anchor else {
            if link.is_empty {
                self.said.push(mistakes::link_empty(link.at.clone()));
            }
            return Target::Here(String::new());
        };
        if let Some(float) = self.outline.floats.iter().find(|it| it.id == anchor) {
            let kind = float.kind.name();
            return Target::Float { kind, number: float.number, id: float.id.clone() };
        }
        if link.is_empty {
            self.said.push(mistakes::link_empty(link.at.clone()));
        }
        let own = self.outline.source.path.clone();
        self.check_anchor(&own, &anchor, &link.at);
        Target::Here(anchor)
    }

    /// A link to another brief.
    fn brief(&mut self, source: &SourcePath, anchor: Option<String>, link: &Link) -> Target {
        if self.materials.broken.contains(source) {
            return Target::Nowhere;
        }
        let Some(outline) = self.materials.outlines.get(source) else {
            let near = self.nearest(source, self.materials.outlines.keys());
            self.said.push(mistakes::link_missing(link.at.clone(), source.as_str(), near.as_deref()));
            return Target::Nowhere;
        };
        let from = &self.outline.source.path;
        if let Some(mark) = self.sight.tells_early(from, source) {
            self.said.push(mistakes::link_withheld(link.at.clone(), source.as_str(), &mark.words()));
            return Target::Nowhere;
        }
        if let Some(anchor) = &anchor {
            if let Some(float) = outline.floats.iter().find(|it| it.id == *anchor && link.is_empty) {
                let kind = float.kind.name();
                self.said.push(mistakes::link_empty(link.at.clone()));
                return Target::Float { kind, number: float.number, id: float.id.clone() };
            }
            self.check_anchor(source, anchor, &link.at);
        }
        match self.book.by_source.get(source) {
            Some(address) => Target::Page { address: address.as_str().to_owned(), anchor },
            None => Target::Nowhere,
        }
    }

    /// A link by address: to a page that the program makes, or to a brief, whose source is offered.
    fn by_address(&mut self, path: &str, anchor: Option<String>, link: &Link) -> Target {
        let trimmed = path.trim_end_matches('/');
        let address = Address::of(trimmed.split('/').filter(|it| !it.is_empty()));
        if trimmed.is_empty() || LISTS.contains(&trimmed) {
            if anchor.is_some() {
                self.said.push(mistakes::anchor_made(link.at.clone(), address.as_str()));
            }
            return Target::Page { address: address.as_str().to_owned(), anchor };
        }
        let source = self
            .book
            .by_source
            .iter()
            .find(|it| *it.1 == address)
            .map(|it| relative(&self.outline.source.path, it.0.as_str()));
        self.said.push(match source {
            Some(source) => mistakes::link_address(link.at.clone(), &format!("/{path}"), &source),
            None => mistakes::link_absolute(link.at.clone(), &format!("/{path}")),
        });
        Target::Nowhere
    }

    /// Says a whole address of this site at which nothing is, or not yet.
    fn check_own(&mut self, target: &str, at: &Span) {
        let bare = |it| str::split_once(it, "//").map_or("", |it| it.1);
        let Some(base) = self.materials.settings.base_url.as_deref().map(bare) else { return };
        let base = base.trim_end_matches('/');
        let is_own = |it: &&str| it.get(..base.len()).is_some_and(|it| it.eq_ignore_ascii_case(base));
        let Some(rest) = Some(bare(target)).filter(is_own).map(|it| it[base.len()..].to_lowercase()) else {
            return;
        };
        if !rest.starts_with('/') {
            return;
        }
        let path = unescape_path(rest.split(['?', '#']).next().unwrap_or_default());
        let path = path.strip_suffix("index.html").unwrap_or(&path).trim_matches('/');
        let address = Address::of(path.split('/').filter(|it| !it.is_empty()));
        let lives = |it: &(&SourcePath, &Address)| {
            *it.1 != Address::home()
                && address.as_str().to_lowercase().starts_with(&it.1.as_str().to_lowercase())
        };
        // The nearest brief: a file below its address is its own.
        let near = self.book.by_source.iter().filter(lives).max_by_key(|it| it.1.as_str().len());
        if let Some((source, _)) = near
            && let Some(mark) = self.sight.tells_early(&self.outline.source.path, source)
        {
            self.said.push(mistakes::link_withheld(at.clone(), target, &mark.words()));
            return;
        }
        let is_page = !address.last().contains('.') && address != Address::home();
        let is_old = |it: &str| it.trim_matches('/').eq_ignore_ascii_case(path);
        let mut old = self.materials.outlines.values().filter_map(|it| it.front.as_ref());
        let leads_on = old.any(|it| it.aliases.iter().any(|it| is_old(&it.0)))
            || self.materials.settings.redirects.iter().any(|it| is_old(&it.0));
        if is_page && !is_made(&address) && !self.book.is_held(&address) && !leads_on {
            self.said.push(mistakes::link_own(at.clone(), target));
        }
    }

    /// Says an anchor that a file does not have.
    fn check_anchor(&mut self, source: &SourcePath, anchor: &str, at: &Span) {
        // Of a brief that could not be read nothing is known to be missing.
        let Some(outline) = self.materials.outlines.get(source).filter(|it| it.front.is_some()) else {
            return;
        };
        let rows = super::records::chronology_of(source, self.materials);
        let mut ids: Vec<&str> = outline.structure.anchors.iter().map(|it| it.id.as_str()).collect();
        ids.extend(rows.iter().flat_map(|it| it.anchors.iter().map(|it| it.id.as_str())));
        if !ids.contains(&anchor) {
            let nearest = names::nearest(anchor, ids.iter().copied()).map(|it| format!("#{it}"));
            self.said.push(mistakes::anchor_missing(at.clone(), anchor, source.as_str(), nearest.as_deref()));
        }
    }

    /// A file that is published beside the page.
    fn file(&mut self, path: &str, at: &Span) -> Target {
        match self.publish(path, at) {
            Some(out) => Target::File(out.as_str().to_owned()),
            None => Target::Nowhere,
        }
    }

    /// Notes a file to be published; `None` with a message if it cannot be.
    pub fn publishable(&mut self, path: &str, at: &Span) -> Option<(SourcePath, File)> {
        let Some(source) =
            self.outline.source.path.follow(path).filter(|it| it.as_str().starts_with("briefings/"))
        else {
            self.said.push(mistakes::link_outside(at.clone(), path));
            return None;
        };
        let is_read = self.materials.outlines.contains_key(&source)
            || self.materials.bibliographies.contains_key(&source)
            || self.materials.styles.contains_key(&source);
        if is_private(&source) || is_read {
            self.said.push(mistakes::asset_private(at.clone(), source.as_str()));
            return None;
        }
        let Some(file) = self.materials.files.get(&source) else {
            let near = self.nearest(&source, self.materials.files.keys());
            self.said.push(mistakes::file_missing(at.clone(), source.as_str(), near.as_deref()));
            return None;
        };
        let from = &self.outline.source.path;
        if let Some(mark) = told_early(&source, from, self.materials, self.sight) {
            self.said.push(mistakes::file_withheld(at.clone(), source.as_str(), &mark.words()));
            return None;
        }
        if file.size > self.assets.most {
            let megabytes = |it: u64| it.div_ceil(1024 * 1024);
            self.said.push(mistakes::asset_large(
                at.clone(),
                source.as_str(),
                megabytes(file.size),
                megabytes(self.assets.most),
            ));
            return None;
        }
        Some((source, file.clone()))
    }

    /// Publishes a file beside the page.
    pub(super) fn publish(&mut self, path: &str, at: &Span) -> Option<OutPath> {
        let (source, file) = self.publishable(path, at)?;
        let Some(out) = out_path(&source, self.materials) else {
            self.said.push(mistakes::asset_name(at.clone(), source.file_name()));
            return None;
        };
        if let Some(by) = self.taken(&out, &source) {
            self.said.push(mistakes::asset_taken(at.clone(), source.as_str(), out.as_str(), &by));
            return None;
        }
        self.assets.by_key.entry(out.collision_key()).or_insert((source, at.clone()));
        self.assets.used.insert(out.clone(), file);
        Some(out)
    }

    /// What stands already where a file would go.
    fn taken(&self, out: &OutPath, source: &SourcePath) -> Option<String> {
        if let Some(other) = self.assets.by_key.get(&out.collision_key()).filter(|it| it.0 != *source) {
            return Some(format!("`{}`", other.0));
        }
        let (folder, name) = out.as_str().rsplit_once('/').unwrap_or(("", out.as_str()));
        let folder = Address::of(folder.split('/').filter(|it| !it.is_empty()));
        let is_page = name == "index.html"
            && (folder == Address::home() || self.book.is_held(&folder) || is_made(&folder));
        let is_beside =
            (BESIDE.contains(&name) || self.is_paper(&folder, name)) && self.book.is_held(&folder);
        let is_folder = self.book.has_below(&Address::of(out.as_str().split('/')));
        let is_file = folder == Address::home() && MADE_FILES.contains(&name);
        (is_page || is_beside || is_folder || is_file).then(|| "a page or file of the site".to_owned())
    }

    /// The file whose path, as one would write it here, is nearest to another's; never this one.
    fn nearest<'p>(&self, source: &SourcePath, all: impl Iterator<Item = &'p SourcePath>) -> Option<String> {
        let own = &self.outline.source.path;
        let paths: Vec<String> = all.filter(|it| *it != own).map(|it| relative(own, it.as_str())).collect();
        names::nearest(&relative(own, source.as_str()), paths.iter().map(String::as_str)).map(str::to_owned)
    }

    /// The picture at the head.
    pub fn cover(&mut self) -> Option<Shown> {
        let (cover, at) = self.outline.front.as_ref()?.cover.clone()?;
        self.picture(&cover.image, &at)
    }

    /// Files to take away.
    pub fn attachments(&mut self) -> Vec<(String, OutPath, u64)> {
        let items = self.outline.front.as_ref().map_or(Vec::new(), |it| it.attachments.clone());
        let mut all = Vec::new();
        for (path, title, at) in items {
            if let Some(out) = self.publish(&path, &at) {
                let size = self.assets.used[&out].size;
                let title = title.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(&path).to_owned());
                all.push((title, out, size));
            }
        }
        all
    }
}

/// Says links to lists that are not made.
pub(super) fn check_made(briefs: &[super::Brief], made: &Made, said: &mut Vec<Diagnostic>) {
    for brief in briefs {
        let rows = brief.chronology.iter().flat_map(|it| it.links.iter()).zip(&brief.chronology_links);
        for (link, target) in brief.outline.links.iter().zip(&brief.links).chain(rows) {
            if let Target::Page { address, .. } = target
                && made.lacks(address)
            {
                said.push(mistakes::link_absolute(link.at.clone(), address));
            }
        }
    }
}

/// The brief of a folder, when a link leads to the folder: `../other-brief/`.
pub(super) fn source_of_folder(source: &SourcePath, materials: &Materials<'_>) -> Option<SourcePath> {
    let index = SourcePath::new(&format!("{source}/index.md"))?;
    if materials.outlines.contains_key(&index) {
        return Some(index);
    }
    let file = SourcePath::new(&format!("{source}.md"))?;
    materials.outlines.contains_key(&file).then_some(file)
}

/// A path of the site as it is written from the folder of a file.
pub(super) fn relative(from: &SourcePath, to: &str) -> String {
    let from: Vec<&str> = from.folder().split('/').filter(|it| !it.is_empty()).collect();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len() - shared);
    format!("{up}{}", to[shared..].join("/"))
}

/// Whether a target has a scheme.
fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|it: char| it.is_ascii_alphabetic())
            && scheme.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it))
    })
}
