//! Every comparison on one scale: its difference with its interval, in units of the margin.

use super::{Change, Comparison, Invariance, InvarianceAnswer, MEASURES, Row};
use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::{shortened, text_width};
use crate::figure::marks::Mark;
use crate::figure::numbers::Notation;
use crate::figure::palette::{GREEN, GREY, INK, RULE};
use crate::figure::panel::{note, note_height};
use crate::statistics::ClosenessVerdict;
use crate::words::{Words, say, words};

/// Room for what is varied.
const LEFT: f64 = 312.0;
const TOP: f64 = 88.0;
/// Lines of the head: the title, what the marks mean, what the scale is, and its numbers.
const HEAD: [f64; 4] = [13.0, 36.0, 56.0, 76.0];
/// Height of a comparison.
const LINE: f64 = 20.0;
/// Height of the name of a measure.
const HEADING: f64 = 28.0;
/// Differences further out than this are drawn here, with an arrow.
const FURTHEST: f64 = 3.4;

const READING: Words = words!(
    "Green: within the margin, 0.01 of a share and 5 % of the reference of anything else. Lines: 90 % intervals of the difference; the \
     means are equal where a line lies in the green, and differ where it lies outside. An arrow: it goes on further out. A \
     star: the documentation of the model expects a difference."
);

/// Draws the sizes of town, and what else is varied, each in a picture of its own.
#[must_use]
pub(super) fn draw(study: &Invariance, answer: &InvarianceAnswer) -> Vec<Figure> {
    let is_size = |row: &Row| matches!(study.comparisons()[row.comparison].change, Change::Citizens(_));
    let (sizes, others): (Vec<&Row>, Vec<&Row>) = answer.rows.iter().partition(|row| is_size(row));
    let pictures = [
        (
            "sizes",
            say!("Towns of other sizes against the typical one"),
            sizes,
        ),
        (
            "around",
            say!("What should not matter either, one at a time"),
            others,
        ),
    ];
    let drawn = pictures.into_iter().filter(|(.., rows)| !rows.is_empty());
    drawn
        .map(|(name, title, rows)| panel(study, (name, title), &rows))
        .collect()
}

fn panel(study: &Invariance, (name, title): (&'static str, String), rows: &[&Row]) -> Figure {
    let body = HEADING * MEASURES.len() as f64 + LINE * rows.len() as f64;
    let height = TOP + body + 16.0 + note_height(&READING);
    let caption = say!("Means: {}.", counts(rows));
    let svg = picture(height, &format!("{title}. {caption} {READING}"), |canvas| {
        legend(canvas, &title);
        let limits = (f64::NEG_INFINITY, f64::INFINITY);
        let Some(axis) = Axis::around([-FURTHEST, FURTHEST].into_iter(), limits, false, 8) else {
            return;
        };
        numbers(canvas, &axis, HEAD[3]);
        let mut top = TOP;
        for measure in 0..MEASURES.len() {
            let label = study.column(measure).measure.label;
            canvas.text(&label, (1.0, top + 0.5 * HEADING), Lettering::heading());
            top += HEADING;
            for row in rows.iter().filter(|row| row.measure == measure) {
                let comparison = &study.comparisons()[row.comparison];
                line(canvas, &axis, (comparison, row), top);
                top += LINE;
            }
        }
        note(canvas, &READING, height - note_height(&READING));
    });
    Figure {
        name,
        title,
        caption,
        svg,
    }
}

/// How often each verdict was given.
fn counts(rows: &[&Row]) -> String {
    let counts = super::words::VERDICTS.map(|verdict| {
        let count = rows.iter().filter(|row| row.close.verdict == verdict).count();
        format!("{count} {}", super::words::said(verdict))
    });
    counts.join(", ")
}

/// Where comparisons are drawn.
fn area(top: f64) -> Area {
    Area {
        left: LEFT,
        top,
        width: WIDTH - LEFT - 24.0,
        height: LINE,
    }
}

/// The numbers of the scale, which all comparisons share.
fn numbers(canvas: &mut Canvas<'_>, axis: &Axis, y: f64) {
    let (area, notation) = (area(y), Notation::ticks("", axis.step));
    for tick in &axis.ticks {
        let x = area.left + axis.position(*tick) * area.width;
        let lettering = Lettering::new(SMALL, GREY).anchored(Anchor::Centre);
        canvas.text(&notation.value(*tick), (x, y), lettering);
    }
}

const fn mark(verdict: ClosenessVerdict) -> Mark {
    match verdict {
        ClosenessVerdict::Equal => Mark::Dot,
        ClosenessVerdict::Differs => Mark::Cross,
        ClosenessVerdict::NotShown => Mark::Ring,
    }
}

/// What the marks mean, and what the scale is.
fn legend(canvas: &mut Canvas<'_>, title: &str) {
    canvas.text(
        &shortened(title, 13.5, WIDTH - 2.0),
        (1.0, HEAD[0]),
        Lettering::heading(),
    );
    let mut x = LEFT;
    for verdict in super::words::VERDICTS {
        let said = super::words::said(verdict);
        mark(verdict).draw(canvas, (x + 6.0, HEAD[1]));
        canvas.text(said, (x + 17.0, HEAD[1]), Lettering::new(TEXT, INK));
        x += 28.0 + text_width(said, TEXT);
    }
    canvas.text(
        &words!("in units of the margin"),
        (LEFT, HEAD[2]),
        Lettering::new(SMALL, GREY),
    );
}

fn line(canvas: &mut Canvas<'_>, axis: &Axis, (comparison, row): (&Comparison, &Row), top: f64) {
    let y = top + 0.5 * LINE;
    let area = area(top);
    let x = |value: f64| area.left + axis.position(value) * area.width;
    let shade = Area {
        left: x(-1.0),
        top: top + 1.0,
        width: x(1.0) - x(-1.0),
        height: LINE - 2.0,
    };
    canvas.rectangle(shade, GREEN, 0.14);
    for end in [-1.0, 1.0] {
        canvas.dashes((x(end), top + 1.0), (x(end), top + LINE - 1.0), RULE, 1.0);
    }
    let star = if row.expected.is_some() { " *" } else { "" };
    let label = shortened(&(comparison.change.title() + star), SMALL, LEFT - 24.0);
    canvas.text(&label, (12.0, y), Lettering::new(SMALL, INK));
    let close = &row.close;
    let places =
        [close.interval.low, close.difference, close.interval.high].map(|value| value / close.margin);
    if places.iter().all(|place| place.is_finite()) {
        mark(close.verdict).draw_on_interval(canvas, (axis, area), places, (y, FURTHEST));
    }
}
