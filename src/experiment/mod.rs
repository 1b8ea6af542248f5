//! Who runs which model how often.

mod ensemble;
mod known;
mod main_measures;
mod precision;
mod recorder;
mod reduce;
pub mod reference;
mod simulate;
mod size;
mod societies;
mod threads;

pub use ensemble::{Column, Ensemble, Summaries, columns};
pub use known::{BesideKnown, KnownPosition};
pub use main_measures::{MAIN_MEASURES, PROGRAMME_MAIN_MEASURES, municipality_keys};
pub use precision::{FIRST_ROUND, Precision, Verdict};
pub use recorder::{Recorder, Rows};
pub use simulate::{Completion, Run, Unwatched, Watch, observe_replication, simulate};
pub use size::{RESULTS_BYTES_MAX, Size, mean_seconds_of_runs, seconds_of_run};
pub use societies::{Address, Ready, Societies, by_configuration, by_replication, numbers};
pub use threads::{Divided, Threads};
