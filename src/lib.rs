//! `brief` turns a folder of Markdown policy briefs into a publication: a themed static site in which
//! comparisons are typed, checked and laid out.
//!
//! The rooms, in the order in which a build walks through them; `ARCHITECTURE.md` has the laws:
//! [`input`] reads the disk, [`draft`] reads each file, [`site`] resolves all of them, [`output`]
//! gives them shape, [`publish`] writes. [`pipeline`] is the whole way on one screen.

pub mod words;
pub mod report;
pub mod data;
pub mod settings;
pub mod language;
pub mod cache;
pub mod cite;
pub mod picture;
pub mod typeset;

pub mod input;
pub mod draft;
pub mod site;
pub mod output;
pub mod pipeline;

pub mod publish;
#[cfg(feature = "watch")]
pub mod serve;
#[cfg(feature = "watch")]
pub mod watch;

pub mod cli;
