//! model
pub mod design;
pub mod executor;
pub mod mathematics;
pub mod measures;
pub mod observed;
pub mod parameters;
pub mod setup;
