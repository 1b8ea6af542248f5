//! Where the laboratory is opened, and how it is closed.

use std::net::TcpStream;

use serde_json::json;

use super::client::Server;

#[test]
fn alone_it_prints_one_address_and_answers_to_nothing_else() {
    let server = Server::open();
    assert_eq!(server.printed, format!("http://{}/\n", server.address));
    let asked = |host: &str| server.ask("GET", "/api/about", &[("host", host)], "");
    assert_eq!(asked("LocalHost").status, 200);
    let refused = asked("192.168.1.7");
    assert_eq!(refused.status, 403);
    let words = refused.json()["error"].as_str().unwrap().to_owned();
    assert!(
        words.contains("`192.168.1.7`") && words.contains("answers to localhost"),
        "{words}"
    );
}

#[test]
fn with_others_it_prints_every_address_and_answers_to_each() {
    for any in ["0.0.0.0", "::"] {
        let server = Server::open_with(&["--host", any]);
        let pages: Vec<(&str, &str)> = server
            .printed
            .lines()
            .map(|line| line.split_once("  ").unwrap())
            .map(|(url, from)| {
                (
                    url.trim_start_matches("http://").trim_end_matches('/'),
                    from.trim(),
                )
            })
            .collect();
        assert_eq!(pages[0], (server.address.to_string().as_str(), "on this machine"));
        for (host, from) in &pages {
            if from.contains("in the network") {
                assert!(TcpStream::connect(host).is_ok(), "{host} can be reached");
            }
            let answer = server.ask("GET", "/api/about", &[("host", *host)], "");
            assert_eq!(answer.status, 200, "{host}");
        }
        let refused = server.ask("GET", "/", &[("host", "evil.example")], "");
        assert_eq!(refused.status, 403);
        assert!(
            refused.text().contains("answers to the addresses of its machine"),
            "{}",
            refused.text()
        );
    }
}

/// An answer that would go on for minutes.
fn busy(server: &Server) -> TcpStream {
    let long = json!({
        "source": { "id": "cases/norre_snede" }, "arms": [{ "name": "a" }, { "name": "b" }], "replications": 5000,
    });
    let listening = server.send("POST", "/api/compare", &[], &long.to_string());
    std::thread::sleep(std::time::Duration::from_millis(300));
    listening
}

#[test]
fn an_interrupted_server_ends_its_answers_and_itself() {
    for signal in ["-INT", "-TERM"] {
        let mut server = Server::open();
        let _listening = busy(&server);
        let _idle = TcpStream::connect(server.address).unwrap();
        server.signal(signal);
        assert_eq!(server.exit_code(), Some(0), "{signal} ends it in good order");
    }
}

#[test]
fn interrupted_twice_it_ends_at_once() {
    let mut server = Server::open();
    // A request of which only the beginning comes holds the end up.
    let _hanging = server.hang();
    server.signal("-INT");
    std::thread::sleep(std::time::Duration::from_millis(200));
    server.signal("-INT");
    let began = std::time::Instant::now();
    assert_eq!(server.exit_code(), Some(130));
    assert!(began.elapsed() < std::time::Duration::from_secs(2));
}
