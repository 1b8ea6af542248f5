//! Mechanisms of one's own, beside the shipped ones: what one is made of, and where it acts.
//!
//! It acts after the processes of a step ([`Process`]), on a society whose columns it may read and change; its parameters,
//! switch and measures stand beside the shipped ones. Without any, a step costs and draws nothing more. Here too is who
//! decides on joining in place of the model ([`Decisions`]).

use std::sync::{Arc, OnceLock};

use super::Society;
use crate::model::measure::Measure;

/// A mechanism of one's own: parameters, state, what it does in a step, and what is measured of it.
///
/// Its parameters are keys of the register, so that scenario files, `--set`, sweeps and sensitivity analyses take them; its
/// switch is `mechanisms.NAME`; its measures are columns of every table. See [`scenario::install`](crate::scenario::install).
///
/// # Examples
/// ```
/// use samspil::model::columns::Column;
/// use samspil::model::mechanisms::Society;
/// use samspil::model::mechanisms::own::{OwnMechanism, OwnParameters, OwnProcess, Process};
/// use samspil::scenario::{install, register};
///
/// struct Sleep;
///
/// impl OwnMechanism for Sleep {
///     fn name(&self) -> &'static str { "sleep" }
///     fn version(&self) -> &'static str { "1" }
///     fn meaning(&self) -> &'static str { "Off: nobody sleeps tiredness off" }
///     fn parameters(&self) -> &'static str {
///         "share = { default = 0.1, bounds = [0.0, 1.0], grade = \"J\", source = \"own\", meaning = \"Fatigue lost\" }"
///     }
///     fn begin(&self) -> Box<dyn OwnProcess> { Box::new(Sleep) }
/// }
///
/// impl OwnProcess for Sleep {
///     fn after(&mut self, process: Process, society: &mut Society, parameters: &OwnParameters<'_>) {
///         if process == Process::Citizens {
///             let kept = 1.0 - parameters.get("share") as f32;
///             society.change_column(Column::Fatigue, |_citizen, fatigue| kept * fatigue);
///         }
///     }
/// }
///
/// install(vec![Box::new(Sleep)])?;
/// assert!(register().get("sleep.share").is_some() && register().get("mechanisms.sleep").is_some());
/// # Ok::<(), samspil::scenario::InstallError>(())
/// ```
pub trait OwnMechanism: Send + Sync {
    /// Name, in small letters and underscores: that of its switch and of the table of its parameters.
    fn name(&self) -> &'static str;

    /// Whatever changes when its behaviour does: results of two versions never mix.
    fn version(&self) -> &'static str;

    /// What is without it, in a line: the meaning of its switch, which begins with "Off: ".
    fn meaning(&self) -> &'static str;

    /// Its parameters: a line of TOML each, `KEY = { default = …, bounds = […], grade = "…", source = "…", meaning = "…" }`,
    /// as in the files beside the shipped mechanisms. Numbers and flags.
    fn parameters(&self) -> &'static str {
        ""
    }

    /// Its measures, whose keys begin with its name.
    fn measures(&self) -> Vec<Measure> {
        Vec::new()
    }

    /// Its state in a society that is about to begin.
    fn begin(&self) -> Box<dyn OwnProcess>;
}

/// What a mechanism of one's own does in one society; an example stands at [`OwnMechanism`].
pub trait OwnProcess: Send {
    /// Acts after a process of the step; `parameters` are those that hold now.
    fn after(&mut self, process: Process, society: &mut Society, parameters: &OwnParameters<'_>);

    /// Its measures, in the order in which they were declared.
    fn measure(&self, _society: &Society) -> Vec<f64> {
        Vec::new()
    }
}

/// The processes of a step after which mechanisms of one's own may act, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Process {
    /// Events have happened, and councils have decided.
    Events,
    /// Professionals have split their time, and initiatives have made their offers.
    Facilitation,
    /// Citizens have heard, decided, joined, left, given hours, tired and learnt.
    Citizens,
    /// Services have been produced, and costs charged.
    Production,
    /// Professionals have learnt; the step is about to end.
    Professionals,
}

/// The parameters of a mechanism of one's own.
#[derive(Clone, Copy, Debug)]
pub struct OwnParameters<'a> {
    name: &'a str,
    values: &'a [(String, f64)],
}

impl OwnParameters<'_> {
    /// The value of a parameter; a flag is 0 or 1.
    ///
    /// # Panics
    /// When the mechanism has declared no such parameter.
    #[must_use]
    pub fn get(&self, key: &str) -> f64 {
        value_of(self.values, self.name, key).unwrap_or_else(|| {
            panic!(
                "`{}.{key}` is not among the parameters of the mechanism",
                self.name
            )
        })
    }
}

/// Decides for citizens in place of the model: a player, or a data set.
///
/// # Examples
/// ```
/// use std::path::Path;
/// use std::sync::Arc;
///
/// use samspil::model::Model;
/// use samspil::model::executor::Serial;
/// use samspil::model::mechanisms::own::{Deciders, Decisions};
/// use samspil::random::Draws;
/// use samspil::scenario::Scenario;
///
/// struct Nobody;
///
/// impl Decisions for Nobody {
///     fn joins(&self, _citizen: u32, _programme: usize, _step: u32, _joins: bool) -> bool { false }
/// }
///
/// let text = "[population]\ncitizens = 200\n[programme.parks]\nestablished = false\n";
/// let mut setup = Scenario::from_text(Path::new("town.toml"), text, &[])?.setup;
/// setup.decisions = Some(Deciders(Arc::new(Nobody)));
/// let (mut society, mut row) = Model::new(&setup).begin(&Draws::new(1, 0), &Serial);
/// for _month in 0..24 {
///     society.step(&setup, &Serial, &mut row);
/// }
/// assert!(!society.participants(0).contains(&true));
/// # Ok::<(), samspil::scenario::ScenarioError>(())
/// ```
pub trait Decisions: Send + Sync {
    /// Whether a citizen who may join a programme in a step does so, when the model says `joins`. Citizens are numbered
    /// from 0, programmes too.
    fn joins(&self, citizen: u32, programme: usize, step: u32, joins: bool) -> bool;
}

/// Somebody who decides; an example stands at [`Decisions`].
#[derive(Clone)]
pub struct Deciders(pub Arc<dyn Decisions>);

impl std::fmt::Debug for Deciders {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Deciders")
    }
}

fn value_of(values: &[(String, f64)], table: &str, key: &str) -> Option<f64> {
    values
        .iter()
        .find(|(name, _)| name.split_once('.') == Some((table, key)))
        .map(|(_, value)| *value)
}

/// A mechanism of one's own in one society.
pub(in crate::model) struct OwnPart {
    name: &'static str,
    process: Box<dyn OwnProcess>,
    /// How many measures it has declared.
    measures: usize,
}

static INSTALLED: OnceLock<Vec<Box<dyn OwnMechanism>>> = OnceLock::new();

/// Installs mechanisms for the whole program; gives them back where it has begun already.
pub(crate) fn install(mechanisms: Vec<Box<dyn OwnMechanism>>) -> Result<(), Vec<Box<dyn OwnMechanism>>> {
    INSTALLED.set(mechanisms)
}

/// The mechanisms that are installed; from the first look on there can be no more.
pub(crate) fn installed() -> &'static [Box<dyn OwnMechanism>] {
    INSTALLED.get_or_init(Vec::new)
}

/// The parts of a society that is about to begin.
pub(in crate::model) fn begin() -> Vec<OwnPart> {
    let begun = installed().iter().map(|mechanism| OwnPart {
        name: mechanism.name(),
        process: mechanism.begin(),
        measures: mechanism.measures().len(),
    });
    begun.collect()
}

impl Society {
    /// Lets mechanisms of one's own act.
    pub(in crate::model) fn after(&mut self, process: Process) {
        if self.own.is_empty() {
            return;
        }
        let mut parts = std::mem::take(&mut self.own);
        let values = std::mem::take(&mut self.parameters.own);
        for part in &mut parts {
            let is_on = value_of(&values, "mechanisms", part.name).is_none_or(|flag| flag > 0.0);
            if is_on {
                let parameters = OwnParameters {
                    name: part.name,
                    values: &values,
                };
                part.process.after(process, self, &parameters);
            }
        }
        self.parameters.own = values;
        self.own = parts;
    }

    /// Adds the measures of mechanisms of one's own to a row.
    pub(in crate::model) fn measure_own(&self, row: &mut Vec<f64>) {
        for part in &self.own {
            let values = part.process.measure(self);
            assert_eq!(
                values.len(),
                part.measures,
                "`{}` measures what it has declared",
                part.name
            );
            row.extend(values);
        }
    }
}
