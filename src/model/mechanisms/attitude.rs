//! M12: learning and regress of professional attitudes.

use super::sums::sums;
use serde::Deserialize;

/// Learning and regress of professional attitudes (M12).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttitudeParameters {
    pub learning: f64,
    pub quality_threshold: f64,
    pub reference_participants_per_professional: f64,
    pub traditional: f64,
    pub peer_norm: f64,
}

sums! {
    /// Means of knowledge and efficacy of participants, and their intrinsic motivation.
    ContactSums { competence, motivation }
}
