//! Fonts of the machine that the settings name: for signs that no font of the theme has.

/// A file of fonts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FontFile {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Which of its faces are meant.
    pub faces: Vec<u32>,
}

/// What the machine has of some families.
#[derive(Default, Debug)]
pub struct Found {
    /// Files, in the order of the families that they serve.
    pub files: Vec<FontFile>,
    /// Families that it has not, each with the nearest name that it has.
    pub missing: Vec<(String, Option<String>)>,
}

/// Looks for families in the folders where systems keep fonts. A program that sets no papers looks for none.
#[cfg(feature = "pdf")]
pub fn of_system(families: &[String]) -> Found {
    if families.is_empty() {
        return Found::default();
    }
    let mut all = fontdb::Database::new();
    all.load_system_fonts();
    find(&all, families)
}

/// Looks for families in the folders where systems keep fonts. A program that sets no papers looks for none.
#[cfg(not(feature = "pdf"))]
pub fn of_system(_families: &[String]) -> Found {
    Found::default()
}

/// Looks for families among fonts that are known.
#[cfg(feature = "pdf")]
fn find(all: &fontdb::Database, families: &[String]) -> Found {
    use std::collections::BTreeMap;

    let mut found = Found::default();
    for family in families {
        let is_meant = |name: &str| name.to_lowercase() == family.to_lowercase();
        // By file, in one order on every run: the system lists its folders as it likes.
        let mut files: BTreeMap<String, (fontdb::ID, Vec<u32>)> = BTreeMap::new();
        for face in all.faces().filter(|it| it.families.iter().any(|(name, _)| is_meant(name))) {
            let place = match &face.source {
                fontdb::Source::File(path) => path.to_string_lossy().into_owned(),
                _ => String::new(),
            };
            files.entry(place).or_insert_with(|| (face.id, Vec::new())).1.push(face.index);
        }
        let before = found.files.len();
        for (id, mut faces) in files.into_values() {
            faces.sort_unstable();
            // What cannot be read by now is not there.
            if let Some(bytes) = all.with_face_data(id, |bytes, _| bytes.to_vec()) {
                found.files.push(FontFile { bytes, faces });
            }
        }
        if found.files.len() == before {
            let names = all.faces().flat_map(|it| it.families.iter().map(|(name, _)| &**name));
            let near = crate::words::names::nearest(family, names).map(str::to_owned);
            found.missing.push((family.clone(), near));
        }
    }
    found
}

#[cfg(all(test, feature = "pdf"))]
mod tests {
    use super::*;

    #[test]
    fn families_are_found_by_their_names() {
        let mut all = fontdb::Database::new();
        all.load_fonts_dir("themes/default/paper/fonts");
        let asked = ["facing text".to_owned(), "Facing Texd".to_owned(), "Nothing of the kind".to_owned()];
        let found = find(&all, &asked);
        assert!(found.files.len() > 1, "its upright, its slanted and its bold face are files of their own");
        assert!(found.files.iter().all(|it| it.faces == [0] && !it.bytes.is_empty()));
        let missing: Vec<_> = found.missing.iter().map(|(name, near)| (&**name, near.as_deref())).collect();
        assert_eq!(missing, [("Facing Texd", Some("Facing Text")), ("Nothing of the kind", None)]);
    }
}
