//! A waterfall: from nothing, part by part, to the whole effect.

use plotters::style::RGBColor;

use super::{Part, Shared, Why};
use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::wrap;
use crate::figure::numbers::Notation;
use crate::figure::palette::{BLUE, GREY, GRID, INK, RULE, SKY, VERMILLION};
use crate::figure::panel::{note, note_height};
use crate::study::Variant;
use crate::words::{say, words};

/// Room for the names of parts.
const LEFT: f64 = 250.0;
/// Room at the right edge, for the numbers.
const RIGHT: f64 = 92.0;
/// Height of a row, and of its bar.
const ROW: f64 = 30.0;
const BAR: f64 = 14.0;
/// Where a variant's rows begin below its heading.
const HEAD: f64 = 30.0;
/// Where the first variant begins.
const TOP: f64 = 34.0;
/// Below the rows of a variant, for the numbers of the axis.
const FOOT: f64 = 34.0;

/// The parts of the effects of all variants, each added to those before it.
pub(in crate::study) fn draw(why: &Why, variants: &[(&Variant, &Shared)]) -> Figure {
    let measure = why.column.measure.label.text();
    let title = say!("By which ways the variants move {measure}");
    let caption = say!(
        "Each bar adds a part of the effect to those above it; the last one is the whole. A way's part is what freeing it adds, \
         averaged over all orders in which ways may be freed; other ways are what is left with all of them held at the baseline."
    );
    let reading = words!(
        "Blue: more; orange: less; light blue: the whole effect. Thin lines: 95 % intervals of the parts."
    );
    let rows = 2 + super::WAYS.len();
    let each = HEAD + ROW * rows as f64 + FOOT;
    let height = TOP + each * variants.len() as f64 + note_height(reading.text());
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        canvas.text(&title, (1.0, 13.0), Lettering::heading());
        for (number, (variant, shared)) in variants.iter().enumerate() {
            let top = TOP + each * number as f64;
            let bold = Lettering {
                bold: true,
                ..Lettering::new(TEXT, INK)
            };
            canvas.text(&variant.name(), (1.0, top + 12.0), bold);
            let area = Area {
                left: LEFT,
                top: top + HEAD,
                width: WIDTH - LEFT - RIGHT,
                height: ROW * rows as f64,
            };
            paint(canvas, why, shared, area);
        }
        note(canvas, reading.text(), height - note_height(reading.text()));
    });
    Figure {
        name: "why",
        title,
        caption,
        svg,
    }
}

/// A bar from where the parts before it end.
struct Step {
    label: &'static str,
    from: f64,
    part: Part,
    colour: RGBColor,
}

fn steps(shared: &Shared) -> Vec<Step> {
    let mut from = 0.0;
    let parts = shared.parts().map(|(_, label, part)| {
        let step = Step {
            label,
            from,
            part,
            colour: if part.value < 0.0 { VERMILLION } else { BLUE },
        };
        from += part.value;
        step
    });
    let mut steps: Vec<Step> = parts.collect();
    steps.push(Step {
        label: words!("the whole effect").text(),
        from: 0.0,
        part: shared.whole,
        colour: SKY,
    });
    steps
}

fn paint(canvas: &mut Canvas<'_>, why: &Why, shared: &Shared, area: Area) {
    let steps = steps(shared);
    let ends = steps.iter().flat_map(|step| {
        let interval = step.part.interval;
        [
            step.from,
            step.from + step.part.value,
            step.from + interval.low,
            step.from + interval.high,
        ]
    });
    let ends = ends.filter(|end| end.is_finite()).chain([0.0]);
    let Some(axis) = Axis::around(ends, (f64::NEG_INFINITY, f64::INFINITY), false, 5) else {
        canvas.text(
            &say!("no values"),
            (area.left, area.top + 9.0),
            Lettering::new(TEXT, GREY),
        );
        return;
    };
    let x = |value: f64| area.left + axis.position(value) * area.width;
    let ticks = Notation::ticks(why.column.measure.unit, axis.step);
    for tick in &axis.ticks {
        canvas.line((x(*tick), area.top), (x(*tick), area.bottom()), GRID, 1.0);
        let lettering = Lettering::new(SMALL, GREY).anchored(Anchor::Centre);
        canvas.text(&ticks.signed(*tick), (x(*tick), area.bottom() + 12.0), lettering);
    }
    let notation = why.notation(shared);
    for (row, step) in steps.iter().enumerate() {
        let middle = area.top + (row as f64 + 0.5) * ROW;
        let lines = wrap(step.label, TEXT, LEFT - 16.0);
        for (line, text) in lines.iter().enumerate() {
            let y = middle + 13.0 * (line as f64 - 0.5 * (lines.len() as f64 - 1.0));
            canvas.text(text, (1.0, y), Lettering::new(TEXT, INK));
        }
        paint_step(canvas, step, middle, &x);
        let number = notation.change(step.part.value);
        canvas.text(&number, (area.right() + 10.0, middle), Lettering::new(TEXT, INK));
    }
    canvas.line((x(0.0), area.top), (x(0.0), area.bottom()), RULE, 1.6);
}

fn paint_step(canvas: &mut Canvas<'_>, step: &Step, middle: f64, x: &impl Fn(f64) -> f64) {
    let to = step.from + step.part.value;
    if !to.is_finite() {
        return;
    }
    let (left, right) = (x(step.from.min(to)), x(step.from.max(to)));
    let bar = Area {
        left,
        top: middle - 0.5 * BAR,
        width: right - left,
        height: BAR,
    };
    canvas.rectangle(bar, step.colour, 1.0);
    let [low, high] = step.part.interval.ends();
    if low < high {
        let (low, high) = (x(step.from + low), x(step.from + high));
        canvas.line((low, middle), (high, middle), INK, 1.2);
        for end in [low, high] {
            canvas.line((end, middle - 3.0), (end, middle + 3.0), INK, 1.2);
        }
    }
}
