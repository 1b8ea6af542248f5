//! Who the respondents of a survey are: their rows and ids, by which ties name them.

use std::collections::{BTreeMap, BTreeSet};

/// Names of columns that hold ids, as survey institutes call them.
const ID_COLUMNS: [&str; 8] = [
    "id",
    "idno",
    "caseid",
    "case_id",
    "person_id",
    "personid",
    "respondent_id",
    "respondent",
];

/// Who the respondents are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Respondents {
    /// Row of each in the file, from 1, without the header and empty rows.
    pub rows: Vec<u32>,
    /// Id of each as the file has it; empty where no column with ids is named.
    pub ids: Vec<String>,
    /// Rows of the file, those dropped included.
    pub(super) rows_of_file: usize,
    /// Empty rows between others, which leave it open which row a number means.
    pub(super) empty_rows: usize,
    /// Ids of the rows that were dropped.
    pub(super) dropped_ids: Vec<String>,
    /// A column that may hold ids, is not named as `id`, and does not count the rows.
    pub unnamed_ids: Option<String>,
}

impl Respondents {
    /// Empty rows between others, where respondents have no ids: which row a number means is then open.
    pub(in crate::scenario) fn empty_rows_between(&self) -> Option<usize> {
        (self.ids.is_empty() && self.empty_rows > 0).then_some(self.empty_rows)
    }
}

/// Columns that nothing is read from and that may hold ids: they are called so, or their values tell all rows apart.
pub(super) struct UnnamedIds {
    columns: Vec<UnnamedColumn>,
}

struct UnnamedColumn {
    name: String,
    index: usize,
    /// Whether it has the name of a column with ids.
    is_called_so: bool,
    /// Whether every value so far is the number of its row.
    counts_rows: bool,
    /// The values so far; `None` once one is missing or stands there twice.
    distinct: Option<BTreeSet<String>>,
}

impl UnnamedIds {
    /// Among the columns of a header, `None` for each that something else is read from.
    pub(super) fn among<'a>(header: impl Iterator<Item = Option<&'a str>>) -> Self {
        let columns = header.enumerate().filter_map(|(index, name)| {
            let name = name?;
            Some(UnnamedColumn {
                name: name.to_owned(),
                index,
                is_called_so: ID_COLUMNS.contains(&name.to_lowercase().as_str()),
                counts_rows: true,
                distinct: Some(BTreeSet::new()),
            })
        });
        Self {
            columns: columns.collect(),
        }
    }

    /// Looks at a row, the first of which is 1; `cell` gives the cell of a column, `None` where it is missing.
    pub(super) fn read_row<'a>(&mut self, row: usize, cell: impl Fn(usize) -> Option<&'a str>) {
        for column in &mut self.columns {
            let cell = cell(column.index);
            column.counts_rows &= cell.is_some_and(|cell| cell == row.to_string());
            let tells_apart = match (&mut column.distinct, cell) {
                (Some(values), Some(cell)) => values.insert(cell.to_owned()),
                _ => false,
            };
            if !tells_apart {
                column.distinct = None;
            }
        }
    }

    /// The first of them that does not count the rows, by preference one that is called so.
    pub(super) fn first(&self) -> Option<String> {
        let candidates = || {
            let columns = self.columns.iter();
            columns.filter(|column| !column.counts_rows && (column.is_called_so || column.distinct.is_some()))
        };
        let column = candidates()
            .find(|column| column.is_called_so)
            .or_else(|| candidates().next())?;
        Some(column.name.clone())
    }
}

/// Whom a tie names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A respondent, by position.
    Kept(u32),
    /// Somebody whose row was dropped.
    Dropped,
    Nobody,
}

/// Finds respondents by what ties call them.
pub(super) struct Directory<'a> {
    respondents: &'a Respondents,
    by_id: BTreeMap<&'a str, Named>,
}

impl<'a> Directory<'a> {
    pub(super) fn new(respondents: &'a Respondents) -> Self {
        let dropped = respondents
            .dropped_ids
            .iter()
            .map(|id| (id.as_str(), Named::Dropped));
        let kept = (0..)
            .zip(&respondents.ids)
            .map(|(index, id)| (id.as_str(), Named::Kept(index)));
        Self {
            respondents,
            by_id: dropped.chain(kept).collect(),
        }
    }

    /// Whether ties name respondents by id, not by row.
    pub(super) const fn has_ids(&self) -> bool {
        !self.respondents.ids.is_empty()
    }

    /// How many rows there are to name.
    pub(super) const fn rows(&self) -> usize {
        self.respondents.rows_of_file
    }

    pub(super) fn by_id(&self, id: &str) -> Named {
        self.by_id.get(id).copied().unwrap_or(Named::Nobody)
    }

    /// By row, from 1.
    pub(super) fn by_row(&self, row: u32) -> Named {
        if row == 0 || row as usize > self.rows() {
            return Named::Nobody;
        }
        self.respondents
            .rows
            .binary_search(&row)
            .map_or(Named::Dropped, |index| Named::Kept(index as u32))
    }
}
