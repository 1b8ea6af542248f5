//! Per-capita results of the engine do not depend on the size of the town.
//!
//! Neighbourhoods and units follow the town, so that an initiative is for as many people in a large one as in a small one. After
//! two years towns of three sizes must have the same share of participants and the same outcome: two one-sided tests (Welch) say
//! that their means lie within a point of those of the largest. Chance falls as towns grow, so small ones are run most.
//! `samspil validate --invariance` asks the same of more sizes, measures and ways to cut a town up.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
#![allow(clippy::print_stdout, reason = "--nocapture shows what was measured")]

mod support;

use rayon::prelude::*;
use samspil::statistics::{Closeness, ClosenessVerdict, Moments};

use support::{column, rows, shipped};

/// Citizens, and runs in proportion to the variance of one.
const TOWNS: [(&str, u32); 3] = [("500", 160), ("2000", 40), ("8000", 12)];
const MEASURES: [&str; 2] = ["participants_share", "outcome"];
/// The smallest effect of interest: a point.
const MARGIN: f64 = 0.01;

/// The measures at the end of the runs of a town.
fn town(citizens: &str, runs: u32) -> [Moments; 2] {
    let scenario = shipped(
        "scenarios/reference.toml",
        &[
            ("population.citizens", citizens),
            ("simulation.horizon_years", "2"),
        ],
    );
    let columns = MEASURES.map(|measure| column(&scenario, measure));
    let ends: Vec<[f64; 2]> = (0..runs)
        .into_par_iter()
        .map(|run| {
            let rows = rows(&scenario, 17, run);
            columns.map(|column| rows[rows.len() - 1][column])
        })
        .collect();
    [0, 1].map(|measure| ends.iter().map(|end| end[measure]).collect())
}

#[test]
fn towns_of_three_sizes_have_the_same_means() {
    let towns = TOWNS.map(|(citizens, runs)| town(citizens, runs));
    let [smaller @ .., largest] = &towns;
    for ((citizens, _), town) in TOWNS.iter().zip(smaller) {
        for ((measure, one), reference) in MEASURES.iter().zip(town).zip(largest) {
            let close = Closeness::of_independent(one, reference, MARGIN);
            println!(
                "{citizens} {measure}: {:.4} less {:.4} is {:.4} ± {:.4}, p {:.4}",
                one.mean(),
                reference.mean(),
                close.difference,
                close.interval.half_width(),
                close.p_value
            );
            assert_eq!(
                close.verdict,
                ClosenessVerdict::Equal,
                "{citizens} {measure}: {close:?}"
            );
        }
    }
}

/// What a run varies by falls with the size, as where citizens are independent.
#[test]
fn small_towns_vary_more() {
    let [small, large] = [TOWNS[0], TOWNS[2]].map(|(citizens, _)| town(citizens, 40));
    for (measure, (small, large)) in MEASURES.iter().zip(small.iter().zip(&large)) {
        let ratio = small.variance() / large.variance();
        assert!(
            ratio > 4.0 && ratio < 80.0,
            "{measure}: {ratio} where 16 is expected"
        );
    }
}
