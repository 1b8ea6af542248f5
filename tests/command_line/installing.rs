//! What helps to install the program: completions, manual pages, licences.

use super::{command, samspil, text};

/// What a shell is told could stand at the end of a line.
fn completed(line: &[&str]) -> Vec<String> {
    let mut words = vec!["--", "samspil"];
    words.extend(line);
    let output = command(&words)
        .env("SAMSPIL_COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", line.len().to_string())
        .env("_CLAP_IFS", "\n")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = samspil(&["completions", shell]);
        assert!(output.status.success(), "{shell}");
        let script = text(&output.stdout);
        assert!(
            script.contains("samspil") && script.contains("SAMSPIL_COMPLETE"),
            "{shell}: {script}"
        );
    }
    assert_eq!(samspil(&["completions", "sh"]).status.code(), Some(2));
}

#[test]
fn commands_options_names_and_keys_complete() {
    assert_eq!(completed(&["expl"]), ["explain"]);
    assert_eq!(completed(&["run", "norre"]), ["norre_snede"]);
    assert_eq!(completed(&["sweep", "invit"]), ["invitation_by_ease"]);
    assert!(
        completed(&["check", "scenar"])
            .iter()
            .any(|path| path.starts_with("scenarios"))
    );
    assert!(completed(&["run", "--prec"]).contains(&"--precision".to_owned()));
    assert!(completed(&["explain", "willingness.eff"]).contains(&"willingness.efficacy".to_owned()));
    assert_eq!(
        completed(&["run", "--set", "population.citiz"]),
        ["population.citizens=", "population.citizens_per_neighbourhood="]
    );
}

#[test]
fn manual_pages_are_written_for_every_command() {
    let page = text(&samspil(&["man"]).stdout);
    assert!(
        page.contains(".TH samspil 1") && page.contains("Exit codes"),
        "{page}"
    );
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("share/man1");
    let output = samspil(&["man", inner.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    for page in ["samspil.1", "samspil-run.1", "samspil-calibrate-reference.1"] {
        assert!(inner.join(page).is_file(), "{page}");
    }
    let output = samspil(&["man", "Cargo.toml/pages"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn licences_are_part_of_the_program() {
    let list = text(&samspil(&["licences"]).stdout);
    for part in ["preact", "axum", "Rust standard library"] {
        assert!(list.contains(part), "{part}");
    }
    let preact = text(&samspil(&["licences", "preact"]).stdout);
    assert!(
        preact.contains("Jason Miller") && preact.contains("Permission is hereby granted"),
        "{preact}"
    );
    let own = text(&samspil(&["licences", "samspil"]).stdout);
    assert!(own.contains("MIT") && own.contains("Apache License"));
    let output = samspil(&["licences", "preakt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("did you mean `preact`?"));
}
