//! What is simulated: every barrier removed, halved, doubled, and removed at its price, and those coalitions of removed
//! barriers that share out the joint effect.

use std::collections::BTreeMap;

use super::{BARRIERS, Barrier, BarriersError, Price};
use crate::model::setup::Setup;
use crate::scenario::{Scenario, register};
use crate::statistics::{AttributionPlan, Coalition, EXACT_PLAYERS_MAX};
use crate::words::say;

/// A barrier that is there.
#[derive(Clone, Copy, Debug)]
pub struct Present {
    /// Which one.
    pub barrier: &'static Barrier,
    /// Its strength at the start.
    pub strength: f64,
    /// Its doubled strength at the start, cut at the largest that is possible.
    pub doubled: f64,
    /// Whether an event changes it.
    pub changes: bool,
    /// What removing it takes.
    pub price: Price,
    most: f64,
}

impl Present {
    /// Why it is not there, otherwise.
    fn of(barrier: &'static Barrier, scenario: &Scenario) -> Result<Self, Absence> {
        let setup = &scenario.setup;
        let mut programmes = setup.phases.iter().flat_map(|phase| &phase.parameters.programmes);
        if !programmes.any(|programme| barrier.hinders(programme)) {
            return Err(Absence::NothingToHinder);
        }
        let strengths: Vec<f64> = setup
            .phases
            .iter()
            .map(|phase| barrier.strength(&phase.parameters.barriers))
            .collect();
        let most = register()
            .get(&barrier.full_key())
            .and_then(|entry| entry.bounds)
            .map_or(f64::INFINITY, |(_, most)| most);
        if !strengths.iter().any(|strength| *strength > 0.0) {
            return Err(Absence::Zero);
        }
        if let Some(why) = scenario.why_without_effect(&barrier.full_key()) {
            return Err(Absence::Off(why));
        }
        Ok(Self {
            barrier,
            strength: strengths[0],
            doubled: (2.0 * strengths[0]).min(most),
            changes: strengths
                .iter()
                .any(|strength| strength.total_cmp(&strengths[0]).is_ne()),
            price: Price::of(barrier, setup),
            most,
        })
    }

    /// Whether doubling was cut at the largest strength there can be.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.doubled < 2.0 * self.strength
    }
}

/// Why a barrier is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absence {
    /// It is 0 at all times.
    Zero,
    /// No programme is one that it hinders.
    NothingToHinder,
    /// What it acts through is off, for this reason.
    Off(String),
}

impl Absence {
    /// In one word, for programs.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::NothingToHinder => "nothing to hinder",
            Self::Off(_) => "mechanism off",
        }
    }
}

/// What is done to the barriers in one arm; barriers by position among those present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arm {
    /// These are removed; none in the baseline.
    Without(Coalition),
    /// One is half as strong.
    Halved(usize),
    /// One is twice as strong, cut at the largest strength that is possible.
    Doubled(usize),
    /// These are removed at their prices: later than at the start, and every post spends hours on it.
    AtPrice(Coalition),
}

impl Arm {
    /// Nothing is changed.
    pub const BASELINE: Self = Self::Without(Coalition::NOBODY);

    /// One barrier is removed.
    #[must_use]
    pub fn without(barrier: usize) -> Self {
        Self::Without(Coalition::default().with(barrier))
    }

    /// One barrier is removed at its price.
    #[must_use]
    pub fn at_price(barrier: usize) -> Self {
        Self::AtPrice(Coalition::default().with(barrier))
    }

    /// How strong a barrier of that strength is in this arm, from this step on.
    fn strength(self, position: usize, present: &Present, (strength, from_step): (f64, u32)) -> f64 {
        match self {
            Self::Without(removed) if removed.contains(position) => 0.0,
            Self::AtPrice(removed) if removed.contains(position) && present.price.is_gone(from_step) => 0.0,
            Self::Halved(halved) if halved == position => 0.5 * strength,
            Self::Doubled(doubled) if doubled == position => (2.0 * strength).min(present.most),
            _ => strength,
        }
    }

    /// The prices that are paid in this arm.
    fn paid(self, present: &[Present]) -> impl Iterator<Item = &Price> {
        let is_paid =
            move |position: usize| matches!(self, Self::AtPrice(removed) if removed.contains(position));
        let places = present.iter().enumerate();
        places.filter_map(move |(position, present)| is_paid(position).then_some(&present.price))
    }

    /// The arm's setup: its barriers are changed from the start, or from when they are gone, and in whatever an event makes
    /// of them; the hours of all prices add up, with those of the scenario.
    pub(super) fn setup(self, baseline: &Setup, present: &[Present]) -> Setup {
        let mut setup = baseline.clone();
        for price in self.paid(present) {
            price.split(&mut setup);
        }
        for phase in &mut setup.phases {
            let from_step = phase.from_step;
            let barriers = &mut phase.parameters.barriers;
            for (position, present) in present.iter().enumerate() {
                let strength = (present.barrier.strength(barriers), from_step);
                present
                    .barrier
                    .set(barriers, self.strength(position, present, strength));
            }
            let hours: f64 = self.paid(present).map(|price| price.hours_from(from_step)).sum();
            phase.parameters.organisation.reform_hours_per_post_per_year += hours;
        }
        setup
    }
}

/// All arms of a study of the barriers of a scenario.
#[derive(Clone, Debug)]
pub struct RemovalDesign {
    /// The barriers that are there.
    pub present: Vec<Present>,
    /// Those that are not there, and why.
    pub absent: Vec<(&'static Barrier, Absence)>,
    /// How the joint effect is shared out.
    pub plan: AttributionPlan,
    /// Pairs of orders that are sampled; 0 where all coalitions are simulated.
    pub pairs: usize,
    arms: Vec<Arm>,
    positions: BTreeMap<Arm, usize>,
}

impl RemovalDesign {
    /// Plans a study; orders of removal are sampled in so many pairs where there are too many barriers for all
    /// coalitions.
    ///
    /// # Errors
    /// When no barrier is there.
    pub fn of(scenario: &Scenario, pairs: usize, seed: u64) -> Result<Self, BarriersError> {
        let (mut present, mut absent) = (Vec::new(), Vec::new());
        for barrier in BARRIERS.iter() {
            match Present::of(barrier, scenario) {
                Ok(found) => present.push(found),
                Err(why) => absent.push((barrier, why)),
            }
        }
        if present.is_empty() {
            return Err(BarriersError::NoBarrier);
        }
        let pairs = if present.len() <= EXACT_PLAYERS_MAX {
            0
        } else {
            pairs
        };
        let (arms, positions) = arms(present.len(), pairs, seed);
        Ok(Self {
            plan: AttributionPlan::new(present.len(), pairs, seed),
            present,
            absent,
            pairs,
            arms,
            positions,
        })
    }

    /// All arms: the baseline, each barrier removed, all removed, each halved, each doubled, each removed at its price, all
    /// removed at their prices, and then the coalitions in the order in which they are needed.
    ///
    /// More pairs of orders add arms at the end, so that the runs of fewer pairs keep their places.
    #[must_use]
    pub fn arms(&self) -> &[Arm] {
        &self.arms
    }

    /// An arm in words.
    #[must_use]
    pub fn title(&self, arm: Arm) -> String {
        let key = |position: usize| self.present[position].barrier.key;
        match arm {
            Arm::Without(removed) if removed.size() == 0 => say!("baseline"),
            Arm::Without(removed) => {
                let removed = (0..self.present.len()).filter(|position| removed.contains(*position));
                say!("without {}", removed.map(key).collect::<Vec<_>>().join(" "))
            }
            Arm::Halved(position) => say!("halved {}", key(position)),
            Arm::Doubled(position) => say!("doubled {}", key(position)),
            Arm::AtPrice(removed) => {
                let removed = (0..self.present.len()).filter(|position| removed.contains(*position));
                say!(
                    "without {}, at a price",
                    removed.map(key).collect::<Vec<_>>().join(" ")
                )
            }
        }
    }

    /// The position of an arm.
    pub(super) fn position(&self, arm: Arm) -> usize {
        self.positions[&arm]
    }

    /// The arm in which all barriers are removed.
    pub(super) fn none_left(&self) -> Arm {
        Arm::Without(everyone(self.present.len()))
    }

    /// The arm in which all barriers are removed at their prices.
    pub(super) fn all_at_price(&self) -> Arm {
        Arm::AtPrice(everyone(self.present.len()))
    }
}

fn everyone(count: usize) -> Coalition {
    (0..count).fold(Coalition::default(), Coalition::with)
}

/// The arms in order, and the position of each.
fn arms(count: usize, pairs: usize, seed: u64) -> (Vec<Arm>, BTreeMap<Arm, usize>) {
    let mut wanted = vec![Arm::BASELINE];
    wanted.extend((0..count).map(Arm::without));
    wanted.push(Arm::Without(everyone(count)));
    wanted.extend((0..count).map(Arm::Halved));
    wanted.extend((0..count).map(Arm::Doubled));
    wanted.extend((0..count).map(Arm::at_price));
    wanted.push(Arm::AtPrice(everyone(count)));
    let (mut arms, mut positions) = (Vec::new(), BTreeMap::new());
    let mut add = |arm: Arm| {
        positions.entry(arm).or_insert_with(|| {
            arms.push(arm);
            arms.len() - 1
        });
    };
    wanted.into_iter().for_each(&mut add);
    // A plan of fewer pairs is the beginning of one of more.
    for pairs in pairs.min(1)..=pairs {
        let plan = AttributionPlan::new(count, pairs, seed);
        plan.coalitions()
            .iter()
            .copied()
            .map(Arm::Without)
            .for_each(&mut add);
    }
    (arms, positions)
}
