use std::path::Path;

use super::*;
use crate::experiment::{Address, Completion, Threads, Unwatched};
use crate::output::{Format, RunFolder};
use crate::scenario::{Design, Factor, FactorValues, Plan};
use crate::statistics::Moments;

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

fn run(root: &Path, plan: &Plan, shard: Option<Shard>) -> Sweep {
    let mut description = Description::of(plan).unwrap();
    description.shard = shard;
    let mut sweep = Sweep::open(root, description).unwrap();
    let threads = Threads::new(2).unwrap();
    let completion = sweep.go_on(plan, false, &threads, &Unwatched).unwrap();
    assert_eq!(completion, Completion::Whole);
    sweep
}

fn written(sweep: &Sweep) -> Vec<(String, Vec<u8>)> {
    write_tables(sweep, &Results::of(sweep).unwrap(), Format::Csv).unwrap();
    let file = |name: &str| {
        let bytes = std::fs::read(sweep.folder().path().join(format!("{name}.csv"))).unwrap();
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
fn joined_shards_are_the_whole_to_the_last_bit() {
    let root = tempfile::tempdir().unwrap();
    let plan = plan(root.path(), PLAN);
    let whole = run(&root.path().join("whole"), &plan, None);
    let folders: Vec<_> = (1..=4)
        .map(|index| {
            let shard = run(root.path(), &plan, Some(Shard { index, count: 4 }));
            // A shard may come from another machine under another name.
            let moved = root.path().join(format!("moved-{index}"));
            std::fs::rename(shard.folder().path(), &moved).unwrap();
            moved
        })
        .collect();
    let merged = merge(&root.path().join("merged"), &folders).unwrap();
    assert_eq!(
        merged.folder().path().file_name(),
        whole.folder().path().file_name()
    );
    assert_eq!(whole.failed().len(), 4, "one of six configurations cannot be");
    for ((name, one), (_, other)) in written(&whole).into_iter().zip(written(&merged)) {
        assert!(one == other, "{name} differs");
    }
}

#[test]
fn failures_are_kept_and_tried_again_when_asked() {
    let root = tempfile::tempdir().unwrap();
    let plan = plan(root.path(), PLAN);
    let sweep = run(root.path(), &plan, None);
    let failed = sweep.failed();
    assert!(failed[0].reason.contains("staff"), "{}", failed[0].reason);
    drop(sweep);
    let again = Sweep::open(root.path(), Description::of(&plan).unwrap()).unwrap();
    assert_eq!(again.failed(), failed);
    assert_eq!(again.missing(false).count(), 0);
    assert_eq!(again.missing(true).count(), failed.len());
}

#[test]
fn a_torn_line_of_failures_is_run_again() {
    let root = tempfile::tempdir().unwrap();
    let plan = plan(root.path(), PLAN);
    let sweep = run(root.path(), &plan, None);
    let failed = sweep.failed();
    let path = sweep.folder().path().join("failures.jsonl");
    drop(sweep);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, &text[..text.len() - 10]).unwrap();
    let mut again = Sweep::open(root.path(), Description::of(&plan).unwrap()).unwrap();
    assert_eq!(again.missing(false).count(), 1);
    let threads = Threads::new(1).unwrap();
    again.go_on(&plan, false, &threads, &Unwatched).unwrap();
    drop(again);
    let again = Sweep::open(root.path(), Description::of(&plan).unwrap()).unwrap();
    assert_eq!(again.failed(), failed);
}

#[test]
fn courses_average_within_replications() {
    let root = tempfile::tempdir().unwrap();
    let plan = plan(root.path(), PLAN);
    let sweep = run(root.path(), &plan, None);
    let results = Results::of(&sweep).unwrap();
    let [course] = results.courses.as_slice() else {
        panic!("one numeric factor");
    };
    assert_eq!((course.factor, course.binned), (1, false));
    let values: Vec<f64> = course.points.iter().map(|point| point.value).collect();
    assert_eq!(values, [0.0, 0.5, 1.0]);
    // Configurations 1 and 4 have a staff share of 0.5.
    let value = |configuration: u32, replication: u32| {
        let mut run = Vec::new();
        sweep
            .journal()
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
    let plan = plan(root.path(), text);
    let results = Results::of(&run(root.path(), &plan, None)).unwrap();
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

#[test]
fn a_description_reads_back_as_it_was() {
    let root = tempfile::tempdir().unwrap();
    let text = PLAN.replace("[0.0, 0.5, 1.0]", "[0.1, 0.30000000000000004, 0.7]");
    let plan = plan(root.path(), &text);
    let description = Description::of(&plan).unwrap();
    let folder = RunFolder::open_at(root.path(), "plan", "", 1).unwrap();
    description.write(&folder).unwrap();
    assert_eq!(Description::read(root.path()), Ok(description));
}
