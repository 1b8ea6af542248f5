//! Readings for which agents are followed from step to step: pure functions over what is seen of them, and who sees it.
//!
//! | file | what is read |
//! |---|---|
//! | `people.rs` | who joined, left, came back or was asked |
//! | `initiatives.rs` | when initiatives begin and end, what they keep, what becomes of proposals |
//! | `areas.rs` | neighbourhoods by status |
//! | `slices.rs` | parts in the order of a value, and inequality |
//! | `follower.rs` | what is kept of a run for all of them |

mod areas;
mod follower;
mod initiatives;
mod people;
mod slices;

pub(super) use follower::Follower;
