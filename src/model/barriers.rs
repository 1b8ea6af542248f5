//! The barriers of the review, as strengths from 0 (absent) on. Each bites in the room of the mechanism it hampers.

#![expect(missing_docs, reason = "the register says what each parameter is")]

use serde::{Deserialize, Serialize};

/// Where the strength of a barrier stands.
pub type Field = fn(&mut Barriers) -> &mut f64;

/// Declares the barriers, and lists them by their keys.
macro_rules! barriers {
    ($($barrier:ident),+ $(,)?) => {
        /// Strengths of the barriers; 0 is absent, which all are by default.
        #[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        pub struct Barriers {
            $(pub $barrier: f64,)+
        }

        /// Every barrier by its key without the table, as in `silos`.
        pub const FIELDS: &[(&str, Field)] = &[
            $((stringify!($barrier), |barriers| &mut barriers.$barrier),)+
        ];
    };
}

// In the order in which studies and `docs/barriers.md` list them.
barriers! {
    rigid_financing,
    output_appraisal,
    unmeasurable_outcomes,
    missing_competence,
    zero_error,
    control_retention,
    bureaucracy,
    silos,
    professional_tradition,
    weak_management_support,
    political_risk_aversion,
    distrust_of_citizens,
    resource_differences,
    uninviting_structures,
    client_role,
    lacking_resources,
    missing_platform,
    unclear_goals,
}
