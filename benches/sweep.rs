//! What a sweep costs on top of its runs.
//!
//! `cargo bench --bench sweep` prints the time of a small run (500 citizens, 12 months) bare, with its model made once;
//! in a sweep in which every run is a configuration of its own, the worst case; and in one with 20 replications of
//! each. Everything is on one thread. The ratio to the bare run is the overhead.

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use samspil::experiment::{Threads, Unwatched};
use samspil::model::Model;
use samspil::model::executor::Serial;
use samspil::output::RunFolder;
use samspil::random::Draws;
use samspil::scenario::Plan;
use samspil::study::points::PlannedPoints;
use samspil::study::sweep::Sweep;
use samspil::study::{Journals, Shard, Study as _, Workers};

const RUNS: u32 = 40;

/// A plan with so many configurations and [`RUNS`] runs in all.
fn plan(folder: &Path, configurations: u32) -> Plan {
    let scenario = "[simulation]\nhorizon_years = 1.0\n[population]\ncitizens = 500\n[programme.parks]\n";
    let replications = RUNS / configurations;
    let plan = format!(
        "scenario = 'parks.toml'\nreplications = {replications}\n[[factor]]\nkey = 'programme.parks.ease'\n\
         range = [0.45, 0.55]\nsteps = {configurations}\n[[measure]]\nkey = 'outcome'\n[[measure]]\n\
         key = 'participants_share'\nreduce = 'mean'\nyears = [0.5, 1.0]\n"
    );
    std::fs::write(folder.join("parks.toml"), scenario).expect("a temporary folder can be written");
    std::fs::write(folder.join("plan.toml"), plan).expect("a temporary folder can be written");
    Plan::load(&folder.join("plan.toml"), &[]).expect("the plan has no faults")
}

/// Time of all runs of a sweep, its folder opened before.
fn sweeping_time(plan: &Plan, threads: &Threads) -> Duration {
    let root = tempfile::tempdir().expect("a temporary folder can be made");
    let sweep = Sweep {
        planned: PlannedPoints::of(plan.clone()).expect("the plan has points"),
    };
    let question = sweep.question().expect("the plan reads no data");
    let folder = RunFolder::open(root.path(), &question.name, &question.identity, question.seed)
        .expect("a temporary folder can be written");
    let mut journals =
        Journals::open(&folder, Shard::WHOLE, false).expect("a temporary folder can be written");
    let start = Instant::now();
    sweep
        .answer(&mut Workers::new(&mut journals, threads, &Unwatched))
        .expect("a temporary folder can be written");
    start.elapsed()
}

fn small_runs(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let threads = Threads::new(1).expect("there is a thread");
    let mut group = criterion.benchmark_group("small run");
    group.throughput(Throughput::Elements(u64::from(RUNS)));
    group.sample_size(20);
    let plan_of_many = plan(folder.path(), RUNS);
    group.bench_function(BenchmarkId::from_parameter("bare"), |bencher| {
        let model = Model::new(&plan_of_many.scenario.setup);
        bencher.iter(|| {
            for replication in 0..RUNS {
                let _ = model.simulate(&Draws::new(1, replication), &Serial, &mut |observation| {
                    black_box(observation.row);
                    ControlFlow::Continue(())
                });
            }
        });
    });
    for (name, configurations) in [
        ("sweep, one replication each", RUNS),
        ("sweep, 20 replications each", 2),
    ] {
        let plan = plan(folder.path(), configurations);
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter_custom(|times| (0..times).map(|_| sweeping_time(&plan, &threads)).sum());
        });
    }
    group.finish();
}

criterion_group!(benches, small_runs);
criterion_main!(benches);
