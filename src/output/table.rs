//! A table, independent of the format it is written in. A column carries what it means, so that the codebook is made from what is written.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::bounds::{COUNT, NONE};
use crate::experiment::Column;
use crate::scenario::{Factor, Measured};
use crate::words::{Language, within};

/// The column by whose names a table is spread out where the wide form is asked for.
const MEASURE: &str = "measure";

/// A table whose cells are computed as they are written, so that it needs no memory of its own.
pub struct Table<'a> {
    /// Name of the file, without its ending. What follows a hyphen is a number: `snapshot-12` is described as `snapshot`.
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
    /// What it means.
    pub meaning: Meaning,
    /// Whether it tells, with other keys, which row is meant.
    is_key: bool,
}

/// What a column means, as the codebook says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// Short name for people.
    pub label: String,
    /// What it means.
    pub definition: String,
    /// Unit; empty for indices, shares and text.
    pub unit: String,
    /// Smallest and largest possible value; not finite where there is no bound or the column is text.
    pub bounds: (f64, f64),
    /// Id of the equation it comes from; empty when it comes from none.
    pub equation: String,
}

impl Meaning {
    /// The meaning of a measure's column.
    #[must_use]
    pub fn of_measure(column: &Column) -> Self {
        let measure = column.measure;
        let programme = column.key.strip_suffix(measure.key);
        let label = match programme.and_then(|key| key.strip_suffix('.')) {
            Some(programme) => format!("{programme}: {}", measure.label.english),
            None => measure.label.english.to_owned(),
        };
        Self {
            label,
            definition: measure.definition.english.to_owned(),
            unit: measure.unit.to_owned(),
            bounds: (measure.minimum, measure.maximum),
            equation: measure.equation.to_owned(),
        }
    }
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
    fn new(name: &str, definition: &str, bounds: (f64, f64), cells: Cells<'a>) -> Self {
        Self {
            name: name.to_owned(),
            cells,
            meaning: Meaning {
                label: name.replace('_', " "),
                definition: definition.to_owned(),
                unit: String::new(),
                bounds,
                equation: String::new(),
            },
            is_key: false,
        }
    }

    /// A column of texts; its label is its name in words.
    pub fn text(name: &str, definition: &str, cell: impl Fn(usize) -> &'a str + 'a) -> Self {
        Self::new(name, definition, NONE, Cells::Text(Box::new(cell)))
    }

    /// A column of whole numbers, not negative.
    pub fn count(name: &str, definition: &str, cell: impl Fn(usize) -> u32 + 'a) -> Self {
        Self::new(name, definition, COUNT, Cells::Count(Box::new(cell)))
    }

    /// A column of numbers without bounds; `NaN` is a missing value.
    pub fn number(name: &str, definition: &str, cell: impl Fn(usize) -> f64 + 'a) -> Self {
        Self::new(name, definition, NONE, Cells::Number(Box::new(cell)))
    }

    /// A column of the values of a measure.
    pub fn measured(column: &Column, cell: impl Fn(usize) -> f64 + 'a) -> Self {
        Self {
            meaning: Meaning::of_measure(column),
            ..Self::number(&column.key, "", cell)
        }
    }

    /// A column of what is kept of a measure; `what` ends the definition.
    pub fn kept(name: &str, measured: &Measured, what: &str, cell: impl Fn(usize) -> f64 + 'a) -> Self {
        let measure = measured.definition();
        let (label, reducer) = within(Language::English, || {
            (measured.label(), measured.reducer.to_string())
        });
        Self {
            meaning: Meaning {
                label,
                definition: format!("{}; {reducer}{what}", measure.definition.english),
                unit: measured.unit().to_owned(),
                bounds: measured.limits(),
                equation: measure.equation.to_owned(),
            },
            ..Self::number(name, "", cell)
        }
    }

    /// The column of a factor: its key, its values as `cells`.
    #[must_use]
    pub fn factor(factor: &Factor, cells: Cells<'a>) -> Self {
        let mut column = Self::new(&factor.key, &factor.meaning, NONE, cells).unit(&factor.unit);
        column.meaning.label.clone_from(&factor.key);
        column
    }

    /// The same with another label.
    #[must_use]
    pub fn label(mut self, label: &str) -> Self {
        label.clone_into(&mut self.meaning.label);
        self
    }

    /// The same in a unit.
    #[must_use]
    pub fn unit(mut self, unit: &str) -> Self {
        unit.clone_into(&mut self.meaning.unit);
        self
    }

    /// The same within bounds.
    #[must_use]
    pub const fn bounds(mut self, bounds: (f64, f64)) -> Self {
        self.meaning.bounds = bounds;
        self
    }

    /// The same as a key: rows that are alike in all keys but the measure are one row of the wide form.
    #[must_use]
    pub const fn key(mut self) -> Self {
        self.is_key = true;
        self
    }
}

impl<'a> Table<'a> {
    /// The name under which the codebook describes its columns.
    #[must_use]
    pub fn described_as(&self) -> &'a str {
        self.name.split('-').next().unwrap_or(self.name)
    }

    /// The wide form: one row for all measures, and for each measure the columns `measure.column`. A table without a column
    /// of measures is wide as it is.
    #[must_use]
    pub fn wide(self) -> Self {
        let Some(place) = self.columns.iter().position(|column| column.name == MEASURE) else {
            return self;
        };
        let spread = Spread::of(&self, place);
        let mut columns = Vec::new();
        let mut values = Vec::new();
        for column in self.columns.into_iter().filter(|column| column.name != MEASURE) {
            let is_key = column.is_key;
            let shared = Shared::of(column);
            if is_key {
                columns.push(shared.of_rows(&spread.first, shared.name.clone(), &shared.meaning.definition));
            } else {
                values.push(shared);
            }
        }
        for (measure, rows) in &spread.measures {
            columns.extend(values.iter().map(|shared| {
                let definition = format!("{}; of {measure}", shared.meaning.definition);
                shared.of_rows(rows, format!("{measure}.{}", shared.name), &definition)
            }));
        }
        Self {
            length: spread.first.len(),
            columns,
            ..self
        }
    }
}

/// The rows of a long table, as those of a wide one.
struct Spread {
    /// A row of the long table for each of the wide one.
    first: Rc<[Option<usize>]>,
    /// For each measure the row of the long table for each of the wide one, where there is one.
    measures: Vec<(String, Rc<[Option<usize>]>)>,
}

impl Spread {
    fn of(table: &Table<'_>, place: usize) -> Self {
        let text = |column: &TableColumn<'_>, row: usize| match &column.cells {
            Cells::Text(cell) => cell(row).to_owned(),
            Cells::Count(cell) => cell(row).to_string(),
            Cells::Number(cell) => cell(row).to_bits().to_string(),
        };
        let keys: Vec<&TableColumn<'_>> = table.columns.iter().filter(|column| column.is_key).collect();
        let (mut first, mut order) = (Vec::new(), Vec::new());
        let (mut places, mut found) = (BTreeMap::new(), BTreeMap::new());
        for row in 0..table.length {
            let key: Vec<String> = keys
                .iter()
                .filter(|column| column.name != MEASURE)
                .map(|column| text(column, row))
                .collect();
            let at = *places.entry(key).or_insert_with(|| {
                first.push(Some(row));
                first.len() - 1
            });
            let measure = text(&table.columns[place], row);
            if !order.contains(&measure) {
                order.push(measure.clone());
            }
            found.insert((measure, at), row);
        }
        let measures = order.into_iter().map(|measure| {
            let rows = (0..first.len()).map(|at| found.get(&(measure.clone(), at)).copied());
            let rows = rows.collect();
            (measure, rows)
        });
        Self {
            measures: measures.collect(),
            first: first.into(),
        }
    }
}

/// A column that several columns take their cells from.
struct Shared<'a> {
    name: String,
    meaning: Meaning,
    cells: Rc<Cells<'a>>,
}

impl<'a> Shared<'a> {
    fn of(column: TableColumn<'a>) -> Self {
        Self {
            name: column.name,
            meaning: column.meaning,
            cells: Rc::new(column.cells),
        }
    }

    /// The column of these rows; a row that is not there has no value.
    fn of_rows(&self, rows: &Rc<[Option<usize>]>, name: String, definition: &str) -> TableColumn<'a> {
        let (cells, rows) = (Rc::clone(&self.cells), Rc::clone(rows));
        let whole = rows.iter().all(Option::is_some);
        let cells = match (&*self.cells, whole) {
            (Cells::Text(_), _) => Cells::Text(Box::new(move |row| match (&*cells, rows[row]) {
                (Cells::Text(cell), Some(row)) => cell(row),
                _ => "",
            })),
            (Cells::Count(_), true) => Cells::Count(Box::new(move |row| match (&*cells, rows[row]) {
                (Cells::Count(cell), Some(row)) => cell(row),
                _ => 0,
            })),
            (Cells::Count(_) | Cells::Number(_), _) => {
                Cells::Number(Box::new(move |row| match (&*cells, rows[row]) {
                    (Cells::Number(cell), Some(row)) => cell(row),
                    (Cells::Count(cell), Some(row)) => f64::from(cell(row)),
                    _ => f64::NAN,
                }))
            }
        };
        TableColumn {
            name,
            cells,
            meaning: Meaning {
                definition: definition.to_owned(),
                ..self.meaning.clone()
            },
            is_key: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(column: &TableColumn<'_>, length: usize) -> Vec<String> {
        let text = |row| match &column.cells {
            Cells::Text(cell) => cell(row).to_owned(),
            Cells::Count(cell) => cell(row).to_string(),
            Cells::Number(cell) => cell(row).to_string(),
        };
        (0..length).map(text).collect()
    }

    #[test]
    fn the_wide_form_has_a_row_for_the_keys_and_a_column_for_each_measure() {
        let arms = ["a", "a", "b"];
        let measures = ["outcome", "output", "outcome"];
        let table = Table {
            name: "differences",
            length: 3,
            columns: vec![
                TableColumn::text("arm", "Name of the arm", |row| arms[row]).key(),
                TableColumn::text("measure", "Name of the measure", |row| measures[row]).key(),
                TableColumn::number("mean", "Mean", |row| row as f64),
                TableColumn::count("count", "Pairs", |row| row as u32 + 7).unit("replications"),
            ],
        };
        let wide = table.wide();
        let shown: Vec<(&str, Vec<String>)> = wide
            .columns
            .iter()
            .map(|column| (column.name.as_str(), cells(column, wide.length)))
            .collect();
        let texts = |list: [&str; 2]| list.map(str::to_owned).to_vec();
        assert_eq!(
            shown,
            [
                ("arm", texts(["a", "b"])),
                ("outcome.mean", texts(["0", "2"])),
                ("outcome.count", texts(["7", "9"])),
                ("output.mean", texts(["1", "NaN"])),
                ("output.count", texts(["8", "NaN"])),
            ]
        );
        let count = &wide.columns[2].meaning;
        assert_eq!(
            (count.definition.as_str(), count.unit.as_str()),
            ("Pairs; of outcome", "replications")
        );
    }

    #[test]
    fn a_table_without_measures_is_wide_as_it_is() {
        let table = Table {
            name: "snapshot-12",
            length: 1,
            columns: vec![TableColumn::number("trust", "Trust", |_| 0.5)],
        };
        assert_eq!(table.described_as(), "snapshot");
        let wide = table.wide();
        assert_eq!((wide.length, wide.columns.len()), (1, 1));
    }
}
