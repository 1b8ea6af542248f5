//! Where a file is read from that somebody names: a path that is there comes first, then what is shipped.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{FOLDER, Item, Kind, contents, find, items, nearest, project};
use crate::scenario::{Disk, Fault, Memory, OpenError, Opened, ScenarioError, Source};
use crate::words::say;

/// A file, and where it and what it names is read from.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where it is read from.
    pub files: Arc<dyn Source>,
    /// Its path there.
    pub path: PathBuf,
}

/// What a command was given: a path of the disk, or else the name of something that is shipped; of these kinds one is suggested
/// where there is neither.
///
/// # Errors
/// When there is neither.
pub fn locate(given: &Path, wanted: &[Kind]) -> Result<Place, ScenarioError> {
    // A link that leads nowhere is there, and to be told of.
    if given.symlink_metadata().is_ok() {
        return Ok(Place {
            files: or_shipped(Disk::shared()),
            path: given.to_owned(),
        });
    }
    let name = given.to_string_lossy();
    if let Some(path) = path_of(&name) {
        return Ok(Place {
            files: Arc::new(project()),
            path,
        });
    }
    let hint = match nearest(&name, wanted) {
        Some(near) => say!("did you mean `{near}`?"),
        None => say!(
            "`samspil scenarios{}` lists what comes with Samspil",
            group(wanted)
        ),
    };
    let message = say!("there is no such file, and nothing that comes with Samspil has this name");
    Err(ScenarioError {
        faults: vec![Fault::of_file(given, message, Some(hint))],
    })
}

/// The word by which a list is of these kinds alone.
fn group(wanted: &[Kind]) -> &'static str {
    match wanted {
        [Kind::Fact] => " facts",
        [Kind::Hypothesis] => " hypotheses",
        [Kind::SweepPlan | Kind::FrontierPlan | Kind::CalibrationPlan | Kind::WorldsPlan] => " plans",
        _ => "",
    }
}

/// Everything of a kind that is shipped, by name.
#[must_use]
pub fn all(kind: Kind) -> Vec<Place> {
    let files: Arc<dyn Source> = Arc::new(project());
    let place = |item: &Item| Place {
        files: Arc::clone(&files),
        path: item.path.clone(),
    };
    items()
        .iter()
        .filter(|item| item.kind == kind)
        .map(place)
        .collect()
}

/// The path of what is shipped under a name, from the root of the project on.
pub(super) fn path_of(name: &str) -> Option<PathBuf> {
    if let Some(item) = find(name) {
        return Some(item.path.clone());
    }
    let file = Path::new(name);
    let file = file.strip_prefix(FOLDER).unwrap_or(file);
    contents(file).map(|_| Path::new(FOLDER).join(file))
}

/// These files, and for what files name and is not there, what is shipped.
#[must_use]
pub fn or_shipped(files: Arc<dyn Source>) -> Arc<dyn Source> {
    Arc::new(OrShipped {
        files,
        shipped: project(),
    })
}

/// Where shipped files stand among those of another source.
const ROOT: &str = "samspil:";

#[derive(Debug)]
struct OrShipped {
    files: Arc<dyn Source>,
    shipped: Memory,
}

impl Source for OrShipped {
    fn open(&self, path: &Path) -> Result<Opened, OpenError> {
        match path.strip_prefix(ROOT) {
            Ok(path) => self.shipped.open(path),
            Err(_) => self.files.open(path),
        }
    }

    fn files(&self, folder: &Path) -> Result<Vec<PathBuf>, OpenError> {
        self.files.files(folder)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(ROOT) {
            Ok(path) => Path::new(ROOT).join(self.shipped.identity(path)),
            Err(_) => self.files.identity(path),
        }
    }

    fn beside(&self, file: &Path, written: &str) -> PathBuf {
        let beside = self.files.beside(file, written);
        if file.starts_with(ROOT) {
            return beside;
        }
        match (self.files.open(&beside), path_of(written)) {
            (Err(OpenError::Missing), Some(path)) => Path::new(ROOT).join(path),
            _ => beside,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn a_file_of_ones_own_may_extend_what_is_shipped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.toml");
        let load = |text: &str| {
            std::fs::write(&path, text).unwrap();
            Scenario::load_from(&or_shipped(Disk::shared()), &path, &[])
        };
        for name in [
            "pq_02_kits",
            "planner/pq_02_kits",
            "scenarios/planner/pq_02_kits.toml",
        ] {
            let scenario = load(&format!("extends = '{name}'\n")).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(scenario.title, "PQ-02: kits");
        }
        // A file that is there comes first.
        std::fs::write(
            folder.path().join("norre_snede"),
            "title = 'Own'\n[programme.parks]\n",
        )
        .unwrap();
        assert_eq!(load("extends = 'norre_snede'\n").unwrap().title, "Own");
        let fault = load("extends = 'norre_sned'\n").unwrap_err();
        assert!(fault.to_string().contains("there is no such file"), "{fault}");
        let fault = load("extends = 'pq_02_kits'\npopulation.citizens = -1\n").unwrap_err();
        assert!(fault.to_string().contains("mine.toml"), "{fault}");
    }

    #[test]
    fn a_path_that_is_there_comes_before_a_name() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let here = root.join("scenarios/reference.toml");
        assert_eq!(locate(&here, &Kind::SCENARIOS).unwrap().path, here);
        let place = locate(Path::new("norre_snede"), &Kind::SCENARIOS).unwrap();
        assert_eq!(place.path, Path::new("scenarios/cases/norre_snede.toml"));
        assert!(place.files.open(&place.path).is_ok());
        let fault = locate(Path::new("norre_sned"), &Kind::SCENARIOS).unwrap_err();
        assert_eq!(
            fault.faults[0].hint.as_deref(),
            Some("did you mean `norre_snede`?")
        );
        let fault = locate(Path::new("nowhere"), &[]).unwrap_err();
        assert!(
            fault.faults[0]
                .hint
                .as_deref()
                .unwrap()
                .contains("samspil scenarios")
        );
    }
}
