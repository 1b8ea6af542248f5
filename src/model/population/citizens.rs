//! Citizens as columns.

use std::ops::Range;

use super::BLOCK;
use super::copula::{PerTrait, TRAITS};
use crate::model::observed::Trait;

/// How a citizen responds to the cooperation of others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cooperation {
    /// Gives when others give.
    Conditional,
    /// Lets others give.
    FreeRider,
    /// Does not look at others.
    #[default]
    Insensitive,
}

/// Citizens, numbered from 0; one entry per citizen in each field.
///
/// Neighbourhoods are contiguous and in rising order, the poorest first. Shares lie in `[0, 1]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Citizens {
    /// Neighbourhood, from 0 (poorest).
    pub neighbourhood: Vec<u32>,
    /// Education: 0 short, 1 middle, 2 long.
    pub education: Vec<u8>,
    /// Age, years.
    pub age_years: Vec<f32>,
    /// Socio-economic status.
    pub ses: Vec<f32>,
    /// Intrinsic motivation.
    pub motivation: Vec<f32>,
    /// Susceptibility to extrinsic rewards.
    pub extrinsic: Vec<f32>,
    /// Self-efficacy.
    pub efficacy: Vec<f32>,
    /// Knowledge.
    pub knowledge: Vec<f32>,
    /// Generalised trust.
    pub trust: Vec<f32>,
    /// Risk tolerance.
    pub risk_tolerance: Vec<f32>,
    /// Free time that could be given, h/week.
    pub free_time_hours_per_week: Vec<f32>,
    /// Affectedness by the problem.
    pub affectedness: Vec<f32>,
    /// Sociability.
    pub sociability: Vec<f32>,
    /// Expectation that the public side wants to cooperate.
    pub expectation: Vec<f32>,
    /// Stance from client (0) to co-producer (1).
    pub stance: Vec<f32>,
    /// Share of active ties at which social influence sets in.
    pub threshold: Vec<f32>,
    /// Response to the cooperation of others.
    pub cooperation: Vec<Cooperation>,
    /// Position in the survey file of the respondent behind each citizen; empty without a survey.
    pub respondent: Vec<u32>,
}

impl Citizens {
    /// Number of citizens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.neighbourhood.len()
    }

    /// Whether there are no citizens.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.neighbourhood.is_empty()
    }

    /// The citizens of each neighbourhood, by its number; a neighbourhood may be empty.
    #[must_use]
    pub fn neighbourhood_ranges(&self) -> Vec<Range<usize>> {
        let count = self.neighbourhood.last().map_or(0, |&last| last + 1);
        let mut from = 0;
        (0..count)
            .map(|area| {
                let start = from;
                from += self.neighbourhood[start..].partition_point(|&home| home == area);
                start..from
            })
            .collect()
    }

    /// Citizens of whom nothing is filled in yet.
    pub(super) fn with_len(citizens: usize) -> Self {
        let mut blank = Self::default();
        let (education, cooperation, numbers) = blank.columns();
        *education = vec![0; citizens];
        *cooperation = vec![Cooperation::default(); citizens];
        for column in numbers {
            *column = vec![0.0; citizens];
        }
        blank
    }

    /// Cuts the drawn columns into chunks of [`BLOCK`] citizens that can be filled independently.
    pub(super) fn chunks(&mut self) -> Vec<Chunk<'_>> {
        let (education, cooperation, numbers) = self.columns();
        let mut numbers = numbers.map(|column| column.chunks_mut(BLOCK));
        education
            .chunks_mut(BLOCK)
            .zip(cooperation.chunks_mut(BLOCK))
            .map(|(education, cooperation)| Chunk {
                education,
                cooperation,
                numbers: numbers
                    .each_mut()
                    .map(|chunks| chunks.next().expect("columns have the same length")),
            })
            .collect()
    }

    /// Renumbers the drawn columns: the new citizen `i` is the old `order[i]`.
    pub(super) fn reorder(&mut self, order: &[u32]) {
        fn reordered<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
            *column = order.iter().map(|&old| column[old as usize]).collect();
        }
        reordered(&mut self.respondent, order);
        let (education, cooperation, numbers) = self.columns();
        reordered(education, order);
        reordered(cooperation, order);
        for column in numbers {
            reordered(column, order);
        }
    }

    /// The drawn columns; those of numbers in the order of [`Person::numbers`].
    fn columns(&mut self) -> (&mut Vec<u8>, &mut Vec<Cooperation>, [&mut Vec<f32>; TRAITS]) {
        let numbers = [
            &mut self.ses,
            &mut self.motivation,
            &mut self.extrinsic,
            &mut self.efficacy,
            &mut self.knowledge,
            &mut self.trust,
            &mut self.risk_tolerance,
            &mut self.free_time_hours_per_week,
            &mut self.affectedness,
            &mut self.sociability,
            &mut self.expectation,
            &mut self.stance,
            &mut self.age_years,
            &mut self.threshold,
        ];
        (&mut self.education, &mut self.cooperation, numbers)
    }
}

/// Some consecutive citizens.
pub(super) struct Chunk<'a> {
    education: &'a mut [u8],
    cooperation: &'a mut [Cooperation],
    numbers: [&'a mut [f32]; TRAITS],
}

impl Chunk<'_> {
    pub(super) fn len(&self) -> usize {
        self.education.len()
    }

    pub(super) fn set(&mut self, index: usize, person: &Person) {
        self.education[index] = person.education();
        self.cooperation[index] = person.cooperation;
        for (column, number) in self.numbers.iter_mut().zip(person.numbers()) {
            column[index] = number as f32;
        }
    }
}

/// What is drawn of one citizen.
pub(super) struct Person {
    /// Values of the traits.
    pub(super) traits: PerTrait,
    pub(super) threshold: f64,
    pub(super) cooperation: Cooperation,
}

impl Person {
    /// The third of the scale: 0 below 0.25, 2 from 0.75.
    fn education(&self) -> u8 {
        (2.0 * self.traits[Trait::Education.index()]).round() as u8
    }

    fn numbers(&self) -> PerTrait {
        let [
            ses,
            _education,
            motivation,
            extrinsic,
            efficacy,
            knowledge,
            trust,
            risk_tolerance,
            ..,
        ] = self.traits;
        let [.., free_time, affectedness, sociability, expectation, stance, age] = self.traits;
        [
            ses,
            motivation,
            extrinsic,
            efficacy,
            knowledge,
            trust,
            risk_tolerance,
            free_time,
            affectedness,
            sociability,
            expectation,
            stance,
            age,
            self.threshold,
        ]
    }
}
