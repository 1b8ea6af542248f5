//! Why a variant differs: its effect on a measure, shared out over the ways by which it comes about.
//!
//! A *way* is some paths of the model ([`Path`]): what citizens can and want, say, or what staff think and have time for. A variant
//! in which some ways are held runs in lockstep with the baseline, and these paths are what they are there, citizen by citizen and
//! step by step. `v(S)` is how far the variant lies from the baseline if only the ways in S are free. What is left with all of them
//! held, `v(∅)`, comes about by other ways. The rest is shared out by Shapley's value, averaged over all orders in which ways may
//! be freed ([`AttributionPlan`]), so that shares and remainder add up to the effect exactly.

mod figure;
mod words;

use std::ops::Range;
use std::sync::Arc;

use crate::experiment::{Column, Made, Recorder, Societies, columns, numbers};
use crate::figure::numbers::Notation;
use crate::model::hold::{Path, Paths};
use crate::model::setup::Setup;
use crate::output::{OutputError, Table, TableColumn};
use crate::scenario::{Measured, Reducer, Scenario};
use crate::statistics::{AttributionPlan, CONFIDENCE, Coalition, Interval, Moments, half_width};
use crate::study::runs::samples;
use crate::study::{Batch, Incomplete, RecordLayout, Runs, Variant};
use crate::words::{Words, say, words};

pub(in crate::study) use figure::draw;
pub(in crate::study) use words::{json, sentence};

/// A way by which an effect may come about.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// Its name in tables.
    pub key: &'static str,
    /// Its name in sentences and figures.
    pub label: Words,
    paths: &'static [Path],
}

/// All ways; few enough that every combination of them is run.
pub const WAYS: [Way; 6] = [
    Way {
        key: "reach",
        label: words!("who hears of it and is asked"),
        paths: &[Path::Awareness, Path::Asking],
    },
    Way {
        key: "citizens",
        label: words!("what citizens can, know and want"),
        paths: &[Path::Efficacy, Path::Motivation, Path::Knowledge, Path::Stance],
    },
    Way {
        key: "trust",
        label: words!("trust and what people expect of the public side"),
        paths: &[Path::Trust, Path::Expectation],
    },
    Way {
        key: "fatigue",
        label: words!("how tired participants are"),
        paths: &[Path::Fatigue],
    },
    Way {
        key: "staff",
        label: words!("staff: attitude, beliefs, skill and time to facilitate"),
        paths: &[Path::Attitude, Path::Belief, Path::Skill, Path::Facilitation],
    },
    Way {
        key: "influence",
        label: words!("influence and ownership"),
        paths: &[Path::Influence, Path::Ownership],
    },
];

/// The name in tables of what comes about by no way that can be held.
const OTHERS: &str = "others";

/// Why effects cannot be shared out.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhyError {
    /// Arms do not have the measure.
    #[error("{}", say!("not every arm has the measure `{0}`", .0))]
    NoMeasure(String),
    /// A ratio of means is no mean of ratios, and cannot be shared out by single runs.
    #[error("{}", say!("`{0}` is a ratio of two measures, whose effect does not add up\nhint: choose one of its parts, or outcome", .0))]
    Ratio(String),
    /// Nothing can be held at another society.
    #[error(
        "{}",
        say!(
            "`{0}` has other citizens, professionals or programmes than the baseline, so nothing of it can be held at the baseline\n\
             hint: number, neighbourhoods, municipalities, status, homophily and data of citizens, the number of staff, the length of a step and the programmes must be the same",
            .0
        )
    )]
    OtherSociety(String),
}

/// Variants whose effects are shared out.
#[derive(Debug)]
pub struct Why {
    /// By variant and then by combination of free ways, the setup; that of the baseline last.
    setups: Vec<Arc<Setup>>,
    baseline: usize,
    /// The measure.
    pub column: Column,
    measured: Vec<Measured>,
    kept: RecordLayout,
    plan: AttributionPlan,
    variants: usize,
    seed: u64,
}

/// A part of an effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Its size, in the unit of the measure.
    pub value: f64,
    /// Its standard error over replications.
    pub standard_error: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

/// An effect and what it is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The whole: variant less baseline.
    pub whole: Part,
    /// By way, in the order of [`WAYS`].
    pub ways: Vec<Part>,
    /// What comes about by other ways.
    pub others: Part,
    /// Replications in which all combinations have a value.
    pub replications: usize,
}

impl Part {
    fn of(value: f64, standard_error: f64, replications: usize) -> Self {
        let deviation = standard_error * (replications as f64).sqrt();
        Self {
            value,
            standard_error,
            interval: Interval::around(value, half_width(replications, deviation, CONFIDENCE)),
        }
    }

    fn of_mean(values: &[f64]) -> Self {
        let moments: Moments = values.iter().copied().collect();
        let error = moments.standard_deviation() / (values.len() as f64).sqrt();
        Self::of(moments.mean(), error, values.len())
    }
}

impl Shared {
    /// Shares out; for each combination of free ways, none of them first, the measure by replication, and that of the baseline.
    fn of(plan: &AttributionPlan, values: &[Vec<f64>], baseline: &[f64]) -> Self {
        let whole: Vec<usize> = (0..baseline.len())
            .filter(|&run| baseline[run].is_finite() && values.iter().all(|row| row[run].is_finite()))
            .collect();
        let effects =
            |row: &Vec<f64>| -> Vec<f64> { whole.iter().map(|&run| row[run] - baseline[run]).collect() };
        let effects: Vec<Vec<f64>> = values.iter().map(effects).collect();
        let count = whole.len();
        let shares = plan.attribute(&effects).into_iter();
        Self {
            whole: Part::of_mean(effects.last().map_or(&[], Vec::as_slice)),
            ways: shares
                .map(|share| Part::of(share.value, share.seed_error, count))
                .collect(),
            others: Part::of_mean(effects.first().map_or(&[], Vec::as_slice)),
            replications: count,
        }
    }

    /// All parts with their names: the ways, and at last the others.
    pub(in crate::study) fn parts(&self) -> impl Iterator<Item = (&'static str, &'static str, Part)> + '_ {
        let ways = WAYS.iter().zip(&self.ways);
        let ways = ways.map(|(way, part)| (way.key, way.label.text(), *part));
        ways.chain(std::iter::once((
            OTHERS,
            words!("other ways").text(),
            self.others,
        )))
    }
}

impl Why {
    /// Shares out the effects of all arms but the first, which is their baseline, on a measure at the end.
    ///
    /// # Errors
    /// [`WhyError`].
    pub fn of(arms: &[Variant], measure: &str, seed: u64) -> Result<Self, WhyError> {
        let none = || WhyError::NoMeasure(measure.to_owned());
        let baseline = arms.first().ok_or_else(none)?;
        let of_arm = |arm: &Variant| columns(&arm.scenario.programme_keys, arm.scenario.municipalities());
        let all = of_arm(baseline);
        let position = all
            .iter()
            .position(|column| column.key == measure)
            .ok_or_else(none)?;
        let column = all[position].clone();
        if column.measure.ratio.is_some() {
            return Err(WhyError::Ratio(measure.to_owned()));
        }
        let plan = AttributionPlan::new(WAYS.len(), 0, seed);
        let held_at = Arc::new(baseline.scenario.setup.clone());
        let mut setups = Vec::new();
        for variant in &arms[1..] {
            if !is_same_society(&baseline.scenario, &variant.scenario) {
                return Err(WhyError::OtherSociety(variant.name()));
            }
            let held = plan
                .coalitions()
                .iter()
                .map(|free| holding(variant, &held_at, *free));
            setups.extend(held);
        }
        setups.push(held_at);
        Ok(Self {
            baseline: setups.len() - 1,
            setups,
            measured: vec![Measured {
                name: measure.to_owned(),
                measure: measure.to_owned(),
                position,
                reducer: Reducer::Final,
            }],
            kept: RecordLayout::numbers(&format!("why.{}", column.key), 1),
            column,
            plan,
            variants: arms.len() - 1,
            seed,
        })
    }

    /// How many runs so many replications take.
    #[must_use]
    pub fn runs(&self, replications: u32) -> u64 {
        self.setups.len() as u64 * u64::from(replications)
    }

    /// How numbers of an effect are written.
    fn notation(&self, shared: &Shared) -> Notation {
        let whole = &shared.whole;
        Notation::difference(self.column.measure.unit, whole.value, whole.interval.half_width())
    }

    /// So many replications of all combinations.
    pub(in crate::study) fn batch(&self, replications: u32) -> Batch<'_> {
        Batch {
            societies: self,
            kept: std::slice::from_ref(&self.kept),
            configurations: 0..self.setups.len() as u32,
            replications,
            steps: self.setups[self.baseline].steps,
            tolerant: false,
        }
    }

    /// What came of it, by variant, with so many replications.
    pub(in crate::study) fn answer(
        &self,
        runs: &mut dyn Runs,
        replications: u32,
    ) -> Result<Vec<Shared>, Incomplete> {
        runs.reach(&[self.batch(replications)])?;
        let kept = &self.kept;
        let values = |configuration: usize| -> Result<Vec<f64>, OutputError> {
            Ok(samples(runs, kept, configuration as u32, replications)?.remove(0))
        };
        let baseline = values(self.baseline)?;
        let of_variant = |variant: usize| -> Result<Shared, Incomplete> {
            let all: Range<usize> = variant * self.combinations()..(variant + 1) * self.combinations();
            let values = all.map(values).collect::<Result<Vec<_>, OutputError>>()?;
            Ok(Shared::of(&self.plan, &values, &baseline))
        };
        (0..self.variants).map(of_variant).collect()
    }

    fn combinations(&self) -> usize {
        self.plan.coalitions().len()
    }
}

/// Whether the paths of one society can be held at another: as many citizens in the same seats, as many professionals, and the
/// same programmes.
fn is_same_society(one: &Scenario, other: &Scenario) -> bool {
    one.setup.seats_as(&other.setup)
        && one.setup.staffed_as(&other.setup)
        && one.data_sources == other.data_sources
        && one.programme_keys == other.programme_keys
}

/// A variant with all ways held at the baseline but those that are free.
fn holding(variant: &Variant, baseline: &Arc<Setup>, free: Coalition) -> Arc<Setup> {
    let held = (0..WAYS.len()).filter(|way| !free.contains(*way));
    let paths: Paths = held.flat_map(|way| WAYS[way].paths.iter().copied()).collect();
    let setup = variant.scenario.setup.clone();
    Arc::new(if free.size() == WAYS.len() {
        setup
    } else {
        setup.holding(Arc::clone(baseline), paths)
    })
}

impl Societies for Why {
    fn setup(&self, configuration: u32) -> Made {
        Ok(Arc::clone(&self.setups[configuration as usize]))
    }

    fn seed(&self, _configuration: u32) -> u64 {
        self.seed
    }

    fn recorder<'a>(&'a self, _configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        numbers(&self.measured, &[], setup)
    }

    fn citizens_most(&self) -> u64 {
        u64::from(self.setups[self.baseline].citizens())
    }
}

/// The table of all parts of all effects: a row for each variant and way, and one for the whole.
#[rustfmt::skip]
pub(in crate::study) fn table<'a>(why: &'a Why, variants: &[(&'a Variant, &'a Shared)]) -> Table<'a> {
    let of_variant = |&(variant, shared): &(&'a Variant, &'a Shared)| {
        let parts = shared.parts().map(|(way, _, part)| (way, part)).chain(std::iter::once(("whole", shared.whole)));
        parts.map(move |(way, part)| (variant.key.as_str(), way, part, shared.replications)).collect::<Vec<_>>()
    };
    let rows: Arc<[(&str, &str, Part, usize)]> = variants.iter().flat_map(of_variant).collect();
    let number = |name: &str, definition: &str, value: fn(&Part) -> f64| {
        let rows = Arc::clone(&rows);
        TableColumn::number(name, definition, move |row| value(&rows[row].2)).unit(why.column.measure.unit)
    };
    let [arms, ways, counts] = [(); 3].map(|()| Arc::clone(&rows));
    Table {
        name: "why",
        length: rows.len(),
        columns: vec![
            TableColumn::text("arm", "Short name of the variant", move |row| arms[row].0).key(),
            TableColumn::text("way", "By which way the effect comes about: reach, citizens, trust, fatigue, staff, influence, what is left with all of them held (others), or all of it (whole)", move |row| ways[row].1).key(),
            number("value", "Part of the effect on the measure that is asked about, at the end: Shapley value over all orders in which ways may be freed; parts and others add up to the whole", |part| part.value),
            number("standard_error", "Standard error of it over replications", |part| part.standard_error),
            number("interval_low", "Lower end of its 95 % Student t interval", |part| part.interval.low),
            number("interval_high", "Upper end of its 95 % Student t interval", |part| part.interval.high),
            TableColumn::count("count", "Replications in which all combinations of ways have a value", move |row| counts[row].3 as u32).unit("replications"),
        ],
    }
}

#[cfg(test)]
mod tests;
