//! The arms of a fact: one by one, or along the levels of a key.

use crate::scenario::document::Table;
use crate::scenario::fault::Finding;
use crate::scenario::hypothesis::arms::Layer;
use crate::scenario::hypothesis::found::Found;
use crate::scenario::hypothesis::question::{levels, named};
use crate::words::say;

/// The arm of a file that lists none.
const USUAL: &str = "usual";
/// Fewest levels along which anything can be said to jump.
pub(super) const LEVELS_MIN: usize = 3;

/// The arms and the curves they form.
pub(super) struct Design {
    pub(super) layers: Vec<Layer>,
    pub(super) curves: Vec<Curve>,
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

    fn add(&mut self, name: &str, tables: Vec<Table>) {
        self.layers.push(Layer::new(name, tables));
    }
}

/// Reads `[[arm]]`; `None` when there is a fault in it.
pub(super) fn read(table: &Table, found: &mut Found) -> Option<Design> {
    let mut design = Design {
        layers: Vec::new(),
        curves: Vec::new(),
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
        let Some(vary) = arm.table("vary") else {
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
    Some(design)
}
