//! The way of every study from its question to its answer: what is there, what is missing, simulate, write, say.

use anyhow::Context as _;
use samspil::experiment::{Threads, Watch};
use samspil::figure::Figure;
use samspil::figure::numbers::{counted, nouns};
use samspil::output::{
    ENGINE, Execution, Format, Manifest, ManifestScenario, PROGRAM, RunFolder, Tables, write_manifest_of,
};
use samspil::report::text::time_of;
use samspil::report::{Provenance, of_worlds};
use samspil::study::reportable::Reportable;
use samspil::study::{Forecast, Incomplete, Journals, Missing, ProgressObserver, Question, Runs, Workers};
use samspil::words::{Language, language, say, within, words};
use samspil::world::Worlds;

use super::envelope::Envelope;
use super::failure::Failure;
use super::options::ExecutionOptions;
use super::results::{self, Began};
use super::stages::quietly;
use super::terminal::Terminal;
use super::{CommandResult, dry_run, ensembles, precise, signals};

impl ProgressObserver for Terminal {
    fn begin(&self, steps: u64, citizens: u64) -> Box<dyn Watch + '_> {
        Box::new(self.progress(steps, citizens))
    }

    fn forecast(&self, forecast: Forecast) {
        self.note(&precise::estimate(
            forecast.precision,
            forecast.replications,
            forecast.most,
        ));
    }

    fn remark(&self, words: &str) {
        self.note(words);
    }
}

/// Answers a study: from its folder where the answer stands there, else from its runs, of which those that are missing are
/// made.
pub(super) fn execute<S: Reportable>(
    study: &S,
    execution: &ExecutionOptions,
    terminal: &Terminal,
) -> CommandResult {
    carry(study, execution, terminal, true).map(|_| ())
}

/// The same for a first stage: gives its answer instead of telling it, and nothing where it has none yet.
pub(super) fn execute_first<S: Reportable>(
    study: &S,
    execution: &ExecutionOptions,
    terminal: &Terminal,
) -> Result<Option<S::Answer>, Failure> {
    carry(study, execution, terminal, false)
}

fn carry<S: Reportable>(
    study: &S,
    execution: &ExecutionOptions,
    terminal: &Terminal,
    tells: bool,
) -> Result<Option<S::Answer>, Failure> {
    let began = Began::now();
    let threads = Threads::new(execution.threads()).context(words!("no threads to be had"))?;
    let worlds = ensembles::worlds(execution.worlds.as_deref())?;
    let question = study.question()?.in_worlds(worlds.as_ref());
    if execution.dry_run {
        return dry_run::tell(study, &question, execution, &threads, terminal, tells);
    }
    refuse_other_question(&question, execution, tells)?;
    let name = execution.name(&question);
    let folder = RunFolder::open(&execution.output, &name, &question.identity, question.seed)?;
    let study_execution = StudyExecution {
        study,
        execution,
        folder: &folder,
        terminal,
        tells,
        worlds: worlds.as_ref().map(Worlds::count),
        format: execution.tables.format.unwrap_or_else(|| study.usual_format()),
    };
    let mut journals = journals_of(&folder, &question, execution)?.in_worlds(worlds.as_ref());
    results::caution(&folder, terminal);
    let there = results::finished(&folder, terminal)?.filter(|manifest| study_execution.is_this(manifest));
    let stands = |replications| {
        there
            .as_ref()
            .is_some_and(|manifest| manifest.replications_done == replications)
    };
    match study_execution.answer(&mut journals) {
        Ok(answer) if stands(study.replications(&answer)) => return study_execution.already(answer),
        Ok(answer) => {
            study_execution.write(&answer, &journals, &threads, began)?;
            return Ok(Some(answer));
        }
        Err(Incomplete::Missing(missing @ Missing { own: 0, .. })) if stands(missing.replications) => {
            study_execution.note_finished();
            return study_execution.tell_shard(missing, &journals).map(|()| None);
        }
        Err(Incomplete::Missing(missing @ Missing { own: 0, .. })) if !execution.shard.is_whole() => {
            return study_execution
                .shard_is_done(missing, &journals, began)
                .map(|()| None);
        }
        Err(Incomplete::Missing(missing)) if execution.merging.is_some() => {
            return Err(study_execution.not_whole(missing));
        }
        Err(Incomplete::Missing(missing)) => study_execution.announce(missing, journals.count(), &threads),
        Err(incomplete) => return Err(incomplete.into()),
    }
    signals::install()?;
    match quietly(|| study_execution.made(&mut journals, &threads)) {
        Ok(answer) => study_execution
            .write(&answer, &journals, &threads, began)
            .map(|()| Some(answer)),
        Err(Incomplete::Missing(missing)) => study_execution
            .shard_is_done(missing, &journals, began)
            .map(|()| None),
        Err(incomplete) => Err(incomplete.into()),
    }
}

/// What is put together must be what the files of the command ask now, or follow from a first stage that was put together.
fn refuse_other_question(
    question: &Question,
    execution: &ExecutionOptions,
    tells: bool,
) -> Result<(), Failure> {
    if execution.merging.is_none() || execution.merges(question) {
        return Ok(());
    }
    if !tells {
        let name = &question.name;
        let place = RunFolder::place(&execution.output, name, &question.identity, question.seed);
        if place.is_dir() {
            return Ok(());
        }
        return Err(Failure::Other(anyhow::Error::msg(say!(
            "{} does not hold the first stage, whose answer says what these folders are about\n\
             hint: name the --output in which the shards of the first stage were put together",
            execution.output.display()
        ))));
    }
    Err(Failure::Other(anyhow::Error::msg(say!(
        "these folders answer another question than the files of their command ask now\n\
         hint: put the files back that were there when the shards were made"
    ))))
}

/// The runs of a folder, with those of the shards that are put together, or of the whole that a shard goes on from.
fn journals_of<'a>(
    folder: &'a RunFolder,
    question: &Question,
    execution: &ExecutionOptions,
) -> Result<Journals<'a>, Failure> {
    let mut journals = Journals::open(folder, execution.shard, execution.retry_failed)?;
    if execution.merges(question) {
        for other in execution.merging.iter().flat_map(|merging| &merging.folders) {
            journals.join(other)?;
        }
    }
    let whole = RunFolder::place(
        &execution.output,
        &question.name,
        &question.identity,
        question.seed,
    );
    if !execution.shard.is_whole() && whole.is_dir() {
        // What was put together before may say what is asked next.
        journals.look_beside(&whole)?;
    }
    Ok(journals)
}

/// The words of a report that are the same in all languages: title and story are not.
fn beyond_titles(words: &str) -> Option<toml::Table> {
    let mut table: toml::Table = toml::from_str(words).ok()?;
    table.remove("title");
    table.remove("story");
    Some(table)
}

/// A study on its way.
struct StudyExecution<'a, S> {
    study: &'a S,
    execution: &'a ExecutionOptions,
    folder: &'a RunFolder,
    terminal: &'a Terminal,
    /// Whether the answer is told.
    tells: bool,
    /// Worlds in which runs live.
    worlds: Option<usize>,
    format: Format,
}

impl<S: Reportable> StudyExecution<'_, S> {
    /// What is asked of the runs beyond the question that the folder is named after, with the language of what is said.
    fn asked(&self) -> String {
        self.asked_in(language())
    }

    fn asked_in(&self, language: Language) -> String {
        let language = match language {
            Language::English => "",
            Language::Danish => " da",
        };
        let wide = if self.execution.tables.wide { " wide" } else { "" };
        format!("{}{}{wide}{language}", self.study.asked(), self.format.file("*"))
    }

    /// Whether the answer that stands in the folder is the one that is asked for.
    fn is_this(&self, manifest: &Manifest) -> bool {
        let head = self.study.head();
        let mut further = self.study.further_files(self.format).into_iter();
        // Programs read the answer anew and leave the report to its reader.
        let translated = self.terminal.json
            && !self.terminal.language_is_asked
            && manifest.asked == self.asked_in(Language::Danish)
            && language() == Language::English;
        let same = |there: &ManifestScenario, now: &ManifestScenario| {
            let digests = |scenario: &ManifestScenario| -> Vec<String> {
                scenario.inputs.iter().map(|input| input.sha256.clone()).collect()
            };
            let alike = if translated {
                beyond_titles(&there.words) == beyond_titles(&now.words)
            } else {
                there.title == now.title && there.words == now.words
            };
            alike && digests(there) == digests(now)
        };
        let arms = || manifest.variants.iter().zip(&head.arms);
        (translated || manifest.asked == self.asked())
            && same(&manifest.scenario, &head.scenario)
            && manifest.variants.len() == head.arms.len()
            && arms().all(|(there, now)| same(there, now))
            && further.all(|name| manifest.has(&name))
    }

    /// The answer of the runs that are there.
    fn answer(&self, journals: &mut Journals<'_>) -> Result<S::Answer, Incomplete> {
        let answer = self.study.answer(journals);
        self.of_whole(answer, journals)
    }

    /// The answer once missing runs are made.
    fn made(&self, journals: &mut Journals<'_>, threads: &Threads) -> Result<S::Answer, Incomplete> {
        let answer = self
            .study
            .answer(&mut Workers::new(journals, threads, self.terminal));
        self.of_whole(answer, journals)
    }

    /// A shard has no answer, even where all runs are there, but for a stage that another follows.
    fn of_whole(
        &self,
        answer: Result<S::Answer, Incomplete>,
        journals: &Journals<'_>,
    ) -> Result<S::Answer, Incomplete> {
        match answer {
            Ok(_) if self.tells && !self.execution.shard.is_whole() => {
                Err(Incomplete::Missing(journals.last()))
            }
            answer => answer,
        }
    }

    fn note_finished(&self) {
        let noun = self.study.head().noun;
        self.terminal
            .note(&say!("This {noun} is finished already; nothing had to be done."));
    }

    fn already(&self, answer: S::Answer) -> Result<Option<S::Answer>, Failure> {
        self.note_finished();
        self.tell(&answer)?;
        Ok(Some(answer))
    }

    fn announce(&self, missing: Missing, kept: u64, threads: &Threads) {
        self.terminal.note(&format!(
            "{}, {}",
            self.study.announcement(),
            counted(threads.count(), (words!("thread"), words!("threads")))
        ));
        let ahead = self.ahead(missing, kept);
        if let Some(worlds) = self.worlds {
            self.terminal.note(&of_worlds(worlds));
        }
        let seconds = self.study.seconds_of_run(threads) * ahead as f64;
        let estimate = time_of(seconds, self.study.room(missing.of, threads));
        for note in estimate.into_iter().chain(self.study.notes()) {
            self.terminal.note(&note);
        }
    }

    /// Runs that are still to be made here, at most where that depends on what comes out.
    fn ahead(&self, missing: Missing, kept: u64) -> u64 {
        let most = self.study.runs_at_most().filter(|_| !self.study.forecasts());
        let of_shard = most.map(|most| most.div_ceil(self.execution.shard.count().into()));
        of_shard.map_or(missing.own, |most| most.saturating_sub(kept).max(missing.own))
    }

    fn write(&self, answer: &S::Answer, runs: &dyn Runs, threads: &Threads, began: Began) -> CommandResult {
        let (study, folder) = (self.study, self.folder);
        let replications = study.replications(answer);
        if !self.execution.shard.is_whole() {
            return self.seal(replications, began);
        }
        let failed = study.failed(answer);
        if let (Some(first), true) = (failed.first(), failed.len() as u64 == study.runs(answer)) {
            return Err(Failure::Other(anyhow::Error::msg(say!(
                "all {} runs failed; the first: {}\nhint: --retry-failed tries them again",
                failed.len(),
                first.reason
            ))));
        }
        results::note_fewer(folder, &self.asked(), replications, self.terminal)?;
        // Tables are data, in no reader's language.
        within(Language::English, || {
            let mut tables = Tables::new(folder, self.format, self.execution.tables.wide);
            study.write_tables(answer, runs, threads, &mut tables)?;
            tables.finish()
        })?;
        let (names, figures): (Vec<String>, Vec<Figure>) = study.figures(answer).into_iter().unzip();
        for (name, figure) in names.iter().zip(&figures) {
            results::write_figure(folder, name, figure)?;
        }
        let provenance = Provenance {
            command: &self.execution.command(),
            seed: folder.seed(),
            hash: &folder.hash().to_string(),
            version: &PROGRAM,
            worlds: self.worlds,
        };
        results::write_report(folder, study.page(answer, &figures, provenance))?;
        self.seal(replications, began)?;
        self.tell(answer)
    }

    /// Writes the manifest.
    fn seal(&self, replications: u32, began: Began) -> CommandResult {
        let head = self.study.head();
        // A shard may be ahead of others by batches of a study that asks more than once; what was asked is the same.
        let replications_asked = if self.execution.shard.is_whole() {
            replications
        } else {
            head.replications
        };
        let execution = Execution {
            command: self.execution.command(),
            asked: self.asked(),
            replications_asked,
            ..began.execution(replications)
        };
        let data_notes = head.data_notes.to_vec();
        write_manifest_of(self.folder, head.scenario, head.arms, data_notes, execution)?;
        Ok(())
    }

    /// What came out, and what failed.
    fn tell(&self, answer: &S::Answer) -> CommandResult {
        let failed = self.study.failed(answer);
        if let Some(first) = failed.first() {
            self.terminal.note(&say!(
                "{} of {} runs failed; the others are not affected. The first, configuration {}: {}\n\
                 `failures` in the folder lists all; --retry-failed tries them again.",
                failed.len(),
                self.study.runs(answer),
                first.configuration,
                first.reason
            ));
        }
        let remarks = self.study.remarks(answer);
        for remark in &remarks {
            self.terminal.note(remark);
        }
        if !self.tells {
            return Ok(());
        }
        let report = self.folder.path().join("report.html");
        if self.terminal.json {
            let envelope = Envelope {
                failed: failed.len(),
                report: Some(report),
                notes: remarks,
                answer: Some(self.study.json(answer)),
                ..self.envelope(self.study.replications(answer))
            };
            let value = envelope.value()?;
            return self.terminal.answer_study(value);
        }
        if let (true, Some(table)) = (self.execution.markdown, self.study.markdown(answer)) {
            return Terminal::answer(&table);
        }
        let afterwards = self.study.afterwards(self.folder.path());
        let worlds = self
            .worlds
            .map_or_else(String::new, |worlds| of_worlds(worlds) + "\n");
        let text = format!(
            "{}\n{worlds}{}\n{}",
            self.study.words(answer),
            say!("Report: {}", report.display()),
            afterwards.map_or_else(String::new, |line| line + "\n")
        );
        Terminal::answer(&text.replace('\u{a0}', " "))
    }

    /// What answers of every kind say of themselves, and a shard too.
    fn envelope(&self, replications: u32) -> Envelope<'_> {
        let head = self.study.head();
        Envelope {
            kind: head.kind,
            name: head.name,
            title: head.title,
            folder: self.folder.path(),
            report: None,
            hash: self.folder.hash().to_string(),
            engine: ENGINE,
            seed: self.folder.seed(),
            worlds: self.worlds,
            replications,
            failed: 0,
            arms: head.arms.into_iter().map(|arm| arm.title).collect(),
            measures: head.measures,
            notes: Vec::new(),
            data_notes: head.data_notes,
            answer: None,
        }
    }

    /// A shard alone says nothing about the question; merging makes the tables.
    fn shard_is_done(&self, missing: Missing, journals: &Journals<'_>, began: Began) -> CommandResult {
        self.seal(missing.replications, began)?;
        self.tell_shard(missing, journals)
    }

    fn tell_shard(&self, missing: Missing, journals: &Journals<'_>) -> CommandResult {
        let (head, shard) = (self.study.head(), self.execution.shard);
        let place = self.folder.path();
        if self.terminal.json {
            let envelope = Envelope {
                failed: journals.failures(),
                ..self.envelope(head.replications)
            };
            let mut value = envelope.value()?;
            value["shard"] = shard.to_string().into();
            value["runs"] = missing.of.into();
            value["runs_of_others"] = missing.others.into();
            return self.terminal.answer_study(value);
        }
        Terminal::answer(&say!(
            "Shard {shard} of {} is done: {} in {}\nWhen all shards are there: samspil merge FOLDER…\n",
            head.title,
            counted(missing.of as usize, nouns::RUN),
            place.display()
        ))
    }

    fn not_whole(&self, missing: Missing) -> Failure {
        let lacking = match missing.own {
            1 => say!("1 of {} runs is missing", missing.of),
            own => say!("{own} of {} runs are missing", missing.of),
        };
        let hint = say!(
            "what there is was put together in {}; run the shards again where that folder \
             stands in their --output, which shows them what to simulate next, and merge again; or go on with the command \
             that made the shards, without its --shard",
            self.folder.path().display()
        );
        Failure::Other(anyhow::anyhow!("{lacking}\nhint: {hint}"))
    }
}
