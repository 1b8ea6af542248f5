//! Neighbourhood labels and the numbers they become.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::words::{say, words};

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

    /// Numbers the neighbourhoods.
    ///
    /// From the poorest to the richest: as `poorest_first` says, which names all of them, or by the weighted mean of
    /// `status` of those who gave it (`NaN` where they did not). A neighbourhood in which nobody did has the mean of all.
    /// Where neither tells them apart they are numbered in natural order and not ranked.
    pub(super) fn number(
        self,
        poorest_first: &[String],
        status: Option<&[f64]>,
        weights: &[f64],
    ) -> Numbered {
        let means = status.map(|status| self.mean_status(status, weights));
        let mut labels = self.labels.into_iter().collect::<Vec<_>>();
        labels.sort_by(|(first, _), (second, _)| natural_order(first, second));
        let mut ranking = Ranking::None;
        if !poorest_first.is_empty() {
            labels.sort_by_key(|(label, _)| poorest_first.iter().position(|name| name == label));
            ranking = Ranking::Given;
        } else if let Some(means) = means {
            let mean = |met: &u32| means[*met as usize];
            labels.sort_by(|(_, first), (_, second)| mean(first).total_cmp(&mean(second)));
            if labels.windows(2).any(|pair| mean(&pair[0].1) < mean(&pair[1].1)) {
                ranking = Ranking::Status;
            }
        }
        let mut numbers = vec![0; labels.len()];
        for (number, (_, met)) in labels.iter().enumerate() {
            numbers[*met as usize] = number as u32;
        }
        Numbered {
            of_rows: self.rows.into_iter().map(|met| numbers[met as usize]).collect(),
            names: labels.into_iter().map(|(label, _)| label).collect(),
            ranking,
        }
    }

    /// Names in natural order.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.labels.keys().cloned().collect();
        names.sort_by(|first, second| natural_order(first, second));
        names
    }

    /// Mean status of each neighbourhood in the order they were met.
    fn mean_status(&self, status: &[f64], weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![(0.0, 0.0); self.labels.len()];
        for (row, (met, status)) in self.rows.iter().zip(status).enumerate() {
            if !status.is_nan() {
                let weight = weights.get(row).copied().unwrap_or(1.0);
                let (sum, total) = &mut sums[*met as usize];
                *sum += weight * status;
                *total += weight;
            }
        }
        let mean = |(sum, total): (f64, f64)| if total > 0.0 { sum / total } else { f64::NAN };
        let all = sums
            .iter()
            .fold((0.0, 0.0), |(sum, total), part| (sum + part.0, total + part.1));
        let filled = |part| {
            if f64::is_nan(mean(part)) {
                mean(all)
            } else {
                mean(part)
            }
        };
        sums.iter().copied().map(filled).collect()
    }
}

/// What says which neighbourhoods are poor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ranking {
    /// `poorest_first`.
    Given,
    /// The mean of the observed status.
    Status,
    /// Nothing.
    None,
}

/// Neighbourhoods with their numbers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Numbered {
    /// The neighbourhood of each row, from 0.
    pub(super) of_rows: Vec<u32>,
    /// Names by number.
    pub(super) names: Vec<String>,
    pub(super) ranking: Ranking,
}

impl Numbered {
    /// How many there are, what they are called, and which are poor; people count from 1.
    pub(super) fn describe(&self) -> String {
        let named = self.names.iter().take(NAMES_TOLD).enumerate();
        let mut names = named
            .map(|(number, name)| format!("{} = {name}", number + 1))
            .collect::<Vec<_>>();
        if self.names.len() > NAMES_TOLD {
            names.push(say!("and {} more", self.names.len() - NAMES_TOLD));
        }
        if self.names.len() == 1 {
            return say!("1 neighbourhood: {}", names.join(", "));
        }
        let order = match self.ranking {
            Ranking::Given => words!("from the poorest to the richest, as `poorest_first` says"),
            Ranking::Status => {
                words!("from the poorest to the richest by the mean of the observed status")
            }
            Ranking::None => words!(
                "nothing says which are poorer, so none is: `poorest_first` under [population.data] can say \
                 it"
            ),
        };
        say!(
            "{} neighbourhoods: {} ({order})",
            self.names.len(),
            names.join(", ")
        )
    }
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
