//! What a visitor takes away: the report, the tables, the scenario.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::Laboratory;
use super::chosen::{Chosen, Compared, Settings};
use super::guard::REPORT_POLICY;
use super::refusal::Refusal;
use super::request::Asked;
use super::turns::Turns;
use crate::experiment::{Completion, Size, Watch};
use crate::figure;
use crate::output::{Format, OutputError, RunFolder};
use crate::report::comparison::{Contents, render};
use crate::study::comparison::{self, Comparison};
use crate::study::{Variant, Variants};

/// Replications of each arm, unless asked for otherwise.
const REPLICATIONS: u32 = 100;
/// Replications of a turn.
const ROUND: u32 = 8;

/// The printed report of a comparison.
pub(super) async fn report(
    State(laboratory): State<Arc<Laboratory>>,
    Asked(asked): Asked<Compared>,
) -> Result<Response, Refusal> {
    let page = compared(laboratory, asked, |finished| {
        let figures = figure::comparison(&finished.comparison);
        let contents = Contents {
            comparison: &finished.comparison,
            target: None,
            notes: &comparison::notes(&finished.comparison.arms),
            figures: &figures,
            command: &finished.command,
            seed: finished.folder.seed(),
            hash: &finished.folder.hash().to_string(),
            version: env!("CARGO_PKG_VERSION"),
        };
        render(&contents).map_err(|error| Refusal::broken(error.to_string()))
    })
    .await?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(REPORT_POLICY)),
    ];
    Ok((headers, page).into_response())
}

/// All differences of a comparison as CSV.
pub(super) async fn tables(
    State(laboratory): State<Arc<Laboratory>>,
    Asked(asked): Asked<Compared>,
) -> Result<Response, Refusal> {
    let table = compared(laboratory, asked, |finished| {
        comparison::write_tables(&finished.folder, &finished.comparison, None, Format::Csv)?;
        Ok(std::fs::read_to_string(
            finished.folder.path().join("differences.csv"),
        )?)
    })
    .await?;
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8")], table).into_response())
}

/// A comparison that is done.
struct Finished {
    folder: RunFolder,
    comparison: Comparison,
    command: Vec<String>,
}

/// Runs a comparison and makes something of it.
async fn compared(
    laboratory: Arc<Laboratory>,
    asked: Compared,
    make: impl FnOnce(&Finished) -> Result<String, Refusal> + Send + 'static,
) -> Result<String, Refusal> {
    let arms = asked.load(&laboratory.library)?;
    let replications = asked.replications(REPLICATIONS)?;
    let seed = asked.seed(&arms);
    let threads = laboratory.turns.threads();
    let size = |arm: &Variant| Size::of(&arm.scenario.setup, replications, threads);
    let bytes: u64 = arms.iter().map(|arm| size(arm).results_bytes).sum();
    if arms.len() < 2 {
        return Err(Refusal::malformed(
            "There is nothing to compare the scenario with: make a variant first.",
        ));
    }
    let command = asked.command(&laboratory.library, replications, seed);
    let turns = Arc::clone(&laboratory.turns);
    let work = move |watch: &dyn Watch| {
        let root = tempfile::tempdir()?;
        let finished = run(root.path(), arms, (replications, seed), command, &turns, watch)?;
        make(&finished)
    };
    laboratory.room.keep(bytes, work).await
}

fn run(
    root: &std::path::Path,
    arms: Vec<Variant>,
    (replications, seed): (u32, u64),
    command: Vec<String>,
    turns: &Turns,
    watch: &dyn Watch,
) -> Result<Finished, Refusal> {
    let identity = Variants::identity(&arms)?;
    let folder = RunFolder::open(root, "compare", &identity, seed)?;
    let mut study = Variants::open(&folder, &arms, |last| (0..=last).collect())?;
    let mut reached = 0;
    while reached < replications {
        let turn = if reached == 0 { turns.first() } else { turns.next() };
        reached = (reached + ROUND).min(replications);
        if study.reach(reached, &turn, watch)? == Completion::Stopped {
            return Err(Refusal::given_up());
        }
    }
    let ensembles = (0..arms.len()).map(|arm| study.ensemble(arm, replications));
    let ensembles = ensembles.collect::<Result<Vec<_>, OutputError>>()?;
    Ok(Finished {
        folder,
        comparison: Comparison::of(arms, ensembles),
        command,
    })
}

/// What is asked for a scenario of one's own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    source: Chosen,
    #[serde(default)]
    settings: Settings,
    #[serde(default)]
    title: Option<String>,
}

/// A scenario file with the settings, for the command line or for another day.
pub(super) async fn scenario(
    State(laboratory): State<Arc<Laboratory>>,
    Asked(question): Asked<Question>,
) -> Result<Response, Refusal> {
    let scenario = question
        .source
        .scenario(&laboratory.library, &question.settings)?;
    let mut text = String::new();
    let title = question.title.unwrap_or(scenario.title);
    let line = |text: &mut String, key: &str, value: &toml::Value| {
        writeln!(text, "{key} = {value}").expect("writing to a string cannot fail");
    };
    match &question.source {
        Chosen::Shelf { id } => {
            line(&mut text, "title", &title.into());
            line(&mut text, "extends", &format!("{id}.toml").into());
        }
        Chosen::Own { toml, .. } => {
            let mut table: toml::Table = toml
                .parse()
                .map_err(|error| Refusal::impossible(format!("{error}")))?;
            for key in question.settings.keys() {
                lay(&mut table, key, &scenario.settings[key].value);
            }
            table.insert("title".to_owned(), title.into());
            let text = toml::to_string_pretty(&table).map_err(|error| Refusal::broken(error.to_string()))?;
            return Ok(plain(text));
        }
    }
    for key in question.settings.keys() {
        line(&mut text, key, &scenario.settings[key].value);
    }
    Ok(plain(text))
}

/// Puts a value at a key of several parts.
fn lay(table: &mut toml::Table, key: &str, value: &toml::Value) {
    match key.split_once('.') {
        Some((outer, inner)) => {
            let entry = table
                .entry(outer)
                .or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let Some(inner_table) = entry.as_table_mut() {
                lay(inner_table, inner, value);
            }
        }
        None => {
            table.insert(key.to_owned(), value.clone());
        }
    }
}

fn plain(text: String) -> Response {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
