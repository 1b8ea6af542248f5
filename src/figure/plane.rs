//! The plane of output and outcome: where the run starts, how it goes, and where replications end.

use super::axis::Axis;
use super::canvas::{Anchor, Area, Canvas, Lettering, Place, SMALL, TEXT, WIDTH, picture};
use super::data::Data;
use super::labels::text_width;
use super::numbers::Notation;
use super::palette::{BLUE, GREY, GRID, INK, PAPER, RULE, SKY};
use super::panel::{NOTE, note};
use super::{Figure, path_of};

const AREA: Area = Area {
    left: 76.0,
    top: 46.0,
    width: WIDTH - 96.0,
    height: 380.0,
};
const HEIGHT: f64 = 426.0 + 42.0 + NOTE;

struct Plane {
    across: Axis,
    up: Axis,
}

impl Plane {
    fn place(&self, (output, outcome): (f64, f64)) -> Place {
        (
            AREA.left + self.across.position(output) * AREA.width,
            AREA.bottom() - self.up.position(outcome) * AREA.height,
        )
    }
}

pub(super) fn draw(data: Data<'_>) -> Figure {
    let title = "The plane of output and outcome";
    let means: Vec<(f64, f64)> = (0..=data.last())
        .map(|step| (data.mean("output", step), data.mean("outcome", step)))
        .filter(|(output, outcome)| output.is_finite() && outcome.is_finite())
        .collect();
    let caption = format!(
        "The line is the path of the means from the start to the end; each pale dot is the end of one \
         replication. To the right is more output, upwards a better outcome. {}; {}.",
        path_of(data, "output"),
        path_of(data, "outcome"),
    );
    let svg = picture(HEIGHT, &format!("{title}. {caption}"), |canvas| {
        canvas.text("Outcome against output", (4.0, 13.0), Lettering::heading());
        let unit = "upwards: outcome, % of need under control";
        canvas.text(unit, (4.0, 30.0), Lettering::new(SMALL, GREY));
        paint(canvas, data, &means);
        let reading = match data.ensemble.replications().len() {
            1 => "Line: path of the one replication.".to_owned(),
            count => format!("Line: path of the means. Pale dots: ends of {count} replications."),
        };
        note(canvas, &reading, HEIGHT - NOTE);
    });
    Figure {
        name: "output_outcome_plane",
        title: title.to_owned(),
        caption,
        svg,
    }
}

fn paint(canvas: &mut Canvas<'_>, data: Data<'_>, means: &[(f64, f64)]) {
    let ends: Vec<(f64, f64)> = match (data.ensemble.column("output"), data.ensemble.column("outcome")) {
        (Some(output), Some(outcome)) if data.has_bands() => data
            .ensemble
            .sample(output, data.last())
            .zip(data.ensemble.sample(outcome, data.last()))
            .filter(|(output, outcome)| output.is_finite() && outcome.is_finite())
            .collect(),
        _ => Vec::new(),
    };
    let all = || means.iter().chain(&ends);
    let axes = (
        Axis::around(all().map(|point| point.0), (0.0, f64::INFINITY), false, 6),
        Axis::around(all().map(|point| point.1), (0.0, 1.0), false, 6),
    );
    let (Some(across), Some(up)) = axes else {
        let middle = (AREA.left, AREA.top + 0.5 * AREA.height);
        canvas.text("no values in this run", middle, Lettering::new(TEXT, GREY));
        return;
    };
    let plane = Plane { across, up };
    scales(canvas, &plane);
    for end in &ends {
        canvas.dot(plane.place(*end), 3.5, SKY, 0.45);
    }
    let (Some(first), Some(last)) = (means.first(), means.last()) else {
        return;
    };
    let (start, end) = (plane.place(*first), plane.place(*last));
    quarters(canvas, start);
    let path: Vec<Place> = means.iter().map(|point| plane.place(*point)).collect();
    canvas.path(&path, BLUE, 2.2);
    canvas.ring(start, 5.0, BLUE);
    canvas.dot(end, 6.0, BLUE, 1.0);
    let upwards = if start.1 < end.1 { -1.0 } else { 1.0 };
    tag(canvas, "start", start, upwards);
    tag(canvas, "end", end, -upwards);
}

/// A word beside a point, above (−1) or below (1) it, on paper so that it can be read over lines.
fn tag(canvas: &mut Canvas<'_>, text: &str, (x, y): Place, side: f64) {
    let width = text_width(text, TEXT);
    let x = (x + 10.0).min(AREA.right() - width);
    let y = (y + 16.0 * side).clamp(AREA.top + 10.0, AREA.bottom() - 10.0);
    let behind = Area {
        left: x - 2.0,
        top: y - 8.5,
        width: width + 4.0,
        height: 17.0,
    };
    canvas.rectangle(behind, PAPER, 0.85);
    let lettering = Lettering {
        bold: true,
        ..Lettering::new(TEXT, INK)
    };
    canvas.text(text, (x, y), lettering);
}

/// Dashed lines through the start, and what the four quarters mean where there is room for the words.
fn quarters(canvas: &mut Canvas<'_>, (x, y): Place) {
    canvas.dashes((x, AREA.top), (x, AREA.bottom()), RULE, 1.0);
    canvas.dashes((AREA.left, y), (AREA.right(), y), RULE, 1.0);
    for (left, above, text) in [
        (true, true, "less output, better outcome"),
        (false, true, "more output, better outcome"),
        (true, false, "less output, worse outcome"),
        (false, false, "more output, worse outcome"),
    ] {
        let width = if left { x - AREA.left } else { AREA.right() - x };
        let height = if above { y - AREA.top } else { AREA.bottom() - y };
        if width < text_width(text, SMALL) + 12.0 || height < 22.0 {
            continue;
        }
        let (place, anchor) = if left {
            (AREA.left + 6.0, Anchor::Left)
        } else {
            (AREA.right() - 6.0, Anchor::Right)
        };
        let level = if above {
            AREA.top + 10.0
        } else {
            AREA.bottom() - 10.0
        };
        canvas.text(text, (place, level), Lettering::new(SMALL, GREY).anchored(anchor));
    }
}

fn scales(canvas: &mut Canvas<'_>, plane: &Plane) {
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
        "output, needs/year",
        (AREA.left + 0.5 * AREA.width, AREA.bottom() + 31.0),
        lettering.anchored(Anchor::Centre),
    );
}
