//! The ground floor: plain values that every room speaks of, with no behaviour of the program.

pub mod address;
pub mod bytes;
pub mod date;
pub mod edtf;
pub mod fingerprint;
pub mod names;
pub mod path;
pub mod source;
pub mod store;

pub use address::Address;
pub use date::{CivilDate, Instant};
pub use edtf::{Edtf, EdtfDate};
pub use fingerprint::{Fingerprint, Fingerprinter};
pub use path::{OutPath, SourcePath};
pub use source::{Place, Source, Span};
pub use store::{NoStore, Store};
