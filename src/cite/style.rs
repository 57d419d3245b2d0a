//! Citation styles: those that are built in, by name, and CSL files of a site.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{self, CitationFormat, IndependentStyle, StyleCategory, StyleClass};
use quick_xml::events::Event;

use crate::words::{Fingerprint, Fingerprinter, names};

/// The style of a site that names none: Chicago, full notes with a bibliography.
pub const DEFAULT: &str = "chicago-notes";

/// The largest style that is read; the largest published one has a fifth of it.
const BYTES_MAX: usize = 1024 * 1024;

/// Elements in elements, and macros in macros, beyond which a style is none.
const DEPTH_MAX: usize = 48;

/// How a style cites.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// In notes.
    Note,
    /// In the text, by author.
    Author,
    /// In the text, by number or label.
    Number,
}

/// A citation style. Cheap to name; read when something is set with it.
#[derive(Debug)]
pub struct Style {
    /// Of what it prints.
    pub fingerprint: Fingerprint,
    /// Where it comes from.
    origin: Origin,
    /// The style as read.
    read: OnceLock<IndependentStyle>,
    /// Whether it prints numbers of notes.
    by_number: OnceLock<bool>,
}

/// Where a style comes from.
#[derive(Debug)]
enum Origin {
    /// The archive.
    Built(ArchivedStyle),
    /// A file.
    File,
}

/// Why a file is no style that can be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotAStyle {
    /// Where in it, in bytes.
    pub at: usize,
    /// Why, in plain words.
    pub why: String,
}

impl Style {
    /// A built-in style by its name.
    pub fn named(name: &str) -> Option<Arc<Style>> {
        let style = ArchivedStyle::by_name(name)?;
        let fingerprint = Fingerprinter::new("style").add_bytes(style.csl_id().as_bytes()).finish();
        Some(Arc::new(Style {
            fingerprint,
            origin: Origin::Built(style),
            read: OnceLock::new(),
            by_number: OnceLock::new(),
        }))
    }

    /// The built-in style whose name is nearest.
    pub fn nearest(name: &str) -> Option<&'static str> {
        let all = ArchivedStyle::all().iter().flat_map(|it| it.names().iter().copied());
        names::nearest(name, all)
    }

    /// A style from the text of a CSL file.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn from_csl(text: &str) -> Result<Arc<Style>, NotAStyle> {
        if text.len() > BYTES_MAX {
            return Err(NotAStyle { at: 0, why: "it is larger than 1 MiB".into() });
        }
        inspect(text)?;
        let top = |why: &str| NotAStyle { at: text.find("<style").unwrap_or(0), why: why.into() };
        let style = match citationberg::Style::from_xml(text) {
            Ok(citationberg::Style::Independent(it)) => it,
            Ok(citationberg::Style::Dependent(it)) => {
                let parent = ArchivedStyle::by_id(&it.parent_link.href).map(ArchivedStyle::get);
                let Some(citationberg::Style::Independent(mut parent)) = parent else {
                    return Err(top(
                        "it depends on a style that is not built in; take that style's own file",
                    ));
                };
                parent.default_locale = it.default_locale.or(parent.default_locale);
                parent
            }
            Err(_) => return Err(top("it is not a style of CSL 1.0")),
        };
        let fingerprint = Fingerprint::of(text.as_bytes());
        let read = OnceLock::new();
        read.get_or_init(|| named(style));
        Ok(Arc::new(Style { fingerprint, origin: Origin::File, read, by_number: OnceLock::new() }))
    }

    /// The style as read.
    pub(super) fn csl(&self) -> &IndependentStyle {
        self.read.get_or_init(|| match &self.origin {
            Origin::Built(style) => match style.get() {
                citationberg::Style::Independent(it) => named(it),
                citationberg::Style::Dependent(_) => unreachable!("the archive holds independent styles"),
            },
            Origin::File => unreachable!("a file is read when it is taken"),
        })
    }

    /// Whether what it prints depends on the numbers of notes, and not on their order alone.
    pub fn prints_note_numbers(&self) -> bool {
        *self.by_number.get_or_init(|| {
            let xml = citationberg::Style::Independent(self.csl().clone()).to_xml();
            // The condition, not the attribute that says how near.
            let marks = ["first-reference-note-number", "near-note\"", "near-note "];
            xml.map_or(true, |it| marks.iter().any(|mark| it.contains(mark)))
        })
    }

    /// How it cites.
    pub fn class(&self) -> Class {
        let csl = self.csl();
        let by_number = csl.info.category.iter().any(|it| {
            matches!(
                it,
                StyleCategory::CitationFormat { format: CitationFormat::Numeric | CitationFormat::Label }
            )
        });
        match csl.settings.class {
            StyleClass::Note => Class::Note,
            StyleClass::InText if by_number => Class::Number,
            StyleClass::InText => Class::Author,
        }
    }
}

/// A style that names authors in the list each time. On a page an entry is reached by itself, and a
/// dash for its author says nothing there; the engine also sets it wrongly where only some are shared.
fn named(mut style: IndependentStyle) -> IndependentStyle {
    if let Some(list) = &mut style.bibliography {
        list.subsequent_author_substitute = None;
    }
    style
}

/// Refuses what the engine could not bear: XML that is none, elements nested without end, macros
/// that call themselves.
fn inspect(text: &str) -> Result<(), NotAStyle> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut depth = 0_usize;
    let mut within: Option<String> = None;
    let mut calls: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
    loop {
        let at = reader.buffer_position() as usize;
        let event = reader
            .read_event()
            .map_err(|_| NotAStyle { at: reader.error_position() as usize, why: "it is not XML".into() })?;
        match event {
            Event::Start(it) => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err(NotAStyle { at, why: "its elements are nested without end".into() });
                }
                if it.local_name().as_ref() == "macro" {
                    let name = attribute(&it, "name").unwrap_or_default();
                    calls.entry(name.clone()).or_insert((at, Vec::new()));
                    within = Some(name);
                }
                note_call(&it, within.as_ref(), &mut calls);
            }
            Event::Empty(it) => note_call(&it, within.as_ref(), &mut calls),
            Event::End(it) => {
                depth = depth.saturating_sub(1);
                if it.local_name().as_ref() == "macro" {
                    within = None;
                }
            }
            Event::DocType(_) => {
                return Err(NotAStyle {
                    at,
                    why: "it declares a document type, which a style has no use for".into(),
                });
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if depth > 0 {
        return Err(NotAStyle { at: text.len(), why: "an element is not closed".into() });
    }
    for (name, (at, _)) in &calls {
        if deepest(name, &calls, 0).is_none() {
            return Err(NotAStyle { at: *at, why: format!("its macro `{name}` calls itself in a circle") });
        }
    }
    Ok(())
}

/// Notes which macro an element calls.
fn note_call(
    it: &quick_xml::events::BytesStart<'_>,
    within: Option<&String>,
    calls: &mut BTreeMap<String, (usize, Vec<String>)>,
) {
    let called = if it.local_name().as_ref() == "text" { attribute(it, "macro") } else { None };
    if let (Some(called), Some(within)) = (called, within)
        && let Some((_, all)) = calls.get_mut(within)
        && !all.contains(&called)
    {
        all.push(called);
    }
}

/// An attribute of an element.
fn attribute(it: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<String> {
    let found = it.try_get_attribute(name).ok().flatten()?;
    Some(found.value.into_owned())
}

/// How deep a macro's calls go; `None` for a circle.
fn deepest(name: &str, calls: &BTreeMap<String, (usize, Vec<String>)>, depth: usize) -> Option<usize> {
    if depth > DEPTH_MAX {
        return None;
    }
    let Some((_, called)) = calls.get(name) else { return Some(depth) };
    called.iter().try_fold(depth, |most, it| deepest(it, calls, depth + 1).map(|it| most.max(it)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_found_by_name() {
        assert_eq!(Style::named(DEFAULT).unwrap().class(), Class::Note);
        assert_eq!(Style::named("apa").unwrap().class(), Class::Author);
        assert_eq!(Style::named("ieee").unwrap().class(), Class::Number);
        assert!(Style::named("aap").is_none());
        assert_eq!(Style::nearest("chicago-note"), Some("chicago-notes"));
    }

    #[test]
    fn files_that_are_no_styles_say_why() {
        let style = |inside: &str| {
            format!(
                "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>T</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>{inside}</style>"
            )
        };
        let citation = "<citation><layout><text macro=\"a\"/></layout></citation>";
        let good = style(&format!("<macro name=\"a\"><text variable=\"title\"/></macro>{citation}"));
        assert!(Style::from_csl(&good).is_ok());
        let circle = style(&format!(
            "<macro name=\"a\"><text macro=\"b\"/></macro><macro name=\"b\"><group><text macro=\"a\"/></group></macro>{citation}"
        ));
        assert!(Style::from_csl(&circle).unwrap_err().why.contains("circle"));
        let deep = style(&format!("{}{}", "<group>".repeat(90_000), "</group>".repeat(90_000)));
        assert!(Style::from_csl(&deep).is_err());
        for bad in [
            "",
            "<style",
            "<style></style>",
            "<html></html>",
            "plain",
            "<!DOCTYPE x [<!ENTITY a \"b\">]><style/>",
        ] {
            assert!(Style::from_csl(bad).is_err(), "{bad}");
        }
    }
}
