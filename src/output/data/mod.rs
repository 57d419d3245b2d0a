//! The records of a comparison as data: `comparison.json` with its schema, and `matrix.csv`.

mod fill;
mod matrix;
mod model;

use std::sync::Arc;

use super::{Contents, Edition, NotMade, OutputFile, Wave};
use crate::draft::structure::SectionKind;
use crate::words::{Fingerprint, Fingerprinter, OutPath};

/// Both files of every comparison, and the schema once.
pub(super) fn files(edition: &Arc<Edition>, files: &mut Vec<OutputFile>) -> Result<(), NotMade> {
    let some: Vec<usize> =
        (0..edition.site.briefs.len()).filter(|it| edition.makes_data(&edition.site.briefs[*it])).collect();
    if some.is_empty() {
        return Ok(());
    }
    let (schema, bytes) = schema();
    for index in some {
        let brief = &edition.site.briefs[index];
        let key = Fingerprinter::new("data")
            .add(edition.keys.site)
            .add(edition.languages.fingerprint)
            .add(edition.keys.faces[index])
            .add(edition.keys.texts[index])
            .add_bytes(schema.as_bytes())
            .finish();
        let (for_json, for_table, named) = (edition.clone(), edition.clone(), schema.clone());
        push(files, brief.address.path(), "comparison.json", key, move || {
            fill::write(&for_json, index, &named)
        });
        if brief.has(|it| matches!(it, SectionKind::Question(_))) {
            push(files, brief.address.path(), "matrix.csv", key, move || matrix::write(&for_table, index));
        }
    }
    let key = Fingerprint::of(&bytes);
    files.push(OutputFile {
        path: OutPath::new(&schema).expect("a plain name"),
        key,
        wave: Wave::Asset,
        make: Box::new(move || Ok(Contents::Bytes(bytes.clone()))),
    });
    Ok(())
}

/// A file beside the page of a comparison.
fn push(
    files: &mut Vec<OutputFile>,
    folder: &str,
    name: &'static str,
    key: Fingerprint,
    make: impl Fn() -> Vec<u8> + Send + Sync + 'static,
) {
    files.push(OutputFile {
        path: OutPath::new(&format!("{folder}{name}")).expect("addresses are made of portable segments"),
        key: Fingerprinter::new(name).add(key).finish(),
        wave: Wave::Page,
        make: Box::new(move || Ok(Contents::Bytes(make()))),
    });
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
