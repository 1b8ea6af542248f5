//! One folder, one answer: what is missing, cut or altered is made anew, and a folder can be verified.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use super::desk::Desk;
use super::{results_in, samspil, text, verified};

const SCENARIO: &str = "
[simulation]
horizon_years = 0.5
[population]
citizens = 80
[programme.parks]
";

/// All files of a folder by name, but the lock.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(&inner).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != ".lock") {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The files that two runs of one question have in common to the last byte: all but the clock in the manifest and what the
/// journal of one holds beyond the answer.
fn answer(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = files(folder);
    found.retain(|name, _| !name.ends_with(".journal") && name != "manifest.json");
    found
}

/// The manifest without the clock, and without the sizes of journals.
fn timeless(folder: &Path) -> Value {
    let text = fs::read(folder.join("manifest.json")).unwrap();
    let mut manifest: Value = serde_json::from_slice(&text).unwrap();
    for key in ["started", "duration_seconds", "manifest_sha256"] {
        manifest[key].take();
    }
    let files = manifest["files"].as_array_mut().unwrap();
    files.retain(|file| !file["name"].as_str().unwrap().ends_with(".journal"));
    manifest
}

fn assert_whole(folder: &Path) {
    let output = verified(folder);
    assert!(
        output.status.success(),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
}

#[test]
fn every_file_that_is_missing_cut_or_altered_is_made_anew() {
    let desk = Desk::new("run", &[("parks.toml", SCENARIO)]);
    let run = || desk.call("o", &["-n", "2", "--threads", "1", "--snapshot", "6"]);
    assert!(run().status.success());
    let results = results_in(&desk.path("o"));
    let whole = files(&results);
    let (answered, described) = (answer(&results), timeless(&results));
    assert!(whole.len() > 12, "{:?}", whole.keys());
    for (position, (name, bytes)) in whole.iter().enumerate() {
        let path = results.join(name);
        let often = ["manifest.json", "replications.journal", "series.csv"].contains(&name.as_str());
        for damage in (0..3).filter(|damage| often || position % 3 == *damage) {
            let half = bytes.len() / 2;
            let mut altered = bytes.clone();
            altered[half] ^= 1;
            match damage {
                0 => fs::remove_file(&path).unwrap(),
                1 => fs::write(&path, &bytes[..half]).unwrap(),
                _ => fs::write(&path, altered).unwrap(),
            }
            assert_eq!(verified(&results).status.code(), Some(1), "{name}");
            let output = run();
            let said = text(&output.stderr);
            assert!(output.status.success(), "{name}: {said}");
            assert!(!said.contains("finished already"), "{name}: {said}");
            // Where there is no manifest, nothing says that a run had finished.
            assert!(
                said.contains(name) || name == "manifest.json" && damage == 0,
                "{name}: {said}"
            );
            assert_eq!(answer(&results), answered, "{name}");
            assert_eq!(timeless(&results), described, "{name}");
            assert_whole(&results);
        }
    }
    assert!(text(&run().stderr).contains("finished already"));
}

#[cfg(feature = "parquet")]
#[test]
fn tables_of_another_format_take_the_place_of_the_first() {
    let desk = Desk::new("run", &[("parks.toml", SCENARIO)]);
    desk.results("o", &["-n", "3", "--snapshot", "0"]);
    for _ in 0..2 {
        let results = desk.results("o", &["-n", "4", "--format", "parquet", "--snapshot", "0,6"]);
        let names: Vec<String> = files(&results).into_keys().collect();
        assert!(
            !names
                .iter()
                .any(|name| Path::new(name).extension().is_some_and(|ending| ending == "csv")),
            "{names:?}"
        );
        for table in [
            "replications",
            "series",
            "summary",
            "codebook",
            "snapshot-0",
            "snapshot-6",
        ] {
            assert!(names.contains(&format!("{table}.parquet")), "{names:?}");
        }
        assert_whole(&results);
    }
}

/// Asks for many replications and then for few, and for few alone: both must be the same answer.
fn assert_few_are_few(desk: &Desk, common: &[&str], few: &str, many: &str) {
    let (few, many) = ([common, &["-n", few]].concat(), [common, &["-n", many]].concat());
    let alone = {
        let results = desk.results("o", &few);
        let found = (answer(&results), timeless(&results));
        fs::remove_dir_all(desk.path("o")).unwrap();
        found
    };
    desk.results("o", &many);
    let results = desk.results("o", &few);
    assert_eq!(answer(&results), alone.0);
    assert_eq!(timeless(&results), alone.1);
    assert_whole(&results);
    let journals = |folder: &Path| {
        let mut found = files(folder);
        found.retain(|name, _| name.ends_with(".journal"));
        found
    };
    let before = journals(&results);
    desk.results("o", &many);
    assert_eq!(journals(&results), before, "nothing is simulated again");
}

#[test]
fn fewer_replications_than_there_are_answer_as_they_would_alone() {
    let desk = |command| Desk::new(command, &[("parks.toml", SCENARIO)]);
    assert_few_are_few(&desk("run"), &[], "3", "5");
    assert_few_are_few(&desk("compare"), &["--set", "programme.parks.ease=0.9"], "3", "5");
    let barriers = Desk::new(
        "barriers",
        &[("parks.toml", &(SCENARIO.to_owned() + "[barriers]\nsilos = 0.5\n"))],
    );
    assert_few_are_few(&barriers, &["--permutations", "4"], "2", "3");
    let two = [
        "--parameter",
        "population.motivation_mean",
        "--parameter",
        "asking.general",
    ];
    assert_few_are_few(
        &desk("sensitivity"),
        &[&two[..], &["--trajectories", "2"]].concat(),
        "2",
        "3",
    );
}

#[test]
fn fewer_replications_of_plans_and_claims_answer_as_they_would_alone() {
    let plan = "scenario = 'parks.toml'\n[[factor]]\nkey = 'programme.parks.ease'\nlevels = [0.2, 0.8]\n\
                [[measure]]\nkey = 'outcome'\n";
    let with_plan = |command, plan| Desk::new(command, &[("plan.toml", plan), ("parks.toml", SCENARIO)]);
    assert_few_are_few(&with_plan("sweep", plan), &[], "2", "3");
    let front = "scenario = 'parks.toml'\n[[factor]]\nkey = 'programme.parks.ease'\nlevels = [0.2, 0.8]\n\
                 [[objective]]\nkey = 'participants_share'\nbetter = 'higher'\n\
                 [[objective]]\nkey = 'coproduction_cost'\n\
                 [search]\ndesigns = 4\ngenerations = 1\nreplications = 2\n\
                 [confirm]\ndesigns = 2\nreplications = 2\n[robustness]\ndraws = 0\n";
    assert_few_are_few(&with_plan("frontier", front), &[], "2", "3");
    let claim = "id = 'T-1'\nclaim = 'Ease brings people'\nscenario = 'parks.toml'\nmeasure = 'participants_share'\n\
                 time = 0.5\nsmallest_effect = 0.01\nreplications = 6\nkind = 'difference'\ndirection = 'greater'\n\
                 [treatment]\nprogramme.parks.ease = 0.9\n";
    assert_few_are_few(&with_plan("test", claim), &[], "6", "8");
}

#[test]
fn a_folder_is_verified_in_words_and_as_json() {
    let desk = Desk::new("run", &[("parks.toml", SCENARIO)]);
    let results = desk.results("o", &["-n", "2"]);
    let whole = text(&verified(&results).stdout);
    assert!(whole.contains(" files agree\n"), "{whole}");
    fs::write(results.join("notes.txt"), "of the user").unwrap();
    assert_whole(&results);
    fs::remove_file(results.join("summary.csv")).unwrap();
    let series = fs::read(results.join("series.csv")).unwrap();
    fs::write(results.join("series.csv"), &series[..100]).unwrap();
    let output = verified(&results);
    assert_eq!(output.status.code(), Some(1));
    let found = text(&output.stdout).replace(&results.display().to_string(), "o/parks");
    let found = found.replace(&series.len().to_string(), "[length]");
    insta::assert_snapshot!(found, @r"
    o/parks is not as it was left:
      series.csv is cut: 100 of [length] bytes are there
      summary.csv is missing
    ");
    let output = samspil(&["verify", results.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["agrees"], false);
    assert_eq!(answer["defects"].as_array().unwrap().len(), 2);
    assert_eq!(answer["engine"], samspil::output::ENGINE);
    let nowhere = samspil(&["verify", desk.path("nowhere").to_str().unwrap()]);
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(text(&nowhere.stderr).contains("there is no such folder"));
    let empty = samspil(&["verify", desk.path(".").to_str().unwrap()]);
    assert!(text(&empty.stdout).contains("manifest.json is missing"));
}

#[test]
fn the_journal_of_another_engine_is_refused() {
    let desk = Desk::new("run", &[("parks.toml", SCENARIO)]);
    let results = desk.results("o", &["-n", "2"]);
    let path = results.join("replications.journal");
    let mut journal = fs::read(&path).unwrap();
    let engine = samspil::output::ENGINE.as_bytes();
    let place = journal.windows(64).position(|digits| digits == engine).unwrap();
    journal[place..place + 64].copy_from_slice(&[b'9'; 64]);
    fs::write(&path, &journal).unwrap();
    let output = desk.call("o", &["-n", "3"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(
        said.contains("made by another engine (99999999; this is "),
        "{said}"
    );
    assert_eq!(fs::read(&path).unwrap(), journal);
}

#[test]
fn the_version_says_which_engine_and_which_sources() {
    let said = text(&samspil(&["--version"]).stdout);
    let engine = format!("engine {}\n", samspil::output::ENGINE);
    assert!(said.contains(&engine) && said.contains("source "), "{said}");
}

#[test]
fn a_precision_says_what_it_will_take_and_stops_at_a_limit() {
    let narrow = [
        "--precision",
        "0.0001",
        "--measure",
        "participants_share",
        "--most",
        "60",
    ];
    let easier = ["--set", "programme.parks.ease=0.9"];
    for (command, further) in [("run", &[][..]), ("compare", &easier[..])] {
        let desk = Desk::new(command, &[("parks.toml", SCENARIO)]);
        let arguments = [&narrow[..], further].concat();
        let output = desk.call("o", &arguments);
        let said = text(&output.stderr);
        assert!(output.status.success(), "{command}: {said}");
        assert!(
            said.contains("±0.0001 will probably take about "),
            "{command}: {said}"
        );
        assert!(
            said.contains("no more than 60 are made (--most)"),
            "{command}: {said}"
        );
        assert!(
            said.contains("is not reached with 60 replications"),
            "{command}: {said}"
        );
        assert!(!text(&output.stdout).is_empty());
        assert_whole(&results_in(&desk.path("o")));
        let again = text(&desk.call("o", &arguments).stderr);
        assert!(again.contains("finished already"), "{command}: {again}");
        assert!(
            again.contains("is not reached with 60 replications"),
            "{command}: {again}"
        );
        let more = desk.call(
            "o",
            &[&narrow[..4], &["-n", "70", "--most", "60"], further].concat(),
        );
        assert_eq!(more.status.code(), Some(2), "{command}: {}", text(&more.stderr));
    }
}

#[test]
fn a_precision_ends_at_the_same_number_whatever_was_run_before() {
    let desk = Desk::new("run", &[("parks.toml", SCENARIO)]);
    let wide = ["--precision", "0.1", "--json"];
    let replications = |output: &Output| {
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        answer["replications"].as_u64().unwrap()
    };
    desk.results("o", &["-n", "120"]);
    assert_eq!(replications(&desk.call("o", &wide)), 50);
    assert_eq!(replications(&desk.call("other", &wide)), 50);
}

#[test]
fn an_answer_of_fewer_says_what_gives_way() {
    let desk = Desk::new("run", &[("plan.toml", SCENARIO)]);
    let said = |number: &str| text(&desk.call("o", &["-n", number]).stderr);
    assert!(!said("4").contains("gives way"));
    let fewer = said("2");
    assert!(
        fewer.contains("The answer of 4 replications that stood here gives way to one of the first 2."),
        "{fewer}"
    );
    assert!(!said("4").contains("gives way"));
}

/// By every command alike, in words and for programs.
#[test]
fn every_command_says_what_gives_way() {
    let plan = "scenario = 'parks.toml'\n[[factor]]\nkey = 'programme.parks.ease'\nlevels = [0.3, 0.6]\n\
                [[measure]]\nkey = 'outcome'\n";
    for (command, file, further) in [
        ("run", "parks.toml", &[][..]),
        (
            "compare",
            "parks.toml",
            &["--set", "programme.parks.ease=0.9"][..],
        ),
        ("barriers", "parks.toml", &["--permutations", "4"][..]),
        ("sweep", "sweep.toml", &[][..]),
        (
            "sensitivity",
            "parks.toml",
            &[
                "--parameter",
                "barriers.silos",
                "--parameter",
                "willingness.ease",
                "--trajectories",
                "2",
            ][..],
        ),
    ] {
        let mut files = [("parks.toml", SCENARIO), ("sweep.toml", plan)];
        files.sort_by_key(|(name, _)| *name != file);
        let desk = Desk::new(command, &files);
        let call =
            |number: &str, json: &[&'static str]| desk.call("o", &[&["-n", number], further, json].concat());
        let replaced = |number: &str| -> Value {
            let answer: Value = serde_json::from_slice(&call(number, &["--json"]).stdout).unwrap();
            answer["replaced_replications"].clone()
        };
        assert_eq!(replaced("4"), Value::Null, "{command}");
        assert_eq!(replaced("3"), 4, "{command}");
        let words = text(&call("2", &[]).stderr);
        assert!(
            words.contains("The answer of 3 replications that stood here gives way"),
            "{command}: {words}"
        );
        assert_eq!(replaced("4"), Value::Null, "{command}");
        let entries = fs::read_dir(results_in(&desk.path("o"))).unwrap();
        let mut paths = entries.map(|entry| entry.unwrap().path());
        let table = paths.find(|path| path.extension().is_some_and(|ending| ending == "csv"));
        fs::write(table.unwrap(), "cut").unwrap();
        assert_eq!(replaced("3"), 4, "{command}, with a damaged table");
    }
}
