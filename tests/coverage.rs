//! `docs/coverage.md`, the review item by item, stays whole, names only what there is, and calls a mechanism only what
//! moves a measure. What pages tell of its counts, and of how the register is founded, are the counts of today.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use samspil::model::measures::{PROGRAMME_MEASURES, measures};
use samspil::scenario::{Scenario, explain, register};
use samspil::study::barriers::BARRIERS;
use samspil::words::{Language, within};

use support::{Rows, file, first_difference, from_text, rows, values};

const PAGE: &str = "docs/coverage.md";

/// Families of items in the order of the page, and how many items of each the review has.
#[rustfmt::skip]
const FAMILIES: [(char, usize); 22] = [
    ('Z', 7), ('D', 19), ('Q', 8), ('T', 26), ('P', 14), ('N', 13), ('L', 5), ('A', 11),
    ('I', 2), ('S', 8), ('R', 19), ('X', 4), ('M', 15), ('W', 8), ('O', 10), ('B', 28),
    ('G', 6), ('E', 6), ('V', 18), ('F', 25), ('C', 19), ('K', 6),
];

/// What can be said of an item, in the order of the columns of counts.
const STATUSES: [&str; 4] = ["mechanism", "label", "words", "out"];

/// Words an item may be told in, at most.
const WORDS_MAX: usize = 12;

/// What must be read when the ids named elsewhere are sought, so that the search cannot come up empty.
const NAMED_ELSEWHERE_MIN: usize = 150;

fn read(path: &str) -> String {
    let path = file(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// An item of the review as a line of the page tells it.
struct Row<'a> {
    id: &'a str,
    says: &'a str,
    status: &'a str,
    place: &'a str,
}

fn row(line: &str) -> Option<Row<'_>> {
    let cells: Vec<&str> = line
        .strip_prefix("| ")?
        .strip_suffix(" |")?
        .split(" | ")
        .collect();
    let is_item = ids(cells[0]).first().is_some_and(|id| *id == cells[0]);
    match cells[..] {
        [id, says, status, place] if is_item => Some(Row {
            id,
            says,
            status,
            place,
        }),
        _ => None,
    }
}

fn rows_of(page: &str) -> Vec<Row<'_>> {
    page.lines().filter_map(row).collect()
}

/// The heading of a family, as in `B: barriers`.
fn family(line: &str) -> Option<&str> {
    let heading = line.strip_prefix("## ")?;
    (heading.get(1..3) == Some(": ")).then_some(heading)
}

/// Ids of the review in a text: a letter of a family, a dash and two digits that stand alone.
fn ids(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let part_of_a_word = |at: usize| {
        let byte = bytes.get(at);
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    let starts_one = |at: usize| {
        FAMILIES
            .iter()
            .any(|(letter, _)| char::from(bytes[at]) == *letter)
            && bytes.get(at + 1) == Some(&b'-')
            && (2..4).all(|more| bytes.get(at + more).is_some_and(u8::is_ascii_digit))
            && !part_of_a_word(at + 4)
            && (at == 0 || !part_of_a_word(at - 1) && bytes[at - 1] != b'-')
    };
    (0..bytes.len())
        .filter(|at| starts_one(*at))
        .map(|at| &text[at..at + 4])
        .collect()
}

/// Every family has its heading and all its items, in order, once.
fn items_missing(page: &str) -> Vec<String> {
    let expected: Vec<String> = FAMILIES
        .iter()
        .flat_map(|(letter, count)| {
            let items = (1..=*count).map(move |number| format!("{letter}-{number:02}"));
            std::iter::once(format!("heading {letter}")).chain(items)
        })
        .collect();
    let found: Vec<String> = page
        .lines()
        .filter_map(|line| {
            let heading = family(line).map(|heading| format!("heading {}", &heading[..1]));
            heading.or_else(|| row(line).map(|row| row.id.to_owned()))
        })
        .collect();
    if found == expected {
        return Vec::new();
    }
    let same = expected
        .iter()
        .zip(&found)
        .take_while(|(one, other)| one == other);
    let at = same.count();
    let [expected, found] = [expected.get(at), found.get(at)].map(|it| it.map_or("the end", String::as_str));
    vec![format!("{expected} should stand where {found} does")]
}

/// What is said is short, and what is missing is said.
fn words_amiss(page: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for Row {
        id,
        says,
        status,
        place,
    } in rows_of(page)
    {
        let words = says.split_whitespace().count();
        if !(1..=WORDS_MAX).contains(&words) {
            faults.push(format!("{id} is told in {words} words"));
        }
        let left_out = place.starts_with("Not in the product: ");
        let agrees = STATUSES.contains(&status) && left_out == (status == "out");
        if !agrees {
            faults.push(format!(
                "{id} is called `{status}`, which its last column does not bear out"
            ));
        }
        if status == "label" && code(place).is_empty() && links(place).is_empty() {
            faults.push(format!("{id} is a label of nothing"));
        }
    }
    faults
}

/// The key that governs a mechanism: the first one its row names; an event where it is one.
fn lead<'a>(row: &Row<'a>) -> Option<&'a str> {
    let keys = code(row.place).into_iter();
    keys.map(|name| name.split_once(" = ").map_or(name, |(key, _)| key))
        .find(|name| register().get(name).is_some() || event_of(name).is_some())
}

/// The kind of an event that a key names.
fn event_of(key: &str) -> Option<&str> {
    key.strip_prefix("event.")
        .filter(|name| explain(&format!("event.{name}")).is_ok())
}

/// Every mechanism has a key of its own.
fn mechanisms_shared(page: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut led: BTreeMap<&str, &str> = BTreeMap::new();
    for row in rows_of(page).iter().filter(|row| row.status == "mechanism") {
        match lead(row) {
            None => faults.push(format!("{} names no key of its own", row.id)),
            Some(key) => {
                if let Some(other) = led.insert(key, row.id) {
                    faults.push(format!("{} begins with `{key}`, as {other} does", row.id));
                }
            }
        }
    }
    faults
}

/// The table at the top counts what stands below it.
fn counts_wrong(page: &str) -> Vec<String> {
    let rows = rows_of(page);
    let cells = |family: Option<&str>| {
        let of_family = |row: &&Row| family.is_none_or(|family| row.id.starts_with(family));
        let all: Vec<&Row> = rows.iter().filter(of_family).collect();
        let by_status = STATUSES.map(|status| all.iter().filter(|row| row.status == status).count());
        std::iter::once(all.len()).chain(by_status).collect::<Vec<_>>()
    };
    let line = |name: String, numbers: Vec<usize>, mark: &str| {
        let numbers: Vec<String> = numbers.iter().map(|it| format!("{mark}{it}{mark}")).collect();
        format!("| {name} | {} |", numbers.join(" | "))
    };
    let mut expected: Vec<String> = page
        .lines()
        .filter_map(family)
        .map(|heading| {
            let name = format!("[{heading}](#{})", anchor(heading));
            line(name, cells(Some(&heading[..1])), "")
        })
        .collect();
    expected.push(line("**all**".to_owned(), cells(None), "**"));
    let found: Vec<&str> = page
        .lines()
        .filter(|line| line.starts_with("| [") || line.starts_with("| **all**"))
        .collect();
    let mut faults: Vec<String> = expected
        .iter()
        .filter(|line| !found.contains(&line.as_str()))
        .map(|line| format!("counts should read {line}"))
        .collect();
    if found.len() != expected.len() {
        faults.push(format!(
            "{} counts for {} families",
            found.len(),
            expected.len() - 1
        ));
    }
    faults
}

/// The anchor of a heading on the pages where the documents are read.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|it| it.is_alphanumeric() || " -_".contains(*it));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// A text without what stands in backticks.
fn without_code(text: &str) -> String {
    text.split('`').step_by(2).collect()
}

/// What stands in backticks.
fn code(text: &str) -> Vec<&str> {
    text.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .collect()
}

/// Labels in square brackets, and the target that follows in round ones.
fn links(text: &str) -> Vec<(&str, Option<&str>)> {
    let labels = text.match_indices('[').filter_map(|(at, _)| {
        let (label, rest) = text[at + 1..].split_once(']')?;
        let target = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
        Some((label, target.map(|(target, _)| target)))
    });
    labels.collect()
}

/// Links lead to files and headings that are there, and names of links lead where they say.
fn links_broken(page: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let definitions: Vec<(&str, &str)> = page
        .lines()
        .filter_map(|line| line.strip_prefix('[')?.split_once("]: "))
        .collect();
    let targets: BTreeMap<&str, &str> = definitions.iter().copied().collect();
    if targets.len() != definitions.len() {
        faults.push("a name of a link is given twice".to_owned());
    }
    let prose: Vec<&str> = page
        .lines()
        .filter(|line| !(line.starts_with('[') && line.contains("]: ")))
        .collect();
    let prose = without_code(&prose.join("\n"));
    let mut used = BTreeSet::new();
    let mut sound: BTreeMap<&str, bool> = BTreeMap::new();
    for (label, target) in links(&prose) {
        let target = target.or_else(|| targets.get(label).copied());
        used.insert(label);
        match target {
            None => faults.push(format!("[{label}] leads nowhere")),
            Some(target) if !*sound.entry(target).or_insert_with(|| leads_somewhere(target)) => {
                faults.push(format!("[{label}] leads to {target}, which is not there"));
            }
            Some(_) => {}
        }
    }
    for (label, target) in targets {
        if !used.contains(label) {
            faults.push(format!("[{label}] is not used"));
        }
        if !names(label, target) {
            faults.push(format!("[{label}] leads to {target}, which is something else"));
        }
    }
    faults
}

/// Whether a target, as seen from the page, is a file with that heading.
fn leads_somewhere(target: &str) -> bool {
    let (path, heading) = target.split_once('#').unwrap_or((target, ""));
    let path = if path.is_empty() {
        file(PAGE)
    } else {
        file("docs").join(path)
    };
    if heading.is_empty() || !path.is_file() {
        return path.is_file();
    }
    let text = std::fs::read_to_string(&path).unwrap();
    let mut headings = text.lines().filter(|line| line.starts_with('#'));
    headings.any(|line| anchor(line.trim_start_matches('#').trim()) == heading)
}

/// Whether a name says where a link leads: to a file of that name, or to the section of a mechanism.
fn names(label: &str, target: &str) -> bool {
    let (path, heading) = target.split_once('#').unwrap_or((target, ""));
    let name = path.rsplit('/').next().unwrap();
    if heading.is_empty() {
        name == label || name.strip_suffix(".toml") == Some(label)
    } else {
        heading.starts_with(&format!("{}-", label.to_lowercase()))
    }
}

/// What stands in backticks is a key, a value it may have, a measure or a file.
fn code_unknown(page: &str) -> Vec<String> {
    let is_measure = |name: &str| {
        let mut measures = measures().iter().chain(PROGRAMME_MEASURES);
        measures.any(|measure| measure.key == name)
    };
    code(page)
        .into_iter()
        .filter(|name| match name.split_once(" = ") {
            Some((key, value)) => !may_be(key, value),
            None if name.contains('/') => !file(name).exists(),
            None => !is_measure(name) && !is_key(name),
        })
        .map(|name| format!("there is no `{name}`"))
        .collect()
}

/// Whether a name is a key, a table of keys, or an event.
fn is_key(name: &str) -> bool {
    let is_event = || name.starts_with("event") && explain(name).is_ok();
    register().get(name).is_some() || register().is_table(name) || is_event()
}

/// Whether a key may have a value, which is one of its choices or a list of them.
fn may_be(key: &str, value: &str) -> bool {
    let Some(entry) = register().get(key) else {
        return false;
    };
    let written: toml::Table = format!("it = {value}").parse().unwrap_or_default();
    let is_choice = |it: &toml::Value| {
        it.as_str()
            .is_some_and(|it| entry.choices.iter().any(|choice| choice == it))
    };
    match written.get("it") {
        Some(toml::Value::Array(list)) => !list.is_empty() && list.iter().all(is_choice),
        Some(one) => is_choice(one),
        None => false,
    }
}

/// What the register is founded on is not left out, and a barrier names the keys that stand for it.
fn at_odds_with_the_code(page: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let rows = rows_of(page);
    let left_out = |id: &str| rows.iter().any(|row| row.id == id && row.status == "out");
    for entry in register().entries() {
        let missing = ids(&entry.source).into_iter().filter(|id| left_out(id));
        faults
            .extend(missing.map(|id| format!("{id} is said to be out, but is the source of {}", entry.key)));
    }
    for barrier in &*BARRIERS {
        for id in barrier.ids {
            let key = barrier.full_key();
            let named = |row: &Row| row.id == *id && code(row.place).contains(&key.as_str());
            if !rows.iter().any(named) {
                faults.push(format!("{id} does not name `{key}`"));
            }
        }
    }
    faults
}

/// All faults of the page.
fn faults(page: &str) -> Vec<String> {
    let checks = [
        items_missing,
        words_amiss,
        mechanisms_shared,
        counts_wrong,
        links_broken,
        code_unknown,
        at_odds_with_the_code,
    ];
    checks.iter().flat_map(|check| check(page)).collect()
}

/// Text files under a folder of the project.
fn texts(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, found);
        } else if path
            .extension()
            .is_some_and(|it| ["md", "toml", "rs", "html"].iter().any(|text| it == *text))
        {
            found.push(path);
        }
    }
}

#[test]
fn the_page_is_whole_and_names_what_there_is() {
    let faults = faults(&read(PAGE));
    assert!(faults.is_empty(), "{PAGE}:\n{}", faults.join("\n"));
}

#[test]
fn every_id_named_elsewhere_is_on_the_page() {
    let page = read(PAGE);
    let items: BTreeSet<&str> = rows_of(&page).iter().map(|row| row.id).collect();
    let mut files = vec![file("README.md"), file("ARCHITECTURE.md"), file("CHANGELOG.md")];
    for folder in ["scenarios", "src", "docs"] {
        texts(&file(folder), &mut files);
    }
    let mut named = BTreeSet::new();
    for path in files.iter().filter(|path| **path != file(PAGE)) {
        let text = std::fs::read_to_string(path).unwrap();
        for id in ids(&text) {
            assert!(items.contains(id), "{}: {id} is not in {PAGE}", path.display());
            named.insert(id.to_owned());
        }
    }
    assert!(
        named.len() >= NAMED_ELSEWHERE_MIN,
        "only {} ids are named elsewhere",
        named.len()
    );
}

/// Scenarios in which the key of a mechanism is tried: everything at once, citizens' initiatives, mechanics of cases, several
/// municipalities, and a town whose savings return to it.
const SOCIETIES: [&str; 5] = [
    EVENTFUL,
    "tests/golden/grown.toml",
    "tests/golden/modules.toml",
    "tests/golden/municipalities.toml",
    "scenarios/cases/norre_snede.toml",
];
/// The one that has an event of each kind.
const EVENTFUL: &str = "tests/golden/everything.toml";
/// Small and short, so that all keys are tried in seconds.
const SMALL: [(&str, &str); 2] = [
    ("population.citizens", "200"),
    ("simulation.horizon_years", "3.0"),
];
/// Settings under which councils are divided.
static DIVIDED: [(&str, &str); 4] = [
    ("politics.blame_exponent", "0.0"),
    ("politics.goodwill", "0.5"),
    ("politics.incident_rate", "0.5"),
    ("politics.risk_appetite_sd", "0.2"),
];
/// Settings under which some of those who would join are refused, in the eventful society.
static REFUSING: [(&str, &str); 2] = [
    ("programme.care.refused_share", "0.3"),
    ("programme.parks.refused_share", "0.3"),
];
/// Replications in which a key may show.
const REPLICATIONS: u32 = 3;

/// A society as it is.
struct Society {
    path: &'static str,
    settings: Vec<(String, String)>,
    programmes: Vec<String>,
    replication: u32,
    rows: Rows,
}

impl Society {
    fn of(path: &'static str, own: &[(&str, &str)], replication: u32) -> Self {
        let settings = SMALL.iter().chain(own);
        let settings: Vec<(String, String)> = settings
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        let scenario = Scenario::load(&file(path), &settings).unwrap();
        Self {
            rows: rows(&scenario, 1, replication),
            programmes: scenario.programme_keys,
            path,
            settings,
            replication,
        }
    }

    /// All of them, each replication after the other.
    fn all() -> Vec<Self> {
        let each = (0..REPLICATIONS).flat_map(|replication| {
            let plain = SOCIETIES.map(|path| (path, &DIVIDED[..0], replication));
            plain
                .into_iter()
                .chain(SOCIETIES.map(|path| (path, &DIVIDED[..], replication)))
                .chain([(EVENTFUL, &REFUSING[..], replication)])
        });
        let each: Vec<_> = each.collect();
        each.into_par_iter()
            .map(|(path, own, replication)| Self::of(path, own, replication))
            .collect()
    }

    /// Whether another value of a key, in all programmes, moves a measure; not where the value is refused.
    fn heeds(&self, key: &str, value: &str) -> bool {
        let keys: Vec<String> = if key.contains('*') {
            let programmes = self.programmes.iter();
            programmes.map(|name| key.replacen('*', name, 1)).collect()
        } else {
            vec![key.to_owned()]
        };
        let mut settings = self.settings.clone();
        settings.retain(|(own, _)| !keys.contains(own));
        settings.extend(keys.into_iter().map(|key| (key, value.to_owned())));
        let changed = Scenario::load(&file(self.path), &settings);
        changed.is_ok_and(|scenario| self.differs(&scenario))
    }

    /// Whether it is another one without its events of a kind.
    fn heeds_event(&self, kind: &str) -> bool {
        let text = read(self.path);
        let mut parts = text.split("[[event]]\n");
        let without: String = parts
            .next()
            .into_iter()
            .map(str::to_owned)
            .chain(
                parts
                    .filter(|event| !event.lines().any(|line| line.starts_with(&format!("{kind} = "))))
                    .map(|event| format!("[[event]]\n{event}")),
            )
            .collect();
        let settings: Vec<(&str, &str)> = self
            .settings
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        without != text && self.differs(&from_text(&file("tests/golden"), &without, &settings))
    }

    fn differs(&self, scenario: &Scenario) -> bool {
        let other = rows(scenario, 1, self.replication);
        first_difference(scenario, &self.rows, &other).is_some()
    }
}

/// Whether some society is another one with another value of a key, or without an event.
fn moves_a_measure(key: &str, societies: &[Society]) -> bool {
    if let Some(kind) = event_of(key) {
        let mut eventful = societies.iter().filter(|society| society.path == EVENTFUL);
        return eventful.any(|society| society.heeds_event(kind));
    }
    let values = values(register().get(key).unwrap());
    let heeds = |society: &Society| values.iter().any(|value| society.heeds(key, value));
    societies.iter().any(heeds)
}

#[test]
fn the_key_of_every_mechanism_moves_a_measure() {
    let page = read(PAGE);
    let rows = rows_of(&page);
    let keys: Vec<&str> = rows
        .iter()
        .filter(|row| row.status == "mechanism")
        .filter_map(lead)
        .collect();
    let societies = Society::all();
    let idle: Vec<&str> = keys
        .into_par_iter()
        .filter(|key| !moves_a_measure(key, &societies))
        .collect();
    assert!(idle.is_empty(), "nothing moves with {idle:?}");
    assert!(
        !moves_a_measure("programme.*.level", &societies[..SOCIETIES.len()]),
        "a level is a word"
    );
}

/// A text in one line.
fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn pages_tell_the_counts_of_today() {
    let page = read(PAGE);
    let rows = rows_of(&page);
    let [mechanisms, labels, words, out] =
        STATUSES.map(|status| rows.iter().filter(|row| row.status == status).count());
    let items = rows.len();
    let told = [
        format!("goes through its {items} items one by one"),
        format!("{mechanisms} have a mechanism of their own, {labels} are a label on a shared one"),
        format!("{words} are words only, and {out} are left out"),
    ];
    let readme = in_one_line(&read("README.md"));
    for sentence in told {
        assert!(readme.contains(&sentence), "README.md should say {sentence:?}");
    }
    for (name, language) in [
        ("docs/limits.md", Language::English),
        ("docs/begraensninger.md", Language::Danish),
    ] {
        let grades = within(language, || explain("grades")).unwrap();
        let sentences = grades.lines().next().unwrap();
        assert!(
            in_one_line(&read(name)).contains(sentences),
            "{name} should say {sentences:?}"
        );
    }
}

#[test]
fn ids_of_the_review_are_told_from_others() {
    let text =
        "B-10, W-07…O-10 (S-01) SF-15 H-02 Ev-01b EM-1 PQ-08 B-100 B-1 M17 x-M-01 B-07a b-10 _B-10 `F-10`";
    assert_eq!(ids(text), ["B-10", "W-07", "O-10", "S-01", "F-10"]);
}

/// What is on the page, what it is changed to, and the fault that should be told then.
#[rustfmt::skip]
const BROKEN: [(&str, &str, &str); 26] = [
    ("\n| B-07 |", "\n| B-06 |", "B-07 should stand where B-06 does"),
    ("\n| F-24 |", "\n| F-26 |", "F-24 should stand where F-26 does"),
    ("\n## X: ", "\n## ", "heading X should stand"),
    ("| Silo thinking |", "|  |", "B-07 is told in 0 words"),
    ("| Silo thinking |", "| Silo thinking | label |", "B-07 should stand where B-08 does"),
    ("| Private firms | out |", "| Private firms | label |", "A-09 is called `label`"),
    ("| words | named as the theory in", "| words | Not in the product: named as the theory in", "Z-01 is called `words`"),
    ("| label | [starter4communities] |", "| label | a town of that name |", "C-14 is a label of nothing"),
    ("| `population.citizens`, each an agent;", "| each an agent;", "A-02 names no key of its own"),
    ("| Private firms | out |", "| Private firms | gone |", "A-09 is called `gone`"),
    ("| **277** |", "| **276** |", "counts should read | **all** | **277** |"),
    ("[M14]: mechanisms.md#m14-facilitation", "[M14]: mechanisms.md#m15-organisation",
        "[M14] leads to mechanisms.md#m15-organisation, which is something else"),
    ("[M14]: mechanisms.md#m14-", "[M14]: mechanisms.md#m13-", "which is not there"),
    ("cases/norre_snede.toml", "cases/norre_sne.toml", "[norre_snede] leads to"),
    ("[norre_snede]: ", "[norre_sne]: ", "[norre_snede] leads nowhere"),
    ("[norre_snede]: ", "[norre_sne]: ", "[norre_sne] is not used"),
    ("(limits.md#weak-ground)", "(limits.md#strong-ground)", "#strong-ground"),
    ("`barriers.silos`", "`barriers.silo`", "there is no `barriers.silo`"),
    ("| `barriers.silos`, `organisation", "| `barriers.bureaucracy`, `barriers.silos`, `organisation",
        "B-07 begins with `barriers.bureaucracy`, as B-06 does"),
    ("`barriers.silos`", "`silos`", "B-07 does not name `barriers.silos`"),
    ("`event.grant_ends`", "`event.grant_begins`", "there is no `event.grant_begins`"),
    ("`outcome`", "`outcomes`", "there is no `outcomes`"),
    ("`scenarios/cases`", "`scenarios/case`", "there is no `scenarios/case`"),
    ("= \"interdependent\"`", "= \"dependent\"`", "there is no `programme.*.relation ="),
    ("= [\"co_design\"]`", "= [\"design\"]`", "there is no `programme.*.stages ="),
    ("| Citizens are often involved late | label | ", "| Citizens are often involved late | out | Not in the product: ",
        "F-03 is said to be out, but is the source of influence.late_entry"),
];

/// A page that is broken in one place is found out.
#[test]
fn broken_pages_are_found_out() {
    let page = read(PAGE);
    for (sound, broken, fault) in BROKEN {
        let changed = page.replace(sound, broken);
        assert_ne!(page, changed, "{sound:?} is not on the page");
        let faults = faults(&changed);
        assert!(
            faults.iter().any(|it| it.contains(fault)),
            "{sound:?} → {broken:?} should give {fault:?} and gives\n{}",
            faults.join("\n")
        );
    }
}
