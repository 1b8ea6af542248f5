//! The scenarios a request is about: one of the library or a text, with settings laid over it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::library::Library;
use super::refusal::Refusal;
use super::sent::Sent;
use crate::scenario::{Base, Scenario, ScenarioError, Source};
use crate::study::Variant;
use crate::study::comparison;
use crate::words::say;

/// Citizens of a scenario, at most: a class should not wait for one society.
pub(super) const CITIZENS_MAX: u32 = 200_000;
/// Arms at most: a baseline and as many variants as have colours of their own.
pub(super) const ARMS_MAX: usize = 1 + comparison::VARIANTS_MAX;
/// Replications at most.
pub(super) const REPLICATIONS_MAX: u32 = 5_000;

/// Settings as after `--set`, by key.
pub(super) type Settings = BTreeMap<String, String>;

/// The scenario a visitor has chosen.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "`source` is `{\"id\": …}` for a scenario of the library, or `{\"name\": …, \"toml\": …}` for a text"
)]
pub(super) enum Chosen {
    /// One of the library.
    Shelf {
        /// Its id.
        id: String,
    },
    /// A text of the visitor's.
    Own {
        /// Name of the file.
        name: String,
        /// The text.
        toml: String,
    },
}

/// An arm of a comparison.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Arm {
    /// Its name.
    pub(super) name: String,
    /// What is set in it.
    #[serde(default)]
    pub(super) settings: Settings,
}

/// Baseline and variants.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Compared {
    pub(super) source: Chosen,
    pub(super) arms: Vec<Arm>,
    #[serde(default)]
    pub(super) replications: Option<u32>,
    #[serde(default)]
    pub(super) seed: Option<u64>,
}

impl Chosen {
    /// The text, read but not checked.
    pub(super) fn base(&self, library: &Library) -> Result<Base, Refusal> {
        match self {
            Self::Shelf { id } => Ok(Base::open_from(library.files(), library.path(id)?)?),
            Self::Own { name, toml } => {
                let name = Path::new(name).file_name().unwrap_or_default();
                let files: Arc<dyn Source> = Arc::new(Sent(Arc::clone(library.files())));
                Ok(Base::from_text(&files, Path::new(name), toml)?)
            }
        }
    }

    /// The scenario with settings laid over it.
    pub(super) fn scenario(&self, library: &Library, settings: &Settings) -> Result<Scenario, Refusal> {
        let base = self.base(library)?;
        check_size(base.with(&pairs(settings))?)
    }
}

impl Compared {
    /// Baseline and variants, which face the need of the baseline; all faults of all arms at once.
    pub(super) fn load(&self, library: &Library) -> Result<Vec<Variant>, Refusal> {
        if !(1..=ARMS_MAX).contains(&self.arms.len()) {
            return Err(Refusal::malformed(say!(
                "There are {} arms; from 1 to {ARMS_MAX} can be told apart.",
                self.arms.len()
            )));
        }
        let base = self.source.base(library)?;
        let mut arms: Vec<Variant> = Vec::with_capacity(self.arms.len());
        let mut faults = Vec::new();
        for (index, arm) in self.arms.iter().enumerate() {
            match base.with(&pairs(&arm.settings)) {
                Ok(scenario) => arms.push(Variant {
                    key: if index == 0 {
                        "baseline".to_owned()
                    } else {
                        format!("variant-{index}")
                    },
                    title: arm.name.clone(),
                    scenario: check_size(scenario)?,
                }),
                Err(error) => faults.extend(error.faults),
            }
        }
        ScenarioError::none_of(faults)?;
        comparison::check(&arms).map_err(|mismatch| Refusal::impossible(mismatch.to_string()))?;
        let (baseline, variants) = arms.split_first().expect("there is at least one arm");
        refuse_other_places(baseline, variants)?;
        let variants = variants
            .iter()
            .map(|variant| variant.clone().facing_need_of(baseline));
        Ok(std::iter::once(baseline.clone()).chain(variants).collect())
    }

    /// Replications of each arm.
    pub(super) fn replications(&self, fallback: u32) -> Result<u32, Refusal> {
        let number = self.replications.unwrap_or(fallback);
        replications(number, REPLICATIONS_MAX, "compare")
    }

    /// The seed.
    pub(super) fn seed(&self, arms: &[Variant]) -> u64 {
        self.seed.unwrap_or(arms[0].scenario.seed)
    }

    /// The same question on the command line, word by word.
    pub(super) fn command(&self, library: &Library, replications: u32, seed: u64) -> Vec<String> {
        let file = match &self.source {
            Chosen::Shelf { id } => library.written(id),
            Chosen::Own { name, .. } => name.clone(),
        };
        let (baseline, variants) = self.arms.split_first().expect("there is at least one arm");
        let own = |arm: &Arm| -> Vec<String> {
            let own = arm
                .settings
                .iter()
                .filter(|(key, value)| baseline.settings.get(*key) != Some(value));
            own.map(|(key, value)| format!("{key}={value}")).collect()
        };
        // Where nothing is moved there is nothing to compare.
        let moved = variants
            .iter()
            .map(|arm| (arm, own(arm)))
            .filter(|(_, own)| !own.is_empty());
        let moved: Vec<(&Arm, Vec<String>)> = moved.collect();
        let (command, option) = if moved.is_empty() {
            ("run", "--set")
        } else {
            ("compare", "--everywhere")
        };
        let mut words = vec!["samspil".to_owned(), command.to_owned(), file];
        for (key, value) in &baseline.settings {
            words.extend([option.to_owned(), format!("{key}={value}")]);
        }
        for (arm, own) in moved {
            // The first `:` ends the name, and it ends before the first `=`.
            let name = arm.name.replace([':', '='], " ");
            words.extend(["--variant".to_owned(), format!("{name}: {}", own.join(", "))]);
        }
        let ends = ["-n", &replications.to_string(), "--seed", &seed.to_string()].map(str::to_owned);
        words.extend(ends);
        words
    }
}

/// All arms live in one place: on a page the difference of two designs is shown, never that of two societies.
fn refuse_other_places(baseline: &Variant, variants: &[Variant]) -> Result<(), Refusal> {
    for variant in variants {
        let keys = comparison::place_differences(baseline, variant);
        if !keys.is_empty() {
            let keys = keys.join("`, `");
            return Err(Refusal::impossible(say!(
                "`{}` is another place than the baseline: `{keys}` describes the place, which all arms have in common.\n\
                 hint: set it in the baseline and in every variant, or compare two places with `samspil compare`",
                variant.title
            ))
            .because("other_place"));
        }
    }
    Ok(())
}

/// Replications that are asked for, if a page may ask for so many; `command` takes more.
pub(super) fn replications(number: u32, most: u32, command: &str) -> Result<u32, Refusal> {
    if (2..=most).contains(&number) {
        return Ok(number);
    }
    let mut message = say!("{number} replications are asked for; from 2 to {most} can be run here.");
    if number > most {
        message += &say!("\nhint: `samspil {command}` takes more");
    }
    Err(Refusal::malformed(message))
}

/// Settings as the reader takes them.
pub(super) fn pairs(settings: &Settings) -> Vec<(String, String)> {
    settings
        .iter()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn check_size(scenario: Scenario) -> Result<Scenario, Refusal> {
    let citizens = scenario.setup.citizens();
    if citizens > CITIZENS_MAX {
        return Err(Refusal::too_large(say!(
            "{citizens} citizens are more than can be simulated while someone waits (limit: {CITIZENS_MAX}).\n\
             hint: set `population.citizens`, or use the command line"
        )));
    }
    Ok(scenario)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Mutex;

    use proptest::prelude::*;

    use super::super::bounded::Bounded;
    use super::*;
    use crate::scenario::{OpenError, Opened};

    /// A folder that remembers what was opened in it.
    #[derive(Debug)]
    struct Recording {
        folder: Bounded,
        opened: Mutex<Vec<PathBuf>>,
    }

    impl Source for Recording {
        fn open(&self, path: &Path) -> Result<Opened, OpenError> {
            let opened = self.folder.open(path)?;
            self.opened.lock().unwrap().push(path.to_owned());
            Ok(opened)
        }

        fn files(&self, folder: &Path) -> Result<Vec<PathBuf>, OpenError> {
            self.folder.files(folder)
        }
    }

    /// A folder of scenarios with a file, and links out of it; beside it what nobody may see.
    fn desk() -> tempfile::TempDir {
        let desk = tempfile::tempdir().unwrap();
        let folder = desk.path().join("scenarios");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(desk.path().join("secret.toml"), "SECRET = SECRET\n").unwrap();
        std::fs::write(folder.join("base.toml"), "[programme.parks]\n").unwrap();
        std::fs::write(folder.join("people.csv"), "t\n0.1\n0.2\n").unwrap();
        std::os::unix::fs::symlink("../secret.toml", folder.join("link.toml")).unwrap();
        std::os::unix::fs::symlink("..", folder.join("up")).unwrap();
        desk
    }

    fn paths() -> impl Strategy<Value = String> {
        let parts = prop::sample::select(vec![
            "..",
            ".",
            "",
            "up",
            "link.toml",
            "secret.toml",
            "base.toml",
            "people.csv",
            "etc",
            "passwd",
            "%2e%2e",
            "SECRET.TOML",
            "scenarios",
            "x",
        ]);
        let joined = prop::collection::vec(parts, 1..6).prop_map(|parts| parts.join("/"));
        prop_oneof![
            6 => joined,
            1 => Just("/etc/passwd".to_owned()),
            1 => Just("DESK/secret.toml".to_owned()),
            1 => Just("DESK/scenarios/base.toml".to_owned()),
            1 => Just("a\\u0000b".to_owned()),
            1 => Just("x".repeat(5_000)),
        ]
    }

    /// Lines that break a second reader of the text, or hide the key from it.
    fn noise() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "",
            "x = 99999999999999999999\n",
            "x = 1e999\n",
            "[x]\n",
            "x = {\n",
            "= 1\n",
            "'extends' = 1\n",
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn no_request_opens_what_is_outside(
            (before, after) in (noise(), noise()),
            (extends, citizens, ties) in (paths(), paths(), paths()),
            in_settings in any::<bool>(),
        ) {
            let desk = desk();
            let folder = desk.path().join("scenarios");
            let recording = Arc::new(Recording {
                folder: Bounded::to(&folder).unwrap(),
                opened: Mutex::default(),
            });
            let files: Arc<dyn Source> = Arc::clone(&recording) as _;
            let library = Library::open(files, Some(Path::new("scenarios"))).unwrap();
            recording.opened.lock().unwrap().clear();
            let real = |path: &str| path.replace("DESK", desk.path().to_str().unwrap());
            let (extends, citizens, ties) = (real(&extends), real(&citizens), real(&ties));
            let toml = format!(
                "extends = \"{extends}\"\n{before}[population]\nfrom = \"{citizens}\"\n[population.data]\none_to_one = true\n\
                 [population.data.columns]\ntrust = {{ column = \"t\" }}\n[network]\nfrom = \"{ties}\"\n{after}"
            );
            let own = Chosen::Own { name: extends.clone(), toml };
            let keys = [("extends", &extends), ("population.from", &citizens), ("network.from", &ties)];
            let settings: Settings = keys
                .iter()
                .filter(|_| in_settings)
                .map(|(key, path)| ((*key).to_owned(), (*path).clone()))
                .collect();
            let answer = own.scenario(&library, &settings);
            prop_assert!(!format!("{answer:?}").contains("SECRET ="), "{answer:?}");
            let folder = folder.canonicalize().unwrap();
            for path in recording.opened.lock().unwrap().iter() {
                let found = folder.join(path).canonicalize().unwrap();
                prop_assert!(found.starts_with(&folder), "{} was opened", found.display());
            }
        }
    }
}
