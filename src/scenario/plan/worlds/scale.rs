//! On which scale a figure and a run are compared.

use serde::Serialize;

/// A scale on which errors are about symmetric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// `ln(x / (1 − x))`, for shares.
    Logit,
    /// `ln x`, for rates and amounts.
    Log,
    /// The number itself.
    Identity,
}

/// Choices for `scale`.
pub(super) const SCALES: [&str; 3] = ["logit", "log", "identity"];

impl Scale {
    /// The usual one of a measure with these limits: logit from 0 to 1, log from 0 on, else the number itself.
    #[must_use]
    pub fn of_limits((low, high): (f64, f64)) -> Self {
        match low.total_cmp(&0.0).is_eq() {
            true if high.total_cmp(&1.0).is_eq() => Self::Logit,
            true if high == f64::INFINITY => Self::Log,
            _ => Self::Identity,
        }
    }

    /// The one of a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Logit, Self::Log, Self::Identity]
            .into_iter()
            .find(|scale| scale.name() == name)
    }

    /// Its name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Logit => SCALES[0],
            Self::Log => SCALES[1],
            Self::Identity => SCALES[2],
        }
    }

    /// Whether a number has a finite place on it.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        self.place(value).is_finite()
    }

    /// The place of a number; infinite at a bound, `NaN` beyond.
    #[must_use]
    pub fn place(self, value: f64) -> f64 {
        match self {
            Self::Logit => libm::log(value / (1.0 - value)),
            Self::Log => libm::log(value),
            Self::Identity => value,
        }
    }

    /// The number at a place.
    #[must_use]
    pub fn value(self, place: f64) -> f64 {
        match self {
            Self::Logit => 1.0 / (1.0 + libm::exp(-place)),
            Self::Log => libm::exp(place),
            Self::Identity => place,
        }
    }

    /// How fast the place changes with the number.
    fn slope(self, value: f64) -> f64 {
        match self {
            Self::Logit => 1.0 / (value * (1.0 - value)),
            Self::Log => 1.0 / value,
            Self::Identity => 1.0,
        }
    }
}

/// A figure that a world must be able to meet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WorldTarget {
    /// The figure, in the unit of its measure.
    pub value: f64,
    /// Its standard error, in the same unit.
    pub standard_error: f64,
    /// How far off the model itself may be: a standard deviation, in the unit of the scale.
    pub discrepancy: f64,
    /// The scale on which runs are compared with it.
    pub scale: Scale,
    /// The fact that it is of, such as `SF-01`; may be empty.
    #[serde(skip)]
    pub fact: String,
    /// Where it comes from; may be empty.
    #[serde(skip)]
    pub source: String,
}

impl WorldTarget {
    /// The variance that a run may differ from the figure by, on the scale: κ = s² h′(z)² + d², with the standard error s brought to the
    /// scale h by the delta method at the figure z, and the discrepancy d. The play of chance in a run is not in it: a run
    /// has it of itself (Wilkinson 2013).
    #[must_use]
    pub fn variance(&self) -> f64 {
        let error = self.standard_error * self.scale.slope(self.value);
        error * error + self.discrepancy * self.discrepancy
    }

    /// How far a run's number lies from the figure, in standard deviations: (h(y) − h(z)) / √κ.
    #[must_use]
    pub fn misfit(&self, value: f64) -> f64 {
        (self.scale.place(value) - self.scale.place(self.value)) / libm::sqrt(self.variance())
    }

    /// Between which numbers the central 90 % of figures lie that a true model could have led to.
    #[must_use]
    pub fn band(&self) -> (f64, f64) {
        /// Standard deviations within which nine of ten normal errors lie.
        const NINE_IN_TEN: f64 = 1.644_853_626_951_472_7;
        let (middle, margin) = (
            self.scale.place(self.value),
            NINE_IN_TEN * libm::sqrt(self.variance()),
        );
        (
            self.scale.value(middle - margin),
            self.scale.value(middle + margin),
        )
    }
}
