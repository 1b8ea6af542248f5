//! What the plan of a sweep may hold, and what plans share.

use super::factors::{FACTORS_MAX, LEVELS_MAX};
use super::{CONFIGURATIONS_MAX, MEASURED_MAX};
use crate::scenario::language::{Bounds, By, Field, Instead, Shape, Value, Variant};
use crate::words::words;

/// Largest seed.
pub(super) const SEED_MAX: u64 = 9_007_199_254_740_991;

/// The plan of a sweep.
pub(in crate::scenario) const SHAPE: Shape = Shape::new(
    words!("a plan of a sweep"),
    &[&WORDS, &SCENARIO, &FIELDS, &POINTS],
);

/// What every plan begins with.
pub(in crate::scenario) const WORDS: [Field; 4] = [
    Field::may("title", Value::Text, words!("Title in reports"), "\"…\"").begun(),
    Field::may("story", Value::Text, words!("What it is about"), "\"…\""),
    Field::may(
        "da",
        Value::Table(&DANISH),
        words!("The same words in Danish"),
        "",
    ),
    Field::may("seed", Value::Whole(0, SEED_MAX), words!("Seed of the runs"), "1"),
];

const DANISH: Shape = Shape::new(
    words!("a table of Danish words"),
    &[&[
        Field::may("title", Value::Text, words!("The title in Danish"), "\"…\""),
        Field::may("story", Value::Text, words!("The story in Danish"), "\"…\""),
    ]],
);

/// The scenario of a plan.
pub(super) const SCENARIO: [Field; 1] = [Field::must(
    "scenario",
    Value::Text,
    words!("The scenario it starts from, seen from this file, or by its name"),
    "\"reference\"",
)];

/// At which points.
pub(in crate::scenario) const POINTS: [Field; 2] = [
    Field::may("design", Value::Table(&DESIGN), words!("At which points"), ""),
    // A file of points names the factors itself.
    Field::may(
        "factor",
        Value::Tables(&FACTOR, 1, FACTORS_MAX),
        words!("What varies"),
        "",
    )
    .begun(),
];

const FIELDS: [Field; 4] = [
    Field::may(
        "replications",
        Value::Whole(1, 1_000_000),
        words!("Replications of each configuration"),
        "100",
    ),
    Field::may(
        "seeds",
        Value::OneOf(&SEEDS),
        words!("Whether configurations share their seed, or each has its own"),
        "\"shared\"",
    ),
    Field::must(
        "measure",
        Value::Tables(&MEASURE, 1, MEASURED_MAX),
        words!("What is kept of a run"),
        "",
    ),
    Field::may(
        "stop",
        Value::Tables(&STOP, 1, usize::MAX),
        words!("A run ends as soon as one of these holds"),
        "",
    ),
];

/// Choices for `seeds`.
pub(super) const SEEDS: [&str; 2] = ["shared", "independent"];

const COUNT: Field = Field::must(
    "points",
    Value::Whole(2, CONFIGURATIONS_MAX as u64),
    words!("How many points there are"),
    "64",
);

const DESIGN: Shape = Shape {
    by: Some(By {
        key: "kind",
        meaning: words!("How points are laid out"),
        variants: &[
            Variant {
                name: "factorial",
                meaning: words!("every combination of levels"),
                fields: &[],
                instead: &[],
            },
            Variant {
                name: "latin_hypercube",
                meaning: words!("a Latin hypercube"),
                fields: &[&[
                    COUNT,
                    Field::may(
                        "seed",
                        Value::Whole(0, SEED_MAX),
                        words!("Seed of the points, not of the runs"),
                        "1",
                    ),
                ]],
                instead: &[],
            },
            Variant {
                name: "sobol",
                meaning: words!("the first points of the Sobol' sequence"),
                fields: &[&[COUNT]],
                instead: &[],
            },
            Variant {
                name: "points",
                meaning: words!("the points of a file"),
                fields: &[&[Field::must(
                    "file",
                    Value::Text,
                    words!("A CSV file with one column per factor"),
                    "\"points.csv\"",
                )]],
                instead: &[],
            },
        ],
        first_is_usual: true,
    }),
    ..Shape::new(words!("a design"), &[])
};

/// Something that varies.
pub(super) const FACTOR: Shape = Shape {
    instead: &[Instead::one_of(&["levels", "range"])],
    ..Shape::new(
        words!("a factor"),
        &[&[
            Field::must(
                "key",
                Value::Text,
                words!("A key of the scenario"),
                "\"network.degree\"",
            ),
            Field::may("levels", Value::Levels, words!("Its levels"), "[4.0, 8.0, 12.0]"),
            Field::may(
                "range",
                Value::Pair(Bounds::NONE),
                words!("Its smallest and its largest value"),
                "[4.0, 12.0]",
            ),
            Field::may(
                "steps",
                Value::Whole(2, LEVELS_MAX as u64),
                words!("Into how many levels a range is divided, in a factorial design"),
                "5",
            ),
        ]],
    )
};

const KEY: Field = Field::must(
    "key",
    Value::Measure,
    words!("A measure, as in `codebook.csv` of any run"),
    "\"outcome\"",
);
/// The bound of a condition.
pub(super) const BOUND: [Field; 2] = [
    Field::may(
        "above",
        Value::Number(Bounds::NONE),
        words!("The bound it lies above"),
        "0.5",
    ),
    Field::may(
        "below",
        Value::Number(Bounds::NONE),
        words!("The bound it lies below"),
        "0.5",
    ),
];
/// Above or below.
pub(super) const ONE_BOUND: Instead = Instead::one_of(&["above", "below"]);
const FINAL: Variant = Variant {
    name: "final",
    meaning: words!("the value at the end of the run"),
    fields: &[],
    instead: &[],
};

const MEASURE: Shape = Shape {
    by: Some(By {
        key: "reduce",
        meaning: words!("How the steps of a run become one number"),
        variants: &[
            FINAL,
            Variant {
                name: "mean",
                meaning: words!("the mean over a window of years"),
                fields: &[&[Field::must(
                    "years",
                    Value::Pair(Bounds::NONE),
                    words!("From which year to which"),
                    "[4.0, 8.0]",
                )]],
                instead: &[],
            },
            Variant {
                name: "first",
                meaning: words!("the first month in which a condition holds"),
                fields: &[&BOUND],
                instead: &[ONE_BOUND],
            },
        ],
        first_is_usual: true,
    }),
    ..Shape::new(words!("a measure"), &[&[KEY]])
};

/// A measure at its end or as its mean.
pub(super) const LEVEL: By = By {
    key: "reduce",
    meaning: words!("How the steps of a run become one number"),
    variants: &[
        FINAL,
        Variant {
            name: "mean",
            meaning: words!("the mean over a window of years, or the whole run"),
            fields: &[&[Field::may(
                "years",
                Value::Pair(Bounds::NONE),
                words!("From which year to which"),
                "[4.0, 8.0]",
            )]],
            instead: &[],
        },
    ],
    first_is_usual: true,
};

/// The measure of a [`LEVEL`].
pub(super) const LEVEL_KEY: [Field; 1] = [KEY];

const STOP: Shape = Shape {
    instead: &[ONE_BOUND],
    ..Shape::new(words!("a condition"), &[&[KEY], &BOUND])
};
