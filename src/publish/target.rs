//! Whether a folder may be written to at all: a slip in `--out` must not scatter a site over the
//! author's own files.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;

use super::{Refusal, Target};

/// The output folder with links and `..` resolved; it need not be there yet.
///
/// # Errors
/// [`Refusal::Usage`] if writing there would be a mistake whatever the folder holds.
pub(super) fn check(target: &Target) -> Result<PathBuf, Refusal> {
    let out = resolve(&target.out)?;
    let root = resolve(&target.root)?;
    let inside = target.out.strip_prefix(&target.root).ok().filter(|it| !it.as_os_str().is_empty());
    let shown = inside.unwrap_or(&target.out).display();
    let refuse = |why: &str| {
        let way_out = "choose an empty folder, or one that only holds the site, with `--out`";
        Err(Refusal::Usage(format!("the output folder `{shown}` {why}; {way_out}")))
    };
    if out.parent().is_none() {
        return refuse("is the top of the file system");
    }
    if out.exists() && !out.is_dir() {
        return refuse("is a file");
    }
    if out == root {
        return refuse("is the site's own folder");
    }
    if root.starts_with(&out) {
        return refuse("holds the site");
    }
    if let Some(home) = &target.home
        && resolve(home)?.starts_with(&out)
    {
        return refuse("is or holds your home folder");
    }
    for source in &target.sources {
        let source = resolve(source)?;
        if source.starts_with(&out) {
            return refuse("is or holds a folder that the site is made from");
        }
        if out.starts_with(&source) {
            return refuse("lies in a folder that the site is made from");
        }
    }
    if out.components().any(|it| it.as_os_str().eq_ignore_ascii_case(".git")) {
        return refuse("belongs to git");
    }
    // What stands there is thrown away by a build that needs it for itself.
    if out.components().any(|it| is_own(&it.as_os_str().to_string_lossy())) {
        return refuse("has the name of a folder in which the program keeps what it needs");
    }
    Ok(out)
}

/// Whether a name is that of a folder which the program makes for itself, on any letters' case: `.brief`,
/// `.brief-stage-public`.
fn is_own(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower == ".brief" || lower.starts_with(".brief-stage-")
}

/// A path with links and `..` resolved as far as it exists; what does not exist yet is kept.
fn resolve(path: &Path) -> anyhow::Result<PathBuf> {
    let absolute =
        std::path::absolute(path).with_context(|| format!("failed to find `{}`", path.display()))?;
    let mut resolved = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                resolved.pop();
            }
            Component::CurDir => {}
            part => resolved.push(part),
        }
        let mut real = fs::canonicalize(&resolved);
        if real.as_ref().is_err_and(|it| it.kind() == ErrorKind::NotFound) {
            if fs::symlink_metadata(&resolved).is_err() {
                continue;
            }
            // Another build may have made the folder just now. A link that leads nowhere stays an
            // error: the first write would follow it.
            real = fs::canonicalize(&resolved);
        }
        match real {
            Ok(real) => resolved = real,
            Err(error) if error.kind() == ErrorKind::NotADirectory => {}
            Err(error) => {
                return Err(error).with_context(|| format!("failed to follow `{}`", resolved.display()));
            }
        }
    }
    Ok(resolved)
}
