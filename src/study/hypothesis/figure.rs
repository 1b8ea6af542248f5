//! The forest plot of a test: every effect in units of the smallest effect of interest, coloured by verdict.

use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::{text_width, wrap_at_most};
use crate::figure::marks::Mark;
use crate::figure::numbers::Notation;
use crate::figure::palette::{GREY, GRID, INK, RULE};
use crate::figure::panel::{note, note_height};
use crate::study::hypothesis::{Tested, Verdict};
use crate::words::{Words, say, words};

/// Room for ids and claims.
const LEFT: f64 = 318.0;
const TOP: f64 = 62.0;
const LINE: f64 = 15.0;
/// Lines of a claim at most.
const LABEL_LINES: usize = 6;
/// Effects further out than this are drawn here, with an arrow.
const FURTHEST: f64 = 8.0;

const READING: Words = words!(
    "0 is what the claim is held against; to the right lies what it says. Dashed: the smallest effect of interest to \
     either side. Lines: 95 % intervals, not corrected for the number of hypotheses. An arrow: it goes on further out."
);

/// One line of the plot, in units of the smallest effect of interest.
struct Line {
    label: Vec<String>,
    effect: f64,
    low: f64,
    high: f64,
    verdict: Verdict,
}

/// Draws the plot, one line for each hypothesis in the order given.
#[must_use]
pub(super) fn draw(tested: &[Tested]) -> Figure {
    let title = say!("Effects in units of the smallest effect of interest");
    let lines: Vec<Line> = tested.iter().map(line).collect();
    let heights: Vec<f64> = lines
        .iter()
        .map(|line| LINE * line.label.len() as f64 + 9.0)
        .collect();
    let bottom = TOP + heights.iter().sum::<f64>();
    let height = bottom + 48.0 + note_height(&READING);
    let caption = say!("Verdicts: {}.", counts(tested));
    let svg = picture(height, &format!("{title}. {caption} {READING}"), |canvas| {
        legend(canvas);
        let values = lines
            .iter()
            .flat_map(|line| [line.effect, line.low, line.high, -1.2, 1.2])
            .map(|value| value.clamp(-FURTHEST, FURTHEST));
        let limits = (f64::NEG_INFINITY, f64::INFINITY);
        let Some(axis) = Axis::around(values, limits, false, 6) else {
            return;
        };
        let area = Area {
            left: LEFT,
            top: TOP,
            width: WIDTH - LEFT - 22.0,
            height: bottom - TOP,
        };
        scale(canvas, &axis, area);
        let mut top = TOP;
        for (line, height) in lines.iter().zip(&heights) {
            draw_line(canvas, &axis, area, line, top + 0.5 * height);
            top += height;
        }
        note(canvas, &READING, height - note_height(&READING));
    });
    Figure {
        name: "forest",
        title,
        caption,
        svg,
    }
}

fn line(tested: &Tested) -> Line {
    let (hypothesis, estimate) = (&tested.hypothesis, &tested.estimate);
    let (bound, side) = (hypothesis.question.bound(), hypothesis.question.side());
    let sign = side.map_or(1.0, crate::scenario::hypothesis::Side::sign);
    let unit = |value: f64| sign * (value - bound) / hypothesis.smallest_effect;
    let (low, high) = (unit(estimate.interval.low), unit(estimate.interval.high));
    Line {
        label: wrap_at_most(
            &format!("{}: {}", hypothesis.id, hypothesis.claim),
            SMALL,
            LEFT - 24.0,
            LABEL_LINES,
        ),
        effect: unit(estimate.effect),
        low: low.min(high),
        high: low.max(high),
        verdict: tested.verdict,
    }
}

fn counts(tested: &[Tested]) -> String {
    let counts = Verdict::ALL.map(|verdict| {
        let count = tested.iter().filter(|tested| tested.verdict == verdict).count();
        format!("{count} {}", verdict.said())
    });
    counts.join(", ")
}

const fn mark(verdict: Verdict) -> Mark {
    match verdict {
        Verdict::Supported => Mark::Dot,
        Verdict::Rejected => Mark::Cross,
        Verdict::Undecided => Mark::Ring,
    }
}

fn legend(canvas: &mut Canvas<'_>) {
    let heading = words!("Effects and verdicts");
    canvas.text(&heading, (1.0, 13.0), Lettering::heading());
    let mut x = LEFT;
    for verdict in Verdict::ALL {
        mark(verdict).draw(canvas, (x + 6.0, 13.0));
        canvas.text(verdict.said(), (x + 17.0, 13.0), Lettering::new(TEXT, INK));
        x += 36.0 + text_width(verdict.said(), TEXT);
    }
    canvas.text(
        &words!("in smallest effects of interest; to the right as claimed"),
        (LEFT, 36.0),
        Lettering::new(SMALL, GREY),
    );
}

fn scale(canvas: &mut Canvas<'_>, axis: &Axis, area: Area) {
    let x = |value: f64| area.left + axis.position(value) * area.width;
    let notation = Notation::ticks("", axis.step);
    for tick in &axis.ticks {
        canvas.line((x(*tick), area.top), (x(*tick), area.bottom()), GRID, 1.0);
        canvas.text(
            &notation.value(*tick),
            (x(*tick), area.bottom() + 13.0),
            Lettering::new(SMALL, GREY).anchored(Anchor::Centre),
        );
    }
    canvas.line((x(0.0), area.top), (x(0.0), area.bottom()), RULE, 1.6);
    for side in [-1.0, 1.0] {
        canvas.dashes((x(side), area.top), (x(side), area.bottom()), RULE, 1.0);
    }
}

fn draw_line(canvas: &mut Canvas<'_>, axis: &Axis, area: Area, line: &Line, y: f64) {
    let first = y - 0.5 * LINE * (line.label.len() - 1) as f64;
    for (index, text) in line.label.iter().enumerate() {
        canvas.text(
            text,
            (1.0, first + index as f64 * LINE),
            Lettering::new(SMALL, INK),
        );
    }
    // NaN ends are those of a single replication, which no test lets through.
    mark(line.verdict).draw_on_interval(
        canvas,
        (axis, area),
        [line.low, line.effect, line.high],
        (y, FURTHEST),
    );
}
