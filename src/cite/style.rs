//! Citation styles: those that are built in, by name, and CSL files of a site.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{self, CitationFormat, IndependentStyle, StyleCategory, StyleClass};

use super::cut::Met;
use super::inspect::inspect;
use crate::words::{Fingerprint, Fingerprinter, names};

/// The style of a site that names none: Chicago, full notes with a bibliography.
pub const DEFAULT: &str = "chicago-notes";

/// The largest style that is read; the largest published one has a fifth of it.
const BYTES_MAX: usize = 1024 * 1024;

/// How many forms of a style are kept, each cut to other sources. Single sources of a site have a few
/// dozen; each brief's own mixture comes once.
const FORMS_MAX: usize = 64;

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
    /// What was cut from it, by what it was cut to.
    forms: Mutex<BTreeMap<Met, Arc<IndependentStyle>>>,
    /// Whether nothing is cut from it, so that tests can compare.
    #[cfg(test)]
    pub(super) is_whole: bool,
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
        Some(Arc::new(Style::new(fingerprint, Origin::Built(style), OnceLock::new())))
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
        Ok(Arc::new(Style::new(fingerprint, Origin::File, read)))
    }

    /// A style of which nothing was asked yet.
    fn new(fingerprint: Fingerprint, origin: Origin, read: OnceLock<IndependentStyle>) -> Style {
        Style {
            fingerprint,
            origin,
            read,
            by_number: OnceLock::new(),
            forms: Mutex::default(),
            #[cfg(test)]
            is_whole: false,
        }
    }

    /// The style cut to what some sources can need of it.
    pub(super) fn cut_to(&self, met: Met) -> Arc<IndependentStyle> {
        #[cfg(test)]
        if self.is_whole {
            return Arc::new(self.csl().clone());
        }
        let mut forms = self.forms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = forms.get(&met) {
            return known.clone();
        }
        drop(forms);
        let form = Arc::new(met.cut(self.csl()));
        forms = self.forms.lock().unwrap_or_else(PoisonError::into_inner);
        if forms.len() >= FORMS_MAX {
            forms.clear();
        }
        forms.entry(met).or_insert(form).clone()
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
