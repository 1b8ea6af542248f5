//! `samspil serve`, asked over the wire.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![cfg(feature = "serve")]

mod client;
mod containment;
mod crowd;
mod frames;
mod opening;
mod refusals;

use assert_cmd::Command;
use serde_json::{Value, json};

use client::Server;

/// A small society, so that tests in debug speed are quick.
fn small(extra: &str) -> Value {
    let toml = format!(
        "title = \"Parks\"\n[simulation]\nhorizon_years = 1.0\n[population]\ncitizens = 300\n[programme.parks]\n{extra}"
    );
    json!({ "name": "parks.toml", "toml": toml })
}

fn two_arms(replications: u32) -> Value {
    json!({
        "source": small(""),
        "arms": [{ "name": "as is" }, { "name": "easier", "settings": { "programme.parks.ease": "0.9" } }],
        "replications": replications, "seed": 7, "measures": ["outcome", "parks.participants_share"],
    })
}

#[test]
fn only_its_own_address_and_its_own_pages_are_answered() {
    let server = Server::open();
    assert_eq!(server.get("/").status, 200);
    for headers in [
        [("host", "evil.example")],
        [("origin", "http://evil.example")],
        [("origin", "null")],
    ] {
        for (method, path) in [("GET", "/"), ("GET", "/api/library"), ("POST", "/api/check")] {
            let answer = server.ask(method, path, &headers, "{}");
            assert_eq!(answer.status, 403, "{headers:?} {path}");
        }
    }
    let danish = [("host", "evil.example"), ("accept-language", "DA,en;q=0.5")];
    let refusal = server.ask("GET", "/", &danish, "").text();
    assert!(!refusal.contains("The request asks for the host"), "{refusal}");
}

#[test]
fn answers_say_that_they_depend_on_the_language_and_pages_of_the_book_which_they_are_in() {
    let server = Server::open();
    for (path, language) in [
        ("/api/documents/limits", "en"),
        ("/api/documents/limits?lang=da", "da"),
        ("/api/documents/model?lang=da", "en"),
    ] {
        let answer = server.get(path);
        let said = format!("\r\ncontent-language: {language}");
        assert!(answer.head.contains(&said), "{path}: {}", answer.head);
        assert!(answer.head.contains("accept-language"), "{path}: {}", answer.head);
    }
}

#[test]
fn every_answer_says_what_pages_may_do() {
    let server = Server::open();
    for path in ["/", "/nothing", "/api/nothing", "/api/about"] {
        let head = server.get(path).head;
        assert!(
            head.contains("content-security-policy: default-src 'none'; script-src 'self'"),
            "{path}: {head}"
        );
        assert!(head.contains("x-content-type-options: nosniff"), "{path}");
    }
}

#[test]
fn faults_are_shown_at_their_lines_as_on_the_command_line() {
    let server = Server::open();
    let toml = "title = \"x\"\n[programme.parks]\nease = 3\nrole = \"co_designr\"\n";
    let question = json!({ "source": { "name": "mine.toml", "toml": toml } });
    let faults = server.post("/api/check", &question).json()["faults"].clone();
    assert_eq!(
        (faults[0]["line"].as_u64(), faults[1]["line"].as_u64()),
        (Some(3), Some(4))
    );
    assert_eq!(faults[1]["hint"], "did you mean `co_designer`?");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.toml"), toml).unwrap();
    let output = Command::cargo_bin("samspil")
        .unwrap()
        .env("LC_ALL", "C")
        .args(["check", "mine.toml"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stderr).into_owned();
    for fault in faults.as_array().unwrap() {
        let rendered = fault["rendered"]
            .as_str()
            .unwrap()
            .replace("scenarios/mine.toml", "mine.toml");
        assert!(printed.contains(&rendered), "{rendered}\n{printed}");
    }
}

/// `differences.csv` of the same comparison on the command line.
fn differences_on_the_command_line(question: &Value) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("parks.toml");
    std::fs::write(&file, question["source"]["toml"].as_str().unwrap()).unwrap();
    let words = [
        "compare",
        "parks.toml",
        "--set",
        "programme.parks.ease=0.9",
        "-n",
        "24",
        "--seed",
        "7",
    ];
    Command::cargo_bin("samspil")
        .unwrap()
        .env("LC_ALL", "C")
        .args(words)
        .current_dir(folder.path())
        .assert()
        .success();
    let results = std::fs::read_dir(folder.path().join("output")).unwrap().next();
    std::fs::read_to_string(results.unwrap().unwrap().path().join("differences.csv")).unwrap()
}

#[test]
fn a_comparison_narrows_and_ends_with_the_numbers_of_the_command_line() {
    let server = Server::open();
    let lines = server.post("/api/compare", &two_arms(24)).lines();
    assert_eq!(lines[0]["type"], "begin");
    assert_eq!(lines.last().unwrap()["type"], "done");
    let states: Vec<&Value> = lines.iter().filter(|line| line["type"] == "state").collect();
    let done: Vec<u64> = states
        .iter()
        .map(|state| state["done"].as_u64().unwrap())
        .collect();
    assert_eq!((done[0], *done.last().unwrap()), (4, 24), "{done:?}");
    assert!(done.is_sorted());
    let last = states.last().unwrap();

    let mut checked = 0;
    // arm, year, measure, count, mean, …
    for row in differences_on_the_command_line(&two_arms(24)).lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        if cells[1] != "1" || cells[4].is_empty() {
            continue;
        }
        let ours = last["effects"][0][cells[2]]["difference"].as_f64().unwrap();
        let theirs: f64 = cells[4].parse().unwrap();
        assert!(
            (ours - theirs).abs() <= 1e-6 * theirs.abs().max(1e-3),
            "{}: {ours} {theirs}",
            cells[2]
        );
        checked += 1;
    }
    assert!(checked > 50, "{checked}");
    let course = &last["series"]["outcome"][1];
    assert_eq!(course["mean"].as_array().unwrap().len(), 13);
    let at = |name: &str| course[name][12].as_f64().unwrap();
    assert!(at("spread_low") <= at("mean") && at("low") < at("mean") && at("mean") < at("high"));
}

#[test]
fn a_ranking_is_repeated_over_draws() {
    let server = Server::open();
    let mut question = two_arms(2);
    question.as_object_mut().unwrap().remove("measures");
    question["measure"] = json!("outcome");
    question["draws"] = json!(6);
    let lines = server.post("/api/ranking", &question).lines();
    // How often the order is told on the way depends on the machine.
    let last = lines.last().unwrap();
    assert_eq!(
        (last["type"].as_str(), last["done"].as_u64()),
        (Some("done"), Some(6))
    );
    let best: f64 = last["best"]
        .as_array()
        .unwrap()
        .iter()
        .map(|share| share.as_f64().unwrap())
        .sum();
    assert!((best - 1.0).abs() < 1e-9);
    assert!(last["changes"].is_array());
}

#[test]
fn barriers_are_weighed_and_hypotheses_judged() {
    let server = Server::open();
    let question =
        json!({ "source": small("[barriers]\nsilos = 0.5\nzero_error = 0.5\n"), "replications": 2 });
    let lines = server.post("/api/barriers", &question).lines();
    assert_eq!(lines[0]["type"], "begin", "{lines:?}");
    let last = lines.last().unwrap();
    assert_eq!(last["type"], "done", "{last}");
    assert_eq!(
        last["rows"].as_array().unwrap().len(),
        lines[0]["present"].as_array().unwrap().len()
    );
    assert!(last["rows"][0]["removed"]["outcome"]["mean"].is_number());
    assert!(last["figures"][0]["svg"].as_str().unwrap().starts_with("<svg"));

    let list = server.get("/api/hypotheses").json();
    assert!(list["hypotheses"].as_array().unwrap().len() >= 20);
    let lines = server
        .post("/api/hypotheses/H-06", &json!({ "replications": 4 }))
        .lines();
    assert_eq!(
        (&lines[0]["type"], &lines.last().unwrap()["type"]),
        (&json!("begin"), &json!("done")),
        "{lines:?}"
    );
}

#[test]
fn what_is_on_the_shelf_can_be_opened() {
    let server = Server::open();
    let cards = server.get("/api/library").json()["cards"].clone();
    assert!(cards.as_array().unwrap().len() > 60);
    let lessons = server.get("/api/lessons").json()["lessons"].clone();
    for lesson in lessons.as_array().unwrap() {
        for key in ["scenario", "control"] {
            let id = lesson[key].as_str().unwrap();
            assert_eq!(server.get(&format!("/api/scenarios/{id}")).status, 200, "{id}");
        }
    }
    let picture = server.get("/api/thumbnails/cases/norre_snede.svg");
    assert!(picture.head.contains("image/svg+xml") && picture.text().matches("<polyline").count() == 2);
    for page in ["model", "limits", "lessons?lang=da", "figures/tornado.svg"] {
        assert_eq!(
            server.get(&format!("/api/documents/{page}")).status,
            200,
            "{page}"
        );
    }
    let levers = server
        .post(
            "/api/levers",
            &json!({ "source": { "id": "cases/norre_snede" }, "also": ["network.degree"] }),
        )
        .json();
    let keys: Vec<&str> = levers["levers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|lever| lever["key"].as_str().unwrap())
        .collect();
    assert!(
        keys.contains(&"programme.upkeep.invitation") && keys.contains(&"network.degree"),
        "{keys:?}"
    );
    assert!(
        server.get("/api/register").json()["entries"]
            .as_array()
            .unwrap()
            .len()
            > 250
    );
}

#[test]
fn what_is_taken_away_works_elsewhere() {
    let server = Server::open();
    let mut question = two_arms(4);
    question.as_object_mut().unwrap().remove("measures");
    let report = server.post("/api/report", &question);
    assert_eq!(report.status, 200, "{}", report.text());
    assert!(report.text().contains("easier") && report.text().starts_with("<!"));
    assert!(report.head.contains("style-src 'unsafe-inline'"));
    let table = server.post("/api/tables", &question).text();
    takes_away_names_and_levels(&table);

    let folder = tempfile::tempdir().unwrap();
    let source = json!({ "id": "cases/norre_snede" });
    let settings = json!({ "programme.upkeep.ease": "0.9" });
    let text = server
        .post(
            "/api/scenario",
            &json!({ "source": source, "settings": settings }),
        )
        .text();
    assert!(text.contains("# ") && !text.contains("\nextends"), "{text}");
    std::fs::write(folder.path().join("own.toml"), text).unwrap();
    Command::cargo_bin("samspil")
        .unwrap()
        .env("LC_ALL", "C")
        .args(["check", "own.toml"])
        .current_dir(folder.path())
        .assert()
        .success();

    let settings = json!({ "programme.parks.ease": "0.9" });
    let text = server
        .post(
            "/api/scenario",
            &json!({ "source": small(""), "settings": settings }),
        )
        .text();
    assert!(text.contains("ease = 0.9"), "{text}");
    let again = json!({ "source": { "name": "again.toml", "toml": text } });
    assert_eq!(server.post("/api/check", &again).status, 200);
}

/// The table has both arms by name, with their own values, and the difference of the variant.
fn takes_away_names_and_levels(table: &str) {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let at = |row: &csv::StringRecord, head: &str| {
        row[heads.iter().position(|found| found == head).unwrap()].to_owned()
    };
    let end = |arm: &str| {
        let row = rows
            .iter()
            .find(|row| at(row, "arm") == arm && at(row, "measure") == "outcome" && at(row, "year") == "1");
        row.unwrap()
    };
    let number = |arm: &str, head: &str| at(end(arm), head).parse::<f64>().unwrap();
    assert!(rows.len() > 100);
    assert_eq!(at(end("as is"), "difference"), "");
    assert_eq!(at(end("easier"), "settings"), "programme.parks.ease = 0.9");
    let apart = number("easier", "mean") - number("as is", "mean");
    assert!((number("easier", "difference") - apart).abs() < 1e-12);
    assert_eq!(
        (at(end("easier"), "scenario"), at(end("easier"), "seed")),
        ("Parks".to_owned(), "7".to_owned())
    );
}

#[test]
fn designs_are_compared_in_one_place() {
    let server = Server::open();
    let ask = |baseline: Value, variant: Value| {
        let arms =
            json!([{ "name": "as is", "settings": baseline }, { "name": "larger", "settings": variant }]);
        server.post(
            "/api/compare",
            &json!({ "source": small(""), "arms": arms, "replications": 2, "seed": 1 }),
        )
    };
    let larger = json!({ "population.citizens": "400", "programme.parks.ease": "0.9" });
    let refused = ask(json!({}), larger.clone());
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["reason"], "other_place");
    assert!(
        refused.text().contains("`population.citizens`"),
        "{}",
        refused.text()
    );
    assert_eq!(ask(json!({ "population.citizens": "400" }), larger).status, 200);
    let levers = server.post("/api/levers", &json!({ "source": small("") })).json();
    let place = |key: &str| {
        let levers = levers["levers"].as_array().unwrap();
        levers.iter().find(|lever| lever["key"] == key).unwrap()["place"]
            .as_bool()
            .unwrap()
    };
    assert!(place("population.citizens") && !place("programme.parks.invitation"));
}

#[test]
fn a_lever_that_an_event_moves_is_moved_there() {
    let server = Server::open();
    let event = "\n[[event]]\nyear = 0.5\nchange = { \"facilitation.ceiling\" = 0.6 }\n";
    let key = "event.1.change.facilitation.ceiling";
    let levers = server
        .post("/api/levers", &json!({ "source": small(event) }))
        .json();
    let first = &levers["levers"][0];
    assert_eq!(
        (&first["key"], &first["year"], &first["value"]),
        (&json!(key), &json!(0.5), &json!(0.6))
    );
    assert_eq!(
        server
            .post("/api/check", &json!({ "source": small(event) }))
            .json()["events"],
        json!([key])
    );
    let arms = json!([{ "name": "as is" }, { "name": "less", "settings": { key: "0.1" } }]);
    let question = json!({ "source": small(event), "arms": arms, "replications": 4, "seed": 7 });
    let lines = server.post("/api/compare", &question).lines();
    assert!(
        lines[0]["command"]
            .as_str()
            .unwrap()
            .contains(&format!("--variant 'less: {key}=0.1'")),
        "{}",
        lines[0]["command"]
    );
    let shown = |effects: &Value, key: &str| effects["effects"][0][key]["difference"].as_f64().unwrap();
    let end = &lines[lines.len() - 2];
    assert!(shown(end, "output").abs() > 0.0, "{end}");
    // The exported scenario says the same as the setting.
    let exported = server
        .post(
            "/api/scenario",
            &json!({ "source": small(event), "settings": { key: "0.1" } }),
        )
        .text();
    let written = small(&event.replace("0.6", "0.1"));
    let own = |toml: &str| json!({ "source": { "name": "own.toml", "toml": toml }, "arms": [{ "name": "a" }], "replications": 4, "seed": 7 });
    let ends = |toml: &str| {
        let lines = server.post("/api/compare", &own(toml)).lines();
        lines[lines.len() - 2]["ends"].clone()
    };
    assert_eq!(ends(&exported), ends(written["toml"].as_str().unwrap()));
}

/// The command that a page shows, run as it stands, in a folder with the scenario.
fn run_as_shown(command: &str, toml: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("parks.toml"), toml).unwrap();
    let programs = std::path::Path::new(env!("CARGO_BIN_EXE_samspil"))
        .parent()
        .unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    Command::new("sh")
        .args(["-c", command])
        .env("PATH", path)
        .current_dir(folder.path())
        .assert()
        .success();
    let results = std::fs::read_dir(folder.path().join("output"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let table = std::fs::read_to_string(results.path().join("comparison.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<std::collections::BTreeMap<String, String>> =
        reader.deserialize().map(Result::unwrap).collect();
    let row = rows
        .iter()
        .find(|row| row["arm"] != "baseline" && row["measure"] == "outcome")
        .unwrap();
    json!({ "mean": row["variant_mean"].parse::<f64>().unwrap(), "difference": row["difference"].parse::<f64>().unwrap() })
}

#[test]
fn the_command_that_is_shown_gives_the_same_numbers() {
    let server = Server::open();
    let event = "\n[[event]]\nyear = 0.5\nchange = { \"facilitation.ceiling\" = 0.6 }\n";
    let arms = json!([
        { "name": "as is", "settings": { "population.citizens": "250" } },
        { "name": "it's 2=1: \"less\"", "settings": {
            "population.citizens": "250", "event.1.change.facilitation.ceiling": "0.1",
            "programme.parks.stages": "[\"co_design\", \"co_delivery\"]",
        } },
        { "name": "idle", "settings": { "population.citizens": "250" } },
    ]);
    let source = small(event);
    let lines = server
        .post(
            "/api/compare",
            &json!({ "source": source, "arms": arms, "replications": 4, "seed": 7 }),
        )
        .lines();
    let shown = run_as_shown(
        lines[0]["command"].as_str().unwrap(),
        source["toml"].as_str().unwrap(),
    );
    let last = &lines[lines.len() - 2];
    let near = |ours: &Value, theirs: &Value| {
        let (ours, theirs) = (ours.as_f64().unwrap(), theirs.as_f64().unwrap());
        assert!(
            (ours - theirs).abs() <= 1e-6 * theirs.abs().max(1e-3),
            "{ours} {theirs}"
        );
    };
    near(&last["ends"]["outcome"][1]["mean"], &shown["mean"]);
    near(&last["effects"][0]["outcome"]["difference"], &shown["difference"]);
}

#[test]
fn every_answer_says_which_program_gives_it() {
    let server = Server::open();
    for path in ["/", "/api/about", "/api/nothing"] {
        let head = server.get(path).head;
        assert!(
            head.contains(concat!("samspil-engine: ", env!("CARGO_PKG_VERSION"))),
            "{head}"
        );
    }
}
