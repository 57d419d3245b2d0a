//! Citations and references as a style prints them. The room of `hayagriva`, which no other names.
//!
//! [`item`] is what a source is, in the terms of CSL; [`style`] is how a style is found; [`engine`]
//! sets a brief's citations and references with it, [`cut`] spares it questions, [`guard`] keeps what it
//! would break; [`text`] is what comes out.

mod cut;
mod engine;
mod guard;
mod inspect;
pub mod item;
mod label;
mod locales;
mod locator;
mod memo;
mod mend;
mod pages;
mod particles;
mod quotes;
pub mod style;
#[cfg(test)]
mod tests;
pub mod text;
mod tree;
mod variables;

pub use engine::{Apparatus, Cite, Part, Voice, set};
pub use item::{Date, Day, Item, Name};
pub use label::label;
pub use locales::speaks;
pub use locator::{Locator, locator};
pub use memo::{MAGIC as MEMO_MAGIC, Memo, made_by};
pub use style::{Class, NotAStyle, Style};
pub use text::{Look, Run, Shift, Text};
