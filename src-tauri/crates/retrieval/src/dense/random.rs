//! Reproducible randomness: SplitMix64 (G. Steele, D. Lea and C. Flood, 2014).

/// A sequence of numbers that its seed determines.
#[derive(Debug, Clone)]
pub struct Draw(u64);

impl Draw {
    /// The sequence of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in −1 to 1.
    #[allow(clippy::cast_precision_loss)] // 24 bits fit
    pub(super) fn signed(&mut self) -> f32 {
        (self.number() >> 40) as f32 / (1_u32 << 23) as f32 - 1.0
    }

    /// Puts items into a random order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            #[allow(clippy::cast_possible_truncation)] // below i + 1
            let j = (self.number() % (i as u64 + 1)) as usize;
            items.swap(i, j);
        }
    }
}
