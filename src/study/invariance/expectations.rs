//! Where two configurations differ by what the documentation of the model says, and why.
//!
//! An expectation is declared by what sets the configurations apart, before anything is measured, and changes no verdict.

use super::MEASURES;
use crate::scenario::Scenario;
use crate::words::{Words, words};

/// People of an initiative or a unit differ when one number is so many times the other, at least.
const DIFFERENT: f64 = 1.01;

/// A reason for which measures differ lawfully.
#[derive(Debug)]
pub struct Expectation {
    /// Its name in tables.
    pub key: &'static str,
    /// What it says.
    pub reason: Words,
    /// The measures that it speaks of.
    pub measures: &'static [&'static str],
    /// How many people it is about.
    people: fn(&Scenario) -> f64,
}

/// All expectations there are.
pub(super) static EXPECTATIONS: [Expectation; 2] = [
    Expectation {
        key: "people_per_initiative",
        reason: words!(
            "Initiatives are for another number of people: incidents come in whole numbers and weigh more in a small one (M16), and \
             setting one up costs the same for few as for many (M23)"
        ),
        measures: &MEASURES,
        people: |scenario| {
            whole(scenario, "population.citizens") / whole(scenario, "population.neighbourhoods")
        },
    },
    Expectation {
        key: "people_per_unit",
        reason: words!(
            "Units serve another number of people: contact between professionals and citizens thins out in larger ones (M12), and an \
             incident frightens a small team more (M16)"
        ),
        measures: &MEASURES,
        people: |scenario| whole(scenario, "population.citizens") / whole(scenario, "organisation.units"),
    },
];

/// The expectations for a scenario beside another.
pub(super) fn between(one: &Scenario, other: &Scenario) -> Vec<&'static Expectation> {
    let differ = |expectation: &&Expectation| {
        let (one, other) = ((expectation.people)(one), (expectation.people)(other));
        one.max(other) >= DIFFERENT * one.min(other)
    };
    EXPECTATIONS.iter().filter(differ).collect()
}

/// A whole number among the settings of a scenario; `NaN` where there is none.
pub(super) fn whole(scenario: &Scenario, key: &str) -> f64 {
    let value = scenario
        .settings
        .get(key)
        .and_then(|setting| setting.value.as_integer());
    value.map_or(f64::NAN, |number| number as f64)
}
