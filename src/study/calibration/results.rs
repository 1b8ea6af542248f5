//! What particles and predictive runs say together.

use std::path::PathBuf;

use crate::scenario::{CalibrationPlan, Scenario, ScenarioError};
use crate::statistics::{
    Ending, Posterior, Round, effective_size, quantile, weighted_moments, weighted_quantile,
};
use crate::study::Failed;

/// Shares of the posterior that lie below the ends of an interval, and the median between them.
const SHARES: [f64; 3] = [0.05, 0.5, 0.95];

/// Name of the fitted scenario in the folder of results.
pub(super) const FITTED: &str = "fitted.toml";

/// What a calibration came to.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// Values of the particles by parameter.
    pub values: Vec<Vec<f64>>,
    /// Their places between the ends of the priors, 0 to 1, by parameter.
    pub places: Vec<Vec<f64>>,
    /// What the particles simulated, by target.
    pub simulated: Vec<Vec<f64>>,
    /// Weights of the particles; they add up to 1.
    pub weights: Vec<f64>,
    /// Distances of the particles, in errors of the targets; see [`misfit`](crate::statistics::misfit).
    pub distances: Vec<f64>,
    /// The whole rounds.
    pub rounds: Vec<Round>,
    /// Why the search ended.
    pub ending: Ending,
    /// Societies that were tried.
    pub evaluated: usize,
    /// Runs that failed while particles were sought.
    pub failed: Vec<Failed>,
    /// What is known of each parameter now.
    pub marginals: Vec<Marginal>,
    /// What fresh runs from the posterior gave, by target.
    pub predicted: Vec<Vec<f64>>,
    /// How these stand against the figures, by target.
    pub checks: Vec<Check>,
}

/// What is known of a parameter now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marginal {
    /// Weighted mean.
    pub mean: f64,
    /// Weighted standard deviation.
    pub deviation: f64,
    /// Weighted 5 % quantile.
    pub low: f64,
    /// Weighted median.
    pub median: f64,
    /// Weighted 95 % quantile.
    pub high: f64,
    /// Part of the prior's variance that the figures have taken away, on the scale on which the prior is even; about 0 when
    /// they say nothing, 1 when they say everything.
    pub contraction: f64,
}

/// How fresh runs from the posterior stand against a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    /// Number of runs with a value.
    pub count: usize,
    /// Mean.
    pub mean: f64,
    /// 5 % quantile.
    pub low: f64,
    /// Median.
    pub median: f64,
    /// 95 % quantile.
    pub high: f64,
    /// Twice the smaller of the shares of runs on either side of the figure, ties counted half: small when the figure would
    /// be a surprise.
    pub tail_probability: f64,
    /// Share of runs within the margin of the figure: its tolerance, or 1.645 standard errors.
    pub within: f64,
    /// Whether the figure with its margin meets the interval from the 5 % to the 95 % quantile.
    pub reached: bool,
}

impl Calibration {
    /// Puts particles, what they simulated and what was predicted together, the latter two by society.
    #[must_use]
    pub fn of(
        plan: &CalibrationPlan,
        posterior: &Posterior,
        simulated: &[Vec<f64>],
        predicted: &[Vec<f64>],
    ) -> Self {
        let particles = &posterior.particles;
        let points: Vec<Vec<f64>> = particles
            .iter()
            .map(|particle| particle.proposal.point.clone())
            .collect();
        let values: Vec<Vec<f64>> = points.iter().map(|point| plan.values_at(point)).collect();
        let weights: Vec<f64> = particles.iter().map(|particle| particle.weight).collect();
        let (places, values) = (
            columns(&points, plan.parameters.len()),
            columns(&values, plan.parameters.len()),
        );
        let predicted = columns(predicted, plan.targets.len());
        Self {
            marginals: places
                .iter()
                .zip(&values)
                .map(|(places, values)| Marginal::of(places, values, &weights))
                .collect(),
            checks: plan
                .targets
                .iter()
                .zip(&predicted)
                .map(|(target, values)| Check::of(values, target.value, target.margin()))
                .collect(),
            simulated: columns(simulated, plan.targets.len()),
            distances: particles.iter().map(|particle| particle.distance).collect(),
            rounds: posterior.rounds.clone(),
            ending: posterior.ending,
            evaluated: posterior.evaluated,
            failed: Vec::new(),
            values,
            places,
            weights,
            predicted,
        }
    }

    /// Effective size of the population.
    #[must_use]
    pub fn effective_size(&self) -> f64 {
        effective_size(&self.weights)
    }

    /// The tolerance of the last whole round, in errors of the targets.
    #[must_use]
    pub fn tolerance(&self) -> f64 {
        self.rounds.last().map_or(f64::NAN, |round| round.tolerance)
    }

    /// Correlation of two parameters over the particles, on the scales on which their priors are even; `NaN` where one does not vary.
    #[must_use]
    pub fn correlation(&self, one: usize, other: usize) -> f64 {
        let moments = |parameter: usize| weighted_moments(&self.places[parameter], &self.weights);
        let ((mean, deviation), (other_mean, other_deviation)) = (moments(one), moments(other));
        let products: f64 = self.places[one]
            .iter()
            .zip(&self.places[other])
            .zip(&self.weights)
            .map(|((a, b), weight)| weight * (a - mean) * (b - other_mean))
            .sum();
        products / (deviation * other_deviation)
    }

    /// The scenario of the posterior medians, with the base scenario's own number of citizens. Where the medians contradict one another it is that
    /// of the particle nearest to them.
    ///
    /// # Errors
    /// When no particle has a scenario, which cannot be: each was run.
    pub fn fitted(&self, plan: &CalibrationPlan) -> Result<Scenario, ScenarioError> {
        let medians: Vec<f64> = self.marginals.iter().map(|marginal| marginal.median).collect();
        let mut scenario = plan
            .society(&medians, true)
            .or_else(|_| plan.society(&self.nearest(&medians), true))?;
        scenario.title += ", fitted";
        let sources = plan.targets.iter().map(|target| &target.source);
        for source in sources.filter(|source| !source.is_empty()) {
            if !scenario.sources.contains(source) {
                scenario.sources.push(source.clone());
            }
        }
        Ok(scenario)
    }

    /// The same as the text of a scenario that says in its head what was fitted; it can be run from anywhere.
    ///
    /// # Errors
    /// As [`Calibration::fitted`].
    pub fn fitted_toml(&self, plan: &CalibrationPlan) -> Result<String, ScenarioError> {
        let mut scenario = self.fitted(plan)?;
        let absolute = |path: &mut PathBuf| {
            if let Ok(found) = std::path::absolute(&*path) {
                *path = found;
            }
        };
        if let Some((file, _)) = &mut scenario.data_sources.citizens {
            absolute(&mut file.path);
        }
        if let Some(file) = &mut scenario.data_sources.ties {
            absolute(&mut file.path);
        }
        let mut text = format!(
            "# {} with the medians of the posterior of the calibration `{}`:\n",
            plan.scenario.path.display(),
            plan.name
        );
        for fitted in &plan.parameters {
            let key = &fitted.factor.key;
            if let Some(setting) = scenario.settings.get(key) {
                text = text + "#   " + key + " = " + &setting.value.to_string() + "\n";
            }
        }
        Ok(text + "# All other values are those of the scenario.\n\n" + &scenario.resolved_toml())
    }

    /// The values of the particle nearest to some, measured in standard deviations.
    fn nearest(&self, wanted: &[f64]) -> Vec<f64> {
        let at =
            |particle: usize| -> Vec<f64> { self.values.iter().map(|values| values[particle]).collect() };
        let away = |particle: &usize| -> f64 {
            at(*particle)
                .iter()
                .zip(wanted)
                .zip(&self.marginals)
                .filter(|(_, marginal)| marginal.deviation > 0.0)
                .map(|((value, wanted), marginal)| (value - wanted) / marginal.deviation)
                .map(|distance| distance * distance)
                .sum()
        };
        let nearest = (0..self.weights.len()).min_by(|one, other| away(one).total_cmp(&away(other)));
        nearest.map_or_else(Vec::new, at)
    }
}

/// Rows of equal length as columns.
fn columns(rows: &[Vec<f64>], count: usize) -> Vec<Vec<f64>> {
    (0..count)
        .map(|column| rows.iter().map(|row| row[column]).collect())
        .collect()
}

impl Marginal {
    fn of(places: &[f64], values: &[f64], weights: &[f64]) -> Self {
        /// Variance of an even distribution from 0 to 1.
        const PRIOR_VARIANCE: f64 = 1.0 / 12.0;
        let (mean, deviation) = weighted_moments(values, weights);
        let (_, spread) = weighted_moments(places, weights);
        let [low, median, high] = SHARES.map(|share| weighted_quantile(values, weights, share));
        Self {
            mean,
            deviation,
            low,
            median,
            high,
            contraction: 1.0 - spread * spread / PRIOR_VARIANCE,
        }
    }
}

impl Check {
    fn of(values: &[f64], figure: f64, margin: f64) -> Self {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let count = sorted.len() as f64;
        let share =
            |test: &dyn Fn(f64) -> bool| sorted.iter().filter(|value| test(**value)).count() as f64 / count;
        let below = f64::midpoint(share(&|value| value < figure), share(&|value| value <= figure));
        let [low, median, high] = SHARES.map(|share| quantile(&sorted, share));
        Self {
            count: sorted.len(),
            mean: sorted.iter().sum::<f64>() / count,
            low,
            median,
            high,
            tail_probability: (2.0 * below.min(1.0 - below)).min(1.0),
            within: share(&|value| (value - figure).abs() <= margin),
            reached: figure + margin >= low && figure - margin <= high,
        }
    }
}
