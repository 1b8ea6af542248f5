//! Mechanisms of one's own: installed once, before the first scenario is read.

use std::collections::BTreeSet;

use crate::model::mechanisms::own::{self, OwnMechanism, installed};

/// Why mechanisms could not be installed.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// The register has been read already.
    #[error("mechanisms are installed before the first scenario is read, and once")]
    TooLate,
    /// A name that a key of the register could not begin with.
    #[error("`{0}` is no name: it takes small letters, digits and underscores, and begins with a letter")]
    Name(String),
    /// A name that is taken.
    #[error("`{0}` is the name of a table of the register, or of two mechanisms")]
    Taken(String),
    /// Parameters that cannot be read.
    #[error("the parameters of `{name}` cannot be read: {why}")]
    Parameters {
        /// The mechanism.
        name: String,
        /// What is wrong with them.
        why: String,
    },
    /// A measure that could be confused with others.
    #[error("the measure `{measure}` does not begin with the name of its mechanism, `{name}_`")]
    Measure {
        /// The mechanism.
        name: String,
        /// The measure.
        measure: String,
    },
}

/// Installs mechanisms of one's own, for the whole program: their parameters become keys of scenario files, their switches
/// `mechanisms.NAME`, their measures columns of every table.
///
/// # Errors
/// When a scenario was read before, or when names, parameters or measures are not as they should be.
pub fn install(mechanisms: Vec<Box<dyn OwnMechanism>>) -> Result<(), InstallError> {
    let mut names = BTreeSet::new();
    for mechanism in &mechanisms {
        let name = mechanism.name();
        let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.chars().all(fits) {
            return Err(InstallError::Name(name.to_owned()));
        }
        if !names.insert(name) || shipped_tables().any(|table| table == name) {
            return Err(InstallError::Taken(name.to_owned()));
        }
        super::register::check_entries(&own::register_text(mechanism.as_ref())).map_err(|why| {
            InstallError::Parameters {
                name: name.to_owned(),
                why,
            }
        })?;
        let stray = mechanism
            .measures()
            .into_iter()
            .find(|measure| !measure.key.starts_with(&format!("{name}_")));
        if let Some(measure) = stray {
            return Err(InstallError::Measure {
                name: name.to_owned(),
                measure: measure.key.to_owned(),
            });
        }
    }
    own::install(mechanisms).map_err(|_| InstallError::TooLate)
}

/// The tables of the shipped register.
fn shipped_tables() -> impl Iterator<Item = String> {
    let texts = crate::model::register().flat_map(str::lines);
    let headings = texts.filter_map(|line| line.strip_prefix('[')?.split([']', '.']).next());
    headings.chain(["simulation", "programme"]).map(str::to_owned)
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
            _ => f64::NAN,
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
