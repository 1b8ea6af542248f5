//! What a study would do.

use std::collections::{BTreeMap, BTreeSet};

use samspil::experiment::{Address, Size, Threads, seconds_of_run};
use samspil::figure::numbers::{counted, nouns, number};
use samspil::output::{OutputError, RunFolder};
use samspil::study::reportable::Reportable;
use samspil::study::{Batch, Failed, Incomplete, Journals, Missing, Question, Runs, Shard};
use samspil::words::say;
use serde_json::json;

use super::CommandResult;
use super::failure::Failure;
use super::options::ExecutionOptions;
use super::terminal::Terminal;
use samspil::report::text::duration;

/// At most so many configurations are looked at, evenly spread over the batches.
const LOOKED_AT_MAX: usize = 1_000;
/// Reasons that are shown.
const REASONS_SHOWN: usize = 5;

/// Says what a study would simulate next, without a trace; gives the answer of a stage that is not the last where it stands.
pub(super) fn tell<S: Reportable>(
    study: &S,
    question: &Question,
    execution: &ExecutionOptions,
    threads: &Threads,
    terminal: &Terminal,
    is_last: bool,
) -> Result<Option<S::Answer>, Failure> {
    let mut known = Journals::to_read(question, execution.shard, execution.retry_failed);
    // A shard goes on from what was put together, as it does when it is carried out.
    for name in BTreeSet::from([execution.name(question), question.name.clone()]) {
        let place = RunFolder::place(&execution.output, &name, &question.identity, question.seed);
        if place.is_dir() {
            known.look_beside(&place)?;
        }
    }
    let mut runs = Foretelling {
        known,
        shard: execution.shard,
        threads,
        asked: BTreeMap::new(),
        look: Look::default(),
    };
    let missing = match study.answer(&mut runs) {
        Ok(answer) if !is_last => return Ok(Some(answer)),
        Ok(_) => Missing {
            own: 0,
            ..runs.known.last()
        },
        Err(Incomplete::Missing(missing)) => missing,
        Err(incomplete) => return Err(incomplete.into()),
    };
    let missing = Missing {
        of: runs.asked.values().map(|runs| u64::from(*runs)).sum(),
        ..missing
    };
    runs.look.configurations = runs.asked.len();
    let tables = execution.tables.format.unwrap_or_else(|| study.usual_format());
    runs.look
        .tell(study, missing, tables.ending(), terminal)
        .map(|()| None)
}

/// Looks at the first batches that are not whole.
struct Foretelling<'a> {
    known: Journals<'a>,
    shard: Shard,
    threads: &'a Threads,
    /// Runs of this shard that were asked for so far, by journal and configuration.
    asked: BTreeMap<(String, u32), u32>,
    look: Look,
}

impl Foretelling<'_> {
    /// Adds what is asked for; what was asked before is not counted twice.
    fn count(&mut self, batch: &Batch<'_>) {
        for (configuration, count) in by_configuration(batch, self.shard) {
            let journal = batch.layout(configuration).journal.clone();
            let asked = self.asked.entry((journal, configuration)).or_default();
            *asked = count.max(*asked);
        }
    }
}

impl Runs for Foretelling<'_> {
    fn reach(&mut self, batches: &[Batch<'_>]) -> Result<(), Incomplete> {
        for batch in batches {
            self.count(batch);
        }
        let Err(incomplete) = self.known.reach(batches) else {
            return Ok(());
        };
        self.look = Look::at(batches, self.shard, self.threads);
        Err(incomplete)
    }

    fn contains(&self, journal: &str, run: Address) -> bool {
        self.known.contains(journal, run)
    }

    fn read(&self, journal: &str, run: Address, values: &mut Vec<f64>) -> Result<(), OutputError> {
        self.known.read(journal, run, values)
    }

    fn failed(&self, journal: &str) -> Vec<Failed> {
        self.known.failed(journal)
    }
}

/// How many runs of a batch each configuration has in a shard.
fn by_configuration(batch: &Batch<'_>, shard: Shard) -> BTreeMap<u32, u32> {
    let mut counts = BTreeMap::new();
    for run in batch.of_shard(shard) {
        *counts.entry(run.configuration).or_default() += 1;
    }
    counts
}

/// What was seen of the configurations of some batches.
#[derive(Default)]
struct Look {
    configurations: usize,
    looked_at: usize,
    /// Of a run, on average over all that are asked for.
    seconds: f64,
    society_bytes: u64,
    values: usize,
    /// Whether the runs of the whole are held in memory, as their courses over time are.
    held: bool,
    refused: Vec<(u32, String)>,
}

impl Look {
    fn at(batches: &[Batch<'_>], shard: Shard, threads: &Threads) -> Self {
        let configurations: Vec<(&Batch<'_>, u32, u32)> = batches
            .iter()
            .flat_map(|batch| {
                let counts = by_configuration(batch, shard).into_iter();
                counts.map(move |(number, runs)| (batch, number, runs))
            })
            .collect();
        let stride = configurations.len().div_ceil(LOOKED_AT_MAX).max(1);
        let kept = || batches.iter().flat_map(|batch| batch.kept);
        let mut look = Self {
            configurations: configurations.len(),
            values: kept().map(|kept| kept.columns * kept.steps).max().unwrap_or(0),
            held: shard.is_whole() && kept().any(|kept| kept.steps > 1),
            ..Self::default()
        };
        let mut looked_at_runs = 0.0;
        for &(batch, configuration, runs) in configurations.iter().step_by(stride) {
            look.looked_at += 1;
            looked_at_runs += f64::from(runs);
            match batch.societies.setup(configuration) {
                Ok(setup) => {
                    let size = Size::of(&setup, threads.count() as u32, threads);
                    // Large towns may be run less often than small ones.
                    look.seconds += seconds_of_run(&setup, threads) * f64::from(runs);
                    look.society_bytes = look.society_bytes.max(size.society_bytes);
                }
                Err(reason) => look.refused.push((configuration, reason)),
            }
        }
        // Refused configurations take no time.
        look.seconds /= f64::max(1.0, looked_at_runs);
        look
    }

    fn tell<S: Reportable>(
        &self,
        study: &S,
        missing: Missing,
        tables: &str,
        terminal: &Terminal,
    ) -> CommandResult {
        let head = study.head();
        let seconds = self.seconds * missing.own as f64;
        let disk = missing.of as f64 * (16 + 8 * self.values) as f64;
        let values = if self.held { 8 * self.values } else { 0 };
        let notes = study.notes();
        let memory = self.society_bytes as f64 + missing.of as f64 * (16 + values) as f64;
        if terminal.json {
            let refused = self.refused.iter();
            let refused: Vec<_> = refused
                .map(|(configuration, reason)| json!({"configuration": configuration, "reason": reason}))
                .collect();
            return Terminal::answer_json(&json!({
                "kind": head.kind,
                "name": head.name,
                "title": head.title,
                "configurations": self.configurations,
                "replications": missing.replications,
                "runs": missing.of,
                "missing": missing.own,
                "runs_at_most": study.runs_at_most(),
                "seconds": seconds,
                "memory_bytes": memory as u64,
                "disk_bytes": disk as u64,
                "tables": tables,
                "looked_at": self.looked_at,
                "refused": refused,
                "data_notes": head.data_notes,
                "notes": notes,
            }));
        }
        for note in &notes {
            terminal.note(note);
        }
        if missing.own == 0 {
            let title = head.title;
            return Terminal::answer(&if missing.others > 0 {
                say!("{title}: all runs of this shard are there\n")
            } else {
                say!("{title}: all runs are there\n")
            });
        }
        let mut text = self.extent(head.title, missing);
        text += &say!(
            "  time about {}, memory {}, journal {}, tables as {tables}\n",
            duration(seconds),
            bytes(memory),
            bytes(disk)
        );
        if let Some(most) = study.runs_at_most() {
            text += &say!(
                "  at most {} in all, which take about {}\n",
                counted(most as usize, nouns::RUN),
                duration(self.seconds * most as f64)
            );
        }
        for line in study.details() {
            text.extend(["  ", &line, "\n"]);
        }
        text += &self.refusals();
        Terminal::answer(&text)
    }

    /// How much there is to run, and how much of it is missing.
    fn extent(&self, title: &str, missing: Missing) -> String {
        let configurations = counted(self.configurations, nouns::CONFIGURATION);
        let replications = counted(missing.replications as usize, nouns::REPLICATION);
        let runs = counted(missing.of as usize, nouns::RUN);
        let missing_here = match missing.own {
            1 => say!("1 is missing"),
            missing => say!("{missing} are missing"),
        };
        // Some may have fewer than others.
        if self.configurations as u64 * u64::from(missing.replications) == missing.of {
            say!("{title}: {configurations}, {replications} each: {runs}, of which {missing_here}\n")
        } else {
            say!("{title}: {configurations}, up to {replications} each: {runs}, of which {missing_here}\n")
        }
    }

    fn refusals(&self) -> String {
        if self.refused.is_empty() {
            return say!(
                "  all of {} looked at can be run\n",
                counted(self.looked_at, nouns::CONFIGURATION)
            );
        }
        let mut text = say!(
            "  {} of {} looked at cannot be run:\n",
            self.refused.len(),
            counted(self.looked_at, nouns::CONFIGURATION)
        );
        for (configuration, reason) in self.refused.iter().take(REASONS_SHOWN) {
            text.extend(["    ", &configuration.to_string(), ": ", reason, "\n"]);
        }
        let more = self.refused.len().saturating_sub(REASONS_SHOWN);
        if more > 0 {
            text += &say!("    and {more} more\n");
        }
        text
    }
}

/// A number of bytes in words.
pub(super) fn bytes(count: f64) -> String {
    match count {
        count if count < 1e6 => format!("{:.0} kB", (count / 1e3).max(1.0)),
        count if count < 1e9 => format!("{:.0} MB", count / 1e6),
        count => format!("{} GB", number(count / 1e9, 1)),
    }
}
