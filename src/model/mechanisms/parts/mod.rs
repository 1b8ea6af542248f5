//! What a society, an initiative, a membership and a step hold: each is a list of the mechanisms' parts.

pub(crate) mod block;
pub(crate) mod initiative;
pub(crate) mod membership;
pub(crate) mod offer;
pub(super) mod parameters;
pub(crate) mod rates;
pub(super) mod society;
pub(crate) mod sums;
pub(super) mod switches;
pub(crate) mod view;
