//! M27: associations that begin a programme, whose members are asked more, stay longer, and do some of it for themselves.
//!
//! Only in programmes whose initiator is an association:
//! - A citizen is a member with the probability `share · (1 + status · (r - .5))`, between 0 and 1, with `r` the rank by
//!   status. It is drawn once, at birth, and the same citizens are members of all of them.
//! - Members are asked `A` times as often as others (M2), and their exit hazard (M5) is a part of that of others.
//! - A part of citizens' input (M18) is done for the members alone, and meets no public need.
//!
//! Sources: A-05, B-16, B-17, Ev-22, Ev-51. Bites in the citizens' process, on joining (M4) and leaving (M5), and in citizens'
//! input (M18).

use serde::{Deserialize, Serialize};

use super::{Block, OfferContext, Parameters};
use crate::model::design::{Initiator, Programme};

/// Associations (M27).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AssociationParameters {
    pub member_share: f64,
    pub member_status: f64,
    pub member_asking: f64,
    pub member_exit: f64,
    pub own_interest: f64,
}

/// Whether a citizen with this rank by status, in `(0, 1)`, and this uniform draw is a member.
pub(in crate::model) fn is_member(ses_rank: f64, uniform: f64, parameters: &Parameters) -> bool {
    let association = &parameters.association;
    let share = association.member_share * (1.0 + association.member_status * (ses_rank - 0.5));
    uniform < share.clamp(0.0, 1.0)
}

/// What an initiative is to members, relative to what it is to other citizens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct AssociationOffer {
    /// How often they are asked.
    pub(in crate::model) asking: f32,
    /// Their exit hazard.
    pub(in crate::model) exit: f32,
}

impl Default for AssociationOffer {
    /// No association: members are like others.
    fn default() -> Self {
        Self {
            asking: 1.0,
            exit: 1.0,
        }
    }
}

impl AssociationOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        Self::of(of.programme, of.parameters)
    }

    fn of(programme: &Programme, parameters: &Parameters) -> Self {
        if is_at_work(programme, parameters) {
            Self {
                asking: parameters.association.member_asking as f32,
                exit: parameters.association.member_exit as f32,
            }
        } else {
            Self::default()
        }
    }

    /// How often a citizen is asked, relative to those who are no members (M2).
    pub(in crate::model) fn asking_of(self, block: &Block, lane: usize) -> f32 {
        if is_member_at(block, lane) {
            self.asking
        } else {
            1.0
        }
    }

    /// The exit hazard of a citizen, relative to those who are no members (M5).
    pub(in crate::model) fn exit_of(self, block: &Block, lane: usize) -> f32 {
        if is_member_at(block, lane) { self.exit } else { 1.0 }
    }
}

const fn is_member_at(block: &Block, lane: usize) -> bool {
    block.fixed.member >> lane & 1 == 1
}

/// Whether an association began the programme, and that matters.
fn is_at_work(programme: &Programme, parameters: &Parameters) -> bool {
    parameters.mechanisms.association && programme.initiator == Initiator::Association
}

/// Share of citizens' input that is not done for the members alone (M18).
pub(in crate::model) fn input_kept(programme: &Programme, parameters: &Parameters) -> f64 {
    if is_at_work(programme, parameters) {
        1.0 - parameters.association.own_interest
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::reference_parameters;

    fn parameters(initiator: Initiator, switch: bool) -> Parameters {
        let mut parameters = reference_parameters();
        parameters.mechanisms.association = switch;
        parameters.programmes[0].initiator = initiator;
        parameters
    }

    /// Members by their share of a fine row of draws, at a rank by status.
    fn share(ses_rank: f64, parameters: &Parameters) -> f64 {
        let draws = (0..10_000).map(|index| (f64::from(index) + 0.5) / 10_000.0);
        draws
            .filter(|&uniform| is_member(ses_rank, uniform, parameters))
            .count() as f64
            / 10_000.0
    }

    #[test]
    fn members_are_a_share_that_rises_with_status() {
        let mut parameters = reference_parameters();
        for (rank, expected) in [(0.0, 0.15), (0.5, 0.3), (1.0, 0.45)] {
            assert!((share(rank, &parameters) - expected).abs() < 2e-4, "{rank}");
        }
        parameters.association.member_share = 0.8;
        parameters.association.member_status = 2.0;
        assert!(
            share(0.0, &parameters).abs() < 1e-12,
            "none where the share would be below 0"
        );
        assert!(
            (share(1.0, &parameters) - 1.0).abs() < 1e-12,
            "all where it would be above 1"
        );
    }

    #[test]
    fn members_are_asked_more_and_stay() {
        let parameters = parameters(Initiator::Association, true);
        let offer = AssociationOffer::of(&parameters.programmes[0], &parameters);
        let mut block = Block::new(0, 1, 0);
        block.fixed.member = 0b10;
        let of = |lane: usize| [offer.asking_of(&block, lane), offer.exit_of(&block, lane)].map(f64::from);
        for (found, expected) in of(0).into_iter().chain(of(1)).zip([1.0, 1.0, 3.0, 0.7]) {
            assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
        }
        assert!((input_kept(&parameters.programmes[0], &parameters) - 0.85).abs() < 1e-12);
    }

    #[test]
    fn nothing_changes_where_no_association_began_or_it_is_switched_off() {
        for (initiator, switch) in [
            (Initiator::Municipality, true),
            (Initiator::Citizens, true),
            (Initiator::Association, false),
        ] {
            let parameters = parameters(initiator, switch);
            let programme = &parameters.programmes[0];
            assert_eq!(
                AssociationOffer::of(programme, &parameters),
                AssociationOffer::default()
            );
            assert!((input_kept(programme, &parameters) - 1.0).abs() < 1e-12);
        }
    }
}
