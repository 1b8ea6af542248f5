//! The numbers of which the figures say most: intervals over worlds, each within what was thought before.

use crate::figure::Figure;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::shortened;
use crate::figure::numbers::Notation;
use crate::figure::palette::{BLUE, GREY, GRID, INK, RULE};
use crate::figure::panel::{note, note_height};
use crate::scenario::register;
use crate::study::worlds::report::strongest;
use crate::study::worlds::{KeyChange, PlausibleWorlds};
use crate::words::{Words, say, words};

/// Room for keys.
const LEFT: f64 = 230.0;
/// Room for numbers.
const RIGHT: f64 = 150.0;
const TOP: f64 = 34.0;
const ROW: f64 = 24.0;
const FOOT: f64 = 30.0;

const READING: Words = words!(
    "Across: the share of what was thought before that lies below a value, so that before the figures every line would go from 5 to 95 % with its \
     dot in the middle. Line: the middle 90 % of worlds, dot: their median; on the right in the unit of the number. Numbers are ordered by how far \
     worlds lie from what was thought before."
);

pub(super) fn draw(found: &PlausibleWorlds) -> Figure {
    let title = say!("What the figures say about the numbers");
    let keys = strongest(found);
    let bottom = TOP + ROW * keys.len() as f64;
    let height = bottom + FOOT + note_height(&READING);
    let caption = say!(
        "The {} numbers of {} of which the figures say most.",
        keys.len(),
        found.keys.len()
    );
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        canvas.text(
            &say!("Where worlds lie in what was thought before"),
            (1.0, 13.0),
            Lettering::heading(),
        );
        let area = Area {
            left: LEFT,
            top: TOP,
            width: WIDTH - LEFT - RIGHT,
            height: bottom - TOP,
        };
        scale(canvas, area);
        for (place, key) in keys.iter().enumerate() {
            row(canvas, area, key, TOP + ROW * (place as f64 + 0.5));
        }
        note(canvas, &READING, height - note_height(&READING));
    });
    Figure {
        name: "narrowed",
        title,
        caption,
        svg,
    }
}

fn scale(canvas: &mut Canvas<'_>, area: Area) {
    let notation = Notation::ticks("share", 0.25);
    for quarter in 0..=4_u8 {
        let share = 0.25 * f64::from(quarter);
        let x = area.left + share * area.width;
        canvas.line((x, area.top), (x, area.bottom()), GRID, 1.0);
        let lettering = Lettering::new(SMALL, GREY).anchored(Anchor::Centre);
        canvas.text(&notation.value(share), (x, area.bottom() + 13.0), lettering);
    }
    let middle = area.left + 0.5 * area.width;
    canvas.line((middle, area.top), (middle, area.bottom()), RULE, 1.4);
}

fn row(canvas: &mut Canvas<'_>, area: Area, key: &KeyChange, middle: f64) {
    let name = shortened(&key.key, TEXT, LEFT - 12.0);
    canvas.text(&name, (1.0, middle), Lettering::new(TEXT, INK));
    let x = |value: f64| area.left + key.prior.place(value).clamp(0.0, 1.0) * area.width;
    let [low, median, high] = key.after;
    canvas.line((x(low), middle), (x(high), middle), BLUE, 3.0);
    canvas.dot((x(median), middle), 4.5, BLUE, 1.0);
    let unit = register().get(&key.key).and_then(|entry| entry.unit.clone());
    let notation = Notation::new(&unit.unwrap_or_default(), median, 0.25 * (high - low));
    let text = shortened(&notation.range(low, high), SMALL, RIGHT - 14.0);
    let place = (WIDTH - RIGHT + 14.0, middle);
    canvas.text(&text, place, Lettering::new(SMALL, GREY));
}
