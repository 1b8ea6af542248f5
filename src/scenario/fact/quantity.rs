//! Quantities: weighted sums over arms, measures and times, one number per replication.

use super::Reading;
use super::arms::Design;
use crate::model::measures::measures;
use crate::scenario::Time;
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place};
use crate::scenario::hypothesis::found::Found;
use crate::scenario::measure_names::measure_named;
use crate::scenario::value::did_you_mean;
use crate::words::{say, words};

/// One measure at one time, weighted over arms.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// A measure of the results, or a reading of the fact.
    pub measure: String,
    /// When it is taken; a mean is one over the steps that have a value.
    pub time: Time,
    /// Arms by position, each with its weight.
    pub weights: Vec<(usize, f64)>,
    /// The arm by which each value is divided, less 1: a relative change.
    pub relative_to: Option<usize>,
    /// The arm in whose standard deviations over replications the sum is given.
    pub deviations_of: Option<usize>,
}

/// A sum of terms.
pub type Quantity = Vec<Term>;

/// What a quantity may refer to.
pub(super) struct Context<'a> {
    pub(super) design: &'a Design,
    pub(super) readings: &'a [Reading],
    /// Measures that were named, with their places.
    pub(super) measures: Vec<(String, Place)>,
    pub(super) found: &'a mut Found,
}

/// What a term takes from its check where it says nothing itself.
#[derive(Clone, Default)]
pub(super) struct Defaults {
    pub(super) measure: Option<String>,
    pub(super) time: Option<Time>,
}

impl Context<'_> {
    /// Reads `measure` and `time`, which the terms of a check share.
    pub(super) fn defaults(&mut self, table: &Table) -> Defaults {
        Defaults {
            measure: self.measure(table, None),
            time: self.found.time(table, "time"),
        }
    }

    /// A measure; that of the check where none is named.
    fn measure(&mut self, table: &Table, other: Option<String>) -> Option<String> {
        let Some(name) = table.text("measure") else {
            return other;
        };
        let place = table.place_of("measure", Place::START);
        let readings = || self.readings.iter().map(|reading| reading.name.as_str());
        if readings().any(|reading| reading == name) || measure_named(&name).is_some() {
            self.measures.push((name.clone(), place));
            return Some(name);
        }
        let known = readings().chain(measures().iter().map(|measure| measure.key));
        let hint = did_you_mean(&name, known)
            .unwrap_or_else(|| say!("`codebook.csv` of any run lists the measures"));
        let message = say!("there is no measure or reading `{name}`");
        self.found.fault(
            Finding::new(place, "measure", message)
                .code("unknown-name")
                .label(words!("unknown").text())
                .hint(hint),
        );
        None
    }

    /// The terms that stand under `key`: a table or a list of them.
    pub(super) fn terms(&mut self, table: &Table, key: &str, defaults: &Defaults) -> Option<Quantity> {
        let terms = table.tables(key);
        let terms: Vec<Option<Term>> = terms
            .into_iter()
            .map(|(place, table)| self.term(table, defaults, place))
            .collect();
        terms
            .into_iter()
            .collect::<Option<Quantity>>()
            .filter(|terms| !terms.is_empty())
    }

    /// The term whose keys stand in this table.
    pub(super) fn term(&mut self, table: &Table, defaults: &Defaults, place: Place) -> Option<Term> {
        let before = self.found.findings.len();
        let measure = self.measure(table, defaults.measure.clone());
        let time = self.found.time(table, "time").or(defaults.time);
        let weights = self.weights(table, place);
        let relative_to = self.arm_if_given(table, "relative_to");
        let deviations_of = self.arm_if_given(table, "in_deviations_of");
        for (key, missing) in [("measure", measure.is_none()), ("time", time.is_none())] {
            if missing && self.found.findings.len() == before {
                let finding = Finding::new(place, key, say!("`{key}` is missing"));
                self.found.fault(finding.code("missing-key"));
            }
        }
        Some(Term {
            measure: measure?,
            time: time?,
            weights: weights?,
            relative_to,
            deviations_of,
        })
    }

    /// `arm = "one"` or `arms = { one = 1, other = -1 }`; the only arm where there is one alone.
    fn weights(&mut self, table: &Table, place: Place) -> Option<Vec<(usize, f64)>> {
        if let Some(row) = table.row("arms") {
            let weights = row.item.weights().into_iter();
            return weights
                .map(|(row, weight)| Some((self.arm(&row.name, row.place)?, weight)))
                .collect();
        }
        if let Some(name) = table.text("arm") {
            let position = self.arm(&name, table.place_of("arm", place))?;
            return Some(vec![(position, 1.0)]);
        }
        if self.design.layers.len() == 1 {
            return Some(vec![(0, 1.0)]);
        }
        let hint = words!("`arm = \"one\"`, or weights such as `arms = { one = 1, other = -1 }`");
        let message = say!("which of the arms is meant is missing");
        let finding = Finding::new(place, "arm", message).code("missing-key");
        self.found.fault(finding.hint(hint.to_string()));
        None
    }

    fn arm_if_given(&mut self, table: &Table, key: &str) -> Option<usize> {
        let name = table.text(key)?;
        self.arm(&name, table.place_of(key, Place::START))
    }

    pub(super) fn arm(&mut self, name: &str, place: Place) -> Option<usize> {
        let position = self.design.position(name);
        if position.is_none() {
            let hint = did_you_mean(name, self.design.names()).unwrap_or_else(|| {
                let names: Vec<&str> = self.design.names().collect();
                say!("the arms are {}", names.join(", "))
            });
            self.found.fault(
                Finding::new(place, "arm", say!("there is no arm `{name}`"))
                    .code("unknown-name")
                    .hint(hint),
            );
        }
        position
    }
}
