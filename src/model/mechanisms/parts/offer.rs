//! What an initiative offers the citizens of its neighbourhood in one step.

use crate::model::design::Programme;
use crate::model::mechanisms::admission::AdmissionOffer;
use crate::model::mechanisms::association::AssociationOffer;
use crate::model::mechanisms::awareness::AwarenessOffer;
use crate::model::mechanisms::crowding::CrowdingOffer;
use crate::model::mechanisms::digital::DigitalOffer;
use crate::model::mechanisms::fatigue::FatigueOffer;
use crate::model::mechanisms::hours::HoursOffer;
use crate::model::mechanisms::joining::JoiningOffer;
use crate::model::mechanisms::mastery::MasteryOffer;
use crate::model::mechanisms::organisation::{Culture, Unit};
use crate::model::mechanisms::outcome::OutcomeOffer;
use crate::model::mechanisms::ownership::OwnershipOffer;
use crate::model::mechanisms::social_capital::SocialCapitalOffer;
use crate::model::mechanisms::social_influence::SocialInfluenceOffer;
use crate::model::mechanisms::standing::Standing;
use crate::model::mechanisms::staying::StayingOffer;
use crate::model::mechanisms::time_bank::TimeBankOffer;
use crate::model::mechanisms::willingness::WillingnessOffer;
use crate::model::mechanisms::{Initiative, Parameters, Society};

/// The face that an initiative shows to citizens, in the precision of their block: a part for each mechanism.
///
/// Everything in here is the same for all citizens of a neighbourhood and is worked out once per step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct Offer {
    /// Whether the programme exists in this neighbourhood, running or not.
    pub(in crate::model) present: bool,
    /// Whether the initiative runs; nobody takes part in one that does not.
    pub(in crate::model) running: bool,
    pub(in crate::model) awareness: AwarenessOffer,
    pub(in crate::model) joining: JoiningOffer,
    pub(in crate::model) willingness: WillingnessOffer,
    pub(in crate::model) crowding: CrowdingOffer,
    pub(in crate::model) time_bank: TimeBankOffer,
    pub(in crate::model) digital: DigitalOffer,
    pub(in crate::model) social_influence: SocialInfluenceOffer,
    pub(in crate::model) association: AssociationOffer,
    pub(in crate::model) admission: AdmissionOffer,
    pub(in crate::model) hours: HoursOffer,
    pub(in crate::model) staying: StayingOffer,
    pub(in crate::model) fatigue: FatigueOffer,
    pub(in crate::model) mastery: MasteryOffer,
    pub(in crate::model) ownership: OwnershipOffer,
    pub(in crate::model) social_capital: SocialCapitalOffer,
    pub(in crate::model) outcome: OutcomeOffer,
}

/// What an offer follows from.
pub(in crate::model) struct OfferContext<'a> {
    pub(in crate::model) initiative: &'a Initiative,
    pub(in crate::model) programme: &'a Programme,
    pub(in crate::model) unit: &'a Unit,
    pub(in crate::model) culture: &'a Culture,
    pub(in crate::model) parameters: &'a Parameters,
    /// What events have left of the programme, and of its money as this initiative has it.
    pub(in crate::model) standing: &'a Standing,
    pub(in crate::model) money: &'a Standing,
    pub(in crate::model) trust_mean: f64,
    pub(in crate::model) step: u32,
    pub(in crate::model) step_years: f64,
    pub(in crate::model) steps_per_year: u32,
}

impl Offer {
    /// What an initiative offers in a step.
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        Self {
            present: of.initiative.is_present(),
            running: of.initiative.is_running(),
            awareness: AwarenessOffer::new(of),
            joining: JoiningOffer::new(of),
            willingness: WillingnessOffer::new(of),
            crowding: CrowdingOffer::new(of),
            time_bank: TimeBankOffer::new(of),
            digital: DigitalOffer::new(of),
            social_influence: SocialInfluenceOffer::new(of),
            association: AssociationOffer::new(of),
            admission: AdmissionOffer::new(of),
            hours: HoursOffer::new(of),
            staying: StayingOffer::new(of),
            fatigue: FatigueOffer::new(of),
            mastery: MasteryOffer::new(of),
            ownership: OwnershipOffer::new(of),
            social_capital: SocialCapitalOffer::new(of),
            outcome: OutcomeOffer::new(of),
        }
    }
}

impl Society {
    /// What an initiative offers now.
    pub(in crate::model) fn offer_of(&self, index: usize) -> Offer {
        let initiative = &self.initiatives[index];
        let standing = &self.standing[initiative.programme];
        Offer::new(&OfferContext {
            initiative,
            programme: &self.parameters.programmes[initiative.programme],
            unit: &self.units[self.unit_of[initiative.neighbourhood]],
            culture: &self.culture(initiative.neighbourhood),
            parameters: &self.parameters,
            standing,
            money: &initiative.money(standing),
            trust_mean: self.constants.trust.mean,
            step: self.step,
            step_years: self.step_years,
            steps_per_year: self.steps_per_year,
        })
    }
}
