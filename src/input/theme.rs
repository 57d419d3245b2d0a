//! The files of a theme: those built in, and those of the site in their place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use rust_embed::RustEmbed;
use walkdir::WalkDir;

use super::{THEMES, is_passed_over};
use crate::words::{Fingerprint, Fingerprinter, SourcePath};

/// Themes that the program brings along.
#[derive(RustEmbed)]
#[folder = "themes/"]
struct BuiltIn;

/// A file of a theme.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// The path that people know: `themes/default/templates/base.html`.
    pub path: SourcePath,
    /// What it holds.
    pub bytes: Cow<'static, [u8]>,
    /// Whether it stands in the site, not in the program.
    pub is_own: bool,
}

/// A theme: its files by their path inside it.
#[derive(Clone, Default, Debug)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// `templates/base.html` and so on.
    pub files: BTreeMap<String, ThemeFile>,
}

impl Theme {
    /// Of all its files.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut all = Fingerprinter::new("theme");
        for (path, file) in &self.files {
            all.add_bytes(path.as_bytes()).add_bytes(&file.bytes);
        }
        all.finish()
    }
}

/// Reads the theme of a name; one without files if there is none.
///
/// # Errors
/// Trouble with the machine, naming verb and path.
pub fn read(root: &Path, name: &str) -> anyhow::Result<Theme> {
    let mut theme = Theme { name: name.to_owned(), files: BTreeMap::new() };
    for path in BuiltIn::iter() {
        let Some(inside) = path.strip_prefix(name).and_then(|it| it.strip_prefix('/')) else { continue };
        let Some(shown) = SourcePath::new(&format!("{THEMES}/{path}")) else { continue };
        let file = BuiltIn::get(&path).expect("listed just now");
        theme.files.insert(inside.to_owned(), ThemeFile { path: shown, bytes: file.data, is_own: false });
    }
    let folder = root.join(THEMES).join(name);
    if !folder.is_dir() || SourcePath::new(name).is_none() {
        return Ok(theme);
    }
    let visible =
        |it: &walkdir::DirEntry| it.depth() == 0 || !is_passed_over(&it.file_name().to_string_lossy());
    for entry in
        WalkDir::new(&folder).follow_links(false).sort_by_file_name().into_iter().filter_entry(visible)
    {
        let entry = entry.with_context(|| format!("failed to read `{}`", folder.display()))?;
        if !entry.file_type().is_file() {
            continue;
        }
        let Some(path) = SourcePath::inside(root, entry.path()) else { continue };
        let Some(inside) = SourcePath::inside(&folder, entry.path()) else { continue };
        let bytes = fs::read(entry.path()).with_context(|| format!("failed to read `{path}`"))?;
        theme.files.insert(inside.as_str().to_owned(), ThemeFile { path, bytes: bytes.into(), is_own: true });
    }
    Ok(theme)
}

/// The names of themes that the program brings along.
pub fn built_in() -> Vec<String> {
    let mut names: Vec<String> =
        BuiltIn::iter().filter_map(|it| it.split('/').next().map(str::to_owned)).collect();
    names.sort();
    names.dedup();
    names
}
