//! Why each citizen takes part or not, month by month: what a spectator asks of a society.
//!
//! A citizen who knows of a programme joins in a step when a uniform draw falls below `p(λ_ask · W · φ)`, with
//! `p(λ) = 1 - exp(-λΔt)` (M2, M4). The same draw, held against the larger chances `p(λ_ask)`, `p(λ_ask · W')` and
//! `p(λ_ask · W)`, tells how far the citizen came: asked; willing but for the time it takes (`W'` is the willingness
//! without the cost of time); willing; and came. Each chance is the one the model uses, so shares of citizens who came so
//! far are the model's own. Who was refused (M29) shows as willing and did not come. Nothing in the model looks at a diary.

use super::lane::{Lane, bits_where};
use super::mathematics::probability;
use super::mechanisms::active_ties::ActiveTies;
use super::mechanisms::{Diary, Offer, Rates};

/// Willingness of the citizens of a block.
pub(in crate::model) struct Willing<'a> {
    /// As it is.
    pub(in crate::model) now: &'a Lane,
    /// As it would be if nothing took time.
    pub(in crate::model) given_time: &'a Lane,
}

impl Diary {
    /// How far those who may join come, by the draw that decides on joining.
    ///
    /// `reach` is how much more often each is asked than the offer says, by a channel (M25) or as a member (M27).
    pub(in crate::model) fn of_asking(
        eligible: u64,
        ties: &ActiveTies,
        willingness: &Willing<'_>,
        reach: Option<&Lane>,
        offer: &Offer,
        rates: &Rates,
        uniform: &Lane,
    ) -> Self {
        let within = |share: &dyn Fn(usize) -> f32| {
            eligible
                & bits_where(|lane| {
                    let asked = offer.joining.asked_per_year
                        + offer.joining.asked_per_tie_per_year * ties.count[lane];
                    let reached = reach.map_or(1.0, |reach| reach[lane]);
                    uniform[lane] < probability(asked * reached * share(lane), rates.step_years)
                })
        };
        Self {
            asked: within(&|_| 1.0),
            willing_given_time: within(&|lane| willingness.given_time[lane]),
            willing: within(&|lane| willingness.now[lane]),
        }
    }
}

/// Knows of the programme.
pub const AWARE: u8 = 1;
/// Was asked in the last step, and could have joined.
pub const ASKED: u8 = 1 << 1;
/// Was asked and willing.
pub const WILLING: u8 = 1 << 2;
/// Was asked, and would have been willing if it took no time.
pub const WILLING_GIVEN_TIME: u8 = 1 << 3;
/// Takes part.
pub const ACTIVE: u8 = 1 << 4;
/// Joined in the last step.
pub const JOINED: u8 = 1 << 5;
/// Left in the last step.
pub const LEFT: u8 = 1 << 6;
/// Is burnt out, and cannot be asked.
pub const BURNT_OUT: u8 = 1 << 7;

/// Marks who joined and who left between two looks at the same programme.
///
/// Taking part can begin and end in several ways (asked, as a founder, by recovering, by burning out), and all of them show
/// in the difference.
///
/// ```
/// use samspil::model::diary::{ACTIVE, JOINED, LEFT, mark_changes};
/// let (before, mut now) = ([0, ACTIVE, ACTIVE], [ACTIVE, 0, ACTIVE]);
/// mark_changes(&before, &mut now);
/// assert_eq!(now, [ACTIVE | JOINED, LEFT, ACTIVE]);
/// ```
pub fn mark_changes(before: &[u8], now: &mut [u8]) {
    for (then, flags) in before.iter().zip(now) {
        match (then & ACTIVE != 0, *flags & ACTIVE != 0) {
            (false, true) => *flags |= JOINED,
            (true, false) => *flags |= LEFT,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::path::Path;

    use super::*;
    use crate::experiment::{Threads, observe_replication};
    use crate::model::mechanisms::Society;
    use crate::scenario::Scenario;

    fn lived(settings: &[(&str, &str)], diaries: bool, mut watch: impl FnMut(&Society, &[f64]) + Send) {
        let mut overrides = vec![
            ("population.citizens".to_owned(), "600".to_owned()),
            ("simulation.horizon_years".to_owned(), "2".to_owned()),
        ];
        overrides.extend(
            settings
                .iter()
                .map(|&(key, value)| (key.to_owned(), value.to_owned())),
        );
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference.toml");
        let mut setup = Scenario::load(&path, &overrides).unwrap().setup;
        setup.diaries = diaries;
        observe_replication(&setup, 1, 0, &Threads::new(1).unwrap(), &mut |observation| {
            watch(observation.society, observation.row);
            ControlFlow::Continue(())
        });
    }

    fn has(flags: u8, flag: u8) -> bool {
        flags & flag != 0
    }

    #[test]
    fn a_spectator_changes_nothing() {
        let (mut seen, mut unseen) = (Vec::new(), Vec::new());
        let bits = |rows: &mut Vec<u64>, row: &[f64]| rows.extend(row.iter().map(|value| value.to_bits()));
        lived(&[], true, |_, row| bits(&mut seen, row));
        lived(&[], false, |_, row| bits(&mut unseen, row));
        assert_eq!(seen, unseen);
    }

    /// Who takes part now and did not a step ago was asked, willing, and had the time: nobody is a founder here.
    #[test]
    fn who_joins_was_asked_and_willing_and_had_the_time() {
        let (mut joined, mut left, mut asked, mut short_of_time) = (0, 0, 0, 0);
        let mut before: Option<Vec<u8>> = None;
        lived(&[], true, |society, _| {
            let mut diaries = society.diaries(0);
            if let Some(before) = &before {
                mark_changes(before, &mut diaries);
            }
            for (citizen, &flags) in diaries.iter().enumerate() {
                if has(flags, JOINED) {
                    let all = ASKED | WILLING | WILLING_GIVEN_TIME;
                    assert_eq!(flags & all, all, "citizen {citizen}");
                }
                joined += u32::from(has(flags, JOINED));
                left += u32::from(has(flags, LEFT));
                asked += u32::from(has(flags, ASKED));
                short_of_time += u32::from(has(flags, WILLING_GIVEN_TIME) && !has(flags, WILLING));
            }
            before = Some(diaries);
        });
        assert!(
            0 < joined && joined < asked && 0 < left && short_of_time > 0,
            "{joined} {left} {asked} {short_of_time}"
        );
    }

    #[test]
    fn nobody_lacks_time_where_time_does_not_count() {
        lived(&[("willingness.time", "0")], true, |society, _| {
            for flags in society.diaries(0) {
                assert_eq!(has(flags, WILLING_GIVEN_TIME), has(flags, WILLING));
            }
        });
    }
}
