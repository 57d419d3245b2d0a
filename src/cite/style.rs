//! Citation styles: those that are built in, by name, and CSL files of a site.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{self, CitationFormat, IndependentStyle, StyleCategory, StyleClass};
use quick_xml::events::Event;

use super::item::is_no_text;
use crate::words::{Fingerprint, Fingerprinter, names};

/// The style of a site that names none: Chicago, full notes with a bibliography.
pub const DEFAULT: &str = "chicago-notes";

/// The largest style that is read; the largest published one has a fifth of it.
const BYTES_MAX: usize = 1024 * 1024;

/// Elements that setting one source can come to, macros in place of their calls, beyond which it takes
/// too long; the largest of the built-in styles comes to a tenth of it.
const SIZE_MAX: usize = 20_000;

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

/// An element of a macro or a layout.
#[derive(Default)]
struct Element {
    /// Where it begins.
    at: usize,
    /// Whether only one of its children is set: `choose`.
    is_choice: bool,
    /// The macro that it calls.
    calls: Option<String>,
    /// What is in it.
    children: Vec<Element>,
}

/// Refuses what the engine could not bear: XML that is none, elements nested without end, macros
/// that call themselves or multiply without end, characters that are no text.
fn inspect(text: &str) -> Result<(), NotAStyle> {
    if let Some(at) = strange(text) {
        return Err(NotAStyle { at, why: "it holds a character that is no text".into() });
    }
    let mut reader = quick_xml::Reader::from_str(text);
    // Elements that are open, each with the name of the part that it is.
    let mut open: Vec<(Element, Option<String>)> = Vec::new();
    let mut parts: BTreeMap<String, Element> = BTreeMap::new();
    loop {
        let at = reader.buffer_position() as usize;
        let event = reader
            .read_event()
            .map_err(|_| NotAStyle { at: reader.error_position() as usize, why: "it is not XML".into() })?;
        let closed = match event {
            Event::Start(it) if open.len() >= DEPTH_MAX => {
                drop(it);
                return Err(NotAStyle { at, why: "its elements are nested without end".into() });
            }
            Event::Start(it) => {
                open.push(element(&it, at));
                None
            }
            Event::Empty(it) => Some(element(&it, at)),
            Event::End(_) => open.pop(),
            Event::DocType(_) => {
                return Err(NotAStyle {
                    at,
                    why: "it declares a document type, which a style has no use for".into(),
                });
            }
            Event::Eof => break,
            _ => None,
        };
        if let Some((element, part)) = closed {
            if let Some(part) = part {
                parts.insert(part, element);
            } else if let Some((outer, _)) = open.last_mut() {
                outer.children.push(element);
            }
        }
    }
    if !open.is_empty() {
        return Err(NotAStyle { at: text.len(), why: "an element is not closed".into() });
    }
    let mut sizes = BTreeMap::new();
    for (name, part) in &parts {
        let Some(size) = expanded(name, &parts, 0, &mut sizes) else {
            let why = format!("its macro `{name}` calls itself in a circle");
            return Err(NotAStyle { at: part.at, why });
        };
        if size > SIZE_MAX {
            return Err(NotAStyle { at: part.at, why: "its macros call each other too often".into() });
        }
    }
    Ok(())
}

/// An element, and the name of the part that it is: a macro's, or a layout's own.
fn element(it: &quick_xml::events::BytesStart<'_>, at: usize) -> (Element, Option<String>) {
    let name = it.local_name();
    let part = match name.as_ref() {
        "macro" => Some(attribute(it, "name").unwrap_or_default()),
        layout @ ("citation" | "bibliography") => Some(format!("<{layout}>")),
        _ => None,
    };
    let calls = if name.as_ref() == "text" { attribute(it, "macro") } else { None };
    (Element { at, is_choice: name.as_ref() == "choose", calls, children: Vec::new() }, part)
}

/// Where a character stands that no text may hold, as it is or by its number.
fn strange(text: &str) -> Option<usize> {
    let is_strange = |it: char| is_no_text(it) && !matches!(it, '\n' | '\r' | '\t');
    if let Some(at) = text.find(is_strange) {
        return Some(at);
    }
    text.match_indices("&#").map(|it| it.0).find(|at| {
        let number = text[at + 2..].split(';').next().unwrap_or_default();
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        code.ok().and_then(char::from_u32).is_none_or(is_strange)
    })
}

/// An attribute of an element.
fn attribute(it: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<String> {
    let found = it.try_get_attribute(name).ok().flatten()?;
    Some(found.value.into_owned())
}

/// How many elements setting a macro can come to, with all that it calls; `None` for a circle.
fn expanded(
    name: &str,
    parts: &BTreeMap<String, Element>,
    depth: usize,
    sizes: &mut BTreeMap<String, usize>,
) -> Option<usize> {
    if depth > DEPTH_MAX {
        return None;
    }
    if let Some(known) = sizes.get(name) {
        return Some(*known);
    }
    let Some(part) = parts.get(name) else { return Some(0) };
    let size = weight(part, parts, depth, sizes)?;
    sizes.insert(name.to_owned(), size);
    Some(size)
}

/// The same for an element: of a choice the dearest branch counts.
fn weight(
    element: &Element,
    parts: &BTreeMap<String, Element>,
    depth: usize,
    sizes: &mut BTreeMap<String, usize>,
) -> Option<usize> {
    let mut size = match &element.calls {
        Some(name) => expanded(name, parts, depth + 1, sizes)?,
        None => 0,
    };
    let mut dearest = 0;
    for it in &element.children {
        let inside = weight(it, parts, depth, sizes)?;
        if element.is_choice {
            dearest = inside.max(dearest);
        } else {
            size = size.saturating_add(inside);
        }
    }
    Some(size.saturating_add(dearest).saturating_add(1))
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
    fn every_built_in_style_is_one_that_a_site_could_bring() {
        let mut seen = 0;
        for style in ArchivedStyle::all() {
            let citationberg::Style::Independent(style) = style.get() else { continue };
            let xml = citationberg::Style::Independent(style).to_xml().unwrap();
            assert!(inspect(&xml).is_ok(), "{:?}", inspect(&xml));
            seen += 1;
        }
        assert!(seen > 50, "{seen} styles");
    }

    #[test]
    fn macros_do_not_multiply_without_end() {
        let mut macros = String::new();
        for level in 0..40 {
            let call = format!("<text macro=\"m{}\"/>", level + 1);
            macros.push_str(&format!("<macro name=\"m{level}\">{call}{call}</macro>"));
        }
        let csl = format!(
            "<style>{macros}<macro name=\"m40\"><text value=\"x\"/></macro><citation><layout><text macro=\"m0\"/></layout></citation></style>"
        );
        assert!(Style::from_csl(&csl).unwrap_err().why.contains("too often"));
        let strange = "<style><citation><layout><text value=\"&#xf8f7;\"/></layout></citation></style>";
        assert!(Style::from_csl(strange).unwrap_err().why.contains("no text"));
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
