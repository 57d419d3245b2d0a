//! The PDF of a brief that was made elsewhere, and the place that belongs to PDFs.

use std::io::Read as _;

use super::Address;
use super::links::Resolver;
use crate::draft::front_matter::Pdf;
use crate::input::File;
use crate::report::mistakes::paper as mistakes;
use crate::words::{OutPath, Span};

/// A PDF begins within so many bytes (ISO 32000-1, annex H, implementation note 13).
const HEADER_WITHIN: usize = 1024;

/// The folder of earlier PDFs, beside a brief.
const VERSIONS: &str = "versions";

/// Where the card of a brief stands.
const CARD: &str = "card.png";

impl Resolver<'_> {
    /// The file that is offered as the PDF of the brief. It is published under the name that ours would have.
    pub fn pdf(&mut self) -> Option<File> {
        let Pdf::Given(path, at) = self.outline.front.as_ref()?.pdf.clone() else { return None };
        let (_, file) = self.publishable(&path, &at)?;
        match look(&file) {
            // What cannot be read is said when it is published.
            Err(_) | Ok(Found { is_pdf: true, is_tagged: true }) => {}
            Ok(Found { is_pdf: false, .. }) => {
                let way_out = "remove `pdf` to have one made from the text";
                self.said.push(mistakes::pdf_form(at, &path, way_out));
                return None;
            }
            Ok(_) => self.said.push(mistakes::pdf_untagged(at, &path)),
        }
        Some(file)
    }

    /// Earlier PDFs, which an author keeps in the folder `versions` beside a brief that has a folder of its own: those
    /// that can be published, in the order of their names.
    pub fn versions(&mut self) -> Vec<(String, OutPath, u64)> {
        let source = &self.outline.source.path;
        if source.file_name() != "index.md" {
            return Vec::new();
        }
        let Some(folder) = source.follow(VERSIONS) else { return Vec::new() };
        // Paths are sorted: all of the folder stand together, among those whose names begin like its own.
        let near = self.materials.files.range(folder.clone()..).map(|it| it.0.as_str());
        let near = near.take_while(|it| it.starts_with(folder.as_str()));
        let inside = near.filter_map(|it| it.strip_prefix(folder.as_str())?.strip_prefix('/'));
        let names: Vec<String> = inside.map(str::to_owned).collect();
        let mut versions = Vec::new();
        for name in names {
            let path = format!("{VERSIONS}/{name}");
            let Some(at) = source.follow(&path).map(Span::top) else { continue };
            if name.contains('/') || !name.to_lowercase().ends_with(".pdf") {
                self.said.push(mistakes::version_form(at, &path));
                continue;
            }
            let Some((_, file)) = self.publishable(&path, &at) else { continue };
            // What cannot be read is said when it is published.
            if look(&file).is_ok_and(|it| !it.is_pdf) {
                self.said.push(mistakes::pdf_form(at, &path, "take it out of `versions/`"));
                continue;
            }
            let Some(out) = self.publish(&path, &at) else { continue };
            let stem = name[..name.len() - ".pdf".len()].to_owned();
            versions.push((stem, out, file.size));
        }
        versions
    }

    /// Whether a file beside the page of this brief would stand where its PDF does, or its card.
    pub(super) fn is_paper(&self, folder: &Address, name: &str) -> bool {
        let front = self.outline.front.as_ref();
        let settings = &self.materials.settings.paper;
        if name == CARD {
            return settings.cards && front.is_some_and(|it| it.without.iter().all(|it| it != "cards"));
        }
        settings.enabled != Some(false)
            && self.book.by_source.get(&self.outline.source.path) == Some(folder)
            && name.strip_suffix(".pdf").is_some_and(|it| it == folder.last())
            && front.is_some_and(|it| it.pdf != Pdf::No && it.kind != crate::draft::front_matter::Kind::Page)
    }
}

/// What can be told of a file without reading PDF.
struct Found {
    /// Whether it is a PDF at all.
    is_pdf: bool,
    /// Whether it may be tagged. Where its objects are packed, that cannot be told from outside.
    is_tagged: bool,
}

/// Looks at a file; it is no larger than what is published.
fn look(file: &File) -> anyhow::Result<Found> {
    let mut bytes = Vec::new();
    file.open()?.read_to_end(&mut bytes)?;
    let has = |words: &[u8]| bytes.windows(words.len()).any(|it| it == words);
    let head = &bytes[..bytes.len().min(HEADER_WITHIN)];
    Ok(Found {
        is_pdf: head.windows(5).any(|it| it == b"%PDF-"),
        is_tagged: has(b"/StructTreeRoot") || has(b"/ObjStm"),
    })
}
