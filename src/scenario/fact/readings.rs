//! What a fact reads from agents one by one, where the measures of the results say nothing.

use super::readings_followed::{self, Followed};
use crate::model::snapshot::{CITIZEN_COLUMNS, INITIATIVE_COLUMNS, PROFESSIONAL_COLUMNS, SnapshotColumn};
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place};
use crate::scenario::hypothesis::found::Found;
use crate::scenario::measure_names::measure_named;
use crate::words::{given, say};

/// A number that is read from the agents of a society.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Name, to which quantities refer.
    pub name: String,
    /// What is read.
    pub what: What,
}

/// What is read from the agents; columns are positions, `active` is whether a citizen takes part in any programme.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The mean of a column in a group; `NaN` in an empty one.
    Mean {
        /// The column.
        column: usize,
        /// The group.
        group: Group,
    },
    /// The mean change of a column in a group, per year since so many years before.
    Change {
        /// The column.
        column: usize,
        /// The group.
        group: Group,
        /// The years.
        lag_years: f64,
    },
    /// The yearly hazard at which the participants in a group have left since so many years before.
    ExitHazard {
        /// The group, as it was then.
        group: Group,
        /// The years.
        lag_years: f64,
    },
    /// Pearson's correlation of a column with taking part.
    Correlation {
        /// The column.
        column: usize,
    },
    /// The standardised coefficient of a column in a logistic regression of taking part.
    Coefficient {
        /// Position of the column among the predictors.
        of: usize,
        /// All predictors.
        predictors: Vec<usize>,
    },
    /// The mean of a column over professionals.
    Staff {
        /// The column.
        column: usize,
    },
    /// The mean of a column over the initiatives that run.
    Initiatives {
        /// The column.
        column: usize,
    },
    /// What is read by following agents from step to step.
    Followed(Followed),
}

impl What {
    /// What it reads by following agents; `None` where it reads them at single steps.
    #[must_use]
    pub const fn followed(&self) -> Option<&Followed> {
        match self {
            Self::Followed(followed) => Some(followed),
            _ => None,
        }
    }
}

/// Citizens, by whether they take part and by their place in the order of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// By whether they take part.
    pub among: Among,
    /// The column by which those are ordered, and the part of them that is meant, as shares; a change or a hazard orders
    /// them as they were before.
    pub slice: Option<(usize, f64, f64)>,
}

/// Citizens by whether they take part, now and before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// All.
    All,
    /// Those who take part; of a change, those who did so before and still do.
    Participants,
    /// Those who have begun since.
    Newcomers,
}

/// Choices for `among`.
pub(super) const AMONG: [(&str, Among); 3] = [
    ("all", Among::All),
    ("participants", Among::Participants),
    ("newcomers", Among::Newcomers),
];

/// Position of the column that says whether a citizen takes part in any programme: after those of the snapshot.
pub const ACTIVE: usize = CITIZEN_COLUMNS.len();

/// The columns of citizens, in order.
pub(super) fn citizen_columns() -> Vec<&'static str> {
    names(CITIZEN_COLUMNS).into_iter().chain(["active"]).collect()
}

/// The columns of professionals, in order.
pub(super) fn professional_columns() -> Vec<&'static str> {
    names(PROFESSIONAL_COLUMNS)
}

/// The columns of initiatives, in order.
pub(super) fn initiative_columns() -> Vec<&'static str> {
    names(INITIATIVE_COLUMNS)
}

fn names(columns: &[SnapshotColumn]) -> Vec<&'static str> {
    columns.iter().map(|column| column.0).collect()
}

/// The position of the column that a key names.
fn column(table: &Table, key: &str, columns: &[&str]) -> Option<usize> {
    let name = table.text(key)?;
    columns.iter().position(|column| *column == name)
}

/// Reads `[reading.NAME]`.
pub(super) fn read(table: &Table, found: &mut Found) -> Vec<Reading> {
    let named = table.table("reading").map_or(&[][..], |named| &named.rows);
    let readings = named.iter().filter_map(|row| {
        let name = &row.name;
        if measure_named(name).is_some() {
            // Who asks for it would get the measure.
            let message = say!("the reading `{name}` has the name of a measure");
            let finding = Finding::new(row.place, &format!("reading.{name}"), message);
            let hint = say!("give it another name, here and where it is asked for");
            found.fault(finding.code("duplicate").hint(hint));
        }
        let what = reading(table.table("reading")?.table(&row.name)?, found)?;
        Some(Reading {
            name: name.clone(),
            what,
        })
    });
    readings.collect()
}

fn reading(table: &Table, found: &mut Found) -> Option<What> {
    let citizens = || column(table, "column", &citizen_columns());
    let group = |among: Option<Among>, found: &mut Found| Group {
        among: among.unwrap_or(Among::All),
        slice: slice(table, found),
    };
    let among = table.choice("among", &AMONG);
    let lag_years = table.number("lag_years");
    Some(match table.text("kind")?.as_str() {
        "mean" => What::Mean {
            group: group(among, found),
            column: citizens()?,
        },
        "change" => What::Change {
            group: group(among, found),
            column: citizens()?,
            lag_years: lag_years?,
        },
        "exit_hazard" => What::ExitHazard {
            group: group(Some(Among::Participants), found),
            lag_years: lag_years?,
        },
        "correlation" => What::Correlation { column: citizens()? },
        "coefficient" => coefficient(table, found)?,
        "staff" => What::Staff {
            column: column(table, "column", &professional_columns())?,
        },
        "initiatives" => What::Initiatives {
            column: column(table, "column", &initiative_columns())?,
        },
        kind => What::Followed(readings_followed::read(kind, table, found)?),
    })
}

fn coefficient(table: &Table, found: &mut Found) -> Option<What> {
    let of = table.text("column")?;
    let predictors = table.texts("predictors");
    let row = table.row("predictors")?;
    let position = predictors.iter().position(|predictor| *predictor == of);
    if position.is_none() {
        let message = say!("`column` must be one of the `predictors`");
        found.fault(Finding::new(row.item.place, "column", message));
    }
    let columns = citizen_columns();
    let positions = predictors
        .iter()
        .map(|name| columns.iter().position(|column| column == name));
    Some(What::Coefficient {
        of: position?,
        predictors: positions.collect::<Option<_>>()?,
    })
}

/// `slice = { by = "ses", from = 0.75, to = 1.0 }`; `None` where it is not there or faulty.
fn slice(table: &Table, found: &mut Found) -> Option<(usize, f64, f64)> {
    let slice = table.table("slice")?;
    let (from, to) = (slice.number("from")?, slice.number("to")?);
    if from >= to {
        let place = slice.place_of("to", Place::START);
        let (from, to) = (given(from), given(to));
        let message = say!("the slice runs from {from} to {to}: the lower end is not below the upper");
        found.fault(Finding::new(place, "slice.to", message).code("out-of-range"));
    }
    Some((column(slice, "by", &citizen_columns())?, from, to))
}
