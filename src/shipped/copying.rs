//! A copy of what is shipped, to change.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::place::path_of;
use super::{FOLDER, Item, contents};

/// Keys by which a file names another, with the table they stand in.
const NAMING: [(Option<&str>, &str); 5] = [
    (None, "extends"),
    (None, "scenario"),
    (Some("design"), "file"),
    (Some("lesson"), "control"),
    (Some("lesson"), "others"),
];

/// Keys by which a scenario names a data file, with the table they stand in.
const DATA: [(&str, &str); 2] = [("population", "from"), ("network", "from")];

/// A file with data that a copied item names: its name beside the item, and what is in it.
pub type DataFile = (String, Cow<'static, [u8]>);

/// The data files that the text of an item names, for the copy to find beside it.
#[must_use]
pub fn data_of(item: &Item) -> Vec<DataFile> {
    let text = item.text();
    let Ok(parsed) = DeTable::parse(&text) else {
        return Vec::new();
    };
    let named = |(table, key): (&str, &str)| {
        let named = parsed.get_ref().get(table)?.get_ref().as_table()?.get(key)?;
        let name = named.get_ref().as_str()?;
        let path = without_steps_back(&item.path.parent()?.join(name));
        let found = contents(path.strip_prefix(FOLDER).ok()?)?;
        Some((name.to_owned(), found))
    };
    DATA.into_iter().filter_map(named).collect()
}

/// The text of an item under another title, or another id where it has one, comments and all. Files that it names are named as shipped ones, so that the copy
/// can be saved and run anywhere.
#[must_use]
pub fn copy_of(item: &Item, name: &str) -> String {
    let text = item.text();
    // A test checks that everything can be read.
    let Ok(parsed) = DeTable::parse(&text) else {
        return text.into_owned();
    };
    let root = parsed.get_ref();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let title = toml::Value::String(name.to_owned()).to_string();
    let words = ["id", "title"].iter().find_map(|key| root.get(*key));
    if let Some(value) = words {
        edits.push((value.span(), title));
    } else {
        let start = root.keys().map(|key| key.span().start).min().unwrap_or(0);
        edits.push((start..start, format!("title = {title}\n")));
    }
    for (table, key) in NAMING {
        let table = match table {
            Some(name) => root.get(name).and_then(|value| value.get_ref().as_table()),
            None => Some(root),
        };
        let named = table.and_then(|table| table.get(key));
        let list = named.and_then(|named| named.get_ref().as_array());
        let one = named.filter(|_| list.is_none());
        for named in one.into_iter().chain(list.into_iter().flatten()) {
            if let Some(name) = shipped_name(&item.path, named) {
                edits.push((named.span(), toml::Value::String(name).to_string()));
            }
        }
    }
    edits.sort_by_key(|(place, _)| place.start);
    let mut copy = text.to_string();
    for (place, replacement) in edits.into_iter().rev() {
        copy.replace_range(place, &replacement);
    }
    copy
}

/// The name of a shipped file that another names by its path.
fn shipped_name(from: &Path, named: &Spanned<DeValue<'_>>) -> Option<String> {
    let written = named.get_ref().as_str()?;
    let path = without_steps_back(&from.parent()?.join(written));
    let within = path.strip_prefix(FOLDER).ok()?.to_str()?;
    let name = within.strip_suffix(".toml").unwrap_or(within);
    (path_of(name)? == path).then(|| name.to_owned())
}

/// The same path without `..`.
fn without_steps_back(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, find, items, locate, or_shipped};
    use super::*;
    use crate::scenario::fact::Fact;
    use crate::scenario::hypothesis::Hypothesis;
    use crate::scenario::{CalibrationPlan, Disk, FrontierPlan, Plan, Scenario, WorldsPlan};

    #[test]
    fn every_copy_is_right_where_it_is_saved_and_asks_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("my_town.toml");
        let files = or_shipped(Disk::shared());
        for item in items() {
            let copy = copy_of(item, "my_town");
            std::fs::write(&path, &copy).unwrap();
            for (name, bytes) in data_of(item) {
                std::fs::write(folder.path().join(name), bytes).unwrap();
            }
            let place = locate(Path::new(&item.name), &[]).unwrap();
            let wrong = match item.kind {
                Kind::Hypothesis => Hypothesis::load_from(&files, &path, &[]).err(),
                Kind::Fact => Fact::load_from(&files, &path, &[]).err(),
                Kind::SweepPlan => Plan::load_from(&files, &path, &[]).err(),
                Kind::FrontierPlan => FrontierPlan::load_from(&files, &path, &[]).err(),
                Kind::WorldsPlan => WorldsPlan::load_from(&files, &path, &[]).err(),
                Kind::CalibrationPlan => CalibrationPlan::load_from(&files, &path, &[]).err(),
                _ => {
                    let own =
                        Scenario::load_from(&files, &path, &[]).unwrap_or_else(|error| panic!("{error}"));
                    let shipped = Scenario::load_from(&place.files, &place.path, &[]).unwrap();
                    assert_eq!(own.title, "my_town");
                    assert_eq!(own.question_toml(), shipped.question_toml(), "{}", item.name);
                    None
                }
            };
            assert!(wrong.is_none(), "{}: {}", item.name, wrong.unwrap());
        }
    }

    #[test]
    fn comments_are_kept() {
        let copy = copy_of(find("pq_02_kits").unwrap(), "My \"town\"");
        assert!(copy.starts_with("# Planner's question 2: kits."), "{copy}");
        assert!(
            copy.contains("extends = \"planner/pq_02_as_is\"\ntitle = 'My \"town\"'"),
            "{copy}"
        );
        assert!(copy.contains("# 80 a year of 1,000"), "{copy}");
    }
}
