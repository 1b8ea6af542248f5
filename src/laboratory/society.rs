//! A society that lives step by step.

use crate::model::executor::Serial;
use crate::model::mechanisms;
use crate::model::setup::Setup;
use crate::model::snapshot::{CITIZEN_COLUMNS, PROFESSIONAL_COLUMNS};

/// One society, stepped through from outside: citizens, professionals and measures as they are now.
///
/// # Examples
/// ```
/// # fn main() -> Result<(), samspil::Error> {
/// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
/// let mut society = town.society(0);
/// while society.step() {
///     let tired = society.citizens().column("fatigue").iter().filter(|fatigue| **fatigue > 0.5).count();
///     assert!(tired <= 200);
/// }
/// assert_eq!(society.steps_lived(), town.steps());
/// # Ok(())
/// # }
/// ```
pub struct Society {
    setup: Setup,
    society: mechanisms::Society,
    measures: Vec<String>,
    row: Vec<f64>,
}

impl Society {
    pub(super) fn of(
        setup: Setup,
        measures: Vec<String>,
        (society, row): (mechanisms::Society, Vec<f64>),
    ) -> Self {
        Self {
            setup,
            society,
            measures,
            row,
        }
    }

    /// Lives a step, a month unless the scenario counts in weeks; `false` where the run is at its end.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let mut society = town.society(0);
    /// assert!(society.step());
    /// assert_eq!(society.steps_lived(), 1);
    /// while society.step() {}
    /// assert_eq!(society.steps_lived(), town.steps());
    /// # Ok::<(), samspil::Error>(())
    /// ```
    pub fn step(&mut self) -> bool {
        if self.society.steps_lived() >= self.setup.steps {
            return false;
        }
        self.society.step(&self.setup, &Serial, &mut self.row);
        true
    }

    /// Steps lived so far.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let mut society = town.society(0);
    /// assert_eq!(society.steps_lived(), 0);
    /// society.step();
    /// assert_eq!(society.steps_lived(), 1);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub const fn steps_lived(&self) -> u32 {
        self.society.steps_lived()
    }

    /// Years lived so far.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let mut society = town.society(0);
    /// for _month in 0..6 {
    ///     society.step();
    /// }
    /// assert!((society.years_lived() - 0.5).abs() < 1e-9);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn years_lived(&self) -> f64 {
        f64::from(self.steps_lived()) * self.setup.step_years
    }

    /// A measure as it is now; `None` where there is no such measure.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let mut society = town.society(0);
    /// while society.measure("outcome").is_some_and(|outcome| outcome > 0.3) && society.step() {}
    /// println!("after {} months", society.steps_lived());
    /// assert_eq!(society.measure("no_measure"), None);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn measure(&self, key: &str) -> Option<f64> {
        let place = self.measures.iter().position(|measure| measure == key)?;
        Some(self.row[place])
    }

    /// The citizens as they are now.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let mut society = town.society(0);
    /// let before = society.citizens();
    /// society.step();
    /// assert_eq!(society.citizens().column("ses"), before.column("ses"));
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn citizens(&self) -> Citizens {
        let mut columns = vec![Vec::new(); CITIZEN_COLUMNS.len()];
        self.society.visit_citizens(|citizen| {
            for (column, value) in columns.iter_mut().zip(citizen) {
                column.push(*value);
            }
        });
        Citizens { columns }
    }

    /// Whether each citizen takes part in a programme, by its place from 0.
    ///
    /// # Panics
    /// When there is no such programme.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let mut society = town.society(0);
    /// while society.step() {}
    /// let taking_part = society.participants(0).iter().filter(|takes_part| **takes_part).count();
    /// assert_eq!(society.measure("participants"), Some(taking_part as f64));
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn participants(&self, programme: usize) -> Vec<bool> {
        self.society.participants(programme)
    }

    /// The professionals as they are now.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// for attitude in town.society(0).professionals().column("attitude") {
    ///     assert!((0.0..=1.0).contains(attitude));
    /// }
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn professionals(&self) -> Professionals {
        let mut columns = vec![Vec::new(); PROFESSIONAL_COLUMNS.len()];
        for professional in self.society.professionals() {
            for (column, value) in columns.iter_mut().zip(professional) {
                column.push(value);
            }
        }
        Professionals { columns }
    }
}

impl std::fmt::Debug for Society {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Society")
            .field("steps_lived", &self.steps_lived())
            .finish_non_exhaustive()
    }
}

/// All citizens at one moment, as columns in the order of their numbers.
///
/// # Examples
/// ```
/// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
/// let citizens = town.society(0).citizens();
/// let trust = citizens.column("trust").iter().sum::<f64>() / citizens.count() as f64;
/// assert!((0.0..=1.0).contains(&trust));
/// # Ok::<(), samspil::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Citizens {
    columns: Vec<Vec<f64>>,
}

/// All professionals at one moment, as columns.
///
/// # Examples
/// ```
/// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
/// let professionals = town.society(0).professionals();
/// let willing = professionals.column("attitude").iter().filter(|attitude| **attitude > 0.5);
/// assert!(willing.count() <= professionals.count());
/// # Ok::<(), samspil::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Professionals {
    columns: Vec<Vec<f64>>,
}

impl Citizens {
    /// Names of the columns.
    ///
    /// # Examples
    /// ```
    /// assert!(samspil::Citizens::names().any(|name| name == "trust"));
    /// ```
    pub fn names() -> impl Iterator<Item = &'static str> {
        CITIZEN_COLUMNS.iter().map(|(name, ..)| *name)
    }

    /// A column by its name.
    ///
    /// # Panics
    /// When there is no such column.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let citizens = town.society(0).citizens();
    /// assert_eq!(citizens.column("citizen")[..3], [1.0, 2.0, 3.0]);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn column(&self, name: &str) -> &[f64] {
        let place = Self::names().position(|column| column == name);
        &self.columns[place.unwrap_or_else(|| panic!("citizens have no column `{name}`"))]
    }

    /// Number of citizens.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// assert_eq!(town.society(0).citizens().count(), 200);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn count(&self) -> usize {
        self.columns[0].len()
    }
}

impl Professionals {
    /// Names of the columns.
    ///
    /// # Examples
    /// ```
    /// assert!(samspil::Professionals::names().any(|name| name == "skill"));
    /// ```
    pub fn names() -> impl Iterator<Item = &'static str> {
        PROFESSIONAL_COLUMNS.iter().map(|(name, ..)| *name)
    }

    /// A column by its name.
    ///
    /// # Panics
    /// When there is no such column.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let professionals = town.society(0).professionals();
    /// assert!(professionals.column("fatigue").iter().all(|fatigue| *fatigue <= 1.0));
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn column(&self, name: &str) -> &[f64] {
        let place = Self::names().position(|column| column == name);
        &self.columns[place.unwrap_or_else(|| panic!("professionals have no column `{name}`"))]
    }

    /// Number of professionals.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let professionals = town.society(0).professionals();
    /// assert_eq!(professionals.count(), professionals.column("skill").len());
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn count(&self) -> usize {
        self.columns[0].len()
    }
}
