//! Whether worlds meet the figures: the runs by which they were accepted.

use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::wrap_at_most;
use crate::figure::numbers::Notation;
use crate::figure::palette::{BLUE, GREY, GRID, INK, RULE, SKY};
use crate::figure::panel::{note, note_height};
use crate::scenario::WorldsPlan;
use crate::study::worlds::PlausibleWorlds;
use crate::study::worlds::report::notation;
use crate::words::{Words, say, words};

/// Room for the names of targets.
const LEFT: f64 = 200.0;
/// Room for the numbers.
const RIGHT: f64 = 176.0;
const TOP: f64 = 34.0;
const ROW: f64 = 44.0;
const FOOT: f64 = 32.0;
const LINE: f64 = 15.0;
/// The middle 90 % of a normal distribution, in standard deviations.
const BAND: f64 = 1.645;

const READING: Words = words!(
    "Line upwards: the figure; shaded: the middle 90 % of figures that a true model could have led to, with its error and the judged discrepancy. Line across: \
     the middle 90 % of worlds, by the runs with which they were accepted, dot: their median."
);

pub(super) fn draw(plan: &WorldsPlan, found: &PlausibleWorlds) -> Figure {
    let title = say!("Do worlds meet the figures?");
    let bottom = TOP + ROW * plan.targets.len() as f64;
    let height = bottom + FOOT + note_height(&READING);
    let caption = say!("Worlds less figure, in standard deviations of error and discrepancy together.");
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        canvas.text(
            &say!("Worlds less figure, in standard deviations"),
            (1.0, 13.0),
            Lettering::heading(),
        );
        let area = Area {
            left: LEFT,
            top: TOP,
            width: WIDTH - LEFT - RIGHT,
            height: bottom - TOP,
        };
        let all = plan.targets.iter().zip(&found.met);
        let ends = all.flat_map(|(target, met)| met.quantiles.map(|value| target.misfit(value)));
        let limits = (f64::NEG_INFINITY, f64::INFINITY);
        let Some(axis) = Axis::around(ends.chain([-2.0, 2.0]), limits, false, 6) else {
            return;
        };
        scale(canvas, &axis, area);
        for target in 0..plan.targets.len() {
            row(canvas, &axis, area, (plan, found, target));
        }
        note(canvas, &READING, height - note_height(&READING));
    });
    Figure {
        name: "targets",
        title,
        caption,
        svg,
    }
}

fn scale(canvas: &mut Canvas<'_>, axis: &Axis, area: Area) {
    let x = |value: f64| area.left + axis.position(value) * area.width;
    let band = Area {
        left: x(-BAND),
        top: area.top,
        width: x(BAND) - x(-BAND),
        height: area.height,
    };
    canvas.rectangle(band, SKY, 0.25);
    let notation = Notation::ticks("", axis.step);
    for tick in &axis.ticks {
        canvas.line((x(*tick), area.top), (x(*tick), area.bottom()), GRID, 1.0);
        let lettering = Lettering::new(SMALL, GREY).anchored(Anchor::Centre);
        canvas.text(
            &notation.signed(*tick),
            (x(*tick), area.bottom() + 13.0),
            lettering,
        );
    }
    canvas.line((x(0.0), area.top), (x(0.0), area.bottom()), RULE, 1.6);
}

fn row(
    canvas: &mut Canvas<'_>,
    axis: &Axis,
    area: Area,
    (plan, found, index): (&WorldsPlan, &PlausibleWorlds, usize),
) {
    let middle = TOP + ROW * (index as f64 + 0.5);
    let (measured, target, met) = (&plan.measures[index], &plan.targets[index], &found.met[index]);
    let lines = wrap_at_most(&measured.label(), TEXT, LEFT - 16.0, 2);
    let first = middle - 0.5 * LINE * (lines.len() - 1) as f64;
    for (line, text) in lines.iter().enumerate() {
        canvas.text(text, (1.0, first + LINE * line as f64), Lettering::new(TEXT, INK));
    }
    let notation = notation(measured, target);
    let (low, high) = target.band();
    let figure = say!("figure {}", notation.range(low, high));
    let worlds = say!("worlds {}", notation.range(met.quantiles[0], met.quantiles[2]));
    for (text, y, colour) in [(figure, middle - 8.0, INK), (worlds, middle + 8.0, GREY)] {
        canvas.text(&text, (WIDTH - RIGHT + 14.0, y), Lettering::new(SMALL, colour));
    }
    let [low, median, high] = met
        .quantiles
        .map(|value| area.left + axis.position(target.misfit(value)) * area.width);
    canvas.line((low, middle), (high, middle), BLUE, 3.0);
    canvas.dot((median, middle), 5.0, BLUE, 1.0);
}
