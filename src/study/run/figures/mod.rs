//! The figures of a run.

mod cost;
mod equity;
mod output_outcome;
mod participation;
mod plane;
mod professionals;
mod public_value;
mod side_by_side;
#[cfg(test)]
mod tests;

use crate::experiment::{Ensemble, Summaries};
use crate::figure::Figure;
use crate::figure::data::Data;
use crate::figure::numbers::{self, Notation};
use crate::scenario::Scenario;
use crate::statistics::Summary;
use crate::words::say;

/// All figures of a run, in the order in which a report shows them.
///
/// # Panics
/// When the ensemble has no step.
#[must_use]
pub(super) fn all(scenario: &Scenario, ensemble: &Ensemble, summaries: &Summaries) -> Vec<Figure> {
    let data = Data {
        scenario,
        ensemble,
        summaries,
    };
    let mut figures = vec![
        output_outcome::draw(data),
        plane::draw(data),
        participation::draw(data),
    ];
    figures.extend(side_by_side::programmes(data));
    figures.extend(side_by_side::municipalities(data));
    figures.extend([
        equity::draw(data),
        professionals::draw(data),
        public_value::draw(data),
        cost::draw(data),
    ]);
    figures
}

/// From where to where the means of some columns go, as a caption says it.
fn courses(data: Data<'_>, keys: &[&str]) -> String {
    let courses: Vec<String> = keys.iter().map(|key| course(data, key)).collect();
    say!("From the start to the end: {}", courses.join("; "))
}

fn course(data: Data<'_>, key: &str) -> String {
    let Some(column) = data.ensemble.column(key) else {
        return format!("{key} {}", numbers::MISSING);
    };
    let measure = data.ensemble.columns()[column].measure;
    let (start, end) = (data.mean(key, 0), data.mean(key, data.last()));
    let half_width = data
        .summaries
        .get(column, data.last())
        .map_or(f64::NAN, Summary::half_width);
    let notation = Notation::new(measure.unit, start.abs().max(end.abs()), half_width);
    let label = measure.label;
    say!("{label} {} to {}", notation.value(start), notation.with_unit(end))
}
