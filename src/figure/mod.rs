//! One SVG figure per chart, drawn from the results of a run.
//!
//! Colours are those of Okabe and Ito, lines are labelled where they end, and every figure says in a caption what it
//! shows; numbers in captions come from the same summaries as the lines.

mod arrows;
mod axis;
mod barriers;
mod calibration;
mod canvas;
mod comparison;
mod cost;
mod data;
mod difference;
mod dumbbell;
mod equity;
mod forest;
mod frontier;
mod happenings;
mod labels;
mod layout;
mod marks;
pub mod numbers;
mod output_outcome;
mod palette;
mod panel;
mod participation;
mod plane;
mod professionals;
mod public_value;
mod sensitivity;
mod side_by_side;
mod sweep;
#[cfg(test)]
mod tests;
mod validation;

use crate::experiment::{Ensemble, Summaries};
use crate::scenario::Scenario;
use crate::statistics::Summary;
pub use barriers::{all as barriers, is_noise, notation as barriers_notation};
pub use calibration::draw as calibration;
pub use comparison::all as comparison;
use data::Data;
pub use forest::draw as forest;
pub use frontier::draw as frontier;
pub use happenings::{Happening, happenings, percent, value_text};
use numbers::Notation;
pub use sensitivity::draw as sensitivity;
pub use sweep::{along as along_factors, heat_map};
pub use validation::draw as validation;

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Name of its file, without the ending.
    pub name: &'static str,
    /// Title.
    pub title: String,
    /// What it shows, in words.
    pub caption: String,
    /// The picture.
    pub svg: String,
}

/// All figures of a run, in the order in which a report shows them.
///
/// # Panics
/// When the ensemble has no step.
#[must_use]
pub fn all(scenario: &Scenario, ensemble: &Ensemble, summaries: &Summaries) -> Vec<Figure> {
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
    format!("From the start to the end: {}", courses.join("; "))
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
    format!("{label} {} to {}", notation.value(start), notation.with_unit(end))
}

/// `a, b and c`.
pub(crate) fn enumeration(names: &[String], joint: &str) -> String {
    match names {
        [] => String::new(),
        [name] => name.clone(),
        [others @ .., last] => format!("{} {joint} {last}", others.join(", ")),
    }
}
