//! What the tests of the whole engine share: scenarios cut to size, and the rows they leave.
#![allow(dead_code, reason = "every test binary uses its own part")]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use samspil::experiment::columns;
use samspil::model::Model;
use samspil::model::executor::{Executor, Serial};
use samspil::random::Draws;
use samspil::scenario::{Entry, Kind, Scenario};

/// The rows of one replication, from the initial state on.
pub(crate) type Rows = Vec<Vec<f64>>;

/// Spreads the items of a slice over the threads of a pool.
pub(crate) struct Threads(ThreadPool);

impl Threads {
    pub(crate) fn new(threads: usize) -> Self {
        Self(
            ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("two threads can be had"),
        )
    }
}

impl Executor for Threads {
    fn map<T: Send, R: Send>(
        &self,
        items: &mut [T],
        work: impl Fn(usize, &mut T) -> R + Sync + Send,
    ) -> Vec<R> {
        self.0.install(|| {
            items
                .par_iter_mut()
                .enumerate()
                .map(|(index, item)| work(index, item))
                .collect()
        })
    }
}

/// A file of the project.
pub(crate) fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn owned(overrides: &[(&str, &str)]) -> Vec<(String, String)> {
    overrides
        .iter()
        .map(|&(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

/// A shipped scenario with some settings of its own.
pub(crate) fn shipped(path: &str, overrides: &[(&str, &str)]) -> Scenario {
    Scenario::load(&file(path), &owned(overrides)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A scenario from text; files it names are sought in `folder`.
pub(crate) fn from_text(folder: &Path, text: &str, overrides: &[(&str, &str)]) -> Scenario {
    Scenario::from_text(&folder.join("test.toml"), text, &owned(overrides))
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Position of a column by its name.
pub(crate) fn column(scenario: &Scenario, key: &str) -> usize {
    columns(&scenario.programme_keys, scenario.municipalities())
        .iter()
        .position(|column| column.key == key)
        .unwrap_or_else(|| panic!("there is no measure `{key}`"))
}

/// Measures that were appended when the digests stood; their quotient and their difference are digested.
const PARTS: [&str; 2] = ["richest_quarter_share", "poorest_quarter_share"];

/// The rows without these.
pub(crate) fn without_parts(scenario: &Scenario, rows: Rows) -> Rows {
    let parts = PARTS.map(|part| column(scenario, part));
    let kept = |row: Vec<f64>| -> Vec<f64> {
        let numbered = row.into_iter().enumerate();
        numbered
            .filter(|(at, _)| !parts.contains(at))
            .map(|(_, value)| value)
            .collect()
    };
    rows.into_iter().map(kept).collect()
}

/// Lets one replication live.
pub(crate) fn rows_on<E: Executor>(scenario: &Scenario, seed: u64, replication: u32, executor: &E) -> Rows {
    let mut rows = Vec::new();
    let draws = Draws::new(seed, replication);
    let _ = Model::new(&scenario.setup).simulate(&draws, executor, &mut |observation| {
        rows.push(observation.row.to_vec());
        ControlFlow::Continue(())
    });
    rows
}

/// Lets one replication live on this thread.
pub(crate) fn rows(scenario: &Scenario, seed: u64, replication: u32) -> Rows {
    rows_on(scenario, seed, replication, &Serial)
}

/// Whether two numbers have the same bits; all `NaN` count as one.
pub(crate) fn same(one: f64, other: f64) -> bool {
    one.to_bits() == other.to_bits() || (one.is_nan() && other.is_nan())
}

/// The first difference between two runs in words; `None` when they are equal to the last bit.
pub(crate) fn first_difference(scenario: &Scenario, one: &Rows, other: &Rows) -> Option<String> {
    if one.len() != other.len() {
        return Some(format!("{} steps against {}", one.len(), other.len()));
    }
    let columns = columns(&scenario.programme_keys, scenario.municipalities());
    for (step, (left, right)) in one.iter().zip(other).enumerate() {
        if left.len() != right.len() {
            return Some(format!(
                "step {step}: {} measures against {}",
                left.len(),
                right.len()
            ));
        }
        for ((column, &left), &right) in columns.iter().zip(left).zip(right) {
            if !same(left, right) {
                return Some(format!("step {step}, {}: {left:?} against {right:?}", column.key));
            }
        }
    }
    None
}

/// Values of a key that are far apart: the ends of its range, or half and twice its default where it has none.
pub(crate) fn values(entry: &Entry) -> Vec<String> {
    let apart = || {
        let default = &entry.default;
        let whole = || default.as_integer().map(|whole| whole as f64);
        let default = default.as_float().or_else(whole).unwrap_or_default();
        let (low, high) = entry.bounds.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        let larger = if default == 0.0 { 1.0 } else { 2.0 * default };
        ((0.5 * default).clamp(low, high), larger.clamp(low, high))
    };
    let ends = || {
        let (low, high) = entry.range.unwrap_or_else(apart);
        [high, low].into_iter()
    };
    match entry.kind {
        Kind::Flag => vec!["true".to_owned(), "false".to_owned()],
        Kind::Integer => ends().map(|end| format!("{end:.0}")).collect(),
        Kind::Number => ends().map(|end| format!("{end:?}")).collect(),
        Kind::Choice => entry.choices.clone(),
        Kind::Text => Vec::new(),
        Kind::ListOfChoices => entry
            .choices
            .iter()
            .map(|choice| format!("[\"{choice}\"]"))
            .collect(),
        Kind::ListOfIntegers | Kind::ListOfNeighbourhoods => vec!["[1]".to_owned()],
    }
}
