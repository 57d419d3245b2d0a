//! Pictures of a brief for its paper: files of the site and charts, under names that no author gives.

use std::io::Read as _;

use anyhow::Context as _;

use crate::input::File;
use crate::output::Edition;
use crate::words::OutPath;
use crate::words::address::unescape_path;

/// Forms of pictures that the typesetter reads, by the ends of their names.
const FORMS: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// Where a picture comes from.
enum Plate {
    /// A file of the site, by where it is published.
    File(OutPath, File),
    /// A drawing of ours.
    Drawn(Vec<u8>),
}

/// The pictures of one paper, by their names.
#[derive(Default)]
pub struct Pictures(Vec<(String, Plate)>);

impl Pictures {
    /// The name of a picture, by where it is published; `None` of one that is not there or cannot be set.
    pub fn add(&mut self, edition: &Edition, path: &str) -> Option<String> {
        let path = OutPath::new(&unescape_path(path))?;
        let is_it = |it: &Plate| matches!(it, Plate::File(known, _) if *known == path);
        if let Some((name, _)) = self.0.iter().find(|it| is_it(&it.1)) {
            return Some(format!("/{name}"));
        }
        let file = edition.site.assets.get(&path)?.clone();
        let form = file.path.extension().to_lowercase();
        let form = FORMS.iter().find(|it| **it == form)?;
        Some(self.put(form, Plate::File(path, file)))
    }

    /// The name of a drawing.
    pub fn draw(&mut self, bytes: Vec<u8>) -> String {
        self.put("svg", Plate::Drawn(bytes))
    }

    /// The name of one that is new.
    fn put(&mut self, form: &str, plate: Plate) -> String {
        let name = format!("pictures/{}.{form}", self.0.len());
        self.0.push((name.clone(), plate));
        format!("/{name}")
    }

    /// The paths of files, as messages name them.
    pub fn paths(&self) -> Vec<String> {
        let files = self.0.iter().filter_map(|it| match &it.1 {
            Plate::File(_, file) => Some(format!("`{}`", file.path)),
            Plate::Drawn(_) => None,
        });
        files.collect()
    }

    /// Their names and bytes.
    ///
    /// # Errors
    /// Names the file that cannot be read.
    pub fn read(self) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
        let read = self.0.into_iter().map(|(name, plate)| match plate {
            Plate::Drawn(bytes) => Ok((name, bytes)),
            Plate::File(_, file) => {
                let mut bytes = Vec::new();
                file.open()?
                    .read_to_end(&mut bytes)
                    .with_context(|| format!("failed to read `{}`", file.path))?;
                Ok((name, bytes))
            }
        });
        read.collect()
    }
}
