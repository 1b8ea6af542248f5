//! Every study can be cut, joined and foretold, and comes out the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::desk::Desk;
use super::kinds::KINDS;
use super::{samspil, text};

const SCENARIO: &str = "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 60\n[programme.parks]\n";
const PLAN: &str = "scenario = 'parks.toml'\nreplications = 3\n[[factor]]\nkey = 'programme.parks.ease'\n\
                    levels = [0.3, 0.6]\n[[measure]]\nkey = 'outcome'\n";

const TESTED_PLAN: &str =
    "hypothesis = 'T-1.toml'\n[[factor]]\nkey = 'programme.parks.invitation'\nlevels = [0.3, 0.6]\n";

const HYPOTHESIS: &str = "id = 'T-1'\nclaim = 'A test'\nscenario = 'parks.toml'\nmeasure = 'willingness'\ntime = 'end'\n\
                          smallest_effect = 0.001\nsequential = 60\nkind = 'difference'\ndirection = 'greater'\n\
                          [treatment]\nprogramme.parks.ease = 0.55\n";
const FACT: &str = "id = 'SF-90'\nclaim = 'A test'\nrole = 'validation'\ncontent = 'emergent'\nevidence = ['a test']\n\
                    scenario = 'parks.toml'\n\
                    [[arm]]\nname = 'usual'\n[[arm]]\nname = 'easier'\nprogramme.parks.ease = 0.9\n\
                    [[check]]\npattern = 'more'\nkind = 'mean'\nmeasure = 'willingness'\ntime = 'end'\n\
                    arms = { easier = 1, usual = -1 }\nsign = 'greater'\nsmallest_effect = 1e-6\n";

const SEARCH: &str = "scenario = 'parks.toml'\n[[factor]]\nkey = 'programme.parks.ease'\nlevels = [0.3, 0.4, 0.5, 0.6]\n\
                      [[factor]]\nkey = 'programme.parks.facilitation'\nlevels = [0.5, 1.0, 1.5]\n\
                      [[objective]]\nkey = 'participants_share'\nbetter = 'higher'\n\
                      [[objective]]\nkey = 'coproduction_cost'\nreduce = 'mean'\n\
                      [search]\ndesigns = 4\ngenerations = 1\nreplications = 2\n[confirm]\ndesigns = 2\nreplications = 3\n\
                      [robustness]\ndraws = 2\nreplications = 2\n";
const FIT: &str = "scenario = 'parks.toml'\n[parameters]\nhours.per_week = [1.5, 6.0]\n[[targets]]\n\
                   measure = 'hours_per_participant'\nvalue = 15\ntolerance = 3\n[sampler]\nparticles = 10\nrounds = 2\n\
                   replications = 1\npredictive = 20\nbudget = 300\n";
const WORLDS: &str = "scenario = 'parks.toml'\n[worlds]\ncount = 3\ndraws_most = 9\n[[targets]]\n\
                      measure = 'willingness'\nvalue = 0.36\nstandard_error = 0.05\ndiscrepancy = 0.5\n";

/// A command, its file, and what else is asked.
type Asked = (&'static str, &'static str, &'static [&'static str]);

/// What is asked of all kinds.
fn all() -> impl Iterator<Item = Asked> {
    KINDS.iter().flat_map(|kind| {
        let shared = kind.shared.iter();
        shared.map(|(file, further)| (kind.command, *file, *further))
    })
}

fn desk((command, file, _): Asked) -> Desk {
    let mut files = [
        ("parks.toml", SCENARIO),
        ("plan.toml", PLAN),
        ("tested.toml", TESTED_PLAN),
        ("T-1.toml", HYPOTHESIS),
        ("SF-90.toml", FACT),
        ("search.toml", SEARCH),
        ("fit.toml", FIT),
        ("worlds.toml", WORLDS),
    ];
    files.sort_by_key(|(name, _)| *name != file);
    Desk::new(command, &files)
}

/// Whether what is asked next depends on what came out.
fn grows((command, _, further): Asked) -> bool {
    let words = ["--precision", "--draws"];
    ["frontier", "calibrate", "worlds"].contains(&command) || words.iter().any(|word| further.contains(word))
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
    for asked in all() {
        let (command, _, further) = asked;
        let desk = desk(asked);
        let whole = answer(&desk.results("whole", further));
        let place = desk.path("parts");
        let mut rounds = 0;
        loop {
            rounds += 1;
            assert!(rounds < 9, "{command} never ends");
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
        // The first part of the draws holds all the worlds that are wanted here.
        assert_eq!(rounds > 1, grows(asked) && command != "worlds", "{command}");
        let (_, merged) = folders(&place);
        assert!(answer(&merged[0]) == whole, "{command}");
    }
}

#[test]
fn every_command_foretells_what_is_missing_and_leaves_no_trace() {
    for asked in all() {
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
        assert_eq!(before["runs_at_most"].is_u64(), grows(asked), "{command}");
        assert!(before["missing"].as_u64().unwrap() > 0, "{command}");
        let answer = desk.call("o", &[further, &["--json"]].concat());
        let answer: Value = serde_json::from_slice(&answer.stdout).unwrap();
        for key in ["kind", "name", "title", "replications"] {
            assert_eq!(answer[key], before[key], "{command}: {key}");
            // How many replications it takes is not known before.
            if key == "title" && grows(asked) {
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

/// Folders of shards by the question that they answer.
fn shards_by_question(place: &Path) -> BTreeMap<String, Vec<PathBuf>> {
    let mut questions: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for folder in folders(place).0 {
        let name = folder.display().to_string();
        let (_, hash) = name.rsplit_once('-').unwrap();
        questions.entry(hash.to_owned()).or_default().push(folder);
    }
    questions
}

fn merge(place: &Path, shards: &[PathBuf]) -> std::process::Output {
    let mut words = vec!["merge", "--output", place.to_str().unwrap()];
    words.extend(shards.iter().map(|folder| folder.to_str().unwrap()));
    samspil(&words)
}

#[test]
fn a_study_of_two_stages_is_cut_and_joined_stage_by_stage() {
    let further: &[&str] = &[
        "--method",
        "sobol",
        "--top",
        "1",
        "--rows",
        "4",
        "--trajectories",
        "2",
        "-n",
        "2",
        "--measure",
        "outcome",
    ];
    let desk = desk(("sensitivity", "parks.toml", further));
    let whole = desk.call("whole", further);
    assert!(whole.status.success(), "{}", text(&whole.stderr));
    let place = desk.path("parts");
    for stage in 1..=2 {
        for shard in ["1/2", "2/2"] {
            let dry = desk.call(
                "parts",
                &[further, &["--shard", shard, "--dry-run", "--json"]].concat(),
            );
            let dry: Value = serde_json::from_slice(&dry.stdout).unwrap();
            assert!(dry["missing"].as_u64().unwrap() > 0, "stage {stage}: {dry}");
            let done = desk.call("parts", &[further, &["--shard", shard]].concat());
            assert!(done.status.success(), "{}", text(&done.stderr));
        }
        let questions = shards_by_question(&place);
        assert_eq!(questions.len(), stage);
        let joined = folders(&place).1;
        let is_new = |hash: &str| {
            !joined
                .iter()
                .any(|folder| folder.display().to_string().ends_with(hash))
        };
        let (_, shards) = questions.iter().find(|(hash, _)| is_new(hash)).unwrap();
        let merged = merge(&place, shards);
        assert!(merged.status.success(), "{}", text(&merged.stderr));
    }
    for folder in folders(&place).1 {
        let name = folder.file_name().unwrap().to_owned();
        assert!(answer(&folder) == answer(&desk.path("whole").join(name)));
    }
}

#[test]
fn what_cannot_be_merged_is_said_and_nothing_is_lost() {
    let desk = desk(("run", "parks.toml", &[]));
    let place = desk.path("parts");
    let share = |number: &str, shard: &str| {
        let done = desk.call("parts", &["-n", number, "--shard", shard]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        text(&done.stdout)
    };
    share("4", "1/2");
    share("6", "2/2");
    let mut shards = folders(&place).0;
    shards.sort();
    let refused = text(&merge(&place, &shards).stderr);
    assert!(
        refused.contains("6 replications") && refused.contains("4 replications"),
        "{refused}"
    );
    share("6", "1/2");

    let journal = shards[0].join("replications.journal");
    let intact = fs::read(&journal).unwrap();
    for place_of_damage in [12, intact.len() - 20] {
        let mut damaged = intact.clone();
        damaged[place_of_damage] ^= 1;
        fs::write(&journal, &damaged).unwrap();
        let refused = text(&merge(&place, &shards).stderr);
        assert!(refused.contains("replications.journal"), "{refused}");
    }
    let intact_again = fs::read(&journal).unwrap().len();
    assert_eq!(intact_again, intact.len());
    share("6", "1/2");
    fs::remove_file(&journal).unwrap();
    assert!(share("6", "1/2").contains("3 runs"));

    // The question of the changed file was answered before; the shards still answer another one.
    let file = desk.path("parks.toml");
    let text_of_file = fs::read_to_string(&file).unwrap();
    fs::write(&file, text_of_file.replace("citizens = 60", "citizens = 61")).unwrap();
    let done = desk.call("parts", &["-n", "6"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let refused = merge(&place, &shards);
    assert!(
        text(&refused.stderr).contains("another question"),
        "{}",
        text(&refused.stderr)
    );
    fs::write(&file, text_of_file).unwrap();
    let merged = merge(&place, &shards);
    assert!(merged.status.success(), "{}", text(&merged.stderr));
}

#[test]
fn a_share_that_is_finished_is_left_as_it_is() {
    let desk = desk(("run", "parks.toml", &[]));
    let share = || text(&desk.call("parts", &["-n", "5", "--shard", "1/2"]).stdout);
    assert!(share().contains("3 runs"));
    let manifest = folders(&desk.path("parts")).0[0].join("manifest.json");
    let before = fs::read(&manifest).unwrap();
    assert!(share().contains("3 runs"));
    assert_eq!(fs::read(&manifest).unwrap(), before);
}

#[test]
fn a_new_title_of_an_arm_or_a_plan_makes_the_report_anew() {
    let compared = desk(("compare", "parks.toml", &[]));
    for title in ["Easier to join", "EASIER to join"] {
        let variant = format!("{title}: programme.parks.ease=0.9");
        let report = fs::read_to_string(
            compared
                .results("o", &["-n", "2", "--variant", &variant])
                .join("report.html"),
        );
        assert!(report.unwrap().contains(title), "{title}");
    }
    let swept = desk(("sweep", "plan.toml", &[]));
    let file = swept.path("plan.toml");
    for title in ["One title", "Another title"] {
        fs::write(&file, format!("title = '{title}'\n{PLAN}")).unwrap();
        let report = fs::read_to_string(swept.results("o", &[]).join("report.html")).unwrap();
        assert!(report.contains(title), "{title}");
    }
}

/// Two studies in one folder, whose parts are named alike, keep their runs apart.
#[test]
fn names_that_are_alike_have_journals_of_their_own() {
    let desk = Desk::new(
        "test",
        &[
            (
                "one.toml",
                &HYPOTHESIS
                    .replace("T-1", "A-1")
                    .replace("sequential = 60", "replications = 4"),
            ),
            ("parks.toml", SCENARIO),
        ],
    );
    let other = HYPOTHESIS
        .replace("T-1", "A-1-draws")
        .replace("sequential = 60", "replications = 4")
        .replace("0.55", "0.1");
    fs::write(desk.path("two.toml"), other).unwrap();
    let alone = answer(&desk.results("alone", &["--draws", "2"]));
    let both = desk.results("both", &["--draws", "2", desk.path("two.toml").to_str().unwrap()]);
    let rows = |table: &[u8]| -> Vec<String> {
        let text = String::from_utf8(table.to_vec()).unwrap();
        text.lines()
            .filter(|line| line.starts_with("A-1,"))
            .map(str::to_owned)
            .collect()
    };
    for table in ["samples.csv", "draws.csv"] {
        let table = Path::new(table);
        assert_eq!(
            rows(&answer(&both)[table]),
            rows(&alone[table]),
            "{}",
            table.display()
        );
    }
}

/// Runs that failed belong to a shard like those that ended well: whoever merges has them all.
#[test]
fn failures_go_with_their_shard() {
    let plan = PLAN
        .replace("'programme.parks.ease'", "'programme.parks.staff_share'")
        .replace("[0.3, 0.6]", "[0.0, 0.5]");
    let scenario = SCENARIO.to_owned() + "relation = 'substitutive'\n";
    let desk = Desk::new("sweep", &[("plan.toml", &plan), ("parks.toml", &scenario)]);
    let whole = answer(&desk.results("place", &[]));
    assert!(whole.contains_key(Path::new("failures.csv")));
    for shard in ["1/2", "2/2"] {
        assert!(desk.call("place", &["--shard", shard]).status.success());
    }
    let elsewhere = desk.path("elsewhere");
    let merged = merge(&elsewhere, &folders(&desk.path("place")).0);
    assert!(merged.status.success(), "{}", text(&merged.stderr));
    assert!(answer(&folders(&elsewhere).1[0]) == whole);
}

#[test]
fn new_words_of_a_plan_make_the_report_anew() {
    for (command, file, text) in [
        ("frontier", "search.toml", SEARCH),
        ("calibrate", "fit.toml", FIT),
        ("worlds", "worlds.toml", WORLDS),
    ] {
        let desk = desk((command, file, &[]));
        let title = |title: &str| fs::write(desk.path(file), format!("title = '{title}'\n{text}")).unwrap();
        title("First");
        desk.results("o", &[]);
        title("Second");
        let report = desk.results("o", &[]).join("report.html");
        assert!(
            fs::read_to_string(report).unwrap().contains("Second"),
            "{command}"
        );
    }
}
