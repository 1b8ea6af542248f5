//! Test functions, and what `SALib` makes of them: `tests/fixtures/salib.py`.

use std::collections::BTreeMap;

#[derive(serde::Deserialize)]
pub(super) struct Salib {
    pub(super) ishigami: SalibIndices,
    pub(super) g: SalibIndices,
    pub(super) morris: SalibEffects,
}

#[derive(serde::Deserialize)]
pub(super) struct SalibIndices {
    pub(super) rows: usize,
    pub(super) sample: BTreeMap<usize, Vec<f64>>,
    pub(super) output_mean: f64,
    #[serde(rename = "S1")]
    pub(super) first: Vec<f64>,
    #[serde(rename = "ST")]
    pub(super) total: Vec<f64>,
    #[serde(rename = "S1_conf")]
    pub(super) first_half_width: Vec<f64>,
    #[serde(rename = "ST_conf")]
    pub(super) total_half_width: Vec<f64>,
}

#[derive(serde::Deserialize)]
pub(super) struct SalibEffects {
    pub(super) sample: Vec<Vec<f64>>,
    pub(super) output: Vec<f64>,
    pub(super) mu: Vec<f64>,
    pub(super) mu_star: Vec<f64>,
    pub(super) sigma: Vec<f64>,
    pub(super) mu_star_conf: Vec<f64>,
}

pub(super) fn salib() -> Salib {
    serde_json::from_str(include_str!("../../../tests/fixtures/salib.json")).unwrap()
}

/// sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁, with x from −π to π.
pub(super) fn ishigami(point: &[f64]) -> f64 {
    let x: Vec<f64> = point
        .iter()
        .map(|unit| std::f64::consts::PI * (2.0 * unit - 1.0))
        .collect();
    let (one, two) = (libm::sin(x[0]), libm::sin(x[1]));
    one + 7.0 * two * two + 0.1 * x[2] * x[2] * x[2] * x[2] * one
}

/// Π (|4x − 2| + a) / (1 + a), with a = 0, 1, 4.5, 9, 99, 99.
pub(super) fn g_function(point: &[f64]) -> f64 {
    point
        .iter()
        .zip([0.0, 1.0, 4.5, 9.0, 99.0, 99.0])
        .map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a))
        .product()
}
