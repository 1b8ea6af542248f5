//! What a run will ask of the machine, before it begins.

use super::threads::Threads;
use crate::model::measures::row_length;
use crate::model::setup::Setup;

/// Results larger than this do not go through the memory of an ordinary machine when they are summarised.
pub const RESULTS_BYTES_MAX: u64 = 8 << 30;

/// The size of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Citizens times steps times replications.
    pub citizen_steps: f64,
    /// Memory of the societies that are simulated at the same time.
    pub society_bytes: u64,
    /// Memory of all rows, and size of the journal.
    pub results_bytes: u64,
    /// Rough time; machines differ by a factor of three or so.
    pub seconds: f64,
    /// What births take of it; a variant that faces the need of its baseline is born twice.
    pub birth_seconds: f64,
}

// Processor time with ten ties per citizen and one programme, rows and their summary included; see docs/performance.md.
const NANOSECONDS_PER_CITIZEN_STEP: f64 = 75.0;
const NANOSECONDS_PER_CITIZEN_BORN: f64 = 1_800.0;
const BYTES_PER_CITIZEN: f64 = 180.0;
const BYTES_PER_TIE: f64 = 12.0;
const BYTES_PER_MEMBERSHIP: f64 = 24.0;

impl Size {
    /// The size of a number of replications of a setup on these threads.
    #[must_use]
    pub fn of(setup: &Setup, replications: u32, threads: &Threads) -> Self {
        let parameters = &setup.phases[0].parameters;
        let citizens = f64::from(parameters.population.citizens);
        let programmes = parameters.programmes.len();
        let citizen_steps = citizens * f64::from(setup.steps) * f64::from(replications);
        let per_citizen = BYTES_PER_CITIZEN
            + BYTES_PER_TIE * parameters.network.degree
            + BYTES_PER_MEMBERSHIP * programmes as f64;
        let divided = threads.divide(u64::from(parameters.population.citizens), u64::from(replications));
        let at_once = if divided {
            1.0
        } else {
            f64::from(replications).min(threads.count() as f64)
        };
        let rows = u64::from(replications) * (u64::from(setup.steps) + 1);
        let busy = f64::from(replications).min(threads.count() as f64);
        let lives = citizen_steps * NANOSECONDS_PER_CITIZEN_STEP * (0.6 + 0.4 * programmes as f64);
        let births = citizens * f64::from(replications) * NANOSECONDS_PER_CITIZEN_BORN;
        let seconds =
            |nanoseconds: f64| nanoseconds * 1e-9 / if divided { threads.count() as f64 } else { busy };
        Self {
            citizen_steps,
            society_bytes: (at_once * citizens * per_citizen) as u64,
            results_bytes: rows * row_bytes(setup),
            seconds: seconds(lives + births),
            birth_seconds: seconds(births),
        }
    }

    /// The most replications whose results stay within [`RESULTS_BYTES_MAX`].
    #[must_use]
    pub fn most_replications(setup: &Setup) -> u32 {
        let replication = (u64::from(setup.steps) + 1) * row_bytes(setup);
        u32::try_from(RESULTS_BYTES_MAX / replication).unwrap_or(u32::MAX)
    }
}

/// Bytes of a row of measures.
fn row_bytes(setup: &Setup) -> u64 {
    let parameters = &setup.phases[0].parameters;
    let municipalities = parameters.organisation.municipalities as usize;
    (row_length(parameters.programmes.len(), municipalities) * size_of::<f64>()) as u64
}

/// Seconds that a run takes, the threads shared among all runs; who faces the need of another is born twice.
#[must_use]
pub fn seconds_of_run(setup: &Setup, threads: &Threads) -> f64 {
    let many = threads.count() as u32;
    let size = Size::of(setup, many, threads);
    let second_births = if setup.need_of.is_some() {
        size.birth_seconds
    } else {
        0.0
    };
    (size.seconds + second_births) / f64::from(many)
}

/// Seconds that a run of some setups takes on average.
#[must_use]
pub fn mean_seconds_of_runs<'a>(setups: impl Iterator<Item = &'a Setup>, threads: &Threads) -> f64 {
    let seconds: Vec<f64> = setups.map(|setup| seconds_of_run(setup, threads)).collect();
    seconds.iter().sum::<f64>() / seconds.len().max(1) as f64
}
