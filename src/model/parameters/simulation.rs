//! The decision rule and the switches of the mechanisms.
//!
//! Field names are the keys of the parameter register, where units, ranges and sources stand.

use serde::Deserialize;

/// Which mechanisms are at work.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in the scenario file"
)]
pub struct Mechanisms {
    /// Off: everyone knows of every programme.
    pub awareness: bool,
    /// Off: only general offers, nobody is asked by friends or professionals.
    pub asking: bool,
    /// Off: everyone is willing with the reference probability.
    pub willingness: bool,
    /// Off: nobody joins.
    pub joining: bool,
    /// Off: participants leave at the base rate whatever they experience.
    pub staying: bool,
    /// Off: every participant gives the mean hours.
    pub hours: bool,
    /// Off: rewards do not displace intrinsic motivation.
    pub crowding: bool,
    /// Off: others' participation does not affect willingness.
    pub social_influence: bool,
    /// Off: efficacy and knowledge are fixed traits.
    pub mastery: bool,
    /// Off: no new ties, trust and local expectations stay put.
    pub social_capital: bool,
    /// Off: nobody tires.
    pub fatigue: bool,
    /// Off: professionals' attitudes stay where they are.
    pub attitude: bool,
    /// Off: professionals' beliefs about citizens stay where they are.
    pub belief: bool,
    /// Off: professionals only produce, nobody facilitates.
    pub facilitation: bool,
    /// Off: zero-error culture, silos, bureaucracy and inviting structures have no effect.
    pub organisation: bool,
    /// Off: the council neither stops initiatives nor reacts to incidents.
    pub politics: bool,
    /// Off: ownership and influence stay where they are and no proposals are made.
    pub ownership: bool,
    /// Off: citizens' hours do not enter production.
    pub joint_production: bool,
    /// Off: the problem stock stays put.
    pub outcome: bool,
    /// Off: all participants have equal voice.
    pub voice: bool,
    /// Off: citizens have no ideas, and initiatives that grow from ideas stay as they are.
    pub initiatives: bool,
    /// Off: no goals, no evaluation.
    pub goals: bool,
    /// Off: no votes on pots of money.
    pub ballot: bool,
    /// Off: time credits are a reward of fixed worth that nobody keeps or spends.
    pub time_bank: bool,
    /// Off: nobody is asked for money, and step goods keep nothing away.
    pub provision: bool,
    /// Off: need for care stays what it was at birth.
    pub rehabilitation: bool,
    /// Off: digital channels are like meeting in person, and games like none.
    pub digital: bool,
    /// Off: nothing is charged.
    pub costs: bool,
    /// Off: cutting staff while asking citizens to take over provokes nobody.
    pub backlash: bool,
}
