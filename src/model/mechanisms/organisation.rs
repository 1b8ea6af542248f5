//! M15: units, and the organisational barriers that citizens and professionals meet.
//!
//! - Zero-error culture is the barrier plus the memory of incidents (M16), at most 1.
//! - Ease: `ease - .3 σ + .3 Comp`, in `[0, 1]`. Of citizens' input silos leave `1 - .5 σ` (M18).
//! - Of those who say yes, `exp(-drop_out · 52 · bureaucracy)` are still there when they are let in (M4).
//! - A unit is nearer to its citizens the smaller it is: `(reference/size)^δ`, at most 2 (M12, M13).
//! - Removing a barrier can be given a price: hours of each post that then neither produce nor facilitate (M14, M23).
//!
//! Sources: O-01 to O-10, B-01, B-06, B-07, B-10, B-14, O-03, T-09, Ev-32. Bites wherever the culture of a unit is asked for.

use serde::{Deserialize, Serialize};

use super::{OfSociety, Parameters, Society, ratio};
use crate::model::barriers::Barriers;
use crate::model::measure::{Measure, SHARE, Theme};
use crate::model::municipality;
use crate::words::words;

/// Units, and what silos and structures do.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationParameters {
    pub units: u32,
    pub reference_citizens_per_unit: f64,
    pub distance_exponent: f64,
    pub silo_input_loss: f64,
    pub silo_ease_loss: f64,
    pub structure_ease: f64,
    pub reform_hours_per_post_per_year: f64,
    pub municipalities: u32,
}

/// How the organisation works in one unit, barriers and memory of incidents together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct Culture {
    /// Zero-error culture `Z`, in `[0, 1]`.
    pub(in crate::model) zero_error: f64,
    /// Silos `σ`.
    pub(in crate::model) silos: f64,
    /// Compatibility, inviting structures: `1 - uninviting_structures`.
    pub(in crate::model) compatibility: f64,
    /// Largest share of working time that may move into facilitation.
    pub(in crate::model) facilitation_max: f64,
    /// Share of applicants who are still there when they are let in.
    pub(in crate::model) patience: f64,
}

impl Culture {
    /// The culture of a unit with this memory of incidents.
    pub(in crate::model) fn new(parameters: &Parameters, zero_error_memory: f64) -> Self {
        if !parameters.mechanisms.organisation {
            return Self {
                zero_error: zero_error_memory.min(1.0),
                silos: 0.0,
                compatibility: 1.0,
                facilitation_max: 0.5,
                patience: 1.0,
            };
        }
        let Barriers {
            zero_error,
            silos,
            uninviting_structures,
            rigid_financing,
            bureaucracy,
            ..
        } = parameters.barriers;
        Self {
            zero_error: (zero_error + zero_error_memory).min(1.0),
            silos,
            compatibility: 1.0 - uninviting_structures,
            facilitation_max: 0.5 * (1.0 - rigid_financing),
            patience: libm::exp(-parameters.asking.drop_out_per_week * 52.0 * bureaucracy),
        }
    }

    /// How easy it is to take part, given the programme's own ease.
    pub(in crate::model) fn ease(&self, parameters: &Parameters, programme_ease: f64) -> f64 {
        let weights = &parameters.organisation;
        (programme_ease - weights.silo_ease_loss * self.silos + weights.structure_ease * self.compatibility)
            .clamp(0.0, 1.0)
    }

    /// Share of citizens' input that silos leave.
    pub(in crate::model) fn input_kept(&self, parameters: &Parameters) -> f64 {
        1.0 - parameters.organisation.silo_input_loss * self.silos
    }
}

impl Society {
    /// The culture of the unit that serves a neighbourhood.
    pub(in crate::model) fn culture(&self, neighbourhood: usize) -> Culture {
        Culture::new(
            &self.parameters,
            self.units[self.unit_of[neighbourhood]].zero_error_memory,
        )
    }
}

/// A service unit: the professionals who serve some neighbourhoods.
#[derive(Clone, Debug)]
pub(in crate::model) struct Unit {
    /// Its professionals, by position.
    pub(in crate::model) professionals: std::ops::Range<usize>,
    /// Citizens it serves.
    pub(in crate::model) citizens: f64,
    /// Rise of zero-error culture from incidents, fading.
    pub(in crate::model) zero_error_memory: f64,
    /// Means over its professionals, from the beginning of the step.
    pub(in crate::model) attitude: f64,
    pub(in crate::model) facilitation: f64,
    pub(in crate::model) capacity: f64,
    /// Contact relative to a unit of reference size: smaller units are nearer to citizens (T-09).
    pub(in crate::model) nearness: f64,
}

impl Unit {
    /// Number of professionals.
    pub(in crate::model) fn staff(&self) -> f64 {
        self.professionals.len() as f64
    }
}

/// Units with their professionals and citizens. `citizens_by_neighbourhood` is in neighbourhood order.
pub(in crate::model) fn units(parameters: &Parameters, citizens_by_neighbourhood: &[f64]) -> Vec<Unit> {
    let count = parameters.organisation.units as usize;
    let municipalities = parameters.municipalities();
    let total: f64 = citizens_by_neighbourhood.iter().sum();
    let staff = parameters.professionals.per_1000_citizens * total / 1000.0;
    let mut citizens = vec![0.0; count];
    for (neighbourhood, number) in citizens_by_neighbourhood.iter().enumerate() {
        let places = citizens_by_neighbourhood.len();
        citizens[unit_of(neighbourhood, places, count, municipalities)] += number;
    }
    let mut served = 0.0;
    let mut start = 0;
    citizens
        .into_iter()
        .map(|citizens| {
            served += citizens;
            let end = if total > 0.0 {
                (staff * served / total).round() as usize
            } else {
                0
            };
            let professionals = start..end.max(start);
            start = professionals.end;
            Unit {
                professionals,
                citizens,
                zero_error_memory: 0.0,
                attitude: 0.0,
                facilitation: 0.0,
                capacity: 0.0,
                nearness: nearness(parameters, citizens),
            }
        })
        .collect()
}

/// The unit that serves a neighbourhood. A unit belongs to one municipality; those of the first come first.
pub(in crate::model) fn unit_of(
    neighbourhood: usize,
    neighbourhoods: usize,
    units: usize,
    municipalities: usize,
) -> usize {
    let municipality = municipality::municipality_of(neighbourhood, municipalities);
    let (own_units, own_places) = (units / municipalities, neighbourhoods / municipalities);
    municipality * own_units + neighbourhood / municipalities * own_units / own_places
}

/// `(reference size / size)^δ`, at most 2.
pub(in crate::model) fn nearness(parameters: &Parameters, citizens: f64) -> f64 {
    let organisation = &parameters.organisation;
    let relative = organisation.reference_citizens_per_unit / citizens.max(1.0);
    libm::pow(relative, organisation.distance_exponent).min(2.0)
}

pub(in crate::model) const ZERO_ERROR: OfSociety = OfSociety {
    measure: Measure::new(
        "zero_error",
        words!("zero-error culture"),
        "",
        SHARE,
        "M16",
        Theme::Governance,
        words!("Zero-error culture including the memory of incidents"),
    ),
    value: |of| {
        let units = &of.society.units;
        let citizens: f64 = units.iter().map(|unit| unit.citizens).sum();
        let culture = |unit: &Unit| Culture::new(&of.society.parameters, unit.zero_error_memory);
        let feared: f64 = units
            .iter()
            .map(|unit| culture(unit).zero_error * unit.citizens)
            .sum();
        ratio(feared, citizens)
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_serves_neighbourhoods() {
        for (neighbourhoods, units) in [(10, 10), (10, 3), (7, 5), (1, 1)] {
            let mut served = vec![0; units];
            for neighbourhood in 0..neighbourhoods {
                served[unit_of(neighbourhood, neighbourhoods, units, 1)] += 1;
            }
            assert!(
                served.iter().all(|&number| number > 0),
                "{neighbourhoods} in {units}: {served:?}"
            );
        }
    }

    #[test]
    fn units_stay_within_their_municipality() {
        let unit = |place| unit_of(place, 12, 6, 3);
        assert_eq!(
            (0..12).map(unit).collect::<Vec<_>>(),
            [0, 2, 4, 0, 2, 4, 1, 3, 5, 1, 3, 5]
        );
        for place in 0..10 {
            assert_eq!(unit_of(place, 10, 3, 1), place * 3 / 10);
        }
    }
}
