//! The typesetter: data, templates and fonts to a PDF or a picture.
//!
//! What is set arrives whole: nothing here knows a brief, a page or a folder. `engine` is Typst in a small
//! world of its own; since a template cannot be interrupted, `pool` lets it work in other processes of the
//! same program, `worker`, which end at a limit of time or memory.

#[cfg(feature = "pdf")]
mod engine;
#[cfg(feature = "pdf")]
mod frames;
#[cfg(feature = "pdf")]
pub mod pool;
#[cfg(feature = "pdf")]
pub mod worker;

#[cfg(feature = "pdf")]
pub use engine::files;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::words::{Fingerprint, Fingerprinter};

/// Whether this program can set anything.
pub const CAN_SET: bool = cfg!(feature = "pdf");

/// A file of fonts.
#[derive(Debug)]
pub struct FontFile {
    /// What it holds.
    pub bytes: Cow<'static, [u8]>,
    /// Which of its faces are meant; none is all.
    pub faces: Vec<u32>,
}

/// What a theme sets with.
#[derive(Debug)]
pub struct Kit {
    /// Texts of templates, by their names below `paper/`.
    pub texts: Vec<(String, String)>,
    /// Fonts, in their order.
    pub fonts: Vec<FontFile>,
    /// Of all of it.
    pub fingerprint: Fingerprint,
}

/// What comes out.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A PDF by `brief.typ`, and what it is called among all documents.
    Paper(String),
    /// A picture by `card.typ`.
    Card,
}

/// One thing to set.
#[derive(Debug)]
pub struct Job {
    /// What comes out.
    pub shape: Shape,
    /// What the template sees, as JSON.
    pub view: Vec<u8>,
    /// Pictures by their names, which are few and fixed: `pictures/0.png`.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// All signs in drawings of the program's own, which the typesetter would leave out in silence if no font
    /// had them.
    pub signs: String,
}

impl Job {
    /// Of all that comes out depends on.
    pub fn fingerprint(&self, kit: &Kit) -> Fingerprint {
        let mut key = Fingerprinter::new("set");
        key.add(made_by()).add(kit.fingerprint).add_value(&self.shape);
        key.add_bytes(&self.view).add_bytes(self.signs.as_bytes());
        for (name, bytes) in &self.pictures {
            key.add_bytes(name.as_bytes()).add_bytes(bytes);
        }
        key.finish()
    }
}

/// Stands for the typesetter itself and all that it gives to templates: another one makes other bytes of the
/// same things.
pub fn made_by() -> Fingerprint {
    let mut key = Fingerprinter::new("typesetter");
    key.add_bytes(env!("CARGO_PKG_VERSION").as_bytes());
    #[cfg(feature = "pdf")]
    engine::add_to(&mut key);
    key.finish()
}

/// What one thing may cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Time.
    pub time: Duration,
    /// Memory, in bytes.
    pub memory: u64,
}

/// What is wrong with a template, or with what it was given.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub enum Mistake {
    /// The typesetter says it.
    Told {
        /// Its words.
        message: String,
        /// What could help.
        hints: Vec<String>,
        /// In which of the theme's texts, and where.
        at: Option<(String, usize, usize)>,
    },
    /// Signs that no font has.
    Unshown(String),
}

/// Why nothing came out.
#[derive(Debug)]
pub enum Failed {
    /// Mistakes.
    Mistakes(Vec<Mistake>),
    /// It was ended, or ended by itself: why.
    Stopped(Stopped),
    /// Trouble with the machine.
    Trouble(anyhow::Error),
}

/// Why setting was ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stopped {
    /// It took too long.
    Late(Duration),
    /// It wanted more memory than this.
    Large(u64),
    /// It broke down; its last words.
    Broken(String),
}

/// Sets things.
pub trait Typesetter: Send + Sync {
    /// Sets one thing.
    ///
    /// # Errors
    /// See [`Failed`].
    fn set(&self, kit: &Kit, job: &Job, limits: Limits) -> Result<Vec<u8>, Failed>;
}

/// The typesetter inside of this process, without limits; without an engine one that says so.
#[derive(Default)]
pub struct Here {
    /// With the kit of last time.
    #[cfg(feature = "pdf")]
    engine: std::sync::Mutex<Option<Arc<engine::Engine>>>,
}

#[cfg(feature = "pdf")]
impl Here {
    /// An engine with a kit.
    fn engine(&self, kit: &Kit) -> anyhow::Result<Arc<engine::Engine>> {
        let mut kept = self.engine.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = kept.as_ref().filter(|it| it.kit == kit.fingerprint) {
            return Ok(known.clone());
        }
        let made = Arc::new(engine::Engine::of(kit)?);
        *kept = Some(made.clone());
        Ok(made)
    }
}

impl Typesetter for Here {
    #[cfg(feature = "pdf")]
    fn set(&self, kit: &Kit, job: &Job, _: Limits) -> Result<Vec<u8>, Failed> {
        let made = self.engine(kit).map_err(Failed::Trouble)?.set(job).map_err(Failed::Mistakes);
        engine::Engine::forget();
        made
    }

    #[cfg(not(feature = "pdf"))]
    fn set(&self, _: &Kit, _: &Job, _: Limits) -> Result<Vec<u8>, Failed> {
        Err(Failed::Trouble(anyhow::anyhow!("this program was built without a typesetter")))
    }
}

/// The typesetter inside of this process, for whoever has no other.
pub fn here() -> Arc<dyn Typesetter> {
    Arc::new(Here::default())
}

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Stopped::Late(time) => {
                let word = if time.as_secs() == 1 { "second" } else { "seconds" };
                write!(f, "it took longer than {} {word}", time.as_secs())
            }
            Stopped::Large(bytes) => write!(f, "it needs more than {} MB of memory", bytes >> 20),
            Stopped::Broken(words) => write!(f, "the typesetter broke down: {words}"),
        }
    }
}
