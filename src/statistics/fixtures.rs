//! Samples and what `scipy` and `statsmodels` make of them: `tests/fixtures/associations.py`.

#[derive(serde::Deserialize)]
pub(super) struct Associations {
    pub(super) association: Association,
    pub(super) growth: Vec<Growth>,
}

#[derive(serde::Deserialize)]
pub(super) struct Association {
    pub(super) predictors: Vec<Vec<f64>>,
    pub(super) outcomes: Vec<bool>,
    pub(super) correlation: f64,
    pub(super) coefficients: Vec<f64>,
}

#[derive(Debug, serde::Deserialize)]
pub(super) struct Growth {
    pub(super) values: Vec<f64>,
    pub(super) plateau: f64,
    pub(super) rate: f64,
    pub(super) midpoint: f64,
    pub(super) r_squared: f64,
}

pub(super) fn associations() -> Associations {
    serde_json::from_str(include_str!("../../tests/fixtures/associations.json"))
        .expect("the script writes what is read here")
}
