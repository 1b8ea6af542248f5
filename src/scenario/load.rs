//! The one way from text to a scenario the model can run.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::model::mechanisms::Parameters;
use crate::model::observed::{ObservedCitizens, ObservedTies};
use crate::model::setup::{Phase, Setup};

use super::contradictions;
use super::counts;
use super::data::{self, Respondents};
use super::data_files::{DataFile, data_finding};
use super::events::{self, Change, Clock, Events};
use super::fault::{Finding, ScenarioError, Texts};
use super::file_kind::FileKind;
use super::files::Document;
use super::known::{self, Known};
use super::lesson;
use super::measure_names::Parts;
use super::need::Course;
use super::neighbourhoods;
use super::own;
use super::reading::Reading;
use super::register::register;
use super::source::{Disk, Source};
use super::values::{Valued, Values};
use super::{DataSources, InputFile, InputText, Origin, Scenario, Setting};
use crate::words::{Words, say, words};

impl Scenario {
    /// Reads and checks a scenario file, with `--set KEY=VALUE` overrides laid over it.
    ///
    /// # Errors
    ///
    /// Every fault there is, each with its place. Contradictions between values are looked for once each value
    /// alone is right.
    pub fn load(path: &Path, overrides: &[(String, String)]) -> Result<Self, ScenarioError> {
        Self::load_from(&Disk::shared(), path, overrides)
    }

    /// Reads and checks a scenario file of a source, with its data files from there too.
    ///
    /// # Errors
    ///
    /// As [`Scenario::load`].
    pub fn load_from(
        files: &Arc<dyn Source>,
        path: &Path,
        overrides: &[(String, String)],
    ) -> Result<Self, ScenarioError> {
        resolve(path, Document::open(files, path)?, overrides)
    }

    /// Reads and checks a text as if it stood in the file `path`, which need not exist.
    ///
    /// ```
    /// use std::path::Path;
    /// use samspil::scenario::Scenario;
    ///
    /// let text = "[programme.parks]\nrole = 'co_designr'";
    /// let error = Scenario::from_text(Path::new("parks.toml"), text, &[]).unwrap_err();
    /// assert_eq!(error.faults[0].line, 2);
    /// assert_eq!(error.faults[0].hint.as_deref(), Some("did you mean `co_designer`?"));
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Scenario::load`].
    pub fn from_text(path: &Path, text: &str, overrides: &[(String, String)]) -> Result<Self, ScenarioError> {
        resolve(path, Document::parse(&Disk::shared(), path, text)?, overrides)
    }
}

/// A document with all the files it extends. Where one of them is missing, the faults are of what is there: it is read key by
/// key, and nobody can say what goes together.
pub(super) fn whole(document: Document) -> Result<Document, ScenarioError> {
    if document.findings.is_empty() {
        return Ok(document);
    }
    let mut findings = Reading::of(&document).findings;
    findings.extend(lesson_of_itself(&document));
    Err(document.texts.faults(findings))
}

/// Reads what a document says and makes it a scenario, `--set` overrides laid over it.
pub(super) fn resolve(
    path: &Path,
    document: Document,
    overrides: &[(String, String)],
) -> Result<Scenario, ScenarioError> {
    let mut document = whole(document)?;
    refuse_other_files(&document)?;
    document.name_a_programme();
    document.override_with(overrides);
    let mut reading = Reading::of(&document);
    let texts = &document.texts;
    let clock = clock(&reading);
    let programmes = reading.programme_keys();
    let mut events = match &reading.events {
        Some(list) => events::read(list, texts, clock, &programmes),
        None => Events::default(),
    };
    reading.findings.append(&mut events.findings);
    let (known, findings) = known_figures(&reading, &programmes);
    reading.findings.extend(findings);
    reading.findings.extend(lesson_of_itself(&document));
    reading.findings.extend(reading.data.contradictions());
    stop_on_faults_of_files(&document, &mut reading)?;

    let observed = Observed::read(&*document.files, &mut reading);
    stop_on_faults_of_files(&document, &mut reading)?;
    for programme in &programmes {
        let key = format!("programme.{programme}.neighbourhoods");
        let named = neighbourhoods::number(&mut reading.values, &key, &observed.neighbourhood_names);
        reading.findings.extend(named.err().into_iter().flatten());
    }
    stop_on_faults(texts, &mut reading.findings)?;
    counts::follow_the_town(&mut reading.values);
    reading
        .findings
        .extend(contradictions::find(&reading, clock, &events.changes));
    stop_on_faults(texts, &mut reading.findings)?;

    let setup = Setup {
        step_years: 1.0 / f64::from(clock.steps_per_year),
        steps_per_year: clock.steps_per_year,
        steps: clock.steps,
        phases: phases(&reading.values, &events.changes, &programmes),
        events: events.others,
        observed_citizens: observed.citizens,
        observed_ties: observed.ties,
        need_of: None,
        hold: None,
        diaries: false,
        decisions: None,
    };
    let files = texts.files().map(|text| InputText {
        path: text.path.clone(),
        content: Arc::clone(&text.content),
    });
    let course = Course::of(&reading.values, &events.changes, &programmes);
    Ok(Scenario {
        known,
        files: files.collect(),
        neighbourhood_names: observed.neighbourhood_names,
        respondents: observed.respondents,
        course,
        ..scenario(
            path,
            reading,
            setup,
            (observed.citizens_digest, observed.ties_digest),
            observed.notes,
        )
    })
}

/// The known figures, and what is wrong with them.
fn known_figures(reading: &Reading, programmes: &[String]) -> (Vec<Known>, Vec<Finding>) {
    let Some(list) = &reading.known else {
        return Default::default();
    };
    let municipalities = reading.values.integer("organisation.municipalities") as u32;
    let parts = Parts {
        programmes,
        municipalities,
    };
    known::read(list, parts)
}

/// What is wrong with a lesson that names the file in which it stands.
fn lesson_of_itself(document: &Document) -> Vec<Finding> {
    let row = document.root.row("lesson");
    row.map_or_else(Vec::new, |row| {
        let file = &document.texts.get(row.place.source).path;
        lesson::refuse_itself(&*document.files, file, row)
    })
}

/// A file of another kind is no scenario: one word on that instead of one on every key.
fn refuse_other_files(document: &Document) -> Result<(), ScenarioError> {
    match FileKind::beside_scenarios(&document.root) {
        Some(kind) => {
            let finding = kind.in_place_of(words!("a scenario").text(), &document.root);
            Err(document.texts.faults(vec![finding]))
        }
        None => Ok(()),
    }
}

/// Stops where something is wrong, and says with it which data files cannot be opened: they may not have been looked for yet.
fn stop_on_faults_of_files(document: &Document, reading: &mut Reading) -> Result<(), ScenarioError> {
    if !reading.findings.is_empty() {
        let unopened = reading.data.unopened(&*document.files);
        reading.findings.extend(unopened);
    }
    stop_on_faults(&document.texts, &mut reading.findings)
}

fn stop_on_faults(texts: &Texts, findings: &mut Vec<Finding>) -> Result<(), ScenarioError> {
    if findings.is_empty() {
        Ok(())
    } else {
        Err(texts.faults(std::mem::take(findings)))
    }
}

fn clock(reading: &Reading) -> Clock {
    let values = &reading.values;
    let of_clock = ["simulation.horizon_years", "simulation.tick"];
    let steps_per_year = if values.text("simulation.tick") == "week" {
        52
    } else {
        12
    };
    let horizon_years = values.number("simulation.horizon_years");
    let steps = (horizon_years * f64::from(steps_per_year)).round().max(1.0) as u32;
    Clock {
        steps_per_year,
        steps,
        horizon_years,
        known: !reading
            .findings
            .iter()
            .any(|finding| of_clock.contains(&finding.key())),
    }
}

/// What was read from data files.
#[derive(Default)]
struct Observed {
    citizens: Option<ObservedCitizens>,
    citizens_digest: String,
    ties: Option<ObservedTies>,
    ties_digest: String,
    neighbourhood_names: Vec<String>,
    respondents: Respondents,
    notes: Vec<String>,
}

impl Observed {
    /// Reads the data files, and sets the number of citizens where respondents are the citizens, and of neighbourhoods
    /// where the data name them.
    fn read(files: &dyn Source, reading: &mut Reading) -> Self {
        let mut observed = Self::default();
        let (Some(file), Some((spec, _))) = (reading.data.citizens.clone(), reading.data.spec.clone()) else {
            return observed;
        };
        match data::read_citizens(files, &file.path, &spec) {
            Err(error) => reading
                .findings
                .push(data_finding(file.place, "population.from", &error)),
            Ok(read) => {
                observed.notes.extend(read.notes);
                if spec.one_to_one {
                    let citizens = ("population.citizens", read.citizens.len(), words!("citizens"));
                    reading
                        .findings
                        .extend(set_count(&mut reading.values, citizens, file.place));
                }
                if let Some(last) = read.citizens.neighbourhood.iter().flatten().max() {
                    let number = *last as usize + 1;
                    let places = ("population.neighbourhoods", number, words!("neighbourhoods"));
                    reading
                        .findings
                        .extend(set_count(&mut reading.values, places, file.place));
                }
                observed.neighbourhood_names = read.neighbourhood_names;
                observed.respondents = read.respondents;
                observed.citizens_digest = read.digest;
                observed.citizens = Some(read.citizens);
            }
        }
        if let (Some(file), Some(_)) = (reading.data.ties.clone(), &observed.citizens) {
            if let Some(column) = &observed.respondents.unnamed_ids {
                let message = say!(
                    "ties would name respondents by row, but the column `{column}` of the file of citizens does not \
                     count its rows"
                );
                let id = toml::Value::from(column.as_str());
                let hint = say!(
                    "add `id = {id}` under [population.data]; where ties do name rows, give the file a column that counts \
                     them from 1, and name that one"
                );
                reading
                    .findings
                    .push(Finding::new(file.place, "network.from", message).hint(hint));
                return observed;
            }
            if let Some(empty) = observed.respondents.empty_rows_between() {
                let message = say!(
                    "ties name respondents by row, and the file of citizens has empty rows between others ({empty})"
                );
                let hint = say!("take them out, or name a column of ids as `id` under [population.data]");
                reading
                    .findings
                    .push(Finding::new(file.place, "network.from", message).hint(hint));
                return observed;
            }
            match data::read_ties(files, &file.path, &observed.respondents) {
                Err(error) => reading
                    .findings
                    .push(data_finding(file.place, "network.from", &error)),
                Ok(read) => {
                    observed.notes.extend(read.notes);
                    observed.ties_digest = read.digest;
                    observed.ties = Some(read.ties);
                }
            }
        }
        observed
    }
}

/// Sets a number that the data decide; a finding where the file says otherwise.
fn set_count(
    values: &mut Values,
    (key, number, of): (&str, usize, Words),
    place: super::fault::Place,
) -> Option<Finding> {
    let rows = i64::try_from(number).expect("memory holds fewer rows than 2^63");
    if let Some((key, place)) = values.written(&[key]).filter(|_| values.integer(key) != rows) {
        let message = say!(
            "`{key}` is {}, but the data have {rows} {of}",
            values.integer(key)
        );
        let hint = say!("leave the key out or write {rows}");
        return Some(Finding::new(place, key, message).code("data-file").hint(hint));
    }
    let most = register()
        .get(key)
        .and_then(|entry| entry.bounds)
        .map_or(f64::INFINITY, |(_, high)| high);
    if rows as f64 > most {
        let message = say!("the data have {rows} {of}, and there can be at most {most}");
        return Some(Finding::new(place, key, message).code("data-file"));
    }
    values.set(
        key.to_owned(),
        Valued {
            value: toml::Value::Integer(rows),
            place: Some(place),
            origin: Origin::Data,
        },
    );
    None
}

/// The parameters from the start, and from each step on at which some change.
fn phases(values: &Values, changes: &[Change], programmes: &[String]) -> Vec<Phase> {
    let mut values = values.clone();
    let phase = |from_step, values: &Values| Phase {
        from_step,
        parameters: parameters(values, programmes),
        written: Arc::new(written(values)),
    };
    let mut phases = vec![phase(0, &values)];
    for change in changes {
        for (key, valued) in &change.values {
            values.set(key.clone(), valued.clone());
        }
        phases.pop_if(|last| last.from_step == change.step);
        phases.push(phase(change.step, &values));
    }
    phases
}

/// Keys whose value does not come from the register.
fn written(values: &Values) -> BTreeSet<String> {
    let chosen = values
        .iter()
        .filter(|(_, valued)| valued.origin != Origin::Register);
    chosen.map(|(key, _)| key.clone()).collect()
}

/// Values as the model's parameters.
fn parameters(values: &Values, programmes: &[String]) -> Parameters {
    let mut table = toml::Table::new();
    for entry in register()
        .entries()
        .iter()
        .filter(|entry| is_of_model(&entry.key))
    {
        put(&mut table, &entry.key, &values.get(&entry.key).value);
    }
    put(
        &mut table,
        "decision_rule",
        &values.get("simulation.decision_rule").value,
    );
    let programmes = programmes.iter().map(|programme| {
        let own = register()
            .under("programme")
            .into_iter()
            .filter_map(|entry| entry.key.split_once(".*."));
        let settings = own.filter(|(_, name)| *name != "title").map(|(_, name)| {
            (
                name.to_owned(),
                values.get(&format!("programme.{programme}.{name}")).value.clone(),
            )
        });
        toml::Value::Table(settings.collect())
    });
    table.insert("programmes".to_owned(), toml::Value::Array(programmes.collect()));
    let own = own::take_values(&mut table);
    let parameters: Parameters = table
        .try_into()
        .expect("the register and `Parameters` have the same keys, as a test checks");
    Parameters { own, ..parameters }
}

/// Whether a key of the register is a parameter of the society, neither of the run nor of a programme.
fn is_of_model(key: &str) -> bool {
    !["simulation.", "model.", "programme."]
        .iter()
        .any(|table| key.starts_with(table))
}

fn put(table: &mut toml::Table, key: &str, value: &toml::Value) {
    match key.split_once('.') {
        None => {
            table.insert(key.to_owned(), value.clone());
        }
        Some((first, rest)) => {
            let inner = table
                .entry(first)
                .or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

/// A data file with the digest of what was read.
fn input(file: Option<DataFile>, digest: String) -> Option<InputFile> {
    let path = file?.path;
    Some(InputFile { path, digest })
}

fn scenario(
    path: &Path,
    reading: Reading,
    setup: Setup,
    digests: (String, String),
    data_notes: Vec<String>,
) -> Scenario {
    let name = path
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let programme_keys = reading.programme_keys();
    let danish = reading.danish;
    let title_of =
        |(number, key): (usize, &String)| match reading.values.text(&format!("programme.{key}.title")) {
            _ if danish.programmes.len() > number => danish.programmes[number].clone(),
            "" => key.clone(),
            title => title.to_owned(),
        };
    let settings = reading.values.iter().map(|(key, valued)| {
        (
            key.clone(),
            Setting {
                value: valued.value.clone(),
                origin: valued.origin,
            },
        )
    });
    Scenario {
        title: danish.title.or(reading.title).unwrap_or_else(|| name.clone()),
        story: danish.story.unwrap_or(reading.story),
        sources: reading.citations,
        path: path.to_owned(),
        programme_titles: programme_keys.iter().enumerate().map(title_of).collect(),
        programme_keys,
        settings: settings.collect(),
        events: reading
            .events
            .map_or(toml::Value::Array(Vec::new()), |item| item.to_value()),
        known: Vec::new(),
        files: Vec::new(),
        course: Course::default(),
        data_sources: DataSources {
            citizens: input(reading.data.citizens, digests.0).zip(reading.data.spec.map(|(spec, _)| spec)),
            ties: input(reading.data.ties, digests.1),
        },
        replications: reading.values.integer("simulation.replications") as u32,
        seed: reading.values.integer("simulation.seed") as u64,
        data_notes,
        neighbourhood_names: Vec::new(),
        respondents: Respondents::default(),
        setup,
        name,
    }
}
