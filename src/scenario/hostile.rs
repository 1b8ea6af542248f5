//! Texts that nobody means well with: very many faults, very long lines, very deep nesting, very large numbers.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use super::fact::{Asked, Fact, Statistic};
use super::hypothesis::Hypothesis;
use super::source::{Disk, Memory, Source, Until};
use super::{
    Base, CONFIGURATIONS_MAX, CalibrationPlan, Design, FrontierPlan, Plan, RUNS_MAX, Scenario, ScenarioError,
    WorldsPlan, catalogue,
};

fn refused(text: &str) -> ScenarioError {
    Scenario::from_text(Path::new("x.toml"), text, &[]).unwrap_err()
}

#[test]
fn of_very_many_faults_some_are_explained_and_the_rest_is_counted() {
    let lines: Vec<String> = (0..9_000)
        .map(|number| format!("trust_hihg{number} = 1\n"))
        .collect();
    let error = refused(&format!("[programme.parks]\n[population]\n{}", lines.concat()));
    assert_eq!((error.faults.len(), error.count()), (51, 9_000));
    let hints = error.faults.iter().filter(|fault| fault.hint.is_some()).count();
    assert_eq!(hints, 51, "a hint is looked for where it is shown");
    assert_eq!(error.faults[50].line, 53);
    let shown = error.render(false);
    assert!(
        shown.contains("and 8950 more faults") && shown.ends_with("9000 faults"),
        "{shown}"
    );
    assert!(shown.len() < 50_000, "{}", shown.len());
}

#[test]
fn syntax_faults_are_counted_too() {
    let error = refused(&"= 1\n".repeat(10_000));
    assert!(error.faults.len() <= 51, "{}", error.faults.len());
}

#[test]
fn of_too_many_programmes_none_is_read() {
    let headings: Vec<String> = (0..4_000)
        .map(|number| format!("[programme.p{number}]\n"))
        .collect();
    let text = headings.concat();
    let error = refused(&text);
    assert_eq!(error.faults.len(), 1, "{error}");
    assert_eq!(
        error.faults[0].message,
        "4000 programmes are more than the 8 that can run side by side"
    );
}

#[test]
fn a_line_too_long_to_be_shown_is_named_by_its_place() {
    let long = "x".repeat(500_000);
    for text in [
        format!("[population]\ncitizens = \"{long}\"\n"),
        format!("[population]\n{long} = 1\n"),
        format!("{long} = 1\n"),
        format!("x = [{}]", "1, ".repeat(100_000)),
    ] {
        for fault in refused(&text).faults {
            let shown = fault.render(false).replace(&long, "LONG").replace(&long, "LONG");
            assert!(shown.len() < 5_000, "{}", &shown[..1_000]);
            assert!(shown.contains("x.toml"));
        }
    }
}

#[test]
fn a_name_too_long_to_be_read_is_shortened() {
    let long = "x".repeat(900_000);
    let error = refused(&format!("[population]\n{long} = 1\n"));
    let fault = &error.faults[0];
    // The name of its table counts among the characters of a key.
    let shown = format!("there is no key `population.{}…`", "x".repeat(80 - 11));
    assert_eq!(fault.message, shown);
    assert!(fault.key.as_ref().is_some_and(|key| key.len() < 300));
    for value in ["decision_rule", "tick"] {
        let error = refused(&format!("[simulation]\n{value} = \"{long}\"\n"));
        assert!(error.render(false).len() < 2_000);
    }
}

#[test]
fn a_number_of_hundreds_of_digits_is_shown_with_its_exponent() {
    for (text, shown) in [
        ("[population]\ncitizens = 1e308", "the number 1e308"),
        ("[population]\nneighbourhoods = 1e-308", "the number 1e-308"),
        ("[willingness]\nsocial = -1e308", "out of bounds: -1e308"),
    ] {
        let fault = &refused(text).faults[0];
        assert!(fault.message.contains(shown), "{}", fault.message);
    }
}

#[test]
fn lists_of_words_for_missing_answers_have_an_end() {
    let words: Vec<String> = (0..1_001).map(|number| format!("'w{number}'")).collect();
    let text = format!(
        "[population]\nfrom = 'x.csv'\n[population.data]\nmissing_words = [{}]\n[programme.parks]\n",
        words.join(",")
    );
    let faults = refused(&text).faults;
    let message = "`population.data.missing_words` has 1001 elements, more than 1000";
    assert!(faults.iter().any(|fault| fault.message == message), "{faults:?}");
}

#[test]
fn nesting_without_end_is_a_fault() {
    for text in [
        format!("x = {}", "[".repeat(100_000)),
        format!("x = {}", "{ a = ".repeat(50_000)),
        format!("[{}a]\n", "a.".repeat(50_000)),
        format!("{}a = 1\n", "a.".repeat(50_000)),
    ] {
        assert!(!refused(&text).faults.is_empty());
    }
}

#[test]
fn reading_ends_when_nobody_waits() {
    let mut memory = Memory::default();
    memory.put("a.toml", "extends = 'b.toml'\n[programme.parks]\n".as_bytes());
    memory.put("b.toml", "[population]\ncitizens = 300\n".as_bytes());
    let files: Arc<dyn Source> = Arc::new(memory);
    assert!(Scenario::load_from(&files, Path::new("a.toml"), &[]).is_ok());
    let gone: Arc<dyn Source> = Arc::new(Until::new(Arc::clone(&files), || true));
    let error = Scenario::load_from(&gone, Path::new("a.toml"), &[]).unwrap_err();
    assert_eq!(error.faults[0].message, "reading was stopped");
}

#[test]
fn files_of_memory_name_each_other_and_circles_are_found() {
    let mut memory = Memory::default();
    memory.put("cases/a.toml", "extends = '../b.toml'\n".as_bytes());
    memory.put("b.toml", "[programme.parks]\n".as_bytes());
    memory.put("c.toml", "extends = './cases/../c.toml'\n".as_bytes());
    let files: Arc<dyn Source> = Arc::new(memory);
    assert!(
        Base::open_from(&files, Path::new("cases/a.toml"))
            .unwrap()
            .with(&[])
            .is_ok()
    );
    let error = Base::open_from(&files, Path::new("c.toml")).unwrap_err();
    assert!(error.faults[0].message.contains("circle"), "{error}");
}

const FACT: &str = "id = 'SF'\nclaim = 'c'\nrole = 'validation'\ncontent = 'emergent'\nevidence = ['a test']\n\
                    scenario = 'scenarios/reference.toml'\n\
                    [[check]]\npattern = 'p'\nat_least = 0\n";

#[test]
fn years_of_a_fact_are_checked_before_they_become_quantities() {
    for years in ["1e308", "-1", "0", "9223372036854775807", "inf", "nan", "101"] {
        let text = format!(
            "{FACT}kind = 'growth'\nmeasure = 'outcome'\nfigure = 'rate'\nceiling = 1\nyears = {years}\n"
        );
        let error = Fact::from_text(Path::new("x.toml"), &text, &[]).unwrap_err();
        let fault = error
            .faults
            .iter()
            .find(|fault| fault.key.as_deref() == Some("check.years"));
        assert!(
            fault.is_some_and(|fault| fault.label.contains("1 to 100")),
            "{error}"
        );
    }
    for from in ["1e308", "-1", "200"] {
        let text =
            format!("{FACT}kind = 'largest_change'\nmeasure = 'outcome'\nfrom = {from}\nyears = [1]\n");
        assert!(
            Fact::from_text(Path::new("x.toml"), &text, &[]).is_err(),
            "{from}"
        );
    }
}

/// A file, its text, and where its numbers begin and end.
type Numbered = (PathBuf, String, Vec<(usize, usize)>);

/// Every shipped file with the places of its numbers.
static SHIPPED: LazyLock<Vec<Numbered>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let paths = Disk.files(&root).unwrap().into_iter();
    assert!(catalogue(&Disk, &root).is_ok());
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let numbers = numbers(&text);
            (path, text, numbers)
        })
        .filter(|(.., numbers)| !numbers.is_empty())
        .collect()
});

/// Where numbers stand that are values: behind `=`, `[` or `,` on a line that is no comment.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let is_part = |byte: &u8| byte.is_ascii_digit() || b".-+e_".contains(byte);
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for (start, _) in text.match_indices(['=', '[', ',']) {
        let from = start
            + 1
            + bytes[start + 1..]
                .iter()
                .take_while(|byte| **byte == b' ')
                .count();
        let end = from + bytes[from..].iter().take_while(|byte| is_part(byte)).count();
        if text[from..end].parse::<f64>().is_ok() {
            found.push((from, end));
        }
    }
    found
}

/// Reads a text as what the file is, and says how much it asks for.
fn size(path: &Path, text: &str) -> Option<u64> {
    let name = path.to_string_lossy().into_owned();
    let mut memory = Memory::default();
    memory.put(path, text.as_bytes().to_vec());
    let files: Arc<dyn Source> = Arc::new(Over(memory));
    if name.contains("/hypotheses/") {
        let read = Hypothesis::load_from(&files, path, &[]).ok()?;
        return Some(read.arms.len() as u64);
    }
    if name.contains("/facts/") {
        let read = Fact::load_from(&files, path, &[]).ok()?;
        let of = |asked: &Asked| match asked {
            Asked::Measured { statistic, .. } => Statistic::quantities(statistic).len() as u64,
            Asked::NotMeasured { .. } => 0,
        };
        return Some(read.checks.iter().map(|check| of(&check.asked)).sum());
    }
    if name.contains("/plans/") {
        if let Ok(plan) = Plan::load_from(&files, path, &[]) {
            let points = match plan.design {
                Design::Points(points) => points.len(),
                Design::LatinHypercube { points, .. } | Design::Sobol { points } => points,
                _ => 0,
            };
            assert!(points <= CONFIGURATIONS_MAX);
        }
        if let Ok(plan) = FrontierPlan::load_from(&files, path, &[]) {
            let runs =
                plan.search.designs * (plan.search.generations + 1) * plan.search.replications as usize;
            assert!(runs as u64 <= RUNS_MAX);
        }
        if let Ok(plan) = WorldsPlan::load_from(&files, path, &[]) {
            assert!(u64::from(plan.draws_most) <= RUNS_MAX);
        }
        if let Ok(plan) = CalibrationPlan::load_from(&files, path, &[]) {
            assert!(plan.sampler.budget <= RUNS_MAX);
        }
        return None;
    }
    let read = Scenario::load_from(&files, path, &[]).ok()?;
    Some(u64::from(read.setup.steps))
}

/// One file in memory over those of the disk.
#[derive(Debug)]
struct Over(Memory);

impl Source for Over {
    fn open(&self, path: &Path) -> Result<super::Opened, super::OpenError> {
        self.0.open(path).or_else(|_| Disk.open(path))
    }

    fn files(&self, folder: &Path) -> Result<Vec<PathBuf>, super::OpenError> {
        Disk.files(folder)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn an_extreme_number_anywhere_is_a_fault_or_a_bounded_plan(
        file in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        extreme in prop::sample::select(vec![
            "1e308", "-1e308", "-1", "0", "nan", "inf", "-inf", "1e-308", "4294967296", "9223372036854775807",
            "18446744073709551616", "-9223372036854775808",
        ]),
    ) {
        let (path, text, numbers) = file.get(&SHIPPED);
        let (start, end) = *place.get(numbers);
        let changed = format!("{}{extreme}{}", &text[..start], &text[end..]);
        if let Some(size) = size(path, &changed) {
            prop_assert!(size <= 10_000, "{}: {size}", path.display());
        }
    }
}
