//! The row of measures that a society shows after a step.

mod equity;
mod municipality;
mod participation;
mod people;
mod programme;
mod service;
mod value;

use super::initiative::Initiative;
use super::measures::{measure_at, row_length};
use super::outcome::unprevented;
use super::society::Society;
use super::sums::ProgrammeSums;

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

/// The whole society, or one of its municipalities: from the first neighbourhood on, every so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    first: usize,
    every: usize,
}

impl Part {
    const WHOLE: Self = Self { first: 0, every: 1 };
}

/// Means over initiatives that the measures of a part share.
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
        let overall = self.overall(Part::WHOLE);
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

    fn present(&self) -> impl Iterator<Item = (&Initiative, &ProgrammeSums)> {
        self.present_in(Part::WHOLE)
    }

    /// The initiatives of a part of the society that are present there.
    fn present_in(&self, part: Part) -> impl Iterator<Item = (&Initiative, &ProgrammeSums)> {
        let places = self.neighbourhoods();
        let own = (0..self.programmes()).flat_map(move |programme| {
            let neighbourhoods = (part.first..places).step_by(part.every);
            neighbourhoods.map(move |place| programme * places + place)
        });
        own.map(|index| (&self.initiatives[index], &self.totals.initiatives[index]))
            .filter(|(initiative, _)| initiative.is_present())
    }

    /// Mean over present initiatives, weighted by their citizens.
    fn mean_over_initiatives(&self, of: impl Fn(&Initiative) -> f64) -> f64 {
        self.mean_in(Part::WHOLE, of)
    }

    /// The same in a part of the society.
    fn mean_in(&self, part: Part, of: impl Fn(&Initiative) -> f64) -> f64 {
        let present = || self.present_in(part);
        let citizens: f64 = present().map(|(initiative, _)| initiative.citizens).sum();
        ratio(
            present()
                .map(|(initiative, _)| of(initiative) * initiative.citizens)
                .sum(),
            citizens,
        )
    }

    fn overall(&self, part: Part) -> Overall {
        let sum = |of: &dyn Fn(&Initiative, &ProgrammeSums) -> f64| {
            self.present_in(part)
                .map(|(initiative, sums)| of(initiative, sums))
                .sum::<f64>()
        };
        let active = sum(&|_, sums| sums.active);
        let problem = &self.parameters.problem;
        Overall {
            present: sum(&|_, _| 1.0),
            running: sum(&|initiative, _| f64::from(u8::from(initiative.is_running()))),
            output: self.mean_in(part, |initiative| initiative.output_per_year),
            outcome: self.mean_in(part, Initiative::outcome),
            backlog: self.mean_in(part, |initiative| initiative.backlog),
            fit: self.mean_in(part, |initiative| initiative.fit),
            public_cost: sum(&|initiative, _| initiative.public_cost_eur),
            coproduction_cost: sum(&|initiative, _| initiative.coproduction_cost_eur),
            active,
            influence: ratio(
                sum(&|initiative, sums| initiative.influence * sums.active),
                active,
            ),
            listened: ratio(sum(&|initiative, sums| initiative.listened * sums.active), active),
            satisfaction: ratio(sum(&|_, sums| sums.satisfaction), active),
            voice: sum(&|_, sums| sums.voice),
            voice_ses: sum(&|_, sums| sums.voice_ses),
            need: self.mean_in(part, |initiative| initiative.need_per_year),
            prevented_or_met: self.mean_in(part, |initiative| {
                let prevented =
                    1.0 - unprevented(problem, initiative.preventing_ratio) * initiative.need_left;
                initiative.need_per_year * prevented
                    + initiative.output_per_year * (1.0 + problem.fit_weight * (initiative.fit - 0.5))
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
