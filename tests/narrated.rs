//! Numbers told in words were measured by this engine, and nobody typed one.
//!
//! `docs/narrated/*.toml` says what each text claims, `docs/narrated/record.csv` what was measured. Both the record and the
//! figures in the texts are made by `python3 tests/long/narrate.py target/release/samspil`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use samspil::output::ENGINE;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use support::file;

/// How the block of a scenario file that tells results begins.
const SHOWS: &str = "# What the model shows";

/// What to do about every fault below.
const AGAIN: &str = "python3 tests/long/narrate.py target/release/samspil";

/// Words that tell a size. Where one stands, it is claimed or set.
const SIZES: &[&str] = &[
    "half",
    "halves",
    "halved",
    "third",
    "thirds",
    "quarter",
    "quarters",
    "fifth",
    "fifths",
    "sixth",
    "eighth",
    "tenth",
    "tenths",
    "twentieth",
    "twice",
    "double",
    "doubles",
    "doubled",
    "threefold",
    "treble",
    "trebles",
    "times",
    "halvt",
    "halvdelen",
    "tredjedel",
    "tredjedele",
    "fjerdedel",
    "femtedel",
    "tiendedel",
    "dobbelt",
    "fordobles",
    "fordoblet",
    "gange",
    "one in ten",
    "one in twenty",
    "in ten",
    "of ten",
    "a dozen",
    "ud af ti",
    "ud af tyve",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    /// Commands by name, whose results claims are read from.
    #[serde(default)]
    studies: BTreeMap<String, String>,
    text: Vec<Text>,
}

/// A text that tells results.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    file: String,
    #[serde(default)]
    section: String,
    replications: Option<u32>,
    #[serde(default = "first_seed")]
    seed: u64,
    #[expect(dead_code, reason = "only who measures runs them")]
    #[serde(default)]
    runs: Vec<String>,
    /// Names of commands that its claims ask.
    #[serde(default)]
    studies: Vec<String>,
    /// The command that prints the table of this text, or the name of the study that has it.
    table: Option<String>,
    #[expect(dead_code, reason = "only who measures reads it")]
    reads: Option<String>,
    #[expect(dead_code, reason = "only who measures waits")]
    #[serde(default)]
    long: bool,
    /// The command of a study, whose page a person writes and stamps.
    #[expect(dead_code, reason = "it is told to who measures")]
    by_hand: Option<String>,
    /// Words with numbers that are set and not measured.
    #[serde(default)]
    settings: Vec<String>,
    /// Whether numbers may stand there that no claim covers: pages that are about more than results.
    #[serde(default)]
    partly: bool,
    #[serde(default)]
    claims: Vec<Claim>,
}

fn first_seed() -> u64 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claim {
    says: String,
    dansk: Option<String>,
    value: Option<OneOrMore>,
    r#if: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl Claim {
    /// What is measured for it, as the record has it.
    fn measured(&self) -> String {
        let mut parts = match &self.value {
            None => Vec::new(),
            Some(OneOrMore::One(value)) => vec![value.clone()],
            Some(OneOrMore::More(values)) => values.clone(),
        };
        parts.extend(self.r#if.clone());
        parts.join(" | ")
    }
}

/// A row of the record.
#[derive(Deserialize)]
struct Row {
    file: String,
    section: String,
    says: String,
    measured: String,
    figures: String,
    holds: String,
    stamp: String,
}

impl Row {
    /// The words with the figures in their places.
    fn told(&self) -> String {
        let mut figures = self.figures.split(" | ");
        let mut told = String::new();
        for (index, part) in self.says.split(['{', '}']).enumerate() {
            told += if index % 2 == 0 {
                part
            } else {
                figures.next().unwrap()
            };
        }
        told
    }
}

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &str) -> String {
    std::fs::read_to_string(file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn texts() -> Vec<Text> {
    let pages = files_below(&file("docs/narrated"), "toml");
    assert!(pages.len() >= 4, "{pages:?}");
    let parsed = pages.iter().map(|path| {
        let page: Page = toml::from_str(&std::fs::read_to_string(path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for name in page.text.iter().flat_map(|text| &text.studies) {
            assert!(
                page.studies.contains_key(name),
                "{}: no study is called {name}",
                path.display()
            );
        }
        page.text
    });
    parsed.flatten().collect()
}

fn record() -> Vec<Row> {
    let mut reader = csv::Reader::from_path(file("docs/narrated/record.csv")).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// Where a text stands in its file.
fn part_of<'a>(content: &'a str, text: &Text) -> &'a str {
    if text.section.is_empty() {
        match content.find(SHOWS) {
            None => content,
            Some(start) => {
                let block = &content[start..];
                let end = block.find("\n#\n").or_else(|| block.find("\n\n"));
                &block[..end.unwrap_or(block.len())]
            }
        }
    } else {
        let start = content.find(&format!("{}\n", text.section)).unwrap_or_else(|| {
            panic!("{}: there is no {}", text.file, text.section);
        });
        if text.section.starts_with('[') {
            return &content[start..];
        }
        let level = text.section.split(' ').next().unwrap().len();
        let after = start + text.section.len();
        let next =
            (1..=level).filter_map(|depth| content[after..].find(&format!("\n{} ", "#".repeat(depth))));
        &content[start..next.min().map_or(content.len(), |end| after + end)]
    }
}

/// The digest of the table that a command printed, as it stands in the page.
fn digest_of_table(text: &Text) -> String {
    let content = read(&text.file);
    let lines = part_of(&content, text).lines();
    let table: Vec<&str> = lines
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .collect();
    let mut digits = String::new();
    for byte in Sha256::digest(table.join("\n")) {
        write!(digits, "{byte:02x}").unwrap();
    }
    digits
}

/// The words of a text in one line, without the marks of comments and continued lines.
fn words(text: &Text) -> String {
    let content = read(&text.file);
    let part = part_of(&content, text);
    let joined = part.replace("\\\n", " ").replace("\n#", " ");
    joined.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is left of a text when claims, settings, code and names are taken out.
fn uncovered(text: &Text, words: &str, rows: &[&Row]) -> Vec<String> {
    let mut rest = words.to_owned();
    // Claims first and the longest of each first, since one may be a part of another.
    let mut covered = vec![stamp(text)];
    for mut some in [rows.iter().map(|row| row.told()).collect(), text.settings.clone()] {
        some.sort_by_key(|it: &String| std::cmp::Reverse(it.len()));
        covered.extend(some);
    }
    let mut left = Vec::new();
    for claimed in &covered {
        if !rest.contains(claimed.as_str()) {
            left.push(format!("\"{claimed}\", which is not there and"));
        }
        rest = rest.replacen(claimed.as_str(), " ", 1);
    }
    let outside_code = rest.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let tokens: Vec<&str> = outside_code.split_whitespace().collect();
    for (index, token) in tokens.iter().enumerate() {
        let bare = token.trim_matches(|it: char| !it.is_alphanumeric());
        let before = if index == 0 { "" } else { tokens[index - 1] };
        // Names such as H-16, years of the run, and what a share is of.
        let is_name = bare.starts_with(|it: char| it.is_ascii_uppercase()) && bare.contains('-');
        let is_year = ["year", "Year", "years", "år"].contains(&before);
        let is_whole = before == "of" && ["100", "1,000"].contains(&bare);
        if bare.contains(|it: char| it.is_ascii_digit()) && !is_name && !is_year && !is_whole {
            left.push((*token).to_owned());
        }
    }
    let spaced = format!(
        " {} ",
        outside_code.replace(|it: char| !it.is_alphanumeric(), " ")
    );
    left.extend(
        SIZES
            .iter()
            .filter(|size| spaced.contains(&format!(" {size} ")))
            .map(|size| (*size).to_owned()),
    );
    left
}

fn stamp(text: &Text) -> String {
    let words = format!("seed {}, engine {}", text.seed, &ENGINE[..8]);
    match text.replications {
        Some(replications) => format!("{replications} replications, {words}"),
        None => words,
    }
}

#[test]
fn every_text_that_tells_results_is_claimed() {
    let told: BTreeSet<(String, String)> = texts()
        .into_iter()
        .map(|text| (text.file, text.section))
        .collect();
    let root = file(".");
    let mut found = 0;
    for path in files_below(&file("scenarios"), "toml") {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        for (tells, section) in [(SHOWS, ""), ("\n[lesson]\n", "[lesson]")] {
            if text.contains(tells) {
                assert!(
                    told.contains(&(name.clone(), section.to_owned())),
                    "{name} tells results that docs/narrated does not claim"
                );
                found += 1;
            }
        }
    }
    assert!(found >= 55, "{found}");
}

/// Figures are drawn by `docs/figures/make.sh`, which notes the engine.
#[test]
fn figures_of_scenarios_are_those_of_this_engine() {
    let page = read("docs/scenarios.md");
    let stamp = format!("60 replications, seed 1, engine {}", &ENGINE[..8]);
    let again = "bash docs/figures/make.sh; UPDATE_DOCUMENTS=1 cargo test --test documents";
    assert!(
        page.contains(&stamp),
        "docs/scenarios.md has figures of another engine: {again}"
    );
}

#[test]
fn figures_in_words_are_those_measured_by_this_engine() {
    let (texts, record) = (texts(), record());
    let mut faults = Vec::new();
    let mut rows_used = 0;
    for text in &texts {
        let name = &text.file;
        let words = words(text);
        if !read(name).contains(&stamp(text)) && !words.contains(&stamp(text)) {
            faults.push(format!("{name}: the stamp is not \"{}\"", stamp(text)));
        }
        let rows: Vec<&Row> = record
            .iter()
            .filter(|row| row.file == *name && row.section == text.section)
            .collect();
        rows_used += rows.len();
        let claims = text.claims.iter().flat_map(|claim| {
            let says = [Some(&claim.says), claim.dansk.as_ref()];
            says.into_iter()
                .flatten()
                .map(|says| (says.as_str(), claim.measured()))
        });
        let table = text.table.iter().map(|table| ("table", table.clone()));
        let expected: Vec<(&str, String)> = claims.chain(table).collect();
        let recorded: Vec<(&str, String)> = rows
            .iter()
            .map(|row| (row.says.as_str(), row.measured.clone()))
            .collect();
        if expected != recorded {
            faults.push(format!("{name}: what is claimed was not measured"));
        }
        for row in &rows {
            if row.stamp != stamp(text) {
                faults.push(format!("{name}: \"{}\" was measured otherwise", row.says));
            }
            if row.holds != "yes" {
                faults.push(format!("{name}: \"{}\" does not hold", row.says));
            }
            if row.says == "table" {
                if row.figures != digest_of_table(text) {
                    faults.push(format!("{name}: the table is not that of `{}`", row.measured));
                }
            } else if words.matches(&row.told()).count() != 1 {
                faults.push(format!("{name}: \"{}\" is not what stands there", row.told()));
            }
        }
        if !text.partly {
            let left = uncovered(text, &words, &rows);
            if !left.is_empty() {
                faults.push(format!("{name}: {} neither claimed nor set", left.join(", ")));
            }
        }
    }
    if rows_used != record.len() {
        faults.push(format!(
            "{} rows of the record belong to no text",
            record.len() - rows_used
        ));
    }
    assert!(faults.is_empty(), "{}\n{AGAIN}", faults.join("\n"));
}
