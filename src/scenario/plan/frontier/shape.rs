//! What the plan of a search may hold.

use super::{DIRECTIONS, Direction};
use crate::scenario::language::{Field, Shape, Value, names};
use crate::scenario::plan::factors::FACTORS_MAX;
use crate::scenario::plan::shape::{BOUND, FACTOR, LEVEL, LEVEL_KEY, ONE_BOUND, SCENARIO, SEED_MAX, WORDS};
use crate::words::words;

/// Most objectives: of five, nearly every design is on the front.
const OBJECTIVES_MAX: usize = 4;
/// Most limits.
const LIMITS_MAX: usize = 8;

/// Choices for `parameters`.
pub(super) const PARAMETERS: [&str; 2] = ["usual", "drawn"];

const BETTER: [&str; 3] = names::<Direction, 3>(&DIRECTIONS);

/// The plan of a search.
pub(in crate::scenario) const SHAPE: Shape =
    Shape::new(words!("a plan of a search"), &[&WORDS, &SCENARIO, &FIELDS]);

const FIELDS: [Field; 7] = [
    Field::may(
        "colour",
        Value::Text,
        words!("The factor whose levels have colours in the figure"),
        "\"programme.local.relation\"",
    ),
    Field::must(
        "factor",
        Value::Tables(&FACTOR, 1, FACTORS_MAX),
        words!("What a design chooses"),
        "",
    ),
    Field::may(
        "objective",
        Value::Tables(&OBJECTIVE, 2, OBJECTIVES_MAX),
        words!("What is good; without any, outcome, cost and equity"),
        "",
    ),
    Field::may(
        "limit",
        Value::Tables(&LIMIT, 1, LIMITS_MAX),
        words!("What is allowed"),
        "",
    ),
    Field::may("search", Value::Table(&SEARCH), words!("How hard to look"), "").begun(),
    Field::may(
        "confirm",
        Value::Table(&CONFIRM),
        words!("How the front is run again"),
        "",
    ),
    Field::may(
        "robustness",
        Value::Table(&ROBUSTNESS),
        words!("How the front is tried over the parameter space"),
        "",
    ),
];

const OBJECTIVE: Shape = Shape {
    by: Some(LEVEL),
    ..Shape::new(
        words!("an objective"),
        &[
            &LEVEL_KEY,
            &[Field::may(
                "better",
                Value::OneOf(&BETTER),
                words!("Which way is better, where the measure does not say"),
                "\"higher\"",
            )],
        ],
    )
};

const LIMIT: Shape = Shape {
    by: Some(LEVEL),
    instead: &[ONE_BOUND],
    ..Shape::new(words!("a limit"), &[&LEVEL_KEY, &BOUND])
};

const SEARCH: Shape = Shape::new(
    words!("a search"),
    &[&[
        Field::may(
            "designs",
            Value::Whole(4, 1_000),
            words!("Designs per generation"),
            "40",
        )
        .begun(),
        Field::may(
            "generations",
            Value::Whole(0, 1_000),
            words!("Generations after the first"),
            "15",
        )
        .begun(),
        Field::may(
            "replications",
            Value::Whole(1, 10_000),
            words!("Replications of each design"),
            "10",
        )
        .begun(),
        Field::may(
            "seed",
            Value::Whole(0, SEED_MAX),
            words!("Seed of the search's own draws"),
            "1",
        ),
        Field::may(
            "parameters",
            Value::OneOf(&PARAMETERS),
            words!(
                "Whether designs are judged at the usual parameters, or each replication at its own draw of them"
            ),
            "\"drawn\"",
        ),
    ]],
);

const CONFIRM: Shape = Shape::new(
    words!("a confirmation"),
    &[&[
        Field::may(
            "designs",
            Value::Whole(1, 100),
            words!("At most so many designs of the front, spread over it"),
            "20",
        ),
        Field::may(
            "replications",
            Value::Whole(2, 1_000_000),
            words!("Replications of each"),
            "100",
        ),
    ]],
);

const ROBUSTNESS: Shape = Shape::new(
    words!("a trial of robustness"),
    &[&[
        Field::may(
            "draws",
            Value::Whole(0, 1_000),
            words!("Draws of the parameters"),
            "50",
        ),
        Field::may(
            "replications",
            Value::Whole(1, 100),
            words!("Replications of each design under a draw"),
            "10",
        ),
    ]],
);
