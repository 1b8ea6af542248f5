//! M21: initiatives that grow from citizens' ideas, live and spread.

mod growing;
pub(crate) mod life;
pub(crate) mod spread;
