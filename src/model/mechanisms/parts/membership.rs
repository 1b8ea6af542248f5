//! What the citizens of a block do and have in one programme.

use crate::model::lane::{LANES, Lane};
use crate::model::mechanisms::ProgrammeSums;
use crate::model::mechanisms::awareness::AwarenessMembership;
use crate::model::mechanisms::digital::Channel;
use crate::model::mechanisms::mastery::MasteryMembership;
use crate::model::mechanisms::rehabilitation::Care;
use crate::model::mechanisms::time_bank::Accounts;

/// What the citizens of a block do in one programme.
#[derive(Clone, Debug)]
pub(in crate::model) struct Membership {
    /// Who takes part.
    pub(in crate::model) active: u64,
    pub(in crate::model) awareness: AwarenessMembership,
    pub(in crate::model) mastery: MasteryMembership,
    pub(in crate::model) ownership: Lane,
    pub(in crate::model) hours_per_week: Lane,
    /// How far each citizen came in the last step, in a run that keeps diaries.
    pub(in crate::model) diary: Diary,
    /// Accounts, where the programme is a time bank.
    pub(in crate::model) time_bank: Option<Box<Accounts>>,
    /// Need for care, where the programme is rehabilitation.
    pub(in crate::model) rehabilitation: Option<Box<Care>>,
    /// The digital channel, where the programme has one.
    pub(in crate::model) digital: Option<Box<Channel>>,
    /// Sums of the last step.
    pub(in crate::model) sums: ProgrammeSums,
}

impl Default for Membership {
    fn default() -> Self {
        Self {
            active: 0,
            awareness: AwarenessMembership::default(),
            mastery: MasteryMembership::default(),
            ownership: [0.0; LANES],
            hours_per_week: [0.0; LANES],
            diary: Diary::default(),
            time_bank: None,
            rehabilitation: None,
            digital: None,
            sums: ProgrammeSums::default(),
        }
    }
}

/// How far the citizens of a block came in one programme in the last step; one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) struct Diary {
    /// Was asked, and could have joined.
    pub(in crate::model) asked: u64,
    /// Was asked, and would be willing if it took no time.
    pub(in crate::model) willing_given_time: u64,
    /// Was asked and willing.
    pub(in crate::model) willing: u64,
}
