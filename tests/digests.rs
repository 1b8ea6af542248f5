//! Golden digests: all measures at all steps of every shipped scenario under every decision rule, tick and off-switch.
//!
//! `UPDATE_GOLDEN=1 cargo test --test digests` accepts the numbers of today. Do that on purpose only, and say in the change log
//! why the numbers changed.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rayon::prelude::*;
use samspil::model::executor::Serial;
use samspil::scenario::{Disk, Scenario, Source as _, register};
use sha2::{Digest as _, Sha256};

use support::{Rows, Threads, file, rows_on, without_parts};

/// The file of the digests.
const FILE: &str = "tests/golden/digests.csv";
/// Citizens of scenarios whose data say nothing else.
const CITIZENS: &str = "130";
/// Decision rules and ticks, each run with a seed of its own.
const RUNS: [(&str, &str); 4] = [
    ("logit", "month"),
    ("threshold", "month"),
    ("rational", "month"),
    ("logit", "week"),
];
/// Societies in which every mechanism works.
const SOCIETIES: [&str; 4] = ["everything", "grown", "modules", "municipalities"];

/// The digest of all bits of all rows; all values that are none count as one.
fn digest(rows: &Rows) -> String {
    let mut hasher = Sha256::new();
    for value in rows.iter().flatten() {
        let value = if value.is_nan() { f64::NAN } else { *value };
        hasher.update(value.to_bits().to_le_bytes());
    }
    let mut digits = String::new();
    for byte in &hasher.finalize()[..8] {
        write!(digits, "{byte:02x}").unwrap();
    }
    format!("{},{},{digits}", rows.len(), rows[0].len())
}

/// A scenario with these settings, and with fewer citizens where its data allow that.
fn load(path: &str, settings: &[(&str, &str)]) -> Scenario {
    let owned = |settings: &[(&str, &str)]| -> Vec<(String, String)> {
        let pairs = settings.iter();
        pairs
            .map(|&(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    };
    let mut small = owned(settings);
    small.push(("population.citizens".to_owned(), CITIZENS.to_owned()));
    Scenario::load(&file(path), &small)
        .or_else(|_| Scenario::load(&file(path), &owned(settings)))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Paths of all shipped scenarios, without the plans, facts and hypotheses beside them.
fn shipped() -> Vec<String> {
    let root = file("");
    let paths = Disk.files(&file("scenarios")).unwrap();
    let paths = paths
        .iter()
        .map(|path| path.strip_prefix(&root).unwrap().to_str().unwrap());
    let others = ["/plans/", "/facts/", "/hypotheses/", "_plan.toml", ".csv"];
    paths
        .filter(|path| !others.iter().any(|other| path.contains(other)))
        .map(str::to_owned)
        .collect()
}

/// A scenario under a decision rule and a tick, and what is off.
type Run = (String, (&'static str, &'static str), Option<&'static str>, u64);

/// All runs, each with a seed.
fn runs() -> Vec<Run> {
    let switches = || {
        let keys = register().entries().iter().map(|entry| entry.key.as_str());
        keys.filter(|key| key.starts_with("mechanisms."))
    };
    let mut all = Vec::new();
    for (seed, run) in (1..).zip(RUNS) {
        all.extend(shipped().into_iter().map(|path| (path, run, None, seed)));
        for society in SOCIETIES {
            let path = || format!("tests/golden/{society}.toml");
            all.push((path(), run, None, seed));
            all.extend(switches().map(|switch| (path(), run, Some(switch), seed)));
        }
    }
    all
}

/// The digests of today, by scenario, rule, tick and what is off.
fn today() -> BTreeMap<String, String> {
    let digest_of = |(path, (rule, tick), off, seed): &Run| {
        let mut settings = vec![("simulation.decision_rule", *rule), ("simulation.tick", *tick)];
        settings.extend(off.map(|switch| (switch, "false")));
        let scenario = load(path, &settings);
        let rows = without_parts(&scenario, rows_on(&scenario, *seed, 1, &Serial));
        let off = off.unwrap_or_default();
        (format!("{path},{rule},{tick},{off}"), digest(&rows))
    };
    let mut found: BTreeMap<String, String> = runs().par_iter().map(digest_of).collect();
    let scenario = load("tests/golden/everything.toml", &[]);
    let divided = without_parts(&scenario, rows_on(&scenario, 9, 2, &Threads::new(2)));
    found.insert(
        "tests/golden/everything.toml,divided,,".to_owned(),
        digest(&divided),
    );
    found
}

#[test]
fn all_measures_at_all_steps_keep_their_bits() {
    let today = today();
    let mut text = "scenario,rule,tick,off,rows,measures,digest\n".to_owned();
    for (run, digest) in &today {
        writeln!(text, "{run},{digest}").unwrap();
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(file(FILE), &text).unwrap();
    }
    let golden = std::fs::read_to_string(file(FILE)).unwrap();
    let golden: Vec<&str> = golden.lines().collect();
    let other: Vec<&str> = text.lines().filter(|line| !golden.contains(line)).collect();
    assert!(
        other.is_empty() && golden.len() == text.lines().count(),
        "{} of {} runs differ; UPDATE_GOLDEN=1 accepts them on purpose:\n{}",
        other.len(),
        today.len(),
        other[..other.len().min(20)].join("\n")
    );
}
