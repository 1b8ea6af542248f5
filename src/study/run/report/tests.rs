//! Reports of small made-up runs.

use std::path::Path;

use super::*;
use crate::experiment::columns;

const SCENARIO: &str = "
title = 'Parks <script>alert(1)</script>'
story = 'Neighbours & friends.'
sources = ['A < B']
[simulation]
horizon_years = 2.0
[mechanisms]
crowding = false
[programme.parks]
kit = 0.5
[[event]]
year = 1.0
staff_cut = 0.25
";

/// A run of two years; values are those of a function of column, replication and step.
fn run(replications: u32, value: impl Fn(&str, usize, usize) -> f64) -> (Scenario, Ensemble) {
    let scenario = Scenario::from_text(Path::new("parks.toml"), SCENARIO, &[]).unwrap();
    let columns = columns(&scenario.programme_keys, scenario.municipalities());
    let mut values = Vec::new();
    for replication in 0..replications as usize {
        for step in 0..3 {
            values.extend(columns.iter().map(|column| value(&column.key, replication, step)));
        }
    }
    let years = vec![0.0, 1.0, 2.0];
    let ensemble = Ensemble::new(columns, years, (0..replications).collect(), values);
    (scenario, ensemble)
}

fn answer(replications: u32, value: impl Fn(&str, usize, usize) -> f64) -> Answer {
    let (_, ensemble) = run(replications, value);
    Answer::of(&ensemble, &Summaries::of(&ensemble))
}

/// Output rises, the outcome falls, cost stays, participation goes either way by chance, and is high on the way.
fn mixed(key: &str, replication: usize, step: usize) -> f64 {
    let (at_the_start, half_way) = (step == 0, step == 1);
    let (replication, step) = (replication as f64, step as f64);
    match key {
        "output" => 2.0 + 0.1 * step + 0.01 * replication * step,
        "outcome" => 0.5 - 0.05 * step - 0.001 * replication * step,
        "participants_share" if half_way => 0.09,
        "participants_share" => 0.05 + 0.001 * step * (replication - 1.5),
        "unmet_need" if at_the_start => f64::NAN,
        "equity_gap" => f64::NAN,
        _ => 300.0,
    }
}

fn words(answer: &Answer) -> String {
    let mut lines = vec![answer.headline.clone()];
    lines.extend(answer.sentences.iter().cloned());
    lines.push(answer.certainty.clone());
    lines.join("\n").replace('\u{a0}', " ")
}

#[test]
fn the_answer_says_what_changes_and_how_surely() {
    // Output: changes 0.2, 0.22, 0.24, 0.26, mean 0.23, and t(3) = 3.1824 times 0.02582 / 2 gives 0.0411; of a start
    // of 2 that is 11.5 % and 9.4 to 13.6 %.
    insta::assert_snapshot!(words(&answer(4, mixed)), @r"
    Output and outcome part: more is delivered, but less of the need is under control.
    The share of citizens who take part does not change noticeably: 5.0 % at the start, 5.0 % at the end (95 % interval of the change −0.4 to +0.4 points). On the way it is as high as 9.0 % in year 1.0.
    Output rises from 2.00 to 2.23 needs/year, by 12 % (95 % interval 9 to 14 %).
    Outcome falls from 50.0 % to 39.7 % of need under control, by 10.3 points (95 % interval 9.9 to 10.7 points).
    Unmet need has no value at the start and is 300 needs at the end.
    Public cost stays at 300 EUR/month per citizen.
    Cost per outcome stays at 300 EUR/month per citizen.
    The gap in participation between the richest and the poorest quarter has no value in this run.
    Means over 4 replications. The intervals say how exactly the mean of the model is known, not how exactly the model knows the world. Chance alone spreads the outcome: in these 4 replications it ends between 39.4 % (the smallest) and 40.0 % (the largest).
    ");
}

#[test]
fn one_replication_has_no_interval() {
    insta::assert_snapshot!(words(&answer(1, mixed)), @r"
    One replication only. Output and outcome part: more is delivered, but less of the need is under control.
    The share of citizens who take part falls from 5.00 % to 4.70 %, by 0.30 points. On the way it is as high as 9.00 % in year 1.0.
    Output rises from 2.00 to 2.20 needs/year, by 10.0 %.
    Outcome falls from 50.0 % to 40.0 % of need under control, by 10.0 points.
    Unmet need has no value at the start and is 300 needs at the end.
    Public cost stays at 300 EUR/month per citizen.
    Cost per outcome stays at 300 EUR/month per citizen.
    The gap in participation between the richest and the poorest quarter has no value in this run.
    One replication was run, so no interval can be given: with another seed the numbers would be others. Run more with -n.
    ");
}

/// A sentence of a run in which a measure goes from one value to another, give or take a little at the end.
fn sentence(key: &'static str, [start, end, give]: [f64; 3]) -> String {
    let course = move |column: &str, replication: usize, step: usize| match (column == key, step) {
        (false, _) => 300.0,
        (true, 0) => start,
        (true, _) => end + give * (replication as f64 - 1.0),
    };
    let index = super::answer::MEASURES
        .iter()
        .position(|(measure, _)| *measure == key);
    answer(3, course).sentences[index.unwrap()].replace('\u{a0}', " ")
}

#[test]
fn a_gap_narrows_or_widens_by_points() {
    let gap = |start: f64, end: f64| {
        let text = sentence("equity_gap", [start, end, 0.001]);
        let told = text.strip_prefix("The gap in participation between the richest and the poorest quarter ");
        told.unwrap().to_owned()
    };
    insta::assert_snapshot!(gap(-0.042, -0.026), @"narrows from −4.2 points to −2.6 points, by 1.6 points (95 % interval 1.4 to 1.8 points).");
    insta::assert_snapshot!(gap(0.042, 0.026), @"narrows from 4.2 points to 2.6 points, by 1.6 points (95 % interval 1.4 to 1.8 points).");
    insta::assert_snapshot!(gap(-0.026, -0.042), @"widens from −2.6 points to −4.2 points, by 1.6 points (95 % interval 1.4 to 1.8 points).");
    insta::assert_snapshot!(gap(-0.01, 0.02), @"rises from −1.0 points to 2.0 points, by 3.0 points (95 % interval 2.8 to 3.2 points).");
}

#[test]
fn changes_that_are_all_equal_have_no_interval() {
    insta::assert_snapshot!(sentence("outcome", [0.5, 0.52, 0.0]), @"Outcome rises from 50.0 % to 52.0 % of need under control, by 2.0 points (equal in all 3 replications).");
    insta::assert_snapshot!(sentence("output", [2.0, 2.2, 0.0]), @"Output rises from 2.00 to 2.20 needs/year, by 10.0 % (equal in all 3 replications).");
}

#[test]
fn numbers_of_a_sentence_do_not_contradict_each_other() {
    insta::assert_snapshot!(sentence("outcome", [0.4456, 0.4117, 0.013]), @"Outcome falls from 44.6 % to 41.2 % of need under control, by 3.4 points (95 % interval 0.2 to 6.6 points).");
    insta::assert_snapshot!(sentence("outcome", [0.4456, 0.4117, 0.0136]), @"Outcome falls from 44.6 % to 41.2 % of need under control, by 3.39 points (95 % interval 0.01 to 6.77 points).");
}

#[test]
fn every_pair_of_directions_has_its_words() {
    let headline = |output: f64, outcome: f64| {
        let course = move |key: &str, replication: usize, step: usize| {
            let noise = [-0.001, 0.001][replication % 2] * step as f64;
            let slope = match key {
                "output" => output,
                "outcome" => outcome,
                _ => 0.0,
            };
            0.5 + slope * step as f64 + noise
        };
        answer(6, course).headline
    };
    for (output, outcome, words) in [
        (0.1, 0.1, "same way: more is delivered, and more of the need"),
        (-0.1, -0.1, "same way: less is delivered, and less of the need"),
        (0.1, -0.1, "part: more is delivered, but less"),
        (-0.1, 0.1, "part: less is delivered, but more"),
        (0.1, 0.0, "Output rises; the outcome does not change noticeably"),
        (-0.1, 0.0, "Output falls; the outcome does not change noticeably"),
        (0.0, 0.1, "outcome gets better; output does not"),
        (0.0, -0.1, "outcome gets worse; output does not"),
        (0.0, 0.0, "Neither output nor outcome changes noticeably"),
    ] {
        let found = headline(output, outcome);
        assert!(found.contains(words), "{output}, {outcome}: {found}");
    }
    let along = |slope: f64| {
        answer(3, move |key, replication, step| {
            if key == "outcome" {
                return 0.2 + 0.1 * step as f64 + 1e-6 * (replication * step) as f64;
            }
            499.6 + slope * step as f64 + 1e-6 * (replication * step) as f64
        })
    };
    for (slope, words) in [
        (0.01, "Output stays at 500"),
        (0.35, "Output hardly changes: it stays at 500"),
    ] {
        let Answer {
            headline, sentences, ..
        } = along(slope);
        assert!(
            headline.contains("output does not change noticeably"),
            "{headline}"
        );
        assert!(sentences[1].starts_with(words), "{}", sentences[1]);
    }
    let nothing = answer(3, |_, _, _| f64::NAN);
    assert!(nothing.headline.contains("cannot be compared"));
    assert!(
        nothing
            .sentences
            .iter()
            .all(|sentence| sentence.contains("no value"))
    );
}

/// Two replications that end apart: from 0.446 to 0.8 and 0.95.
fn wide(key: &str, replication: usize, step: usize) -> f64 {
    match (key, step) {
        ("outcome", 0) => 0.446,
        ("outcome", _) => 0.8 + 0.15 * replication as f64,
        ("unmet_need", 0) => 100.0,
        ("unmet_need", _) => 4.0 + 2.0 * replication as f64,
        _ => 300.0,
    }
}

#[test]
fn what_replications_cannot_tell_is_undecided() {
    let found = answer(2, wide);
    assert_eq!(
        found.headline,
        "Output does not change noticeably; these 2 replications cannot tell whether the outcome changes. Run more with -n."
    );
    let spread = |_: &str, replication: usize, step: usize| 0.5 + 0.2 * (replication * step) as f64;
    let headline = answer(2, spread).headline;
    assert!(
        headline.contains("cannot tell whether output or outcome changes"),
        "{headline}"
    );
}

#[test]
fn intervals_end_where_the_measure_does() {
    let found = words(&answer(2, wide));
    // 42.9 points on average, and 95.3 more or less; a share of 44.6 % can rise by 55.4.
    assert!(
        found.contains(" to +55 points)") || found.contains(" to +55.4 points)"),
        "{found}"
    );
    assert!(found.contains(" to 100 %)"), "{found}");
}

#[test]
fn what_lies_apart_is_not_written_alike() {
    let course = |key: &str, replication: usize, step: usize| match (key, step) {
        ("equity_gap", 0) => 0.001,
        ("equity_gap", 1) => 0.0544,
        ("equity_gap", _) => 0.049 + 0.03 * (replication as f64 - 1.0),
        _ => 300.0,
    };
    let text = answer(3, course)
        .sentences
        .last()
        .map(|text| text.replace('\u{a0}', " "));
    let text = text.unwrap();
    assert!(
        text.contains("4.9 points at the end") && text.contains("as high as 5.4 points"),
        "{text}"
    );
}

#[test]
fn an_outcome_that_rises_with_unmet_need_is_explained() {
    let together = answer(3, |_, replication, step| {
        0.5 + (0.1 + 0.001 * replication as f64) * step as f64
    });
    let last = together.sentences.last().unwrap();
    assert!(last.starts_with("Outcome and unmet need rise together"), "{last}");
    let apart = answer(3, mixed);
    assert!(!words(&apart).contains("together"));
}

fn page(replications: u32) -> String {
    let (scenario, ensemble) = run(replications, mixed);
    let summaries = Summaries::of(&ensemble);
    let figures = crate::study::run::figures::all(&scenario, &ensemble, &summaries);
    let command = ["samspil", "run", "my parks.toml", "-n", "4"].map(str::to_owned);
    render(&Contents {
        scenario: &scenario,
        ensemble: &ensemble,
        summaries: &summaries,
        figures: &figures,
        provenance: Provenance {
            command: &command,
            seed: 7,
            hash: "3cc0dade",
            version: "0.1.0",
            worlds: None,
        },
    })
    .unwrap()
}

#[test]
fn the_page_needs_nothing_else_and_escapes_what_users_write() {
    let page = page(4);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("<link"));
    assert!(
        page.contains("<h1>Parks &#60;script&#62;"),
        "the title is escaped"
    );
    assert!(page.contains("Neighbours &#38; friends.") && page.contains("A &#60; B"));
    assert_eq!(
        page.matches("<figure>").count(),
        page.matches("role=\"img\" aria-label=").count(),
        "every figure has words for those who cannot see it"
    );
    assert!(page.contains("samspil run &#39;my parks.toml&#39; -n 4"));
}

#[test]
fn the_page_tells_design_events_and_parameters() {
    let page = page(4).replace('\u{a0}', " ");
    for text in [
        "reaches the target group at a rate of 0.5 a year",
        "Year 1: staff cut by 25 %",
        "rewards do not displace intrinsic motivation",
        "<code>programme.parks.kit</code>",
        "This scenario sets 3 parameters",
        "The page “Model” of <code>samspil serve</code>",
        "Means over 4 replications.",
    ] {
        assert!(page.contains(text), "{text}");
    }
    let (set, others) = page.split_once("<details>").unwrap();
    assert!(set.contains("<code>mechanisms.crowding</code>"));
    assert!(others.contains("<code>willingness.motivation</code>"));
}

#[test]
fn the_table_shows_changes_with_intervals_only_where_there_are_several_replications() {
    let (scenario, ensemble) = run(1, mixed);
    let summaries = Summaries::of(&ensemble);
    let contents = Contents {
        scenario: &scenario,
        ensemble: &ensemble,
        summaries: &summaries,
        figures: &[],
        provenance: Provenance {
            command: &[],
            seed: 1,
            hash: "",
            version: "",
            worlds: None,
        },
    };
    let groups = measures::groups(&contents);
    let output = &groups[1].rows[0];
    assert_eq!(
        (output.label.as_str(), output.change.as_str()),
        ("output", "+0.20")
    );
    assert_eq!((output.interval.as_str(), output.range.as_str()), ("–", "–"));
}
