//! Who the citizens are.
//!
//! Traits are drawn with a Gaussian copula: each has its marginal distribution, and latent normal scores are
//! correlated as [`Correlation`] says; all other pairs are independent. The
//! mean of status rises linearly over neighbourhoods; it is the score in the *whole* population that
//! other traits follow, so poor neighbourhoods also differ in what goes with status.
//!
//! Two traits depend on age: the young get a bonus of extrinsic susceptibility, cut at 1, and free time of the
//! older is multiplied by a ratio, so the parameter is the mean of people *below* 65 and the mean of all lies
//! above it when the ratio is above 1. Lacking resources scale all drawn free time by
//! `1 - 0.5 * lacking_resources`.
//!
//! Draws are addressed by citizen and trait: another parameter of one trait leaves every other trait, and every
//! other citizen, as they were.
//!
//! Where a survey is given, citizens take what was observed of a respondent as it is: neither age nor barriers
//! change it. What a respondent did not answer is drawn from the answers of others, given those that were given
//! (`imputation`). Traits of which nothing was observed are drawn given what was, whose normal scores are those of its
//! weighted mid-ranks; see [`ObservedCitizens`].

mod citizens;
mod copula;
#[cfg(test)]
pub(in crate::model) mod fixtures;
mod imputation;
mod marginals;
mod neighbourhoods;
mod scores;
mod survey;
#[cfg(test)]
mod tests;

mod parameters;
use super::executor::Executor;
use super::observed::{ObservedCitizens, Trait};
use crate::model::barriers::Barriers;
use crate::random::{Draws, Purpose, Tables, normal_quantile};
use citizens::{Chunk, Person};
pub use citizens::{Citizens, Cooperation};
use copula::{Conditional, Covariance, PerTrait, TRAITS};
use marginals::Marginals;
use neighbourhoods::Neighbourhoods;
pub use parameters::{Correlation, Population};
use survey::Survey;

/// Draws of what no trait is correlated with: threshold, type of cooperator, respondent, home.
pub(in crate::model) const POPULATION_DISPOSITION: Purpose = Purpose(1004);

/// Draws of the traits of a citizen: four traits to a purpose, in the order of
/// [`Trait::ALL`](super::observed::Trait::ALL).
pub(in crate::model) const POPULATION_TRAITS: [Purpose; 4] =
    [Purpose(1000), Purpose(1001), Purpose(1002), Purpose(1003)];

/// Age at which people are no longer young, years.
pub const YOUNG_BELOW_YEARS: f64 = 35.0;
/// Age from which people count as older, years.
pub const OLDER_FROM_YEARS: f64 = 65.0;

/// Citizens handled at a time.
const BLOCK: usize = 4096;

/// Draws the citizens of one replication; see [`Generator`] for many replications.
pub fn generate<E: Executor>(
    population: &Population,
    barriers: &Barriers,
    observed: Option<&ObservedCitizens>,
    draws: &Draws,
    executor: &E,
) -> Citizens {
    Generator::new(population, barriers, observed, &mut Tables::default()).generate(draws, executor)
}

/// Everything about a population that is the same in every replication.
#[derive(Clone, Debug)]
pub struct Generator<'a> {
    population: &'a Population,
    marginals: Marginals,
    neighbourhoods: Neighbourhoods,
    /// Correlations of each trait with status.
    with_status: PerTrait,
    unobserved: Conditional,
    survey: Option<Survey<'a>>,
}

impl<'a> Generator<'a> {
    /// Tabulates the marginal distributions that `tables` does not hold yet, and prepares the survey, if there is one.
    ///
    /// # Panics
    /// If the correlations are not positive definite, which the scenario checks.
    #[must_use]
    pub fn new(
        population: &'a Population,
        barriers: &Barriers,
        observed: Option<&'a ObservedCitizens>,
        tables: &mut Tables,
    ) -> Self {
        let observed = observed.filter(|observed| !observed.is_empty());
        let observed_homes = observed.and_then(|observed| observed.neighbourhood.as_ref());
        let count = observed_homes
            .and_then(|homes| homes.iter().max())
            .map_or(population.neighbourhoods, |&last| last + 1);
        let neighbourhoods = Neighbourhoods::new(count, population, ranked(observed));
        let correlations = copula::correlations(&population.correlation);
        let survey_without_homes = observed.is_some() && observed_homes.is_none();
        let covariance: Covariance = if survey_without_homes {
            correlations
        } else {
            copula::within_neighbourhoods(&correlations, neighbourhoods.within_share())
        };
        Self {
            population,
            marginals: Marginals::new(population, barriers, neighbourhoods, tables),
            neighbourhoods,
            with_status: correlations[Trait::Ses.index()],
            unobserved: Conditional::new(&covariance, 0),
            survey: observed.map(|observed| Survey::new(observed, &covariance)),
        }
    }

    /// Whether neighbourhoods are numbered from the poorest to the richest: all are but those that were observed and of
    /// which nothing says which are poorer.
    pub(super) fn ranks_neighbourhoods(&self) -> bool {
        ranked(self.survey.as_ref().map(Survey::observed))
    }

    /// Draws the citizens of one replication.
    ///
    /// The number of citizens is that of the parameters, or that of respondents where each is one citizen. A
    /// survey without neighbourhoods gives citizens first; they then settle in neighbourhoods of equal size by
    /// status and a draw, so that the means of neighbourhoods spread as the gradient asks, and are
    /// numbered by neighbourhood.
    pub fn generate<E: Executor>(&self, draws: &Draws, executor: &E) -> Citizens {
        let asked_for = self.population.citizens as usize;
        let count = self
            .survey
            .as_ref()
            .map_or(asked_for, |survey| survey.citizens(asked_for));
        let respondent = self
            .survey
            .as_ref()
            .map_or_else(Vec::new, |survey| survey.choose(count, draws));
        let homes = self.homes(count, &respondent);
        let mut citizens = Citizens::with_len(count);
        executor.map(&mut citizens.chunks(), |block, people| {
            self.fill(block * BLOCK, people, &homes, &respondent, draws);
        });
        citizens.respondent = respondent;
        if homes.is_empty() {
            let order = self.neighbourhoods.settle(&citizens.ses, draws, executor);
            citizens.reorder(&order);
            citizens.neighbourhood = self.equal_homes(count);
        } else {
            citizens.neighbourhood = homes;
        }
        citizens
    }

    /// The neighbourhood of each citizen; empty where it is only found once their status is known.
    fn homes(&self, citizens: usize, respondent: &[u32]) -> Vec<u32> {
        match &self.survey {
            None => self.equal_homes(citizens),
            Some(survey) => survey.neighbourhood().map_or_else(Vec::new, |homes| {
                respondent
                    .iter()
                    .map(|&respondent| homes[respondent as usize])
                    .collect()
            }),
        }
    }

    fn equal_homes(&self, citizens: usize) -> Vec<u32> {
        (0..citizens)
            .map(|citizen| self.neighbourhoods.of_citizen(citizen, citizens))
            .collect()
    }

    fn fill(&self, first: usize, people: &mut Chunk, homes: &[u32], respondent: &[u32], draws: &Draws) {
        for index in 0..people.len() {
            let citizen = first + index;
            let mean_status = homes
                .get(citizen)
                .map_or(0.0, |&home| self.neighbourhoods.score(home));
            let mean = self.with_status.map(|correlation| correlation * mean_status);
            let respondent = respondent.get(citizen).map(|&respondent| respondent as usize);
            people.set(index, &self.person(citizen as u32, &mean, respondent, draws));
        }
    }

    fn person(&self, citizen: u32, mean: &PerTrait, respondent: Option<usize>, draws: &Draws) -> Person {
        let mut scores = draws_of_traits(citizen, draws);
        let mut known = [f64::NAN; TRAITS];
        let conditional = match (&self.survey, respondent) {
            (Some(survey), Some(respondent)) => {
                survey.enter(respondent, &mut scores, &mut known);
                survey.conditional()
            }
            _ => &self.unobserved,
        };
        conditional.complete(&mut scores, mean);
        let [threshold, cooperation, ..] = draws.uniforms(citizen, 0, POPULATION_DISPOSITION);
        Person {
            traits: self.marginals.values(&scores, &known),
            threshold: self.threshold(threshold),
            cooperation: self.cooperation(cooperation),
        }
    }

    fn threshold(&self, uniform: f64) -> f64 {
        let Population {
            threshold_mean,
            threshold_sd,
            ..
        } = self.population;
        (threshold_mean + threshold_sd * normal_quantile(uniform)).clamp(0.0, 1.0)
    }

    fn cooperation(&self, uniform: f64) -> Cooperation {
        let Population {
            conditional_share,
            free_rider_share,
            ..
        } = self.population;
        if uniform < *conditional_share {
            Cooperation::Conditional
        } else if uniform < conditional_share + free_rider_share {
            Cooperation::FreeRider
        } else {
            Cooperation::Insensitive
        }
    }
}

fn ranked(observed: Option<&ObservedCitizens>) -> bool {
    observed.is_none_or(|observed| observed.neighbourhood.is_none() || observed.neighbourhoods_ranked)
}

/// Independent standard normal draws, one for each trait.
fn draws_of_traits(citizen: u32, draws: &Draws) -> PerTrait {
    let mut normal = [0.0; TRAITS];
    for (four, purpose) in normal.chunks_mut(4).zip(POPULATION_TRAITS) {
        for (score, uniform) in four.iter_mut().zip(draws.uniforms(citizen, 0, purpose)) {
            *score = normal_quantile(uniform);
        }
    }
    normal
}
