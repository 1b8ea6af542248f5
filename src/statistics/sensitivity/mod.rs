//! Which factors an output is sensitive to, over their whole ranges.
//!
//! Points lie in the unit cube of the factors; who asks maps them onto ranges.

mod morris;
mod variance;

pub use morris::{EffectNoise, ElementaryEffects, effect_noise, elementary_effects, trajectories};
pub use variance::{SaltelliPlan, SensitivityIndices};

#[cfg(test)]
mod fixtures;
