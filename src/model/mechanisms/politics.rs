//! M16: councils, which end initiatives, and the incidents that frighten them.
//!
//! Each municipality of the run has a council of its own. Every quarter each politician weighs each running initiative:
//! `U = goodwill + ω (w ΔO + (1 - w) ΔV) - ω_scandal incidents (R/N)^κ · 2(1 - ρ) [· 2 before elections] - ω_cost Δcost`,
//! where `ΔO`, `ΔV` and `Δcost` are output, value and running cost relative to what they were when the initiative opened,
//! `w` the weight of efficiency, and `ρ` the politician's risk appetite. The initiative goes on if a majority finds
//! `U > 0`. `N` are the citizens of the initiative: with `κ = 1` incidents weigh per citizen, so that an initiative does not
//! end sooner for having been drawn around more people.
//!
//! What the council sees of value is noisy, less so after an evaluation (E-03). Where no goal was stated (M22), managers
//! steer by visible output: `w` is at least one half. Incidents are Poisson with the mean
//! `incident_rate · participants/10 · dt`, fade from memory, and make the unit's zero-error culture grow.
//!
//! Sources: A-08, B-13, N-01 to N-05, D-06, W-07, Ev-35. Bites at the start of a step, on which initiatives run, and after
//! production, by incidents.

use serde::{Deserialize, Serialize};

use super::initiatives::life::Life;
use super::opening::Status;
use super::organisation::Unit;
use super::{Initiative, Now, OfSociety, Parameters, Society, election, index_of};
use crate::model::mathematics::toward;
use crate::model::measure::{Measure, POSITIVE, Theme};
use crate::model::municipality::municipality_of;
use crate::random::{Draws, Purpose, normal_quantile, poisson_quantile};
use crate::words::words;

/// A politician's risk appetite; by member, municipality by municipality, at the step of the election.
pub(in crate::model) const POLITICIAN: Purpose = Purpose(300);

/// What the council sees; by initiative.
pub(in crate::model) const OBSERVATION: Purpose = Purpose(202);

/// Incidents; by initiative.
pub(in crate::model) const INCIDENT_NUMBER: Purpose = Purpose(201);

/// Steering regime and weights of public value.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SteeringParameters {
    pub efficiency_weight: f64,
    pub evaluated_share: f64,
    pub value_weight_user: f64,
    pub value_weight_near_circle: f64,
    pub value_weight_social: f64,
    pub value_weight_environmental: f64,
    pub value_weight_political: f64,
}

/// The council (M16).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PoliticsParameters {
    pub council_members: u32,
    pub risk_appetite_sd: f64,
    pub goodwill: f64,
    pub performance_weight: f64,
    pub scandal_weight: f64,
    pub blame_reference_citizens: f64,
    pub blame_exponent: f64,
    pub cost_weight: f64,
    pub election_term_years: f64,
    pub first_election_year: f64,
    pub pre_election_factor: f64,
    pub incident_rate: f64,
    pub incident_zero_error: f64,
    pub incident_half_life_years: f64,
}

/// What the council remembers of an initiative.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct PoliticsState {
    pub(in crate::model) incidents_remembered: f64,
    /// What the council compares with: performance when the initiative opened.
    pub(in crate::model) at_opening: Option<Performance>,
}

/// Performance of an initiative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct Performance {
    pub(in crate::model) output_per_year: f64,
    pub(in crate::model) outcome: f64,
    pub(in crate::model) running_cost_eur: f64,
    pub(in crate::model) public_value: f64,
}

/// Noise in what the council sees when outcomes are as hard to measure as at a barrier of 1.
const NOISE_AT_FULL_BARRIER: f64 = 0.2 / 0.3;
/// Part of the noise that an evaluation leaves.
const NOISE_AFTER_EVALUATION: f64 = 0.3;
/// Staff of the team in which an incident raises zero-error culture by the registered amount.
const TEAM: f64 = 4.0;

/// The politicians and the date of the next election.
#[derive(Clone, Debug)]
pub(in crate::model) struct Council {
    /// Risk appetite of each member.
    pub(in crate::model) risk_appetite: Vec<f64>,
    /// Step whose draws elected it.
    pub(in crate::model) elected: u32,
}

impl Council {
    /// The council of a municipality, elected at a step. Members are numbered municipality by municipality.
    pub(in crate::model) fn elected(
        municipality: usize,
        step: u32,
        parameters: &Parameters,
        draws: &Draws,
    ) -> Self {
        let members = parameters.politics.council_members;
        let first = municipality as u32 * members;
        Self {
            elected: step,
            risk_appetite: (first..first + members)
                .map(|member| risk_appetite(member, step, parameters, draws))
                .collect(),
        }
    }

    /// The councils of all municipalities, elected at a step.
    pub(in crate::model) fn all_elected(step: u32, parameters: &Parameters, draws: &Draws) -> Vec<Self> {
        (0..parameters.municipalities())
            .map(|municipality| Self::elected(municipality, step, parameters, draws))
            .collect()
    }

    /// Whether a majority lets an initiative go on.
    pub(in crate::model) fn continues(&self, sight: &Sight, parameters: &Parameters) -> bool {
        let in_favour = self
            .risk_appetite
            .iter()
            .filter(|&&appetite| sight.utility(appetite, parameters) > 0.0);
        2 * in_favour.count() > self.risk_appetite.len()
    }
}

/// What the council sees of an initiative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct Sight {
    /// Weight of output against value.
    pub(in crate::model) output_weight: f64,
    /// Relative change of output since opening.
    pub(in crate::model) output: f64,
    /// Relative change of value, with noise.
    pub(in crate::model) value: f64,
    /// Relative change of running cost; 0 while nothing is charged.
    pub(in crate::model) cost: f64,
    /// Incidents remembered, weighted by the time to the election.
    pub(in crate::model) scandal: f64,
}

impl Sight {
    /// What the council sees of this initiative now; `None` while there is nothing to compare with.
    pub(in crate::model) fn of(
        initiative: &Initiative,
        index: u32,
        public_value: f64,
        parameters: &Parameters,
        before_election: bool,
        now: &Now,
    ) -> Option<Self> {
        let then = initiative.politics.at_opening?;
        let change = |now: f64, start: f64| if start > 0.0 { now / start - 1.0 } else { 0.0 };
        let score = normal_quantile(now.draws.uniform(index, now.step, OBSERVATION));
        let noise = parameters.barriers.unmeasurable_outcomes
            * NOISE_AT_FULL_BARRIER
            * if initiative.goals.evaluated {
                NOISE_AFTER_EVALUATION
            } else {
                1.0
            };
        let value = 0.5 * change(initiative.outcome.visible(), then.outcome)
            + 0.5 * change(public_value, then.public_value);
        let goal_is_clear = initiative.goals.stated || !parameters.mechanisms.goals;
        let weight = parameters.steering.efficiency_weight;
        Some(Self {
            output_weight: if goal_is_clear { weight } else { weight.max(0.5) },
            output: change(initiative.outcome.output_per_year, then.output_per_year),
            value: value + noise * score,
            cost: if parameters.mechanisms.costs {
                change(initiative.cost.running_eur, then.running_cost_eur)
            } else {
                0.0
            },
            scandal: initiative.politics.incidents_remembered
                * blame_per_incident(initiative.citizens, parameters)
                * if before_election {
                    parameters.politics.pre_election_factor
                } else {
                    1.0
                },
        })
    }

    /// Utility of going on for a politician of this risk appetite.
    fn utility(&self, appetite: f64, parameters: &Parameters) -> f64 {
        let weights = &parameters.politics;
        let performance = self.output_weight * self.output + (1.0 - self.output_weight) * self.value;
        weights.goodwill + weights.performance_weight * performance
            - weights.scandal_weight * self.scandal * 2.0 * (1.0 - appetite)
            - weights.cost_weight * self.cost
    }
}

/// Weight of one incident in an initiative for so many citizens, 1 at the reference: `(R/N)^κ`.
fn blame_per_incident(citizens: f64, parameters: &Parameters) -> f64 {
    let politics = &parameters.politics;
    libm::pow(
        politics.blame_reference_citizens / citizens.max(1.0),
        politics.blame_exponent,
    )
}

/// Incidents of a step: they stay in memory and make the unit more fearful. Returns how many there were.
pub(in crate::model) fn incidents(
    initiative: &mut Initiative,
    unit: &mut Unit,
    index: u32,
    parameters: &Parameters,
    now: &Now,
) -> f64 {
    let politics = &parameters.politics;
    let fading = core::f64::consts::LN_2 / politics.incident_half_life_years;
    initiative.politics.incidents_remembered = toward(
        initiative.politics.incidents_remembered,
        0.0,
        fading,
        now.step_years,
    );
    let expected = politics.incident_rate * initiative.active / 10.0 * now.step_years;
    let number = poisson_quantile(expected, now.draws.uniform(index, now.step, INCIDENT_NUMBER)) as f64;
    if number > 0.0 {
        initiative.politics.incidents_remembered += number;
        let share_of_unit = TEAM / unit.staff().max(TEAM);
        unit.zero_error_memory =
            (unit.zero_error_memory + number * politics.incident_zero_error * share_of_unit).min(1.0);
    }
    number
}

/// Remembers performance at opening, so that the council can compare.
pub(in crate::model) fn remember_opening(initiative: &mut Initiative, public_value: f64) {
    if initiative.status == Status::Running && initiative.politics.at_opening.is_none() {
        initiative.politics.at_opening = Some(Performance {
            output_per_year: initiative.outcome.output_per_year,
            outcome: initiative.outcome.visible(),
            running_cost_eur: initiative.cost.running_eur,
            public_value,
        });
    }
}

impl Society {
    /// Incidents happen.
    pub(in crate::model) fn draw_incidents(&mut self) {
        let now = self.now();
        self.totals.incidents = 0.0;
        self.fade_zero_error_memory();
        for index in 0..self.initiatives.len() {
            let place = index % self.neighbourhoods();
            let unit = &mut self.units[self.unit_of[place]];
            let initiative = &mut self.initiatives[index];
            let incidents = if self.parameters.mechanisms.politics {
                incidents(initiative, unit, index as u32, &self.parameters, &now)
            } else {
                0.0
            };
            self.totals.incidents += incidents;
            self.totals.incidents_by_initiative[index] = incidents;
        }
    }

    fn fade_zero_error_memory(&mut self) {
        let fading = core::f64::consts::LN_2 / self.parameters.politics.incident_half_life_years;
        for unit in &mut self.units {
            unit.zero_error_memory = toward(unit.zero_error_memory, 0.0, fading, self.step_years);
        }
    }
}

impl Society {
    /// Councils are elected when it is time.
    pub(in crate::model) fn elect_councils(&mut self) {
        let due = election::is_election(self.year(), self.step_years, &self.parameters);
        if self.parameters.mechanisms.politics && due {
            self.councils = Council::all_elected(self.draw_step(), &self.parameters, &self.draws);
        }
    }

    /// Every quarter, councils decide which initiatives go on.
    pub(in crate::model) fn decide_continuation(&mut self) {
        let due = self.step > 0 && self.step.is_multiple_of(self.steps_per_year / 4);
        if !self.parameters.mechanisms.politics || !due {
            return;
        }
        let now = self.now();
        let before_election = election::before_election(self.year(), &self.parameters);
        let municipalities = self.municipalities();
        for initiative in self
            .initiatives
            .iter_mut()
            .filter(|initiative| initiative.is_running() && initiative.life == Life::Given)
        {
            let index = index_of(initiative.programme, initiative.neighbourhood, &self.parameters);
            let municipality = municipality_of(initiative.neighbourhood, municipalities);
            let value = self.totals.public_value[municipality];
            let sight = Sight::of(initiative, index, value, &self.parameters, before_election, &now);
            if sight.is_some_and(|sight| !self.councils[municipality].continues(&sight, &self.parameters)) {
                initiative.status = Status::Closed;
            }
        }
    }

    /// Lets the councils remember the performance of initiatives that have opened since the last step.
    pub(in crate::model) fn remember_openings(&mut self) {
        let municipalities = self.municipalities();
        for initiative in &mut self.initiatives {
            let municipality = municipality_of(initiative.neighbourhood, municipalities);
            remember_opening(initiative, self.totals.public_value[municipality]);
        }
    }
}

/// A politician's risk appetite, drawn anew at every election.
fn risk_appetite(member: u32, step: u32, parameters: &Parameters, draws: &Draws) -> f64 {
    let score = normal_quantile(draws.uniform(member, step, POLITICIAN));
    let mean = 1.0 - parameters.barriers.political_risk_aversion;
    (mean + parameters.politics.risk_appetite_sd * score).clamp(0.0, 1.0)
}

pub(in crate::model) const INCIDENTS: OfSociety = OfSociety {
    measure: Measure::new(
        "incidents",
        words!("incidents"),
        "1/year",
        POSITIVE,
        "M16",
        Theme::Governance,
        words!("Incidents in the step, as a yearly rate"),
    )
    .less_is_better(),
    value: |of| of.society.totals.incidents / of.society.step_years,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::reference_parameters;

    /// The members of two councils are different people, and the first council is the same however many there are.
    #[test]
    fn councils_are_drawn_apart() {
        let mut parameters = reference_parameters();
        let draws = Draws::new(5, 0);
        let alone = Council::all_elected(0, &parameters, &draws);
        parameters.organisation.municipalities = 3;
        let councils = Council::all_elected(0, &parameters, &draws);
        assert_eq!(councils.len(), 3);
        assert_eq!(alone[0].risk_appetite, councils[0].risk_appetite);
        let mut members: Vec<f64> = councils
            .iter()
            .flat_map(|council| council.risk_appetite.clone())
            .collect();
        members.sort_by(f64::total_cmp);
        members.dedup();
        assert_eq!(members.len(), 27);
    }

    /// Ten initiatives for 200 citizens each and one for 2,000 have the same incidents per citizen, and the same blame.
    #[test]
    fn blame_does_not_hang_on_how_large_an_initiative_is_drawn() {
        let mut parameters = reference_parameters();
        let one_in_two_hundred = blame_per_incident(200.0, &parameters);
        let ten_in_two_thousand = 10.0 * blame_per_incident(2000.0, &parameters);
        assert!((one_in_two_hundred - 1.0).abs() < 1e-15);
        assert!((ten_in_two_thousand - 1.0).abs() < 1e-12);
        parameters.politics.blame_exponent = 0.0;
        assert!((blame_per_incident(2000.0, &parameters) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn unchanged_performance_is_continued_and_scandals_are_not() {
        let parameters = reference_parameters();
        let council = Council {
            risk_appetite: vec![0.2, 0.5, 0.8],
            elected: 0,
        };
        let calm = Sight {
            output_weight: 0.3,
            output: 0.0,
            value: 0.0,
            cost: 0.0,
            scandal: 0.0,
        };
        assert!(council.continues(&calm, &parameters));
        assert!(!council.continues(&Sight { scandal: 3.0, ..calm }, &parameters));
        assert!(!council.continues(
            &Sight {
                value: -1.2,
                output: -1.2,
                ..calm
            },
            &parameters
        ));
    }
}
