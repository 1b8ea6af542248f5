//! A scenario that can be changed and run.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::answer::{Answer, Found};
use super::{Comparison, Error, Run, Society};
use crate::scenario::{Base, Disk, Source};
use crate::shipped::{self, Kind};
use crate::study::barriers::{Barriers, REPLICATIONS_MAX};
use crate::study::comparison::{self, Compare, VARIANTS_MAX};
use crate::study::run::SingleRun;
use crate::study::{StoppingRule, Variant, key_of};
use crate::words::say;
use crate::{model, scenario};

/// A town with its citizens, professionals and programmes, and what happens there.
///
/// A scenario is never changed: [`set`](Self::set) gives another one.
///
/// # Examples
/// ```
/// # fn main() -> Result<(), samspil::Error> {
/// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
/// let asked = town.set("programme.upkeep.invitation", 1.0)?;
/// assert_eq!(asked.value("programme.upkeep.invitation").as_deref(), Some("1.0"));
/// assert_eq!(town.title(), asked.title());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Scenario {
    base: Base,
    settings: Vec<(String, String)>,
    scenario: scenario::Scenario,
    threads: usize,
}

impl Scenario {
    /// Reads a scenario: a file, or one of those that come with Samspil, by its name.
    ///
    /// # Errors
    /// All its faults, each with file and line.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?;
    /// assert_eq!(town.name(), "norre_snede");
    /// assert!(samspil::Scenario::load("no_file.toml").is_err());
    /// # Ok::<(), samspil::Error>(())
    /// ```
    pub fn load(name: impl AsRef<Path>) -> Result<Self, Error> {
        let place = shipped::locate(name.as_ref(), &Kind::SCENARIOS)?;
        Self::of(Base::open_from(&place.files, &place.path)?)
    }

    /// Reads a scenario from a text; what it extends, and its data files, are sought beside the working directory.
    ///
    /// # Errors
    /// As [`Scenario::load`].
    ///
    /// # Examples
    /// ```
    /// let text = "extends = 'norre_snede'\n[population]\ncitizens = 500\n";
    /// let town = samspil::Scenario::from_toml(text)?;
    /// assert_eq!(town.value("population.citizens").as_deref(), Some("500"));
    /// assert_eq!(town.programmes(), ["upkeep"]);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        let files: Arc<dyn Source> = shipped::or_shipped(Disk::shared());
        Self::of(Base::from_text(&files, Path::new("scenario.toml"), text)?)
    }

    fn of(base: Base) -> Result<Self, Error> {
        Ok(Self {
            scenario: base.with(&[])?,
            base,
            settings: Vec::new(),
            threads: 0,
        })
    }

    /// The same with a key at another value, as after `--set`. `samspil explain` and the book list all keys.
    ///
    /// # Errors
    /// When there is no such key, the value is out of its bounds, or contradicts others.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?;
    /// let divided = town.set("barriers.silos", 0.6)?;
    /// assert_eq!(divided.value("barriers.silos").as_deref(), Some("0.6"));
    /// assert!(town.set("barriers.silos", 2).is_err());
    /// # Ok::<(), samspil::Error>(())
    /// ```
    pub fn set(&self, key: &str, value: impl fmt::Display) -> Result<Self, Error> {
        let mut settings = self.settings.clone();
        settings.retain(|(other, _)| other != key);
        settings.push((key.to_owned(), value.to_string()));
        let mut scenario = self.base.with(&settings)?;
        if key != "simulation.seed" {
            scenario.seed = self.scenario.seed;
        }
        Ok(Self {
            scenario,
            base: self.base.clone(),
            settings,
            threads: self.threads,
        })
    }

    /// The same with another seed of all draws.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let (one, other) = (town.clone().seed(7), town.seed(7));
    /// assert_eq!(one.run(2)?.values("outcome", 72), other.run(2)?.values("outcome", 72));
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.scenario.seed = seed;
        self
    }

    /// The same on so many threads; results do not depend on them. One per core unless this is said.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let (one, two) = (town.clone().threads(1).run(2)?, town.threads(2).run(2)?);
    /// assert_eq!(one.values("outcome", 72), two.values("outcome", 72));
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub const fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Short name.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(samspil::Scenario::load("norre_snede")?.name(), "norre_snede");
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        &self.scenario.name
    }

    /// Title.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?;
    /// assert_eq!(town.title(), "Nørre Snede: a town takes over its upkeep");
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn title(&self) -> &str {
        &self.scenario.title
    }

    /// The story in a few sentences.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?;
    /// assert!(town.story().contains("local council"));
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn story(&self) -> &str {
        &self.scenario.story
    }

    /// Keys of its programmes.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(samspil::Scenario::load("norre_snede")?.programmes(), ["upkeep"]);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn programmes(&self) -> &[String] {
        &self.scenario.programme_keys
    }

    /// Keys of what is measured, in the order of the columns of a row.
    ///
    /// # Examples
    /// ```
    /// let measures = samspil::Scenario::load("norre_snede")?.measures();
    /// for key in ["outcome", "upkeep.outcome"] {
    ///     assert!(measures.iter().any(|measure| measure == key));
    /// }
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn measures(&self) -> Vec<String> {
        let scenario = &self.scenario;
        let columns = crate::experiment::columns(&scenario.programme_keys, scenario.municipalities());
        columns.into_iter().map(|column| column.key).collect()
    }

    /// The value of a key as it stands in TOML; `None` where there is no such key.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?;
    /// assert_eq!(town.value("programme.upkeep.staff_replaced").as_deref(), Some("0.3"));
    /// assert_eq!(town.value("programme.upkeep.colour"), None);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn value(&self, key: &str) -> Option<String> {
        let setting = self.scenario.settings.get(key);
        setting.map(|setting| setting.value.to_string())
    }

    /// The whole scenario as TOML, every default written out.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("programme.upkeep.ease", 0.9)?;
    /// let again = samspil::Scenario::from_toml(&town.to_toml())?;
    /// assert_eq!(again.value("programme.upkeep.ease").as_deref(), Some("0.9"));
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn to_toml(&self) -> String {
        self.scenario.resolved_toml()
    }

    /// Steps of a run, months unless the scenario counts in weeks.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("simulation.horizon_years", 4)?;
    /// assert_eq!(town.steps(), 48);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub const fn steps(&self) -> u32 {
        self.scenario.setup.steps
    }

    /// Lets the town live so many times: the first replications of `samspil run`, to the last bit.
    ///
    /// # Errors
    /// When a run fails.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let run = town.run(3)?;
    /// println!("{}", run.summary("output"));
    /// assert_eq!(run.values("output", 12).len(), 3);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    pub fn run(&self, replications: u32) -> Result<Run, Error> {
        let (scenario, rule) = (self.scenario.clone(), StoppingRule::Number(replications));
        let study = SingleRun::of(scenario, self.scenario.seed, rule, 0);
        Ok(Run::of(Found::of(study, self.threads)?))
    }

    /// Compares the town with variants of it on common random numbers, each under a title of one's own.
    ///
    /// # Errors
    /// When the variants cannot be compared with it (another horizon, the same settings), or a run fails.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let asked = town.set("programme.upkeep.invitation", 1)?;
    /// let comparison = town.compare(&[("everybody is asked", &asked)], 4)?;
    /// assert_eq!(comparison.difference("outcome", 0).count, 4);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    pub fn compare(&self, variants: &[(&str, &Self)], replications: u32) -> Result<Comparison, Error> {
        let arm = |title: &str, scenario: &Self, others: &[Variant]| Variant {
            key: key_of(title, others),
            title: title.to_owned(),
            scenario: scenario.scenario.clone(),
        };
        if !(1..=VARIANTS_MAX).contains(&variants.len()) || replications < 2 {
            return Err(Error::new(say!(
                "a comparison has 1 to {VARIANTS_MAX} variants and at least 2 replications"
            )));
        }
        let mut arms = vec![arm(self.title(), self, &[])];
        for (title, variant) in variants {
            let variant = arm(title, variant, &arms).facing_need_of(&arms[0]);
            arms.push(variant);
        }
        comparison::check(&arms)
            .and_then(|()| comparison::refuse_copies(&arms))
            .map_err(Error::new)?;
        let rule = StoppingRule::Number(replications);
        let study = Compare::of(arms, self.scenario.seed, rule, "outcome");
        Ok(Comparison::of(Found::of(study, self.threads)?))
    }

    /// Removes, halves and doubles every barrier: what each costs, and what all cost together.
    ///
    /// # Errors
    /// When no barrier is above 0, or a run fails.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::from_toml(
    ///     "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 60\n[programme.parks]\n",
    /// )?;
    /// println!("{}", town.barriers(2)?);
    /// assert!(town.barriers(1).is_err());
    /// # Ok::<(), samspil::Error>(())
    /// ```
    pub fn barriers(&self, replications: u32) -> Result<Answer, Error> {
        /// Pairs of orders in which barriers are removed, as of `samspil barriers`.
        const PAIRS: usize = 6;
        if !(2..=REPLICATIONS_MAX).contains(&replications) {
            let message = say!("barriers are weighed on 2 to {REPLICATIONS_MAX} replications");
            return Err(Error::new(message));
        }
        let (scenario, seed) = (self.scenario.clone(), self.scenario.seed);
        let study = Barriers::of(scenario, seed, replications, PAIRS).map_err(Error::new)?;
        Ok(Answer::of(Arc::new(Found::of(study, self.threads)?)))
    }

    /// One society of the town at its start, to be stepped through: replication 0 is the first of [`Scenario::run`].
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let (society, run) = (town.society(1), town.run(2)?);
    /// assert_eq!(society.measure("outcome"), Some(run.values("outcome", 0)[1]));
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn society(&self, replication: u32) -> Society {
        let draws = crate::random::Draws::new(self.scenario.seed, replication);
        let begun = model::Model::new(&self.scenario.setup).begin(&draws, &model::executor::Serial);
        Society::of(self.scenario.setup.clone(), self.measures(), begun)
    }
}
