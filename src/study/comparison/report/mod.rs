//! The report of a comparison: in words first, then figures, numbers, and what differs between the variants.

mod table;
mod words;

use askama::Template;

use crate::experiment::Column;
use crate::figure::Figure;
use crate::figure::numbers::{Notation, count, counted, nouns};
use crate::report::finding::Finding;
use crate::report::{Provenance, ReportError, command_line};
use crate::statistics::{CONFIDENCE, Paired};
use crate::study::comparison::{Comparison, Contrast, RANKED, Ranking, Versus};
use crate::words::{say, words};
pub(crate) use table::{Group, Row, rows};
use table::{Setting, groups, settings};
pub(crate) use words::Words;

/// What the report of a comparison is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents<'a> {
    /// Baseline and variants with their replications.
    pub comparison: &'a Comparison,
    /// The half-width that was asked for, where one was.
    pub target: Option<f64>,
    /// What a reader should know about the arms.
    pub notes: &'a [String],
    /// How the ranking fares over draws of the parameters.
    pub robustness: &'a [String],
    /// By which ways variants differ, where that is asked for.
    pub why: &'a [String],
    /// The figures, as [`super::figures::all`] draws them.
    pub figures: &'a [Figure],
    /// How it came about.
    pub provenance: Provenance<'a>,
}

#[derive(Template)]
#[template(path = "study/comparison/report/report.html", config = "src/askama.toml")]
struct Page<'a> {
    contents: Contents<'a>,
    title: String,
    words: Words,
    tables: Vec<(&'a str, Vec<Group>)>,
    rankings: Vec<RankingRow>,
    settings: Vec<Setting>,
    command: String,
    replications: String,
}

/// A ranking as a row of a table.
struct RankingRow {
    measure: &'static str,
    better: &'static str,
    order: String,
    unsure: String,
}

/// Renders the report of a comparison as HTML.
///
/// # Errors
/// When the template engine fails.
pub(crate) fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let comparison = contents.comparison;
    let variants = comparison.versus.len();
    let page = Page {
        contents: *contents,
        title: say!(
            "{}: {} compared",
            comparison.arms[0].scenario.title,
            counted(variants, nouns::VARIANT)
        ),
        words: Words::of(comparison),
        tables: comparison.arms[1..]
            .iter()
            .enumerate()
            .map(|(index, variant)| (variant.title.as_str(), groups(comparison, index, contents.target)))
            .collect(),
        rankings: RANKED
            .iter()
            .filter_map(|key| Some(ranking_row(comparison, &Ranking::of(comparison, key)?)))
            .collect(),
        settings: settings(&comparison.arms),
        command: command_line(contents.provenance.command),
        replications: count(comparison.replications()),
    };
    Ok(page.render()?)
}

fn ranking_row(comparison: &Comparison, ranking: &Ranking) -> RankingRow {
    let unsure = words::unsure(comparison, ranking);
    RankingRow {
        measure: ranking.column.measure.label.text(),
        better: match ranking.better {
            crate::model::measures::Better::Higher => words!("more is better").text(),
            crate::model::measures::Better::Lower => words!("less is better").text(),
        },
        order: words::order(comparison, ranking),
        unsure: if unsure.is_empty() {
            say!("none")
        } else {
            unsure.join("; ")
        },
    }
}

/// A measure of a variant at the end, with the way its numbers are written.
struct Line<'a> {
    column: &'a Column,
    contrast: &'a Contrast,
    /// Of the means.
    notation: Notation,
    /// Of their difference, which may be far smaller than they are.
    difference: Notation,
}

impl<'a> Line<'a> {
    /// `None` where not both have the measure.
    fn of(versus: &'a Versus, key: &str) -> Option<Self> {
        let (column, contrast) = versus.end(key)?;
        let paired = &contrast.paired;
        let magnitude = paired.baseline.mean().abs().max(paired.variant.mean().abs());
        let half_width = paired.difference.half_width(CONFIDENCE);
        let difference = difference_notation(column.measure.unit, paired);
        let (before, after) = (paired.baseline.mean(), paired.variant.mean());
        let plain = Notation::of(column.measure, magnitude, half_width);
        let notation = if plain.value(before) == plain.value(after) {
            plain
        } else {
            plain.agreeing(before, after, (&difference, paired.difference.mean()))
        };
        Some(Self {
            column,
            contrast,
            difference: difference.as_fine_as(&notation),
            notation,
        })
    }

    /// The interval of the difference, cut at what is possible.
    fn interval(&self) -> (f64, f64) {
        let paired = &self.contrast.paired;
        let interval = paired.interval(CONFIDENCE);
        let measure = self.column.measure;
        measure.reachable(paired.baseline.mean(), (interval.low, interval.high))
    }

    /// What the difference lets one say; `None` where there is none.
    fn finding(&self) -> Option<Finding> {
        self.contrast.difference?;
        let level = self.contrast.paired.baseline.mean();
        Some(Finding::of(
            self.column.measure,
            level,
            self.interval(),
            self.looks_equal(),
        ))
    }

    /// Whether both means are the same number as they are written.
    fn looks_equal(&self) -> bool {
        let paired = &self.contrast.paired;
        self.notation.value(paired.baseline.mean()) == self.notation.value(paired.variant.mean())
    }
}

/// How the difference of these pairs is written.
fn difference_notation(unit: &str, paired: &Paired) -> Notation {
    let difference = &paired.difference;
    let interval = paired.interval(CONFIDENCE);
    Notation::difference(unit, difference.mean(), difference.half_width(CONFIDENCE))
        .telling(interval.low, interval.high)
}

/// An arm as a sentence names it.
fn named(comparison: &Comparison, arm: usize) -> String {
    if arm == 0 {
        say!("the baseline")
    } else {
        comparison.arms[arm].name()
    }
}
