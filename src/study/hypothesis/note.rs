//! What a reader of a verdict should know.

use std::fmt;

use crate::figure::numbers::number;
use crate::statistics::{PAIRS_FOR_EQUIVALENCE, PAIRS_FOR_VERDICT, Unseen, Withheld};
use crate::words::say;

/// Why something was not tested, or what a test could not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The arms tie in so many replications, which is all of them.
    NothingDiffers(usize),
    /// They differ, and by the same each time, so that no chance is seen.
    AllDifferAlike,
    /// That is so of a step of an ordering, whose other steps were tested.
    StepUntested,
    /// There are too few replications, fixed beforehand, to say that an effect is too small to matter.
    FewForEquivalence,
    /// The replications of a sequential test allow no verdict.
    Withheld(Withheld),
    /// The effect below the line of a ratio may be 0.
    NoFirmRatio,
    /// A response is no sharper than a smooth curve.
    NoSharper,
    /// It bends more sharply than one, but not at one place.
    Bends,
    /// It rises and falls.
    Turns,
}

impl fmt::Display for Note {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&match self {
            Self::NothingDiffers(pairs) => {
                let share = number(100.0 * Unseen::in_pairs(*pairs).share_below, 1);
                say!(
                    "the arms never differ, so nothing was tested: no difference seen in {pairs} replications; with 95 % confidence \
                     fewer than {share} % of replications differ"
                )
            }
            Self::AllDifferAlike => say!(
                "the arms differ by the same in every replication: no chance is seen that it could be tested against"
            ),
            Self::StepUntested => {
                say!("two neighbouring arms never differ, or always by the same: their step was not tested")
            }
            Self::FewForEquivalence => say!(
                "that the effect is too small to matter takes {PAIRS_FOR_EQUIVALENCE} replications at least: in fewer, large \
                 effects that are rare may be missing"
            ),
            Self::Withheld(Withheld::TooFewPairs) => {
                say!("a sequential test gives no verdict on fewer than {PAIRS_FOR_VERDICT} replications")
            }
            Self::Withheld(Withheld::TooManyDropped) => say!(
                "no verdict: more than 5 % of replications have no value in some arm, and those that have may be others"
            ),
            Self::Withheld(Withheld::BeyondExactBounds) => {
                say!("no verdict: a difference lies beyond what the measure is declared to allow")
            }
            Self::NoFirmRatio => {
                say!("the effect below the line cannot be told from 0, so the ratio has no firm value")
            }
            Self::NoSharper => say!(
                "the response is no sharper than a smooth curve, which does not say that it is smooth"
            ),
            Self::Bends => say!("the response bends more sharply than a smooth curve, but not at one place, so the change of slope decides nothing"),
            Self::Turns => say!("the response rises and falls, which neither a threshold nor a smooth rise or fall does, so the change of slope decides nothing"),
        })
    }
}
