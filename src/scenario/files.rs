//! Reading scenario files, the files they extend, and `--set` arguments into one document.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Origin;
use super::data_keys::is_file_key;
use super::document::{Content, Item, Row, Table};
use super::event_settings;
use super::fault::{Fault, Finding, Place, ScenarioError, Text, Texts};
use super::file_kind::nothing;
use super::language::DANISH;
use super::register::register;
use super::source::{OpenError, SENT_WITH, Source};
use super::value::did_you_mean;
use crate::words::{Words, say, words};

/// Largest scenario file, bytes.
pub const SCENARIO_BYTES_MAX: u64 = 1 << 20;
/// Longest chain of files that extend one another.
pub const EXTENDS_DEPTH_MAX: usize = 10;

/// All texts of a scenario, laid over one another.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// Where its data files are read from.
    pub(super) files: Arc<dyn Source>,
    pub(super) texts: Texts,
    pub(super) root: Table,
    /// What is wrong so far. A document that is just read has findings where a file it extends could not be read: the rest of
    /// it is there nevertheless.
    pub(super) findings: Vec<Finding>,
}

impl Document {
    /// Reads a file and what it extends.
    pub(super) fn open(files: &Arc<dyn Source>, path: &Path) -> Result<Self, ScenarioError> {
        let text = read_text(&**files, path).map_err(|(message, hint)| ScenarioError {
            faults: vec![Fault::of_file(path, message, hint)],
        })?;
        Self::parse(files, path, &text)
    }

    /// Reads a text as if it stood in the file `path`.
    pub(super) fn parse(files: &Arc<dyn Source>, path: &Path, text: &str) -> Result<Self, ScenarioError> {
        let mut reader = Reader {
            files: &**files,
            texts: Texts::default(),
            findings: Vec::new(),
        };
        match reader.read(path, text, &[]) {
            Some(root) => Ok(Self {
                files: Arc::clone(files),
                texts: reader.texts,
                root,
                findings: reader.findings,
            }),
            None => Err(reader.texts.faults(reader.findings)),
        }
    }

    /// Reads the scenario a file of another kind names, between tables below and above it.
    ///
    /// `asker` is that file; the places in `above` lie in it, and `named` is where it names the scenario.
    pub(super) fn between(
        files: &Arc<dyn Source>,
        asker: &Text,
        named: Place,
        scenario: &Path,
        below: &str,
        above: &[&Table],
    ) -> Result<Self, ScenarioError> {
        let mut reader = Reader {
            files: &**files,
            texts: Texts::default(),
            findings: Vec::new(),
        };
        reader.texts.add(asker.clone());
        let root = match read_text(&**files, scenario) {
            Ok(text) => reader.read(scenario, &text, &[]),
            Err((message, hint)) => {
                let message = say!("`scenario` names {}, but {message}", scenario.display());
                reader.findings.push(
                    Finding::new(named, "scenario", message)
                        .code("unreadable-file")
                        .hint(hint),
                );
                None
            }
        };
        let Some(root) = root else {
            return Err(reader.texts.faults(reader.findings));
        };
        let mut document = Self {
            files: Arc::clone(files),
            texts: reader.texts,
            root,
            findings: reader.findings,
        };
        document.lay_beneath(below)?;
        for table in above {
            document.root.overlay((*table).clone());
        }
        Ok(document)
    }

    /// Lays drawn values, a TOML text, beneath everything that is written.
    pub(super) fn lay_beneath(&mut self, drawn: &str) -> Result<(), ScenarioError> {
        let source = self.texts.add(Text {
            path: PathBuf::from("--draws"),
            content: Arc::from(drawn),
            origin: Origin::Register,
        });
        let lowest = Table::parse(source, drawn).map_err(|findings| self.texts.faults(findings))?;
        let written = std::mem::replace(&mut self.root, lowest);
        self.root.overlay(written);
        Ok(())
    }

    /// Lets hints name a programme of the files.
    pub(super) fn name_a_programme(&mut self) {
        let programmes = self.root.table("programme");
        let first = programmes.and_then(|table| table.rows.first());
        self.texts.programme = first.map(|row| row.name.clone());
    }

    /// Lays `--set KEY=VALUE` arguments over the files.
    pub(super) fn override_with(&mut self, overrides: &[(String, String)]) {
        for (key, value) in overrides {
            let place = self.texts.add_setting("--set", key, value);
            let source = place.source;
            let of_event = event_settings::address(key);
            if let Some(finding) = self.unknown_key(key, place).filter(|_| of_event.is_none()) {
                self.findings.push(finding);
                continue;
            }
            // A bare word is a text, so that nobody has to quote quotation marks for the shell.
            let offset = key.len() + 1;
            let item = Item::parse(source, offset, value).unwrap_or_else(|| Item {
                place: Place {
                    source,
                    start: offset,
                    end: offset + value.len(),
                },
                content: Content::Leaf(toml::Value::String(value.clone())),
            });
            match of_event {
                Some(address) => {
                    self.findings
                        .extend(event_settings::put(&mut self.root, address, (key, place), item));
                }
                None => insert(&mut self.root, key, place, item),
            }
        }
    }

    /// The finding for a key that a scenario with these programmes does not have.
    pub(super) fn unknown_key(&self, key: &str, place: Place) -> Option<Finding> {
        if is_file_key(key) {
            return None;
        }
        if key == "population.data" || key.starts_with("population.data.") {
            let message = say!("`{key}` can be set in a scenario file only");
            let hint = say!("write it under [population.data]");
            return Some(Finding::new(place, key, message).hint(hint));
        }
        if ["title", "story", "sources", "extends"].contains(&key) {
            let message = say!("`{key}` can be set in a scenario file only");
            let hint = say!("write it at the top of the file");
            return Some(Finding::new(place, key, message).hint(hint));
        }
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
            Finding::new(place, key, say!("the scenario has no programme `{programme}`"))
                .code("unknown-name")
                .hint(did_you_mean(programme, names)),
        )
    }
}

/// The finding for a key that is not in the register.
pub(super) fn unknown_key(place: Place, key: &str) -> Finding {
    Finding::new(place, key, say!("there is no key `{key}`"))
        .code("unknown-key")
        .label(say!("unknown key"))
        .hint_later(key, nearest_keys)
}

/// Keys that may be meant by one that is not in the register.
pub(super) fn nearest_keys(key: &str) -> Option<String> {
    let nearest = register().nearest(key);
    (!nearest.is_empty()).then(|| {
        let names: Vec<String> = nearest.iter().map(|key| format!("`{key}`")).collect();
        say!("did you mean {}?", names.join(words!(" or ").text()))
    })
}

struct Reader<'a> {
    files: &'a dyn Source,
    texts: Texts,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    /// Reads one file over the file it extends, as far as that can be read; `None` when there is nothing to go on with.
    fn read(&mut self, path: &Path, text: &str, descendants: &[PathBuf]) -> Option<Table> {
        let text: Arc<str> = Arc::from(text);
        let source = self.texts.add(Text {
            path: path.to_owned(),
            content: Arc::clone(&text),
            origin: Origin::File,
        });
        let mut table = match Table::parse(source, &text) {
            Ok(table) => table,
            Err(findings) => {
                self.findings.extend(findings);
                return None;
            }
        };
        if let Some(finding) = nothing(&table, source, path, None) {
            self.findings.push(finding);
            return None;
        }
        let Some(row) = table.take("extends") else {
            return Some(table);
        };
        let mut chain = descendants.to_vec();
        chain.push(self.files.identity(path));
        let mut base = self.read_parent(path, &row, &chain).unwrap_or_default();
        // Who changes the town of a lesson makes no lesson of it.
        base.take("lesson");
        let danish = base.take(DANISH).and_then(|row| inherited(row, &table));
        base.rows.extend(danish);
        base.overlay(table);
        Some(base)
    }

    fn read_parent(&mut self, child: &Path, row: &Row, chain: &[PathBuf]) -> Option<Table> {
        let place = row.item.place;
        let Some(written) = row.item.as_text() else {
            let message = say!("`extends` cannot be {}", row.item);
            self.findings.push(
                Finding::new(place, "extends", message)
                    .code("unreadable-file")
                    .label(say!("expected the path of a file")),
            );
            return None;
        };
        let path = self.files.beside(child, written);
        let finding = if chain.contains(&self.files.identity(&path)) {
            let message = say!("`extends` leads in a circle: {} is read already", path.display());
            Finding::new(place, "extends", message).code("unreadable-file")
        } else if chain.len() > EXTENDS_DEPTH_MAX {
            let message = say!("more than {EXTENDS_DEPTH_MAX} files extend one another");
            Finding::new(place, "extends", message).code("unreadable-file")
        } else {
            match read_text(self.files, &path) {
                Ok(text) => return self.read(&path, &text, chain),
                Err((message, hint)) => {
                    let message = say!("`extends` names {}, but {message}", path.display());
                    Finding::new(place, "extends", message)
                        .code("unreadable-file")
                        .hint(hint)
                }
            }
        };
        self.findings.push(finding);
        None
    }
}

/// What a file takes over of the Danish words of the one it extends: its title and story are its own, and so are the titles
/// of programmes once it gives one itself.
fn inherited(mut danish: Row, own: &Table) -> Option<Row> {
    let mut programmes = own.table("programme").into_iter().flat_map(|table| &table.rows);
    let renames = programmes.any(|row| {
        let programme = row.item.as_table();
        programme.is_some_and(|programme| programme.row("title").is_some())
    });
    let Content::Table(words) = &mut danish.item.content else {
        return None;
    };
    words.rows.retain(|row| row.name == "programmes");
    (!renames && !words.rows.is_empty()).then_some(danish)
}

/// The text of a file, or what is wrong with the file and a hint.
pub(super) fn read_text(files: &dyn Source, path: &Path) -> Result<String, (String, Option<String>)> {
    read_text_up_to(files, path, SCENARIO_BYTES_MAX)
}

/// The text of a file that may be so large, or what is wrong with the file and a hint.
pub(super) fn read_text_up_to(
    files: &dyn Source,
    path: &Path,
    bytes_max: u64,
) -> Result<String, (String, Option<String>)> {
    let opened = files.open(path).and_then(|opened| opened.read_all(bytes_max));
    let bytes = opened.map_err(|error| (error.to_string(), hint(&error, path)))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = String::from_utf8_lossy(valid).matches('\n').count() + 1;
        (say!("line {line} is not UTF-8 text"), Some(NOT_TEXT.to_string()))
    })
}

/// What to do about a file that is no text.
pub(super) const NOT_TEXT: Words = words!("save the file with the encoding UTF-8");

/// What to do about a file that is not read.
fn hint(error: &OpenError, path: &Path) -> Option<String> {
    Some(match error {
        OpenError::Missing => {
            say!("check the spelling; `samspil scenarios` lists the scenarios that come with Samspil")
        }
        OpenError::Folder => say!(
            "name a file in it, such as {}",
            path.join("scenario.toml").display()
        ),
        OpenError::NotRegular => say!("save the text to a file first"),
        OpenError::Outside => {
            say!("write the path as seen from there, such as cases/norre_snede.toml, or use the command line")
        }
        OpenError::NotSent => SENT_WITH.to_string(),
        OpenError::TooLarge { .. } => say!("is it a data file? name it as `population.from`"),
        OpenError::Stopped | OpenError::Unreadable(_) => return None,
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

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use crate::scenario::{Base, Memory, Scenario, Source};
    use crate::words::{Language, within};

    #[test]
    fn what_a_file_says_itself_is_checked_where_the_one_it_extends_is_missing() {
        let mut files = Memory::default();
        let text = "extends = 'gone.toml'\n[barriers]\nsilos = 7\n[lesson]\nid = 'EM-1'\n";
        files.put("town.toml", text.as_bytes());
        let files: Arc<dyn Source> = Arc::new(files);
        let error = Scenario::load_from(&files, Path::new("town.toml"), &[]).unwrap_err();
        let keys: Vec<&str> = error
            .faults
            .iter()
            .filter_map(|fault| fault.key.as_deref())
            .collect();
        let lesson = ["control", "key", "measures", "en", "da"].map(|name| format!("lesson.{name}"));
        let lesson = lesson.iter().map(String::as_str);
        let all: Vec<&str> = ["extends", "barriers.silos"].into_iter().chain(lesson).collect();
        assert_eq!(keys, all, "{error}");
        let heading = error.faults.last().and_then(|fault| fault.hint.as_deref());
        assert!(
            heading.is_some_and(|hint| hint.ends_with("[lesson.da]")),
            "{heading:?}"
        );
        assert_eq!(
            Base::open_from(&files, Path::new("town.toml"))
                .unwrap_err()
                .faults,
            error.faults
        );
    }

    #[test]
    fn danish_titles_of_programmes_hold_in_what_extends_a_file_until_it_names_one() {
        let mut files = Memory::default();
        let base = "title = 'Town'\n[da]\ntitle = 'By'\nprogrammes = ['Parker']\n[programme.parks]\ntitle = 'Parks'\n";
        for (name, text) in [
            ("town.toml", base),
            (
                "same.toml",
                "extends = 'town.toml'\ntitle = 'Same'\n[da]\nstory = 'Den samme.'\n",
            ),
            (
                "other.toml",
                "extends = 'town.toml'\ntitle = 'Other'\n[programme.parks]\ntitle = 'Woods'\n",
            ),
        ] {
            files.put(name, text.as_bytes());
        }
        let files: Arc<dyn Source> = Arc::new(files);
        let read = |name: &str| {
            let scenario = within(Language::Danish, || {
                Scenario::load_from(&files, Path::new(name), &[]).unwrap()
            });
            (scenario.title, scenario.programme_titles)
        };
        assert_eq!(read("same.toml"), ("Same".to_owned(), vec!["Parker".to_owned()]));
        assert_eq!(read("other.toml"), ("Other".to_owned(), vec!["Woods".to_owned()]));
    }
}
