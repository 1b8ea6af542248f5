//! The runs of a study in its folder: what is there is read, what is missing is made and kept.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::failures::Failures;
use super::{Batch, Failed, Foreseen, Halt, Kept, Missing, Question, Runs, Shard};
use crate::experiment::{Address, Completion, Threads, Unwatched, Watch, simulate};
use crate::output::{Journal, OutputError, RunFolder, journal_beside};

/// Who watches a study while it runs.
pub trait Overseer {
    /// Watches so many steps of societies with at most so many citizens.
    fn begin(&self, steps: u64, citizens: u64) -> Box<dyn Watch + '_>;

    /// Hears, once, what it will probably take, before more is simulated.
    fn foresee(&self, _foreseen: Foreseen) {}
}

impl Overseer for Unwatched {
    fn begin(&self, _steps: u64, _citizens: u64) -> Box<dyn Watch + '_> {
        Box::new(Self)
    }
}

/// The journals of a study: those of its folder, to which runs are added, and those of other folders beside it.
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
    /// Who makes what is missing; nobody where it is only asked for.
    workers: Option<(&'a Threads, &'a dyn Overseer)>,
    /// What it will probably take, until that is told.
    foreseen: Option<Foreseen>,
    has_foreseen: bool,
    /// What the last batch asked of this shard.
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
    /// Those of a folder, from which runs are read and to which none is added.
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
            workers: None,
            foreseen: None,
            has_foreseen: false,
            last: Missing::default(),
        }
    }

    /// From now on these threads make what is missing.
    pub const fn work(&mut self, threads: &'a Threads, overseer: &'a dyn Overseer) {
        self.workers = Some((threads, overseer));
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

    /// What the last batch asked of this shard.
    #[must_use]
    pub const fn last(&self) -> Missing {
        self.last
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

    fn open_one(&self, kept: &Kept) -> Result<Joined, OutputError> {
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

    /// Keeps the runs of this shard that stand beside.
    fn keep_own(&mut self, batch: &Batch<'_>) -> Result<(), OutputError> {
        if self.beside.is_empty() || self.folder.is_none() {
            return Ok(());
        }
        for run in batch.of_shard(self.shard) {
            let journal = &batch.kept(run.configuration).journal;
            if let Some(joined) = self.journals.get_mut(journal) {
                joined.keep(run)?;
            }
        }
        Ok(())
    }

    /// Whether a run is not there, and is to be made by someone.
    fn misses(&self, batch: &Batch<'_>, run: Address) -> bool {
        let kept = &batch.kept(run.configuration).journal;
        let failed = batch.tolerant && !self.retry_failed && self.failures.contains(kept, run);
        !failed && self.journals[kept].with(run).is_none()
    }

    fn make(&mut self, batch: &Batch<'_>, missing: Vec<Address>, of: u64) -> Result<(), Halt> {
        let Some((threads, overseer)) = self.workers else {
            return Ok(());
        };
        if missing.is_empty() {
            return Ok(());
        }
        if let Some(foreseen) = self.foreseen.take()
            && !self.has_foreseen
        {
            overseer.foresee(foreseen);
            self.has_foreseen = true;
        }
        let mut open = missing.len() as u64;
        let steps = u64::from(batch.steps) * open;
        let watch = overseer.begin(steps, batch.societies.citizens_most());
        let (journals, failures) = (&mut self.journals, &mut self.failures);
        let completion = simulate(batch.societies, missing, threads, watch.as_ref(), |run| {
            let kept = &batch.kept(run.address.configuration).journal;
            match run.outcome {
                Ok(values) => journals
                    .get_mut(kept)
                    .and_then(|joined| joined.own.as_mut())
                    .expect("the journals of a batch are open where runs are made")
                    .append(run.address, &values)?,
                Err(reason) if batch.tolerant => failures.append(Failed {
                    journal: kept.clone(),
                    configuration: run.address.configuration,
                    replication: run.address.replication,
                    reason,
                })?,
                Err(reason) => {
                    return Err(Halt::Failed {
                        run: run.address,
                        reason,
                    });
                }
            }
            open -= 1;
            Ok(())
        })?;
        match completion {
            Completion::Whole => Ok(()),
            Completion::Stopped => Err(Halt::Stopped { kept: of - open, of }),
        }
    }
}

impl Runs for Journals<'_> {
    fn reach(&mut self, batch: &Batch<'_>) -> Result<(), Halt> {
        self.open_all(batch)?;
        self.keep_own(batch)?;
        let of = batch.of_shard(self.shard).count() as u64;
        let missing = |run: &Address| self.misses(batch, *run);
        let own: Vec<Address> = batch.of_shard(self.shard).filter(missing).collect();
        let count = own.len() as u64;
        let others = batch.runs().filter(missing).count() as u64 - count;
        self.make(batch, own, of)?;
        self.last = Missing {
            own: if self.workers.is_some() { 0 } else { count },
            others,
            of,
            replications: batch.replications,
        };
        if self.last.own + others > 0 {
            return Err(Halt::Missing(self.last));
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

    fn foresee(&mut self, foreseen: Foreseen) {
        self.foreseen = Some(foreseen);
    }

    fn failed(&self, journal: &str) -> Vec<Failed> {
        self.failures
            .all()
            .filter(|failed| failed.journal == journal)
            .filter(|failed| self.journals[journal].with(failed.run()).is_none())
            .collect()
    }
}
