//! The mechanisms' constants of a step, worked out once per phase of the parameters.

use crate::model::mechanisms::awareness::AwarenessRates;
use crate::model::mechanisms::crowding::CrowdingRates;
use crate::model::mechanisms::digital::DigitalRates;
use crate::model::mechanisms::fatigue::FatigueRates;
use crate::model::mechanisms::hours::HoursRates;
use crate::model::mechanisms::mastery::MasteryRates;
use crate::model::mechanisms::outcome::OutcomeRates;
use crate::model::mechanisms::ownership::OwnershipRates;
use crate::model::mechanisms::rehabilitation::RehabilitationRates;
use crate::model::mechanisms::social_capital::{SocialCapitalRates, TrustMoments};
use crate::model::mechanisms::social_influence::SocialInfluenceRates;
use crate::model::mechanisms::staying::StayingRates;
use crate::model::mechanisms::wellbeing::WellbeingRates;
use crate::model::mechanisms::willingness::WillingnessRates;
use crate::model::mechanisms::{Parameters, Switches};

/// Constants of a step: a part for each mechanism that acts on citizens.
#[derive(Clone, Debug)]
pub(in crate::model) struct Rates {
    pub(in crate::model) step_years: f32,
    pub(in crate::model) steps_per_year: u32,
    pub(in crate::model) mechanisms: Switches,
    pub(in crate::model) awareness: AwarenessRates,
    pub(in crate::model) willingness: WillingnessRates,
    pub(in crate::model) social_influence: SocialInfluenceRates,
    pub(in crate::model) staying: StayingRates,
    pub(in crate::model) hours: HoursRates,
    pub(in crate::model) fatigue: FatigueRates,
    pub(in crate::model) mastery: MasteryRates,
    pub(in crate::model) outcome: OutcomeRates,
    pub(in crate::model) crowding: CrowdingRates,
    pub(in crate::model) social_capital: SocialCapitalRates,
    pub(in crate::model) ownership: OwnershipRates,
    pub(in crate::model) wellbeing: WellbeingRates,
    pub(in crate::model) rehabilitation: RehabilitationRates,
    pub(in crate::model) digital: DigitalRates,
}

impl Rates {
    /// The constants of a step of this length.
    pub(in crate::model) fn new(
        parameters: &Parameters,
        trust: TrustMoments,
        step_years: f64,
        steps_per_year: u32,
    ) -> Self {
        Self {
            step_years: step_years as f32,
            steps_per_year,
            mechanisms: parameters.mechanisms.clone(),
            awareness: AwarenessRates::new(parameters, step_years),
            willingness: WillingnessRates::new(parameters, step_years),
            social_influence: SocialInfluenceRates::new(parameters),
            staying: StayingRates::new(parameters),
            hours: HoursRates::new(parameters),
            fatigue: FatigueRates::new(parameters, step_years),
            mastery: MasteryRates::new(parameters, step_years),
            outcome: OutcomeRates::new(parameters),
            crowding: CrowdingRates::new(parameters, step_years),
            social_capital: SocialCapitalRates::new(parameters, trust, step_years),
            ownership: OwnershipRates::new(parameters, step_years),
            wellbeing: WellbeingRates::new(parameters, step_years),
            rehabilitation: RehabilitationRates::new(parameters),
            digital: DigitalRates::new(parameters, step_years),
        }
    }

    /// The same rates for citizens whose time costs nothing.
    pub(in crate::model) fn without_cost_of_time(&self) -> Self {
        let mut rates = self.clone();
        rates.willingness.time_weight = 0.0;
        rates
    }

    /// Whether any mechanism asks who of a citizen's ties takes part.
    pub(in crate::model) fn count_ties(&self) -> bool {
        let on = &self.mechanisms;
        on.awareness || on.asking || on.social_influence || on.social_capital
    }
}
