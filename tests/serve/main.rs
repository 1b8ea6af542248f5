//! `samspil serve`, asked over the wire.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![cfg(feature = "serve")]

mod client;
mod containment;
mod crowd;
mod frames;
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
    // variant, column, year, count, mean, …
    for row in differences_on_the_command_line(&two_arms(24)).lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        if cells[2] != "1" || cells[4].is_empty() {
            continue;
        }
        let ours = last["effects"][0][cells[1]]["difference"].as_f64().unwrap();
        let theirs: f64 = cells[4].parse().unwrap();
        assert!(
            (ours - theirs).abs() <= 1e-6 * theirs.abs().max(1e-3),
            "{}: {ours} {theirs}",
            cells[1]
        );
        checked += 1;
    }
    assert!(checked > 50, "{checked}");
    let course = &last["series"]["outcome"][1];
    assert_eq!(course["mean"].as_array().unwrap().len(), 13);
    let at = |name: &str| course[name][12].as_f64().unwrap();
    assert!(at("q05") <= at("mean") && at("low") < at("mean") && at("mean") < at("high"));
}

#[test]
fn a_ranking_is_repeated_over_draws() {
    let server = Server::open();
    let mut question = two_arms(2);
    question.as_object_mut().unwrap().remove("measures");
    question["measure"] = json!("outcome");
    question["draws"] = json!(6);
    let lines = server.post("/api/ranking", &question).lines();
    assert_eq!(lines.len(), 7, "{lines:?}");
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
    assert!(
        table.lines().count() > 100 && table.starts_with("variant,column,year"),
        "{table}"
    );

    let folder = tempfile::tempdir().unwrap();
    let source = json!({ "id": "cases/norre_snede" });
    let settings = json!({ "programme.upkeep.ease": "0.9" });
    let text = server
        .post(
            "/api/scenario",
            &json!({ "source": source, "settings": settings }),
        )
        .text();
    let library = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let own = text.replace(
        "cases/norre_snede.toml",
        &library.join("cases/norre_snede.toml").display().to_string(),
    );
    std::fs::write(folder.path().join("own.toml"), own).unwrap();
    Command::cargo_bin("samspil")
        .unwrap()
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

#[test]
fn an_interrupted_server_ends_its_answers_and_itself() {
    let mut server = Server::open();
    let long = json!({
        "source": { "id": "cases/norre_snede" }, "arms": [{ "name": "a" }, { "name": "b" }], "replications": 5000,
    });
    let _listening = server.send("POST", "/api/compare", &[], &long.to_string());
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(server.interrupt(), "it stops within ten seconds, in good order");
}
