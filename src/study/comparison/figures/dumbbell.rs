//! All main measures at once: how far each variant lies from the baseline, in percent of the baseline.

use crate::experiment::MAIN_MEASURES;
use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::{shortened, text_width};
use crate::figure::numbers::Notation;
use crate::figure::palette::{GREY, GRID, INK, RULE, variant_colour};
use crate::figure::panel::{note, note_height};
use crate::statistics::CONFIDENCE;
use crate::study::comparison::{Comparison, Contrast};
use crate::words::{say, words};

/// Room for the names of measures.
const LEFT: f64 = 172.0;
/// Room between the drawing, the numbers and their units.
const GAP: f64 = 14.0;
/// Room for the numbers and for their units, at most.
const NUMBERS_MOST: f64 = 130.0;
const UNITS_MOST: f64 = 170.0;
/// Height of a heading.
const HEADING: f64 = 26.0;
/// Height of a measure with one variant, and what each further variant adds.
const ROW: (f64, f64) = (18.0, 9.0);
/// Changes larger than this are drawn at the edge, with an arrow.
const FURTHEST: f64 = 1.0;

/// A line of the figure.
enum Item {
    Heading(&'static str),
    Measure(Measured),
}

/// A measure with the relative changes of all variants.
struct Measured {
    label: &'static str,
    numbers: String,
    unit: String,
    changes: Vec<Option<Change>>,
}

/// A change and its interval in parts of the baseline.
#[derive(Clone, Copy)]
struct Change {
    value: f64,
    low: f64,
    high: f64,
}

impl Change {
    /// `None` where there is nothing the change could be a part of.
    fn of(contrast: &Contrast) -> Option<Self> {
        let paired = &contrast.paired;
        let size = paired.baseline.mean().abs();
        let interval = paired.interval(CONFIDENCE);
        let change = Self {
            value: paired.difference.mean() / size,
            low: interval.low / size,
            high: interval.high / size,
        };
        (change.value.is_finite() && change.low.is_finite() && change.high.is_finite()).then_some(change)
    }

    /// Whether its interval lies on one side of zero.
    fn is_sure(self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// Room right of the drawing: as much as the numbers and the units need, so that none is cut.
#[derive(Clone, Copy)]
struct Room {
    numbers: f64,
    units: f64,
}

impl Room {
    fn of(items: &[Item]) -> Self {
        let measured = || {
            items.iter().filter_map(|item| match item {
                Item::Heading(_) => None,
                Item::Measure(measured) => Some(measured),
            })
        };
        let widest = |texts: &mut dyn Iterator<Item = &String>| {
            texts.map(|text| text_width(text, SMALL)).fold(0.0, f64::max)
        };
        Self {
            numbers: widest(&mut measured().map(|measured| &measured.numbers)).min(NUMBERS_MOST),
            units: widest(&mut measured().map(|measured| &measured.unit)).min(UNITS_MOST),
        }
    }

    fn right(self) -> f64 {
        GAP + self.numbers + 4.0 + self.units
    }
}

pub(super) fn draw(comparison: &Comparison) -> Figure {
    let title = words!("All main measures against the baseline").text();
    let (items, left_out) = items(comparison);
    let room = Room::of(&items);
    let variants = comparison.versus.len();
    let row = ROW.0 + ROW.1 * (variants - 1) as f64;
    let height_of = |item: &Item| match item {
        Item::Heading(_) => HEADING,
        Item::Measure(_) => row,
    };
    let legend = legend_lines(comparison);
    let top = 48.0 + 18.0 * legend.len() as f64;
    let bottom = top + items.iter().map(height_of).sum::<f64>();
    let reading = reading(variants);
    let height = bottom + 42.0 + note_height(&reading);
    let caption = say!(
        "How far each measure at the end lies from that of the baseline, in percent of the baseline. Long lines are large \
         relative changes, which may still be small in size: the numbers say how small.{left_out}"
    );
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        canvas.text(
            &words!("Change from the baseline"),
            (1.0, 13.0),
            Lettering::heading(),
        );
        paint_legend(canvas, &legend);
        let area = Area {
            left: LEFT,
            top,
            width: WIDTH - LEFT - room.right(),
            height: bottom - top,
        };
        let Some(axis) = axis(&items) else {
            canvas.text(
                &words!("no values in any pair"),
                (LEFT, top + 9.0),
                Lettering::new(TEXT, GREY),
            );
            return;
        };
        scale(canvas, &axis, area);
        let mut y = top;
        for item in &items {
            match item {
                Item::Heading(text) => {
                    let lettering = Lettering {
                        bold: true,
                        ..Lettering::new(SMALL, INK)
                    };
                    canvas.text(text, (1.0, y + HEADING - 9.0), lettering);
                }
                Item::Measure(measured) => paint_row(canvas, &axis, (area, room), measured, y + 0.5 * row),
            }
            y += height_of(item);
        }
        note(canvas, &reading, height - note_height(&reading));
    });
    Figure {
        name: "dumbbell",
        title: title.to_owned(),
        caption,
        svg,
    }
}

/// How to read the figure.
fn reading(variants: usize) -> String {
    let numbers = if variants == 1 {
        words!("baseline to variant")
    } else {
        words!("baseline")
    };
    say!(
        "Ring: baseline. Dot: variant, filled where the 95 % interval (thin line) does not cover the baseline. An arrow goes \
         on beyond the figure. Numbers: {numbers}."
    )
}

/// The lines of the figure, and a sentence on the measures that have none.
fn items(comparison: &Comparison) -> (Vec<Item>, String) {
    let (mut items, mut without) = (Vec::new(), Vec::new());
    for (heading, keys) in MAIN_MEASURES {
        let rows: Vec<Measured> = keys
            .iter()
            .filter_map(|key| {
                let row = measured(comparison, key)?;
                let shown = row.changes.iter().any(Option::is_some);
                if !shown {
                    without.push(row.label);
                }
                shown.then_some(row)
            })
            .collect();
        if !rows.is_empty() {
            items.push(Item::Heading(heading.text()));
            items.extend(rows.into_iter().map(Item::Measure));
        }
    }
    let sentence = if without.is_empty() {
        String::new()
    } else {
        say!(
            " Zero in the baseline, or without a value: {}.",
            without.join(", ")
        )
    };
    (items, sentence)
}

fn measured(comparison: &Comparison, key: &str) -> Option<Measured> {
    let (column, contrast) = comparison.versus[0].end(key)?;
    let paired = &contrast.paired;
    let (before, after) = (paired.baseline.mean(), paired.variant.mean());
    let half_width = paired.interval(CONFIDENCE).half_width();
    let notation = Notation::of(column.measure, before.abs().max(after.abs()), half_width);
    Some(Measured {
        label: column.measure.label.text(),
        numbers: if comparison.versus.len() == 1 {
            notation.range(before, after)
        } else {
            notation.value(before)
        },
        // Percent and points stand with the numbers.
        unit: notation.unit_apart().trim_start_matches('%').trim().to_owned(),
        changes: comparison
            .versus
            .iter()
            .map(|versus| Change::of(versus.end(key)?.1))
            .collect(),
    })
}

fn axis(items: &[Item]) -> Option<Axis> {
    let values = items.iter().flat_map(|item| match item {
        Item::Heading(_) => Vec::new(),
        Item::Measure(measured) => measured
            .changes
            .iter()
            .flatten()
            .flat_map(|change| [change.value, change.low, change.high, 0.0])
            .map(|value| value.clamp(-FURTHEST, FURTHEST))
            .collect(),
    });
    Axis::around(values, (f64::NEG_INFINITY, f64::INFINITY), false, 6)
}

/// Lines of names of variants with their positions from the left, broken where they no longer fit.
fn legend_lines(comparison: &Comparison) -> Vec<Vec<(f64, usize, String)>> {
    let mut lines: Vec<Vec<(f64, usize, String)>> = Vec::new();
    let mut x = WIDTH;
    for (index, (variant, _)) in comparison.variants().enumerate() {
        let name = shortened(&variant.title, TEXT, 0.45 * WIDTH);
        let width = 36.0 + text_width(&name, TEXT);
        if x + width > WIDTH {
            lines.push(Vec::new());
            x = 1.0;
        }
        let last = lines.len() - 1;
        lines[last].push((x, index, name));
        x += width;
    }
    lines
}

fn paint_legend(canvas: &mut Canvas<'_>, lines: &[Vec<(f64, usize, String)>]) {
    for (line, names) in lines.iter().enumerate() {
        let y = 34.0 + 18.0 * line as f64;
        for (x, index, name) in names {
            canvas.dot((x + 6.0, y), 4.5, variant_colour(*index), 1.0);
            canvas.text(name, (x + 16.0, y), Lettering::new(TEXT, INK));
        }
    }
}

fn scale(canvas: &mut Canvas<'_>, axis: &Axis, area: Area) {
    let notation = Notation::ticks("share", axis.step);
    for tick in &axis.ticks {
        let x = area.left + axis.position(*tick) * area.width;
        canvas.line((x, area.top), (x, area.bottom()), GRID, 1.0);
        for y in [area.top - 9.0, area.bottom() + 13.0] {
            let lettering = Lettering::new(SMALL, GREY).anchored(Anchor::Centre);
            let text = format!("{}\u{a0}%", notation.signed(*tick));
            canvas.text(&text, (x, y), lettering);
        }
    }
    let zero = area.left + axis.position(0.0) * area.width;
    canvas.line((zero, area.top), (zero, area.bottom()), RULE, 1.6);
}

fn paint_row(
    canvas: &mut Canvas<'_>,
    axis: &Axis,
    (area, room): (Area, Room),
    measured: &Measured,
    middle: f64,
) {
    let x = |value: f64| area.left + axis.position(value.clamp(-FURTHEST, FURTHEST)) * area.width;
    canvas.text(
        &shortened(measured.label, SMALL, LEFT - 12.0),
        (12.0, middle),
        Lettering::new(SMALL, INK),
    );
    canvas.text(
        &measured.numbers,
        (WIDTH - room.units - 4.0, middle),
        Lettering::new(SMALL, GREY).anchored(Anchor::Right),
    );
    canvas.text(
        &shortened(&measured.unit, SMALL, room.units),
        (WIDTH - room.units, middle),
        Lettering::new(SMALL, GREY),
    );
    let first = middle - 0.5 * ROW.1 * (measured.changes.len() - 1) as f64;
    for (index, change) in measured.changes.iter().enumerate() {
        let Some(change) = *change else { continue };
        let (y, ink) = (first + ROW.1 * index as f64, variant_colour(index));
        canvas.line((x(0.0), y), (x(change.value), y), ink, 2.6);
        canvas.line((x(change.low), y), (x(change.high), y), ink, 1.0);
        if change.value.abs() > FURTHEST {
            let (tip, towards) = (x(change.value), change.value.signum());
            for side in [-4.0, 4.0] {
                canvas.line((tip, y), (tip - towards * 6.0, y + side), ink, 2.2);
            }
        } else if change.is_sure() {
            canvas.dot((x(change.value), y), 3.8, ink, 1.0);
        } else {
            canvas.ring((x(change.value), y), 3.4, ink);
        }
    }
    canvas.ring((x(0.0), middle), 3.4, INK);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::measures::measures;

    #[test]
    fn no_unit_is_cut() {
        for (_, keys) in MAIN_MEASURES {
            for key in keys {
                let Some(measure) = measures().iter().find(|measure| measure.key == *key) else {
                    continue;
                };
                let unit = Notation::of(measure, 1.0, 0.1).unit();
                let unit = unit.trim_start_matches('%').trim();
                assert!(text_width(unit, SMALL) <= UNITS_MOST, "{unit}");
            }
        }
    }
}
