//! Which kind of file a user has named: one word on a mix-up instead of a fault on every key.

use std::path::Path;

use super::document::{Content, Row, Table};
use super::fault::{Finding, Place};
use super::register::register;
use crate::words::{say, words};

/// Files that name a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// `samspil validate` takes it.
    Fact,
    /// `samspil test` takes it.
    Hypothesis,
    /// `samspil calibrate` takes it.
    CalibrationPlan,
    /// `samspil worlds build` takes it.
    WorldsPlan,
    /// `samspil frontier` takes it.
    FrontierPlan,
    /// `samspil sweep` takes it.
    Plan,
    /// `samspil sweep` takes it too: a hypothesis at many points.
    HypothesisPlan,
}

/// Keys that only one kind of file has, the first that is there decides.
const TELLING: [(&str, FileKind); 21] = [
    ("check", FileKind::Fact),
    ("role", FileKind::Fact),
    ("claim", FileKind::Hypothesis),
    ("kind", FileKind::Hypothesis),
    ("worlds", FileKind::WorldsPlan),
    ("targets", FileKind::CalibrationPlan),
    ("parameters", FileKind::CalibrationPlan),
    ("sampler", FileKind::CalibrationPlan),
    ("citizens", FileKind::CalibrationPlan),
    ("objective", FileKind::FrontierPlan),
    ("search", FileKind::FrontierPlan),
    ("limit", FileKind::FrontierPlan),
    ("confirm", FileKind::FrontierPlan),
    ("robustness", FileKind::FrontierPlan),
    ("colour", FileKind::FrontierPlan),
    ("hypothesis", FileKind::HypothesisPlan),
    ("design", FileKind::Plan),
    ("seeds", FileKind::Plan),
    ("replications", FileKind::Plan),
    ("measure", FileKind::Plan),
    ("stop", FileKind::Plan),
];

/// Tables that only scenarios have, beside those of the register.
const OF_SCENARIOS: [&str; 5] = ["programme", "extends", "event", "known", "lesson"];

impl FileKind {
    /// The kind of a file that is no scenario: it names one or a hypothesis, or it has keys that no scenario has and lacks
    /// the name.
    pub(super) fn beside_scenarios(root: &Table) -> Option<Self> {
        if root.row("scenario").is_some() || root.row("hypothesis").is_some() {
            return Self::of(root);
        }
        let of_scenario =
            |row: &Row| OF_SCENARIOS.contains(&row.name.as_str()) || register().is_table(&row.name);
        if root.rows.iter().any(of_scenario) || !root.rows.iter().any(Self::is_telling) {
            return None;
        }
        // Only plans have factors.
        Self::of(root).or(Some(Self::Plan))
    }

    /// Whether a key tells that a file is no scenario: numbers and words such as `citizens = 500` may be meant for one.
    fn is_telling(row: &Row) -> bool {
        let is_table = match &row.item.content {
            Content::Table(_) => true,
            Content::List(items) => items.iter().any(|item| matches!(item.content, Content::Table(_))),
            Content::Leaf(_) => false,
        };
        let name = row.name.as_str();
        name == "claim" || is_table && (name == "factor" || TELLING.iter().any(|(key, _)| *key == name))
    }

    /// The kind of a file by the keys at its top; `None` where it names no scenario and may be one.
    pub(super) fn of(root: &Table) -> Option<Self> {
        let by_scenario = || root.row("scenario").map(|_| Self::Plan);
        Self::told(root).next().or_else(by_scenario)
    }

    /// The kinds that the keys at the top of a file tell of.
    fn told(root: &Table) -> impl Iterator<Item = Self> {
        TELLING
            .iter()
            .filter(|(key, _)| root.row(key).is_some())
            .map(|(_, kind)| *kind)
    }

    /// The kind of a file that was given where this kind of plan was wanted; `None` where some key tells of this one, or none of any.
    pub(super) fn mistaken_for_it(self, root: &Table) -> Option<Self> {
        // Searches and sweeps have factors, calibrations have none.
        let by_factor =
            || (self == Self::CalibrationPlan && root.row("factor").is_some()).then_some(Self::Plan);
        match Self::told(root).next() {
            // No other plan has a key of these.
            Some(kind @ (Self::Fact | Self::Hypothesis | Self::WorldsPlan)) if kind != self => Some(kind),
            Some(_) if Self::told(root).any(|kind| kind == self) => None,
            told => told.or_else(by_factor),
        }
    }

    /// What it is, as in `a hypothesis`, and the command that takes it.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        let (what, command) = match self {
            Self::Fact => (words!("a stylised fact"), "validate"),
            Self::Hypothesis => (words!("a hypothesis"), "test"),
            Self::CalibrationPlan => (words!("a plan of a calibration"), "calibrate"),
            Self::WorldsPlan => (words!("targets for worlds"), "worlds build"),
            Self::FrontierPlan => (words!("a plan of a search"), "frontier"),
            Self::Plan => (words!("a plan of a sweep"), "sweep"),
            Self::HypothesisPlan => (words!("a plan of a hypothesis"), "sweep"),
        };
        (what.text(), command)
    }

    /// One of this kind that is shipped.
    pub(super) const fn example(self) -> &'static str {
        match self {
            Self::Fact => "SF-01",
            Self::Hypothesis => "H-01",
            Self::CalibrationPlan => "local_initiative_to_figures",
            Self::WorldsPlan => "worlds",
            Self::FrontierPlan => "suitcases_on_a_budget",
            Self::Plan | Self::HypothesisPlan => "invitation_by_ease",
        }
    }

    /// What a copy of it may be called.
    const fn copy(self) -> &'static str {
        match self {
            Self::Fact => "my_fact",
            Self::Hypothesis => "my_hypothesis",
            Self::WorldsPlan => "my_targets",
            Self::CalibrationPlan | Self::FrontierPlan | Self::Plan | Self::HypothesisPlan => "my_plan",
        }
    }

    /// The finding that this was given where `wanted` was, as in `a hypothesis`.
    pub(super) fn in_place_of(self, wanted: &str, root: &Table) -> Finding {
        let key = if self == Self::HypothesisPlan {
            "hypothesis"
        } else {
            "scenario"
        };
        let named = root.row(key);
        let place = named.map_or(Place::START, |row| row.place);
        let (what, command) = self.words();
        let message = if named.is_some() && self != Self::HypothesisPlan {
            say!("this is {what} on a scenario, not {wanted}")
        } else {
            say!("this is {what}, not {wanted}")
        };
        Finding::new(place, key, message)
            .code("wrong-kind-of-file")
            .hint(say!("`samspil {command}` takes it"))
    }
}

/// The finding that a text says nothing: it is empty, or holds comments alone. `None` where it says something.
/// `wanted` is the kind that was asked for, a scenario where it is `None`.
pub(super) fn nothing(root: &Table, source: usize, path: &Path, wanted: Option<FileKind>) -> Option<Finding> {
    let place = Place {
        source,
        ..Place::START
    };
    let hint = wanted.map_or_else(
        || say!("`samspil new my_town` writes a scenario to fill in"),
        |kind| {
            let (example, copy) = (kind.example(), kind.copy());
            say!("`samspil new --from {example} {copy}` writes one to change")
        },
    );
    root.rows.is_empty().then(|| {
        Finding::new(place, "", say!("{} is empty: it says nothing", path.display()))
            .code("empty-file")
            .hint(hint)
    })
}

/// The finding that a scenario was given where a file that names one was `wanted`; `None` when it is no scenario.
pub(super) fn scenario_in_place_of(wanted: &str, root: &Table) -> Option<Finding> {
    let is_one = root.row("programme").is_some() || root.row("extends").is_some();
    is_one.then(|| {
        let message = say!("this is a scenario, not {wanted} on one");
        let hint = say!("`samspil run` takes it; {wanted} names it with `scenario`");
        Finding::new(Place::START, "scenario", message)
            .code("wrong-kind-of-file")
            .hint(hint)
    })
}
