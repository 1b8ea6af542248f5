//! M11: fatigue and burnout of citizens.
//!
//! `dF/dt = 4 φ_F (load/cap)² (1 + amb(1 - supp))(1 - .5 voice) x - rec F`, with the load all hours a citizen
//! gives and `cap` half of the free time. The equation is linear in `F` within a step and is solved exactly.

use crate::model::lane::{LANES, lanes};
use crate::model::mechanisms::block::Block;
use crate::model::mechanisms::offer::Offer;
use crate::model::mechanisms::rates::Rates;
use serde::Deserialize;

/// Fatigue of professionals (M11).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffParameters {
    pub fatigue_gain: f64,
    pub workload_reference: f64,
    pub fatigue_loss: f64,
}

/// Fatigue and burnout of citizens (M11).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FatigueParameters {
    pub gain: f64,
    pub ambiguity: f64,
    pub voice_relief: f64,
    pub recovery: f64,
    pub capacity_share: f64,
    pub burnout: f64,
    pub refractory_years: f64,
}

/// Tires participants and lets everyone recover.
pub(crate) fn tire_and_recover(block: &mut Block, offers: &[Offer], rates: &Rates) {
    for lane in 0..LANES {
        let recovered = rates.fatigue_recovery_share * block.state.fatigue[lane];
        block.state.fatigue[lane] -= recovered;
        block.state.refractory_years[lane] = (block.state.refractory_years[lane] - rates.step_years).max(0.0);
    }
    for lane in lanes(block.active_in_any()) {
        let hours = block.state.hours_per_week[lane];
        if hours <= 0.0 {
            continue;
        }
        let capacity = rates.capacity_share * block.fixed.free_time_hours_per_week[lane];
        let load = hours / capacity;
        // Each programme tires by its share of the hours, at its own rate.
        let gain: f32 = block
            .memberships
            .iter()
            .zip(offers)
            .map(|(membership, offer)| offer.fatigue_gain_per_year * membership.hours_per_week[lane] / hours)
            .sum();
        let tired = block.state.fatigue[lane] + 4.0 * gain * load * load * rates.fatigue_gain_years;
        block.state.fatigue[lane] = tired.min(1.0);
    }
}

/// M11 off: participants are as tired as they typically are, others rested, and nobody is burnt out.
pub(crate) fn stay_typical(block: &mut Block, rates: &Rates) {
    block.state.fatigue = [0.0; LANES];
    block.state.refractory_years = [0.0; LANES];
    for lane in lanes(block.active_in_any()) {
        block.state.fatigue[lane] = rates.fatigue_reference;
    }
}

/// Participants whose fatigue has passed the limit leave at once and cannot be asked for a while.
pub(crate) fn burn_out(block: &mut Block, rates: &Rates) -> u64 {
    let active = block.active_in_any();
    let mut burnt = 0;
    for lane in lanes(active) {
        if block.state.fatigue[lane] > rates.burnout {
            burnt |= 1 << lane;
            block.state.refractory_years[lane] = rates.refractory_years;
        }
    }
    burnt
}
