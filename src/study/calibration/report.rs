//! The report of a calibration, and the words and tables it shares with the terminal.

use askama::Template;

use crate::figure::numbers::{MISSING, Notation, count, counted, nouns, number};
use crate::figure::{Figure, enumeration, value_text};
use crate::report::{Provenance, ReportError, command_line};
use crate::scenario::{CalibrationPlan, Target};
use crate::statistics::Ending;
use crate::study::calibration::Calibration;
use crate::words::{Words, say, words};

/// Contraction below which the figures say next to nothing about a parameter.
const SILENT: f64 = 0.1;
/// Correlation from which two parameters are said to go together.
const TOGETHER: f64 = 0.6;

/// What the report of a calibration is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents<'a> {
    /// The plan.
    pub plan: &'a CalibrationPlan,
    /// What came of it.
    pub calibration: &'a Calibration,
    /// The figures.
    pub figures: &'a [Figure],
    /// How it came about.
    pub provenance: Provenance<'a>,
}

#[derive(Template)]
#[template(path = "study/calibration/report.html", config = "src/askama.toml")]
struct Page<'a> {
    contents: Contents<'a>,
    sentences: Vec<String>,
    warnings: Vec<String>,
    parameters: Vec<Vec<String>>,
    targets: Vec<Vec<String>>,
    rounds: Vec<Vec<String>>,
    meanings: Vec<(String, String)>,
    sampler: String,
    command: String,
}

/// Names of the columns of [`parameters`].
pub(crate) const PARAMETERS: [Words; 5] = [
    words!("parameter"),
    words!("before"),
    words!("median"),
    words!("90 % interval"),
    words!("contraction"),
];
/// Names of the columns of [`targets`].
pub(crate) const TARGETS: [Words; 5] = [
    words!("target"),
    words!("figure"),
    words!("fresh runs, median"),
    words!("90 % interval"),
    words!("tail"),
];

/// Renders the report of a calibration as HTML.
///
/// # Errors
/// When the template engine fails.
pub(crate) fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let (plan, calibration) = (contents.plan, contents.calibration);
    let sampler = &plan.sampler;
    let page = Page {
        contents: *contents,
        sentences: sentences(plan, calibration),
        warnings: warnings(plan, calibration),
        parameters: parameters(plan, calibration),
        targets: targets(plan, calibration),
        rounds: rounds(calibration),
        meanings: plan
            .parameters
            .iter()
            .map(|fitted| (fitted.factor.key.clone(), fitted.factor.said()))
            .collect(),
        sampler: say!(
            "{} particles, {} of each, at most {} and {} runs, down to a distance of {}",
            count(sampler.particles),
            match sampler.replications {
                1 => say!("1 run"),
                runs => say!("the mean of {runs} runs"),
            },
            counted(sampler.rounds, nouns::ROUND),
            count(sampler.budget as usize),
            value_text(&sampler.distance.into()),
        ),
        command: command_line(contents.provenance.command),
    };
    Ok(page.render()?)
}

/// What came out, in a few sentences.
#[must_use]
pub(crate) fn sentences(plan: &CalibrationPlan, calibration: &Calibration) -> Vec<String> {
    let runs = calibration.evaluated * plan.sampler.replications as usize;
    let rounds = counted(calibration.rounds.len(), nouns::ROUND);
    let [runs, societies, size] = [
        runs,
        calibration.weights.len(),
        calibration.effective_size() as usize,
    ]
    .map(count);
    let distance = number(calibration.tolerance(), 2);
    let close = if plan.targets.iter().any(|target| target.is_standard_error) {
        say!(
            "After {rounds} and {runs} runs, {societies} societies stand for figures with {distance} times the errors of the \
             plan (effective size {size})."
        )
    } else {
        say!(
            "After {rounds} and {runs} runs, {societies} societies simulate all figures within {distance} of their \
             tolerances (effective size {size})."
        )
    };
    let known: Vec<String> = plan
        .parameters
        .iter()
        .zip(&calibration.marginals)
        .filter(|(_, own)| own.contraction >= SILENT)
        .map(|(fitted, own)| {
            let notation = Notation::new(&fitted.factor.unit, own.median, own.deviation);
            say!(
                "{} lies about {} ({})",
                fitted.factor.key,
                notation.with_unit(own.median),
                notation.range(own.low, own.high)
            )
        })
        .collect();
    let mut sentences = vec![close];
    if !known.is_empty() {
        sentences.push(say!(
            "With nine chances in ten, given the model and what was thought before: {}.",
            enumeration(&known, &words!("and"))
        ));
    }
    sentences
}

/// What must not be overlooked, in plain words; none when all is well.
#[must_use]
pub(crate) fn warnings(plan: &CalibrationPlan, calibration: &Calibration) -> Vec<String> {
    let mut warnings = Vec::new();
    let reason = match calibration.ending {
        Ending::Reached => None,
        Ending::Rounds => Some(words!("the rounds are used up: allow more of them in the plan")),
        Ending::Budget => Some(words!(
            "the runs are used up: the same command with a larger --budget goes on"
        )),
        Ending::Acceptance => Some(words!(
            "hardly any society comes nearer: within these ranges the model meets the figures rarely or never together"
        )),
        Ending::Level => Some(words!(
            "all societies are equally far away: the figures do not depend on these parameters"
        )),
    };
    if let Some(reason) = reason {
        warnings.push(say!(
            "The errors of the figures are not reached: the distance is {} and should be {}, since {reason}. What is said \
             of the parameters holds for figures known only so far.",
            number(calibration.tolerance(), 2),
            value_text(&plan.sampler.distance.into())
        ));
    }
    for ((measured, target), check) in plan.measures.iter().zip(&plan.targets).zip(&calibration.checks) {
        if check.reached {
            continue;
        }
        let notation = Notation::new(measured.unit(), target.value, target.tolerance);
        let runs = if check.count == 0 {
            say!("have no value")
        } else {
            say!("lie from {}", notation.range(check.low, check.high))
        };
        warnings.push(say!(
            "{} is not reached: the figure is {} and nine in ten runs {runs}. Another parameter, a wider range, or a part that the \
             model lacks may be the cause.",
            measured.label(),
            notation.value(target.value),
        ));
    }
    let silent: Vec<String> = plan
        .parameters
        .iter()
        .zip(&calibration.marginals)
        .filter(|(_, own)| own.contraction < SILENT)
        .map(|(fitted, _)| fitted.factor.key.clone())
        .collect();
    if !silent.is_empty() {
        warnings.push(say!(
            "The figures say next to nothing about {}: what is known of it is what was put in.",
            enumeration(&silent, &words!("and"))
        ));
    }
    for one in 0..plan.parameters.len() {
        for other in one + 1..plan.parameters.len() {
            let correlation = calibration.correlation(one, other);
            if correlation.abs() >= TOGETHER {
                let [one, other] = [one, other].map(|index| &plan.parameters[index].factor.key);
                let correlation = number(correlation, 2);
                warnings.push(say!(
                    "{one} and {other} go together (correlation {correlation}): the figures fix a combination of them, and \
                     taking the median of each need not give a good society."
                ));
            }
        }
    }
    warnings
}

/// The parameters before and after, as cells of a table.
#[must_use]
pub(crate) fn parameters(plan: &CalibrationPlan, calibration: &Calibration) -> Vec<Vec<String>> {
    let rows = plan.parameters.iter().zip(&calibration.marginals);
    rows.map(|(fitted, own)| {
        let prior = &fitted.prior;
        let before = Notation::new(&fitted.factor.unit, prior.high, f64::NAN);
        let after = Notation::new(&fitted.factor.unit, own.median, own.deviation);
        vec![
            fitted.factor.key.clone(),
            format!("{}, {}", before.range(prior.low, prior.high), prior.words()),
            after.with_unit(own.median),
            after.range(own.low, own.high),
            number(own.contraction, 2),
        ]
    })
    .collect()
}

/// The figures against fresh runs, as cells of a table.
#[must_use]
pub(crate) fn targets(plan: &CalibrationPlan, calibration: &Calibration) -> Vec<Vec<String>> {
    let rows = plan.measures.iter().zip(&plan.targets).zip(&calibration.checks);
    rows.map(|((measured, target), check)| {
        let notation = Notation::new(measured.unit(), target.value, target.tolerance);
        let mark = if check.reached { "" } else { " *" };
        vec![
            measured.label() + mark,
            figure(target, &notation),
            notation.value(check.median),
            notation.range(check.low, check.high),
            if check.count > 0 {
                number(check.tail_probability, 2)
            } else {
                MISSING.to_string()
            },
        ]
    })
    .collect()
}

/// A figure with what is known of its error.
fn figure(target: &Target, notation: &Notation) -> String {
    if target.is_standard_error {
        say!(
            "{} (standard error {})",
            notation.value(target.value),
            notation.with_unit(target.tolerance)
        )
    } else {
        format!(
            "{} ± {}",
            notation.digits(target.value),
            notation.with_unit(target.tolerance)
        )
    }
}

fn rounds(calibration: &Calibration) -> Vec<Vec<String>> {
    let cells = |round: &crate::statistics::Round| {
        vec![
            round.number.to_string(),
            number(round.tolerance, 2),
            count(round.attempts),
            format!("{} %", number(100.0 * round.acceptance, 0)),
            count(round.effective_size as usize),
        ]
    };
    calibration.rounds.iter().map(cells).collect()
}
