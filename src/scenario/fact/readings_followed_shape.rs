//! What a reading that follows agents from step to step may hold.

use super::readings_followed::{
    COUNTS, EVENTS, PROPOSALS, RETURNS, STAYS, ordering_columns, snapshot_columns,
};
use crate::scenario::language::{Bounds, Field, Shape, Value, Variant, names};
use crate::words::words;

const COUNT_NAMES: [&str; 2] = names(&COUNTS);
const STAY_NAMES: [&str; 2] = names(&STAYS);
const RETURN_NAMES: [&str; 2] = names(&RETURNS);
const EVENT_NAMES: [&str; 2] = names(&EVENTS);
const PROPOSAL_NAMES: [&str; 2] = names(&PROPOSALS);

const FIGURE: Field = Field::must(
    "figure",
    Value::OneOf(&COUNT_NAMES),
    words!("Whether events are counted, or the years in which they could happen"),
    "\"events\"",
);
const OVER: Field = Field::must(
    "over_years",
    Value::Number(Bounds::above(0.0)),
    words!("Over so many years before"),
    "4.0",
);
const HOURS_OVER: Field = Field::may(
    "over_years",
    Value::Number(Bounds::above(0.0)),
    words!("Over so many years before; without it the hours of the step are meant"),
    "1.0",
);
const FROM: Field = Field::may(
    "from_years",
    Value::Number(Bounds::FROM_0),
    words!("From so many years on"),
    "2.0",
);
const TO: Field = Field::may(
    "to_years",
    Value::Number(Bounds::above(0.0)),
    words!("Up to so many years, not included"),
    "1.0",
);
const LAG: Field = Field::must(
    "lag_years",
    Value::Number(Bounds::above(0.0)),
    words!("Since so many years before"),
    "1.0",
);
const SLICED: Field = Field::may(
    "slice",
    Value::Table(&SLICE),
    words!("The part of them that is meant, in the order of a column"),
    "",
);

const SLICE: Shape = Shape::new(
    words!("a slice"),
    &[&[
        Field::must(
            "by",
            Value::Among(ordering_columns),
            words!("The column that orders them"),
            "\"made_ties\"",
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

pub(super) const HOURS_TOP_SHARE: Variant = Variant {
    name: "hours_top_share",
    meaning: words!("the share of all hours that those give who give most, among those who give any"),
    fields: &[&[
        Field::must(
            "top",
            Value::Number(Bounds::between(0.0, 1.0)),
            words!("The part of them who give most"),
            "0.1",
        ),
        HOURS_OVER,
    ]],
    instead: &[],
};

pub(super) const HOURS_GINI: Variant = Variant {
    name: "hours_gini",
    meaning: words!("the Gini coefficient of hours, among those who give any"),
    fields: &[&[HOURS_OVER]],
    instead: &[],
};

pub(super) const EXITS: Variant = Variant {
    name: "exits",
    meaning: words!("participants who have left, by the time since they joined"),
    fields: &[&[FIGURE, FROM, TO, SLICED, OVER]],
    instead: &[],
};

pub(super) const ENTRIES: Variant = Variant {
    name: "entries",
    meaning: words!("rested citizens who have begun to take part, by the time since they left"),
    fields: &[&[
        FIGURE,
        Field::must(
            "who",
            Value::OneOf(&RETURN_NAMES),
            words!("Those who never took part before, or those who did and left"),
            "\"former\"",
        ),
        FROM,
        TO,
        OVER,
    ]],
    instead: &[],
};

pub(super) const AT_LEAST_ONCE: Variant = Variant {
    name: "at_least_once",
    meaning: words!("the share of citizens to whom something happened at least once"),
    fields: &[&[
        Field::must(
            "event",
            Value::OneOf(&EVENT_NAMES),
            words!("What happened to them"),
            "\"asked\"",
        ),
        SLICED,
        OVER,
    ]],
    instead: &[],
};

pub(super) const AREA_SLOPE: Variant = Variant {
    name: "area_slope",
    meaning: words!(
        "the standardised coefficient of the mean status of the neighbourhood in a logistic regression of taking part"
    ),
    fields: &[&[Field::may(
        "predictors",
        Value::SomeOf(snapshot_columns),
        words!("The columns of citizens that are held constant"),
        "[\"ses\", \"trust\"]",
    )]],
    instead: &[],
};

pub(super) const ENDINGS: Variant = Variant {
    name: "endings",
    meaning: words!("initiatives that have stopped running, by the time since they began"),
    fields: &[&[FIGURE, FROM, TO, OVER]],
    instead: &[],
};

pub(super) const SURVIVAL: Variant = Variant {
    name: "survival",
    meaning: words!(
        "initiatives that have reached an age, by how many took part in them when they were younger"
    ),
    fields: &[&[
        FIGURE,
        Field::must(
            "part",
            Value::Pair(Bounds::SHARE),
            words!("The part of them that is meant, those with fewest participants first"),
            "[0.5, 1.0]",
        ),
        Field::must(
            "at_age",
            Value::Number(Bounds::above(0.0)),
            words!("The age at which participants are counted, in years"),
            "1.0",
        ),
        Field::must(
            "to_age",
            Value::Number(Bounds::above(0.0)),
            words!("The age they have reached or not, in years"),
            "6.0",
        ),
    ]],
    instead: &[],
};

pub(super) const PER_AREA: Variant = Variant {
    name: "per_area",
    meaning: words!("running initiatives per neighbourhood"),
    fields: &[&[Field::must(
        "part",
        Value::Pair(Bounds::SHARE),
        words!("The part of the neighbourhoods that is meant, the poorest first"),
        "[0.75, 1.0]",
    )]],
    instead: &[],
};

pub(super) const KEPT_UP: Variant = Variant {
    name: "kept_up",
    meaning: words!(
        "the share of initiatives with at least a part of their earlier hours, both over twelve months"
    ),
    fields: &[&[
        Field::must(
            "kept",
            Value::Number(Bounds::above(0.0)),
            words!("The part of their hours"),
            "0.25",
        ),
        LAG,
    ]],
    instead: &[],
};

pub(super) const HEARD: Variant = Variant {
    name: "heard",
    meaning: words!(
        "participants who still take part or have left, by what became of proposals in the year before"
    ),
    fields: &[&[
        Field::must(
            "figure",
            Value::OneOf(&STAY_NAMES),
            words!("Whether those are counted who stayed or those who left"),
            "\"stayed\"",
        ),
        Field::must(
            "proposals",
            Value::OneOf(&PROPOSAL_NAMES),
            words!("Whether at least half of the proposals of their initiative were realised, or fewer"),
            "\"realised\"",
        ),
        LAG,
    ]],
    instead: &[],
};
