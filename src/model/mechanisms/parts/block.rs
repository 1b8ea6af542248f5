//! Citizens in blocks of 64: the unit of work of a step.
//!
//! A block lies within one neighbourhood, so what a neighbourhood offers is the same for all its lanes;
//! states are arrays that the compiler vectorises, and yes/no states are bits of one word.

use crate::model::lane::{LANES, Lane, lanes, sum};
use crate::model::mechanisms::active_ties::ActiveNeighbours;
use crate::model::mechanisms::own::Decisions;
use crate::model::mechanisms::social_capital::{ACQUAINTANCES, Acquaintance};
use crate::model::mechanisms::{CitizenSums, Membership, Offer, Rates};
use crate::model::network::Network;
use crate::random::{Draws, Purpose};

/// What a citizen is disposed to: personal tipping point, whether the citizen objects to substitution, whether he or she is
/// a member of associations, and the luck in the own level of trust.
pub(in crate::model) const DISPOSITION: Purpose = Purpose(700);

/// Up to 64 citizens of one neighbourhood.
#[derive(Clone, Debug)]
pub(in crate::model) struct Block {
    /// Number of citizens; lanes from here on are empty.
    pub(in crate::model) len: usize,
    /// Neighbourhood, from 0.
    pub(in crate::model) neighbourhood: usize,
    /// Row of the network that belongs to lane 0.
    pub(in crate::model) first_row: u32,
    /// Number of each citizen, which addresses the draws.
    pub(in crate::model) ids: [u32; LANES],
    /// Traits that do not change.
    pub(in crate::model) fixed: Fixed,
    /// States that change.
    pub(in crate::model) state: State,
    /// Ties made by taking part; `with_acquaintances` marks the lanes that have any.
    pub(in crate::model) acquaintances: [[Acquaintance; ACQUAINTANCES]; LANES],
    /// Lanes with at least one such tie.
    pub(in crate::model) with_acquaintances: u64,
    /// What each citizen does in each programme.
    pub(in crate::model) memberships: Vec<Membership>,
    /// Sums of the last step.
    pub(in crate::model) sums: CitizenSums,
}

/// Traits that do not change in a run.
#[derive(Clone, Debug)]
pub(in crate::model) struct Fixed {
    pub(in crate::model) ses: Lane,
    /// Rank by status over all citizens, in `(0, 1)`.
    pub(in crate::model) ses_rank: Lane,
    pub(in crate::model) extrinsic: Lane,
    pub(in crate::model) risk_aversion: Lane,
    pub(in crate::model) free_time_hours_per_week: Lane,
    pub(in crate::model) affectedness: Lane,
    pub(in crate::model) threshold: Lane,
    /// Personal tipping point, a standard logistic score (threshold and rational rules).
    pub(in crate::model) taste: Lane,
    /// Own level of generalised trust, around which it varies.
    pub(in crate::model) trust_level: Lane,
    /// Weight of the citizen's voice, status to the power of γ.
    pub(in crate::model) voice: Lane,
    pub(in crate::model) motivation_start: Lane,
    pub(in crate::model) wellbeing_start: Lane,
    /// Education group, 0 to 2: the group within which ties bond.
    pub(in crate::model) education: [u8; LANES],
    /// Conditional cooperators.
    pub(in crate::model) conditional: u64,
    /// Free riders.
    pub(in crate::model) free_rider: u64,
    /// The young and the older, for digital channels.
    pub(in crate::model) young: u64,
    pub(in crate::model) older: u64,
    /// Those who object when citizens are asked to replace staff.
    pub(in crate::model) objecting: u64,
    /// Members of associations.
    pub(in crate::model) member: u64,
    /// Members of each quarter by status, the poorest first.
    pub(in crate::model) quartile: [u64; 4],
}

/// States that change from step to step.
#[derive(Clone, Debug)]
pub(in crate::model) struct State {
    pub(in crate::model) motivation: Lane,
    pub(in crate::model) efficacy: Lane,
    pub(in crate::model) knowledge: Lane,
    pub(in crate::model) trust: Lane,
    pub(in crate::model) expectation: Lane,
    pub(in crate::model) fatigue: Lane,
    pub(in crate::model) stance: Lane,
    pub(in crate::model) habit: Lane,
    pub(in crate::model) wellbeing: Lane,
    /// Years until a burnt-out citizen can be asked again.
    pub(in crate::model) refractory_years: Lane,
    /// Hours given in the last step, over all programmes.
    pub(in crate::model) hours_per_week: Lane,
}

impl Default for Fixed {
    fn default() -> Self {
        Self {
            ses: [0.0; LANES],
            ses_rank: [0.0; LANES],
            extrinsic: [0.0; LANES],
            risk_aversion: [0.0; LANES],
            // An empty lane divides by its free time as well.
            free_time_hours_per_week: [1.0; LANES],
            affectedness: [0.0; LANES],
            threshold: [0.0; LANES],
            taste: [0.0; LANES],
            trust_level: [0.0; LANES],
            voice: [0.0; LANES],
            motivation_start: [0.0; LANES],
            wellbeing_start: [0.0; LANES],
            education: [0; LANES],
            conditional: 0,
            free_rider: 0,
            young: 0,
            older: 0,
            objecting: 0,
            member: 0,
            quartile: [0; 4],
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self {
            motivation: [0.0; LANES],
            efficacy: [0.0; LANES],
            knowledge: [0.0; LANES],
            trust: [0.0; LANES],
            expectation: [0.0; LANES],
            fatigue: [0.0; LANES],
            stance: [0.0; LANES],
            habit: [0.0; LANES],
            wellbeing: [0.0; LANES],
            refractory_years: [0.0; LANES],
            hours_per_week: [0.0; LANES],
        }
    }
}

impl Block {
    /// An empty block.
    pub(in crate::model) fn new(neighbourhood: usize, programmes: usize, first_row: u32) -> Self {
        Self {
            len: 0,
            neighbourhood,
            first_row,
            ids: [0; LANES],
            fixed: Fixed::default(),
            state: State::default(),
            acquaintances: [[Acquaintance::default(); ACQUAINTANCES]; LANES],
            with_acquaintances: 0,
            memberships: vec![Membership::default(); programmes],
            sums: CitizenSums::default(),
        }
    }

    /// The lanes that hold citizens.
    pub(in crate::model) const fn present(&self) -> u64 {
        if self.len == LANES {
            u64::MAX
        } else {
            (1 << self.len) - 1
        }
    }

    /// Who takes part in any programme.
    pub(in crate::model) fn active_in_any(&self) -> u64 {
        self.memberships
            .iter()
            .fold(0, |any, membership| any | membership.active)
    }
}

/// What every block may look at during a step.
pub(in crate::model) struct StepContext<'a> {
    pub(in crate::model) step: u32,
    pub(in crate::model) draws: &'a Draws,
    pub(in crate::model) network: &'a Network,
    pub(in crate::model) rates: &'a Rates,
    /// Whether diaries are kept.
    pub(in crate::model) diaries: bool,
    /// Who took part at the end of the last step: by programme, one word per block.
    pub(in crate::model) active: &'a [Vec<u64>],
    /// Active everyday ties at that time, by programme.
    pub(in crate::model) active_neighbours: &'a [ActiveNeighbours],
    /// Offers by neighbourhood and programme: `offers[neighbourhood * programmes + programme]`.
    pub(in crate::model) offers: &'a [Offer],
    /// Who decides on joining in place of the model.
    pub(in crate::model) decisions: Option<&'a dyn Decisions>,
}

impl Block {
    /// Adds up the traits and states of its citizens.
    pub(in crate::model) fn count_citizens(&mut self) {
        let active = self.active_in_any();
        let (state, fixed, len) = (&self.state, &self.fixed, self.len);
        let sums = &mut self.sums;
        sums.participants = f64::from(active.count_ones());
        sums.young_participants = f64::from((active & fixed.young).count_ones());
        for (total, &quartile) in sums.participants_by_quartile.0.iter_mut().zip(&fixed.quartile) {
            *total = f64::from((active & quartile).count_ones());
        }
        for lane in lanes(active) {
            let hours = f64::from(state.hours_per_week[lane]);
            sums.hours_per_week += hours;
            sums.hours_by_rank += hours * f64::from(fixed.ses_rank[lane]);
            sums.affectedness_of_participants += f64::from(fixed.affectedness[lane]);
            sums.fatigue_of_participants += f64::from(state.fatigue[lane]);
        }
        sums.motivation = sum(&state.motivation, len);
        sums.efficacy = sum(&state.efficacy, len);
        sums.knowledge = sum(&state.knowledge, len);
        sums.trust = sum(&state.trust, len);
        sums.expectation = sum(&state.expectation, len);
        sums.stance = sum(&state.stance, len);
        sums.wellbeing = sum(&state.wellbeing, len);
        for lane in lanes(self.with_acquaintances) {
            for tie in &self.acquaintances[lane] {
                let kind = if tie.bridging {
                    &mut sums.bridging
                } else {
                    &mut sums.bonding
                };
                *kind += f64::from(tie.strength);
            }
        }
    }
}
