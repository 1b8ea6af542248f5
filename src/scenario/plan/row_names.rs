//! Whether the rows of a file of points begin with names that the header does not count, as R writes them.
//!
//! A file separated by commas with decimal commas has rows of one cell too many as well, so the first cells must be names
//! beyond doubt.

use super::CONFIGURATIONS_MAX;
use crate::scenario::data::Separator;

/// What stands before the values of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowNames {
    /// Nothing; or the rows are of several lengths, and some are faulty.
    None,
    /// A name in each row.
    All,
    /// One cell more in each row, which may be a name, or come of decimal commas.
    Unclear,
    /// One cell more in each row, which is no name.
    Surplus,
}

impl RowNames {
    /// Looks through all rows of a table, its header of so many columns passed over.
    pub(super) fn of(table: &str, separator: Separator, columns: usize) -> Self {
        let mut rows = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .delimiter(separator.byte())
            .from_reader(table.as_bytes());
        let (mut quoted, mut counted, mut decimal) = (true, true, separator == Separator::Comma);
        let mut number = 0;
        let mut record = csv::StringRecord::new();
        // The position of a reader that has not begun lies before the header.
        if rows.headers().is_err() {
            return Self::None;
        }
        loop {
            let start = rows.position().byte() as usize;
            if number == CONFIGURATIONS_MAX || !rows.read_record(&mut record).unwrap_or(false) {
                break;
            }
            if record.len() != columns + 1 {
                return Self::None;
            }
            number += 1;
            quoted &= table[start..].trim_start().starts_with('"');
            counted &= record[0] == number.to_string();
            decimal &= may_hold_decimal_comma(&record);
        }
        if number == 0 {
            Self::None
        } else if quoted || counted && !decimal {
            Self::All
        } else if counted {
            Self::Unclear
        } else {
            Self::Surplus
        }
    }
}

/// Whether two cells beside one another read as the two parts of a number.
fn may_hold_decimal_comma(record: &csv::StringRecord) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let cells: Vec<&str> = record.iter().collect();
    cells
        .windows(2)
        .any(|pair| digits(pair[0].trim_start_matches(['-', '+'])) && digits(pair[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_or_count_and_are_no_part_of_a_number() {
        let of = |table: &str| RowNames::of(table, Separator::detect(table.as_bytes()), 2);
        for (rows, expected) in [
            ("0.5,90\n0.25,80\n", RowNames::None),
            ("1,0.5,90.5\n2,0.25,80.5\n", RowNames::All),
            ("\"1\",2,5\n\"b\",3,6\n", RowNames::All),
            ("1,2,5\n2,3,6\n", RowNames::Unclear),
            ("0.3,2,5\n0.8,3,6\n", RowNames::Surplus),
            ("2,0.5,90.5\n3,0.25,80.5\n", RowNames::Surplus),
            ("1,0.5,90.5\n0.25,80.5\n", RowNames::None),
            ("", RowNames::None),
        ] {
            assert_eq!(of(&format!("a,b\n{rows}")), expected, "{rows}");
            // A semicolon is no part of a number.
            let with_semicolons = if expected == RowNames::Unclear {
                RowNames::All
            } else {
                expected
            };
            let rows = rows.replace(',', ";");
            assert_eq!(of(&format!("a;b\n{rows}")), with_semicolons, "{rows}");
        }
    }
}
