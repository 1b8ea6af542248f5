//! The kinds of study that the command answers, in one list: how each is made small enough for a test, and what every test
//! that holds for all kinds asks of it.
#![allow(dead_code, reason = "every test binary uses its own part")]

/// A kind of study.
pub(crate) struct Kind {
    /// Its command; `worlds` is that of `worlds build`.
    pub(crate) command: &'static str,
    /// Options that make any of its commands small, each with its value.
    pub(crate) small: &'static [(&'static str, &'static str)],
    /// Commands that are cut into shards, joined and foretold: a file of `tests/command_line/sharing.rs`, and what else is asked.
    pub(crate) shared: &'static [(&'static str, &'static [&'static str])],
    /// Commands whose tables keep their digits, each with a name; several where a kind answers in several ways.
    pub(crate) golden: &'static [(&'static str, &'static [&'static str])],
}

const SMALL: &str = "population.citizens=150";
const FEW: (&str, &str) = ("--set", SMALL);

/// All kinds.
#[rustfmt::skip]
pub(crate) const KINDS: &[Kind] = &[
    Kind {
        command: "run",
        small: &[FEW, ("-n", "2")],
        shared: &[
            ("parks.toml", &["-n", "5"]),
            // Replications grow from look to look.
            ("parks.toml", &["--precision", "0.0001", "--most", "70"]),
        ],
        golden: &[
            ("run", &["run", "tests/golden/everything.toml", "--set", SMALL, "-n", "4"]),
            ("run_parents", &["run", "norre_snede", "--set", SMALL, "-n", "3", "--seed", "7"]),
        ],
    },
    Kind {
        command: "compare",
        small: &[("--everywhere", SMALL), ("-n", "2")],
        shared: &[
            ("parks.toml", &["-n", "4", "--set", "programme.parks.ease=0.9"]),
            // The order of the arms, and then draws.
            ("parks.toml", &["-n", "4", "--set", "programme.parks.ease=0.9", "--draws", "2"]),
        ],
        golden: &[
            ("compare_draws", &["compare", "norre_snede", "--set", "programme.upkeep.invitation=1", "--everywhere", SMALL, "-n", "4", "--draws", "4"]),
            ("compare_set", &["compare", "norre_snede", "--set", "programme.upkeep.invitation=1", "--everywhere", SMALL, "-n", "4"]),
            ("compare_files", &["compare", "pq_04_town", "pq_04_money", "pq_04_credits", "--everywhere", SMALL, "-n", "4"]),
        ],
    },
    Kind {
        command: "power",
        small: &[("--everywhere", SMALL), ("-n", "5")],
        shared: &[
            ("parks.toml", &["-n", "6", "--set", "programme.parks.ease=0.9"]),
        ],
        golden: &[
            ("power", &["power", "norre_snede", "--set", "programme.upkeep.invitation=1", "--everywhere", SMALL, "-n", "5"]),
        ],
    },
    Kind {
        command: "barriers",
        small: &[FEW, ("-n", "2"), ("--permutations", "4")],
        shared: &[
            ("parks.toml", &["-n", "2", "--permutations", "4"]),
            ("parks.toml", &["-n", "2", "--permutations", "4", "--variant", "programme.parks.ease=0.9"]),
        ],
        golden: &[
            ("barriers_variant", &["barriers", "reference", "--variant", "programme.local.kit=1", "--set", SMALL, "-n", "3", "--permutations", "4"]),
            ("barriers", &["barriers", "reference", "--set", SMALL, "-n", "3", "--permutations", "4"]),
        ],
    },
    Kind {
        command: "test",
        small: &[FEW, ("-n", "10")],
        shared: &[
            // Replications grow until the verdict is clear, and then come draws.
            ("T-1.toml", &["--draws", "2"]),
        ],
        golden: &[
            ("test", &["test", "H-01", "H-02", "H-04", "H-06", "H-10c", "H-13b", "H-17", "--set", SMALL, "-n", "10"]),
            ("test_draws", &["test", "H-03", "--set", SMALL, "-n", "6", "--draws", "2"]),
        ],
    },
    Kind {
        command: "validate",
        small: &[("-n", "30")],
        shared: &[
            ("SF-90.toml", &["-n", "30"]),
        ],
        golden: &[
            ("validate", &["validate", "SF-02", "SF-04", "-n", "30"]),
            ("invariance", &["validate", "--invariance", "reference", "-n", "30", "--set", "population.citizens=24", "--set", "population.citizens_per_neighbourhood=6", "--set", "organisation.reference_citizens_per_unit=6", "--set", "simulation.horizon_years=0.5"]),
        ],
    },
    Kind {
        command: "sweep",
        small: &[FEW, ("-n", "1")],
        shared: &[
            ("plan.toml", &[]),
            ("plan.toml", &["--variant", "programme.parks.invitation=0.2"]),
            ("tested.toml", &["-n", "6"]),
        ],
        golden: &[
            ("sweep_difference", &["sweep", "invitation_by_ease", "--variant", "programme.upkeep.staff_replaced=0.5", "--set", SMALL, "-n", "2"]),
            ("sweep_hypothesis", &["sweep", "tests/golden/tested.toml", "--set", SMALL]),
            ("sweep", &["sweep", "invitation_by_ease", "--set", SMALL, "-n", "2"]),
            ("sweep_plan", &["sweep", "tests/engine/plan.toml", "-n", "2"]),
        ],
    },
    Kind {
        command: "sensitivity",
        small: &[FEW, ("--set", "simulation.horizon_years=2"), ("-n", "2")],
        shared: &[
            ("parks.toml", &["--parameter", "asking.general", "--parameter", "barriers.silos", "--trajectories", "2", "-n", "2"]),
            ("parks.toml", &["--parameter", "asking.general", "--trajectories", "2", "-n", "2", "--variant", "programme.parks.ease=0.9"]),
        ],
        golden: &[
            ("sensitivity_difference", &["sensitivity", "reference", "--variant", "programme.local.kit=1", "--set", SMALL, "-n", "2", "--trajectories", "2", "--parameter", "asking", "--parameter", "staying"]),
            ("sensitivity_morris", &["sensitivity", "reference", "--set", SMALL, "-n", "2", "--trajectories", "2", "--parameter", "asking", "--parameter", "staying"]),
            ("sensitivity_sobol", &["sensitivity", "reference", "--method", "sobol", "--rows", "4", "--set", SMALL, "-n", "2", "--parameter", "staying.exit_base", "--parameter", "people=population"]),
        ],
    },
    Kind {
        command: "frontier",
        small: &[("-n", "2"), ("--draws", "0")],
        shared: &[
            ("search.toml", &["-n", "4"]),
            ("search.toml", &["-n", "4", "--drawn"]),
        ],
        golden: &[
            ("frontier_drawn", &["frontier", "tests/golden/drawn.toml", "-n", "2", "--draws", "2"]),
            ("frontier", &["frontier", "tests/golden/search.toml", "-n", "2", "--draws", "2"]),
        ],
    },
    Kind {
        command: "calibrate",
        small: &[("--budget", "120")],
        shared: &[
            ("fit.toml", &["--seed", "3"]),
        ],
        golden: &[
            ("calibrate", &["calibrate", "tests/golden/fit.toml", "--budget", "120"]),
        ],
    },
    Kind {
        command: "worlds",
        small: &[("--count", "2"), ("--draws-most", "20")],
        shared: &[
            ("worlds.toml", &["--seed", "3"]),
        ],
        golden: &[
            ("worlds", &["worlds", "build", "tests/golden/worlds.toml"]),
        ],
    },
    Kind {
        command: "calibrate-reference",
        small: &[("-n", "2")],
        shared: &[],
        golden: &[
            ("calibrate_reference", &["calibrate-reference", "reference", "-n", "2"]),
        ],
    },
];
