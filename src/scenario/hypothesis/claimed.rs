//! What a claim says of an effect: on which side of a bound it lies, when the claim is rejected, and how many replications it gets.

/// What is claimed of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It lies on this side.
    To(Side),
    /// It lies on either side.
    Either,
}

/// A side of a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Above.
    Greater,
    /// Below.
    Less,
}

impl Side {
    /// +1 above, −1 below.
    #[must_use]
    pub const fn sign(self) -> f64 {
        match self {
            Self::Greater => 1.0,
            Self::Less => -1.0,
        }
    }

    /// The other side.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Greater => Self::Less,
            Self::Less => Self::Greater,
        }
    }
}

/// Choices for a side.
pub(in crate::scenario) const SIDES: [(&str, Side); 2] = [("greater", Side::Greater), ("less", Side::Less)];

/// When a claim counts as rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// When the effect is shown to fall short of the smallest effect of interest.
    TooSmall,
    /// Only when the effect is shown to lie on the other side of the bound.
    Opposite,
}

/// Choices for `rejected_if`.
pub(super) const REJECTIONS: [(&str, Rejection); 2] = [
    ("too_small", Rejection::TooSmall),
    ("opposite", Rejection::Opposite),
];

/// How many replications each arm gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleSize {
    /// So many, whatever they show.
    Fixed(u32),
    /// At most so many, stopping as soon as the verdict is clear; p-values and intervals are then valid at any stop.
    Sequential(u32),
}

impl SampleSize {
    /// The most replications an arm gets.
    #[must_use]
    pub const fn most(self) -> u32 {
        match self {
            Self::Fixed(number) | Self::Sequential(number) => number,
        }
    }
}
