//! M25: the time bank, in which an hour given earns a credit and a credit buys an hour of another member's time.
//!
//! A member would ask for `w = w̄ · 2a · 2/(1 + T/T̄)` hours a week, and asks for as many as credits beyond a reserve
//! `2(1 - r) · reserve` pay. Hours given are hours to be had: of what is asked, the share `min(1, given/asked)` is found.
//! So credits are made by giving and used up by receiving, and who saves keeps others from nothing but leaves the bank
//! idle. What a credit is worth to newcomers is the chance that it will be spent: spent over earned, as remembered.
//!
//! Sources: K-01, Ev-22, Ev-43. Bites after the citizens' process, on the reward of the next step (M3) and wellbeing.

use serde::{Deserialize, Serialize};

use super::crowding::reward_weight;
use super::{Block, OfSociety, OfferContext, Society, SocietyView, WithSums, ratio};
use crate::model::design::RewardKind;
use crate::model::lane::{LANES, Lane, lanes};
use crate::model::mathematics::{WEEKS_PER_YEAR, half_life_share};
use crate::model::measure::{Measure, POSITIVE, SHARE, Theme};
use crate::words::words;

/// Credits that are earned, kept and spent (M25).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TimeBankParameters {
    pub asked_hours_per_week: f64,
    pub reserve_credits: f64,
    pub prior_credits: f64,
    pub memory_half_life_years: f64,
}

/// The accounts of a block of citizens in one programme.
#[derive(Clone, Debug)]
pub(in crate::model) struct Accounts {
    /// Credits held.
    pub(in crate::model) credits: Lane,
    /// Share of the hours wished for in the last step that a member got.
    pub(in crate::model) received: Lane,
}

impl Default for Accounts {
    fn default() -> Self {
        Self {
            credits: [0.0; LANES],
            received: [0.0; LANES],
        }
    }
}

/// What the credits of an initiative are worth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct TimeBankOffer {
    /// Weight of credits, which are worth more to those who need others' hours; a credit that is traded is worth what the
    /// chance of spending it leaves.
    pub(in crate::model) credit_weight: f32,
}

impl TimeBankOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        let traded = of.programme.credits_traded && of.parameters.mechanisms.time_bank;
        if of.programme.reward == RewardKind::None || !traded {
            return Self::default();
        }
        let worth = of.initiative.time_bank.worth(&of.parameters.time_bank);
        Self {
            credit_weight: reward_weight(of, of.programme.reward_eur_per_hour * worth),
        }
    }
}

/// Who keeps more than this many weeks' wishes is hoarding.
const HOARD_WEEKS: f64 = 26.0;

/// The books of one initiative.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct Books {
    /// Credits earned and spent, fading from memory.
    pub(in crate::model) earned_remembered: f64,
    pub(in crate::model) spent_remembered: f64,
    /// Credits earned, spent, and given up by those who left, since the start.
    pub(in crate::model) earned: f64,
    pub(in crate::model) spent: f64,
    pub(in crate::model) lapsed: f64,
    /// Credits that members hold.
    pub(in crate::model) held: f64,
    /// Members who hoard.
    pub(in crate::model) hoarders: f64,
}

impl Books {
    /// Chance that a credit will be spent, as members see it.
    pub(in crate::model) fn worth(&self, rates: &TimeBankParameters) -> f64 {
        let prior = rates.prior_credits;
        ((self.spent_remembered + prior) / (self.earned_remembered + prior)).min(1.0)
    }
}

/// What members of a bank go by.
pub(in crate::model) struct Habits<'a> {
    pub(in crate::model) rates: &'a TimeBankParameters,
    pub(in crate::model) free_time_mean_hours_per_week: f64,
    /// Length of a step in weeks.
    pub(in crate::model) weeks: f64,
}

impl Habits<'_> {
    /// Hours a week that a citizen would ask for.
    fn wish_per_week(&self, block: &Block, lane: usize) -> f64 {
        let time = f64::from(block.fixed.free_time_hours_per_week[lane]);
        let busy = 2.0 / (1.0 + time / self.free_time_mean_hours_per_week);
        self.rates.asked_hours_per_week * 2.0 * f64::from(block.fixed.affectedness[lane]) * busy
    }

    /// Hours that a member asks for in the step.
    fn asked(&self, block: &Block, accounts: &Accounts, lane: usize) -> f64 {
        let reserve = self.rates.reserve_credits * 2.0 * f64::from(block.fixed.risk_aversion[lane]);
        let to_spend = (f64::from(accounts.credits[lane]) - reserve).max(0.0);
        (self.wish_per_week(block, lane) * self.weeks).min(to_spend)
    }
}

/// Members of one initiative trade for a step; `blocks` are those of its neighbourhood.
pub(in crate::model) fn trade(
    blocks: &mut [Block],
    programme: usize,
    books: &mut Books,
    habits: &Habits<'_>,
    step_years: f64,
) {
    let (mut asked, mut given) = (0.0, 0.0);
    for block in &mut *blocks {
        books.lapsed += lapse(block, programme);
        let membership = &block.memberships[programme];
        let Some(accounts) = &membership.time_bank else {
            continue;
        };
        for lane in lanes(membership.active) {
            asked += habits.asked(block, accounts, lane);
            given += f64::from(membership.hours_per_week[lane]) * habits.weeks;
        }
    }
    let found = if asked > 0.0 {
        (given / asked).min(1.0)
    } else {
        0.0
    };
    let (mut spent, mut held, mut hoarders) = (0.0, 0.0, 0.0);
    for block in blocks {
        let Some(mut accounts) = block.memberships[programme].time_bank.take() else {
            continue;
        };
        let membership = &block.memberships[programme];
        for lane in lanes(membership.active) {
            let wish = habits.wish_per_week(block, lane);
            let received = found * habits.asked(block, &accounts, lane);
            let earned = f64::from(membership.hours_per_week[lane]) * habits.weeks;
            let credits = f64::from(accounts.credits[lane]) + earned - received;
            accounts.credits[lane] = credits as f32;
            accounts.received[lane] = if wish > 0.0 {
                (received / (wish * habits.weeks)) as f32
            } else {
                0.0
            };
            spent += received;
            held += credits;
            hoarders += f64::from(u8::from(credits > HOARD_WEEKS * wish));
        }
        block.memberships[programme].time_bank = Some(accounts);
    }
    let faded = half_life_share(step_years, habits.rates.memory_half_life_years);
    books.earned_remembered += given - faded * books.earned_remembered;
    books.spent_remembered += spent - faded * books.spent_remembered;
    books.earned += given;
    books.spent += spent;
    books.held = held;
    books.hoarders = hoarders;
}

/// Those who have left give their credits up; returns how many.
fn lapse(block: &mut Block, programme: usize) -> f64 {
    let membership = &mut block.memberships[programme];
    let Some(accounts) = &mut membership.time_bank else {
        return 0.0;
    };
    let mut lapsed = 0.0;
    for lane in 0..LANES {
        if membership.active >> lane & 1 == 0 {
            lapsed += f64::from(std::mem::take(&mut accounts.credits[lane]));
            accounts.received[lane] = 0.0;
        }
    }
    lapsed
}

impl Society {
    /// In every bank, hours given earn credits, and credits buy hours.
    pub(in crate::model) fn trade_credits(&mut self) {
        if !self.parameters.mechanisms.time_bank {
            return;
        }
        let habits = Habits {
            rates: &self.parameters.time_bank,
            free_time_mean_hours_per_week: self.parameters.population.free_time_mean_hours_per_week,
            weeks: WEEKS_PER_YEAR * self.step_years,
        };
        let places = self.unit_of.len();
        for (programme, design) in self.parameters.programmes.iter().enumerate() {
            if !design.credits_traded {
                continue;
            }
            // Blocks stand in the order of neighbourhoods.
            for blocks in self
                .blocks
                .chunk_by_mut(|one, other| one.neighbourhood == other.neighbourhood)
            {
                let place = blocks[0].neighbourhood;
                let books = &mut self.initiatives[programme * places + place].time_bank;
                trade(blocks, programme, books, &habits, self.step_years);
            }
        }
    }
}

fn banks<'a>(of: &'a SocietyView<'_>) -> impl Iterator<Item = WithSums<'a>> {
    of.present().filter(|one| of.programme(one).credits_traded)
}

fn in_banks(of: &SocietyView<'_>, sum: fn(&Books) -> f64) -> f64 {
    banks(of).map(|one| sum(&one.initiative.time_bank)).sum()
}

fn members(of: &SocietyView<'_>) -> f64 {
    banks(of).map(|one| one.sums.active).sum()
}

pub(in crate::model) const CREDITS_PER_MEMBER: OfSociety = OfSociety {
    measure: Measure::new(
        "credits_per_member",
        words!("credits held"),
        "credits per member",
        POSITIVE,
        "M25",
        Theme::Participation,
        words!("Credits that members of time banks hold, each"),
    ),
    value: |of| ratio(in_banks(of, |books| books.held), members(of)),
};

pub(in crate::model) const CREDITS_SPENT_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "credits_spent_share",
        words!("credits spent"),
        "",
        POSITIVE,
        "M25",
        Theme::Participation,
        words!(
            "Credits spent for each credit earned in time banks, both as remembered; above 1 where savings are used up"
        ),
    ),
    value: |of| {
        let earned = in_banks(of, |books| books.earned_remembered);
        ratio(in_banks(of, |books| books.spent_remembered), earned)
    },
};

pub(in crate::model) const HOARDERS_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "hoarders_share",
        words!("hoarders"),
        "share",
        SHARE,
        "M25",
        Theme::Participation,
        words!(
            "Share of the members of time banks who hold more credits than they would ask for in half a year"
        ),
    ),
    value: |of| ratio(in_banks(of, |books| books.hoarders), members(of)),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::reference_parameters;

    /// A block in which everybody is a member of medium need, time and caution, and gives as many hours.
    fn members(hours_per_week: f32, credits: f32) -> Block {
        let mut block = Block::new(0, 1, 0);
        block.len = LANES;
        block.fixed.affectedness = [0.5; LANES];
        block.fixed.risk_aversion = [0.5; LANES];
        block.fixed.free_time_hours_per_week = [10.0; LANES];
        let membership = &mut block.memberships[0];
        membership.active = u64::MAX;
        membership.hours_per_week = [hours_per_week; LANES];
        membership.time_bank = Some(Box::new(Accounts {
            credits: [credits; LANES],
            ..Accounts::default()
        }));
        block
    }

    fn after(steps: u32, block: Block, rates: &TimeBankParameters) -> (Vec<Block>, Books) {
        let (mut blocks, mut books) = (vec![block], Books::default());
        let habits = Habits {
            rates,
            free_time_mean_hours_per_week: 10.0,
            weeks: 52.0 / 12.0,
        };
        for _ in 0..steps {
            trade(&mut blocks, 0, &mut books, &habits, 1.0 / 12.0);
        }
        (blocks, books)
    }

    /// Alike members get what they wish for while they have saved, and at most what is given.
    #[test]
    fn hours_are_found_as_far_as_they_are_given() {
        let rates = TimeBankParameters {
            asked_hours_per_week: 4.0,
            ..reference_parameters().time_bank
        };
        for (given, found) in [(1.0, 0.25), (4.0, 1.0), (8.0, 1.0)] {
            let (blocks, books) = after(1, members(given, 1000.0), &rates);
            let accounts = blocks[0].memberships[0].time_bank.as_ref().unwrap();
            assert!((f64::from(accounts.received[7]) - found).abs() < 1e-6);
            let spent = 64.0 * found * 4.0 * 52.0 / 12.0;
            assert!(
                (books.spent - spent).abs() < 1e-6,
                "{}, expected {spent}",
                books.spent
            );
        }
    }

    /// Who saves for a reserve beyond reach never spends: the worth of a credit falls with what is earned, and all
    /// that is earned is held.
    #[test]
    fn a_bank_of_savers_makes_credits_worthless() {
        let rates = TimeBankParameters {
            reserve_credits: 1e6,
            memory_half_life_years: 1e9,
            ..reference_parameters().time_bank
        };
        let (blocks, books) = after(24, members(2.0, 0.0), &rates);
        let earned = 64.0 * 2.0 * 104.0;
        assert!((books.earned - earned).abs() < 1e-6 && books.spent.abs() < 1e-12);
        assert!((books.held - earned).abs() < 1e-2 && (books.hoarders - 64.0).abs() < 1e-12);
        let worth = rates.prior_credits / (rates.prior_credits + earned);
        assert!(
            (books.worth(&rates) - worth).abs() < 1e-6,
            "{}",
            books.worth(&rates)
        );
        // Who leaves gives the savings up.
        let mut left = blocks.into_iter().next().unwrap();
        left.memberships[0].active = 1;
        let lapsed = lapse(&mut left, 0);
        assert!((lapsed - earned * 63.0 / 64.0).abs() < 1e-2, "{lapsed}");
    }

    /// Need and lack of time make members ask.
    #[test]
    fn the_needy_and_the_busy_ask_for_more() {
        let rates = reference_parameters().time_bank;
        let habits = Habits {
            rates: &rates,
            free_time_mean_hours_per_week: 10.0,
            weeks: 1.0,
        };
        let mut block = members(1.0, 0.0);
        block.fixed.affectedness[1] = 1.0;
        block.fixed.free_time_hours_per_week[2] = 1e-3;
        let wish = |lane| habits.wish_per_week(&block, lane) / rates.asked_hours_per_week;
        assert!((wish(0) - 1.0).abs() < 1e-6 && (wish(1) - 2.0).abs() < 1e-6);
        assert!((wish(2) - 2.0).abs() < 1e-3);
    }
}
