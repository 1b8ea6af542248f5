//! Which mechanisms are at work.

use serde::{Deserialize, Serialize};

/// Which mechanisms are at work.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in the scenario file"
)]
pub struct Switches {
    pub awareness: bool,
    pub asking: bool,
    pub willingness: bool,
    pub joining: bool,
    pub staying: bool,
    pub hours: bool,
    pub crowding: bool,
    pub social_influence: bool,
    pub collective: bool,
    pub association: bool,
    pub roles: bool,
    pub admission: bool,
    pub mastery: bool,
    pub social_capital: bool,
    pub fatigue: bool,
    pub attitude: bool,
    pub power: bool,
    pub belief: bool,
    pub facilitation: bool,
    pub organisation: bool,
    pub politics: bool,
    pub ownership: bool,
    pub joint_production: bool,
    pub outcome: bool,
    pub co_destruction: bool,
    pub voice: bool,
    pub initiatives: bool,
    pub goals: bool,
    pub goal_focus: bool,
    pub ballot: bool,
    pub time_bank: bool,
    pub provision: bool,
    pub rehabilitation: bool,
    pub digital: bool,
    pub costs: bool,
    pub backlash: bool,
}
