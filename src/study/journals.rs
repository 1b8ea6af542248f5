//! The runs of a study in its folder: what is there is read, and what is missing is said ([`Journals`]) or made ([`Workers`]).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::failures::Failures;
use super::{Batch, Failed, Forecast, Incomplete, Missing, Question, RecordLayout, Runs, Shard};
use crate::experiment::{Address, Completion, Run, Societies, Threads, Unwatched, Watch, simulate};
use crate::output::{Journal, OutputError, RunFolder, journal_beside};
use crate::world::{Inhabited, Worlds};

/// The journals of a study: those of its folder, to which runs are added, and those of other folders beside it.
///
/// By themselves they only say what is missing.
pub struct Journals<'a> {
    /// The folder to which runs are added; none where the study is only looked at.
    folder: Option<&'a RunFolder>,
    identity: String,
    seed: u64,
    /// Folders whose runs belong into this one.
    joined: Vec<PathBuf>,
    /// Folders whose runs are read as if they stood here.
    beside: Vec<PathBuf>,
    journals: BTreeMap<String, Joined>,
    failures: Failures,
    shard: Shard,
    retry_failed: bool,
    /// The worlds in which runs live; none for the usual society alone.
    worlds: Option<&'a Worlds>,
    /// What was last asked of this shard.
    last: Missing,
}

/// A journal and those of the same name beside it.
struct Joined {
    own: Option<Journal>,
    beside: Vec<Journal>,
}

impl Joined {
    fn with(&self, run: Address) -> Option<&Journal> {
        self.own
            .iter()
            .chain(&self.beside)
            .find(|journal| journal.contains(run))
    }

    /// Keeps a run of a journal beside in the own one too.
    fn keep(&mut self, run: Address) -> Result<(), OutputError> {
        let (Some(own), Some(theirs)) = (
            &mut self.own,
            self.beside.iter().find(|journal| journal.contains(run)),
        ) else {
            return Ok(());
        };
        if own.contains(run) {
            return Ok(());
        }
        let mut values = Vec::new();
        theirs.read(run, &mut values)?;
        own.append(run, &values)
    }
}

impl<'a> Journals<'a> {
    /// Those of a folder.
    ///
    /// # Errors
    /// When the failures that are written down cannot be read.
    pub fn open(folder: &'a RunFolder, shard: Shard, retry_failed: bool) -> Result<Self, OutputError> {
        let failures = Failures::open(folder.path())?;
        let question = (folder.identity_text().to_owned(), folder.seed());
        Ok(Self::of(Some(folder), question, failures, (shard, retry_failed)))
    }

    /// Those of a question that is only looked at: nothing is written, and no folder is held.
    #[must_use]
    pub fn to_read(question: &Question, shard: Shard, retry_failed: bool) -> Self {
        let identity = (question.identity.clone(), question.seed);
        Self::of(None, identity, Failures::none(), (shard, retry_failed))
    }

    fn of(
        folder: Option<&'a RunFolder>,
        (identity, seed): (String, u64),
        failures: Failures,
        (shard, retry_failed): (Shard, bool),
    ) -> Self {
        Self {
            folder,
            identity,
            seed,
            joined: Vec::new(),
            beside: Vec::new(),
            journals: BTreeMap::new(),
            failures,
            shard,
            retry_failed,
            worlds: None,
            last: Missing::default(),
        }
    }

    /// The same, with runs that live in worlds; the question must say in which ([`Question::in_worlds`]).
    #[must_use]
    pub fn in_worlds(self, worlds: Option<&'a Worlds>) -> Self {
        Self { worlds, ..self }
    }

    /// Puts the runs and failures of another folder of the question into this one, as its journals are opened.
    ///
    /// # Errors
    /// When its failures cannot be read, or not be written here.
    pub fn join(&mut self, other: &Path) -> Result<(), OutputError> {
        for failed in Failures::open(other)?.all() {
            self.failures.take_over(failed)?;
        }
        self.joined.push(other.to_owned());
        Ok(())
    }

    /// Reads the runs and failures of another folder of the question as if they stood here. Those of this shard are kept
    /// here too.
    ///
    /// # Errors
    /// When its failures cannot be read.
    pub fn look_beside(&mut self, other: &Path) -> Result<(), OutputError> {
        for failed in Failures::open(other)?.all() {
            self.failures.remember(failed);
        }
        self.beside.push(other.to_owned());
        Ok(())
    }

    /// What was last asked of this shard.
    #[must_use]
    pub const fn last(&self) -> Missing {
        self.last
    }

    /// Runs that failed here or beside.
    #[must_use]
    pub fn failures(&self) -> usize {
        self.failures.all().count()
    }

    /// Runs that are kept here.
    #[must_use]
    pub fn count(&self) -> u64 {
        let own = self.journals.values().filter_map(|joined| joined.own.as_ref());
        own.map(|journal| journal.len() as u64).sum()
    }

    fn open_all(&mut self, batch: &Batch<'_>) -> Result<(), OutputError> {
        for kept in batch.kept {
            if !self.journals.contains_key(&kept.journal) {
                let joined = self.open_one(kept)?;
                self.journals.insert(kept.journal.clone(), joined);
            }
        }
        Ok(())
    }

    fn open_one(&self, kept: &RecordLayout) -> Result<Joined, OutputError> {
        let in_folder = |folder: &PathBuf| {
            let shape = (kept.columns, kept.steps);
            journal_beside(folder, &kept.journal, shape, &self.identity, self.seed).transpose()
        };
        let mut own = self
            .folder
            .map(|folder| folder.journal(&kept.journal, kept.columns, kept.steps))
            .transpose()?;
        if let Some(own) = &mut own {
            for theirs in self.joined.iter().filter_map(in_folder) {
                own.take_over(&theirs?)?;
            }
        }
        let beside = self
            .beside
            .iter()
            .filter_map(in_folder)
            .collect::<Result<_, _>>()?;
        Ok(Joined { own, beside })
    }

    /// Keeps the runs and failures of this shard that stand beside.
    fn keep_own(&mut self, batch: &Batch<'_>) -> Result<(), OutputError> {
        if self.beside.is_empty() || self.folder.is_none() {
            return Ok(());
        }
        for run in batch.of_shard(self.shard) {
            let journal = &batch.layout(run.configuration).journal;
            if let Some(joined) = self.journals.get_mut(journal) {
                joined.keep(run)?;
            }
            self.failures.keep(journal, run)?;
        }
        Ok(())
    }

    /// Whether a run is not there, and is to be made by someone.
    fn misses(&self, batch: &Batch<'_>, run: Address) -> bool {
        let kept = &batch.layout(run.configuration).journal;
        let failed = batch.tolerant && !self.retry_failed && self.failures.contains(kept, run);
        !failed && self.journals[kept].with(run).is_none()
    }

    /// The runs of some batches that belong to this shard and are not there, by batch. What is missing stands in `last`.
    fn look(&mut self, batches: &[Batch<'_>]) -> Result<Vec<Vec<Address>>, OutputError> {
        let mut missing = Vec::with_capacity(batches.len());
        self.last = Missing::default();
        for batch in batches {
            self.open_all(batch)?;
            self.keep_own(batch)?;
            let mut own = Vec::new();
            for run in batch.runs() {
                let is_own = batch.belongs(run, self.shard);
                self.last.of += u64::from(is_own);
                match (self.misses(batch, run), is_own) {
                    (true, true) => own.push(run),
                    (true, false) => self.last.others += 1,
                    (false, _) => {}
                }
            }
            self.last.own += own.len() as u64;
            self.last.replications = self.last.replications.max(batch.replications);
            missing.push(own);
        }
        Ok(missing)
    }

    /// Keeps a run that has ended.
    fn keep(&mut self, batch: &Batch<'_>, run: Run) -> Result<(), Incomplete> {
        let kept = &batch.layout(run.address.configuration).journal;
        match run.outcome {
            Ok(values) => self
                .journals
                .get_mut(kept)
                .and_then(|joined| joined.own.as_mut())
                .expect("the journals of a batch are open where runs are made")
                .append(run.address, &values)?,
            Err(reason) if batch.tolerant => self.failures.append(Failed {
                journal: kept.clone(),
                configuration: run.address.configuration,
                replication: run.address.replication,
                reason,
            })?,
            Err(reason) => {
                return Err(Incomplete::Failed {
                    run: run.address,
                    reason,
                });
            }
        }
        Ok(())
    }
}

impl Runs for Journals<'_> {
    fn reach(&mut self, batches: &[Batch<'_>]) -> Result<(), Incomplete> {
        self.look(batches)?;
        if self.last.own + self.last.others > 0 {
            return Err(Incomplete::Missing(self.last));
        }
        Ok(())
    }

    fn contains(&self, journal: &str, run: Address) -> bool {
        self.journals[journal].with(run).is_some()
    }

    fn read(&self, journal: &str, run: Address, values: &mut Vec<f64>) -> Result<(), OutputError> {
        match self.journals[journal].with(run) {
            Some(journal) => journal.read(run, values),
            None => Ok(()),
        }
    }

    fn worlds(&self) -> Option<usize> {
        self.worlds.map(Worlds::count)
    }

    fn failed(&self, journal: &str) -> Vec<Failed> {
        self.failures
            .all()
            .filter(|failed| failed.journal == journal)
            .filter(|failed| self.journals[journal].with(failed.run()).is_none())
            .collect()
    }
}

/// Who watches a study while it runs.
pub trait ProgressObserver {
    /// Watches so many steps of societies with at most so many citizens.
    fn begin(&self, steps: u64, citizens: u64) -> Box<dyn Watch + '_>;

    /// Hears, once, what it will probably take, before more is simulated.
    fn forecast(&self, _foreseen: Forecast) {}

    /// Hears what came of a part of it.
    fn remark(&self, _words: &str) {}
}

impl ProgressObserver for Unwatched {
    fn begin(&self, _steps: u64, _citizens: u64) -> Box<dyn Watch + '_> {
        Box::new(Self)
    }
}

/// Threads that make what is missing in the journals of a study.
pub struct Workers<'a, 'b> {
    journals: &'a mut Journals<'b>,
    threads: &'a Threads,
    observer: &'a dyn ProgressObserver,
    /// What it will probably take, until that is told.
    forecast: Option<Forecast>,
    has_forecast: bool,
}

impl<'a, 'b> Workers<'a, 'b> {
    /// Those of a study, watched by an observer.
    pub const fn new(
        journals: &'a mut Journals<'b>,
        threads: &'a Threads,
        observer: &'a dyn ProgressObserver,
    ) -> Self {
        Self {
            journals,
            threads,
            observer,
            forecast: None,
            has_forecast: false,
        }
    }

    fn make(&mut self, batches: &[Batch<'_>], missing: Vec<Vec<Address>>) -> Result<(), Incomplete> {
        let mut open = self.journals.last.own;
        if open == 0 {
            return Ok(());
        }
        if let Some(forecast) = self.forecast.take()
            && !self.has_forecast
        {
            self.observer.forecast(forecast);
            self.has_forecast = true;
        }
        let all = || batches.iter().zip(&missing);
        let steps = all()
            .map(|(batch, runs)| u64::from(batch.steps) * runs.len() as u64)
            .sum();
        let citizens = batches.iter().map(|batch| batch.societies.citizens_most()).max();
        let watch = self.observer.begin(steps, citizens.unwrap_or(0));
        let worlds = self.journals.worlds;
        for (batch, runs) in batches.iter().zip(missing) {
            let inhabited = worlds.map(|worlds| Inhabited::new(batch.societies, worlds));
            let societies = inhabited
                .as_ref()
                .map_or(batch.societies, |all| all as &dyn Societies);
            let completion = simulate(societies, runs, self.threads, watch.as_ref(), |run| {
                self.journals.keep(batch, run)?;
                open -= 1;
                Ok::<_, Incomplete>(())
            })?;
            if completion == Completion::Stopped {
                let kept = self.journals.count();
                let of = kept + open;
                return Err(Incomplete::Stopped { kept, of });
            }
        }
        self.journals.last.own = 0;
        Ok(())
    }
}

impl Runs for Workers<'_, '_> {
    fn reach(&mut self, batches: &[Batch<'_>]) -> Result<(), Incomplete> {
        let missing = self.journals.look(batches)?;
        self.make(batches, missing)?;
        if self.journals.last.others > 0 {
            return Err(Incomplete::Missing(self.journals.last));
        }
        Ok(())
    }

    fn contains(&self, journal: &str, run: Address) -> bool {
        self.journals.contains(journal, run)
    }

    fn read(&self, journal: &str, run: Address, values: &mut Vec<f64>) -> Result<(), OutputError> {
        self.journals.read(journal, run, values)
    }

    fn worlds(&self) -> Option<usize> {
        self.journals.worlds()
    }

    fn forecast(&mut self, forecast: Forecast) {
        self.forecast = Some(forecast);
    }

    fn remark(&mut self, words: &str) {
        self.observer.remark(words);
    }

    fn failed(&self, journal: &str) -> Vec<Failed> {
        self.journals.failed(journal)
    }
}
