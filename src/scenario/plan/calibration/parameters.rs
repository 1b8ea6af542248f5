//! What is fitted, and what is known of it before.

use super::{FITTED_MAX, Fitted};
use crate::scenario::document::{Content, Item, Row, Table, expected};
use crate::scenario::fault::{Finding, Place};
use crate::scenario::language::{Bounds, Field, Shape, Value, check, check_value};
use crate::scenario::plan::factors::factor;
use crate::scenario::plan::reader::Reader;
use crate::scenario::plan::{Factor, FactorValues};
use crate::scenario::register::{Entry, Kind, Prior, register};
use crate::scenario::value::check as check_key;
use crate::scenario::{Base, Scenario};
use crate::words::{given, say, words};

/// The parameters of `[parameters]`.
pub(super) fn parameters(reader: &mut Reader, root: &Table, base: &Base, scenario: &Scenario) -> Vec<Fitted> {
    let mut fitted = Vec::new();
    let Some((row, table)) = root.row("parameters").zip(root.table("parameters")) else {
        return fitted;
    };
    let faults = reader.findings.len();
    collect(reader, table, "", (base, scenario), &mut fitted);
    if fitted.is_empty() && reader.findings.len() == faults {
        let message = say!("there are no parameters to fit");
        let hint = say!("say what is fitted under [parameters], such as asking.general = [0.04, 0.36]");
        reader.fault(Finding::new(row.place, "parameters", message).hint(hint));
    }
    if fitted.len() > FITTED_MAX {
        let message = say!("{} parameters are more than {FITTED_MAX}", fitted.len());
        let hint =
            say!("a few figures cannot tell many parameters apart; `samspil sensitivity` shows which matter");
        reader.fault(
            Finding::new(row.place, "parameters", message)
                .code("out-of-range")
                .hint(hint),
        );
    }
    fitted
}

/// Keys may stand whole or, as TOML reads dots, as tables within tables.
fn collect(
    reader: &mut Reader,
    table: &Table,
    prefix: &str,
    (base, scenario): (&Base, &Scenario),
    fitted: &mut Vec<Fitted>,
) {
    for row in &table.rows {
        let key = format!("{prefix}{}", row.name);
        match &row.item.content {
            Content::Table(inner) if register().get(&key).is_none() && register().is_table(&key) => {
                collect(reader, inner, &format!("{key}."), (base, scenario), fitted);
            }
            _ if fitted.iter().any(|other| other.factor.key == key) => {
                let message = say!("`{key}` is fitted already");
                reader.fault(Finding::new(row.place, &key, message));
            }
            _ => fitted.extend(parameter(reader, &key, row, base, scenario)),
        }
    }
}

fn parameter(reader: &mut Reader, key: &str, row: &Row, base: &Base, scenario: &Scenario) -> Option<Fitted> {
    let factor = factor(reader, base, key, row.place)?;
    let entry = register().get(key)?;
    let refuse = |message: String, hint: String| Finding::new(row.place, key, message).hint(hint);
    if !matches!(entry.kind, Kind::Number | Kind::Integer) {
        reader.fault(refuse(
            say!("`{key}` is no number, so it cannot be fitted"),
            say!("`samspil sweep` or `samspil compare` tries its choices"),
        ));
        return None;
    }
    if key.starts_with("simulation.") {
        reader.fault(refuse(
            say!("`{key}` is about the run, so it cannot be fitted"),
            say!("fit parameters of the society"),
        ));
        return None;
    }
    let (range, logarithmic) = written(reader, key, row, entry)?;
    let (low, high) = range;
    let base_value = scenario
        .settings
        .get(key)
        .and_then(|setting| number(&setting.value));
    Some(Fitted {
        factor: Factor {
            values: FactorValues::Range {
                low,
                high,
                whole: entry.kind == Kind::Integer,
            },
            ..factor
        },
        prior: Prior {
            low,
            high,
            peak: None,
            logarithmic: logarithmic.unwrap_or_else(|| low > 0.0 && is_scale(entry)),
            whole: entry.kind == Kind::Integer,
        },
        base_value: base_value.unwrap_or(f64::NAN),
    })
}

fn number(value: &toml::Value) -> Option<f64> {
    value
        .as_float()
        .or_else(|| value.as_integer().map(|whole| whole as f64))
}

/// Whether the register gives the range of a parameter as factors rather than as distances: it is positive, and its default
/// lies nearer to the geometric than to the arithmetic middle.
fn is_scale(entry: &Entry) -> bool {
    let Some((low, high)) = entry.plausible().filter(|(low, _)| *low > 0.0) else {
        return false;
    };
    number(&entry.default)
        .is_some_and(|usual| (usual - (low * high).sqrt()).abs() < (usual - f64::midpoint(low, high)).abs())
}

/// Choices for `prior`.
pub(in crate::scenario) const PRIORS: [&str; 2] = ["uniform", "log_uniform"];

/// A range with its prior.
pub(in crate::scenario) const RANGE: Shape = Shape::new(
    words!("a parameter"),
    &[&[
        Field::may(
            "range",
            Value::Pair(Bounds::NONE),
            words!("Its smallest and its largest value"),
            "[0.1, 0.4]",
        ),
        Field::may(
            "prior",
            Value::OneOf(&PRIORS),
            words!("Whether values or their logarithms are equally likely"),
            "\"uniform\"",
        ),
    ]],
);

/// What is written of a parameter: its range, that of the register where none is given, and whether its logarithm is even.
fn written(reader: &mut Reader, key: &str, row: &Row, entry: &Entry) -> Option<((f64, f64), Option<bool>)> {
    let before = reader.findings.len();
    match &row.item.content {
        Content::Table(table) => {
            let mut table = table.clone();
            check(
                &RANGE,
                &mut table,
                &format!("{key}."),
                row.place,
                &mut reader.findings,
            );
            if reader.findings.len() > before {
                return None;
            }
            let own = match table.row("range") {
                Some(range) => self::range(reader, key, range, entry)?,
                None => plausible(reader, row.place, key, entry)?,
            };
            match table.row("prior") {
                Some(prior) => logarithm(reader, &prior.item, key, own),
                None => Some((own, None)),
            }
        }
        Content::List(_) => Some((range(reader, key, row, entry)?, None)),
        Content::Leaf(toml::Value::String(_)) => {
            reader
                .findings
                .extend(check_value(&Value::OneOf(&PRIORS), row, key));
            let own = plausible(reader, row.place, key, entry)?;
            if reader.findings.len() > before {
                return None;
            }
            logarithm(reader, &row.item, key, own)
        }
        Content::Leaf(_) => {
            let what = words!(
                "a range such as [0.1, 0.4], \"uniform\", \"log_uniform\", or { range = …, prior = … }"
            );
            reader.fault(expected(row, key, &what));
            None
        }
    }
}

fn logarithm(
    reader: &mut Reader,
    item: &Item,
    key: &str,
    (low, high): (f64, f64),
) -> Option<((f64, f64), Option<bool>)> {
    let logarithmic = item.as_text().map(|prior| prior == PRIORS[1]);
    if logarithmic == Some(true) && low <= 0.0 {
        let low = given(low);
        let message = say!("`{key}` from {low} has no logarithm");
        let label = words!("a range above 0, or \"uniform\"").text();
        reader.fault(Finding::new(item.place, key, message).label(label));
        return None;
    }
    Some(((low, high), logarithmic))
}

fn plausible(reader: &mut Reader, place: Place, key: &str, entry: &Entry) -> Option<(f64, f64)> {
    let range = entry.plausible();
    if range.is_none() {
        let message = say!("`{key}` has no plausible range in the register");
        let hint = say!(
            "give one, such as \"{key}\" = [low, high]; allowed: {}",
            entry.allowed()
        );
        reader.fault(Finding::new(place, key, message).hint(Some(hint)));
    }
    range
}

/// Two numbers, each as the register allows.
fn range(reader: &mut Reader, key: &str, row: &Row, entry: &Entry) -> Option<(f64, f64)> {
    let mut findings = check_value(&Value::Pair(Bounds::NONE), row, key);
    let Content::List(ends) = &row.item.content else {
        return None;
    };
    if findings.is_empty() {
        let faulty = ends.iter().find_map(|end| check_key(entry, key, end).err());
        findings.extend(faulty.into_iter().flatten());
    }
    if !findings.is_empty() {
        reader.findings.extend(findings);
        return None;
    }
    match ends[..] {
        [ref low, ref high] => low.as_number().zip(high.as_number()),
        _ => None,
    }
}
