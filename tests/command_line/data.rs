//! Towns from surveys, from the file to the results.

use std::fmt::Write as _;
use std::path::Path;

use super::{number, results_in, rows, samspil, text};

/// Eighty people in four areas with these names; those of later areas earn more.
fn people(areas: [&str; 4]) -> String {
    let mut text = "person,area,income,trust\n".to_owned();
    for person in 0..80 {
        let (area, own) = (person % 4, person / 4);
        writeln!(
            text,
            "p{},{},{},{}",
            person + 1,
            areas[area],
            2 * area + own % 3,
            own % 11
        )
        .unwrap();
    }
    text
}

/// A town from people.csv, run small with its first snapshot; the folder of its results.
fn run(folder: &Path, people: &str, data: &str) -> std::path::PathBuf {
    std::fs::write(folder.join("people.csv"), people).unwrap();
    let scenario = format!(
        "title = 'Town'\n[simulation]\nhorizon_years = 1\n[population]\nfrom = 'people.csv'\n{data}\n\
         [organisation]\nunits = 2\n[programme.local]\n"
    );
    std::fs::write(folder.join("town.toml"), scenario).unwrap();
    let (file, results) = (folder.join("town.toml"), folder.join("results"));
    let output = samspil(&[
        "run",
        file.to_str().unwrap(),
        "--output",
        results.to_str().unwrap(),
        "-n",
        "2",
        "--snapshot",
        "0",
    ]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    results_in(&results)
}

#[test]
fn exchanging_the_names_of_areas_exchanges_nothing_else() {
    let data = "citizens = 400\n[population.data]\nneighbourhood = 'area'\n[population.data.columns]\n\
                ses = { column = 'income', low = 0, high = 8 }";
    let series = |areas: [&str; 4]| {
        let folder = tempfile::tempdir().unwrap();
        let results = run(folder.path(), &people(areas), data);
        std::fs::read_to_string(results.join("series.csv")).unwrap()
    };
    assert_eq!(series(["a", "b", "c", "d"]), series(["d", "c", "b", "a"]));
}

#[test]
fn areas_of_which_nothing_is_known_are_alike() {
    let folder = tempfile::tempdir().unwrap();
    let data = "citizens = 2000\n[population.data]\nid = 'person'\nneighbourhood = 'area'\n[population.data.columns]\n\
                trust = { column = 'trust', low = 0, high = 10 }";
    let results = run(folder.path(), &people(["Nord", "Syd", "Vest", "Øst"]), data);
    let citizens = rows(&results.join("snapshot-0.csv"));
    assert_eq!(citizens.len(), 2000);
    let mut mean = [0.0; 4];
    for citizen in &citizens {
        let row = number(&citizen["row"]) as usize;
        assert_eq!(citizen["id"], format!("p{row}"));
        let area = (row - 1) % 4;
        assert_eq!(
            citizen["neighbourhood_name"],
            ["Nord", "Syd", "Vest", "Øst"][area]
        );
        assert_eq!(citizen["neighbourhood"], (area + 1).to_string());
        mean[area] += number(&citizen["ses"]) / 500.0;
    }
    // Status has a spread of 0.2, so means of 500 have standard errors of 0.009.
    assert!(mean.iter().all(|mean| (mean - 0.5).abs() < 0.05), "{mean:?}");
    let series = rows(&results.join("series.csv"));
    assert!(series.iter().all(|row| row["outcome_gap"].is_empty()));
    let manifest = std::fs::read_to_string(results.join("manifest.json")).unwrap();
    assert!(manifest.contains("1 = Nord, 2 = Syd, 3 = Vest, 4 = Øst (nothing says which are poorer"));
    let codebook = rows(&results.join("codebook.csv"));
    for column in ["row", "id", "neighbourhood_name"] {
        assert!(codebook.iter().any(|entry| entry["name"] == column), "{column}");
    }
}

#[test]
fn an_open_quotation_mark_stops_a_check() {
    let folder = tempfile::tempdir().unwrap();
    let mut survey = people(["a", "b", "c", "d"]);
    survey = survey.replace("p7,c,", "p7,\"c,");
    std::fs::write(folder.path().join("people.csv"), survey).unwrap();
    let file = folder.path().join("town.toml");
    let scenario = "[population]\nfrom = 'people.csv'\n[population.data.columns]\n\
                    trust = { column = 'trust', low = 0, high = 10 }\n[programme.local]\n";
    std::fs::write(&file, scenario).unwrap();
    let output = samspil(&["check", file.to_str().unwrap()]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(
        told.contains("line 8: a quotation mark is opened and never closed"),
        "{told}"
    );
}
