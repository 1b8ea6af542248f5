//! Who runs which model how often.

mod ensemble;
mod known;
mod main_measures;
mod precision;
mod recorder;
mod reduce;
pub mod reference;
#[cfg(feature = "program")]
mod simulate;
#[cfg(feature = "program")]
mod size;
mod societies;
#[cfg(feature = "program")]
mod threads;
mod unit;

pub use ensemble::{Column, Ensemble, Summaries, columns, parts_of, sample_of};
pub use known::{BesideKnown, KnownPosition};
pub use main_measures::{MAIN_MEASURES, PROGRAMME_MAIN_MEASURES, municipality_keys};
pub use precision::{FIRST_ROUND, Precision, Verdict};
pub use recorder::{Recorder, Rows};
#[cfg(feature = "program")]
pub use simulate::{Completion, observe_replication, simulate};
#[cfg(feature = "program")]
pub use size::{RESULTS_BYTES_MAX, Size, mean_seconds_of_runs, seconds_of_run};
pub use societies::{Address, Made, Ready, Societies, by_configuration, by_replication, numbers};
#[cfg(feature = "program")]
pub use threads::{Divided, Threads};
pub use unit::{Run, Unwatched, Watch, runs};
