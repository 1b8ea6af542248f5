//! From the text of a plan to a checked plan.

use std::path::Path;
use std::sync::Arc;

use super::factors::factors;
use super::measures::{measures, stops};
use super::reader::Reader;
use super::shape::{SEEDS, SHAPE};
use super::{CONFIGURATIONS_MAX, Design, Factor, FactorValues, Plan, points_file};
use crate::scenario::document::Table;
use crate::scenario::fault::{Fault, Finding, Place, ScenarioError, Text};
use crate::scenario::file_kind::{FileKind, nothing, scenario_in_place_of};
use crate::scenario::files::read_text;
use crate::scenario::source::Source;
use crate::scenario::{Base, Origin, Scenario};
use crate::words::{say, words};

pub(super) fn read(
    files: &Arc<dyn Source>,
    path: &Path,
    settings: &[(String, String)],
) -> Result<Plan, ScenarioError> {
    let (mut reader, mut root) = open(files, path, FileKind::Plan)?;
    reader.check(&SHAPE, &mut root);
    let (base, scenario) = base(&mut reader, path, &root, settings)?;
    let plan = plan(&mut reader, path, &root, base, scenario, settings);
    match plan {
        Some(plan) if reader.findings.is_empty() => Ok(plan),
        _ => Err(reader.texts.faults(reader.findings)),
    }
}

/// Reads the text of a plan of the wanted kind.
pub(in crate::scenario) fn open(
    files: &Arc<dyn Source>,
    path: &Path,
    wanted: FileKind,
) -> Result<(Reader, Table), ScenarioError> {
    let text = read_text(&**files, path).map_err(|(message, _)| ScenarioError {
        faults: vec![Fault::of_file(
            path,
            message,
            Some(say!("name a plan, such as {}", wanted.example())),
        )],
    })?;
    let mut reader = Reader::new(files, wanted);
    let text: Arc<str> = Arc::from(text);
    let source = reader.texts.add(Text {
        path: path.to_owned(),
        content: Arc::clone(&text),
        origin: Origin::File,
    });
    let root = Table::parse(source, &text).map_err(|findings| reader.texts.faults(findings))?;
    if let Some(finding) = nothing(&root, source, path, Some(wanted)) {
        return Err(reader.texts.faults(vec![finding]));
    }
    if let Some(finding) =
        scenario_in_place_of(&words!("a plan"), &root).filter(|_| root.row("scenario").is_none())
    {
        return Err(reader.texts.faults(vec![finding]));
    }
    if let Some(kind) = wanted.mistaken_for_it(&root) {
        let finding = kind.in_place_of(wanted.words().0, &root);
        return Err(reader.texts.faults(vec![finding]));
    }
    Ok((reader, root))
}

/// The base scenario. Without it nothing else can be checked.
pub(super) fn base(
    reader: &mut Reader,
    path: &Path,
    root: &Table,
    settings: &[(String, String)],
) -> Result<(Base, Scenario), ScenarioError> {
    let Some(written) = root.text("scenario") else {
        return Err(reader.texts.faults(std::mem::take(&mut reader.findings)));
    };
    let file = reader.files.beside(path, &written);
    let text = match read_text(&*reader.files, &file) {
        Ok(text) => text,
        Err((message, hint)) => {
            let message = say!("`scenario` names {}, but {message}", file.display());
            let place = root.place_of("scenario", Place::START);
            reader.fault(
                Finding::new(place, "scenario", message)
                    .code("unreadable-file")
                    .hint(hint),
            );
            return Err(reader.texts.faults(std::mem::take(&mut reader.findings)));
        }
    };
    let open = || {
        let base = Base::from_text(&reader.files, &file, &text)?;
        let scenario = base.with(settings)?;
        Ok((base, scenario))
    };
    let opened = open();
    if let Ok((_, scenario)) = &opened {
        reader.texts.programme = scenario.programme_keys.first().cloned();
    }
    opened.map_err(|error: ScenarioError| {
        let mut faults = reader.texts.faults(std::mem::take(&mut reader.findings)).faults;
        faults.extend(error.faults);
        ScenarioError { faults }
    })
}

fn plan(
    reader: &mut Reader,
    path: &Path,
    root: &Table,
    base: Base,
    mut scenario: Scenario,
    settings: &[(String, String)],
) -> Option<Plan> {
    let count = |key: &str| root.count(key);
    let replications = count("replications").map_or(scenario.replications, |count| count as u32);
    let seed = count("seed").unwrap_or(scenario.seed);
    let measures = measures(reader, root, &scenario);
    let stops = stops(reader, root, &scenario);
    let name = name(path);
    let title = root.said("title").unwrap_or_else(|| name.clone());
    let story = root.said("story").unwrap_or_default();
    let (factors, design) = points(reader, path, root, &base)?;
    refuse_factors(reader, &factors, settings);
    refuse_idle(reader, &factors, &scenario);
    scenario.data_notes.extend(reader.notes.iter().cloned());
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
        independent: root.text("seeds").as_deref() == Some(SEEDS[1]),
        measures,
        stops,
        variant: None,
        notes: std::mem::take(&mut reader.notes),
    })
}

/// Short name of a plan: its file's name without the ending.
pub(in crate::scenario) fn name(path: &Path) -> String {
    path.file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

/// Finds fault with settings of the command line that are factors of the plan.
pub(in crate::scenario) fn refuse_factors(
    reader: &mut Reader,
    factors: &[Factor],
    settings: &[(String, String)],
) {
    let is_factor = |key: &str| factors.iter().any(|factor| factor.key == key);
    refuse_set(reader, settings, is_factor, |key| {
        say!("`{key}` is a factor of the plan")
    });
}

/// Finds fault with settings of the command line whose keys the plan has taken; `said` says how.
pub(super) fn refuse_set(
    reader: &mut Reader,
    settings: &[(String, String)],
    is_taken: impl Fn(&str) -> bool,
    said: impl Fn(&str) -> String,
) {
    for (key, value) in settings.iter().filter(|(key, _)| is_taken(key)) {
        let place = reader.texts.add_setting("--set", key, value);
        reader.fault(Finding::new(place, key, said(key)).label(words!("leave this out").text()));
    }
}

/// Finds fault with factors that can have no effect, since what they need is off and no level of a factor turns it on.
pub(super) fn refuse_idle(reader: &mut Reader, factors: &[Factor], scenario: &Scenario) {
    let all: Vec<&Factor> = factors.iter().collect();
    for factor in factors {
        let Some((message, hint)) = scenario.without_effect_beside(&factor.key, &all) else {
            continue;
        };
        let place = reader.mention(&factor.key).unwrap_or(Place::START);
        reader.fault(
            Finding::new(place, &factor.key, message)
                .code("no-effect")
                .hint(Some(hint)),
        );
    }
}

/// Factors and design, checked against each other.
pub(in crate::scenario) fn points(
    reader: &mut Reader,
    path: &Path,
    root: &Table,
    base: &Base,
) -> Option<(Vec<Factor>, Design)> {
    let empty = Table::default();
    let place = root.row("design").map_or(Place::START, |row| row.place);
    let design = root.table("design").unwrap_or(&empty);
    let kind = design.text("kind").unwrap_or_default();
    if kind == "points" {
        if let Some(row) = root.row("factor") {
            let message = say!("the factors of own points are the columns of their file");
            reader.fault(Finding::new(row.place, "factor", message).hint(say!("leave out [[factor]]")));
        }
        let file = reader.files.beside(path, &design.text("file")?);
        let (factors, points) = points_file::read(reader, &file, design.place_of("file", place), base)?;
        return Some((factors, Design::Points(points)));
    }
    let is_factorial = !["latin_hypercube", "sobol"].contains(&kind.as_str());
    let factors = factors(reader, root, base, is_factorial);
    if factors.is_empty() && reader.findings.is_empty() {
        let hint = words!("say what varies under [[factor]]: a key with levels or a range");
        reader.missing(Place::START, "factor", &hint);
    }
    if is_factorial {
        check_combinations(reader, place, &factors);
        return Some((factors, Design::Factorial));
    }
    let points = design.count("points")? as usize;
    let design = match kind.as_str() {
        "sobol" => Design::Sobol { points },
        _ => Design::LatinHypercube {
            seed: design.count("seed").unwrap_or(1),
            points,
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
        let message = say!("{combinations} combinations are more than {CONFIGURATIONS_MAX}");
        let hint = say!("take fewer levels, or kind = \"latin_hypercube\"");
        reader.fault(
            Finding::new(place, "design", message)
                .code("out-of-range")
                .hint(Some(hint)),
        );
    }
}
