//! Values that several files of one edition share, one for each brief, made when the first file asks.

use std::sync::OnceLock;

/// A value for each of some numbers, made at most once.
pub struct OncePer<T>(Box<[OnceLock<Box<T>>]>);

impl<T> OncePer<T> {
    /// None made yet, of so many.
    pub fn of(count: usize) -> OncePer<T> {
        OncePer((0..count).map(|_| OnceLock::new()).collect())
    }

    /// The value of a number; `make` makes it if nobody asked before.
    pub fn get(&self, number: usize, make: impl FnOnce() -> T) -> &T {
        self.0[number].get_or_init(|| Box::new(make()))
    }
}
