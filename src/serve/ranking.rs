//! Does the ranking hold? The same arms over draws of the parameters from their plausible ranges.

use std::convert::Infallible;
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
use super::stream::{LINES, Writer};
use super::turns::Turns;
use crate::experiment::{Ready, Threads, Watch as _, by_replication, columns, simulate};
use crate::model::measures::Better;
use crate::model::setup::Setup;
use crate::scenario::{Base, register};
use crate::statistics::{Cut, cuts};
use crate::study::{Variant, drawn_parameters};

/// Draws, unless asked for otherwise.
const DRAWS: u32 = 100;
/// Draws at most.
const DRAWS_MAX: u32 = 500;
/// Replications of every arm in a draw, unless asked for otherwise.
const REPLICATIONS: u32 = 4;
/// Replications of every arm in a draw at most.
const REPLICATIONS_MAX: u32 = 50;
/// A cut is told when it would come by chance in at most so many cases.
const LEVEL: f64 = 0.05;
/// Cuts that are told, at most.
const TOLD_MAX: usize = 5;
/// Memory of an answer.
const BYTES: u64 = 4 << 20;

/// What is asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
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

/// A ranking and its draws.
struct Ranking {
    base: Base,
    /// Settings of each arm.
    settings: Vec<Vec<(String, String)>>,
    /// The arms at the values of the register.
    arms: Vec<Variant>,
    measure: String,
    better: Better,
    draws: u32,
    replications: u32,
    seed: u64,
}

/// Ranks arms.
pub(super) async fn rank(
    State(laboratory): State<Arc<Laboratory>>,
    asked: Asked<Question>,
) -> Result<Response, Refusal> {
    let ranking = asked.read(read).await?;
    let turns = Arc::clone(&laboratory.turns);
    let work = move |writer: &Writer| ranking.run(&turns, writer);
    let room = &laboratory.room;
    room.answer(&asked.visitor, (LINES, BYTES), Writer::failed, work)
        .await
}

fn read(question: Question, library: &Library) -> Result<Ranking, Refusal> {
    let base = question.source.base(library)?;
    let settings = question.arms.iter().map(|arm| pairs(&arm.settings)).collect();
    let asked = Compared {
        source: question.source,
        arms: question.arms,
        replications: question.replications,
        seed: question.seed,
    };
    let arms = asked.load(library)?;
    if arms.len() < 2 {
        return Err(Refusal::malformed(
            "There is nothing to rank: make a variant first.",
        ));
    }
    let (draws, replications) = (
        question.draws.unwrap_or(DRAWS),
        question.replications.unwrap_or(REPLICATIONS),
    );
    if !(1..=DRAWS_MAX).contains(&draws) || !(1..=REPLICATIONS_MAX).contains(&replications) {
        return Err(Refusal::malformed(format!(
            "From 1 to {DRAWS_MAX} draws with 1 to {REPLICATIONS_MAX} replications can be run here."
        )));
    }
    Ok(Ranking {
        base,
        settings,
        seed: asked.seed(&arms),
        better: better(&arms, &question.measure)?,
        arms,
        measure: question.measure,
        draws,
        replications,
    })
}

/// Which way a measure is better.
fn better(arms: &[Variant], measure: &str) -> Result<Better, Refusal> {
    let columns = columns(
        &arms[0].scenario.programme_keys,
        arms[0].scenario.municipalities(),
    );
    let column = columns
        .iter()
        .find(|column| column.key == measure)
        .ok_or_else(|| Refusal::malformed(format!("There is no measure `{measure}` in this scenario.")))?;
    column.measure.better.ok_or_else(|| {
        Refusal::impossible(format!(
            "Nothing says whether more or less of `{measure}` is better, so it ranks nothing.\n\
             hint: choose outcome, unmet_need, cost_per_outcome or public_value"
        ))
    })
}

impl Ranking {
    fn run(&self, turns: &Turns, writer: &Writer) -> Result<(), Refusal> {
        let usual: Vec<Setup> = self.arms.iter().map(|arm| arm.scenario.setup.clone()).collect();
        let order = order(&self.means(usual, &turns.first(), writer), self.better);
        let mut winners = Vec::new();
        let mut values: Vec<Vec<f64>> = Vec::new();
        for draw in 0..self.draws {
            if writer.stopped() {
                return Ok(());
            }
            let drawn = drawn_parameters(self.seed, draw);
            let setups = self.setups(&drawn)?;
            let means = self.means(setups, &turns.next(), writer);
            winners.push(self::order(&means, self.better)[0]);
            values.push(
                drawn
                    .iter()
                    .map(|(_, value)| value.as_float().unwrap_or(f64::NAN))
                    .collect(),
            );
            writer.line(&self.state("state", &order, &winners));
        }
        let mut done = self.state("done", &order, &winners);
        done["changes"] = self.changes(&winners, order[0], &values);
        writer.line(&done);
        Ok(())
    }

    /// The arms under drawn values, which lie beneath what the scenario writes down.
    fn setups(&self, drawn: &[(String, toml::Value)]) -> Result<Vec<Setup>, Refusal> {
        let base = self.base.clone().beneath(drawn)?;
        let mut setups: Vec<Setup> = Vec::with_capacity(self.settings.len());
        for settings in &self.settings {
            let setup = base.with(settings)?.setup;
            setups.push(match setups.first() {
                Some(baseline) => setup.with_need_of(Arc::new(baseline.clone())),
                None => setup,
            });
        }
        Ok(setups)
    }

    /// The measure at the end, averaged over the replications of each arm.
    fn means(&self, setups: Vec<Setup>, threads: &Threads, writer: &Writer) -> Vec<f64> {
        let positions: Vec<Option<usize>> = self
            .arms
            .iter()
            .map(|arm| {
                let columns = columns(&arm.scenario.programme_keys, arm.scenario.municipalities());
                columns.iter().position(|column| column.key == self.measure)
            })
            .collect();
        let arms = setups.len();
        let steps: Vec<usize> = setups.iter().map(|setup| setup.steps as usize + 1).collect();
        let societies = Ready::new(setups, self.seed);
        let runs = by_replication(arms as u32, self.replications);
        let mut ended = std::collections::BTreeMap::new();
        let result = simulate(&societies, runs, threads, writer, |run| {
            let (address, rows) = (run.address, run.values());
            let arm = address.configuration as usize;
            let last = &rows[rows.len() - rows.len() / steps[arm]..];
            ended.insert(
                address,
                positions[arm].map_or(f64::NAN, |position| last[position]),
            );
            Ok::<_, Infallible>(())
        });
        let Ok(_completion) = result;
        let mut sums = vec![0.0; arms];
        for (address, value) in ended {
            sums[address.configuration as usize] += value;
        }
        sums.iter()
            .map(|sum| sum / f64::from(self.replications))
            .collect()
    }

    fn state(&self, kind: &str, order: &[usize], winners: &[usize]) -> Value {
        let share = |arm: usize| {
            winners.iter().filter(|&&winner| winner == arm).count() as f64 / winners.len() as f64
        };
        let best: Vec<f64> = (0..self.arms.len()).map(share).collect();
        json!({
            "type": kind, "done": winners.len(), "of": self.draws,
            "order": order, "best": best, "same": best[order[0]],
        })
    }

    /// Where another arm is best: the values at which that becomes clearly more frequent.
    fn changes(&self, winners: &[usize], usual: usize, values: &[Vec<f64>]) -> Value {
        let outcomes: Vec<bool> = winners.iter().map(|&winner| winner != usual).collect();
        let keys: Vec<String> = drawn_parameters(self.seed, 0)
            .into_iter()
            .map(|(key, _)| key)
            .collect();
        let predictors: Vec<Vec<f64>> = (0..keys.len())
            .map(|key| values.iter().map(|draw| draw[key]).collect())
            .collect();
        let found = cuts(&outcomes, &predictors, self.seed);
        let clear = found.iter().filter(|cut| cut.p <= LEVEL).take(TOLD_MAX);
        clear.map(|cut| told(cut, &keys[cut.predictor])).collect()
    }
}

fn told(cut: &Cut, key: &str) -> Value {
    let above = cut.share_above > cut.share_below;
    let (when, otherwise) = if above {
        (cut.share_above, cut.share_below)
    } else {
        (cut.share_below, cut.share_above)
    };
    let entry = register().get(key);
    json!({
        "key": key, "when": if above { "above" } else { "below" }, "value": cut.value,
        "share_when": when, "share_otherwise": otherwise, "p": cut.p,
        "meaning": entry.map(|entry| &entry.meaning), "grade": entry.map(|entry| &entry.grade),
        "range": entry.and_then(|entry| entry.range),
    })
}

/// Positions of the arms, the best first; an arm without a value comes last.
fn order(means: &[f64], better: Better) -> Vec<usize> {
    let mut order: Vec<usize> = (0..means.len()).collect();
    order.sort_by(|&one, &other| {
        let (one, other) = (means[one], means[other]);
        let by_value = match better {
            Better::Higher => other.total_cmp(&one),
            Better::Lower => one.total_cmp(&other),
        };
        one.is_nan().cmp(&other.is_nan()).then(by_value)
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_arm_comes_first() {
        assert_eq!(order(&[0.5, 0.7, 0.6], Better::Higher), [1, 2, 0]);
        assert_eq!(order(&[0.5, 0.7, 0.6], Better::Lower), [0, 2, 1]);
        assert_eq!(order(&[f64::NAN, 0.7], Better::Lower), [1, 0]);
    }
}
