//! What is asked, and of which arms.

use super::arms::Layer;
use super::cycle;
use super::found::Found;
use super::held;
use super::{Direction, Question, SIDES, Side};
use crate::scenario::Time;
use crate::scenario::document::{Row, Table};
use crate::scenario::fault::{Finding, Place};
use crate::scenario::files::{insert, unknown_key};
use crate::scenario::register::register;
use crate::scenario::value::did_you_mean;
use crate::words::{given, say, words};

/// Choices for `direction` where either side is one.
pub(super) const DIRECTIONS: [(&str, Direction); 3] = [
    ("greater", Direction::To(Side::Greater)),
    ("less", Direction::To(Side::Less)),
    ("either", Direction::Either),
];

/// Fewest levels of a dose: fewer do not tell a bend at one place from a smooth curve.
pub(super) const LEVELS_MIN: usize = 8;
/// Most levels of a key: each is a scenario of its own.
pub(super) const LEVELS_MAX: usize = 200;

/// A question with its arms.
pub(super) struct Design {
    pub(super) question: Question,
    pub(super) arms: Vec<Layer>,
}

impl Design {
    const fn new(question: Question, arms: Vec<Layer>) -> Self {
        Self { question, arms }
    }

    /// Lays what all arms share beneath what is their own.
    pub(super) fn lay_over(&mut self, shared: Option<Table>) {
        if let Some(shared) = shared {
            for arm in &mut self.arms {
                arm.tables.insert(0, shared.clone());
            }
        }
    }
}

/// Reads what belongs to a kind of question.
pub(super) fn read(kind: &str, table: &Table, found: &mut Found, time: Option<Time>) -> Option<Design> {
    let direction = || table.choice("direction", &DIRECTIONS);
    let side = || table.choice("direction", &SIDES);
    Some(match kind {
        "difference" => Design::new(
            Question::Difference {
                direction: direction()?,
            },
            pair(table),
        ),
        "equivalence" => Design::new(Question::Equivalence, pair(table)),
        "interaction" => Design::new(
            Question::Interaction {
                direction: direction()?,
            },
            crossed(table),
        ),
        "mediation" => {
            let paths = held::read(table, found);
            Design::new(
                Question::Mediation {
                    direction: side()?,
                    bound: table.number("bound")?,
                    paths: paths?,
                },
                pair(table),
            )
        }
        "ordering" => Design::new(Question::Ordering { direction: side()? }, listed(table, found)?),
        "threshold" => threshold(table, found)?,
        "cycle" => {
            let cycle = cycle::read(table, found, time);
            Design::new(
                Question::Cycle {
                    direction: direction()?,
                    cycle: cycle?,
                },
                pair(table),
            )
        }
        _ => ratio(table, found, time)?,
    })
}

/// The settings under a heading; none where it is not there.
fn settings(table: &Table, key: &str) -> Table {
    table.table(key).cloned().unwrap_or_default()
}

/// Control and treatment.
fn pair(table: &Table) -> Vec<Layer> {
    ["control", "treatment"]
        .map(|name| Layer::new(name, vec![settings(table, name)]))
        .into()
}

/// Control, each of two treatments, and both.
fn crossed(table: &Table) -> Vec<Layer> {
    let [control, first, second] = ["control", "first", "second"].map(|name| settings(table, name));
    let layer = |name: &str, above: &[&Table]| {
        let tables = std::iter::once(&control).chain(above.iter().copied());
        Layer::new(name, tables.cloned().collect())
    };
    vec![
        layer("control", &[]),
        layer("first", &[&first]),
        layer("second", &[&second]),
        layer("both", &[&first, &second]),
    ]
}

/// Arms under headings [[arm]], each with a name.
fn listed(table: &Table, found: &mut Found) -> Option<Vec<Layer>> {
    let mut arms: Vec<Layer> = Vec::new();
    for (place, arm) in table.tables("arm") {
        let (name, own) = named(arm)?;
        if arms.iter().any(|arm| arm.name == name) {
            let message = say!("two arms are called `{name}`");
            found.fault(Finding::new(place, "arm.name", message).code("duplicate"));
            return None;
        }
        arms.push(Layer::new(&name, vec![own]));
    }
    Some(arms)
}

/// The name of an arm and the rest of its table.
pub(in crate::scenario) fn named(arm: &Table) -> Option<(String, Table)> {
    let mut rest = arm.clone();
    rest.take("name");
    Some((arm.text("name")?, rest))
}

fn threshold(table: &Table, found: &mut Found) -> Option<Design> {
    let expected = table.flag("expected");
    let direction = table.choice("direction", &SIDES);
    match (expected, table.row("direction")) {
        (Some(false), Some(row)) => {
            let message = say!("a claim that there is no threshold has no direction");
            let label = words!("leave this out").text();
            found.fault(Finding::new(row.place, "direction", message).label(label));
        }
        (Some(true), None) if found.findings.is_empty() => {
            let place = table.place_of("expected", Place::START);
            let finding =
                Finding::new(place, "direction", say!("`direction` is missing")).code("missing-key");
            let hint = say!("`greater` or `less`: how the slope changes at the threshold");
            found.fault(finding.hint(hint));
        }
        _ => {}
    }
    let (levels, arms) = levels(found, table.table("dose")?)?
        .into_iter()
        .map(|(level, table)| (level, Layer::new(&format!("level-{level}"), vec![table])))
        .unzip();
    expected?;
    Some(Design::new(Question::Threshold { direction, levels }, arms))
}

/// The levels of a key, each with the table that sets it.
pub(in crate::scenario) fn levels(found: &mut Found, table: &Table) -> Option<Vec<(f64, Table)>> {
    let name = table.text("key")?;
    if register().get(&name).is_none() {
        let place = table.place_of("key", Place::START);
        found.fault(unknown_key(place, &name));
        return None;
    }
    let levels = table.items("levels").iter().filter_map(|item| {
        let mut table = Table::default();
        insert(&mut table, &name, item.place, item.clone());
        Some((item.as_number()?, table))
    });
    Some(levels.collect())
}

fn ratio(table: &Table, found: &mut Found, time: Option<Time>) -> Option<Design> {
    let denominator_time = found.time(table, "denominator_time").or(time);
    let arms = listed(table, found)?;
    let numerator = weights(found, table.row("numerator")?, &arms);
    let denominator = weights(found, table.row("denominator")?, &arms);
    let question = Question::Ratio {
        direction: table.choice("direction", &SIDES)?,
        bound: table.number("bound")?,
        numerator: numerator?,
        denominator: denominator?,
        denominator_time: denominator_time?,
    };
    Some(Design::new(question, arms))
}

/// Weights by arm; they must sum to 0, so that a level common to all arms is no effect.
fn weights(found: &mut Found, row: &Row, arms: &[Layer]) -> Option<Vec<f64>> {
    let mut weights = vec![0.0; arms.len()];
    for (row, weight) in row.item.weights() {
        let Some(position) = arms.iter().position(|arm| arm.name == row.name) else {
            let message = say!("there is no arm `{}`", row.name);
            found.fault(
                Finding::new(row.place, "arm", message)
                    .code("unknown-name")
                    .hint(did_you_mean(&row.name, arms.iter().map(|arm| arm.name.as_str()))),
            );
            return None;
        };
        weights[position] = weight;
    }
    let sum: f64 = weights.iter().sum();
    if weights.iter().all(|weight| *weight == 0.0) || sum.abs() > 1e-9 {
        let sum = given(sum);
        let message = say!("the weights of an effect must sum to 0, and these sum to {sum}");
        let hint = words!("as in { treatment = 1, control = -1 }");
        found.fault(Finding::new(row.place, "arm", message).hint(hint.to_string()));
        return None;
    }
    Some(weights)
}
