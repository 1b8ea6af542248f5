//! What `needs` says of the switches of mechanisms, held against what societies do.

mod support;

use std::ops::ControlFlow;

use rayon::prelude::*;
use samspil::model::Model;
use samspil::model::executor::Serial;
use samspil::random::Draws;
use samspil::scenario::{Entry, Scenario, register};

use support::values;

type Settings = Vec<(String, String)>;

/// Scenarios that have every module among them.
const FILES: [&str; 4] = ["everything", "grown", "modules", "municipalities"];
/// Steps and citizens with which nearly all effects show; where none does they are looked for again in more.
const FIRST_LOOK: (u32, u32) = (15, 100);
const SECOND_LOOK: (u32, u32) = (30, 310);
/// The same for pairs of one mechanism, in societies in which what is rare happens often.
const LONG_LOOK: (u32, u32) = (36, 200);
const OFTEN: [(&str, &str); 4] = [
    ("fatigue.gain", "2.0"),
    ("politics.incident_rate", "5.0"),
    ("asking.general", "1.0"),
    ("initiatives.idea_rate", "0.1"),
];
/// Of the pairs of a key and a switch that belong to different mechanisms one in so many is tried; where this is set, all of
/// them, as those of one mechanism are.
const PART: u64 = 64;
const ALL: &str = "SAMSPIL_EVERY_SWITCH";

/// Keys that a society here does not heed without a switch, and another may.
const ELSEWHERE: [(&str, &str); 2] = [
    // The base of exits and, without willingness, what everyone is willing to.
    ("willingness.reference_mean", "mechanisms.staying"),
    // From backlash, and from slow crowding where there is any.
    ("reward.recovery", "mechanisms.backlash"),
];

/// A society as it is without the change of a key.
struct Society {
    file: &'static str,
    settings: Settings,
    programmes: Vec<String>,
    steps: u32,
    rows: Vec<Vec<u64>>,
}

fn load(file: &str, settings: &Settings) -> Option<Scenario> {
    Scenario::load(&support::file(&format!("tests/golden/{file}.toml")), settings).ok()
}

/// Shows the rows of a society one by one, until there have been enough.
fn live(scenario: &Scenario, steps: u32, mut look: impl FnMut(usize, Vec<u64>) -> ControlFlow<()>) {
    let _ = Model::new(&scenario.setup).simulate(&Draws::new(1, 0), &Serial, &mut |seen| {
        let row = seen.row.iter().map(|value| value.to_bits()).collect();
        if seen.step < steps {
            look(seen.step as usize, row)
        } else {
            ControlFlow::Break(())
        }
    });
}

impl Society {
    /// A society in which a switch is off, or none.
    fn without(file: &'static str, switch: Option<&str>, (steps, citizens): (u32, u32)) -> Self {
        let mut settings = vec![("population.citizens".to_owned(), citizens.to_string())];
        if steps == LONG_LOOK.0 {
            let often = OFTEN.map(|(key, value)| (key.to_owned(), value.to_owned()));
            settings.extend(often);
        }
        settings.extend(switch.map(|switch| (switch.to_owned(), "false".to_owned())));
        let scenario = load(file, &settings).expect("every mechanism can be off");
        let mut rows = Vec::new();
        live(&scenario, steps, |_, row| {
            rows.push(row);
            ControlFlow::Continue(())
        });
        Self {
            file,
            settings,
            programmes: scenario.programme_keys,
            steps,
            rows,
        }
    }

    /// All of them.
    fn all(switch: Option<&str>, size: (u32, u32)) -> Vec<Self> {
        let files = FILES.into_par_iter();
        files.map(|file| Self::without(file, switch, size)).collect()
    }

    /// Whether another value of a key, in all programmes, changes a row; not where the value is refused.
    fn heeds(&self, key: &str, value: &str) -> bool {
        let mut settings = self.settings.clone();
        let own = |programme: &String| (key.replacen('*', programme, 1), value.to_owned());
        settings.retain(|(own, _)| own != key);
        if key.contains('*') {
            settings.extend(self.programmes.iter().map(own));
        } else {
            settings.push((key.to_owned(), value.to_owned()));
        }
        let Some(scenario) = load(self.file, &settings) else {
            return false;
        };
        let mut differs = false;
        live(&scenario, self.steps, |step, row| {
            differs = self.rows.get(step) != Some(&row);
            if differs {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        differs
    }
}

/// Whether some society heeds a key.
fn is_heeded(entry: &Entry, societies: &[Society]) -> bool {
    let values = values(entry);
    let heed = |society: &Society| values.iter().any(|value| society.heeds(&entry.key, value));
    societies.iter().any(heed)
}

/// How long a pair is looked at: longer where key and switch belong to one mechanism, else by the luck of their names or
/// not at all.
fn look(entry: &Entry, switch: &Entry) -> Option<(u32, u32)> {
    let names = entry.key.bytes().chain(switch.key.bytes());
    let luck = names.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    if std::env::var_os(ALL).is_some() || entry.equation == switch.equation {
        Some(LONG_LOOK)
    } else {
        (luck >> 32).is_multiple_of(PART).then_some(FIRST_LOOK)
    }
}

/// Whether a key is asked about: how citizens are at birth is seen in snapshots, whatever they do, and nobody is misled where
/// one switch does nothing beside another.
fn is_asked(entry: &Entry) -> bool {
    !["population.", "mechanisms.", "simulation."]
        .iter()
        .any(|table| entry.key.starts_with(table))
}

/// Those of some keys that societies heed as they are, and none of them without a switch.
fn heeded_with(
    switch: &Entry,
    asked: Vec<&'static Entry>,
    on: &[Society],
    first: (u32, u32),
    second: (u32, u32),
) -> Vec<&'static Entry> {
    if asked.is_empty() {
        return asked;
    }
    let off = Society::all(Some(&switch.key), first);
    let dead: Vec<&Entry> = asked
        .into_par_iter()
        .filter(|entry| !is_heeded(entry, &off) && is_heeded(entry, on))
        .collect();
    if dead.is_empty() || second == first {
        return dead;
    }
    let off = Society::all(Some(&switch.key), second);
    dead.into_par_iter()
        .filter(|entry| !is_heeded(entry, &off))
        .collect()
}

/// The other direction is tried beside it: what names a switch has no effect without it.
#[test]
fn a_key_without_effect_names_the_switch_that_is_off() {
    let looks = [(FIRST_LOOK, SECOND_LOOK), (LONG_LOOK, LONG_LOOK)]
        .map(|(first, second)| (first, second, Society::all(None, first)));
    let mut missing = Vec::new();
    for switch in register().under("mechanisms") {
        let names = |entry: &Entry| entry.needs.iter().any(|need| need.contains(&switch.key));
        for (first, second, on) in &looks {
            let asked = register().entries().iter().filter(|entry| is_asked(entry));
            let asked: Vec<&Entry> = asked
                .filter(|entry| !names(entry) && look(entry, switch) == Some(*first))
                .filter(|entry| !ELSEWHERE.contains(&(entry.key.as_str(), switch.key.as_str())))
                .collect();
            let dead = heeded_with(switch, asked, on, *first, *second).into_iter();
            missing.extend(dead.map(|entry| format!("{} needs {}", entry.key, switch.key)));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
