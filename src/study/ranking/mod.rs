//! Does a ranking hold? The same arms over draws of the parameters from their plausible ranges.
//!
//! Every draw is another society that the register allows; in each of them the arms run on common random numbers and face the
//! need of the first. How often the same arm comes first says how far the order rests on numbers that nobody knows, and
//! [`cuts`] finds the parameters at whose values another one does.

#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use crate::experiment::{Address, Column, Recorder, Societies, columns, numbers};
use crate::model::measures::Better;
use crate::model::setup::Setup;
use crate::output::OutputError;
use crate::scenario::{Base, Measured, Reducer};
use crate::statistics::{Cut, cuts, difference};
use crate::study::arms::identity_of;
use crate::study::draws::parameters;
use crate::study::points::reason;
use crate::study::runs::samples;
use crate::study::{Batch, Incomplete, Question, RecordLayout, Runs, Study, Variant};
use crate::words::say;
pub use words::{change, sentences};

/// A cut is told when it would come by chance in at most so many cases.
const LEVEL: f64 = 0.05;
/// Cuts that are told, at most.
const TOLD_MAX: usize = 5;
/// Replications of every arm in a draw, unless asked for otherwise.
pub const REPLICATIONS: u32 = 4;
/// What names of journals begin with that hold a measure of the arms at the values of the register. No key of an arm has a dot,
/// so no other journal has such a name.
const USUAL: &str = "arms.usual";
/// The same under draws.
const DRAWS: &str = "arms.draws";

/// Why arms cannot be ranked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RankingError {
    /// Not every arm has the measure.
    #[error("{}", say!("not every arm has the measure `{0}`", .0))]
    NoMeasure(String),
    /// More of it is neither better nor worse.
    #[error(
        "{}",
        say!(
            "nothing says whether more or less of `{0}` is better, so it ranks nothing\n\
             hint: choose outcome, unmet_need, cost_per_outcome or public_value",
            .0
        )
    )]
    NoDirection(String),
}

/// An arm: a text, and what is set in it.
#[derive(Clone, Debug)]
pub struct RankedArm {
    /// The text of its scenario.
    pub base: Base,
    /// What is set in it.
    pub settings: Vec<(String, String)>,
    /// The same at the values of the register.
    pub usual: Variant,
}

/// A ranking of arms by a measure at the end, and its draws.
#[derive(Debug)]
pub struct RankingUnderDraws {
    arms: Vec<RankedArm>,
    measures: Vec<Vec<Measured>>,
    /// The measure, as the first arm has it.
    pub column: Column,
    better: Better,
    /// Draws of the parameters.
    pub draws: u32,
    /// Replications of every arm in a draw.
    pub replications: u32,
    seed: u64,
}

/// How a ranking fares over draws.
#[derive(Clone, Debug, PartialEq)]
pub struct RankingFound {
    /// Arms by place at the values of the register, the best first.
    pub order: Vec<usize>,
    /// Numbers of the draws that could be run with every arm.
    pub draws: Vec<u32>,
    /// Mean of the measure by draw and then arm.
    pub means: Vec<Vec<f64>>,
    /// The best arms of each draw: several where they tie.
    pub winners: Vec<Vec<usize>>,
    /// Parameters at whose values another arm is clearly more often best, the clearest first.
    pub changes: Vec<Change>,
}

/// A parameter at whose values another arm becomes best.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its key.
    pub key: String,
    /// Where, how much more often, and how surely.
    pub cut: Cut,
}

impl RankingFound {
    /// Share of the draws in which an arm is best; arms that are best together share a draw. `NaN` without a draw.
    #[must_use]
    pub fn best_share(&self, arm: usize) -> f64 {
        let shared = self.winners.iter().filter(|winners| winners.contains(&arm));
        let won: f64 = shared.map(|winners| 1.0 / winners.len() as f64).sum();
        won / self.winners.len() as f64
    }
}

impl RankingUnderDraws {
    /// Ranks arms by a measure at the end, under so many draws with so many replications of every arm each.
    ///
    /// # Errors
    /// When not every arm has the measure, or more of it is neither better nor worse.
    pub fn of(
        arms: Vec<RankedArm>,
        measure: &str,
        (draws, replications): (u32, u32),
        seed: u64,
    ) -> Result<Self, RankingError> {
        let none = || RankingError::NoMeasure(measure.to_owned());
        let found = |arm: &RankedArm| {
            let scenario = &arm.usual.scenario;
            let columns = columns(&scenario.programme_keys, scenario.municipalities());
            let position = columns.iter().position(|column| column.key == measure)?;
            Some((position, columns[position].clone()))
        };
        let places: Vec<(usize, Column)> = arms
            .iter()
            .map(|arm| found(arm).ok_or_else(none))
            .collect::<Result<_, _>>()?;
        let column = places.first().ok_or_else(none)?.1.clone();
        let direction = column.measure.better;
        Ok(Self {
            better: direction.ok_or_else(|| RankingError::NoDirection(measure.to_owned()))?,
            measures: places
                .into_iter()
                .map(|(position, column)| {
                    vec![Measured {
                        name: column.key.clone(),
                        measure: column.key,
                        position,
                        reducer: Reducer::Final,
                    }]
                })
                .collect(),
            column,
            arms,
            draws,
            replications,
            seed,
        })
    }

    /// The arms.
    #[must_use]
    pub fn arms(&self) -> impl ExactSizeIterator<Item = &Variant> {
        self.arms.iter().map(|arm| &arm.usual)
    }

    /// How many runs the draws take.
    #[must_use]
    pub fn runs(&self) -> u64 {
        u64::from(self.draws * self.count()) * u64::from(self.replications)
    }

    fn count(&self) -> u32 {
        self.arms.len() as u32
    }

    fn batches<'a>(&'a self, kept: &'a [RecordLayout; 2], usual: &'a UsualArms<'a>) -> [Batch<'a>; 2] {
        let batch = |societies, kept, configurations| Batch {
            societies,
            kept: std::slice::from_ref(kept),
            configurations: 0..configurations,
            replications: self.replications,
            steps: self.arms[0].usual.scenario.setup.steps,
            tolerant: true,
        };
        [
            batch(usual, &kept[0], self.count()),
            batch(self, &kept[1], self.draws * self.count()),
        ]
    }

    /// What is kept of a run: the measure, in a journal of its own, since a comparison may be ranked by several.
    fn kept(&self) -> [RecordLayout; 2] {
        let measure = &self.measures[0][0].measure;
        [USUAL, DRAWS].map(|arms| RecordLayout::numbers(&format!("{arms}.{measure}"), 1))
    }

    /// The measure of each arm, averaged over replications, from configurations that follow one another; `None` where a run
    /// has not ended well.
    fn means(
        &self,
        runs: &dyn Runs,
        kept: &RecordLayout,
        first: u32,
    ) -> Result<Option<Vec<f64>>, OutputError> {
        let mut means = Vec::with_capacity(self.arms.len());
        for configuration in first..first + self.count() {
            let has = |replication| {
                runs.contains(
                    &kept.journal,
                    Address {
                        configuration,
                        replication,
                    },
                )
            };
            if !(0..self.replications).all(has) {
                return Ok(None);
            }
            let values = &samples(runs, kept, configuration, self.replications)?[0];
            means.push(values.iter().sum::<f64>() / values.len() as f64);
        }
        Ok(Some(means))
    }

    /// What the draws that are there show; nothing where the arms at the values of the register are not there yet.
    ///
    /// # Errors
    /// When runs cannot be read.
    pub fn so_far(&self, runs: &dyn Runs) -> Result<Option<RankingFound>, OutputError> {
        let [usual, _] = self.kept();
        let Some(means) = self.means(runs, &usual, 0)? else {
            return Ok(None);
        };
        self.under_draws(order(&means, self.better), runs).map(Some)
    }

    /// What draws show of an order that was found at the values of the register, once all of them have ended.
    pub(in crate::study) fn of_order(
        &self,
        order: Vec<usize>,
        runs: &mut dyn Runs,
    ) -> Result<RankingFound, Incomplete> {
        let kept = self.kept();
        let usual = UsualArms(self);
        let [_, drawn] = self.batches(&kept, &usual);
        runs.reach(&[drawn])?;
        Ok(self.under_draws(order, runs)?)
    }

    /// What the draws that are there show of an order.
    fn under_draws(&self, order: Vec<usize>, runs: &dyn Runs) -> Result<RankingFound, OutputError> {
        let [_, drawn] = self.kept();
        let (mut draws, mut all) = (Vec::new(), Vec::new());
        for draw in 0..self.draws {
            if let Some(means) = self.means(runs, &drawn, draw * self.count())? {
                draws.push(draw);
                all.push(means);
            }
        }
        let sign = match self.better {
            Better::Higher => 1.0,
            Better::Lower => -1.0,
        };
        let winners: Vec<Vec<usize>> = all.iter().map(|means| best_of(means, sign)).collect();
        Ok(RankingFound {
            changes: self.changes(&winners, &draws, order[0]),
            order,
            draws,
            means: all,
            winners,
        })
    }

    /// Where another arm is best: the values at which that becomes clearly more frequent. Draws in which arms tie say nothing
    /// about it.
    fn changes(&self, winners: &[Vec<usize>], draws: &[u32], usual: usize) -> Vec<Change> {
        let decided: Vec<(bool, u32)> = winners
            .iter()
            .zip(draws)
            .filter_map(|(winners, draw)| match winners[..] {
                [winner] => Some((winner != usual, *draw)),
                _ => None,
            })
            .collect();
        let outcomes: Vec<bool> = decided.iter().map(|(another, _)| *another).collect();
        let values: Vec<Vec<(String, toml::Value)>> = decided
            .iter()
            .map(|(_, draw)| parameters(self.seed, *draw))
            .collect();
        let Some(first) = values.first() else {
            return Vec::new();
        };
        let predictors: Vec<Vec<f64>> = (0..first.len())
            .map(|key| {
                let of_draw = |draw: &Vec<(String, toml::Value)>| draw[key].1.as_float();
                values
                    .iter()
                    .map(|draw| of_draw(draw).unwrap_or(f64::NAN))
                    .collect()
            })
            .collect();
        let found = cuts(&outcomes, &predictors, self.seed).into_iter();
        found
            .filter(|cut| cut.p <= LEVEL)
            .take(TOLD_MAX)
            .map(|cut| Change {
                key: first[cut.predictor].0.clone(),
                cut,
            })
            .collect()
    }
}

impl Study for RankingUnderDraws {
    type Answer = RankingFound;

    fn question(&self) -> Result<Question, OutputError> {
        let arms: Vec<Variant> = self.arms.iter().map(|arm| arm.usual.clone()).collect();
        Ok(Question {
            name: format!("ranking-{}", self.arms[0].usual.scenario.name),
            identity: format!(
                "{}# ranking by {}\n",
                identity_of(&arms)?,
                self.measures[0][0].measure
            ),
            seed: self.seed,
        })
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<RankingFound, Incomplete> {
        let kept = self.kept();
        runs.reach(&self.batches(&kept, &UsualArms(self)))?;
        let nothing = || say!("an arm cannot be run, so nothing can be ranked");
        self.so_far(runs)?
            .ok_or_else(|| Incomplete::NoAnswer(nothing().into()))
    }
}

/// The arms at the values of the register.
struct UsualArms<'a>(&'a RankingUnderDraws);

impl Societies for UsualArms<'_> {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let usual = &self.0.arms[configuration as usize].usual;
        Ok(Arc::new(usual.scenario.setup.clone()))
    }

    fn seed(&self, _configuration: u32) -> u64 {
        self.0.seed
    }

    fn recorder<'a>(&'a self, configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        self.0.recorder(configuration, setup)
    }

    fn citizens_most(&self) -> u64 {
        self.0.citizens_most()
    }
}

/// The arms under draws, which lie beneath what the scenarios write: all arms under the first draw, then all under the next.
impl Societies for RankingUnderDraws {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let drawn = parameters(self.seed, configuration / self.count());
        let setup = |arm: &RankedArm| {
            let base = arm.base.clone().beneath(&drawn);
            let scenario = base.and_then(|base| base.with(&arm.settings));
            scenario
                .map(|scenario| scenario.setup)
                .map_err(|error| reason(&error))
        };
        let arm = (configuration % self.count()) as usize;
        let own = setup(&self.arms[arm])?;
        let faces_need = self.arms[arm].usual.scenario.setup.need_of.is_some();
        Ok(Arc::new(if faces_need {
            own.with_need_of(Arc::new(setup(&self.arms[0])?))
        } else {
            own
        }))
    }

    fn seed(&self, _configuration: u32) -> u64 {
        self.seed
    }

    fn recorder<'a>(&'a self, configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        numbers(
            &self.measures[(configuration % self.count()) as usize],
            &[],
            setup,
        )
    }

    fn citizens_most(&self) -> u64 {
        let citizens = |arm: &RankedArm| {
            let first = &arm.usual.scenario.setup.phases[0];
            u64::from(first.parameters.population.citizens)
        };
        self.arms.iter().map(citizens).max().unwrap_or(0)
    }
}

/// Positions of the arms, the best first; an arm without a value comes last.
fn order(means: &[f64], better: Better) -> Vec<usize> {
    let mut order: Vec<usize> = (0..means.len()).collect();
    order.sort_by(|&one, &other| {
        let (one, other) = (means[one], means[other]);
        let by_value = match better {
            Better::Higher => other.total_cmp(&one),
            Better::Lower => one.total_cmp(&other),
        };
        one.is_nan().cmp(&other.is_nan()).then(by_value)
    });
    order
}

/// Positions of the values that are the largest times `sign`: several where they tie, none where no value is one.
pub(in crate::study) fn best_of(values: &[f64], sign: f64) -> Vec<usize> {
    let finite = values.iter().filter(|value| value.is_finite());
    let highest = finite.map(|value| sign * value).fold(f64::NEG_INFINITY, f64::max);
    (0..values.len())
        .filter(|&arm| values[arm].is_finite() && difference(highest, sign * values[arm]) >= 0.0)
        .collect()
}
