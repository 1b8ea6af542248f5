//! Wrong questions: each gets one clear sentence.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use super::client::Server;
use super::small;

fn refused(server: &Server, path: &str, question: &Value, status: u16, words: &str) {
    let answer = server.post(&format!("/api/{path}"), question);
    assert_eq!(answer.status, status, "{path} {question}: {}", answer.text());
    let error = answer.json()["error"].as_str().unwrap().to_owned();
    assert!(error.contains(words), "{path} {question}: {error}");
}

#[test]
fn what_is_not_there_or_not_right() {
    let server = Server::open();
    let nowhere = json!({ "source": { "id": "cases/nowhere" } });
    refused(&server, "check", &json!({}), 400, "missing field `source`");
    refused(
        &server,
        "check",
        &nowhere,
        404,
        "There is no scenario `cases/nowhere`.",
    );
    let reason = server.post("/api/check", &nowhere).json()["reason"].clone();
    assert_eq!(reason, "no_scenario");
    let misspelt = json!({ "source": small("eas = 1") });
    refused(
        &server,
        "check",
        &misspelt,
        422,
        "There is a fault in the scenario.",
    );
    refused(
        &server,
        "hypotheses/H-99",
        &json!({}),
        404,
        "There is no hypothesis `H-99`.",
    );
    refused(&server, "nothing", &json!({}), 404, "There is no such question.");
}

#[test]
fn what_is_too_large_or_no_question_is_said_at_once() {
    let server = Server::open();
    refused(&server, "check", &json!([]), 400, "A question is a JSON object.");
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream
        .write_all(
            b"POST /api/check HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n\
              content-length: 99999999999\r\n\r\n",
        )
        .unwrap();
    let mut answer = String::new();
    let _reset = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    let large = "x".repeat(64 << 10);
    let answer = server.ask("GET", "/api/about", &[("x-large", &large)], "");
    assert_eq!(answer.status, 431, "{}", answer.text());
    let fits = "x".repeat(60 << 10);
    assert_eq!(
        server.ask("GET", "/api/about", &[("x-large", &fits)], "").status,
        200
    );
}

#[test]
fn arms_that_cannot_be_compared() {
    let server = Server::open();
    let asked = |arms: usize, more: Value| {
        let mut question = json!({ "source": small(""), "arms": vec![json!({ "name": "a" }); arms] });
        question
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        question
    };
    let compare = |arms, more, words| refused(&server, "compare", &asked(arms, more), 400, words);
    compare(0, json!({}), "There are 0 arms");
    compare(8, json!({}), "from 1 to 7");
    compare(2, json!({ "replications": 1 }), "from 2 to 5000");
    compare(2, json!({ "measures": ["nothing"] }), "no measure `nothing`");
    let rank = |arms, measure: &str, status, words| {
        refused(
            &server,
            "ranking",
            &asked(arms, json!({ "measure": measure })),
            status,
            words,
        );
    };
    rank(1, "outcome", 400, "nothing to rank");
    rank(2, "output", 422, "nothing says whether");
    rank(2, "nothing", 400, "not every arm has the measure `nothing`");
    refused(
        &server,
        "report",
        &asked(1, json!({})),
        400,
        "make a variant first",
    );
}

#[test]
fn more_than_this_server_gives() {
    let server = Server::open();
    let citizens =
        |number: &str| json!({ "source": small(""), "settings": { "population.citizens": number } });
    refused(&server, "watch", &citizens("60000"), 413, "limit: 50000");
    refused(&server, "check", &citizens("300000"), 413, "limit: 200000");
    let once = json!({ "source": small(""), "replications": 1 });
    refused(&server, "barriers", &once, 400, "from 2 to 200");
    let too_long = server.ask("POST", "/api/check", &[], &" ".repeat((1 << 20) + 1));
    assert_eq!(too_long.status, 413);
}

#[test]
fn what_is_no_question() {
    let server = Server::open();
    assert_eq!(server.ask("POST", "/api/check", &[], "{").status, 400);
    let a_form = server.ask("POST", "/api/check", &[("content-type", "text/plain")], "{}");
    assert_eq!(a_form.status, 400);
    assert_eq!(server.ask("POST", "/api/about", &[], "").status, 405);
}

#[test]
fn addresses_that_are_no_text_are_refused_as_other_questions_are() {
    let server = Server::open();
    for path in [
        "/api/scenarios/%ff",
        "/api/thumbnails/%ff",
        "/api/documents/%ff",
        "/api/documents/model?lang=en&lang=da",
        "/pages/%ff",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 400, "{path}: {}", answer.text());
        let error = answer.json()["error"].as_str().unwrap().to_owned();
        assert!(
            error.starts_with("The address cannot be read: "),
            "{path}: {error}"
        );
    }
    refused(
        &server,
        "hypotheses/%ff",
        &json!({}),
        400,
        "The address cannot be read: ",
    );
}

#[test]
fn files_beside_a_text_from_a_browser_are_said_to_be_missing_with_it() {
    let server = Server::open();
    let data = "[population]\nfrom = \"by.csv\"\n[population.data.columns]\ntrust = { column = \"t\", low = 0, high = 10 }\n\
                [programme.parks]\n";
    for toml in [data.to_owned(), "extends = \"by.toml\"\n".to_owned()] {
        let question = json!({ "source": { "name": "mine.toml", "toml": toml } });
        let answer = server.post("/api/check", &question);
        assert_eq!(answer.status, 422, "{}", answer.text());
        let fault = &answer.json()["faults"][0];
        let told = format!(
            "{} {}",
            fault["message"].as_str().unwrap(),
            fault["hint"].as_str().unwrap_or("")
        );
        assert!(
            told.contains("a browser hands over the scenario file alone")
                && told.contains("`samspil serve --scenarios FOLDER`"),
            "{toml}: {fault}"
        );
    }
}
