//! A bibliography in BibLaTeX: its entries by key, with places. Only what is cited is published.

use biblatex::{ChunksExt, RawBibliography, RawChunk};

use crate::data;
use crate::report::{Diagnostic, mistakes::citations as mistakes};
use crate::words::{Source, Span};

/// A reference as its entry gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its key.
    pub key: String,
    /// Where its key stands.
    pub at: Span,
    /// Who made it: authors, else editors; `Family, Given` or an organisation.
    pub authors: Vec<String>,
    /// Its title.
    pub title: String,
    /// What it appeared in: a journal, a book, an outlet, an institution.
    pub container: Option<String>,
    /// When, as written.
    pub date: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Which other source it goes back to.
    pub origin: Option<String>,
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
        references.push(Reference {
            key,
            at,
            authors: people
                .map_or(Vec::new(), |it| it.split(" and ").map(|it| it.trim().to_owned()).collect()),
            title: field(&["title"]).unwrap_or_default(),
            container: field(&[
                "journaltitle",
                "journal",
                "booktitle",
                "organization",
                "institution",
                "publisher",
            ]),
            date: field(&["date", "year"]),
            url: url(field(&["doi"]), field(&["url"])),
            origin: field(&["origin", "xref"]),
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
        assert_eq!(all[0].authors, ["Hosaka, Sanshiro", "Some Body"]);
        assert_eq!(all[0].title, "“X”: Étude");
        assert_eq!(all[0].container.as_deref(), Some("ICDS"));
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
