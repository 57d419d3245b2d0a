//! Pictures of a brief for its paper: the files of the site, under names that no author gives.

use std::io::Read as _;

use anyhow::Context as _;

use crate::input::File;
use crate::output::Edition;
use crate::words::OutPath;
use crate::words::address::unescape_path;

/// Forms of pictures that the typesetter reads, by the ends of their names.
const FORMS: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// The pictures of one paper.
#[derive(Default)]
pub struct Pictures(Vec<(String, OutPath, File)>);

impl Pictures {
    /// The name of a picture, by where it is published; `None` of one that is not there or cannot be set.
    pub fn add(&mut self, edition: &Edition, path: &str) -> Option<String> {
        let path = OutPath::new(&unescape_path(path))?;
        if let Some(known) = self.0.iter().find(|it| it.1 == path) {
            return Some(known.0.clone());
        }
        let file = edition.site.assets.get(&path)?;
        let form = file.path.extension().to_lowercase();
        let form = FORMS.iter().find(|it| **it == form)?;
        let name = format!("pictures/{}.{form}", self.0.len());
        self.0.push((name.clone(), path, file.clone()));
        Some(format!("/{name}"))
    }

    /// Their paths, as messages name them.
    pub fn paths(&self) -> Vec<String> {
        self.0.iter().map(|it| format!("`{}`", it.2.path)).collect()
    }

    /// Their names and bytes.
    ///
    /// # Errors
    /// Names the file that cannot be read.
    pub fn read(&self) -> anyhow::Result<Vec<(&str, Vec<u8>)>> {
        let read = self.0.iter().map(|(name, _, file)| {
            let mut bytes = Vec::new();
            file.open()?
                .read_to_end(&mut bytes)
                .with_context(|| format!("failed to read `{}`", file.path))?;
            Ok((name.as_str(), bytes))
        });
        read.collect()
    }
}
