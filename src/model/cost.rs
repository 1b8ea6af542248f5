//! M23: what co-production costs.
//!
//! Public cost is production and facilitation by professionals, outreach, kits, training, rewards in money, set-up
//! and incidents. Citizens' time has a price of its own and is never added.

use super::design::RewardKind;
use super::initiative::Initiative;
use super::parameters::{Parameters, Programme};

/// Weeks in a year.
pub(crate) const WEEKS_PER_YEAR: f64 = 52.0;

/// What an initiative used in a step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Use {
    pub(crate) production_hours_per_week: f64,
    pub(crate) facilitation_hours_per_week: f64,
    /// Intensity of outreach, campaign included.
    pub(crate) outreach: f64,
    pub(crate) kits: f64,
    pub(crate) letters: f64,
    /// Professionals in training, in full-time posts times intensity.
    pub(crate) trained: f64,
    pub(crate) incidents: f64,
    /// Whether it was opened in this step.
    pub(crate) opened: bool,
}

/// Charges an initiative for a step.
pub(crate) fn charge(
    initiative: &mut Initiative,
    used: &Use,
    parameters: &Parameters,
    programme: &Programme,
    step_years: f64,
) {
    let prices = &parameters.cost;
    let weeks = WEEKS_PER_YEAR * step_years;
    let production = used.production_hours_per_week * weeks * prices.professional_eur_per_hour;
    let facilitation = used.facilitation_hours_per_week * weeks * prices.professional_eur_per_hour;
    let outreach = prices.outreach_eur_per_citizen * used.outreach * initiative.citizens * step_years;
    let material = prices.kit_eur * used.kits + prices.outreach_eur_per_citizen * used.letters;
    let training = prices.training_eur_per_professional * used.trained * step_years;
    let reward = match programme.reward {
        RewardKind::IndividualMoney | RewardKind::CollectiveMoney => {
            programme.reward_eur_per_hour * initiative.hours_per_week * weeks
        }
        RewardKind::None | RewardKind::TimeCredit | RewardKind::Recognition => 0.0,
    };
    let set_up = if used.opened {
        let hours = programme.setup_fte_years * parameters.professionals.hours_per_week * WEEKS_PER_YEAR;
        hours * prices.professional_eur_per_hour
    } else {
        0.0
    };
    let incidents = prices.incident_eur * used.incidents;
    let coproduction = facilitation + outreach + material + training + reward + set_up + incidents;
    initiative.coproduction_cost_eur = coproduction;
    initiative.public_cost_eur = production + coproduction;
}
