//! model
pub mod design;
pub mod executor;
pub mod mathematics;
pub mod measures;
pub mod network;
pub mod observed;
pub mod parameters;
pub mod population;
pub mod purpose;
pub mod setup;
