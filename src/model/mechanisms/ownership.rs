//! M17: ownership of an initiative, and the implementation of citizens' proposals.
//!
//! - A role carries influence `v` (`influence.rs`). Experienced influence moves toward `v (.5 + listened)`, and falls faster
//!   than it rises.
//! - Ownership: `do/dt = k_o (v · listened + goal - o)`, and likewise; `goal` where a goal is stated (M22).
//! - Proposals are Poisson with the mean `proposals_per_year · influence · participants · dt`, and each is implemented with
//!   the probability of `influence.rs`.
//! - *Listened* is the share of proposals implemented, remembered with a half-life of a year.
//!
//! Sources: B-18, Ev-35, P-12. Bites in the citizens' process, on ownership, and after production, on proposals, influence
//! and the fit of the service (M20), and in the next step on cost (M23).

use serde::{Deserialize, Serialize};

use super::initiatives::life::Life;
use super::{
    Block, Initiative, Now, OfProgramme, OfSociety, Offer, OfferContext, Parameters, Rates, Society,
    SocietyView, goal_focus, influence, outcome, ratio, roles, sums,
};
use crate::model::design::{Goal, Initiator, Programme, Role, Stage};
use crate::model::lane::lanes;
use crate::model::mathematics::{half_life_share, rate_share, toward};
use crate::model::measure::{Measure, SHARE, Theme};
use crate::random::{Purpose, binomial_quantile, poisson_quantile};
use crate::words::words;

/// Proposals and their implementation; by initiative.
pub(in crate::model) const PROPOSALS: Purpose = Purpose(200);

/// Ownership (M17).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct OwnershipParameters {
    pub rate: f64,
    pub loss_ratio: f64,
    pub goal_bonus: f64,
    pub token_threshold: f64,
}

/// How far an initiative is the citizens' own.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct OwnershipState {
    /// Influence that the role carries, and influence as experienced.
    pub(in crate::model) influence_offered: f64,
    pub(in crate::model) influence: f64,
    /// Share of proposals implemented, as remembered.
    pub(in crate::model) listened: f64,
    pub(in crate::model) listened_start: f64,
    /// Proposals made and implemented, fading from memory.
    pub(in crate::model) proposals: f64,
    pub(in crate::model) implemented: f64,
    /// Those of the last step, which are paid for in the next.
    pub(in crate::model) just_proposed: f64,
    pub(in crate::model) just_implemented: f64,
    /// Mean ownership of participants, from the last step.
    pub(in crate::model) mean: f64,
}

impl OwnershipState {
    /// Sets how far citizens expect to be listened to before any proposal was made: the fixed point at which
    /// ownership is influence times listening, and listening is the probability of implementation.
    pub(in crate::model) fn set_reputation(&mut self, parameters: &Parameters, design: &Programme) {
        let silos = if parameters.mechanisms.organisation {
            parameters.barriers.silos
        } else {
            0.0
        };
        let mut listened = 0.5;
        for _ in 0..50 {
            let owned = self.influence_offered * listened;
            listened = influence::implementation_probability(parameters, design, owned, silos, 1.0);
        }
        self.listened_start = listened;
        self.listened = listened;
        self.mean = self.influence_offered * listened;
        self.influence = (self.influence_offered * (0.5 + listened)).clamp(0.0, 1.0);
    }
}

sums!(OwnershipSums { total });

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct OwnershipRates {
    pub(in crate::model) per_year: f32,
    pub(in crate::model) share: f32,
    pub(in crate::model) loss_share: f32,
}

impl OwnershipRates {
    pub(in crate::model) fn new(parameters: &Parameters, step_years: f64) -> Self {
        Self {
            per_year: parameters.ownership.rate as f32,
            share: rate_share(parameters.ownership.rate, step_years),
            loss_share: rate_share(
                parameters.ownership.rate * parameters.ownership.loss_ratio,
                step_years,
            ),
        }
    }
}

/// What makes an initiative the citizens' own.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct OwnershipOffer {
    /// Value that ownership moves to.
    pub(in crate::model) target: f32,
    /// Ownership of a newcomer.
    pub(in crate::model) start: f32,
    /// Perceived influence.
    pub(in crate::model) influence: f32,
    /// Whether citizens are invited but hardly listened to.
    pub(in crate::model) token: bool,
}

impl OwnershipOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        let (initiative, parameters) = (of.initiative, of.parameters);
        let goal = if initiative.goals.stated {
            parameters.ownership.goal_bonus
        } else {
            0.0
        };
        let kept = if initiative.life == Life::Professional {
            1.0 - parameters.initiatives.professional_ownership_loss
        } else {
            1.0
        };
        let target = (initiative.ownership.influence_offered * initiative.ownership.listened + goal).min(1.0);
        Self {
            target: (kept * target) as f32,
            start: if of.programme.initiator == Initiator::Citizens {
                initiative.ownership.influence_offered as f32
            } else {
                0.0
            },
            influence: initiative.ownership.influence as f32,
            token: initiative.ownership.listened < parameters.ownership.token_threshold,
        }
    }
}

/// Ownership of a participant who leaves at this hazard, averaged over the time of taking part: from that of a newcomer
/// toward the target. With M17 off it does not move, and is the target.
pub(in crate::model) fn over_a_stay(offer: &Offer, rates: &Rates, exits_per_year: f32) -> f32 {
    let (start, target) = (offer.ownership.start, offer.ownership.target);
    let way = rates.ownership.per_year + exits_per_year;
    if !rates.mechanisms.ownership {
        target
    } else if way > 0.0 {
        target + (start - target) * exits_per_year / way
    } else {
        start
    }
}

/// Moves the ownership of participants by one step.
pub(in crate::model) fn take_ownership(block: &mut Block, programme: usize, offer: &Offer, rates: &Rates) {
    let membership = &mut block.memberships[programme];
    for lane in lanes(membership.active) {
        let gap = offer.ownership.target - membership.ownership[lane];
        let share = if gap < 0.0 {
            rates.ownership.loss_share
        } else {
            rates.ownership.share
        };
        membership.ownership[lane] += share * gap;
    }
}

/// Participants make proposals; some are implemented, and the memory of being listened to moves.
pub(in crate::model) fn propose_and_implement(
    initiative: &mut Initiative,
    index: u32,
    parameters: &Parameters,
    probability: f64,
    now: &Now,
) {
    let weights = &parameters.implementation;
    let uniforms = now.draws.uniforms(index, now.step, PROPOSALS);
    let expected =
        weights.proposals_per_year * now.step_years * initiative.ownership.influence * initiative.active;
    let made = poisson_quantile(expected, uniforms[0]);
    let implemented = binomial_quantile(made, probability, uniforms[1]);
    initiative.ownership.just_proposed = made as f64;
    initiative.ownership.just_implemented = implemented as f64;
    let faded = half_life_share(now.step_years, weights.memory_half_life_years);
    // The prior does not fade: it is the reputation the programme came with, so the first draws do not decide all.
    let prior = weights.prior_proposals;
    initiative.ownership.proposals += made as f64 - faded * initiative.ownership.proposals;
    initiative.ownership.implemented += implemented as f64 - faded * initiative.ownership.implemented;
    initiative.ownership.listened = (initiative.ownership.implemented
        + prior * initiative.ownership.listened_start)
        / (initiative.ownership.proposals + prior);
}

/// Moves the influence that participants of an initiative experience.
pub(in crate::model) fn move_influence(
    initiative: &mut Initiative,
    parameters: &Parameters,
    step_years: f64,
) {
    let target =
        (initiative.ownership.influence_offered * (0.5 + initiative.ownership.listened)).clamp(0.0, 1.0);
    let rate = parameters.ownership.rate
        * if target < initiative.ownership.influence {
            parameters.ownership.loss_ratio
        } else {
            1.0
        };
    initiative.ownership.influence = toward(initiative.ownership.influence, target, rate, step_years);
}

impl Society {
    /// Participants make proposals; influence and the fit of the service follow.
    pub(in crate::model) fn implement_proposals(&mut self) {
        for initiative in &mut self.initiatives {
            initiative.ownership.just_proposed = 0.0;
            initiative.ownership.just_implemented = 0.0;
        }
        if !self.parameters.mechanisms.ownership {
            return;
        }
        let now = self.now();
        for index in 0..self.initiatives.len() {
            let place = index % self.neighbourhoods();
            let silos = self.culture(place).silos;
            let initiative = &mut self.initiatives[index];
            if !initiative.is_running() {
                continue;
            }
            let design = &self.parameters.programmes[initiative.programme];
            let grant = initiative.money(&self.standing[initiative.programme]).grant;
            let probability = influence::implementation_probability(
                &self.parameters,
                design,
                initiative.ownership.mean,
                silos,
                grant,
            );
            propose_and_implement(initiative, index as u32, &self.parameters, probability, &now);
            let implemented = initiative.ownership.just_implemented;
            move_influence(initiative, &self.parameters, self.step_years);
            let sums = &self.totals.initiatives[index];
            let needed = self.constants.affectedness_of_need;
            let learning = self.parameters.problem.fit_learning
                * roles::learning(initiative.role, &self.parameters)
                * goal_focus::factor(initiative, design, &self.parameters, Goal::Quality);
            outcome::learn_fit(initiative, implemented, sums, needed, learning);
        }
    }
}

/// Adds up the ownership of participants.
pub(in crate::model) fn count(block: &mut Block, programme: usize) {
    let mut sums = block.memberships[programme].sums;
    let membership = &block.memberships[programme];
    for lane in lanes(membership.active) {
        sums.ownership.total += f64::from(membership.ownership[lane]);
    }
    block.memberships[programme].sums = sums;
}

/// Share of citizens who are active in initiatives of a role.
fn share_in_role(of: &SocietyView<'_>, role: Role) -> f64 {
    let active = of.present().filter(|one| one.initiative.role == role);
    (active.map(|one| one.sums.active).sum::<f64>() / of.citizens()).min(1.0)
}

/// Share of participations in initiatives that citizens enter at a stage.
fn share_at_stage(of: &SocietyView<'_>, stage: Stage) -> f64 {
    let at_stage = of.present().filter(|one| one.initiative.entry == stage);
    ratio(at_stage.map(|one| one.sums.active).sum(), of.overall.active)
}

pub(in crate::model) const CO_INITIATORS_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "co_initiators_share",
        words!("co-initiators"),
        "share",
        SHARE,
        "M17",
        Theme::Participation,
        words!("Share of citizens active in a programme that makes them co-initiators"),
    ),
    value: |of| share_in_role(of, Role::CoInitiator),
};

pub(in crate::model) const CO_DESIGNERS_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "co_designers_share",
        words!("co-designers"),
        "share",
        SHARE,
        "M17",
        Theme::Participation,
        words!("Share of citizens active in a programme that makes them co-designers"),
    ),
    value: |of| share_in_role(of, Role::CoDesigner),
};

pub(in crate::model) const CO_IMPLEMENTORS_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "co_implementors_share",
        words!("co-implementors"),
        "share",
        SHARE,
        "M17",
        Theme::Participation,
        words!("Share of citizens active in a programme that makes them co-implementors"),
    ),
    value: |of| share_in_role(of, Role::CoImplementor),
};

pub(in crate::model) const STAGE_PLANNING_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "stage_planning_share",
        words!("co-planning"),
        "share",
        SHARE,
        "M17",
        Theme::Participation,
        words!("Share of participations in initiatives whose earliest stage open to citizens is co-planning"),
    ),
    value: |of| share_at_stage(of, Stage::CoPlanning),
};

pub(in crate::model) const STAGE_DESIGN_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "stage_design_share",
        words!("co-design"),
        "share",
        SHARE,
        "M17",
        Theme::Participation,
        words!("Same, co-design"),
    ),
    value: |of| share_at_stage(of, Stage::CoDesign),
};

pub(in crate::model) const STAGE_PRIORITISATION_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "stage_prioritisation_share",
        words!("co-prioritisation"),
        "share",
        SHARE,
        "M17",
        Theme::Participation,
        words!("Same, co-prioritisation"),
    ),
    value: |of| share_at_stage(of, Stage::CoPrioritisation),
};

pub(in crate::model) const STAGE_FINANCING_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "stage_financing_share",
        words!("co-financing"),
        "share",
        SHARE,
        "M17",
        Theme::Participation,
        words!("Same, co-financing"),
    ),
    value: |of| share_at_stage(of, Stage::CoFinancing),
};

pub(in crate::model) const STAGE_MANAGING_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "stage_managing_share",
        words!("co-managing"),
        "share",
        SHARE,
        "M17",
        Theme::Participation,
        words!("Same, co-managing"),
    ),
    value: |of| share_at_stage(of, Stage::CoManaging),
};

pub(in crate::model) const STAGE_DELIVERY_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "stage_delivery_share",
        words!("co-delivery"),
        "share",
        SHARE,
        "M17",
        Theme::Participation,
        words!("Same, co-delivery"),
    ),
    value: |of| share_at_stage(of, Stage::CoDelivery),
};

pub(in crate::model) const STAGE_ASSESSMENT_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "stage_assessment_share",
        words!("co-assessment"),
        "share",
        SHARE,
        "M17",
        Theme::Participation,
        words!("Same, co-assessment"),
    ),
    value: |of| share_at_stage(of, Stage::CoAssessment),
};

pub(in crate::model) const IMPLEMENTATION_RATE: OfSociety = OfSociety {
    measure: Measure::new(
        "implementation_rate",
        words!("implementation rate"),
        "share",
        SHARE,
        "M17",
        Theme::OutputOutcome,
        words!("Share of citizens' proposals implemented over the last year"),
    )
    .more_is_better(),
    value: |of| {
        let listened = of.running().map(|one| one.initiative.ownership.listened);
        ratio(listened.sum(), of.overall.running)
    },
};

pub(in crate::model) const OWNERSHIP: OfSociety = OfSociety {
    measure: Measure::new(
        "ownership",
        words!("ownership"),
        "",
        SHARE,
        "M17",
        Theme::Citizens,
        words!("Mean ownership of participants"),
    )
    .more_is_better(),
    value: |of| ratio(of.total(|sums| sums.ownership.total), of.overall.active),
};

pub(in crate::model) const PROGRAMME_IMPLEMENTATION_RATE: OfProgramme = OfProgramme {
    measure: Measure::new(
        "implementation_rate",
        words!("implementation rate"),
        "share",
        SHARE,
        "M17",
        Theme::OutputOutcome,
        words!("Share of proposals implemented over the last year"),
    )
    .more_is_better(),
    value: |of| of.mean(|initiative| initiative.ownership.listened),
};

pub(in crate::model) const PROGRAMME_OWNERSHIP: OfProgramme = OfProgramme {
    measure: Measure::new(
        "ownership",
        words!("ownership"),
        "",
        SHARE,
        "M17",
        Theme::Citizens,
        words!("Mean ownership of its participants"),
    )
    .more_is_better(),
    value: |of| {
        ratio(
            of.total(|sums| sums.ownership.total),
            of.total(|sums| sums.active),
        )
    },
};

pub(in crate::model) const PROGRAMME_INFLUENCE: OfProgramme = OfProgramme {
    measure: Measure::new(
        "influence",
        words!("influence"),
        "",
        SHARE,
        "M17",
        Theme::Citizens,
        words!("Influence its participants perceive"),
    )
    .more_is_better(),
    value: |of| {
        let influence: f64 = of
            .all()
            .map(|one| one.initiative.ownership.influence * one.sums.active)
            .sum();
        ratio(influence, of.total(|sums| sums.active))
    },
};
