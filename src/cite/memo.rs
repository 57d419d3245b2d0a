//! Remembers what was set: a brief whose citations did not change is not set again, in the next
//! build of a watch or, by way of bytes that someone keeps, in another run of the program.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::engine::{self, Apparatus, Cite};
use super::item::Item;
use super::style::{NotAStyle, Style};
use super::text::Text;
use crate::words::{Fingerprint, Fingerprinter};

/// Begins what is kept: a file that begins otherwise is not ours.
pub const MAGIC: &[u8] = b"brief citations 1\n";

/// Bytes beyond which what this run did not use is forgotten.
const BYTES_MAX: usize = 64 * 1024 * 1024;

/// What setting depends on beside its arguments: this room and the libraries. Their text stands for
/// them, so that no version number has to be remembered when one of them changes.
const MADE_BY: &[&[u8]] = &[
    include_bytes!("cut/calls.rs"),
    include_bytes!("cut/certain.rs"),
    include_bytes!("cut/mod.rs"),
    include_bytes!("cut/plain.rs"),
    include_bytes!("cut/silent.rs"),
    include_bytes!("engine/mod.rs"),
    include_bytes!("engine/source.rs"),
    include_bytes!("guard.rs"),
    include_bytes!("item.rs"),
    include_bytes!("label.rs"),
    include_bytes!("locales.rs"),
    include_bytes!("mend.rs"),
    include_bytes!("pages.rs"),
    include_bytes!("particles.rs"),
    include_bytes!("quotes.rs"),
    include_bytes!("style.rs"),
    include_bytes!("text.rs"),
    include_bytes!("tree.rs"),
    include_bytes!("variables.rs"),
    include_bytes!("../../Cargo.lock"),
];

/// What was set before, each under a fingerprint of what it was made from.
#[derive(Default)]
pub struct Memo {
    /// By fingerprint.
    known: Mutex<BTreeMap<Fingerprint, Known>>,
    /// Styles that were read, by name or by the fingerprint of their file.
    styles: Mutex<BTreeMap<String, Result<Arc<Style>, NotAStyle>>>,
}

/// Something that was set.
struct Known {
    /// As kept, with its fingerprint: packed where it was set, so that all threads do it.
    packed: (Vec<u8>, Fingerprint),
    /// Whether someone keeps it for other runs.
    is_kept: bool,
    /// As used in this run.
    used: Option<Arc<Apparatus>>,
}

/// Fingerprint of all that setting depends on beside its arguments.
pub fn made_by() -> Fingerprint {
    static MADE: OnceLock<Fingerprint> = OnceLock::new();
    *MADE.get_or_init(|| {
        let mut all = Fingerprinter::new("made by");
        MADE_BY.iter().for_each(|it| {
            all.add_bytes(it);
        });
        all.finish()
    })
}

impl Memo {
    /// As [`engine::set`], if it was not set before. Items come with their fingerprints.
    pub fn set(
        &self,
        style: &Style,
        lang: &str,
        items: &[(&Item, Fingerprint)],
        cites: &[Cite],
    ) -> Arc<Apparatus> {
        let key = key(style, lang, items, cites);
        if let Some(found) = self.recall(key) {
            return found;
        }
        let items: Vec<&Item> = items.iter().map(|it| it.0).collect();
        let set = Arc::new(engine::set(style, lang, &items, cites));
        let packed = serde_json::to_vec(&*set).expect("an apparatus is plain data");
        let sum = Fingerprint::of(&packed);
        self.known().insert(key, Known { packed: (packed, sum), is_kept: false, used: Some(set.clone()) });
        set
    }

    /// What a style prints for a source by itself.
    pub fn reference(&self, style: &Style, lang: &str, item: &Item, fingerprint: Fingerprint) -> Text {
        let set = self.set(style, lang, &[(item, fingerprint)], &[Cite::listed(0)]);
        set.references.first().map_or_else(Text::default, |it| it.2.clone())
    }

    /// A built-in style, by its name.
    pub fn style_named(&self, name: &str) -> Option<Arc<Style>> {
        let mut styles = self.styles.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Ok(known)) = styles.get(name) {
            return Some(known.clone());
        }
        let style = Style::named(name)?;
        styles.insert(name.to_owned(), Ok(style.clone()));
        Some(style)
    }

    /// A style from the text of a CSL file, with the text's fingerprint.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn style_of(&self, text: &str, fingerprint: Fingerprint) -> Result<Arc<Style>, NotAStyle> {
        let mut styles = self.styles.lock().unwrap_or_else(PoisonError::into_inner);
        styles.entry(fingerprint.to_string()).or_insert_with(|| Style::from_csl(text)).clone()
    }

    /// What was set under a key. What was kept and cannot be read is as if it were not there.
    fn recall(&self, key: Fingerprint) -> Option<Arc<Apparatus>> {
        let mut known = self.known();
        let found = known.get_mut(&key)?;
        if found.used.is_none() {
            found.used = Some(Arc::new(serde_json::from_slice(&found.packed.0).ok()?));
        }
        found.used.clone()
    }

    /// The map; a panic elsewhere leaves it whole, since it only ever grows by whole entries.
    fn known(&self) -> std::sync::MutexGuard<'_, BTreeMap<Fingerprint, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that what [`Memo::to_bytes`] gave is kept: nothing of it is new any more.
    pub fn was_kept(&self) {
        self.known().values_mut().for_each(|it| it.is_kept = true);
    }

    /// What [`Memo::to_bytes`] made. Bytes of another version of the program, or damaged ones, give
    /// an empty memory.
    pub fn from_bytes(bytes: &[u8]) -> Memo {
        Memo { known: Mutex::new(read(bytes).unwrap_or_default()), ..Memo::default() }
    }

    /// What to keep for another run; `None` if nothing was set that is not kept already.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let known = self.known();
        if known.values().all(|it| it.is_kept) {
            return None;
        }
        let total: usize = known.values().filter(|it| it.is_kept).map(|it| it.packed.0.len()).sum();
        let mut out = MAGIC.to_vec();
        out.extend(made_by().to_string().into_bytes());
        for (key, it) in known.iter().filter(|it| it.1.used.is_some() || total < BYTES_MAX) {
            out.extend(key.to_string().into_bytes());
            let (packed, sum) = &it.packed;
            out.extend(sum.to_string().into_bytes());
            out.extend((packed.len() as u64).to_le_bytes());
            out.extend(packed);
        }
        Some(out)
    }
}

/// The entries of kept bytes; `None` at the first doubt.
fn read(bytes: &[u8]) -> Option<BTreeMap<Fingerprint, Known>> {
    let mut rest = bytes.strip_prefix(MAGIC)?;
    let fingerprint = |rest: &mut &[u8]| {
        let (hex, after) = rest.split_at_checked(32)?;
        *rest = after;
        Fingerprint::parse(std::str::from_utf8(hex).ok()?)
    };
    if fingerprint(&mut rest)? != made_by() {
        return None;
    }
    let mut known = BTreeMap::new();
    while !rest.is_empty() {
        let key = fingerprint(&mut rest)?;
        let sum = fingerprint(&mut rest)?;
        let (length, after) = rest.split_first_chunk::<8>()?;
        let (kept, after) = after.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        if Fingerprint::of(kept) != sum {
            return None;
        }
        rest = after;
        known.insert(key, Known { packed: (kept.to_vec(), sum), is_kept: true, used: None });
    }
    Some(known)
}

/// Stands for everything that setting depends on.
fn key(style: &Style, lang: &str, items: &[(&Item, Fingerprint)], cites: &[Cite]) -> Fingerprint {
    let mut key = Fingerprinter::new("apparatus");
    key.add(made_by()).add(style.fingerprint).add_value(&lang);
    items.iter().for_each(|it| {
        key.add(it.1);
    });
    let mut before = None;
    for it in cites {
        // A footnote more shifts the numbers of all that follow; few styles print them. How far apart
        // two citations are always counts: `ibid.` is for neighbours.
        let gap = before.map_or(0, |before| it.note.saturating_sub(before).min(2));
        before = if it.hidden { before } else { Some(it.note) };
        let note = if it.note > 1 && style.prints_note_numbers() { it.note } else { it.note.min(1) };
        key.add_value(&(&it.parts, note, gap, it.opens_note, it.hidden));
    }
    key.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::engine::Part;

    /// Sets one citation of one report.
    fn set(memo: &Memo, title: &str) -> Arc<Apparatus> {
        let mut item = Item { id: "a".into(), kind: "report", ..Item::default() };
        item.set("title", title);
        let cite = Cite { parts: vec![Part::of(0)], note: 1, opens_note: true, hidden: false };
        let style = Style::named("apa").unwrap();
        memo.set(&style, "en-GB", &[(&item, Fingerprint::of(title.as_bytes()))], &[cite])
    }

    #[test]
    fn how_far_apart_notes_are_counts_and_their_numbers_do_not() {
        let style = Style::named("chicago-notes").unwrap();
        let at = |notes: [usize; 2]| {
            let cite = |note| Cite { parts: vec![Part::of(0)], note, opens_note: true, hidden: false };
            key(&style, "en-GB", &[], &notes.map(cite))
        };
        assert_eq!(at([3, 4]), at([5, 6]), "two notes more before both");
        assert_ne!(at([3, 4]), at([3, 5]), "a note of the author between them");
    }

    #[test]
    fn what_is_kept_is_recalled_and_doubt_is_a_miss() {
        let memo = Memo::default();
        assert!(memo.to_bytes().is_none(), "there is nothing to keep");
        let one = set(&memo, "One");
        assert!(Arc::ptr_eq(&one, &set(&memo, "One")), "not set again");
        let bytes = memo.to_bytes().unwrap();
        let later = Memo::from_bytes(&bytes);
        assert!(later.to_bytes().is_none(), "nothing is new");
        assert_eq!(*set(&later, "One"), *one);
        assert!(later.to_bytes().is_none(), "it was recalled");
        set(&later, "Another");
        assert!(later.to_bytes().unwrap().len() > bytes.len(), "both are kept");
        for damage in [0, MAGIC.len() + 3, bytes.len() / 2, bytes.len() - 1] {
            let mut bad = bytes.clone();
            bad[damage] ^= 1;
            assert!(read(&bad).is_none(), "damage at {damage}");
            assert!(read(&bytes[..damage]).is_none(), "cut at {damage}");
        }
    }
}
