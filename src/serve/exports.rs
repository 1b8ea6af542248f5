//! What a visitor takes away: the report, the tables, the scenario.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::Laboratory;
use super::chosen::{Chosen, Compared, Settings, pairs};
use super::guard::REPORT_POLICY;
use super::library::Library;
use super::refusal::Refusal;
use super::request::Asked;
use super::sliced::in_turns;
use crate::experiment::{Size, Watch};
use crate::output::{PROGRAM, RunHash};
use crate::report::Provenance;
use crate::statistics::Summary;
use crate::study::comparison::report::{Contents, render};
use crate::study::comparison::{self, Compare, Comparison};
use crate::study::{StoppingRule, Study as _, Variant};
use crate::words::{Language, language, say, within};

/// Replications of each arm, unless asked for otherwise.
const REPLICATIONS: u32 = 100;

/// The printed report of a comparison.
pub(super) async fn report(
    State(laboratory): State<Arc<Laboratory>>,
    asked: Asked<Compared>,
) -> Result<Response, Refusal> {
    let page = compared(laboratory, asked, language(), |finished| {
        let figures = comparison::figures::all(&finished.comparison);
        let contents = Contents {
            comparison: &finished.comparison,
            target: None,
            robustness: &[],
            why: &[],
            notes: &comparison::notes(&finished.comparison.arms),
            figures: &figures,
            provenance: Provenance {
                command: &finished.command,
                seed: finished.seed,
                hash: &finished.hash.to_string(),
                version: &PROGRAM,
                worlds: None,
            },
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

/// All values and differences of a comparison as CSV.
pub(super) async fn tables(
    State(laboratory): State<Arc<Laboratory>>,
    asked: Asked<Compared>,
) -> Result<Response, Refusal> {
    // Tables are data, in no reader's language.
    let table = compared(laboratory, asked, Language::English, |finished| {
        within(Language::English, || tidy(finished)).map_err(|error| Refusal::broken(error.to_string()))
    })
    .await?;
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8")], table).into_response())
}

/// Columns of the table that is taken away.
const COLUMNS: [&str; 18] = [
    "scenario",
    "arm",
    "settings",
    "measure",
    "label",
    "unit",
    "year",
    "count",
    "mean",
    "interval_low",
    "interval_high",
    "q05",
    "q95",
    "difference",
    "difference_low",
    "difference_high",
    "seed",
    "program",
];

/// One row for each arm, measure and step: the arm's own value, and for variants the difference from the baseline.
fn tidy(finished: &Finished) -> Result<String, csv::Error> {
    let (comparison, seed) = (&finished.comparison, finished.seed);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    let number = |value: f64| {
        if value.is_finite() {
            value.to_string()
        } else {
            String::new()
        }
    };
    for (index, (arm, ensemble)) in comparison.arms.iter().zip(&comparison.ensembles).enumerate() {
        let settings = settings_of(&comparison.arms, &finished.everywhere, index);
        for (position, column) in ensemble.columns().iter().enumerate() {
            let versus = index.checked_sub(1).map(|variant| &comparison.versus[variant]);
            let shared = versus.and_then(|versus| {
                let found = versus
                    .columns()
                    .iter()
                    .position(|shared| shared.key == column.key);
                found.map(|found| (versus, found))
            });
            for (step, year) in comparison.years().iter().enumerate() {
                let value = ensemble.summary(position, step);
                let level =
                    |of: fn(&Summary) -> f64| value.as_ref().map_or(String::new(), |value| number(of(value)));
                let contrast = shared.and_then(|(versus, found)| versus.at(found, step).difference);
                let apart = |of: fn(&Summary) -> f64| {
                    contrast.as_ref().map_or(String::new(), |value| number(of(value)))
                };
                writer.write_record([
                    comparison.arms[0].scenario.title.clone(),
                    arm.title.clone(),
                    settings.clone(),
                    column.key.clone(),
                    column.measure.label.english.to_owned(),
                    column.measure.unit.to_owned(),
                    year.to_string(),
                    value.as_ref().map_or(0, |value| value.count).to_string(),
                    level(|value| value.mean),
                    level(|value| value.interval_low),
                    level(|value| value.interval_high),
                    level(|value| value.quantiles[0]),
                    level(|value| value.quantiles[4]),
                    apart(|value| value.mean),
                    apart(|value| value.interval_low),
                    apart(|value| value.interval_high),
                    seed.to_string(),
                    PROGRAM.clone(),
                ])?;
            }
        }
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8(bytes).expect("it was made of texts"))
}

/// What is set in all arms, then what sets this one apart, as `key = value; key = value`.
fn settings_of(arms: &[Variant], everywhere: &Settings, arm: usize) -> String {
    let differences = comparison::differences(arms);
    let common = everywhere
        .iter()
        .filter(|(key, _)| differences.iter().all(|difference| difference.key != **key))
        .map(|(key, value)| format!("{key} = {value}"));
    let own = differences.iter().map(|difference| {
        let value = difference.values[arm].as_ref();
        format!(
            "{} = {}",
            difference.key,
            value.map_or("none".to_owned(), ToString::to_string)
        )
    });
    common.chain(own).collect::<Vec<_>>().join("; ")
}

/// A comparison that is done.
struct Finished {
    hash: RunHash,
    seed: u64,
    comparison: Comparison,
    /// What is set in the baseline and so in every arm: what the place is made to be.
    everywhere: Settings,
    command: Vec<String>,
}

/// Runs a comparison, with titles in a language, and makes something of it.
async fn compared(
    laboratory: Arc<Laboratory>,
    asked: Asked<Compared>,
    titles: Language,
    make: impl FnOnce(&Finished) -> Result<String, Refusal> + Send + 'static,
) -> Result<String, Refusal> {
    let read = asked.read(move |asked, library| {
        let arms = within(titles, || asked.load(library))?;
        let replications = asked.replications(REPLICATIONS)?;
        let seed = asked.seed(&arms);
        if arms.len() < 2 {
            return Err(Refusal::malformed(say!(
                "There is nothing to compare the scenario with: make a variant first."
            )));
        }
        let command = asked.command(library, replications, seed);
        let everywhere = asked.arms[0].settings.clone();
        Ok((arms, replications, seed, everywhere, command))
    });
    let (arms, replications, seed, everywhere, command) = read.await?;
    let threads = laboratory.turns.threads();
    let size = |arm: &Variant| Size::of(&arm.scenario.setup, replications, threads);
    let bytes: u64 = arms.iter().map(|arm| size(arm).results_bytes).sum();
    let turns = Arc::clone(&laboratory.turns);
    let work = move |watch: &dyn Watch| {
        let study = Compare::of(arms, seed, StoppingRule::Number(replications), "");
        let question = study.question()?;
        let answer = in_turns(&study, (&turns, watch), |_, _| {})?;
        make(&Finished {
            hash: RunHash::of(&question.identity, seed),
            seed,
            comparison: answer.ok_or_else(Refusal::given_up)?.comparison,
            everywhere,
            command,
        })
    };
    laboratory.room.keep(&asked.visitor, bytes, work).await
}

/// What is asked for a scenario of one's own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestBody {
    source: Chosen,
    #[serde(default)]
    settings: Settings,
    #[serde(default)]
    title: Option<String>,
}

/// A scenario file with the settings that needs no other file, for the command line or for another day.
pub(super) async fn scenario(asked: Asked<RequestBody>) -> Result<Response, Refusal> {
    asked.read(|question, library| written(&question, library)).await
}

fn written(question: &RequestBody, library: &Library) -> Result<Response, Refusal> {
    let base = question.source.base(library)?;
    let settings = pairs(&question.settings);
    Ok(plain(base.folded(question.title.as_deref(), &settings)?))
}

fn plain(text: String) -> Response {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::scenario::Scenario;

    fn arm(settings: &Settings) -> Variant {
        let scenario = Scenario::from_text(Path::new("town.toml"), "[programme.parks]\n", &pairs(settings));
        Variant {
            key: "arm".to_owned(),
            title: "Arm".to_owned(),
            scenario: scenario.unwrap(),
        }
    }

    #[test]
    fn the_settings_of_an_arm_begin_with_those_of_all() {
        let settings = |list: &[(&str, &str)]| -> Settings {
            let pairs = list
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
            pairs.collect()
        };
        let everywhere = settings(&[("population.citizens", "300")]);
        let variant = settings(&[
            ("population.citizens", "300"),
            ("programme.parks.invitation", "2.0"),
        ]);
        let arms = [arm(&everywhere), arm(&variant)];
        assert_eq!(
            settings_of(&arms, &everywhere, 1),
            "population.citizens = 300; programme.parks.invitation = 2.0"
        );
        assert!(settings_of(&arms, &everywhere, 0).starts_with("population.citizens = 300"));
        assert!(settings_of(&arms, &Settings::new(), 1).starts_with("programme.parks.invitation"));
    }
}
