//! What is shipped, by name.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::{FOLDER, Scenarios, contents};
use crate::scenario::{FileKind, introduction};

/// A file that comes with the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name with its folder, such as `cases/norre_snede`.
    pub name: String,
    /// What it is for.
    pub kind: Kind,
    /// Its title, or the claim of a hypothesis or a fact.
    pub title: String,
    /// The first sentence of its story; empty without one.
    pub summary: String,
    /// Its path from the root of the project on, such as `scenarios/cases/norre_snede.toml`.
    pub path: PathBuf,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The reference society.
    Reference,
    /// What others did.
    Case,
    /// A contrast of theory.
    Theory,
    /// The scenario of a lesson.
    Lesson,
    /// A planner's question.
    Question,
    /// A plan of a sweep.
    SweepPlan,
    /// A plan of a search.
    FrontierPlan,
    /// A plan of a calibration.
    CalibrationPlan,
    /// Targets for worlds.
    WorldsPlan,
    /// A declared hypothesis.
    Hypothesis,
    /// A stylised fact.
    Fact,
}

impl Kind {
    /// Kinds of scenarios, in the order of lists.
    pub const SCENARIOS: [Self; 5] = [
        Self::Reference,
        Self::Case,
        Self::Theory,
        Self::Lesson,
        Self::Question,
    ];
    /// Kinds of plans, in the order of lists.
    pub const PLANS: [Self; 4] = [
        Self::SweepPlan,
        Self::FrontierPlan,
        Self::CalibrationPlan,
        Self::WorldsPlan,
    ];

    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::Reference,
        Self::Case,
        Self::Theory,
        Self::Lesson,
        Self::Question,
        Self::SweepPlan,
        Self::FrontierPlan,
        Self::CalibrationPlan,
        Self::WorldsPlan,
        Self::Hypothesis,
        Self::Fact,
    ];

    /// The kind of its file; `None` for a scenario.
    #[must_use]
    pub const fn of_file(self) -> Option<FileKind> {
        match self {
            Self::Reference | Self::Case | Self::Theory | Self::Lesson | Self::Question => None,
            Self::SweepPlan => Some(FileKind::Plan),
            Self::FrontierPlan => Some(FileKind::FrontierPlan),
            Self::CalibrationPlan => Some(FileKind::CalibrationPlan),
            Self::WorldsPlan => Some(FileKind::WorldsPlan),
            Self::Hypothesis => Some(FileKind::Hypothesis),
            Self::Fact => Some(FileKind::Fact),
        }
    }

    fn of(name: &str, file: Option<FileKind>) -> Self {
        match (file, name.split_once('/')) {
            (Some(FileKind::Fact), _) => Self::Fact,
            (Some(FileKind::Hypothesis), _) => Self::Hypothesis,
            (Some(FileKind::CalibrationPlan), _) => Self::CalibrationPlan,
            (Some(FileKind::WorldsPlan), _) => Self::WorldsPlan,
            (Some(FileKind::FrontierPlan), _) => Self::FrontierPlan,
            (Some(FileKind::Plan | FileKind::HypothesisPlan), _) => Self::SweepPlan,
            (None, Some(("theory", _))) => Self::Theory,
            (None, Some(("lessons", _))) => Self::Lesson,
            (None, Some(("planner", _))) => Self::Question,
            (None, Some(_)) => Self::Case,
            (None, None) => Self::Reference,
        }
    }
}

impl Item {
    /// Its name without its folder, such as `norre_snede`, which no other item has.
    #[must_use]
    pub fn short_name(&self) -> &str {
        self.name
            .rsplit_once('/')
            .map_or(self.name.as_str(), |(_, short)| short)
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> Cow<'static, str> {
        let file = self.path.strip_prefix(FOLDER).unwrap_or(&self.path);
        match contents(file).unwrap_or_default() {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
            Cow::Owned(bytes) => String::from_utf8_lossy(&bytes).into_owned().into(),
        }
    }
}

/// Everything that is shipped, by kind and name.
#[must_use]
pub fn items() -> &'static [Item] {
    static ITEMS: LazyLock<Vec<Item>> = LazyLock::new(|| {
        let mut items: Vec<Item> = <Scenarios as rust_embed::RustEmbed>::iter()
            .filter_map(|file| item(&file))
            .collect();
        items.sort_by(|one, other| (one.kind, &one.name).cmp(&(other.kind, &other.name)));
        items
    });
    &ITEMS
}

fn item(file: &str) -> Option<Item> {
    let name = file.strip_suffix(".toml")?;
    let text = contents(Path::new(file))?;
    let words = introduction(&String::from_utf8_lossy(&text));
    Some(Item {
        kind: Kind::of(name, words.kind),
        title: words.title.unwrap_or_else(|| name.to_owned()),
        summary: words.summary,
        name: name.to_owned(),
        path: Path::new(FOLDER).join(file),
    })
}

/// The item of this name, such as `norre_snede`, `cases/norre_snede` or `scenarios/cases/norre_snede.toml`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Item> {
    static BY_NAME: LazyLock<BTreeMap<&str, &Item>> = LazyLock::new(|| {
        let names = items()
            .iter()
            .flat_map(|item| [(item.name.as_str(), item), (item.short_name(), item)]);
        names.collect()
    });
    let name = name.strip_prefix("scenarios/").unwrap_or(name);
    BY_NAME.get(name.strip_suffix(".toml").unwrap_or(name)).copied()
}

/// The short name of these kinds that is most like a name that is none; `None` where none is like it.
#[must_use]
pub fn nearest(name: &str, kinds: &[Kind]) -> Option<&'static str> {
    let wanted = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let wanted = wanted.strip_suffix(".toml").unwrap_or(&wanted);
    let likeness = |item: &Item| strsim::jaro_winkler(wanted, &item.short_name().to_lowercase());
    items()
        .iter()
        .filter(|item| kinds.contains(&item.kind))
        .rev()
        .max_by(|one, other| likeness(one).total_cmp(&likeness(other)))
        .filter(|item| likeness(item) > 0.85)
        .map(Item::short_name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scenario::fact::Fact;
    use crate::scenario::hypothesis::Hypothesis;
    use crate::scenario::{
        CalibrationPlan, Disk, FrontierPlan, HypothesisPlan, KIND_NAMES, Plan, Scenario, WorldsPlan,
        catalogue, file_to_begin_with, kind_of, lessons, schema_of_kind,
    };

    #[test]
    fn short_names_are_unique_and_found() {
        let names: BTreeSet<&str> = items().iter().map(Item::short_name).collect();
        assert_eq!(names.len(), items().len());
        for item in items() {
            let path = item.path.to_str().unwrap();
            for name in [
                item.short_name(),
                &item.name,
                path,
                &format!("{}.toml", item.name),
            ] {
                assert_eq!(find(name), Some(item), "{name}");
            }
        }
        assert_eq!(find("norre_snede").map(|item| item.kind), Some(Kind::Case));
        for none in ["", "cases", "norre", "theory/norre_snede", "../reference"] {
            assert_eq!(find(none), None, "{none}");
        }
    }

    #[test]
    fn what_is_shipped_is_what_is_in_the_source() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let scenarios: Vec<&Item> = items()
            .iter()
            .filter(|item| Kind::SCENARIOS.contains(&item.kind))
            .collect();
        let found = catalogue(&Disk, &root.join("scenarios")).unwrap();
        assert_eq!(scenarios.len(), found.len());
        for entry in found {
            let item = scenarios.iter().find(|item| root.join(&item.path) == entry.path);
            let item = item.unwrap_or_else(|| panic!("{} is not shipped", entry.path.display()));
            assert_eq!((&item.title, &item.summary), (&entry.title, &entry.summary));
        }
        let lessons = |files: &dyn crate::scenario::Source, folder: &Path| -> Vec<String> {
            let lessons = lessons(files, folder).unwrap().into_iter();
            lessons.map(|lesson| lesson.id).collect()
        };
        let shipped = lessons(&crate::shipped::scenarios(), Path::new(""));
        assert_eq!(shipped, lessons(&Disk, &root.join("scenarios")));
        assert_eq!(shipped.len(), 9);
        for (folder, kind) in [("facts", Kind::Fact), ("hypotheses", Kind::Hypothesis)] {
            let files = std::fs::read_dir(root.join("scenarios").join(folder)).unwrap();
            assert_eq!(
                items().iter().filter(|item| item.kind == kind).count(),
                files.count()
            );
        }
    }

    #[test]
    fn everything_shipped_has_its_words_in_danish() {
        for item in items() {
            let table: toml::Table = item.text().parse().unwrap();
            let danish = table.get("da").and_then(toml::Value::as_table);
            let danish = danish.unwrap_or_else(|| panic!("{} has no Danish", item.name));
            for word in ["title", "claim", "story", "note"].map(|word| (word, table.get(word))) {
                if let (word, Some(_)) = word {
                    assert!(danish.contains_key(word), "{}: {word}", item.name);
                }
            }
        }
    }

    /// What judges texts of a kind by its schema; dear to build.
    fn validator(kind: Option<FileKind>) -> jsonschema::Validator {
        jsonschema::draft202012::new(&schema_of_kind(kind)).unwrap()
    }

    /// What a schema says against a text.
    fn against(validator: &jsonschema::Validator, text: &str) -> Vec<String> {
        let table: toml::Table = text.parse().unwrap();
        let value = serde_json::to_value(table).unwrap();
        let errors = validator.iter_errors(&value);
        errors
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect()
    }

    #[test]
    fn every_shipped_file_is_of_its_kind_and_as_its_schema_says() {
        for (_, kind) in KIND_NAMES {
            assert!(jsonschema::draft202012::meta::is_valid(&schema_of_kind(kind)));
            let validator = validator(kind);
            let of_kind = items().iter().filter(|item| item.kind.of_file() == kind);
            let mut seen = 0;
            for item in of_kind {
                let found = kind_of(&crate::shipped::project(), &item.path).unwrap();
                assert_eq!(found, kind, "{}", item.name);
                assert_eq!(
                    against(&validator, &item.text()),
                    Vec::<String>::new(),
                    "{}",
                    item.name
                );
                seen += 1;
            }
            assert!(seen > 0 || kind == Some(FileKind::HypothesisPlan), "{kind:?}");
        }
    }

    #[test]
    fn a_file_to_begin_with_is_right_and_as_its_schema_says() {
        let folder = tempfile::tempdir().unwrap();
        for (word, kind) in KIND_NAMES {
            let validator = validator(kind);
            for name in ["mine", "Grønne \"parker\""] {
                let text = file_to_begin_with(kind, name);
                assert!(text.starts_with(&format!("#:schema {word}.schema.json\n")));
                assert_eq!(against(&validator, &text), Vec::<String>::new(), "{text}");
                let path = folder.path().join(format!("{word}.toml"));
                std::fs::write(&path, &text).unwrap();
                let place = crate::shipped::locate(&path, &Kind::ALL).unwrap();
                assert_eq!(kind_of(&*place.files, &place.path).unwrap(), kind);
                let (files, path) = (&place.files, &place.path);
                let right = match kind {
                    None => Scenario::load_from(files, path, &[]).map(|_| ()),
                    Some(FileKind::Plan) => Plan::load_from(files, path, &[]).map(|_| ()),
                    Some(FileKind::HypothesisPlan) => HypothesisPlan::load_from(files, path, &[]).map(|_| ()),
                    Some(FileKind::FrontierPlan) => FrontierPlan::load_from(files, path, &[]).map(|_| ()),
                    Some(FileKind::WorldsPlan) => WorldsPlan::load_from(files, path, &[]).map(|_| ()),
                    Some(FileKind::CalibrationPlan) => {
                        CalibrationPlan::load_from(files, path, &[]).map(|_| ())
                    }
                    Some(FileKind::Hypothesis) => Hypothesis::load_from(files, path, &[])
                        .and_then(|hypothesis| hypothesis.refuse_copies()),
                    Some(FileKind::Fact) => {
                        Fact::load_from(files, path, &[]).and_then(|fact| fact.refuse_copies())
                    }
                };
                right.unwrap_or_else(|error| panic!("{error}\n{text}"));
            }
        }
    }

    #[test]
    fn files_of_no_kind_are_refused_in_one_word() {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [
            ("survey.csv", &b"id,age\n1,40\n2,50\n"[..]),
            ("manifest.json", b"{\n  \"command\": \"run\"\n}\n"),
            ("replications.journal", b"\xff\xfe\x00\x01"),
            ("Cargo.toml", b"[package]\nname = 'x'\n[dependencies]\n"),
            ("site.toml", b"title = 'A page'\nbaseURL = 'x'\n"),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            let error = kind_of(&Disk, &path).unwrap_err();
            assert_eq!(error.count(), 1, "{error}");
            let message = &error.faults[0].message;
            assert!(
                message.starts_with("this is no file that samspil reads: "),
                "{message}"
            );
        }
        for text in ["title = 'A'", "[barrier]\nsilos = 0.1", "programe = 1", "[broken"] {
            let path = folder.path().join("a.toml");
            std::fs::write(&path, text).unwrap();
            assert_eq!(kind_of(&Disk, &path).unwrap(), None, "{text}");
        }
    }

    #[test]
    fn a_name_that_is_none_has_a_nearest() {
        assert_eq!(nearest("norre_sned", &Kind::SCENARIOS), Some("norre_snede"));
        assert_eq!(
            nearest("cases/Norre_Snede.toml", &Kind::SCENARIOS),
            Some("norre_snede")
        );
        assert_eq!(nearest("norre_sned", &[Kind::Fact]), None);
        assert_eq!(nearest("SF-99", &[Kind::Fact]), Some("SF-09"));
    }
}
