//! What a hypothesis file may hold.

use super::cycle::YEARLY;
use super::held::{self, PATHS};
use super::question::{DIRECTIONS, LEVELS_MAX, LEVELS_MIN};
use super::{REJECTIONS, REPLICATIONS_MAX, REPLICATIONS_MIN, SEQUENTIAL_MIN, SIDES};
use crate::scenario::language::{Bounds, By, Field, Instead, Shape, Value, Variant, names};
use crate::words::words;

const SIDE: [&str; 2] = names(&SIDES);
const DIRECTION: [&str; 3] = names(&DIRECTIONS);
const REJECTION: [&str; 2] = names(&REJECTIONS);
const YEAR: [&str; 2] = names(&YEARLY);
const REPLICATIONS: Value = Value::Whole(REPLICATIONS_MIN as u64, REPLICATIONS_MAX as u64);

/// A hypothesis.
pub(in crate::scenario) const SHAPE: Shape = Shape {
    by: Some(By {
        key: "kind",
        meaning: words!("What is asked of the arms"),
        variants: &KINDS,
        first_is_usual: false,
    }),
    instead: &[Instead::one_of(&["replications", "sequential"])],
    ..Shape::new(words!("a hypothesis"), &[&COMMON])
};

/// Claim and note in Danish.
pub(in crate::scenario) const IN_DANISH: Field = Field::may(
    "da",
    Value::Table(&DANISH),
    words!("The same words in Danish"),
    "",
);

const DANISH: Shape = Shape::new(
    words!("a table of Danish words"),
    &[&[
        Field::may("claim", Value::Text, words!("The claim in Danish"), "\"…\""),
        Field::may("note", Value::Text, words!("The note in Danish"), "\"…\""),
    ]],
);

const COMMON: [Field; 14] = [
    Field::must("id", Value::Name, words!("A short name"), "\"H-01\""),
    Field::must(
        "claim",
        Value::Text,
        words!("The claim in one sentence"),
        "\"Silos keep people from taking part\"",
    ),
    Field::may(
        "note",
        Value::Text,
        words!("What a reader of the verdict should know"),
        "\"…\"",
    ),
    IN_DANISH,
    Field::may(
        "sources",
        Value::Texts(0, usize::MAX),
        words!("Where the claim comes from"),
        "[\"Review B-10\"]",
    ),
    Field::must(
        "scenario",
        Value::Text,
        words!("The scenario that the arms are made of, seen from this file, or by its name"),
        "\"reference\"",
    ),
    Field::must(
        "measure",
        Value::Measure,
        words!("The measure that is compared"),
        "\"participants_share\"",
    ),
    Field::must(
        "time",
        Value::Time,
        words!("When it is taken: \"end\", a year, or the mean over years"),
        "\"end\"",
    ),
    Field::must(
        "smallest_effect",
        Value::Number(Bounds::above(0.0)),
        words!("The smallest effect that would matter, in the unit of the effect"),
        "0.01",
    ),
    Field::may(
        "rejected_if",
        Value::OneOf(&REJECTION),
        words!("When the claim counts as rejected"),
        "\"too_small\"",
    ),
    Field::may(
        "replications",
        REPLICATIONS,
        words!("How many replications each arm gets"),
        "100",
    ),
    Field::may(
        "sequential",
        Value::Whole(SEQUENTIAL_MIN as u64, REPLICATIONS_MAX as u64),
        words!("The most replications before stopping early"),
        "1000",
    ),
    Field::may(
        "clip",
        Value::Number(Bounds::above(0.0)),
        words!("Where a sequential test clips differences, if not at ten times the smallest effect"),
        "0.1",
    ),
    Field::may(
        "settings",
        Value::Settings,
        words!("What all arms share"),
        "population.citizens = 1000",
    ),
];

const DIRECTED: [Field; 1] = [Field::must(
    "direction",
    Value::OneOf(&DIRECTION),
    words!("Which way the effect goes"),
    "\"less\"",
)];
const SIDED: [Field; 1] = [Field::must(
    "direction",
    Value::OneOf(&SIDE),
    words!("On which side of the bound it lies"),
    "\"greater\"",
)];
const CONTROL: Field = Field::may(
    "control",
    Value::Settings,
    words!("Settings of the control"),
    "barriers.silos = 0.0",
);
const PAIR: [Field; 2] = [
    CONTROL,
    Field::must(
        "treatment",
        Value::Settings,
        words!("Settings of the treatment"),
        "barriers.silos = 0.9",
    ),
];
const LISTED: [Field; 1] = [Field::must(
    "arm",
    Value::Tables(&ARM, 2, usize::MAX),
    words!("The arms, in their order"),
    "",
)];

const KINDS: [Variant; 8] = [
    Variant {
        name: "difference",
        meaning: words!("does the treatment change the measure?"),
        fields: &[&DIRECTED, &PAIR],
        instead: &[],
    },
    Variant {
        name: "equivalence",
        meaning: words!("does the treatment leave the measure as it is?"),
        fields: &[&PAIR],
        instead: &[],
    },
    Variant {
        name: "interaction",
        meaning: words!("do two treatments do more or less together than the sum of both?"),
        fields: &[
            &DIRECTED,
            &[
                CONTROL,
                Field::must(
                    "first",
                    Value::Settings,
                    words!("Settings of the first treatment"),
                    "barriers.silos = 0.9",
                ),
                Field::must(
                    "second",
                    Value::Settings,
                    words!("Settings of the second treatment"),
                    "barriers.zero_error = 0.9",
                ),
            ],
        ],
        instead: &[],
    },
    Variant {
        name: "mediation",
        meaning: words!("what part of the effect goes through these paths?"),
        fields: &[
            &SIDED,
            &PAIR,
            &[
                Field::must(
                    "bound",
                    Value::Number(Bounds::NONE),
                    words!("What it is held against: 1 less the effect with the paths held over the effect"),
                    "0.5",
                ),
                Field::must(
                    PATHS,
                    Value::SomeOf(held::names),
                    words!("One to six paths, which are held at what they are under control"),
                    "[\"belief\"]",
                ),
            ],
        ],
        instead: &[],
    },
    Variant {
        name: "ordering",
        meaning: words!("do the arms lie in this order?"),
        fields: &[&SIDED, &LISTED],
        instead: &[],
    },
    Variant {
        name: "threshold",
        meaning: words!("does the slope change along a dose?"),
        fields: &[&[
            Field::must(
                "expected",
                Value::Flag,
                words!("Whether the claim is that there is a threshold"),
                "true",
            ),
            Field::may(
                "direction",
                Value::OneOf(&SIDE),
                words!("How the slope changes at the threshold"),
                "\"greater\"",
            ),
            Field::must(
                "dose",
                Value::Table(&DOSE),
                words!("The key that is the dose, and its levels"),
                "",
            ),
        ]],
        instead: &[],
    },
    Variant {
        name: "ratio",
        meaning: words!("how large is one effect beside another?"),
        fields: &[
            &SIDED,
            &LISTED,
            &[
                Field::must(
                    "bound",
                    Value::Number(Bounds::NONE),
                    words!("The ratio the claim is held against"),
                    "1.0",
                ),
                Field::must(
                    "numerator",
                    Value::Weights,
                    words!("Weights of the arms in the effect above the line, which sum to 0"),
                    "{ treatment = 1, control = -1 }",
                ),
                Field::must(
                    "denominator",
                    Value::Weights,
                    words!("Weights of the arms in the effect below the line, which sum to 0"),
                    "{ treatment = 1, control = -1 }",
                ),
                Field::may(
                    "denominator_time",
                    Value::Time,
                    words!("When the effect below the line is taken, if not at the same time"),
                    "4.0",
                ),
            ],
        ],
        instead: &[],
    },
    Variant {
        name: "cycle",
        meaning: words!("are there waves of this period?"),
        fields: &[
            &DIRECTED,
            &PAIR,
            &[
                Field::must(
                    "period_years",
                    Value::Number(Bounds::above(2.0)),
                    words!("Years from one wave to the next"),
                    "4.0",
                ),
                Field::must(
                    "yearly",
                    Value::OneOf(&YEAR),
                    words!("What stands for a year"),
                    "\"mean\"",
                ),
            ],
        ],
        instead: &[],
    },
];

const ARM: Shape = Shape {
    with_settings: true,
    ..Shape::new(words!("an arm"), &[&[NAME]])
};

/// The name of an arm.
pub(in crate::scenario) const NAME: Field = Field::must(
    "name",
    Value::Name,
    words!("The name of the arm"),
    "\"treatment\"",
);

const DOSE: Shape = Shape::new(words!("a dose"), &[&levels(LEVELS_MIN)]);

/// A key of a scenario and at least so many levels of it.
pub(in crate::scenario) const fn levels(least: usize) -> [Field; 2] {
    [
        Field::must(
            "key",
            Value::Text,
            words!("A key of the scenario"),
            "\"barriers.silos\"",
        ),
        Field::must(
            "levels",
            Value::Numbers {
                least,
                most: LEVELS_MAX,
                bounds: Bounds::NONE,
                rising: true,
            },
            words!("Its levels, which rise"),
            "[0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]",
        ),
    ]
}
