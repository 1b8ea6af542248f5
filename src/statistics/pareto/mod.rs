//! What is best when there is more than one good.

mod dominance;
mod nsga;
mod variation;

pub use dominance::{Evaluation, crowding_distances, fronts};
pub use nsga::{Individual, SearchSettings, search_front};
pub use variation::{Allele, Gene, Genome};

#[cfg(test)]
mod zdt;
