//! The fingerprint of the engine is that of its behaviour.
//!
//! `UPDATE_ENGINE=1 cargo test --test engine` accepts the engine of today. Do that on purpose only, and say in the change log
//! why: journals of the engine before cannot be gone on with any more.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::convert::Infallible;
use std::fmt::Write as _;

use samspil::experiment::{Threads, Unwatched, by_configuration, simulate};
use samspil::output::ENGINE;
use samspil::scenario::{Entry, Plan, Scenario, register};
use samspil::statistics::{
    Evaluation, Gene, PosteriorSettings, SaltelliPlan, SearchSettings, latin_hypercube, sample_posterior,
    search_front, sobol_points, trajectories,
};
use samspil::study::barriers::RemovalDesign;
use samspil::study::drawn_parameters;
use samspil::study::points::PlannedPoints;
use samspil::words::Words;
use sha2::{Digest as _, Sha256};

use support::{file, rows, shipped, without_parts};

/// The file of the fingerprint.
const FILE: &str = "src/output/engine.txt";

/// Societies that let every mechanism work, in files that nothing else of the program reads.
const SOCIETIES: [&str; 5] = [
    "tests/golden/everything.toml",
    "tests/golden/grown.toml",
    "tests/golden/modules.toml",
    "tests/golden/municipalities.toml",
    "tests/engine/survey.toml",
];

/// Decision rules, each with a tick.
const RUNS: [(&str, &str); 3] = [("logit", "month"), ("threshold", "week"), ("rational", "month")];

/// Everything that a program does with numbers, as text: equal exactly when the behaviour is.
struct Account(String);

impl Account {
    fn numbers(&mut self, name: &str, values: impl IntoIterator<Item = f64>) {
        let _ = write!(self.0, "{name}");
        for value in values {
            // All values that are none count as one.
            let bits = if value.is_nan() { f64::NAN } else { value }.to_bits();
            let _ = write!(self.0, " {bits:x}");
        }
        self.0.push('\n');
    }

    fn fingerprint(&self) -> String {
        let mut digits = String::new();
        for byte in Sha256::digest(&self.0) {
            let _ = write!(digits, "{byte:02x}");
        }
        digits
    }
}

/// What a key of the register does: its default and what it takes. Neither words about it nor its place in the register
/// count, but the order of those that studies vary does.
fn keys(entries: &[Entry]) -> String {
    let mut text = String::new();
    let mut by_name: Vec<&Entry> = entries.iter().collect();
    by_name.sort_by_key(|entry| &entry.key);
    for entry in by_name {
        let _ = writeln!(
            text,
            "key {} {:?} {} {:?} {:?} {:?} {}",
            entry.key, entry.kind, entry.default, entry.bounds, entry.choices, entry.range, entry.fixed
        );
    }
    text
}

/// The purposes of draws with their numbers, from the text of their file without its comments.
fn purposes(source: &str) -> String {
    let code: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(str::split_whitespace)
        .collect();
    // The length of a list is no end of a statement.
    let code = code.replace("Purpose;", "Purpose,");
    let mut text = String::new();
    let declared = code.split(';').filter_map(|item| item.rsplit_once("const"));
    for (_, purpose) in declared.filter(|(_, rest)| rest.contains(":Purpose") || rest.contains(":[Purpose")) {
        let _ = writeln!(text, "purpose {purpose}");
    }
    text
}

/// Those of all files of the model, by name.
fn purposes_of_the_model() -> String {
    let mut found: Vec<String> = Vec::new();
    let mut folders = vec![file("src/model")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(path).unwrap();
                found.extend(purposes(&text).lines().map(|line| format!("{line}\n")));
            }
        }
    }
    found.sort();
    found.concat()
}

/// All measures of every step of small societies.
fn societies(account: &mut Account) {
    for (society, path) in SOCIETIES.iter().enumerate() {
        for (rule, tick) in RUNS {
            let scenario = small(path, rule, tick);
            let rows = without_parts(&scenario, rows(&scenario, 7, 1));
            for (step, row) in rows.into_iter().enumerate() {
                account.numbers(&format!("society {society} {rule} {tick} {step}"), row);
            }
        }
    }
}

fn small(path: &str, rule: &str, tick: &str) -> Scenario {
    shipped(
        path,
        &[
            ("population.citizens", "120"),
            ("simulation.horizon_years", "2.5"),
            ("simulation.decision_rule", rule),
            ("simulation.tick", tick),
        ],
    )
}

/// Where plans look, and what the runs of a plan become.
fn plans(account: &mut Account) {
    for (name, points) in [
        ("hypercube", latin_hypercube(4, 3, 9)),
        ("sobol", sobol_points(8, 3).unwrap()),
        ("morris", trajectories(2, 3, 9)),
        (
            "saltelli",
            SaltelliPlan::grouped(&[0, 1, 1], 4).unwrap().points().to_vec(),
        ),
    ] {
        account.numbers(name, points.into_iter().flatten());
    }
    for (key, value) in drawn_parameters(3, 2) {
        account.numbers(&key, value.as_float());
    }
    let scenario = shipped("tests/golden/everything.toml", &[]);
    let _ = writeln!(
        account.0,
        "barriers {:?}",
        RemovalDesign::of(&scenario, 2, 9).unwrap().arms()
    );
    let plan = Plan::load(&file("tests/engine/plan.toml"), &[]).unwrap();
    let planned = PlannedPoints::of(plan).unwrap();
    let threads = Threads::new(1).unwrap();
    let runs = by_configuration(0..planned.points.len() as u32, 2);
    let mut values = std::collections::BTreeMap::new();
    simulate(&planned, runs, &threads, &Unwatched, |run| {
        values.insert((run.address.configuration, run.address.replication), run.values());
        Ok::<_, Infallible>(())
    })
    .unwrap();
    for ((point, replication), numbers) in values {
        account.numbers(&format!("run {point} {replication}"), numbers);
    }
}

/// Where searches look next.
fn searches(account: &mut Account) {
    let genes = [Gene::Real { low: 0.0, high: 1.0 }, Gene::Category { count: 3 }];
    let settings = SearchSettings {
        population: 8,
        generations: 3,
        seed: 9,
    };
    let front = search_front(&genes, settings, |genomes| {
        let _ = writeln!(account.0, "search {genomes:?}");
        let objectives = |place: usize| vec![place as f64, (place * 5 % 8) as f64];
        Ok::<_, Infallible>(
            (0..genomes.len())
                .map(|place| Evaluation::feasible(objectives(place)))
                .collect(),
        )
    });
    let _ = writeln!(account.0, "front {:?}", front.unwrap());
    let settings = PosteriorSettings {
        dimensions: 2,
        particles: 8,
        rounds: 3,
        quantile: 0.5,
        final_tolerance: 0.0,
        least_acceptance: 0.01,
        budget: 1_000,
        seed: 9,
    };
    let distance = |point: &[f64]| (point[0] - 0.3).abs() + point[1];
    let posterior = sample_posterior(
        &settings,
        |proposals| {
            Ok::<_, Infallible>(
                proposals
                    .iter()
                    .map(|proposal| distance(&proposal.point))
                    .collect(),
            )
        },
        |_| {},
    );
    let _ = writeln!(account.0, "posterior {:?}", posterior.unwrap().particles);
}

#[test]
fn the_fingerprint_is_that_of_the_engine() {
    let varied: Vec<&str> = register()
        .plausible()
        .map(|(entry, _)| entry.key.as_str())
        .collect();
    let mut account = Account(keys(register().entries()) + &purposes_of_the_model());
    let _ = writeln!(account.0, "varied {varied:?}");
    societies(&mut account);
    plans(&mut account);
    searches(&mut account);
    let today = account.fingerprint();
    if std::env::var_os("UPDATE_ENGINE").is_some() {
        std::fs::write(file(FILE), today.clone() + "\n").unwrap();
        return;
    }
    assert_eq!(
        ENGINE, today,
        "this engine behaves otherwise than the one whose fingerprint stands in {FILE}; \
         UPDATE_ENGINE=1 cargo test --test engine accepts it on purpose"
    );
}

#[test]
fn an_equation_moves_the_fingerprint_by_one_bit_of_one_measure() {
    let scenario = small(SOCIETIES[0], "logit", "month");
    let account = |change: fn(f64) -> f64| {
        let mut account = Account(String::new());
        for (step, mut row) in rows(&scenario, 7, 1).into_iter().enumerate() {
            if step == 11 {
                row[3] = change(row[3]);
            }
            account.numbers("row", row);
        }
        account.fingerprint()
    };
    assert_eq!(account(|value| value), account(|value| value));
    assert_ne!(account(|value| value), account(f64::next_up));
}

#[test]
fn a_default_or_a_bound_moves_the_fingerprint_and_words_do_not() {
    let changed = |change: fn(&mut Entry)| {
        let mut entries = register().entries().to_vec();
        change(&mut entries[7]);
        keys(&entries)
    };
    let today = changed(|_| ());
    assert_eq!(
        changed(|entry| entry.meaning = Words::new("in other words", "med andre ord")),
        today
    );
    assert_eq!(changed(|entry| entry.source.clear()), today);
    assert_ne!(changed(|entry| entry.default = toml::Value::Float(0.123)), today);
    assert_ne!(changed(|entry| entry.bounds = Some((0.0, 0.123))), today);
}

#[test]
fn a_purpose_moves_the_fingerprint_and_a_comment_does_not() {
    let source = "/// Trust.\npub(crate) const TRUST: Purpose = Purpose(100);\n";
    let found = purposes(source);
    assert_eq!(found, "purpose TRUST:Purpose=Purpose(100)\n");
    assert_eq!(purposes(&source.replace("Trust.", "Trust,\n/// yearly.")), found);
    assert_ne!(purposes(&source.replace("100", "101")), found);
    let of_the_model = purposes_of_the_model();
    assert!(of_the_model.lines().count() > 20 && of_the_model.contains("NETWORK_TIE:Purpose=Purpose(1101)"));
}

/// The digest of sources that `build.rs` takes.
#[path = "../build/source_digest.rs"]
mod source_digest;

#[test]
fn the_digest_of_sources_is_of_names_and_contents() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("main.rs", "fn main() {}");
    write("model/mod.rs", "");
    let first = source_digest::of(folder.path()).unwrap();
    // printf 'main.rs\n12\nfn main() {}model/mod.rs\n0\n' | sha256sum
    assert_eq!(
        first,
        "5ce6e2763ab3a4d4c4dab80e41840858e136d351f4f3ebdd35a55f4fd6862c40"
    );
    write(".main.rs.swp", "an editor's");
    assert_eq!(source_digest::of(folder.path()).unwrap(), first);
    write("main.rs", "fn main() { }");
    assert_ne!(source_digest::of(folder.path()).unwrap(), first);
}
