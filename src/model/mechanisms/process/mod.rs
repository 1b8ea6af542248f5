//! The processes of a step, one file each, in the order of the process overview.

mod accounting;
mod balloting;
mod changing;
mod events;
mod facilitating;
mod financing;
mod governing;
mod growing;
mod learning;
mod listening;
mod living;
mod producing;
mod trading;
