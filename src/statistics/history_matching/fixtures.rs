//! What `tests/fixtures/a_history_matching.py` makes of figures, draws and worlds by other ways than the ones here.

use super::{Term, target::FigureOf, target::Target};

#[derive(serde::Deserialize)]
pub(super) struct Fixture {
    pub(super) points: Points,
    pub(super) cutoffs: Vec<CutOffs>,
    pub(super) linear_gaussian: LinearGaussian,
    pub(super) chance_once: ChanceOnce,
    pub(super) solved_intercept: std::collections::BTreeMap<String, Moment>,
    pub(super) curved: Curved,
    pub(super) recovery_bands: Vec<Band>,
    pub(super) correlated: Correlated,
    pub(super) kernels: Vec<KernelWeights>,
    pub(super) emulator: Fitted,
    pub(super) log_bias: Vec<LogBias>,
    pub(super) kolmogorov_smirnov: Vec<Tested>,
    pub(super) steps: Steps,
    pub(super) ranks: Ranks,
}

#[derive(serde::Deserialize)]
pub(super) struct Points {
    pub(super) z: Vec<f64>,
    pub(super) observation_variance: Vec<f64>,
    pub(super) discrepancy_variance: Vec<f64>,
    pub(super) emulator_mean: Vec<Vec<f64>>,
    pub(super) emulator_variance: Vec<Vec<f64>>,
    pub(super) implausibility: Vec<Vec<f64>>,
    pub(super) largest: Vec<f64>,
    pub(super) second: Vec<f64>,
    pub(super) third: Vec<f64>,
    pub(super) kept_max_3: Vec<bool>,
    pub(super) kept_second_3: Vec<bool>,
}

#[derive(serde::Deserialize)]
pub(super) struct CutOffs {
    #[serde(rename = "J")]
    pub(super) figures: usize,
    pub(super) bonferroni_5: f64,
    pub(super) bonferroni_0_5: f64,
    pub(super) sidak_5: f64,
    pub(super) unimodal_5: f64,
    pub(super) mahalanobis_5: f64,
    pub(super) truth_lost_by_max_above_3: f64,
    pub(super) truth_lost_by_second_above_3: f64,
    pub(super) truth_lost_by_third_above_3: f64,
}

#[derive(serde::Deserialize)]
pub(super) struct LinearGaussian {
    #[serde(rename = "A")]
    pub(super) slopes: Vec<Vec<f64>>,
    #[serde(rename = "c")]
    pub(super) constants: Vec<f64>,
    pub(super) chance_variance: Vec<f64>,
    pub(super) observation_variance: Vec<f64>,
    pub(super) discrepancy_variance: Vec<f64>,
    pub(super) z: Vec<f64>,
    pub(super) posterior_mean: Vec<f64>,
    pub(super) posterior_covariance: Vec<Vec<f64>>,
    pub(super) not_ruled_out: Vec<NotRuledOut>,
    pub(super) effective_share_of_prior_draws: f64,
    pub(super) acceptance_of_prior_draws: f64,
    pub(super) acceptance_with_one_noisy_run: f64,
    pub(super) effective_share_of_draws_not_ruled_out_at_3: f64,
}

#[derive(serde::Deserialize)]
pub(super) struct NotRuledOut {
    pub(super) cut: f64,
    pub(super) prior_mass_not_ruled_out: f64,
    pub(super) posterior_mass_ruled_out: f64,
}

#[derive(serde::Deserialize)]
pub(super) struct ChanceOnce {
    pub(super) k: f64,
    pub(super) chance_variance: f64,
    pub(super) z: f64,
    pub(super) schemes: Vec<Scheme>,
}

#[derive(serde::Deserialize)]
pub(super) struct Scheme {
    pub(super) variance_in_effect: f64,
    pub(super) posterior_mean: f64,
    pub(super) posterior_sd: f64,
    pub(super) coverage_of_90: f64,
}

#[derive(serde::Deserialize)]
pub(super) struct Moment {
    pub(super) mean_x: f64,
    pub(super) sd_x: f64,
}

#[derive(serde::Deserialize)]
pub(super) struct Curved {
    pub(super) z: Vec<f64>,
    pub(super) sd: Vec<f64>,
    pub(super) share_not_ruled_out: std::collections::BTreeMap<String, f64>,
    pub(super) posterior_mean: Vec<f64>,
    pub(super) posterior_sd: Vec<f64>,
    pub(super) posterior_correlation: f64,
}

#[derive(serde::Deserialize)]
pub(super) struct Band {
    pub(super) truths: usize,
    pub(super) nominal: f64,
    pub(super) accept_from: usize,
    pub(super) accept_to: usize,
    pub(super) probability_inside: f64,
}

#[derive(serde::Deserialize)]
pub(super) struct Correlated {
    pub(super) differences: Vec<f64>,
    pub(super) covariance: Vec<Vec<f64>>,
    pub(super) implausibility: f64,
    pub(super) without_the_third: f64,
}

#[derive(serde::Deserialize)]
pub(super) struct KernelWeights {
    pub(super) distances: Vec<f64>,
    pub(super) student: f64,
    pub(super) normal: f64,
}

#[derive(serde::Deserialize)]
pub(super) struct Fitted {
    pub(super) points: Vec<Vec<f64>>,
    pub(super) values: Vec<f64>,
    terms: Vec<Vec<usize>>,
    pub(super) leave_one_out_path: Vec<f64>,
    pub(super) leave_one_out_residuals: Vec<f64>,
    pub(super) new_points: Vec<Vec<f64>>,
    pub(super) mean: Vec<f64>,
    pub(super) leverage: Vec<f64>,
    pub(super) variance: Vec<f64>,
    pub(super) chance: f64,
    pub(super) variance_with_chance: Vec<f64>,
}

#[derive(serde::Deserialize)]
pub(super) struct LogBias {
    pub(super) runs: usize,
    pub(super) bias: f64,
}

#[derive(serde::Deserialize)]
pub(super) struct Tested {
    pub(super) sample: Vec<f64>,
    pub(super) distance: f64,
    pub(super) p_value: f64,
}

#[derive(serde::Deserialize)]
pub(super) struct Steps {
    pub(super) rate: f64,
    pub(super) sample: Vec<f64>,
    pub(super) distance: f64,
}

#[derive(serde::Deserialize)]
pub(super) struct Ranks {
    pub(super) worlds: usize,
    pub(super) ranks: Vec<usize>,
    pub(super) p_value: f64,
}

impl Fitted {
    pub(super) fn terms(&self) -> Vec<Term> {
        let terms = self.terms.iter().map(|inputs| match inputs[..] {
            [input] => Term::Linear(input),
            [one, other] => Term::Product(one, other),
            _ => panic!("{inputs:?} is no term"),
        });
        terms.collect()
    }
}

/// Figures of towns.
pub(super) fn targets(z: &[f64], observation: &[f64], discrepancy: &[f64]) -> Vec<Target> {
    let variances = observation.iter().zip(discrepancy);
    let targets = z
        .iter()
        .zip(variances)
        .map(|(figure, (observation, discrepancy))| Target {
            figure: *figure,
            observation_variance: *observation,
            discrepancy_variance: *discrepancy,
            of: FigureOf::Town,
        });
    targets.collect()
}

pub(super) fn fixture() -> Fixture {
    serde_json::from_str(include_str!("../../../tests/fixtures/a_history_matching.json"))
        .expect("the script writes what is read here")
}

/// Whether a number is what is expected to `tolerance`, relative to it where it is above 1.
pub(super) fn near(found: f64, expected: f64, tolerance: f64) {
    let off = (found - expected).abs() / expected.abs().max(1.0);
    assert!(off <= tolerance, "{found} against {expected}");
}
