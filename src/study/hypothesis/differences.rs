//! How a list of differences is tested: once, at a number of replications fixed beforehand, or as they come.

use super::note::Note;
use crate::scenario::hypothesis::{Hypothesis, SampleSize};
use crate::statistics::{
    Alternative, BettingMonitor, Bounds, CONFIDENCE, Equivalence, Interval, Moments, PAIRS_FOR_EQUIVALENCE,
    SignMonitor, TTest, difference, median_interval, one_sided, quantile, varies,
};

/// How differences are tested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Method {
    /// Once, at a number that was fixed beforehand: by Student's t, one-sided tests with Hall's correction of skewness.
    Fixed,
    /// As they come: by bets on the mean of differences that lie within these bounds or are clipped to them.
    Bets(Bounds),
    /// As they come, and nothing bounds them: by their signs.
    Signs,
}

impl Method {
    /// The method of a hypothesis with this smallest effect of interest. Its file may declare a clip; else it is what the measure is
    /// declared to allow.
    pub(super) fn of(hypothesis: &Hypothesis, smallest: f64) -> Self {
        match (hypothesis.effort, hypothesis.clip, hypothesis.furthest()) {
            (SampleSize::Fixed(_), ..) => Self::Fixed,
            (SampleSize::Sequential(_), Some(clip), _) => Self::Bets(Bounds::clipped(-clip, clip)),
            (SampleSize::Sequential(_), None, Some(furthest)) => {
                Self::Bets(Bounds::of_furthest(furthest, smallest))
            }
            (SampleSize::Sequential(_), None, None) => Self::Signs,
        }
    }
}

/// What a sequential test rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sequential {
    /// How it tests, and what it has counted.
    pub by: By,
    /// Evidence for the claim at the stop: 1 is none, and at a stop of whatever kind a false claim has at most 1 on average.
    pub evidence: f64,
    /// The same for its rejection.
    pub rejection_evidence: f64,
    /// Replications in which the arms do not differ.
    pub ties: usize,
    /// Replications left out, because an arm has no value.
    pub dropped: usize,
    /// Mean of the differences as they are.
    pub mean: f64,
}

/// How a sequential test tests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum By {
    /// By bets on the mean of clipped differences.
    Bets {
        /// The bounds they lie within.
        bounds: Bounds,
        /// How many were clipped.
        clipped: usize,
    },
    /// By signs: whether more lie above the null value than below it.
    Signs {
        /// Differences above 0.
        wins: usize,
        /// Differences below 0.
        losses: usize,
    },
}

/// What a test comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shown {
    /// `NaN` where it was not tested.
    pub(super) p: f64,
    /// `NaN` where it was not tested as differences came.
    pub(super) evidence: f64,
}

impl Shown {
    pub(super) const NOT_TESTED: Self = Self::by_p(f64::NAN);

    /// By a p-value alone.
    pub(super) const fn by_p(p: f64) -> Self {
        Self {
            p,
            evidence: f64::NAN,
        }
    }

    /// That all of some claims hold. Each is asked at the full level, so the weakest decides (Berger, Technometrics 24, 1982).
    pub(super) fn all(shown: &[Self]) -> Self {
        let most = |one: f64, other: f64| if one > other || one.is_nan() { one } else { other };
        let least = |one: f64, other: f64| if one < other || one.is_nan() { one } else { other };
        let p_values = shown.iter().map(|shown| shown.p);
        let evidence = shown.iter().map(|shown| shown.evidence);
        Self {
            p: p_values.reduce(most).unwrap_or(f64::NAN),
            evidence: evidence.reduce(least).unwrap_or(f64::NAN),
        }
    }

    /// That one of `looks` claims holds, of which these could be tested. The smallest p-value pays for all looks; evidence may be averaged,
    /// however the tests depend on one another.
    pub(super) fn any(shown: &[Self], looks: usize) -> Self {
        let looks = looks as f64;
        let smallest = shown.iter().map(|shown| shown.p).fold(f64::INFINITY, f64::min);
        Self {
            p: if smallest.is_finite() {
                (looks * smallest).min(1.0)
            } else {
                f64::NAN
            },
            evidence: shown.iter().map(|shown| shown.evidence).sum::<f64>() / looks,
        }
    }
}

/// Differences, one for each replication; what is not a finite number is passed over.
pub(super) struct Differences<'a> {
    values: &'a [f64],
    sample: Moments,
    at_zero: AtZero,
}

/// The tests of the null value 0 that are looked at as differences come.
enum AtZero {
    Fixed,
    Bets(BettingMonitor),
    Signs(SignMonitor),
}

fn bets(values: &[f64], bounds: Bounds, null: f64) -> BettingMonitor {
    let mut monitor = BettingMonitor::new(bounds, null);
    for value in values {
        monitor.push(*value);
    }
    monitor
}

fn signs(values: &[f64], null: f64) -> SignMonitor {
    let mut monitor = SignMonitor::default();
    for value in values {
        monitor.push(difference(null, *value));
    }
    monitor
}

impl<'a> Differences<'a> {
    /// Differences in the order of the replications.
    pub(super) fn of(values: &'a [f64], method: Method) -> Self {
        Self {
            values,
            sample: values.iter().copied().filter(|value| value.is_finite()).collect(),
            at_zero: match method {
                Method::Fixed => AtZero::Fixed,
                Method::Bets(bounds) => AtZero::Bets(bets(values, bounds, 0.0)),
                Method::Signs => AtZero::Signs(signs(values, 0.0)),
            },
        }
    }

    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        self.sample.count()
    }

    /// Whether they lie on a side of `null`, or elsewhere than there: their mean, or, by signs, more of them than not.
    pub(super) fn shown(&self, null: f64, alternative: Alternative) -> Shown {
        match &self.at_zero {
            AtZero::Fixed => Shown::by_p(match alternative {
                Alternative::TwoSided => TTest::of(&self.sample, null, alternative).p_value,
                Alternative::Greater | Alternative::Less => one_sided(self.values, null, alternative).p_value,
            }),
            AtZero::Bets(at_zero) => {
                let told = |monitor: &BettingMonitor| Shown {
                    p: monitor.p_value(alternative),
                    evidence: monitor.evidence(alternative),
                };
                if null == 0.0 {
                    told(at_zero)
                } else {
                    told(&bets(self.values, at_zero.bounds(), null))
                }
            }
            AtZero::Signs(at_zero) => {
                let monitor = if null == 0.0 {
                    *at_zero
                } else {
                    signs(self.values, null)
                };
                Shown {
                    p: monitor.p_value(alternative),
                    evidence: monitor.evidence(alternative),
                }
            }
        }
    }

    /// Whether they lie within ± `smallest`.
    pub(super) fn within(&self, smallest: f64) -> Shown {
        match self.at_zero {
            AtZero::Fixed if self.are_few_for_equivalence() => Shown::NOT_TESTED,
            AtZero::Fixed => Shown::by_p(Equivalence::of(self.values, -smallest, smallest).p_value),
            AtZero::Bets(_) | AtZero::Signs(_) => Shown::all(&[
                self.shown(-smallest, Alternative::Greater),
                self.shown(smallest, Alternative::Less),
            ]),
        }
    }

    /// Whether their number was fixed beforehand, and is too small to call anything small.
    fn are_few_for_equivalence(&self) -> bool {
        matches!(self.at_zero, AtZero::Fixed) && self.count() < PAIRS_FOR_EQUIVALENCE
    }

    /// What must be said of [`within`](Self::within).
    pub(super) fn few_for_equivalence(&self) -> Option<Note> {
        self.are_few_for_equivalence().then_some(Note::FewForEquivalence)
    }

    /// Their size: the mean, of clipped ones where they are clipped; the median by signs.
    pub(super) fn effect(&self) -> f64 {
        match &self.at_zero {
            AtZero::Fixed => self.sample.mean(),
            AtZero::Bets(monitor) => monitor.sample().mean(),
            AtZero::Signs(_) => {
                let finite = self.values.iter().copied().filter(|value| value.is_finite());
                let mut rising: Vec<f64> = finite.collect();
                rising.sort_unstable_by(f64::total_cmp);
                quantile(&rising, 0.5)
            }
        }
    }

    /// The 95 % interval of that size; valid at every stop where they are tested as they come.
    pub(super) fn interval(&self) -> Interval {
        match &self.at_zero {
            AtZero::Fixed => Interval::around(self.sample.mean(), self.sample.half_width(CONFIDENCE)),
            AtZero::Bets(monitor) => monitor.interval(CONFIDENCE),
            AtZero::Signs(_) => median_interval(self.values, CONFIDENCE),
        }
    }

    /// Why nothing can be said of them.
    ///
    /// A change without effect in the model ties in every replication, and one that adds the same each time meets no chance. Of a fixed
    /// number without spread any claim about their size would be certain; bets and signs need none.
    pub(super) fn untested(&self) -> Option<Note> {
        if let Some(note) = nothing_differs(self.values) {
            return Some(note);
        }
        let withheld = match &self.at_zero {
            AtZero::Fixed => {
                return (self.count() > 1 && !varies(self.values)).then_some(Note::AllDifferAlike);
            }
            AtZero::Bets(monitor) => monitor.withheld(),
            AtZero::Signs(monitor) => monitor.withheld(),
        };
        withheld.map(Note::Withheld)
    }

    /// What a sequential test of them rests on, given what it shows of the claim and of its rejection.
    pub(super) fn sequential(&self, claim: Shown, rejection: Shown) -> Option<Sequential> {
        let (by, ties, dropped) = match &self.at_zero {
            AtZero::Fixed => return None,
            AtZero::Bets(monitor) => {
                let by = By::Bets {
                    bounds: monitor.bounds(),
                    clipped: monitor.clipped(),
                };
                (by, monitor.ties(), monitor.dropped())
            }
            AtZero::Signs(monitor) => {
                let by = By::Signs {
                    wins: monitor.wins(),
                    losses: monitor.losses(),
                };
                (by, monitor.ties(), monitor.dropped())
            }
        };
        Some(Sequential {
            by,
            evidence: claim.evidence,
            rejection_evidence: rejection.evidence,
            ties,
            dropped,
            mean: self.sample.mean(),
        })
    }
}

/// What is to be said where all differences there are are 0.
pub(super) fn nothing_differs(differences: &[f64]) -> Option<Note> {
    let finite = || differences.iter().filter(|value| value.is_finite());
    let pairs = finite().count();
    (pairs > 0 && finite().all(|value| *value == 0.0)).then_some(Note::NothingDiffers(pairs))
}
