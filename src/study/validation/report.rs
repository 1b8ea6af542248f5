//! The report of a validation: the facts, their figures against their bands, and each fact in words.

use std::fmt::Write as _;

use askama::Template;

use crate::figure::Figure;
use crate::figure::numbers::fixed;
use crate::report::{Provenance, ReportError, command_line};
use crate::scenario::fact::{Asked, Role, Target};
use crate::scenario::hypothesis::Side;
use crate::study::hypothesis::report::{decimals, interval_text};
use crate::study::validation::{Found, Validated, Verdict};
use crate::words::{given, say, words};

/// What the report of a validation is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents<'a> {
    /// The facts with what was found.
    pub validated: &'a [Validated],
    /// The figure of all checks.
    pub figure: &'a Figure,
    /// How it came about.
    pub provenance: Provenance<'a>,
}

#[derive(Template)]
#[template(path = "study/validation/report.html", config = "src/askama.toml")]
struct Page<'a> {
    contents: Contents<'a>,
    groups: Vec<Group>,
    heading: String,
    command: String,
}

/// Facts of one role.
struct Group {
    title: &'static str,
    summary: String,
    facts: Vec<Fact>,
}

struct Fact {
    id: String,
    claim: String,
    verdict: &'static str,
    note: String,
    sources: Vec<String>,
    rows: Vec<Row>,
}

/// One check as a table shows it, all numbers written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Id of the fact.
    pub id: String,
    /// Whether the fact served to set parameters.
    pub calibration: bool,
    /// What is measured.
    pub pattern: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Whether it is measured beside the fact and leaves the verdict on the fact alone.
    pub beside: bool,
    /// The figure and its interval; empty where the model cannot say.
    pub measured: String,
    /// What it is held against.
    pub target: String,
    /// Sources by their ids.
    pub evidence: String,
    /// What to be careful about, or why nothing is measured; may be empty.
    pub caution: String,
}

impl Row {
    /// The id, with a `c` where the fact served to set parameters.
    #[must_use]
    pub(crate) fn marked_id(&self) -> String {
        let mark = if self.calibration { words!(" c").text() } else { "" };
        self.id.clone() + mark
    }

    /// The verdict in Markdown, what is missed in bold.
    #[must_use]
    pub(crate) fn verdict_marked(&self) -> String {
        if self.verdict == Verdict::NotMet {
            format!("**{}**{}", self.verdict.said(), aside(self.beside))
        } else {
            self.verdict_words()
        }
    }

    /// The verdict, and whether it is one beside the fact.
    #[must_use]
    pub(crate) fn verdict_words(&self) -> String {
        self.verdict.said().to_owned() + aside(self.beside)
    }
}

/// The word on a check beside the fact; none on others.
pub(super) fn aside(beside: bool) -> &'static str {
    if beside { words!(" (beside)").text() } else { "" }
}

/// The checks of all facts as rows of a table.
#[must_use]
pub(crate) fn rows(validated: &[Validated]) -> Vec<Row> {
    validated
        .iter()
        .flat_map(|fact| fact.found.iter().map(move |found| row(fact, found)))
        .collect()
}

/// The facts of each role counted by verdict, in a line each; roles without a fact are left out.
#[must_use]
pub(crate) fn summary(validated: &[Validated]) -> Vec<String> {
    let roles = [Role::Calibration, Role::Validation].into_iter();
    roles
        .filter_map(|role| {
            let facts: Vec<&Validated> = of_role(validated, role).collect();
            (!facts.is_empty()).then(|| counts(role, &facts))
        })
        .collect()
}

/// Renders the report of a validation as HTML.
///
/// # Errors
/// When the template engine fails.
pub(crate) fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let groups = [
        (
            Role::Validation,
            words!("Validation: no parameter was set by these"),
        ),
        (
            Role::Calibration,
            words!("Calibration: parameters were set by these, so that meeting them is no evidence"),
        ),
    ];
    let groups = groups.into_iter().filter_map(|(role, title)| {
        let facts: Vec<&Validated> = of_role(contents.validated, role).collect();
        (!facts.is_empty()).then(|| Group {
            title: title.text(),
            summary: counts(role, &facts),
            facts: facts.into_iter().map(fact).collect(),
        })
    });
    let met = contents
        .validated
        .iter()
        .filter(|fact| fact.verdict() == Verdict::Met)
        .count();
    let page = Page {
        contents: *contents,
        groups: groups.collect(),
        heading: say!("{met} of {} stylised facts met", contents.validated.len()),
        command: command_line(contents.provenance.command),
    };
    Ok(page.render()?)
}

fn of_role(validated: &[Validated], role: Role) -> impl Iterator<Item = &Validated> {
    validated
        .iter()
        .filter(move |validated| validated.fact.role == role)
}

fn counts(role: Role, facts: &[&Validated]) -> String {
    let with = |verdict: Verdict| -> Vec<&str> {
        let these = facts.iter().filter(|fact| fact.verdict() == verdict);
        these.map(|fact| fact.fact.id.as_str()).collect()
    };
    let met = with(Verdict::Met).len();
    let mut text = match role {
        Role::Calibration => say!("Calibration: {met} of {} facts met", facts.len()),
        Role::Validation => say!("Validation: {met} of {} facts met", facts.len()),
    };
    for verdict in Verdict::ALL
        .into_iter()
        .filter(|verdict| *verdict != Verdict::Met)
    {
        let ids = with(verdict);
        if !ids.is_empty() {
            let _ = write!(text, "; {}: {}", verdict.said(), ids.join(", "));
        }
    }
    text
}

fn fact(validated: &Validated) -> Fact {
    let fact = &validated.fact;
    Fact {
        id: fact.id.clone(),
        claim: fact.claim.to_string(),
        verdict: validated.verdict().said(),
        note: fact.note.to_string(),
        sources: fact.sources.clone(),
        rows: rows(std::slice::from_ref(validated)),
    }
}

fn row(validated: &Validated, found: &Found) -> Row {
    let (measured, target) = match (&found.check.asked, found.figure) {
        (Asked::Measured { target, .. }, Some(figure)) => {
            let scale = if figure.value == 0.0 {
                1.0
            } else {
                0.05 * figure.value.abs()
            };
            let digits = decimals(figure.interval.half_width(), scale);
            let interval = interval_text(&figure.interval, digits);
            (
                format!("{} {interval}", fixed(figure.value, digits)),
                target_text(*target),
            )
        }
        _ => (String::new(), String::new()),
    };
    let evidence = validated.fact.sources.iter();
    let evidence: Vec<&str> = evidence
        .map(|source| source.split(" (").next().unwrap_or(source))
        .collect();
    Row {
        id: validated.fact.id.clone(),
        calibration: validated.fact.role == Role::Calibration,
        pattern: found.check.pattern.to_string(),
        verdict: found.verdict,
        beside: found.check.beside,
        measured,
        target,
        evidence: evidence.join(", "),
        caution: caution(validated, found),
    }
}

/// What a check asks for, as in `1.2 to 2.5`.
#[must_use]
pub(crate) fn target_text(target: Target) -> String {
    match target {
        Target::Band { low, high } if low.is_infinite() => say!("at most {}", given(high)),
        Target::Band { low, high } if high.is_infinite() => say!("at least {}", given(low)),
        Target::Band { low, high } => {
            let (low, high) = (given(low), given(high));
            say!("{low} to {high}")
        }
        Target::Sign(Side::Greater) => say!("above 0"),
        Target::Sign(Side::Less) => say!("below 0"),
    }
}

fn caution(validated: &Validated, found: &Found) -> String {
    let Asked::Measured { target, .. } = &found.check.asked else {
        let Asked::NotMeasured { reason } = &found.check.asked else {
            return String::new();
        };
        return reason.to_string();
    };
    let Some(figure) = found.figure else {
        return String::new();
    };
    let mut parts = Vec::new();
    let missing = (validated.replications as usize).saturating_sub(figure.complete);
    match missing {
        0 => {}
        1 => parts.push(say!("1 replication has no value and is left out")),
        missing => parts.push(say!("{missing} replications have no value and are left out")),
    }
    if let Target::Band { low, high } = target
        && (figure.interval.contains(*low) || figure.interval.contains(*high))
    {
        parts.push(say!(
            "the interval reaches over the end of the band; the rule looks at the figure alone"
        ));
    }
    parts.join("; ")
}
