//! Which inputs an output hangs on, from the worlds of an ensemble.

mod design;
mod error;
mod input;
mod regression;
mod screening;
mod sharing;
#[cfg(test)]
mod tests;

pub use error::ShapleyEffectsError;
pub use input::EnsembleInput;
pub use screening::{first_order_index, screen};
pub use sharing::EXACT_EFFECTS_MAX;

use design::{Blocks, Design, worlds_needed};
use input::whole_worlds;
use rand::RngExt;
use regression::Regression;
use sharing::Sharing;

use super::generator::substream;
use super::{Bootstrap, CONFIDENCE, Interval, varies};

/// How much of the variance of an output over worlds each input tells.
///
/// What a set of inputs explains, `val(u) = Var E[Y | X_u] / Var Y`, is shared out by Shapley's value (Owen, SIAM/ASA Journal on
/// Uncertainty Quantification 2, 2014; Song, Nelson and Staum, 4, 2016). Effects are not negative and add up to what all inputs
/// explain, also where inputs hang together, as they do in worlds that were chosen by what was observed; Sobol' indices do
/// neither there (Owen and Prieur, 5, 2017). An input that hangs together with one that acts gets a share though it does not act
/// itself: it *tells* of the output and need not *cause* it. Say so wherever effects are shown.
///
/// From given worlds, `val(u)` is the adjusted R² of a regression of the output on a surrogate in the inputs of `u` only: a
/// constant, each number itself and squared, a column for each alternative but one, and the products of any two inputs. Fitting
/// each set for itself takes care of what hangs together, as in LMG (Grömping, The American Statistician 61, 2007). Inputs of a
/// group enter themselves and squared, but without products. For up to [`EXACT_EFFECTS_MAX`] players all sets are fitted; for
/// more, orders are sampled in pairs ([`AttributionPlan`](super::AttributionPlan)).
///
/// Ask about the *difference* that a decision makes rather than about a level: levels mostly show what sets the level.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapleyEffects {
    /// The effect of each player.
    pub effects: Vec<ShapleyEffect>,
    /// Adjusted R² of the surrogate in all inputs: what the effects add up to.
    pub explained: f64,
    /// Q², the share it explains of worlds that it has not seen, by leaving out one world after another. Far below
    /// [`ShapleyEffects::explained`], or below a half, effects say little.
    pub leave_one_out: f64,
    /// Variance of the output over worlds, with `count - 1`.
    pub variance: f64,
    /// Worlds in which the output and every input have a value; others are left out.
    pub worlds: usize,
}

/// The share of the variance of an output that a player tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShapleyEffect {
    /// The share. Estimates may lie slightly below 0: print these as 0.
    pub value: f64,
    /// Standard error for having sampled orders; 0 when none were.
    pub order_error: f64,
    /// 95 % percentile interval over resampled worlds; `NaN` without resamples.
    ///
    /// A world that is drawn twice lets every surrogate fit better than another world would, so that all effects seem larger, for an
    /// input that tells nothing by more than its whole standard error. The values of the resamples are therefore moved to where
    /// their mean is the effect itself. Over 400 samples of 200 or 500 worlds such intervals held effects in 90 to 94 %, and that of
    /// an input that tells nothing always: say "about".
    pub interval: Interval,
}

/// What the inputs leave of the variance of an output, as shares of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rest {
    /// Chance: what differs between runs of one world.
    pub chance: f64,
    /// What the surrogate misses of the inputs, and all that differs between worlds besides them. Estimates may lie slightly
    /// below 0: print these as 0.
    pub unfitted: f64,
}

impl ShapleyEffects {
    /// Shares out the variance of an output over players, each a list of positions in `inputs`: one for an input by itself,
    /// several for a group. [`screen`] chooses them. An input belongs to one player at most; those of none count as unfitted.
    ///
    /// Worlds count equally, and each is a draw of its own from what is plausible. For 12 numbers as players there are 4,096
    /// regressions on up to 91 columns, and as many for each of the resamples; 200 of them are customary.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::{EnsembleInput, ShapleyEffects};
    /// let number = |world: usize, step: usize| (world * step % 101) as f64 / 101.0;
    /// let one: Vec<f64> = (0..100).map(|world| number(world, 7)).collect();
    /// let other: Vec<f64> = (0..100).map(|world| number(world, 29)).collect();
    /// let output: Vec<f64> = (0..100).map(|world| 2.0 * one[world] + other[world]).collect();
    /// let inputs = [EnsembleInput::Numbers(&one), EnsembleInput::Numbers(&other)];
    /// let found = ShapleyEffects::of(&inputs, &[vec![0], vec![1]], &output, 20, 1)?;
    /// // Variances 4 and 1.
    /// assert!((found.effects[0].value - 0.8).abs() < 0.05);
    /// assert!((found.effects[0].value + found.effects[1].value - found.explained).abs() < 1e-12);
    /// # Ok::<(), samspil::statistics::ShapleyEffectsError>(())
    /// ```
    ///
    /// # Errors
    /// When there are fewer than three worlds for each column of the surrogate, or the output is the same in all.
    ///
    /// # Panics
    /// When an input has not one value for each world, a player names an input that is not there, or there are more than
    /// [`PLAYERS_MAX`](super::PLAYERS_MAX) players.
    pub fn of(
        inputs: &[EnsembleInput],
        players: &[Vec<usize>],
        output: &[f64],
        resamples: usize,
        seed: u64,
    ) -> Result<Self, ShapleyEffectsError> {
        let worlds = whole_worlds(inputs, output);
        let blocks = Blocks::of(inputs, players, &worlds);
        let needed = worlds_needed(blocks.width);
        if worlds.len() < needed {
            return Err(ShapleyEffectsError::TooFewWorlds {
                found: worlds.len(),
                needed,
            });
        }
        let known: Vec<f64> = worlds.iter().map(|world| output[*world]).collect();
        if !varies(&known) {
            return Err(ShapleyEffectsError::ConstantOutput);
        }
        let design = Design::of(inputs, players, output, &worlds);
        let gram = design.gram(&vec![1; design.worlds()]);
        let sharing = Sharing::among(players.len(), seed);
        let effects = sharing.effects(&blocks, &gram);
        let intervals = intervals(&design, &blocks, &sharing, &effects, resamples, seed);
        let mut regression = Regression::new(&blocks, &gram);
        for player in 0..players.len() {
            regression.join(player);
        }
        let effects = effects.into_iter().zip(intervals);
        Ok(Self {
            effects: effects
                .map(|((value, order_error), interval)| ShapleyEffect {
                    value,
                    order_error,
                    interval,
                })
                .collect(),
            explained: regression.adjusted(),
            leave_one_out: regression.leave_one_out(&design),
            variance: gram.total / (gram.worlds - 1.0),
            worlds: worlds.len(),
        })
    }

    /// What the inputs leave, told apart by the variance of chance in the output that was shared out: of one run where the output
    /// of a world is that of one run, of one run over their number where it is a mean of several.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::ShapleyEffects;
    /// let found = ShapleyEffects {
    ///     effects: vec![],
    ///     explained: 0.7,
    ///     leave_one_out: 0.6,
    ///     variance: 4.0,
    ///     worlds: 500,
    /// };
    /// let rest = found.rest(1.0);
    /// assert!((rest.chance - 0.25).abs() < 1e-12 && (rest.unfitted - 0.05).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn rest(&self, chance_variance: f64) -> Rest {
        let chance = chance_variance / self.variance;
        Rest {
            chance,
            unfitted: 1.0 - self.explained - chance,
        }
    }
}

/// Percentile intervals over resampled worlds, about the effects.
fn intervals(
    design: &Design,
    blocks: &Blocks,
    sharing: &Sharing,
    effects: &[(f64, f64)],
    resamples: usize,
    seed: u64,
) -> Vec<Interval> {
    let worlds = design.worlds();
    let mut found: Vec<Vec<f64>> = vec![Vec::with_capacity(resamples); effects.len()];
    for number in 0..resamples as u64 {
        let mut draws = substream(seed, number);
        let mut times = vec![0; worlds];
        for _ in 0..worlds {
            times[draws.random_range(0..worlds)] += 1;
        }
        let resampled = sharing.effects(blocks, &design.gram(&times));
        for (replicates, (value, _)) in found.iter_mut().zip(resampled) {
            replicates.push(value);
        }
    }
    let about = |(mut replicates, (estimate, _)): (Vec<f64>, &(f64, f64))| {
        replicates.retain(|value| value.is_finite());
        let mean = replicates.iter().sum::<f64>() / replicates.len() as f64;
        for value in &mut replicates {
            *value += estimate - mean;
        }
        replicates.sort_unstable_by(f64::total_cmp);
        let bootstrap = Bootstrap {
            estimate: *estimate,
            replicates,
        };
        bootstrap.percentile(CONFIDENCE)
    };
    found.into_iter().zip(effects).map(about).collect()
}
