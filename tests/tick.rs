//! Weeks and months tell the same story: measures agree within Monte Carlo error.
//!
//! Both ticks start from the same citizens, network and participants, so differences are taken in pairs. For each
//! scenario, year and measure the mean difference over the replications is compared with its standard error; with
//! `m` comparisons in a scenario, none may be significant at `0.01 / m` (Bonferroni), so a right model fails once
//! in a hundred seeds, and the seed is fixed.
//!
//! Within a step processes run one after the other, so what one of them changes reaches another up to a step later.
//! At rest, in the reference society, that must not show. Where much moves at once, two runs that are equal but for
//! their phase may differ by what a measure moves in one month; differences are judged beyond that.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
#![allow(clippy::print_stdout, reason = "--nocapture shows what was measured")]

mod support;

use samspil::scenario::Scenario;
use samspil::statistics::{Moments, difference};
use statrs::distribution::{ContinuousCDF, StudentsT};

use support::{Rows, column, from_text, rows, shipped};

/// Measures that are compared.
const MEASURES: [&str; 20] = [
    "participants_share",
    "citizen_hours",
    "awareness_share",
    "willingness",
    "output",
    "outcome",
    "unmet_need",
    "implementation_rate",
    "public_cost",
    "equity_gap",
    "trust",
    "expectation",
    "bonding_ties",
    "efficacy",
    "stance",
    "ownership",
    "fatigue",
    "wellbeing",
    "attitude",
    "belief",
];

/// Years after which the two are compared.
const YEARS: [usize; 2] = [1, 3];

/// Probability that a scenario in which the ticks agree is found to disagree.
const FAMILY_WISE: f64 = 0.01;

/// One comparison.
struct Comparison {
    measure: &'static str,
    year: usize,
    by_month: f64,
    difference: f64,
    moved: f64,
    standard_error: f64,
    p_value: f64,
}

fn compare(by_month: &Scenario, by_week: &Scenario, replications: u32, phase_months: f64) -> Vec<Comparison> {
    let pairs: Vec<(Rows, Rows)> = (0..replications)
        .map(|replication| (rows(by_month, 5, replication), rows(by_week, 5, replication)))
        .collect();
    let mut comparisons = Vec::new();
    for measure in MEASURES {
        let column = column(by_month, measure);
        for year in YEARS {
            let (mut months, mut moves, mut differences) =
                (Moments::default(), Moments::default(), Moments::default());
            for (month, week) in &pairs {
                let (before, month) = (month[12 * year - 1][column], month[12 * year][column]);
                let week = week[52 * year][column];
                // Ownership has no value in a replication without participants.
                if month.is_finite() && week.is_finite() {
                    months.push(month);
                    if before.is_finite() {
                        moves.push(month - before);
                    }
                    differences.push(difference(month, week));
                }
            }
            assert!(
                differences.count() as f64 > 0.8 * f64::from(replications),
                "{measure}"
            );
            let standard_error = differences.standard_deviation() / (differences.count() as f64).sqrt();
            let freedom = (differences.count() - 1) as f64;
            let moved = phase_months * moves.mean().abs();
            let t = (differences.mean().abs() - moved).max(0.0) / standard_error;
            let p_value = if differences.mean() == 0.0 {
                1.0
            } else {
                2.0 * StudentsT::new(0.0, 1.0, freedom).unwrap().sf(t)
            };
            comparisons.push(Comparison {
                measure,
                year,
                by_month: months.mean(),
                difference: differences.mean(),
                moved,
                standard_error,
                p_value,
            });
        }
    }
    comparisons
}

fn assert_ticks_agree(load: impl Fn(&str) -> Scenario, phase_months: f64) {
    let comparisons = compare(&load("month"), &load("week"), replications(), phase_months);
    let threshold = FAMILY_WISE / comparisons.len() as f64;
    let mut disagree = Vec::new();
    for comparison in &comparisons {
        let Comparison {
            measure,
            year,
            by_month,
            difference,
            moved,
            standard_error,
            p_value,
        } = comparison;
        let line = format!(
            "{measure} after {year} years: {by_month:.5} by month, {difference:+.5} by week \
             (standard error {standard_error:.5}, phase {moved:.5}, p = {p_value:.5})"
        );
        println!("{line}");
        if *p_value < threshold {
            disagree.push(line);
        }
    }
    assert!(
        disagree.is_empty(),
        "weeks and months disagree, p < {threshold:.5}:\n{}",
        disagree.join("\n")
    );
}

/// How often each society is lived under either tick; `SAMSPIL_REPLICATIONS=400` looks closer.
fn replications() -> u32 {
    std::env::var("SAMSPIL_REPLICATIONS").map_or(60, |text| text.parse().unwrap())
}

#[test]
fn reference_society() {
    for rule in ["logit", "threshold", "rational"] {
        assert_ticks_agree(
            |tick| {
                shipped(
                    "scenarios/reference.toml",
                    &[
                        ("population.citizens", "500"),
                        ("simulation.horizon_years", "3.0"),
                        ("simulation.decision_rule", rule),
                        ("simulation.tick", tick),
                    ],
                )
            },
            0.0,
        );
    }
}

/// Much going on at once, with dates that are whole months and whole weeks: kits, money, required hours, a shock, incidents, ties that form quickly.
#[test]
fn busy_society() {
    let text = "\
        title = \"Busy\"\n[simulation]\nhorizon_years = 3.0\n\
        [population]\ncitizens = 500\nneighbourhoods = 5\n[organisation]\nunits = 2\n\
        [barriers]\nbureaucracy = 0.0\n[reward]\nslow_crowding = 0.5\n[social_capital]\ntie_formation_within = 2.0\n\
        [politics]\nincident_rate = 0.5\n[steering]\nevaluated_share = 0.5\n\
        [programme.one]\nstaff_share = 0.6\nkit = 0.5\nletter = 0.5\ntarget_share = 0.5\ninvitation = 4.0\n\
        initial_participants = 0.1\nrequired_hours_per_week = 12.0\nmixed = true\nstages = [\"co_design\"]\n\
        role = \"co_designer\"\nreward = \"individual_money\"\nreward_eur_per_hour = 6.0\ntraining = 0.5\n\
        [programme.two]\nstaff_share = 0.4\nstages = []\noutreach = 3.0\ninvitation = 3.0\n\
        relation = \"interdependent\"\nestablished = false\nstart_year = 0.25\n\
        [[event]]\nyear = 2.0\nshock = 0.3\n";
    let folder = support::file("scenarios");
    assert_ticks_agree(|tick| from_text(&folder, text, &[("simulation.tick", tick)]), 1.0);
}
