//! Studies whose question stands in a file.

use std::path::Path;
use std::sync::Arc;

use super::Error;
use super::answer::{Answer, Found};
use crate::scenario::fact::Fact;
use crate::scenario::hypothesis::Hypothesis;
use crate::scenario::{CalibrationPlan, FrontierPlan, Plan};
use crate::shipped::{self, Kind};
use crate::study::calibration::Calibrate;
use crate::study::frontier::FrontierSearch;
use crate::study::hypothesis::HypothesisTest;
use crate::study::points::PlannedPoints;
use crate::study::reportable::Reportable;
use crate::study::sweep::Sweep;
use crate::study::validation::{REPLICATIONS_USUAL, Validation};
use crate::words::say;

/// Seed of the studies whose files have none.
const SEED: u64 = 1;

fn answer<S>(study: S) -> Result<Answer, Error>
where
    S: Reportable + Send + Sync + 'static,
    S::Answer: Send + Sync,
{
    Ok(Answer::of(Arc::new(Found::of(study, 0)?)))
}

/// Refuses two files of one id, whose runs would be taken for one another's.
fn refuse_equal<'a>(ids: impl Iterator<Item = &'a str>) -> Result<(), Error> {
    let mut seen = std::collections::BTreeSet::new();
    for id in ids {
        if !seen.insert(id.to_lowercase()) {
            return Err(Error::new(say!("`{id}` is named twice")));
        }
    }
    Ok(())
}

/// Tests declared hypotheses, by file or by the name of one that is shipped: supported, rejected or undecided.
///
/// # Errors
/// When a file has faults, or a run fails.
///
/// # Examples
/// ```no_run
/// println!("{}", samspil::test(&["H-03", "H-04"])?);
/// # Ok::<(), samspil::Error>(())
/// ```
///
/// A hypothesis of one's own:
/// ```
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("lasting.toml").display().to_string();
/// std::fs::write(&file, r#"
///     id = "lasting"
///     claim = "Where many begin, more take part a year later"
///     kind = "difference"
///     direction = "greater"
///     scenario = "reference"
///     measure = "participants_share"
///     time = "end"
///     smallest_effect = 0.05
///     replications = 10
///     [settings]
///     population.citizens = 100
///     simulation.horizon_years = 1
///     [treatment]
///     programme.local.initial_participants = 0.5
/// "#)?;
/// let answer = samspil::test(&[file.as_str()])?;
/// assert!(answer.words().contains("supported"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn test(hypotheses: &[&str]) -> Result<Answer, Error> {
    let read = |name: &&str| -> Result<Hypothesis, Error> {
        let place = shipped::locate(Path::new(name), &[Kind::Hypothesis])?;
        Ok(Hypothesis::load_from(&place.files, &place.path, &[])?)
    };
    let hypotheses = hypotheses.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    refuse_equal(hypotheses.iter().map(|hypothesis| hypothesis.id.as_str()))?;
    for hypothesis in &hypotheses {
        hypothesis.refuse_copies()?;
    }
    if hypotheses.is_empty() {
        return Err(Error::new(say!("there is no hypothesis to test")));
    }
    answer(HypothesisTest::of(
        "hypotheses".to_owned(),
        hypotheses,
        SEED,
        None,
        0,
    ))
}

/// Measures stylised facts of the field in the model, by file or name; all that are shipped where none is named.
///
/// # Errors
/// When a file has faults, or a run fails.
///
/// # Examples
/// ```no_run
/// println!("{}", samspil::validate(&["SF-04"])?);
/// # Ok::<(), samspil::Error>(())
/// ```
///
/// A fact of one's own:
/// ```
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("few.toml").display().to_string();
/// std::fs::write(&file, r#"
///     id = "few"
///     claim = "Few take part"
///     role = "validation"
///     content = "emergent"
///     evidence = ["a count of our own"]
///     scenario = "reference"
///     [settings]
///     population.citizens = 60
///     simulation.horizon_years = 1
///     [[check]]
///     kind = "mean"
///     pattern = "share who take part at the end"
///     measure = "participants_share"
///     time = "end"
///     at_most = 0.5
/// "#)?;
/// let answer = samspil::validate(&[file.as_str()])?;
/// assert!(answer.words().contains("1 of 1 facts met"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn validate(facts: &[&str]) -> Result<Answer, Error> {
    let places = if facts.is_empty() {
        shipped::all(Kind::Fact)
    } else {
        let named = facts.iter();
        named
            .map(|name| shipped::locate(Path::new(name), &[Kind::Fact]))
            .collect::<Result<_, _>>()?
    };
    let facts = places
        .iter()
        .map(|place| Fact::load_from(&place.files, &place.path, &[]));
    let facts = facts.collect::<Result<Vec<_>, _>>()?;
    refuse_equal(facts.iter().map(|fact| fact.id.as_str()))?;
    for fact in &facts {
        fact.refuse_copies()?;
    }
    answer(Validation::of(
        "facts".to_owned(),
        facts,
        SEED,
        REPLICATIONS_USUAL,
    ))
}

/// Simulates the points of a plan, by file or name.
///
/// # Errors
/// When the plan has faults, or its results cannot be read.
///
/// # Examples
/// ```no_run
/// println!("{}", samspil::sweep("invitation_by_ease")?);
/// # Ok::<(), samspil::Error>(())
/// ```
///
/// A plan of one's own:
/// ```
/// let folder = tempfile::tempdir()?;
/// let plan = folder.path().join("size.toml");
/// std::fs::write(&plan, r#"
///     scenario = "norre_snede"
///     replications = 2
///     [[factor]]
///     key = "population.citizens"
///     levels = [100, 200]
///     [[measure]]
///     key = "outcome"
/// "#)?;
/// let answer = samspil::sweep(&plan)?;
/// assert!(answer.words().contains("outcome.final"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sweep(plan: impl AsRef<Path>) -> Result<Answer, Error> {
    let place = shipped::locate(plan.as_ref(), &[Kind::SweepPlan])?;
    let plan = Plan::load_from(&place.files, &place.path, &[])?;
    let planned = PlannedPoints::of(plan).map_err(Error::new)?;
    answer(Sweep { planned })
}

/// Searches for the designs that no other beats, by a plan.
///
/// # Errors
/// When the plan has faults, or no design keeps to its limits.
///
/// # Examples
/// ```no_run
/// println!("{}", samspil::frontier("suitcases_on_a_budget")?);
/// # Ok::<(), samspil::Error>(())
/// ```
pub fn frontier(plan: impl AsRef<Path>) -> Result<Answer, Error> {
    let place = shipped::locate(plan.as_ref(), &[Kind::FrontierPlan])?;
    let plan = FrontierPlan::load_from(&place.files, &place.path, &[])?;
    answer(FrontierSearch::of(plan))
}

/// Fits parameters to figures of one's own, by a plan.
///
/// # Errors
/// When the plan has faults, or no society comes near the figures.
///
/// # Examples
/// ```no_run
/// println!("{}", samspil::calibrate("local_initiative_to_figures")?);
/// # Ok::<(), samspil::Error>(())
/// ```
pub fn calibrate(plan: impl AsRef<Path>) -> Result<Answer, Error> {
    let place = shipped::locate(plan.as_ref(), &[Kind::CalibrationPlan])?;
    let plan = CalibrationPlan::load_from(&place.files, &place.path, &[])?;
    answer(Calibrate { plan })
}
