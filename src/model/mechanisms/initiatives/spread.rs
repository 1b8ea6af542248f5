//! M21: how a working initiative spreads to other municipalities.
//!
//! Bass diffusion, `dN/dt = (p + q N/K)(K - N)`: each municipality that would take it up and has not yet does so at
//! the hazard `p + q N/K`. Municipalities of the run take it up through a citizen (`growing.rs`) and have it from
//! their first formal initiative on. All others are places in name alone: they have no citizens, only a count.

use crate::model::mathematics::probability_f64;
use crate::model::mechanisms::Now;
use crate::model::mechanisms::initiatives::life::InitiativesParameters;
use crate::random::{Purpose, binomial_quantile};

/// How many other municipalities take an idea up; by programme.
pub(in crate::model) const SPREAD: Purpose = Purpose(205);

/// How far one programme's idea has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model) struct Diffusion {
    /// By municipality of the run, whether it has ever been formal there; before that there is nothing to take up.
    pub(in crate::model) proven: Vec<bool>,
    /// Other municipalities that have taken it up.
    pub(in crate::model) elsewhere: f64,
    /// Whether an association across municipalities runs it.
    pub(in crate::model) professional: bool,
}

impl Diffusion {
    /// An idea that no municipality has.
    pub(in crate::model) fn of(municipalities: usize) -> Self {
        Self {
            proven: vec![false; municipalities],
            ..Self::default()
        }
    }

    /// Whether some municipality of the run has it.
    pub(in crate::model) fn is_proven(&self) -> bool {
        self.proven.contains(&true)
    }

    /// Municipalities that have it, those of the run included.
    pub(in crate::model) fn municipalities(&self) -> f64 {
        self.proven.iter().filter(|&&proven| proven).count() as f64 + self.elsewhere
    }

    /// Hazard of taking it up now, `p + q N/K`, 1/year.
    pub(in crate::model) fn hazard(&self, potential: f64, initiatives: &InitiativesParameters) -> f64 {
        initiatives.spread_innovation + initiatives.spread_imitation * self.municipalities() / potential
    }

    /// Municipalities elsewhere take it up, when `here` municipalities of the run have it or would.
    pub(in crate::model) fn go_on(
        &mut self,
        programme: usize,
        here: f64,
        initiatives: &InitiativesParameters,
        now: &Now,
    ) {
        if !self.is_proven() {
            return;
        }
        let potential = potential(here, initiatives);
        let beyond = f64::from(initiatives.municipalities) - self.proven.len() as f64;
        let left = ((potential - here).min(beyond) - self.elsewhere).max(0.0);
        let hazard = self.hazard(potential, initiatives);
        let uniform = now.draws.uniform(programme as u32, now.step, SPREAD);
        self.elsewhere +=
            binomial_quantile(left as u64, probability_f64(hazard, now.step_years), uniform) as f64;
    }
}

/// Municipalities that have it or would take it up (`K`), of which `here` are in the run; at least one.
pub(in crate::model) fn potential(here: f64, initiatives: &InitiativesParameters) -> f64 {
    let ceiling = (initiatives.spread_ceiling * f64::from(initiatives.municipalities)).round();
    ceiling.max(here).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Draws;
    use crate::scenario::reference_parameters;

    /// With many municipalities the count follows the closed form of Bass (1969), moved in time so that one has it at
    /// the start: `N = K (1 - x)/(1 + (q/p) x)`, `x = exp(-(p + q) t)`.
    #[test]
    fn adoption_follows_the_closed_form() {
        let initiatives = InitiativesParameters {
            municipalities: 40_000,
            spread_ceiling: 0.5,
            spread_innovation: 0.02,
            spread_imitation: 0.8,
            ..reference_parameters().initiatives
        };
        let start = Diffusion {
            proven: vec![true],
            ..Diffusion::default()
        };
        let mut ideas = vec![start; 20];
        let draws = Draws::new(11, 0);
        let (potential, p, q) = (20_000.0, 0.02, 0.8);
        for week in 1..=52 * 12 {
            for (number, spread) in ideas.iter_mut().enumerate() {
                let now = Now {
                    step: week,
                    step_years: 1.0 / 52.0,
                    draws,
                };
                spread.go_on(number, 1.0, &initiatives, &now);
            }
            if week % 104 == 0 {
                let x = libm::exp(-(p + q) * f64::from(week) / 52.0);
                let expected = potential * (1.0 - x) / (1.0 + q / p * x);
                let found = ideas.iter().map(Diffusion::municipalities).sum::<f64>() / 20.0;
                // Early on the count has a variance of mean · exp(q t), a deviation of 5 % after two years, so 1.2 % for the
                // mean of 20 ideas; steps of a week lag behind by another 1.2 %.
                assert!(
                    (found / expected - 1.0).abs() < 0.05,
                    "{found}, expected {expected}"
                );
            }
        }
        for spread in ideas {
            assert!((0.98 * potential..=potential).contains(&spread.municipalities()));
        }
    }

    fn at(step: u32, step_years: f64) -> Now {
        Now {
            step,
            step_years,
            draws: Draws::new(1, 0),
        }
    }

    #[test]
    fn nothing_spreads_before_it_works() {
        let initiatives = reference_parameters().initiatives;
        let mut spread = Diffusion::of(1);
        for step in 1..1000 {
            spread.go_on(0, 0.0, &initiatives, &at(step, 1.0));
        }
        assert_eq!(spread, Diffusion::of(1));
    }

    /// Municipalities of the run are places that are not left for others: the count elsewhere stops at what remains.
    #[test]
    fn municipalities_of_the_run_take_places() {
        let initiatives = InitiativesParameters {
            municipalities: 10,
            spread_ceiling: 0.5,
            spread_imitation: 9.0,
            ..reference_parameters().initiatives
        };
        let elsewhere = |proven: &[bool], here: f64| {
            let mut spread = Diffusion {
                proven: proven.to_vec(),
                ..Diffusion::default()
            };
            for step in 1..400 {
                spread.go_on(0, here, &initiatives, &at(step, 1.0 / 12.0));
            }
            spread.elsewhere
        };
        // Five would take it up: one, three or all of them are in the run, or the others do not have room for more.
        for (proven, here, expected) in [
            (&[true][..], 1.0, 4.0),
            (&[true, false, false], 3.0, 2.0),
            (&[true; 5], 5.0, 0.0),
            (&[true, true, true, true, true, true, true, false], 1.0, 2.0),
        ] {
            assert!((elsewhere(proven, here) - expected).abs() < 1e-9);
        }
    }
}
