//! Samspil is a laboratory for the co-production of public services: citizens and professionals meet under different
//! designs, many times in parallel, and **output** (what is delivered) is measured against **outcome** (what gets better).
//!
//! Most people use the command `samspil`; this library is what it is made of. A [`scenario`] is text with a meaning, the
//! [`model`] lets one society live, an [`experiment`] lets many live, and a [`study`] keeps experiments in a folder.
//! `docs/model.md` describes the model after the ODD protocol, `ARCHITECTURE.md` the house.
//!
//! Do more citizens take part where it is easy? The same society, in 20 replications that meet the same luck twice:
//!
//! ```
//! use std::path::Path;
//!
//! use samspil::experiment::{Completion, Job, Threads, Unwatched, columns, replicate};
//! use samspil::scenario::Scenario;
//! use samspil::statistics::Paired;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let parks = |ease: f64| {
//!     let text = format!(
//!         "[simulation]\nhorizon_years = 2.0\n[population]\ncitizens = 300\n[programme.parks]\nease = {ease}\n"
//!     );
//!     Scenario::from_text(Path::new("parks.toml"), &text, &[])
//! };
//! let scenarios = [parks(0.3)?, parks(0.7)?];
//! let setups = scenarios.each_ref().map(|scenario| scenario.setup.clone());
//! let jobs: Vec<Job> = (0..2)
//!     .flat_map(|setup| (0..20).map(move |replication| Job { setup, replication }))
//!     .collect();
//!
//! let columns = columns(&scenarios[0].programme_keys, scenarios[0].municipalities());
//! let measure = columns.iter().position(|column| column.key == "participants_share").unwrap();
//! let mut ends = [vec![0.0; 20], vec![0.0; 20]];
//! let completion = replicate(&setups, 1, &jobs, &Threads::new(2)?, &Unwatched, |job, rows| {
//!     let last = &rows[rows.len() - columns.len()..];
//!     ends[job.setup][job.replication as usize] = last[measure];
//!     Ok::<(), std::io::Error>(())
//! })?;
//! assert_eq!(completion, Completion::Whole);
//!
//! let paired = Paired::of(&ends[0], &ends[1]);
//! assert!(paired.difference.mean() > 0.0);
//! # Ok(())
//! # }
//! ```

pub mod experiment;
pub mod figure;
pub mod model;
pub mod output;
pub mod random;
pub mod report;
pub mod scenario;
#[cfg(feature = "serve")]
pub mod serve;
pub mod shipped;
pub mod statistics;
pub mod study;
