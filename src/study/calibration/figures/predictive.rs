//! The predictive check: fresh runs from the posterior against the figures.

use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::wrap_at_most;
use crate::figure::numbers::{Notation, count};
use crate::figure::palette::{BLUE, GREY, GRID, INK, RULE, SKY, VERMILLION};
use crate::figure::panel::{note, note_height};
use crate::scenario::CalibrationPlan;
use crate::study::calibration::{Calibration, Check};
use crate::words::{Words, say, words};

/// Room for the names of targets.
const LEFT: f64 = 190.0;
/// Room for the numbers.
const RIGHT: f64 = 176.0;
const TOP: f64 = 44.0;
const ROW: f64 = 46.0;
const FOOT: f64 = 34.0;
const LINE: f64 = 15.0;
/// Runs further away than so many margins are drawn at the edge, with an arrow.
const FURTHEST: f64 = 12.0;

const READING: Words = words!(
    "Fresh runs of societies drawn from the posterior. Line upwards: the figure; shaded: its margin, which \
     is its tolerance or 1.645 standard errors. Line across: from the 5 % to the 95 % quantile of the runs, \
     dot: their median; blue where the figure with its margin meets the line, red where it does not. Lines \
     wider than the shade are the play of chance in one society."
);

pub(super) fn draw(plan: &CalibrationPlan, calibration: &Calibration) -> Figure {
    let title = say!("Do runs from the posterior meet the figures?");
    let bottom = TOP + ROW * plan.targets.len() as f64;
    let height = bottom + FOOT + note_height(&READING);
    let caption = say!(
        "Differences between {} fresh runs and the figures, in margins of each figure: its tolerance, or 1.645 \
         standard errors.",
        count(calibration.predicted.first().map_or(0, Vec::len)),
    );
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        let heading = say!("Runs less figure, in margins");
        canvas.text(&heading, (1.0, 13.0), Lettering::heading());
        let area = Area {
            left: LEFT,
            top: TOP,
            width: WIDTH - LEFT - RIGHT,
            height: bottom - TOP,
        };
        let checks = plan.targets.iter().zip(&calibration.checks);
        let values = checks.flat_map(|(target, check)| {
            [check.low, check.median, check.high]
                .map(|value| ((value - target.value) / target.margin()).clamp(-FURTHEST, FURTHEST))
        });
        let limits = (f64::NEG_INFINITY, f64::INFINITY);
        let Some(axis) = Axis::around(values.chain([-1.3, 1.3]), limits, false, 6) else {
            return;
        };
        scale(canvas, &axis, area);
        for target in 0..plan.targets.len() {
            let middle = TOP + ROW * (target as f64 + 0.5);
            row(canvas, &axis, area, (plan, calibration, target), middle);
        }
        note(canvas, &READING, height - note_height(&READING));
    });
    Figure {
        name: "predictive",
        title,
        caption,
        svg,
    }
}

fn scale(canvas: &mut Canvas<'_>, axis: &Axis, area: Area) {
    let x = |value: f64| area.left + axis.position(value) * area.width;
    let band = Area {
        left: x(-1.0),
        top: area.top,
        width: x(1.0) - x(-1.0),
        height: area.height,
    };
    canvas.rectangle(band, SKY, 0.25);
    let notation = Notation::ticks("", axis.step);
    for tick in &axis.ticks {
        canvas.line((x(*tick), area.top), (x(*tick), area.bottom()), GRID, 1.0);
        let place = (x(*tick), area.bottom() + 13.0);
        let lettering = Lettering::new(SMALL, GREY).anchored(Anchor::Centre);
        canvas.text(&notation.signed(*tick), place, lettering);
    }
    canvas.line((x(0.0), area.top), (x(0.0), area.bottom()), RULE, 1.6);
}

fn row(
    canvas: &mut Canvas<'_>,
    axis: &Axis,
    area: Area,
    (plan, calibration, index): (&CalibrationPlan, &Calibration, usize),
    middle: f64,
) {
    let (measured, target) = (&plan.measures[index], &plan.targets[index]);
    let check = &calibration.checks[index];
    let lines = wrap_at_most(&measured.label(), TEXT, LEFT - 16.0, 3);
    let first = middle - 0.5 * LINE * (lines.len() - 1) as f64;
    for (line, text) in lines.iter().enumerate() {
        let place = (1.0, first + LINE * line as f64);
        canvas.text(text, place, Lettering::new(TEXT, INK));
    }
    let notation = Notation::new(measured.unit(), target.value, target.tolerance);
    let (value, error) = (notation.digits(target.value), notation.value(target.tolerance));
    let figure = if target.is_standard_error {
        say!("figure {value}, standard error {error}")
    } else {
        say!("figure {value} ± {error}")
    };
    let right = |text: &str, y: f64, colour| {
        let place = (WIDTH - RIGHT + 14.0, y);
        (text.to_owned(), place, Lettering::new(SMALL, colour))
    };
    let runs = say!("runs {}", runs(&notation, check));
    for (text, place, lettering) in [
        right(&figure, middle - 8.0, INK),
        right(&runs, middle + 8.0, GREY),
    ] {
        canvas.text(&text, place, lettering);
    }
    if check.count == 0 {
        return;
    }
    let away = |value: f64| (value - target.value) / target.margin();
    let x = |value: f64| area.left + axis.position(away(value).clamp(-FURTHEST, FURTHEST)) * area.width;
    let colour = if check.reached { BLUE } else { VERMILLION };
    canvas.line((x(check.low), middle), (x(check.high), middle), colour, 3.0);
    canvas.dot((x(check.median), middle), 5.0, colour, 1.0);
    for end in [check.low, check.high]
        .into_iter()
        .filter(|end| away(*end).abs() > FURTHEST)
    {
        let (tip, towards) = (x(end), away(end).signum());
        for side in [-5.0, 5.0] {
            canvas.line((tip, middle), (tip - towards * 7.0, middle + side), colour, 2.4);
        }
    }
}

/// The interval of the runs in words.
fn runs(notation: &Notation, check: &Check) -> String {
    if check.count == 0 {
        return say!("without a value");
    }
    notation.range(check.low, check.high)
}
