//! What the plan of a sweep may hold, and what plans share.

use super::factors::{FACTORS_MAX, LEVELS_MAX};
use super::{CONFIGURATIONS_MAX, MEASURED_MAX};
use crate::scenario::language::{Bounds, By, Field, Instead, Shape, Value, Variant};

/// Largest seed.
pub(super) const SEED_MAX: u64 = 9_007_199_254_740_991;

/// The plan of a sweep.
pub(in crate::scenario) const SHAPE: Shape = Shape::new("a plan of a sweep", &[&WORDS, &FIELDS]);

/// What every plan begins with.
pub(super) const WORDS: [Field; 4] = [
    Field::may("title", Value::Text, "Title in reports", "\"…\"").begun(),
    Field::may("story", Value::Text, "What it is about", "\"…\""),
    Field::must(
        "scenario",
        Value::Text,
        "The scenario it starts from, seen from this file, or by its name",
        "\"reference\"",
    ),
    Field::may("seed", Value::Whole(0, SEED_MAX), "Seed of the runs", "1"),
];

const FIELDS: [Field; 6] = [
    Field::may(
        "replications",
        Value::Whole(1, 1_000_000),
        "Replications of each configuration",
        "100",
    ),
    Field::may(
        "seeds",
        Value::OneOf(&SEEDS),
        "Whether configurations share their seed, or each has its own",
        "\"shared\"",
    ),
    Field::may("design", Value::Table(&DESIGN), "At which points", ""),
    // A file of points names the factors itself.
    Field::may(
        "factor",
        Value::Tables(&FACTOR, 1, FACTORS_MAX),
        "What varies",
        "",
    )
    .begun(),
    Field::must(
        "measure",
        Value::Tables(&MEASURE, 1, MEASURED_MAX),
        "What is kept of a run",
        "",
    ),
    Field::may(
        "stop",
        Value::Tables(&STOP, 1, usize::MAX),
        "A run ends as soon as one of these holds",
        "",
    ),
];

/// Choices for `seeds`.
pub(super) const SEEDS: [&str; 2] = ["shared", "independent"];

const POINTS: Field = Field::must(
    "points",
    Value::Whole(2, CONFIGURATIONS_MAX as u64),
    "How many points there are",
    "64",
);

const DESIGN: Shape = Shape {
    by: Some(By {
        key: "kind",
        meaning: "How points are laid out",
        variants: &[
            Variant {
                name: "factorial",
                meaning: "every combination of levels",
                fields: &[],
                instead: &[],
            },
            Variant {
                name: "latin_hypercube",
                meaning: "a Latin hypercube",
                fields: &[&[
                    POINTS,
                    Field::may(
                        "seed",
                        Value::Whole(0, SEED_MAX),
                        "Seed of the points, not of the runs",
                        "1",
                    ),
                ]],
                instead: &[],
            },
            Variant {
                name: "sobol",
                meaning: "the first points of the Sobol' sequence",
                fields: &[&[POINTS]],
                instead: &[],
            },
            Variant {
                name: "points",
                meaning: "the points of a file",
                fields: &[&[Field::must(
                    "file",
                    Value::Text,
                    "A CSV file with one column per factor",
                    "\"points.csv\"",
                )]],
                instead: &[],
            },
        ],
        first_is_usual: true,
    }),
    ..Shape::new("a design", &[])
};

/// Something that varies.
pub(super) const FACTOR: Shape = Shape {
    instead: &[Instead::one_of(&["levels", "range"])],
    ..Shape::new(
        "a factor",
        &[&[
            Field::must("key", Value::Text, "A key of the scenario", "\"network.degree\""),
            Field::may("levels", Value::Levels, "Its levels", "[4.0, 8.0, 12.0]"),
            Field::may(
                "range",
                Value::Pair(Bounds::NONE),
                "Its smallest and its largest value",
                "[4.0, 12.0]",
            ),
            Field::may(
                "steps",
                Value::Whole(2, LEVELS_MAX as u64),
                "Into how many levels a range is divided, in a factorial design",
                "5",
            ),
        ]],
    )
};

const KEY: Field = Field::must(
    "key",
    Value::Measure,
    "A measure, as in `codebook.csv` of any run",
    "\"outcome\"",
);
/// The bound of a condition.
pub(super) const BOUND: [Field; 2] = [
    Field::may(
        "above",
        Value::Number(Bounds::NONE),
        "The bound it lies above",
        "0.5",
    ),
    Field::may(
        "below",
        Value::Number(Bounds::NONE),
        "The bound it lies below",
        "0.5",
    ),
];
/// Above or below.
pub(super) const ONE_BOUND: Instead = Instead::one_of(&["above", "below"]);
const FINAL: Variant = Variant {
    name: "final",
    meaning: "the value at the end of the run",
    fields: &[],
    instead: &[],
};

const MEASURE: Shape = Shape {
    by: Some(By {
        key: "reduce",
        meaning: "How the steps of a run become one number",
        variants: &[
            FINAL,
            Variant {
                name: "mean",
                meaning: "the mean over a window of years",
                fields: &[&[Field::must(
                    "years",
                    Value::Pair(Bounds::NONE),
                    "From which year to which",
                    "[4.0, 8.0]",
                )]],
                instead: &[],
            },
            Variant {
                name: "first",
                meaning: "the first month in which a condition holds",
                fields: &[&BOUND],
                instead: &[ONE_BOUND],
            },
        ],
        first_is_usual: true,
    }),
    ..Shape::new("a measure", &[&[KEY]])
};

/// A measure at its end or as its mean.
pub(super) const LEVEL: By = By {
    key: "reduce",
    meaning: "How the steps of a run become one number",
    variants: &[
        FINAL,
        Variant {
            name: "mean",
            meaning: "the mean over a window of years, or the whole run",
            fields: &[&[Field::may(
                "years",
                Value::Pair(Bounds::NONE),
                "From which year to which",
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
    ..Shape::new("a condition", &[&[KEY], &BOUND])
};
