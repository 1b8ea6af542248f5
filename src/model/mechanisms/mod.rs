//! The mechanisms: one room each, with everything that belongs to it.

#![expect(missing_docs, reason = "the register says what each parameter is")]

pub(in crate::model) mod active_ties;
pub(in crate::model) mod admission;
pub(in crate::model) mod association;
pub(in crate::model) mod attitude;
pub(in crate::model) mod awareness;
pub(in crate::model) mod backlash;
pub(in crate::model) mod ballot;
pub(in crate::model) mod belief;
pub(in crate::model) mod co_destruction;
pub(in crate::model) mod collective;
pub(in crate::model) mod cost;
pub(in crate::model) mod crowding;
pub(in crate::model) mod digital;
pub(in crate::model) mod election;
pub(in crate::model) mod equity;
pub(in crate::model) mod facilitation;
pub(in crate::model) mod fatigue;
pub(in crate::model) mod goal_focus;
pub(in crate::model) mod goals;
pub(in crate::model) mod hours;
pub(in crate::model) mod influence;
pub(in crate::model) mod initiatives;
pub(in crate::model) mod joining;
pub(in crate::model) mod mastery;
pub(in crate::model) mod opening;
pub(in crate::model) mod organisation;
pub(in crate::model) mod outcome;
pub mod own;
pub(in crate::model) mod ownership;
mod parts;
pub(in crate::model) mod politics;
pub(in crate::model) mod power;
pub(in crate::model) mod production;
pub(in crate::model) mod professional;
pub(in crate::model) mod provision;
pub(in crate::model) mod public_value;
pub(in crate::model) mod rehabilitation;
pub(in crate::model) mod roles;
pub(in crate::model) mod social_capital;
pub(in crate::model) mod social_influence;
pub(in crate::model) mod staff;
pub(in crate::model) mod standing;
pub(in crate::model) mod staying;
pub(in crate::model) mod time_bank;
pub(in crate::model) mod wellbeing;
pub(in crate::model) mod willingness;

pub(in crate::model) use parts::block::{Block, DISPOSITION, State, StepContext};
pub(in crate::model) use parts::initiative::{Initiative, design_draw, index_of};
pub(in crate::model) use parts::membership::{Diary, Membership};
pub(in crate::model) use parts::offer::{Offer, OfferContext};
pub use parts::parameters::Parameters;
pub(in crate::model) use parts::rates::Rates;
pub use parts::society::Society;
pub(in crate::model) use parts::society::{Constants, Now, Totals};
pub(in crate::model) use parts::sums::{CitizenSums, ProgrammeSums, sums};
pub use parts::switches::Switches;
pub(in crate::model) use parts::view::{
    MunicipalityView, OfMunicipality, OfProgramme, OfSociety, Overall, ProgrammeView, SocietyView, WithSums,
    hazard, ratio,
};

/// The mechanisms' entries in the parameter register, in the order in which keys are listed.
pub(in crate::model) const REGISTER: &[&str] = &[
    include_str!("hours.toml"),
    include_str!("awareness.toml"),
    include_str!("joining.toml"),
    include_str!("willingness.toml"),
    include_str!("social_influence.toml"),
    include_str!("collective.toml"),
    include_str!("association.toml"),
    include_str!("roles.toml"),
    include_str!("admission.toml"),
    include_str!("crowding.toml"),
    include_str!("staying.toml"),
    include_str!("mastery.toml"),
    include_str!("social_capital.toml"),
    include_str!("fatigue.toml"),
    include_str!("wellbeing.toml"),
    include_str!("professional.toml"),
    include_str!("organisation.toml"),
    include_str!("../barriers.toml"),
    include_str!("initiatives/initiatives.toml"),
    include_str!("facilitation.toml"),
    include_str!("attitude.toml"),
    include_str!("power.toml"),
    include_str!("belief.toml"),
    include_str!("staff.toml"),
    include_str!("ownership.toml"),
    include_str!("politics.toml"),
    include_str!("backlash.toml"),
    include_str!("production.toml"),
    include_str!("outcome.toml"),
    include_str!("co_destruction.toml"),
    include_str!("cost.toml"),
    include_str!("ballot.toml"),
    include_str!("time_bank.toml"),
    include_str!("provision.toml"),
    include_str!("rehabilitation.toml"),
    include_str!("digital.toml"),
    include_str!("goals.toml"),
    include_str!("goal_focus.toml"),
    include_str!("equity.toml"),
    include_str!("opening.toml"),
];
