//! What a file of targets for worlds may hold.

use super::scale::SCALES;
use crate::scenario::language::{Bounds, Field, Instead, Shape, Value};
use crate::scenario::plan::calibration::shape::{FIGURE, SOURCE, TIMES};
use crate::scenario::plan::shape::{SCENARIO, WORDS};
use crate::scenario::plan::{MEASURED_MAX, RUNS_MAX};
use crate::words::words;

/// The targets of an ensemble of worlds.
pub(in crate::scenario) const SHAPE: Shape =
    Shape::new(words!("targets for worlds"), &[&WORDS, &SCENARIO, &FIELDS]);

const FIELDS: [Field; 3] = [
    Field::may(
        "citizens",
        Value::OfKey("population.citizens"),
        words!("Citizens of the runs, in place of the scenario's"),
        "2000",
    ),
    Field::must(
        "worlds",
        Value::Table(&WORLDS),
        words!("How many worlds are sought"),
        "",
    ),
    Field::may(
        "targets",
        Value::Tables(&TARGET, 1, MEASURED_MAX),
        words!("The figures that a world must be able to meet; without any, worlds are as they were thought to be before"),
        "",
    )
    .begun(),
];

const WORLDS: Shape = Shape::new(
    words!("worlds"),
    &[&[
        Field::may(
            "count",
            Value::Whole(1, 10_000),
            words!("Worlds that are wanted"),
            "500",
        )
        .begun(),
        Field::may(
            "draws_most",
            Value::Whole(1, RUNS_MAX),
            words!("Draws at most, each with one run"),
            "400_000",
        )
        .begun(),
    ]],
);

const TARGET: Shape = Shape {
    instead: &[Instead::at_most_one_of(&TIMES)],
    ..Shape::new(
        words!("a target"),
        &[
            &FIGURE,
            &[
                Field::must(
                    "standard_error",
                    Value::Number(Bounds::FROM_0),
                    words!("The standard error of the figure, in its own unit"),
                    "0.006",
                ),
                Field::must(
                    "discrepancy",
                    Value::Number(Bounds::FROM_0),
                    words!("How far off the model may be: a standard deviation, in the unit of the scale"),
                    "0.2",
                ),
                Field::may(
                    "scale",
                    Value::OneOf(&SCALES),
                    words!(
                        "On which scale a run is compared with it; by itself logit for shares, log for amounts"
                    ),
                    "\"logit\"",
                ),
                Field::may("fact", Value::Name, words!("The fact it is of"), "\"SF-01\""),
                SOURCE,
            ],
        ],
    )
};
