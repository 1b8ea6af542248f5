//! How many replications a comparison takes.

use crate::experiment::{FIRST_ROUND, Precision, Verdict};
use crate::output::OutputError;
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
    Missing(u32),
    /// There are enough.
    Done,
    /// No number that is allowed is enough.
    OutOfReach,
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

    /// How far a study is whose first variant is the baseline.
    ///
    /// # Errors
    /// When a journal cannot be read.
    ///
    /// # Panics
    /// When an arm does not have the measure, or there is no arm.
    pub fn stand(&self, study: &Variants, arms: usize) -> Result<Stand, OutputError> {
        let done = study.common();
        if done < self.first() {
            return Ok(Stand::Missing(self.first()));
        }
        let Self::Precise {
            precision, key, most, ..
        } = self
        else {
            return Ok(Stand::Done);
        };
        let ends = (0..arms)
            .map(|arm| {
                let ensemble = study.ensemble(arm)?;
                let column = ensemble
                    .column(key)
                    .expect("callers have checked that every arm has the measure");
                let last = ensemble.years().len() - 1;
                Ok(ensemble.sample(column, last).take(done as usize).collect())
            })
            .collect::<Result<Vec<Vec<f64>>, OutputError>>()?;
        let mut stand = Stand::Done;
        for variant in &ends[1..] {
            let differences = || ends[0].iter().zip(variant).map(|(before, after)| after - before);
            if !differences().any(f64::is_finite) {
                return Ok(Stand::NoValue);
            }
            stand = match (precision.after(differences(), *most), stand) {
                (Verdict::Reached, stand) => stand,
                (Verdict::OutOfReach, _) | (_, Stand::OutOfReach) => Stand::OutOfReach,
                (Verdict::GoOn(_), _) if done >= *most => Stand::OutOfReach,
                (Verdict::GoOn(number), Stand::Missing(other)) => Stand::Missing(number.max(other)),
                // Pairs without a value do not count, so the number foreseen may be there already.
                (Verdict::GoOn(number), _) => Stand::Missing(number.max(done + 1)),
            };
        }
        Ok(stand)
    }
}
