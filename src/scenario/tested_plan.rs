//! The plan of a hypothesis that is tested at many points.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::plan::shape::{POINTS, WORDS};
use super::plan::{Design, Factor, name, open, points, refuse_factors};
use crate::scenario::Base;
use crate::scenario::fault::{Finding, Place, ScenarioError};
use crate::scenario::file_kind::FileKind;
use crate::scenario::files::read_text;
use crate::scenario::hypothesis::{Hypothesis, REPLICATIONS_MAX, REPLICATIONS_MIN};
use crate::scenario::language::{Field, Shape, Value};
use crate::scenario::source::Source;
use crate::words::{say, words};

/// Points at which a hypothesis is tested, at most: every point keeps scenarios for all its arms.
pub const TESTED_MAX: usize = 400;

/// The plan of a hypothesis at many points.
pub(super) const SHAPE: Shape = Shape::new(words!("a plan of a hypothesis"), &[&WORDS, &FIELDS, &POINTS]);

const FIELDS: [Field; 2] = [
    Field::must(
        "hypothesis",
        Value::Text,
        words!("The hypothesis, seen from this file, or by its name"),
        "\"H-03\"",
    ),
    Field::may(
        "replications",
        Value::Whole(REPLICATIONS_MIN as u64, REPLICATIONS_MAX as u64),
        words!("Replications of each arm at each point; those of the hypothesis where left out"),
        "100",
    ),
];

/// The hypothesis of a file, and its scenario.
fn read(
    files: &Arc<dyn Source>,
    file: &Path,
    settings: &[(String, String)],
) -> Result<(Hypothesis, Base), ScenarioError> {
    let hypothesis = Hypothesis::load_from(files, file, settings)?;
    hypothesis.refuse_copies()?;
    let base = hypothesis.base()?;
    Ok((hypothesis, base))
}

/// A checked plan of a hypothesis at many points.
#[derive(Clone, Debug)]
pub struct HypothesisPlan {
    /// Short name: the file's name without `.toml`.
    pub name: String,
    /// Title in reports (`title = "…"`).
    pub title: String,
    /// The file it came from.
    pub path: PathBuf,
    /// The hypothesis as its file has it (`hypothesis = "…"`).
    pub hypothesis: Hypothesis,
    /// What varies.
    pub factors: Vec<Factor>,
    /// At which points.
    pub design: Design,
    /// Replications of each arm at each point; `None` for those of the hypothesis.
    pub replications: Option<u32>,
    /// Seed of all runs.
    pub seed: u64,
    files: Arc<dyn Source>,
    settings: Vec<(String, String)>,
}

impl HypothesisPlan {
    /// Reads and checks the plan of a hypothesis, over whose arms `settings` (`--set`) are laid.
    ///
    /// # Errors
    /// Every fault of the plan and of the hypothesis, each with its place.
    pub fn load_from(
        files: &Arc<dyn Source>,
        path: &Path,
        settings: &[(String, String)],
    ) -> Result<Self, ScenarioError> {
        let (mut reader, mut root) = open(files, path, FileKind::HypothesisPlan)?;
        reader.check(&SHAPE, &mut root);
        let Some(written) = root.text("hypothesis") else {
            return Err(reader.texts.faults(reader.findings));
        };
        let place = root.place_of("hypothesis", Place::START);
        let file = files.beside(path, &written);
        if let Err((message, hint)) = read_text(&**files, &file) {
            let message = say!("`hypothesis` names {}, but {message}", file.display());
            let finding = Finding::new(place, "hypothesis", message);
            reader.fault(finding.code("unreadable-file").hint(hint));
            return Err(reader.texts.faults(reader.findings));
        }
        // Without the hypothesis nothing else can be checked.
        let (hypothesis, base) = read(files, &file, settings).map_err(|error| {
            let mut faults = reader.texts.faults(std::mem::take(&mut reader.findings)).faults;
            faults.extend(error.faults);
            ScenarioError { faults }
        })?;
        let laid_out = points(&mut reader, path, &root, &base);
        let name = name(path);
        for (key, arm) in laid_out
            .iter()
            .flat_map(|(factors, _)| factors)
            .filter_map(|factor| Some((&factor.key, hypothesis.sets(&factor.key)?)))
        {
            let message = say!("`{key}` is what the arm `{arm}` of `{}` sets", hypothesis.id);
            let place = reader.mention(key).unwrap_or(place);
            reader.fault(Finding::new(place, key, message).label(words!("it cannot vary too").text()));
        }
        match laid_out {
            Some((factors, design)) if reader.findings.is_empty() => {
                refuse_factors(&mut reader, &factors, settings);
                if !reader.findings.is_empty() {
                    return Err(reader.texts.faults(reader.findings));
                }
                Ok(Self {
                    title: root.said("title").unwrap_or_else(|| name.clone()),
                    name,
                    path: path.to_owned(),
                    hypothesis,
                    factors,
                    design,
                    replications: root.count("replications").map(|number| number as u32),
                    seed: root.count("seed").unwrap_or(1),
                    files: Arc::clone(files),
                    settings: settings.to_vec(),
                })
            }
            _ => Err(reader.texts.faults(reader.findings)),
        }
    }

    /// The hypothesis with factors at these values, laid over all its arms; the number of the point ends its id.
    ///
    /// # Errors
    /// When the values contradict what is written.
    pub fn at(&self, point: usize, values: &[toml::Value]) -> Result<Hypothesis, ScenarioError> {
        let mut settings = self.settings.clone();
        let own = self.factors.iter().zip(values);
        settings.extend(own.map(|(factor, value)| (factor.key.clone(), value.to_string())));
        let mut hypothesis = Hypothesis::load_from(&self.files, &self.hypothesis.path, &settings)?;
        hypothesis.refuse_copies()?;
        hypothesis.id = format!("{}-{point}", hypothesis.id);
        Ok(hypothesis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::source::Disk;

    #[test]
    fn a_hypothesis_that_is_not_there_is_a_fault_beside_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.toml");
        std::fs::write(&path, "title = 'A plan'\nhypothesis = 'gone.toml'\nsed = 1\n").unwrap();
        let error = HypothesisPlan::load_from(&Disk::shared(), &path, &[]).unwrap_err();
        let told = |code: &str| error.faults.iter().find(|fault| fault.code == code).unwrap();
        assert_eq!(told("unreadable-file").line, 2);
        assert!(told("unreadable-file").message.contains("`hypothesis` names"));
        assert_eq!(told("unknown-key").line, 3);
        assert!(error.faults.iter().all(|fault| fault.path == path));
    }
}
