//! From a design to the values of each configuration.

use super::PointsError;
use crate::scenario::{Design, Factor, FactorValues};
use crate::statistics::{Factorial, SaltelliPlan, SobolError, latin_hypercube, sobol_points, trajectories};
use crate::words::say;

/// The configurations of a plan: a value per factor each.
#[derive(Debug)]
pub struct Points {
    factors: Vec<Factor>,
    layout: Layout,
}

#[derive(Debug)]
enum Layout {
    Combinations(Factorial),
    /// Points of the unit cube.
    Cube(Vec<Vec<f64>>),
    Listed(Vec<Vec<toml::Value>>),
}

impl Points {
    /// The points of a design for these factors.
    ///
    /// # Errors
    /// When there are no such points.
    pub fn of(factors: &[Factor], design: &Design) -> Result<Self, PointsError> {
        let refused = |error: SobolError| PointsError::Points {
            reason: error.to_string(),
        };
        let layout = match design {
            Design::Factorial => {
                let counts: Vec<usize> = factors.iter().map(|factor| levels(factor).len()).collect();
                let reason = || PointsError::Points {
                    reason: say!("there are more combinations than can be counted"),
                };
                Layout::Combinations(Factorial::new(&counts).ok_or_else(reason)?)
            }
            Design::LatinHypercube { points, seed } => {
                Layout::Cube(latin_hypercube(*points, factors.len(), *seed))
            }
            Design::Sobol { points } => Layout::Cube(sobol_points(*points, factors.len()).map_err(refused)?),
            Design::Points(rows) => Layout::Listed(rows.clone()),
            Design::Morris {
                trajectories: count,
                seed,
            } => Layout::Cube(trajectories(*count, factors.len(), *seed)),
            Design::Saltelli { rows, groups } => {
                let plan = SaltelliPlan::grouped(groups, *rows).map_err(refused)?;
                Layout::Cube(plan.points().to_vec())
            }
        };
        Ok(Self {
            factors: factors.to_vec(),
            layout,
        })
    }

    /// What varies.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// Number of configurations.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.layout {
            Layout::Combinations(combinations) => combinations.len(),
            Layout::Cube(points) => points.len(),
            Layout::Listed(rows) => rows.len(),
        }
    }

    /// Whether there is no configuration.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of each factor in a configuration.
    ///
    /// # Panics
    /// When there is no such configuration.
    #[must_use]
    pub fn values(&self, configuration: usize) -> Vec<toml::Value> {
        match &self.layout {
            Layout::Combinations(combinations) => combinations
                .levels(configuration)
                .into_iter()
                .zip(&self.factors)
                .map(|(level, factor)| levels(factor)[level].clone())
                .collect(),
            Layout::Cube(points) => points[configuration]
                .iter()
                .zip(&self.factors)
                .map(|(place, factor)| at(factor, *place))
                .collect(),
            Layout::Listed(rows) => rows[configuration].clone(),
        }
    }

    /// The value of one factor in a configuration.
    ///
    /// # Panics
    /// When there is no such configuration or factor.
    #[must_use]
    pub fn value(&self, configuration: usize, factor: usize) -> toml::Value {
        match &self.layout {
            Layout::Combinations(_) => self.values(configuration).swap_remove(factor),
            Layout::Cube(points) => at(&self.factors[factor], points[configuration][factor]),
            Layout::Listed(rows) => rows[configuration][factor].clone(),
        }
    }

    /// The points in the unit cube of the factors, where the design has such.
    #[must_use]
    pub fn cube(&self) -> Option<&[Vec<f64>]> {
        match &self.layout {
            Layout::Cube(points) => Some(points),
            Layout::Combinations(_) | Layout::Listed(_) => None,
        }
    }

    /// The values of one factor as numbers; `None` when it has a value that is none.
    #[must_use]
    pub fn numbers(&self, factor: usize) -> Option<Vec<f64>> {
        (0..self.len())
            .map(|configuration| number(&self.value(configuration, factor)))
            .collect()
    }

    /// Citizens of the largest population, where that varies.
    #[must_use]
    pub fn citizens_most(&self) -> Option<u64> {
        let is_citizens = |factor: &Factor| factor.key == "population.citizens";
        let numbers = self.numbers(self.factors.iter().position(is_citizens)?)?;
        numbers.into_iter().reduce(f64::max).map(|most| most as u64)
    }

    /// The value of one factor in a configuration, in words.
    #[must_use]
    pub fn text(&self, configuration: usize, factor: usize) -> String {
        match &self.value(configuration, factor) {
            toml::Value::String(text) => text.clone(),
            value => value.to_string(),
        }
    }
}

pub(super) fn number(value: &toml::Value) -> Option<f64> {
    match value {
        toml::Value::Float(number) => Some(*number),
        toml::Value::Integer(number) => Some(*number as f64),
        _ => None,
    }
}

fn levels(factor: &Factor) -> &[toml::Value] {
    match &factor.values {
        FactorValues::Levels(levels) => levels,
        FactorValues::Range { .. } | FactorValues::Listed => &[],
    }
}

/// The value of a factor at a place in `[0, 1]`.
fn at(factor: &Factor, place: f64) -> toml::Value {
    match &factor.values {
        FactorValues::Range {
            low,
            high,
            whole: false,
        } => toml::Value::Float((low + place * (high - low)).min(*high)),
        FactorValues::Range {
            low,
            high,
            whole: true,
        } => {
            let count = high - low + 1.0;
            toml::Value::Integer(libm::floor(low + place * count).min(*high) as i64)
        }
        FactorValues::Levels(levels) => {
            let level = (place * levels.len() as f64) as usize;
            levels[level.min(levels.len() - 1)].clone()
        }
        FactorValues::Listed => unreachable!("listed values go with listed points"),
    }
}
