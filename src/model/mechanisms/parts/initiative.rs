//! An initiative: one programme in one neighbourhood.

use crate::model::design::{Role, Stage};
use crate::model::mechanisms::ballot::Ballot;
use crate::model::mechanisms::cost::CostState;
use crate::model::mechanisms::facilitation::FacilitationState;
use crate::model::mechanisms::goals::{self, GoalsState};
use crate::model::mechanisms::hours::HoursState;
use crate::model::mechanisms::initiatives::life::Life;
use crate::model::mechanisms::opening::{self, Status};
use crate::model::mechanisms::outcome::OutcomeState;
use crate::model::mechanisms::ownership::OwnershipState;
use crate::model::mechanisms::politics::PoliticsState;
use crate::model::mechanisms::production::ProductionState;
use crate::model::mechanisms::provision::Provision;
use crate::model::mechanisms::standing::Standing;
use crate::model::mechanisms::time_bank::Books;
use crate::model::mechanisms::{Parameters, influence};
use crate::random::{Draws, Purpose};

/// An initiative's goal, earliest stage, and whether it can spread there; by initiative.
pub(in crate::model) const DESIGN: Purpose = Purpose(400);

/// State of one programme in one neighbourhood.
#[derive(Clone, Debug)]
pub(in crate::model) struct Initiative {
    pub(in crate::model) programme: usize,
    pub(in crate::model) neighbourhood: usize,
    pub(in crate::model) citizens: f64,
    pub(in crate::model) status: Status,
    /// Stage of a life that began with an idea (M21).
    pub(in crate::model) life: Life,
    /// Earliest stage at which citizens enter, and the role that goes with it (M17).
    pub(in crate::model) entry: Stage,
    pub(in crate::model) role: Role,
    /// Participants, from the last step.
    pub(in crate::model) active: f64,
    pub(in crate::model) goals: GoalsState,
    pub(in crate::model) ownership: OwnershipState,
    pub(in crate::model) hours: HoursState,
    pub(in crate::model) facilitation: FacilitationState,
    pub(in crate::model) production: ProductionState,
    pub(in crate::model) outcome: OutcomeState,
    pub(in crate::model) politics: PoliticsState,
    pub(in crate::model) ballot: Ballot,
    pub(in crate::model) time_bank: Books,
    pub(in crate::model) provision: Provision,
    pub(in crate::model) cost: CostState,
}

impl Initiative {
    /// An initiative before the first step.
    pub(in crate::model) fn new(
        parameters: &Parameters,
        programme: usize,
        neighbourhood: usize,
        citizens: f64,
        step_years: f64,
        draws: &Draws,
    ) -> Self {
        let design = &parameters.programmes[programme];
        let [goal, stage, _] = design_draw(programme, neighbourhood, parameters, draws);
        let (entry, role) = influence::entry_and_role(parameters, design, stage);
        let influence = influence::influence_offered(parameters, design, role, entry);
        let status = opening::first_status(parameters, design, neighbourhood, step_years);
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
                stated: goals::is_stated(parameters, goal),
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
        initiative.ownership.set_reputation(parameters, design);
        initiative
    }

    /// Follows a change of parameters: goals are stated or blurred and the role carries what it carries now. While it
    /// is being prepared, the organisation also reconsiders the stage and the date.
    pub(in crate::model) fn follow_change(
        &mut self,
        parameters: &Parameters,
        step_years: f64,
        draws: &Draws,
    ) {
        let design = &parameters.programmes[self.programme];
        let [goal, stage, _] = design_draw(self.programme, self.neighbourhood, parameters, draws);
        self.goals.stated = goals::is_stated(parameters, goal);
        self.goals.evaluated &= parameters.mechanisms.goals;
        let preparing = matches!(self.status, Status::Preparing { .. });
        if preparing {
            (self.entry, self.role) = influence::entry_and_role(parameters, design, stage);
            self.status = opening::first_status(parameters, design, self.neighbourhood, step_years);
        } else if !design.stages.is_empty() {
            self.role = design.role;
        }
        self.ownership.influence_offered =
            influence::influence_offered(parameters, design, self.role, self.entry);
        if preparing {
            self.ownership.set_reputation(parameters, design);
        }
    }

    /// Whether citizens can take part.
    pub(in crate::model) fn is_running(&self) -> bool {
        self.status == Status::Running
    }

    /// Whether the programme reaches the neighbourhood at all.
    pub(in crate::model) fn is_present(&self) -> bool {
        self.status != Status::Absent
    }

    /// The programme's money as this initiative has it: a group without help from the municipality has none.
    pub(in crate::model) fn money(&self, standing: &Standing) -> Standing {
        let grant = if self.life == Life::Informal {
            0.0
        } else {
            standing.grant
        };
        Standing { grant, ..*standing }
    }
}

/// Number of an initiative, which addresses its draws.
pub(in crate::model) fn index_of(programme: usize, neighbourhood: usize, parameters: &Parameters) -> u32 {
    programme as u32 * parameters.population.neighbourhoods + neighbourhood as u32
}

/// Draw of an initiative's design: whether it states a goal, where citizens enter, and whether it can spread there.
pub(in crate::model) fn design_draw(
    programme: usize,
    neighbourhood: usize,
    parameters: &Parameters,
    draws: &Draws,
) -> [f64; 3] {
    let index = index_of(programme, neighbourhood, parameters);
    let [goal, stage, open, _] = draws.uniforms(index, 0, DESIGN);
    [goal, stage, open]
}
