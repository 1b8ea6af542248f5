//! Variants of a scenario on common random numbers, each with a journal of its own.

use std::sync::Arc;

use crate::experiment::{
    Address, Column, Completion, Ensemble, Ready, Societies, Threads, Watch, by_replication, columns,
    simulate,
};
use crate::output::{Journal, OutputError, RunFolder, identity};
use crate::scenario::Scenario;

/// One arm of a study.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Short name, unique in the study: letters, digits, `-` and `_`; names the journal.
    pub key: String,
    /// Name in tables, figures and reports.
    pub title: String,
    /// What is simulated.
    pub scenario: Scenario,
}

impl Variant {
    /// Its title as sentences name it: one of more than 80 characters is cut.
    #[must_use]
    pub fn name(&self) -> String {
        name_of(&self.title)
    }

    /// The same variant, facing the need of a baseline: need belongs to the place, not to the policy.
    ///
    /// See [`Setup::with_need_of`](crate::model::setup::Setup::with_need_of). Where the programmes are not the same ones in
    /// the same order, each variant keeps its own need, since nothing says whose need is whose.
    #[must_use]
    pub fn facing_need_of(mut self, baseline: &Self) -> Self {
        if self.scenario.programme_keys == baseline.scenario.programme_keys {
            let baseline = Arc::new(baseline.scenario.setup.clone());
            self.scenario.setup = self.scenario.setup.with_need_of(baseline);
        }
        self
    }
}

/// A title as sentences name it: one of more than 80 characters is cut, and ends with an ellipsis.
///
/// ```
/// use samspil::study::name_of;
/// assert_eq!(name_of("more asked"), "more asked");
/// let name = name_of(&"word ".repeat(200));
/// assert!(name.chars().count() <= 80 && name.ends_with("word…"));
/// ```
#[must_use]
pub fn name_of(title: &str) -> String {
    const LONGEST: usize = 80;
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let kept: String = title.chars().take(LONGEST - 1).collect();
    kept.trim_end().to_owned() + "…"
}

/// All arms of a study and their finished replications.
#[derive(Debug)]
pub struct Variants {
    societies: Ready,
    journals: Vec<Journal>,
    /// What stands in them: columns, and years of the steps that are kept.
    shapes: Vec<(Vec<Column>, Vec<f64>)>,
}

impl Variants {
    /// The text that names a study: the identities of all its variants, in order.
    ///
    /// # Errors
    /// When a data file can no longer be read.
    pub fn identity(variants: &[Variant]) -> Result<String, OutputError> {
        let mut text = String::new();
        for variant in variants {
            text = text + "## " + &variant.key + "\n" + &identity(&variant.scenario)?;
        }
        Ok(text)
    }

    /// Opens the journals of a study, `<variant>.journal` in its folder, keeping the rows of some steps.
    ///
    /// `keep` says which steps of a run of so many steps are kept, in increasing order.
    ///
    /// # Errors
    /// When a journal cannot be opened, or belongs to another study.
    pub fn open(
        folder: &RunFolder,
        variants: &[Variant],
        keep: impl Fn(u32) -> Vec<u32>,
    ) -> Result<Self, OutputError> {
        Self::open_probed(folder, variants, keep, &[])
    }

    /// [`Variants::open`] for rows at whose end a probe adds further columns.
    ///
    /// # Errors
    /// As [`Variants::open`].
    pub fn open_probed(
        folder: &RunFolder,
        variants: &[Variant],
        keep: impl Fn(u32) -> Vec<u32>,
        further: &[Column],
    ) -> Result<Self, OutputError> {
        let mut journals = Vec::with_capacity(variants.len());
        let (mut steps, mut shapes) = (Vec::new(), Vec::new());
        for variant in variants {
            let setup = &variant.scenario.setup;
            let kept = keep(setup.steps);
            let years: Vec<f64> = kept
                .iter()
                .map(|&step| f64::from(step) * setup.step_years)
                .collect();
            let mut columns = columns(
                &variant.scenario.programme_keys,
                variant.scenario.municipalities(),
            );
            columns.extend_from_slice(further);
            journals.push(folder.journal(&variant.key, columns.len(), years.len())?);
            shapes.push((columns, years));
            steps.push(kept);
        }
        Ok(Self {
            societies: Ready::new(
                variants.iter().map(|variant| variant.scenario.setup.clone()),
                folder.seed(),
            )
            .at(steps),
            journals,
            shapes,
        })
    }

    /// Replications that every variant has, from the first on without a gap.
    #[must_use]
    pub fn common(&self) -> u32 {
        (0..)
            .zip(&self.journals)
            .map(|(variant, journal)| journal.gapless(variant))
            .min()
            .unwrap_or(0)
    }

    /// What is still to be simulated until every variant has so many replications; all variants of a replication
    /// stand together, so that pairs are whole early.
    #[must_use]
    pub fn missing(&self, replications: u32) -> Vec<Address> {
        by_replication(self.journals.len() as u32, replications)
            .filter(|run| !self.journals[run.configuration as usize].contains(*run))
            .collect()
    }

    /// Steps that societies have still to live until every variant has so many replications.
    #[must_use]
    pub fn missing_steps(&self, replications: u32) -> u64 {
        self.missing(replications)
            .iter()
            .map(|run| u64::from(self.societies.setups()[run.configuration as usize].steps))
            .sum()
    }

    /// Simulates until every variant has so many replications.
    ///
    /// # Errors
    /// When a journal cannot be written.
    pub fn reach(
        &mut self,
        replications: u32,
        threads: &Threads,
        watch: &dyn Watch,
    ) -> Result<Completion, OutputError> {
        let societies = self.societies.clone();
        self.reach_of(&societies, replications, threads, watch)
    }

    /// [`Variants::reach`] for the same societies with a recorder that adds the further columns.
    ///
    /// # Errors
    /// As [`Variants::reach`].
    pub(in crate::study) fn reach_of(
        &mut self,
        societies: &dyn Societies,
        replications: u32,
        threads: &Threads,
        watch: &dyn Watch,
    ) -> Result<Completion, OutputError> {
        let missing = self.missing(replications);
        let journals = &mut self.journals;
        simulate(societies, missing, threads, watch, |run| {
            journals[run.address.configuration as usize].append(run.address, &run.values())
        })
    }

    /// The societies as they are, without further columns.
    pub(in crate::study) const fn societies(&self) -> &Ready {
        &self.societies
    }

    /// The finished replications of a variant below a number, at the steps that are kept.
    ///
    /// # Errors
    /// When its journal cannot be read.
    pub fn ensemble(&self, variant: usize, below: u32) -> Result<Ensemble, OutputError> {
        let (columns, years) = self.shapes[variant].clone();
        self.journals[variant].ensemble(variant as u32, below, columns, years)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::experiment::Unwatched;

    fn variants() -> Vec<Variant> {
        ["0.5", "0.9"]
            .iter()
            .enumerate()
            .map(|(index, ease)| {
                let text = format!(
                    "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 80\n[programme.parks]\nease = {ease}\n"
                );
                Variant {
                    key: format!("arm-{index}"),
                    title: format!("ease {ease}"),
                    scenario: Scenario::from_text(Path::new("parks.toml"), &text, &[]).unwrap(),
                }
            })
            .collect()
    }

    fn open(root: &Path, keep: impl Fn(u32) -> Vec<u32>) -> (RunFolder, Variants) {
        let variants = variants();
        let folder =
            RunFolder::open(root, "compare-parks", &Variants::identity(&variants).unwrap(), 1).unwrap();
        let study = Variants::open(&folder, &variants, keep).unwrap();
        (folder, study)
    }

    #[test]
    fn pairs_grow_together_and_are_kept() {
        let root = tempfile::tempdir().unwrap();
        let threads = Threads::new(2).unwrap();
        let (folder, mut study) = open(root.path(), |last| vec![0, last]);
        assert_eq!(
            (study.missing(3).len(), study.missing_steps(3), study.common()),
            (6, 36, 0)
        );
        assert_eq!(study.reach(3, &threads, &Unwatched), Ok(Completion::Whole));
        drop((folder, study));
        let (_folder, study) = open(root.path(), |last| vec![0, last]);
        assert_eq!((study.common(), study.missing(4).len()), (3, 2));
        assert_eq!(study.ensemble(1, 3).unwrap().years(), [0.0, 0.5]);
    }

    #[test]
    fn need_is_that_of_the_baseline_where_programmes_are_the_same() {
        let variants = variants();
        let held = variants[1].clone().facing_need_of(&variants[0]);
        assert!(held.scenario.setup.need_of.is_some());
        let mut other = variants[1].clone();
        other.scenario.programme_keys = vec!["kits".to_owned()];
        assert!(
            other
                .facing_need_of(&variants[0])
                .scenario
                .setup
                .need_of
                .is_none()
        );
    }

    #[test]
    fn steps_that_are_kept_are_those_of_the_whole_run() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let threads = Threads::new(1).unwrap();
        let (_some, mut some) = open(one.path(), |last| vec![2, last]);
        let (_all, mut all) = open(other.path(), |last| (0..=last).collect());
        for study in [&mut some, &mut all] {
            study.reach(2, &threads, &Unwatched).unwrap();
        }
        let (some, all) = (some.ensemble(0, 2).unwrap(), all.ensemble(0, 2).unwrap());
        let bits = |row: &[f64]| row.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        for replication in 0..2 {
            assert_eq!(bits(some.row(replication, 0)), bits(all.row(replication, 2)));
            assert_eq!(bits(some.row(replication, 1)), bits(all.row(replication, 6)));
        }
    }
}
