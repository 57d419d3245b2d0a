//! A generator of numbers that are the same on every machine, for tests that try many things.

/// xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators", 2016).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number below `most`.
    pub(super) fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % most.max(1)
    }

    /// One of several.
    pub(super) fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}
