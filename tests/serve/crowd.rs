//! A class at once.

use std::io::Read as _;
use std::time::Duration;

use serde_json::{Value, json};

use super::client::Server;
use super::{small, two_arms};

#[test]
fn fifty_at_once_all_get_the_same_whole_answer() {
    let server = Server::open();
    let answers: Vec<Value> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..50)
            .map(|_| {
                scope.spawn(|| {
                    let answer = server.post("/api/compare", &two_arms(8));
                    assert_eq!(answer.status, 200, "{}", answer.text());
                    let lines = answer.lines();
                    assert_eq!(lines.last().unwrap()["type"], "done");
                    let state = lines.iter().rev().find(|line| line["type"] == "state").unwrap();
                    assert_eq!(state["done"], 8);
                    state["effects"].clone()
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

#[test]
fn who_leaves_does_not_keep_the_others_waiting() {
    let server = Server::open();
    let long = json!({
        "source": small("[[event]]\nyear = 0.5\ncampaign = \"parks\"\nintensity = 1.0\nmonths = 2\n"),
        "arms": [{ "name": "a" }, { "name": "b" }], "replications": 5000,
    });
    for _ in 0..8 {
        let mut stream = server.send("POST", "/api/compare", &[], &long.to_string());
        let mut first = [0; 512];
        assert!(stream.read(&mut first).unwrap() > 0);
        // The tab goes.
    }
    // Eight runs of 5,000 replications would take minutes.
    let under_way = || {
        server.get("/api/about").json()["answers_under_way"]
            .as_u64()
            .unwrap()
    };
    let ended = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        under_way() == 0
    });
    assert!(ended, "{} answers go on although nobody listens", under_way());
}

#[test]
fn a_long_study_leaves_room_for_a_short_question() {
    let server = Server::open();
    let study = json!({ "source": { "id": "reference" }, "replications": 50 });
    let mut under_way = server.send("POST", "/api/barriers", &[], &study.to_string());
    let mut first = [0; 512];
    assert!(under_way.read(&mut first).unwrap() > 0);
    assert_eq!(
        server.post("/api/compare", &two_arms(4)).lines().last().unwrap()["type"],
        "done"
    );
    assert_eq!(
        server.get("/api/about").json()["answers_under_way"],
        1,
        "the study goes on"
    );
}
