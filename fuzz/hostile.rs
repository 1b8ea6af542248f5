//! What hostile bytes are put through: `tests/hostile.rs` tries some in seconds, `cargo fuzz` many for hours.
//!
//! Whatever a reader is given, it must answer with a value or with faults in words: no panic, no endless loop, no memory without a
//! limit.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use samspil::experiment::Address;
use samspil::output::RunFolder;
use samspil::scenario::fact::Fact;
use samspil::scenario::hypothesis::Hypothesis;
use samspil::scenario::{CalibrationPlan, Disk, FrontierPlan, Memory, Plan, Scenario, ScenarioError, Source};

/// Where a hostile file stands, so that it can name what shipped files of its kind name.
const PLACES: [&str; 4] = [
    "scenarios/hostile.toml",
    "scenarios/plans/hostile.toml",
    "scenarios/hypotheses/hostile.toml",
    "scenarios/facts/hostile.toml",
];

/// The files that come with the program, in memory, by their paths from the root of the project.
#[derive(Debug)]
pub(crate) struct Shipped {
    files: Memory,
    /// Path and text of each.
    pub(crate) texts: Vec<(PathBuf, &'static str)>,
}

impl Shipped {
    /// Reads them; what has been read is kept until the program ends.
    pub(crate) fn read(root: &Path) -> Self {
        let mut files = Memory::default();
        let mut texts = Vec::new();
        let paths = Disk
            .files(&root.join("scenarios"))
            .expect("the project has scenarios");
        for path in paths {
            let bytes: &'static [u8] = std::fs::read(&path)
                .expect("a file of the project can be read")
                .leak();
            let inner = path
                .strip_prefix(root)
                .expect("it was found below the root")
                .to_owned();
            files.put(&inner, bytes);
            if let Ok(text) = std::str::from_utf8(bytes) {
                texts.push((inner, text));
            }
        }
        Self { files, texts }
    }

    fn with(&self, path: &str, bytes: &[u8]) -> Memory {
        let mut files = self.files.clone();
        files.put(path, bytes.to_vec());
        files
    }
}

/// Reads a text as every kind of file there is.
pub(crate) fn text(shipped: &Shipped, bytes: &[u8]) {
    for place in PLACES {
        let path = Path::new(place);
        let files: Arc<dyn Source> = Arc::new(shipped.with(place, bytes));
        if place.contains("plans") {
            judge(Plan::load_from(&files, path, &[]));
            judge(FrontierPlan::load_from(&files, path, &[]));
            judge(CalibrationPlan::load_from(&files, path, &[]));
        } else if place.contains("hypotheses") {
            judge(Hypothesis::load_from(&files, path, &[]));
        } else if place.contains("facts") {
            judge(Fact::load_from(&files, path, &[]));
        } else {
            judge(Scenario::load_from(&files, path, &[]));
        }
    }
}

/// Reads bytes as a survey, as ties between its respondents, and as the points of a plan.
pub(crate) fn table(shipped: &Shipped, bytes: &[u8]) {
    let scenario = |columns: &str| {
        format!(
            "[population]\nfrom = \"hostile.csv\"\n[population.data]\n{columns}\n[programme.parks]\n\
             [population.data.columns]\ntrust = {{ column = \"trust\", low = 0, high = 10 }}\nage = {{ column = \"age\" }}\n"
        )
    };
    let ties = "[population]\nfrom = \"people.csv\"\n[population.data]\none_to_one = true\n[network]\nfrom = \"hostile.csv\"\n\
                [programme.parks]\n[population.data.columns]\ntrust = { column = \"trust\" }\n";
    let plan = "scenario = \"../reference.toml\"\n[design]\nkind = \"points\"\nfile = \"../hostile.csv\"\n";
    let mut files = shipped.with("scenarios/hostile.csv", bytes);
    files.put("scenarios/people.csv", b"trust\n0.1\n0.2\n0.3\n0.4\n".as_slice());
    files.put("scenarios/plans/points.toml", plan.as_bytes().to_vec());
    let scenarios = [
        scenario(""),
        scenario("weight = \"weight\"\nneighbourhood = \"area\"\nmissing = \"drop_row\""),
        scenario("neighbourhood = \"area\"\none_to_one = true"),
        ties.to_owned(),
    ];
    for (number, text) in scenarios.into_iter().enumerate() {
        files.put(format!("scenarios/survey-{number}.toml"), text.into_bytes());
    }
    let files: Arc<dyn Source> = Arc::new(files);
    for number in 0..4 {
        judge(Scenario::load_from(
            &files,
            Path::new(&format!("scenarios/survey-{number}.toml")),
            &[],
        ));
    }
    judge(Plan::load_from(
        &files,
        Path::new("scenarios/plans/points.toml"),
        &[],
    ));
}

/// Opens bytes as a journal: what they hold is read, or refused and left as it is; what is appended is there afterwards.
pub(crate) fn journal(root: &Path, bytes: &[u8]) {
    let open = || RunFolder::open(root, "hostile", "", 1).expect("the folder can be written");
    let path = open().path().join("replications.journal");
    std::fs::write(&path, bytes).expect("the folder can be written");
    let read = |folder: &RunFolder| folder.journal("replications", 2, 2);
    let folder = open();
    let Ok(mut journal) = read(&folder) else {
        let left = std::fs::read(&path).expect("it is still there");
        assert_eq!(left, bytes, "a foreign file is left alone");
        return;
    };
    let found: Vec<Address> = journal.runs().collect();
    let next = Address {
        configuration: found
            .last()
            .map_or(0, |last| last.configuration.saturating_add(1)),
        replication: 0,
    };
    journal
        .append(next, &[1.0, 2.0, 3.0, 4.0])
        .expect("the folder can be written");
    drop((journal, folder));
    let again: Vec<Address> = read(&open()).expect("it could be opened before").runs().collect();
    assert!(
        found.iter().chain([&next]).all(|run| again.contains(run)),
        "{found:?}, {next:?}: {again:?}"
    );
}

/// A value, or faults that say something.
fn judge<T>(read: Result<T, ScenarioError>) {
    if let Err(error) = read {
        assert!(!error.faults.is_empty());
        assert!(
            error
                .faults
                .iter()
                .all(|fault| !fault.message.is_empty() && fault.line > 0 && fault.column > 0)
        );
        assert!(!error.render(false).is_empty());
    }
}
