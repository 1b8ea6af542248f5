//! `manifest.json`: how the results of a run came about.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::digest;
use super::folder::RunFolder;
use super::{ENGINE, OutputError, SOURCE, VERSION};
use crate::scenario::{Scenario, Setting};
use crate::words::say;

/// Name of the file.
pub(super) const FILE: &str = "manifest.json";
/// What stands in the place of the digest of a manifest while it is taken.
const UNKNOWN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What there is to know about a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program.
    pub version: String,
    /// The engine that made the numbers, [`ENGINE`].
    pub engine: String,
    /// What the program was built from, [`SOURCE`]; no part of the hash.
    pub source: String,
    /// The command line, program name first.
    pub command: Vec<String>,
    /// When the run started, as the command line interface reads the clock.
    pub started: String,
    /// How long it took.
    pub duration_seconds: f64,
    /// Whether all replications asked for are done and all files written.
    pub finished: bool,
    /// The seed.
    pub seed: u64,
    /// Number of replications asked for.
    pub replications_asked: u32,
    /// Number of replications the results hold.
    pub replications_done: u32,
    /// SHA-256 of format, engine, seed and `identity` (see [`RunHash`](super::RunHash)).
    pub hash: String,
    /// What was asked of the runs beyond the question that `hash` stands for: how many, which tables.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asked: String,
    /// What was simulated.
    pub scenario: ManifestScenario,
    /// What it was compared with; empty for a run of one scenario.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<ManifestScenario>,
    /// Notes on data that were read.
    pub data_notes: Vec<String>,
    /// The canonical text of the resolved scenario, events included, that the hash is made of.
    pub identity: String,
    /// The files of the answer and the journals it was made from, by name.
    pub files: Vec<ManifestFile>,
    /// SHA-256 of this file with zeros in the place of these digits.
    pub manifest_sha256: String,
}

/// The scenario of a run, resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ManifestScenario {
    /// Short name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Title, story, sources and known figures as TOML: what a report says besides the numbers.
    #[serde(default)]
    pub words: String,
    /// The file it came from.
    pub path: String,
    /// The files it was read from, with those it extends and those with data.
    #[serde(default)]
    pub inputs: Vec<ManifestInput>,
    /// Every setting, defaults included, as a tree by the parts of its key.
    pub settings: Map<String, Value>,
}

/// A file as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestInput {
    /// Its path, as it was named.
    pub name: String,
    /// SHA-256 of its contents.
    pub sha256: String,
}

/// What is asked besides a number of replications and a format of tables, from the whole of what is asked.
#[must_use]
pub fn besides(asked: &str) -> String {
    let before = asked.rsplit_once('*').map_or("", |(before, _)| before);
    before.trim().trim_end_matches(',').to_owned()
}

impl Manifest {
    /// What was asked besides a number of replications and a format of tables.
    #[must_use]
    pub fn asked_besides(&self) -> String {
        besides(&self.asked)
    }
}

impl ManifestScenario {
    /// The word for many scenarios, of which the first stands for all; they are in full in the `identity` of the folder.
    #[must_use]
    pub fn of_many(name: &str, title: &str, path: &Path, first: &Scenario) -> Self {
        Self {
            name: name.to_owned(),
            title: title.to_owned(),
            path: path.display().to_string(),
            settings: Map::new(),
            ..Self::of(first)
        }
    }
}

impl ManifestInput {
    /// All files that a scenario was read from.
    fn all(scenario: &Scenario) -> Vec<Self> {
        let input = |path: &Path, sha256: String| Self {
            name: path.display().to_string(),
            sha256,
        };
        let texts = scenario.files.iter();
        let texts = texts.map(|text| input(&text.path, digest::of_bytes(text.content.as_bytes())));
        let data = &scenario.data_sources;
        let data = data.citizens.iter().map(|(file, _)| file).chain(&data.ties);
        texts
            .chain(data.map(|file| input(&file.path, file.digest.clone())))
            .collect()
    }
}

/// A file as it was when the manifest was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Path within the folder, with `/`.
    pub name: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256 of its contents.
    pub sha256: String,
}

impl ManifestFile {
    /// Whether later runs add to the end of this file, so that it may be longer than it was and is still the same.
    pub(super) fn grows(&self) -> bool {
        grows(&self.name)
    }

    /// Where it is in a folder; `None` when the name leads out of it, as that of no file of ours does.
    pub(super) fn place(&self, folder: &Path) -> Option<PathBuf> {
        let name = Path::new(&self.name);
        let within = name.components().all(|part| matches!(part, Component::Normal(_)));
        (within && !self.name.is_empty()).then(|| folder.join(name))
    }
}

/// Whether a file of this name is one to whose end runs add.
fn grows(name: &str) -> bool {
    let ending = Path::new(name).extension();
    ending.is_some_and(|ending| ["journal", "jsonl", "draws"].iter().any(|known| ending == *known))
}

/// What only the command line interface knows about a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Execution {
    /// The command line, program name first.
    pub command: Vec<String>,
    /// When the run started.
    pub started: String,
    /// How long it took.
    pub duration_seconds: f64,
    /// Number of replications asked for.
    pub replications_asked: u32,
    /// Number of replications the results hold.
    pub replications_done: u32,
    /// Whether all replications asked for are done and all files written.
    pub finished: bool,
    /// What was asked of the runs, as [`Manifest::asked`].
    pub asked: String,
}

/// Writes `manifest.json`; call it last, since it lists the other files and removes those of an answer before.
///
/// # Errors
/// When a file cannot be read, written or removed, or the folder is no longer where it was.
pub fn write_manifest(
    folder: &RunFolder,
    scenario: &Scenario,
    execution: Execution,
) -> Result<Manifest, OutputError> {
    write_manifest_of(
        folder,
        ManifestScenario::of(scenario),
        Vec::new(),
        scenario.data_notes.clone(),
        execution,
    )
}

/// Writes `manifest.json` of scenarios that were described before: the one a study starts from, and what it is
/// compared with. Call it last, as [`write_manifest`].
///
/// # Errors
/// As [`write_manifest`].
pub fn write_manifest_of(
    folder: &RunFolder,
    scenario: ManifestScenario,
    variants: Vec<ManifestScenario>,
    data_notes: Vec<String>,
    execution: Execution,
) -> Result<Manifest, OutputError> {
    folder.check()?;
    remove_outdated(folder)?;
    let mut manifest = Manifest {
        version: VERSION.to_owned(),
        engine: ENGINE.to_owned(),
        source: SOURCE.to_owned(),
        command: execution.command,
        started: execution.started,
        duration_seconds: execution.duration_seconds,
        finished: execution.finished,
        seed: folder.seed(),
        replications_asked: execution.replications_asked,
        replications_done: execution.replications_done,
        hash: folder.hash().to_string(),
        asked: execution.asked,
        scenario,
        variants,
        data_notes,
        identity: folder.identity_text().to_owned(),
        files: files(folder)?,
        manifest_sha256: UNKNOWN.to_owned(),
    };
    let mut text = serde_json::to_string_pretty(&manifest)
        .map_err(|error| OutputError::foreign(&folder.path().join(FILE), error.to_string()))?;
    text.push('\n');
    manifest.manifest_sha256 = digest::of_bytes(text.as_bytes());
    // The digits stand in the last field.
    if let Some(place) = text.rfind(UNKNOWN) {
        text.replace_range(place..place + UNKNOWN.len(), &manifest.manifest_sha256);
    }
    folder.write(FILE, |file| file.write_all(text.as_bytes()))?;
    Ok(manifest)
}

/// Removes the files that an answer before left and this one does not have.
fn remove_outdated(folder: &RunFolder) -> Result<(), OutputError> {
    let Ok(Some(before)) = Manifest::read(folder.path()) else {
        return Ok(());
    };
    let written = folder.written();
    for file in before.files {
        if !file.grows() && !written.contains(&file.name) && file.place(folder.path()).is_some() {
            folder.remove(&file.name)?;
        }
    }
    Ok(())
}

impl ManifestScenario {
    /// Describes a scenario.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        Self {
            name: scenario.name.clone(),
            title: scenario.title.clone(),
            words: scenario.words_toml(),
            path: scenario.path.display().to_string(),
            inputs: ManifestInput::all(scenario),
            settings: tree(&scenario.settings),
        }
    }
}

/// Why there is no manifest that can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It was cut or changed.
    Damaged,
    /// The system does not let it be read.
    Output(OutputError),
}

impl Manifest {
    /// Whether the answer has a file of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.files.iter().any(|file| file.name == name)
    }

    /// The manifest of a folder; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read, or was altered.
    pub fn of_folder(folder: &Path) -> Result<Option<Self>, OutputError> {
        Self::read(folder).map_err(|unread| match unread {
            Unread::Output(error) => error,
            Unread::Damaged => OutputError::foreign(&folder.join(FILE), say!("it was altered")),
        })
    }

    /// Reads the manifest of a folder; `None` when there is none.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, Unread> {
        let path = folder.join(FILE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Unread::Output(OutputError::system(&path, &error))),
        };
        let mut text = String::from_utf8(bytes).map_err(|_| Unread::Damaged)?;
        let manifest: Self = serde_json::from_str(&text).map_err(|_| Unread::Damaged)?;
        let digits = &manifest.manifest_sha256;
        let place = text.rfind(digits.as_str()).ok_or(Unread::Damaged)?;
        text.replace_range(place..place + digits.len(), UNKNOWN);
        if digest::of_bytes(text.as_bytes()) == *digits {
            Ok(Some(manifest))
        } else {
            Err(Unread::Damaged)
        }
    }
}

/// Settings by the parts of their keys: `willingness.efficacy` stands under `willingness`.
fn tree(settings: &BTreeMap<String, Setting>) -> Map<String, Value> {
    let mut root = Map::new();
    for (key, setting) in settings {
        let mut parts: Vec<&str> = key.split('.').collect();
        let name = parts.pop().expect("splitting gives at least one part");
        let mut branch = &mut root;
        for part in parts {
            branch = branch
                .entry(part)
                .or_insert_with(|| Value::Object(Map::new()))
                .as_object_mut()
                .expect("in a TOML file no key is both a value and a table");
        }
        branch.insert(name.to_owned(), json(&setting.value));
    }
    root
}

fn json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => Value::from(*number),
        toml::Value::Boolean(truth) => Value::from(*truth),
        toml::Value::Datetime(time) => Value::from(time.to_string()),
        toml::Value::Array(values) => values.iter().map(json).collect(),
        toml::Value::Table(table) => table
            .iter()
            .map(|(key, value)| (key.clone(), json(value)))
            .collect(),
    }
}

/// The files of the answer, and the journals of the folder, as they are now.
fn files(folder: &RunFolder) -> Result<Vec<ManifestFile>, OutputError> {
    let system = |path: &Path, error: &io::Error| OutputError::system(path, error);
    let mut names = folder.written();
    names.remove(FILE);
    for entry in fs::read_dir(folder.path()).map_err(|error| system(folder.path(), &error))? {
        let entry = entry.map_err(|error| system(folder.path(), &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if grows(&name) && entry.path().is_file() {
            names.insert(name);
        }
    }
    names
        .into_iter()
        .map(|name| {
            let path = folder.path().join(&name);
            let (bytes, sha256) = digest::of_file(&path, u64::MAX).map_err(|error| system(&path, &error))?;
            Ok(ManifestFile { name, bytes, sha256 })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::setup::Setup;
    use crate::scenario::{DataSources, InputText, Origin};

    fn scenario() -> Scenario {
        let setting = |value: toml::Value| Setting {
            value,
            origin: Origin::File,
        };
        Scenario {
            name: "parks".to_owned(),
            title: "Parks, \"kept\" together".to_owned(),
            story: String::new(),
            sources: Vec::new(),
            path: "scenarios/parks.toml".into(),
            programme_keys: vec!["parks".to_owned()],
            programme_titles: vec!["Parks".to_owned()],
            settings: BTreeMap::from([
                ("citizens".to_owned(), setting(2000.into())),
                ("programme.parks.ease".to_owned(), setting(0.5.into())),
                (
                    "programme.parks.stages".to_owned(),
                    setting(vec!["design", "delivery"].into()),
                ),
                ("programme.roof".to_owned(), setting(f64::INFINITY.into())),
            ]),
            events: toml::Value::Array(Vec::new()),
            known: Vec::new(),
            files: vec![InputText {
                path: "scenarios/parks.toml".into(),
                content: "[programme.parks]".into(),
            }],
            data_sources: DataSources::default(),
            replications: 200,
            seed: 1,
            data_notes: vec!["survey.csv: 12 rows, 1 missing value".to_owned()],
            neighbourhood_names: Vec::new(),
            respondents: crate::scenario::data::Respondents::default(),
            course: crate::scenario::need::Course::default(),
            setup: Setup {
                step_years: 1.0 / 12.0,
                steps_per_year: 12,
                steps: 96,
                phases: Vec::new(),
                events: Vec::new(),
                observed_citizens: None,
                observed_ties: None,
                need_of: None,
                hold: None,
                diaries: false,
                decisions: None,
            },
        }
    }

    fn execution(finished: bool) -> Execution {
        Execution {
            command: vec!["samspil".to_owned(), "run".to_owned(), "parks".to_owned()],
            started: "2026-01-02T03:04:05Z".to_owned(),
            duration_seconds: 1.5,
            replications_asked: 200,
            replications_done: if finished { 200 } else { 20 },
            finished,
            asked: String::new(),
        }
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "the whole manifest stands here once")]
    fn says_how_the_results_came_about() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::open(root.path(), "parks", "citizens = 2000\n", 7).unwrap();
        folder
            .write("series.csv", |file| file.write_all(b"12345"))
            .unwrap();
        folder
            .write("figures/b.svg", |file| file.write_all(b"<svg/>"))
            .unwrap();
        fs::write(folder.path().join("notes.txt"), "of the user").unwrap();
        let manifest = write_manifest(&folder, &scenario(), execution(true)).unwrap();
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        let text = text
            .replace(&format!("\"{VERSION}\""), "\"<version>\"")
            .replace(ENGINE, "<engine>")
            .replace(SOURCE, "<source>")
            .replace(&folder.hash().to_string(), "<hash>")
            .replace(&manifest.manifest_sha256, "<digest>");
        insta::assert_snapshot!(text, @r#"
        {
          "version": "<version>",
          "engine": "<engine>",
          "source": "<source>",
          "command": [
            "samspil",
            "run",
            "parks"
          ],
          "started": "2026-01-02T03:04:05Z",
          "duration_seconds": 1.5,
          "finished": true,
          "seed": 7,
          "replications_asked": 200,
          "replications_done": 200,
          "hash": "<hash>",
          "scenario": {
            "name": "parks",
            "title": "Parks, \"kept\" together",
            "words": "title = 'Parks, \"kept\" together'\nstory = \"\"\nsources = []\n",
            "path": "scenarios/parks.toml",
            "inputs": [
              {
                "name": "scenarios/parks.toml",
                "sha256": "2c5f5e938b64687ed701635e35c6a1bd188bde3a0f5e3f133a2f39ec6e7fefef"
              }
            ],
            "settings": {
              "citizens": 2000,
              "programme": {
                "parks": {
                  "ease": 0.5,
                  "stages": [
                    "design",
                    "delivery"
                  ]
                },
                "roof": null
              }
            }
          },
          "data_notes": [
            "survey.csv: 12 rows, 1 missing value"
          ],
          "identity": "citizens = 2000\n",
          "files": [
            {
              "name": "figures/b.svg",
              "bytes": 6,
              "sha256": "d4dc56669143034f31aa309635d4113d9ad76a02b1739da22c965ed2049be9e6"
            },
            {
              "name": "series.csv",
              "bytes": 5,
              "sha256": "5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5"
            }
          ],
          "manifest_sha256": "<digest>"
        }
        "#);
    }

    #[test]
    fn what_an_answer_before_left_goes_and_what_is_not_ours_stays() {
        let root = tempfile::tempdir().unwrap();
        let open = || RunFolder::open(root.path(), "parks", "", 1).unwrap();
        let folder = open();
        for name in ["series.csv", "figures/outcome.svg", "runs.journal"] {
            folder.write(name, |file| file.write_all(b"of before")).unwrap();
        }
        write_manifest(&folder, &scenario(), execution(true)).unwrap();
        fs::write(folder.path().join("notes.txt"), "of the user").unwrap();
        drop(folder);
        let folder = open();
        folder
            .write("series.parquet", |file| file.write_all(b"PAR1"))
            .unwrap();
        let manifest = write_manifest(&folder, &scenario(), execution(true)).unwrap();
        let names: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["runs.journal", "series.parquet"]);
        let is_there = |name: &str| folder.path().join(name).exists();
        assert!(!is_there("series.csv") && !is_there("figures/outcome.svg"));
        assert!(is_there("notes.txt") && is_there("runs.journal"));
    }

    #[test]
    fn a_manifest_removes_nothing_outside_its_folder() {
        let outside = |name: &str| ManifestFile {
            name: name.to_owned(),
            bytes: 1,
            sha256: String::new(),
        };
        for name in ["../series.csv", "/etc/passwd", "figures/../../x", ""] {
            assert_eq!(outside(name).place(Path::new("output/parks")), None, "{name}");
        }
        assert!(
            outside("figures/b.svg")
                .place(Path::new("output/parks"))
                .is_some()
        );
    }
}
