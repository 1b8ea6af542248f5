//! History matching: which draws of the inputs do not contradict what was observed, and worlds from them.
//!
//! Draws of the prior are ruled out by their [`Target::implausibility`], at first by that of an [`Emulator`] of a few runs; what
//! stays is run and weighed by a [`Kernel`], and [`accepts`] makes worlds of equal weight of it. Figures and values are compared
//! on the scale on which their errors are symmetric: who asks transforms them (logit for shares, logarithm for rates and amounts).

mod acceptance;
mod cut_off;
mod emulator;
#[cfg(test)]
mod fixtures;
mod held_out;
mod prior;
mod recovery;
mod target;
#[cfg(test)]
mod tests;

pub use acceptance::{AcceptanceError, Kernel, SolvedIntercept, accepts};
pub use cut_off::{
    CutOff, correlated_implausibility, cut_off, ranked_implausibility, truth_ruled_out, wrongly_ruled_out,
};
pub use emulator::{Emulation, Emulator, EmulatorError, RUNS_FOR_EMULATOR, Term, log_chance_variance};
pub use held_out::{EmulatorCheck, RUNS_HELD_OUT};
pub use prior::KolmogorovSmirnov;
pub use recovery::{RecoveryBand, rank_among, rank_uniformity};
pub use target::{FigureOf, KernelError, Prediction, Target};
