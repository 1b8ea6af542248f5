//! What a fact file may hold.

use super::ROLES;
use super::arms::LEVELS_MIN;
use super::readings::{AMONG, citizen_columns, initiative_columns, professional_columns};
use super::statistics::{GROWTH, JUMP, YEARS_LISTED_MAX};
use crate::scenario::hypothesis::SIDES;
use crate::scenario::hypothesis::shape::{NAME, levels};
use crate::scenario::language::{Bounds, By, Field, Instead, Shape, Value, Variant, names};
use crate::scenario::time::YEARS_MAX;

const ROLE: [&str; 2] = names(&ROLES);
const SIDE: [&str; 2] = names(&SIDES);
const AMONG_NAMES: [&str; 3] = names(&AMONG);
const GROWTH_FIGURE: [&str; 3] = names(&GROWTH);
const JUMP_FIGURE: [&str; 2] = names(&JUMP);

/// A stylised fact.
pub(in crate::scenario) const SHAPE: Shape = Shape::new("a fact", &[&FIELDS]);

const FIELDS: [Field; 10] = [
    Field::must("id", Value::Name, "A short name", "\"SF-01\""),
    Field::must(
        "claim",
        Value::Text,
        "The pattern in one sentence",
        "\"Few take part\"",
    ),
    Field::must(
        "role",
        Value::OneOf(&ROLE),
        "Whether parameters were set by it",
        "\"validation\"",
    ),
    Field::may(
        "note",
        Value::Text,
        "What a reader of the verdict should know",
        "\"…\"",
    ),
    Field::may(
        "sources",
        Value::Texts(0, usize::MAX),
        "Where the fact comes from",
        "[\"Ev-22\"]",
    ),
    Field::must(
        "scenario",
        Value::Text,
        "The scenario that the arms are made of, seen from this file, or by its name",
        "\"reference\"",
    ),
    Field::may(
        "settings",
        Value::Settings,
        "What all arms share",
        "population.citizens = 1000",
    ),
    Field::may(
        "arm",
        Value::Tables(&ARM, 1, usize::MAX),
        "The arms; without any there is one, `usual`",
        "",
    ),
    Field::may(
        "reading",
        Value::Named(&READING),
        "What is read from agents one by one",
        "",
    ),
    Field::must(
        "check",
        Value::Tables(&CHECK, 1, usize::MAX),
        "What is measured, and what it is held against",
        "",
    ),
];

const ARM: Shape = Shape {
    with_settings: true,
    ..Shape::new(
        "an arm",
        &[&[
            NAME,
            Field::may(
                "vary",
                Value::Table(&VARY),
                "A key along whose levels there is an arm each",
                "",
            ),
        ]],
    )
};

const VARY: Shape = Shape::new("`vary`", &[&levels(LEVELS_MIN)]);

const ARM_NAME: &str = "\"usual\"";
const MEASURE: Field = Field::may(
    "measure",
    Value::Text,
    "A measure of the results, or a reading",
    "\"participants_share\"",
)
.begun();
const TIME: Field = Field::may(
    "time",
    Value::Time,
    "When it is taken: \"end\", a year, or the mean over years",
    "\"end\"",
)
.begun();
const WHICH: [Field; 2] = [
    Field::may("arm", Value::Text, "The arm it is measured in", ARM_NAME),
    Field::may(
        "arms",
        Value::Weights,
        "Weights of the arms, in place of one",
        "{ treated = 1, control = -1 }",
    ),
];
const RELATIVE: [Field; 2] = [
    Field::may(
        "relative_to",
        Value::Text,
        "The arm by which each value is divided, less 1",
        ARM_NAME,
    ),
    Field::may(
        "in_deviations_of",
        Value::Text,
        "The arm in whose standard deviations it is given",
        ARM_NAME,
    ),
];
const MOMENT: [Field; 2] = [MEASURE, TIME];

const TERM: Shape = Shape {
    instead: &[Instead::at_most_one_of(&["arm", "arms"])],
    ..Shape::new("a term", &[&MOMENT, &WHICH, &RELATIVE])
};

const CHECK: Shape = Shape {
    by: Some(By {
        key: "kind",
        meaning: "How the figure comes from the replications",
        variants: &CHECKS,
        first_is_usual: false,
    }),
    ..Shape::new(
        "a check",
        &[&[
            Field::must(
                "pattern",
                Value::Text,
                "What is measured, in words",
                "\"share who take part after eight years\"",
            ),
            Field::may(
                "beside",
                Value::Flag,
                "Whether it leaves the verdict on the fact alone",
                "false",
            ),
        ]],
    )
};

const TARGET: [Field; 4] = [
    Field::may(
        "band",
        Value::Pair(Bounds::NONE),
        "Between what the figure lies",
        "[0.0, 0.2]",
    ),
    Field::may(
        "at_least",
        Value::Number(Bounds::NONE),
        "What the figure does not fall below",
        "0.1",
    ),
    Field::may(
        "at_most",
        Value::Number(Bounds::NONE),
        "What the figure does not exceed",
        "0.2",
    ),
    Field::may(
        "sign",
        Value::OneOf(&SIDE),
        "On which side of 0 its whole interval lies",
        "\"greater\"",
    ),
];
const ONE_TARGET: Instead = Instead::one_of(&["band", "at_least", "at_most", "sign"]);
const HELD: &[Instead] = &[ONE_TARGET, Instead::at_most_one_of(&["arm", "arms"])];

const CHECKS: [Variant; 8] = [
    Variant {
        name: "mean",
        meaning: "the mean of a quantity",
        fields: &[
            &MOMENT,
            &WHICH,
            &RELATIVE,
            &[Field::may(
                "terms",
                Value::Terms(&TERM),
                "Terms that are added up, in place of one",
                "[{ arm = \"usual\", time = 4 }]",
            )],
            &TARGET,
        ],
        instead: HELD,
    },
    Variant {
        name: "largest_change",
        meaning: "of the changes to several years, the one furthest from 0",
        fields: &[
            &[MEASURE],
            &WHICH,
            &RELATIVE,
            &[
                Field::must(
                    "from",
                    Value::Number(Bounds::FROM_0),
                    "The year from which changes are counted",
                    "1",
                ),
                Field::must(
                    "years",
                    Value::Numbers {
                        least: 1,
                        most: YEARS_LISTED_MAX,
                        bounds: Bounds::FROM_0,
                        rising: false,
                    },
                    "The years to which they are counted",
                    "[2, 3, 4]",
                ),
            ],
            &TARGET,
        ],
        instead: HELD,
    },
    Variant {
        name: "ratio",
        meaning: "the ratio of two quantities",
        fields: &[
            &MOMENT,
            &[
                Field::must(
                    "numerator",
                    Value::Terms(&TERM),
                    "What stands above the line",
                    "{ arms = { treated = 1, control = -1 } }",
                ),
                Field::must(
                    "denominator",
                    Value::Terms(&TERM),
                    "What stands below the line",
                    "{ arm = \"control\" }",
                ),
            ],
            &TARGET,
        ],
        instead: &[ONE_TARGET],
    },
    Variant {
        name: "ordering",
        meaning: "the weakest of several steps upward",
        fields: &[
            &MOMENT,
            &[Field::must(
                "order",
                Value::Texts(2, usize::MAX),
                "Arms from the lowest to the highest",
                "[\"control\", \"treated\"]",
            )],
            &TARGET,
        ],
        instead: &[ONE_TARGET],
    },
    Variant {
        name: "jump",
        meaning: "the steepest rise along the levels of a key",
        fields: &[
            &MOMENT,
            &[
                Field::must("curve", Value::Text, "The arm that varies", "\"curve\""),
                Field::must(
                    "figure",
                    Value::OneOf(&JUMP_FIGURE),
                    "Where it is, or how much it is",
                    "\"place\"",
                ),
            ],
            &TARGET,
        ],
        instead: &[ONE_TARGET],
    },
    Variant {
        name: "growth",
        meaning: "a curve of growth that is fitted to yearly values",
        fields: &[
            &[MEASURE],
            &WHICH,
            &RELATIVE,
            &[
                Field::must(
                    "years",
                    Value::Number(Bounds::from_to(1.0, YEARS_MAX as f64)),
                    "The number of years over which it is fitted",
                    "8",
                ),
                Field::must(
                    "figure",
                    Value::OneOf(&GROWTH_FIGURE),
                    "What is read from it",
                    "\"r_squared\"",
                ),
                Field::must(
                    "ceiling",
                    Value::Number(Bounds::above(0.0)),
                    "What the plateau is divided by",
                    "98",
                ),
            ],
            &TARGET,
        ],
        instead: HELD,
    },
    Variant {
        name: "rank",
        meaning: "the place of a reading among others, the largest first",
        fields: &[
            &[TIME],
            &WHICH,
            &RELATIVE,
            &[
                Field::must("of", Value::Text, "The reading that is ranked", "\"one\""),
                Field::may(
                    "among",
                    Value::Texts(0, usize::MAX),
                    "The readings it is ranked among",
                    "[\"one\", \"other\"]",
                ),
            ],
            &TARGET,
        ],
        instead: HELD,
    },
    Variant {
        name: "not_measured",
        meaning: "the model cannot say",
        fields: &[&[Field::must(
            "reason",
            Value::Text,
            "Why",
            "\"there is no such measure\"",
        )]],
        instead: &[],
    },
];

const READING: Shape = Shape {
    by: Some(By {
        key: "kind",
        meaning: "What is read",
        variants: &READINGS,
        first_is_usual: false,
    }),
    ..Shape::new("a reading", &[])
};

const COLUMN: Field = Field::must(
    "column",
    Value::Among(citizen_columns),
    "A column of the citizens",
    "\"trust\"",
);
const GROUP: Field = Field::may(
    "among",
    Value::OneOf(&AMONG_NAMES),
    "Whose, by whether they take part",
    "\"participants\"",
);
const SLICED: Field = Field::may(
    "slice",
    Value::Table(&SLICE),
    "The part of them that is meant, in the order of a column",
    "",
);
const LAG: Field = Field::must(
    "lag_years",
    Value::Number(Bounds::above(0.0)),
    "Since so many years before",
    "1.0",
);

const SLICE: Shape = Shape::new(
    "a slice",
    &[&[
        Field::must(
            "by",
            Value::Among(citizen_columns),
            "The column that orders them",
            "\"ses\"",
        ),
        Field::must("from", Value::Number(Bounds::SHARE), "From this share on", "0.75"),
        Field::must("to", Value::Number(Bounds::SHARE), "Up to this share", "1.0"),
    ]],
);

const READINGS: [Variant; 7] = [
    Variant {
        name: "mean",
        meaning: "the mean of a column in a group",
        fields: &[&[COLUMN, GROUP, SLICED]],
        instead: &[],
    },
    Variant {
        name: "change",
        meaning: "its mean change per year",
        fields: &[&[COLUMN, GROUP, SLICED, LAG]],
        instead: &[],
    },
    Variant {
        name: "exit_hazard",
        meaning: "the yearly hazard at which participants have left",
        fields: &[&[SLICED, LAG]],
        instead: &[],
    },
    Variant {
        name: "correlation",
        meaning: "the correlation of a column with taking part",
        fields: &[&[COLUMN]],
        instead: &[],
    },
    Variant {
        name: "coefficient",
        meaning: "the standardised coefficient of a column in a logistic regression of taking part",
        fields: &[&[
            COLUMN,
            Field::must(
                "predictors",
                Value::SomeOf(citizen_columns),
                "The columns of the regression",
                "[\"trust\", \"ses\"]",
            ),
        ]],
        instead: &[],
    },
    Variant {
        name: "staff",
        meaning: "the mean of a column over professionals",
        fields: &[&[Field::must(
            "column",
            Value::Among(professional_columns),
            "A column of the professionals",
            "\"attitude\"",
        )]],
        instead: &[],
    },
    Variant {
        name: "initiatives",
        meaning: "the mean of a column over the initiatives that run",
        fields: &[&[Field::must(
            "column",
            Value::Among(initiative_columns),
            "A column of the initiatives",
            "\"goal\"",
        )]],
        instead: &[],
    },
];
