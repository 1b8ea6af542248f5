//! Sweeps: one scenario at many points, each run kept as a few numbers.
//!
//! A [`Description`] says everything about a plan that is needed once its runs are done, so that shards can be joined
//! where the plan is not at hand. [`Sweep`] is a plan with its folder: runs are appended to `runs.journal` as they
//! end, failures to `failures.jsonl`. [`merge`] joins shards. [`Results`] reads the journal from end to end without
//! holding it, and [`write_tables`] writes what came out, sorted by configuration and replication, so that it is
//! the same to the last bit whatever the order in which runs ended.

mod configurations;
mod description;
mod error;
mod failures;
mod merging;
mod points;
mod results;
mod shard;
mod tables;
#[cfg(test)]
mod tests;
mod work;

pub use configurations::PlanConfigurations;
pub(in crate::study) use configurations::reason;
pub use description::Description;
pub(in crate::study) use description::own_seed;
pub use error::SweepError;
pub use failures::Failed;
pub use merging::merge;
pub use points::Points;
pub(in crate::study) use results::values;
pub use results::{Course, CoursePoint, Results, Row};
pub use shard::Shard;
pub(in crate::study) use tables::write_with;
pub use tables::{PARQUET_FROM_RUNS, write_tables};
pub use work::Sweep;
