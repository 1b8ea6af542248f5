//! The columns of factors in a table of points.

use super::Points;
use super::layout::number;
use crate::output::TableColumn;

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
        let name = &points.factors()[factor].key;
        match words {
            Some(words) => TableColumn::text(name, move |row| &words[row]),
            None => TableColumn::number(name, move |row| {
                number(&points.value(row, factor)).unwrap_or(f64::NAN)
            }),
        }
    };
    words.iter().enumerate().map(column).collect()
}
