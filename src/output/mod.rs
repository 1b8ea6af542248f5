//! What a run leaves: one folder with one writer per format.
//!
//! A run of a scenario lives in `output/<scenario>-<hash>/`, where the hash covers the resolved scenario, the
//! seed and the engine ([`RunHash`], [`ENGINE`]). The same question therefore always lands in the same
//! [`RunFolder`], which one process at a time may hold. While the run goes on, every finished replication is
//! appended to `replications.journal` ([`Journal`]); an interrupted run resumes from there, and a finished one
//! can be given more replications. At the end stand the tables ([`Tables`]; of a run: `replications`, final values,
//! one row per replication; `series`, every step; `summary`, moments, interval and quantiles by column and
//! year; `snapshot-<step>` where agents were asked for) and `codebook` (what every column means), as `.csv` or
//! `.parquet`; and, last of all, `manifest.json` ([`Manifest`]), which says how everything
//! came about, with a digest of every file, by which a finished run is recognised ([`Finished`]) and a folder verified
//! ([`verify`]). Every file but the journal is written under a temporary name and renamed, so there is never half
//! a file under a name that matters ([`write_atomically`]).

mod atomic;
pub mod bounds;
mod codebook;
mod digest;
mod engine;
mod error;
mod folder;
mod format;
mod identity;
mod journal;
mod known;
mod lock;
mod manifest;
mod run_hash;
mod table;
mod tables;
mod verification;

pub use atomic::write_atomically;
pub use engine::{ENGINE, PROGRAM, SOURCE, VERSION};
pub use error::OutputError;
pub use folder::{RunFolder, journal_beside};
pub use format::Format;
pub use identity::identity;
pub use journal::Journal;
pub use known::known_table;
pub use manifest::{
    Execution, Manifest, ManifestFile, ManifestInput, ManifestScenario, besides, write_manifest,
    write_manifest_of,
};
pub use run_hash::RunHash;
pub use table::{Cells, Meaning, Table, TableColumn};
pub use tables::{REPLICATION, Tables, summary_columns, write_run, year_column};
pub use verification::{Defect, Finished, Verified, kept, verify};
