//! What the pairs of a pilot say of a comparison that is still to be made.

use super::SIGNIFICANCE;
use crate::statistics::{
    CONFIDENCE, Interval, Paired, Pairing, Shape, difference, power, standard_deviation_interval,
};
use crate::words::words;

/// Whose luck baseline and variant meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seeds {
    /// The same: replications are paired, as every comparison of Samspil does.
    Common,
    /// Each its own: what a comparison would need without pairing.
    Separate,
}

impl Seeds {
    /// Both, the better first.
    pub const BOTH: [Self; 2] = [Self::Common, Self::Separate];

    /// Its name in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Common => "paired",
            Self::Separate => "unpaired",
        }
    }

    /// Its name in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        let name = match self {
            Self::Common => words!("common random numbers"),
            Self::Separate => words!("separate seeds"),
        };
        name.text()
    }
}

/// A number at the pilot's standard deviation, and at both ends of the 95 % interval of that, the smaller first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate<T> {
    /// At the pilot's standard deviation.
    pub value: T,
    /// The smaller of both ends.
    pub low: T,
    /// The larger of both ends.
    pub high: T,
}

/// Where an effect comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectOf {
    /// It was asked for.
    Asked,
    /// Half of the pilot's own difference.
    Half,
    /// The pilot's own difference.
    Whole,
    /// Twice the pilot's own difference.
    Twice,
}

impl EffectOf {
    /// Its name in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Half => "half",
            Self::Whole => "whole",
            Self::Twice => "twice",
        }
    }

    /// Its name in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        let name = match self {
            Self::Asked => words!("as asked"),
            Self::Half => words!("half of the pilot's difference"),
            Self::Whole => words!("the pilot's difference"),
            Self::Twice => words!("twice the pilot's difference"),
        };
        name.text()
    }
}

/// An effect that is to be found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Where it comes from.
    pub of: EffectOf,
    /// How large it is, in the unit of the measure.
    pub size: f64,
}

/// Why a pilot says nothing of power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Fewer than two pairs have a value in both arms.
    NoValue,
    /// Baseline and variant are the same in every pair.
    AllTie,
    /// Every pair differs by the same, so that there is no chance to plan against.
    AllEqual,
}

/// The pairs of a variant and the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pilot {
    /// Means, differences and their spread.
    pub paired: Paired,
    /// The shape of the differences.
    pub shape: Shape,
}

impl Pilot {
    /// The pilot of two samples, both in the order of the replications.
    #[must_use]
    pub fn of(baseline: &[f64], variant: &[f64]) -> Self {
        let pairs = baseline.iter().zip(variant);
        let both = pairs.filter(|(before, after)| before.is_finite() && after.is_finite());
        let differences: Vec<f64> = both.map(|(before, after)| difference(*before, *after)).collect();
        Self {
            paired: Paired::of(baseline, variant),
            shape: Shape::of(&differences),
        }
    }

    /// Why it says nothing of power; `None` where it does.
    #[must_use]
    pub fn silence(&self) -> Option<Silence> {
        if self.paired.difference.count() < 2 {
            Some(Silence::NoValue)
        } else if self.paired.is_tied() {
            Some(Silence::AllTie)
        } else if self.paired.difference.variance() == 0.0 {
            Some(Silence::AllEqual)
        } else {
            None
        }
    }

    /// The standard deviation that matters, in the unit of the measure: of the differences within pairs, or the root of the
    /// mean of both variances, with its 95 % interval ([`standard_deviation_interval`]).
    #[must_use]
    pub fn standard_deviation(&self, seeds: Seeds) -> Estimate<f64> {
        let value = match self.design(seeds) {
            Pairing::Paired { standard_deviation } | Pairing::Unpaired { standard_deviation } => {
                standard_deviation
            }
        };
        let Interval { low, high } =
            standard_deviation_interval(value, self.degrees_of_freedom(seeds), CONFIDENCE);
        Estimate { value, low, high }
    }

    /// Degrees of freedom of that standard deviation: pairs less one, or, for the mean of two variances that the same luck
    /// ties to each other, `(n − 1) (s₁² + s₂²)² / (s₁⁴ + s₂⁴ + 2 s₁₂²)` (Satterthwaite, Biometrics Bulletin 2:110, 1946, with
    /// the covariance `s₁₂` of the arms).
    #[must_use]
    pub fn degrees_of_freedom(&self, seeds: Seeds) -> f64 {
        let pairs = self.paired.difference.count() as f64 - 1.0;
        if seeds == Seeds::Common {
            return pairs;
        }
        let (baseline, variant) = (self.paired.baseline.variance(), self.paired.variant.variance());
        let covariance = 0.5 * (baseline + variant - self.paired.difference.variance());
        let sum = baseline + variant;
        pairs * sum * sum / (baseline * baseline + variant * variant + 2.0 * covariance * covariance)
    }

    fn design(&self, seeds: Seeds) -> Pairing {
        match seeds {
            Seeds::Common => self.paired.paired_design(),
            Seeds::Separate => self.paired.unpaired_design(),
        }
    }

    /// Something at the pilot's standard deviation and at both ends of its interval.
    fn at<T>(&self, seeds: Seeds, what: impl Fn(Pairing) -> T) -> Estimate<T> {
        let of = |standard_deviation: f64| match seeds {
            Seeds::Common => what(Pairing::Paired { standard_deviation }),
            Seeds::Separate => what(Pairing::Unpaired { standard_deviation }),
        };
        let spread = self.standard_deviation(seeds);
        Estimate {
            value: of(spread.value),
            low: of(spread.low),
            high: of(spread.high),
        }
    }

    /// Replications of each arm that find an effect with this power; `None` where no number that is told does.
    #[must_use]
    pub fn replications(&self, seeds: Seeds, effect: f64, target: f64) -> Estimate<Option<usize>> {
        self.at(seeds, |design| {
            design.replications_for_power(effect, target, SIGNIFICANCE)
        })
    }

    /// The smallest effect that so many replications of each arm find with this power, in the unit of the measure.
    #[must_use]
    pub fn detectable(&self, seeds: Seeds, count: usize, target: f64) -> Estimate<f64> {
        self.at(seeds, |design| {
            design.detectable_effect(count, target, SIGNIFICANCE)
        })
    }

    /// The power with which so many replications of each arm find an effect.
    #[must_use]
    pub fn power(&self, seeds: Seeds, count: usize, effect: f64) -> Estimate<f64> {
        let of = self.at(seeds, |design| power(design, count, effect, SIGNIFICANCE));
        // The more values vary, the less is found.
        Estimate {
            value: of.value,
            low: of.high,
            high: of.low,
        }
    }

    /// The effects that are looked for: the one asked for, or half of, the whole, and twice the pilot's own difference. None
    /// where the pilot says nothing.
    #[must_use]
    pub fn effects(&self, asked: Option<f64>) -> Vec<Effect> {
        let own = self.paired.difference.mean().abs();
        match (self.silence(), asked) {
            (Some(_), _) => Vec::new(),
            (None, Some(size)) => vec![Effect {
                of: EffectOf::Asked,
                size,
            }],
            (None, None) if own == 0.0 => Vec::new(),
            (None, None) => [
                (EffectOf::Half, 0.5),
                (EffectOf::Whole, 1.0),
                (EffectOf::Twice, 2.0),
            ]
            .map(|(of, times)| Effect {
                of,
                size: times * own,
            })
            .to_vec(),
        }
    }
}
