//! The plan of a hypothesis that is tested at many points.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::plan::{Design, Factor, SEED_MAX, name, open, points, refuse_factors};
use crate::scenario::fault::{Finding, ScenarioError};
use crate::scenario::file_kind::FileKind;
use crate::scenario::hypothesis::{Hypothesis, REPLICATIONS_MAX, REPLICATIONS_MIN};
use crate::scenario::source::Source;

/// Points at which a hypothesis is tested, at most: every point keeps scenarios for all its arms.
pub const TESTED_MAX: usize = 400;

const TOP: [&str; 7] = [
    "title",
    "story",
    "hypothesis",
    "replications",
    "seed",
    "design",
    "factor",
];

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
    /// Reads and checks the plan of a hypothesis, over whose arms `settings` (`--set`) are laid; `None` where the plan names
    /// no hypothesis.
    ///
    /// # Errors
    /// Every fault of the plan and of the hypothesis, each with its place.
    pub fn load_from(
        files: &Arc<dyn Source>,
        path: &Path,
        settings: &[(String, String)],
    ) -> Result<Option<Self>, ScenarioError> {
        let (mut reader, root) = open(files, path, FileKind::Plan)?;
        let Some(row) = root.row("hypothesis") else {
            return Ok(None);
        };
        reader.know(&root, "", &TOP);
        let place = row.item.place;
        let Some(written) = reader.text(&root, "", "hypothesis") else {
            return Err(reader.texts.faults(reader.findings));
        };
        let hypothesis = Hypothesis::load_from(files, &files.beside(path, &written), settings)?;
        hypothesis.refuse_copies()?;
        let base = hypothesis.base()?;
        let replications = (REPLICATIONS_MIN.into(), REPLICATIONS_MAX.into());
        let replications = reader.count(&root, "", "replications", replications);
        let seed = reader.count(&root, "", "seed", (0, SEED_MAX));
        let laid_out = points(&mut reader, path, &root, &base);
        let name = name(path);
        let title = reader.text(&root, "", "title");
        reader.text(&root, "", "story");
        for (key, arm) in laid_out
            .iter()
            .flat_map(|(factors, _)| factors)
            .filter_map(|factor| Some((&factor.key, hypothesis.sets(&factor.key)?)))
        {
            let message = format!("`{key}` is what the arm `{arm}` of `{}` sets", hypothesis.id);
            let place = reader.mention(key).unwrap_or(place);
            reader.fault(Finding::new(place, key, message).label("it cannot vary too"));
        }
        match laid_out {
            Some((factors, design)) if reader.findings.is_empty() => {
                refuse_factors(&mut reader, &factors, settings);
                if !reader.findings.is_empty() {
                    return Err(reader.texts.faults(reader.findings));
                }
                Ok(Some(Self {
                    title: title.unwrap_or_else(|| name.clone()),
                    name,
                    path: path.to_owned(),
                    hypothesis,
                    factors,
                    design,
                    replications: replications.map(|number| number as u32),
                    seed: seed.unwrap_or(1),
                    files: Arc::clone(files),
                    settings: settings.to_vec(),
                }))
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
