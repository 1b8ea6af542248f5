//! Every study can be cut, joined and foretold, and comes out the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::desk::Desk;
use super::{samspil, text};

const SCENARIO: &str = "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 60\n[programme.parks]\n";
const PLAN: &str = "scenario = 'parks.toml'\nreplications = 3\n[[factor]]\nkey = 'programme.parks.ease'\n\
                    levels = [0.3, 0.6]\n[[measure]]\nkey = 'outcome'\n";

/// A command, its file, and what else is asked.
type Asked = (&'static str, &'static str, &'static [&'static str]);

const ALL: [Asked; 6] = [
    ("run", "parks.toml", &["-n", "5"]),
    // Replications grow from look to look.
    ("run", "parks.toml", &["--precision", "0.0001", "--most", "70"]),
    (
        "compare",
        "parks.toml",
        &["-n", "4", "--set", "programme.parks.ease=0.9"],
    ),
    ("barriers", "parks.toml", &["-n", "2", "--permutations", "4"]),
    ("sweep", "plan.toml", &[]),
    (
        "sensitivity",
        "parks.toml",
        &[
            "--parameter",
            "asking.general",
            "--parameter",
            "barriers.silos",
            "--trajectories",
            "2",
            "-n",
            "2",
        ],
    ),
];

fn desk((command, file, _): Asked) -> Desk {
    let mut files = [("parks.toml", SCENARIO), ("plan.toml", PLAN)];
    files.sort_by_key(|(name, _)| *name != file);
    Desk::new(command, &files)
}

/// Tables and figures by name.
fn answer(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = |folder: &Path| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files(folder)
        .chain(files(&folder.join("figures")))
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "csv" || ending == "svg")
        })
        .map(|path| {
            (
                path.strip_prefix(folder).unwrap().to_owned(),
                fs::read(&path).unwrap(),
            )
        })
        .collect()
}

/// Folders of a place: those of shards, and the others.
fn folders(place: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let entries = fs::read_dir(place).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.partition(|path| path.display().to_string().contains("-shard-"))
}

#[test]
fn shards_of_every_command_join_to_the_whole() {
    for asked in ALL {
        let (command, _, further) = asked;
        let desk = desk(asked);
        let whole = answer(&desk.results("whole", further));
        let place = desk.path("parts");
        let mut rounds = 0;
        loop {
            rounds += 1;
            assert!(rounds < 5, "{command} never ends");
            for shard in ["1/3", "2/3", "3/3"] {
                let done = desk.call("parts", &[further, &["--shard", shard]].concat());
                assert!(done.status.success(), "{command}: {}", text(&done.stderr));
            }
            let (shards, _) = folders(&place);
            assert_eq!(shards.len(), 3, "{command}");
            let mut words = vec!["merge", "--output", place.to_str().unwrap()];
            words.extend(shards.iter().map(|folder| folder.to_str().unwrap()));
            let merged = samspil(&words);
            if merged.status.success() {
                break;
            }
            assert!(
                text(&merged.stderr).contains("runs are missing"),
                "{command}: {}",
                text(&merged.stderr)
            );
        }
        assert_eq!(rounds > 1, further.contains(&"--precision"), "{command}");
        let (_, merged) = folders(&place);
        assert!(answer(&merged[0]) == whole, "{command}");
    }
}

#[test]
fn every_command_foretells_what_is_missing_and_leaves_no_trace() {
    for asked in ALL {
        let (command, _, further) = asked;
        let desk = desk(asked);
        let foretold = || -> Value {
            let dry = desk.call("o", &[further, &["--dry-run", "--json"]].concat());
            assert!(dry.status.success(), "{command}: {}", text(&dry.stderr));
            serde_json::from_slice(&dry.stdout).unwrap()
        };
        let before = foretold();
        assert!(!desk.path("o").exists(), "{command}");
        assert_eq!(before["missing"], before["runs"], "{command}");
        assert!(before["missing"].as_u64().unwrap() > 0, "{command}");
        let answer = desk.call("o", &[further, &["--json"]].concat());
        let answer: Value = serde_json::from_slice(&answer.stdout).unwrap();
        for key in ["kind", "name", "title", "replications"] {
            assert_eq!(answer[key], before[key], "{command}: {key}");
            if further.contains(&"--precision") {
                break;
            }
        }
        assert!(
            answer["answer"].is_object() && answer["measures"].is_array(),
            "{command}"
        );
        assert_eq!(foretold()["missing"], 0, "{command}");
    }
}
