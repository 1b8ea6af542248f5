//! What users write, and the one validated way from it to the model.

pub mod data;

mod base;
mod catalogue;
mod contradictions;
mod core_keys;
mod correlations;
mod counts;
mod danish;
mod data_files;
mod data_keys;
#[cfg(test)]
mod data_tests;
#[cfg(feature = "program")]
mod disk;
mod document;
mod documentation;
mod event_settings;
mod events;
mod explain;
pub mod fact;
mod fault;
mod fault_codes;
mod file_kind;
mod files;
mod folded;
#[cfg(test)]
mod hostile;
pub mod hypothesis;
mod idle;
mod kinds;
mod known;
mod language;
mod lesson;
mod load;
mod measure_names;
mod mechanism_names;
pub(crate) mod need;
mod neighbourhoods;
mod notes;
mod own;
mod plan;
mod readable;
mod reading;
mod register;
mod repeated;
mod resolved;
mod schema;
mod size;
mod source;
mod template;
mod tested_plan;
#[cfg(test)]
mod tests;
mod time;
mod value;
mod values;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub use base::Base;
pub use catalogue::{CatalogueEntry, Introduction, catalogue, introduction};
#[cfg(all(unix, feature = "program"))]
pub use disk::without_waiting;
pub use documentation::parameters_markdown;
pub use event_settings::{event_key, event_of_key};
pub use explain::UnknownKey;
pub use fault::{Fault, RowFault, ScenarioError};
pub use fault_codes::FAULT_CODES;
pub use file_kind::FileKind;
pub use files::{EXTENDS_DEPTH_MAX, SCENARIO_BYTES_MAX};
pub use idle::{
    KEYS_OF_THE_RUN, makes_no_variant, notes_on_run_of_variant, refuse_idle_everywhere, refuse_passed_over,
    refuse_run_of_variant, refuse_set_twice, refuse_settings,
};
pub use kinds::{KIND_NAMES, explain, fields_markdown, file_to_begin_with, kind_of, schema_of_kind};
pub use known::Known;
pub use lesson::{Language, Lesson, LessonWords, lessons, lessons_markdown};
pub use measure_names::municipality_key;
pub use own::{InstallError, install};
pub use plan::{
    CONFIGURATIONS_MAX, CalibrationPlan, Condition, Confirmation, Design, Direction, FITTED_MAX, Factor,
    FactorGroup, FactorValues, Fitted, FrontierPlan, Limit, MEASURED_MAX, Measured, Objective, Plan,
    PlanVariant, RUNS_MAX, Reducer, RobustnessSettings, Sampler, Scale, Search, Target, WorldTarget,
    WorldsPlan,
};
pub use reading::PROGRAMMES_MAX;
pub use register::{Entry, Kind, Prior, Register, Removal, register};
pub use repeated::refuse_repeated;
pub use source::{Disk, Memory, OpenError, Opened, Source, Until};
pub use tested_plan::{HypothesisPlan, TESTED_MAX};
pub use time::Time;

use crate::model::setup::Setup;

/// A resolved, valid scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Short name: the file's name without `.toml`.
    pub name: String,
    /// Title in reports (`title = "…"`).
    pub title: String,
    /// The story in a few sentences (`story = "…"`).
    pub story: String,
    /// Sources (`sources = ["…"]`).
    pub sources: Vec<String>,
    /// The file it came from.
    pub path: PathBuf,
    /// Keys of the programmes in the order of `Parameters::programmes`.
    pub programme_keys: Vec<String>,
    /// Titles of the programmes, in the same order; the key where none is given.
    pub programme_titles: Vec<String>,
    /// Every setting by its key (`willingness.efficacy`, `programme.parks.ease`, …).
    pub settings: BTreeMap<String, Setting>,
    /// The `[[event]]` list as it stands in the file.
    pub events: toml::Value,
    /// Figures that are known of the real place (`[[known]]`).
    pub known: Vec<Known>,
    /// The scenario file and those it extends, as they were read.
    pub files: Vec<InputText>,
    /// The data files, where there are any.
    pub data_sources: DataSources,
    /// Number of replications unless the command line says otherwise.
    pub replications: u32,
    /// Seed unless the command line says otherwise.
    pub seed: u64,
    /// Notes on data that were read: rows, missing values and what was done with them.
    pub data_notes: Vec<String>,
    /// Names of the neighbourhoods by number, where they are observed.
    pub neighbourhood_names: Vec<String>,
    /// Who the respondents of a survey are.
    pub respondents: data::Respondents,
    /// What the keys that others need for any effect are in the course of the run.
    pub(crate) course: need::Course,
    /// What the model runs on.
    pub setup: Setup,
}

impl Scenario {
    /// Municipalities that live in the run.
    #[must_use]
    pub fn municipalities(&self) -> u32 {
        let phase = self.setup.phases.first();
        phase.map_or(1, |phase| phase.parameters.organisation.municipalities)
    }

    /// What has measures of its own.
    fn parts(&self) -> measure_names::Parts<'_> {
        measure_names::Parts {
            programmes: &self.programme_keys,
            municipalities: self.municipalities(),
        }
    }
}

/// Files with real data, and how they are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataSources {
    /// Survey respondents (`population.from` with `[population.data]`).
    pub citizens: Option<(InputFile, data::CitizensSpec)>,
    /// Ties between them (`network.from`).
    pub ties: Option<InputFile>,
}

/// A text that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputText {
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub content: Arc<str>,
}

/// A data file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// The file.
    pub path: PathBuf,
    /// SHA-256 of what was read, in hexadecimal digits.
    pub digest: String,
}

/// One resolved value.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The value, as it would stand in a file.
    pub value: toml::Value,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a resolved value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The default of the parameter register.
    Register,
    /// A scenario file.
    File,
    /// A data file, which says how many there are.
    Data,
    /// The command line (`--set`).
    CommandLine,
}

/// Parameters of the reference society, for tests of the model.
#[cfg(test)]
pub(crate) fn reference_parameters() -> crate::model::mechanisms::Parameters {
    let text = include_str!("../../scenarios/reference.toml");
    let scenario = Scenario::from_text(std::path::Path::new("reference.toml"), text, &[])
        .expect("the reference scenario has no faults");
    scenario.setup.phases[0].parameters.clone()
}
