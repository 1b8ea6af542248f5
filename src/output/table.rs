//! A table, independent of the format it is written in.

/// A table whose cells are computed as they are written, so that it needs no memory of its own.
pub struct Table<'a> {
    /// Name of the file, without its ending.
    pub name: &'a str,
    /// Number of rows.
    pub length: usize,
    /// The columns, from the left.
    pub columns: Vec<TableColumn<'a>>,
}

/// A named column.
pub struct TableColumn<'a> {
    /// Name, unique in the table.
    pub name: String,
    /// What stands in each row.
    pub cells: Cells<'a>,
}

/// The cells of a column by row.
pub enum Cells<'a> {
    /// Text.
    Text(Box<dyn Fn(usize) -> &'a str + 'a>),
    /// Whole numbers.
    Count(Box<dyn Fn(usize) -> u32 + 'a>),
    /// Numbers; `NaN` is a missing value.
    Number(Box<dyn Fn(usize) -> f64 + 'a>),
}

impl<'a> TableColumn<'a> {
    pub(super) fn new(name: impl Into<String>, cells: Cells<'a>) -> Self {
        Self {
            name: name.into(),
            cells,
        }
    }

    /// A column of texts.
    pub fn text(name: &str, cell: impl Fn(usize) -> &'a str + 'a) -> Self {
        Self::new(name, Cells::Text(Box::new(cell)))
    }

    /// A column of whole numbers.
    pub fn count(name: &str, cell: impl Fn(usize) -> u32 + 'a) -> Self {
        Self::new(name, Cells::Count(Box::new(cell)))
    }

    /// A column of numbers; `NaN` is a missing value.
    pub fn number(name: &str, cell: impl Fn(usize) -> f64 + 'a) -> Self {
        Self::new(name, Cells::Number(Box::new(cell)))
    }
}
