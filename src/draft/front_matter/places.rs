//! Where values of the front matter stand in their file.

use std::cell::OnceCell;
use std::ops::Range;

use crate::data::text::Text;
use crate::data::{Form, positions};
use crate::report::Diagnostic;
use crate::words::{Source, Span};

/// Finds where a value of the front matter stands, when a message wants to know.
pub(super) struct Places<'a> {
    /// The file.
    pub source: &'a Source,
    /// YAML or TOML.
    pub form: Form,
    /// The front matter within the file.
    pub part: Range<usize>,
    /// Where its keys stand; looked for once.
    keys: OnceCell<Vec<Range<usize>>>,
}

impl<'a> Places<'a> {
    /// Of front matter that stands there in its file.
    pub fn new(source: &'a Source, form: Form, part: Range<usize>) -> Places<'a> {
        Places { source, form, part, keys: OnceCell::new() }
    }

    /// The place of a value.
    pub(super) fn at(&self, path: &[&str]) -> Span {
        let text = &self.source.text[self.part.clone()];
        let keys = self.keys.get_or_init(|| positions::keys(self.form, text));
        let found = positions::value_among(self.form, text, keys, path);
        if found == (0..0) {
            return self.source.span(0..3);
        }
        self.source.span(self.part.start + found.start..self.part.start + found.end)
    }

    /// Whether something was said of a value, or of what is inside it.
    pub fn has_fault(&self, key: &str, said: &[Diagnostic]) -> bool {
        if said.is_empty() {
            return false;
        }
        let text = &self.source.text[self.part.clone()];
        let Some(name) = positions::key(self.form, text, key) else { return false };
        let Some(entry) = positions::entry_at(self.form, text, name.start) else { return false };
        let (start, end) = (self.part.start + entry.start, self.part.start + entry.end);
        said.iter()
            .filter_map(|it| it.at.as_ref())
            .any(|at| at.file == self.source.path && (start..end).contains(&(at.start as usize)))
    }

    /// What the file has at a value's place.
    pub(super) fn raw(&self, path: &[&str]) -> &str {
        let at = self.at(path);
        self.source.slice(&at)
    }

    /// A list's items with their places.
    pub(super) fn listed(&self, key: &str, items: Vec<Text>) -> Vec<(String, Span)> {
        let at = |index: usize| self.at(&[key, &index.to_string()]);
        items.into_iter().enumerate().map(|(index, Text(it))| (it, at(index))).collect()
    }
}
