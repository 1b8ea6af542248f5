//! Each parameter before and after: its prior, its posterior, its median with an interval.

use super::{histogram, tick_text, ticks};
use crate::figure::Figure;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, SMALL, WIDTH, picture};
use crate::figure::labels::shortened;
use crate::figure::numbers::{Notation, count, number};
use crate::figure::palette::{BLUE, GREY, INK, ORANGE, RULE};
use crate::figure::panel::{note, note_height};
use crate::scenario::{CalibrationPlan, Fitted};
use crate::study::calibration::Calibration;
use crate::words::{Words, say, words};

const COLUMNS: usize = 2;
const GAP: f64 = 30.0;
const HEAD: f64 = 46.0;
const HEIGHT: f64 = 120.0;
const FOOT: f64 = 40.0;
/// Room for half a number on either side.
const INSET: f64 = 12.0;
/// Bars of a histogram.
const PARTS: usize = 24;

const READING: Words = words!(
    "Bars: what is known after the calibration. Dashed across: what was thought before; every panel has \
     the scale on which that is even. Thick line: from the 5 % to the 95 % quantile, with the median. \
     Dashed upwards: the value of the scenario. Bars as flat as the dashed line mean that the figures \
     say nothing about a parameter."
);

pub(super) fn draw(plan: &CalibrationPlan, calibration: &Calibration) -> Figure {
    let title = say!("The parameters before and after");
    let panel = HEAD + HEIGHT + FOOT;
    let rows = plan.parameters.len().div_ceil(COLUMNS);
    let height = panel * rows as f64 + note_height(&READING);
    let caption = say!(
        "Posterior from {} particles (effective size {}) at a distance of {}, against the priors.",
        count(calibration.weights.len()),
        count(calibration.effective_size() as usize),
        number(calibration.tolerance(), 2),
    );
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        let width = (WIDTH - GAP) / COLUMNS as f64;
        for parameter in 0..plan.parameters.len() {
            let area = Area {
                left: INSET + (parameter % COLUMNS) as f64 * (width + GAP),
                top: (parameter / COLUMNS) as f64 * panel + HEAD,
                width: width - 2.0 * INSET,
                height: HEIGHT,
            };
            paint(canvas, plan, calibration, parameter, area);
        }
        note(canvas, &READING, height - note_height(&READING));
    });
    Figure {
        name: "marginals",
        title,
        caption,
        svg,
    }
}

fn paint(
    canvas: &mut Canvas<'_>,
    plan: &CalibrationPlan,
    calibration: &Calibration,
    parameter: usize,
    area: Area,
) {
    let fitted = &plan.parameters[parameter];
    heading(canvas, fitted, calibration, parameter, area);
    let shares = histogram(&calibration.places[parameter], &calibration.weights, PARTS);
    let even = 1.0 / PARTS as f64;
    let highest = shares.iter().copied().fold(1.5 * even, f64::max);
    let bar = area.width / PARTS as f64;
    for (part, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let height = share / highest * area.height;
        let area = Area {
            left: area.left + part as f64 * bar + 0.5,
            top: area.bottom() - height,
            width: bar - 1.0,
            height,
        };
        canvas.rectangle(area, BLUE, 0.55);
    }
    let level = area.bottom() - even / highest * area.height;
    canvas.dashes((area.left, level), (area.right(), level), GREY, 1.4);
    canvas.line(
        (area.left, area.bottom()),
        (area.right(), area.bottom()),
        RULE,
        1.0,
    );
    let x = |value: f64| area.left + fitted.prior.place(value) * area.width;
    let lettering = Lettering::new(SMALL, GREY).anchored(Anchor::Centre);
    for tick in ticks(fitted, 5) {
        canvas.line(
            (x(tick), area.bottom()),
            (x(tick), area.bottom() + 4.0),
            RULE,
            1.0,
        );
        canvas.text(&tick_text(tick), (x(tick), area.bottom() + 24.0), lettering);
    }
    if (fitted.prior.low..=fitted.prior.high).contains(&fitted.base_value) {
        let at = x(fitted.base_value);
        canvas.dashes((at, area.top), (at, area.bottom()), ORANGE, 1.6);
    }
    let own = &calibration.marginals[parameter];
    let below = area.bottom() + 10.0;
    canvas.line((x(own.low), below), (x(own.high), below), INK, 3.0);
    canvas.ring((x(own.median), below), 4.0, INK);
}

fn heading(
    canvas: &mut Canvas<'_>,
    fitted: &Fitted,
    calibration: &Calibration,
    parameter: usize,
    area: Area,
) {
    let own = &calibration.marginals[parameter];
    let name = shortened(&fitted.factor.key, 13.5, area.width);
    canvas.text(&name, (area.left, area.top - 36.0), Lettering::heading());
    let notation = Notation::new(&fitted.factor.unit, own.median, own.deviation);
    let text = say!(
        "{} ({}), {} before",
        notation.with_unit(own.median),
        notation.range(own.low, own.high),
        fitted.prior.words()
    );
    let text = shortened(&text, SMALL, area.width);
    canvas.text(&text, (area.left, area.top - 18.0), Lettering::new(SMALL, GREY));
}
