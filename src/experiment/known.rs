//! Known figures of the real place beside what the replications say.

use super::Ensemble;
use crate::scenario::{Known, Scenario};
use crate::statistics::{Spread, Summary};

/// A known figure and what the replications say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BesideKnown<'a> {
    /// What is known.
    pub known: &'a Known,
    /// What the replications say at that time; `None` where the run ends before it, or no replication has a value.
    pub model: Option<Summary>,
}

/// Where a known figure lies, seen from the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownPosition {
    /// The figure, or part of its interval, lies among the middle 90 % of replications.
    Within,
    /// Nine tenths of the replications and more lie above it.
    Below,
    /// Nine tenths of the replications and more lie below it.
    Above,
}

impl KnownPosition {
    /// In one word, for tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Below => "below",
            Self::Above => "above",
        }
    }
}

impl<'a> BesideKnown<'a> {
    /// Every known figure of a scenario beside its replications.
    #[must_use]
    pub fn all(scenario: &'a Scenario, ensemble: &Ensemble) -> Vec<Self> {
        let of = |known: &'a Known| Self {
            known,
            model: model(scenario, known, ensemble),
        };
        scenario.known.iter().map(of).collect()
    }

    /// Where the known figure lies, where replications are enough to say so: of fewer than [`Spread::LEAST`] nothing follows.
    #[must_use]
    pub fn stand(&self) -> Option<KnownPosition> {
        self.beside_quantiles().filter(|_| !self.has_too_few())
    }

    /// Whether the model has values, but too few to compare the known figure with.
    #[must_use]
    pub fn has_too_few(&self) -> bool {
        self.model.is_some_and(|model| model.count < Spread::LEAST)
    }

    /// On which side of the 5 and 95 % quantiles the known figure lies, however few they are of; `None` where the model has
    /// no value.
    fn beside_quantiles(&self) -> Option<KnownPosition> {
        let [lowest, .., highest] = self.model?.quantiles;
        let (low, high) = self
            .known
            .interval
            .unwrap_or((self.known.value, self.known.value));
        Some(if high < lowest {
            KnownPosition::Below
        } else if low > highest {
            KnownPosition::Above
        } else {
            KnownPosition::Within
        })
    }
}

/// The measure at its time, a mean over steps within each replication.
fn model(scenario: &Scenario, known: &Known, ensemble: &Ensemble) -> Option<Summary> {
    let setup = &scenario.setup;
    if !known.time.is_within(f64::from(setup.steps) * setup.step_years) {
        return None;
    }
    let column = ensemble.column(&known.measure)?;
    let steps = known.time.steps_of(setup);
    let value = |replication: usize| {
        let values = steps
            .iter()
            .map(|step| ensemble.row(replication, *step as usize)[column]);
        values.sum::<f64>() / steps.len() as f64
    };
    Summary::of((0..ensemble.replications().len()).map(value))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::experiment::columns;

    const HEAD: &str = "[simulation]\nhorizon_years = 0.25\n[programme.parks]\n";

    /// Three steps after the start in three replications; `outcome` is ten times the replication plus the step, in hundredths.
    fn beside(known: &str) -> (Option<Summary>, Option<KnownPosition>) {
        let text = format!("{HEAD}[[known]]\nwhat = 'w'\nsource = 's'\nmeasure = 'outcome'\n{known}");
        let scenario = Scenario::from_text(Path::new("parks.toml"), &text, &[]).unwrap();
        let columns = columns(&scenario.programme_keys, scenario.municipalities());
        let outcome = columns.iter().position(|column| column.key == "outcome").unwrap();
        let mut values = Vec::new();
        for row in 0..12 {
            let mut cells = vec![0.0; columns.len()];
            cells[outcome] = 0.1 * f64::from(row / 4) + 0.01 * f64::from(row % 4);
            values.extend(cells);
        }
        let years = (0..4).map(|step| f64::from(step) / 12.0).collect();
        let ensemble = Ensemble::new(columns, years, vec![0, 1, 2], values);
        let all = BesideKnown::all(&scenario, &ensemble);
        (all[0].model, all[0].beside_quantiles())
    }

    #[test]
    fn the_model_speaks_of_the_same_time() {
        let mean = |known: &str| beside(known).0.unwrap().mean;
        for (time, expected) in [("'end'", 0.13), ("0.0834", 0.11), ("[0.0834, 0.25]", 0.12)] {
            let found = mean(&format!("time = {time}\nvalue = 0.1"));
            assert!((found - expected).abs() < 1e-12, "{time}: {found}");
        }
        assert_eq!(beside("time = 2.0\nvalue = 0.1"), (None, None));
    }

    #[test]
    fn a_figure_lies_within_the_middle_of_the_replications_or_beside_it() {
        let stand = |value: &str| beside(&format!("time = 'end'\n{value}")).1.unwrap();
        // Quantiles at 5 and 95 % of 0.03, 0.13, 0.23 are 0.04 and 0.22.
        assert_eq!(stand("value = 0.039"), KnownPosition::Below);
        assert_eq!(stand("value = 0.041"), KnownPosition::Within);
        assert_eq!(stand("value = 0.221"), KnownPosition::Above);
        assert_eq!(stand("value = 0.3\ninterval = [0.2, 0.4]"), KnownPosition::Within);
        assert_eq!(stand("value = 0.3\ninterval = [0.23, 0.4]"), KnownPosition::Above);
    }

    #[test]
    fn nothing_follows_from_few_replications() {
        let text = format!(
            "{HEAD}[[known]]\nwhat = 'w'\nsource = 's'\nmeasure = 'outcome'\ntime = 'end'\nvalue = 0.9"
        );
        let scenario = Scenario::from_text(Path::new("parks.toml"), &text, &[]).unwrap();
        let stand = |count: u32| {
            let known = BesideKnown {
                known: &scenario.known[0],
                model: Summary::of((0..count).map(|value| 0.001 * f64::from(value))),
            };
            (known.stand(), known.has_too_few())
        };
        assert_eq!(stand(2), (None, true));
        assert_eq!(stand(19), (None, true));
        assert_eq!(stand(20), (Some(KnownPosition::Above), false));
        assert_eq!(stand(0), (None, false));
    }
}
