//! Samspil is a laboratory for the co-production of public services: citizens and professionals meet under different
//! designs, many times in parallel, and **output** (what is delivered) is measured against **outcome** (what gets better).
//!
//! Most people use the command `samspil`, or it from Python; this is the same from Rust, with results equal to the last bit.
//!
//! ```
//! # fn main() -> Result<(), samspil::Error> {
//! # let small = |town: samspil::Scenario| town.set("population.citizens", 200)?.set("simulation.horizon_years", 2);
//! let town = samspil::Scenario::load("norre_snede")?.set("programme.upkeep.invitation", 1.0)?;
//! # let town = small(town)?;
//! println!("{}", town.run(20)?.summary("outcome"));
//! # Ok(())
//! # }
//! ```
//!
//! | What for | Where |
//! |---|---|
//! | a town, and what is set in it | [`Scenario`] |
//! | what comes of it, many times | [`Scenario::run`], [`Run`], [`Summary`] |
//! | does it make a difference? | [`Scenario::compare`], [`Comparison`], [`Difference`] |
//! | what hinders? | [`Scenario::barriers`] |
//! | hypotheses, facts, plans in files | [`test()`], [`validate`], [`sweep`], [`frontier`], [`calibrate`] |
//! | words, figures, report of an answer | [`Answer`], [`Picture`] |
//! | a society month by month | [`Scenario::society`], [`Society`], [`Citizens`], [`Professionals`] |
//!
//! Intervals speak of chance between replications alone; what is not known about the parameters is not in them.
//! `docs/model.md` describes the model after the ODD protocol. Modules are the inside of the house (`ARCHITECTURE.md`): they
//! serve the command, the tests and mechanisms of one's own, and change without notice.

// The macros of `words` name the crate from within as from without.
extern crate self as samspil;

#[doc(hidden)]
pub mod experiment;
#[cfg(feature = "program")]
#[doc(hidden)]
pub mod figure;
#[cfg(feature = "program")]
mod laboratory;
#[doc(hidden)]
pub mod model;
#[cfg(feature = "program")]
#[doc(hidden)]
pub mod output;
#[doc(hidden)]
pub mod random;
#[cfg(feature = "program")]
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod scenario;
#[cfg(feature = "serve")]
#[doc(hidden)]
pub mod serve;
#[cfg(feature = "program")]
#[doc(hidden)]
pub mod shipped;
#[doc(hidden)]
pub mod statistics;
#[cfg(feature = "program")]
#[doc(hidden)]
pub mod study;
#[doc(hidden)]
pub mod words;
#[doc(hidden)]
pub mod world;

#[cfg(feature = "program")]
pub use laboratory::{
    Answer, Citizens, Comparison, Difference, Error, Picture, Professionals, Run, Scenario, Society, Summary,
    calibrate, frontier, sweep, test, validate,
};
