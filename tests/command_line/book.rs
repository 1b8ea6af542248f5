//! The commands that the README and the book show, and how they are made small.

use std::fs;
use std::path::Path;

use super::kinds::KINDS;

/// The commands of a page in their order: lines of code blocks that begin with the name of the program. What stands
/// after two spaces is a remark.
fn commands(page: &str) -> Vec<Vec<String>> {
    let mut in_code = false;
    let mut commands = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if let Some(rest) = line.strip_prefix("samspil ").filter(|_| in_code) {
            let command = rest.split("  ").next().unwrap_or(rest);
            commands.push(words(command));
        }
    }
    commands
}

/// The words of a command as a shell reads them; only double quotes are known.
pub(super) fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (position, part) in command.split('"').enumerate() {
        if position % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Options that make a command small, each with its value; they replace those that the page gives.
fn small(command: &[String]) -> Vec<(&'static str, &'static str)> {
    let kind = KINDS.iter().find(|kind| kind.command == command[0]);
    let mut options = kind.map_or_else(Vec::new, |kind| kind.small.to_vec());
    let names = |option: &str| command.iter().any(|word| word == option);
    if names("--precision") {
        options.push(("--precision", "10"));
    }
    match command[0].as_str() {
        "test" if names("--draws") => options.push(("--draws", "1")),
        // A ranking wants two.
        "compare" if names("--draws") => options.push(("--draws", "2")),
        _ => {}
    }
    if command[0] == "sensitivity" {
        match names("sobol") {
            true if names("--top") => options.extend([("--rows", "4"), ("--trajectories", "2")]),
            true => options.push(("--rows", "4")),
            false => options.push(("--trajectories", "2")),
        }
    }
    options
}

/// The command with its small options in place of its own.
pub(super) fn made_small(command: &[String]) -> Vec<String> {
    let options = small(command);
    let mut made = Vec::new();
    let mut words = command.iter();
    while let Some(word) = words.next() {
        if word != "--set" && options.iter().any(|(name, _)| name == word) {
            words.next();
        } else {
            made.push(word.clone());
        }
    }
    // All facts together take minutes; tests of `validate` measure several.
    if made[0] == "validate" && !made.iter().any(|word| word.starts_with("SF-")) {
        made.push("SF-02".to_owned());
    }
    for (name, value) in options {
        made.extend([name.to_owned(), value.to_owned()]);
    }
    made
}

/// Puts plans that are soon done where commands find them before those that are shipped under their names.
pub(super) fn small_plans(folder: &Path) {
    for (name, changes) in [
        (
            "suitcases_on_a_budget",
            &[
                (
                    "designs = 40\ngenerations = 15\nreplications = 20",
                    "designs = 24\ngenerations = 3\nreplications = 2",
                ),
                ("../cases/aarhus_language_kits.toml", "aarhus_language_kits"),
            ][..],
        ),
        (
            "local_initiative_to_figures",
            &[
                ("particles = 100 ", "particles = 20 "),
                ("citizens = 300 ", "citizens = 100 "),
                ("../reference.toml", "reference"),
            ],
        ),
        (
            "worlds",
            &[
                ("citizens = 2000", "citizens = 100"),
                ("../reference.toml", "reference"),
                // Nearly every draw is a world.
                ("discrepancy = 0.", "discrepancy = 9."),
            ],
        ),
    ] {
        let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/plans/{name}.toml"));
        let mut text = fs::read_to_string(plan).unwrap();
        for (long, short) in changes {
            assert!(text.contains(long), "{name} is as long as ever");
            text = text.replace(long, short);
        }
        fs::write(folder.join(name), text).unwrap();
    }
}

/// The commands of all pages, those of the README first.
pub(super) fn shown() -> Vec<Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = fs::read_dir(root.join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.sort();
    paths.insert(0, root.join("README.md"));
    paths
        .iter()
        .flat_map(|path| commands(&fs::read_to_string(path).unwrap()))
        .collect()
}
