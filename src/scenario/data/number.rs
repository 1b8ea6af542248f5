//! Numbers as spreadsheets write them, with a decimal point or a decimal comma.

use super::fault::{Fault, Faults, Reason};
use super::table::Separator;

/// Cells with one of these words, in capitals or not, or with nothing hold no answer.
pub(crate) const MISSING_WORDS: [&str; 5] = [".", "NA", "N/A", "#N/A", "NULL"];

/// Reads the numbers of one file; the file has one decimal mark.
pub(in crate::scenario) struct NumberReader {
    separator: Separator,
    /// The decimal mark, and the line that showed it first.
    mark: Option<(char, u64)>,
    /// Whether some number shows that the mark cannot group thousands.
    settled: bool,
    /// Numbers that stand or fall with the mark.
    ambiguous: Faults,
}

impl NumberReader {
    pub(in crate::scenario) fn new(separator: Separator) -> Self {
        Self {
            separator,
            mark: None,
            settled: false,
            ambiguous: Faults::default(),
        }
    }

    /// The number in a cell; nothing when it is missing.
    pub(in crate::scenario) fn read(
        &mut self,
        text: &str,
        line: u64,
        column: &str,
    ) -> Result<Option<f64>, Reason> {
        let text = text.trim();
        if is_missing_number(text) {
            return Ok(None);
        }
        if groups_digits(text) {
            return Err(Reason::ThousandsSeparator);
        }
        let number = text
            .replacen(',', ".", 1)
            .parse::<f64>()
            .map_err(|_| Reason::NotANumber)?;
        if let Some(mark) = text.chars().find(|character| matches!(character, '.' | ',')) {
            self.check_mark(mark, text, line, column)?;
        }
        // Written infinities are missing; a number too large to be held is still an answer, and no scale has it.
        Ok(Some(number.clamp(f64::MIN, f64::MAX)))
    }

    fn check_mark(&mut self, mark: char, text: &str, line: u64, column: &str) -> Result<(), Reason> {
        if self.separator == Separator::Comma {
            return if mark == ',' {
                Err(Reason::CommaAmongCommas)
            } else {
                Ok(())
            };
        }
        let (other, other_line) = *self.mark.get_or_insert((mark, line));
        if mark != other {
            return Err(Reason::MixedMarks {
                mark,
                other,
                other_line,
            });
        }
        if could_group_thousands(text, mark) {
            if !self.settled {
                self.ambiguous
                    .push(Fault::of_cell(line, column, text, Reason::AmbiguousMark));
            }
        } else {
            self.settled = true;
        }
        Ok(())
    }

    /// Numbers that no other number of the file makes clear.
    pub(in crate::scenario) fn into_ambiguous(self) -> Faults {
        if self.settled {
            Faults::default()
        } else {
            self.ambiguous
        }
    }
}

/// Whether a cell of any column holds no answer.
pub(super) fn is_missing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || MISSING_WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a cell of a number column holds no answer.
fn is_missing_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    is_missing(text)
        || ["nan", "inf", "infinity"]
            .iter()
            .any(|word| unsigned.eq_ignore_ascii_case(word))
}

/// Whether digits are grouped beyond doubt: `1.234,5`, `1,234,567`, `1 234`, `1'234`.
fn groups_digits(text: &str) -> bool {
    let marks = text
        .chars()
        .filter(|character| matches!(character, '.' | ','))
        .count();
    let spaced = text
        .chars()
        .any(|character| character.is_whitespace() || matches!(character, '\'' | '’'));
    let numeric = text.chars().all(|character| {
        character.is_ascii_digit() || character.is_whitespace() || "+-.,'’".contains(character)
    });
    numeric && text.contains(|character: char| character.is_ascii_digit()) && (marks > 1 || spaced)
}

/// Whether one mark stands before exactly three digits and after one to three that do not start with 0.
fn could_group_thousands(text: &str, mark: char) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    unsigned.split_once(mark).is_some_and(|(whole, rest)| {
        (1..=3).contains(&whole.len())
            && !whole.starts_with('0')
            && rest.len() == 3
            && rest.bytes().all(|byte| byte.is_ascii_digit())
    })
}
