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
//! use samspil::experiment::{Completion, Ready, Threads, Unwatched, by_replication, columns, simulate};
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
//! let societies = Ready::new(scenarios.each_ref().map(|scenario| scenario.setup.clone()), 1);
//!
//! let columns = columns(&scenarios[0].programme_keys, scenarios[0].municipalities());
//! let measure = columns.iter().position(|column| column.key == "participants_share").unwrap();
//! let mut ends = [vec![0.0; 20], vec![0.0; 20]];
//! let completion = simulate(&societies, by_replication(2, 20), &Threads::new(2)?, &Unwatched, |run| {
//!     let (arm, replication) = (run.address.configuration as usize, run.address.replication as usize);
//!     let rows = run.values();
//!     ends[arm][replication] = rows[rows.len() - columns.len() + measure];
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
