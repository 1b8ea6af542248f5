//! A resolved scenario as text, and what sets it apart from the register.

use std::path::Path;

use super::data_files::spec_as_toml;
use super::own;
use super::register::register;
use super::{KEYS_OF_THE_RUN, Scenario, Setting};

/// What a text is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// To be read again.
    Reading,
    /// To tell questions apart: data files count by what is in them, not by where they lie.
    Identity,
}

impl Scenario {
    /// The complete scenario as TOML, with every default written out.
    ///
    /// In the folder of the scenario it loads again to the same [`Setup`](crate::model::setup::Setup).
    #[must_use]
    pub fn resolved_toml(&self) -> String {
        let mut lines = self.heading();
        self.write_values(&mut lines, Purpose::Reading);
        self.write_known(&mut lines);
        lines.0
    }

    /// What a report says besides the numbers of a run: title, story, sources, and figures that are known.
    #[must_use]
    pub fn words_toml(&self) -> String {
        let mut lines = self.heading();
        self.write_known(&mut lines);
        lines.0
    }

    fn heading(&self) -> Lines {
        let mut lines = Lines(String::new());
        lines.set("title", &self.title.clone().into());
        lines.set("story", &self.story.clone().into());
        lines.set("sources", &self.sources.clone().into());
        lines
    }

    fn write_known(&self, lines: &mut Lines) {
        let known = self.known.iter().map(|known| known.written.clone());
        lines.tables("known", known.collect::<Vec<_>>());
    }

    /// What determines the numbers of a run, besides the seed and the contents of data files: the resolved scenario
    /// without its words, its seed, its number of replications and the places of its data files.
    #[must_use]
    pub fn question_toml(&self) -> String {
        let mut lines = Lines(String::new());
        self.write_values(&mut lines, Purpose::Identity);
        lines.0
    }

    fn write_values(&self, lines: &mut Lines, purpose: Purpose) {
        let without: &[&str] = match purpose {
            Purpose::Reading => &[],
            Purpose::Identity => &KEYS_OF_THE_RUN,
        };
        let general = register()
            .entries()
            .iter()
            .map(|entry| entry.key.clone())
            .filter(|key| !key.starts_with("programme.") && !without.contains(&key.as_str()));
        let versions = own::versions();
        if purpose == Purpose::Identity && !versions.is_empty() {
            lines.set("own_mechanisms", &versions.into());
        }
        self.write_settings(lines, general, purpose);
        for programme in &self.programme_keys {
            let own = register().under("programme");
            let keys = own.iter().map(|entry| entry.key.replacen('*', programme, 1));
            self.write_settings(lines, keys, purpose);
        }
        if let Some((_, spec)) = &self.data_sources.citizens {
            lines.tables(
                "population",
                toml::Table::from_iter([("data".to_owned(), spec_as_toml(spec).into())]),
            );
        }
        lines.tables("event", self.events.clone());
    }

    /// The settings whose values differ from the register's defaults, with their keys.
    pub fn changed(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.settings
            .iter()
            .filter(|(key, setting)| {
                register()
                    .get(key)
                    .is_none_or(|entry| entry.default != setting.value)
            })
            .map(|(key, setting)| (key.as_str(), setting))
    }

    fn write_settings(&self, lines: &mut Lines, keys: impl Iterator<Item = String>, purpose: Purpose) {
        let mut heading = String::new();
        for key in keys {
            let (table, name) = key.rsplit_once('.').unwrap_or(("", &key));
            if table != heading {
                table.clone_into(&mut heading);
                lines.heading(table);
                if purpose == Purpose::Reading
                    && let Some(path) = self.data_path(table)
                {
                    lines.set("from", &path.into());
                }
            }
            if let Some(setting) = self.settings.get(&key) {
                lines.set(name, &setting.value);
            }
        }
    }

    /// The data file a table is read from, as seen from the folder of the scenario.
    fn data_path(&self, table: &str) -> Option<String> {
        let file = match table {
            "population" => self.data_sources.citizens.as_ref().map(|(file, _)| file),
            "network" => self.data_sources.ties.as_ref(),
            _ => None,
        }?;
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let path = &file.path;
        if let Ok(beside) = path.strip_prefix(folder) {
            return Some(beside.display().to_string());
        }
        // A path from the command line is seen from where the command runs.
        let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let (path, folder) = (whole(path), whole(folder));
        Some(path.strip_prefix(&folder).unwrap_or(&path).display().to_string())
    }
}

/// TOML in the making.
struct Lines(String);

impl Lines {
    fn heading(&mut self, table: &str) {
        self.0.push_str("\n[");
        self.0.push_str(table);
        self.0.push_str("]\n");
    }

    fn set(&mut self, name: &str, value: &toml::Value) {
        self.0.push_str(name);
        self.0.push_str(" = ");
        self.0.push_str(&value.to_string());
        self.0.push('\n');
    }

    /// A value that is written as tables under headings.
    fn tables(&mut self, name: &str, value: impl Into<toml::Value>) {
        let value = value.into();
        if value.as_array().is_some_and(Vec::is_empty) {
            return;
        }
        let table = toml::Table::from_iter([(name.to_owned(), value)]);
        self.0.push('\n');
        self.0
            .push_str(&toml::to_string(&table).expect("values read from TOML can be written as TOML"));
    }
}
