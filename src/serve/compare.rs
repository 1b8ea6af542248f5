//! Baseline and variants side by side, on common random numbers: a first answer at once, then narrower ones.

use std::collections::BTreeMap;
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
use crate::experiment::Watch as _;
use crate::report::command_line;
use crate::statistics::{CONFIDENCE, Paired, Summary};
use crate::study::interim::{InterimComparison, InterimQuestion};
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
    command: &'a str,
}

/// What is known after so many replications.
#[derive(Serialize)]
struct Known<'a> {
    r#type: &'static str,
    done: u32,
    of: u32,
    seconds: f64,
    series: BTreeMap<&'a str, Vec<Course>>,
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
    /// A measure step by step.
    fn of(steps: impl Iterator<Item = Option<Summary>>) -> Self {
        let mut course = Self::default();
        for summary in steps {
            course.push(summary);
        }
        course
    }

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

impl End {
    fn of(summary: Summary) -> Self {
        Self {
            mean: Number(summary.mean),
            low: Number(summary.interval_low),
            high: Number(summary.interval_high),
        }
    }
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

impl Effect {
    fn of(paired: &Paired) -> Self {
        let interval = paired.interval(CONFIDENCE);
        Self {
            difference: Number(paired.difference.mean()),
            low: Number(interval.low),
            high: Number(interval.high),
            probability: Number(paired.probability_higher),
            d_z: Number(paired.standardised_effect()),
        }
    }
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
    let wanted = asked.read(read).await?;
    let turns = Arc::clone(&laboratory.turns);
    let bytes = wanted.question.bytes(wanted.replications);
    let work = move |writer: &Writer| wanted.run(&turns, writer);
    let room = &laboratory.room;
    room.answer(&asked.visitor, (LINES, bytes), Writer::failed, work)
        .await
}

/// The comparison that is asked for.
struct Wanted {
    question: InterimQuestion,
    replications: u32,
    /// The same question on the command line.
    command: String,
}

fn read(body: RequestBody, library: &Library) -> Result<Wanted, Refusal> {
    let measures = body.measures;
    let asked = Compared {
        source: body.source,
        arms: body.arms,
        replications: body.replications,
        seed: body.seed,
    };
    let arms = asked.load(library)?;
    if measures.len() > SERIES_MAX {
        return Err(Refusal::malformed(say!(
            "{} measures over time are asked for (limit: {SERIES_MAX}).",
            measures.len()
        )));
    }
    let replications = asked.replications(arms[0].scenario.replications)?;
    let seed = asked.seed(&arms);
    let question = InterimQuestion::of(arms, measures, seed);
    for key in &question.measures {
        if !question.columns().iter().any(|column| &column.key == key) {
            return Err(Refusal::malformed(say!(
                "There is no measure `{key}` in this scenario."
            )));
        }
    }
    Ok(Wanted {
        command: command_line(&asked.command(library, replications, seed)),
        question,
        replications,
    })
}

impl Wanted {
    /// Goes on turn by turn, and tells what is known as soon as it is worth telling.
    fn run(self, turns: &Turns, writer: &Writer) -> Result<(), Refusal> {
        let of = self.replications;
        writer.line(&self.begin());
        let began = Instant::now();
        let mut comparison = InterimComparison::of(self.question);
        let (mut done, mut told, mut pace) = (0, 0, None);
        while done < of && !writer.stopped() {
            let turn = if done == 0 { turns.first() } else { turns.next() };
            let count = round(pace, turn.count()).min(of - done);
            let start = Instant::now();
            let extended = comparison.extend(count, &turn, writer);
            drop(turn);
            if writer.stopped() {
                return Ok(());
            }
            extended?;
            pace = Some(start.elapsed().as_secs_f64() / f64::from(count));
            done += count;
            if done == of || f64::from(done) >= f64::from(told) * GROWTH {
                told = done;
                writer.line(&known(&comparison, of, began.elapsed().as_secs_f64()));
            }
        }
        writer.line(&serde_json::json!({ "type": "done" }));
        Ok(())
    }

    fn begin(&self) -> Begin<'_> {
        let question = &self.question;
        let scenario = &question.arms[0].scenario;
        Begin {
            r#type: "begin",
            years: question.years().collect(),
            arms: question.arms.iter().map(|arm| arm.title.as_str()).collect(),
            columns: shown(question.columns(), &scenario.programme_keys),
            citizens: scenario.setup.citizens(),
            replications: self.replications,
            seed: question.seed,
            command: &self.command,
        }
    }
}

/// What a comparison says now.
fn known(comparison: &InterimComparison, of: u32, seconds: f64) -> Known<'_> {
    let question = comparison.question();
    let arms = question.arms.len();
    let columns = || {
        let columns = question.columns().iter().enumerate();
        columns.map(|(position, column)| (position, column.key.as_str()))
    };
    let series = question.measures.iter().enumerate().map(|(measure, key)| {
        let courses = (0..arms).map(|arm| Course::of(comparison.course(measure, arm)));
        (key.as_str(), courses.collect())
    });
    let ends = columns().map(|(position, key)| {
        let ends = (0..arms).map(|arm| comparison.end(position, arm).map(End::of));
        (key, ends.collect())
    });
    let effects = (1..arms).map(|arm| {
        let effects = columns()
            .filter_map(|(position, key)| Some((key, Effect::of(&comparison.effect(position, arm)?))));
        effects.collect()
    });
    Known {
        r#type: "state",
        done: comparison.replications(),
        of,
        seconds,
        series: series.collect(),
        ends: ends.collect(),
        effects: effects.collect(),
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
