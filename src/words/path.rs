//! Where a file of the site and a file of the output live: relative, `/`-separated, no `..`.
//!
//! Each type has one door in, so that a path which escapes its folder cannot be made.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file of the site, relative to the folder that holds `brief.toml`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Takes a path relative to the site's root; `None` if it is absolute, empty or climbs out.
    pub fn new(relative: &str) -> Option<SourcePath> {
        normal(relative, "").map(|it| SourcePath(it.into()))
    }

    /// The path of `path` inside `root`; `None` if it lies elsewhere or is not UTF-8.
    pub fn inside(root: &Path, path: &Path) -> Option<SourcePath> {
        let relative = path.strip_prefix(root).ok()?;
        let mut text = String::new();
        for part in relative.components() {
            if !text.is_empty() {
                text.push('/');
            }
            text.push_str(part.as_os_str().to_str()?);
        }
        SourcePath::new(&text)
    }

    /// Follows `link`, a `/`-separated path as an author writes it, from the folder of this file.
    /// `None` if it leaves the site.
    pub fn follow(&self, link: &str) -> Option<SourcePath> {
        normal(link, self.folder()).map(|it| SourcePath(it.into()))
    }

    /// The path as it is shown to people: with `/` on every system.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder, without a final `/`; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last segment.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// What stands after the last dot of the file name, as written; empty if there is none.
    pub fn extension(&self) -> &str {
        match self.file_name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension,
            _ => "",
        }
    }

    /// The file name without its extension.
    pub fn stem(&self) -> &str {
        match self.file_name().rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => self.file_name(),
        }
    }

    /// The place on disk, below `root`.
    pub fn on_disk(&self, root: &Path) -> PathBuf {
        on_disk(root, &self.0)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file of the output, relative to the output folder.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OutPath(Arc<str>);

impl OutPath {
    /// Takes a path relative to the output folder; `None` if it is absolute, empty, climbs out,
    /// or could not be written on one of the systems that people publish from.
    pub fn new(relative: &str) -> Option<OutPath> {
        let path = normal(relative, "")?;
        path.split('/').all(is_portable).then(|| OutPath(path.into()))
    }

    /// The path with `/` between its segments.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The place on disk, below `folder`.
    pub fn on_disk(&self, folder: &Path) -> PathBuf {
        on_disk(folder, &self.0)
    }

    /// What two paths share exactly when some file system takes them for one: letters' case and
    /// composition are levelled, final dots and spaces of segments dropped.
    pub fn collision_key(&self) -> String {
        collision_key(&self.0)
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// See [`OutPath::collision_key`]; also for addresses.
pub fn collision_key(path: &str) -> String {
    let folded = super::names::fold(path);
    let segments: Vec<&str> = folded.split('/').map(|it| it.trim_end_matches(['.', ' '])).collect();
    segments.join("/")
}

/// Whether a segment can be a file name on Windows, macOS and Linux alike.
///
/// Reserved device names and characters: Microsoft, "Naming Files, Paths, and Namespaces".
pub fn is_portable(segment: &str) -> bool {
    const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    let stem = segment.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = (stem.starts_with("com") || stem.starts_with("lpt"))
        && matches!(stem.chars().skip(3).collect::<Vec<_>>()[..], ['0'..='9' | '¹' | '²' | '³']);
    !segment.is_empty()
        && segment.len() <= 200
        && !segment.ends_with(['.', ' '])
        && !segment.chars().any(|it| it.is_control() || "<>:\"|?*\\/".contains(it))
        && !RESERVED.contains(&stem.as_str())
        && !numbered
}

/// `base/relative` with `.` and `..` resolved; `None` if it leaves the top or names nothing.
fn normal(relative: &str, base: &str) -> Option<String> {
    if relative.starts_with('/') || relative.contains(['\\', '\0']) {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').filter(|it| !it.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            // A drive letter or an alternate stream of Windows would leave the folder.
            _ if part.contains(':') => return None,
            _ => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// `folder` with each segment of `path` pushed on it.
fn on_disk(folder: &Path, path: &str) -> PathBuf {
    let mut place = folder.to_path_buf();
    place.extend(path.split('/'));
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_its_folder() {
        for bad in ["../x", "/x", "a/../../x", "C:/x", "a\\b", "", ".", "a/..", "x\0y"] {
            assert_eq!(SourcePath::new(bad), None, "{bad:?}");
            assert_eq!(OutPath::new(bad), None, "{bad:?}");
        }
        let file = SourcePath::new("briefings/a/index.md").unwrap();
        assert_eq!(file.follow("../b.md").unwrap().as_str(), "briefings/b.md");
        assert_eq!(file.follow("../../../b.md"), None);
    }

    #[test]
    fn windows_names_are_refused_everywhere() {
        for bad in ["con", "Aux.html", "com1", "COM¹.txt", "lpt9", "a.", "a ", "a:b", "a?"] {
            assert!(!is_portable(bad), "{bad:?}");
        }
        for good in ["contact", "com10", "auxiliary.html", "日本"] {
            assert!(is_portable(good), "{good:?}");
        }
    }

    #[test]
    fn paths_that_some_disk_confuses_share_a_key() {
        let key = |it| OutPath::new(it).unwrap().collision_key();
        assert_eq!(key("Tax/index.html"), key("tax/index.html"));
        assert_eq!(key("caf\u{e9}"), key("cafe\u{301}"));
        assert_eq!(key("stra\u{df}e"), key("strasse"));
        assert_ne!(key("a/b"), key("a-b"));
    }
}
