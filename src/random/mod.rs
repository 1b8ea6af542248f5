//! Randomness without state: addressed draws, and quantile functions that turn them into values.
//!
//! A draw is a pure function of *(seed, replication, agent, step, purpose)*: the counter-based
//! generator Philox4x32-10 ([`philox`]) enciphers the address. No generator is passed around, so a
//! result depends neither on the number of threads, nor on the order in which agents or replications
//! run, nor on what else was drawn before.
//!
//! Hence *common random numbers*: two variants of a scenario run with the same seed draw the same
//! numbers, citizen by citizen and step by step, and their difference is the effect of what was
//! changed, with far less noise than between independent runs (Law, *Simulation Modeling and
//! Analysis*, ch. 11).
//!
//! That pairing survives only when a value takes a fixed number of draws. Rejection sampling takes a
//! varying number, so here *one uniform becomes one value* through a [`quantile`] function, monotone
//! in the uniform: a citizen whose value is high under one distribution has a high one under another.
//!
//! ```
//! use samspil::random::{Draws, Purpose, QuantileTable};
//!
//! const MOTIVATION: Purpose = Purpose(1);
//! let motivation = QuantileTable::beta(0.571, 7.0);
//! let draws = Draws::new(1, 0);
//! let value = motivation.at(draws.uniform(42, 0, MOTIVATION));
//! assert!((0.0..=1.0).contains(&value));
//! ```

pub mod draws;
pub mod philox;
pub mod quantile;

pub use draws::{Draws, Purpose, PurposePerProgramme};
pub use quantile::{QuantileTable, Tables, binomial_quantile, normal_cdf, normal_quantile, poisson_quantile};
