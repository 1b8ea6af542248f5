//! At which value of which predictor an outcome changes: the best single cuts, with honest p-values.

use rand::seq::SliceRandom;

use super::generator::generator;

/// Each side of a cut holds at least this share of the cases.
const SIDE_MIN: f64 = 0.1;
/// Orders of the outcomes from which p-values are taken.
const PERMUTATIONS: usize = 999;

/// A predictor cut in two where the shares of an outcome differ most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    /// Position of the predictor.
    pub predictor: usize,
    /// Where it is cut: half-way between the two values at the cut.
    pub value: f64,
    /// Share of the outcome at or below the cut.
    pub share_below: f64,
    /// Share of the outcome above it.
    pub share_above: f64,
    /// p-value against no predictor mattering, corrected for all predictors and all cuts.
    pub p: f64,
}

/// A predictor's cases in the order of its values.
struct Ordered {
    cases: Vec<usize>,
    /// Numbers of cases below a cut that lie between different values.
    places: Vec<usize>,
}

/// The best cut of every predictor, the clearest first; none where the outcomes are all the same.
///
/// For a cut with `n₁` and `n₂` cases and shares `p₁`, `p₂` the statistic is the chi-square of the fourfold table,
/// `(p₁ − p₂)² / (p(1 − p)(1/n₁ + 1/n₂))`. The p-value of a predictor is the share of 999 random orders of the outcomes in
/// which the largest statistic of *any* predictor is as large (Westfall and Young, Resampling-Based Multiple Testing,
/// 1993), so that a p-value of at most 0.05 for any of them comes by chance in 5 % of cases.
///
/// # Panics
/// When a predictor does not have one value per outcome.
#[must_use]
pub fn cuts(outcomes: &[bool], predictors: &[Vec<f64>], seed: u64) -> Vec<Cut> {
    let yes = outcomes.iter().filter(|&&outcome| outcome).count();
    if yes == 0 || yes == outcomes.len() {
        return Vec::new();
    }
    let ordered: Vec<Ordered> = predictors
        .iter()
        .map(|values| Ordered::of(values, outcomes.len()))
        .collect();
    let mut shuffled = outcomes.to_vec();
    let mut draws = generator(seed);
    let largest: Vec<f64> = (0..PERMUTATIONS)
        .map(|_| {
            shuffled.shuffle(&mut draws);
            let best = ordered
                .iter()
                .filter_map(|predictor| predictor.best(&shuffled, yes));
            best.map(|(statistic, _)| statistic).fold(0.0, f64::max)
        })
        .collect();
    let mut found: Vec<(f64, Cut)> = ordered
        .iter()
        .zip(predictors)
        .enumerate()
        .filter_map(|(predictor, (cases, values))| {
            let (statistic, place) = cases.best(outcomes, yes)?;
            let as_large = largest.iter().filter(|&&other| other >= statistic).count();
            let below = cases.yes_below(outcomes, place);
            let cut = Cut {
                predictor,
                value: f64::midpoint(values[cases.cases[place - 1]], values[cases.cases[place]]),
                share_below: below as f64 / place as f64,
                share_above: (yes - below) as f64 / (outcomes.len() - place) as f64,
                p: (1 + as_large) as f64 / (1 + PERMUTATIONS) as f64,
            };
            Some((statistic, cut))
        })
        .collect();
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.into_iter().map(|(_, cut)| cut).collect()
}

impl Ordered {
    fn of(values: &[f64], count: usize) -> Self {
        assert_eq!(values.len(), count, "each outcome has its predictors");
        let mut cases: Vec<usize> = (0..count).collect();
        cases.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
        let least = (SIDE_MIN * count as f64).ceil().max(1.0) as usize;
        let places = (least..=count.saturating_sub(least))
            .filter(|&place| place < count && values[cases[place - 1]] < values[cases[place]])
            .collect();
        Self { cases, places }
    }

    /// The largest statistic and where to cut; `None` where there is no place to.
    fn best(&self, outcomes: &[bool], yes: usize) -> Option<(f64, usize)> {
        let count = outcomes.len() as f64;
        let share = yes as f64 / count;
        let (mut below, mut counted) = (0, 0);
        let mut best: Option<(f64, usize)> = None;
        for &place in &self.places {
            below += self.cases[counted..place]
                .iter()
                .filter(|&&case| outcomes[case])
                .count();
            counted = place;
            let (fewer, more) = (place as f64, count - place as f64);
            let apart = below as f64 / fewer - (yes - below) as f64 / more;
            let statistic = apart * apart / (share * (1.0 - share) * (1.0 / fewer + 1.0 / more));
            if best.is_none_or(|(largest, _)| statistic > largest) {
                best = Some((statistic, place));
            }
        }
        best
    }

    fn yes_below(&self, outcomes: &[bool], place: usize) -> usize {
        self.cases[..place].iter().filter(|&&case| outcomes[case]).count()
    }
}

#[cfg(test)]
mod tests {
    use super::super::generator::substream;
    use super::*;
    use rand::RngExt as _;

    fn noise(count: usize, predictors: usize, seed: u64) -> Vec<Vec<f64>> {
        let mut draws = substream(seed, 0);
        (0..predictors)
            .map(|_| (0..count).map(|_| draws.random::<f64>()).collect())
            .collect()
    }

    #[test]
    fn a_planted_cut_is_found() {
        let predictors = noise(200, 30, 1);
        let outcomes: Vec<bool> = predictors[7].iter().map(|&value| value > 0.6).collect();
        let best = cuts(&outcomes, &predictors, 1)[0];
        assert_eq!((best.predictor, best.p), (7, 0.001));
        assert!((best.value - 0.6).abs() < 0.03, "{}", best.value);
        assert_eq!((best.share_below, best.share_above), (0.0, 1.0));
    }

    #[test]
    fn the_statistic_is_that_of_the_fourfold_table() {
        // 1 2 3 | 4 5 6 with 0 of 3 and 2 of 3: chi-square 3.0, as scipy.stats.chi2_contingency without correction says.
        let outcomes = [false, false, false, true, false, true];
        let ordered = Ordered::of(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 6);
        let (statistic, place) = ordered.best(&outcomes, 2).unwrap();
        assert_eq!((place, (statistic - 3.0).abs() < 1e-12), (3, true));
    }

    #[test]
    fn chance_alone_finds_nothing_more_often_than_it_says() {
        let trials = 100;
        let false_alarms = (0..trials)
            .filter(|&trial| {
                let predictors = noise(60, 20, 100 + trial);
                let outcomes: Vec<bool> = noise(60, 1, 1000 + trial)[0]
                    .iter()
                    .map(|&value| value < 0.3)
                    .collect();
                cuts(&outcomes, &predictors, trial)
                    .first()
                    .is_some_and(|cut| cut.p <= 0.05)
            })
            .count();
        // Of 100 at 5 %: more than 12 comes with a probability of 0.0015.
        assert!(false_alarms <= 12, "{false_alarms}");
    }

    #[test]
    fn nothing_tells_outcomes_apart_that_are_all_the_same() {
        assert!(cuts(&[true; 20], &noise(20, 3, 1), 1).is_empty());
        assert!(
            cuts(&[true, false], &[vec![1.0, 1.0]], 1).is_empty(),
            "a predictor that does not vary"
        );
    }
}
