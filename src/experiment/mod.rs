//! Who runs which model how often.

mod ensemble;
mod known;
mod main_measures;
mod precision;
mod reduce;
pub mod reference;
mod replicate;
mod size;
mod stream;
mod sweep;
mod threads;

pub use ensemble::{Column, Ensemble, Summaries, columns};
pub use known::{BesideKnown, Stand};
pub use main_measures::{MAIN_MEASURES, PROGRAMME_MAIN_MEASURES, municipality_keys};
pub use precision::{FIRST_ROUND, Precision, Verdict};
pub use replicate::{
    Completion, Job, Probe, Reader, Unprobed, Unwatched, Watch, observe_replication, replicate,
    replicate_probed,
};
pub use size::{RESULTS_BYTES_MAX, Size};
pub use sweep::{Configurations, Run, RunOutcome, Task, sweep, tasks};
pub use threads::{Divided, Threads};
