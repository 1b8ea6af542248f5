//! What an interval of a change or of a difference lets one say.

use crate::model::measures::Measure;

/// What is found of a change, or of a difference from the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// Its interval lies above zero.
    Up,
    /// Its interval lies below zero.
    Down,
    /// It is too small to be noticed: its interval covers zero and goes no further than what is noticeable, or both levels
    /// are written alike.
    NotNoticeable,
    /// Its interval covers zero and noticeable changes as well.
    Undecided,
}

/// From which size on a share less another is noticed.
const NOTICEABLE_SHARE: f64 = 0.01;
/// From which part of its level on anything else is noticed.
const NOTICEABLE_PART: f64 = 0.05;

impl Finding {
    /// What the interval of a change from `level` lets one say; `alike` where both levels are the same as they are written.
    pub(crate) fn of(measure: &Measure, level: f64, (low, high): (f64, f64), alike: bool) -> Self {
        let noticeable = if measure.unit.starts_with("share") {
            NOTICEABLE_SHARE
        } else {
            NOTICEABLE_PART * level.abs()
        };
        let (up, down) = (low > 0.0, high < 0.0);
        if (up || down) && !alike {
            return if up { Self::Up } else { Self::Down };
        }
        if up || down || low.abs().max(high.abs()) <= noticeable {
            Self::NotNoticeable
        } else {
            Self::Undecided
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::measures::measures;

    #[test]
    fn what_cannot_be_told_is_not_called_unnoticeable() {
        let of = |key: &str, level: f64, interval: (f64, f64), alike: bool| {
            let measure = measures().iter().find(|measure| measure.key == key).unwrap();
            Finding::of(measure, level, interval, alike)
        };
        assert_eq!(of("outcome", 0.446, (-0.05, 0.90), false), Finding::Undecided);
        assert_eq!(of("outcome", 0.446, (-0.05, 0.05), true), Finding::Undecided);
        assert_eq!(
            of("outcome", 0.446, (-0.009, 0.010), false),
            Finding::NotNoticeable
        );
        assert_eq!(
            of("outcome", 0.446, (0.0001, 0.0002), true),
            Finding::NotNoticeable
        );
        assert_eq!(of("outcome", 0.446, (0.001, 0.3), false), Finding::Up);
        assert_eq!(of("output", 2.0, (-0.09, 0.1), false), Finding::NotNoticeable);
        assert_eq!(of("output", 2.0, (-0.09, 0.11), false), Finding::Undecided);
        assert_eq!(of("output", 2.0, (-0.3, -0.1), false), Finding::Down);
        assert_eq!(of("output", 0.0, (0.0, 0.0), true), Finding::NotNoticeable);
    }
}
