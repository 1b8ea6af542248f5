//! Initiatives that are followed from step to step: when they begin and end, what they keep, and what is realised.

use super::people::{Counted, Steps};
use super::slices::shares;
use crate::scenario::fact::Proposals;

/// One initiative at one step: a programme in a neighbourhood, whether it is there or not.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Seen {
    pub(super) runs: bool,
    /// Citizens who take part in it.
    pub(super) participants: f64,
    /// Hours they give, per week.
    pub(super) hours_per_week: f64,
    /// Proposals made in the step.
    pub(super) made: f64,
    /// Those of them that were realised.
    pub(super) realised: f64,
}

/// All initiatives by step, each in the same place of every list.
pub(super) type Log = [Vec<Seen>];

/// What was made in a step, from what is remembered after it and before it, of which a share fades in a step.
pub(super) fn fresh(now: f64, before: f64, faded: f64) -> f64 {
    // What is made is a whole number, and remembering leaves only rounding.
    (now - (1.0 - faded) * before).round().max(0.0)
}

/// From a beginning to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Life {
    initiative: usize,
    /// First step at which it ran; `None` where it ran when the run began.
    began: Option<u32>,
    /// First step at which it ran no more; `None` where it still does.
    ended: Option<u32>,
}

/// All lives, by initiative; one that wakes begins another.
fn lives(log: &Log) -> Vec<Life> {
    let initiatives = log.first().map_or(0, Vec::len);
    let mut lives = Vec::new();
    for initiative in 0..initiatives {
        let mut open: Option<Life> = None;
        for (step, seen) in (0_u32..).zip(log) {
            let runs = seen[initiative].runs;
            if runs && open.is_none() {
                open = Some(Life {
                    initiative,
                    began: (step > 0).then_some(step),
                    ended: None,
                });
            } else if !runs && let Some(mut life) = open.take() {
                life.ended = Some(step);
                lives.push(life);
            }
        }
        lives.extend(open);
    }
    lives
}

/// Initiatives that stopped running within the last so many steps, of those that had run for such a time, and the years in
/// which they could.
///
/// One that ran when the run began has run for as long as the run lasts, at least, and is counted where that is enough.
pub(super) fn endings(log: &Log, since: Steps, over: u32, step_years: f64) -> Counted {
    let last = last_step(log);
    let mut counted = Counted::default();
    for life in lives(log) {
        let from = last.saturating_sub(over).max(life.began.unwrap_or(0));
        let to = life.ended.unwrap_or(last).min(last);
        for step in from..to {
            let is_meant = match life.began {
                Some(began) => since.hold(step - began),
                None => since.hold_from(step),
            };
            if is_meant {
                counted.at_risk += step_years;
                counted.events += f64::from(u8::from(life.ended == Some(step + 1)));
            }
        }
    }
    counted
}

/// Initiatives that ran for `to` steps or longer, and all of that part of them that ran for `at` steps and could be followed
/// to the end of `to`; the part is one by participants at the age `at`.
pub(super) fn survival(log: &Log, part: (f64, f64), at: u32, to: u32) -> Counted {
    let last = last_step(log);
    let reaches = |life: &Life, age: u32| {
        let began = life.began?;
        let is_there = life.ended.is_none_or(|ended| ended > began.saturating_add(age));
        is_there.then_some(began.saturating_add(age))
    };
    let mut sizes = Vec::new();
    let mut survive = Vec::new();
    for life in lives(log) {
        let is_followed = life
            .began
            .is_some_and(|began| began.saturating_add(at.max(to)) <= last);
        if let Some(step) = reaches(&life, at).filter(|_| is_followed) {
            sizes.push(log[step as usize][life.initiative].participants);
            survive.push(reaches(&life, to).is_some());
        }
    }
    let mut counted = Counted::default();
    for (weight, survives) in shares(&sizes, part).into_iter().zip(survive) {
        counted.at_risk += weight;
        if survives {
            counted.events += weight;
        }
    }
    counted
}

/// The share of initiatives whose hours in the last `over` steps are at least a part of those in as many steps `lag` steps
/// before, of those that had any then; `NaN` without any, or in a run that is too short.
pub(super) fn kept_up(log: &Log, kept: f64, lag: u32, over: u32) -> f64 {
    let hours = |initiative: usize, until: u32| {
        let steps = (until - over) as usize + 1..=until as usize;
        log[steps]
            .iter()
            .map(|seen| seen[initiative].hours_per_week)
            .sum::<f64>()
    };
    let last = last_step(log);
    if log.is_empty() || last < lag.saturating_add(over) {
        return f64::NAN;
    }
    let (mut keeping, mut all) = (0.0, 0.0);
    for initiative in 0..log[0].len() {
        let before = hours(initiative, last - lag);
        if before > 0.0 {
            all += 1.0;
            keeping += f64::from(u8::from(hours(initiative, last) >= kept * before));
        }
    }
    keeping / all
}

/// What became of the proposals of an initiative in the `over` steps up to a step; `None` where there were none.
pub(super) fn proposals(log: &Log, initiative: usize, until: u32, over: u32) -> Option<Proposals> {
    let steps = (until.checked_sub(over)? + 1) as usize..=until as usize;
    let (mut made, mut realised) = (0.0, 0.0);
    for seen in log.get(steps)? {
        made += seen[initiative].made;
        realised += seen[initiative].realised;
    }
    (made > 0.0).then_some(if 2.0 * realised >= made {
        Proposals::Realised
    } else {
        Proposals::PassedOver
    })
}

fn last_step(log: &Log) -> u32 {
    log.len().saturating_sub(1) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTH: f64 = 1.0 / 12.0;

    fn seen(runs: bool) -> Seen {
        Seen {
            runs,
            ..Seen::default()
        }
    }

    /// A log of initiatives from one line each: a mark for each step, `x` where it runs.
    fn log(lines: &[&str]) -> Vec<Vec<Seen>> {
        let marks: Vec<Vec<char>> = lines.iter().map(|line| line.chars().collect()).collect();
        (0..marks[0].len())
            .map(|step| marks.iter().map(|line| seen(line[step] == 'x')).collect())
            .collect()
    }

    #[test]
    fn one_that_wakes_begins_another_life() {
        let found = lives(&log(&["xx.x", ".xx."]));
        let life = |initiative, began, ended| Life {
            initiative,
            began,
            ended,
        };
        assert_eq!(
            found,
            [
                life(0, None, Some(2)),
                life(0, Some(3), None),
                life(1, Some(1), Some(3))
            ]
        );
    }

    #[test]
    fn endings_fall_to_an_age() {
        let log = log(&[".xxx.", ".x...", "xxxxx"]);
        let near = |found: Counted, events: f64, months: f64| {
            assert!((found.events - events).abs() < 1e-12, "{found:?}");
            assert!((found.at_risk - months * MONTH).abs() < 1e-12, "{found:?}");
        };
        // In the first step of their lives: both that begin, and one of them ends.
        let first = Steps { from: 0, to: Some(1) };
        near(endings(&log, first, 4, MONTH), 1.0, 2.0);
        // From the third step on: the first once, and the last, which was there before, after its steps 2 and 3.
        let late = Steps { from: 2, to: None };
        near(endings(&log, late, 4, MONTH), 1.0, 3.0);
        // Only the last step of the run: the first initiative, and the last.
        let any = Steps { from: 0, to: None };
        near(endings(&log, any, 1, MONTH), 1.0, 2.0);
    }

    #[test]
    fn survivors_are_counted_by_their_size_at_an_age() {
        // Four begin in step 1 and run at age 1; the last begins too late to be followed to age 3.
        let mut log = log(&[".xxxxx", ".xxx..", ".xxxxx", ".xx...", "...xxx", "xxxxxx"]);
        for (initiative, participants) in [10.0, 2.0, 3.0, 4.0, 50.0, 60.0].into_iter().enumerate() {
            log[2][initiative].participants = participants;
        }
        let upper = survival(&log, (0.5, 1.0), 1, 3);
        assert!((upper.at_risk - 2.0).abs() < 1e-12 && (upper.events - 1.0).abs() < 1e-12);
        let lower = survival(&log, (0.0, 0.5), 1, 3);
        assert!((lower.at_risk - 2.0).abs() < 1e-12 && (lower.events - 1.0).abs() < 1e-12);
        // To age 2 the fifth can be followed too, and only the fourth does not survive.
        let all = survival(&log, (0.0, 1.0), 1, 2);
        assert!(
            (all.at_risk - 5.0).abs() < 1e-12 && (all.events - 4.0).abs() < 1e-12,
            "{all:?}"
        );
        assert_eq!(survival(&[], (0.0, 1.0), 1, 2), Counted::default());
    }

    #[test]
    fn hours_are_held_against_earlier_ones() {
        // By step: hours of three initiatives; the last never had any.
        let hours = [
            [9.0, 9.0, 0.0],
            [4.0, 4.0, 0.0],
            [4.0, 4.0, 0.0],
            [0.0, 0.0, 0.0],
            [1.0, 3.0, 0.0],
            [0.9, 5.0, 0.0],
        ];
        let log: Vec<Vec<Seen>> = hours
            .iter()
            .map(|hours| {
                hours
                    .iter()
                    .map(|&hours_per_week| Seen {
                        hours_per_week,
                        ..Seen::default()
                    })
                    .collect()
            })
            .collect();
        // 1.9 of 8 and 8 of 8.
        assert!((kept_up(&log, 0.25, 3, 2) - 0.5).abs() < 1e-12);
        assert!((kept_up(&log, 0.2, 3, 2) - 1.0).abs() < 1e-12);
        assert!(kept_up(&log, 0.25, 4, 2).is_nan(), "the run is too short");
        assert!(kept_up(&[], 0.25, 0, 0).is_nan());
    }

    #[test]
    fn half_is_enough() {
        let log: Vec<Vec<Seen>> = [(5.0, 0.0), (1.0, 1.0), (2.0, 0.0), (1.0, 1.0), (0.0, 0.0)]
            .into_iter()
            .map(|(made, realised)| {
                vec![Seen {
                    made,
                    realised,
                    ..Seen::default()
                }]
            })
            .collect();
        assert_eq!(proposals(&log, 0, 3, 3), Some(Proposals::Realised));
        assert_eq!(proposals(&log, 0, 2, 2), Some(Proposals::PassedOver));
        assert_eq!(proposals(&log, 0, 4, 1), None, "there were none");
        assert_eq!(proposals(&log, 0, 3, 4), None, "the run is too short");
    }

    /// Made 3, then 0, then 2, remembered with a share of a tenth that fades.
    #[test]
    fn what_is_fresh_is_found_in_what_is_remembered() {
        let mut before = 0.0;
        for made in [3.0, 0.0, 2.0] {
            let now = made + 0.9 * before;
            assert!((fresh(now, before, 0.1) - made).abs() < 1e-12);
            before = now;
        }
    }
}
