//! What hinders, and how much: every barrier of a scenario removed, halved and doubled.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Laboratory;
use super::chosen::{Chosen, Settings, replications};
use super::refusal::Refusal;
use super::request::Asked;
use super::sliced::in_turns;
use super::stream::{LINES, Writer};
use super::turns::Turns;
use crate::scenario::{Scenario, register};
use crate::statistics::{CONFIDENCE, Interval, Paired};
use crate::study::barriers::figures;
use crate::study::barriers::{Barriers, BarriersError, Findings, Found};

/// Replications of every variant, unless asked for otherwise.
const REPLICATIONS: u32 = 10;
/// Replications of every variant at most.
pub(super) const REPLICATIONS_MAX: u32 = 200;
/// Pairs of orders of removal behind the shares.
const PAIRS: usize = 4;
/// Memory of a study: its runs are in a file.
const BYTES: u64 = 4 << 20;

/// What is asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestBody {
    source: Chosen,
    #[serde(default)]
    settings: Settings,
    #[serde(default)]
    replications: Option<u32>,
    #[serde(default)]
    seed: Option<u64>,
}

/// Weighs the barriers of a scenario.
pub(super) async fn weigh(
    State(laboratory): State<Arc<Laboratory>>,
    asked: Asked<RequestBody>,
) -> Result<Response, Refusal> {
    let read = asked.read(|question, library| {
        let scenario = question.source.scenario(library, &question.settings)?;
        let number = question.replications.unwrap_or(REPLICATIONS);
        let replications = replications(number, REPLICATIONS_MAX, "barriers")?;
        let seed = question.seed.unwrap_or(scenario.seed);
        Ok((scenario, seed, replications))
    });
    let (scenario, seed, replications) = read.await?;
    let turns = Arc::clone(&laboratory.turns);
    let work = move |writer: &Writer| run(scenario, seed, replications, &turns, writer);
    let room = &laboratory.room;
    room.answer(&asked.visitor, (LINES, BYTES), Writer::failed, work)
        .await
}

fn run(
    scenario: Scenario,
    seed: u64,
    replications: u32,
    turns: &Turns,
    writer: &Writer,
) -> Result<(), Refusal> {
    let study = Barriers::of(scenario, seed, replications, PAIRS)?;
    let of = study.batch().count();
    writer.line(&begin(&study, of));
    let progress = |done| writer.passing(&json!({ "type": "progress", "done": done, "of": of }));
    let findings = in_turns(&study, (turns, writer), |_, done| progress(done))?;
    if let Some(findings) = &findings {
        progress(of);
        writer.line(&done(findings));
    }
    Ok(())
}

fn begin(study: &Barriers, runs: u64) -> Value {
    let present = study.design.present.iter().map(|present| {
        let key = present.barrier.full_key();
        let entry = register()
            .get(&key)
            .expect("every barrier is in the register, as a test checks");
        json!({
            "key": key,
            "name": present.barrier.name,
            "ids": present.barrier.ids,
            "strength": present.strength,
            "doubled": present.doubled,
            "meaning": entry.meaning.text(),
            "source": entry.source,
            "equation": entry.equation,
            "grade": entry.grade,
        })
    });
    json!({ "type": "begin", "runs": runs, "present": present.collect::<Vec<_>>() })
}

fn done(findings: &Findings) -> Value {
    let measures = ["outcome", "output"];
    let found: Vec<&Found> = measures
        .iter()
        .filter_map(|key| findings.found.iter().find(|found| found.column.key == *key))
        .collect();
    let of_each = |value: &dyn Fn(&Found) -> Value| {
        let values = found.iter().map(|found| (found.column.key.clone(), value(found)));
        Value::Object(values.collect::<Map<_, _>>())
    };
    let rows = findings
        .design
        .present
        .iter()
        .enumerate()
        .map(|(index, present)| {
            json!({
                "key": present.barrier.full_key(),
                "removed": of_each(&|found| effect(&found.removed[index].paired)),
                "halved": of_each(&|found| effect(&found.halved[index].paired)),
                "doubled": of_each(&|found| effect(&found.doubled[index].paired)),
                "shapley": of_each(&|found| {
                    let attributed = &found.shares[index];
                    around(attributed.share.value, attributed.interval)
                }),
            })
        });
    let figures = figures::all(findings).into_iter().map(|figure| {
        json!({ "name": figure.name, "title": figure.title, "caption": figure.caption, "svg": figure.svg })
    });
    json!({
        "type": "done",
        "replications": findings.replications,
        "rows": rows.collect::<Vec<_>>(),
        "together": of_each(&|found| effect(&found.joint)),
        "figures": figures.collect::<Vec<_>>(),
    })
}

fn effect(paired: &Paired) -> Value {
    around(paired.difference.mean(), paired.interval(CONFIDENCE))
}

fn around(mean: f64, interval: Interval) -> Value {
    json!({ "mean": mean, "low": interval.low, "high": interval.high })
}

impl From<BarriersError> for Refusal {
    fn from(error: BarriersError) -> Self {
        match error {
            BarriersError::NoBarrier | BarriersError::TooManyRuns { .. } => {
                Self::impossible(error.to_string())
            }
            BarriersError::Failed { .. } => Self::broken(error.to_string()),
        }
    }
}
