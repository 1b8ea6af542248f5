//! Documents that are made from the code stay equal to it.
//!
//! `UPDATE_DOCUMENTS=1 cargo test --test documents` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fmt::Write as _;
use std::path::Path;

use samspil::model::measures::{PROGRAMME_MEASURES, measures};
use samspil::scenario::fact::{Fact, Role};
use samspil::scenario::{
    Disk, Language, Scenario, catalogue, fields_markdown, lessons, lessons_markdown, parameters_markdown,
    register,
};

fn same(document: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "{document} is out of date: UPDATE_DOCUMENTS=1 cargo test --test documents"
    );
}

#[test]
fn parameters_are_those_of_the_register() {
    same("docs/parameters.md", &parameters_markdown());
}

#[test]
fn keys_of_files_are_those_of_the_tables() {
    same("docs/keys.md", &fields_markdown());
}

#[test]
fn lessons_are_those_of_the_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lessons = lessons(&Disk, &root.join("scenarios")).unwrap();
    let ids: Vec<&str> = lessons.iter().map(|lesson| lesson.id.as_str()).collect();
    let effects = (1..=8).map(|number| format!("EM-{number}"));
    let expected: Vec<String> = effects.chain(["J-curve".to_owned()]).collect();
    assert_eq!(ids, expected);
    same("docs/lessons.md", &lessons_markdown(&lessons, Language::English));
    same("docs/lektioner.md", &lessons_markdown(&lessons, Language::Danish));
    for lesson in &lessons {
        assert!(
            register().get(&lesson.key).is_some(),
            "{}: {}",
            lesson.id,
            lesson.key
        );
        for measure in &lesson.measures {
            let known = measures()
                .iter()
                .chain(PROGRAMME_MEASURES)
                .any(|it| it.key == measure);
            assert!(known, "{}: {measure}", lesson.id);
        }
        let load = |path: &Path| {
            let scenario = Scenario::load(path, &[]).unwrap_or_else(|error| panic!("{error}"));
            assert!(scenario.settings.contains_key(&lesson.key), "{}", path.display());
            scenario
        };
        let [with, without] = [&lesson.scenario, &lesson.control].map(|path| load(path));
        let [setting, control] = [&with, &without].map(|scenario| &scenario.settings[&lesson.key].value);
        assert!(
            setting != control || with.events != without.events,
            "{}: nothing differs",
            lesson.id
        );
        for other in &lesson.others {
            load(other);
        }
    }
}

#[test]
fn hypotheses_are_those_of_the_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut ids: Vec<String> = std::fs::read_dir(root.join("scenarios/hypotheses"))
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    ids.sort();
    let document = std::fs::read_to_string(root.join("docs/hypotheses.md")).unwrap();
    let first_cells = |after: &str| -> Vec<String> {
        let (_, section) = document.split_once(after).unwrap();
        let rows = section.lines().skip_while(|line| !line.starts_with("| H-"));
        rows.take_while(|line| line.starts_with("| H-"))
            .map(|line| line.split('|').nth(1).unwrap().trim().to_owned())
            .collect()
    };
    assert_eq!(first_cells("## Verdicts of this version"), ids);
    let left_out = first_cells("## What was left out");
    for number in 1..=20 {
        let id = format!("H-{number:02}");
        let is_there = |list: &[String]| list.iter().any(|it| it.starts_with(&id));
        assert!(
            is_there(&ids) != is_there(&left_out),
            "{id} is tested or left out"
        );
    }
}

/// Folders of scenarios on their page, with what stands above them.
const SHELVES: [(&str, &str); 4] = [
    (
        "cases",
        "## Cases\n\nWhat others did, as far as it is known. Illustrations, not a sample.",
    ),
    (
        "theory",
        "## Contrasts of theory\n\nTwo or more towns that differ in what the review sets against each other.",
    ),
    (
        "planner",
        "## Planners' questions\n\nA baseline and its variants; the files say how to read the answer.",
    ),
    (
        "lessons",
        "## Lessons\n\nThe words for the class are on a page of their own: [lessons](lessons.md), [lektioner](lektioner.md).",
    ),
];

const SCENARIOS_HEAD: &str = "# Scenarios

Every scenario that ships, but for the import of [data of your own](data.md), by the name commands know it by, with the path it takes: output, what is delivered, to the right; outcome, the need that is under
control, upwards; from the start to the end, on average (STAMP). Each file opens with its story, its sources, what is
known, what is assumed, and what the model shows. `samspil run NAME` makes the figure; `docs/figures/make.sh` made these.
";

#[test]
fn scenarios_are_those_of_the_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // What the figures were drawn with: docs/figures/make.sh writes it beside them.
    let stamp = std::fs::read_to_string(root.join("docs/figures/scenarios/stamp.txt")).unwrap();
    let mut page = SCENARIOS_HEAD.replace("STAMP", stamp.trim());
    for (shelf, heading) in SHELVES {
        page = page + "\n" + heading + "\n";
        for entry in catalogue(&Disk, &root.join("scenarios").join(shelf)).unwrap() {
            let name = entry.path.file_stem().unwrap().to_string_lossy();
            let figure = format!("figures/scenarios/{name}.svg");
            assert!(
                root.join("docs").join(&figure).is_file(),
                "docs/{figure}: docs/figures/make.sh draws it"
            );
            write!(page, "\n### {}\n\n`{name}`", entry.title).unwrap();
            if !entry.summary.is_empty() {
                page = page + ": " + &entry.summary;
            }
            write!(page, "\n\n![Output against outcome: {}]({figure})\n", entry.title).unwrap();
        }
    }
    same("docs/scenarios.md", &page);
}

/// Pages of the book and links between them.
#[test]
fn the_book_is_whole() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = root.join("docs");
    let summary = std::fs::read_to_string(docs.join("SUMMARY.md")).unwrap();
    for entry in std::fs::read_dir(&docs).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.extension().is_none_or(|extension| extension != "md") || name == "SUMMARY.md" {
            continue;
        }
        assert!(summary.contains(&format!("]({name})")), "{name} is in no chapter");
    }
    let pages = std::fs::read_dir(&docs)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    for path in pages
        .filter(|path| path.is_file())
        .chain([root.join("README.md")])
    {
        let text = std::fs::read_to_string(&path).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or(target);
            if file.is_empty() || file.contains("://") {
                continue;
            }
            let linked = path.parent().unwrap().join(file);
            assert!(
                linked.exists(),
                "{} leads to {target}, which is not there",
                path.display()
            );
        }
    }
}

#[test]
fn facts_are_those_of_the_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = std::fs::read_to_string(root.join("docs/validation.md")).unwrap();
    let mut rows: Vec<(String, String)> = document
        .lines()
        .filter(|line| line.starts_with("| SF-") || line.starts_with("| NF-"))
        .map(|line| {
            let mut cells = line.split('|').map(str::trim);
            let id = cells.nth(1).unwrap().to_owned();
            (id, cells.next().unwrap().to_owned())
        })
        .collect();
    rows.sort();
    let mut expected = Vec::new();
    for entry in std::fs::read_dir(root.join("scenarios/facts")).unwrap() {
        let fact = Fact::load(&entry.unwrap().path(), &[]).unwrap_or_else(|error| panic!("{error}"));
        let mark = match fact.role {
            Role::Calibration => " *c*",
            Role::BuiltIn => " *b*",
            Role::Validation => "",
        };
        expected.extend(
            fact.checks
                .iter()
                .map(|check| (fact.id.clone() + mark, check.pattern.to_string())),
        );
    }
    expected.sort();
    assert_eq!(rows, expected);
}

#[test]
fn every_shipped_scenario_is_valid() {
    let shipped = catalogue(&Disk, &Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")).unwrap();
    assert!(shipped.len() >= 6);
    for entry in shipped {
        let scenario = Scenario::load(&entry.path, &[]).unwrap_or_else(|error| panic!("{error}"));
        assert!(!scenario.title.is_empty(), "{} has a title", entry.path.display());
        assert!(
            !scenario.sources.is_empty(),
            "{} has sources",
            entry.path.display()
        );
    }
}

/// Tests that the page names, and those there are.
#[test]
fn promises_name_tests_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/reliability.md")).unwrap();
    let mut sources = String::new();
    let mut folders = vec![root.join("src"), root.join("tests")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                sources += &std::fs::read_to_string(path).unwrap();
            }
        }
    }
    let rows = page
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.rsplit_once(" | "));
    let mut named = 0;
    for test in rows.flat_map(|(_, tests)| tests.split('`').skip(1).step_by(2)) {
        assert!(
            sources.contains(&format!("fn {test}(")),
            "there is no test `{test}`"
        );
        named += 1;
    }
    assert!(named > 20, "{named}");
}

/// What verdicts say in all stands in two pages; both say what the table says.
#[test]
fn verdicts_are_counted_alike_everywhere() {
    let page = |name: &str| {
        let text =
            std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let verdicts = page("hypotheses.md");
    let count = |verdict: &str| verdicts.matches(&format!("| {verdict} |")).count();
    let words = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let word = |number: usize| words[number];
    let (supported, rejected, undecided) = (count("supported"), count("rejected"), count("undecided"));
    let said = format!(
        "Of {} claims, {} follow from the model, {} do not, and {} are open",
        supported + rejected + undecided,
        word(supported),
        word(rejected),
        word(undecided)
    );
    for name in ["hypotheses.md", "introduction.md"] {
        assert!(page(name).contains(&said), "{name}: {said}");
    }
}
