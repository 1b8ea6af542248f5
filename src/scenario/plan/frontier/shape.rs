//! What the plan of a search may hold.

use super::{DIRECTIONS, Direction};
use crate::scenario::language::{Field, Shape, Value, names};
use crate::scenario::plan::factors::FACTORS_MAX;
use crate::scenario::plan::shape::{BOUND, FACTOR, LEVEL, LEVEL_KEY, ONE_BOUND, SEED_MAX, WORDS};

/// Most objectives: of five, nearly every design is on the front.
const OBJECTIVES_MAX: usize = 4;
/// Most limits.
const LIMITS_MAX: usize = 8;

const BETTER: [&str; 3] = names::<Direction, 3>(&DIRECTIONS);

/// The plan of a search.
pub(in crate::scenario) const SHAPE: Shape = Shape::new("a plan of a search", &[&WORDS, &FIELDS]);

const FIELDS: [Field; 7] = [
    Field::may(
        "colour",
        Value::Text,
        "The factor whose levels have colours in the figure",
        "\"programme.local.relation\"",
    ),
    Field::must(
        "factor",
        Value::Tables(&FACTOR, 1, FACTORS_MAX),
        "What a design chooses",
        "",
    ),
    Field::may(
        "objective",
        Value::Tables(&OBJECTIVE, 2, OBJECTIVES_MAX),
        "What is good; without any, outcome, cost and equity",
        "",
    ),
    Field::may(
        "limit",
        Value::Tables(&LIMIT, 1, LIMITS_MAX),
        "What is allowed",
        "",
    ),
    Field::may("search", Value::Table(&SEARCH), "How hard to look", "").begun(),
    Field::may(
        "confirm",
        Value::Table(&CONFIRM),
        "How the front is run again",
        "",
    ),
    Field::may(
        "robustness",
        Value::Table(&ROBUSTNESS),
        "How the front is tried over the parameter space",
        "",
    ),
];

const OBJECTIVE: Shape = Shape {
    by: Some(LEVEL),
    ..Shape::new(
        "an objective",
        &[
            &LEVEL_KEY,
            &[Field::may(
                "better",
                Value::OneOf(&BETTER),
                "Which way is better, where the measure does not say",
                "\"higher\"",
            )],
        ],
    )
};

const LIMIT: Shape = Shape {
    by: Some(LEVEL),
    instead: &[ONE_BOUND],
    ..Shape::new("a limit", &[&LEVEL_KEY, &BOUND])
};

const SEARCH: Shape = Shape::new(
    "a search",
    &[&[
        Field::may("designs", Value::Whole(4, 1_000), "Designs per generation", "40").begun(),
        Field::may(
            "generations",
            Value::Whole(0, 1_000),
            "Generations after the first",
            "15",
        )
        .begun(),
        Field::may(
            "replications",
            Value::Whole(1, 10_000),
            "Replications of each design",
            "10",
        )
        .begun(),
        Field::may(
            "seed",
            Value::Whole(0, SEED_MAX),
            "Seed of the search's own draws",
            "1",
        ),
    ]],
);

const CONFIRM: Shape = Shape::new(
    "a confirmation",
    &[&[
        Field::may(
            "designs",
            Value::Whole(1, 100),
            "At most so many designs of the front, spread over it",
            "20",
        ),
        Field::may(
            "replications",
            Value::Whole(2, 1_000_000),
            "Replications of each",
            "100",
        ),
    ]],
);

const ROBUSTNESS: Shape = Shape::new(
    "a trial of robustness",
    &[&[
        Field::may("draws", Value::Whole(0, 1_000), "Draws of the parameters", "50"),
        Field::may(
            "replications",
            Value::Whole(1, 100),
            "Replications of each design under a draw",
            "10",
        ),
    ]],
);
