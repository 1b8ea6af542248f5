//! What a fact file may hold.

use super::arms::LEVELS_MIN;
use super::reading_shape::READING;
use super::readings_rates;
use super::statistics::{GROWTH, JUMP, YEARS_LISTED_MAX};
use super::{CONTENTS, ROLES};
use crate::scenario::hypothesis::SIDES;
use crate::scenario::hypothesis::held::{self, PATHS};
use crate::scenario::hypothesis::shape::{IN_DANISH, NAME, levels};
use crate::scenario::language::{Bounds, By, Field, Instead, Shape, Value, Variant, names};
use crate::scenario::time::YEARS_MAX;
use crate::words::words;

const ROLE: [&str; 3] = names(&ROLES);
const CONTENT: [&str; 2] = names(&CONTENTS);
const SIDE: [&str; 2] = names(&SIDES);
const GROWTH_FIGURE: [&str; 3] = names(&GROWTH);
const JUMP_FIGURE: [&str; 2] = names(&JUMP);

/// A stylised fact.
pub(in crate::scenario) const SHAPE: Shape = Shape::new(words!("a fact"), &[&FIELDS]);

const FIELDS: [Field; 13] = [
    Field::must("id", Value::Name, words!("A short name"), "\"SF-01\""),
    Field::must(
        "claim",
        Value::Text,
        words!("The pattern in one sentence"),
        "\"Few take part\"",
    ),
    Field::must(
        "role",
        Value::OneOf(&ROLE),
        words!("What it was used for: to set parameters, or its evidence to build the model, or neither"),
        "\"validation\"",
    ),
    Field::must(
        "content",
        Value::OneOf(&CONTENT),
        words!("Whether it emerges from many processes, or follows from constants by calculation"),
        "\"emergent\"",
    ),
    Field::must(
        "evidence",
        Value::Texts(1, usize::MAX),
        words!("What it rests on, by the ids that the parameter register cites"),
        "[\"Hansen 2024\"]",
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
        words!("Where the fact comes from"),
        "[\"Ev-22\"]",
    ),
    Field::must(
        "scenario",
        Value::Text,
        words!("The scenario that the arms are made of, seen from this file, or by its name"),
        "\"reference\"",
    ),
    Field::may(
        "settings",
        Value::Settings,
        words!("What all arms share"),
        "population.citizens = 1000",
    ),
    Field::may(
        "arm",
        Value::Tables(&ARM, 1, usize::MAX),
        words!("The arms; without any there is one, `usual`"),
        "",
    ),
    Field::may(
        "reading",
        Value::Named(&READING),
        words!("What is read from agents one by one"),
        "",
    ),
    Field::must(
        "check",
        Value::Tables(&CHECK, 1, usize::MAX),
        words!("What is measured, and what it is held against"),
        "",
    ),
];

const ARM: Shape = Shape {
    with_settings: true,
    instead: &[Instead::at_most_one_of(&["vary", "hold"])],
    ..Shape::new(
        words!("an arm"),
        &[&[
            NAME,
            Field::may(
                "vary",
                Value::Table(&VARY),
                words!("A key along whose levels there is an arm each"),
                "",
            ),
            Field::may(
                "hold",
                Value::Table(&HOLD),
                words!("Paths that are held at what they are in another arm"),
                "",
            ),
        ]],
    )
};

const HOLD: Shape = Shape::new(
    words!("`hold`"),
    &[&[
        Field::must(
            PATHS,
            Value::SomeOf(held::names),
            words!("One to six paths"),
            "[\"belief\"]",
        ),
        Field::must(
            "arm",
            Value::Text,
            words!("The arm at which they are held"),
            ARM_NAME,
        ),
    ]],
);

const VARY: Shape = Shape::new(words!("`vary`"), &[&levels(LEVELS_MIN)]);

const ARM_NAME: &str = "\"usual\"";
const MEASURE: Field = Field::may(
    "measure",
    Value::Text,
    words!("A measure of the results, or a reading"),
    "\"participants_share\"",
)
.begun();
const TIME: Field = Field::may(
    "time",
    Value::Time,
    words!("When it is taken: \"end\", a year, or the mean over years"),
    "\"end\"",
)
.begun();
const WHICH: [Field; 2] = [
    Field::may("arm", Value::Text, words!("The arm it is measured in"), ARM_NAME),
    Field::may(
        "arms",
        Value::Weights,
        words!("Weights of the arms, in place of one"),
        "{ treated = 1, control = -1 }",
    ),
];
const RELATIVE: [Field; 2] = [
    Field::may(
        "relative_to",
        Value::Text,
        words!("The arm by which each value is divided, less 1"),
        ARM_NAME,
    ),
    Field::may(
        "in_deviations_of",
        Value::Text,
        words!("The arm in whose standard deviations it is given"),
        ARM_NAME,
    ),
];
const MOMENT: [Field; 2] = [MEASURE, TIME];

const TERM: Shape = Shape {
    instead: &[Instead::at_most_one_of(&["arm", "arms"])],
    ..Shape::new(words!("a term"), &[&MOMENT, &WHICH, &RELATIVE])
};

const CHECK: Shape = Shape {
    by: Some(By {
        key: "kind",
        meaning: words!("How the figure comes from the replications"),
        variants: &CHECKS,
        first_is_usual: false,
    }),
    ..Shape::new(
        words!("a check"),
        &[&[
            Field::must(
                "pattern",
                Value::Text,
                words!("What is measured, in words"),
                "\"share who take part after eight years\"",
            ),
            Field::may(
                "da",
                Value::Table(&DANISH_OF_CHECK),
                words!("The same words in Danish"),
                "",
            ),
            Field::may(
                "beside",
                Value::Flag,
                words!("Whether it leaves the verdict on the fact alone"),
                "false",
            ),
        ]],
    )
};

const DANISH_OF_CHECK: Shape = Shape::new(
    words!("a table of Danish words"),
    &[&[
        Field::may(
            "pattern",
            Value::Text,
            words!("What is measured, in Danish"),
            "\"…\"",
        ),
        Field::may(
            "reason",
            Value::Text,
            words!("Why it is not measured, in Danish"),
            "\"…\"",
        ),
    ]],
);

const TARGET: [Field; 5] = [
    Field::may(
        "band",
        Value::Pair(Bounds::NONE),
        words!("Between what the figure lies"),
        "[0.0, 0.2]",
    ),
    Field::may(
        "at_least",
        Value::Number(Bounds::NONE),
        words!("What the figure does not fall below"),
        "0.1",
    ),
    Field::may(
        "at_most",
        Value::Number(Bounds::NONE),
        words!("What the figure does not exceed"),
        "0.2",
    ),
    Field::may(
        "sign",
        Value::OneOf(&SIDE),
        words!("On which side of 0 its whole interval lies, beyond the smallest effect"),
        "\"greater\"",
    ),
    Field::may(
        "smallest_effect",
        Value::Number(Bounds::above(0.0)),
        words!("The smallest effect that would matter, in the unit of the figure; a sign must have one"),
        "0.01",
    ),
];
const ONE_TARGET: Instead = Instead::one_of(&["band", "at_least", "at_most", "sign"]);
const HELD: &[Instead] = &[ONE_TARGET, Instead::at_most_one_of(&["arm", "arms"])];

const RATE_TERMS: [Field; 4] = readings_rates::fields(&TERM);

const CHECKS: [Variant; 9] = [
    Variant {
        name: "mean",
        meaning: words!("the mean of a quantity"),
        fields: &[
            &MOMENT,
            &WHICH,
            &RELATIVE,
            &[Field::may(
                "terms",
                Value::Terms(&TERM),
                words!("Terms that are added up, in place of one"),
                "[{ arm = \"usual\", time = 4 }]",
            )],
            &TARGET,
        ],
        instead: HELD,
    },
    Variant {
        name: "largest_change",
        meaning: words!("of the changes to several years, the one furthest from 0"),
        fields: &[
            &[MEASURE],
            &WHICH,
            &RELATIVE,
            &[
                Field::must(
                    "from",
                    Value::Number(Bounds::FROM_0),
                    words!("The year from which changes are counted"),
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
                    words!("The years to which they are counted"),
                    "[2, 3, 4]",
                ),
            ],
            &TARGET,
        ],
        instead: HELD,
    },
    Variant {
        name: "ratio",
        meaning: words!("the ratio of two quantities"),
        fields: &[
            &MOMENT,
            &[
                Field::must(
                    "numerator",
                    Value::Terms(&TERM),
                    words!("What stands above the line"),
                    "{ arms = { treated = 1, control = -1 } }",
                ),
                Field::must(
                    "denominator",
                    Value::Terms(&TERM),
                    words!("What stands below the line"),
                    "{ arm = \"control\" }",
                ),
            ],
            &TARGET,
        ],
        instead: &[ONE_TARGET],
    },
    Variant {
        name: "rates",
        meaning: words!("the ratio or the difference of two rates, each of two quantities"),
        fields: &[&MOMENT, &[readings_rates::FIGURE], &RATE_TERMS, &TARGET],
        instead: &[ONE_TARGET],
    },
    Variant {
        name: "ordering",
        meaning: words!("the weakest of several steps upward"),
        fields: &[
            &MOMENT,
            &[Field::must(
                "order",
                Value::Texts(2, usize::MAX),
                words!("Arms from the lowest to the highest"),
                "[\"control\", \"treated\"]",
            )],
            &TARGET,
        ],
        instead: &[ONE_TARGET],
    },
    Variant {
        name: "jump",
        meaning: words!("the steepest rise along the levels of a key"),
        fields: &[
            &MOMENT,
            &[
                Field::must("curve", Value::Text, words!("The arm that varies"), "\"curve\""),
                Field::must(
                    "figure",
                    Value::OneOf(&JUMP_FIGURE),
                    words!("Where it is, or how much it is"),
                    "\"place\"",
                ),
            ],
            &TARGET,
        ],
        instead: &[ONE_TARGET],
    },
    Variant {
        name: "growth",
        meaning: words!("a curve of growth that is fitted to yearly values"),
        fields: &[
            &[MEASURE],
            &WHICH,
            &RELATIVE,
            &[
                Field::must(
                    "years",
                    Value::Number(Bounds::from_to(1.0, YEARS_MAX as f64)),
                    words!("The number of years over which it is fitted"),
                    "8",
                ),
                Field::must(
                    "figure",
                    Value::OneOf(&GROWTH_FIGURE),
                    words!("What is read from it"),
                    "\"r_squared\"",
                ),
                Field::must(
                    "ceiling",
                    Value::Number(Bounds::above(0.0)),
                    words!("What the plateau is divided by"),
                    "98",
                ),
            ],
            &TARGET,
        ],
        instead: HELD,
    },
    Variant {
        name: "rank",
        meaning: words!("the place of a reading among others, the largest first"),
        fields: &[
            &[TIME],
            &WHICH,
            &RELATIVE,
            &[
                Field::must("of", Value::Text, words!("The reading that is ranked"), "\"one\""),
                Field::may(
                    "among",
                    Value::Texts(0, usize::MAX),
                    words!("The readings it is ranked among"),
                    "[\"one\", \"other\"]",
                ),
            ],
            &TARGET,
        ],
        instead: HELD,
    },
    Variant {
        name: "not_measured",
        meaning: words!("the model cannot say"),
        fields: &[&[Field::must(
            "reason",
            Value::Text,
            words!("Why"),
            "\"there is no such measure\"",
        )]],
        instead: &[],
    },
];
