//! The columns of factors in a table of points.

use super::Points;
use super::layout::number;
use crate::output::{Cells, TableColumn};

/// The words of each factor in every configuration; `None` for those that are numbers.
pub(in crate::study) fn words(points: &Points) -> Vec<Option<Vec<String>>> {
    let factors = 0..points.factors().len();
    let words = |factor| (0..points.len()).map(|row| points.text(row, factor)).collect();
    factors
        .map(|factor| points.numbers(factor).is_none().then(|| words(factor)))
        .collect()
}

/// A column for each factor, from its [`words`] or its numbers.
pub(in crate::study) fn factor_columns<'a>(
    points: &'a Points,
    words: &'a [Option<Vec<String>>],
) -> Vec<TableColumn<'a>> {
    let column = |(factor, words): (usize, &'a Option<Vec<String>>)| {
        let cells = match words {
            Some(words) => Cells::Text(Box::new(move |row: usize| words[row].as_str())),
            None => Cells::Number(Box::new(move |row: usize| {
                number(&points.value(row, factor)).unwrap_or(f64::NAN)
            })),
        };
        TableColumn::factor(&points.factors()[factor], cells)
    };
    words.iter().enumerate().map(column).collect()
}
