//! The state of a society: citizens, professionals, initiatives, councils.

use crate::model::mechanisms::active_ties::ActiveNeighbours;
use crate::model::mechanisms::facilitation::StaffTime;
use crate::model::mechanisms::initiatives::spread::Diffusion;
use crate::model::mechanisms::organisation::Unit;
use crate::model::mechanisms::own::{Deciders, OwnPart};
use crate::model::mechanisms::politics::Council;
use crate::model::mechanisms::professional::Professional;
use crate::model::mechanisms::social_capital::TrustMoments;
use crate::model::mechanisms::standing::Standing;
use crate::model::mechanisms::{Block, CitizenSums, Initiative, Offer, Parameters, ProgrammeSums, Rates};
use crate::model::municipality::{municipality_of, neighbourhoods_of};
use crate::model::network::Network;
use crate::random::Draws;

/// A society in the course of a run.
pub struct Society {
    /// Steps so far; the step under way has this number, its draws the next.
    pub(in crate::model) step: u32,
    pub(in crate::model) step_years: f64,
    pub(in crate::model) steps_per_year: u32,
    pub(in crate::model) draws: Draws,
    pub(in crate::model) parameters: Parameters,
    pub(in crate::model) rates: Rates,
    /// Whether diaries are kept.
    pub(in crate::model) diaries: bool,
    pub(in crate::model) network: Network,
    pub(in crate::model) blocks: Vec<Block>,
    /// Who took part at the end of the last step: by programme, one word per block.
    pub(in crate::model) active: Vec<Vec<u64>>,
    /// Everyday ties that took part then, by programme.
    pub(in crate::model) active_neighbours: Vec<ActiveNeighbours>,
    pub(in crate::model) professionals: Vec<Professional>,
    pub(in crate::model) units: Vec<Unit>,
    /// The unit that serves each neighbourhood.
    pub(in crate::model) unit_of: Vec<usize>,
    /// Initiatives by programme, then neighbourhood.
    pub(in crate::model) initiatives: Vec<Initiative>,
    pub(in crate::model) staff_time: Vec<StaffTime>,
    pub(in crate::model) offers: Vec<Offer>,
    pub(in crate::model) standing: Vec<Standing>,
    /// How far each programme's idea has come (M21).
    pub(in crate::model) spread: Vec<Diffusion>,
    /// The council of each municipality.
    pub(in crate::model) councils: Vec<Council>,
    /// Part of professional hours that cuts have left.
    pub(in crate::model) hours_left: f64,
    /// Position of the respondent behind each citizen, by number; empty without a survey.
    pub(in crate::model) respondents: Vec<u32>,
    pub(in crate::model) constants: Constants,
    pub(in crate::model) totals: Totals,
    /// Who decides on joining in place of the model.
    pub(in crate::model) decisions: Option<Deciders>,
    /// Mechanisms of one's own.
    pub(in crate::model) own: Vec<OwnPart>,
}

/// The step under way, as processes that draw see it.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Now {
    /// Number that addresses its draws.
    pub(in crate::model) step: u32,
    /// Its length, years.
    pub(in crate::model) step_years: f64,
    pub(in crate::model) draws: Draws,
}

/// Quantities of the population that do not change in a run.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Constants {
    /// Whether neighbourhoods are numbered from the poorest to the richest.
    pub(in crate::model) neighbourhoods_ranked: bool,
    pub(in crate::model) citizens: f64,
    pub(in crate::model) ses_mean: f64,
    pub(in crate::model) trust: TrustMoments,
    pub(in crate::model) affectedness: f64,
    /// Mean affectedness, weighted by affectedness: what those in need need.
    pub(in crate::model) affectedness_of_need: f64,
    pub(in crate::model) citizens_by_quartile: [f64; 4],
}

/// What the last step added up to.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Totals {
    pub(in crate::model) citizens: CitizenSums,
    /// In the order of the initiatives.
    pub(in crate::model) initiatives: Vec<ProgrammeSums>,
    pub(in crate::model) incidents: f64,
    pub(in crate::model) opened: f64,
    /// Citizens' ideas of the last step.
    pub(in crate::model) ideas: f64,
    /// By municipality, where there are several.
    pub(in crate::model) municipalities: Vec<CitizenSums>,
    /// By municipality.
    pub(in crate::model) public_value: Vec<f64>,
    pub(in crate::model) efficiency_at_start: f64,
    /// Initiatives that opened in the last step.
    pub(in crate::model) just_opened: Vec<bool>,
    /// Incidents of the last step, by initiative.
    pub(in crate::model) incidents_by_initiative: Vec<f64>,
}

impl Society {
    pub(in crate::model) fn neighbourhoods(&self) -> usize {
        self.unit_of.len()
    }

    pub(in crate::model) fn programmes(&self) -> usize {
        self.parameters.programmes.len()
    }

    /// Municipalities that are in the run.
    pub(in crate::model) fn municipalities(&self) -> usize {
        self.councils.len()
    }

    /// The municipality of a neighbourhood.
    pub(in crate::model) fn municipality_of(&self, neighbourhood: usize) -> usize {
        municipality_of(neighbourhood, self.municipalities())
    }

    /// The neighbourhoods of one municipality, in rising order.
    pub(in crate::model) fn neighbourhoods_of(
        &self,
        municipality: usize,
    ) -> impl Iterator<Item = usize> + Clone + use<> {
        neighbourhoods_of(municipality, self.neighbourhoods(), self.municipalities())
    }

    /// Positions of the initiatives of one programme in one municipality.
    pub(in crate::model) fn initiatives_in(
        &self,
        programme: usize,
        municipality: usize,
    ) -> impl Iterator<Item = usize> + Clone + use<> {
        let start = programme * self.neighbourhoods();
        self.neighbourhoods_of(municipality)
            .map(move |place| start + place)
    }

    /// Time at the beginning of the step under way, in years.
    pub(in crate::model) fn year(&self) -> f64 {
        f64::from(self.step) * self.step_years
    }

    /// Number that addresses the draws of the step under way.
    pub(in crate::model) fn draw_step(&self) -> u32 {
        self.step + 1
    }

    /// The step under way.
    pub(in crate::model) fn now(&self) -> Now {
        Now {
            step: self.draw_step(),
            step_years: self.step_years,
            draws: self.draws,
        }
    }

    /// Ends the step.
    pub(in crate::model) fn end_step(&mut self) {
        self.step += 1;
    }
}
