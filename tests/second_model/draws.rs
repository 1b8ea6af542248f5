//! Luck, as section 7.0 of the document lays it out.

use samspil::random::{Draws, Purpose};

/// Addresses of draws.
pub(crate) const PARTICIPATION: u32 = 0;
pub(crate) const TRUST: u32 = 100;
pub(crate) const ENCOUNTER: u32 = 110;
pub(crate) const PROPOSALS: u32 = 200;
pub(crate) const INCIDENTS: u32 = 201;
pub(crate) const OBSERVATION: u32 = 202;
pub(crate) const EVALUATION: u32 = 203;
pub(crate) const LIFE: u32 = 204;
pub(crate) const SPREAD: u32 = 205;
pub(crate) const BALLOT: u32 = 206;
pub(crate) const ADOPTION: u32 = 207;
pub(crate) const POLITICIAN: u32 = 300;
pub(crate) const DESIGN: u32 = 400;
pub(crate) const PROFESSIONAL: u32 = 500;
pub(crate) const START: u32 = 600;
pub(crate) const DISPOSITION: u32 = 700;
pub(crate) const IDEA: u32 = 800;
pub(crate) const CONTRIBUTION: u32 = 900;

/// All draws of one replication, with a count of decisions too near to call in single precision.
pub(crate) struct Luck {
    draws: Draws,
    /// Comparisons of a chance decision that fell within 1e-6.
    pub(crate) near_misses: u32,
}

impl Luck {
    pub(crate) fn new(seed: u64, replication: u32) -> Self {
        Self {
            draws: Draws::new(seed, replication),
            near_misses: 0,
        }
    }

    fn words(&self, agent: usize, step: u32, purpose: u32) -> [f64; 4] {
        self.draws
            .bits(agent as u32, step, Purpose(purpose))
            .map(f64::from)
    }

    /// Four uniforms of 23 bits.
    pub(crate) fn coarse(&self, agent: usize, step: u32, purpose: u32) -> [f64; 4] {
        self.words(agent, step, purpose)
            .map(|word| ((word / 512.0).floor() + 0.5) / 8_388_608.0)
    }

    /// Four uniforms of 32 bits.
    pub(crate) fn four(&self, agent: usize, step: u32, purpose: u32) -> [f64; 4] {
        self.words(agent, step, purpose)
            .map(|word| (word + 0.5) / 4_294_967_296.0)
    }

    /// One uniform of 53 bits.
    pub(crate) fn fine(&self, agent: usize, step: u32, purpose: u32) -> f64 {
        let [low, high, ..] = self.words(agent, step, purpose);
        // Both words together have 64 bits, which no `f64` holds.
        let both = (high as u64) * 4_294_967_296 + low as u64;
        ((both / 4096) as f64 + 0.5) / 4_503_599_627_370_496.0
    }

    /// Whether `value` lies below `limit`, remembering when it was close.
    pub(crate) fn below(&mut self, value: f64, limit: f64) -> bool {
        if (value - limit).abs() < 1e-6 {
            self.near_misses += 1;
        }
        value < limit
    }
}

/// Smallest number whose cumulated Poisson probability reaches `u`.
pub(crate) fn poisson(mean: f64, u: f64) -> f64 {
    let mut probability = libm::exp(-mean);
    let (mut number, mut cumulated) = (0.0, probability);
    while cumulated < u {
        number += 1.0;
        probability *= mean / number;
        cumulated += probability;
    }
    number
}

/// Smallest number whose cumulated binomial probability reaches `u`.
pub(crate) fn binomial(trials: f64, chance: f64, u: f64) -> f64 {
    let mut probability = libm::pow(1.0 - chance, trials);
    let (mut number, mut cumulated) = (0.0, probability);
    while cumulated < u && number < trials {
        probability *= (trials - number) / (number + 1.0) * chance / (1.0 - chance);
        number += 1.0;
        cumulated += probability;
    }
    number
}
