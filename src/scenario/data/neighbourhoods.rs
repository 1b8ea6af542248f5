//! Neighbourhood labels and the numbers they become.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Most neighbourhoods that are named in a note.
const NAMES_TOLD: usize = 20;

/// Labels in the order they were met, and the label of each row.
#[derive(Default)]
pub(super) struct Neighbourhoods {
    labels: BTreeMap<String, u32>,
    rows: Vec<u32>,
}

impl Neighbourhoods {
    /// Adds a row with this label.
    pub(super) fn push(&mut self, label: &str) {
        let index = self.labels.get(label).copied().unwrap_or_else(|| {
            let index = self.labels.len() as u32;
            self.labels.insert(label.to_owned(), index);
            index
        });
        self.rows.push(index);
    }

    /// The neighbourhood of each row, numbered from 0 in natural order, and a phrase that names them.
    pub(super) fn number(self) -> (Vec<u32>, String) {
        let mut labels = self.labels.into_iter().collect::<Vec<_>>();
        labels.sort_by(|(first, _), (second, _)| natural_order(first, second));
        let mut numbers = vec![0; labels.len()];
        for (number, (_, met)) in labels.iter().enumerate() {
            numbers[*met as usize] = number as u32;
        }
        let rows = self.rows.into_iter().map(|met| numbers[met as usize]).collect();
        (rows, describe(&labels))
    }
}

fn describe(labels: &[(String, u32)]) -> String {
    let named = labels.iter().take(NAMES_TOLD).enumerate();
    let mut names = named
        .map(|(number, (label, _))| format!("{number} = {label}"))
        .collect::<Vec<_>>();
    if labels.len() > NAMES_TOLD {
        names.push(format!("and {} more", labels.len() - NAMES_TOLD));
    }
    let noun = if labels.len() == 1 {
        "neighbourhood"
    } else {
        "neighbourhoods"
    };
    format!("{} {noun}: {}", labels.len(), names.join(", "))
}

/// Order in which `Area 2` comes before `Area 10`; letters without regard to case.
fn natural_order(first: &str, second: &str) -> Ordering {
    let (mut left, mut right) = (first, second);
    while let (Some(left_character), Some(right_character)) = (left.chars().next(), right.chars().next()) {
        let (left_digits, right_digits) = (leading_digits(left), leading_digits(right));
        let order = if left_digits.is_empty() || right_digits.is_empty() {
            left = &left[left_character.len_utf8()..];
            right = &right[right_character.len_utf8()..];
            left_character.to_lowercase().cmp(right_character.to_lowercase())
        } else {
            left = &left[left_digits.len()..];
            right = &right[right_digits.len()..];
            compare_digits(left_digits, right_digits)
        };
        if order.is_ne() {
            return order;
        }
    }
    left.len().cmp(&right.len()).then_with(|| first.cmp(second))
}

fn leading_digits(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_digit).count()]
}

fn compare_digits(first: &str, second: &str) -> Ordering {
    let (first, second) = (first.trim_start_matches('0'), second.trim_start_matches('0'));
    first.len().cmp(&second.len()).then_with(|| first.cmp(second))
}

#[cfg(test)]
mod tests {
    use super::natural_order;

    #[test]
    fn numbers_within_labels_count_as_numbers() {
        let mut labels = ["Area 10", "area 2", "Area 02", "b", "10", "9", "Area", "Å", ""];
        labels.sort_by(|first, second| natural_order(first, second));
        assert_eq!(
            labels,
            ["", "9", "10", "Area", "Area 02", "area 2", "Area 10", "b", "Å"]
        );
    }
}
