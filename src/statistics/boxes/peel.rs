//! The patient rule induction method (PRIM).

use crate::statistics::{Interval, binomial};

/// Share of the worlds in a box that one step peels off, or pastes to it from beyond a limit.
const ALPHA: f64 = 0.05;

/// No box holds a smaller share of all worlds.
const MASS_MIN: f64 = 0.05;

/// Limits of an input; `None` on a side where there is none. A world on a limit is inside.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
}

impl Limits {
    fn contains(self, value: f64) -> bool {
        self.low.is_none_or(|low| value >= low) && self.high.is_none_or(|high| value <= high)
    }

    /// Whether there is a limit on a side.
    #[must_use]
    pub const fn restricts(self) -> bool {
        self.low.is_some() || self.high.is_some()
    }
}

/// A box of worlds, and how well it tells the worlds of interest, its *cases*, from others.
#[derive(Clone, Debug, PartialEq)]
pub struct WorldBox {
    /// Limits of each input.
    pub limits: Vec<Limits>,
    /// Worlds inside.
    pub worlds: usize,
    /// Cases among them.
    pub cases: usize,
    /// Share of all cases that are inside; `NaN` without a case.
    pub coverage: f64,
    /// Share of the worlds inside that are cases.
    pub density: f64,
    /// Share of all worlds that are inside.
    pub mass: f64,
}

impl WorldBox {
    /// The box of these limits among worlds, each given by its inputs.
    pub(super) fn of(limits: Vec<Limits>, worlds: &[Vec<f64>], cases: &[bool]) -> Self {
        let inside: Vec<usize> = (0..worlds.len())
            .filter(|world| holds(&limits, &worlds[*world]))
            .collect();
        let count = inside.iter().filter(|world| cases[**world]).count();
        let all = cases.iter().filter(|case| **case).count();
        Self {
            limits,
            worlds: inside.len(),
            cases: count,
            coverage: count as f64 / all as f64,
            density: count as f64 / inside.len() as f64,
            mass: inside.len() as f64 / worlds.len() as f64,
        }
    }

    /// Whether a world lies inside.
    ///
    /// # Panics
    /// When the world has not as many inputs as the box.
    #[must_use]
    pub fn contains(&self, world: &[f64]) -> bool {
        assert_eq!(
            world.len(),
            self.limits.len(),
            "a world has as many inputs as the box"
        );
        holds(&self.limits, world)
    }

    /// Number of inputs with a limit.
    #[must_use]
    pub fn restricted(&self) -> usize {
        self.limits.iter().filter(|limits| limits.restricts()).count()
    }

    /// `2 · coverage · density / (coverage + density)`; 0 where both are.
    #[must_use]
    pub fn f1(&self) -> f64 {
        if self.cases == 0 {
            return 0.0;
        }
        2.0 * self.coverage * self.density / (self.coverage + self.density)
    }

    /// The quasi-p-value of each limit: the probability of at least as many cases among as many worlds if the limit had nothing to
    /// do with them, binomial with the share of cases in the box without it. `None` where there is no limit.
    ///
    /// It is no true p-value, as limits were sought on the same worlds. Bryant and Lempert, Technological Forecasting and Social
    /// Change 77, 2010.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::prim;
    /// let worlds: Vec<Vec<f64>> = (0..100).map(|world| vec![f64::from(world)]).collect();
    /// let cases: Vec<bool> = (0..100).map(|world| world >= 60).collect();
    /// let found = prim(&worlds, &cases).pop().unwrap();
    /// let values = found.quasi_p_values(&worlds, &cases);
    /// // 39 cases in a row, where without the limit 40 % are.
    /// assert!((values[0][0].unwrap() / 3.022_315e-16 - 1.0).abs() < 1e-6 && values[0][1].is_none());
    /// ```
    #[must_use]
    pub fn quasi_p_values(&self, worlds: &[Vec<f64>], cases: &[bool]) -> Vec<[Option<f64>; 2]> {
        // Without a limit those worlds come in that lie beyond it alone.
        let mut beyond = vec![[(0, 0); 2]; self.limits.len()];
        for (world, case) in worlds.iter().zip(cases) {
            let mut outside = (0..world.len()).filter(|input| !self.limits[*input].contains(world[*input]));
            if let (Some(input), None) = (outside.next(), outside.next()) {
                let above = self.limits[input].high.is_some_and(|high| world[input] > high);
                let (count, count_of_cases) = &mut beyond[input][usize::from(above)];
                *count += 1;
                *count_of_cases += usize::from(*case);
            }
        }
        let value = |(count, count_of_cases): (usize, usize)| {
            let density = (self.cases + count_of_cases) as f64 / (self.worlds + count) as f64;
            binomial::upper_tail(self.cases, self.worlds, density)
        };
        let both = self.limits.iter().zip(beyond);
        both.map(|(limits, [below, above])| {
            [
                limits.low.map(|_| value(below)),
                limits.high.map(|_| value(above)),
            ]
        })
        .collect()
    }
}

/// Boxes with ever more of the worlds of interest, by peeling and then pasting: the whole trajectory, from all worlds on.
///
/// `worlds` holds the inputs of each world and `cases` whether it is of interest. Each step proposes, for every input and side, the
/// box without the outer 5 % of the worlds in it; worlds with the same value go together. It takes the one that gains most share of
/// cases for each world given up; then the one with fewer inputs restricted, then the first, upper sides before lower ones. It ends
/// when nothing is gained or less than 5 % of all worlds would be left. Then it pastes 5 % of what lies beyond a limit while the
/// share of cases rises. Conventions (limits, ties, the gain) are those of `ema_workbench` 2.5, whose boxes these are.
///
/// Friedman and Fisher, Statistics and Computing 9, 1999; Kwakkel and Jaxa-Rozen, Environmental Modelling & Software 79, 2016.
///
/// # Examples
/// ```
/// use samspil::statistics::{latin_hypercube, prim};
/// let worlds = latin_hypercube(200, 2, 1);
/// let cases: Vec<bool> = worlds.iter().map(|world| world[0] > 0.7).collect();
/// let boxes = prim(&worlds, &cases);
/// assert_eq!((boxes[0].worlds, boxes[0].restricted()), (200, 0));
/// let best = boxes.iter().max_by(|one, other| one.f1().total_cmp(&other.f1())).unwrap();
/// assert!((best.limits[0].low.unwrap() - 0.7).abs() < 0.02 && !best.limits[1].restricts());
/// ```
///
/// # Panics
/// Without a world, when there is not one `case` for each world, when worlds have not all as many inputs, or one is no number.
#[must_use]
pub fn prim(worlds: &[Vec<f64>], cases: &[bool]) -> Vec<WorldBox> {
    assert!(!worlds.is_empty(), "there is no box without worlds");
    assert_eq!(worlds.len(), cases.len(), "each world is a case or not");
    let inputs = worlds[0].len();
    for world in worlds {
        assert_eq!(world.len(), inputs, "all worlds have the same inputs");
        assert!(
            world.iter().all(|value| !value.is_nan()),
            "an input of a world is no number"
        );
    }
    let search = Search::of(worlds, cases);
    let mut now = search.whole();
    let mut trajectory = vec![search.noted(&now)];
    while let Some(next) = search.peeled(&now) {
        trajectory.push(search.noted(&next));
        now = next;
    }
    while let Some(next) = search.pasted(&now) {
        trajectory.push(search.noted(&next));
        now = next;
    }
    trajectory
}

fn holds(limits: &[Limits], world: &[f64]) -> bool {
    limits
        .iter()
        .zip(world)
        .all(|(limits, value)| limits.contains(*value))
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Low,
    High,
}

/// A box on its way, with the worlds inside.
struct Step {
    limits: Vec<Limits>,
    members: Vec<usize>,
    mean: f64,
}

struct Search<'a> {
    worlds: &'a [Vec<f64>],
    cases: &'a [bool],
    /// Least and largest value of each input.
    ranges: Vec<Interval>,
}

impl<'a> Search<'a> {
    fn of(worlds: &'a [Vec<f64>], cases: &'a [bool]) -> Self {
        let range = |input: usize| {
            let values = || worlds.iter().map(|world| world[input]);
            Interval {
                low: values().fold(f64::INFINITY, f64::min),
                high: values().fold(f64::NEG_INFINITY, f64::max),
            }
        };
        Self {
            worlds,
            cases,
            ranges: (0..worlds[0].len()).map(range).collect(),
        }
    }

    fn whole(&self) -> Step {
        self.step(
            vec![Limits::default(); self.ranges.len()],
            (0..self.worlds.len()).collect(),
        )
    }

    fn step(&self, limits: Vec<Limits>, members: Vec<usize>) -> Step {
        let count = members.iter().filter(|world| self.cases[**world]).count();
        let mean = if members.is_empty() {
            0.0
        } else {
            count as f64 / members.len() as f64
        };
        Step {
            limits,
            members,
            mean,
        }
    }

    fn noted(&self, step: &Step) -> WorldBox {
        WorldBox::of(step.limits.clone(), self.worlds, self.cases)
    }

    /// The next box of the peeling; none when it ends.
    fn peeled(&self, now: &Step) -> Option<Step> {
        let proposals = (0..self.ranges.len())
            .flat_map(|input| [Side::High, Side::Low].map(|side| self.peel(now, input, side)));
        let best = best_of(proposals, now)?;
        let enough = best.members.len() as f64 / self.worlds.len() as f64 >= MASS_MIN;
        (enough && best.members.len() < now.members.len()).then_some(best)
    }

    fn peel(&self, now: &Step, input: usize, side: Side) -> Step {
        let values: Vec<f64> = now
            .members
            .iter()
            .map(|world| self.worlds[*world][input])
            .collect();
        let share = match side {
            Side::High => 1.0 - ALPHA,
            Side::Low => ALPHA,
        };
        let limits = self.moved(now, input, side, limit_at(values, share));
        let mut members = now.members.clone();
        members.retain(|world| limits[input].contains(self.worlds[*world][input]));
        self.step(limits, members)
    }

    /// The next box of the pasting; none when it ends.
    fn pasted(&self, now: &Step) -> Option<Step> {
        let proposals = (0..self.ranges.len())
            .filter(|input| now.limits[*input].restricts())
            .flat_map(|input| [Side::Low, Side::High].map(|side| self.paste(now, input, side)));
        let best = best_of(proposals, now)?;
        (best.members.len() > now.members.len() && best.mean > now.mean).then_some(best)
    }

    fn paste(&self, now: &Step, input: usize, side: Side) -> Step {
        let beyond = self.beyond(now.limits[input], input, side);
        let near = (0..self.worlds.len()).filter(|world| {
            let world = &self.worlds[*world];
            let others = now.limits.iter().enumerate().filter(|(other, _)| *other != input);
            beyond.contains(world[input])
                && others
                    .into_iter()
                    .all(|(other, limits)| limits.contains(world[other]))
        });
        let values: Vec<f64> = near.map(|world| self.worlds[world][input]).collect();
        let (share, end) = match side {
            Side::Low => (1.0 - ALPHA, self.ranges[input].low),
            Side::High => (ALPHA, self.ranges[input].high),
        };
        let limit = if values.is_empty() {
            end
        } else {
            limit_at(values, share)
        };
        let limits = self.moved(now, input, side, limit);
        let members = (0..self.worlds.len())
            .filter(|world| holds(&limits, &self.worlds[*world]))
            .collect();
        self.step(limits, members)
    }

    /// What lies beyond a limit; without one, the outermost value alone.
    fn beyond(&self, limits: Limits, input: usize, side: Side) -> Interval {
        let range = self.ranges[input];
        match side {
            Side::Low => Interval {
                low: range.low,
                high: limits.low.unwrap_or(range.low),
            },
            Side::High => Interval {
                low: limits.high.unwrap_or(range.high),
                high: range.high,
            },
        }
    }

    /// The limits with one of them moved; at the end of the range it is none.
    fn moved(&self, now: &Step, input: usize, side: Side, limit: f64) -> Vec<Limits> {
        let mut limits = now.limits.clone();
        let range = self.ranges[input];
        match side {
            Side::Low => limits[input].low = (limit > range.low).then_some(limit),
            Side::High => limits[input].high = (limit < range.high).then_some(limit),
        }
        limits
    }
}

/// The proposal with the best score, then with fewest inputs restricted, then the first; none where nothing is gained.
fn best_of(proposals: impl Iterator<Item = Step>, now: &Step) -> Option<Step> {
    let restricted = |step: &Step| step.limits.iter().filter(|limits| limits.restricts()).count();
    let mut best: Option<(f64, usize, Step)> = None;
    for proposal in proposals {
        let (score, count) = (score(&proposal, now), restricted(&proposal));
        let better = best
            .as_ref()
            .is_none_or(|(most, fewest, _)| score > *most || (score >= *most && count < *fewest));
        if better {
            best = Some((score, count, proposal));
        }
    }
    best.filter(|(score, ..)| *score > 0.0).map(|(_, _, step)| step)
}

/// Gain of the share of cases by a world that is given up or taken in.
fn score(proposal: &Step, now: &Step) -> f64 {
    let gain = proposal.mean - now.mean;
    if gain == 0.0 {
        return 0.0;
    }
    gain / proposal.members.len().abs_diff(now.members.len()) as f64
}

/// Where a share of the values is cut off: the middle between two neighbours of the sorted values, those around the place of the
/// share or, while they are the same, further inwards.
fn limit_at(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let same = |low: usize, high: usize| values[high] <= values[low];
    let place = (values.len() - 1) as f64 * share;
    let (mut low, mut high) = (libm::floor(place) as usize, libm::ceil(place) as usize);
    if share > 0.5 {
        while same(low, high) && low > 0 {
            low -= 1;
        }
    } else {
        while same(low, high) && high < values.len() - 1 {
            high += 1;
        }
    }
    f64::midpoint(values[low], values[high])
}
