//! M11: fatigue and burnout of citizens.
//!
//! `dF/dt = 4 φ_F (load/cap)² (1 + amb(1 - supp))(1 - .5 voice) x - rec F`, with the load all hours a citizen
//! gives and `cap` half of the free time. The equation is linear in `F` within a step and is solved exactly.
//!
//! Sources: Ev-26. Bites in the citizens' process, on hours (M6), willingness (M3) and leaving (M5),
//! and at the start, on who takes part.

use serde::{Deserialize, Serialize};

use super::{Block, OfSociety, Offer, OfferContext, Parameters, Rates, hazard, hours, ratio};
use crate::model::lane::{LANES, bits_where, lanes};
use crate::model::mathematics::rate_share;
use crate::model::measure::{Measure, POSITIVE, SHARE, Theme};
use crate::words::words;

/// Fatigue and burnout of citizens (M11).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
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

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct FatigueRates {
    pub(in crate::model) capacity_share: f32,
    pub(in crate::model) recovery_per_year: f32,
    pub(in crate::model) recovery_share: f32,
    /// Fatigue added in a step per unit of yearly gain, with recovery within the step.
    pub(in crate::model) gain_years: f32,
    pub(in crate::model) burnout: f32,
    pub(in crate::model) refractory_years: f32,
}

impl FatigueRates {
    pub(in crate::model) fn new(parameters: &Parameters, step_years: f64) -> Self {
        let recovery = parameters.fatigue.recovery;
        Self {
            capacity_share: parameters.fatigue.capacity_share as f32,
            recovery_per_year: recovery as f32,
            recovery_share: rate_share(recovery, step_years),
            gain_years: if recovery > 0.0 {
                rate_share(recovery, step_years) / recovery as f32
            } else {
                step_years as f32
            },
            burnout: parameters.fatigue.burnout as f32,
            refractory_years: parameters.fatigue.refractory_years as f32,
        }
    }
}

/// How an initiative tires.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct FatigueOffer {
    /// Rate at which load tires here, per year.
    pub(in crate::model) gain_per_year: f32,
}

impl FatigueOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        let fatigue = &of.parameters.fatigue;
        let gain = fatigue.gain
            * (1.0 + fatigue.ambiguity * (1.0 - of.initiative.facilitation.support))
            * (1.0 - fatigue.voice_relief * of.initiative.ownership.influence);
        Self {
            gain_per_year: gain as f32,
        }
    }
}

/// Tires participants and lets everyone recover.
pub(in crate::model) fn tire_and_recover(block: &mut Block, offers: &[Offer], rates: &Rates) {
    for lane in 0..LANES {
        let recovered = rates.fatigue.recovery_share * block.state.fatigue[lane];
        block.state.fatigue[lane] -= recovered;
        block.state.refractory_years[lane] = (block.state.refractory_years[lane] - rates.step_years).max(0.0);
    }
    for lane in lanes(block.active_in_any()) {
        let hours = block.state.hours_per_week[lane];
        if hours <= 0.0 {
            continue;
        }
        let capacity = rates.fatigue.capacity_share * block.fixed.free_time_hours_per_week[lane];
        let load = hours / capacity;
        // Each programme tires by its share of the hours, at its own rate.
        let gain: f32 = block
            .memberships
            .iter()
            .zip(offers)
            .map(|(membership, offer)| offer.fatigue.gain_per_year * membership.hours_per_week[lane] / hours)
            .sum();
        let tired = block.state.fatigue[lane] + 4.0 * gain * load * load * rates.fatigue.gain_years;
        block.state.fatigue[lane] = tired.min(1.0);
    }
}

/// How tired a participant of this programme alone is over a stay, and how often a year the stay ends in burnout.
///
/// Whoever comes to rest below the limit is as tired as that, and never burns out. Others pass it after
/// `-ln(1 - F*/F) / rec` years, and are half as tired as the limit until then.
pub(in crate::model) fn over_a_stay(block: &Block, lane: usize, offer: &Offer, rates: &Rates) -> (f32, f32) {
    let (resting, limit) = (resting(block, lane, offer, rates), rates.fatigue.burnout);
    if !rates.mechanisms.fatigue || resting <= limit {
        return (resting, 0.0);
    }
    let years_times_recovery = -libm::log1p(f64::from(-limit / resting));
    (
        0.5 * limit,
        (f64::from(rates.fatigue.recovery_per_year) / years_times_recovery) as f32,
    )
}

/// Fatigue at which a participant of this programme alone comes to rest: `F = c (h/cap)²` with `c = 4 gain / rec` and hours
/// that fatigue lowers, `h = h₀ (1 - λF)`, at most what free time allows. Where M11 is off or nobody recovers, the typical one.
fn resting(block: &Block, lane: usize, offer: &Offer, rates: &Rates) -> f32 {
    if !rates.mechanisms.fatigue || rates.fatigue.recovery_per_year <= 0.0 {
        return rates.staying.fatigue_reference;
    }
    let capacity = rates.fatigue.capacity_share * block.fixed.free_time_hours_per_week[lane];
    let (rested, limit) = hours::when_rested(block, lane, offer, rates);
    let c = f64::from(4.0 * offer.fatigue.gain_per_year / rates.fatigue.recovery_per_year);
    let square = |hours: f32| f64::from(hours / capacity) * f64::from(hours / capacity);
    let loss = if rates.mechanisms.hours {
        f64::from(rates.hours.fatigue_loss)
    } else {
        0.0
    };
    let strain = c * square(rested);
    // The smaller root of `strain (1 - λF)² = F`, in the form that holds for λ = 0 as well.
    let fatigue = 2.0 * strain / (2.0 * loss * strain + 1.0 + libm::sqrt(4.0 * loss * strain + 1.0));
    let limited = f64::from(rested) * (1.0 - loss * fatigue) > f64::from(limit);
    let fatigue = if limited { c * square(limit) } else { fatigue };
    fatigue.min(1.0) as f32
}

/// M11 off: participants are as tired as they typically are, others rested, and nobody is burnt out.
pub(in crate::model) fn stay_typical(block: &mut Block, rates: &Rates) {
    block.state.fatigue = [0.0; LANES];
    block.state.refractory_years = [0.0; LANES];
    for lane in lanes(block.active_in_any()) {
        block.state.fatigue[lane] = rates.staying.fatigue_reference;
    }
}

/// Participants whose fatigue has passed the limit leave at once and cannot be asked for a while.
pub(in crate::model) fn burn_out(block: &mut Block, rates: &Rates) -> u64 {
    let active = block.active_in_any();
    let mut burnt = 0;
    for lane in lanes(active) {
        if block.state.fatigue[lane] > rates.fatigue.burnout {
            burnt |= 1 << lane;
            block.state.refractory_years[lane] = rates.fatigue.refractory_years;
        }
    }
    burnt
}

/// Citizens who have recovered from burnout.
pub(in crate::model) fn rested(block: &Block) -> u64 {
    bits_where(|lane| block.state.refractory_years[lane] <= 0.0)
}

/// Burnt-out participants leave every programme.
pub(in crate::model) fn leave_burnt_out(block: &mut Block, burnt: u64) {
    block.sums.burnouts += f64::from(burnt.count_ones());
    for membership in &mut block.memberships {
        let leaving = membership.active & burnt;
        membership.active &= !leaving;
        membership.sums.exits += f64::from(leaving.count_ones());
        for lane in lanes(leaving) {
            membership.ownership[lane] = 0.0;
            membership.hours_per_week[lane] = 0.0;
        }
    }
    for lane in lanes(burnt) {
        block.state.hours_per_week[lane] = 0.0;
    }
}

pub(in crate::model) const FATIGUE: OfSociety = OfSociety {
    measure: Measure::new(
        "fatigue",
        words!("fatigue"),
        "",
        SHARE,
        "M11",
        Theme::Citizens,
        words!("Mean fatigue of participants"),
    )
    .less_is_better(),
    value: |of| ratio(of.sums().fatigue_of_participants, of.sums().participants),
};

pub(in crate::model) const BURNOUT_RATE: OfSociety = OfSociety {
    measure: Measure::new(
        "burnout_rate",
        words!("burnout rate"),
        "1/year",
        POSITIVE,
        "M11",
        Theme::Citizens,
        words!("Participants who leave burnt out, as a yearly hazard"),
    )
    .less_is_better(),
    value: |of| {
        let burnouts = of.sums().burnouts;
        hazard(burnouts, of.sums().participants + burnouts, of.society.step_years)
    },
};
