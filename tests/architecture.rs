//! The invariants of `ARCHITECTURE.md`, checked on the source text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use samspil::scenario::PROGRAMMES_MAX;

/// Every room may say what it has to say in the languages of its readers.
const WORDS: &str = "words";

/// Which rooms a room may use, besides itself and the words.
const ARROWS: &[(&str, &[&str])] = &[
    (WORDS, &[]),
    ("random", &[]),
    ("statistics", &[]),
    ("model", &["random"]),
    ("scenario", &["model"]),
    ("shipped", &["scenario"]),
    ("experiment", &["model", "random", "scenario", "statistics"]),
    (
        "world",
        &["experiment", "model", "random", "scenario", "statistics"],
    ),
    ("output", &["experiment", "model", "scenario", "statistics"]),
    ("figure", &["experiment", "model", "scenario", "statistics"]),
    ("report", &["figure", "model", "scenario"]),
    (
        "study",
        &[
            "experiment",
            "figure",
            "model",
            "output",
            "random",
            "report",
            "scenario",
            "statistics",
            "world",
        ],
    ),
    (
        "laboratory",
        &[
            "experiment",
            "figure",
            "model",
            "output",
            "random",
            "report",
            "scenario",
            "shipped",
            "statistics",
            "study",
            "world",
        ],
    ),
    (
        "serve",
        &[
            "experiment",
            "figure",
            "model",
            "output",
            "report",
            "scenario",
            "shipped",
            "statistics",
            "study",
        ],
    ),
    (
        "cli",
        &[
            "serve",
            "shipped",
            "study",
            "experiment",
            "figure",
            "model",
            "output",
            "random",
            "report",
            "scenario",
            "statistics",
            "world",
        ],
    ),
];

/// Lines of a file that are not tests, at most.
const LINES_MAX: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The text of a source file without its tests.
fn without_tests(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    match text.find("#[cfg(test)]\nmod tests {") {
        Some(start) => text[..start].to_owned(),
        None => text,
    }
}

/// Modules that exist for tests alone, by file.
fn test_modules() -> BTreeSet<PathBuf> {
    let mut modules = BTreeSet::new();
    for file in files_below(&root().join("src"), "rs") {
        let text = std::fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for pair in lines.windows(2).filter(|pair| pair[0].trim() == "#[cfg(test)]") {
            let module = pair[1].split_once("mod ").map(|(_, name)| name);
            if let Some(name) = module.and_then(|name| name.strip_suffix(';')) {
                let folder = file.parent().unwrap();
                modules.insert(folder.join(format!("{name}.rs")));
                modules.extend(files_below_if_there(&folder.join(name)));
            }
        }
    }
    modules
}

fn files_below_if_there(folder: &Path) -> Vec<PathBuf> {
    if folder.is_dir() {
        files_below(folder, "rs")
    } else {
        Vec::new()
    }
}

/// Source files of a room that are not tests, with their text.
fn sources(room: &str) -> Vec<(PathBuf, String)> {
    let tests = test_modules();
    files_below(&root().join("src").join(room), "rs")
        .into_iter()
        .filter(|path| !tests.contains(path))
        .map(|path| (path.clone(), without_tests(&path)))
        .collect()
}

/// Lines of code, without comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn arrows_run_one_way() {
    let rooms: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    for (room, allowed) in &rooms {
        for (path, text) in sources(room) {
            for line in code(&text) {
                for other in rooms
                    .keys()
                    .filter(|other| *other != room && **other != WORDS && !allowed.contains(other))
                {
                    let uses = [
                        format!("crate::{other}::"),
                        format!("crate::{other};"),
                        format!("samspil::{other}::"),
                    ];
                    assert!(
                        !uses.iter().any(|name| line.contains(name.as_str())),
                        "{}: `{room}` may not use `{other}`: {}",
                        path.display(),
                        line.trim()
                    );
                }
            }
        }
    }
}

/// The first names that follow `prefix` in a text: one, or those in braces.
fn named_after<'a>(text: &'a str, prefix: &str) -> Vec<&'a str> {
    let mut names = Vec::new();
    for (start, _) in text.match_indices(prefix) {
        if text[..start].ends_with("::") {
            continue;
        }
        let rest = &text[start + prefix.len()..];
        let first = |part: &'a str| {
            let end = part.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
            part[..end.unwrap_or(part.len())].trim()
        };
        let Some(list) = rest.strip_prefix('{') else {
            names.push(first(rest));
            continue;
        };
        let (mut depth, mut from) = (0, 0);
        for (at, letter) in list.char_indices() {
            match letter {
                ',' if depth == 0 => {
                    names.push(first(list[from..at].trim_start()));
                    from = at + 1;
                }
                '{' => depth += 1,
                '}' if depth == 0 => {
                    names.push(first(list[from..at].trim_start()));
                    break;
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Which parts of a room, files or folders in it, use which others.
fn arrows_within(room: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = root().join("src").join(room);
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources(room) {
        let steps: Vec<&str> = path
            .strip_prefix(&folder)
            .unwrap()
            .iter()
            .map(|step| step.to_str().unwrap())
            .collect();
        let part = steps[0].trim_end_matches(".rs").to_owned();
        let depth = steps.len() - usize::from(*steps.last().unwrap() == "mod.rs");
        let text: Vec<&str> = code(&text).collect();
        let text = text.join("\n");
        let mut used = named_after(&text, &"super::".repeat(depth));
        used.extend(named_after(
            &text,
            &format!("crate::{}::", room.replace('/', "::")),
        ));
        let others = used.into_iter().filter(|name| *name != part).map(str::to_owned);
        arrows.entry(part.clone()).or_default().extend(others);
    }
    arrows.remove("mod");
    arrows
}

#[test]
fn parts_of_a_room_form_no_circle() {
    let mut seen = 0;
    let rooms = ARROWS.iter().map(|(room, _)| *room).chain(["model/mechanisms"]);
    for room in rooms {
        let mut arrows = arrows_within(room);
        // The lists of the mechanisms' parts name the rooms, which name them: the one circle, see `ARCHITECTURE.md`.
        arrows.remove("parts");
        // What is re-exported by the room is no arrow to a part of it.
        let parts: BTreeSet<String> = arrows.keys().cloned().collect();
        for used in arrows.values_mut() {
            used.retain(|name| parts.contains(name));
            seen += used.len();
        }
        while let Some(free) = arrows
            .iter()
            .find_map(|(part, used)| used.is_empty().then(|| part.clone()))
        {
            arrows.remove(&free);
            for used in arrows.values_mut() {
                used.remove(&free);
            }
        }
        assert!(arrows.is_empty(), "`{room}` has a circle among {arrows:?}");
    }
    assert!(seen > 300, "only {seen} arrows are seen");
}

#[test]
fn names_are_found_in_uses() {
    let text = "use super::block::Block;\nuse super::{\n    cost::{WEEKS, Cost},\n    life,\n};\nsuper::lane::sum(super::super::far::off)";
    assert_eq!(
        named_after(text, "super::"),
        ["block", "cost", "life", "lane", "super"]
    );
    assert_eq!(named_after(text, "super::super::"), ["far"]);
}

#[test]
fn every_room_has_its_arrows_written_down() {
    let mut rooms: Vec<String> = std::fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    rooms.sort();
    let mut written: Vec<&str> = ARROWS.iter().map(|(room, _)| *room).collect();
    written.sort_unstable();
    assert_eq!(rooms, written);
    let guide = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for room in rooms {
        assert!(
            guide.contains(&format!("`{room}/`")),
            "ARCHITECTURE.md says nothing of `{room}/`"
        );
    }
}

/// The numbers that a declaration of purposes takes; `declaration` is what follows `const`.
fn declared_purposes(declaration: &str) -> Option<(Vec<u32>, bool)> {
    let (kind, value) = declaration.split_once(": ")?.1.split_once('=')?;
    if !kind.trim_start_matches('[').starts_with("Purpose") {
        return None;
    }
    let numbers = value.split("Purpose").skip(1).filter_map(|part| {
        let (_, rest) = part.split_once('(')?;
        rest.split_once(')')?.0.replace('_', "").parse().ok()
    });
    Some((numbers.collect(), kind.contains("PerProgramme")))
}

/// Two processes that drew with one number would disturb each other.
#[test]
fn no_purpose_of_a_draw_is_given_twice() {
    let mut taken: Vec<(u32, u32)> = Vec::new();
    let drawing = ["model", "world", "study"].map(sources).concat();
    for (_, text) in drawing {
        let text: Vec<&str> = code(&text).collect();
        for declaration in text.join("\n").split("const ").skip(1) {
            let (declaration, _) = declaration.split_once(";\n").unwrap_or((declaration, ""));
            let Some((numbers, per_programme)) = declared_purposes(declaration) else {
                continue;
            };
            let room = if per_programme { PROGRAMMES_MAX as u32 } else { 1 };
            taken.extend(numbers.into_iter().map(|number| (number, number + room)));
        }
    }
    taken.sort_unstable();
    assert!(
        taken.len() >= 27 && taken.iter().any(|(number, _)| *number > 1_000_000),
        "only {taken:?} are seen"
    );
    for pair in taken.windows(2) {
        assert!(pair[0].1 <= pair[1].0, "{pair:?} overlap");
    }
}

/// A room says at its head where it comes from and where it bites, and a file of the register what it holds.
#[test]
fn rooms_say_what_they_hold() {
    let mut registers = files_below(&root().join("src/model"), "toml");
    registers.retain(|path| path.file_name().is_none_or(|name| name != "da.toml"));
    assert!(registers.len() > 30, "only {registers:?} are seen");
    for register in registers {
        let text = std::fs::read_to_string(&register).unwrap();
        assert!(text.starts_with("# "), "{} has no heading", register.display());
        let room = register.with_extension("rs");
        if room.parent().unwrap().ends_with("mechanisms") {
            let text = std::fs::read_to_string(&room).unwrap();
            let head: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
            assert!(
                head.contains("Sources: ") && head.contains("Bites"),
                "{}",
                room.display()
            );
        }
    }
}

#[test]
fn the_model_knows_no_outside_world() {
    let outside = [
        "std::thread",
        "std::fs",
        "std::io",
        "std::time",
        "std::env",
        "std::net",
        "std::process",
        "rayon",
    ];
    for room in ["model", "random"] {
        for (path, text) in sources(room) {
            for line in code(&text) {
                let met = outside.iter().find(|name| line.contains(**name));
                assert_eq!(met, None, "{}: {}", path.display(), line.trim());
            }
        }
    }
}

#[test]
fn files_stay_readable() {
    for (room, _) in ARROWS {
        for (path, text) in sources(room) {
            let lines = text.lines().count();
            assert!(lines <= LINES_MAX, "{} has {lines} lines", path.display());
        }
    }
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
    ];
    for folder in ["src", "tests", "benches"] {
        for path in files_below(&root().join(folder), "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(
                !marks.iter().any(|mark| text.contains(mark)),
                "{} leaves something for later",
                path.display()
            );
        }
    }
}

#[test]
fn the_guides_name_only_files_there_are() {
    for guide in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = std::fs::read_to_string(root().join(guide)).unwrap();
        let named = text.split('`').skip(1).step_by(2);
        let mut count = 0;
        for name in named.filter(|name| name.contains('/') && !name.contains([' ', '*', '<', ':'])) {
            let there = [root().join(name), root().join("src").join(name)]
                .iter()
                .any(|path| path.exists());
            assert!(there, "{guide} names `{name}`, which is not there");
            count += 1;
        }
        assert!(count > 10, "{guide} names {count} files");
    }
}

/// Files that users name are opened through a `Source`: the core and the server each have one file that opens any.
#[test]
fn whoever_opens_a_file_asks_a_source() {
    let opens = [
        "std::fs",
        "fs::",
        "File::open",
        "canonicalize(",
        ".is_dir()",
        ".exists()",
        ".metadata(",
    ];
    let free = [
        "Disk",
        "Scenario::load(",
        "Scenario::from_text(",
        "Base::open(",
        "Hypothesis::load(",
        "canonicalize(",
    ];
    // What they open they have made themselves, in a folder of their own.
    let own = ["exports.rs"];
    for (room, banned) in [
        ("scenario", &opens[..]),
        ("serve", &free[..]),
        ("serve", &opens[..]),
    ] {
        for (path, text) in sources(room) {
            let name = path.file_name().unwrap().to_str().unwrap();
            let source = path.ends_with("scenario/disk.rs") || path.ends_with("serve/bounded.rs");
            if source || own.contains(&name) {
                continue;
            }
            for line in code(&text) {
                let found = banned.iter().find(|name| line.contains(*name));
                assert!(
                    found.is_none(),
                    "{}: `{}` opens past the source",
                    path.display(),
                    line.trim()
                );
            }
        }
    }
}
