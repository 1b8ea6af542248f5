//! Every number the model uses, resolved and validated; there are no defaults here.
//!
//! The parameter register of `scenario` is the one place that states defaults, ranges and sources.

mod citizens;
mod modules;
mod organisation;
mod participation;
mod service;
mod simulation;

use serde::Deserialize;

pub use citizens::{Correlation, Hours, NetworkShape, Population};
pub use modules::{Ballot, Digital, Provision, Rehabilitation, TimeBank};
pub use organisation::{
    Attitude, Backlash, Barriers, Belief, Facilitation, Implementation, Influence, Initiatives, Organisation,
    Ownership, Politics, Professionals, Staff, Steering,
};
pub use participation::{
    Asking, Awareness, Fatigue, Mastery, Reward, SocialCapital, SocialInfluence, Staying, Wellbeing,
    Willingness,
};
pub use service::{Cost, Problem, Production, Programme};
pub use simulation::Mechanisms;

use super::design::DecisionRule;

/// All parameters of a society and its programmes.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// How willingness is decided.
    pub decision_rule: DecisionRule,
    /// Which mechanisms are at work.
    pub mechanisms: Mechanisms,
    /// Marginals of citizens' traits.
    pub population: Population,
    /// Shape of the network of everyday ties.
    pub network: NetworkShape,
    /// Hours given.
    pub hours: Hours,
    /// Awareness and outreach.
    pub awareness: Awareness,
    /// Being asked and joining.
    pub asking: Asking,
    /// Weights of willingness.
    pub willingness: Willingness,
    /// Thresholds and conditional cooperation.
    pub social_influence: SocialInfluence,
    /// Rewards and crowding.
    pub reward: Reward,
    /// Exit hazard.
    pub staying: Staying,
    /// Trainable efficacy and ability.
    pub mastery: Mastery,
    /// Ties, trust and expectations.
    pub social_capital: SocialCapital,
    /// Fatigue of citizens.
    pub fatigue: Fatigue,
    /// Wellbeing.
    pub wellbeing: Wellbeing,
    /// Who the professionals are.
    pub professionals: Professionals,
    /// Units, and what silos and structures do.
    pub organisation: Organisation,
    /// Strengths of the barriers.
    pub barriers: Barriers,
    /// Initiatives that grow from citizens' ideas.
    pub initiatives: Initiatives,
    /// Enabling against relieving.
    pub facilitation: Facilitation,
    /// Learning of attitudes.
    pub attitude: Attitude,
    /// Beliefs about citizens.
    pub belief: Belief,
    /// Fatigue of professionals.
    pub staff: Staff,
    /// Influence of roles.
    pub influence: Influence,
    /// Ownership.
    pub ownership: Ownership,
    /// Implementation of proposals.
    pub implementation: Implementation,
    /// Steering regime.
    pub steering: Steering,
    /// The council.
    pub politics: Politics,
    /// Backlash against substitution.
    pub backlash: Backlash,
    /// Joint production.
    pub production: Production,
    /// Problem stock and outcome.
    pub problem: Problem,
    /// Votes on a pot of money.
    pub ballot: Ballot,
    /// Credits that are earned, kept and spent.
    pub time_bank: TimeBank,
    /// Step goods that citizens help to pay for.
    pub provision: Provision,
    /// Everyday rehabilitation.
    pub rehabilitation: Rehabilitation,
    /// Digital channels and games.
    pub digital: Digital,
    /// Prices.
    pub cost: Cost,
    /// The programmes, side by side.
    pub programmes: Vec<Programme>,
}
