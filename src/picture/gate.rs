//! How many pictures may be open at once: by the memory that they take, so that a folder of large ones
//! takes no more than one very large one.

use std::sync::{Condvar, Mutex, PoisonError};

/// What pictures that are open at once may take together, in bytes. One that takes more stands alone.
const MOST: u64 = 512 << 20;

/// Lets in what there is memory for.
#[derive(Debug)]
pub(super) struct Gate {
    /// What those inside take.
    taken: Mutex<u64>,
    /// Rings when one leaves.
    left: Condvar,
}

/// What one that is inside takes; leaving gives it back.
#[derive(Debug)]
pub(super) struct Inside<'g>(&'g Gate, u64);

impl Gate {
    /// With nobody inside.
    pub(super) const fn new() -> Gate {
        Gate { taken: Mutex::new(0), left: Condvar::new() }
    }

    /// Waits until there is memory.
    pub(super) fn enter(&self, bytes: u64) -> Inside<'_> {
        // Who panicked inside has left all the same.
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |taken: &mut u64| *taken > 0 && taken.saturating_add(bytes) > MOST;
        let mut taken = self.left.wait_while(taken, is_full).unwrap_or_else(PoisonError::into_inner);
        *taken = taken.saturating_add(bytes);
        Inside(self, bytes)
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        let mut taken = self.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        *taken = taken.saturating_sub(self.1);
        drop(taken);
        self.0.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn no_more_are_inside_than_there_is_memory_for() {
        let (gate, now, most) = (Gate::new(), AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let inside = gate.enter(200 << 20);
                        let count = now.fetch_add(1, Ordering::SeqCst) + 1;
                        most.fetch_max(count, Ordering::SeqCst);
                        std::thread::yield_now();
                        now.fetch_sub(1, Ordering::SeqCst);
                        drop(inside);
                    }
                });
            }
        });
        assert_eq!(most.load(Ordering::SeqCst), 2, "200 MiB each, of 512");
        drop(gate.enter(u64::MAX));
    }
}
