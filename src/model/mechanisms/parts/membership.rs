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
pub(crate) struct Membership {
    /// Who takes part.
    pub(crate) active: u64,
    pub(crate) awareness: AwarenessMembership,
    pub(crate) mastery: MasteryMembership,
    pub(crate) ownership: Lane,
    pub(crate) hours_per_week: Lane,
    /// How far each citizen came in the last step, in a run that keeps diaries.
    pub(crate) diary: Diary,
    /// Accounts, where the programme is a time bank.
    pub(crate) time_bank: Option<Box<Accounts>>,
    /// Need for care, where the programme is rehabilitation.
    pub(crate) rehabilitation: Option<Box<Care>>,
    /// The digital channel, where the programme has one.
    pub(crate) digital: Option<Box<Channel>>,
    /// Sums of the last step.
    pub(crate) sums: ProgrammeSums,
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
pub(crate) struct Diary {
    /// Was asked, and could have joined.
    pub(crate) asked: u64,
    /// Was asked, and would be willing if it took no time.
    pub(crate) willing_given_time: u64,
    /// Was asked and willing.
    pub(crate) willing: u64,
}
