//! M24: backlash against substitution.
//!
//! When professional hours are cut in the same year as citizens are asked to take over: expectation -.15,
//! intrinsic motivation -.2 for the half who object, attitudes of professionals -.1. Where the money saved returns to
//! the town (C-07) the backlash is halved. It stays within the municipality whose citizens were to take over.

use super::professional::Professional;
use super::{Block, Parameters};
use crate::model::design::{Programme, RewardKind};
use crate::model::lane::lanes;
use serde::Deserialize;

/// Backlash against substitution under cuts (M24).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BacklashParameters {
    pub expectation: f64,
    pub motivation: f64,
    pub objecting_share: f64,
    pub attitude: f64,
    pub collective_return_relief: f64,
}

/// Where a backlash strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Struck {
    Neighbourhood(usize),
    Municipality(usize),
}

/// How strong the backlash against a programme is.
pub(crate) fn strength(parameters: &Parameters, programme: &Programme) -> f64 {
    if programme.reward == RewardKind::CollectiveMoney {
        1.0 - parameters.backlash.collective_return_relief
    } else {
        1.0
    }
}

/// Citizens of a block lose trust in the public side, and those who object lose heart.
pub(crate) fn strike_citizens(block: &mut Block, parameters: &Parameters, strength: f64) {
    let expectation = (strength * parameters.backlash.expectation) as f32;
    let motivation = (strength * parameters.backlash.motivation) as f32;
    for lane in 0..block.len {
        block.state.expectation[lane] = (block.state.expectation[lane] - expectation).max(0.0);
    }
    for lane in lanes(block.fixed.objecting) {
        block.state.motivation[lane] = (block.state.motivation[lane] - motivation).max(0.0);
    }
}

/// Professionals turn away from the enabling role.
pub(crate) fn strike_professionals(
    professionals: &mut [Professional],
    parameters: &Parameters,
    strength: f64,
) {
    for professional in professionals {
        professional.attitude = (professional.attitude - strength * parameters.backlash.attitude).max(0.0);
    }
}
