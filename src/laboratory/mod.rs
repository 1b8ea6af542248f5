//! The laboratory as a library: scenarios, runs, comparisons, studies, and societies that live step by step.

mod answer;
mod comparison;
mod error;
mod run;
mod scenario;
mod society;
mod studies;
mod summary;

pub use answer::{Answer, Picture};
pub use comparison::Comparison;
pub use error::Error;
pub use run::Run;
pub use scenario::Scenario;
pub use society::{Citizens, Professionals, Society};
pub use studies::{calibrate, frontier, sweep, test, validate};
pub use summary::{Difference, Summary};
