//! Which of all measures reports and figures show first.

use crate::model::measures::MUNICIPALITY_MEASURES;
use crate::scenario::municipality_key;
use crate::words::{Words, words};

/// The measures a planner asks for first, by what they are about.
pub const MAIN_MEASURES: [(Words, &[&str]); 7] = [
    (
        words!("Participation"),
        &[
            "participants_share",
            "co_initiators_share",
            "co_designers_share",
            "co_implementors_share",
            "hours_per_participant",
            "citizen_hours",
            "awareness_share",
            "willingness",
        ],
    ),
    (
        words!("Output and outcome"),
        &["output", "outcome", "unmet_need", "fit", "implementation_rate"],
    ),
    (
        words!("Cost and hours"),
        &[
            "public_cost",
            "coproduction_cost",
            "cost_per_output",
            "cost_per_outcome",
            "facilitation_hours",
            "hours_freed",
        ],
    ),
    (
        words!("Equity"),
        &[
            "equity_gap",
            "equity_ratio",
            "participation_gini",
            "outcome_gini",
            "outcome_gap",
        ],
    ),
    (
        words!("Citizens"),
        &[
            "trust",
            "expectation",
            "efficacy",
            "ownership",
            "fatigue",
            "wellbeing",
        ],
    ),
    (
        words!("Professionals and initiatives"),
        &[
            "attitude",
            "belief",
            "enabling_share",
            "staff_fatigue",
            "initiatives_alive",
            "initiatives_spread",
        ],
    ),
    (
        words!("Public value"),
        &[
            "value_user",
            "value_near_circle",
            "value_social",
            "value_environmental",
            "value_political",
            "public_value",
        ],
    ),
];

/// The measures of a municipality, by name, where several are in the run.
#[must_use]
pub fn municipality_keys(municipality: u32) -> Vec<String> {
    let of = municipality_key(municipality);
    MUNICIPALITY_MEASURES
        .iter()
        .map(|measure| format!("{of}.{}", measure.key))
        .collect()
}

/// The same of each programme, where there are several.
pub const PROGRAMME_MAIN_MEASURES: [&str; 5] = [
    "participants_share",
    "output",
    "outcome",
    "unmet_need",
    "public_cost",
];
