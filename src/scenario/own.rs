//! Mechanisms of one's own: installed once, before the first scenario is read.

use std::collections::BTreeSet;

use super::reading::TOP_LEVEL;
use super::register::{Entry, Kind, own_entries, shipped_entries};
use crate::model::measures::{Measure, shipped_measures};
use crate::model::mechanisms::own::{self, OwnMechanism, installed};
use crate::words::say;

/// Names with a meaning beside the tables of the register: what files on a scenario name it by, and two fields of the
/// model's parameters.
const RESERVED: [&str; 3] = ["scenario", "decision_rule", "programmes"];

/// Why mechanisms could not be installed.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// The register has been read already.
    #[error("{}", say!("mechanisms are installed before the first scenario is read, and once"))]
    TooLate,
    /// A name that a key of the register could not begin with.
    #[error("{}", say!(
        "`{0}` is no name: it takes small letters, digits and underscores, and begins with a letter", .0
    ))]
    Name(String),
    /// A name that is taken.
    #[error("{}", say!(
        "the name `{0}` is taken by a key, table or switch of scenarios, or by another of these mechanisms", .0
    ))]
    Taken(String),
    /// Parameters that cannot be read, or cannot be used.
    #[error("{}", say!("the parameters of `{name}` cannot be used: {why}"))]
    Parameters {
        /// The mechanism.
        name: String,
        /// What is wrong with them.
        why: String,
    },
    /// A measure that could be confused with others.
    #[error("{}", say!(
        "the measure `{measure}` does not begin with the name of its mechanism, `{name}_`"
    ))]
    Measure {
        /// The mechanism.
        name: String,
        /// The measure.
        measure: String,
    },
    /// A measure that there is already.
    #[error("{}", say!("the measure `{0}` is there already", .0))]
    MeasureTaken(String),
}

/// Installs mechanisms of one's own, for the whole program: their parameters become keys of scenario files, their switches
/// `mechanisms.NAME`, their measures columns of every table.
///
/// # Errors
/// When a scenario was read before, or when names, parameters or measures are not as they should be.
///
/// # Examples
/// A mechanism stands at [`OwnMechanism`].
/// ```
/// use samspil::scenario::{InstallError, Scenario, install};
///
/// Scenario::from_text("town.toml".as_ref(), "[programme.parks]\n", &[])?;
/// assert!(matches!(install(Vec::new()), Err(InstallError::TooLate)));
/// # Ok::<(), samspil::scenario::ScenarioError>(())
/// ```
pub fn install(mechanisms: Vec<Box<dyn OwnMechanism>>) -> Result<(), InstallError> {
    let shipped = shipped_entries();
    let mut names = taken_names(&shipped);
    let mut measures: BTreeSet<&str> = shipped_measures().map(|measure| measure.key).collect();
    for mechanism in &mechanisms {
        let name = mechanism.name();
        let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.chars().all(fits) {
            return Err(InstallError::Name(name.to_owned()));
        }
        if !names.insert(name.to_owned()) {
            return Err(InstallError::Taken(name.to_owned()));
        }
        check_parameters(mechanism.as_ref(), &shipped).map_err(|why| InstallError::Parameters {
            name: name.to_owned(),
            why,
        })?;
        for Measure { key, .. } in mechanism.measures() {
            if !key.starts_with(&format!("{name}_")) {
                return Err(InstallError::Measure {
                    name: name.to_owned(),
                    measure: key.to_owned(),
                });
            }
            if !measures.insert(key) {
                return Err(InstallError::MeasureTaken(key.to_owned()));
            }
        }
    }
    own::install(mechanisms).map_err(|_| InstallError::TooLate)
}

/// What scenarios call something already: keys and tables at their top, and the switches of shipped mechanisms.
fn taken_names(shipped: &[Entry]) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = TOP_LEVEL.into_iter().chain(RESERVED).map(str::to_owned).collect();
    for Entry { key, .. } in shipped {
        let mut parts = key.split('.');
        names.extend(parts.next().map(str::to_owned));
        if let Some(switch) = key.strip_prefix("mechanisms.") {
            names.insert(switch.to_owned());
        }
    }
    names
}

/// Looks whether the parameters of a mechanism are complete, its own, and numbers or flags.
fn check_parameters(mechanism: &dyn OwnMechanism, shipped: &[Entry]) -> Result<(), String> {
    let name = mechanism.name();
    let own = own_entries(mechanism)?;
    for entry in &own {
        let Entry { key, kind, .. } = entry;
        if key.strip_prefix("mechanisms.") == Some(name) {
            continue;
        }
        let parameter = key.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
        if parameter.is_none_or(|parameter| parameter.contains('.')) {
            return Err(say!(
                "{key}: no keys of other tables, and no tables within its own"
            ));
        }
        check_needs(entry, &[shipped, &own])?;
        let default = match (kind, &entry.default) {
            (Kind::Flag, _) => continue,
            (Kind::Number, toml::Value::Float(number)) => *number,
            (Kind::Integer, toml::Value::Integer(number)) => *number as f64,
            _ => {
                return Err(say!("{key}: the default is neither a number nor true or false"));
            }
        };
        let (low, high) = entry.bounds.ok_or_else(|| say!("{key}: a number has `bounds`"))?;
        let (from, to) = entry.range.unwrap_or((low, high));
        if !(low <= from && from <= default && default <= to && to <= high) {
            return Err(say!(
                "{key}: the default lies in the `range`, and both in the `bounds`"
            ));
        }
    }
    Ok(())
}

/// Looks whether what a parameter needs is about keys there are, and above numbers.
fn check_needs(entry: &Entry, known: &[&[Entry]]) -> Result<(), String> {
    for need in entry.needs.iter().flat_map(|need| need.split(" or ")) {
        let (key, bound) = need.split_once(" > ").unwrap_or((need, "0"));
        let (key, _) = key.split_once(" = ").unwrap_or((key, ""));
        let is_known = known.iter().copied().flatten().any(|other| other.key == key);
        if !is_known || bound.parse::<f64>().is_err() {
            return Err(say!("{}: `{need}` is no condition on a key", entry.key));
        }
    }
    Ok(())
}

/// Names and versions of the mechanisms that are installed: part of what results are named after.
pub(super) fn versions() -> Vec<String> {
    let versions = installed().iter();
    versions
        .map(|mechanism| format!("{} {}", mechanism.name(), mechanism.version()))
        .collect()
}

/// Takes the values of mechanisms of one's own out of a table of parameters.
pub(super) fn take_values(table: &mut toml::Table) -> Vec<(String, f64)> {
    let mut values = Vec::new();
    let mut keep = |key: String, value: &toml::Value| {
        let number = match value {
            toml::Value::Float(number) => *number,
            toml::Value::Integer(number) => *number as f64,
            toml::Value::Boolean(flag) => f64::from(u8::from(*flag)),
            _ => unreachable!("`{key}` was installed as a number or a flag, and read as one"),
        };
        values.push((key, number));
    };
    for mechanism in installed() {
        let name = mechanism.name();
        if let Some(toml::Value::Table(switches)) = table.get_mut("mechanisms")
            && let Some(switch) = switches.remove(name)
        {
            keep(format!("mechanisms.{name}"), &switch);
        }
        if let Some(toml::Value::Table(own)) = table.remove(name) {
            for (key, value) in &own {
                keep(format!("{name}.{key}"), value);
            }
        }
    }
    values
}
