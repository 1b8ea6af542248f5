//! When there are enough replications.

use std::fmt;

use super::{Batch, Incomplete, Runs};
use crate::experiment::{FIRST_ROUND, Precision, Verdict};
use crate::figure::numbers::count;
use crate::figure::value_text;
use crate::words::say;

/// When there are enough replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StoppingRule {
    /// When there are so many.
    Number(u32),
    /// When an interval is narrow enough.
    Precise {
        /// How narrow.
        precision: Precision,
        /// Not before there are so many.
        at_least: u32,
        /// When there are so many, whatever the interval.
        most: u32,
    },
}

impl StoppingRule {
    /// Replications at most, where it is not known beforehand how many there will be.
    #[must_use]
    pub const fn most(self) -> Option<u32> {
        match self {
            Self::Number(_) => None,
            Self::Precise { most, .. } => Some(most),
        }
    }

    /// Replications before the first look.
    #[must_use]
    pub fn first(self) -> u32 {
        match self {
            Self::Number(number) => number,
            Self::Precise { at_least, most, .. } => at_least.max(FIRST_ROUND).min(most),
        }
    }
}

impl fmt::Display for StoppingRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Number(1) => say!("1 replication"),
            Self::Number(number) => say!("{number} replications"),
            Self::Precise { precision, .. } => say!("replications until ±{}", written(*precision)),
        };
        formatter.write_str(&text)
    }
}

/// The replications that make an answer, whatever others there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// How many.
    pub replications: u32,
    /// Whether the rule is met; else there are as many as are allowed.
    pub is_enough: bool,
}

/// A word on what a rule will probably take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// What is aimed at.
    pub precision: Precision,
    /// Replications that will probably be enough.
    pub replications: u32,
    /// As many as are allowed.
    pub most: u32,
}

/// Asks for more replications of a batch until a rule is met; `samples` reads what a precision looks at
/// from the first so many, all of which must be precise.
///
/// The looks fall after numbers that depend on the values alone, so that the same question ends at the same number, whatever
/// was run before.
///
/// # Errors
/// Why there are not enough yet.
pub fn until(
    rule: StoppingRule,
    runs: &mut dyn Runs,
    batch: &Batch<'_>,
    mut samples: impl FnMut(&dyn Runs, u32) -> Result<Vec<Vec<f64>>, Incomplete>,
) -> Result<Reached, Incomplete> {
    let mut replications = rule.first();
    loop {
        runs.reach(&[Batch {
            replications,
            ..batch.clone()
        }])?;
        let reached = |is_enough| Reached {
            replications,
            is_enough,
        };
        let StoppingRule::Precise { precision, most, .. } = rule else {
            return Ok(reached(true));
        };
        let verdicts = samples(runs, replications)?
            .into_iter()
            .map(|sample| precision.after(sample.into_iter(), most));
        match verdicts.fold(Verdict::Reached, worse) {
            Verdict::Reached => return Ok(reached(true)),
            Verdict::OutOfReach => return Ok(reached(false)),
            Verdict::NoValue => {
                let reason = say!(
                    "none of {replications} replications has a value of that measure at the end, so it cannot be made precise\n\
                     hint: choose another --measure"
                );
                return Err(Incomplete::NoAnswer(reason.into()));
            }
            Verdict::GoOn { next, forecast } => {
                runs.forecast(Forecast {
                    precision,
                    replications: forecast,
                    most,
                });
                replications = next;
            }
        }
    }
}

/// That a precision was not reached with as many replications as are allowed.
#[must_use]
pub fn out_of_reach(precision: Precision, replications: u32) -> String {
    say!(
        "±{} is not reached with {} replications, the most that are made (--most); the intervals say what is reached.",
        written(precision),
        count(replications as usize)
    )
}

/// A half-width with all the decimals it was given.
fn written(precision: Precision) -> String {
    value_text(&toml::Value::Float(precision.half_width))
}

/// What holds for two samples together.
fn worse(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Verdict::NoValue, _) | (_, Verdict::NoValue) => Verdict::NoValue,
        (Verdict::OutOfReach, _) | (_, Verdict::OutOfReach) => Verdict::OutOfReach,
        (
            Verdict::GoOn { next, forecast },
            Verdict::GoOn {
                next: later,
                forecast: more,
            },
        ) => Verdict::GoOn {
            next: next.max(later),
            forecast: forecast.max(more),
        },
        (Verdict::Reached, verdict) | (verdict, Verdict::Reached) => verdict,
    }
}
