//! What a visitor names leads nowhere but into the scenario folder.

use std::process::Command;

use serde_json::{Value, json};

use super::client::Server;
use super::small;

/// A scenario that names a file by one of the keys that can.
fn naming(key: &str, path: &str) -> String {
    let (table, columns) = match key {
        "extends" => return format!("extends = {path:?}\n[programme.parks]\n"),
        "population.from" => (
            "population",
            "[population.data.columns]\ntrust = { column = \"t\" }\n",
        ),
        _ => ("network", ""),
    };
    format!("[{table}]\nfrom = {path:?}\n{columns}[programme.parks]\n")
}

fn own(toml: &str) -> Value {
    json!({ "source": { "name": "x.toml", "toml": toml } })
}

#[test]
fn no_file_outside_the_library_is_opened() {
    let server = Server::open();
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "/vendor/../../mod.rs",
    ] {
        let answer = server.get(path);
        assert!(answer.status >= 400, "{path}: {}", answer.status);
    }
    for id in ["../Cargo", "cases/../../Cargo", "/etc/passwd"] {
        let answer = server.post("/api/check", &json!({ "source": { "id": id } }));
        assert_eq!(answer.status, 404, "{id}");
    }
    for path in [
        "/etc/passwd",
        "/no/such/file",
        "../Cargo.toml",
        "cases/../../Cargo.toml",
    ] {
        for key in ["extends", "population.from", "network.from"] {
            let by_setting = json!({ "source": small(""), "settings": { key: path } });
            for question in [own(&naming(key, path)), by_setting] {
                let answer = server.post("/api/check", &question);
                assert_eq!(answer.status, 422, "{question}");
                let text = answer.text();
                assert!(!text.contains("root:") && !text.contains("default-run"), "{text}");
            }
        }
        for key in ["extends", "population.from"] {
            let text = server.post("/api/check", &own(&naming(key, path))).text();
            assert!(text.contains("only files of the scenario folder"), "{text}");
        }
    }
    let inside = own("extends = \"cases/norre_snede.toml\"");
    assert_eq!(server.post("/api/check", &inside).status, 200);
}

/// The guard must not depend on the text being understood by another reader than the one that opens the files.
#[test]
fn a_number_that_is_too_large_opens_no_door() {
    let server = Server::open();
    let answers = ["/etc/passwd", "/etc/passwx"].map(|path| {
        let toml = format!("extends = {path:?}\nx = 99999999999999999999\n[programme.parks]\n");
        let answer = server.post("/api/check", &own(&toml));
        assert_eq!(answer.status, 422, "{path}");
        answer.text().replace(path, "PATH")
    });
    assert!(
        answers[0].contains("only files of the scenario folder"),
        "{}",
        answers[0]
    );
    assert!(!answers[0].contains("root:"), "{}", answers[0]);
    assert_eq!(answers[0], answers[1], "answers do not tell which files exist");
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_the_folder_lead_nowhere_and_hold_nothing_up() {
    let desk = tempfile::tempdir().unwrap();
    let folder = desk.path().join("scenarios");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(desk.path().join("secret.toml"), "secret = 'told'").unwrap();
    std::fs::write(folder.join("base.toml"), "[programme.parks]\n").unwrap();
    std::os::unix::fs::symlink("../secret.toml", folder.join("link.toml")).unwrap();
    std::os::unix::fs::symlink("../missing.toml", folder.join("gone.toml")).unwrap();
    let pipe = Command::new("mkfifo").arg(folder.join("pipe.toml")).status();
    assert!(pipe.unwrap().success());

    let server = Server::open_with(&["--scenarios", folder.to_str().unwrap()]);
    for (path, words) in [
        ("link.toml", "only files of the scenario folder"),
        ("gone.toml", "only files of the scenario folder"),
        ("pipe.toml", "a device or a pipe"),
    ] {
        for key in ["extends", "population.from"] {
            let answer = server.post("/api/check", &own(&naming(key, path)));
            let text = answer.text();
            assert_eq!(answer.status, 422, "{text}");
            assert!(!text.contains("told"), "{text}");
            assert!(key != "extends" || text.contains(words), "{text}");
        }
    }
    for id in ["link", "pipe"] {
        let answer = server.post("/api/check", &json!({ "source": { "id": id } }));
        assert_eq!(answer.status, 404, "{id} is not listed");
        assert!(!answer.text().contains("told"), "{}", answer.text());
    }
    assert_eq!(
        server
            .post("/api/check", &own(&naming("extends", "base.toml")))
            .status,
        200
    );
}
