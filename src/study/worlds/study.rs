//! The building of an ensemble as a study: draws in chunks, until enough are accepted.

use serde::Serialize;

use super::chunks::{Chunk, Tally};
use super::societies::Drawn;
use super::{PlausibleWorlds, WorldsError};
use crate::experiment::Address;
use crate::figure::numbers::{count, counted, nouns, number};
use crate::output::{OutputError, RunHash, identity};
use crate::scenario::{Measured, WorldTarget, WorldsPlan};
use crate::study::runs::failed_of;
use crate::study::{Batch, Failed, Incomplete, Question, RecordLayout, Runs, Study};
use crate::words::say;
use crate::world::{Solver, digest_of_priors};

/// The file of the folder that the program reads worlds from.
pub const ENSEMBLE: &str = "ensemble.txt";
/// Journal of the draws.
const DRAWS: &str = "draws";
/// Draws of the first chunk; each next is twice as large.
const CHUNK_FIRST: u32 = 1_000;
/// Draws of a chunk at most.
const CHUNK_MOST: u32 = 32_000;
/// Constants that are kept behind the targets.
const CONSTANTS: usize = 4;

/// The part of the question that is not of the scenario. How many worlds are wanted is none of it: more are found by going on.
#[derive(Serialize)]
struct Asked<'a> {
    measures: &'a [Measured],
    targets: &'a [WorldTarget],
    priors: String,
}

/// The building of an ensemble.
#[derive(Debug)]
pub struct BuildWorlds {
    /// The targets.
    pub plan: WorldsPlan,
}

impl BuildWorlds {
    fn kept(&self) -> RecordLayout {
        RecordLayout::numbers(DRAWS, self.plan.measures.len() + CONSTANTS)
    }

    /// Runs a chunk and takes its draws in.
    fn take_chunk(
        &self,
        tally: &mut Tally,
        (solver, draws): (&Solver, std::ops::Range<u32>),
        runs: &mut dyn Runs,
    ) -> Result<Vec<Failed>, Incomplete> {
        let plan = &self.plan;
        let kept = self.kept();
        let societies = Drawn { plan, solver };
        let batch = Batch {
            societies: &societies,
            kept: std::slice::from_ref(&kept),
            configurations: draws.clone(),
            replications: 1,
            steps: plan.scenario.setup.steps,
            tolerant: true,
        };
        runs.reach(std::slice::from_ref(&batch))?;
        let failed = failed_of(runs, &batch);
        let (mut accepted, mut values) = (0, Vec::new());
        for configuration in draws.clone() {
            let run = Address {
                configuration,
                replication: 0,
            };
            values.clear();
            runs.read(DRAWS, run, &mut values)?;
            accepted += usize::from(tally.take(plan, configuration, &values));
        }
        tally.chunks.push(Chunk {
            draws,
            failed: failed.len(),
            accepted,
        });
        Ok(failed)
    }

    /// Why there are fewer worlds than wanted.
    fn too_few(&self, tally: &Tally, failed: &[Failed]) -> WorldsError {
        let (found, draws) = (tally.accepted.len(), tally.draws());
        if let Some(first) = failed.first().filter(|_| failed.len() == draws) {
            let reason = first.reason.clone();
            return WorldsError::NoneRuns { draws, reason };
        }
        let name = |target: usize| self.plan.measures[target].label();
        if found == 0 {
            let (worst, misfit) = tally
                .worst()
                .map_or((String::new(), f64::NAN), |(target, misfit)| {
                    (name(target), misfit)
                });
            let (without, left) = tally
                .hardest()
                .map_or((String::new(), 0.0), |(target, left)| (name(target), left));
            return WorldsError::NoneLeft {
                draws,
                worst,
                misfit,
                without,
                left,
            };
        }
        let wanted = self.plan.count as usize;
        WorldsError::TooFew {
            found,
            wanted,
            draws,
            needed: draws * wanted / found,
        }
    }
}

impl Study for BuildWorlds {
    type Answer = PlausibleWorlds;

    fn question(&self) -> Result<Question, OutputError> {
        let plan = &self.plan;
        let asked = Asked {
            measures: &plan.measures,
            targets: &plan.targets,
            priors: digest_of_priors(),
        };
        let asked = serde_json::to_string(&asked)
            .map_err(|error| OutputError::foreign(&plan.path, error.to_string()))?;
        Ok(Question {
            name: format!("worlds-{}", plan.name),
            identity: format!("{}# worlds {asked}\n", identity(&plan.scenario)?),
            seed: plan.seed,
        })
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<PlausibleWorlds, Incomplete> {
        let solver = Solver::new().map_err(|error| Incomplete::NoAnswer(Box::new(error)))?;
        let (mut tally, mut failed) = (Tally::default(), Vec::new());
        let (mut first, mut size) = (0, CHUNK_FIRST);
        while tally.accepted.len() < self.plan.count as usize && first < self.plan.draws_most {
            let draws = first..self.plan.draws_most.min(first.saturating_add(size));
            (first, size) = (draws.end, CHUNK_MOST.min(2 * size));
            failed.extend(self.take_chunk(&mut tally, (&solver, draws), runs)?);
            runs.remark(&words(&tally));
        }
        if tally.accepted.len() < self.plan.count as usize {
            return Err(Incomplete::NoAnswer(Box::new(self.too_few(&tally, &failed))));
        }
        let question = self.question()?;
        let question = RunHash::of(&question.identity, question.seed).to_string();
        Ok(PlausibleWorlds::of(&self.plan, &question, tally, failed))
    }
}

/// What chunks came to so far, on a line.
fn words(tally: &Tally) -> String {
    let (draws, worlds) = (tally.draws(), tally.accepted.len());
    say!(
        "{} draws: {}, {} % accepted",
        count(draws),
        counted(worlds, nouns::WORLD),
        number(100.0 * worlds as f64 / draws as f64, 2)
    )
}
