//! Least squares, with or without a penalty, on some of the worlds and for all of them.

/// Part of its length below which what is new in a column is rounding.
const NEW: f64 = 1e-9;

/// Columns, some of which have been made an orthonormal basis.
///
/// Lengths and angles are those over the worlds that count, so that a fit to these is a forecast for the others. A penalty λ is a
/// further row, `√λ`, for each column but the first, which is the constant. What is in the basis is taken out of all other columns at
/// once (Gram–Schmidt as modified by Björck, BIT 7, 1967).
#[derive(Clone)]
pub(super) struct Basis {
    worlds: usize,
    /// 1 for rows that count, 0 for others; the rows of the penalty count.
    counts: Vec<f64>,
    columns: usize,
    /// Row by row, so that products with all columns are computed side by side.
    cells: Vec<f64>,
    /// Lengths of the columns as they were.
    lengths: Vec<f64>,
    /// Columns of the basis.
    taken: Vec<usize>,
    is_penalised: bool,
}

impl Basis {
    /// Columns none of which is in the basis yet.
    pub(super) fn of(columns: &[&Vec<f64>], counts: &[f64], penalty: f64) -> Self {
        let worlds = counts.len();
        let is_penalised = penalty > 0.0;
        let mut cells = Vec::with_capacity((worlds + columns.len()) * columns.len());
        for world in 0..worlds {
            cells.extend(columns.iter().map(|column| column[world]));
        }
        let mut extended = counts.to_vec();
        if is_penalised {
            for row in 1..columns.len() {
                let own = |column| if column == row { penalty.sqrt() } else { 0.0 };
                cells.extend((0..columns.len()).map(own));
                extended.push(1.0);
            }
        }
        let mut basis = Self {
            worlds,
            counts: extended,
            columns: columns.len(),
            cells,
            lengths: Vec::new(),
            taken: Vec::new(),
            is_penalised,
        };
        basis.lengths = (0..columns.len()).map(|column| basis.length(column)).collect();
        basis
    }

    /// Adds what is new in a column to the basis; nothing where it follows from what is there.
    pub(super) fn take(&mut self, column: usize) {
        let length = self.length(column);
        if length <= NEW * self.lengths[column] {
            return;
        }
        for row in self.cells.chunks_exact_mut(self.columns) {
            row[column] /= length;
        }
        let mut multiples = self.products(|row, _| row[column]);
        for known in self.taken.iter().copied().chain([column]) {
            multiples[known] = 0.0;
        }
        for row in self.cells.chunks_exact_mut(self.columns) {
            let own = row[column];
            for (cell, multiple) in row.iter_mut().zip(&multiples) {
                *cell -= multiple * own;
            }
        }
        self.taken.push(column);
    }

    /// What least squares make of an outcome, in all worlds; only those that count are looked at.
    pub(super) fn fit(&self, outcome: &[f64]) -> Vec<f64> {
        let multiples = self.products(|_, number| outcome.get(number).copied().unwrap_or(0.0));
        self.in_worlds(|row| {
            self.taken
                .iter()
                .map(|column| multiples[*column] * row[*column])
                .sum()
        })
    }

    /// How much of each fitted value is its own outcome.
    pub(super) fn leverages(&self) -> Vec<f64> {
        self.in_worlds(|row| self.taken.iter().map(|column| row[*column] * row[*column]).sum())
    }

    /// Variance of each fitted value in variances of an outcome: the leverage, or less where there is a penalty.
    pub(super) fn variances(&self) -> Vec<f64> {
        if !self.is_penalised {
            return self.leverages();
        }
        let without_penalty =
            |column: usize| self.products(|row, number| if number < self.worlds { row[column] } else { 0.0 });
        let products: Vec<Vec<f64>> = self.taken.iter().map(|column| without_penalty(*column)).collect();
        self.in_worlds(|row| {
            let columns = self.taken.iter().zip(&products);
            let of = |products: &[f64]| -> f64 {
                self.taken
                    .iter()
                    .map(|other| products[*other] * row[*other])
                    .sum()
            };
            columns
                .map(|(column, products)| row[*column] * of(products))
                .sum()
        })
    }

    fn length(&self, column: usize) -> f64 {
        let rows = self.cells.chunks_exact(self.columns).zip(&self.counts);
        let squares = rows.map(|(row, counts)| counts * row[column] * row[column]);
        squares.sum::<f64>().sqrt()
    }

    /// Products of all columns with one that is given by row and number of the row.
    fn products(&self, cell: impl Fn(&[f64], usize) -> f64) -> Vec<f64> {
        let mut products = vec![0.0; self.columns];
        let rows = self.cells.chunks_exact(self.columns).zip(&self.counts);
        for (number, (row, counts)) in rows.enumerate() {
            let other = counts * cell(row, number);
            for (product, own) in products.iter_mut().zip(row) {
                *product += other * own;
            }
        }
        products
    }

    fn in_worlds(&self, of: impl Fn(&[f64]) -> f64) -> Vec<f64> {
        self.cells
            .chunks_exact(self.columns)
            .take(self.worlds)
            .map(of)
            .collect()
    }
}
