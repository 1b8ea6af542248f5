//! From the text of a plan to a checked plan.

use std::path::Path;
use std::sync::Arc;

use super::reader::Reader;
use super::{
    CONFIGURATIONS_MAX, Condition, Design, Factor, FactorValues, MEASURED_MAX, Measured, Plan, Reducer,
    points_file,
};
use crate::model::measures::{MEASURES, PROGRAMME_MEASURES};
use crate::scenario::document::{Content, Item, Row, Table};
use crate::scenario::fault::{Fault, Finding, Place, ScenarioError, Source};
use crate::scenario::files::{beside, read_text};
use crate::scenario::register::{Kind, register};
use crate::scenario::value::{check, did_you_mean};
use crate::scenario::{Base, Origin, Scenario};

const TOP: [&str; 10] = [
    "title",
    "story",
    "scenario",
    "replications",
    "seed",
    "seeds",
    "design",
    "factor",
    "measure",
    "stop",
];
const DESIGNS: [&str; 4] = ["factorial", "latin_hypercube", "sobol", "points"];
const SEED_MAX: u64 = 9_007_199_254_740_991;
/// Factors of a plan with ranges: as many as the Sobol' sequence has dimensions worth having.
const FACTORS_MAX: usize = 100;
/// Keys of the run itself, which are no settings of a society.
const NO_FACTORS: [&str; 2] = ["simulation.seed", "simulation.replications"];

pub(super) fn read(path: &Path, settings: &[(String, String)]) -> Result<Plan, ScenarioError> {
    let text = read_text(path).map_err(|(message, _)| ScenarioError {
        faults: vec![Fault::of_file(
            path,
            message,
            Some("name a plan, such as scenarios/plans/invitation_by_ease.toml".to_owned()),
        )],
    })?;
    let mut reader = Reader::default();
    let text: Arc<str> = Arc::from(text);
    let source = reader.sources.add(Source {
        path: path.to_owned(),
        text: Arc::clone(&text),
        origin: Origin::File,
    });
    let root = Table::parse(source, &text).map_err(|findings| reader.sources.faults(findings))?;
    reader.know(&root, "", &TOP);
    let (base, scenario) = base(&mut reader, path, &root, settings)?;
    let plan = plan(&mut reader, path, &root, base, scenario, settings);
    match plan {
        Some(plan) if reader.findings.is_empty() => Ok(plan),
        _ => Err(reader.sources.faults(reader.findings)),
    }
}

/// Where to point when something is missing altogether: the start of the plan.
const fn start() -> Place {
    Place {
        source: 0,
        start: 0,
        end: 0,
    }
}

/// The base scenario. Without it nothing else can be checked.
fn base(
    reader: &mut Reader,
    path: &Path,
    root: &Table,
    settings: &[(String, String)],
) -> Result<(Base, Scenario), ScenarioError> {
    let Some(written) = reader.text(root, "", "scenario") else {
        if root.row("scenario").is_none() {
            let hint = "name the file of the base scenario, as seen from the folder of the plan";
            reader.missing(start(), "scenario", hint);
        }
        return Err(reader.sources.faults(std::mem::take(&mut reader.findings)));
    };
    let file = beside(path, &written);
    if let Err((message, hint)) = read_text(&file) {
        let message = format!("`scenario` names {}, but {message}", file.display());
        let place = root.row("scenario").map_or_else(start, |row| row.item.place);
        reader.fault(Finding::new(place, "scenario", message).hint(hint));
        return Err(reader.sources.faults(std::mem::take(&mut reader.findings)));
    }
    let open = || {
        let base = Base::open(&file)?;
        let scenario = base.with(settings)?;
        Ok((base, scenario))
    };
    open().map_err(|error: ScenarioError| {
        let mut faults = reader.sources.faults(std::mem::take(&mut reader.findings)).faults;
        faults.extend(error.faults);
        ScenarioError { faults }
    })
}

fn plan(
    reader: &mut Reader,
    path: &Path,
    root: &Table,
    base: Base,
    scenario: Scenario,
    settings: &[(String, String)],
) -> Option<Plan> {
    let replications = reader
        .count(root, "", "replications", (1, 1_000_000))
        .map_or(scenario.replications, |count| count as u32);
    let seed = reader
        .count(root, "", "seed", (0, SEED_MAX))
        .unwrap_or(scenario.seed);
    let seeds = reader.choice(root, "", "seeds", &["shared", "independent"]);
    let measures = measures(reader, root, &scenario);
    let stops = stops(reader, root, &scenario);
    let name = path
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let title = reader.text(root, "", "title").unwrap_or_else(|| name.clone());
    let story = reader.text(root, "", "story").unwrap_or_default();
    let (factors, design) = points(reader, path, root, &base)?;
    for factor in &factors {
        if settings.iter().any(|(key, _)| *key == factor.key) {
            let message = format!(
                "`{}` is a factor of the plan and set on the command line too",
                factor.key
            );
            reader.fault(
                Finding::new(start(), &factor.key, message).hint(Some("leave out the --set".to_owned())),
            );
        }
    }
    Some(Plan {
        name,
        title,
        story,
        path: path.to_owned(),
        base,
        settings: settings.to_vec(),
        scenario,
        factors,
        design,
        replications,
        seed,
        independent: seeds == Some(1),
        measures,
        stops,
    })
}

/// Factors and design, checked against each other.
fn points(reader: &mut Reader, path: &Path, root: &Table, base: &Base) -> Option<(Vec<Factor>, Design)> {
    let empty = Table::default();
    let design_row = root.row("design");
    let place = design_row.map_or_else(start, |row| row.place);
    let design = match design_row.map(|row| &row.item.content) {
        Some(Content::Table(table)) => table,
        Some(Content::Leaf(_) | Content::List(_)) => {
            reader.expect(design_row?, "", "a table under the heading [design]");
            return None;
        }
        None => &empty,
    };
    let kind = match design.row("kind") {
        Some(_) => reader.choice(design, "design.", "kind", &DESIGNS)?,
        None => 0,
    };
    let known: &[&str] = match kind {
        0 => &["kind"],
        1 => &["kind", "points", "seed"],
        2 => &["kind", "points"],
        _ => &["kind", "file"],
    };
    reader.know(design, "design.", known);
    if kind == 3 {
        if let Some(row) = root.row("factor") {
            let message = "the factors of own points are the columns of their file";
            reader.fault(
                Finding::new(row.place, "factor", message).hint(Some("leave out [[factor]]".to_owned())),
            );
        }
        let Some(file) = reader.text(design, "design.", "file") else {
            if design.row("file").is_none() {
                reader.missing(place, "design.file", "name a CSV file with one column per factor");
            }
            return None;
        };
        let named_at = design.row("file").map_or(place, |row| row.item.place);
        let (factors, points) = points_file::read(reader, &beside(path, &file), named_at, base)?;
        return Some((factors, Design::Points(points)));
    }
    let factors = factors(reader, root, base, kind == 0);
    let count = |reader: &mut Reader| {
        if design.row("points").is_none() {
            reader.missing(
                place,
                "design.points",
                "say how many points there are, such as points = 64",
            );
        }
        let count = reader.count(design, "design.", "points", (2, CONFIGURATIONS_MAX as u64))?;
        Some(count as usize)
    };
    let design = match kind {
        0 => {
            check_combinations(reader, place, &factors);
            Design::Factorial
        }
        1 => Design::LatinHypercube {
            seed: reader
                .count(design, "design.", "seed", (0, SEED_MAX))
                .unwrap_or(1),
            points: count(reader)?,
        },
        _ => Design::Sobol {
            points: count(reader)?,
        },
    };
    Some((factors, design))
}

fn check_combinations(reader: &mut Reader, place: Place, factors: &[Factor]) {
    let combinations: f64 = factors
        .iter()
        .map(|factor| match &factor.values {
            FactorValues::Levels(levels) => levels.len() as f64,
            FactorValues::Range { .. } | FactorValues::Listed => 1.0,
        })
        .product();
    if combinations > CONFIGURATIONS_MAX as f64 {
        let message = format!("{combinations} combinations are more than {CONFIGURATIONS_MAX}");
        let hint = "take fewer levels, or kind = \"latin_hypercube\"".to_owned();
        reader.fault(Finding::new(place, "design", message).hint(Some(hint)));
    }
}

fn factors(reader: &mut Reader, root: &Table, base: &Base, factorial: bool) -> Vec<Factor> {
    let mut factors: Vec<Factor> = Vec::new();
    let tables = reader.tables(root, "factor");
    if tables.is_empty()
        && root
            .row("factor")
            .is_none_or(|row| matches!(row.item.content, Content::List(_)))
    {
        reader.missing(
            start(),
            "factor",
            "say what varies under [[factor]]: a key with levels or a range",
        );
    }
    if tables.len() > FACTORS_MAX {
        let message = format!("{} factors are more than {FACTORS_MAX}", tables.len());
        reader.fault(Finding::new(tables[FACTORS_MAX].0, "factor", message));
    }
    for (place, table) in tables {
        reader.know(table, "factor.", &["key", "levels", "range", "steps"]);
        let Some(key) = reader.text(table, "factor.", "key") else {
            if table.row("key").is_none() {
                reader.missing(
                    place,
                    "factor.key",
                    "name a key of the scenario, such as population.citizens",
                );
            }
            continue;
        };
        let key_place = table.row("key").map_or(place, |row| row.item.place);
        if factors.iter().any(|factor| factor.key == key) {
            reader.fault(Finding::new(
                key_place,
                &key,
                format!("`{key}` is a factor already"),
            ));
            continue;
        }
        let Some(factor) = factor(reader, base, &key, key_place) else {
            continue;
        };
        if let Some(values) = values(reader, table, place, &key, factorial) {
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
    let entry = register().get(key)?;
    if entry.kind == Kind::Text || NO_FACTORS.contains(&key) {
        let message = format!("`{key}` cannot be a factor");
        let hint = match key {
            "simulation.seed" => "say seeds = \"independent\" to give each configuration a seed of its own",
            "simulation.replications" => "say replications = … at the top of the plan",
            _ => "it changes words, not numbers",
        };
        reader.fault(Finding::new(place, key, message).hint(Some(hint.to_owned())));
        return None;
    }
    Some(Factor {
        key: key.to_owned(),
        meaning: entry.meaning.clone(),
        unit: entry.unit.clone().unwrap_or_default(),
        values: FactorValues::Listed,
    })
}

fn values(
    reader: &mut Reader,
    table: &Table,
    place: Place,
    key: &str,
    factorial: bool,
) -> Option<FactorValues> {
    match (table.row("levels"), table.row("range")) {
        (Some(levels), None) => {
            if let Some(steps) = table.row("steps") {
                let message = "`factor.steps` goes with a range, not with levels";
                reader.fault(Finding::new(steps.place, "factor.steps", message));
            }
            levels_of(reader, levels, key)
        }
        (None, Some(range)) => range_of(reader, table, range, key, factorial),
        (Some(_), Some(range)) => {
            let message = format!("`{key}` has both levels and a range");
            reader.fault(Finding::new(range.place, key, message).label("leave one of them out"));
            None
        }
        (None, None) => {
            reader.fault(
                Finding::new(place, key, format!("`{key}` has no values"))
                    .hint(Some("say levels = […] or range = [low, high]".to_owned())),
            );
            None
        }
    }
}

fn levels_of(reader: &mut Reader, row: &Row, key: &str) -> Option<FactorValues> {
    let entry = register().get(key)?;
    let Content::List(items) = &row.item.content else {
        reader.expect(row, "factor.", "a list of values");
        return None;
    };
    if items.is_empty() {
        let finding = Finding::new(row.item.place, key, format!("`{key}` has no levels"));
        reader.fault(finding.label("at least one value"));
        return None;
    }
    let mut levels = Vec::new();
    for item in items {
        match check(entry, key, item) {
            Ok(level) if levels.contains(&level) => {
                let finding = Finding::new(item.place, key, format!("`{key}` has the level {level} twice"));
                reader.fault(finding.label("leave this one out"));
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
        let message = format!("`{key}` is no number, so it has no range");
        let hint = format!("list its levels; allowed: {}", entry.allowed());
        reader.fault(Finding::new(row.item.place, key, message).hint(Some(hint)));
        return None;
    }
    let (low, high) = reader.pair(table, "factor.", "range")?;
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
            let message = "`factor.steps` goes with the factorial design only";
            reader.fault(Finding::new(steps.place, "factor.steps", message));
        }
        return Some(FactorValues::Range { low, high, whole });
    }
    let Some(steps) = reader.count(table, "factor.", "steps", (2, 10_000)) else {
        if table.row("steps").is_none() {
            let hint = "say how many levels the range is divided into, such as steps = 5";
            reader.missing(row.place, "factor.steps", hint);
        }
        return None;
    };
    let levels = grid(low, high, steps as usize, whole);
    if levels.len() < steps as usize {
        let message = format!("{low} to {high} has no {steps} whole numbers evenly apart");
        reader.fault(Finding::new(row.item.place, key, message).hint(Some("list them as levels".to_owned())));
        return None;
    }
    Some(FactorValues::Levels(levels))
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

/// Position of a measure in a row of the model.
fn position(scenario: &Scenario, key: &str) -> Option<usize> {
    let society = MEASURES.iter().position(|measure| measure.key == key);
    society.or_else(|| {
        let (programme, name) = key.split_once('.')?;
        let programme = scenario.programme_keys.iter().position(|own| own == programme)?;
        let measure = PROGRAMME_MEASURES
            .iter()
            .position(|measure| measure.key == name)?;
        Some(MEASURES.len() + programme * PROGRAMME_MEASURES.len() + measure)
    })
}

/// The measure a table names, with its position.
fn measure(
    reader: &mut Reader,
    table: &Table,
    place: Place,
    prefix: &str,
    scenario: &Scenario,
) -> Option<(String, usize)> {
    let Some(key) = reader.text(table, prefix, "key") else {
        if table.row("key").is_none() {
            reader.missing(place, &format!("{prefix}key"), "name a measure, such as outcome");
        }
        return None;
    };
    let found = position(scenario, &key);
    if found.is_none() {
        let place = table.row("key").map_or(place, |row| row.item.place);
        let programmes = scenario.programme_keys.iter().flat_map(|programme| {
            PROGRAMME_MEASURES
                .iter()
                .map(move |measure| format!("{programme}.{}", measure.key))
        });
        let names: Vec<String> = MEASURES
            .iter()
            .map(|measure| measure.key.to_owned())
            .chain(programmes)
            .collect();
        let hint = did_you_mean(&key, names.iter().map(String::as_str))
            .or_else(|| Some("`codebook.csv` of any run lists the measures".to_owned()));
        reader.fault(
            Finding::new(
                place,
                &format!("{prefix}key"),
                format!("there is no measure `{key}`"),
            )
            .label("unknown measure")
            .hint(hint),
        );
    }
    Some((key, found?))
}

/// `above` or `below` of a table.
fn condition(
    reader: &mut Reader,
    table: &Table,
    place: Place,
    prefix: &str,
    (measure, position): (String, usize),
) -> Option<Condition> {
    let (above, name) = match (table.row("above"), table.row("below")) {
        (Some(_), None) => (true, "above"),
        (None, Some(_)) => (false, "below"),
        _ => {
            let message = "a condition needs either `above` or `below`";
            reader.fault(
                Finding::new(place, &format!("{prefix}above"), message)
                    .hint(Some("such as above = 0.5".to_owned())),
            );
            return None;
        }
    };
    let bound = reader.number(table, prefix, name)?;
    Some(Condition {
        measure,
        position,
        above,
        bound,
    })
}

fn measures(reader: &mut Reader, root: &Table, scenario: &Scenario) -> Vec<Measured> {
    let tables = reader.tables(root, "measure");
    if tables.is_empty()
        && root
            .row("measure")
            .is_none_or(|row| matches!(row.item.content, Content::List(_)))
    {
        reader.missing(
            start(),
            "measure",
            "say what is kept of a run under [[measure]], such as key = \"outcome\"",
        );
    }
    if let Some((place, _)) = tables.get(MEASURED_MAX) {
        let message = format!("{} measures are more than {MEASURED_MAX}", tables.len());
        reader.fault(Finding::new(*place, "measure", message));
    }
    let mut measures: Vec<Measured> = Vec::new();
    for (place, table) in tables {
        let Some(measured) = measured(reader, table, place, scenario) else {
            continue;
        };
        if measures.iter().any(|other| other.name == measured.name) {
            let message = format!("`{}` is measured twice", measured.name);
            reader.fault(Finding::new(place, "measure", message).label("leave this one out"));
        } else {
            measures.push(measured);
        }
    }
    measures
}

fn measured(reader: &mut Reader, table: &Table, place: Place, scenario: &Scenario) -> Option<Measured> {
    let reduce = match table.row("reduce") {
        Some(_) => reader.choice(table, "measure.", "reduce", &["final", "mean", "first"])?,
        None => 0,
    };
    let known: &[&str] = match reduce {
        0 => &["key", "reduce"],
        1 => &["key", "reduce", "years"],
        _ => &["key", "reduce", "above", "below"],
    };
    reader.know(table, "measure.", known);
    let (measure, position) = measure(reader, table, place, "measure.", scenario)?;
    let (name, reducer) = match reduce {
        0 => (format!("{measure}.final"), Reducer::Final),
        1 => {
            let (from_year, to_year) = window(reader, table, place, scenario)?;
            (
                format!("{measure}.mean_{from_year}_{to_year}"),
                Reducer::Mean { from_year, to_year },
            )
        }
        _ => {
            let condition = condition(reader, table, place, "measure.", (measure.clone(), position))?;
            let side = if condition.above { "above" } else { "below" };
            (
                format!("{measure}.first_{side}_{}", condition.bound),
                Reducer::First(condition),
            )
        }
    };
    Some(Measured {
        name,
        measure,
        position,
        reducer,
    })
}

fn window(reader: &mut Reader, table: &Table, place: Place, scenario: &Scenario) -> Option<(f64, f64)> {
    if table.row("years").is_none() {
        reader.missing(
            place,
            "measure.years",
            "say from which year to which, such as years = [4.0, 8.0]",
        );
        return None;
    }
    let (from_year, to_year) = reader.pair(table, "measure.", "years")?;
    let horizon = f64::from(scenario.setup.steps) * scenario.setup.step_years;
    if from_year < 0.0 || to_year > horizon + 1e-9 {
        let place = table.row("years").map_or(place, |row: &Row| -> Place {
            let item: &Item = &row.item;
            item.place
        });
        let message = format!("the window {from_year} to {to_year} does not lie within the run");
        reader.fault(
            Finding::new(place, "measure.years", message)
                .label(format!("the run lasts from 0 to {horizon} years")),
        );
        return None;
    }
    Some((from_year, to_year))
}

fn stops(reader: &mut Reader, root: &Table, scenario: &Scenario) -> Vec<Condition> {
    let mut stops = Vec::new();
    for (place, table) in reader.tables(root, "stop") {
        reader.know(table, "stop.", &["key", "above", "below"]);
        if let Some(measure) = measure(reader, table, place, "stop.", scenario) {
            stops.extend(condition(reader, table, place, "stop.", measure));
        }
    }
    stops
}
