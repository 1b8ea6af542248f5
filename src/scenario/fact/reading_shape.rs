//! What a reading of a fact file may hold.

use super::readings::{AMONG, citizen_columns, initiative_columns, professional_columns};
use super::readings_followed_shape as followed;
use crate::scenario::language::{Bounds, By, Field, Shape, Value, Variant, names};
use crate::words::words;

const AMONG_NAMES: [&str; 3] = names(&AMONG);

/// A reading.
pub(super) const READING: Shape = Shape {
    by: Some(By {
        key: "kind",
        meaning: words!("What is read"),
        variants: &READINGS,
        first_is_usual: false,
    }),
    ..Shape::new(words!("a reading"), &[])
};

const COLUMN: Field = Field::must(
    "column",
    Value::Among(citizen_columns),
    words!("A column of the citizens"),
    "\"trust\"",
);
const GROUP: Field = Field::may(
    "among",
    Value::OneOf(&AMONG_NAMES),
    words!("Whose, by whether they take part"),
    "\"participants\"",
);
const SLICED: Field = Field::may(
    "slice",
    Value::Table(&SLICE),
    words!("The part of them that is meant, in the order of a column"),
    "",
);
const LAG: Field = Field::must(
    "lag_years",
    Value::Number(Bounds::above(0.0)),
    words!("Since so many years before"),
    "1.0",
);

const SLICE: Shape = Shape::new(
    words!("a slice"),
    &[&[
        Field::must(
            "by",
            Value::Among(citizen_columns),
            words!("The column that orders them"),
            "\"ses\"",
        ),
        Field::must(
            "from",
            Value::Number(Bounds::SHARE),
            words!("From this share on"),
            "0.75",
        ),
        Field::must(
            "to",
            Value::Number(Bounds::SHARE),
            words!("Up to this share"),
            "1.0",
        ),
    ]],
);

const READINGS: [Variant; 18] = [
    Variant {
        name: "mean",
        meaning: words!("the mean of a column in a group"),
        fields: &[&[COLUMN, GROUP, SLICED]],
        instead: &[],
    },
    Variant {
        name: "change",
        meaning: words!("its mean change per year"),
        fields: &[&[COLUMN, GROUP, SLICED, LAG]],
        instead: &[],
    },
    Variant {
        name: "exit_hazard",
        meaning: words!("the yearly hazard at which participants have left"),
        fields: &[&[SLICED, LAG]],
        instead: &[],
    },
    Variant {
        name: "correlation",
        meaning: words!("the correlation of a column with taking part"),
        fields: &[&[COLUMN]],
        instead: &[],
    },
    Variant {
        name: "coefficient",
        meaning: words!("the standardised coefficient of a column in a logistic regression of taking part"),
        fields: &[&[
            COLUMN,
            Field::must(
                "predictors",
                Value::SomeOf(citizen_columns),
                words!("The columns of the regression"),
                "[\"trust\", \"ses\"]",
            ),
        ]],
        instead: &[],
    },
    Variant {
        name: "staff",
        meaning: words!("the mean of a column over professionals"),
        fields: &[&[Field::must(
            "column",
            Value::Among(professional_columns),
            words!("A column of the professionals"),
            "\"attitude\"",
        )]],
        instead: &[],
    },
    Variant {
        name: "initiatives",
        meaning: words!("the mean of a column over the initiatives that run"),
        fields: &[&[Field::must(
            "column",
            Value::Among(initiative_columns),
            words!("A column of the initiatives"),
            "\"goal\"",
        )]],
        instead: &[],
    },
    followed::HOURS_TOP_SHARE,
    followed::HOURS_GINI,
    followed::EXITS,
    followed::ENTRIES,
    followed::AT_LEAST_ONCE,
    followed::AREA_SLOPE,
    followed::ENDINGS,
    followed::SURVIVAL,
    followed::PER_AREA,
    followed::KEPT_UP,
    followed::HEARD,
];
