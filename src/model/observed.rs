//! Data from the real world that replace draws: survey respondents and ties.

/// A trait that a survey column can supply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(usize)]
pub enum Trait {
    /// Socio-economic status.
    Ses,
    /// Education, as a share of the scale.
    Education,
    /// Intrinsic motivation.
    Motivation,
    /// Extrinsic susceptibility.
    Extrinsic,
    /// Self-efficacy.
    Efficacy,
    /// Knowledge.
    Knowledge,
    /// Generalised trust.
    Trust,
    /// Risk tolerance.
    RiskTolerance,
    /// Free time; observed values are hours a week.
    FreeTime,
    /// Affectedness.
    Affectedness,
    /// Sociability.
    Sociability,
    /// Expectation of the public side.
    Expectation,
    /// Stance from client to co-producer.
    Stance,
    /// Age; observed values are years.
    Age,
}

impl Trait {
    /// All traits, in the order of the copula.
    pub const ALL: [Self; 14] = [
        Self::Ses,
        Self::Education,
        Self::Motivation,
        Self::Extrinsic,
        Self::Efficacy,
        Self::Knowledge,
        Self::Trust,
        Self::RiskTolerance,
        Self::FreeTime,
        Self::Affectedness,
        Self::Sociability,
        Self::Expectation,
        Self::Stance,
        Self::Age,
    ];

    /// Position in [`Trait::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// Survey respondents from whom citizens are drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObservedCitizens {
    /// The observed traits and their values per respondent; `NaN` where missing. Shares lie in `[0, 1]`,
    /// free time is in hours a week, age in years.
    pub traits: Vec<(Trait, Vec<f64>)>,
    /// Neighbourhood of each respondent, from 0, where observed.
    pub neighbourhood: Option<Vec<u32>>,
    /// Whether observed neighbourhoods are numbered from the poorest to the richest. Otherwise nothing says which are
    /// poorer, and no difference in status between them is drawn.
    pub neighbourhoods_ranked: bool,
    /// Survey weight of each respondent; empty when all weigh the same.
    pub weights: Vec<f64>,
    /// Whether respondents are taken as they stand, one citizen each, in file order.
    pub one_to_one: bool,
}

impl ObservedCitizens {
    /// Number of respondents.
    #[must_use]
    pub fn len(&self) -> usize {
        self.traits.first().map_or(0, |(_, values)| values.len())
    }

    /// Whether there are no respondents.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Ties between citizens, by their position in the survey file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObservedTies {
    /// Pairs of citizens, from 0, each tie once.
    pub pairs: Vec<(u32, u32)>,
}
