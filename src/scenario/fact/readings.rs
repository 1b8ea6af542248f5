//! What a fact reads from agents one by one, where the measures of the results say nothing.

use super::{Choices, Fields};
use crate::model::snapshot::{CITIZEN_COLUMNS, INITIATIVE_COLUMNS, PROFESSIONAL_COLUMNS, SnapshotColumn};
use crate::scenario::document::{Content, Table, expected};
use crate::scenario::fault::Finding;

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

const AMONG: Choices<'_, Among> = &[
    ("all", Among::All),
    ("participants", Among::Participants),
    ("newcomers", Among::Newcomers),
];

#[derive(Clone, Copy)]
enum Kind {
    Mean,
    Change,
    ExitHazard,
    Correlation,
    Coefficient,
    Staff,
    Initiatives,
}

const KINDS: Choices<'_, Kind> = &[
    ("mean", Kind::Mean),
    ("change", Kind::Change),
    ("exit_hazard", Kind::ExitHazard),
    ("correlation", Kind::Correlation),
    ("coefficient", Kind::Coefficient),
    ("staff", Kind::Staff),
    ("initiatives", Kind::Initiatives),
];

/// Position of the column that says whether a citizen takes part in any programme: after those of the snapshot.
pub const ACTIVE: usize = CITIZEN_COLUMNS.len();

fn citizen_columns() -> Vec<(&'static str, usize)> {
    let columns = CITIZEN_COLUMNS.iter().map(|column| column.0);
    columns.chain(["active"]).zip(0..).collect()
}

fn names(columns: &[SnapshotColumn]) -> Vec<(&'static str, usize)> {
    columns.iter().map(|column| column.0).zip(0..).collect()
}

/// Reads `[reading.NAME]`.
pub(super) fn read(fields: &mut Fields) -> Vec<Reading> {
    let Some(row) = fields.take("reading") else {
        return Vec::new();
    };
    let Content::Table(table) = &row.item.content else {
        fields.fault(expected(&row, "reading", "tables under headings [reading.NAME]"));
        return Vec::new();
    };
    let mut readings = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let Content::Table(table) = &row.item.content else {
            fields.fault(expected(row, &row.name, "a table"));
            continue;
        };
        let mut own = Fields::new(table.clone());
        let what = reading(&mut own);
        fields.findings.append(&mut own.findings);
        readings.extend(what.map(|what| Reading {
            name: row.name.clone(),
            what,
        }));
    }
    readings
}

fn reading(fields: &mut Fields) -> Option<What> {
    let kind = fields.choice("kind", KINDS)?;
    let columns = citizen_columns();
    let (what, known): (Option<What>, &[&str]) = match kind {
        Kind::Mean => {
            let (column, group) = (fields.choice("column", &columns), group(fields));
            let what = column
                .zip(group)
                .map(|(column, group)| What::Mean { column, group });
            (what, &["kind", "column", "among", "slice"])
        }
        Kind::Change => {
            let (column, group) = (fields.choice("column", &columns), group(fields));
            let lag = fields.positive("lag_years");
            let what = column
                .zip(group)
                .zip(lag)
                .map(|((column, group), lag_years)| What::Change {
                    column,
                    group,
                    lag_years,
                });
            (what, &["kind", "column", "among", "slice", "lag_years"])
        }
        Kind::ExitHazard => {
            let slice = slice(fields);
            let lag = fields.positive("lag_years");
            let what = lag.map(|lag_years| What::ExitHazard {
                group: Group {
                    among: Among::Participants,
                    slice,
                },
                lag_years,
            });
            (what, &["kind", "slice", "lag_years"])
        }
        Kind::Correlation => {
            let column = fields.choice("column", &columns);
            (
                column.map(|column| What::Correlation { column }),
                &["kind", "column"],
            )
        }
        Kind::Coefficient => (coefficient(fields), &["kind", "column", "predictors"]),
        Kind::Staff => {
            let column = fields.choice("column", &names(PROFESSIONAL_COLUMNS));
            (column.map(|column| What::Staff { column }), &["kind", "column"])
        }
        Kind::Initiatives => {
            let column = fields.choice("column", &names(INITIATIVE_COLUMNS));
            (
                column.map(|column| What::Initiatives { column }),
                &["kind", "column"],
            )
        }
    };
    fields.refuse_all_but("this kind of reading", known);
    what
}

fn coefficient(fields: &mut Fields) -> Option<What> {
    let columns = citizen_columns();
    let column = fields.choice("column", &columns);
    let row = fields.required("predictors", "the columns of the regression")?;
    let predictors: Option<Vec<usize>> = match &row.item.content {
        Content::List(items) => items
            .iter()
            .map(|item| {
                let name = item.as_text()?;
                columns
                    .iter()
                    .find(|(other, _)| *other == name)
                    .map(|(_, position)| *position)
            })
            .collect(),
        Content::Leaf(_) | Content::Table(_) => None,
    };
    let Some(predictors) = predictors else {
        fields.fault(expected(&row, "predictors", "a list of columns of a snapshot"));
        return None;
    };
    let of = predictors.iter().position(|other| Some(*other) == column);
    if of.is_none() && column.is_some() {
        let message = "`column` must be one of the `predictors`";
        fields.fault(Finding::new(row.item.place, "column", message));
    }
    Some(What::Coefficient { of: of?, predictors })
}

fn group(fields: &mut Fields) -> Option<Group> {
    let among = match fields.take("among") {
        None => Some(Among::All),
        Some(row) => {
            let mut own = Fields::new(Table { rows: vec![row] });
            let among = own.choice("among", AMONG);
            fields.findings.append(&mut own.findings);
            among
        }
    };
    let slice = slice(fields);
    Some(Group { among: among?, slice })
}

/// `slice = { by = "ses", from = 0.75, to = 1.0 }`; `None` where it is not there or faulty.
fn slice(fields: &mut Fields) -> Option<(usize, f64, f64)> {
    let row = fields.take("slice")?;
    let hint = "as in { by = \"ses\", from = 0.75, to = 1.0 }";
    let Content::Table(table) = &row.item.content else {
        fields.fault(expected(&row, "slice", hint));
        return None;
    };
    let mut own = Fields::new(table.clone());
    let by = own.choice("by", &citizen_columns());
    let (from, to) = (own.number("from", hint), own.number("to", hint));
    own.refuse_all_but("a slice", &["by", "from", "to"]);
    if let (Some(from), Some(to)) = (from, to)
        && !(0.0 <= from && from < to && to <= 1.0)
    {
        own.fault(expected(&row, "slice", "shares that rise, from 0 to 1"));
    }
    fields.findings.append(&mut own.findings);
    Some((by?, from?, to?))
}
