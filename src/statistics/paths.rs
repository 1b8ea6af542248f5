//! What of an effect goes through which path.

use super::{AttributionPlan, Coalition, Moments, Share, noticeable};

/// An effect that is shared out over paths.
///
/// The value `v(S)` of a coalition of paths is what the whole design does where the paths in `S` run free and the others are
/// held at what they are without the design, in the same replication. `v(all)` is the effect, and `v(∅)` the *direct* effect:
/// what comes by none of the paths, and is shared out to none. What is left over goes to the paths by Shapley's value
/// ([`AttributionPlan`]), so that direct effect and shares add up to the effect in every replication.
///
/// What a path does when it alone runs free, `v({i}) − v(∅)`, is its pure indirect effect, and what goes when it alone is
/// held, `v(all) − v(all∖i)`, its total one (Robins and Greenland, Epidemiology 3, 1992). They differ where paths interact,
/// and add up to nothing in particular.
#[derive(Clone, Debug, PartialEq)]
pub struct PathShares {
    /// The effect over the replications in which every coalition has a value.
    pub effect: Moments,
    /// What of it comes by none of the paths.
    pub direct: Moments,
    /// What goes through each path.
    pub paths: Vec<PathShare>,
    /// The two or more paths that add most on average beyond all that is smaller within them (Harsanyi's dividend, the one
    /// furthest from 0), with it; none where paths do not interact.
    pub interaction: Option<(Coalition, f64)>,
}

/// What of an effect goes through one path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PathShare {
    /// Its Shapley value.
    pub share: Share,
    /// Its effect where it alone runs free, less the direct one.
    pub alone: Moments,
    /// What goes of the effect where it alone is held.
    pub last: Moments,
}

impl PathShares {
    /// Shares out the effect over so many paths; `values` holds for each coalition its value in each replication. The number of a
    /// coalition has a bit for every path in it. A replication in which a value is not a finite number is left out.
    ///
    /// ```
    /// use samspil::statistics::PathShares;
    /// // Two paths and a direct effect of 1: alone the first adds 2 and the second 3, both together 1 more.
    /// let values = [1.0, 3.0, 4.0, 7.0].map(|value| vec![value, value]);
    /// let found = PathShares::of(2, &values);
    /// assert_eq!((found.effect.mean(), found.direct.mean()), (7.0, 1.0));
    /// assert_eq!(found.paths[0].share.value, 2.5);
    /// assert_eq!((found.paths[0].alone.mean(), found.paths[0].last.mean()), (2.0, 3.0));
    /// assert_eq!(found.interaction.map(|(_, dividend)| dividend), Some(1.0));
    /// ```
    ///
    /// # Panics
    /// When there is not one row for each coalition of at most [`EXACT_PLAYERS_MAX`](super::EXACT_PLAYERS_MAX) paths, or rows differ
    /// in length.
    #[must_use]
    pub fn of(paths: usize, values: &[Vec<f64>]) -> Self {
        let plan = AttributionPlan::new(paths, 0, 0);
        let shares = plan.attribute(values).into_iter().enumerate();
        let whole: Vec<usize> = (0..values[0].len())
            .filter(|replication| values.iter().all(|row| row[*replication].is_finite()))
            .collect();
        let last = values.len() - 1;
        let difference = |more: usize, less: usize| -> Moments {
            let mut moments = Moments::default();
            for replication in &whole {
                let (more, less) = (values[more][*replication], values[less][*replication]);
                moments.push_of(more - less, more.abs().max(less.abs()));
            }
            moments
        };
        let mean = |coalition: usize| -> Moments {
            let values = whole.iter().map(|replication| values[coalition][*replication]);
            values.collect()
        };
        let paths = shares.map(|(path, share)| PathShare {
            share,
            alone: difference(1 << path, 0),
            last: difference(last, last ^ (1 << path)),
        });
        let means: Vec<f64> = (0..values.len())
            .map(|coalition| mean(coalition).mean())
            .collect();
        let dividends = plan.coalitions().iter().copied().zip(dividends(&means));
        Self {
            effect: mean(last),
            direct: mean(0),
            paths: paths.collect(),
            interaction: dividends
                .filter(|(coalition, dividend)| coalition.size() > 1 && dividend.abs() > 0.0)
                .max_by(|(_, one), (_, other)| one.abs().total_cmp(&other.abs())),
        }
    }
}

/// `m(S) = Σ_{T⊆S} (−1)^{|S|−|T|} v(T)`: what each coalition adds beyond all that is smaller within it. Coalitions are numbered
/// by bits; a dividend that is no more than rounding is 0.
fn dividends(values: &[f64]) -> Vec<f64> {
    let mut found = values.to_vec();
    let mut bit = 1;
    while bit < values.len() {
        for coalition in (0..values.len()).filter(|coalition| coalition & bit != 0) {
            found[coalition] -= found[coalition ^ bit];
        }
        bit <<= 1;
    }
    let largest = values.iter().map(|value| value.abs()).fold(0.0, f64::max);
    found
        .into_iter()
        .map(|dividend| noticeable(dividend, largest))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `tests/fixtures/e_why.py` makes of paths by other ways than the ones here.
    #[derive(serde::Deserialize)]
    struct Fixture {
        worked: Vec<Worked>,
        over_both_runs: Both,
        eight: Eight,
    }

    #[derive(serde::Deserialize)]
    struct Worked {
        value_of_coalition: Vec<f64>,
        effect: f64,
        direct: f64,
        shares: Vec<f64>,
        alone: Vec<f64>,
        last: Vec<f64>,
        dividends: Vec<f64>,
    }

    #[derive(serde::Deserialize)]
    struct Both {
        direct_and_shares: Vec<f64>,
        standard_error: Vec<f64>,
        effect: f64,
    }

    #[derive(serde::Deserialize)]
    struct Eight {
        value_of_coalition: Vec<f64>,
        shapley: Vec<f64>,
    }

    fn fixture() -> Fixture {
        serde_json::from_str(include_str!("../../tests/fixtures/e_why.json")).unwrap()
    }

    fn near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (one, other) in found.iter().zip(expected) {
            assert!((one - other).abs() < 1e-9, "{found:?} against {expected:?}");
        }
    }

    /// The values of coalitions in some replications, coalition by coalition.
    fn by_coalition(replications: &[&[f64]]) -> Vec<Vec<f64>> {
        let coalitions = 0..replications[0].len();
        coalitions
            .map(|coalition| replications.iter().map(|values| values[coalition]).collect())
            .collect()
    }

    fn shares(found: &PathShares) -> Vec<f64> {
        found.paths.iter().map(|path| path.share.value).collect()
    }

    #[test]
    fn an_effect_is_shared_out_as_by_hand() {
        for worked in fixture().worked {
            let found = PathShares::of(3, &by_coalition(&[&worked.value_of_coalition]));
            near(
                &[found.effect.mean(), found.direct.mean()],
                &[worked.effect, worked.direct],
            );
            near(&shares(&found), &worked.shares);
            let of = |of: fn(&PathShare) -> Moments| -> Vec<f64> {
                found.paths.iter().map(|path| of(path).mean()).collect()
            };
            near(&of(|path| path.alone), &worked.alone);
            near(&of(|path| path.last), &worked.last);
            near(&dividends(&worked.value_of_coalition), &worked.dividends);
            let sum = found.direct.mean() + shares(&found).iter().sum::<f64>();
            near(&[sum], &[worked.effect]);
            let (pair, most) = found.interaction.unwrap();
            assert!(pair.contains(0) && pair.contains(1) && !pair.contains(2));
            near(&[most], &[worked.dividends[3]]);
        }
    }

    #[test]
    fn replications_tell_how_sure_shares_are() {
        let Fixture {
            worked,
            over_both_runs,
            ..
        } = fixture();
        let runs: Vec<&[f64]> = worked.iter().map(|run| &run.value_of_coalition[..]).collect();
        let mut values = by_coalition(&runs);
        // A replication that lacks the value of one coalition is left out.
        for (coalition, row) in values.iter_mut().enumerate() {
            row.push(if coalition == 4 { f64::NAN } else { 1.0 });
        }
        let found = PathShares::of(3, &values);
        assert_eq!(found.effect.count(), 2);
        near(&[found.effect.mean()], &[over_both_runs.effect]);
        let mut all = vec![found.direct.mean()];
        all.extend(shares(&found));
        near(&all, &over_both_runs.direct_and_shares);
        let mut errors = vec![found.direct.standard_deviation() / 2.0_f64.sqrt()];
        errors.extend(found.paths.iter().map(|path| path.share.standard_error()));
        near(&errors, &over_both_runs.standard_error);
    }

    /// Dividends shared equally among those who make them are Shapley's values, whatever the number of paths.
    #[test]
    fn dividends_make_up_the_shares() {
        let eight = fixture().eight;
        let dividends = dividends(&eight.value_of_coalition);
        let shares: Vec<f64> = (0..8)
            .map(|path| {
                let sets = (1..256_usize).filter(|set| set >> path & 1 == 1);
                sets.map(|set| dividends[set] / f64::from(set.count_ones())).sum()
            })
            .collect();
        near(&shares, &eight.shapley);
    }

    #[test]
    fn one_path_carries_all_that_is_not_direct() {
        let found = PathShares::of(1, &[vec![0.25, 0.5], vec![1.0, 1.5]]);
        near(&shares(&found), &[0.875]);
        near(
            &[found.paths[0].alone.mean(), found.paths[0].last.mean()],
            &[0.875, 0.875],
        );
        assert!(found.interaction.is_none());
        let nothing = PathShares::of(1, &[vec![f64::NAN], vec![1.0]]);
        assert!(nothing.effect.mean().is_nan() && shares(&nothing)[0].is_nan());
    }
}
