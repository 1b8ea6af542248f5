//! Samspil is a laboratory for the co-production of public services.

pub mod experiment;
pub mod figure;
pub mod model;
pub mod output;
pub mod random;
pub mod report;
pub mod scenario;
pub mod statistics;
pub mod study;
