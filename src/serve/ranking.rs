//! Does the ranking hold? The same arms over draws of the parameters from their plausible ranges.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Laboratory;
use super::chosen::{Arm, Chosen, Compared, pairs};
use super::library::Library;
use super::refusal::Refusal;
use super::request::Asked;
use super::sliced::in_turns;
use super::stream::{LINES, Writer};
use super::turns::Turns;
use crate::study::ranking::{REPLICATIONS, RankedArm, RankingError, RankingFound, RankingUnderDraws, change};
use crate::words::say;

/// Draws, unless asked for otherwise.
const DRAWS: u32 = 100;
/// Draws at most.
const DRAWS_MAX: u32 = 500;
/// Replications of every arm in a draw at most.
const REPLICATIONS_MAX: u32 = 50;
/// Memory of an answer.
const BYTES: u64 = 4 << 20;

/// What is asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestBody {
    source: Chosen,
    arms: Vec<Arm>,
    measure: String,
    #[serde(default)]
    draws: Option<u32>,
    #[serde(default)]
    replications: Option<u32>,
    #[serde(default)]
    seed: Option<u64>,
}

/// Ranks arms.
pub(super) async fn rank(
    State(laboratory): State<Arc<Laboratory>>,
    asked: Asked<RequestBody>,
) -> Result<Response, Refusal> {
    let ranking = asked.read(read).await?;
    let turns = Arc::clone(&laboratory.turns);
    let work = move |writer: &Writer| run(&ranking, &turns, writer);
    let room = &laboratory.room;
    room.answer(&asked.visitor, (LINES, BYTES), Writer::failed, work)
        .await
}

fn read(question: RequestBody, library: &Library) -> Result<RankingUnderDraws, Refusal> {
    let base = question.source.base(library)?;
    let settings: Vec<_> = question.arms.iter().map(|arm| pairs(&arm.settings)).collect();
    let asked = Compared {
        source: question.source,
        arms: question.arms,
        replications: question.replications,
        seed: question.seed,
    };
    let arms = asked.load(library)?;
    if arms.len() < 2 {
        return Err(Refusal::malformed(say!(
            "There is nothing to rank: make a variant first."
        )));
    }
    let (draws, replications) = (
        question.draws.unwrap_or(DRAWS),
        question.replications.unwrap_or(REPLICATIONS),
    );
    if !(1..=DRAWS_MAX).contains(&draws) || !(1..=REPLICATIONS_MAX).contains(&replications) {
        return Err(Refusal::malformed(say!(
            "From 1 to {DRAWS_MAX} draws with 1 to {REPLICATIONS_MAX} replications can be run here."
        )));
    }
    let seed = asked.seed(&arms);
    let arms = arms.into_iter().zip(settings);
    let arms = arms.map(|(usual, settings)| RankedArm {
        base: base.clone(),
        settings,
        usual,
    });
    let measure = &question.measure;
    RankingUnderDraws::of(arms.collect(), measure, (draws, replications), seed).map_err(|error| match error {
        RankingError::NoMeasure(_) => Refusal::malformed(error.to_string()),
        RankingError::NoDirection(_) => Refusal::impossible(error.to_string()),
    })
}

fn run(ranking: &RankingUnderDraws, turns: &Turns, writer: &Writer) -> Result<(), Refusal> {
    let found = in_turns(ranking, (turns, writer), |journals, _| {
        if let Ok(Some(found)) = ranking.so_far(journals)
            && !found.winners.is_empty()
        {
            writer.passing(&state("state", &found, ranking.draws));
        }
    })?;
    if let Some(found) = found {
        let mut done = state("done", &found, ranking.draws);
        done["changes"] = found.changes.iter().map(change).collect();
        writer.line(&done);
    }
    Ok(())
}

fn state(kind: &str, found: &RankingFound, of: u32) -> Value {
    let best: Vec<f64> = (0..found.order.len()).map(|arm| found.best_share(arm)).collect();
    json!({
        "type": kind, "done": found.winners.len(), "of": of,
        "order": found.order, "best": best, "same": best[found.order[0]],
    })
}
