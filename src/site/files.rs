//! Files that are published as they are, because a brief or the settings use them.

use std::collections::BTreeMap;

use super::visibility::{Mark, Sight};
use super::{Address, Made, Materials};
use crate::input::File;
use crate::report::{Diagnostic, mistakes::site as mistakes};
use crate::words::address::slug;
use crate::words::{OutPath, SourcePath, Span};

/// Files that are published because something uses them.
pub(super) struct Assets {
    /// By where they go.
    pub used: BTreeMap<OutPath, File>,
    /// Smaller pictures that are made of them, by where they go.
    pub made: BTreeMap<OutPath, Made>,
    /// Sources by the collision key of where they go, and what names them.
    pub by_key: BTreeMap<String, (SourcePath, Span)>,
    /// The largest that is published, in bytes.
    pub most: u64,
}

impl Assets {
    /// None yet.
    pub fn new(materials: &Materials<'_>) -> Assets {
        let (used, made, by_key) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Assets { used, made, by_key, most: materials.settings.asset_max }
    }

    /// Adds the files that a brief uses. One for whose place another was taken is said.
    pub fn take_over(&mut self, used: Assets, said: &mut Vec<Diagnostic>) {
        for (key, (source, at)) in used.by_key {
            match self.by_key.get(&key).filter(|it| it.0 != source) {
                Some((other, _)) => {
                    let out = used.used.keys().find(|it| it.collision_key() == key);
                    let out = out.map_or(key.as_str(), |it| it.as_str());
                    said.push(mistakes::asset_taken(at, source.as_str(), out, &format!("`{other}`")));
                }
                None => {
                    self.by_key.entry(key).or_insert((source, at));
                }
            }
        }
        self.used.extend(used.used);
        self.made.extend(used.made);
    }

    /// Whether a file is published at an address, or at the place of its page.
    pub fn has(&self, address: &Address) -> bool {
        let folder = OutPath::new(address.path());
        let page = OutPath::new(&address.file());
        folder.into_iter().chain(page).any(|it| self.by_key.contains_key(&it.collision_key()))
    }

    /// Files that the settings name go beside the theme's.
    pub fn add_site_files(&mut self, materials: &Materials<'_>) {
        for file in &materials.site_files {
            let style = materials.settings.slugs;
            let name = format!(
                "assets/site/{}.{}",
                slug(file.path.stem(), style),
                file.path.extension().to_lowercase()
            );
            if let Some(out) = OutPath::new(&name) {
                self.used.insert(out, file.clone());
            }
        }
    }
}

/// Where a file beside a brief goes: into the folder that its own folder is published as, under
/// its own name, made fit for every host.
pub(super) fn out_path(source: &SourcePath, materials: &Materials<'_>) -> Option<OutPath> {
    let inside = source.as_str().strip_prefix("briefings/")?;
    let (folder, name) = inside.rsplit_once('/').unwrap_or(("", inside));
    let style = materials.settings.slugs;
    let mut path: Vec<String> =
        folder.split('/').filter(|it| !it.is_empty()).map(|it| slug(it, style)).collect();
    let stem = slug(source.stem(), style);
    let stem = if stem.is_empty() { "file".to_owned() } else { stem };
    path.push(match source.extension() {
        "" => stem,
        extension => format!("{stem}.{}", extension.to_lowercase()),
    });
    debug_assert!(!name.is_empty(), "files have names");
    OutPath::new(&path.join("/"))
}

/// Whether a file must never be published by a slip: keys, sources, people.
pub(super) fn is_private(source: &SourcePath) -> bool {
    let name = source.file_name().to_lowercase();
    let ends = [".pem", ".key", ".pfx", ".p12", ".kdbx", ".md", ".bib", ".env"];
    ends.iter().any(|it| name.ends_with(it))
        || name.starts_with("id_rsa")
        || name.starts_with("id_ed25519")
        || name == "people.yaml"
}

/// Why publishing a file with one brief would tell of another too early: a file in the folder of a
/// brief belongs to it. Files at the top belong to nobody.
pub(super) fn told_early<'s>(
    file: &SourcePath,
    from: &SourcePath,
    materials: &Materials<'_>,
    sight: &'s Sight,
) -> Option<&'s Mark> {
    let mut folder = file.folder();
    while folder.contains('/') {
        let index = SourcePath::new(&format!("{folder}/index.md"))?;
        if materials.outlines.contains_key(&index) {
            return sight.tells_early(from, &index);
        }
        folder = folder.rsplit_once('/')?.0;
    }
    None
}
