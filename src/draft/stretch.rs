//! A stretch of running text: as it stands in its file, or as its language sets it.
//!
//! Most text of a brief is set as it is typed. Such a stretch points into the file, which is in memory anyway, so that a
//! body takes little more memory than its text.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::words::Source;

/// Words; see the head of this file.
#[derive(Clone)]
pub struct Stretch(Held);

/// What holds the words.
#[derive(Clone)]
enum Held {
    /// Their own text.
    Own(String),
    /// These bytes of a file.
    Typed(Arc<Source>, u32, u32),
    /// These bytes of a file, of which none is markup in HTML.
    Bare(Arc<Source>, u32, u32),
}

impl Stretch {
    /// These bytes of a file. They begin and end with whole characters.
    pub fn typed(source: &Arc<Source>, at: Range<usize>) -> Stretch {
        Stretch(Held::Typed(source.clone(), at.start as u32, at.end as u32))
    }

    /// These bytes of a file, of which none is markup in HTML: `&`, `<`, `>`, `"`, `'`. They begin and end with whole
    /// characters.
    pub fn bare(source: &Arc<Source>, at: Range<usize>) -> Stretch {
        Stretch(Held::Bare(source.clone(), at.start as u32, at.end as u32))
    }

    /// Whether it is known that none of it is markup in HTML, so that nobody has to look for it.
    pub fn is_bare(&self) -> bool {
        matches!(self.0, Held::Bare(..))
    }

    /// The bytes of the file that it points to.
    pub(super) fn place(&self) -> Option<Range<u32>> {
        match &self.0 {
            Held::Own(_) => None,
            Held::Typed(_, start, end) | Held::Bare(_, start, end) => Some(*start..*end),
        }
    }

    /// The words as a text that can grow.
    pub fn own(&mut self) -> &mut String {
        if let Held::Typed(..) | Held::Bare(..) = self.0 {
            self.0 = Held::Own((**self).to_owned());
        }
        match &mut self.0 {
            Held::Own(text) => text,
            Held::Typed(..) | Held::Bare(..) => unreachable!("it was made its own"),
        }
    }
}

impl From<String> for Stretch {
    fn from(text: String) -> Stretch {
        Stretch(Held::Own(text))
    }
}

impl Deref for Stretch {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Held::Own(text) => text,
            Held::Typed(source, start, end) | Held::Bare(source, start, end) => {
                &source.text[*start as usize..*end as usize]
            }
        }
    }
}

impl fmt::Debug for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl PartialEq for Stretch {
    fn eq(&self, other: &Stretch) -> bool {
        **self == **other
    }
}

impl Eq for Stretch {}

impl Hash for Stretch {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Fingerprinter, SourcePath};

    #[test]
    fn what_holds_the_words_makes_no_difference() {
        let source = Arc::new(Source::new(SourcePath::new("a.md").unwrap(), "zwei Wörter".into()));
        let typed = Stretch::typed(&source, 5..12);
        let bare = Stretch::bare(&source, 5..12);
        assert!(bare.is_bare() && !typed.is_bare() && bare == typed && bare.place() == typed.place());
        let mut own = Stretch::from("Wörter".to_owned());
        assert_eq!((&*typed, format!("{typed:?}")), ("Wörter", "\"Wörter\"".to_owned()));
        assert_eq!(typed, own);
        let hash = |it: &Stretch| Fingerprinter::new("").add_hash(it).finish();
        assert_eq!(hash(&typed), hash(&own));
        own.own().push('!');
        let mut longer = typed.clone();
        longer.own().push('!');
        assert_eq!((&*longer, &*typed), ("Wörter!", "Wörter"));
        assert_eq!(longer, own);
        assert_eq!(size_of::<Stretch>(), size_of::<String>());
    }
}
