//! Baseline and variants side by side, on common random numbers: a first answer at once, then narrower ones.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::Laboratory;
use super::chosen::{Chosen, Compared};
use super::columns::{Shown, shown};
use super::library::Library;
use super::refusal::Refusal;
use super::request::Asked;
use super::stream::{LINES, Writer};
use super::turns::{TURN, Turns};
use crate::experiment::{Column, Ready, Threads, Watch as _, by_replication, columns, simulate};
use crate::report::command_line;
use crate::statistics::{CONFIDENCE, Paired, Summary};
use crate::study::Variant;
use crate::words::say;

/// Replications of the first answer.
const FIRST: u32 = 4;
/// An answer comes when there are so many times the replications of the answer before.
const GROWTH: f64 = 1.25;
/// Measures at most whose course over time is sent.
const SERIES_MAX: usize = 24;

/// What is asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestBody {
    source: Chosen,
    arms: Vec<super::chosen::Arm>,
    #[serde(default)]
    replications: Option<u32>,
    #[serde(default)]
    seed: Option<u64>,
    /// Measures whose course over time is wanted.
    #[serde(default)]
    measures: Vec<String>,
}

/// The first line.
#[derive(Serialize)]
struct Begin<'a> {
    r#type: &'static str,
    years: Vec<f64>,
    arms: Vec<&'a str>,
    columns: Vec<Shown<'a>>,
    citizens: u32,
    replications: u32,
    seed: u64,
    command: String,
}

/// What is known after so many replications.
#[derive(Serialize)]
struct Known<'a> {
    r#type: &'static str,
    done: u32,
    of: u32,
    seconds: f64,
    series: BTreeMap<&'a str, Vec<Option<Course>>>,
    ends: BTreeMap<&'a str, Vec<Option<End>>>,
    effects: Vec<BTreeMap<&'a str, Effect>>,
}

/// A measure over time in one arm.
#[derive(Default, Serialize)]
struct Course {
    mean: Vec<Number>,
    /// 95 % interval of the mean.
    low: Vec<Number>,
    high: Vec<Number>,
    /// Nine tenths of the replications lie between these, or all of them while they are few.
    spread_low: Vec<Number>,
    spread_high: Vec<Number>,
}

impl Course {
    /// Adds a step; one without any value stays empty.
    fn push(&mut self, summary: Option<Summary>) {
        let put = |list: &mut Vec<Number>, value: fn(&Summary) -> f64| {
            list.push(Number(summary.as_ref().map_or(f64::NAN, value)));
        };
        put(&mut self.mean, |summary| summary.mean);
        put(&mut self.low, |summary| summary.interval_low);
        put(&mut self.high, |summary| summary.interval_high);
        put(&mut self.spread_low, |summary| summary.spread().ends().0);
        put(&mut self.spread_high, |summary| summary.spread().ends().1);
    }
}

/// A measure at the end in one arm.
#[derive(Serialize)]
struct End {
    mean: Number,
    low: Number,
    high: Number,
}

/// What sets a variant apart from the baseline in a measure at the end.
#[derive(Serialize)]
struct Effect {
    difference: Number,
    low: Number,
    high: Number,
    /// Probability that the same society ends higher under the variant.
    probability: Number,
    d_z: Number,
}

/// A number, or nothing where it is not finite, with as many digits as anyone reads.
#[derive(Clone, Copy)]
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_finite() {
            // Six digits of a single-precision number keep a stream to half its size.
            serializer.serialize_f32(self.0 as f32)
        } else {
            serializer.serialize_none()
        }
    }
}

/// Answers a comparison.
pub(super) async fn compare(
    State(laboratory): State<Arc<Laboratory>>,
    asked: Asked<RequestBody>,
) -> Result<Response, Refusal> {
    let (comparison, command) = asked.read(read).await?;
    let turns = Arc::clone(&laboratory.turns);
    let bytes = comparison.bytes();
    let work = move |writer: &Writer| {
        comparison.run(&turns, writer, command);
        Ok(())
    };
    let room = &laboratory.room;
    room.answer(&asked.visitor, (LINES, bytes), Writer::failed, work)
        .await
}

/// The comparison that is asked for, and the same question on the command line.
fn read(question: RequestBody, library: &Library) -> Result<(Comparison, String), Refusal> {
    let measures = question.measures;
    let asked = Compared {
        source: question.source,
        arms: question.arms,
        replications: question.replications,
        seed: question.seed,
    };
    let arms = asked.load(library)?;
    let comparison = Comparison::new(&asked, arms, measures)?;
    let words = asked.command(library, comparison.replications, comparison.seed);
    Ok((comparison, command_line(&words)))
}

/// A comparison under way.
struct Comparison {
    arms: Vec<Variant>,
    societies: Ready,
    columns: Vec<Vec<Column>>,
    /// Columns whose course is wanted, by their names.
    wanted: Vec<String>,
    replications: u32,
    seed: u64,
}

/// The values that are kept of one arm, by replication.
#[derive(Default)]
struct RecordLayout {
    /// Last rows.
    ends: Vec<Vec<f64>>,
    /// The wanted columns, step by step.
    courses: Vec<Vec<f64>>,
}

impl Comparison {
    fn new(asked: &Compared, arms: Vec<Variant>, wanted: Vec<String>) -> Result<Self, Refusal> {
        if wanted.len() > SERIES_MAX {
            return Err(Refusal::malformed(say!(
                "{} measures over time are asked for (limit: {SERIES_MAX}).",
                wanted.len()
            )));
        }
        let replications = asked.replications(arms[0].scenario.replications)?;
        let seed = asked.seed(&arms);
        let columns: Vec<Vec<Column>> = arms
            .iter()
            .map(|arm| columns(&arm.scenario.programme_keys, arm.scenario.municipalities()))
            .collect();
        for key in &wanted {
            if !columns[0].iter().any(|column| &column.key == key) {
                return Err(Refusal::malformed(say!(
                    "There is no measure `{key}` in this scenario."
                )));
            }
        }
        Ok(Self {
            societies: Ready::new(arms.iter().map(|arm| arm.scenario.setup.clone()), seed),
            arms,
            columns,
            wanted,
            replications,
            seed,
        })
    }

    /// Memory of all values that are kept.
    fn bytes(&self) -> u64 {
        let numbers =
            self.columns[0].len() + self.wanted.len() * (self.societies.setups()[0].steps as usize + 1);
        (numbers * self.arms.len() * size_of::<f64>()) as u64 * u64::from(self.replications)
    }

    fn run(&self, turns: &Turns, writer: &Writer, command: String) {
        writer.line(&self.begin(command));
        let began = Instant::now();
        let mut kept: Vec<RecordLayout> = self.arms.iter().map(|_| RecordLayout::default()).collect();
        let (mut done, mut told, mut pace) = (0, 0, None);
        while done < self.replications && !writer.stopped() {
            let turn = if done == 0 { turns.first() } else { turns.next() };
            let count = round(pace, turn.count()).min(self.replications - done);
            let start = Instant::now();
            self.simulate(done..done + count, &turn, writer, &mut kept);
            drop(turn);
            if writer.stopped() {
                return;
            }
            pace = Some(start.elapsed().as_secs_f64() / f64::from(count));
            done += count;
            if done == self.replications || f64::from(done) >= f64::from(told) * GROWTH {
                told = done;
                writer.line(&self.known(&kept, done, began.elapsed().as_secs_f64()));
            }
        }
        writer.line(&serde_json::json!({ "type": "done" }));
    }

    fn begin(&self, command: String) -> Begin<'_> {
        let setup = &self.societies.setups()[0];
        let scenario = &self.arms[0].scenario;
        Begin {
            r#type: "begin",
            years: (0..=setup.steps)
                .map(|step| f64::from(step) * setup.step_years)
                .collect(),
            arms: self.arms.iter().map(|arm| arm.title.as_str()).collect(),
            columns: shown(&self.columns[0], &scenario.programme_keys),
            citizens: setup.phases[0].parameters.population.citizens,
            replications: self.replications,
            seed: self.seed,
            command,
        }
    }

    /// Lets some replications of every arm live; they are kept in order.
    fn simulate(
        &self,
        replications: std::ops::Range<u32>,
        threads: &Threads,
        writer: &Writer,
        kept: &mut [RecordLayout],
    ) {
        let mut runs = by_replication(self.arms.len() as u32, replications.end)
            .filter(|run| replications.contains(&run.replication));
        let mut ended = BTreeMap::new();
        let result = simulate(&self.societies, &mut runs, threads, writer, |run| {
            let address = run.address;
            ended.insert(address, self.keep(address.configuration as usize, &run.values()));
            Ok::<_, Infallible>(())
        });
        // It cannot fail, and whether it was stopped is asked of the writer.
        let Ok(_completion) = result;
        for (address, (end, course)) in ended {
            let kept = &mut kept[address.configuration as usize];
            kept.ends.push(end);
            kept.courses.push(course);
        }
    }

    fn keep(&self, arm: usize, rows: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let width = self.columns[arm].len();
        let end = rows[rows.len() - width..].to_vec();
        let positions: Vec<Option<usize>> = self.wanted.iter().map(|key| self.position(arm, key)).collect();
        let course = rows
            .chunks_exact(width)
            .flat_map(|row| {
                positions
                    .iter()
                    .map(|&position| position.map_or(f64::NAN, |at| row[at]))
            })
            .collect();
        (end, course)
    }

    fn position(&self, arm: usize, key: &str) -> Option<usize> {
        self.columns[arm].iter().position(|column| column.key == key)
    }

    fn known(&self, kept: &[RecordLayout], done: u32, seconds: f64) -> Known<'_> {
        let series = self.wanted.iter().enumerate().map(|(index, key)| {
            let courses = kept.iter().map(|kept| Some(self.course(kept, index)));
            (key.as_str(), courses.collect())
        });
        let ends = self.columns[0].iter().map(|column| {
            let arms = kept
                .iter()
                .enumerate()
                .map(|(arm, kept)| self.end(arm, kept, &column.key));
            (column.key.as_str(), arms.collect())
        });
        let effects = (1..kept.len()).map(|arm| self.effects(kept, arm)).collect();
        Known {
            r#type: "state",
            done,
            of: self.replications,
            seconds,
            series: series.collect(),
            ends: ends.collect(),
            effects,
        }
    }

    fn course(&self, kept: &RecordLayout, index: usize) -> Course {
        let mut course = Course::default();
        let width = self.wanted.len();
        for step in 0..=self.societies.setups()[0].steps as usize {
            let values = kept.courses.iter().map(|values| values[step * width + index]);
            course.push(Summary::of(values));
        }
        course
    }

    fn end(&self, arm: usize, kept: &RecordLayout, key: &str) -> Option<End> {
        let position = self.position(arm, key)?;
        let summary = Summary::of(kept.ends.iter().map(|end| end[position]))?;
        Some(End {
            mean: Number(summary.mean),
            low: Number(summary.interval_low),
            high: Number(summary.interval_high),
        })
    }

    fn effects(&self, kept: &[RecordLayout], arm: usize) -> BTreeMap<&str, Effect> {
        let effect = |(position, column): (usize, &Column)| {
            let other = self.position(arm, &column.key)?;
            let of = |kept: &RecordLayout, at: usize| -> Vec<f64> {
                kept.ends.iter().map(|end| end[at]).collect()
            };
            let paired = Paired::of(&of(&kept[0], position), &of(&kept[arm], other));
            (paired.difference.count() > 0).then(|| {
                let interval = paired.interval(CONFIDENCE);
                Effect {
                    difference: Number(paired.difference.mean()),
                    low: Number(interval.low),
                    high: Number(interval.high),
                    probability: Number(paired.probability_higher),
                    d_z: Number(paired.standardised_effect()),
                }
            })
        };
        let columns = self.columns[0].iter().enumerate();
        columns
            .filter_map(|entry| Some((entry.1.key.as_str(), effect(entry)?)))
            .collect()
    }
}

/// Replications of the next turn, given how many seconds one of them takes.
fn round(pace: Option<f64>, threads: usize) -> u32 {
    match pace {
        None => FIRST,
        Some(pace) => ((TURN.as_secs_f64() / pace) as u32).max(threads as u32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_last_as_long_as_a_turn() {
        assert_eq!(round(None, 2), FIRST);
        assert_eq!(round(Some(0.01), 2), 10);
        assert_eq!(round(Some(5.0), 2), 2, "but every thread has something to do");
    }
}
