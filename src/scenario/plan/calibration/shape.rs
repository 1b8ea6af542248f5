//! What the plan of a calibration may hold: parameters, and the targets they are fitted to.

use crate::scenario::language::{Bounds, Field, Instead, Shape, Value};
use crate::scenario::plan::shape::WORDS;
use crate::scenario::plan::{MEASURED_MAX, RUNS_MAX};

/// The plan of a calibration.
pub(in crate::scenario) const SHAPE: Shape = Shape::new("a plan of a calibration", &[&WORDS, &FIELDS]);

const FIELDS: [Field; 4] = [
    Field::may(
        "citizens",
        Value::OfKey("population.citizens"),
        "Citizens of the runs that are fitted, in place of the scenario's",
        "300",
    ),
    Field::must(
        "parameters",
        Value::Ranges,
        "What is fitted, each within a range",
        "asking.general = [0.04, 0.36]",
    ),
    Field::must(
        "targets",
        Value::Tables(&TARGET, 1, MEASURED_MAX),
        "The figures it is fitted to",
        "",
    ),
    Field::may("sampler", Value::Table(&SAMPLER), "How hard to look", "").begun(),
];

const TARGET: Shape = Shape {
    instead: &[Instead::at_most_one_of(&["month", "year", "years"])],
    ..Shape::new(
        "a target",
        &[&[
            Field::must(
                "measure",
                Value::Measure,
                "The measure that says the same",
                "\"participants_share\"",
            ),
            Field::may("month", Value::Number(Bounds::NONE), "After so many months", "18"),
            Field::may("year", Value::Number(Bounds::NONE), "After so many years", "4"),
            Field::may(
                "years",
                Value::Pair(Bounds::NONE),
                "The mean over years",
                "[4.0, 8.0]",
            ),
            Field::must("value", Value::Number(Bounds::NONE), "The figure", "0.06"),
            Field::must(
                "tolerance",
                Value::Number(Bounds::above(0.0)),
                "How far off the figure may be, in its own unit",
                "0.01",
            ),
            Field::may("source", Value::Text, "Where it comes from", "\"a survey\""),
        ]],
    )
};

const SHARE: Value = Value::Number(Bounds::between(0.0, 1.0));

const SAMPLER: Shape = Shape::new(
    "a sampler",
    &[&[
        Field::may(
            "particles",
            Value::Whole(10, 10_000),
            "Particles of a population",
            "100",
        )
        .begun(),
        Field::may("rounds", Value::Whole(1, 50), "Most rounds", "15"),
        Field::may(
            "replications",
            Value::Whole(1, 50),
            "Replications of each particle",
            "1",
        ),
        Field::may(
            "budget",
            Value::Whole(1, RUNS_MAX),
            "Most runs while particles are sought",
            "20_000",
        )
        .begun(),
        Field::may(
            "quantile",
            SHARE,
            "Share of the particles of a round within the tolerance of the next",
            "0.5",
        ),
        Field::may(
            "distance",
            Value::Number(Bounds::above(0.0)),
            "The distance at which all is done, in tolerances",
            "1.0",
        ),
        Field::may(
            "acceptance",
            SHARE,
            "A round in which a smaller share of attempts is accepted is the last",
            "0.01",
        ),
        Field::may(
            "predictive",
            Value::Whole(20, 100_000),
            "Fresh runs of the predictive check",
            "500",
        ),
    ]],
);
