//! Joining shards.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::description::Description;
use super::work::JOURNAL;
use super::{Shard, Sweep, SweepError};

/// Joins all shards of a plan into the folder the whole plan would have under `root`.
///
/// Runs the whole folder has already are kept. The shards are left as they are.
///
/// # Errors
/// Everything that is wrong with the folders: not those of one plan and engine, one missing or given twice,
/// one not finished. Nothing is written then.
pub fn merge(root: &Path, folders: &[PathBuf]) -> Result<Sweep, SweepError> {
    let mut problems = Vec::new();
    let mut descriptions = Vec::new();
    for folder in folders {
        match Description::read(folder) {
            Ok(description) => descriptions.push((folder, description)),
            Err(problem) => problems.push(problem),
        }
    }
    problems.extend(misfits(&descriptions));
    // A folder that cannot be read or does not fit may be the very shard that would be said to be missing.
    if problems.is_empty() {
        problems.extend(missing(&descriptions));
    }
    if !problems.is_empty() {
        return Err(SweepError::Merge { problems });
    }
    let mut shards = Vec::new();
    for (folder, description) in descriptions {
        match open(folder, description) {
            Ok(shard) => shards.push((folder, shard)),
            Err(problem) => problems.push(problem),
        }
    }
    for (folder, shard) in &shards {
        let missing = shard.missing(false).count();
        if missing > 0 {
            problems.push(format!(
                "{}: {missing} of {} runs are missing; finish it with the same `samspil sweep` that began it",
                folder.display(),
                shard.runs().count()
            ));
        }
    }
    if !problems.is_empty() {
        return Err(SweepError::Merge { problems });
    }
    let mut description = shards[0].1.description().clone();
    description.shard = None;
    let mut whole = Sweep::open(root, description)?;
    for (_, shard) in &shards {
        let mut values = Vec::new();
        for run in shard.done() {
            values.clear();
            shard.journal().read(run, &mut values)?;
            whole.take_over(run, &values)?;
        }
        for failed in shard.failed() {
            whole.take_over_failure(failed)?;
        }
    }
    Ok(whole)
}

/// Opens the folder of a shard, which holds it against other processes; a folder may have been renamed.
fn open(folder: &Path, description: Description) -> Result<Sweep, String> {
    if !folder.join(format!("{JOURNAL}.journal")).is_file() {
        return Err(format!(
            "{}: the journal `{JOURNAL}.journal` is missing",
            folder.display()
        ));
    }
    Sweep::open_at(folder, description).map_err(|error| error.to_string())
}

/// Why shards do not fit together.
fn misfits(descriptions: &[(&PathBuf, Description)]) -> Vec<String> {
    let mut problems = Vec::new();
    let Some(((first, model), others)) = descriptions.split_first() else {
        return problems;
    };
    for (folder, other) in others {
        let (one, two) = (first.display(), folder.display());
        if other.hash != model.hash {
            problems.push(format!(
                "{two}: it belongs to another plan, scenario or seed than {one}"
            ));
        } else if other.replications != model.replications {
            problems.push(format!(
                "{two}: -n was {}, but {} for {one}",
                other.replications, model.replications
            ));
        }
    }
    let mut found: BTreeMap<Shard, &PathBuf> = BTreeMap::new();
    for (folder, description) in descriptions {
        match description.shard {
            None => problems.push(format!(
                "{}: this is a whole sweep, not a shard",
                folder.display()
            )),
            Some(shard) => {
                let other = found.insert(shard, folder);
                if other == Some(folder) {
                    problems.push(format!("{}: it is given twice", folder.display()));
                } else if let Some(other) = other {
                    problems.push(format!(
                        "{}: shard {shard} is there already, in {}",
                        folder.display(),
                        other.display()
                    ));
                }
            }
        }
    }
    let Some(count) = found.keys().next().map(|shard| shard.count) else {
        return problems;
    };
    for (shard, folder) in found.iter().filter(|(shard, _)| shard.count != count) {
        problems.push(format!(
            "{}: it is shard {shard}, but others are shares of {count}",
            folder.display()
        ));
    }
    problems
}

/// Shards that are not among these, which fit together otherwise.
fn missing(descriptions: &[(&PathBuf, Description)]) -> Option<String> {
    let shards: BTreeSet<Shard> = descriptions
        .iter()
        .filter_map(|(_, description)| description.shard)
        .collect();
    let count = shards.first()?.count;
    let missing: Vec<String> = (1..=count)
        .map(|index| Shard { index, count })
        .filter(|shard| !shards.contains(shard))
        .map(|shard| shard.to_string())
        .collect();
    match missing.as_slice() {
        [] => None,
        [shard] => Some(format!("shard {shard} is missing")),
        shards => Some(format!("shards {} are missing", shards.join(", "))),
    }
}
