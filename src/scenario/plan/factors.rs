//! What varies: factors with their levels or ranges.

use super::reader::Reader;
use super::{Factor, FactorValues};
use crate::scenario::data_keys::is_file_key;
use crate::scenario::document::{Content, Row, Table};
use crate::scenario::fault::{Finding, Place};
use crate::scenario::file_kind::FileKind;
use crate::scenario::register::{Kind, register};
use crate::scenario::value::check;
use crate::scenario::{Base, KEYS_OF_THE_RUN};
use crate::words::{given, say, words};

/// Most levels of a factor.
pub(super) const LEVELS_MAX: usize = 10_000;

/// Most factors of a plan.
pub(super) const FACTORS_MAX: usize = 100;

/// The factors of `[[factor]]`.
pub(super) fn factors(reader: &mut Reader, root: &Table, base: &Base, factorial: bool) -> Vec<Factor> {
    let mut factors: Vec<Factor> = Vec::new();
    for (place, table) in root.tables("factor") {
        let Some(key) = table.text("key") else {
            continue;
        };
        let key_place = table.place_of("key", place);
        if factors.iter().any(|factor| factor.key == key) {
            let message = say!("`{key}` is a factor already");
            reader.fault(Finding::new(key_place, &key, message).code("duplicate"));
            continue;
        }
        let Some(factor) = factor(reader, base, &key, key_place) else {
            continue;
        };
        if let Some(values) = values(reader, table, &key, factorial) {
            factors.push(Factor { values, ..factor });
        }
    }
    factors
}

/// A factor by its key, its values still open; `None` when the key cannot vary.
pub(super) fn factor(reader: &mut Reader, base: &Base, key: &str, place: Place) -> Option<Factor> {
    if let Some(finding) = base.document().unknown_key(key, place) {
        reader.fault(finding);
        return None;
    }
    if is_file_key(key) {
        let message = say!("`{key}` names a file, so it cannot be a factor");
        let hint =
            say!("give each file a variant: samspil compare FILE --variant \"other: {key}=other.csv\"");
        reader.fault(Finding::new(place, key, message).hint(hint));
        return None;
    }
    let entry = register().get(key)?;
    if entry.kind == Kind::Text || KEYS_OF_THE_RUN.contains(&key) {
        let message = say!("`{key}` cannot be a factor");
        let hint = match (key, reader.kind) {
            ("simulation.seed", FileKind::Plan) => {
                words!("say seeds = \"independent\" to give each configuration a seed of its own")
            }
            ("simulation.seed", _) => words!("say seed = … at the top of the plan"),
            ("simulation.replications", FileKind::FrontierPlan) => {
                words!("say replications = … under [search] and [confirm]")
            }
            ("simulation.replications", FileKind::CalibrationPlan) => {
                words!("say replications = … under [sampler]")
            }
            ("simulation.replications", _) => words!("say replications = … at the top of the plan"),
            _ => words!("it changes words, not numbers"),
        };
        reader.fault(
            Finding::new(place, key, message)
                .code("no-effect")
                .hint(hint.to_string()),
        );
        return None;
    }
    Some(Factor {
        key: key.to_owned(),
        meaning: entry.meaning.english.to_owned(),
        unit: entry.unit.clone().unwrap_or_default(),
        values: FactorValues::Listed,
    })
}

fn values(reader: &mut Reader, table: &Table, key: &str, factorial: bool) -> Option<FactorValues> {
    match (table.row("levels"), table.row("range")) {
        (Some(levels), _) => {
            if let Some(steps) = table.row("steps") {
                let message = say!("`factor.steps` goes with a range, not with levels");
                reader.fault(Finding::new(steps.place, "factor.steps", message));
            }
            levels_of(reader, levels, key)
        }
        (None, Some(range)) => range_of(reader, table, range, key, factorial),
        (None, None) => None,
    }
}

fn levels_of(reader: &mut Reader, row: &Row, key: &str) -> Option<FactorValues> {
    let entry = register().get(key)?;
    let Content::List(items) = &row.item.content else {
        return None;
    };
    if items.is_empty() {
        let finding = Finding::new(row.item.place, key, say!("`{key}` has no levels")).code("missing-key");
        reader.fault(finding.label(words!("at least one value").text()));
        return None;
    }
    if items.len() > LEVELS_MAX {
        let message = say!("`{key}` has {} levels, more than {LEVELS_MAX}", items.len());
        reader.fault(Finding::new(row.item.place, key, message));
        return None;
    }
    let mut levels = Vec::new();
    for item in items {
        match check(entry, key, item) {
            Ok(level) if levels.contains(&level) => {
                let message = say!("`{key}` has the level {level} twice");
                let finding = Finding::new(item.place, key, message).code("duplicate");
                reader.fault(finding.label(words!("leave this one out").text()));
            }
            Ok(level) => levels.push(level),
            Err(findings) => reader.findings.extend(findings),
        }
    }
    Some(FactorValues::Levels(levels))
}

fn range_of(
    reader: &mut Reader,
    table: &Table,
    row: &Row,
    key: &str,
    factorial: bool,
) -> Option<FactorValues> {
    let entry = register().get(key)?;
    let whole = entry.kind == Kind::Integer;
    if !whole && entry.kind != Kind::Number {
        let message = say!("`{key}` is no number, so it has no range");
        let hint = say!("list its levels; allowed: {}", entry.allowed());
        reader.fault(
            Finding::new(row.item.place, key, message)
                .code("wrong-type")
                .hint(Some(hint)),
        );
        return None;
    }
    let (low, high) = table.pair("range")?;
    let Content::List(ends) = &row.item.content else {
        return None;
    };
    for end in ends {
        if let Err(findings) = check(entry, key, end) {
            reader.findings.extend(findings);
            return None;
        }
    }
    if !factorial {
        if let Some(steps) = table.row("steps") {
            let message = say!("`factor.steps` goes with the factorial design only");
            reader.fault(Finding::new(steps.place, "factor.steps", message));
        }
        return Some(FactorValues::Range { low, high, whole });
    }
    let Some(steps) = table.count("steps") else {
        let hint = words!("say how many levels the range is divided into, such as steps = 5");
        reader.missing(row.place, "factor.steps", &hint);
        return None;
    };
    let levels = grid(low, high, steps as usize, whole);
    if levels.len() < steps as usize {
        let (low, high) = (given(low), given(high));
        let message = say!("{low} to {high} has no {steps} whole numbers evenly apart");
        reader.fault(Finding::new(row.item.place, key, message).hint(say!("list them as levels")));
        return None;
    }
    Some(FactorValues::Levels(levels))
}

impl FactorValues {
    /// Its levels; of a range at most so many values evenly apart, both ends included, and whole where only these are
    /// meant. None for those listed elsewhere.
    ///
    /// # Panics
    /// When `most` is below 2.
    #[must_use]
    pub fn spaced(&self, most: usize) -> Vec<toml::Value> {
        assert!(most >= 2, "a range has two ends");
        match *self {
            Self::Levels(ref levels) => levels.clone(),
            Self::Listed => Vec::new(),
            Self::Range {
                low,
                high,
                whole: false,
            } => grid(low, high, most, false),
            Self::Range {
                low,
                high,
                whole: true,
            } => {
                let parts = (high - low).min((most - 1) as f64);
                let mut values: Vec<toml::Value> = (0..=parts as usize)
                    .map(|part| low + libm::round((high - low) * part as f64 / parts))
                    .map(|value| toml::Value::Integer(value as i64))
                    .collect();
                values.dedup();
                values
            }
        }
    }
}

/// Evenly spaced levels, both ends included; whole numbers only where they come out whole.
fn grid(low: f64, high: f64, steps: usize, whole: bool) -> Vec<toml::Value> {
    let last = (steps - 1) as f64;
    (0..steps)
        .map(|step| rounded((low * (last - step as f64) + high * step as f64) / last))
        .filter(|value| !whole || value.fract() == 0.0)
        .map(|value| {
            if whole {
                toml::Value::Integer(value as i64)
            } else {
                toml::Value::Float(value)
            }
        })
        .collect()
}

/// To twelve significant digits, so that a level reads as one would write it.
fn rounded(value: f64) -> f64 {
    format!("{value:.11e}")
        .parse()
        .expect("a number that was written can be read")
}
