//! The records of a comparison as data: `comparison.json` with its schema, and `matrix.csv`.

mod fill;
mod matrix;
mod model;

use std::sync::Arc;

use super::{Contents, Edition, Entry, Wave};
use crate::draft::structure::SectionKind;
use crate::words::{Fingerprint, Fingerprinter, OutPath};

/// Both files of every comparison, and the schema once.
pub(super) fn files(edition: &Edition, files: &mut Vec<Entry>) {
    let some: Vec<usize> =
        (0..edition.site.briefs.len()).filter(|it| edition.makes_data(&edition.site.briefs[*it])).collect();
    if some.is_empty() {
        return;
    }
    let (schema, bytes) = schema();
    let schema: Arc<str> = schema.into();
    for index in some {
        let brief = &edition.site.briefs[index];
        let named = schema.clone();
        let write = move |edition: &Edition| fill::write(edition, index, &named);
        push(files, brief.address.path(), "comparison.json", (index, schema.clone()), write);
        if brief.has(|it| matches!(it, SectionKind::Question(_))) {
            let write = move |edition: &Edition| matrix::write(edition, index);
            push(files, brief.address.path(), "matrix.csv", (index, schema.clone()), write);
        }
    }
    let key = Fingerprint::of(&bytes);
    let path = OutPath::new(&schema).expect("a plain name");
    let make = move |_: &Edition| Ok(Contents::Bytes(bytes.clone()));
    files.push(Entry::new(path, Wave::Asset, move |_| key, make));
}

/// A file beside the page of a comparison, which has a number; its form follows the schema.
fn push(
    files: &mut Vec<Entry>,
    folder: &str,
    name: &'static str,
    (index, schema): (usize, Arc<str>),
    write: impl Fn(&Edition) -> Vec<u8> + Send + Sync + 'static,
) {
    let path = OutPath::new(&format!("{folder}{name}")).expect("addresses are made of portable segments");
    let key = move |edition: &Edition| {
        Fingerprinter::new("data")
            .add_bytes(name.as_bytes())
            .add(edition.keys.site)
            .add(edition.languages.fingerprint)
            .add(edition.keys.faces[index])
            .add(edition.keys.texts[index])
            .add_bytes(schema.as_bytes())
            .finish()
    };
    files.push(Entry::new(path, Wave::Page, key, move |edition| Ok(Contents::Bytes(write(edition)))));
}

/// The schema and where it goes: under a name with its fingerprint, like every asset, so that a file
/// of data names exactly the schema that it follows.
fn schema() -> (String, Vec<u8>) {
    let schema = schemars::schema_for!(model::Comparison);
    let mut bytes = serde_json::to_vec_pretty(&schema).expect("a schema is JSON");
    bytes.push(b'\n');
    let hash = Fingerprint::of(&bytes).to_string();
    (format!("assets/comparison-schema.{}.json", &hash[..12]), bytes)
}
