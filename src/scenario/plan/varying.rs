//! A plan without a file: a scenario whose parameters vary over their plausible ranges.

use std::path::Path;
use std::sync::Arc;

use super::measures::known;
use super::reader::Reader;
use super::reading::{name, refuse_factors};
use super::{Design, Factor, FactorValues, MEASURED_MAX, Measured, Plan, PlanVariant, Reducer};
use crate::scenario::fault::{Finding, Place, ScenarioError};
use crate::scenario::file_kind::FileKind;
use crate::scenario::register::{Entry, Kind, register};
use crate::scenario::source::Source;
use crate::scenario::{Base, Origin, Scenario};
use crate::words::{say, words};

/// Factors that vary together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorGroup {
    /// Its name: that of its only key, or as the command line names it.
    pub name: String,
    /// Positions of its factors, at least one.
    pub factors: Vec<usize>,
}

impl Plan {
    /// The plan of a sensitivity analysis: a scenario, over which `settings` (`--set`) are laid, whose parameters vary over
    /// the plausible ranges of the register. Points are open yet: the design is [`Design::Factorial`].
    ///
    /// Each of `parameters` is a group of factors: a key, a table of the register such as `barriers` for the keys in it that
    /// have a range (not those of tables under it) and that neither `settings` nor a `variant` sets, or several of either with
    /// commas between them; `NAME=` in front names it. Without any, every parameter of
    /// [`Register::plausible`](crate::scenario::Register::plausible) that neither the scenario nor a `variant` of it writes
    /// varies, each for itself. Of each measure the value at the end of the run is kept.
    ///
    /// # Errors
    /// Every fault of the scenario, the parameters and the measures.
    pub fn varying(
        files: &Arc<dyn Source>,
        path: &Path,
        settings: &[(String, String)],
        parameters: &[String],
        measures: &[String],
        variant: Option<&PlanVariant>,
    ) -> Result<(Self, Vec<FactorGroup>), ScenarioError> {
        let base = Base::open_from(files, path)?;
        let scenario = base.with(settings)?;
        let mut reader = Reader::new(files, FileKind::Plan);
        let mut factors = Vec::new();
        let of_variant = variant.iter().flat_map(|variant| &variant.settings);
        let set: Vec<&str> = settings
            .iter()
            .chain(of_variant)
            .map(|(key, _)| key.as_str())
            .collect();
        let groups = if parameters.is_empty() {
            uncertain(&scenario, &set, &mut factors)
        } else {
            let named = parameters.iter();
            named
                .filter_map(|text| group(&mut reader, &base, text, &set, &mut factors))
                .collect()
        };
        refuse_idle_groups(&mut reader, &scenario, &groups, &factors, parameters);
        refuse_factors(&mut reader, &factors, settings);
        let measures = measured(&mut reader, &scenario, measures);
        if !reader.findings.is_empty() {
            return Err(reader.texts.faults(reader.findings));
        }
        let plan = Self {
            name: name(path),
            title: scenario.title.clone(),
            story: scenario.story.clone(),
            path: path.to_owned(),
            base,
            settings: settings.to_vec(),
            factors,
            design: Design::Factorial,
            replications: scenario.replications,
            seed: scenario.seed,
            independent: false,
            measures,
            stops: Vec::new(),
            variant: None,
            notes: Vec::new(),
            scenario,
        };
        Ok((plan, groups))
    }
}

/// Finds fault with a group of `--parameter` of which nothing can come, since what all of it needs is off and does not vary.
fn refuse_idle_groups(
    reader: &mut Reader,
    scenario: &Scenario,
    groups: &[FactorGroup],
    factors: &[Factor],
    parameters: &[String],
) {
    let all: Vec<&Factor> = factors.iter().collect();
    let is_idle = |key: &str| scenario.without_effect_beside(key, &all);
    // Where a group could not be read there is a fault already, and no telling which words the others stand for.
    if groups.len() != parameters.len() {
        return;
    }
    for (group, text) in groups.iter().zip(parameters) {
        let keys = group.factors.iter().map(|factor| factors[*factor].key.as_str());
        let Some(reasons) = keys.map(is_idle).collect::<Option<Vec<_>>>() else {
            continue;
        };
        let Some((message, hint)) = reasons.into_iter().next() else {
            continue;
        };
        let place = reader.texts.add_argument("--parameter", text);
        reader.fault(
            Finding::new(place, &group.name, message)
                .code("no-effect")
                .hint(Some(hint)),
        );
    }
}

/// Every parameter that may be otherwise and is not `set`, each for itself.
fn uncertain(scenario: &Scenario, set: &[&str], factors: &mut Vec<Factor>) -> Vec<FactorGroup> {
    let written = |key: &str| {
        let setting = scenario.settings.get(key);
        setting.is_some_and(|setting| setting.origin != Origin::Register)
    };
    register()
        .plausible()
        .filter(|(entry, _)| !written(&entry.key) && !set.contains(&entry.key.as_str()))
        .map(|(entry, range)| {
            factors.push(factor(&entry.key, entry, range));
            FactorGroup {
                name: entry.key.clone(),
                factors: vec![factors.len() - 1],
            }
        })
        .collect()
}

fn factor(key: &str, entry: &Entry, (low, high): (f64, f64)) -> Factor {
    Factor {
        key: key.to_owned(),
        meaning: entry.meaning.english.to_owned(),
        unit: entry.unit.clone().unwrap_or_default(),
        values: FactorValues::Range {
            low,
            high,
            whole: entry.kind == Kind::Integer,
        },
    }
}

/// One `--parameter`, beside keys that are `set`.
fn group(
    reader: &mut Reader,
    base: &Base,
    text: &str,
    set: &[&str],
    factors: &mut Vec<Factor>,
) -> Option<FactorGroup> {
    let source = reader.texts.add_argument("--parameter", text).source;
    let (name, keys) = match text.split_once('=') {
        Some((name, keys)) => (name.trim(), keys),
        None => (text.trim(), text),
    };
    let mut group = FactorGroup {
        name: name.to_owned(),
        factors: Vec::new(),
    };
    for word in keys.split(',').map(str::trim) {
        let start = text.find(word).unwrap_or(0);
        let place = Place {
            source,
            start,
            end: start + word.len(),
        };
        for (key, entry, range) in ranges(reader, base, (word, place), set) {
            if factors.iter().any(|factor| factor.key == key) {
                let message = say!("`{key}` varies already");
                reader.fault(
                    Finding::new(place, &key, message)
                        .code("duplicate")
                        .label(words!("leave it out").text()),
                );
                continue;
            }
            factors.push(factor(&key, entry, range));
            group.factors.push(factors.len() - 1);
        }
    }
    (!group.factors.is_empty()).then_some(group)
}

/// The keys that a word stands for, with their ranges: a table stands for those of its keys that are not `set`.
fn ranges(
    reader: &mut Reader,
    base: &Base,
    (word, place): (&str, Place),
    set: &[&str],
) -> Vec<(String, &'static Entry, (f64, f64))> {
    if register().get(word).is_none() && register().is_table(word) && !word.starts_with("programme") {
        let direct = |key: &str| !key[word.len() + 1..].contains('.');
        let under = register().under(word).into_iter();
        let mut found: Vec<_> = under
            .filter(|entry| direct(&entry.key))
            .filter_map(|entry| Some((entry.key.clone(), entry, entry.plausible()?)))
            .collect();
        if found.is_empty() {
            let message = say!("no key of `{word}` has a plausible range");
            reader.fault(Finding::new(place, word, message));
            return found;
        }
        found.retain(|(key, ..)| !set.contains(&key.as_str()));
        if found.is_empty() {
            let message =
                say!("all keys of `{word}` with a plausible range are set, so none is left to vary");
            reader.fault(Finding::new(place, word, message));
        }
        return found;
    }
    if let Some(finding) = base.document().unknown_key(word, place) {
        reader.fault(finding);
        return Vec::new();
    }
    let Some(entry) = register().get(word) else {
        let message = say!("`{word}` names a file, so it has no range");
        reader.fault(Finding::new(place, word, message));
        return Vec::new();
    };
    if let Some(range) = entry.plausible() {
        return vec![(word.to_owned(), entry, range)];
    }
    let (message, hint) = match entry.kind {
        Kind::Number | Kind::Integer => (
            say!("`{word}` has no plausible range in the register"),
            Some(say!("a plan for `samspil sweep` may give it one of your own")),
        ),
        Kind::Text => (say!("`{word}` changes words, not numbers"), None),
        Kind::Flag
        | Kind::Choice
        | Kind::ListOfChoices
        | Kind::ListOfIntegers
        | Kind::ListOfNeighbourhoods => (
            say!("`{word}` is no number, so it has no range"),
            Some(say!("a plan for `samspil sweep` may list its levels")),
        ),
    };
    reader.fault(Finding::new(place, word, message).hint(hint));
    Vec::new()
}

fn measured(reader: &mut Reader, scenario: &Scenario, names: &[String]) -> Vec<Measured> {
    let mut measures: Vec<Measured> = Vec::new();
    for key in names {
        let place = reader.texts.add_argument("--measure", key);
        let Some(position) = known(reader, scenario, key, place, "--measure") else {
            continue;
        };
        if measures.iter().any(|measured| measured.measure == *key) {
            reader
                .fault(Finding::new(place, "--measure", say!("`{key}` is measured twice")).code("duplicate"));
            continue;
        }
        if measures.len() == MEASURED_MAX {
            let message = say!("{} measures are more than {MEASURED_MAX}", names.len());
            reader.fault(Finding::new(place, "--measure", message).code("out-of-range"));
            break;
        }
        measures.push(Measured {
            name: format!("{key}.final"),
            measure: key.clone(),
            position,
            reducer: Reducer::Final,
        });
    }
    measures
}
