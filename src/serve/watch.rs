//! One society, month by month and citizen by citizen, as a stream of frames.
//!
//! A frame is its length (`u32`, little endian, of what follows), its kind (`u8`), and its content. All citizens stand in
//! the order of their numbers, so that the same place is the same citizen in every month and in every run of the same
//! scenario and seed.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Laboratory;
use super::chosen::{Chosen, Settings};
use super::columns::shown;
use super::library::Library;
use super::refusal::Refusal;
use super::request::Asked;
use super::scenarios::programmes;
use super::stream::{FRAMES, PIECES_MAX, Writer};
use super::turns::{TURN, Turn, Turns};
use crate::experiment::{Size, Threads, Watch as _, columns, observe_replication};
use crate::model::diary::mark_changes;
use crate::model::mechanisms::Society;
use crate::model::snapshot::{CITIZEN_COLUMNS, PROFESSIONAL_COLUMNS};
use crate::scenario::Scenario;
use crate::words::say;

/// Citizens that can be watched.
pub(super) const CITIZENS_MAX: u32 = 50_000;
/// Everyday ties that are shown of a citizen, at most.
const TIES_SHOWN: usize = 3;
/// Free time that fills the scale, hours per week.
const FREE_TIME_MAX: f64 = 40.0;
/// Steps on the scale of hours given, per hour in a week.
const HOUR_STEPS: f64 = 16.0;

/// Kinds of frames.
mod kind {
    pub(super) const HEADER: u8 = 0;
    pub(super) const POPULATION: u8 = 1;
    pub(super) const STEP: u8 = 2;
    pub(super) const END: u8 = 3;
    pub(super) const ERROR: u8 = 4;
    // 5 is a sign of life, see `stream`.
}

/// States that change, by their names in a snapshot.
const STATES: [&str; 9] = [
    "motivation",
    "efficacy",
    "knowledge",
    "trust",
    "expectation",
    "stance",
    "fatigue",
    "habit",
    "wellbeing",
];
/// Traits that do not change, by their names in a snapshot.
const TRAITS: [&str; 5] = [
    "ses",
    "free_time_hours_per_week",
    "affectedness",
    "risk_tolerance",
    "extrinsic",
];

/// States of professionals, by their names in a snapshot.
const PROFESSIONAL_STATES: [&str; 2] = ["attitude", "fatigue"];

/// What is asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestBody {
    source: Chosen,
    #[serde(default)]
    settings: Settings,
    #[serde(default)]
    seed: Option<u64>,
    #[serde(default)]
    replication: u32,
}

/// Shows a society.
pub(super) async fn watch(
    State(laboratory): State<Arc<Laboratory>>,
    asked: Asked<RequestBody>,
) -> Result<Response, Refusal> {
    let shown = asked.read(|question, library| read(&question, library)).await?;
    let bytes = bytes(&shown.scenario, laboratory.turns.threads());
    let turns = Arc::clone(&laboratory.turns);
    let work = move |writer: &Writer| show(&shown, &turns, writer);
    let failed =
        |writer: &Writer, refusal: &Refusal| writer.write(frame(kind::ERROR, refusal.message().as_bytes()));
    let room = &laboratory.room;
    room.answer(&asked.visitor, (FRAMES, bytes), failed, work).await
}

/// The society that is to be shown.
struct Shown {
    scenario: Scenario,
    seed: u64,
    replication: u32,
}

fn read(question: &RequestBody, library: &Library) -> Result<Shown, Refusal> {
    let mut scenario = question.source.scenario(library, &question.settings)?;
    let citizens = scenario.setup.citizens();
    if citizens > CITIZENS_MAX {
        return Err(Refusal::too_large(say!(
            "{citizens} citizens are more than can be watched (limit: {CITIZENS_MAX}).\n\
             hint: set `population.citizens` to a smaller number"
        )));
    }
    scenario.setup.diaries = true;
    Ok(Shown {
        seed: question.seed.unwrap_or(scenario.seed),
        replication: question.replication,
        scenario,
    })
}

/// Memory that it takes to show a society, which does not grow with its years: the society, all citizens as columns, and
/// the frames that exist at the same time.
fn bytes(scenario: &Scenario, threads: &Threads) -> u64 {
    let citizens = u64::from(scenario.setup.citizens());
    let society = Size::of(&scenario.setup, 1, threads).society_bytes;
    // Columns grow by doubling.
    let columns = 2 * size_of::<f64>() * CITIZEN_COLUMNS.len();
    let step = scenario.programme_keys.len() + STATES.len() + 1;
    let population = size_of::<u16>() + TRAITS.len() + TIES_SHOWN * size_of::<(u32, u32)>();
    society + citizens * (columns + PIECES_MAX * step.max(population)) as u64
}

fn frame(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len() as u32 + 1;
    let mut frame = Vec::with_capacity(content.len() + 5);
    frame.extend_from_slice(&length.to_le_bytes());
    frame.push(kind);
    frame.extend_from_slice(content);
    frame
}

/// A turn that goes to others when it has lasted long enough, and while the client lags behind.
struct Stage<'a> {
    turns: &'a Turns,
    turn: Option<Turn<'a>>,
    since: Instant,
    writer: &'a Writer,
}

impl<'a> Stage<'a> {
    fn enter(turns: &'a Turns, writer: &'a Writer) -> Self {
        Self {
            turns,
            turn: Some(turns.first()),
            since: Instant::now(),
            writer,
        }
    }

    fn write(&mut self, frame: Vec<u8>) {
        if !self.writer.lags() && self.since.elapsed() < TURN {
            return self.writer.write(frame);
        }
        drop(self.turn.take());
        self.writer.write(frame);
        self.turn = Some(self.turns.next());
        self.since = Instant::now();
    }
}

fn show(shown: &Shown, turns: &Turns, writer: &Writer) -> Result<(), Refusal> {
    let Shown {
        scenario,
        seed,
        replication,
    } = shown;
    // A thread of its own: where it waits for the client, nobody else's simulation waits with it.
    let thread = Threads::new(1).map_err(|error| Refusal::broken(say!("no thread to be had: {error}")))?;
    let mut stage = Stage::enter(turns, writer);
    let mut before = Vec::new();
    observe_replication(
        &scenario.setup,
        *seed,
        *replication,
        &thread,
        &mut |observation| {
            if writer.stopped() {
                return ControlFlow::Break(());
            }
            let society = observation.society;
            let people = People::of(society);
            if observation.step == 0 {
                let header = header(scenario, society).to_string();
                stage.write(frame(kind::HEADER, header.as_bytes()));
                stage.write(frame(kind::POPULATION, &population(society, &people)));
            }
            let mut now = diaries(society);
            mark_changes(&before, &mut now);
            let content = step((observation.step, observation.row), society, &people, &now);
            stage.write(frame(kind::STEP, &content));
            before = now;
            ControlFlow::Continue(())
        },
    );
    drop(stage);
    writer.write(frame(kind::END, &[]));
    Ok(())
}

fn header(scenario: &Scenario, society: &Society) -> Value {
    let setup = &scenario.setup;
    let parameters = &setup.phases[0].parameters;
    json!({
        "title": scenario.title,
        "citizens": parameters.population.citizens,
        "steps": setup.steps,
        "step_years": setup.step_years,
        "neighbourhoods": society.units_of_neighbourhoods().len(),
        "professionals": society.professionals().count(),
        "programmes": programmes(scenario),
        "columns": shown(&columns(&scenario.programme_keys, scenario.municipalities()), &scenario.programme_keys),
        "states": STATES,
        "fixed": TRAITS,
        // Empty where nobody has named them.
        "neighbourhood_names": scenario.neighbourhood_names,
        "municipality_of": society.municipalities_of_neighbourhoods(),
        "unit_of": society.units_of_neighbourhoods(),
        "unit_of_professional": society.units_of_professionals(),
    })
}

/// All citizens, column by column of a snapshot.
struct People {
    columns: Vec<Vec<f64>>,
}

impl People {
    fn of(society: &Society) -> Self {
        let mut columns = vec![Vec::new(); CITIZEN_COLUMNS.len()];
        society.visit_citizens(|row| {
            for (column, value) in columns.iter_mut().zip(row) {
                column.push(*value);
            }
        });
        Self { columns }
    }

    fn column(&self, name: &str) -> &[f64] {
        let position = CITIZEN_COLUMNS.iter().position(|column| column.0 == name);
        &self.columns[position.expect("names are those of a snapshot, as a test checks")]
    }

    /// A column in 256 steps from 0 to `largest`.
    fn bytes(&self, name: &str, largest: f64) -> impl Iterator<Item = u8> + '_ {
        self.column(name).iter().map(move |value| byte(value / largest))
    }
}

fn byte(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

fn population(society: &Society, people: &People) -> Vec<u8> {
    let mut content = Vec::new();
    for place in people.column("neighbourhood") {
        content.extend_from_slice(&(*place as u16 - 1).to_le_bytes());
    }
    for name in TRAITS {
        let largest = if name == "free_time_hours_per_week" {
            FREE_TIME_MAX
        } else {
            1.0
        };
        content.extend(people.bytes(name, largest));
    }
    let ties = society.everyday_ties(TIES_SHOWN);
    content.extend_from_slice(&(ties.len() as u32).to_le_bytes());
    for (one, other) in ties {
        content.extend_from_slice(&one.to_le_bytes());
        content.extend_from_slice(&other.to_le_bytes());
    }
    content
}

/// The diaries of all citizens, programme by programme.
fn diaries(society: &Society) -> Vec<u8> {
    let programmes = 0..society.programme_count();
    programmes
        .flat_map(|programme| society.diaries(programme))
        .collect()
}

fn step((number, row): (u32, &[f64]), society: &Society, people: &People, diaries: &[u8]) -> Vec<u8> {
    let mut content = number.to_le_bytes().to_vec();
    for value in row {
        content.extend_from_slice(&value.to_le_bytes());
    }
    content.extend_from_slice(diaries);
    for name in STATES {
        content.extend(people.bytes(name, 1.0));
    }
    let hours = people.column("hours_per_week");
    content.extend(
        hours
            .iter()
            .map(|hours| (hours * HOUR_STEPS).round().min(255.0) as u8),
    );
    for name in PROFESSIONAL_STATES {
        let position = PROFESSIONAL_COLUMNS.iter().position(|column| column.0 == name);
        let position = position.expect("names are those of a snapshot, as a test checks");
        content.extend(society.professionals().map(|one| byte(one[position])));
    }
    content
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_in_a_snapshot() {
        for name in STATES.iter().chain(&TRAITS) {
            assert!(CITIZEN_COLUMNS.iter().any(|column| column.0 == *name), "{name}");
        }
        for name in PROFESSIONAL_STATES {
            assert!(
                PROFESSIONAL_COLUMNS.iter().any(|column| column.0 == name),
                "{name}"
            );
        }
    }

    #[test]
    fn shares_fill_a_byte() {
        assert_eq!(
            [byte(0.0), byte(0.5), byte(1.0), byte(1.5), byte(-1.0)],
            [0, 128, 255, 255, 0]
        );
    }
}
