//! The mechanisms: one room each, with everything that belongs to it.

#![expect(missing_docs, reason = "the register says what each parameter is")]

pub(crate) mod active_ties;
pub(crate) mod attitude;
pub(crate) mod awareness;
pub(crate) mod backlash;
pub(crate) mod ballot;
pub(crate) mod belief;
pub(crate) mod block;
pub(crate) mod cost;
pub(crate) mod crowding;
pub(crate) mod digital;
pub(crate) mod election;
pub(crate) mod equity;
pub(crate) mod facilitation;
pub(crate) mod fatigue;
pub(crate) mod hours;
pub(crate) mod influence;
pub(crate) mod initiative;
pub(crate) mod joining;
pub(crate) mod life;
pub(crate) mod mastery;
pub(crate) mod membership;
pub(crate) mod municipality;
pub(crate) mod offer;
pub(crate) mod organisation;
pub(crate) mod outcome;
pub(crate) mod ownership;
pub mod parameters;
pub(crate) mod politics;
mod process;
pub(crate) mod production;
pub(crate) mod professional;
pub(crate) mod provision;
pub(crate) mod rates;
pub(crate) mod rehabilitation;
pub(crate) mod social_capital;
pub(crate) mod social_influence;
pub mod society;
pub(crate) mod spread;
pub(crate) mod standing;
pub(crate) mod staying;
pub(crate) mod sums;
pub(crate) mod switches;
pub(crate) mod time_bank;
pub(crate) mod wellbeing;
pub(crate) mod willingness;
