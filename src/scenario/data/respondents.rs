//! Who the respondents of a survey are: their rows and ids, by which ties name them.

use std::collections::BTreeMap;

/// Who the respondents are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Respondents {
    /// Row of each in the file, from 1, without the header and empty rows.
    pub rows: Vec<u32>,
    /// Id of each as the file has it; empty where no column with ids is named.
    pub ids: Vec<String>,
    /// Rows of the file, those dropped included.
    pub(super) rows_of_file: usize,
    /// Ids of the rows that were dropped.
    pub(super) dropped_ids: Vec<String>,
    /// A column that looks as if it held ids, is not named as `id`, and does not count the rows.
    pub unnamed_ids: Option<String>,
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
