//! What the citizens of a block do and have in one programme.

use super::sums::ProgrammeSums;
use crate::model::lane::{LANES, Lane};

/// What the citizens of a block do in one programme.
#[derive(Clone, Debug)]
pub(crate) struct Membership {
    /// Who knows of it.
    pub(crate) aware: u64,
    /// Who takes part.
    pub(crate) active: u64,
    /// Who belongs to the target group.
    pub(crate) target: u64,
    /// Who was reached with a kit.
    pub(crate) kit: u64,
    /// Who was reached with a letter.
    pub(crate) letter: u64,
    /// Relative reach of outreach, `exp(g(2z - 1))`.
    pub(crate) outreach_weight: Lane,
    pub(crate) ownership: Lane,
    pub(crate) hours_per_week: Lane,
    /// How far each citizen came in the last step, in a run that keeps diaries.
    pub(crate) diary: Diary,
    /// Accounts in a time bank, where the programme is one (M25).
    pub(crate) accounts: Option<Box<Accounts>>,
    /// Need for care, where the programme is rehabilitation (M25).
    pub(crate) care: Option<Box<Care>>,
    /// The digital channel, where the programme has one (M25).
    pub(crate) channel: Option<Box<Channel>>,
    /// Sums of the last step.
    pub(crate) sums: ProgrammeSums,
}

impl Default for Membership {
    fn default() -> Self {
        Self {
            aware: 0,
            active: 0,
            target: 0,
            kit: 0,
            letter: 0,
            outreach_weight: [1.0; LANES],
            ownership: [0.0; LANES],
            hours_per_week: [0.0; LANES],
            diary: Diary::default(),
            accounts: None,
            care: None,
            channel: None,
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

/// The accounts of a block of citizens in one programme.
#[derive(Clone, Debug)]
pub(crate) struct Accounts {
    /// Credits held.
    pub(crate) credits: Lane,
    /// Share of the hours wished for in the last step that a member got.
    pub(crate) received: Lane,
}

impl Default for Accounts {
    fn default() -> Self {
        Self {
            credits: [0.0; LANES],
            received: [0.0; LANES],
        }
    }
}

/// What care the citizens of a block need in one programme.
#[derive(Clone, Debug)]
pub(crate) struct Care {
    /// Part of the need at birth that is left.
    pub(crate) need_left: Lane,
    /// Who has become self-reliant and does not need care.
    pub(crate) self_reliant: u64,
}

impl Default for Care {
    fn default() -> Self {
        Self {
            need_left: [1.0; LANES],
            self_reliant: 0,
        }
    }
}

/// What a digital channel is to the citizens of a block in one programme.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    /// How much more a citizen is reached than in person.
    pub(crate) reach: Lane,
    /// What is left of the game's novelty.
    pub(crate) novelty: Lane,
}

impl Default for Channel {
    fn default() -> Self {
        Self {
            reach: [1.0; LANES],
            novelty: [1.0; LANES],
        }
    }
}
