//! What a file may hold, said once: a table of fields for each kind of file, which stands beside the kind.
//!
//! | question | file |
//! |---|---|
//! | is this table as it should be? | `walk` |
//! | what does a field that was found right say? | `filled` |
//! | what do editors need to know? | `schema` |
//! | what does a field mean? | `words` |
//! | where does one begin? | `begin` |

mod begin;
mod filled;
mod schema;
#[cfg(test)]
mod tests;
mod walk;
mod words;

pub(in crate::scenario) use begin::{begin, begin_under};
pub(in crate::scenario) use filled::DANISH;
pub(in crate::scenario) use schema::{Parts, object};
pub(in crate::scenario) use walk::{check, check_table, check_tables, check_value};
pub(in crate::scenario) use words::{explain, field_rows, keys_of};

use crate::words::{Words, say};

/// What a table may hold.
#[derive(Debug)]
pub(in crate::scenario) struct Shape {
    /// What it is, as in `a hypothesis`.
    pub(in crate::scenario) what: Words,
    /// Its fields, group by group.
    pub(in crate::scenario) fields: &'static [&'static [Field]],
    /// Further fields that depend on the choice of one.
    pub(in crate::scenario) by: Option<By>,
    /// Fields that stand for one another.
    pub(in crate::scenario) instead: &'static [Instead],
    /// Whether all other keys are settings of a scenario, which are read with it.
    pub(in crate::scenario) with_settings: bool,
}

impl Shape {
    /// A table with these fields.
    pub(in crate::scenario) const fn new(what: Words, fields: &'static [&'static [Field]]) -> Self {
        Self {
            what,
            fields,
            by: None,
            instead: &[],
            with_settings: false,
        }
    }

    /// The fields that it has whatever the choice.
    pub(in crate::scenario) fn common(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().copied().flatten()
    }
}

/// A field by whose value a table has further ones.
#[derive(Debug)]
pub(in crate::scenario) struct By {
    /// Its name.
    pub(in crate::scenario) key: &'static str,
    /// What it means.
    pub(in crate::scenario) meaning: Words,
    /// The choices.
    pub(in crate::scenario) variants: &'static [Variant],
    /// Whether the first of them is meant where the field is not there.
    pub(in crate::scenario) first_is_usual: bool,
}

/// One choice and the fields that come with it.
#[derive(Debug)]
pub(in crate::scenario) struct Variant {
    pub(in crate::scenario) name: &'static str,
    pub(in crate::scenario) meaning: Words,
    pub(in crate::scenario) fields: &'static [&'static [Field]],
    pub(in crate::scenario) instead: &'static [Instead],
}

impl Variant {
    pub(in crate::scenario) fn own(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().copied().flatten()
    }
}

/// Fields of which one stands there.
#[derive(Clone, Copy, Debug)]
pub(in crate::scenario) struct Instead {
    pub(in crate::scenario) keys: &'static [&'static str],
    /// Whether one of them must be there.
    pub(in crate::scenario) must: bool,
}

impl Instead {
    /// Exactly one of these.
    pub(in crate::scenario) const fn one_of(keys: &'static [&'static str]) -> Self {
        Self { keys, must: true }
    }

    /// One of these or none.
    pub(in crate::scenario) const fn at_most_one_of(keys: &'static [&'static str]) -> Self {
        Self { keys, must: false }
    }
}

/// A key of a table.
#[derive(Debug)]
pub(in crate::scenario) struct Field {
    pub(in crate::scenario) name: &'static str,
    pub(in crate::scenario) value: Value,
    /// Whether it must be there.
    pub(in crate::scenario) must: bool,
    /// What it means, in one line.
    pub(in crate::scenario) meaning: Words,
    /// What may stand behind its `=`, or under its heading where it has a table of settings.
    pub(in crate::scenario) example: &'static str,
    /// Whether a file to begin with has it, though it may be left out.
    pub(in crate::scenario) begun: bool,
}

impl Field {
    /// A field that must be there.
    pub(in crate::scenario) const fn must(
        name: &'static str,
        value: Value,
        meaning: Words,
        example: &'static str,
    ) -> Self {
        Self {
            name,
            value,
            must: true,
            meaning,
            example,
            begun: true,
        }
    }

    /// A field that may be left out.
    pub(in crate::scenario) const fn may(
        name: &'static str,
        value: Value,
        meaning: Words,
        example: &'static str,
    ) -> Self {
        Self {
            name,
            value,
            must: false,
            meaning,
            example,
            begun: false,
        }
    }

    /// The same, in a file to begin with too.
    pub(in crate::scenario) const fn begun(self) -> Self {
        Self { begun: true, ..self }
    }
}

/// What may stand for a field.
#[derive(Clone, Copy, Debug)]
pub(in crate::scenario) enum Value {
    Text,
    /// At most 40 letters, digits, `-` and `_`.
    Name,
    /// So many texts.
    Texts(usize, usize),
    Flag,
    /// A finite number.
    Number(Bounds),
    /// A whole number, both ends included.
    Whole(u64, u64),
    /// What the parameter register allows for this key.
    OfKey(&'static str),
    OneOf(&'static [&'static str]),
    /// One of the names that there are.
    Among(fn() -> Vec<&'static str>),
    /// Some of them.
    SomeOf(fn() -> Vec<&'static str>),
    /// Two numbers that rise.
    Pair(Bounds),
    /// So many numbers.
    Numbers {
        least: usize,
        most: usize,
        bounds: Bounds,
        /// Whether each is larger than the one before.
        rising: bool,
    },
    /// A list of anything, which somebody else looks into.
    Levels,
    /// The end of a run, a year, or the mean over years.
    Time,
    /// A measure of the society, of a programme or of a municipality.
    Measure,
    /// Numbers by name.
    Weights,
    /// Keys of a scenario, which are read with it.
    Settings,
    /// Parameters of a scenario with their ranges, which somebody else looks into.
    Ranges,
    /// A table under a heading of its own.
    Table(&'static Shape),
    /// So many tables, each under a heading `[[…]]`.
    Tables(&'static Shape, usize, usize),
    /// Tables under names that the file gives them.
    Named(&'static Shape),
    /// One table or a list of them, on the line of the key.
    Terms(&'static Shape),
}

/// Between what a number lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::scenario) struct Bounds {
    low: f64,
    high: f64,
    /// Whether the ends are allowed.
    ends: bool,
}

impl Bounds {
    pub(in crate::scenario) const NONE: Self = Self::from_to(f64::NEG_INFINITY, f64::INFINITY);
    pub(in crate::scenario) const FROM_0: Self = Self::from_to(0.0, f64::INFINITY);
    pub(in crate::scenario) const SHARE: Self = Self::from_to(0.0, 1.0);

    /// Both ends included.
    pub(in crate::scenario) const fn from_to(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            ends: true,
        }
    }

    pub(in crate::scenario) const fn above(low: f64) -> Self {
        Self::between(low, f64::INFINITY)
    }

    /// Neither end included.
    pub(in crate::scenario) const fn between(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            ends: false,
        }
    }

    pub(in crate::scenario) fn hold(self, number: f64) -> bool {
        let within = if self.ends {
            self.low <= number && number <= self.high
        } else {
            self.low < number && number < self.high
        };
        within && number.is_finite()
    }

    /// As in `a number above 0`.
    fn words(self) -> String {
        let (low, high) = (self.low, self.high);
        match (low.is_finite(), high.is_finite(), self.ends) {
            (false, false, _) => say!("a finite number"),
            (true, false, true) => say!("a number from {low} on"),
            (true, false, false) => say!("a number above {low}"),
            (false, true, _) => say!("a number up to {high}"),
            (true, true, true) => say!("a number from {low} to {high}"),
            (true, true, false) => say!("a number between {low} and {high}"),
        }
    }
}

/// The names of choices, for [`Value::OneOf`].
pub(in crate::scenario) const fn names<T, const N: usize>(
    choices: &[(&'static str, T); N],
) -> [&'static str; N] {
    let mut names = [""; N];
    let mut position = 0;
    while position < N {
        names[position] = choices[position].0;
        position += 1;
    }
    names
}
