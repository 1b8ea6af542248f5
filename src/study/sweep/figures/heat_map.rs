//! The measures over the plane of two factors: a map of means.

use plotters::style::RGBColor;

use super::{grid, level};
use crate::figure::Figure;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, SMALL, TEXT, picture};
use crate::figure::labels::{shortened, text_width};
use crate::figure::numbers::Notation;
use crate::figure::palette::{GREY, GRID, INK, PAPER};
use crate::figure::panel::{note, note_height};
use crate::scenario::Plan;
use crate::statistics::difference;
use crate::study::points::{Points, notation_of, unit_said, value_said};
use crate::study::sweep::Results;
use crate::words::{say, words};

/// Above the cells: heading, unit, name of the rows.
const HEAD: f64 = 62.0;
/// Below the cells: levels and name of the columns, scale.
const FOOT: f64 = 84.0;
const LABELS_MAX: f64 = 110.0;
/// Maps with more columns than this take the whole width.
const NARROW_MAX: usize = 6;
const CELL_MIN: f64 = 22.0;
const CELL_MAX: f64 = 40.0;

fn reading(plan: &Plan) -> String {
    let mut text = say!(
        "Colours are means over replications, dark for low and light for high, each map on its own scale"
    );
    if plan.may_miss() {
        text += words!("; a first month counts only the runs in which there is one").text();
    }
    text + "."
}

/// Viridis at five places, equally far apart to the eye whatever its colour vision (Smith and van der Walt, 2015).
const SCALE: [RGBColor; 5] = [
    RGBColor(68, 1, 84),
    RGBColor(59, 82, 139),
    RGBColor(33, 145, 140),
    RGBColor(94, 201, 98),
    RGBColor(253, 231, 37),
];

/// One map per measure, for a factorial plan of two factors: the first factor upwards, the second to the right.
///
/// `None` for other plans.
#[must_use]
pub(crate) fn draw(plan: &Plan, points: &Points, results: &Results) -> Option<Figure> {
    if !Results::has_map(plan) {
        return None;
    }
    let map = Map::of(plan, points, results);
    let count = plan.measures.len();
    let columns = if map.across.len() <= NARROW_MAX && count > 1 {
        2
    } else {
        1
    };
    let cell = (240.0 / map.up.len() as f64).clamp(CELL_MIN, CELL_MAX);
    let panel = HEAD + FOOT + cell * map.up.len() as f64 + 12.0;
    let reading = reading(plan);
    let height = 4.0 + count.div_ceil(columns) as f64 * panel + note_height(&reading);
    let title = say!("{} by {}", plan.factors[0].key, plan.factors[1].key);
    let svg = picture(height, &format!("{title}. {reading}"), |canvas| {
        for (measure, area) in grid(count, columns, panel).into_iter().enumerate() {
            map.draw(canvas, measure, area);
        }
        note(canvas, &reading, height - note_height(&reading));
    });
    Some(Figure {
        name: "map",
        title,
        caption: reading,
        svg,
    })
}

struct Map<'a> {
    plan: &'a Plan,
    results: &'a Results,
    /// Levels of the first factor and of the second, in words.
    up: Vec<String>,
    across: Vec<String>,
}

impl<'a> Map<'a> {
    fn of(plan: &'a Plan, points: &Points, results: &'a Results) -> Self {
        let text = |configuration: usize, factor: usize| {
            let number = points.text(configuration, factor).parse::<f64>();
            number.map_or_else(|_| value_said(&points.value(configuration, factor)), level)
        };
        // The second factor changes fastest.
        let mut across = vec![text(0, 1)];
        while across.len() < points.len() && points.values(across.len())[0] == points.values(0)[0] {
            across.push(text(across.len(), 1));
        }
        let up = (0..points.len())
            .step_by(across.len())
            .map(|configuration| text(configuration, 0))
            .collect();
        Self {
            plan,
            results,
            up,
            across,
        }
    }

    fn mean(&self, row: usize, column: usize, measure: usize) -> Option<f64> {
        let configuration = row * self.across.len() + column;
        self.results
            .summary(configuration, measure)
            .map(|summary| summary.mean)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, measure: usize, outer: Area) {
        let cells =
            (0..self.up.len()).flat_map(|row| (0..self.across.len()).map(move |column| (row, column)));
        let means: Vec<f64> = cells
            .clone()
            .filter_map(|(row, column)| self.mean(row, column, measure))
            .collect();
        let low = means.iter().copied().fold(f64::INFINITY, f64::min);
        let high = means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let notation = self.notation(measure, &means);
        self.names(canvas, measure, outer);
        let labels = self
            .up
            .iter()
            .map(|label| text_width(label, SMALL))
            .fold(0.0, f64::max)
            .min(LABELS_MAX);
        let area = Area {
            left: outer.left + labels + 10.0,
            top: outer.top + HEAD,
            width: outer.width - labels - 24.0,
            height: outer.height - HEAD - FOOT,
        };
        for (row, column) in cells {
            let place = self.cell(area, row, column);
            match self.mean(row, column, measure) {
                Some(mean) => {
                    let share = if difference(low, high) > 0.0 {
                        (mean - low) / (high - low)
                    } else {
                        0.5
                    };
                    // Points stand above the map: there is no room for them in a cell.
                    let written = match self.plan.variant {
                        Some(_) => notation.signed(mean),
                        None => notation.value(mean),
                    };
                    fill(canvas, place, colour(share), &written);
                }
                None => fill(canvas, place, GRID, "\u{2013}"),
            }
        }
        self.levels(canvas, area, labels);
        if !means.is_empty() {
            scale(canvas, area, &notation, (low, high));
        }
    }

    /// Digits enough for the widest interval that is known.
    fn notation(&self, measure: usize, means: &[f64]) -> Notation {
        let largest = means.iter().copied().map(f64::abs).fold(0.0, f64::max);
        let half_width = self
            .results
            .rows()
            .filter_map(|row| Some(row.summaries[measure].as_ref()?.half_width()))
            .filter(|half_width| *half_width > 0.0)
            .fold(f64::NAN, f64::max);
        notation_of(self.plan, measure, largest, half_width)
    }

    fn cell(&self, area: Area, row: usize, column: usize) -> Area {
        let (width, height) = (
            area.width / self.across.len() as f64,
            area.height / self.up.len() as f64,
        );
        Area {
            left: area.left + column as f64 * width,
            top: area.bottom() - (row + 1) as f64 * height,
            width: width - 1.0,
            height: height - 1.0,
        }
    }

    fn names(&self, canvas: &mut Canvas<'_>, measure: usize, outer: Area) {
        canvas.text(
            &shortened(&self.plan.label(measure), 13.5, outer.width),
            (outer.left, outer.top + 9.0),
            Lettering::heading(),
        );
        let grey = Lettering::new(SMALL, GREY);
        canvas.text(
            &shortened(&unit_said(self.plan, measure), SMALL, outer.width),
            (outer.left, outer.top + 26.0),
            grey,
        );
        let rows = format!("\u{2191} {}", self.plan.factors[0].key);
        canvas.text(
            &shortened(&rows, SMALL, outer.width),
            (outer.left, outer.top + 46.0),
            grey,
        );
        let columns = format!("{} \u{2192}", self.plan.factors[1].key);
        canvas.text(
            &shortened(&columns, SMALL, outer.width),
            (outer.right() - 14.0, outer.bottom() - FOOT + 32.0),
            grey.anchored(Anchor::Right),
        );
    }

    fn levels(&self, canvas: &mut Canvas<'_>, area: Area, room: f64) {
        let grey = Lettering::new(SMALL, GREY);
        for (row, label) in self.up.iter().enumerate() {
            let cell = self.cell(area, row, 0);
            let place = (area.left - 6.0, cell.top + 0.5 * cell.height);
            canvas.text(
                &shortened(label, SMALL, room + 1.0),
                place,
                grey.anchored(Anchor::Right),
            );
        }
        let width = area.width / self.across.len() as f64;
        let widest = self
            .across
            .iter()
            .map(|label| text_width(label, SMALL))
            .fold(0.0, f64::max);
        // Where labels are wider than cells, only some of them are written.
        let each = if widest + 6.0 > width {
            ((widest.min(LABELS_MAX) + 6.0) / width).ceil() as usize
        } else {
            1
        };
        for (column, label) in self.across.iter().enumerate().step_by(each) {
            let cell = self.cell(area, 0, column);
            let place = (cell.left + 0.5 * cell.width, area.bottom() + 13.0);
            canvas.text(
                &shortened(label, SMALL, (each as f64 * width).max(30.0)),
                place,
                grey.anchored(Anchor::Centre),
            );
        }
    }
}

fn fill(canvas: &mut Canvas<'_>, cell: Area, colour: RGBColor, text: &str) {
    canvas.rectangle(cell, colour, 1.0);
    if text_width(text, SMALL) + 4.0 <= cell.width {
        let ink = if luminance(colour) > 0.36 { INK } else { PAPER };
        let middle = (cell.left + 0.5 * cell.width, cell.top + 0.5 * cell.height);
        canvas.text(text, middle, Lettering::new(SMALL, ink).anchored(Anchor::Centre));
    }
}

/// The colours from the lowest to the highest value, with both.
fn scale(canvas: &mut Canvas<'_>, area: Area, notation: &Notation, (low, high): (f64, f64)) {
    const STEPS: usize = 60;
    const LENGTH: f64 = 120.0;
    let top = area.bottom() + 48.0;
    let (low, high) = (notation.value(low), notation.value(high));
    let left = area.left + text_width(&low, TEXT) + 8.0;
    let ends = Lettering::new(SMALL, GREY);
    canvas.text(&low, (left - 6.0, top + 5.0), ends.anchored(Anchor::Right));
    for step in 0..STEPS {
        let part = Area {
            left: left + LENGTH * step as f64 / STEPS as f64,
            top,
            width: LENGTH / STEPS as f64 + 0.2,
            height: 10.0,
        };
        canvas.rectangle(part, colour(step as f64 / (STEPS - 1) as f64), 1.0);
    }
    canvas.text(&high, (left + LENGTH + 6.0, top + 5.0), ends);
}

/// The colour of a share between 0 and 1.
fn colour(share: f64) -> RGBColor {
    let place = share.clamp(0.0, 1.0) * (SCALE.len() - 1) as f64;
    let from = (place as usize).min(SCALE.len() - 2);
    let part = place - from as f64;
    let mix =
        |one: u8, other: u8| (f64::from(one) + part * (f64::from(other) - f64::from(one))).round() as u8;
    let (one, other) = (SCALE[from], SCALE[from + 1]);
    RGBColor(mix(one.0, other.0), mix(one.1, other.1), mix(one.2, other.2))
}

/// Relative luminance, near enough to choose between dark and light ink.
fn luminance(RGBColor(red, green, blue): RGBColor) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        part * part
    };
    0.21 * linear(red) + 0.72 * linear(green) + 0.07 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_run_from_dark_to_light() {
        assert_eq!(colour(0.0), SCALE[0]);
        assert_eq!(colour(1.0), SCALE[4]);
        assert_eq!(colour(0.5), SCALE[2]);
        let shades: Vec<f64> = (0..=20)
            .map(|step| luminance(colour(f64::from(step) / 20.0)))
            .collect();
        assert!(shades.is_sorted(), "{shades:?}");
    }
}
