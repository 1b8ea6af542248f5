//! The plane of output and outcome.

use super::axis::Axis;
use super::canvas::{Anchor, Area, Canvas, Lettering, Place, SMALL, TEXT, WIDTH};
use super::labels::text_width;
use super::numbers::Notation;
use super::palette::{GREY, GRID, INK, PAPER, RULE};
use crate::words::words;

/// Where the data of a plane lie on the paper.
pub(crate) const AREA: Area = Area {
    left: 76.0,
    top: 46.0,
    width: WIDTH - 96.0,
    height: 380.0,
};

/// The plane of output (across) and outcome (up).
pub(crate) struct Plane {
    pub(crate) across: Axis,
    pub(crate) up: Axis,
}

impl Plane {
    pub(crate) fn place(&self, (output, outcome): (f64, f64)) -> Place {
        (
            AREA.left + self.across.position(output) * AREA.width,
            AREA.bottom() - self.up.position(outcome) * AREA.height,
        )
    }
}

/// Places along a path, no more than a few pixels apart.
pub(crate) fn filled(path: &[Place]) -> Vec<Place> {
    const APART: f64 = 4.0;
    path.windows(2)
        .flat_map(|pair| {
            let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
            let count = libm::ceil(libm::hypot(to_x - x, to_y - y) / APART) as usize;
            (0..count).map(move |index| {
                let part = index as f64 / count as f64;
                (x + part * (to_x - x), y + part * (to_y - y))
            })
        })
        .collect()
}

/// Places all over an area, so close that nothing can be written between them.
pub(crate) fn grid(area: Area) -> impl Iterator<Item = Place> {
    const PARTS: usize = 12;
    let part = |index: usize| index as f64 / PARTS as f64;
    (0..=PARTS * PARTS + 2 * PARTS).map(move |index| {
        let (across, down) = (index % (PARTS + 1), index / (PARTS + 1));
        (
            area.left + part(across) * area.width,
            area.top + part(down) * area.height,
        )
    })
}

/// How many places an area covers.
pub(crate) fn covered(area: Area, places: &[Place]) -> usize {
    let inside =
        |(x, y): &&Place| area.left <= *x && *x <= area.right() && area.top <= *y && *y <= area.bottom();
    places.iter().filter(inside).count()
}

/// A word beside a point in some room, at the corner where it covers the fewest of the places taken.
pub(crate) fn tag(canvas: &mut Canvas<'_>, room: Area, text: &str, (x, y): Place, taken: &[Place]) -> Area {
    const AWAY: f64 = 9.0;
    const HEIGHT: f64 = 17.0;
    const PADDING: f64 = 2.0;
    /// Bold letters are this much wider.
    const BOLD: f64 = 1.15;
    let width = BOLD * text_width(text, TEXT) + 2.0 * PADDING;
    let area = [
        (x + AWAY, y - AWAY - HEIGHT),
        (x + AWAY, y + AWAY),
        (x - AWAY - width, y - AWAY - HEIGHT),
        (x - AWAY - width, y + AWAY),
    ]
    .map(|(left, top): Place| Area {
        left: left.clamp(room.left + 2.0, room.right() - width - 2.0),
        top: top.clamp(room.top + 2.0, room.bottom() - HEIGHT - 2.0),
        width,
        height: HEIGHT,
    })
    .into_iter()
    .min_by_key(|area| covered(*area, taken))
    .expect("there are four corners");
    canvas.rectangle(area, PAPER, 0.85);
    let lettering = Lettering {
        bold: true,
        ..Lettering::new(TEXT, INK)
    };
    canvas.text(text, (area.left + PADDING, area.top + 0.5 * HEIGHT), lettering);
    area
}

/// Dashed lines through the start, and what the four quarters mean where there is room for the words; gives the places
/// that the words take.
pub(crate) fn quarters(canvas: &mut Canvas<'_>, (x, y): Place, taken: &[Place]) -> Vec<Place> {
    const INSET: f64 = 6.0;
    const HEIGHT: f64 = 18.0;
    let mut words = Vec::new();
    canvas.dashes((x, AREA.top), (x, AREA.bottom()), RULE, 1.0);
    canvas.dashes((AREA.left, y), (AREA.right(), y), RULE, 1.0);
    for (left, above, text) in [
        (true, true, words!("less output, better outcome").text()),
        (false, true, words!("more output, better outcome").text()),
        (true, false, words!("less output, worse outcome").text()),
        (false, false, words!("more output, worse outcome").text()),
    ] {
        let width = text_width(text, SMALL);
        let area = Area {
            left: if left {
                AREA.left + INSET
            } else {
                AREA.right() - INSET - width
            },
            top: if above {
                AREA.top + 2.0
            } else {
                AREA.bottom() - 2.0 - HEIGHT
            },
            width,
            height: HEIGHT,
        };
        let fits_across = if left {
            area.right() + INSET < x
        } else {
            x < area.left - INSET
        };
        let fits_down = if above { area.bottom() < y } else { y < area.top };
        if !fits_across || !fits_down || covered(area, taken) > 0 {
            continue;
        }
        let (place, anchor) = if left {
            (area.left, Anchor::Left)
        } else {
            (area.right(), Anchor::Right)
        };
        let lettering = Lettering::new(SMALL, GREY).anchored(anchor);
        canvas.text(text, (place, area.top + 0.5 * HEIGHT), lettering);
        words.extend(grid(area));
    }
    words
}

pub(crate) fn scales(canvas: &mut Canvas<'_>, plane: &Plane) {
    let lettering = Lettering::new(SMALL, GREY);
    let across = Notation::ticks("", plane.across.step);
    for tick in &plane.across.ticks {
        let (x, _) = plane.place((*tick, plane.up.low));
        canvas.line((x, AREA.top), (x, AREA.bottom()), GRID, 1.0);
        canvas.text(
            &across.value(*tick),
            (x, AREA.bottom() + 13.0),
            lettering.anchored(Anchor::Centre),
        );
    }
    let up = Notation::ticks("share", plane.up.step);
    for tick in &plane.up.ticks {
        let (_, y) = plane.place((plane.across.low, *tick));
        canvas.line((AREA.left, y), (AREA.right(), y), GRID, 1.0);
        canvas.text(
            &up.value(*tick),
            (AREA.left - 8.0, y),
            lettering.anchored(Anchor::Right),
        );
    }
    canvas.text(
        &words!("output, needs/year"),
        (AREA.left + 0.5 * AREA.width, AREA.bottom() + 31.0),
        lettering.anchored(Anchor::Centre),
    );
}
