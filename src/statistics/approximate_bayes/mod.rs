//! Approximate Bayesian computation: which points of the unit cube lead to data like those that were observed.

mod kernel;
mod misfit;
mod particle;
mod sampler;
#[cfg(test)]
mod tests;
mod weighted;

pub use misfit::misfit;
pub use particle::{Particle, Proposal};
pub use sampler::{ATTEMPTS_MAX, Ending, Posterior, PosteriorSettings, ROUNDS_MAX, Round, sample_posterior};
pub use weighted::{choose_by_weight, effective_size, weighted_moments, weighted_quantile};
