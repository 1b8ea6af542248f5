//! Who follows citizens and initiatives through a run, and answers readings at any step of it.

use std::collections::{BTreeSet, VecDeque};

use super::initiatives::{self, Seen, fresh};
use super::people::{self, Moment, Standing, Steps};
use super::{areas, slices};
use crate::model::mathematics::half_life_share;
use crate::model::mechanisms::Society;
use crate::model::setup::Setup;
use crate::model::snapshot::{CITIZEN_COLUMNS, MEMBERSHIP_COLUMNS};
use crate::scenario::fact::{Followed, Proposals, Span, Stay, TIES_OUTSIDE};

/// Positions in the row of a citizen.
const NEIGHBOURHOOD: usize = 1;
const SES: usize = 2;
const HOURS: usize = 19;
/// Positions in what the row says of each programme.
const TAKES_PART: usize = 1;
const HOURS_OF_PROGRAMME: usize = 4;

/// What is kept of a run for its readings.
pub(in crate::study::validation) struct Follower {
    clock: Clock,
    needs: Needs,
    /// Part of what initiatives remember of proposals that fades in a step.
    faded: f64,
    /// The citizens at the last steps, as many as a reading looks back.
    moments: VecDeque<Moment>,
    /// The initiatives at all steps.
    log: Vec<Vec<Seen>>,
    /// Proposals, and those realised, that each initiative remembered at the last step.
    remembered: Vec<(f64, f64)>,
    /// Everyday ties, which stand still.
    ties: Option<Vec<(u32, u32)>>,
}

/// The length of a step.
#[derive(Clone, Copy, Debug)]
struct Clock {
    steps_per_year: u32,
    step_years: f64,
}

impl Clock {
    fn steps(self, years: f64) -> u32 {
        (years * f64::from(self.steps_per_year)).round() as u32
    }

    fn span(self, span: Span) -> Steps {
        Steps {
            from: self.steps(span.from_years),
            to: span.to_years.is_finite().then(|| self.steps(span.to_years)),
        }
    }
}

/// What the readings of a fact look at.
#[derive(Debug, Default)]
struct Needs {
    /// Citizens at each step.
    people: bool,
    /// The rows of citizens.
    rows: bool,
    /// Initiatives at each step.
    initiatives: bool,
    /// Columns that order citizens.
    columns: BTreeSet<usize>,
    /// Steps that are looked back.
    steps: u32,
}

impl Needs {
    fn add(&mut self, reading: &Followed, clock: Clock) {
        let mut years = 0.0;
        match reading {
            Followed::HoursTopShare { over_years, .. } | Followed::HoursGini { over_years } => {
                (self.people, self.rows) = (true, true);
                years = over_years.unwrap_or(0.0);
            }
            Followed::Exits {
                slice, over_years, ..
            }
            | Followed::AtLeastOnce {
                slice, over_years, ..
            } => {
                self.people = true;
                self.rows |= slice.is_some();
                self.columns.extend(slice.map(|part| part.column));
                years = *over_years;
            }
            Followed::Entries { over_years, .. } => {
                self.people = true;
                years = *over_years;
            }
            Followed::Heard { lag_years, .. } => {
                (self.people, self.initiatives) = (true, true);
                years = *lag_years;
            }
            Followed::Survival { .. } | Followed::KeptUp { .. } => {
                (self.rows, self.initiatives) = (true, true);
            }
            Followed::Endings { .. } => self.initiatives = true,
            Followed::AreaSlope { .. } | Followed::PerArea { .. } => {}
        }
        self.steps = self.steps.max(clock.steps(years));
    }
}

impl Follower {
    /// Who can answer these readings in runs of a setup; `None` where there are none.
    pub(in crate::study::validation) fn new<'a>(
        readings: impl Iterator<Item = &'a Followed>,
        setup: &Setup,
    ) -> Option<Self> {
        let clock = Clock {
            steps_per_year: setup.steps_per_year,
            step_years: setup.step_years,
        };
        let mut needs = Needs::default();
        let mut count = 0;
        for reading in readings {
            needs.add(reading, clock);
            count += 1;
        }
        let half_life = setup.phases[0].parameters.implementation.memory_half_life_years;
        (count > 0).then(|| Self {
            clock,
            needs,
            faded: half_life_share(setup.step_years, half_life),
            moments: VecDeque::new(),
            log: Vec::new(),
            remembered: Vec::new(),
            ties: None,
        })
    }

    /// Takes in the society at a step; every step of a run is shown, in order.
    pub(in crate::study::validation) fn see(&mut self, society: &Society, step: u32) {
        let mut moment = Moment {
            step,
            ..Moment::default()
        };
        let initiatives = society.programme_count() * society.neighbourhood_count();
        let mut seen = vec![Seen::default(); initiatives];
        if self.needs.rows {
            self.look_at_rows(society, &mut moment, &mut seen);
        }
        if self.needs.initiatives {
            self.log_initiatives(society, seen);
        }
        if self.needs.people {
            self.keep(society, moment);
        }
    }

    /// The columns that are needed, and what citizens give to each initiative.
    fn look_at_rows(&self, society: &Society, moment: &mut Moment, seen: &mut [Seen]) {
        let places = society.neighbourhood_count();
        let of_rows = self
            .needs
            .columns
            .iter()
            .filter(|column| **column != TIES_OUTSIDE);
        moment.columns = of_rows.map(|&column| (column, Vec::new())).collect();
        society.visit_citizens(|row| {
            for (&column, values) in &mut moment.columns {
                values.push(row[column]);
            }
            moment.hours_per_week.push(row[HOURS]);
            let place = place_of(row);
            let memberships = row[CITIZEN_COLUMNS.len()..].chunks(MEMBERSHIP_COLUMNS.len());
            for (programme, membership) in memberships.enumerate() {
                let initiative = &mut seen[programme * places + place];
                initiative.participants += membership[TAKES_PART];
                initiative.hours_per_week += membership[HOURS_OF_PROGRAMME];
            }
        });
    }

    /// Which initiatives run, and what has become of proposals in the step.
    fn log_initiatives(&mut self, society: &Society, mut seen: Vec<Seen>) {
        let places = society.neighbourhood_count();
        self.remembered.resize(seen.len(), (0.0, 0.0));
        for initiative in society.initiatives_seen() {
            let index = initiative.programme * places + initiative.neighbourhood;
            let (made, realised) = self.remembered[index];
            seen[index].runs = initiative.runs;
            // What does not run makes no proposals, and what it remembers does not fade.
            if initiative.runs {
                seen[index].made = fresh(initiative.proposals, made, self.faded);
                seen[index].realised = fresh(initiative.realised, realised, self.faded);
            }
            self.remembered[index] = (initiative.proposals, initiative.realised);
        }
        self.log.push(seen);
    }

    /// Keeps the citizens of a step, and forgets those of steps that no reading looks back to.
    fn keep(&mut self, society: &Society, mut moment: Moment) {
        let programmes = 0..society.programme_count();
        moment.diaries = programmes.map(|programme| society.diaries(programme)).collect();
        let active = Moment::active(&moment.diaries);
        if self.needs.columns.contains(&TIES_OUTSIDE) {
            let ties = self.ties.get_or_insert_with(|| society.everyday_ties(usize::MAX));
            moment
                .columns
                .insert(TIES_OUTSIDE, people::ties_outside(ties, &active));
        }
        let step = moment.step;
        moment.standing = match self.moments.back() {
            None => active.iter().map(|&active| Standing::at_start(active)).collect(),
            Some(before) => {
                let both = before.standing.iter().zip(&active);
                both.map(|(standing, &active)| standing.after(active, step))
                    .collect()
            }
        };
        self.moments.push_back(moment);
        let steps = self.needs.steps;
        while self
            .moments
            .front()
            .is_some_and(|first| first.step.saturating_add(steps) < step)
        {
            self.moments.pop_front();
        }
    }

    /// A reading at the step that was seen last; `NaN` where the run has been too short for it.
    pub(in crate::study::validation) fn read(&self, reading: &Followed, society: &Society) -> f64 {
        let clock = self.clock;
        match reading {
            Followed::HoursTopShare { top, over_years } => self
                .hours(*over_years)
                .map_or(f64::NAN, |hours| slices::top_share(&hours, *top)),
            Followed::HoursGini { over_years } => self
                .hours(*over_years)
                .map_or(f64::NAN, |hours| slices::gini(&hours)),
            Followed::Exits {
                count,
                since,
                slice,
                over_years,
            } => self.window(*over_years).map_or(f64::NAN, |moments| {
                people::exits(&moments, clock.span(*since), *slice, clock.step_years).get(*count)
            }),
            Followed::Entries {
                count,
                who,
                since,
                over_years,
            } => self.window(*over_years).map_or(f64::NAN, |moments| {
                people::entries(&moments, *who, clock.span(*since), clock.step_years).get(*count)
            }),
            Followed::AtLeastOnce {
                event,
                slice,
                over_years,
            } => self.window(*over_years).map_or(f64::NAN, |moments| {
                people::at_least_once(&moments, *event, *slice)
            }),
            Followed::AreaSlope { predictors } => area_slope(society, predictors),
            Followed::PerArea { part } => per_area(society, *part),
            Followed::Endings { .. } | Followed::Survival { .. } | Followed::KeptUp { .. } => {
                self.read_initiatives(reading)
            }
            Followed::Heard {
                count,
                proposals,
                lag_years,
            } => self.heard(*count, *proposals, *lag_years, society),
        }
    }

    /// A reading of initiatives alone.
    fn read_initiatives(&self, reading: &Followed) -> f64 {
        let clock = self.clock;
        match reading {
            Followed::Endings {
                count,
                since,
                over_years,
            } => {
                let over = clock.steps(*over_years);
                initiatives::endings(&self.log, clock.span(*since), over, clock.step_years).get(*count)
            }
            Followed::Survival {
                count,
                part,
                at_age,
                to_age,
            } => {
                let (at, to) = (clock.steps(*at_age), clock.steps(*to_age));
                initiatives::survival(&self.log, *part, at, to).get(*count)
            }
            Followed::KeptUp { kept, lag_years } => {
                let lag = clock.steps(*lag_years);
                initiatives::kept_up(&self.log, *kept, lag, clock.steps_per_year)
            }
            _ => f64::NAN,
        }
    }

    /// The moments from so many years before on; `None` where the run has been shorter.
    fn window(&self, years: f64) -> Option<Vec<&Moment>> {
        let first = self
            .moments
            .len()
            .checked_sub(self.clock.steps(years) as usize + 1)?;
        Some(self.moments.iter().skip(first).collect())
    }

    /// Hours of each citizen over so many years, or those of the step.
    fn hours(&self, over_years: Option<f64>) -> Option<Vec<f64>> {
        match over_years {
            None => self.moments.back().map(|moment| moment.hours_per_week.clone()),
            Some(years) => self.window(years).map(|moments| people::hours(&moments)),
        }
    }

    /// Participants of some years before who stayed or left, by what had become of proposals in the twelve months before.
    fn heard(&self, stay: Stay, wanted: Proposals, lag_years: f64, society: &Society) -> f64 {
        let Some(moments) = self.window(lag_years) else {
            return f64::NAN;
        };
        let (then, now) = (moments[0], moments[moments.len() - 1]);
        let over = self.clock.steps_per_year;
        let places = society.neighbourhood_count();
        let initiatives = 0..self.log[0].len();
        let meant: Vec<bool> = initiatives
            .map(|initiative| initiatives::proposals(&self.log, initiative, then.step, over) == Some(wanted))
            .collect();
        let neighbourhoods = society.neighbourhoods_of_citizens();
        people::stayed(then, now, &neighbourhoods, stay, |programme, place| {
            meant[programme * places + place]
        })
    }
}

/// The neighbourhood in the row of a citizen, from 0.
fn place_of(row: &[f64]) -> usize {
    row[NEIGHBOURHOOD] as usize - 1
}

/// Mean status by neighbourhood.
fn status_of_areas(society: &Society) -> Vec<f64> {
    let (mut ses, mut places) = (Vec::new(), Vec::new());
    society.visit_citizens(|row| {
        ses.push(row[SES]);
        places.push(place_of(row));
    });
    areas::mean_status(&ses, &places, society.neighbourhood_count())
}

fn area_slope(society: &Society, predictors: &[usize]) -> f64 {
    let status = status_of_areas(society);
    let (mut active, mut of_area) = (Vec::new(), Vec::new());
    let mut further = vec![Vec::new(); predictors.len()];
    society.visit_citizens(|row| {
        let mut memberships = row[CITIZEN_COLUMNS.len()..].chunks(MEMBERSHIP_COLUMNS.len());
        active.push(memberships.any(|membership| membership[TAKES_PART] > 0.5));
        of_area.push(status[place_of(row)]);
        for (values, &column) in further.iter_mut().zip(predictors) {
            values.push(row[column]);
        }
    });
    areas::slope(&active, of_area, further)
}

fn per_area(society: &Society, part: (f64, f64)) -> f64 {
    let mut running = vec![0.0; society.neighbourhood_count()];
    for initiative in society.initiatives_seen().filter(|initiative| initiative.runs) {
        running[initiative.neighbourhood] += 1.0;
    }
    areas::per_area(&running, &status_of_areas(society), part)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::path::Path;

    use super::*;
    use crate::experiment::{Threads, observe_replication};
    use crate::model::measures::measures;
    use crate::scenario::Scenario;
    use crate::scenario::fact::{Count, Event, Return};

    const ANY: Span = Span {
        from_years: 0.0,
        to_years: f64::INFINITY,
    };

    /// These readings at the end of three years of a small town, and its measures at the start, a year before the end and at
    /// the end.
    fn read(readings: &[Followed], diaries: bool) -> (Vec<f64>, Vec<Vec<f64>>) {
        let overrides = [
            ("population.citizens", "250"),
            ("population.neighbourhoods", "10"),
            ("simulation.horizon_years", "3"),
            ("programme.local.initial_participants", "0.2"),
            ("programme.local.initial_awareness", "0.9"),
            ("programme.local.invitation", "5"),
        ];
        let overrides = overrides.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference.toml");
        let mut setup = Scenario::load(&path, &overrides).unwrap().setup;
        setup.diaries = diaries;
        let mut follower = Follower::new(readings.iter(), &setup).unwrap();
        let (mut values, mut rows) = (Vec::new(), Vec::new());
        observe_replication(&setup, 1, 0, &Threads::new(1).unwrap(), &mut |observation| {
            follower.see(observation.society, observation.step);
            if [0, 24, 36].contains(&observation.step) {
                rows.push(observation.row.to_vec());
            }
            if observation.step == 36 {
                let all = readings.iter();
                values.extend(all.map(|reading| follower.read(reading, observation.society)));
            }
            ControlFlow::Continue(())
        });
        (values, rows)
    }

    fn measure(row: &[f64], key: &str) -> f64 {
        row[measures().iter().position(|measure| measure.key == key).unwrap()]
    }

    #[test]
    fn positions_are_those_of_the_snapshot() {
        let name = |position: usize| CITIZEN_COLUMNS[position].0;
        assert_eq!(
            [name(NEIGHBOURHOOD), name(SES), name(HOURS)],
            ["neighbourhood", "ses", "hours_per_week"]
        );
        let name = |position: usize| MEMBERSHIP_COLUMNS[position].0;
        assert_eq!(
            [name(TAKES_PART), name(HOURS_OF_PROGRAMME)],
            ["active", "hours_per_week"]
        );
    }

    #[test]
    fn participants_change_by_those_who_come_and_go() {
        let entries = |who: Return| Followed::Entries {
            count: Count::Events,
            who,
            since: ANY,
            over_years: 1.0,
        };
        let exits = Followed::Exits {
            count: Count::Events,
            since: ANY,
            slice: None,
            over_years: 1.0,
        };
        let (values, rows) = read(&[entries(Return::Never), entries(Return::Former), exits], false);
        let participants = |row: &[f64]| measure(row, "participants");
        let change = participants(&rows[2]) - participants(&rows[1]);
        assert!(
            (values[0] + values[1] - values[2] - change).abs() < 1e-9,
            "{values:?} against {change}"
        );
        assert!(values[0] > 0.0 && values[2] > 0.0, "{values:?}");
    }

    #[test]
    fn hours_agree_with_the_measure_they_overlap() {
        let (values, rows) = read(&[Followed::HoursGini { over_years: None }], false);
        let share = measure(&rows[2], "participants_share");
        let expected = (measure(&rows[2], "participation_gini") - (1.0 - share)) / share;
        assert!(
            (values[0] - expected).abs() < 1e-4,
            "{} against {expected}",
            values[0]
        );
    }

    #[test]
    fn who_was_asked_is_seen_in_a_run_that_keeps_diaries() {
        let once = |event: Event| Followed::AtLeastOnce {
            event,
            slice: None,
            over_years: 1.0,
        };
        let readings = [once(Event::Asked), once(Event::Joined)];
        let (seen, _) = read(&readings, true);
        let (unseen, _) = read(&readings, false);
        assert!(seen[0] > seen[1] && seen[1] > 0.0 && seen[0] <= 1.0, "{seen:?}");
        assert!(unseen[0].abs() < 1e-12, "{unseen:?}");
        assert!((seen[1] - unseen[1]).abs() < 1e-12, "diaries change nothing");
    }

    #[test]
    fn initiatives_that_stand_neither_end_nor_thin_out() {
        let per_area = Followed::PerArea { part: (0.0, 1.0) };
        let at_risk = Followed::Endings {
            count: Count::AtRisk,
            since: ANY,
            over_years: 1.0,
        };
        let stay = |count: Stay, proposals: Proposals| Followed::Heard {
            count,
            proposals,
            lag_years: 1.0,
        };
        let readings = [
            per_area,
            at_risk,
            stay(Stay::Stayed, Proposals::Realised),
            stay(Stay::Left, Proposals::Realised),
            stay(Stay::Stayed, Proposals::PassedOver),
            stay(Stay::Left, Proposals::PassedOver),
        ];
        let (values, rows) = read(&readings, false);
        let alive = measure(&rows[2], "initiatives_alive");
        assert!((values[0] * 10.0 - alive).abs() < 1e-9, "ten neighbourhoods");
        assert!(
            values[1] >= alive - 1e-9 && values[1] <= 10.0 + 1e-9,
            "{values:?}"
        );
        let followed: f64 = values[2..].iter().sum();
        let before = measure(&rows[1], "participants");
        assert!(
            followed > 0.0 && followed <= before + 1e-9,
            "{followed} of {before}"
        );
    }

    #[test]
    fn a_run_that_is_too_short_says_nothing() {
        let exits = Followed::Exits {
            count: Count::AtRisk,
            since: ANY,
            slice: None,
            over_years: 4.0,
        };
        let kept_up = Followed::KeptUp {
            kept: 0.25,
            lag_years: 3.0,
        };
        let (values, _) = read(&[exits, kept_up], false);
        assert!(values.iter().all(|value| value.is_nan()), "{values:?}");
    }
}
