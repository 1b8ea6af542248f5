//! The row of measures that a society shows after a step.

mod equity;
mod municipality;
mod participation;
mod people;
mod programme;
mod service;
mod value;

use super::measures::{measure_at, row_length};
use crate::model::mechanisms::Initiative;
use crate::model::mechanisms::ProgrammeSums;
use crate::model::mechanisms::Society;
use crate::model::mechanisms::outcome::unprevented;

/// A row that is being filled; keys are checked against the list of measures.
struct Row<'a> {
    values: &'a mut Vec<f64>,
    programmes: usize,
}

impl Row<'_> {
    fn put(&mut self, key: &str, value: f64) {
        let measure = measure_at(self.values.len(), self.programmes);
        assert_eq!(measure.key, key, "measures are put in the order of the list");
        // A sum over nothing is -0.0, which nobody should have to read.
        self.values.push(value + 0.0);
    }
}

/// `numerator / denominator`, `NaN` where there is nothing to divide by.
fn ratio(numerator: f64, denominator: f64) -> f64 {
    if denominator > 0.0 {
        numerator / denominator
    } else {
        f64::NAN
    }
}

/// An initiative that is present, with its sums.
type Present<'a> = (&'a Initiative, &'a ProgrammeSums);

/// Mean over initiatives, weighted by their citizens.
fn mean<'a, I: Iterator<Item = Present<'a>>>(
    present: &impl Fn() -> I,
    of: impl Fn(&Initiative) -> f64,
) -> f64 {
    let citizens: f64 = present().map(|(initiative, _)| initiative.citizens).sum();
    ratio(
        present()
            .map(|(initiative, _)| of(initiative) * initiative.citizens)
            .sum(),
        citizens,
    )
}

/// Means over the initiatives of the society or of a municipality that its measures share.
struct Overall {
    present: f64,
    running: f64,
    output: f64,
    outcome: f64,
    backlog: f64,
    fit: f64,
    public_cost: f64,
    coproduction_cost: f64,
    active: f64,
    influence: f64,
    listened: f64,
    satisfaction: f64,
    voice: f64,
    voice_ses: f64,
    /// Need a year that citizens' own effort prevents or the service meets.
    prevented_or_met: f64,
    need: f64,
}

impl Society {
    /// Fills `row` with the measures of the present state, and remembers public value for the council.
    pub(super) fn observe(&mut self, row: &mut Vec<f64>) {
        row.clear();
        row.reserve(row_length(self.programmes(), self.municipalities()));
        let overall = self.overall(&|| self.present());
        let mut filling = Row {
            values: row,
            programmes: self.programmes(),
        };
        self.put_participation(&mut filling, &overall);
        self.put_output_and_outcome(&mut filling, &overall);
        self.put_costs(&mut filling, &overall);
        self.put_equity(&mut filling, &overall);
        self.put_citizens(&mut filling, &overall);
        self.put_professionals(&mut filling);
        self.put_governance(&mut filling, &overall);
        let value = self.put_value(&mut filling, &overall);
        for programme in 0..self.programmes() {
            self.put_programme(&mut filling, programme);
        }
        self.totals.public_value = if self.municipalities() == 1 {
            vec![value]
        } else {
            self.put_municipalities(&mut filling)
        };
    }

    /// Months of a step: flows are shown per month.
    fn months(&self) -> f64 {
        12.0 * self.step_years
    }

    fn present(&self) -> impl Iterator<Item = Present<'_>> {
        self.initiatives
            .iter()
            .zip(&self.totals.initiatives)
            .filter(|(initiative, _)| initiative.is_present())
    }

    /// The initiatives of a municipality that are present.
    fn present_in(&self, municipality: usize) -> impl Iterator<Item = Present<'_>> {
        (0..self.programmes())
            .flat_map(move |programme| self.initiatives_in(programme, municipality))
            .map(|index| (&self.initiatives[index], &self.totals.initiatives[index]))
            .filter(|(initiative, _)| initiative.is_present())
    }

    /// Mean over present initiatives, weighted by their citizens.
    fn mean_over_initiatives(&self, of: impl Fn(&Initiative) -> f64) -> f64 {
        mean(&|| self.present(), of)
    }

    /// Means over these initiatives.
    fn overall<'a, I: Iterator<Item = Present<'a>>>(&self, present: &impl Fn() -> I) -> Overall {
        let sum = |of: &dyn Fn(&Initiative, &ProgrammeSums) -> f64| {
            present()
                .map(|(initiative, sums)| of(initiative, sums))
                .sum::<f64>()
        };
        let active = sum(&|_, sums| sums.active);
        let problem = &self.parameters.problem;
        Overall {
            present: sum(&|_, _| 1.0),
            running: sum(&|initiative, _| f64::from(u8::from(initiative.is_running()))),
            output: mean(present, |initiative| initiative.outcome.output_per_year),
            outcome: mean(present, |initiative| initiative.outcome.visible()),
            backlog: mean(present, |initiative| initiative.outcome.backlog),
            fit: mean(present, |initiative| initiative.outcome.fit),
            public_cost: sum(&|initiative, _| initiative.cost.public_eur),
            coproduction_cost: sum(&|initiative, _| initiative.cost.coproduction_eur),
            active,
            influence: ratio(
                sum(&|initiative, sums| initiative.ownership.influence * sums.active),
                active,
            ),
            listened: ratio(
                sum(&|initiative, sums| initiative.ownership.listened * sums.active),
                active,
            ),
            satisfaction: ratio(sum(&|_, sums| sums.staying.satisfaction), active),
            voice: sum(&|_, sums| sums.voice.weight),
            voice_ses: sum(&|_, sums| sums.voice.ses),
            need: mean(present, |initiative| initiative.outcome.need_per_year),
            prevented_or_met: mean(present, |initiative| {
                let prevented = 1.0
                    - unprevented(problem, initiative.production.preventing_ratio)
                        * initiative.outcome.need_left;
                initiative.outcome.need_per_year * prevented
                    + initiative.outcome.output_per_year
                        * (1.0 + problem.fit_weight * (initiative.outcome.fit - 0.5))
            }),
        }
    }
}

/// Yearly hazard that explains so many events among so many exposed in a step; `NaN` with nobody exposed.
fn hazard(events: f64, exposed: f64, step_years: f64) -> f64 {
    if exposed <= 0.0 {
        return f64::NAN;
    }
    // If all leave at once the hazard has no upper bound: half an event is taken as left.
    let staying = (exposed - events).max(0.5) / exposed;
    -libm::log(staying) / step_years
}

/// Weighted mean of the values there are.
fn weighted_mean(values: &[(f64, f64)]) -> f64 {
    let known = || values.iter().filter(|(value, _)| !value.is_nan());
    ratio(
        known().map(|(value, weight)| value * weight).sum(),
        known().map(|(_, weight)| weight).sum(),
    )
}
