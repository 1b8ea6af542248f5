//! The arms of a fact: one by one, or along the levels of a key.

use crate::model::hold::Path;
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place};
use crate::scenario::hypothesis::Arm;
use crate::scenario::hypothesis::arms::Layer;
use crate::scenario::hypothesis::found::Found;
use crate::scenario::hypothesis::held;
use crate::scenario::hypothesis::question::{levels, named};
use crate::scenario::value::did_you_mean;
use crate::words::say;

/// The arm of a file that lists none.
const USUAL: &str = "usual";
/// What an arm holds.
const HOLD: &str = "hold";
/// Fewest levels along which anything can be said to jump.
pub(super) const LEVELS_MIN: usize = 3;

/// The arms, the curves they form, and what is held in them.
pub(super) struct Design {
    pub(super) layers: Vec<Layer>,
    pub(super) curves: Vec<Curve>,
    pub(super) holds: Vec<Hold>,
}

/// Paths of an arm that are held at what they are in another one.
#[derive(Clone, Debug)]
pub(super) struct Hold {
    /// Position of the arm.
    arm: usize,
    /// Name and position of the other one.
    baseline: String,
    at: usize,
    paths: Vec<Path>,
    place: Place,
}

/// Arms that differ in the level of one key.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    pub(super) name: String,
    pub(super) levels: Vec<f64>,
    /// Position of the arm at the first level.
    pub(super) first: usize,
}

impl Design {
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.name == name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().map(|layer| layer.name.as_str())
    }

    /// Finds the arms at which others are held; says whether they are all there and hold nothing themselves.
    fn find_baselines(&mut self, found: &mut Found) -> bool {
        let mut holds = std::mem::take(&mut self.holds);
        let holding: Vec<usize> = holds.iter().map(|hold| hold.arm).collect();
        let mut are_all_there = true;
        for hold in &mut holds {
            let name = &hold.baseline;
            let (message, hint) = match self.position(name) {
                Some(at) if holding.contains(&at) => {
                    (say!("paths of the arm `{name}` are held themselves"), None)
                }
                Some(at) => {
                    hold.at = at;
                    continue;
                }
                None => (say!("there is no arm `{name}`"), did_you_mean(name, self.names())),
            };
            found.fault(
                Finding::new(hold.place, "arm.hold", message)
                    .code("unknown-name")
                    .hint(hint),
            );
            are_all_there = false;
        }
        self.holds = holds;
        are_all_there
    }

    fn add(&mut self, name: &str, tables: Vec<Table>) {
        self.layers.push(Layer::new(name, tables));
    }
}

/// Reads `[[arm]]`; `None` when there is a fault in it.
pub(super) fn read(table: &Table, found: &mut Found) -> Option<Design> {
    let mut design = Design {
        layers: Vec::new(),
        curves: Vec::new(),
        holds: Vec::new(),
    };
    let below: Vec<Table> = table.table("settings").cloned().into_iter().collect();
    if table.row("arm").is_none() {
        design.add(USUAL, below);
        return Some(design);
    }
    for (place, arm) in table.tables("arm") {
        let (name, mut table) = named(arm)?;
        if design.names().any(|other| other == name) || design.curves.iter().any(|curve| curve.name == name) {
            let message = say!("two arms are called `{name}`");
            found.fault(Finding::new(place, "arm.name", message).code("duplicate"));
            return None;
        }
        table.take("vary");
        table.take(HOLD);
        let Some(vary) = arm.table("vary") else {
            if let Some(hold) = arm.table(HOLD) {
                design.holds.push(Hold {
                    arm: design.layers.len(),
                    baseline: hold.text("arm")?,
                    at: 0,
                    paths: held::read(hold, found)?,
                    place: arm.place_of(HOLD, place),
                });
            }
            design.add(&name, [below.clone(), vec![table]].concat());
            continue;
        };
        let along = levels(found, vary)?;
        design.curves.push(Curve {
            name: name.clone(),
            levels: along.iter().map(|(level, _)| *level).collect(),
            first: design.layers.len(),
        });
        for (level, above) in along {
            design.add(
                &format!("{name}-{level}"),
                [below.clone(), vec![table.clone(), above]].concat(),
            );
        }
    }
    design.find_baselines(found).then_some(design)
}

/// Holds what is to be held in arms that have been read.
pub(super) fn hold(holds: &[Hold], arms: &mut [Arm]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for hold in holds {
        let pair = [&arms[hold.at], &arms[hold.arm]];
        match held::refused(&hold.paths, pair, hold.place, "arm.hold") {
            Some(finding) => findings.push(finding),
            None => held::hold(arms, hold.arm, &hold.paths, hold.at),
        }
    }
    findings
}
