//! The core of the model: the mechanisms and numbers that a reader can hold in the head.

use std::fmt::Write as _;
use std::sync::LazyLock;

use serde::Deserialize;

use super::register::register;
use crate::words::{Words, say};

/// The key that leaves nothing but the core on.
pub(super) const CORE: &str = "model.core";

/// What every switch of a mechanism begins with.
const SWITCHES: &str = "mechanisms.";

/// A part of the core as it stands in the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    name: String,
    da: String,
    /// Mechanisms, by the names of their switches.
    switches: Vec<String>,
    /// The numbers that carry it, by their keys.
    keys: Vec<String>,
}

/// A key of which nothing comes in the core, but a measure of its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Idle {
    key: String,
    /// The mechanisms that it acts through, by the names of their switches.
    through: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    part: Vec<Part>,
    idle: Vec<Idle>,
}

fn list_of_the_core() -> &'static Parts {
    static PARTS: LazyLock<Parts> = LazyLock::new(|| {
        toml::from_str(include_str!("core_keys.toml"))
            .expect("the list of the core is complete, as its tests check")
    });
    &PARTS
}

fn parts() -> &'static [Part] {
    &list_of_the_core().part
}

/// The switches of the mechanisms through which alone something comes of a key beyond measures of its own; nothing where some of
/// them are of the core, or `needs` of the register says it.
pub(super) fn acts_through(general_key: &str) -> Vec<String> {
    let idle = list_of_the_core().idle.iter();
    let found = idle.filter(|idle| idle.key == general_key);
    found
        .flat_map(|idle| idle.through.iter().map(|switch| format!("{SWITCHES}{switch}")))
        .collect()
}

/// All those switches.
pub(super) fn acting_switches() -> impl Iterator<Item = String> {
    let switches = list_of_the_core().idle.iter().flat_map(|idle| &idle.through);
    switches.map(|switch| format!("{SWITCHES}{switch}"))
}

/// Whether a key is the switch of a mechanism that is not of the core.
pub(super) fn is_beyond(key: &str) -> bool {
    key.strip_prefix(SWITCHES).is_some_and(|name| {
        let mut of_the_core = parts().iter().flat_map(|part| &part.switches);
        !of_the_core.any(|switch| switch == name)
    })
}

/// The core in words for the terminal: its parts with their switches, and its numbers with their defaults.
pub(super) fn list() -> String {
    let entries = parts().iter().flat_map(|part| &part.keys);
    let width = entries.clone().map(String::len).max().unwrap_or_default();
    let (numbers, switches) = (
        entries.count(),
        parts().iter().map(|part| part.switches.len()).sum::<usize>(),
    );
    let mut text = say!(
        "The core has {switches} mechanisms and {numbers} numbers. `core = true` under [model] turns every other mechanism off, but \
         for those that the scenario turns on itself.\n"
    );
    for part in parts() {
        let name = Words::new(&part.name, &part.da);
        let switches: Vec<String> = part
            .switches
            .iter()
            .map(|switch| format!("{SWITCHES}{switch}"))
            .collect();
        writeln!(text, "\n{name} ({})", switches.join(", ")).expect(WRITING);
        for key in &part.keys {
            let Some(entry) = register().get(key) else {
                continue;
            };
            let default = entry.default.to_string();
            writeln!(text, "  {key:width$}  {default:>7}  {}", entry.meaning).expect(WRITING);
        }
    }
    let beyond: Vec<&str> = register()
        .under("mechanisms")
        .into_iter()
        .filter(|entry| is_beyond(&entry.key))
        .map(|entry| &entry.key[SWITCHES.len()..])
        .collect();
    text.push('\n');
    text + &say!("Off in the core: {}", beyond.join(", "))
}

const WRITING: &str = "writing to a string cannot fail";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::scenario::{Entry, Origin, Scenario};
    use crate::words::{Language, within};

    fn read(text: &str, overrides: &[(&str, &str)]) -> Scenario {
        let overrides: Vec<_> = overrides
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        Scenario::from_text(Path::new("core.toml"), text, &overrides)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    fn switch(scenario: &Scenario, name: &str) -> (bool, Origin) {
        let setting = &scenario.settings[&format!("mechanisms.{name}")];
        (setting.value.as_bool().unwrap(), setting.origin)
    }

    #[test]
    fn the_core_has_twenty_to_thirty_numbers_and_switches_that_there_are() {
        let keys: Vec<&String> = parts().iter().flat_map(|part| &part.keys).collect();
        assert!((20..=30).contains(&keys.len()), "{}", keys.len());
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
        for key in keys {
            assert!(register().get(key).is_some_and(Entry::is_number), "{key}");
        }
        for name in parts().iter().flat_map(|part| &part.switches) {
            assert!(register().get(&format!("mechanisms.{name}")).is_some(), "{name}");
        }
    }

    #[test]
    fn no_number_of_the_core_needs_what_the_core_leaves_off() {
        for key in parts().iter().flat_map(|part| &part.keys) {
            let entry = register().get(key).unwrap();
            let beyond = entry.needs.iter().find(|need| need.split(" or ").all(is_beyond));
            assert_eq!(beyond, None, "{key}");
        }
    }

    #[test]
    fn the_core_turns_off_what_nobody_wrote() {
        let text = "[model]\ncore = true\n[mechanisms]\nhours = true\nfatigue = false\n[programme.parks]\n";
        let scenario = read(text, &[("mechanisms.mastery", "true")]);
        assert_eq!(switch(&scenario, "awareness"), (true, Origin::Register));
        assert_eq!(switch(&scenario, "politics"), (false, Origin::File));
        assert_eq!(switch(&scenario, "hours"), (true, Origin::File));
        assert_eq!(switch(&scenario, "fatigue"), (false, Origin::File));
        assert_eq!(switch(&scenario, "mastery"), (true, Origin::CommandLine));
        assert!(!scenario.setup.phases[0].parameters.mechanisms.politics);
        assert!(scenario.changed().any(|(key, _)| key == "mechanisms.politics"));
        assert!(scenario.idle_notes().is_empty(), "{:?}", scenario.idle_notes());
        let again = read(&scenario.resolved_toml(), &[]);
        assert_eq!(again.setup.phases, scenario.setup.phases);
    }

    #[test]
    fn the_core_by_itself_is_the_same_as_its_switches_written_out() {
        let core = read("[programme.parks]\n", &[(CORE, "true")]);
        let beyond = register().under("mechanisms").into_iter();
        let off: Vec<String> = beyond
            .filter(|entry| is_beyond(&entry.key))
            .map(|entry| format!("{} = false\n", entry.key))
            .collect();
        let written = read(&format!("{}[programme.parks]\n", off.concat()), &[]);
        assert_eq!(core.setup.phases, written.setup.phases);
        assert_eq!(switch(&core, "politics"), (false, Origin::CommandLine));
        let full = read("[programme.parks]\n", &[]);
        assert_ne!(core.setup.phases, full.setup.phases);
        assert_eq!(switch(&full, "politics"), (true, Origin::Register));
    }

    #[test]
    fn keys_of_which_nothing_comes_in_the_core_are_told() {
        for Idle { key, through } in &list_of_the_core().idle {
            assert!(register().get(key).is_some(), "{key}");
            for switch in through {
                assert!(is_beyond(&format!("{SWITCHES}{switch}")), "{key}: {switch}");
                assert!(
                    register().get(&format!("{SWITCHES}{switch}")).is_some(),
                    "{key}: {switch}"
                );
            }
        }
        let text = "[model]\ncore = true\n[programme.parks]\ngame = 0.5\ninitiator = 'citizens'\n[politics]\nincident_rate = 0.1\n";
        let notes = read(text, &[]).idle_notes();
        for key in [
            "programme.parks.game",
            "programme.parks.initiator",
            "politics.incident_rate",
        ] {
            let note = notes.iter().find(|note| note.contains(&format!("`{key}`")));
            assert!(
                note.is_some_and(|note| note.contains("the core leaves")),
                "{key}: {notes:?}"
            );
        }
        // The same on the command line.
        let set = read(text, &[("programme.parks.game", "0.7")]);
        assert!(
            set.refuse_idle(&[("programme.parks.game".to_owned(), "0.7".to_owned())], &[])
                .is_err()
        );
        let digital = read(text, &[("mechanisms.digital", "true")]).idle_notes();
        assert!(!digital.iter().any(|note| note.contains("game")), "{digital:?}");
        let full = read(&text.replace("core = true", "core = false"), &[]);
        assert!(full.idle_notes().is_empty(), "{:?}", full.idle_notes());
    }

    #[test]
    fn an_event_may_turn_a_mechanism_on_and_none_may_leave_the_core() {
        let event = |key: &str, value: &str| {
            let text = format!(
                "[model]\ncore = true\n[programme.parks]\n[[event]]\nyear = 1\nchange = {{ \"{key}\" = {value} }}\n"
            );
            Scenario::from_text(Path::new("core.toml"), &text, &[])
        };
        let scenario = event("mechanisms.mastery", "true").unwrap();
        let phases = &scenario.setup.phases;
        assert!(!phases[0].parameters.mechanisms.mastery && phases[1].parameters.mechanisms.mastery);
        assert!(event(CORE, "false").is_err());
    }

    #[test]
    fn the_core_is_listed_with_its_values_in_both_languages() {
        let text = list();
        for key in parts().iter().flat_map(|part| &part.keys) {
            let default = register().get(key).unwrap().default.to_string();
            let line = text
                .lines()
                .find(|line| line.trim_start().starts_with(key.as_str()));
            assert!(line.is_some_and(|line| line.contains(&default)), "{key}");
        }
        assert!(text.contains("Who tires (mechanisms.fatigue)"), "{text}");
        assert!(
            text.contains("Off in the core: ") && text.contains("politics"),
            "{text}"
        );
        let danish = within(Language::Danish, list);
        assert!(danish.contains("Hvem der bliver træt"), "{danish}");
    }

    #[test]
    fn the_ladder_has_two_rungs_for_each_mechanism_beyond_the_core() {
        let again = "python3 tests/long/ladder.py target/release/samspil --rungs";
        let mut lines = include_str!("../../scenarios/plans/ladder.csv").lines();
        let columns: Vec<&str> = lines.next().unwrap().split(',').collect();
        let switches = register().under("mechanisms").into_iter();
        let all: BTreeSet<&str> = switches.map(|entry| entry.key.as_str()).collect();
        assert_eq!(columns.iter().copied().collect::<BTreeSet<_>>(), all, "{again}");
        let core: BTreeSet<&str> = all.iter().copied().filter(|key| !is_beyond(key)).collect();
        let mut rungs = BTreeSet::from([core.clone(), all.clone()]);
        for key in all.difference(&core) {
            let (mut added, mut taken) = (core.clone(), all.clone());
            added.insert(*key);
            taken.remove(key);
            rungs.extend([added, taken]);
        }
        let on = |line: &'static str| -> BTreeSet<&str> {
            let flags = line.split(',').skip(1).zip(&columns);
            flags
                .filter(|(flag, _)| *flag == "true")
                .map(|(_, key)| *key)
                .collect()
        };
        assert_eq!(lines.map(on).collect::<BTreeSet<_>>(), rungs, "{again}");
    }

    #[test]
    fn the_page_of_the_model_has_every_number_of_the_core() {
        let page = include_str!("../../docs/model.md");
        for key in parts().iter().flat_map(|part| &part.keys) {
            let default = &register().get(key).unwrap().default;
            let mut rows = page.lines().filter(|line| line.contains(&format!("| `{key}` |")));
            assert!(
                rows.any(|row| row.contains(&format!("| {default} |"))),
                "{key} is {default}"
            );
        }
    }
}
