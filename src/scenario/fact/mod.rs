//! Fact files: a stylised fact of the field, and what a model must show to meet it.
//!
//! A file names one scenario. Each arm is that scenario with tables laid over it, as in a hypothesis file; a file without
//! arms has one, `usual`. Paths of an arm may be held at what they are in another one. Each `[[check]]` is one measured figure
//! with the band that the fact asks for, or the sign and the smallest effect of interest. What the measures of the results do
//! not hold is read from the citizens or the staff one by one (`[reading.NAME]`). A fact says what it rests on (`evidence`),
//! what it was used for (`role`), and whether it can be told by arithmetic (`content`).

mod arms;
mod checks;
mod evidence;
mod quantity;
mod reading_shape;
mod readings;
mod readings_followed;
mod readings_followed_shape;
mod readings_rates;
pub(super) mod shape;
mod statistics;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::Table;
use super::fault::{Place, ScenarioError, Text};
use super::file_kind::{FileKind, scenario_in_place_of};
use super::hypothesis::arms::Layers;
use super::hypothesis::found::Found;
use super::hypothesis::layered::{Refusal, parse, text_of};
use super::hypothesis::{Arm, missing_programme, times_outside};
use super::language::check;
use super::source::{Disk, Source};
use crate::words::{Said, words};
pub use checks::{Asked, Check, Target};
pub use evidence::{cites, keys_sourced_by};
pub use quantity::{Quantity, Term};
pub use readings::{ACTIVE, Among, Group, Reading, What};
pub use readings_followed::{Count, Event, Followed, Part, Proposals, Return, Span, Stay, TIES_OUTSIDE};
pub use readings_rates::{RateFigure, Rates};
use shape::SHAPE;
pub use statistics::{GrowthFigure, JumpFigure, Statistic};

/// A stylised fact and the checks it consists of.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The file.
    pub path: PathBuf,
    /// Short name, such as `SF-01`.
    pub id: String,
    /// The pattern in words.
    pub claim: Said,
    /// What it was used for.
    pub role: Role,
    /// Whether it emerges, or follows from constants.
    pub content: Content,
    /// What it rests on, by the ids that the parameter register cites too.
    pub evidence: Vec<String>,
    /// What a reader of the verdict should know; may be empty.
    pub note: Said,
    /// Where the fact comes from.
    pub sources: Vec<String>,
    /// What is read from agents one by one.
    pub readings: Vec<Reading>,
    /// What is measured, and what it is held against.
    pub checks: Vec<Check>,
    /// The arms, to which quantities refer by position.
    pub arms: Vec<Arm>,
    layers: Layers,
}

/// What a fact was used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// For nothing: the model rests neither on it nor on its evidence, so that meeting it is evidence.
    Validation,
    /// Its evidence also went into the model, into the size or the sign of a parameter or into an equation. Meeting it shows
    /// that the model does what it was built to do.
    BuiltIn,
    /// Parameters were set by it, so meeting it is no evidence.
    Calibration,
}

impl Role {
    /// All roles, that of evidence first.
    pub const ALL: [Self; 3] = [Self::Validation, Self::BuiltIn, Self::Calibration];

    /// In the words of files, tables and programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Validation => "validation",
            Self::BuiltIn => "built in",
            Self::Calibration => "calibration",
        }
    }
}

/// How what a fact asks for comes about in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Out of many processes together: nobody can tell it from the constants.
    Emergent,
    /// From constants by calculation, whatever else happens.
    Arithmetic,
}

impl Content {
    /// In the words of files, tables and programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Emergent => "emergent",
            Self::Arithmetic => "arithmetic",
        }
    }
}

/// Choices for `role`.
const ROLES: [(&str, Role); 3] = [
    (Role::Validation.word(), Role::Validation),
    (Role::BuiltIn.word(), Role::BuiltIn),
    (Role::Calibration.word(), Role::Calibration),
];

/// Choices for `content`.
const CONTENTS: [(&str, Content); 2] = [
    (Content::Emergent.word(), Content::Emergent),
    (Content::Arithmetic.word(), Content::Arithmetic),
];

impl Fact {
    /// Reads and checks a fact file and all scenarios it asks for, with `--set KEY=VALUE` laid over every arm.
    ///
    /// # Errors
    /// Every fault there is, each with its place.
    pub fn load(path: &Path, overrides: &[(String, String)]) -> Result<Self, ScenarioError> {
        Self::load_from(&Disk::shared(), path, overrides)
    }

    /// Reads and checks a file of a source, with what it names from there too.
    ///
    /// # Errors
    /// As [`Fact::load`].
    pub fn load_from(
        files: &Arc<dyn Source>,
        path: &Path,
        overrides: &[(String, String)],
    ) -> Result<Self, ScenarioError> {
        let text = text_of(&**files, path)?;
        parse(path, &text, FileKind::Fact, |asker, table| {
            read(files, asker, table, overrides)
        })
    }

    /// Reads and checks a text as if it stood in the file `path`, which need not exist; the scenario it names must.
    ///
    /// # Errors
    /// As [`Fact::load`].
    pub fn from_text(path: &Path, text: &str, overrides: &[(String, String)]) -> Result<Self, ScenarioError> {
        parse(path, text, FileKind::Fact, |asker, table| {
            read(&Disk::shared(), asker, table, overrides)
        })
    }

    /// Refuses arms of which two are the same.
    ///
    /// # Errors
    /// A fault for each arm that is the same as one before it.
    pub fn refuse_copies(&self) -> Result<(), ScenarioError> {
        self.layers.refuse_copies(&self.arms)
    }

    /// What of its evidence the parameter register cites too, with the keys that do.
    #[must_use]
    pub fn shared_evidence(&self) -> Vec<(&str, Vec<&'static str>)> {
        let evidence = self.evidence.iter().map(String::as_str);
        evidence
            .map(|cited| (cited, keys_sourced_by(cited)))
            .filter(|(_, keys)| !keys.is_empty())
            .collect()
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
) -> Result<Fact, Refusal> {
    let other = FileKind::of(&table).filter(|kind| match kind {
        FileKind::Fact => false,
        // Both have a claim, so only the kind tells.
        FileKind::Hypothesis => table.row("kind").is_some(),
        // No plan has an id, so this is a fact that lacks what tells it.
        FileKind::CalibrationPlan
        | FileKind::WorldsPlan
        | FileKind::FrontierPlan
        | FileKind::Plan
        | FileKind::HypothesisPlan => table.row("id").is_none(),
    });
    if let Some(kind) = other {
        return Err(Refusal::Here(vec![
            kind.in_place_of(&words!("a stylised fact"), &table),
        ]));
    }
    let names_one = table.row("scenario").is_some();
    if let Some(finding) = scenario_in_place_of(&words!("a fact"), &table).filter(|_| !names_one) {
        return Err(Refusal::Here(vec![finding]));
    }
    let mut found = Found::default();
    check(&SHAPE, &mut table, "", Place::START, &mut found.findings);
    let design = arms::read(&table, &mut found);
    let readings = readings::read(&table, &mut found);
    // Without arms nobody can say what the checks refer to.
    let asked = design
        .as_ref()
        .map(|design| checks::read(&table, &mut found, design, &readings));
    if !found.findings.is_empty() {
        return Err(Refusal::Here(found.findings));
    }
    let (design, asked) = (design.expect(READ), asked.expect(READ));
    let written = table.sentence("scenario").expect(READ);
    let named = table.place_of("scenario", Place::START);
    let path = asker.path.clone();
    let layers = Layers::new(
        files,
        asker,
        named,
        files.beside(&path, &written),
        design.layers,
        overrides.to_vec(),
    );
    let of_the_run = layers.keys_of_the_run();
    if !of_the_run.is_empty() {
        return Err(Refusal::Here(of_the_run));
    }
    let mut arms = layers.arms().map_err(Refusal::Arms)?;
    let mut findings = times_outside(&arms, &found.times);
    findings.extend(arms::hold(&design.holds, &mut arms));
    for (measure, place) in &asked.measures {
        findings.extend(missing_programme(measure, &arms, *place));
    }
    if !findings.is_empty() {
        return Err(Refusal::Here(findings));
    }
    Ok(Fact {
        path,
        id: table.text("id").expect(READ),
        claim: table.said_in_both("claim").expect(READ),
        role: table.choice("role", &ROLES).expect(READ),
        content: table.choice("content", &CONTENTS).expect(READ),
        evidence: table.texts("evidence"),
        note: table.said_in_both("note").unwrap_or_default(),
        sources: table.texts("sources"),
        readings,
        checks: asked.checks,
        arms,
        layers,
    })
}
