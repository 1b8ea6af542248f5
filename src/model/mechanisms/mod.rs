//! The mechanisms: one room each, with everything that belongs to it.

#![expect(missing_docs, reason = "the register says what each parameter is")]

pub(crate) mod active_ties;
pub(crate) mod attitude;
pub(crate) mod awareness;
pub(crate) mod backlash;
pub(crate) mod ballot;
pub(crate) mod belief;
pub(crate) mod cost;
pub(crate) mod crowding;
pub(crate) mod digital;
pub(crate) mod election;
pub(crate) mod equity;
pub(crate) mod facilitation;
pub(crate) mod fatigue;
pub(crate) mod goals;
pub(crate) mod hours;
pub(crate) mod influence;
pub(crate) mod initiatives;
pub(crate) mod joining;
pub(crate) mod mastery;
pub(crate) mod opening;
pub(crate) mod organisation;
pub(crate) mod outcome;
pub mod own;
pub(crate) mod ownership;
mod parts;
pub(crate) mod politics;
pub(crate) mod production;
pub(crate) mod professional;
pub(crate) mod provision;
pub(crate) mod public_value;
pub(crate) mod rehabilitation;
pub(crate) mod social_capital;
pub(crate) mod social_influence;
pub(crate) mod staff;
pub(crate) mod standing;
pub(crate) mod staying;
pub(crate) mod time_bank;
pub(crate) mod wellbeing;
pub(crate) mod willingness;

pub(crate) use parts::block::{Block, DISPOSITION, State, StepContext};
pub(crate) use parts::initiative::{Initiative, design_draw, index_of};
pub(crate) use parts::membership::{Diary, Membership};
pub(crate) use parts::offer::{Offer, OfferContext};
pub use parts::parameters::Parameters;
pub(crate) use parts::rates::Rates;
pub use parts::society::Society;
pub(crate) use parts::society::{Constants, Now, Totals};
pub(crate) use parts::sums::{CitizenSums, ProgrammeSums, sums};
pub use parts::switches::Switches;
pub(crate) use parts::view::{
    MunicipalityView, OfMunicipality, OfProgramme, OfSociety, Overall, ProgrammeView, SocietyView, WithSums,
    hazard, ratio,
};

/// The mechanisms' entries in the parameter register, in the order in which keys are listed.
pub(crate) const REGISTER: &[&str] = &[
    include_str!("hours.toml"),
    include_str!("awareness.toml"),
    include_str!("joining.toml"),
    include_str!("willingness.toml"),
    include_str!("social_influence.toml"),
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
    include_str!("belief.toml"),
    include_str!("staff.toml"),
    include_str!("ownership.toml"),
    include_str!("politics.toml"),
    include_str!("backlash.toml"),
    include_str!("production.toml"),
    include_str!("outcome.toml"),
    include_str!("cost.toml"),
    include_str!("ballot.toml"),
    include_str!("time_bank.toml"),
    include_str!("provision.toml"),
    include_str!("rehabilitation.toml"),
    include_str!("digital.toml"),
    include_str!("goals.toml"),
    include_str!("equity.toml"),
    include_str!("opening.toml"),
];
