//! Where the items of the navigation lead.

use super::addresses::{Book, LISTS, Made};
use super::links::source_of_folder;
use super::visibility::Sight;
use super::{Address, Materials, Target};
use crate::report::{Diagnostic, mistakes::settings as settings_mistakes, mistakes::site as mistakes};
use crate::words::{SourcePath, names};

/// Where the items of the navigation lead.
pub(super) fn lead(
    materials: &Materials<'_>,
    book: &Book,
    sight: &Sight,
    said: &mut Vec<Diagnostic>,
) -> Vec<(String, Target)> {
    let mut items = Vec::new();
    for (title, to, at) in &materials.settings.nav {
        let (path, anchor) = match to.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor.to_owned())),
            None => (to.as_str(), None),
        };
        if to.starts_with("https://") || to.starts_with("http://") || to.starts_with("mailto:") {
            items.push((title.clone(), Target::Web(to.clone())));
            continue;
        }
        if let Some(path) = path.strip_prefix('/') {
            let trimmed = path.trim_end_matches('/');
            if trimmed.is_empty() || LISTS.contains(&trimmed) {
                let address = Address::of(trimmed.split('/').filter(|it| !it.is_empty()));
                items.push((title.clone(), Target::Page { address: address.as_str().to_owned(), anchor }));
                continue;
            }
        }
        let inside = path.trim_matches('/');
        let source =
            SourcePath::new(&format!("briefings/{}", inside.strip_prefix("briefings/").unwrap_or(inside)));
        let source = source.map(|it| {
            if materials.outlines.contains_key(&it) {
                it
            } else {
                source_of_folder(&it, materials).unwrap_or(it)
            }
        });
        match source.filter(|it| materials.outlines.contains_key(it)) {
            Some(source) if !sight.is_shown(&source) => {
                let why = sight.mark(&source).map_or(String::new(), |it| it.words());
                said.push(mistakes::link_withheld(at.clone(), source.as_str(), &why));
            }
            Some(source) => {
                if let Some(anchor) = &anchor
                    && !materials.outlines[&source].structure.anchors.iter().any(|it| it.id == *anchor)
                {
                    said.push(mistakes::anchor_missing(at.clone(), anchor, source.as_str(), None));
                }
                if let Some(address) = book.by_source.get(&source) {
                    items
                        .push((title.clone(), Target::Page { address: address.as_str().to_owned(), anchor }));
                }
            }
            None => {
                let known: Vec<&str> = materials
                    .outlines
                    .keys()
                    .filter_map(|it| it.as_str().strip_prefix("briefings/"))
                    .collect();
                let near = names::nearest(inside, known);
                said.push(settings_mistakes::nav_target(at.clone(), to, near));
            }
        }
    }
    items
}

/// Says items that lead to lists which are not made.
pub(super) fn check_made(
    nav: &[(String, Target)],
    materials: &Materials<'_>,
    made: &Made,
    said: &mut Vec<Diagnostic>,
) {
    for (title, target) in nav {
        let Target::Page { address, .. } = target else { continue };
        let item = materials.settings.nav.iter().find(|it| it.0 == *title);
        if let Some((_, to, at)) = item.filter(|_| made.lacks(address)) {
            said.push(settings_mistakes::nav_empty(at.clone(), to));
        }
    }
}
