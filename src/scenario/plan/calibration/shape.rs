//! What the plan of a calibration may hold: parameters, and the targets they are fitted to.

use crate::scenario::language::{Bounds, Field, Instead, Shape, Value};
use crate::scenario::plan::shape::{SCENARIO, WORDS};
use crate::scenario::plan::{MEASURED_MAX, RUNS_MAX};
use crate::words::words;

/// The plan of a calibration.
pub(in crate::scenario) const SHAPE: Shape =
    Shape::new(words!("a plan of a calibration"), &[&WORDS, &SCENARIO, &FIELDS]);

const FIELDS: [Field; 4] = [
    Field::may(
        "citizens",
        Value::OfKey("population.citizens"),
        words!("Citizens of the runs that are fitted, in place of the scenario's"),
        "300",
    ),
    Field::must(
        "parameters",
        Value::Ranges,
        words!("What is fitted, each within a range"),
        "asking.general = [0.04, 0.36]",
    ),
    Field::must(
        "targets",
        Value::Tables(&TARGET, 1, MEASURED_MAX),
        words!("The figures it is fitted to"),
        "",
    ),
    Field::may("sampler", Value::Table(&SAMPLER), words!("How hard to look"), "").begun(),
];

/// When a figure is taken.
pub(in crate::scenario::plan) const TIMES: [&str; 3] = ["month", "year", "years"];

/// A figure with what it is one of.
pub(in crate::scenario::plan) const FIGURE: [Field; 5] = [
    Field::must(
        "measure",
        Value::Measure,
        words!("The measure that says the same"),
        "\"participants_share\"",
    ),
    Field::may(
        "month",
        Value::Number(Bounds::NONE),
        words!("After so many months"),
        "18",
    ),
    Field::may(
        "year",
        Value::Number(Bounds::NONE),
        words!("After so many years"),
        "4",
    ),
    Field::may(
        "years",
        Value::Pair(Bounds::NONE),
        words!("The mean over years"),
        "[4.0, 8.0]",
    ),
    Field::must("value", Value::Number(Bounds::NONE), words!("The figure"), "0.06"),
];

/// Where it comes from.
pub(in crate::scenario::plan) const SOURCE: Field = Field::may(
    "source",
    Value::Text,
    words!("Where it comes from"),
    "\"a survey\"",
);

const TARGET: Shape = Shape {
    instead: &[
        Instead::one_of(&["standard_error", "tolerance"]),
        Instead::at_most_one_of(&TIMES),
    ],
    ..Shape::new(
        words!("a target"),
        &[
            &FIGURE,
            &[
                Field::may(
                    "standard_error",
                    Value::Number(Bounds::above(0.0)),
                    words!("The standard error of the figure, in its own unit"),
                    "0.006",
                ),
                Field::may(
                    "tolerance",
                    Value::Number(Bounds::above(0.0)),
                    words!("In place of it: how far off the figure is at most, each error as likely"),
                    "0.01",
                ),
                SOURCE,
            ],
        ],
    )
};

const SHARE: Value = Value::Number(Bounds::between(0.0, 1.0));

const SAMPLER: Shape = Shape::new(
    words!("a sampler"),
    &[&[
        Field::may(
            "particles",
            Value::Whole(10, 10_000),
            words!("Particles of a population"),
            "100",
        )
        .begun(),
        Field::may("rounds", Value::Whole(1, 50), words!("Most rounds"), "15"),
        Field::may(
            "replications",
            Value::Whole(1, 50),
            words!("Replications of each particle"),
            "1",
        ),
        Field::may(
            "budget",
            Value::Whole(1, RUNS_MAX),
            words!("Most runs while particles are sought"),
            "20_000",
        )
        .begun(),
        Field::may(
            "quantile",
            SHARE,
            words!("Share of the particles of a round within the tolerance of the next"),
            "0.5",
        ),
        Field::may(
            "distance",
            Value::Number(Bounds::above(0.0)),
            words!("The distance at which all is done: so many times the errors of the targets"),
            "1.0",
        ),
        Field::may(
            "acceptance",
            SHARE,
            words!("A round in which a smaller share of attempts is accepted is the last"),
            "0.01",
        ),
        Field::may(
            "predictive",
            Value::Whole(20, 100_000),
            words!("Fresh runs of the predictive check"),
            "500",
        ),
    ]],
);
