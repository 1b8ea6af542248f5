//! What a draw decides; two decisions never share a purpose, so they never share luck.

use crate::random::Purpose;

/// Luck in the traits of a citizen: four traits to a purpose, in the order of
/// [`Trait::ALL`](super::observed::Trait::ALL).
pub const POPULATION_TRAITS: [Purpose; 4] = [Purpose(1000), Purpose(1001), Purpose(1002), Purpose(1003)];
/// Luck in what no trait is correlated with: threshold, type of cooperator, respondent, home.
pub const POPULATION_DISPOSITION: Purpose = Purpose(1004);
/// Place on the ring of the neighbourhood, and rounding of the number of ties.
pub const NETWORK_PLACE: Purpose = Purpose(1100);
/// Where a tie goes; the step is the number of the tie.
pub const NETWORK_TIE: Purpose = Purpose(1101);
