//! What is asked, and of which arms.

use super::arms::Layer;
use super::cycle;
use super::fields::{Choices, Fields, Kind, SIDES};
use super::{Direction, Question, Side};
use crate::scenario::Time;
use crate::scenario::document::{Content, Item, Row, Table, expected};
use crate::scenario::fault::{Finding, Place};
use crate::scenario::files::{insert, unknown_key};
use crate::scenario::register::register;
use crate::scenario::value::did_you_mean;

const DIRECTIONS: Choices<'_, Direction> = &[
    ("greater", Direction::To(Side::Greater)),
    ("less", Direction::To(Side::Less)),
    ("either", Direction::Either),
];

/// Fewest levels of a dose: a hinge beside a parabola needs six.
const LEVELS_MIN: usize = 6;

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

/// Reads what belongs to a kind.
pub(super) fn read(kind: &Kind, fields: &mut Fields, time: Option<Time>) -> Option<Design> {
    match kind.name {
        "difference" => {
            let direction = fields.choice("direction", DIRECTIONS);
            let arms = pair(fields);
            Some(Design::new(
                Question::Difference {
                    direction: direction?,
                },
                arms?,
            ))
        }
        "equivalence" => Some(Design::new(Question::Equivalence, pair(fields)?)),
        "interaction" => interaction(fields),
        "mediation" => mediation(fields),
        "ordering" => {
            let direction = fields.choice("direction", SIDES);
            let arms = listed(fields);
            Some(Design::new(
                Question::Ordering {
                    direction: direction?,
                },
                arms?,
            ))
        }
        "threshold" => threshold(fields),
        "cycle" => {
            let direction = fields.choice("direction", DIRECTIONS);
            let cycle = cycle::read(fields, time);
            let arms = pair(fields);
            Some(Design::new(
                Question::Cycle {
                    direction: direction?,
                    cycle: cycle?,
                },
                arms?,
            ))
        }
        _ => ratio(fields, time),
    }
}

const TREATMENT: &str = "settings of the treatment stand under [treatment]";

/// Control and treatment.
fn pair(fields: &mut Fields) -> Option<Vec<Layer>> {
    let control = fields.settings("control");
    let (treatment, _) = fields.required_table("treatment", TREATMENT)?;
    Some(vec![
        Layer::new("control", vec![control?]),
        Layer::new("treatment", vec![treatment]),
    ])
}

fn interaction(fields: &mut Fields) -> Option<Design> {
    let direction = fields.choice("direction", DIRECTIONS);
    let control = fields.settings("control");
    let first = fields.required_table("first", "settings of the first treatment stand under [first]");
    let second = fields.required_table("second", "settings of the second treatment stand under [second]");
    let (control, (first, _), (second, _)) = (control?, first?, second?);
    let layer = |name: &str, above: &[&Table]| {
        let tables = std::iter::once(&control).chain(above.iter().copied());
        Layer::new(name, tables.cloned().collect())
    };
    let arms = vec![
        layer("control", &[]),
        layer("first", &[&first]),
        layer("second", &[&second]),
        layer("both", &[&first, &second]),
    ];
    Some(Design::new(
        Question::Interaction {
            direction: direction?,
        },
        arms,
    ))
}

fn mediation(fields: &mut Fields) -> Option<Design> {
    let direction = fields.choice("direction", SIDES);
    let bound = fields.number("bound", "the share the claim is held against, such as 0.5");
    let arms = pair(fields);
    let path = fields.required_table(
        "path_off",
        "what switches the path off stands under [path_off], as in `mechanisms.ownership = false`",
    );
    let (mut arms, (path, _)) = (arms?, path?);
    for position in 0..2 {
        let mut without = arms[position].clone();
        without.name.push_str("-without-path");
        without.tables.push(path.clone());
        arms.push(without);
    }
    let question = Question::Mediation {
        direction: direction?,
        bound: bound?,
    };
    Some(Design::new(question, arms))
}

/// Arms under headings [[arm]], each with a name.
fn listed(fields: &mut Fields) -> Option<Vec<Layer>> {
    let row = fields.required("arm", "each arm stands under a heading [[arm]], with a `name`")?;
    let Content::List(items) = &row.item.content else {
        fields.fault(expected(&row, "arm", "tables under headings [[arm]]"));
        return None;
    };
    if items.len() < 2 {
        fields.fault(Finding::new(
            row.place,
            "arm",
            "one arm cannot be compared with anything",
        ));
        return None;
    }
    let mut arms: Vec<Layer> = Vec::new();
    for item in items {
        let (name, table) = named(fields, item)?;
        if arms.iter().any(|arm| arm.name == name) {
            let message = format!("two arms are called `{name}`");
            fields.fault(Finding::new(item.place, "arm.name", message).code("duplicate"));
            return None;
        }
        arms.push(Layer::new(&name, vec![table]));
    }
    Some(arms)
}

/// The name of an arm and the rest of its table.
pub(in crate::scenario) fn named(fields: &mut Fields, item: &Item) -> Option<(String, Table)> {
    let Content::Table(table) = &item.content else {
        let message = format!("an arm cannot be {item}");
        fields.fault(Finding::new(item.place, "arm", message).code("wrong-type"));
        return None;
    };
    let mut table = table.clone();
    let row = table.take("name");
    let name = row
        .as_ref()
        .and_then(|row| row.item.as_text())
        .filter(|name| is_arm_name(name));
    let Some(name) = name else {
        let place = row.as_ref().map_or(item.place, |row| row.item.place);
        fields.fault(
            Finding::new(place, "arm.name", "an arm needs a `name`")
                .code("missing-key")
                .label("expected letters, digits, - and _"),
        );
        return None;
    };
    Some((name.to_owned(), table))
}

fn is_arm_name(name: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    !name.is_empty() && name.len() <= 40 && name.chars().all(allowed)
}

fn threshold(fields: &mut Fields) -> Option<Design> {
    let expected = fields.flag(
        "expected",
        "true when the claim is that there is a threshold, false that there is none",
    );
    let direction = match (expected, fields.take("direction")) {
        (Some(false), Some(row)) => {
            let message = "a claim that there is no threshold has no direction";
            fields.fault(Finding::new(row.place, "direction", message).label("leave this out"));
            None
        }
        (Some(true), Some(row)) => {
            let side = row
                .item
                .as_text()
                .and_then(|text| SIDES.iter().find(|(name, _)| *name == text));
            if side.is_none() {
                fields.fault(self::expected(&row, "direction", "one of greater, less"));
            }
            side.map(|(_, side)| *side)
        }
        (Some(true), None) => {
            let finding = Finding::new(
                crate::scenario::reading::Reading::anywhere(),
                "direction",
                "`direction` is missing",
            )
            .code("missing-key");
            fields.fault(
                finding.hint("`greater` or `less`: how the slope changes at the threshold".to_owned()),
            );
            None
        }
        (Some(false), None) | (None, _) => None,
    };
    let arms = dose(fields)?;
    let levels = arms.iter().map(|(level, _)| *level).collect();
    expected?;
    let question = Question::Threshold { direction, levels };
    Some(Design::new(
        question,
        arms.into_iter().map(|(_, arm)| arm).collect(),
    ))
}

/// The levels of a dose, each with its arm.
fn dose(fields: &mut Fields) -> Option<Vec<(f64, Layer)>> {
    let (table, place) = fields.required_table("dose", "[dose] has a `key` and `levels`")?;
    let levels = levels(fields, "[dose]", table, place, LEVELS_MIN)?;
    let layers = levels.into_iter().map(|(level, table)| {
        let name = format!("level-{level}");
        (level, Layer::new(&name, vec![table]))
    });
    Some(layers.collect())
}

/// The levels of a key, each with the table that sets it.
pub(in crate::scenario) fn levels(
    fields: &mut Fields,
    what: &str,
    mut table: Table,
    place: Place,
    least: usize,
) -> Option<Vec<(f64, Table)>> {
    let (key, levels) = (table.take("key"), table.take("levels"));
    for row in table.rows {
        let message = format!("{what} has no key `{}`", row.name);
        fields.fault(
            Finding::new(row.place, "dose", message)
                .code("unknown-key")
                .label("expected key, levels")
                .hint(did_you_mean(&row.name, ["key", "levels"].into_iter())),
        );
    }
    let (Some(key), Some(levels)) = (key, levels) else {
        let message = format!("{what} needs a `key` and `levels`");
        fields.fault(Finding::new(place, "dose", message));
        return None;
    };
    let name = key.item.as_text().unwrap_or_default();
    if register().get(name).is_none() {
        fields.fault(unknown_key(key.item.place, name));
        return None;
    }
    let numbers = numbers(fields, &levels, least)?;
    let tables = numbers.into_iter().map(|(level, item)| {
        let mut table = Table::default();
        insert(&mut table, name, item.place, item);
        (level, table)
    });
    Some(tables.collect())
}

/// Most levels of a key: each is a scenario of its own.
const LEVELS_MAX: usize = 200;

/// The rising numbers of a list.
fn numbers(fields: &mut Fields, row: &Row, least: usize) -> Option<Vec<(f64, Item)>> {
    let levels: Option<Vec<(f64, Item)>> = match &row.item.content {
        Content::List(items) => items
            .iter()
            .map(|item| item.as_number().map(|level| (level, item.clone())))
            .collect(),
        Content::Leaf(_) | Content::Table(_) => None,
    };
    let rise = |levels: &Vec<(f64, Item)>| levels.windows(2).all(|pair| pair[0].0 < pair[1].0);
    let levels = levels.filter(|levels| (least..=LEVELS_MAX).contains(&levels.len()) && rise(levels));
    if levels.is_none() {
        fields.fault(expected(
            row,
            "levels",
            &format!("{least} to {LEVELS_MAX} numbers that rise"),
        ));
    }
    levels
}

fn ratio(fields: &mut Fields, time: Option<Time>) -> Option<Design> {
    let direction = fields.choice("direction", SIDES);
    let bound = fields.number("bound", "the ratio the claim is held against, such as 1.0");
    let numerator = fields.required_table("numerator", WEIGHTS);
    let denominator = fields.required_table("denominator", WEIGHTS);
    let denominator_time = fields.time_or("denominator_time", time);
    let arms = listed(fields)?;
    let numerator = weights(fields, numerator?, &arms);
    let denominator = weights(fields, denominator?, &arms);
    let question = Question::Ratio {
        direction: direction?,
        bound: bound?,
        numerator: numerator?,
        denominator: denominator?,
        denominator_time: denominator_time?,
    };
    Some(Design::new(question, arms))
}

const WEIGHTS: &str = "the weights of the arms in an effect, as in { treatment = 1, control = -1 }";

/// Weights by arm; they must sum to 0, so that a level common to all arms is no effect.
fn weights(fields: &mut Fields, (table, place): (Table, Place), arms: &[Layer]) -> Option<Vec<f64>> {
    let mut weights = vec![0.0; arms.len()];
    for row in &table.rows {
        let Some(position) = arms.iter().position(|arm| arm.name == row.name) else {
            let message = format!("there is no arm `{}`", row.name);
            fields.fault(
                Finding::new(row.place, "arm", message)
                    .code("unknown-name")
                    .hint(did_you_mean(&row.name, arms.iter().map(|arm| arm.name.as_str()))),
            );
            return None;
        };
        let Some(weight) = row.item.as_number().filter(|weight| weight.is_finite()) else {
            fields.fault(expected(row, &row.name, "a finite number"));
            return None;
        };
        weights[position] = weight;
    }
    let sum: f64 = weights.iter().sum();
    if weights.iter().all(|weight| *weight == 0.0) || sum.abs() > 1e-9 {
        let message = format!("the weights of an effect must sum to 0, and these sum to {sum}");
        fields.fault(Finding::new(place, "arm", message).hint(WEIGHTS.to_owned()));
        return None;
    }
    Some(weights)
}
