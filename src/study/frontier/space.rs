//! What designs there are: a value for every factor of a plan.

use crate::scenario::{Factor, FactorValues};
use crate::statistics::{Allele, Factorial, Gene};

/// A range is searched in this many parts: a hundredth of it is finer than what anyone could steer by, and designs meet
/// again often enough for their results to be kept.
const PARTS: usize = 100;

/// A design: the position of the value of each factor.
pub type Choice = Vec<usize>;

/// All designs of a plan.
#[derive(Clone, Debug)]
pub struct Space {
    factors: Vec<Factor>,
    values: Vec<Vec<toml::Value>>,
}

impl Space {
    /// The designs these factors allow.
    #[must_use]
    pub fn of(factors: &[Factor]) -> Self {
        Self {
            values: factors
                .iter()
                .map(|factor| factor.values.spaced(PARTS + 1))
                .collect(),
            factors: factors.to_vec(),
        }
    }

    fn combinations(&self) -> Option<Factorial> {
        Factorial::new(&self.values.iter().map(Vec::len).collect::<Vec<_>>())
    }

    /// All designs in order, the last factor changing fastest; `None` when there are more than `most`.
    #[must_use]
    pub fn all(&self, most: usize) -> Option<Vec<Choice>> {
        let combinations = self.combinations().filter(|all| all.len() <= most)?;
        Some(
            (0..combinations.len())
                .map(|index| combinations.levels(index))
                .collect(),
        )
    }

    /// Number of designs; `None` when there are more than can be counted.
    #[must_use]
    pub fn size(&self) -> Option<usize> {
        self.combinations().map(|all| all.len())
    }

    /// What the search varies: kinds without an order for levels, places along a range.
    #[must_use]
    pub fn genes(&self) -> Vec<Gene> {
        self.factors
            .iter()
            .zip(&self.values)
            .map(|(factor, values)| match factor.values {
                FactorValues::Range { .. } => Gene::Real {
                    low: 0.0,
                    high: (values.len() - 1) as f64,
                },
                FactorValues::Levels(_) | FactorValues::Listed => Gene::Category { count: values.len() },
            })
            .collect()
    }

    /// The design that the search means: the nearest place of each range.
    #[must_use]
    pub fn choice(genome: &[Allele]) -> Choice {
        genome
            .iter()
            .map(|allele| match *allele {
                Allele::Real(place) => libm::round(place) as usize,
                Allele::Category(kind) => kind,
            })
            .collect()
    }

    /// The value of a factor in a design.
    ///
    /// # Panics
    /// When there is no such factor or value.
    #[must_use]
    pub fn value(&self, choice: &[usize], factor: usize) -> &toml::Value {
        &self.values[factor][choice[factor]]
    }

    /// A design as settings, `KEY` and `VALUE` as after `--set`.
    #[must_use]
    pub fn settings(&self, choice: &[usize]) -> Vec<(String, String)> {
        self.factors
            .iter()
            .enumerate()
            .map(|(index, factor)| (factor.key.clone(), self.value(choice, index).to_string()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(key: &str, values: FactorValues) -> Factor {
        Factor {
            key: key.to_owned(),
            meaning: String::new(),
            unit: String::new(),
            values,
        }
    }

    fn space() -> Space {
        Space::of(&[
            factor("kind", FactorValues::Levels(vec!["a".into(), "b".into()])),
            factor(
                "whole",
                FactorValues::Range {
                    low: 3.0,
                    high: 1_000.0,
                    whole: true,
                },
            ),
            factor(
                "share",
                FactorValues::Range {
                    low: 0.1,
                    high: 0.3,
                    whole: false,
                },
            ),
        ])
    }

    #[test]
    fn ranges_are_divided_and_both_ends_can_be_reached() {
        let space = space();
        assert_eq!(space.size(), Some(2 * 101 * 101));
        assert!(space.all(2 * 101 * 101 - 1).is_none());
        let last = Space::choice(&[Allele::Category(1), Allele::Real(100.0), Allele::Real(99.6)]);
        let settings = space.settings(&last);
        let words: Vec<&str> = settings.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(words, ["\"b\"", "1000", "0.3"]);
        let first = space.settings(&[0, 0, 49]);
        let words: Vec<&str> = first.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(words, ["\"a\"", "3", "0.198"]);
        assert_eq!(
            space.genes()[1],
            Gene::Real {
                low: 0.0,
                high: 100.0
            }
        );
    }

    #[test]
    fn a_narrow_range_of_whole_numbers_has_each_once() {
        let values = FactorValues::Range {
            low: 2.0,
            high: 5.0,
            whole: true,
        };
        let space = Space::of(&[factor("count", values)]);
        let words: Vec<String> = (0..4).map(|index| space.value(&[index], 0).to_string()).collect();
        assert_eq!(words, ["2", "3", "4", "5"]);
        assert_eq!(space.all(4).map(|all| all.len()), Some(4));
    }
}
