//! What a posterior is made of.

/// A point to try.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Number of the round, from 0.
    pub round: usize,
    /// Number of the attempt in the round, from 0.
    pub attempt: usize,
    /// Where it lies in the unit cube.
    pub point: Vec<f64>,
}

/// A point that was accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct Particle {
    /// The point, and the attempt it was.
    pub proposal: Proposal,
    /// How far its data lie from those observed.
    pub distance: f64,
    /// Its weight; those of a population add up to 1.
    pub weight: f64,
}
