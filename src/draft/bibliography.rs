//! A bibliography in BibLaTeX: its entries by key, with places. Only what is cited is published.

use std::sync::Arc;

use biblatex::{ChunksExt, RawBibliography, RawChunk};

use crate::cite::{Date, Day, Item, Name};
use crate::data;
use crate::report::{Diagnostic, mistakes::citations as mistakes};
use crate::words::{Edtf, Fingerprint, Fingerprinter, Source, Span};

/// A reference as its entry gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its key.
    pub key: String,
    /// Where its key stands.
    pub at: Span,
    /// What it is.
    pub item: Arc<Item>,
    /// Of the item: equal ones print alike.
    pub fingerprint: Fingerprint,
    /// Which other source it goes back to.
    pub origin: Option<String>,
    /// Where a copy of it is kept.
    pub archived: Option<String>,
}

/// At most so many bytes are read; a whole library is far smaller.
const BYTES_MAX: usize = 32 * 1024 * 1024;

/// Reads the entries of a bibliography.
pub fn read(source: &Source, said: &mut Vec<Diagnostic>) -> Vec<Reference> {
    let text = &source.text;
    if text.len() > BYTES_MAX {
        said.push(mistakes::bibliography_form(source.span(0..0), "it is larger than 32 MiB"));
        return Vec::new();
    }
    said.extend(data::unprintable(source));
    if let Some(at) = too_deep(text) {
        said.push(mistakes::bibliography_form(
            source.span(at..at + 1),
            "braces are nested more than 60 deep",
        ));
        return Vec::new();
    }
    let raw = match RawBibliography::parse(text) {
        Ok(it) => it,
        Err(error) => {
            // An entry that is not closed swallows those after it: the last one that begins before
            // the fault is where to look.
            let stumbled = error.span.start.min(text.len());
            let entries = text
                .match_indices('@')
                .map(|it| it.0)
                .filter(|it| *it == 0 || text.as_bytes()[it - 1] == b'\n');
            let start = unclosed(text)
                .or_else(|| entries.take_while(|it| *it <= stumbled).last())
                .unwrap_or(stumbled);
            let end = text[start..].find('\n').map_or(text.len(), |it| start + it);
            let words = if unclosed(text).is_some() {
                "its braces are not closed"
            } else {
                "a comma, a brace or a value is missing"
            };
            said.push(mistakes::bibliography_form(source.span(start..end), words));
            return Vec::new();
        }
    };
    let strings: Vec<(&str, String)> =
        raw.abbreviations.iter().map(|it| (it.key.v, flat(&it.value.v, &[]))).collect();
    let mut references: Vec<Reference> = Vec::new();
    let mut by_key = std::collections::BTreeMap::new();
    for entry in &raw.entries {
        let key = entry.v.key.v.to_owned();
        let at = source.span(entry.v.key.span.clone());
        if let Some(&first) = by_key.get(&key) {
            let first: &Reference = &references[first];
            said.push(mistakes::key_repeated(at, &key, first.at.clone()));
            continue;
        }
        let field = |names: &[&str]| {
            let found = names
                .iter()
                .find_map(|name| entry.v.fields.iter().find(|it| it.key.v.eq_ignore_ascii_case(name)));
            found.map(|it| clean(&flat(&it.value.v, &strings))).filter(|it| !it.is_empty())
        };
        let people = field(&["author"]).or_else(|| field(&["editor"]));
        by_key.insert(key.clone(), references.len());
        let mut item = Item { id: key.clone(), kind: "document", ..Item::default() };
        let names =
            people.iter().flat_map(|it| it.split(" and ")).map(|it| match it.trim().split_once(", ") {
                Some((family, given)) => Name::Person {
                    family: family.to_owned(),
                    given: Some(given.to_owned()),
                    particle: None,
                    suffix: None,
                },
                None => Name::Literal(it.trim().to_owned()),
            });
        item.names.insert("author", names.collect());
        item.set("title", field(&["title"]).unwrap_or_default());
        let container = ["journaltitle", "journal", "booktitle", "organization", "institution", "publisher"];
        item.set("publisher", field(&container).unwrap_or_default());
        if let Some(start) = field(&["date", "year"]).and_then(|it| Edtf::parse(&it)?.start) {
            let day = Day {
                year: start.year,
                month: start.month.map(|it| it as u8),
                day: start.day.map(|it| it as u8),
            };
            item.dates.insert("issued", Date { start: Some(day), ..Date::default() });
        }
        item.set("URL", url(field(&["doi"]), field(&["url"])).unwrap_or_default());
        let fingerprint = Fingerprinter::new("item").add_value(&item).finish();
        references.push(Reference {
            key,
            at,
            item: Arc::new(item),
            fingerprint,
            origin: field(&["origin", "xref"]),
            archived: None,
        });
    }
    references
}

/// Where a source can be read: by its DOI, else its address, if that leads to the web.
fn url(doi: Option<String>, url: Option<String>) -> Option<String> {
    let by_doi = doi.map(|it| format!("https://doi.org/{}", it.trim_start_matches("https://doi.org/")));
    by_doi.or(url).filter(|it| {
        (it.starts_with("https://") || it.starts_with("http://"))
            && !it.chars().any(|it| it.is_whitespace() || it.is_control() || "<>\"".contains(it))
    })
}

/// A field's text with its abbreviations filled in. Abbreviations are taken as they stand: one that
/// names others is not followed, so none can lead in a circle.
fn flat(field: &[biblatex::Spanned<RawChunk<'_>>], strings: &[(&str, String)]) -> String {
    let mut out = String::new();
    for chunk in field {
        match &chunk.v {
            RawChunk::Normal(text) => out.push_str(text),
            RawChunk::Abbreviation(name) => {
                out.push_str(
                    strings.iter().find(|it| it.0.eq_ignore_ascii_case(name)).map_or(*name, |it| &it.1),
                );
            }
        }
    }
    out
}

/// A field's text without the marks of LaTeX: the crate's own reading of commands and accents.
fn clean(raw: &str) -> String {
    let entry = format!("@misc{{k, t = {{{raw}}}}}");
    let parsed = biblatex::Bibliography::parse(&entry).ok();
    let chunks = parsed.as_ref().and_then(|it| it.get("k")).and_then(|it| it.get("t"));
    let text = chunks.map_or_else(|| raw.replace(['{', '}'], ""), |it| it.format_verbatim());
    let text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The entry whose braces are still open where the next one begins, or at the end.
fn unclosed(text: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut entry = None;
    let mut before = '\n';
    for (at, it) in text.char_indices() {
        match it {
            '@' if before == '\n' => {
                if depth > 0 {
                    return entry;
                }
                entry = Some(at);
            }
            '{' if before != '\\' => depth += 1,
            '}' if before != '\\' => depth -= 1,
            _ => {}
        }
        before = it;
    }
    entry.filter(|_| depth > 0)
}

/// Where braces are nested more deeply than any title needs.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = (depth - 1).max(0),
            b'@' if at == 0 || text.as_bytes()[at - 1] == b'\n' => depth = 0,
            _ => {}
        }
        if depth > 60 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::SourcePath;

    /// What a bibliography says and gives.
    fn taken(text: &str) -> (Vec<Reference>, Vec<Diagnostic>) {
        let source = Source::new(SourcePath::new("references.bib").unwrap(), text.to_owned());
        let mut said = Vec::new();
        (read(&source, &mut said), said)
    }

    #[test]
    fn entries_are_read_plainly() {
        let (all, said) = taken(
            "@string{icds = {ICDS}}\n@report{a, author = {Hosaka, Sanshiro and {Some Body}}, title = {``X'': {\\'E}tude}, institution = icds, date = {2021-10}, url = {https://x.org/a}}",
        );
        assert!(said.is_empty(), "{said:?}");
        let item = &all[0].item;
        assert_eq!(item.makers()[1].listed(), "Some Body");
        assert_eq!(item.text("title"), Some("“X”: Étude"));
        assert_eq!(item.text("publisher"), Some("ICDS"));
    }

    #[test]
    fn circles_and_nesting_end_in_messages() {
        taken("@inbook{k,title={A},crossref={k}}");
        taken("@book{k,title={A},xdata={k}}");
        taken("@string{a = a # a}@book{k,title=a}");
        let deep = format!("@book{{k, title={}x{}}}", "{".repeat(1000), "}".repeat(1000));
        assert_eq!(taken(&deep).1.len(), 1);
        assert_eq!(taken("@book{k, title={a}}\n@book{k, title={b}}").1.len(), 1);
        assert_eq!(taken("@book{k, title={a}").1.len(), 1);
    }
}
