//! What a run starts from: parameters over time, events, and observed data where there are any.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::hold::Paths;
use super::observed::{ObservedCitizens, ObservedTies};
use crate::model::mechanisms::Parameters;
use crate::model::mechanisms::own::Deciders;

/// Everything that determines a run but the seed and the replication.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Length of a step in years: 1/12 or 1/52.
    pub step_years: f64,
    /// Steps in a year: 12 or 52.
    pub steps_per_year: u32,
    /// Number of steps to run.
    pub steps: u32,
    /// Parameters by the step from which they hold; the first holds from step 0, later ones in order.
    pub phases: Vec<Phase>,
    /// Events in the order of their steps.
    pub events: Vec<Event>,
    /// Citizens from a survey; otherwise all traits are drawn.
    pub observed_citizens: Option<ObservedCitizens>,
    /// Ties from a file; otherwise the network is generated.
    pub observed_ties: Option<ObservedTies>,
    /// The setup whose need this society faces where it is compared with it; see [`Setup::with_need_of`].
    pub need_of: Option<Arc<Self>>,
    /// What of this society is held at what it is in another one; see [`Setup::holding`].
    pub hold: Option<Hold>,
    /// Whether it is kept who was asked, willing and short of time, for a spectator; changes no result.
    pub diaries: bool,
    /// Who decides on joining in place of the model, where anybody does.
    pub decisions: Option<Deciders>,
}

/// Paths that are held at what they are in a society of another setup, the baseline.
#[derive(Clone, Debug)]
pub struct Hold {
    /// The baseline's setup, with the need that it faces itself; it holds nothing.
    pub baseline: Arc<Setup>,
    /// The paths.
    pub paths: Paths,
}

impl Setup {
    /// Citizens of the town.
    #[must_use]
    pub fn citizens(&self) -> u32 {
        self.phases[0].parameters.population.citizens
    }

    /// The same setup, facing the need of another one: need belongs to the place, not to the policy.
    ///
    /// A programme with `balanced_start` is otherwise dimensioned to the inputs of its own start, so that two variants
    /// whose inputs differ from the start face different needs. With a baseline, such a programme takes, in every
    /// neighbourhood, the need of the baseline's society born with the same draws. Programmes are matched by position;
    /// where the numbers of programmes or neighbourhoods differ, each society keeps its own need.
    #[must_use]
    pub fn with_need_of(self, baseline: Arc<Self>) -> Self {
        Self {
            need_of: Some(baseline),
            ..self
        }
    }

    /// The same setup with paths held at what they are in the society of a baseline, which lives in lockstep with the same
    /// draws: what a design does by other ways than these (see the room [`hold`](super::hold)).
    ///
    /// Both need steps of the same length and, for paths of citizens, the same citizens in the same seats
    /// ([`Setup::seats_as`]); for those of professionals as many of them ([`Setup::staffed_as`]).
    #[must_use]
    pub fn holding(self, baseline: Arc<Self>, paths: Paths) -> Self {
        Self {
            hold: Some(Hold { baseline, paths }),
            ..self
        }
    }

    /// Whether the societies of both setups have, with the same draws, the same citizens in the same seats, whatever else
    /// these are like, and steps of the same length. Data of citizens are not looked at.
    #[must_use]
    pub fn seats_as(&self, other: &Self) -> bool {
        let seats = |setup: &Self| {
            let parameters = &setup.phases[0].parameters;
            let (population, network) = (&parameters.population, &parameters.network);
            let numbers = [
                setup.steps_per_year,
                population.citizens,
                population.neighbourhoods,
                parameters.organisation.municipalities,
            ];
            let status = [
                population.ses_mean,
                population.ses_gradient,
                population.ses_sd,
                network.homophily,
            ];
            (numbers, status.map(f64::to_bits))
        };
        seats(self) == seats(other)
    }

    /// Whether the societies of both setups have as many professionals, where they have the same citizens.
    #[must_use]
    pub fn staffed_as(&self, other: &Self) -> bool {
        let staff = |setup: &Self| {
            let professionals = &setup.phases[0].parameters.professionals;
            professionals.per_1000_citizens.to_bits()
        };
        staff(self) == staff(other)
    }
}

/// Parameters that hold from a step on. Phases are equal if they run alike, whoever chose what.
#[derive(Clone, Debug)]
pub struct Phase {
    /// First step with these parameters.
    pub from_step: u32,
    /// The parameters.
    pub parameters: Parameters,
    /// Keys of those that somebody chose, by then; all others are the usual ones, and a world may have its own.
    pub written: Arc<BTreeSet<String>>,
}

impl PartialEq for Phase {
    fn eq(&self, other: &Self) -> bool {
        (self.from_step, &self.parameters) == (other.from_step, &other.parameters)
    }
}

/// Something that happens at one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The step at whose beginning it happens, from 0.
    pub step: u32,
    /// What happens.
    pub kind: EventKind,
}

/// What can happen besides a change of parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum EventKind {
    /// The grant behind a programme ends: its facilitation, kits, outreach and resources fall by `share`.
    GrantEnds {
        /// Index of the programme.
        programme: usize,
        /// Part of the grant's money that is lost, in `[0, 1]`.
        share: f64,
    },
    /// This share of professional hours is cut in every unit.
    StaffCut {
        /// Share in `[0, 1]`.
        share: f64,
    },
    /// Extra outreach for some months.
    Campaign {
        /// Index of the programme.
        programme: usize,
        /// Intensity added to the programme's outreach.
        intensity: f64,
        /// How many steps it lasts.
        steps: u32,
    },
    /// The most motivated participants leave at once.
    Shock {
        /// Share of participants in `[0, 1]`.
        share: f64,
    },
    /// An election outside the regular term.
    Election,
}
