//! The report of a validation: the facts, their figures against their bands, and each fact in words.

use askama::Template;

use crate::figure::Figure;
use crate::figure::numbers::fixed;
use crate::report::{Provenance, ReportError, command_line};
use crate::scenario::fact::{Asked, Content, Fact as Declared, Role, Target};
use crate::scenario::hypothesis::Side;
use crate::study::hypothesis::decimals::{decimals, interval_text};
use crate::study::validation::counts::{headline, of_role, summary_of};
use crate::study::validation::judge::{end_held, replications_to_tell};
use crate::study::validation::{Batches, Figure as Measured, Found, Validated, Verdict};
use crate::words::{Words, in_prose, say, words};

/// What the report of a validation is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents<'a> {
    /// The facts with what was found.
    pub validated: &'a [Validated],
    /// The figure of all checks.
    pub figure: &'a Figure,
    /// The figure of the batches, where there are any.
    pub stability: Option<&'a Figure>,
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
    rests: String,
    sources: Vec<String>,
    rows: Vec<Row>,
}

/// One check as a table shows it, all numbers written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Id of the fact.
    pub id: String,
    /// What the fact was used for.
    pub role: Role,
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
    /// Batches in which it is met and not met, as in `15 / 0`; empty without batches.
    pub batches: String,
    /// Sources by their ids.
    pub evidence: String,
    /// What to be careful about, or why nothing is measured; may be empty.
    pub caution: String,
}

impl Row {
    /// The id, with a letter where the fact is no evidence.
    #[must_use]
    pub(crate) fn marked_id(&self) -> String {
        let mark = match self.role {
            Role::Validation => "",
            Role::BuiltIn => words!(" b").text(),
            Role::Calibration => words!(" c").text(),
        };
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

/// What is said of all facts of a role.
pub(super) const fn heading_of(role: Role) -> Words {
    match role {
        Role::Validation => words!("Validation: the model rests neither on these nor on their evidence"),
        Role::BuiltIn => words!("Built in: their evidence also went into the model"),
        Role::Calibration => words!("Calibration: parameters were set by these"),
    }
}

/// Renders the report of a validation as HTML.
///
/// # Errors
/// When the template engine fails.
pub(crate) fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let validated = contents.validated;
    let groups = Role::ALL.into_iter().filter_map(|role| {
        let facts: Vec<Fact> = of_role(validated, role).map(fact).collect();
        (!facts.is_empty()).then(|| Group {
            title: heading_of(role).text(),
            summary: summary_of(validated, role),
            facts,
        })
    });
    let page = Page {
        contents: *contents,
        groups: groups.collect(),
        heading: headline(validated),
        command: command_line(contents.provenance.command),
    };
    Ok(page.render()?)
}

fn fact(validated: &Validated) -> Fact {
    let fact = &validated.fact;
    Fact {
        id: fact.id.clone(),
        claim: fact.claim.to_string(),
        verdict: validated.verdict().said(),
        note: fact.note.to_string(),
        rests: rests_on(fact),
        sources: fact.sources.clone(),
        rows: rows(std::slice::from_ref(validated)),
    }
}

/// What a fact rests on, and what else does.
fn rests_on(fact: &Declared) -> String {
    let content = match fact.content {
        Content::Emergent => words!("Emergent: it comes out of many processes together."),
        Content::Arithmetic => words!("Arithmetic: it follows from constants by calculation."),
    };
    let evidence = say!("It rests on {}.", fact.evidence.join(", "));
    let shared = fact.shared_evidence().into_iter().map(|(cited, keys)| {
        let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        say!("{cited} is also a source of {}.", keys.join(", "))
    });
    let sentences: Vec<String> = [content.text().to_owned(), evidence]
        .into_iter()
        .chain(shared)
        .collect();
    sentences.join(" ")
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
        role: validated.fact.role,
        pattern: found.check.pattern.to_string(),
        verdict: found.verdict,
        beside: found.check.beside,
        measured,
        target,
        batches: batches_text(found.batches),
        evidence: evidence.join(", "),
        caution: caution(validated, found),
    }
}

/// What a check asks for, as in `1.2 to 2.5`.
#[must_use]
pub(crate) fn target_text(target: Target) -> String {
    match target {
        Target::Band { low, high } if low.is_infinite() => say!("at most {}", in_prose(high)),
        Target::Band { low, high } if high.is_infinite() => say!("at least {}", in_prose(low)),
        Target::Band { low, high } => {
            let (low, high) = (in_prose(low), in_prose(high));
            say!("{low} to {high}")
        }
        Target::Sign {
            side: Side::Greater,
            smallest,
        } => say!("above {}", in_prose(smallest)),
        Target::Sign {
            side: Side::Less,
            smallest,
        } => say!("below {}", in_prose(-smallest)),
    }
}

/// Batches in which a check is met and not met; empty without batches.
fn batches_text(batches: Batches) -> String {
    if batches.count == 0 {
        String::new()
    } else {
        format!("{} / {}", batches.met, batches.not_met)
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
    match found.verdict {
        Verdict::Turns => parts.extend(why_it_turns(&figure, *target, validated.replications)),
        Verdict::NotMet if is_too_small(&figure, *target) => {
            parts.push(say!("smaller than would matter, whatever its sign"));
        }
        _ => {}
    }
    parts.join("; ")
}

/// Which end of the target the interval holds, and what would tell.
fn why_it_turns(figure: &Measured, target: Target, replications: u32) -> Option<String> {
    let end = end_held(figure, target)?;
    let told = in_prose(end);
    Some(match replications_to_tell(figure, end, replications) {
        Some(count) => say!(
            "the interval holds {told}, so other seeds may say otherwise; about {count} replications would tell \
             if the figure stayed as it is"
        ),
        None => say!("the interval holds {told}, so other seeds may say otherwise"),
    })
}

/// Whether a whole interval lies within the smallest effect of interest on both sides of 0.
fn is_too_small(figure: &Measured, target: Target) -> bool {
    let Target::Sign { smallest, .. } = target else {
        return false;
    };
    -smallest <= figure.interval.low && figure.interval.high <= smallest
}
