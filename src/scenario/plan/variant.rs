//! A variant of the scenario of a plan: at every point its difference is kept.

use super::{Factor, Plan};
use crate::scenario::fault::{Fault, ScenarioError};
use crate::scenario::{makes_no_variant, refuse_settings};
use crate::words::{say, words};

/// A variant of the scenario of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanVariant {
    /// What it is called.
    pub title: String,
    /// What is set in it.
    pub settings: Vec<(String, String)>,
}

impl Plan {
    /// The same plan, of the difference between a variant and the scenario: variant less scenario at the same point, with the
    /// same luck and at the need of the scenario. Names of measures end in `.difference`.
    ///
    /// # Errors
    /// When the variant cannot be, is the scenario once more, sets a factor or the run itself, has other programmes or
    /// municipalities, or where a condition of the plan may end the two at different times.
    pub fn against(mut self, variant: PlanVariant) -> Result<Self, ScenarioError> {
        refuse_settings(&variant.settings, |key| makes_no_variant(key, &variant.title))
            .map_err(|error| error.from_option("--variant", &variant.settings))?;
        let settings: Vec<_> = self.settings.iter().chain(&variant.settings).cloned().collect();
        let scenario = self
            .base
            .with(&settings)
            .map_err(|error| error.from_option("--variant", &variant.settings))?;
        let factors: Vec<&Factor> = self.factors.iter().collect();
        let is_factor = |key: &String| self.factors.iter().any(|factor| factor.key == *key);
        if let Some((key, _)) = variant.settings.iter().find(|(key, _)| is_factor(key)) {
            let message = say!("`{key}` varies already");
            return Err(self.refused(message, &words!("leave it out of --variant")));
        }
        for (key, _) in &variant.settings {
            if let Some((message, hint)) = scenario.without_effect_beside(key, &factors) {
                return Err(self.refused(message, &hint));
            }
        }
        if scenario.does_as(&self.scenario) {
            let message = say!("the variant is the same as the scenario, so there is no difference to find");
            return Err(self.refused(message, &words!("give it a value of its own")));
        }
        let parts = |scenario: &crate::scenario::Scenario| {
            let keys = scenario.programme_keys.clone();
            (keys, scenario.municipalities(), scenario.setup.steps)
        };
        if parts(&scenario) != parts(&self.scenario) {
            let message =
                say!("the variant has other programmes, municipalities or another horizon than the scenario");
            return Err(self.refused(message, &words!("compare the two with `samspil compare`")));
        }
        if !self.stops.is_empty() {
            let message = say!(
                "a plan with [[stop]] may end the two at different times, so there is no difference to keep"
            );
            return Err(self.refused(message, &words!("leave out [[stop]]")));
        }
        for measured in &mut self.measures {
            measured.name += ".difference";
        }
        self.title = say!("{}: what {} changes", self.title, variant.title);
        self.variant = Some(variant);
        Ok(self)
    }

    fn refused(&self, message: String, hint: &str) -> ScenarioError {
        let mut fault = Fault::of_file(&self.path, message, Some(hint.to_owned()));
        fault.code = "no-effect";
        ScenarioError { faults: vec![fault] }
    }
}
