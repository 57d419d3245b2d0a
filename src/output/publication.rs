//! A whole site as its readers will have it: where every file goes, and how each is made when it is wanted.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Contents, Edition, NotMade, OutputFile, Wave};
use crate::words::{Fingerprint, Fingerprinter, OutPath};

/// Where a file goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// Its path.
    pub path: OutPath,
    /// When it is moved in.
    pub wave: Wave,
}

/// Knows how to make files, by their numbers in a list of places.
trait Making: Send + Sync {
    /// Stands for everything that the bytes of one depend on.
    fn key(&self, number: usize) -> Fingerprint;
    /// Makes one.
    fn make(&self, number: usize) -> Result<Contents, NotMade>;
    /// Of all keys: where it is the same, so is every key.
    fn all_keys(&self) -> Fingerprint;
    /// The names under which pictures of it are kept.
    fn pictures(&self) -> Vec<Fingerprint> {
        Vec::new()
    }
    /// The same of papers and cards; `None` if it does not know all of them.
    fn papers(&self) -> Option<Vec<Fingerprint>> {
        None
    }
}

/// A whole site, nothing of it made yet.
#[derive(Clone)]
pub struct Publication {
    /// Where the files go, sorted by path; no two at one path. Shared with the publication before as long
    /// as it is the same list.
    pub places: Arc<[Place]>,
    /// Makes them.
    maker: Arc<dyn Making>,
    /// Addresses and anchors that readers may cite, `/japan-europe/#account`, sorted.
    pub promises: Arc<[String]>,
}

impl Publication {
    /// Of files at hand, whoever made them.
    pub fn of(mut files: Vec<OutputFile>, promises: Vec<String>) -> Publication {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let places = files.iter().map(|it| Place { path: it.path.clone(), wave: it.wave }).collect();
        Publication { places, maker: Arc::new(AtHand(files)), promises: promises.into() }
    }

    /// Of an edition, at the places of a list of it.
    pub(super) fn of_edition(edition: Arc<Edition>, list: Arc<List>) -> Publication {
        let (places, promises) = (list.places.clone(), edition.site.promises.clone());
        Publication { places, maker: Arc::new(Listed { edition, list }), promises }
    }

    /// Every file with its key.
    pub fn files(&self) -> Vec<OutputFile> {
        let files = self.places.par_iter().enumerate().map(|(number, place)| {
            let maker = self.maker.clone();
            OutputFile {
                path: place.path.clone(),
                key: self.maker.key(number),
                wave: place.wave,
                make: Box::new(move || maker.make(number)),
            }
        });
        files.collect()
    }

    /// The number of the file at a path.
    pub fn find(&self, path: &str) -> Option<usize> {
        self.places.binary_search_by(|it| it.path.as_str().cmp(path)).ok()
    }

    /// The keys of all files, in their order.
    pub fn keys(&self) -> Vec<Fingerprint> {
        (0..self.places.len()).into_par_iter().map(|it| self.maker.key(it)).collect()
    }

    /// Stands for everything that the bytes of a file depend on.
    pub fn key(&self, number: usize) -> Fingerprint {
        self.maker.key(number)
    }

    /// Makes a file; pure.
    ///
    /// # Errors
    /// Mistakes in the theme or a brief, or trouble with a file that is handed through.
    pub fn make(&self, number: usize) -> Result<Contents, NotMade> {
        self.maker.make(number)
    }

    /// The names under which the pictures that it makes are kept from one run to the next.
    pub fn pictures(&self) -> Vec<Fingerprint> {
        self.maker.pictures()
    }

    /// The names under which papers and cards are kept; `None` if it has only some kinds of output.
    pub fn papers(&self) -> Option<Vec<Fingerprint>> {
        self.maker.papers()
    }

    /// Whether every file is that of another publication. It may say no where only keys differ.
    pub fn is_same(&self, other: &Publication) -> bool {
        let is_place = || Arc::ptr_eq(&self.places, &other.places) || self.places == other.places;
        self.maker.all_keys() == other.maker.all_keys() && is_place()
    }
}

/// Files at hand.
struct AtHand(Vec<OutputFile>);

impl Making for AtHand {
    fn key(&self, number: usize) -> Fingerprint {
        self.0[number].key
    }

    fn make(&self, number: usize) -> Result<Contents, NotMade> {
        (self.0[number].make)()
    }

    fn all_keys(&self) -> Fingerprint {
        let mut all = Fingerprinter::new("files");
        for it in &self.0 {
            all.add_bytes(it.path.as_str().as_bytes()).add(it.key);
        }
        all.finish()
    }
}

/// A file of every edition that is joined alike: where it goes, and how an edition makes it.
pub(super) struct Entry {
    /// Where it goes.
    place: Place,
    /// Makes it.
    shape: Box<dyn Shape>,
}

/// How an edition makes one file, and what that depends on.
trait Shape: Send + Sync {
    /// Stands for everything that the bytes depend on.
    fn key(&self, edition: &Edition) -> Fingerprint;
    /// Makes them.
    fn make(&self, edition: &Edition) -> Result<Contents, NotMade>;
}

impl<Key, Make> Shape for (Key, Make)
where
    Key: Fn(&Edition) -> Fingerprint + Send + Sync,
    Make: Fn(&Edition) -> Result<Contents, NotMade> + Send + Sync,
{
    fn key(&self, edition: &Edition) -> Fingerprint {
        self.0(edition)
    }

    fn make(&self, edition: &Edition) -> Result<Contents, NotMade> {
        self.1(edition)
    }
}

impl Entry {
    /// A file at a path. What `key` and `make` hold of an edition must be the same in every edition that
    /// is joined alike: numbers, addresses; prose never.
    pub(super) fn new(
        path: OutPath,
        wave: Wave,
        key: impl Fn(&Edition) -> Fingerprint + Send + Sync + 'static,
        make: impl Fn(&Edition) -> Result<Contents, NotMade> + Send + Sync + 'static,
    ) -> Entry {
        Entry { place: Place { path, wave }, shape: Box::new((key, make)) }
    }
}

/// Where the files of an edition go, and of every other that is joined alike.
pub(super) struct List {
    /// Sorted.
    places: Arc<[Place]>,
    /// How each is made.
    shapes: Vec<Box<dyn Shape>>,
    /// What every key holds: other versions of the program may make other bytes of the same things.
    program: Fingerprint,
}

impl List {
    /// Of these entries.
    pub(super) fn of(mut entries: Vec<Entry>) -> List {
        entries.par_sort_by(|a, b| a.place.path.cmp(&b.place.path));
        let (places, shapes): (Vec<Place>, _) = entries.into_iter().map(|it| (it.place, it.shape)).unzip();
        let mut program = Fingerprinter::new(env!("CARGO_PKG_VERSION"));
        let program = program.add(crate::cite::made_by()).finish();
        List { places: places.into(), shapes, program }
    }
}

/// The files of an edition.
struct Listed {
    /// What they are made from.
    edition: Arc<Edition>,
    /// How.
    list: Arc<List>,
}

impl Making for Listed {
    fn key(&self, number: usize) -> Fingerprint {
        let key = self.list.shapes[number].key(&self.edition);
        Fingerprinter::new("file").add(self.list.program).add(key).finish()
    }

    fn make(&self, number: usize) -> Result<Contents, NotMade> {
        self.list.shapes[number].make(&self.edition)
    }

    fn all_keys(&self) -> Fingerprint {
        self.edition.keys.all
    }

    fn pictures(&self) -> Vec<Fingerprint> {
        super::pictures::keys(&self.edition)
    }

    fn papers(&self) -> Option<Vec<Fingerprint>> {
        super::paper::names(&self.edition)
    }
}
