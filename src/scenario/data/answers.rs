//! What the cells of a column mean: words, codes, scales.

use crate::model::observed::Trait;

use super::fault::Reason;
use super::number::NumberReader;
use super::{CitizensSpec, ColumnMapping};
use crate::words::{given, say, words};

/// Largest age.
const AGE_MAX_YEARS: f64 = 120.0;
/// Largest free time: the 16 waking hours of seven days.
const FREE_TIME_MAX_HOURS_PER_WEEK: f64 = 112.0;

/// An answer as the trait has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) value: f64,
    /// Whether it lay outside the scale and was cut.
    pub(super) cut: bool,
    /// The code for a missing answer in all columns that it would be, were it no answer on the scale of this one.
    pub(super) code: Option<f64>,
}

/// The answer in a cell; nothing when it is missing.
///
/// Codes for a missing answer that hold for all columns count where they are no answer of the column's scale.
pub(super) fn read_answer(
    spec: &CitizensSpec,
    mapping: &ColumnMapping,
    cell: &str,
    line: u64,
    numbers: &mut NumberReader,
) -> Result<Option<Answer>, Reason> {
    let level = mapping.levels.iter().find(|(word, _)| word == cell);
    let Some((_, number)) = level else {
        if [&spec.missing_words, &mapping.missing_words]
            .into_iter()
            .any(|words| is_one_of(cell, words))
        {
            return Ok(None);
        }
        let Some(number) = numbers.read(cell, line, &mapping.column)? else {
            return Ok(None);
        };
        let same = |code: &f64| code.total_cmp(&number).is_eq();
        let general = spec.missing_codes.iter().any(same);
        if general && !is_within(number, bounds(mapping)) || mapping.missing_codes.iter().any(same) {
            return Ok(None);
        }
        return to_trait(mapping, number).map(|answer| {
            Some(Answer {
                code: general.then_some(number),
                ..answer
            })
        });
    };
    to_trait(mapping, *number).map(Some)
}

/// Codes for a missing answer in all columns that count as answers in one, and how often each does.
#[derive(Debug, Default)]
pub(super) struct CodesAnswered(Vec<(f64, usize)>);

impl CodesAnswered {
    pub(super) fn count(&mut self, code: Option<f64>) {
        let Some(code) = code else {
            return;
        };
        match self
            .0
            .iter_mut()
            .find(|(known, _)| known.total_cmp(&code).is_eq())
        {
            Some((_, count)) => *count += 1,
            None => self.0.push((code, 1)),
        }
    }

    /// What a reader should know of them; `None` where there are none.
    pub(super) fn note(&self, file: &str, mapping: &ColumnMapping, rows: usize) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let mut codes: Vec<f64> = self.0.iter().map(|(code, _)| *code).collect();
        codes.sort_by(f64::total_cmp);
        let count: usize = self.0.iter().map(|(_, count)| count).sum();
        let (low, high) = bounds(mapping);
        let own = [&mapping.missing_codes[..], &codes[..]].concat();
        let own: Vec<String> = own.iter().map(f64::to_string).collect();
        let codes: Vec<String> = codes.into_iter().map(given).collect();
        let are = if count == 1 { words!("is") } else { words!("are") };
        Some(say!(
            "{file}, column `{}`: {count} of {rows} values {are} {}, which is in `missing_codes` of all \
             columns but can be an answer here ({low} to {high}) and is taken for one; if it is none, \
             give this column `missing_codes = [{}]` of its own",
            mapping.column,
            codes.join(words!(" or ").text()),
            own.join(", "),
            low = given(low),
            high = given(high)
        ))
    }
}

/// Whether a cell is one of these words, in capitals or not.
pub(super) fn is_one_of(cell: &str, words: &[String]) -> bool {
    if words.is_empty() {
        return false;
    }
    let cell = cell.to_lowercase();
    words.iter().any(|word| word.to_lowercase() == cell)
}

/// Smallest and largest answer.
fn bounds(mapping: &ColumnMapping) -> (f64, f64) {
    match mapping.trait_name {
        Trait::Age => (0.0, AGE_MAX_YEARS),
        Trait::FreeTime => (0.0, FREE_TIME_MAX_HOURS_PER_WEEK),
        _ => {
            let (first, second) = mapping.scale.unwrap_or((0.0, 1.0));
            (first.min(second), first.max(second))
        }
    }
}

fn is_within(number: f64, (low, high): (f64, f64)) -> bool {
    (low..=high).contains(&number)
}

/// A number of the file as the trait has it.
fn to_trait(mapping: &ColumnMapping, number: f64) -> Result<Answer, Reason> {
    let (low, high) = bounds(mapping);
    let cut = !is_within(number, (low, high));
    if cut && !mapping.clamp {
        return Err(match mapping.trait_name {
            Trait::Age => Reason::OutsideUnit {
                high,
                unit: words!("years"),
            },
            Trait::FreeTime => Reason::OutsideUnit {
                high,
                unit: words!("hours a week"),
            },
            _ => Reason::OutsideScale {
                low,
                high,
                scaled: mapping.scale.is_some(),
            },
        });
    }
    let number = number.clamp(low, high);
    let value = match (mapping.trait_name, mapping.scale) {
        (Trait::Age | Trait::FreeTime, _) | (_, None) => number,
        (_, Some((first, second))) => (number - first) / (second - first),
    };
    Ok(Answer {
        value,
        cut,
        code: None,
    })
}
