//! M30: co-destruction: effort that meets too little enabling prevents less, or does harm.
//!
//! With `E` the enabling that citizens meet, half of it the professionals' attitude and half the support (M14), what is missing
//! is `x = max(0, 1 - E/E_0)`. What citizens prevent (M19) is `1 - (1 + h) x` times as much: at `x = 1` they add `h` times the
//! need that they would have prevented. Where nobody takes part, nothing is missing.
//!
//! Sources: Ev-37. Bites after the citizens' process, on the problem stock (M19).

use serde::{Deserialize, Serialize};

use super::organisation::Unit;
use super::{Initiative, OfSociety, Parameters, facilitation, ratio};
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// Co-destruction (M30).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CoDestructionParameters {
    pub threshold: f64,
    pub harm: f64,
}

/// How far enabling falls short of what effort needs in order to do no harm, from 0 to 1.
fn shortage(initiative: &Initiative, unit: &Unit, parameters: &Parameters) -> f64 {
    let threshold = parameters.co_destruction.threshold;
    let enabling = facilitation::enabling(initiative, unit);
    // With a threshold of 0 no enabling is too little.
    if parameters.mechanisms.co_destruction && initiative.active > 0.0 && enabling < threshold {
        1.0 - enabling / threshold
    } else {
        0.0
    }
}

/// What is left of that which citizens prevent; below 0 they do harm (M19).
pub(in crate::model) fn prevention_kept(
    initiative: &Initiative,
    unit: &Unit,
    parameters: &Parameters,
) -> f64 {
    1.0 - (1.0 + parameters.co_destruction.harm) * shortage(initiative, unit, parameters)
}

pub(in crate::model) const CO_DESTRUCTION_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "co_destruction_share",
        words!("co-destruction"),
        "share",
        SHARE,
        "M30",
        Theme::OutputOutcome,
        words!(
            "Share of participations in initiatives where citizens meet so little enabling that their effort prevents \
            less, or does harm"
        ),
    )
    .less_is_better(),
    value: |of| {
        let destroying = of
            .present()
            .filter(|one| one.initiative.production.prevention_kept < 1.0);
        ratio(destroying.map(|one| one.sums.active).sum(), of.overall.active)
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Draws;
    use crate::scenario::reference_parameters;

    /// What is left of prevention by so many participants, at an attitude and a support.
    fn kept(active: f64, attitude: f64, support: f64, parameters: &Parameters) -> f64 {
        let mut initiative = Initiative::new(parameters, 0, 0, 200.0, 1.0 / 12.0, &Draws::new(1, 0));
        initiative.active = active;
        initiative.facilitation.support = support;
        let unit = Unit {
            professionals: 0..8,
            citizens: 200.0,
            zero_error_memory: 0.0,
            attitude,
            facilitation: 0.1,
            capacity: 1.0,
            nearness: 1.0,
        };
        prevention_kept(&initiative, &unit, parameters)
    }

    #[test]
    fn the_less_enabling_the_more_harm() {
        let mut parameters = reference_parameters();
        parameters.co_destruction.threshold = 0.25;
        for (attitude, support, expected) in [
            (0.45, 0.5, 1.0),
            (0.25, 0.25, 1.0),
            (0.2, 0.05, 0.25),
            (0.0, 0.25, 0.25),
            (0.0, 0.0, -0.5),
        ] {
            let found = kept(10.0, attitude, support, &parameters);
            assert!(
                (found - expected).abs() < 1e-12,
                "{attitude} {support}: {found}, not {expected}"
            );
        }
    }

    #[test]
    fn nothing_is_destroyed_where_nobody_takes_part_or_it_is_off() {
        let mut parameters = reference_parameters();
        assert!((kept(0.0, 0.0, 0.0, &parameters) - 1.0).abs() < 1e-12);
        parameters.co_destruction.threshold = 0.0;
        assert!((kept(10.0, 0.0, 0.0, &parameters) - 1.0).abs() < 1e-12);
        parameters.co_destruction.threshold = 0.25;
        parameters.mechanisms.co_destruction = false;
        assert!((kept(10.0, 0.0, 0.0, &parameters) - 1.0).abs() < 1e-12);
    }
}
