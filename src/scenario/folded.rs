//! A scenario with all that it extends in one text, comments kept.

use std::path::Path;

use toml_edit::{DocumentMut, Item, Key, RawString, Table, TableLike, Value};

use super::event_settings::event_of_key;
use super::language::DANISH;
use super::{Base, InputFile, Origin, Scenario, ScenarioError};
use crate::words::say;

/// Tables of a text stand behind those of the text it extends; no text has so many.
const TABLES_MAX: isize = 1 << 20;

impl Base {
    /// The scenario with these settings as a text that needs no other scenario file: what it extends is folded in.
    ///
    /// Data files cannot be folded in; the text names them as files beside it and says so at its head. Comments stay
    /// where they are, those at the head of a file come first. With settings it is a variant: what was written about the
    /// original – what the model shows of it, figures known of the place, remarks beside what is set – is left out, and the head says so.
    ///
    /// # Errors
    /// As [`Base::with`].
    ///
    /// # Panics
    /// Never: what is folded has been read as TOML before.
    pub fn folded(
        &self,
        title: Option<&str>,
        settings: &[(String, String)],
    ) -> Result<String, ScenarioError> {
        let scenario = self.with(settings)?;
        let varied = !settings.is_empty();
        let mut heads = data_files(&scenario);
        let mut whole = Table::new();
        let mut ends = String::new();
        let mut behind = 0;
        let texts = self.document().texts.of_origin(Origin::File);
        for (depth, (path, text)) in texts.iter().enumerate().rev() {
            let document: DocumentMut = text.parse().expect("it was read as TOML before");
            ends.push_str(document.trailing().as_str().unwrap_or_default());
            let mut table = document.into_table();
            name_files_beside(&mut table);
            let mut head = take_head(&mut table, depth, path);
            if varied {
                head = without_findings(&head);
            }
            heads.insert_str(0, &head);
            shift(&mut table, behind);
            behind += TABLES_MAX;
            if depth > 0 || varied {
                table.remove("lesson");
            }
            inherit(&mut whole, &table);
            overlay(&mut whole, table);
        }
        whole.remove("extends");
        if varied {
            whole.remove("known");
            heads.insert_str(0, &self.provenance(settings)?);
        }
        if let Some(title) = title {
            set(&mut whole, &["title"], &title.into());
            keep_danish(&mut whole, |name| name != "title");
        }
        for (key, _) in settings {
            put(&mut whole, key, &scenario);
        }
        Ok(format!("{heads}{}{ends}", DocumentMut::from(whole)))
    }

    /// What a variant says of itself at its head.
    fn provenance(&self, settings: &[(String, String)]) -> Result<String, ScenarioError> {
        let original = self.with(&[])?;
        let title = original.title.replace('\n', " ");
        let changed: Vec<String> = settings
            .iter()
            .map(|(key, value)| format!("#   {key} = {}\n", value.replace('\n', " ")))
            .collect();
        let changed = changed.concat();
        Ok(say!(
            "# A variant of \"{title}\" ({}). Changed in it:\n{changed}\
             # What was written about the original is left out: what the model shows of it, and figures known of the\n\
             # place. Its story and the other comments are those of the original.\n\n",
            file_name(&original.path)
        ))
    }
}

/// How a comment begins that tells results of the model.
const FINDINGS: &str = "# What the model shows";

/// A head without the paragraphs that tell results of the model.
fn without_findings(head: &str) -> String {
    let mut kept = String::new();
    let mut skipping = false;
    for line in head.lines() {
        let ends = line.trim_end() == "#" || line.trim().is_empty();
        if line.starts_with(FINDINGS) {
            skipping = true;
        } else if !skipping || line.trim().is_empty() {
            kept.push_str(line);
            kept.push('\n');
        }
        skipping &= !ends;
    }
    kept
}

/// What is said at the head of data files, which are named as files beside the text.
fn data_files(scenario: &Scenario) -> String {
    let citizens = scenario.data_sources.citizens.as_ref().map(|(file, _)| file);
    let files = citizens.into_iter().chain(&scenario.data_sources.ties);
    let note = |file: &InputFile| {
        say!(
            "# This scenario reads the data file {}: put a copy of it beside this file.\n",
            file_name(&file.path)
        )
    };
    files.map(note).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// Names data files as files beside the text.
fn name_files_beside(table: &mut Table) {
    for name in ["population", "network"] {
        let inner = table.get_mut(name).and_then(Item::as_table_like_mut);
        let Some(Item::Value(value)) = inner.and_then(|inner| inner.get_mut("from")) else {
            continue;
        };
        if let Some(path) = value.as_str().map(|path| file_name(Path::new(path))) {
            let decor = value.decor().clone();
            *value = path.into();
            *value.decor_mut() = decor;
        }
    }
}

/// Takes away the comments before the first key of a file, which are about the file as a whole.
fn take_head(table: &mut Table, depth: usize, path: &Path) -> String {
    let first = table.iter().next().map(|(name, _)| name.to_owned());
    let Some(first) = first else { return String::new() };
    let decor = match table.get_mut(&first) {
        Some(Item::Table(own)) if !own.is_dotted() => Some(own.decor_mut().clone()),
        _ => table.key(&first).map(|key| key.leaf_decor().clone()),
    };
    let head = decor.and_then(|decor| Some(decor.prefix()?.as_str()?.to_owned()));
    let Some(head) = head.filter(|head| head.contains('#')) else {
        return String::new();
    };
    match table.get_mut(&first) {
        Some(Item::Table(own)) if !own.is_dotted() => own.decor_mut().set_prefix("\n"),
        _ => {
            if let Some(mut key) = table.key_mut(&first) {
                key.leaf_decor_mut().set_prefix("");
            }
        }
    }
    let head = head.trim();
    if depth == 0 {
        format!("{head}\n\n")
    } else {
        say!("# From {}:\n{head}\n\n", file_name(path))
    }
}

/// Leaves of the Danish words of a text what holds for one that extends it, as the reader of scenarios does.
fn inherit(whole: &mut Table, own: &Table) {
    let programmes = own.get("programme").and_then(Item::as_table_like);
    let renames = programmes.is_some_and(|programmes| {
        programmes.iter().any(|(_, programme)| {
            let programme = programme.as_table_like();
            programme.is_some_and(|programme| programme.contains_key("title"))
        })
    });
    keep_danish(whole, |name| name == "programmes" && !renames);
}

/// Takes all other Danish words away.
fn keep_danish(table: &mut Table, keeps: impl Fn(&str) -> bool) {
    let Some(danish) = table.get_mut(DANISH).and_then(Item::as_table_like_mut) else {
        return;
    };
    let names: Vec<String> = danish.iter().map(|(name, _)| name.to_owned()).collect();
    for name in names.iter().filter(|name| !keeps(name)) {
        danish.remove(name);
    }
    if danish.is_empty() {
        table.remove(DANISH);
    }
}

/// Moves the tables of a text behind those of another one.
fn shift(table: &mut Table, by: isize) {
    if let Some(position) = table.position() {
        table.set_position(Some(position + by));
    }
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => shift(inner, by),
            Item::ArrayOfTables(list) => list.iter_mut().for_each(|inner| shift(inner, by)),
            Item::None | Item::Value(_) => {}
        }
    }
}

/// Lays `over` over a table as the reader of scenarios does: tables are merged, everything else is replaced.
fn overlay(own: &mut Table, mut over: Table) {
    let names: Vec<String> = over.iter().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        let Some((key, item)) = over.remove_entry(&name) else {
            continue;
        };
        match own.get_mut(&name) {
            Some(below) if below.is_table_like() && item.is_table_like() => merge(below, item),
            Some(_) => replace(own, &key, item),
            None => {
                own.insert_formatted(&key, item);
            }
        }
    }
}

fn merge(below: &mut Item, item: Item) {
    let (Ok(mut table), Ok(over)) = (std::mem::take(below).into_table(), item.into_table()) else {
        return;
    };
    if let Some(comment) = over
        .decor()
        .prefix()
        .and_then(RawString::as_str)
        .filter(|text| text.contains('#'))
    {
        let before = table
            .decor()
            .prefix()
            .and_then(RawString::as_str)
            .unwrap_or_default();
        let both = format!("{}\n{}", before.trim_end(), comment.trim_start());
        table.decor_mut().set_prefix(both);
    }
    if !over.is_implicit() {
        table.set_implicit(false);
    }
    if table.position().is_none() {
        table.set_position(over.position());
    }
    overlay(&mut table, over);
    *below = Item::Table(table);
}

/// Replaces a value in its place; a comment above the old one goes with it where the new one has its own.
fn replace(own: &mut Table, key: &Key, item: Item) {
    let said = |key: &Key| {
        key.leaf_decor()
            .prefix()
            .and_then(RawString::as_str)
            .is_some_and(|text| text.contains('#'))
    };
    if own.key(key.get()).is_some_and(said) && !said(key) {
        own.insert(key.get(), item);
    } else {
        own.insert_formatted(key, item);
    }
}

/// Writes a setting as the scenario has it.
fn put(whole: &mut Table, key: &str, scenario: &Scenario) {
    if let Some((number, changed)) = event_of_key(key) {
        let value = scenario
            .events
            .get(number - 1)
            .and_then(|event| event.get("change")?.get(changed));
        let event = whole
            .get_mut("event")
            .and_then(|events| event_at(events, number - 1));
        if let (Some(value), Some(event)) = (value, event)
            && let Some(change) = event.get_mut("change").and_then(Item::as_table_like_mut)
        {
            set(change, &[changed], value);
        }
    } else if let Some(setting) = scenario.settings.get(key) {
        let parts: Vec<&str> = key.split('.').collect();
        set(whole, &parts, &setting.value);
    }
}

fn event_at(events: &mut Item, index: usize) -> Option<&mut dyn TableLike> {
    match events {
        Item::ArrayOfTables(list) => list.get_mut(index).map(|table| table as &mut dyn TableLike),
        Item::Value(Value::Array(list)) => list
            .get_mut(index)?
            .as_inline_table_mut()
            .map(|table| table as &mut dyn TableLike),
        Item::None | Item::Value(_) | Item::Table(_) => None,
    }
}

/// Sets a value, making tables on the way.
fn set(table: &mut dyn TableLike, parts: &[&str], value: &toml::Value) {
    match parts {
        [] => {}
        [name] => {
            let mut written: Value = value
                .to_string()
                .parse()
                .expect("values of TOML are written as TOML");
            let place = table.entry(name).or_insert(Item::None);
            if let Some(old) = place.as_value() {
                *written.decor_mut() = old.decor().clone();
                // A remark beside the old value says why it was that.
                let remark = old.decor().suffix().and_then(RawString::as_str);
                if remark.is_some_and(|text| text.contains('#')) {
                    written.decor_mut().set_suffix("");
                }
            }
            *place = Item::Value(written);
        }
        [name, rest @ ..] => {
            let inner = table.entry(name).or_insert_with(|| Item::Table(Table::new()));
            if let Item::Table(inner) = inner {
                inner.set_implicit(rest.len() > 1 && inner.is_implicit());
            }
            if let Some(inner) = inner.as_table_like_mut() {
                set(inner, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::sync::Arc;

    use super::*;
    use crate::scenario::{Memory, Source};
    use crate::words::{Language, within};

    fn scenarios(folder: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(scenarios(&path));
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                found.push(path);
            }
        }
        found
    }

    #[test]
    fn every_scenario_that_comes_with_samspil_folds_to_itself() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let mut folded = 0;
        for path in scenarios(&folder) {
            let Ok(scenario) = Scenario::load(&path, &[]) else {
                continue;
            };
            let settings = [("barriers.silos".to_owned(), "0.123".to_owned())];
            let text = Base::open(&path).unwrap().folded(None, &[]).unwrap();
            // Data are not folded in: the text is read where they lie.
            let own = match scenario.data_sources.citizens {
                Some(_) => path.with_file_name("own.toml"),
                None => PathBuf::from("elsewhere/own.toml"),
            };
            let alone = Scenario::from_text(&own, &text, &[]).expect(&text);
            assert_eq!(
                alone.resolved_toml(),
                scenario.resolved_toml(),
                "{}\n{text}",
                path.display()
            );
            let moved = Base::open(&path)
                .unwrap()
                .folded(Some("Mine"), &settings)
                .unwrap();
            let alone = Scenario::from_text(&own, &moved, &[]).expect(&moved);
            let wanted = Scenario::load(&path, &settings).unwrap();
            assert_eq!(
                (alone.title.as_str(), alone.question_toml()),
                ("Mine", wanted.question_toml()),
                "{moved}"
            );
            for comment in fs::read_to_string(&path)
                .unwrap()
                .lines()
                .filter(|line| line.starts_with('#'))
            {
                assert!(text.contains(comment), "{}: {comment}", path.display());
            }
            folded += 1;
        }
        assert!(folded > 60, "{folded}");
    }

    #[test]
    fn settings_reach_events_and_comments_stay() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/lessons");
        let settings = [("event.1.change.facilitation.ceiling".to_owned(), "0.8".to_owned())];
        let base = Base::open(&folder.join("j_curve_interdependent.toml")).unwrap();
        let text = base.folded(None, &settings).unwrap();
        assert!(!text.contains("\nextends ="), "{text}");
        assert!(text.contains("\"facilitation.ceiling\" = 0.8"), "{text}");
        assert!(
            text.contains("# The substitution parameter is -1") && text.contains("# From j_curve.toml:"),
            "{text}"
        );
        let alone = Scenario::from_text(Path::new("own.toml"), &text, &[]).unwrap();
        assert_eq!(
            alone.question_toml(),
            base.with(&settings).unwrap().question_toml()
        );
    }

    #[test]
    fn a_variant_does_not_tell_what_was_found_of_the_original() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/cases/cykling_uden_alder.toml");
        let base = Base::open(&path).unwrap();
        let unchanged = base.folded(Some("Mine"), &[]).unwrap();
        assert!(unchanged.contains("# What the model shows") && unchanged.contains("[[known]]"));
        let settings = [("barriers.silos".to_owned(), "0.1".to_owned())];
        let variant = base.folded(Some("Mine"), &settings).unwrap();
        assert!(
            variant.starts_with(
                "# A variant of \"Copenhagen: Cycling Without Age\" (cykling_uden_alder.toml). Changed in it:\n\
                 #   barriers.silos = 0.1\n# What was written about the original is left out"
            ),
            "{variant}"
        );
        for gone in [
            "What the model shows.",
            "fewer than two of them",
            "some 50 in each",
            "[[known]]",
        ] {
            assert!(!variant.contains(gone), "{gone}: {variant}");
        }
        assert!(
            variant.contains("# Sources: Agger & Tortzen (2015), ch. 7"),
            "{variant}"
        );
        let alone = Scenario::from_text(Path::new("own.toml"), &variant, &[]).unwrap();
        assert!(alone.known.is_empty());
    }

    #[test]
    fn danish_words_go_with_a_variant_but_for_the_title_of_the_original() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let settings = [("barriers.silos".to_owned(), "0.1".to_owned())];
        let base = Base::open(&folder.join("reference.toml")).unwrap();
        let read = |title: Option<&str>| {
            let text = base.folded(title, &settings).unwrap();
            within(Language::Danish, || {
                Scenario::from_text(Path::new("own.toml"), &text, &[]).unwrap()
            })
        };
        let (kept, named) = (read(None), read(Some("Mine")));
        assert_eq!(
            (kept.title.as_str(), named.title.as_str()),
            ("Referencesamfundet", "Mine")
        );
        for variant in [kept, named] {
            assert!(variant.story.starts_with("En by med"), "{}", variant.story);
            assert_eq!(variant.programme_titles, ["Lokal indsats"]);
        }
    }

    #[test]
    fn a_remark_beside_a_value_goes_with_it() {
        let files: Arc<dyn Source> = Arc::new(Memory::default());
        let town =
            "[barriers]\nsilos = 0.4 # as counted in 2020\nbureaucracy = 0.2 # a guess\n[programme.parks]\n";
        let base = Base::from_text(&files, Path::new("town.toml"), town).unwrap();
        let settings = [("barriers.silos".to_owned(), "0.1".to_owned())];
        let variant = base.folded(None, &settings).unwrap();
        assert!(
            variant.contains("silos = 0.1\nbureaucracy = 0.2 # a guess\n"),
            "{variant}"
        );
    }

    #[test]
    fn data_files_are_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        let people: Vec<String> = (0..40).map(|citizen| (citizen % 11).to_string()).collect();
        let people = format!("trust\n{}\n", people.join("\n"));
        fs::write(folder.path().join("data/people.csv"), people).unwrap();
        let town = "# Mine.\n[population]\nfrom = \"data/people.csv\" # of 2020\n\
            [population.data.columns]\ntrust = { column = \"trust\", low = 0, high = 10 }\n[programme.parks]\n";
        let path = folder.path().join("town.toml");
        fs::write(&path, town).unwrap();
        let text = Base::open(&path).unwrap().folded(None, &[]).unwrap();
        assert!(
            text.starts_with("# Mine.\n\n# This scenario reads the data file people.csv: put a copy"),
            "{text}"
        );
        let saved = folder.path().join("data/own.toml");
        fs::write(&saved, &text).unwrap();
        let (one, other) = (
            Scenario::load(&path, &[]).unwrap(),
            Scenario::load(&saved, &[]).unwrap(),
        );
        assert_eq!(one.setup.observed_citizens, other.setup.observed_citizens);
    }
}
