//! Worlds: full sets of values of everything that is uncertain wherever one looks.
//!
//! A world is what people and the public side are taken to be like: numbers of the parameter register with what is known of each
//! before ([`Entry::prior`](crate::scenario::Entry::prior)), and alternatives of structure, such as the decision rule. The *place* and
//! the *design* are no part of it. A world is drawn ([`draw()`]), and the constants of the model that follow from its numbers are solved
//! ([`Solver`]), so that it is willing to take part as it says itself; it then lies beneath a scenario
//! ([`Base::beneath`](crate::scenario::Base::beneath)). Which of many draws are plausible is the question of `samspil worlds`
//! (`study/worlds/`); those that are make an [`Ensemble`].
//!
//! Everything here is a pure function of seeds and numbers, on `libm` and in a fixed order.

mod draw;
mod ensemble;
mod inhabit;
mod solve;

pub use draw::{Draw, address, digest_of_priors, draw, place, uncertain};
pub use ensemble::{Ensemble, EnsembleError, World};
pub use inhabit::{Inhabited, Worlds};
pub use solve::{NoWorld, Solver, constants};
