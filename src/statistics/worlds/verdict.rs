//! Does a claim hold in so many of all worlds?

use statrs::function::beta::beta_reg;

use crate::statistics::{CONFIDENCE, Interval};

/// Level of the one-sided tests.
const LEVEL: f64 = 0.05;
/// Halvings that bring an interval from 1 down to the last bit.
const HALVINGS: usize = 60;

/// What is said of a claim that is to hold in at least some share of worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorldsVerdict {
    /// It holds in at least as many: a smaller share is refuted.
    Holds,
    /// It holds in fewer: the share is refuted.
    HoldsInFewer,
    /// It depends on the world, in a share near the one asked for: neither is refuted.
    Depends,
}

/// In how many worlds a claim holds, beside the share of *all* plausible worlds that it is to hold in.
///
/// The worlds are a sample: of 500 the claim must hold in 484 to refute "in fewer than 95 %" at 5 %, and in at most 466 to refute
/// "in 95 % or more". Tests and interval are those of the binomial distribution (Clopper and Pearson, Biometrika 26, 1934).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShareOfWorlds {
    /// Worlds in which the claim holds.
    pub holding: usize,
    /// Worlds looked at.
    pub worlds: usize,
    /// 95 % interval of the share of all worlds.
    pub interval: Interval,
    /// P-value against "in fewer than the share asked for": chance of at least as many in favour at that share.
    pub p_fewer: f64,
    /// P-value against "in at least the share asked for": chance of at most as many in favour at that share.
    pub p_as_many: f64,
    /// What follows.
    pub verdict: WorldsVerdict,
}

impl ShareOfWorlds {
    /// Tests whether a claim that holds in `holding` of `worlds` holds in at least the share `asked` of all.
    ///
    /// Without worlds it depends.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::{ShareOfWorlds, WorldsVerdict};
    /// assert_eq!(ShareOfWorlds::of(484, 500, 0.95).verdict, WorldsVerdict::Holds);
    /// assert_eq!(ShareOfWorlds::of(475, 500, 0.95).verdict, WorldsVerdict::Depends);
    /// ```
    ///
    /// # Panics
    /// When it holds in more worlds than there are, or `asked` lies outside `[0, 1]`.
    #[must_use]
    pub fn of(holding: usize, worlds: usize, asked: f64) -> Self {
        assert!(holding <= worlds, "{holding} of {worlds} worlds");
        assert!((0.0..=1.0).contains(&asked), "share {asked} outside [0, 1]");
        let at_least = |share: f64| chance_of_at_least(holding, worlds, share);
        let at_most = |share: f64| chance_of_at_least(worlds - holding, worlds, 1.0 - share);
        let tail = 0.5 * (1.0 - CONFIDENCE);
        let (p_fewer, p_as_many) = (at_least(asked), at_most(asked));
        let verdict = if p_fewer <= LEVEL {
            WorldsVerdict::Holds
        } else if p_as_many <= LEVEL {
            WorldsVerdict::HoldsInFewer
        } else {
            WorldsVerdict::Depends
        };
        Self {
            holding,
            worlds,
            interval: Interval {
                low: if holding == 0 {
                    0.0
                } else {
                    border(|share| at_least(share) < tail)
                },
                high: if holding == worlds {
                    1.0
                } else {
                    border(|share| at_most(share) >= tail)
                },
            },
            p_fewer,
            p_as_many,
            verdict,
        }
    }
}

/// Chance that a claim holds in `count` of `worlds` or more, if it holds in this share of all.
fn chance_of_at_least(count: usize, worlds: usize, share: f64) -> f64 {
    if count == 0 || share >= 1.0 {
        1.0
    } else if share <= 0.0 {
        0.0
    } else {
        beta_reg(count as f64, (worlds - count + 1) as f64, share)
    }
}

/// The share up to which something is so.
fn border(is_so: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if is_so(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
