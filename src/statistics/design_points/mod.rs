//! Where to look: the points of a plan.
//!
//! Points lie in the unit cube `[0, 1)` of the factors; who asks maps them onto ranges. A full factorial has levels
//! instead.

mod factorial;
mod latin_hypercube;
mod sobol_sequence;

pub use factorial::Factorial;
pub use latin_hypercube::latin_hypercube;
pub use sobol_sequence::{DIMENSIONS_MAX, POINTS_MAX, SobolError, sobol_points};
