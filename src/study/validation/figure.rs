//! All checks of a validation on one scale: each figure with its interval against its band.

use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Area, Canvas, Lettering, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::{text_width, wrap_at_most};
use crate::figure::marks::Mark;
use crate::figure::palette::{GREEN, GREY, INK, RULE};
use crate::figure::panel::{note, note_height};
use crate::scenario::fact::{Asked, Role, Target};
use crate::scenario::hypothesis::Side;
use crate::study::validation::counts::of_role;
use crate::study::validation::report::{aside, heading_of};
use crate::study::validation::{Found, Validated, Verdict};
use crate::words::{Words, say, words};

/// Room for ids and patterns.
pub(super) const LEFT: f64 = 372.0;
pub(super) const TOP: f64 = 62.0;
const LINE: f64 = 14.0;
/// Lines of a pattern at most.
const LABEL_LINES: usize = 6;
/// Above and below the text of a check.
const MARGIN: f64 = 8.0;
/// Height of the heading of a role.
pub(super) const HEADING: f64 = 28.0;
/// Figures further out than this are drawn here, with an arrow.
const FURTHEST: f64 = 3.4;

const READING: Words = words!(
    "Green: where the whole interval must lie. A band with two ends goes from one dashed line to the other, and one with one end \
     begins at a dashed line, from which one unit is the size of that end. Where a sign is asked for, the dashed line is the smallest \
     effect that would matter and one unit is the size of the figure. Lines: 95 % intervals. An arrow: it goes on further out."
);

/// One check, in units of its band.
struct Line {
    label: Vec<String>,
    place: Option<[f64; 3]>,
    band: (f64, f64),
    verdict: Verdict,
}

/// The label of a check, broken into lines.
pub(super) fn label_of(id: &str, found: &Found) -> Vec<String> {
    let beside = aside(found.check.beside);
    let text = format!("{id}{beside}: {}", found.check.pattern);
    wrap_at_most(&text, SMALL, LEFT - 40.0, LABEL_LINES)
}

/// The height of a check with this label.
pub(super) const fn height_of(label: &[String]) -> f64 {
    LINE * label.len() as f64 + MARGIN
}

/// Writes the label of a check whose place begins at `top`.
pub(super) fn write_label(canvas: &mut Canvas<'_>, label: &[String], top: f64) {
    let middle = top + 0.5 * height_of(label);
    let first = middle - 0.5 * LINE * (label.len() as f64 - 1.0);
    for (index, text) in label.iter().enumerate() {
        let place = (1.0, first + index as f64 * LINE);
        canvas.text(text, place, Lettering::new(SMALL, INK));
    }
}

/// Draws the checks that are measured, by what their facts were used for.
#[must_use]
pub(super) fn draw(validated: &[Validated]) -> Figure {
    let title = say!("Measured figures against the bands of the stylised facts");
    let groups: Vec<(Words, Vec<Line>)> = Role::ALL
        .into_iter()
        .map(|role| (heading_of(role), lines(validated, role)))
        .filter(|(_, lines)| !lines.is_empty())
        .collect();
    let body: f64 = groups
        .iter()
        .map(|(_, lines)| HEADING + lines.iter().map(|line| height_of(&line.label)).sum::<f64>())
        .sum();
    let height = TOP + body + 16.0 + note_height(&READING);
    let caption = say!("Checks: {}.", counts(validated));
    let svg = picture(height, &format!("{title}. {caption} {READING}"), |canvas| {
        legend(canvas, &words!("in units of the band"));
        let limits = (f64::NEG_INFINITY, f64::INFINITY);
        let Some(axis) = Axis::around([-FURTHEST, FURTHEST].into_iter(), limits, false, 8) else {
            return;
        };
        let mut top = TOP;
        for (heading, lines) in &groups {
            canvas.text(heading, (1.0, top + 0.5 * HEADING), Lettering::heading());
            top += HEADING;
            for line in lines {
                draw_line(canvas, &axis, line, top);
                top += height_of(&line.label);
            }
        }
        note(canvas, &READING, height - note_height(&READING));
    });
    Figure {
        name: "facts",
        title,
        caption,
        svg,
    }
}

fn lines(validated: &[Validated], role: Role) -> Vec<Line> {
    of_role(validated, role)
        .flat_map(|fact| fact.found.iter().filter_map(|found| line(&fact.fact.id, found)))
        .collect()
}

fn line(id: &str, found: &Found) -> Option<Line> {
    let (Asked::Measured { target, .. }, Some(figure)) = (&found.check.asked, found.figure) else {
        return None;
    };
    let size = if figure.value == 0.0 {
        1.0
    } else {
        figure.value.abs()
    };
    // The value that lies at the origin, the size of a unit, and where the band ends.
    let (origin, unit, band) = match *target {
        Target::Band { low, high } if high.is_infinite() => {
            let unit = if low == 0.0 { size } else { low.abs() };
            (low + unit, unit, (-1.0, f64::INFINITY))
        }
        Target::Band { low, high } if low.is_infinite() => {
            let unit = if high == 0.0 { size } else { high.abs() };
            (high - unit, unit, (f64::NEG_INFINITY, 1.0))
        }
        Target::Band { low, high } => (f64::midpoint(low, high), 0.5 * (high - low), (-1.0, 1.0)),
        Target::Sign { side, smallest } => {
            let unit = size.max(smallest);
            match side {
                Side::Greater => (smallest + unit, unit, (-1.0, f64::INFINITY)),
                Side::Less => (-smallest - unit, unit, (f64::NEG_INFINITY, 1.0)),
            }
        }
    };
    let place = |value: f64| (value - origin) / unit;
    let places = [figure.interval.low, figure.value, figure.interval.high].map(place);
    Some(Line {
        label: label_of(id, found),
        place: figure.value.is_finite().then_some(places),
        band,
        verdict: found.verdict,
    })
}

fn counts(validated: &[Validated]) -> String {
    let counts = Verdict::ALL.map(|verdict| {
        let found = validated.iter().flat_map(|fact| &fact.found);
        let count = found.filter(|found| found.verdict == verdict).count();
        format!("{count} {}", verdict.said())
    });
    counts.join(", ")
}

pub(super) const fn mark(verdict: Verdict) -> Mark {
    match verdict {
        Verdict::Met => Mark::Dot,
        Verdict::NotMet => Mark::Cross,
        Verdict::Turns | Verdict::Undecided | Verdict::NotMeasured => Mark::Ring,
    }
}

/// What the marks mean, and what the scale is.
pub(super) fn legend(canvas: &mut Canvas<'_>, unit: &str) {
    let heading = words!("Facts and figures");
    canvas.text(&heading, (1.0, 13.0), Lettering::heading());
    let open = words!("turns or undecided").text();
    let mut x = LEFT;
    for (verdict, said) in [
        (Verdict::Met, Verdict::Met.said()),
        (Verdict::NotMet, Verdict::NotMet.said()),
        (Verdict::Turns, open),
    ] {
        mark(verdict).draw(canvas, (x + 6.0, 13.0));
        canvas.text(said, (x + 17.0, 13.0), Lettering::new(TEXT, INK));
        x += 28.0 + text_width(said, TEXT);
    }
    canvas.text(unit, (LEFT, 36.0), Lettering::new(SMALL, GREY));
}

fn draw_line(canvas: &mut Canvas<'_>, axis: &Axis, line: &Line, top: f64) {
    let height = height_of(&line.label);
    let y = top + 0.5 * height;
    let area = Area {
        left: LEFT,
        top,
        width: WIDTH - LEFT - 24.0,
        height,
    };
    let x = |value: f64| area.left + axis.position(value.clamp(axis.low, axis.high)) * area.width;
    let (low, high) = (x(line.band.0), x(line.band.1));
    let shade = Area {
        left: low,
        top: top + 1.0,
        width: high - low,
        height: height - 2.0,
    };
    canvas.rectangle(shade, GREEN, 0.14);
    for end in [line.band.0, line.band.1]
        .into_iter()
        .filter(|end| end.is_finite())
    {
        canvas.dashes((x(end), top + 1.0), (x(end), top + height - 1.0), RULE, 1.0);
    }
    write_label(canvas, &line.label, top);
    if let Some(places) = line.place {
        mark(line.verdict).draw_on_interval(canvas, (axis, area), places, (y, FURTHEST));
    }
}
