//! How many replications a comparison takes.

use crate::experiment::{FIRST_ROUND, Precision, Verdict};
use crate::output::OutputError;
use crate::statistics::difference;
use crate::study::Variants;

/// When there are enough replications.
#[derive(Clone, Debug, PartialEq)]
pub enum Effort {
    /// When every arm has so many.
    Fixed(u32),
    /// When the interval of the difference of a measure is narrow enough for every variant.
    Precise {
        /// How narrow.
        precision: Precision,
        /// The measure, by its key.
        key: String,
        /// Replications at least.
        at_least: u32,
        /// Replications at most.
        most: u32,
    },
}

/// How far a comparison is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Every arm needs so many replications.
    Missing {
        /// Replications before the next look.
        next: u32,
        /// Replications that will probably be enough; `None` before the first look.
        foreseen: Option<u32>,
    },
    /// So many are enough, whatever others there are.
    Done(u32),
    /// So many are as many as are allowed, and not enough.
    OutOfReach(u32),
    /// No pair has a value of the measure at the end.
    NoValue,
}

impl Effort {
    /// Replications of the first round.
    #[must_use]
    pub fn first(&self) -> u32 {
        match self {
            Self::Fixed(number) => *number,
            Self::Precise { at_least, most, .. } => (*at_least).max(FIRST_ROUND).min(*most),
        }
    }

    /// The half-width that is asked for, where one is.
    #[must_use]
    pub fn target(&self) -> Option<f64> {
        match self {
            Self::Fixed(_) => None,
            Self::Precise { precision, .. } => Some(precision.half_width),
        }
    }

    /// How far a study is whose first variant is the baseline. The looks fall after numbers that depend on the values alone,
    /// so that the same question ends at the same number, whatever was run before.
    ///
    /// # Errors
    /// When a journal cannot be read.
    ///
    /// # Panics
    /// When an arm does not have the measure, or there is no arm.
    pub fn stand(&self, study: &Variants, arms: usize) -> Result<Stand, OutputError> {
        let done = study.common();
        let first = self.first();
        let Self::Precise {
            precision, key, most, ..
        } = self
        else {
            return Ok(if done < first {
                Stand::missing(first)
            } else {
                Stand::Done(first)
            });
        };
        if done < first {
            return Ok(Stand::missing(first));
        }
        let ends = ends(study, arms, key, done)?;
        let mut look = first;
        loop {
            let mut verdict = Verdict::Reached;
            for variant in &ends[1..] {
                let pairs = ends[0].iter().zip(variant).take(look as usize);
                let differences = pairs.map(|(before, after)| difference(*before, *after));
                let own = precision.after(differences, *most);
                verdict = worse(verdict, own);
            }
            match verdict {
                Verdict::Reached => return Ok(Stand::Done(look)),
                Verdict::OutOfReach => return Ok(Stand::OutOfReach(look)),
                Verdict::NoValue => return Ok(Stand::NoValue),
                Verdict::GoOn { next, .. } if next <= done => look = next,
                Verdict::GoOn { next, foreseen } => {
                    return Ok(Stand::Missing {
                        next,
                        foreseen: Some(foreseen),
                    });
                }
            }
        }
    }
}

impl Stand {
    const fn missing(next: u32) -> Self {
        Self::Missing { next, foreseen: None }
    }
}

/// A measure at the end, by arm and replication.
fn ends(study: &Variants, arms: usize, key: &str, replications: u32) -> Result<Vec<Vec<f64>>, OutputError> {
    (0..arms)
        .map(|arm| {
            let ensemble = study.ensemble(arm, replications)?;
            let column = ensemble
                .column(key)
                .expect("callers have checked that every arm has the measure");
            Ok(ensemble.sample(column, ensemble.years().len() - 1).collect())
        })
        .collect()
}

/// What holds for two variants together.
fn worse(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Verdict::NoValue, _) | (_, Verdict::NoValue) => Verdict::NoValue,
        (Verdict::OutOfReach, _) | (_, Verdict::OutOfReach) => Verdict::OutOfReach,
        (
            Verdict::GoOn { next, foreseen },
            Verdict::GoOn {
                next: later,
                foreseen: more,
            },
        ) => Verdict::GoOn {
            next: next.max(later),
            foreseen: foreseen.max(more),
        },
        (Verdict::Reached, verdict) | (verdict, Verdict::Reached) => verdict,
    }
}
