//! Hypothesis files: a claim in words, the scenarios that bear on it, and the rule it is judged by.
//!
//! A file names one scenario (`scenario = "../reference.toml"`). Each arm is that scenario with tables laid over it, as a
//! scenario that `extends` it would: first `[settings]`, which all arms share, then those of the arm. What arms there
//! are follows from the kind of the question.

pub(super) mod arms;
mod asked;
mod claimed;
mod cycle;
pub(super) mod found;
pub(super) mod held;
pub(super) mod layered;
pub(super) mod question;
pub(super) mod shape;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::Table;
use super::fault::{Finding, Place, ScenarioError, Text};
use super::file_kind::{FileKind, scenario_in_place_of};
use super::language::check;
use super::measure_names::{measure_named, municipality_of_key, unknown};
use super::source::{Disk, Source};
use super::time::so_many_years;
use super::value::did_you_mean;
use super::{Scenario, Time};
use crate::words::{Said, given, say, words};
use arms::Layers;
pub use asked::{Cycle, Question, Yearly};
use claimed::REJECTIONS;
pub(super) use claimed::SIDES;
pub use claimed::{Direction, Rejection, SampleSize, Side};
use found::Found;
use layered::{Refusal, parse, text_of};
use shape::SHAPE;

/// Fewest replications from which an interval can be taken.
pub const REPLICATIONS_MIN: u32 = 2;
/// Fewest replications after which a sequential test gives a verdict.
pub const SEQUENTIAL_MIN: u32 = 20;
/// Most replications of an arm.
pub const REPLICATIONS_MAX: u32 = 1_000_000;

/// A claim that can fail, and how it is tested.
#[derive(Clone, Debug)]
pub struct Hypothesis {
    /// The file.
    pub path: PathBuf,
    /// Short name, such as `H-01`: letters, digits, `-` and `_`.
    pub id: String,
    /// The claim in words.
    pub claim: Said,
    /// What a reader of the verdict should know: what stands for what, what the claim says that the test does not.
    pub note: Said,
    /// Where the claim comes from.
    pub sources: Vec<String>,
    /// What is asked of the arms.
    pub question: Question,
    /// Name of the column that is compared, as in `series.csv`.
    pub measure: String,
    /// When it is taken.
    pub time: Time,
    /// The smallest effect that would matter, above 0; in the unit of the measure, for ratios and mediations as a distance
    /// from the bound, for thresholds in units of the measure per unit of dose.
    pub smallest_effect: f64,
    /// Where a sequential test clips differences to either side, above the smallest effect; `None` where the file does not say.
    pub clip: Option<f64>,
    /// When the claim counts as rejected.
    pub rejection: Rejection,
    /// How many replications each arm gets.
    pub effort: SampleSize,
    /// The arms, in the order the question refers to.
    pub arms: Vec<Arm>,
    layers: Layers,
}

/// One of the scenarios that are compared.
#[derive(Clone, Debug)]
pub struct Arm {
    /// Name in tables.
    pub name: String,
    /// What is simulated.
    pub scenario: Scenario,
}

impl Hypothesis {
    /// Reads and checks a hypothesis file and all scenarios it asks for, with `--set KEY=VALUE` laid over every arm.
    ///
    /// # Errors
    /// Every fault there is, each with its place.
    pub fn load(path: &Path, overrides: &[(String, String)]) -> Result<Self, ScenarioError> {
        Self::load_from(&Disk::shared(), path, overrides)
    }

    /// Reads and checks a file of a source, with what it names from there too.
    ///
    /// # Errors
    /// As [`Hypothesis::load`].
    pub fn load_from(
        files: &Arc<dyn Source>,
        path: &Path,
        overrides: &[(String, String)],
    ) -> Result<Self, ScenarioError> {
        let text = text_of(&**files, path)?;
        parse(path, &text, FileKind::Hypothesis, |asker, table| {
            read(files, asker, table, overrides)
        })
    }

    /// Reads and checks a text as if it stood in the file `path`, which need not exist; the scenario it names must.
    ///
    /// # Errors
    /// As [`Hypothesis::load`].
    pub fn from_text(path: &Path, text: &str, overrides: &[(String, String)]) -> Result<Self, ScenarioError> {
        parse(path, text, FileKind::Hypothesis, |asker, table| {
            read(&Disk::shared(), asker, table, overrides)
        })
    }

    /// The first arm and, where it is another, the one of this number, with other values wherever neither scenario nor
    /// hypothesis says anything.
    ///
    /// # Errors
    /// When the values are refused, or contradict what is written.
    pub fn arm_with(&self, values: &[(String, toml::Value)], arm: usize) -> Result<Vec<Arm>, ScenarioError> {
        match &self.question {
            Question::Mediation { paths, .. } if arm >= self.layers.count() => {
                let mut arms = held::with_held(self.layers.arms_with(values, |_| true)?, paths);
                arms.truncate(arm + 1);
                arms.drain(1..arm);
                Ok(arms)
            }
            _ => self
                .layers
                .arms_with(values, |number| number == 0 || number == arm),
        }
    }

    /// The text of the scenario that its arms are laid over.
    ///
    /// # Errors
    /// When it can no longer be read.
    pub(super) fn base(&self) -> Result<super::Base, ScenarioError> {
        self.layers.base()
    }

    /// The name of an arm that sets a key otherwise than another; `None` where all arms have it alike.
    pub(super) fn sets(&self, key: &str) -> Option<&str> {
        let value = |arm: &Arm| {
            arm.scenario
                .settings
                .get(key)
                .map(|setting| setting.value.clone())
        };
        let (first, others) = self.arms.split_first()?;
        let other = others.iter().find(|arm| value(arm) != value(first))?;
        Some(&other.name)
    }

    /// Refuses arms of which two are the same.
    ///
    /// # Errors
    /// A fault for each arm that is the same as one before it.
    pub fn refuse_copies(&self) -> Result<(), ScenarioError> {
        self.layers.refuse_copies(&self.arms)
    }

    /// How far the effect can lie from 0, by what its measure is declared to be; `None` where that has no bounds, or the effect is no
    /// difference.
    #[must_use]
    pub fn furthest(&self) -> Option<f64> {
        let ranges = match self.question {
            // The share of a variance.
            Question::Cycle { .. } => return Some(1.0),
            Question::Difference { .. } | Question::Equivalence | Question::Ordering { .. } => 1.0,
            Question::Interaction { .. } => 2.0,
            Question::Mediation { .. } | Question::Threshold { .. } | Question::Ratio { .. } => return None,
        };
        let measure = measure_named(&self.measure)?;
        let range = measure.maximum - measure.minimum;
        range.is_finite().then_some(ranges * range)
    }

    /// What decides the verdict besides the arms: the text of the file.
    #[must_use]
    pub fn text(&self) -> &str {
        self.layers.text()
    }
}

const READ: &str = "what is missing has been found";

fn read(
    files: &Arc<dyn Source>,
    asker: Text,
    mut table: Table,
    overrides: &[(String, String)],
) -> Result<Hypothesis, Refusal> {
    if let Some(finding) = another_kind(&table) {
        return Err(Refusal::Here(vec![finding]));
    }
    let mut found = Found::default();
    check(&SHAPE, &mut table, "", Place::START, &mut found.findings);
    let time = found.time(&table, "time");
    let kind = table.text("kind");
    let mut design = kind.and_then(|kind| question::read(&kind, &table, &mut found, time));
    let rejection = rejection(&table, &mut found, design.as_ref().map(|design| &design.question));
    let effort = effort(&table, &mut found);
    let clip = clip(&table, &mut found);
    if let Some(design) = &mut design {
        design.lay_over(table.table("settings").cloned());
    }
    if !found.findings.is_empty() {
        return Err(Refusal::Here(found.findings));
    }
    let design = design.expect(READ);
    let written = table.sentence("scenario").expect(READ);
    let named = table.place_of("scenario", Place::START);
    let path = asker.path.clone();
    let layers = Layers::new(
        files,
        asker,
        named,
        files.beside(&path, &written),
        design.arms,
        overrides.to_vec(),
    );
    let of_the_run = layers.keys_of_the_run();
    if !of_the_run.is_empty() {
        return Err(Refusal::Here(of_the_run));
    }
    let arms = arms(&layers, &design.question, &table)?;
    let hypothesis = Hypothesis {
        path,
        id: table.text("id").expect(READ),
        claim: table.said_in_both("claim").expect(READ),
        note: table.said_in_both("note").unwrap_or_default(),
        sources: table.texts("sources"),
        question: design.question,
        measure: table.text("measure").expect(READ),
        time: time.expect(READ),
        smallest_effect: table.number("smallest_effect").expect(READ),
        clip,
        rejection,
        effort: effort.expect(READ),
        arms,
        layers,
    };
    let mut findings = times_outside(&hypothesis.arms, &found.times);
    let place = table.place_of("measure", Place::START);
    findings.extend(missing_programme(&hypothesis.measure, &hypothesis.arms, place));
    if findings.is_empty() {
        Ok(hypothesis)
    } else {
        Err(Refusal::Here(findings))
    }
}

/// The arms that are written, and those of which paths are held.
fn arms(layers: &Layers, question: &Question, table: &Table) -> Result<Vec<Arm>, Refusal> {
    let arms = layers.arms().map_err(Refusal::Arms)?;
    let Question::Mediation { paths, .. } = question else {
        return Ok(arms);
    };
    let place = table.place_of(held::PATHS, Place::START);
    match held::refused(paths, [&arms[0], &arms[1]], place, held::PATHS) {
        Some(finding) => Err(Refusal::Here(vec![finding])),
        None => Ok(held::with_held(arms, paths)),
    }
}

/// When the claim counts as rejected; what a kind cannot use is refused.
fn rejection(table: &Table, found: &mut Found, question: Option<&Question>) -> Rejection {
    let rejection = table
        .choice("rejected_if", &REJECTIONS)
        .unwrap_or(Rejection::TooSmall);
    let one_sided =
        |question: &Question| question.side().is_some() && !matches!(question, Question::Threshold { .. });
    if rejection == Rejection::Opposite && question.is_some_and(|question| !one_sided(question)) {
        let message = say!("the claim has no other side, so `rejected_if` cannot be `opposite`");
        let hint = say!("leave `rejected_if` out, or give a direction with another side");
        let place = table.place_of("rejected_if", Place::START);
        found.fault(Finding::new(place, "rejected_if", message).hint(hint));
    }
    rejection
}

/// How many replications each arm gets; `None` where that is missing.
fn effort(table: &Table, found: &mut Found) -> Option<SampleSize> {
    let number = |key: &str| table.count(key).and_then(|number| u32::try_from(number).ok());
    let Some(most) = number("sequential") else {
        return number("replications").map(SampleSize::Fixed);
    };
    let kind = table.text("kind");
    let at_once = |kind: &String| ["mediation", "ratio", "threshold"].contains(&kind.as_str());
    if let Some(kind) = kind.filter(at_once) {
        let message = say!("a {kind} cannot be tested sequentially");
        let hint = say!("its p-value is not valid at every stop; give `replications` instead");
        let place = table.row("sequential").map_or(Place::START, |row| row.place);
        found.fault(Finding::new(place, "sequential", message).hint(hint));
    }
    Some(SampleSize::Sequential(most))
}

/// Where a sequential test clips differences; what nothing is clipped for is refused.
fn clip(table: &Table, found: &mut Found) -> Option<f64> {
    let clip = table.number("clip")?;
    let place = table.place_of("clip", Place::START);
    if table.row("replications").is_some() {
        let message = say!("nothing is clipped where the number of replications is fixed");
        let hint = say!("leave `clip` out, or give `sequential` in place of `replications`");
        found.fault(Finding::new(place, "clip", message).hint(hint));
    } else if let Some(smallest) = table
        .number("smallest_effect")
        .filter(|smallest| *smallest >= clip)
    {
        let message = say!("`clip` must lie above the smallest effect of interest");
        let hint = say!("ten times that effect, {}, is usual", given(10.0 * smallest));
        found.fault(Finding::new(place, "clip", message).hint(hint));
    }
    Some(clip)
}

/// The finding that this is a file of another kind.
fn another_kind(table: &Table) -> Option<Finding> {
    match FileKind::of(table) {
        Some(FileKind::Hypothesis) => None,
        // No plan has an id, so this is a hypothesis that lacks what tells it.
        Some(FileKind::Plan) if table.row("id").is_some() => None,
        Some(kind) => Some(kind.in_place_of(&words!("a hypothesis"), table)),
        None => scenario_in_place_of(&words!("a hypothesis"), table),
    }
}

/// Times after the end of a run.
pub(super) fn times_outside(arms: &[Arm], times: &[(&'static str, Place, Time)]) -> Vec<Finding> {
    let horizon = arms
        .iter()
        .map(|arm| f64::from(arm.scenario.setup.steps) * arm.scenario.setup.step_years)
        .fold(f64::INFINITY, f64::min);
    times
        .iter()
        .filter_map(|(key, place, time)| {
            let last = time.last_year()?;
            (!time.is_within(horizon)).then(|| {
                let (last, horizon) = (given(last), so_many_years(horizon));
                Finding::new(*place, key, say!("year {last} lies after the end of the run"))
                    .code("out-of-range")
                    .label(say!("the run lasts {horizon}"))
                    .hint(say!(
                        "lengthen it with `simulation.horizon_years` under [settings]"
                    ))
            })
        })
        .collect()
}

/// A measure of a programme or a municipality that there is not, or that some arm does not have.
pub(super) fn missing_programme(measure: &str, arms: &[Arm], place: Place) -> Option<Finding> {
    let (programme, _) = measure.split_once('.')?;
    if measure_named(measure).is_none() {
        let parts = arms.first()?.scenario.parts();
        return Some(unknown(parts, measure, place, "measure"));
    }
    if let Some(municipality) = municipality_of_key(programme) {
        let lacking = arms
            .iter()
            .find(|arm| !arm.scenario.parts().has_municipality(municipality))?;
        let message = say!("the arm `{}` has no measures of `{programme}`", lacking.name);
        let hint = say!(
            "`organisation.municipalities` says how many live in a run; one alone has no measures of its own"
        );
        return Some(Finding::new(place, "measure", message).hint(hint));
    }
    let lacking = arms
        .iter()
        .find(|arm| !arm.scenario.programme_keys.iter().any(|key| key == programme))?;
    let names = lacking.scenario.programme_keys.iter().map(String::as_str);
    let message = say!("the arm `{}` has no programme `{programme}`", lacking.name);
    Some(
        Finding::new(place, "measure", message)
            .code("unknown-name")
            .hint(did_you_mean(programme, names)),
    )
}
