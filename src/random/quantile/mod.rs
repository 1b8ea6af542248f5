//! Quantile functions: one uniform in, one value out.
//!
//! A quantile function turns a probability *p* into the value below which a share *p* of the
//! distribution lies. It is monotone, so paired draws stay paired, and all of it is computed over
//! `libm`, so it has the same bits everywhere.

mod beta;
mod continuous;
mod counts;
mod gamma;
mod mixture;
mod normal;
mod table;
mod tables;

pub use counts::{binomial_quantile, poisson_quantile};
pub use normal::{normal_cdf, normal_quantile};
pub use table::QuantileTable;
pub use tables::Tables;
