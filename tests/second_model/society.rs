//! The entities of the second model (section 2 of the document).

use samspil::model::design::{Initiator, Role, Stage};
use samspil::model::population::Cooperation;
use samspil::model::{design::Programme, mechanisms::Parameters};
use samspil::random::normal_quantile;

use crate::draws::{self, Luck};
use crate::formulas::share;

/// A made tie, as one of its ends sees it.
#[derive(Clone)]
pub(crate) struct Tie {
    pub(crate) partner: usize,
    pub(crate) strength: f64,
    pub(crate) bridging: bool,
}

/// A citizen in one programme.
#[derive(Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a yes or no of its own")]
pub(crate) struct Membership {
    pub(crate) aware: bool,
    pub(crate) active: bool,
    pub(crate) target: bool,
    pub(crate) kit: bool,
    pub(crate) letter: bool,
    pub(crate) ownership: f64,
    pub(crate) hours: f64,
    /// Credits in a time bank, and the part of own wishes that was met (M25).
    pub(crate) credits: f64,
    pub(crate) met: f64,
    /// Need for care that is left, whether self-reliant, novelty of the game (M25).
    pub(crate) need_left: f64,
    pub(crate) self_reliant: bool,
    pub(crate) novelty: f64,
}

/// A citizen.
#[derive(Clone)]
pub(crate) struct Citizen {
    pub(crate) place: usize,
    pub(crate) ses: f64,
    pub(crate) ses_rank: usize,
    pub(crate) education: u8,
    pub(crate) age: f64,
    pub(crate) extrinsic: f64,
    pub(crate) risk_aversion: f64,
    pub(crate) free_time: f64,
    pub(crate) affectedness: f64,
    pub(crate) threshold: f64,
    pub(crate) cooperation: Cooperation,
    pub(crate) tipping_point: f64,
    pub(crate) objects: bool,
    /// Whether an association counts the citizen as its member (M27).
    pub(crate) member: bool,
    pub(crate) motivation: f64,
    pub(crate) motivation_at_birth: f64,
    pub(crate) efficacy: f64,
    pub(crate) knowledge: f64,
    pub(crate) trust: f64,
    /// Around which trust moves (M10).
    pub(crate) trust_level: f64,
    pub(crate) expectation: f64,
    pub(crate) stance: f64,
    pub(crate) fatigue: f64,
    pub(crate) refractory: f64,
    pub(crate) habit: f64,
    pub(crate) wellbeing: f64,
    pub(crate) wellbeing_at_birth: f64,
    pub(crate) hours: f64,
    pub(crate) everyday: Vec<usize>,
    pub(crate) made: Vec<Tie>,
    pub(crate) memberships: Vec<Membership>,
}

impl Citizen {
    pub(crate) fn takes_part(&self) -> bool {
        self.memberships.iter().any(|membership| membership.active)
    }
}

/// A professional.
#[derive(Clone)]
pub(crate) struct Professional {
    pub(crate) attitude: f64,
    pub(crate) can: f64,
    pub(crate) will: f64,
    pub(crate) beyond: f64,
    pub(crate) skill: f64,
    pub(crate) fatigue: f64,
}

/// A unit.
#[derive(Clone)]
pub(crate) struct Unit {
    pub(crate) professionals: Vec<Professional>,
    pub(crate) citizens: f64,
    pub(crate) nearness: f64,
    pub(crate) fear: f64,
    pub(crate) attitude: f64,
    pub(crate) facilitation: f64,
    pub(crate) capacity: f64,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Status {
    Absent,
    Preparing(u32),
    Running,
    Closed,
}

/// Stages of a life that began with an idea (M21).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Life {
    Unborn,
    Informal,
    Supported,
    Formal,
    Professional,
    Dormant,
}

/// Performance at opening.
#[derive(Clone, Copy)]
pub(crate) struct Performance {
    pub(crate) output: f64,
    pub(crate) outcome: f64,
    pub(crate) cost: f64,
    pub(crate) value: f64,
}

/// Asking in a step (M2, M13): staff hours a week that it takes, yearly rates of being asked and of saying yes, summed
/// over those who may be asked; and who wanted to join and was refused (M29).
#[derive(Clone, Copy, Default)]
pub(crate) struct Contacts {
    pub(crate) hours: f64,
    pub(crate) asked: f64,
    pub(crate) accepted: f64,
    pub(crate) refused: f64,
}

/// What an initiative cost in the last step (M23).
#[derive(Clone, Copy, Default)]
pub(crate) struct Cost {
    pub(crate) public: f64,
    pub(crate) coproduction: f64,
    pub(crate) running: f64,
}

/// One programme in one neighbourhood.
#[derive(Clone)]
pub(crate) struct Initiative {
    pub(crate) programme: usize,
    pub(crate) place: usize,
    pub(crate) citizens: f64,
    pub(crate) status: Status,
    /// None where the municipality opens it.
    pub(crate) life: Option<Life>,
    pub(crate) entry: Stage,
    pub(crate) role: Role,
    pub(crate) goal: bool,
    pub(crate) evaluated: bool,
    pub(crate) influence_offered: f64,
    pub(crate) influence: f64,
    pub(crate) reputation: f64,
    pub(crate) listened: f64,
    pub(crate) proposals: f64,
    pub(crate) implemented: f64,
    /// Proposals of the last step, and how many were implemented.
    pub(crate) just_proposed: (f64, f64),
    pub(crate) participants: f64,
    pub(crate) ownership: f64,
    pub(crate) hours: f64,
    pub(crate) hours_ratio: f64,
    pub(crate) enabling_share: f64,
    pub(crate) support: f64,
    pub(crate) posts: f64,
    pub(crate) production_hours: f64,
    pub(crate) facilitation_hours: f64,
    /// Staff hours a week for removing barriers (M14).
    pub(crate) reform_hours: f64,
    pub(crate) contacts: Contacts,
    pub(crate) professional_ratio: f64,
    pub(crate) citizen_ratio: f64,
    pub(crate) stock: f64,
    pub(crate) shown: f64,
    pub(crate) perceived: f64,
    pub(crate) need: f64,
    pub(crate) output: f64,
    pub(crate) fit: f64,
    pub(crate) incidents_remembered: f64,
    /// Attendance at the votes, share realised, money left, money spent in the step (M25).
    pub(crate) attendance: f64,
    pub(crate) pleased: f64,
    pub(crate) pot: f64,
    pub(crate) spent: f64,
    /// Credits earned and used as remembered (M25).
    pub(crate) earned: f64,
    pub(crate) used: f64,
    /// Step good: asked and gave at the last call, money needed, raised, kept; step from which it stands; paid in the
    /// step by the municipality and by citizens; part of need left (M25).
    pub(crate) asked: f64,
    pub(crate) gave: f64,
    pub(crate) needed: f64,
    pub(crate) raised: f64,
    pub(crate) kept: f64,
    pub(crate) stands_from: f64,
    pub(crate) paid: (f64, f64),
    pub(crate) need_left: f64,
    pub(crate) cost: Cost,
    pub(crate) at_opening: Option<Performance>,
    /// Flows of the last step.
    pub(crate) opened: bool,
    pub(crate) incidents: f64,
    pub(crate) before: f64,
    pub(crate) joins: f64,
    pub(crate) exits: f64,
    pub(crate) kits: f64,
    pub(crate) letters: f64,
    pub(crate) willingness: f64,
    pub(crate) satisfaction: f64,
}

impl Initiative {
    pub(crate) fn runs(&self) -> bool {
        self.status == Status::Running
    }

    pub(crate) fn is_present(&self) -> bool {
        self.status != Status::Absent
    }

    pub(crate) fn outcome(&self) -> f64 {
        1.0 / (1.0 + self.shown)
    }
}

/// What events have left of a programme.
#[derive(Clone)]
pub(crate) struct Standing {
    pub(crate) grant: f64,
    pub(crate) campaign: f64,
    pub(crate) campaign_ends: u32,
}

/// A society.
pub(crate) struct Society {
    pub(crate) parameters: Parameters,
    pub(crate) dt: f64,
    pub(crate) steps_per_year: u32,
    /// Steps lived: `k`; draws of the step under way have `k + 1`.
    pub(crate) lived: u32,
    pub(crate) luck: Luck,
    pub(crate) citizens: Vec<Citizen>,
    /// Citizens in the order of their seats.
    pub(crate) seats: Vec<usize>,
    /// Who was active at the end of the last step, by programme and citizen.
    pub(crate) snapshot: Vec<Vec<bool>>,
    pub(crate) places: usize,
    pub(crate) units: Vec<Unit>,
    pub(crate) unit_of: Vec<usize>,
    pub(crate) initiatives: Vec<Initiative>,
    pub(crate) standing: Vec<Standing>,
    /// By programme: once formal in each municipality of the run, other municipalities, run by an association across
    /// them (M21).
    pub(crate) proven: Vec<Vec<bool>>,
    pub(crate) elsewhere: Vec<f64>,
    pub(crate) taken_over: Vec<bool>,
    pub(crate) ideas: f64,
    /// Risk appetites by municipality and member.
    pub(crate) councils: Vec<Vec<f64>>,
    /// Step at which it was elected.
    pub(crate) elected: u32,
    pub(crate) hours_left: f64,
    pub(crate) trust_mean: f64,
    /// Variance of trust at birth beyond status (M10).
    pub(crate) trust_beyond_status: f64,
    pub(crate) born: f64,
    pub(crate) burnouts: f64,
    /// Refusals since the start (M29).
    pub(crate) turned_away: f64,
    /// By municipality: active ties, and wellbeing times active ties.
    pub(crate) near_ties: Vec<f64>,
    pub(crate) near_wellbeing: Vec<f64>,
    /// By municipality.
    pub(crate) public_value: Vec<f64>,
    pub(crate) efficiency_at_start: f64,
}

impl Society {
    pub(crate) fn initiative(&self, programme: usize, place: usize) -> &Initiative {
        &self.initiatives[programme * self.places + place]
    }

    pub(crate) fn initiative_mut(&mut self, programme: usize, place: usize) -> &mut Initiative {
        &mut self.initiatives[programme * self.places + place]
    }

    pub(crate) fn design(&self, initiative: &Initiative) -> &Programme {
        &self.parameters.programmes[initiative.programme]
    }

    pub(crate) fn initiated_by_citizens(&self, initiative: &Initiative) -> bool {
        self.design(initiative).initiator == Initiator::Citizens
    }

    /// Remembers who takes part now.
    pub(crate) fn look(&mut self) {
        for (programme, seen) in self.snapshot.iter_mut().enumerate() {
            for (seen, citizen) in seen.iter_mut().zip(&self.citizens) {
                *seen = citizen.memberships[programme].active;
            }
        }
    }

    /// Municipalities of the run.
    pub(crate) fn municipalities(&self) -> usize {
        self.parameters.organisation.municipalities as usize
    }

    /// Whether a neighbourhood lies in a municipality: they are dealt out in turn.
    pub(crate) fn lies_in(&self, place: usize, municipality: usize) -> bool {
        place % self.municipalities() == municipality
    }

    /// A council for each municipality with risk appetites drawn at a step (M16).
    pub(crate) fn elect(&mut self, step: u32) {
        self.elected = step;
        let members = self.parameters.politics.council_members as usize;
        let appetite = |number: usize| {
            let score = normal_quantile(self.luck.fine(number, step, draws::POLITICIAN));
            let mean = 1.0 - self.parameters.barriers.political_risk_aversion;
            (mean + self.parameters.politics.risk_appetite_sd * score).clamp(0.0, 1.0)
        };
        self.councils = (0..self.municipalities())
            .map(|municipality| {
                let numbers = municipality * members..municipality * members + members;
                numbers.map(appetite).collect()
            })
            .collect();
    }

    pub(crate) fn share(&self, rate: f64) -> f64 {
        share(rate, self.dt)
    }
}
