//! M13: professionals' beliefs about citizens.

use serde::Deserialize;

/// Professionals' beliefs about citizens (M13).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeliefParameters {
    pub updating: f64,
    pub visibility: f64,
    pub underestimation: f64,
    pub weight_can: f64,
    pub weight_will: f64,
    pub weight_beyond: f64,
}
