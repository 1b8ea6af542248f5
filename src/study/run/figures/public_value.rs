//! The five dimensions of public value at the start and at the end.

use super::courses;
use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, SMALL, TEXT, WIDTH, picture};
use crate::figure::data::{Data, spread_words};
use crate::figure::numbers::{MISSING, Notation, count};
use crate::figure::palette::{BLUE, GREY, GRID, INK, RULE};
use crate::figure::panel::{note, note_height};
use crate::words::{Words, say, words};

/// Rows: columns with their names; the total stands last.
const ROWS: [(&str, Words); 6] = [
    ("value_user", words!("User value")),
    ("value_near_circle", words!("Near-circle value")),
    ("value_social", words!("Social value")),
    ("value_environmental", words!("Environmental value")),
    ("value_political", words!("Political value")),
    ("public_value", words!("All five, weighted")),
];
const ROW: f64 = 38.0;
const TOP: f64 = 52.0;
const NAMES: f64 = 162.0;

pub(super) fn draw(data: Data<'_>) -> Figure {
    let title = say!("Public value at the start and at the end");
    let caption = say!(
        "Each row runs from the ring, the start, to the dot, the end; to the right is better. {}.",
        courses(data, &["public_value"]),
    );
    let area = Area {
        left: NAMES,
        top: TOP,
        width: WIDTH - NAMES - 40.0,
        height: ROW * ROWS.len() as f64,
    };
    let reading = match data.ensemble.replications().len() {
        1 => say!("Ring: start. Dot: end. One replication, so there is no range."),
        replications => say!(
            "Ring: mean at the start. Dot: mean at the end. Light bar: {} of {} replications at the end.",
            spread_words(replications),
            count(replications)
        ),
    };
    let height = area.bottom() + 36.0 + note_height(&reading);
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        canvas.text(
            &words!("Public value by dimension"),
            (1.0, 13.0),
            Lettering::heading(),
        );
        canvas.text(
            &words!("scale from 0 to 1"),
            (1.0, 30.0),
            Lettering::new(SMALL, GREY),
        );
        let axis = Axis::around([0.0, 1.0].into_iter(), (0.0, 1.0), true, 5);
        let Some(axis) = axis else { return };
        scale(canvas, &axis, area);
        for (index, (key, name)) in ROWS.iter().enumerate() {
            let y = area.top + (index as f64 + 0.5) * ROW;
            canvas.text(
                name,
                (area.left - 12.0, y),
                Lettering {
                    bold: index == ROWS.len() - 1,
                    ..Lettering::new(TEXT, INK).anchored(Anchor::Right)
                },
            );
            row(canvas, data, key, &|value| {
                (area.left + axis.position(value) * area.width, y)
            });
        }
        note(canvas, &reading, height - note_height(&reading));
    });
    Figure {
        name: "public_value",
        title,
        caption,
        svg,
    }
}

fn scale(canvas: &mut Canvas<'_>, axis: &Axis, area: Area) {
    let notation = Notation::ticks("", axis.step);
    for tick in &axis.ticks {
        let x = area.left + axis.position(*tick) * area.width;
        canvas.line((x, area.top), (x, area.bottom()), GRID, 1.0);
        canvas.text(
            &notation.value(*tick),
            (x, area.bottom() + 13.0),
            Lettering::new(SMALL, GREY).anchored(Anchor::Centre),
        );
    }
    canvas.line(
        (area.left, area.bottom()),
        (area.right(), area.bottom()),
        RULE,
        1.0,
    );
}

fn row(canvas: &mut Canvas<'_>, data: Data<'_>, key: &str, place: &dyn Fn(f64) -> (f64, f64)) {
    let (start, end) = (data.mean(key, 0), data.mean(key, data.last()));
    let series = data.series(key, "", BLUE, 1.0);
    let range = series
        .points
        .last()
        .map_or((f64::NAN, f64::NAN), |point| point.range);
    if range.0.is_finite() {
        let (left, y) = place(range.0);
        let bar = Area {
            left,
            top: y - 6.0,
            width: place(range.1).0 - left,
            height: 12.0,
        };
        canvas.rectangle(bar, BLUE, 0.18);
    }
    if start.is_finite() && end.is_finite() {
        canvas.line(place(start), place(end), BLUE, 2.2);
    }
    if end.is_finite() {
        canvas.dot(place(end), 5.5, BLUE, 1.0);
    }
    if start.is_finite() {
        canvas.ring(place(start), 4.5, BLUE);
    }
    let notation = Notation::new("", 1.0, 0.01);
    let extent = |values: [f64; 2], pick: fn(f64, f64) -> f64, first: f64| {
        values
            .into_iter()
            .filter(|value| value.is_finite())
            .fold(first, pick)
    };
    let right = extent([extent([start, end], f64::max, 0.0), range.1], f64::max, 0.0);
    let (x, y) = place(right);
    let text = match (start.is_finite(), end.is_finite()) {
        (true, true) => format!("{} → {}", notation.value(start), notation.value(end)),
        (true, false) => say!("{} at the start", notation.value(start)),
        (false, true) => say!("{} at the end", notation.value(end)),
        (false, false) => MISSING.to_string(),
    };
    let room = WIDTH - x;
    if room > 110.0 {
        canvas.text(&text, (x + 11.0, y), Lettering::new(SMALL, INK));
    } else {
        let left = extent([extent([start, end], f64::min, 1.0), range.0], f64::min, 1.0);
        let place = (place(left).0 - 11.0, y);
        canvas.text(&text, place, Lettering::new(SMALL, INK).anchored(Anchor::Right));
    }
}
