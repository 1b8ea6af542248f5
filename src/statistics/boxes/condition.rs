//! One box that can be told in words.

use rand::seq::SliceRandom;

use super::{Limits, WorldBox, prim};
use crate::statistics::generator::substream;
use crate::words::say;

/// Cases from which on a condition can be told.
pub const CASES_FOR_CONDITION: usize = 30;

/// Random halves of the worlds on which a condition is sought again.
pub const HALVES: usize = 10;

/// An input is told if it is restricted in so many of the halves.
const HALVES_NEEDED: usize = 7;

/// Words hold no more inputs.
const RESTRICTED_MAX: usize = 3;

/// A limit whose quasi-p-value is larger is dropped.
const QUASI_P_MAX: f64 = 0.05;

/// Less of the worlds inside may not be cases …
const DENSITY_MIN: f64 = 0.6;

/// … and less of the cases may not be inside.
const COVERAGE_MIN: f64 = 0.4;

/// A condition under which most worlds are cases and that holds for many of the cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The box.
    pub world_box: WorldBox,
    /// Quasi-p-values of its limits, see [`WorldBox::quasi_p_values`].
    pub quasi_p_values: Vec<[Option<f64>; 2]>,
    /// In how many of [`HALVES`] random halves of the worlds each input is restricted.
    pub halves: Vec<usize>,
}

/// Why there is no simple condition.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NoCondition {
    /// Of few cases, anything can be said.
    #[error("{}", say!("no simple condition: {found} cases are too few to find one, it takes {needed}"))]
    FewCases {
        /// Cases there are.
        found: usize,
        /// Cases that suffice.
        needed: usize,
    },
    /// No input is restricted in most halves.
    #[error("{}", say!("no simple condition: what is found in some of the worlds is not found in others"))]
    NotReproduced,
    /// The best box is too thin.
    #[error(
        "{}",
        say!(
            "no simple condition: of the worlds that meet the best one {true_of} % are cases, and it holds {holds} % of all cases",
            true_of = percent(*density),
            holds = percent(*coverage)
        )
    )]
    Weak {
        /// Its density.
        density: f64,
        /// Its coverage.
        coverage: f64,
    },
}

/// The box to be told in words: when are worlds cases?
///
/// From each box of the trajectory of [`prim`] limits with a quasi-p-value above .05 are dropped, the weakest first; of those that
/// then restrict at most three inputs it is the one with the largest F₁ of coverage and density. The same is done on ten random
/// halves of the worlds, and an input stays only if it is restricted in seven of them (Bryant and Lempert, Technological
/// Forecasting and Social Change 77, 2010). For a second condition, ask with the worlds outside the first. Of two that hold for
/// about as many cases, halves find now one and now the other, and none is told.
///
/// Weak limits must go before the choice: peeling restricts inputs that do nothing, so that among 20 inputs only the first few boxes
/// restrict at most three, and a condition on two of them that holds 70 % of the cases was found in none of four sets of 500 worlds.
///
/// Whether a world is a case must not hang on the luck of one run: a noisy sign makes every box thinner than it is.
///
/// # Examples
/// ```
/// use samspil::statistics::{latin_hypercube, simple_condition};
/// let worlds = latin_hypercube(300, 3, 1);
/// let cases: Vec<bool> = worlds.iter().map(|world| world[0] < 0.4 && world[2] > 0.5).collect();
/// let condition = simple_condition(&worlds, &cases, 1).unwrap();
/// assert_eq!(condition.world_box.restricted(), 2);
/// assert!(condition.world_box.density > 0.9 && condition.halves[1] < 7);
/// let luck: Vec<bool> = (0..300).map(|world| world % 3 == 0).collect();
/// assert!(simple_condition(&worlds, &luck, 1).is_err());
/// ```
///
/// # Errors
/// "No simple condition", with the reason: fewer than [`CASES_FOR_CONDITION`] cases, a density below .6, a coverage below .4, or a
/// box that halves do not have in common.
///
/// # Panics
/// As [`prim`].
pub fn simple_condition(worlds: &[Vec<f64>], cases: &[bool], seed: u64) -> Result<Condition, NoCondition> {
    let found = cases.iter().filter(|case| **case).count();
    if found < CASES_FOR_CONDITION {
        return Err(NoCondition::FewCases {
            found,
            needed: CASES_FOR_CONDITION,
        });
    }
    let mut chosen = told(worlds, cases);
    let halves = restricted_in_halves(worlds, cases, seed);
    for (limits, times) in chosen.limits.iter_mut().zip(&halves) {
        if *times < HALVES_NEEDED {
            *limits = Limits::default();
        }
    }
    let world_box = without_weak_limits(WorldBox::of(chosen.limits, worlds, cases), worlds, cases);
    if world_box.restricted() == 0 {
        return Err(NoCondition::NotReproduced);
    }
    let (density, coverage) = (world_box.density, world_box.coverage);
    if density < DENSITY_MIN || coverage < COVERAGE_MIN {
        return Err(NoCondition::Weak { density, coverage });
    }
    Ok(Condition {
        quasi_p_values: world_box.quasi_p_values(worlds, cases),
        world_box,
        halves,
    })
}

/// The box with the largest F₁ among those of the trajectory that have few limits once the weak ones are dropped.
fn told(worlds: &[Vec<f64>], cases: &[bool]) -> WorldBox {
    let boxes = prim(worlds, cases).into_iter();
    let mut strong = boxes.map(|found| without_weak_limits(found, worlds, cases));
    let mut best = strong.next().expect("a trajectory begins with all worlds");
    for next in strong.filter(|next| next.restricted() <= RESTRICTED_MAX) {
        if next.f1() > best.f1() {
            best = next;
        }
    }
    best
}

fn without_weak_limits(mut now: WorldBox, worlds: &[Vec<f64>], cases: &[bool]) -> WorldBox {
    loop {
        let values = now.quasi_p_values(worlds, cases);
        let all = values.iter().enumerate().flat_map(|(input, sides)| {
            let sides = sides.iter().enumerate();
            sides.filter_map(move |(side, value)| value.map(|value| (value, input, side)))
        });
        let weakest = all.max_by(|one, other| one.0.total_cmp(&other.0));
        let Some((_, input, side)) = weakest.filter(|(value, ..)| *value > QUASI_P_MAX) else {
            return now;
        };
        if side == 0 {
            now.limits[input].low = None;
        } else {
            now.limits[input].high = None;
        }
        now = WorldBox::of(now.limits, worlds, cases);
    }
}

/// In how many random halves of the worlds the box that is told restricts each input.
fn restricted_in_halves(worlds: &[Vec<f64>], cases: &[bool], seed: u64) -> Vec<usize> {
    let mut times = vec![0; worlds[0].len()];
    for half in 0..HALVES {
        let mut order: Vec<usize> = (0..worlds.len()).collect();
        order.shuffle(&mut substream(seed, half as u64));
        order.truncate(worlds.len().div_ceil(2));
        order.sort_unstable();
        let some: Vec<Vec<f64>> = order.iter().map(|world| worlds[*world].clone()).collect();
        let cases: Vec<bool> = order.iter().map(|world| cases[*world]).collect();
        for (count, limits) in times.iter_mut().zip(&told(&some, &cases).limits) {
            *count += usize::from(limits.restricts());
        }
    }
    times
}

fn percent(share: f64) -> f64 {
    libm::round(100.0 * share)
}
