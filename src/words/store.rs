//! Where what is dear to make is kept from one run of the program to the next.

/// Keeps bytes under names.
pub trait Store: Send + Sync {
    /// What was kept under a name, if it is there and whole.
    fn find(&self, name: &str) -> Option<Vec<u8>>;
    /// Keeps what was made.
    fn keep(&self, name: &str, bytes: &[u8]);
}

/// Keeps nothing.
#[derive(Debug)]
pub struct NoStore;

impl Store for NoStore {
    fn find(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn keep(&self, _: &str, _: &[u8]) {}
}
