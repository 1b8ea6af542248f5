//! What a society, an initiative, a membership and a step hold: each is a list of the mechanisms' parts.

pub(in crate::model) mod block;
pub(in crate::model) mod initiative;
pub(in crate::model) mod membership;
pub(in crate::model) mod offer;
pub(super) mod parameters;
pub(in crate::model) mod rates;
pub(super) mod society;
pub(in crate::model) mod sums;
pub(super) mod switches;
pub(in crate::model) mod view;
