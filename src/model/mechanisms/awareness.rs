//! M1: awareness and outreach.
//!
//! `λ_aware = κ_out O exp(g(2z - 1)) + κ_wom n`, with `z` the status for broad information and the
//! affectedness for targeted outreach, and `n` the active ties. Those who do not take part forget at `λ_f`.
//!
//! Sources: W-04, Ev-02, Ev-05, Ev-29, Ev-45, D-09. Bites in the citizens' process, on who knows of a programme and so may
//! join, and at the start, on who takes part.

use serde::{Deserialize, Serialize};

use super::active_ties::ActiveTies;
use super::{
    Block, Membership, OfProgramme, OfSociety, Offer, OfferContext, Parameters, Rates, Society, sums,
};
use crate::model::design::{OutreachTarget, Programme};
use crate::model::lane::{LANES, Lane, bits_where};
use crate::model::mathematics::{probability, rate_share};
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// Awareness and outreach (M1).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AwarenessParameters {
    pub outreach: f64,
    pub word_of_mouth: f64,
    pub forgetting: f64,
    pub ses_bias: f64,
    pub need_bias: f64,
}

/// Who of a block knows of a programme.
#[derive(Clone, Debug)]
pub(in crate::model) struct AwarenessMembership {
    /// Who knows of it.
    pub(in crate::model) aware: u64,
    /// Relative reach of outreach, `exp(g(2z - 1))`.
    pub(in crate::model) outreach_weight: Lane,
}

impl Default for AwarenessMembership {
    fn default() -> Self {
        Self {
            aware: 0,
            outreach_weight: [1.0; LANES],
        }
    }
}

sums!(AwarenessSums { aware });

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct AwarenessRates {
    pub(in crate::model) word_of_mouth_per_year: f32,
    pub(in crate::model) forgetting_per_year: f32,
    pub(in crate::model) forget_probability: f32,
}

impl AwarenessRates {
    pub(in crate::model) fn new(parameters: &Parameters, step_years: f64) -> Self {
        Self {
            word_of_mouth_per_year: parameters.awareness.word_of_mouth as f32,
            forgetting_per_year: parameters.awareness.forgetting as f32,
            forget_probability: rate_share(parameters.awareness.forgetting, step_years),
        }
    }
}

/// What an initiative makes heard of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct AwarenessOffer {
    /// Rate at which outreach makes a citizen of average status aware, per year.
    pub(in crate::model) outreach_per_year: f32,
    /// The same at the usual intensity, as it was before the first step.
    pub(in crate::model) usual_outreach_per_year: f32,
}

impl AwarenessOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        let outreach = of.parameters.awareness.outreach * of.money.outreach(of.programme, of.step);
        Self {
            outreach_per_year: outreach as f32,
            usual_outreach_per_year: of.parameters.awareness.outreach as f32,
        }
    }
}

/// Who knows of the programme after this step.
pub(in crate::model) fn hear_and_forget(
    membership: &Membership,
    ties: &ActiveTies,
    offer: &Offer,
    rates: &Rates,
    uniform: &Lane,
) -> u64 {
    let mut heard = [0.0; LANES];
    for lane in 0..LANES {
        let rate = offer.awareness.outreach_per_year * membership.awareness.outreach_weight[lane]
            + rates.awareness.word_of_mouth_per_year * ties.count[lane];
        heard[lane] = probability(rate, rates.step_years);
    }
    let hears = bits_where(|lane| uniform[lane] < heard[lane]);
    let forgets = bits_where(|lane| uniform[lane] < rates.awareness.forget_probability) & !membership.active;
    let (aware, unaware) = (membership.awareness.aware, !membership.awareness.aware);
    (aware & !forgets) | (unaware & hears)
}

/// Share of the time in which a citizen who does not take part knows of the programme, at these ties and the usual outreach;
/// 1 where M1 is off and where nothing is forgotten.
pub(in crate::model) fn share_of_time(
    membership: &Membership,
    lane: usize,
    ties: &ActiveTies,
    offer: &Offer,
    rates: &Rates,
) -> f32 {
    let forgetting = rates.awareness.forgetting_per_year;
    if !rates.mechanisms.awareness || forgetting <= 0.0 {
        return 1.0;
    }
    let hears = offer.awareness.usual_outreach_per_year * membership.awareness.outreach_weight[lane]
        + rates.awareness.word_of_mouth_per_year * ties.count[lane];
    hears / (hears + forgetting)
}

/// Relative reach of outreach for a citizen: `exp(g (2z - 1))` (M1).
fn outreach_weight(programme: &Programme, parameters: &Parameters, ses: f64, affectedness: f64) -> f32 {
    let (bias, trait_value) = match programme.outreach_target {
        OutreachTarget::Broad => (parameters.awareness.ses_bias, ses),
        OutreachTarget::Need => (parameters.awareness.need_bias, affectedness),
    };
    libm::exp(bias * (2.0 * trait_value - 1.0)) as f32
}

/// Sets how far outreach reaches each citizen of a block.
pub(in crate::model) fn weigh_outreach(block: &mut Block, parameters: &Parameters) {
    let (fixed, len) = (&block.fixed, block.len);
    for (membership, programme) in block.memberships.iter_mut().zip(&parameters.programmes) {
        for lane in 0..len {
            let (ses, need) = (fixed.ses[lane].into(), fixed.affectedness[lane].into());
            membership.awareness.outreach_weight[lane] = outreach_weight(programme, parameters, ses, need);
        }
    }
}

impl Society {
    /// M1 off: everyone knows of the programmes of the neighbourhood.
    pub(in crate::model) fn know_everything_if_all_do(&mut self) {
        if self.parameters.mechanisms.awareness {
            return;
        }
        let programmes = self.programmes();
        for block in &mut self.blocks {
            let present = block.present();
            for (programme, membership) in block.memberships.iter_mut().enumerate() {
                if self.offers[block.neighbourhood * programmes + programme].present {
                    membership.awareness.aware |= present;
                }
            }
        }
    }
}

/// Adds up who knows of the programme.
pub(in crate::model) fn count(block: &mut Block, programme: usize) {
    let membership = &mut block.memberships[programme];
    membership.sums.awareness.aware = f64::from(membership.awareness.aware.count_ones());
}

pub(in crate::model) const AWARENESS_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "awareness_share",
        words!("awareness"),
        "share",
        SHARE,
        "M1",
        Theme::Participation,
        words!("Share of citizens who know of a programme of their neighbourhood, averaged over programmes"),
    ),
    value: |of| of.share_of_reached(|sums| sums.awareness.aware),
};

pub(in crate::model) const PROGRAMME_AWARENESS_SHARE: OfProgramme = OfProgramme {
    measure: Measure::new(
        "awareness_share",
        words!("awareness"),
        "share",
        SHARE,
        "M1",
        Theme::Participation,
        words!("Share of citizens who know of it, in the neighbourhoods that have it"),
    ),
    value: |of| of.share_of_reached(|sums| sums.awareness.aware),
};
