//! Speed of the engine: the budgets of the project as benchmarks.
//!
//! `cargo bench --bench engine` prints the time per citizen and month; `docs/performance.md` keeps the ratios.

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use samspil::model::Model;
use samspil::model::executor::Serial;
use samspil::random::{Draws, Purpose};
use samspil::scenario::{Scenario, register};

/// Citizens of the kernel benchmarks: large enough to fill blocks, small enough for the second-level cache.
const CITIZENS: u32 = 10_000;
/// Months of the kernel benchmarks.
const MONTHS: u32 = 24;

fn scenario(overrides: &[(&str, &str)]) -> Scenario {
    let mut all: Vec<(String, String)> = vec![
        ("population.citizens".into(), CITIZENS.to_string()),
        (
            "simulation.horizon_years".into(),
            (f64::from(MONTHS) / 12.0).to_string(),
        ),
        ("network.degree".into(), "10.0".into()),
    ];
    all.extend(
        overrides
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned())),
    );
    Scenario::load(Path::new("scenarios/reference.toml"), &all).expect("the reference scenario has no faults")
}

/// Time from the initial state to the last step.
fn living_time(model: &Model<'_>, replication: u32) -> Duration {
    let mut start = Instant::now();
    let _ = model.simulate(&Draws::new(1, replication), &Serial, &mut |observation| {
        if observation.step == 0 {
            start = Instant::now();
        }
        black_box(observation.row);
        ControlFlow::Continue(())
    });
    start.elapsed()
}

fn bench_living(criterion: &mut Criterion, group: &str, name: &str, overrides: &[(&str, &str)]) {
    let scenario = scenario(overrides);
    let model = Model::new(&scenario.setup);
    let mut group = criterion.benchmark_group(group);
    group.throughput(Throughput::Elements(u64::from(CITIZENS * MONTHS)));
    group.sample_size(20);
    group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
        bencher.iter_custom(|times| (0..times).map(|time| living_time(&model, time as u32)).sum());
    });
    group.finish();
}

/// All mechanisms, ten ties per citizen, one programme: at most 60 ns per citizen-month.
fn full_model(criterion: &mut Criterion) {
    bench_living(criterion, "citizen-month", "all mechanisms", &[]);
    for rule in ["threshold", "rational"] {
        bench_living(
            criterion,
            "citizen-month",
            rule,
            &[("simulation.decision_rule", rule)],
        );
    }
}

/// One mechanism on and all others off pays for that one alone.
fn single_mechanisms(criterion: &mut Criterion) {
    let all: Vec<&str> = register()
        .under("mechanisms")
        .iter()
        .map(|entry| entry.key.as_str())
        .collect();
    let only = |mechanism: Option<&str>| -> Vec<(&str, &str)> {
        all.iter()
            .map(|&key| (key, if Some(key) == mechanism { "true" } else { "false" }))
            .collect()
    };
    bench_living(criterion, "single mechanism", "none", &only(None));
    for mechanism in [
        "mechanisms.willingness",
        "mechanisms.awareness",
        "mechanisms.social_influence",
        "mechanisms.fatigue",
        "mechanisms.social_capital",
    ] {
        bench_living(criterion, "single mechanism", mechanism, &only(Some(mechanism)));
    }
}

/// Population and network of the usual size.
fn birth(criterion: &mut Criterion) {
    let scenario = scenario(&[("population.citizens", "2000")]);
    let model = Model::new(&scenario.setup);
    criterion.bench_function("birth of 2,000 citizens", |bencher| {
        let mut replication = 0;
        bencher.iter(|| {
            replication += 1;
            model.simulate(&Draws::new(1, replication), &Serial, &mut |observation| {
                black_box(observation.row);
                ControlFlow::Break(())
            })
        });
    });
}

/// Addressed draws, four uniforms at a time.
fn draws(criterion: &mut Criterion) {
    let draws = Draws::new(1, 0);
    let agents: [u32; 64] = std::array::from_fn(|lane| lane as u32);
    let mut group = criterion.benchmark_group("draws");
    group.throughput(Throughput::Elements(64));
    group.bench_function("64 citizens, four uniforms each", |bencher| {
        let mut out = [[0.0_f32; 64]; 4];
        let mut step = 0;
        bencher.iter(|| {
            step += 1;
            draws.fill(black_box(&agents), step, Purpose(0), &mut out);
            black_box(&out);
        });
    });
    group.finish();
}

criterion_group!(benches, full_model, single_mechanisms, birth, draws);
criterion_main!(benches);
