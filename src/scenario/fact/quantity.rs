//! Quantities: weighted sums over arms, measures and times, one number per replication.

use super::arms::Design;
use super::{Fields, Reading};
use crate::model::measures::measures;
use crate::scenario::Time;
use crate::scenario::document::{Content, Table, expected};
use crate::scenario::fault::{Finding, Place};
use crate::scenario::hypothesis::is_measure;
use crate::scenario::value::did_you_mean;

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
}

/// What a term takes from its check where it says nothing itself.
#[derive(Clone, Default)]
pub(super) struct Defaults {
    pub(super) measure: Option<String>,
    pub(super) time: Option<Time>,
}

/// Keys of a term.
pub(super) const KEYS: [&str; 6] = [
    "measure",
    "time",
    "arm",
    "arms",
    "relative_to",
    "in_deviations_of",
];

impl Context<'_> {
    /// Reads `measure` and `time`, which the terms of a check share.
    pub(super) fn defaults(&mut self, fields: &mut Fields) -> Defaults {
        Defaults {
            measure: self.measure(fields, None),
            time: fields.time_or("time", None),
        }
    }

    /// A measure; that of the check where none is named.
    fn measure(&mut self, fields: &mut Fields, other: Option<String>) -> Option<String> {
        let Some(row) = fields.take("measure") else {
            return other;
        };
        let Some(name) = row.item.as_text() else {
            fields.fault(expected(&row, "measure", "the name of a measure or of a reading"));
            return None;
        };
        let readings = || self.readings.iter().map(|reading| reading.name.as_str());
        if readings().any(|reading| reading == name) || is_measure(name) {
            self.measures.push((name.to_owned(), row.item.place));
            return Some(name.to_owned());
        }
        let known = readings().chain(measures().iter().map(|measure| measure.key));
        let hint = did_you_mean(name, known)
            .unwrap_or_else(|| "`codebook.csv` of any run lists the measures".to_owned());
        let message = format!("there is no measure or reading `{name}`");
        fields.fault(
            Finding::new(row.item.place, "measure", message)
                .code("unknown-name")
                .label("unknown")
                .hint(hint),
        );
        None
    }

    /// The terms that stand under `key`: a table or a list of them.
    pub(super) fn terms(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
        defaults: &Defaults,
    ) -> Option<Quantity> {
        let row = fields.required(key, "a table such as { arms = { treated = 1, control = -1 } }")?;
        let tables: Option<Vec<Table>> = match row.item.content {
            Content::Table(ref table) => Some(vec![table.clone()]),
            Content::List(ref items) => items
                .iter()
                .map(|item| match &item.content {
                    Content::Table(table) => Some(table.clone()),
                    Content::Leaf(_) | Content::List(_) => None,
                })
                .collect(),
            Content::Leaf(_) => None,
        };
        let Some(tables) = tables else {
            fields.fault(expected(&row, key, "a table or a list of tables"));
            return None;
        };
        let mut terms = Vec::with_capacity(tables.len());
        for table in tables {
            let mut own = Fields::new(table);
            let term = self.term(&mut own, defaults, row.place);
            own.refuse_all_but("a term", &KEYS);
            fields.findings.append(&mut own.findings);
            fields.times.append(&mut own.times);
            terms.push(term);
        }
        terms.into_iter().collect()
    }

    /// The term whose keys stand among these fields.
    pub(super) fn term(&mut self, fields: &mut Fields, defaults: &Defaults, place: Place) -> Option<Term> {
        let before = fields.findings.len();
        let measure = self.measure(fields, defaults.measure.clone());
        let time = fields.time_or("time", defaults.time);
        let weights = self.weights(fields, place);
        let relative_to = self.arm_if_given(fields, "relative_to");
        let deviations_of = self.arm_if_given(fields, "in_deviations_of");
        for (key, missing) in [("measure", measure.is_none()), ("time", time.is_none())] {
            if missing && fields.findings.len() == before {
                fields.fault(Finding::new(place, key, format!("`{key}` is missing")).code("missing-key"));
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
    fn weights(&self, fields: &mut Fields, place: Place) -> Option<Vec<(usize, f64)>> {
        if let Some(row) = fields.take("arms") {
            let Content::Table(table) = &row.item.content else {
                fields.fault(expected(
                    &row,
                    "arms",
                    "weights, as in { treated = 1, control = -1 }",
                ));
                return None;
            };
            let mut weights = Vec::with_capacity(table.rows.len());
            for row in &table.rows {
                let position = self.arm(fields, &row.name, row.place)?;
                let Some(weight) = row.item.as_number().filter(|weight| weight.is_finite()) else {
                    fields.fault(expected(row, &row.name, "a finite number"));
                    return None;
                };
                weights.push((position, weight));
            }
            return Some(weights);
        }
        match fields.take("arm") {
            Some(row) => {
                let name = row.item.as_text().unwrap_or_default().to_owned();
                let position = self.arm(fields, &name, row.item.place)?;
                Some(vec![(position, 1.0)])
            }
            None if self.design.layers.len() == 1 => Some(vec![(0, 1.0)]),
            None => {
                let hint = "`arm = \"one\"`, or weights such as `arms = { one = 1, other = -1 }`".to_owned();
                let message = "which of the arms is meant is missing";
                fields.fault(Finding::new(place, "arm", message).code("missing-key").hint(hint));
                None
            }
        }
    }

    fn arm_if_given(&self, fields: &mut Fields, key: &str) -> Option<usize> {
        let row = fields.take(key)?;
        let name = row.item.as_text().unwrap_or_default().to_owned();
        self.arm(fields, &name, row.item.place)
    }

    pub(super) fn arm(&self, fields: &mut Fields, name: &str, place: Place) -> Option<usize> {
        let position = self.design.position(name);
        if position.is_none() {
            let hint = did_you_mean(name, self.design.names()).unwrap_or_else(|| {
                let names: Vec<&str> = self.design.names().collect();
                format!("the arms are {}", names.join(", "))
            });
            fields.fault(
                Finding::new(place, "arm", format!("there is no arm `{name}`"))
                    .code("unknown-name")
                    .hint(hint),
            );
        }
        position
    }
}
