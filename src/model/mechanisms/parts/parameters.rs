//! Every number the model uses, resolved and validated; there are no defaults here.
//!
//! A list of the rooms' parameters: each stands in the room of its mechanism, with the equation it belongs to. The parameter
//! register of `scenario` is the one place that gives defaults, ranges and sources; field names are its keys.

use serde::{Deserialize, Serialize};

use crate::model::barriers::Barriers;
use crate::model::design::{DecisionRule, Programme};
use crate::model::mechanisms::{
    Switches, admission, association, attitude, awareness, backlash, ballot, belief, co_destruction,
    collective, cost, crowding, digital, facilitation, fatigue, goal_focus, hours, influence, initiatives,
    joining, mastery, organisation, outcome, ownership, politics, power, production, professional, provision,
    rehabilitation, roles, social_capital, social_influence, staff, staying, time_bank, wellbeing,
    willingness,
};
use crate::model::network::NetworkShape;
use crate::model::population::Population;

/// All parameters of a society and its programmes.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    pub decision_rule: DecisionRule,
    pub mechanisms: Switches,
    pub population: Population,
    pub network: NetworkShape,
    pub hours: hours::HoursParameters,
    pub awareness: awareness::AwarenessParameters,
    pub asking: joining::AskingParameters,
    pub willingness: willingness::WillingnessParameters,
    pub social_influence: social_influence::SocialInfluenceParameters,
    pub collective: collective::CollectiveParameters,
    pub association: association::AssociationParameters,
    pub roles: roles::RolesParameters,
    pub admission: admission::AdmissionParameters,
    pub reward: crowding::RewardParameters,
    pub staying: staying::StayingParameters,
    pub mastery: mastery::MasteryParameters,
    pub social_capital: social_capital::SocialCapitalParameters,
    pub fatigue: fatigue::FatigueParameters,
    pub wellbeing: wellbeing::WellbeingParameters,
    pub professionals: professional::ProfessionalsParameters,
    pub organisation: organisation::OrganisationParameters,
    pub barriers: Barriers,
    pub initiatives: initiatives::life::InitiativesParameters,
    pub facilitation: facilitation::FacilitationParameters,
    pub attitude: attitude::AttitudeParameters,
    pub power: power::PowerParameters,
    pub belief: belief::BeliefParameters,
    pub staff: staff::StaffParameters,
    pub influence: influence::InfluenceParameters,
    pub ownership: ownership::OwnershipParameters,
    pub implementation: influence::ImplementationParameters,
    pub steering: politics::SteeringParameters,
    pub politics: politics::PoliticsParameters,
    pub backlash: backlash::BacklashParameters,
    pub production: production::ProductionParameters,
    pub problem: outcome::ProblemParameters,
    pub co_destruction: co_destruction::CoDestructionParameters,
    pub ballot: ballot::BallotParameters,
    pub time_bank: time_bank::TimeBankParameters,
    pub provision: provision::ProvisionParameters,
    pub rehabilitation: rehabilitation::RehabilitationParameters,
    pub digital: digital::DigitalParameters,
    pub goal_focus: goal_focus::GoalFocusParameters,
    pub cost: cost::CostParameters,
    pub programmes: Vec<Programme>,
    /// Values of mechanisms of one's own, with their keys.
    #[serde(skip)]
    pub own: Vec<(String, f64)>,
}

impl Parameters {
    /// Municipalities that are in the run.
    pub(in crate::model) fn municipalities(&self) -> usize {
        self.organisation.municipalities.max(1) as usize
    }
}
