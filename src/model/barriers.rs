//! The barriers of the review, as strengths from 0 (absent) on. Each bites in the room of the mechanism it hampers.

#![expect(missing_docs, reason = "the register says what each parameter is")]

use serde::Deserialize;

/// Strengths of the barriers; 0 is absent, which all are by default.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Barriers {
    pub zero_error: f64,
    pub silos: f64,
    pub uninviting_structures: f64,
    pub bureaucracy: f64,
    pub rigid_financing: f64,
    pub output_appraisal: f64,
    pub unmeasurable_outcomes: f64,
    pub missing_competence: f64,
    pub control_retention: f64,
    pub resource_differences: f64,
    pub weak_management_support: f64,
    pub professional_tradition: f64,
    pub distrust_of_citizens: f64,
    pub political_risk_aversion: f64,
    pub unclear_goals: f64,
    pub client_role: f64,
    pub missing_platform: f64,
    pub lacking_resources: f64,
}
