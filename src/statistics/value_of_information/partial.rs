//! What it would be worth to know some parameters.

use super::bias::bias;
use super::features::{Features, worlds_needed};
use super::net_benefits::{all_finite, best, value_of_choosing};
use super::regression::Regression;
use super::{InformationError, NetBenefits};
use crate::statistics::Moments;

/// Parts of the worlds that are valued by choices of the others.
const FOLDS: usize = 5;
/// Standard errors that a value must reach to be told from nothing.
const ERRORS: f64 = 2.0;

/// What it would be worth to know some parameters for certain.
#[derive(Clone, Debug, PartialEq)]
pub struct PartialInformation {
    /// EVPPI, in the unit of the net benefits, between 0 and the value of perfect information. It is rather too high, as a maximum of
    /// estimates.
    pub value: f64,
    /// Its standard error for finitely many worlds. Print the value to one digit, and this.
    pub standard_error: f64,
    /// By how much chance in the fit raises the value. Not all of it, where options are nearly tied.
    pub bias: f64,
    /// The value of choices by fits that have not seen the world, five folds by the number of the world: rather too low, and around 0
    /// where nothing is learnt. Of many parameters it may lie above `value`, as a ridge shrinks what it fits.
    pub cross_fitted: f64,
    /// Standard error of `cross_fitted`.
    pub cross_fitted_error: f64,
    /// Share of worlds in which another option is chosen once the parameters are known.
    pub change_probability: f64,
    /// Share of the variance of each option's difference from the present choice that the fit explains; `NaN` for the present choice.
    pub r_squared: Vec<f64>,
}

impl PartialInformation {
    /// The value less its bias, at least 0.
    #[must_use]
    pub fn corrected(&self) -> f64 {
        (self.value - self.bias).max(0.0)
    }

    /// Whether anything is found: the cross-fitted value reaches twice its error. Else say "nothing found".
    #[must_use]
    pub fn is_found(&self) -> bool {
        self.cross_fitted_error > 0.0 && self.cross_fitted >= ERRORS * self.cross_fitted_error
    }
}

impl NetBenefits {
    /// Values knowledge of one or several parameters (EVPPI), each with a value for each world, by regression of the differences between
    /// options on them (Strong, Oakley and Brennan, Medical Decision Making 34, 2014): `mean_w max_d ĝ_wd − max_d mean_w ĝ_wd` of the
    /// fitted values ĝ.
    ///
    /// One parameter enters as a cubic; two to four as natural splines with four knots each, and products that lower the leave-one-out
    /// error; more by a ridge on them, their squares and their products, with the penalty of the least leave-one-out error. Where
    /// `r_squared` is low there, the value may be too.
    ///
    /// Worlds must be in random order.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::NetBenefits;
    /// let parameter: Vec<f64> = (0..100_u32).map(|world| f64::from(world * 37 % 100)).collect();
    /// let gain = parameter.iter().map(|value| value - 60.0).collect();
    /// let choice = NetBenefits::of(&[vec![0.0; 100], gain]).unwrap();
    /// let known = choice.partial_information(&[parameter]).unwrap();
    /// // The second option gains 1 to 39 where the parameter lies above 60.
    /// assert!((known.value - 7.8).abs() < 1e-9 && known.is_found());
    /// ```
    ///
    /// # Errors
    /// When there is no parameter, a value is no finite number, or there are too few worlds: 20 are needed for one parameter, 35, 50 and
    /// 65 for two to four, and then as many, or five for each parameter and for the constant.
    ///
    /// # Panics
    /// When a parameter does not have a value for each world, or there are more than 257 options.
    pub fn partial_information(
        &self,
        parameters: &[Vec<f64>],
    ) -> Result<PartialInformation, InformationError> {
        let features = self.features(parameters)?;
        let regression = Regression::of(&features, self.differences(), &vec![1.0; self.worlds()]);
        let (value, change_probability) = value_of_choosing(&regression.fitted);
        let (cross_fitted, cross_fitted_error) = self.cross_fitted(&features);
        Ok(PartialInformation {
            value: value.min(self.perfect_information().value),
            standard_error: error_of(&self.gains(&regression.fitted)),
            bias: bias(&regression, self.differences()),
            cross_fitted,
            cross_fitted_error,
            change_probability,
            r_squared: self.r_squared(&regression),
        })
    }

    /// Values knowledge of a parameter (EVPPI) without a regression: worlds sorted by it, in so many parts as equal as can be, and
    /// `Σ_k n_k/n max_d N̄_d(k) − max_d N̄_d`. The bias grows like the number of parts: ten for 500 worlds, never more. Worlds with the
    /// same value stay in their order.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::NetBenefits;
    /// let choice = NetBenefits::of(&[vec![0.0; 4], vec![-3.0, 1.0, 2.0, -1.0]]).unwrap();
    /// // Below the middle the second option loses 2 on average, and gains 1.5 above.
    /// assert_eq!(choice.partial_information_by_bins(&[0.1, 0.8, 0.9, 0.2], 2).unwrap(), 0.75);
    /// ```
    ///
    /// # Errors
    /// When a value is no finite number, or there are more parts than worlds.
    ///
    /// # Panics
    /// When the parameter does not have a value for each world, or there are no parts.
    pub fn partial_information_by_bins(
        &self,
        parameter: &[f64],
        parts: usize,
    ) -> Result<f64, InformationError> {
        let worlds = self.worlds();
        assert_eq!(parameter.len(), worlds, "the parameter has a value in each world");
        assert!(parts > 0, "worlds go into one part or more");
        if !parameter.iter().all(|value| value.is_finite()) {
            return Err(InformationError::NotANumber);
        }
        if worlds < parts {
            return Err(InformationError::TooFewWorlds {
                found: worlds,
                needed: parts,
            });
        }
        let mut order: Vec<usize> = (0..worlds).collect();
        order.sort_by(|one, other| parameter[*one].total_cmp(&parameter[*other]));
        let mut sum = 0.0;
        let mut begin = 0;
        for part in 0..parts {
            let end = begin + worlds / parts + usize::from(part < worlds % parts);
            let total = |values: &Vec<f64>| order[begin..end].iter().map(|world| values[*world]).sum::<f64>();
            sum += self.differences().iter().map(total).fold(0.0, f64::max);
            begin = end;
        }
        Ok(sum / worlds as f64)
    }

    /// The columns of a regression on these parameters, once they are looked at.
    pub(super) fn features(&self, parameters: &[Vec<f64>]) -> Result<Features, InformationError> {
        let worlds = self.worlds();
        assert!(
            parameters.iter().all(|values| values.len() == worlds),
            "each parameter has a value in each world"
        );
        if parameters.is_empty() {
            return Err(InformationError::NoParameter);
        }
        all_finite(parameters)?;
        let needed = worlds_needed(parameters.len());
        if worlds < needed {
            return Err(InformationError::TooFewWorlds {
                found: worlds,
                needed,
            });
        }
        Ok(Features::of(parameters))
    }

    /// What choices by fitted values bring in each world, on the net benefits themselves.
    fn gains(&self, fitted: &[Vec<f64>]) -> Vec<f64> {
        (0..self.worlds())
            .map(|world| best(fitted, world).map_or(0.0, |(chosen, _)| self.differences()[chosen][world]))
            .collect()
    }

    fn cross_fitted(&self, features: &Features) -> (f64, f64) {
        let worlds = self.worlds();
        let mut gains = vec![0.0; worlds];
        for fold in 0..FOLDS {
            let counts: Vec<f64> = (0..worlds)
                .map(|world| f64::from(u8::from(world % FOLDS != fold)))
                .collect();
            let fitted = Regression::of(features, self.differences(), &counts).fitted;
            let means: Vec<Vec<f64>> = self
                .differences()
                .iter()
                .map(|values| {
                    vec![
                        values
                            .iter()
                            .zip(&counts)
                            .map(|(value, counts)| value * counts)
                            .sum(),
                    ]
                })
                .collect();
            // The present choice, too, is that of the others.
            let present = best(&means, 0).map(|(alternative, _)| alternative);
            for world in (fold..worlds).step_by(FOLDS) {
                let of = |alternative: Option<usize>| {
                    alternative.map_or(0.0, |alternative| self.differences()[alternative][world])
                };
                gains[world] = of(best(&fitted, world).map(|(chosen, _)| chosen)) - of(present);
            }
        }
        (gains.iter().sum::<f64>() / worlds as f64, error_of(&gains))
    }

    fn r_squared(&self, regression: &Regression) -> Vec<f64> {
        let residuals = regression.residuals(self.differences());
        let shares = self
            .differences()
            .iter()
            .zip(&residuals)
            .map(|(values, residuals)| {
                let moments: Moments = values.iter().copied().collect();
                let left: f64 = residuals.iter().map(|value| value * value).sum();
                1.0 - left / (moments.variance() * (moments.count() - 1) as f64)
            });
        let mut shares: Vec<f64> = shares.collect();
        shares.insert(self.present(), f64::NAN);
        shares
    }
}

/// Standard error of a mean.
fn error_of(values: &[f64]) -> f64 {
    let moments: Moments = values.iter().copied().collect();
    moments.standard_deviation() / (values.len() as f64).sqrt()
}
