//! Citizens who are followed from step to step: who joined, left or was asked.

use std::collections::BTreeMap;

use super::slices::shares;
use crate::model::diary::{ACTIVE, ASKED, BURNT_OUT};
use crate::scenario::fact::{Count, Event, Part, Return, Stay};

/// Whether a citizen takes part, and since which step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Has not taken part in this run.
    Never,
    /// Takes part since this step; `None` for those who did so when the run began.
    In(Option<u32>),
    /// Has left at this step.
    Out(u32),
}

impl Standing {
    /// At the start of a run.
    pub(super) const fn at_start(active: bool) -> Self {
        if active { Self::In(None) } else { Self::Never }
    }

    /// At a later step.
    pub(super) const fn after(self, active: bool, step: u32) -> Self {
        match (self, active) {
            (Self::In(_), true) | (Self::Never | Self::Out(_), false) => self,
            (Self::In(_), false) => Self::Out(step),
            (Self::Never | Self::Out(_), true) => Self::In(Some(step)),
        }
    }

    pub(super) const fn takes_part(self) -> bool {
        matches!(self, Self::In(_))
    }
}

/// A time in steps: from so many on, up to so many, not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Steps {
    pub(super) from: u32,
    /// `None` where it does not end.
    pub(super) to: Option<u32>,
}

impl Steps {
    pub(super) fn hold(self, steps: u32) -> bool {
        self.from <= steps && self.to.is_none_or(|to| steps < to)
    }

    /// Whether they hold whatever time of at least so many steps is meant.
    pub(super) fn hold_from(self, least: u32) -> bool {
        self.from <= least && self.to.is_none()
    }
}

/// The citizens at one step, each list by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Moment {
    pub(super) step: u32,
    pub(super) standing: Vec<Standing>,
    /// What is known of each citizen in each programme; see [`crate::model::diary`].
    pub(super) diaries: Vec<Vec<u8>>,
    /// Hours given, per week.
    pub(super) hours_per_week: Vec<f64>,
    /// The columns that order citizens, by position.
    pub(super) columns: BTreeMap<usize, Vec<f64>>,
}

impl Moment {
    /// Whether a citizen has a mark in any programme.
    fn is_marked(&self, citizen: usize, flag: u8) -> bool {
        self.diaries.iter().any(|diary| diary[citizen] & flag != 0)
    }

    /// Who takes part in any programme.
    pub(super) fn active(diaries: &[Vec<u8>]) -> Vec<bool> {
        let citizens = diaries.first().map_or(0, Vec::len);
        let active = |citizen: usize| diaries.iter().any(|diary| diary[citizen] & ACTIVE != 0);
        (0..citizens).map(active).collect()
    }

    /// How far each of some citizens belongs to a part of them.
    fn weights(&self, members: &[usize], part: Option<Part>) -> Vec<f64> {
        let Some(part) = part else {
            return vec![1.0; members.len()];
        };
        let column = &self.columns[&part.column];
        let values: Vec<f64> = members.iter().map(|&citizen| column[citizen]).collect();
        shares(&values, part.part)
    }
}

/// Events, and the years in which they could happen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Counted {
    pub(super) events: f64,
    pub(super) at_risk: f64,
}

impl Counted {
    /// The one that is asked for.
    pub(super) const fn get(self, count: Count) -> f64 {
        match count {
            Count::Events => self.events,
            Count::AtRisk => self.at_risk,
        }
    }
}

/// Participants who left between each moment and the next, of those who had taken part for such a time; the part of them is
/// taken anew at each moment.
///
/// Who took part when the run began has done so for as long as the run lasts, at least, and is counted where that is enough.
pub(super) fn exits(moments: &[&Moment], since: Steps, part: Option<Part>, step_years: f64) -> Counted {
    let mut counted = Counted::default();
    for pair in moments.windows(2) {
        let (then, now) = (pair[0], pair[1]);
        let is_at_risk = |standing: Standing| match standing {
            Standing::In(Some(joined)) => since.hold(then.step - joined),
            Standing::In(None) => since.hold_from(then.step),
            Standing::Never | Standing::Out(_) => false,
        };
        let all = 0..then.standing.len();
        let members: Vec<usize> = all
            .filter(|&citizen| is_at_risk(then.standing[citizen]))
            .collect();
        for (&citizen, weight) in members.iter().zip(then.weights(&members, part)) {
            counted.at_risk += weight * step_years;
            if !now.standing[citizen].takes_part() {
                counted.events += weight;
            }
        }
    }
    counted
}

/// Rested citizens who began to take part between each moment and the next, of those who never did or left such a time ago.
pub(super) fn entries(moments: &[&Moment], who: Return, since: Steps, step_years: f64) -> Counted {
    let mut counted = Counted::default();
    for pair in moments.windows(2) {
        let (then, now) = (pair[0], pair[1]);
        let is_meant = |standing: Standing| match (who, standing) {
            (Return::Never, Standing::Never) => true,
            (Return::Former, Standing::Out(left)) => since.hold(then.step - left),
            _ => false,
        };
        for citizen in 0..then.standing.len() {
            if is_meant(then.standing[citizen]) && !then.is_marked(citizen, BURNT_OUT) {
                counted.at_risk += step_years;
                counted.events += f64::from(u8::from(now.standing[citizen].takes_part()));
            }
        }
    }
    counted
}

/// The share of citizens to whom something happened at least once after the first moment; the part of them is that of the
/// first moment. `NaN` without a moment.
pub(super) fn at_least_once(moments: &[&Moment], event: Event, part: Option<Part>) -> f64 {
    let Some((first, later)) = moments.split_first() else {
        return f64::NAN;
    };
    let happened = |moment: &Moment, citizen: usize| match event {
        Event::Asked => moment.is_marked(citizen, ASKED),
        Event::Joined => moment.standing[citizen] == Standing::In(Some(moment.step)),
    };
    let members: Vec<usize> = (0..first.standing.len()).collect();
    let (mut reached, mut all) = (0.0, 0.0);
    for (&citizen, weight) in members.iter().zip(first.weights(&members, part)) {
        all += weight;
        if later.iter().any(|moment| happened(moment, citizen)) {
            reached += weight;
        }
    }
    reached / all
}

/// Hours that each citizen gave after the first moment, added up.
pub(super) fn hours(moments: &[&Moment]) -> Vec<f64> {
    let later = moments.split_first().map_or(&[][..], |(_, later)| later);
    let citizens = later.first().map_or(0, |moment| moment.hours_per_week.len());
    let given = |citizen: usize| {
        later
            .iter()
            .map(|moment| moment.hours_per_week[citizen])
            .sum::<f64>()
    };
    (0..citizens).map(given).collect()
}

/// Everyday ties of each of so many citizens to others who take part in nothing; each pair stands there once.
pub(super) fn ties_outside(pairs: &[(u32, u32)], active: &[bool]) -> Vec<f64> {
    let mut ties = vec![0.0; active.len()];
    for &(one, other) in pairs {
        let (one, other) = (one as usize, other as usize);
        ties[one] += f64::from(u8::from(!active[other]));
        ties[other] += f64::from(u8::from(!active[one]));
    }
    ties
}

/// Participants of some initiatives at one moment who still take part in them at a later one, or do not; `is_meant` says
/// whether the initiative of a programme in a neighbourhood is one of those.
pub(super) fn stayed(
    then: &Moment,
    now: &Moment,
    neighbourhoods: &[usize],
    stay: Stay,
    is_meant: impl Fn(usize, usize) -> bool,
) -> f64 {
    let mut counted = 0.0;
    for (programme, (before, after)) in then.diaries.iter().zip(&now.diaries).enumerate() {
        for (citizen, (before, after)) in before.iter().zip(after).enumerate() {
            if before & ACTIVE != 0 && is_meant(programme, neighbourhoods[citizen]) {
                let stays = after & ACTIVE != 0;
                counted += f64::from(u8::from(stays == (stay == Stay::Stayed)));
            }
        }
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTH: f64 = 1.0 / 12.0;

    /// Moments of one programme from flags by step, then citizen.
    fn lived(flags: &[&[u8]]) -> Vec<Moment> {
        let mut moments: Vec<Moment> = Vec::new();
        for (step, flags) in (0_u32..).zip(flags) {
            let diaries = vec![flags.to_vec()];
            let active = Moment::active(&diaries);
            let standing = match moments.last() {
                None => active.iter().map(|&active| Standing::at_start(active)).collect(),
                Some(before) => {
                    let both = before.standing.iter().zip(&active);
                    both.map(|(standing, &active)| standing.after(active, step))
                        .collect()
                }
            };
            moments.push(Moment {
                step,
                standing,
                diaries,
                ..Moment::default()
            });
        }
        moments
    }

    fn all(moments: &[Moment]) -> Vec<&Moment> {
        moments.iter().collect()
    }

    /// Three who begin in step 1, of whom one leaves at step 2 and one at step 4; one who was there from the start and
    /// leaves at step 4.
    fn four() -> Vec<Moment> {
        let a = ACTIVE;
        lived(&[
            &[0, 0, 0, a],
            &[a, a, a, a],
            &[0, a, a, a],
            &[0, a, a, a],
            &[0, 0, a, 0],
        ])
    }

    #[test]
    fn exits_fall_to_the_time_since_joining() {
        let moments = four();
        let early = Steps { from: 0, to: Some(2) };
        // Steps 1 and 2 of each spell: three at risk after step 1, two after step 2.
        let found = exits(&all(&moments), early, None, MONTH);
        assert!((found.at_risk - 5.0 * MONTH).abs() < 1e-12 && (found.events - 1.0).abs() < 1e-12);
        // From the third step on: two after step 3; and who was there at the start, from step 2 on.
        let late = Steps { from: 2, to: None };
        let found = exits(&all(&moments), late, None, MONTH);
        assert!((found.at_risk - 4.0 * MONTH).abs() < 1e-12 && (found.events - 2.0).abs() < 1e-12);
        // Nobody knows how long those at the start have been there, so a time that ends leaves them out.
        let first = Steps { from: 0, to: Some(1) };
        let found = exits(&all(&moments), first, None, MONTH);
        assert!((found.at_risk - 3.0 * MONTH).abs() < 1e-12 && (found.events - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_spell_begins_anew_after_a_return() {
        let a = ACTIVE;
        let moments = lived(&[&[a], &[0], &[a], &[a]]);
        let standing: Vec<Standing> = moments.iter().map(|moment| moment.standing[0]).collect();
        assert_eq!(
            standing,
            [
                Standing::In(None),
                Standing::Out(1),
                Standing::In(Some(2)),
                Standing::In(Some(2))
            ]
        );
    }

    #[test]
    fn a_part_is_taken_among_those_at_risk() {
        let mut moments = four();
        for moment in &mut moments {
            moment.columns.insert(7, vec![1.0, 2.0, 3.0, 9.0]);
        }
        let upper = Part {
            column: 7,
            part: (0.5, 1.0),
        };
        let any = Steps { from: 0, to: None };
        // At risk: 1, 4, 3 and 3 members in turn, half of each in the upper part.
        let found = exits(&all(&moments), any, Some(upper), MONTH);
        assert!((found.at_risk - 5.5 * MONTH).abs() < 1e-12, "{found:?}");
        // Of those who leave, the first and the second citizen are the lowest of those at risk, the fourth the highest.
        assert!((found.events - 1.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn who_left_comes_back_sooner_or_later() {
        let a = ACTIVE;
        let moments = lived(&[
            &[a, a, 0, 0],
            &[0, BURNT_OUT, 0, 0],
            &[0, BURNT_OUT, a, 0],
            &[a, 0, a, 0],
        ]);
        let any = Steps { from: 0, to: None };
        let never = entries(&all(&moments), Return::Never, any, MONTH);
        assert!((never.events - 1.0).abs() < 1e-12 && (never.at_risk - 5.0 * MONTH).abs() < 1e-12);
        // The burnt out cannot come back, so they are not at risk.
        let former = entries(&all(&moments), Return::Former, any, MONTH);
        assert!((former.events - 1.0).abs() < 1e-12 && (former.at_risk - 2.0 * MONTH).abs() < 1e-12);
        let soon = Steps { from: 0, to: Some(1) };
        let former = entries(&all(&moments), Return::Former, soon, MONTH);
        assert!(former.events.abs() < 1e-12 && (former.at_risk - MONTH).abs() < 1e-12);
        assert!((former.get(Count::AtRisk) - MONTH).abs() < 1e-12);
    }

    #[test]
    fn once_is_once() {
        let moments = lived(&[
            &[0, ASKED, 0, 0],
            &[ASKED, 0, 0, 0],
            &[ASKED | ACTIVE, 0, ASKED, 0],
        ]);
        // What the first moment shows lies before the window.
        assert!((at_least_once(&all(&moments), Event::Asked, None) - 0.5).abs() < 1e-12);
        assert!((at_least_once(&all(&moments), Event::Joined, None) - 0.25).abs() < 1e-12);
        assert!(at_least_once(&[], Event::Asked, None).is_nan());
    }

    #[test]
    fn hours_begin_after_the_first_moment() {
        let moment = |hours: [f64; 2]| Moment {
            hours_per_week: hours.to_vec(),
            ..Moment::default()
        };
        let moments = [moment([50.0, 50.0]), moment([1.0, 0.0]), moment([2.0, 0.5])];
        assert_eq!(hours(&all(&moments)), [3.0, 0.5]);
    }

    #[test]
    fn ties_outside_are_those_to_citizens_who_take_no_part() {
        let active = [true, false, true, false];
        assert_eq!(
            ties_outside(&[(0, 1), (0, 2), (0, 3), (1, 3)], &active),
            [2.0, 1.0, 0.0, 1.0]
        );
    }

    #[test]
    fn staying_is_counted_by_initiative() {
        let a = ACTIVE;
        let moments = lived(&[&[a, a, a, 0], &[a, 0, a, a]]);
        let places = [0, 0, 1, 1];
        let of = |stay: Stay, place: usize| {
            stayed(&moments[0], &moments[1], &places, stay, |_, other| other == place)
        };
        assert!((of(Stay::Stayed, 0) - 1.0).abs() < 1e-12 && (of(Stay::Left, 0) - 1.0).abs() < 1e-12);
        assert!((of(Stay::Stayed, 1) - 1.0).abs() < 1e-12 && of(Stay::Left, 1).abs() < 1e-12);
    }
}
