//! How far variants lie from the baseline over time.

use crate::experiment::Summaries;
use crate::figure::Figure;
use crate::figure::data::{Data, Mark, Point, Series, spread_words};
use crate::figure::layout::noted;
use crate::figure::numbers::count;
use crate::figure::palette::variant_colour;
use crate::figure::panel::Panel;
use crate::study::comparison::Comparison;
use crate::words::{Words, say, words};

/// The measures shown small: key and heading.
const SMALL: [(&str, Words); 6] = [
    ("output", words!("Output")),
    ("participants_share", words!("Participants")),
    ("unmet_need", words!("Unmet need")),
    ("public_cost", words!("Public cost")),
    ("trust", words!("Trust")),
    ("public_value", words!("Public value")),
];
/// With more variants than this the spread of replications is left out, since bands would cover each other.
const RANGES_MAX: usize = 2;

pub(super) fn draw(comparison: &Comparison) -> Figure {
    let summaries = Summaries::of(&comparison.ensembles[0]);
    let data = Data {
        scenario: &comparison.arms[0].scenario,
        ensemble: &comparison.ensembles[0],
        summaries: &summaries,
    };
    let title = words!("Difference from the baseline over time").text();
    let mut large = panel(comparison, data, "outcome", words!("Outcome"));
    large.labelled = true;
    large.marks = marks(comparison, data);
    let small = SMALL.map(|(key, heading)| panel(comparison, data, key, heading));
    let ranges = if comparison.versus.len() > RANGES_MAX {
        String::new()
    } else {
        let words = spread_words(comparison.replications());
        say!(" Light band: {words} of pairs.")
    };
    let reading = say!(
        "Line: mean difference over {} pairs of replications, variant less baseline. Dark band: 95 % interval of the \
         mean.{ranges} Dashed: no difference.",
        count(comparison.replications())
    );
    let caption = say!(
        "Above the dashed line a variant has more than the baseline at that time, below it less. Both meet the same luck, \
         so what is seen is due to the settings alone."
    );
    Figure {
        name: "difference",
        title: title.to_owned(),
        svg: noted(
            data,
            &format!("{title}. {caption}"),
            Some(&large),
            &small,
            3,
            &reading,
        ),
        caption,
    }
}

fn panel(comparison: &Comparison, data: Data<'_>, key: &str, heading: Words) -> Panel<'static> {
    let unit = data.measure(key).map_or("", |measure| measure.unit);
    let (unit, factor) = if unit.starts_with("share") {
        (words!("percentage points").text(), 100.0)
    } else {
        (unit, 1.0)
    };
    Panel {
        title: heading.text(),
        unit,
        limits: (f64::NEG_INFINITY, f64::INFINITY),
        from_zero: true,
        reference: Some(0.0),
        series: series(comparison, data, key, factor),
        labelled: false,
        marks: Vec::new(),
    }
}

/// The differences of a measure over time, one line for each variant.
fn series(comparison: &Comparison, data: Data<'_>, key: &str, factor: f64) -> Vec<Series> {
    let ranges = comparison.versus.len() <= RANGES_MAX;
    let variants = comparison.variants().enumerate();
    variants
        .map(|(index, (variant, versus))| {
            let column = versus.columns().iter().position(|column| column.key == key);
            let points = data
                .steps()
                .map(|step| {
                    let mut point = Point::empty(data.time(step));
                    let summary = column.and_then(|column| versus.at(column, step).difference);
                    if let Some(summary) = summary {
                        point.show(&summary, factor);
                    }
                    if !ranges {
                        point.range = (f64::NAN, f64::NAN);
                    }
                    point
                })
                .collect();
            Series {
                label: variant.title.clone(),
                colour: variant_colour(index),
                points,
            }
        })
        .collect()
}

/// What happens in the baseline and in all variants alike.
fn marks(comparison: &Comparison, data: Data<'_>) -> Vec<Mark> {
    let mut marks = data.marks();
    for arm in &comparison.arms[1..] {
        let others = Data {
            scenario: &arm.scenario,
            ..data
        }
        .marks();
        marks.retain(|mark| others.contains(mark));
    }
    marks
}
