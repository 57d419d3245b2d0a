//! Pages that went while the site was watched, so that whoever still has one open is told.

use std::collections::BTreeMap;

/// Pages that went, as paths of files, and where to, if that is known.
#[derive(Clone, Default)]
pub(super) struct Gone(BTreeMap<String, Option<String>>);

/// What is known of an address that holds nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Trace<'a> {
    /// Nothing: no page stood there since watching began.
    None,
    /// A page stood there and left the site.
    Left,
    /// A page stood there and stands now at this path.
    Moved(&'a str),
}

impl Gone {
    /// Notes which pages went and which came in one build. One of each is a page with a new address;
    /// of more, those go together that keep the last part of theirs, as when a folder is renamed.
    pub(super) fn note(&mut self, went: &[String], came: &[String]) {
        let mut by_name: BTreeMap<Option<&str>, Vec<&String>> = BTreeMap::new();
        came.iter().for_each(|it| by_name.entry(last(it)).or_default().push(it));
        for gone in went {
            let same = by_name.get(&last(gone)).map_or(&[][..], |it| it);
            let to = match (went, came, same) {
                ([_], [only], _) => Some(only.clone()),
                (_, _, [only]) => Some((*only).clone()),
                _ => None,
            };
            self.0.values_mut().filter(|it| it.as_ref() == Some(gone)).for_each(|it| it.clone_from(&to));
            self.0.insert(gone.clone(), to);
        }
        came.iter().for_each(|it| {
            self.0.remove(it);
        });
    }

    /// What is known of a page's path.
    pub(super) fn trace(&self, page: &str) -> Trace<'_> {
        match self.0.get(page) {
            None => Trace::None,
            Some(None) => Trace::Left,
            Some(Some(to)) => Trace::Moved(to.trim_end_matches("index.html")),
        }
    }
}

/// The last folder of a page's path.
fn last(page: &str) -> Option<&str> {
    page.strip_suffix("/index.html")?.rsplit('/').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Notes pages, by their folders.
    fn note(gone: &mut Gone, went: &[&str], came: &[&str]) {
        let pages =
            |all: &[&str]| -> Vec<String> { all.iter().map(|it| format!("{it}/index.html")).collect() };
        gone.note(&pages(went), &pages(came));
    }

    #[test]
    fn pages_are_followed() {
        let mut gone = Gone::default();
        assert_eq!(gone.trace("a/index.html"), Trace::None);
        note(&mut gone, &["a"], &["b"]);
        assert_eq!(gone.trace("a/index.html"), Trace::Moved("b/"));
        note(&mut gone, &["b"], &["c"]);
        assert_eq!(gone.trace("a/index.html"), Trace::Moved("c/"));
        note(&mut gone, &[], &["a"]);
        assert_eq!(gone.trace("a/index.html"), Trace::None);
        assert_eq!(gone.trace("b/index.html"), Trace::Moved("c/"));
        note(&mut gone, &["c"], &[]);
        assert_eq!(gone.trace("b/index.html"), Trace::Left);
        assert_eq!(gone.trace("c/index.html"), Trace::Left);
    }

    #[test]
    fn pages_of_a_renamed_folder_are_told_apart() {
        let mut gone = Gone::default();
        note(&mut gone, &["old/x", "old/y", "old/z"], &["new/x", "new/y", "w"]);
        assert_eq!(gone.trace("old/x/index.html"), Trace::Moved("new/x/"));
        assert_eq!(gone.trace("old/y/index.html"), Trace::Moved("new/y/"));
        assert_eq!(gone.trace("old/z/index.html"), Trace::Left);
        note(&mut gone, &["x", "y"], &["1/x", "2/x"]);
        assert_eq!(gone.trace("x/index.html"), Trace::Left, "either may be it");
    }
}
