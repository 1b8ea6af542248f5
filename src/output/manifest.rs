//! `manifest.json`: how the results of a run came about.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::folder::RunFolder;
use super::{ENGINE, OutputError, SOURCE, VERSION, write_atomically};
use crate::scenario::{Scenario, Setting};

/// Name of the file.
const FILE: &str = "manifest.json";

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
    /// SHA-256 of engine, seed and `identity` (see [`RunHash`](super::RunHash)).
    pub hash: String,
    /// What was simulated.
    pub scenario: ManifestScenario,
    /// What it was compared with; empty for a run of one scenario.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<ManifestScenario>,
    /// Notes on data that were read.
    pub data_notes: Vec<String>,
    /// The canonical text of the resolved scenario, events included, that the hash is made of.
    pub identity: String,
    /// The other files of the folder, by name.
    pub files: Vec<ManifestFile>,
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
    /// Every setting, defaults included, as a tree by the parts of its key.
    pub settings: Map<String, Value>,
}

/// A file and its size.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Path within the folder, with `/`.
    pub name: String,
    /// Size.
    pub bytes: u64,
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
}

/// Writes `manifest.json`; call it last, since it lists the other files.
///
/// # Errors
/// When the folder cannot be read or the file not be written.
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
/// compared with. Call it last, since it lists the other files.
///
/// # Errors
/// When the folder cannot be read or the file not be written.
pub fn write_manifest_of(
    folder: &RunFolder,
    scenario: ManifestScenario,
    variants: Vec<ManifestScenario>,
    data_notes: Vec<String>,
    execution: Execution,
) -> Result<Manifest, OutputError> {
    let manifest = Manifest {
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
        scenario,
        variants,
        data_notes,
        identity: folder.identity_text().to_owned(),
        files: files(folder.path())?,
    };
    write_atomically(&folder.path().join(FILE), |file| {
        serde_json::to_writer_pretty(&mut *file, &manifest)?;
        file.write_all(b"\n")
    })?;
    Ok(manifest)
}

impl RunFolder {
    /// The manifest of the finished run in this folder; `None` when no run has finished here yet.
    ///
    /// # Errors
    /// When there is a manifest that cannot be read or belongs to another run.
    pub fn finished(&self) -> Result<Option<Manifest>, OutputError> {
        let path = self.path().join(FILE);
        let Some(manifest) = Manifest::read(&path)? else {
            return Ok(None);
        };
        if manifest.hash != self.hash().to_string() {
            return Err(OutputError::foreign(&path, "this is the manifest of another run"));
        }
        Ok(manifest.finished.then_some(manifest))
    }
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
            settings: tree(&scenario.settings),
        }
    }
}

impl Manifest {
    /// Reads a manifest; `None` when there is no such file.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, OutputError> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(OutputError::system(path, &error)),
        };
        serde_json::from_slice(&text)
            .map(Some)
            .map_err(|error| OutputError::foreign(path, format!("this is no manifest of samspil: {error}")))
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

/// All files of the folder and of the folders in it, but the manifest itself and hidden ones.
fn files(folder: &Path) -> Result<Vec<ManifestFile>, OutputError> {
    let mut files = Vec::new();
    collect_files(folder, "", &mut files).map_err(|error| OutputError::system(folder, &error))?;
    files.retain(|file| file.name != FILE);
    files.sort();
    Ok(files)
}

fn collect_files(folder: &Path, prefix: &str, files: &mut Vec<ManifestFile>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let name = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect_files(&entry.path(), &format!("{name}/"), files)?;
        } else {
            let bytes = entry.metadata()?.len();
            files.push(ManifestFile { name, bytes });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::setup::Setup;
    use crate::scenario::{DataSources, Origin};

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
            data_sources: DataSources::default(),
            replications: 200,
            seed: 1,
            data_notes: vec!["survey.csv: 12 rows, 1 missing value".to_owned()],
            setup: Setup {
                step_years: 1.0 / 12.0,
                steps_per_year: 12,
                steps: 96,
                phases: Vec::new(),
                events: Vec::new(),
                observed_citizens: None,
                observed_ties: None,
                need_of: None,
                diaries: false,
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
        }
    }

    #[test]
    fn says_how_the_results_came_about() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::open(root.path(), "parks", "citizens = 2000\n", 7).unwrap();
        write_atomically(&folder.path().join("series.csv"), |file| file.write_all(b"12345")).unwrap();
        write_atomically(&folder.path().join("figures/b.svg"), |file| {
            file.write_all(b"<svg/>")
        })
        .unwrap();
        write_manifest(&folder, &scenario(), execution(true)).unwrap();
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        let text = text
            .replace(&format!("\"{VERSION}\""), "\"<version>\"")
            .replace(ENGINE, "<engine>")
            .replace(SOURCE, "<source>")
            .replace(&folder.hash().to_string(), "<hash>");
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
              "bytes": 6
            },
            {
              "name": "series.csv",
              "bytes": 5
            }
          ]
        }
        "#);
    }

    #[test]
    fn a_finished_run_is_recognised() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::open(root.path(), "parks", "", 1).unwrap();
        assert_eq!(folder.finished().unwrap(), None);
        write_manifest(&folder, &scenario(), execution(false)).unwrap();
        assert_eq!(
            folder.finished().unwrap(),
            None,
            "an interrupted run is not finished"
        );
        let manifest = write_manifest(&folder, &scenario(), execution(true)).unwrap();
        assert_eq!(folder.finished().unwrap(), Some(manifest));
    }

    #[test]
    fn what_is_not_its_manifest_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::open(root.path(), "parks", "", 1).unwrap();
        let other = RunFolder::open(root.path(), "parks", "", 2).unwrap();
        write_manifest(&other, &scenario(), execution(true)).unwrap();
        fs::copy(other.path().join(FILE), folder.path().join(FILE)).unwrap();
        assert!(
            folder
                .finished()
                .unwrap_err()
                .to_string()
                .contains("manifest of another run")
        );
        fs::write(folder.path().join(FILE), "{").unwrap();
        assert!(
            folder
                .finished()
                .unwrap_err()
                .to_string()
                .contains("no manifest of samspil")
        );
    }
}
