use std::path::Path;

use super::*;
use crate::experiment::{Address, Threads, Unwatched};
use crate::output::{Format, RunFolder, Tables};
use crate::scenario::{Design, Factor, FactorValues, Plan};
use crate::statistics::Moments;
use crate::study::points::Points;
use crate::study::reportable::Reportable as _;
use crate::study::{Journals, Shard, Workers};

const SCENARIO: &str = "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 80\n[programme.parks]\n";

/// Six configurations, of which those with a substitutive relation and no staff cannot be.
const PLAN: &str = "
scenario = 'parks.toml'
replications = 4
[[factor]]
key = 'programme.parks.relation'
levels = ['supplementary', 'substitutive']
[[factor]]
key = 'programme.parks.staff_share'
levels = [0.0, 0.5, 1.0]
[[measure]]
key = 'awareness_share'
[[measure]]
key = 'hours_per_participant'
reduce = 'mean'
years = [0.25, 0.5]
";

fn plan(folder: &Path, text: &str) -> Plan {
    std::fs::write(folder.join("parks.toml"), SCENARIO).unwrap();
    std::fs::write(folder.join("plan.toml"), text).unwrap();
    Plan::load(&folder.join("plan.toml"), &[]).unwrap_or_else(|error| panic!("{error}"))
}

fn folder_of(root: &Path, sweep: &Sweep, shard: Shard) -> RunFolder {
    let question = sweep.question().unwrap();
    let name = question.name + &shard.suffix();
    RunFolder::open(root, &name, &question.identity, question.seed).unwrap()
}

fn sweep(plan: &Plan) -> Sweep {
    Sweep {
        planned: PlannedPoints::of(plan.clone()).unwrap(),
    }
}

/// The answer of a folder, of which what is missing is simulated; the rest where it is a share.
fn answer(folder: &RunFolder, sweep: &Sweep, shard: Shard, retry: bool) -> Result<SweepAnswer, Incomplete> {
    let threads = Threads::new(2).unwrap();
    let mut journals = Journals::open(folder, shard, retry).unwrap();
    let answer = sweep.answer(&mut Workers::new(&mut journals, &threads, &Unwatched))?;
    let mut tables = Tables::new(folder, Format::Csv, false);
    sweep.write_tables(&answer, &journals, &threads, &mut tables)?;
    tables.finish()?;
    Ok(answer)
}

/// Runs of a folder that are missing.
fn missing(folder: &RunFolder, sweep: &Sweep, retry: bool) -> u64 {
    let mut journals = Journals::open(folder, Shard::WHOLE, retry).unwrap();
    match sweep.answer(&mut journals) {
        Ok(_) => 0,
        Err(Incomplete::Missing(missing)) => missing.own,
        Err(incomplete) => panic!("{incomplete:?}"),
    }
}

fn written(folder: &RunFolder) -> Vec<(String, Vec<u8>)> {
    let file = |name: &str| {
        let bytes = std::fs::read(folder.path().join(format!("{name}.csv"))).unwrap();
        (name.to_owned(), bytes)
    };
    ["points", "runs", "summary", "failures", "codebook"]
        .map(file)
        .to_vec()
}

fn factor(values: FactorValues) -> Factor {
    Factor {
        key: "population.citizens".to_owned(),
        meaning: String::new(),
        unit: String::new(),
        values,
    }
}

#[test]
fn places_in_the_cube_become_values_of_factors() {
    let factors = [
        factor(FactorValues::Range {
            low: -1.0,
            high: 3.0,
            whole: false,
        }),
        factor(FactorValues::Range {
            low: 1.0,
            high: 4.0,
            whole: true,
        }),
        factor(FactorValues::Levels(vec!["a".into(), "b".into()])),
    ];
    let points = Points::of(&factors, &Design::Sobol { points: 4 }).unwrap();
    // scipy.stats.qmc.Sobol(3, scramble=False).random(4) is
    // [[0, 0, 0], [.5, .5, .5], [.75, .25, .25], [.25, .75, .75]]
    let expected: [(f64, i64, &str); 4] = [(-1.0, 1, "a"), (1.0, 3, "b"), (2.0, 2, "a"), (0.0, 4, "b")];
    for (configuration, (number, whole, text)) in expected.into_iter().enumerate() {
        let values: Vec<toml::Value> = vec![number.into(), whole.into(), text.into()];
        assert_eq!(points.values(configuration), values);
    }
    let hypercube = Design::LatinHypercube { points: 40, seed: 3 };
    let points = Points::of(&factors, &hypercube).unwrap();
    let mut whole = points.numbers(1).unwrap();
    whole.sort_unstable_by(f64::total_cmp);
    let expected: Vec<f64> = (0..40).map(|index| f64::from(1 + index / 10)).collect();
    assert_eq!(whole, expected, "each whole number is as likely as any other");
    assert_eq!(points.numbers(2), None);
}

#[test]
fn joined_shares_are_the_whole_to_the_last_bit() {
    let root = tempfile::tempdir().unwrap();
    let sweep = sweep(&plan(root.path(), PLAN));
    let whole = folder_of(&root.path().join("whole"), &sweep, Shard::WHOLE);
    answer(&whole, &sweep, Shard::WHOLE, false).unwrap();
    let merged = folder_of(&root.path().join("merged"), &sweep, Shard::WHOLE);
    let mut journals = Journals::open(&merged, Shard::WHOLE, false).unwrap();
    // 24 runs, more shares than configurations; one share is there twice, and another has other bounds.
    let shards = ["1/7", "2/7", "3/7", "4/7", "5/7", "6/7", "7/7", "2/7", "1/3"];
    for (number, shard) in shards.into_iter().enumerate() {
        let shard: Shard = shard.parse().unwrap();
        let folder = folder_of(root.path(), &sweep, shard);
        match answer(&folder, &sweep, shard, false) {
            Err(Incomplete::Missing(missing)) => assert_eq!(missing.own, 0),
            other => panic!("{other:?}"),
        }
        // A share may come from another machine under another name.
        let moved = root.path().join(format!("moved-{number}"));
        std::fs::rename(folder.path(), &moved).unwrap();
        drop(folder);
        journals.join(&moved).unwrap();
    }
    assert!(sweep.answer(&mut journals).is_ok());
    drop(journals);
    assert_eq!(missing(&merged, &sweep, false), 0);
    answer(&merged, &sweep, Shard::WHOLE, false).unwrap();
    assert_eq!(written(&merged), written(&whole));
}

#[test]
fn runs_that_are_taken_away_are_made_again() {
    let root = tempfile::tempdir().unwrap();
    let sweep = sweep(&plan(root.path(), PLAN));
    let folder = folder_of(root.path(), &sweep, Shard::WHOLE);
    answer(&folder, &sweep, Shard::WHOLE, false).unwrap();
    let before = written(&folder);
    let journal = folder.path().join("runs.journal");
    let bytes = std::fs::read(&journal).unwrap();
    let record = (bytes.len() - 116) / 20;
    std::fs::write(&journal, &bytes[..bytes.len() - 3 * record]).unwrap();
    assert_eq!(missing(&folder, &sweep, false), 3);
    answer(&folder, &sweep, Shard::WHOLE, false).unwrap();
    assert_eq!(written(&folder), before);
}

#[test]
fn other_numbers_for_one_run_are_refused() {
    let root = tempfile::tempdir().unwrap();
    let sweep = sweep(&plan(root.path(), PLAN));
    let (one, other) = (root.path().join("one"), root.path().join("other"));
    let (one, other) = (
        folder_of(&one, &sweep, Shard::WHOLE),
        folder_of(&other, &sweep, Shard::WHOLE),
    );
    answer(&one, &sweep, Shard::WHOLE, false).unwrap();
    let run = Address {
        configuration: 1,
        replication: 2,
    };
    other
        .journal("runs", 3, 1)
        .unwrap()
        .append(run, &[0.5, 0.1, 0.2])
        .unwrap();
    let place = other.path().to_owned();
    drop(other);
    let mut journals = Journals::open(&one, Shard::WHOLE, false).unwrap();
    journals.join(&place).unwrap();
    match sweep.answer(&mut journals) {
        Err(Incomplete::Store(error)) => {
            let error = error.to_string();
            let named = error.contains("configuration 1, replication 2 has other numbers");
            assert!(named, "{error}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn failures_are_kept_and_tried_again_when_asked() {
    let root = tempfile::tempdir().unwrap();
    let sweep = sweep(&plan(root.path(), PLAN));
    let folder = folder_of(root.path(), &sweep, Shard::WHOLE);
    let failed = answer(&folder, &sweep, Shard::WHOLE, false).unwrap().failed;
    let found: Vec<(u32, u32)> = failed
        .iter()
        .map(|failed| (failed.configuration, failed.replication))
        .collect();
    assert_eq!(found, [(3, 0), (3, 1), (3, 2), (3, 3)]);
    assert!(failed[0].reason.contains("staff_share"), "{}", failed[0].reason);
    assert_eq!(missing(&folder, &sweep, false), 0);
    assert_eq!(missing(&folder, &sweep, true), 4);
    assert_eq!(
        answer(&folder, &sweep, Shard::WHOLE, true).unwrap().failed,
        failed
    );
}

#[test]
fn a_torn_line_of_failures_is_run_again() {
    let root = tempfile::tempdir().unwrap();
    let sweep = sweep(&plan(root.path(), PLAN));
    let folder = folder_of(root.path(), &sweep, Shard::WHOLE);
    let failed = answer(&folder, &sweep, Shard::WHOLE, false).unwrap().failed;
    let path = folder.path().join("failures.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, &text[..text.len() - 10]).unwrap();
    assert_eq!(missing(&folder, &sweep, false), 1);
    assert_eq!(
        answer(&folder, &sweep, Shard::WHOLE, false).unwrap().failed,
        failed
    );
}

#[test]
fn courses_average_within_replications() {
    let root = tempfile::tempdir().unwrap();
    let sweep = sweep(&plan(root.path(), PLAN));
    let folder = folder_of(root.path(), &sweep, Shard::WHOLE);
    let results = answer(&folder, &sweep, Shard::WHOLE, false).unwrap().results;
    let journal = folder.journal("runs", 3, 1).unwrap();
    let [course] = results.courses.as_slice() else {
        panic!("one numeric factor");
    };
    assert_eq!((course.factor, course.binned), (1, false));
    let values: Vec<f64> = course.points.iter().map(|point| point.value).collect();
    assert_eq!(values, [0.0, 0.5, 1.0]);
    // Configurations 1 and 4 have a staff share of 0.5.
    let value = |configuration: u32, replication: u32| {
        let mut run = Vec::new();
        journal
            .read(
                Address {
                    configuration,
                    replication,
                },
                &mut run,
            )
            .unwrap();
        run[1]
    };
    let naive: Moments = (0..4)
        .map(|replication| f64::midpoint(value(1, replication), value(4, replication)))
        .collect();
    let moments = &course.points[1].moments[0];
    assert_eq!(moments.count(), 4);
    assert!((moments.mean() - naive.mean()).abs() < 1e-12);
    assert!((moments.standard_deviation() - naive.standard_deviation()).abs() < 1e-12);
}

#[test]
fn a_factor_of_many_values_is_divided_into_parts() {
    let root = tempfile::tempdir().unwrap();
    let text = "
scenario = 'parks.toml'
replications = 1
[design]
kind = 'latin_hypercube'
points = 30
[[factor]]
key = 'programme.parks.ease'
range = [0.2, 0.8]
[[measure]]
key = 'willingness'
";
    let sweep = sweep(&plan(root.path(), text));
    let folder = folder_of(root.path(), &sweep, Shard::WHOLE);
    let results = answer(&folder, &sweep, Shard::WHOLE, false).unwrap().results;
    let course = &results.courses[0];
    assert!(course.binned);
    assert_eq!(course.points.len(), 10);
    for (part, point) in course.points.iter().enumerate() {
        let low = 0.2 + 0.06 * part as f64;
        assert!((low..low + 0.06).contains(&point.value), "{}", point.value);
        assert!(
            point.mean_and_interval(0).1.0.is_nan(),
            "one replication has no interval"
        );
    }
}
