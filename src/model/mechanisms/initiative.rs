//! An initiative: one programme in one neighbourhood.

use super::ballot::Ballot;
use super::cost::CostState;
use super::facilitation::FacilitationState;
use super::goals::GoalsState;
use super::hours::HoursState;
use super::influence;
use super::initiatives::life::Life;
use super::municipality::{municipalities, municipality_of};
use super::outcome::OutcomeState;
use super::ownership::OwnershipState;
use super::parameters::Parameters;
use super::politics::PoliticsState;
use super::production::ProductionState;
use super::provision::Provision;
use super::standing::Standing;
use super::time_bank::Books;
use crate::model::design::{Programme, Role, Stage};
use crate::model::purpose;
use crate::random::Draws;

/// The step at which an initiative opens that opens at no date.
pub(crate) const NEVER: u32 = u32::MAX;

/// Whether an initiative is open to citizens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// The programme does not exist in this neighbourhood: no staff, no problem stock, no part in any mean.
    Absent,
    /// Decided or not yet decided; opens at this step.
    Preparing {
        /// The step at which it opens.
        opens: u32,
    },
    /// Open to citizens.
    Running,
    /// Stopped by the council; professionals carry on alone.
    Closed,
}

/// State of one programme in one neighbourhood.
#[derive(Clone, Debug)]
pub(crate) struct Initiative {
    pub(crate) programme: usize,
    pub(crate) neighbourhood: usize,
    pub(crate) citizens: f64,
    pub(crate) status: Status,
    /// Stage of a life that began with an idea (M21).
    pub(crate) life: Life,
    /// Earliest stage at which citizens enter, and the role that goes with it (M17).
    pub(crate) entry: Stage,
    pub(crate) role: Role,
    /// Participants, from the last step.
    pub(crate) active: f64,
    pub(crate) goals: GoalsState,
    pub(crate) ownership: OwnershipState,
    pub(crate) hours: HoursState,
    pub(crate) facilitation: FacilitationState,
    pub(crate) production: ProductionState,
    pub(crate) outcome: OutcomeState,
    pub(crate) politics: PoliticsState,
    pub(crate) ballot: Ballot,
    pub(crate) time_bank: Books,
    pub(crate) provision: Provision,
    pub(crate) cost: CostState,
}

impl Initiative {
    /// An initiative before the first step.
    pub(crate) fn new(
        parameters: &Parameters,
        (programme, neighbourhood): (usize, usize),
        citizens: f64,
        step_years: f64,
        draws: &Draws,
    ) -> Self {
        let design = &parameters.programmes[programme];
        let [goal, stage, _] = luck(programme, neighbourhood, parameters, draws);
        let (entry, role) = entry_and_role(parameters, design, stage);
        let influence = influence_offered(parameters, design, role, entry);
        let status = first_status(parameters, design, neighbourhood, step_years);
        let backlog = if status == Status::Absent {
            0.0
        } else {
            parameters.problem.initial_backlog
        };
        let mut initiative = Self {
            programme,
            neighbourhood,
            citizens,
            status,
            life: if design.grown { Life::Unborn } else { Life::Given },
            entry,
            role,
            active: 0.0,
            goals: GoalsState {
                stated: has_goal(parameters, goal),
                evaluated: false,
            },
            ownership: OwnershipState {
                influence_offered: influence,
                influence,
                ..OwnershipState::default()
            },
            hours: HoursState::default(),
            facilitation: FacilitationState::default(),
            production: ProductionState::default(),
            outcome: OutcomeState::new(backlog, parameters.problem.need),
            politics: PoliticsState::default(),
            ballot: Ballot::default(),
            time_bank: Books::default(),
            provision: Provision::default(),
            cost: CostState::default(),
        };
        initiative.set_reputation(parameters);
        initiative
    }

    /// Follows a change of parameters: goals are stated or blurred and the role carries what it carries now. While it
    /// is being prepared, the organisation also reconsiders the stage and the date.
    pub(crate) fn follow_change(&mut self, parameters: &Parameters, step_years: f64, draws: &Draws) {
        let design = &parameters.programmes[self.programme];
        let [goal, stage, _] = luck(self.programme, self.neighbourhood, parameters, draws);
        self.goals.stated = has_goal(parameters, goal);
        self.goals.evaluated &= parameters.mechanisms.goals;
        let preparing = matches!(self.status, Status::Preparing { .. });
        if preparing {
            (self.entry, self.role) = entry_and_role(parameters, design, stage);
            self.status = first_status(parameters, design, self.neighbourhood, step_years);
        } else if !design.stages.is_empty() {
            self.role = design.role;
        }
        self.ownership.influence_offered = influence_offered(parameters, design, self.role, self.entry);
        if preparing {
            self.set_reputation(parameters);
        }
    }

    /// Sets how far citizens expect to be listened to before any proposal was made: the fixed point at which
    /// ownership is influence times listening, and listening is the probability of implementation.
    fn set_reputation(&mut self, parameters: &Parameters) {
        let design = &parameters.programmes[self.programme];
        let silos = if parameters.mechanisms.organisation {
            parameters.barriers.silos
        } else {
            0.0
        };
        let mut listened = 0.5;
        for _ in 0..50 {
            let owned = self.ownership.influence_offered * listened;
            listened = influence::implementation_probability(parameters, design, owned, silos, 1.0);
        }
        self.ownership.listened_start = listened;
        self.ownership.listened = listened;
        self.ownership.implementation_probability = listened;
        self.ownership.mean = self.ownership.influence_offered * listened;
        self.ownership.influence = (self.ownership.influence_offered * (0.5 + listened)).clamp(0.0, 1.0);
    }

    /// Whether citizens can take part.
    pub(crate) fn is_running(&self) -> bool {
        self.status == Status::Running
    }

    /// Whether the programme reaches the neighbourhood at all.
    pub(crate) fn is_present(&self) -> bool {
        self.status != Status::Absent
    }

    /// The programme's money as this initiative has it: a group without help from the municipality has none.
    pub(crate) fn money(&self, standing: &Standing) -> Standing {
        let grant = if self.life == Life::Informal {
            0.0
        } else {
            standing.grant
        };
        Standing { grant, ..*standing }
    }
}

/// Luck of an initiative's design: whether it states a goal, where citizens enter, and whether it can spread there.
fn luck(programme: usize, neighbourhood: usize, parameters: &Parameters, draws: &Draws) -> [f64; 3] {
    let index = index_of(programme, neighbourhood, parameters);
    let [goal, stage, open, _] = draws.uniforms(index, 0, purpose::DESIGN);
    [goal, stage, open]
}

/// Whether what works in other neighbourhoods would be taken up here (M21).
pub(crate) fn is_open_to_spread(initiative: &Initiative, parameters: &Parameters, draws: &Draws) -> bool {
    let [_, _, open] = luck(initiative.programme, initiative.neighbourhood, parameters, draws);
    open < parameters.initiatives.spread_ceiling
}

/// Whether it has an explicit goal (M22).
fn has_goal(parameters: &Parameters, luck: f64) -> bool {
    parameters.mechanisms.goals && luck >= parameters.barriers.unclear_goals
}

/// Influence that a role carries, with the budget that citizens decide on (M17).
fn influence_offered(parameters: &Parameters, design: &Programme, role: Role, entry: Stage) -> f64 {
    let of_role = influence::influence_of(role, entry, &parameters.influence);
    (of_role + design.budget_share * (1.0 - of_role)).clamp(0.0, 1.0)
}

/// Number of an initiative, which addresses its draws.
pub(crate) fn index_of(programme: usize, neighbourhood: usize, parameters: &Parameters) -> u32 {
    programme as u32 * parameters.population.neighbourhoods + neighbourhood as u32
}

/// Delay between decision and opening in years: bureaucracy, lengthened by every further department whose
/// approval is needed, `weeks / 52 / (1 - σ)^(q - 1)` (M15).
pub(crate) fn set_up_years(parameters: &Parameters, programme: &Programme) -> f64 {
    if !parameters.mechanisms.organisation {
        return 0.0;
    }
    let approvals = f64::from(programme.departments.max(1) - 1);
    parameters.barriers.bureaucracy / libm::pow(1.0 - parameters.barriers.silos, approvals)
}

/// Whether an initiative runs at the start, opens later, or never.
fn first_status(
    parameters: &Parameters,
    programme: &Programme,
    neighbourhood: usize,
    step_years: f64,
) -> Status {
    let listed = |list: &[u32], position: usize| {
        list.is_empty() || list.iter().any(|&number| number as usize == position + 1)
    };
    let municipality = municipality_of(neighbourhood, municipalities(parameters));
    if !listed(&programme.neighbourhoods, neighbourhood) || !listed(&programme.municipalities, municipality) {
        Status::Absent
    } else if programme.grown {
        Status::Preparing { opens: NEVER }
    } else if programme.established {
        Status::Running
    } else {
        let years = programme.start_year + set_up_years(parameters, programme);
        Status::Preparing {
            opens: (years / step_years).round() as u32,
        }
    }
}

/// The stage at which citizens enter, and their role.
///
/// Where stages are opened by design, citizens enter at the first of them in the role the programme offers.
/// Otherwise the organisation chooses: stages are weighted by `exp(8 (control + .5 - θ) · lateness)` with θ the mean
/// attitude and lateness from 0 (co-planning) to 1 (co-delivery), so that provider-centric, controlling
/// organisations let citizens in late (F-03, B-22).
fn entry_and_role(parameters: &Parameters, design: &Programme, uniform: f64) -> (Stage, Role) {
    if let Some(&first) = design.stages.iter().min() {
        return (first, design.role);
    }
    let lateness = parameters.influence.late_entry
        * (parameters.barriers.control_retention + 0.5 - parameters.professionals.attitude_mean);
    let last = Stage::CoDelivery.index() as f64;
    let weight = |stage: Stage| {
        let late = stage.index() as f64 / last;
        // Assessment comes after delivery and is opened as seldom as the stage before it.
        let late = if late > 1.0 { 2.0 - late } else { late };
        libm::exp(lateness * late)
    };
    let total: f64 = Stage::ALL.iter().map(|&stage| weight(stage)).sum();
    let mut left = uniform * total;
    for stage in Stage::ALL {
        left -= weight(stage);
        if left <= 0.0 {
            return (stage, stage.role());
        }
    }
    (Stage::CoDelivery, Role::CoImplementor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::reference_parameters;

    /// Delivery is opened most often, and assessment as seldom as managing: both are one stage away from it.
    #[test]
    fn a_controlling_organisation_opens_delivery() {
        let parameters = reference_parameters();
        let design = Programme {
            stages: Vec::new(),
            ..parameters.programmes[0].clone()
        };
        let mut opened = [0.0_f64; 7];
        for number in 0..10_000 {
            let uniform = (f64::from(number) + 0.5) / 10_000.0;
            let (stage, role) = entry_and_role(&parameters, &design, uniform);
            assert_eq!(role, stage.role());
            opened[stage.index()] += 1.0;
        }
        let [.., managing, delivery, assessment] = opened;
        assert!((managing - assessment).abs() <= 1.0, "{opened:?}");
        assert!(delivery > 1.5 * managing, "{opened:?}");
        assert!(opened[..6].windows(2).all(|pair| pair[0] < pair[1]), "{opened:?}");
    }
}
