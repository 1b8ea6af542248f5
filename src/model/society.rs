//! The state of a society: citizens, professionals, initiatives, councils.

use super::active_ties::ActiveNeighbours;
use super::block::Block;
use super::facilitation::StaffTime;
use super::initiative::Initiative;
use super::municipality::{municipality_of, neighbourhoods_of};
use super::network::Network;
use super::offer::Offer;
use super::organisation::{Culture, Unit};
use super::parameters::Parameters;
use super::politics::Council;
use super::professional::Professional;
use super::rates::{Rates, TrustMoments};
use super::spread::Spread;
use super::standing::Standing;
use super::sums::{CitizenSums, ProgrammeSums};
use crate::random::Draws;

/// A society in the course of a run.
pub struct Society {
    /// Steps lived so far; the step under way has this number, its draws the next.
    pub(super) step: u32,
    pub(super) step_years: f64,
    pub(super) steps_per_year: u32,
    pub(super) draws: Draws,
    pub(super) parameters: Parameters,
    pub(super) rates: Rates,
    /// Whether diaries are kept.
    pub(super) diaries: bool,
    pub(super) network: Network,
    pub(super) blocks: Vec<Block>,
    /// Who took part at the end of the last step: by programme, one word per block.
    pub(super) active: Vec<Vec<u64>>,
    /// Everyday ties that took part then, by programme.
    pub(super) active_neighbours: Vec<ActiveNeighbours>,
    pub(super) professionals: Vec<Professional>,
    pub(super) units: Vec<Unit>,
    /// The unit that serves each neighbourhood.
    pub(super) unit_of: Vec<usize>,
    /// Initiatives by programme, then neighbourhood.
    pub(super) initiatives: Vec<Initiative>,
    pub(super) staff_time: Vec<StaffTime>,
    pub(super) offers: Vec<Offer>,
    pub(super) standing: Vec<Standing>,
    /// How far each programme's idea has come (M21).
    pub(super) spread: Vec<Spread>,
    /// The council of each municipality.
    pub(super) councils: Vec<Council>,
    /// Part of professional hours that cuts have left.
    pub(super) hours_left: f64,
    /// Position of the respondent behind each citizen, by number; empty without a survey.
    pub(super) respondents: Vec<u32>,
    pub(super) constants: Constants,
    pub(super) totals: Totals,
}

/// Quantities of the population that do not change in a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Constants {
    /// Whether neighbourhoods are numbered from the poorest to the richest.
    pub(super) neighbourhoods_ranked: bool,
    pub(super) citizens: f64,
    pub(super) ses_mean: f64,
    pub(super) trust: TrustMoments,
    pub(super) affectedness: f64,
    /// Mean affectedness, weighted by affectedness: what those in need need.
    pub(super) affectedness_of_need: f64,
    pub(super) citizens_by_quartile: [f64; 4],
}

/// What the last step added up to.
#[derive(Clone, Debug, Default)]
pub(super) struct Totals {
    pub(super) citizens: CitizenSums,
    /// In the order of the initiatives.
    pub(super) initiatives: Vec<ProgrammeSums>,
    pub(super) incidents: f64,
    pub(super) opened: f64,
    /// Citizens' ideas of the last step.
    pub(super) ideas: f64,
    /// By municipality, where there are several.
    pub(super) municipalities: Vec<CitizenSums>,
    /// By municipality.
    pub(super) public_value: Vec<f64>,
    pub(super) efficiency_at_start: f64,
    /// Initiatives that opened in the last step.
    pub(super) just_opened: Vec<bool>,
    /// Incidents of the last step, by initiative.
    pub(super) incidents_by_initiative: Vec<f64>,
}

impl Society {
    pub(super) fn neighbourhoods(&self) -> usize {
        self.unit_of.len()
    }

    pub(super) fn programmes(&self) -> usize {
        self.parameters.programmes.len()
    }

    /// Municipalities that live in the run.
    pub(super) fn municipalities(&self) -> usize {
        self.councils.len()
    }

    /// The municipality of a neighbourhood.
    pub(super) fn municipality_of(&self, neighbourhood: usize) -> usize {
        municipality_of(neighbourhood, self.municipalities())
    }

    /// The neighbourhoods of one municipality, in rising order.
    pub(super) fn neighbourhoods_of(
        &self,
        municipality: usize,
    ) -> impl Iterator<Item = usize> + Clone + use<> {
        neighbourhoods_of(municipality, self.neighbourhoods(), self.municipalities())
    }

    /// Positions of the initiatives of one programme in one municipality.
    pub(super) fn initiatives_in(
        &self,
        programme: usize,
        municipality: usize,
    ) -> impl Iterator<Item = usize> + Clone + use<> {
        let start = programme * self.neighbourhoods();
        self.neighbourhoods_of(municipality)
            .map(move |place| start + place)
    }

    /// Time at the beginning of the step under way, in years.
    pub(super) fn year(&self) -> f64 {
        f64::from(self.step) * self.step_years
    }

    pub(super) fn culture(&self, neighbourhood: usize) -> Culture {
        Culture::new(
            &self.parameters,
            self.units[self.unit_of[neighbourhood]].zero_error_memory,
        )
    }

    /// Number that addresses the draws of the step under way.
    pub(super) fn draw_step(&self) -> u32 {
        self.step + 1
    }

    /// Ends the step.
    pub(super) fn end_step(&mut self) {
        self.step += 1;
    }
}
