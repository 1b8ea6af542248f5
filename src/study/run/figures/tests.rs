//! Figures of small made-up runs.

use std::path::Path;

use super::*;
use crate::experiment::columns;

const SCENARIO: &str = "
title = 'Parks & <paths>'
[organisation]
units = 2
[population]
neighbourhoods = 2
[programme.parks]
title = 'Parks & <paths>'
staff_share = 0.5
[programme.kits]
staff_share = 0.5
established = false
start_year = 0.5
";

fn scenario() -> Scenario {
    Scenario::from_text(Path::new("parks.toml"), SCENARIO, &[]).unwrap()
}

/// An ensemble whose values are those of a function of column, replication and step.
fn ensemble(
    scenario: &Scenario,
    years: &[f64],
    replications: u32,
    value: impl Fn(&str, usize, usize) -> f64,
) -> Ensemble {
    let columns = columns(&scenario.programme_keys, scenario.municipalities());
    let mut values = Vec::new();
    for replication in 0..replications as usize {
        for step in 0..years.len() {
            values.extend(columns.iter().map(|column| value(&column.key, replication, step)));
        }
    }
    Ensemble::new(columns, years.to_vec(), (0..replications).collect(), values)
}

fn drawn(years: &[f64], replications: u32, value: impl Fn(&str, usize, usize) -> f64) -> Vec<Figure> {
    let scenario = scenario();
    let ensemble = ensemble(&scenario, years, replications, value);
    let summaries = Summaries::of(&ensemble);
    all(&scenario, &ensemble, &summaries)
}

fn figure<'a>(figures: &'a [Figure], name: &str) -> &'a str {
    &figures.iter().find(|figure| figure.name == name).unwrap().svg
}

fn rising(_: &str, replication: usize, step: usize) -> f64 {
    0.2 + 0.1 * step as f64 + 0.01 * replication as f64
}

/// Checks that tags nest, attributes are quoted and no number is missing.
fn assert_well_formed(svg: &str) {
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    let mut open = Vec::new();
    for tag in svg.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').expect("every tag is closed");
        assert!(
            !text.contains('>') && tag.matches('"').count().is_multiple_of(2),
            "{tag}"
        );
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{svg}");
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap());
        }
    }
    assert!(open.is_empty());
    for piece in svg.split('&').skip(1) {
        let entity = piece.split(';').next().unwrap();
        assert!(["amp", "lt", "gt", "quot", "apos"].contains(&entity), "&{entity}");
    }
}

/// The texts of a picture with their places, in units of the picture.
fn texts(svg: &str) -> Vec<(f64, f64, &str)> {
    let number = |tag: &str, name: &str| -> f64 {
        let (_, rest) = tag.split_once(name).unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    };
    svg.split("<text ")
        .skip(1)
        .map(|text| {
            let (tag, rest) = text.split_once('>').unwrap();
            let words = rest.split('<').next().unwrap().trim();
            (number(tag, "x=\""), number(tag, " y=\""), words)
        })
        .collect()
}

#[test]
fn every_figure_is_well_formed_whatever_the_run() {
    let month = 1.0 / 12.0;
    let long: Vec<f64> = (0..=1040).map(|week| f64::from(week) / 52.0).collect();
    let runs = [
        drawn(&[0.0, 0.5, 1.0], 3, rising),
        drawn(&[0.0, 0.5, 1.0], 1, rising),
        drawn(&[0.0, month], 2, rising),
        drawn(&[0.0], 2, rising),
        drawn(&long, 2, |_, replication, step| {
            libm::sin(step as f64 * 0.01) + replication as f64
        }),
        drawn(&[0.0, 1.0], 3, |_, _, _| 0.0),
        drawn(&[0.0, 1.0], 3, |_, _, _| 1.0),
        drawn(&[0.0, 1.0], 3, |_, _, _| f64::NAN),
        drawn(
            &[0.0, 1.0, 2.0],
            2,
            |_, _, step| if step == 0 { f64::NAN } else { 1e9 },
        ),
        drawn(&[0.0, 1.0, 2.0], 2, |_, _, step| -1e-9 * step as f64),
    ];
    for figure in runs.iter().flatten() {
        assert_well_formed(&figure.svg);
        assert!(!figure.caption.is_empty() && !figure.caption.contains("NaN"));
        for (x, y, text) in texts(&figure.svg) {
            assert!(
                (0.0..=7200.0).contains(&x) && y >= 0.0,
                "{}: {text} at {x}, {y}",
                figure.name
            );
        }
    }
    assert!(runs[7].iter().all(|figure| figure.svg.contains("no ")));
}

#[test]
fn lines_carry_names_and_values_where_they_end() {
    let figures = drawn(&[0.0, 0.5, 1.0], 3, rising);
    let svg = figure(&figures, "output_outcome");
    let found: Vec<&str> = texts(svg).iter().map(|text| text.2).collect();
    for text in [
        "output 195",
        "outcome 195",
        "months from the start",
        "decision on kits",
    ] {
        assert!(found.contains(&text), "{text} in {found:?}");
    }
    assert!(svg.contains("mean of 3 replications"));
    let programmes = figure(&figures, "programmes");
    assert!(
        programmes.contains("Parks &amp; &lt;paths&gt;"),
        "titles are escaped"
    );
}

#[test]
fn labels_of_equal_lines_stand_apart() {
    let figures = drawn(&[0.0, 0.5, 1.0], 3, rising);
    let svg = figure(&figures, "output_outcome");
    let place = |words: &str| texts(svg).into_iter().find(|text| text.2 == words).unwrap().1;
    assert!((place("output 195") - place("outcome 195")).abs() >= 150.0);
}

#[test]
fn start_and_end_of_a_short_way_are_named_apart() {
    for slope in [0.0, 0.001, -0.001, 0.02] {
        let figures = drawn(&[0.0, 1.0], 20, |_, replication, step| {
            0.5 + slope * step as f64 + 0.01 * replication as f64
        });
        let texts = texts(figure(&figures, "output_outcome_plane"));
        let place = |words: &str| texts.iter().find(|text| text.2 == words).unwrap();
        let (start, end) = (place("start"), place("end"));
        let apart = ((start.0 - end.0).abs() >= 300.0) || ((start.1 - end.1).abs() >= 160.0);
        assert!(apart, "{slope}: {start:?} {end:?}");
    }
}

#[test]
fn bands_need_more_than_one_replication() {
    let bands = |replications| {
        let figures = drawn(&[0.0, 0.5, 1.0], replications, rising);
        figure(&figures, "equity").matches("<polygon").count()
    };
    assert_eq!((bands(1), bands(3)), (0, 8), "two bands in each of four panels");
}

/// One of three values far from the others: the interval of the mean goes below 0, where the axis ends.
#[test]
fn bands_end_where_the_axis_does() {
    let figures = drawn(
        &[0.0, 0.5, 1.0],
        3,
        |_, replication, _| {
            if replication == 0 { 0.5 } else { 0.0 }
        },
    );
    let svg = figure(&figures, "participation");
    let heights = |tag: &str, mark: &str| -> Vec<f64> {
        let tags = svg
            .split(tag)
            .skip(1)
            .map(|rest| rest.split("/>").next().unwrap());
        let places = tags.flat_map(|tag| tag.split(mark).skip(1));
        places
            .map(|rest| rest.split(['"', ' ']).next().unwrap().parse().unwrap())
            .collect()
    };
    let lowest = |heights: Vec<f64>| heights.into_iter().fold(0.0, f64::max);
    let bottom = lowest(heights("<line ", "y2=\""));
    let band = lowest(heights("<polygon ", ","));
    assert!(band > 0.0 && band <= bottom, "{band} below {bottom}");
}

#[test]
fn a_line_breaks_where_there_is_no_value() {
    let years = [0.0, 0.25, 0.5, 0.75, 1.0];
    let lines = |gap: Option<usize>| {
        let figures = drawn(&years, 1, |_, replication, step| {
            if Some(step) == gap {
                f64::NAN
            } else {
                rising("", replication, step)
            }
        });
        let svg = figure(&figures, "equity").to_owned();
        (svg.matches("<polyline").count(), svg.matches("<circle").count())
    };
    assert_eq!(lines(None), (4, 0));
    assert_eq!(lines(Some(2)), (8, 0));
    assert_eq!(lines(Some(1)), (4, 4), "a value without neighbours is a dot");
}

#[test]
fn the_caption_says_what_the_numbers_say() {
    let figures = drawn(&[0.0, 0.5, 1.0], 3, rising);
    let caption = figures[0].caption.replace('\u{a0}', " ");
    assert!(
        caption.ends_with("outcome 21 % to 41 % of need under control; unmet need 0.21 to 0.41 needs."),
        "{caption}"
    );
}

#[test]
fn a_role_of_all_participants_is_one_line() {
    let share = |key: &str, _: usize, _: usize| match key {
        "participants_share" | "co_implementors_share" => 0.05,
        _ => 0.0,
    };
    let figures = drawn(&[0.0, 1.0], 2, share);
    let svg = figure(&figures, "participation");
    assert_eq!(svg.matches("<polyline").count(), 1);
    let participation = figures
        .iter()
        .find(|figure| figure.name == "participation")
        .unwrap();
    assert!(
        participation
            .caption
            .contains("There are no co-initiators or co-designers in this run.")
    );
}
