//! M21: how a working initiative spreads to other municipalities.
//!
//! Bass diffusion, `dN/dt = (p + q N/K)(K - N)`: each municipality that would take it up and has not yet does so at
//! the hazard `p + q N/K`. Other municipalities are places in name alone: they have no citizens, only a count. The
//! municipality of the model is the first, from its first formal initiative on.

use super::life::chance;
use super::parameters::Initiatives;
use super::purpose;
use crate::random::{Draws, binomial_quantile};

/// How far one programme's idea has come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Spread {
    /// Whether it has ever been formal here; before that there is nothing to take up.
    pub(crate) proven: bool,
    /// Other municipalities that have taken it up.
    pub(crate) elsewhere: f64,
    /// Whether an association across municipalities runs it.
    pub(crate) professional: bool,
}

impl Spread {
    /// Municipalities that have it, this one included.
    pub(crate) fn municipalities(&self) -> f64 {
        f64::from(u8::from(self.proven)) + self.elsewhere
    }

    /// Other municipalities take it up.
    pub(crate) fn go_on(
        &mut self,
        programme: usize,
        initiatives: &Initiatives,
        (step, step_years): (u32, f64),
        draws: &Draws,
    ) {
        if !self.proven {
            return;
        }
        let potential = (initiatives.spread_ceiling * f64::from(initiatives.municipalities)).round();
        let adopted = self.municipalities();
        let left = (potential - adopted).max(0.0);
        let hazard = hazard(adopted / potential.max(1.0), initiatives);
        let luck = draws.uniform(programme as u32, step, purpose::SPREAD);
        self.elsewhere += binomial_quantile(left as u64, chance(hazard, step_years), luck) as f64;
    }
}

/// Hazard of taking it up when this share of the potential places has it, `p + q N/K`, 1/year.
pub(crate) fn hazard(share: f64, initiatives: &Initiatives) -> f64 {
    initiatives.spread_innovation + initiatives.spread_imitation * share
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::reference_parameters;

    /// With many municipalities the count follows the closed form of Bass (1969), moved in time so that one has it at
    /// the start: `N = K (1 - x)/(1 + (q/p) x)`, `x = exp(-(p + q) t)`.
    #[test]
    fn adoption_follows_the_closed_form() {
        let initiatives = Initiatives {
            municipalities: 40_000,
            spread_ceiling: 0.5,
            spread_innovation: 0.02,
            spread_imitation: 0.8,
            ..reference_parameters().initiatives
        };
        let start = Spread {
            proven: true,
            ..Spread::default()
        };
        let mut ideas = [start; 20];
        let draws = Draws::new(11, 0);
        let (potential, p, q) = (20_000.0, 0.02, 0.8);
        for week in 1..=52 * 12 {
            for (number, spread) in ideas.iter_mut().enumerate() {
                spread.go_on(number, &initiatives, (week, 1.0 / 52.0), &draws);
            }
            if week % 104 == 0 {
                let x = libm::exp(-(p + q) * f64::from(week) / 52.0);
                let expected = potential * (1.0 - x) / (1.0 + q / p * x);
                let found = ideas.iter().map(Spread::municipalities).sum::<f64>() / 20.0;
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

    #[test]
    fn nothing_spreads_before_it_works() {
        let initiatives = reference_parameters().initiatives;
        let mut spread = Spread::default();
        for step in 1..1000 {
            spread.go_on(0, &initiatives, (step, 1.0), &Draws::new(1, 0));
        }
        assert_eq!(spread, Spread::default());
    }
}
