//! A comparison that answers while its replications end: courses over time, ends, and what sets variants apart.
//!
//! A [`Study`](super::Study) answers once, from runs that someone else has. This one answers after every few replications
//! and keeps, in memory, no more of a run than it answers from: the measures whose course over time is asked for, and the
//! last row. When it goes on, and for how long, is for whoever asks to say.

mod answer;
mod question;
#[cfg(test)]
mod tests;
mod work;

pub use question::InterimQuestion;

/// A comparison under way: what is asked, and what is kept of the replications that have ended.
#[derive(Debug)]
pub struct InterimComparison {
    question: InterimQuestion,
    /// What is kept of a run, by arm and replication.
    runs: Vec<Vec<Vec<f64>>>,
}
