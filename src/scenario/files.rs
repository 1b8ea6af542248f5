//! Reading scenario files, the files they extend, and `--set` arguments into one document.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Origin;
use super::document::{Content, Item, Row, Table};
use super::fault::{Fault, Finding, Place, ScenarioError, Source, Sources};
use super::register::register;
use super::value::did_you_mean;

/// Largest scenario file, bytes.
pub const SCENARIO_BYTES_MAX: u64 = 1 << 20;
/// Longest chain of files that extend one another.
pub const EXTENDS_DEPTH_MAX: usize = 10;

/// All texts of a scenario, laid over one another.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub(super) sources: Sources,
    pub(super) root: Table,
    pub(super) findings: Vec<Finding>,
}

impl Document {
    /// Reads a file and what it extends.
    pub(super) fn open(path: &Path) -> Result<Self, ScenarioError> {
        let text = read_text(path).map_err(|(message, hint)| ScenarioError {
            faults: vec![Fault::of_file(path, message, hint)],
        })?;
        Self::parse(path, &text)
    }

    /// Reads a text as if it stood in the file `path`.
    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, ScenarioError> {
        let mut reader = Reader {
            sources: Sources::default(),
            findings: Vec::new(),
        };
        let root = reader.read(path, text, &[]);
        match root {
            Some(root) if reader.findings.is_empty() => Ok(Self {
                sources: reader.sources,
                root,
                findings: Vec::new(),
            }),
            _ => Err(reader.sources.faults(reader.findings)),
        }
    }

    /// Reads the scenario a file of another kind names, between tables below and above it.
    ///
    /// `asker` is that file; the places in `above` lie in it, and `named` is where it names the scenario.
    pub(super) fn between(
        asker: &Source,
        named: Place,
        scenario: &Path,
        below: &str,
        above: &[&Table],
    ) -> Result<Self, ScenarioError> {
        let mut reader = Reader {
            sources: Sources::default(),
            findings: Vec::new(),
        };
        reader.sources.add(asker.clone());
        let root = match read_text(scenario) {
            Ok(text) => reader.read(scenario, &text, &[]),
            Err((message, hint)) => {
                let message = format!("`scenario` names {}, but {message}", scenario.display());
                reader
                    .findings
                    .push(Finding::new(named, "scenario", message).hint(hint));
                None
            }
        };
        let Some(root) = root.filter(|_| reader.findings.is_empty()) else {
            return Err(reader.sources.faults(reader.findings));
        };
        let mut document = Self {
            sources: reader.sources,
            root,
            findings: Vec::new(),
        };
        document.lay_beneath(below)?;
        for table in above {
            document.root.overlay((*table).clone());
        }
        Ok(document)
    }

    /// Lays drawn values, a TOML text, beneath everything that is written.
    pub(super) fn lay_beneath(&mut self, drawn: &str) -> Result<(), ScenarioError> {
        let source = self.sources.add(Source {
            path: PathBuf::from("--draws"),
            text: Arc::from(drawn),
            origin: Origin::Register,
        });
        let lowest = Table::parse(source, drawn).map_err(|findings| self.sources.faults(findings))?;
        let written = std::mem::replace(&mut self.root, lowest);
        self.root.overlay(written);
        Ok(())
    }

    /// Lays `--set KEY=VALUE` arguments over the files.
    pub(super) fn override_with(&mut self, overrides: &[(String, String)]) {
        for (key, value) in overrides {
            let text = format!("{key}={value}");
            let source = self.sources.add(Source {
                path: PathBuf::from("--set"),
                text: Arc::from(text.as_str()),
                origin: Origin::CommandLine,
            });
            let place = Place {
                source,
                start: 0,
                end: key.len(),
            };
            if let Some(finding) = self.unknown_key(key, place) {
                self.findings.push(finding);
                continue;
            }
            // A bare word is a text, so that nobody has to quote quotation marks for the shell.
            let offset = key.len() + 1;
            let item = Item::parse(source, offset, value).unwrap_or_else(|| Item {
                place: Place {
                    source,
                    start: offset,
                    end: text.len(),
                },
                content: Content::Leaf(toml::Value::String(value.clone())),
            });
            insert(&mut self.root, key, place, item);
        }
    }

    /// The finding for a key that a scenario with these programmes does not have.
    pub(super) fn unknown_key(&self, key: &str, place: Place) -> Option<Finding> {
        if register().get(key).is_none() || key.contains('*') {
            return Some(unknown_key(place, key));
        }
        let programme = key.strip_prefix("programme.")?.split('.').next()?;
        let programmes = self.root.table("programme").map_or(&[][..], |table| &table.rows);
        if programmes.iter().any(|row| row.name == programme) {
            return None;
        }
        let names = programmes.iter().map(|row| row.name.as_str());
        Some(
            Finding::new(place, key, format!("the scenario has no programme `{programme}`"))
                .hint(did_you_mean(programme, names)),
        )
    }
}

/// The finding for a key that is not in the register.
pub(super) fn unknown_key(place: Place, key: &str) -> Finding {
    let nearest = register().nearest(key);
    let hint = (!nearest.is_empty()).then(|| {
        let names: Vec<String> = nearest.iter().map(|key| format!("`{key}`")).collect();
        format!("did you mean {}?", names.join(" or "))
    });
    Finding::new(place, key, format!("there is no key `{key}`"))
        .label("unknown key")
        .hint(hint)
}

struct Reader {
    sources: Sources,
    findings: Vec<Finding>,
}

impl Reader {
    /// Reads one file over the file it extends; `None` when there is nothing to go on with.
    fn read(&mut self, path: &Path, text: &str, descendants: &[PathBuf]) -> Option<Table> {
        let text: Arc<str> = Arc::from(text);
        let source = self.sources.add(Source {
            path: path.to_owned(),
            text: Arc::clone(&text),
            origin: Origin::File,
        });
        let mut table = match Table::parse(source, &text) {
            Ok(table) => table,
            Err(findings) => {
                self.findings.extend(findings);
                return None;
            }
        };
        let Some(row) = table.take("extends") else {
            return Some(table);
        };
        let mut chain = descendants.to_vec();
        chain.push(identity(path));
        let mut base = self.read_parent(path, &row, &chain)?;
        base.overlay(table);
        Some(base)
    }

    fn read_parent(&mut self, child: &Path, row: &Row, chain: &[PathBuf]) -> Option<Table> {
        let place = row.item.place;
        let Some(written) = row.item.as_text() else {
            let message = format!("`extends` cannot be {}", row.item);
            self.findings
                .push(Finding::new(place, "extends", message).label("expected the path of a file"));
            return None;
        };
        let path = beside(child, written);
        let finding = if chain.contains(&identity(&path)) {
            let message = format!("`extends` leads in a circle: {} is read already", path.display());
            Finding::new(place, "extends", message)
        } else if chain.len() > EXTENDS_DEPTH_MAX {
            let message = format!("more than {EXTENDS_DEPTH_MAX} files extend one another");
            Finding::new(place, "extends", message)
        } else {
            match read_text(&path) {
                Ok(text) => return self.read(&path, &text, chain),
                Err((message, hint)) => {
                    let message = format!("`extends` names {}, but {message}", path.display());
                    Finding::new(place, "extends", message).hint(hint)
                }
            }
        };
        self.findings.push(finding);
        None
    }
}

/// `written` as seen from the folder of `file`.
pub(super) fn beside(file: &Path, written: &str) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).join(written)
}

/// The path by which a file is recognised when it comes up again.
fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The text of a file, or what is wrong with the file and a hint.
pub(super) fn read_text(path: &Path) -> Result<String, (String, Option<String>)> {
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => (
            "there is no such file".to_owned(),
            Some(
                "check the spelling; `samspil scenarios` lists the scenarios that come with Samspil"
                    .to_owned(),
            ),
        ),
        _ => (format!("the file cannot be read: {error}"), None),
    };
    if path.is_dir() {
        let hint = format!(
            "name a file in it, such as {}",
            path.join("scenario.toml").display()
        );
        return Err(("this is a folder, not a file".to_owned(), Some(hint)));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(SCENARIO_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > SCENARIO_BYTES_MAX {
        let message = format!("the file is larger than {SCENARIO_BYTES_MAX} bytes");
        return Err((
            message,
            Some("is it a data file? name it as `population.from`".to_owned()),
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = String::from_utf8_lossy(&error.as_bytes()[..valid])
            .matches('\n')
            .count()
            + 1;
        let hint = "save the file with the encoding UTF-8".to_owned();
        (format!("line {line} is not UTF-8 text"), Some(hint))
    })
}

/// Puts `item` at a dotted key, making tables on the way.
pub(super) fn insert(root: &mut Table, key: &str, place: Place, item: Item) {
    let mut item = item;
    let mut names = key.rsplit('.');
    let last = names.next().unwrap_or(key);
    let mut row = Row {
        name: last.to_owned(),
        place,
        item,
    };
    for name in names {
        item = Item {
            place,
            content: Content::Table(Table { rows: vec![row] }),
        };
        row = Row {
            name: name.to_owned(),
            place,
            item,
        };
    }
    root.overlay(Table { rows: vec![row] });
}
