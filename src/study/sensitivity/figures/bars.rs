//! Bars of Sobol' indices: first and total, with intervals.

use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::{shortened, text_width};
use crate::figure::numbers::{Notation, count};
use crate::figure::palette::{BLUE, GREY, GRID, INK, ORANGE, RULE};
use crate::figure::panel::{note, note_height};
use crate::scenario::Plan;
use crate::statistics::Interval;
use crate::study::sensitivity::{Analysis, Dependence, VarianceShare};
use crate::words::{Words, say, words};

/// Groups in a panel.
const SHOWN: usize = 15;
/// Room for their names.
const LEFT: f64 = 236.0;
const HEAD: f64 = 46.0;
const ROW: f64 = 36.0;
const BAR: f64 = 11.0;
const FOOT: f64 = 34.0;
const KEY: f64 = 26.0;

const READING: Words = words!(
    "First: the share of the variance that would go if this alone were known. Total: the share that would stay if all \
     others were known; what it is more than the first is interplay. Lines: 95 % bootstrap intervals. Dashed: \
     replication noise, which every total holds."
);

pub(super) fn draw(plan: &Plan, analysis: &Analysis) -> Figure {
    let title = say!("Shares of the variance");
    let rows = analysis.groups.len().min(SHOWN) as f64;
    let panel = HEAD + ROW * rows + FOOT;
    let height = KEY + panel * analysis.findings.len() as f64 + note_height(&READING);
    let caption = say!(
        "Sobol\u{2019} indices over the plausible ranges of {}, {} replications of each point.",
        match plan.factors.len() {
            1 => say!("one parameter"),
            factors => say!("{} parameters", count(factors)),
        },
        count(plan.replications as usize),
    );
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        key(canvas);
        for (measure, findings) in analysis.findings.iter().enumerate() {
            if let Dependence::Shares { shares, noise } = &findings.dependence {
                let top = KEY + panel * measure as f64;
                let data = (plan, analysis);
                paint(canvas, data, measure, (shares, *noise), top);
            }
        }
        note(canvas, &READING, height - note_height(&READING));
    });
    Figure {
        name: "shares",
        title,
        caption,
        svg,
    }
}

fn key(canvas: &mut Canvas<'_>) {
    let mut left = LEFT;
    for (word, colour) in [(words!("first"), BLUE), (words!("total"), ORANGE)] {
        let mark = Area {
            left,
            top: 6.0,
            width: 22.0,
            height: BAR,
        };
        canvas.rectangle(mark, colour, 0.9);
        canvas.text(&word, (left + 28.0, 12.0), Lettering::new(TEXT, INK));
        left += 58.0 + text_width(&word, TEXT);
    }
}

fn paint(
    canvas: &mut Canvas<'_>,
    (plan, analysis): (&Plan, &Analysis),
    measure: usize,
    (shares, noise): (&[VarianceShare], f64),
    top: f64,
) {
    canvas.text(&plan.label(measure), (1.0, top + 11.0), Lettering::heading());
    canvas.text(
        &words!("share of the variance"),
        (1.0, top + 28.0),
        Lettering::new(SMALL, GREY),
    );
    let shares = &shares[..shares.len().min(SHOWN)];
    let area = Area {
        left: LEFT,
        top: top + HEAD,
        width: WIDTH - LEFT - 24.0,
        height: ROW * shares.len() as f64,
    };
    let values = shares.iter().flat_map(|share| {
        let indices = &share.indices;
        let (first, total) = (indices.first_interval, indices.total_interval);
        [
            indices.first,
            indices.total,
            first.low,
            first.high,
            total.low,
            total.high,
        ]
    });
    let Some(axis) = Axis::around(values, (f64::NEG_INFINITY, f64::INFINITY), true, 6) else {
        let place = (area.left, area.top + 0.5 * area.height);
        let text = words!("this measure does not vary over the points");
        canvas.text(&text, place, Lettering::new(TEXT, GREY));
        return;
    };
    let x = |value: f64| area.left + axis.position(value) * area.width;
    let notation = Notation::ticks("share", axis.step);
    for tick in &axis.ticks {
        canvas.line((x(*tick), area.top), (x(*tick), area.bottom()), GRID, 1.0);
        let place = (x(*tick), area.bottom() + 13.0);
        let lettering = Lettering::new(SMALL, GREY).anchored(Anchor::Centre);
        canvas.text(&notation.value(*tick), place, lettering);
    }
    canvas.line((x(0.0), area.top), (x(0.0), area.bottom()), RULE, 1.4);
    if noise.is_finite() && noise < axis.high {
        canvas.dashes((x(noise), area.top), (x(noise), area.bottom()), GREY, 1.0);
    }
    for (row, share) in shares.iter().enumerate() {
        let group = &analysis.groups[share.group];
        let middle = area.top + ROW * (row as f64 + 0.5);
        let name = shortened(&group.name, TEXT, LEFT - 16.0);
        let place = (LEFT - 10.0, middle);
        canvas.text(&name, place, Lettering::new(TEXT, INK).anchored(Anchor::Right));
        let indices = &share.indices;
        for (value, interval, colour, shift) in [
            (indices.first, indices.first_interval, BLUE, -BAR - 1.0),
            (indices.total, indices.total_interval, ORANGE, 1.0),
        ] {
            bar(canvas, (x(0.0), x(value)), middle + shift, colour);
            whisker(canvas, x, interval, middle + shift + 0.5 * BAR);
        }
    }
}

fn bar(canvas: &mut Canvas<'_>, (from, to): (f64, f64), top: f64, colour: plotters::style::RGBColor) {
    if to.is_finite() {
        let area = Area {
            left: from.min(to),
            top,
            width: (to - from).abs(),
            height: BAR,
        };
        canvas.rectangle(area, colour, 0.9);
    }
}

fn whisker(canvas: &mut Canvas<'_>, x: impl Fn(f64) -> f64, interval: Interval, y: f64) {
    if interval.low.is_finite() && interval.high.is_finite() {
        canvas.line((x(interval.low), y), (x(interval.high), y), INK, 1.4);
        for end in interval.ends() {
            canvas.line((x(end), y - 3.0), (x(end), y + 3.0), INK, 1.4);
        }
    }
}
