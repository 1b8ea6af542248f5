//! What would be worth knowing before a choice?
//!
//! Worlds are what is plausible, options what can be chosen, and the *net benefit* `N_wd` is what option d brings in world w, chance
//! averaged out, less its price. Who chooses now takes the option with the best mean, d*. Who learns something first may choose
//! otherwise where that is better, and what this brings on average is what the knowledge is worth, in the unit of the net benefits:
//!
//! * all there is to know (EVPI, expected value of perfect information): `mean_w max_d N_wd − max_d mean_w N_wd`;
//! * some parameters (EVPPI, of partial perfect information): the same of `E(N_d | parameters)`;
//! * a study of a parameter (EVSI, of sample information): the same of `E(N_d | what the study finds)`.
//!
//! So `0 ≤ EVSI ≤ EVPPI ≤ EVPI`. What has an effect on outcomes, but none on the difference of options, is worth nothing, values do
//! not add up, and what is learnt about a parameter is learnt about those that go with it. Where net benefits have no price, their unit
//! is the outcome itself. All are per decision.
//!
//! Raiffa and Schlaifer, Applied Statistical Decision Theory, 1961; Strong, Oakley and Brennan, Medical Decision Making 34, 2014; Rothery
//! et al., Value in Health 23, 2020.

mod bias;
mod error;
mod features;
mod least_squares;
mod net_benefits;
mod normal;
mod partial;
mod regression;
mod study;
#[cfg(test)]
mod tests;

pub use error::InformationError;
pub use net_benefits::{NetBenefits, PerfectInformation};
pub use normal::NormalDifference;
pub use partial::PartialInformation;
pub use study::{SampleInformation, SurveyInformation};
