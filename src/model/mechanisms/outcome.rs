//! M19: output is a flow, outcome a stock with a lag.
//!
//! The problem stock `B` (need, crime, litter) moves by
//! `dB/dt = r [ need (1 - κ π(1 - e^(-.7 C/C0))) - O · (1 + w (fit - .5)) ]`, and the output is
//! `O = o_max Y B/(B + 1)`: cases processed. Citizens' own effort prevents need, which lowers output; so measured
//! output may rise while the outcome worsens. Where it meets too little enabling, less than all of it is left: `κ` (M30).
//!
//! Need may differ by place: in the neighbourhood `j` of `n`, the poorest being 0, it is `1 + g_n (1 - 2 j/(n - 1))` times as
//! large, where neighbourhoods are numbered by status; also where a programme is dimensioned to its task (M31).
//!
//! The fit of the service moves toward the need of those heard as their proposals are implemented (M20): by each of them
//! `fit_learning` per participant, times what role (M28) and goal (M31) add.
//!
//! Sources: T-07, T-24, P-06, V-12, F-09, G-05, G-06, H-19, Ev-01, Ev-04, Ev-38. Bites after the citizens' process, on the shortfall that
//! citizens perceive (M3) and what the council sees (M16).

use serde::{Deserialize, Serialize};

use super::{
    Block, Initiative, OfMunicipality, OfProgramme, OfSociety, OfferContext, Parameters, ProgrammeSums,
    Rates, Society, ratio, sums,
};
use crate::model::design::Programme;
use crate::model::mathematics::half_life_share;
use crate::model::measure::{Measure, POSITIVE, SHARE, Theme};
use crate::words::words;

/// Problem stock and outcome (M19).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ProblemParameters {
    pub processing: f64,
    pub prevention: f64,
    pub prevention_shape: f64,
    pub need: f64,
    pub need_gradient: f64,
    pub speed: f64,
    pub initial_backlog: f64,
    pub perception_half_life_years: f64,
    pub fit_weight: f64,
    pub fit_learning: f64,
    pub severe_share: f64,
    pub severe_slope: f64,
}

/// Problem stock of an initiative, as it is, as the outcome shows it and as citizens perceive it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct OutcomeState {
    pub(in crate::model) backlog: f64,
    pub(in crate::model) backlog_shown: f64,
    pub(in crate::model) backlog_perceived: f64,
    /// Need that arises in a year, before prevention.
    pub(in crate::model) need_per_year: f64,
    /// Part of need that a step good and rehabilitation leave (M25).
    pub(in crate::model) need_left: f64,
    pub(in crate::model) output_per_year: f64,
    /// How well the service matches what those in need need (M20).
    pub(in crate::model) fit: f64,
}

impl OutcomeState {
    /// A problem of this stock.
    pub(in crate::model) fn new(backlog: f64, need_per_year: f64) -> Self {
        Self {
            backlog,
            backlog_shown: backlog,
            backlog_perceived: backlog,
            need_per_year,
            need_left: 1.0,
            output_per_year: 0.0,
            fit: 0.5,
        }
    }

    /// Outcome that can be seen: 1 / (1 + problem stock), lagged.
    pub(in crate::model) fn visible(&self) -> f64 {
        1.0 / (1.0 + self.backlog_shown)
    }

    /// Shortfall, B / (1 + B).
    pub(in crate::model) fn shortfall(&self) -> f64 {
        self.backlog / (1.0 + self.backlog)
    }

    /// Shortfall that citizens perceive.
    pub(in crate::model) fn perceived_shortfall(&self) -> f64 {
        self.backlog_perceived / (1.0 + self.backlog_perceived)
    }
}

sums! {
    /// Expected number of the target group with a severe need.
    OutcomeSums { severe }
}

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct OutcomeRates {
    /// Part by which a reached household's logit of severe need falls.
    pub(in crate::model) severe_share: f32,
    pub(in crate::model) severe_share_reached: f32,
    pub(in crate::model) shortfall_reference: f32,
}

impl OutcomeRates {
    pub(in crate::model) fn new(parameters: &Parameters) -> Self {
        let backlog = parameters.problem.initial_backlog;
        let base_logit = libm::log(parameters.problem.severe_share / (1.0 - parameters.problem.severe_share));
        let reached_input =
            (1.0 + parameters.mastery.kit_practice) * (1.0 + parameters.mastery.kit_knowledge);
        let reached_logit = base_logit - parameters.problem.severe_slope * libm::log(reached_input);
        Self {
            severe_share: parameters.problem.severe_share as f32,
            severe_share_reached: (1.0 / (1.0 + libm::exp(-reached_logit))) as f32,
            shortfall_reference: (backlog / (1.0 + backlog)) as f32,
        }
    }
}

/// What is left to do.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct OutcomeOffer {
    /// Shortfall, the problem stock B / (1 + B), as it is.
    pub(in crate::model) shortfall: f32,
}

impl OutcomeOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        Self {
            shortfall: of.initiative.outcome.shortfall() as f32,
        }
    }
}

/// Length of a sub-step of the stock in years, so that months and weeks integrate alike.
const SUB_STEP_YEARS: f64 = 1.0 / 96.0;

/// What citizens do to prevent need.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct Prevention {
    /// Citizens' input as far as it prevents need, relative to the reference.
    pub(in crate::model) input: f64,
    /// Part of its effect that is kept where citizens meet too little enabling (M30); negative where it does harm.
    pub(in crate::model) kept: f64,
}

/// Part of need that is left after citizens' prevention, at inputs relative to the reference; above 1 where they do harm (M30).
pub(in crate::model) fn unprevented(problem: &ProblemParameters, by: Prevention) -> f64 {
    let saturated = -libm::expm1(-problem.prevention_shape * by.input);
    1.0 - problem.prevention * by.kept * saturated
}

/// Need in a year at which the problem rests at its initial stock, given the joint production and the inputs of the start;
/// `None` where these produce nothing.
pub(in crate::model) fn resting_need(
    problem: &ProblemParameters,
    production: f64,
    prevention: Prevention,
) -> Option<f64> {
    let output = output_per_year(problem, production, problem.initial_backlog);
    (output > 0.0).then(|| output / unprevented(problem, prevention))
}

/// Need in a neighbourhood of so many, the poorest being 0, relative to the mean over them.
fn need_of_place(problem: &ProblemParameters, neighbourhood: usize, neighbourhoods: usize) -> f64 {
    if neighbourhoods < 2 {
        return 1.0;
    }
    let position = neighbourhood as f64 / (neighbourhoods - 1) as f64;
    1.0 + problem.need_gradient * (1.0 - 2.0 * position)
}

impl Society {
    /// Need in a neighbourhood relative to the mean over all; 1 where neighbourhoods have no order.
    pub(in crate::model) fn need_of_place(&self, neighbourhood: usize) -> f64 {
        if self.constants.neighbourhoods_ranked {
            need_of_place(&self.parameters.problem, neighbourhood, self.neighbourhoods())
        } else {
            1.0
        }
    }
}

/// Output in a year at a joint production relative to the reference and a problem stock.
pub(in crate::model) fn output_per_year(problem: &ProblemParameters, production: f64, backlog: f64) -> f64 {
    problem.processing * production * backlog / (backlog + 1.0)
}

/// Moves an initiative's problem stock, output and lagged outcome by one step.
pub(in crate::model) fn work_off(
    initiative: &mut Initiative,
    production: f64,
    problem: &ProblemParameters,
    programme: &Programme,
    step_years: f64,
) {
    let need = initiative.outcome.need_per_year
        * unprevented(problem, initiative.production.prevention())
        * initiative.outcome.need_left;
    let effect = 1.0 + problem.fit_weight * (initiative.outcome.fit - 0.5);
    let sub_steps = (step_years / SUB_STEP_YEARS).ceil();
    let sub_step = step_years / sub_steps;
    let change =
        |backlog: f64| problem.speed * (need - effect * output_per_year(problem, production, backlog));
    let mut output = 0.0;
    for _ in 0..sub_steps as u32 {
        // Heun's method: second order, enough for a stock that moves over months.
        let slope = change(initiative.outcome.backlog);
        let ahead = (initiative.outcome.backlog + sub_step * slope).max(0.0);
        output += output_per_year(problem, production, initiative.outcome.backlog);
        initiative.outcome.backlog =
            (initiative.outcome.backlog + 0.5 * sub_step * (slope + change(ahead))).max(0.0);
    }
    initiative.outcome.output_per_year = output / sub_steps;
    let shown = half_life_share(step_years, programme.outcome_half_life_years);
    initiative.outcome.backlog_shown +=
        shown * (initiative.outcome.backlog - initiative.outcome.backlog_shown);
    let perceived = half_life_share(step_years, problem.perception_half_life_years);
    initiative.outcome.backlog_perceived +=
        perceived * (initiative.outcome.backlog - initiative.outcome.backlog_perceived);
}

/// Moves the service, by each proposal that is implemented, toward what those need whose voice is heard (M20);
/// `needed` is what those in need need, and `learning` how far one proposal per participant moves it.
pub(in crate::model) fn learn_fit(
    initiative: &mut Initiative,
    implemented: f64,
    sums: &ProgrammeSums,
    needed: f64,
    learning: f64,
) {
    if implemented > 0.0 && sums.voice.weight > 0.0 {
        let heard = sums.voice.affectedness / sums.voice.weight;
        let matched = (1.0 - 2.0 * (needed - heard).abs()).clamp(0.0, 1.0);
        let share = (learning * implemented / sums.active.max(1.0)).min(1.0);
        initiative.outcome.fit += share * (matched - initiative.outcome.fit);
    }
}

/// Adds up how many of the target group can be expected to have a severe need.
pub(in crate::model) fn count(block: &mut Block, programme: usize, rates: &Rates) {
    let sums = &mut block.memberships[programme].sums;
    let (target, reached) = (sums.mastery.target, sums.mastery.kits_reached);
    sums.outcome.severe = (target - reached) * f64::from(rates.outcome.severe_share)
        + reached * f64::from(rates.outcome.severe_share_reached);
}

pub(in crate::model) const OUTPUT: OfSociety = OfSociety {
    measure: Measure::new(
        "output",
        words!("output"),
        "needs/year",
        POSITIVE,
        "M19",
        Theme::OutputOutcome,
        words!("Need worked off in a year by the services, averaged over initiatives"),
    ),
    value: |of| of.overall.output,
};

pub(in crate::model) const OUTCOME: OfSociety = OfSociety {
    measure: Measure::new(
        "outcome",
        words!("outcome"),
        "share of need under control",
        SHARE,
        "M19",
        Theme::OutputOutcome,
        words!(
            "1 / (1 + problem stock), with the lag after which it can be seen; 1 means no problem is left"
        ),
    )
    .more_is_better(),
    value: |of| of.overall.outcome,
};

pub(in crate::model) const UNMET_NEED: OfSociety = OfSociety {
    measure: Measure::new(
        "unmet_need",
        words!("unmet need"),
        "needs",
        POSITIVE,
        "M19",
        Theme::OutputOutcome,
        words!(
            "Problem stock: need that has arisen and was neither prevented nor worked off, \
            averaged over initiatives"
        ),
    )
    .less_is_better(),
    value: |of| of.overall.backlog,
};

pub(in crate::model) const FIT: OfSociety = OfSociety {
    measure: Measure::new(
        "fit",
        words!("fit to need"),
        "",
        SHARE,
        "M20",
        Theme::OutputOutcome,
        words!("How well the service matches what the citizens in need need; one half at the start"),
    )
    .more_is_better(),
    value: |of| of.overall.fit,
};

pub(in crate::model) const SEVERE_NEED_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "severe_need_share",
        words!("severe need"),
        "share",
        SHARE,
        "M19",
        Theme::OutputOutcome,
        words!("Expected share of the target group with a severe need (Aarhus: a reception class)"),
    )
    .less_is_better(),
    value: |of| {
        let target: f64 = of.present().map(|one| one.sums.mastery.target).sum();
        ratio(of.present().map(|one| one.sums.outcome.severe).sum(), target)
    },
};

pub(in crate::model) const PROGRAMME_OUTPUT: OfProgramme = OfProgramme {
    measure: Measure::new(
        "output",
        words!("output"),
        "needs/year",
        POSITIVE,
        "M19",
        Theme::OutputOutcome,
        words!("Need worked off in a year, averaged over its initiatives"),
    ),
    value: |of| of.mean(|initiative| initiative.outcome.output_per_year),
};

pub(in crate::model) const PROGRAMME_OUTCOME: OfProgramme = OfProgramme {
    measure: Measure::new(
        "outcome",
        words!("outcome"),
        "share of need under control",
        SHARE,
        "M19",
        Theme::OutputOutcome,
        words!("1 / (1 + problem stock), lagged"),
    )
    .more_is_better(),
    value: |of| of.mean(|initiative| initiative.outcome.visible()),
};

pub(in crate::model) const PROGRAMME_UNMET_NEED: OfProgramme = OfProgramme {
    measure: Measure::new(
        "unmet_need",
        words!("unmet need"),
        "needs",
        POSITIVE,
        "M19",
        Theme::OutputOutcome,
        words!("Problem stock, averaged over its initiatives"),
    )
    .less_is_better(),
    value: |of| of.mean(|initiative| initiative.outcome.backlog),
};

pub(in crate::model) const PROGRAMME_FIT: OfProgramme = OfProgramme {
    measure: Measure::new(
        "fit",
        words!("fit to need"),
        "",
        SHARE,
        "M20",
        Theme::OutputOutcome,
        words!("How well the service matches need"),
    )
    .more_is_better(),
    value: |of| of.mean(|initiative| initiative.outcome.fit),
};

pub(in crate::model) const PROGRAMME_SEVERE_NEED_SHARE: OfProgramme = OfProgramme {
    measure: Measure::new(
        "severe_need_share",
        words!("severe need"),
        "share",
        SHARE,
        "M19",
        Theme::OutputOutcome,
        words!("Expected share of the target group with a severe need"),
    )
    .less_is_better(),
    value: |of| of.share_of_target(|sums| sums.outcome.severe),
};

pub(in crate::model) const MUNICIPALITY_OUTPUT: OfMunicipality = OfMunicipality {
    measure: Measure::new(
        "output",
        words!("output"),
        "needs/year",
        POSITIVE,
        "M19",
        Theme::OutputOutcome,
        words!("Need worked off in a year, averaged over its initiatives"),
    ),
    value: |of| of.overall.output,
};

pub(in crate::model) const MUNICIPALITY_OUTCOME: OfMunicipality = OfMunicipality {
    measure: Measure::new(
        "outcome",
        words!("outcome"),
        "share of need under control",
        SHARE,
        "M19",
        Theme::OutputOutcome,
        words!("1 / (1 + problem stock), lagged, averaged over its initiatives"),
    )
    .more_is_better(),
    value: |of| of.overall.outcome,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::reference_parameters;

    /// Part of need that is left after citizens' prevention, of which so much is kept.
    fn left(citizens: f64, kept: f64) -> f64 {
        let prevention = Prevention {
            input: citizens,
            kept,
        };
        unprevented(&reference_parameters().problem, prevention)
    }

    #[test]
    fn what_is_kept_of_prevention_decides_whether_effort_helps_or_harms() {
        let prevented = 0.5 * (1.0 - libm::exp(-0.7));
        for (kept, expected) in [(1.0, 1.0 - prevented), (0.0, 1.0), (-0.5, 1.0 + 0.5 * prevented)] {
            assert!((left(1.0, kept) - expected).abs() < 1e-12, "{kept}");
        }
        assert!((left(0.0, -0.5) - 1.0).abs() < 1e-12, "no effort does no harm");
    }

    #[test]
    fn need_falls_from_the_poorest_neighbourhood_to_the_richest() {
        let mut problem = reference_parameters().problem;
        assert!(
            (need_of_place(&problem, 0, 5) - 1.0).abs() < 1e-12,
            "alike at first"
        );
        problem.need_gradient = 0.2;
        for (place, expected) in [1.2, 1.1, 1.0, 0.9, 0.8].into_iter().enumerate() {
            assert!(
                (need_of_place(&problem, place, 5) - expected).abs() < 1e-12,
                "{place}"
            );
        }
        assert!((need_of_place(&problem, 0, 1) - 1.0).abs() < 1e-12, "one alone");
    }
}
