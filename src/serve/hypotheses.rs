//! Declared hypotheses: the list of them, and a verdict that grows.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Laboratory;
use super::chosen::replications;
use super::connections::Visitor;
use super::library::Library;
use super::refusal::Refusal;
use super::request::{Asked, Named};
use super::sliced::in_turns;
use super::stream::{LINES, Writer};
use super::turns::Turns;
use crate::scenario::hypothesis::Hypothesis;
use crate::study::hypothesis::report::{Row, rows};
use crate::study::hypothesis::{Estimate, HypothesisTest, Tested};
use crate::words::say;

/// Memory of a test: its runs are in a file.
const BYTES: u64 = 8 << 20;
/// Seed of the runs, as that of `samspil test`.
const SEED: u64 = 1;
/// Replications an estimate on the way needs.
const ESTIMATE_MIN: u32 = 4;
/// Replications at most.
const REPLICATIONS_MAX: u32 = 2_000;

/// What is asked.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestBody {
    /// In place of the file's own number.
    #[serde(default)]
    replications: Option<u32>,
}

/// The hypotheses there are.
pub(super) async fn list(
    State(laboratory): State<Arc<Laboratory>>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Json<Value>, Refusal> {
    let room = laboratory.room.clone();
    room.read(&visitor, move |seen| all(&laboratory.library_until(seen)))
        .await
}

fn all(library: &Library) -> Result<Json<Value>, Refusal> {
    let mut list = Vec::new();
    for path in library.hypotheses().values() {
        let hypothesis = Hypothesis::load_from(library.files(), path, &[])?;
        list.push(described(&hypothesis));
    }
    Ok(Json(json!({ "hypotheses": list })))
}

fn described(hypothesis: &Hypothesis) -> Value {
    let arms: Vec<&str> = hypothesis.arms.iter().map(|arm| arm.name.as_str()).collect();
    json!({
        "id": hypothesis.id,
        "claim": hypothesis.claim,
        "note": hypothesis.note,
        "sources": hypothesis.sources,
        "measure": hypothesis.measure,
        "smallest_effect": hypothesis.smallest_effect,
        "replications": hypothesis.effort.most(),
        "arms": arms,
    })
}

/// Tests a hypothesis.
pub(super) async fn test(
    State(laboratory): State<Arc<Laboratory>>,
    Named(id): Named,
    asked: Asked<RequestBody>,
) -> Result<Response, Refusal> {
    let read = asked.read(move |question, library| {
        let path = library
            .hypotheses()
            .get(&id)
            .ok_or_else(|| Refusal::missing(say!("There is no hypothesis `{id}`.")))?;
        let hypothesis = Hypothesis::load_from(library.files(), path, &[])?;
        let number = question.replications;
        let number = number.map(|number| replications(number, REPLICATIONS_MAX, "test"));
        Ok((hypothesis, number.transpose()?))
    });
    let (hypothesis, replications) = read.await?;
    let turns = Arc::clone(&laboratory.turns);
    let work = move |writer: &Writer| run(&hypothesis, replications, &turns, writer);
    let room = &laboratory.room;
    room.answer(&asked.visitor, (LINES, BYTES), Writer::failed, work)
        .await
}

fn run(
    hypothesis: &Hypothesis,
    replications: Option<u32>,
    turns: &Turns,
    writer: &Writer,
) -> Result<(), Refusal> {
    let mut begin = described(hypothesis);
    let name = hypothesis.id.clone();
    let study = HypothesisTest::of(name, vec![hypothesis.clone()], SEED, replications, 0);
    let of = study.replications_most(0);
    begin["type"] = json!("begin");
    begin["of"] = json!(of);
    writer.line(&begin);
    let tested = in_turns(&study, (turns, writer), |journals, _| {
        if let Ok((done, Some(estimate))) = study.so_far(journals, 0)
            && done >= ESTIMATE_MIN
        {
            writer.passing(&state(&estimate, done, of));
        }
    })?;
    if let Some(tested) = tested {
        writer.line(&verdict(&tested[0]));
    }
    Ok(())
}

fn state(estimate: &Estimate, done: u32, of: u32) -> Value {
    json!({
        "type": "state", "done": done, "of": of, "effect": estimate.effect,
        "low": estimate.interval.low, "high": estimate.interval.high,
        "p": estimate.claim_p, "p_rejection": estimate.rejection_p,
    })
}

fn verdict(tested: &Tested) -> Value {
    let rows = rows(std::slice::from_ref(tested));
    let row: &Row = &rows[0];
    let estimate = &tested.estimate;
    json!({
        "type": "done", "verdict": tested.verdict.word(), "effect": estimate.effect,
        "low": estimate.interval.low, "high": estimate.interval.high,
        "p": estimate.claim_p, "p_rejection": estimate.rejection_p,
        "smallest_effect": tested.hypothesis.smallest_effect,
        "words": say!("{} {}, smallest of interest {}", row.what, row.effect, row.smallest),
        "details": format!("{}; {}", row.p_words(), row.runs_words()),
        "caution": row.caution,
    })
}
