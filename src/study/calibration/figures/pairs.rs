//! Pairs of parameters: which combinations lead to the figures.

use std::cmp::Ordering;

use super::{histogram, tick_text};
use crate::figure::Figure;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::wrap_at_most;
use crate::figure::numbers::{MISSING, number};
use crate::figure::palette::{BLUE, GREY, GRID, INK, RULE};
use crate::figure::panel::{note, note_height};
use crate::scenario::{CalibrationPlan, Fitted};
use crate::study::calibration::Calibration;
use crate::words::{Words, say, words};

/// Most parameters: those of which the figures say most.
const SHOWN: usize = 5;
const LEFT: f64 = 44.0;
const FOOT: f64 = 30.0;
const GAP: f64 = 8.0;
const PARTS: usize = 16;
/// Between the lines of a name.
const LINE: f64 = 14.0;

const READING: Words = words!(
    "Each dot is a particle, larger where its weight is; every panel spans the priors. A ridge means \
     that the figures fix a combination of the two and leave each of them open. Numbers: their \
     correlation."
);

pub(super) fn draw(plan: &CalibrationPlan, calibration: &Calibration) -> Figure {
    let title = say!("Pairs of parameters");
    let shown = shown(calibration);
    let side = (WIDTH - LEFT - 4.0) / shown.len() as f64;
    let tall = side.min(220.0);
    let height = tall * shown.len() as f64 + FOOT + note_height(&READING);
    let caption = if shown.len() < plan.parameters.len() {
        say!("The {SHOWN} parameters that the figures say most about.")
    } else {
        say!("Which combinations of values lead to the figures.")
    };
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        for (row, &other) in shown.iter().enumerate() {
            for (column, &one) in shown.iter().enumerate() {
                let area = Area {
                    left: LEFT + side * column as f64 + 0.5 * GAP,
                    top: tall * row as f64 + 0.5 * GAP,
                    width: side - GAP,
                    height: tall - GAP,
                };
                match column.cmp(&row) {
                    Ordering::Less => scatter(canvas, calibration, (one, other), area),
                    Ordering::Equal => diagonal(canvas, &plan.parameters[one], calibration, one, area),
                    Ordering::Greater => correlation(canvas, calibration.correlation(one, other), area),
                }
                if row + 1 == shown.len() {
                    ends_across(canvas, &plan.parameters[one], area);
                }
                if column == 0 && row > 0 {
                    ends_upwards(canvas, &plan.parameters[other], area);
                }
            }
        }
        note(canvas, &READING, height - note_height(&READING));
    });
    Figure {
        name: "pairs",
        title,
        caption,
        svg,
    }
}

/// Positions of the parameters with the largest contraction, in the order of the plan.
fn shown(calibration: &Calibration) -> Vec<usize> {
    let contraction = |parameter: usize| calibration.marginals[parameter].contraction;
    let mut order: Vec<usize> = (0..calibration.marginals.len()).collect();
    order.sort_by(|one, other| contraction(*other).total_cmp(&contraction(*one)));
    order.truncate(SHOWN);
    order.sort_unstable();
    order
}

fn frame(canvas: &mut Canvas<'_>, area: Area) {
    let corners = [
        (area.left, area.top),
        (area.right(), area.top),
        (area.right(), area.bottom()),
        (area.left, area.bottom()),
        (area.left, area.top),
    ];
    canvas.path(&corners, GRID, 1.0);
}

fn scatter(canvas: &mut Canvas<'_>, calibration: &Calibration, (across, up): (usize, usize), area: Area) {
    frame(canvas, area);
    let size = calibration.weights.len() as f64;
    let places = calibration.places[across].iter().zip(&calibration.places[up]);
    for ((x, y), weight) in places.zip(&calibration.weights) {
        let place = (area.left + x * area.width, area.bottom() - y * area.height);
        let radius = (2.0 * (weight * size).sqrt()).clamp(0.8, 4.5);
        canvas.dot(place, radius, BLUE, 0.4);
    }
}

fn diagonal(
    canvas: &mut Canvas<'_>,
    fitted: &Fitted,
    calibration: &Calibration,
    parameter: usize,
    area: Area,
) {
    frame(canvas, area);
    let shares = histogram(&calibration.places[parameter], &calibration.weights, PARTS);
    let highest = shares.iter().copied().fold(1.0 / PARTS as f64, f64::max);
    let bar = area.width / PARTS as f64;
    let room = 0.62 * area.height;
    for (part, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let height = share / highest * room;
        let bar = Area {
            left: area.left + part as f64 * bar + 0.5,
            top: area.bottom() - height,
            width: bar - 1.0,
            height,
        };
        canvas.rectangle(bar, BLUE, 0.45);
    }
    // Keys break at their dots.
    let name = fitted.factor.key.replace('.', ". ");
    for (index, line) in wrap_at_most(&name, SMALL, area.width - 8.0, 3).iter().enumerate() {
        let place = (area.left + 5.0, area.top + 11.0 + LINE * index as f64);
        canvas.text(&line.replace(". ", "."), place, Lettering::new(SMALL, INK));
    }
}

fn correlation(canvas: &mut Canvas<'_>, value: f64, area: Area) {
    let text = if value.is_finite() {
        number(value, 2)
    } else {
        MISSING.to_string()
    };
    let middle = (area.left + 0.5 * area.width, area.top + 0.5 * area.height);
    // The stronger, the larger.
    let size = TEXT + 8.0 * value.abs().min(1.0);
    let lettering = Lettering::new(if size.is_finite() { size } else { TEXT }, GREY);
    canvas.text(&text, middle, lettering.anchored(Anchor::Centre));
}

fn ends_across(canvas: &mut Canvas<'_>, fitted: &Fitted, area: Area) {
    let lettering = Lettering::new(SMALL, GREY);
    let y = area.bottom() + 12.0;
    canvas.line(
        (area.left, area.bottom()),
        (area.right(), area.bottom()),
        RULE,
        1.0,
    );
    canvas.text(&tick_text(fitted.prior.low), (area.left, y), lettering);
    let right = lettering.anchored(Anchor::Right);
    canvas.text(&tick_text(fitted.prior.high), (area.right(), y), right);
}

fn ends_upwards(canvas: &mut Canvas<'_>, fitted: &Fitted, area: Area) {
    let lettering = Lettering::new(SMALL, GREY).anchored(Anchor::Right);
    canvas.line((area.left, area.top), (area.left, area.bottom()), RULE, 1.0);
    let x = area.left - 5.0;
    canvas.text(&tick_text(fitted.prior.high), (x, area.top + 6.0), lettering);
    canvas.text(&tick_text(fitted.prior.low), (x, area.bottom() - 6.0), lettering);
}
