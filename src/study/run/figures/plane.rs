//! The plane of output and outcome: where the run starts, how it goes, and where replications end.

use super::courses;
use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Canvas, Lettering, Place, SMALL, TEXT, picture};
use crate::figure::data::Data;
use crate::figure::numbers::count;
use crate::figure::palette::{BLUE, GREY, SKY};
use crate::figure::panel::{note, note_height};
use crate::figure::plane::{AREA, Plane, filled, grid, quarters, scales, tag};
use crate::words::{say, words};

pub(crate) fn draw(data: Data<'_>) -> Figure {
    let title = say!("The plane of output and outcome");
    let means: Vec<(f64, f64)> = (0..=data.last())
        .map(|step| (data.mean("output", step), data.mean("outcome", step)))
        .filter(|(output, outcome)| output.is_finite() && outcome.is_finite())
        .collect();
    let caption = say!(
        "The way from the start to the end: to the right is more output, upwards a better outcome.{} {}.",
        if data.has_bands() {
            words!(" The wider the dots are spread, the more chance decides.").text()
        } else {
            ""
        },
        courses(data, &["output", "outcome"]),
    );
    let reading = match data.ensemble.replications().len() {
        1 => say!("Line: path of the one replication."),
        replications => say!(
            "Line: path of the means. Pale dots: ends of {} replications. Dashed: the start.",
            count(replications)
        ),
    };
    let height = AREA.bottom() + 46.0 + note_height(&reading);
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        canvas.text(
            &words!("Outcome against output"),
            (1.0, 13.0),
            Lettering::heading(),
        );
        let unit = words!("upwards: outcome, % of need under control");
        canvas.text(&unit, (1.0, 30.0), Lettering::new(SMALL, GREY));
        paint(canvas, data, &means);
        note(canvas, &reading, height - note_height(&reading));
    });
    Figure {
        name: "output_outcome_plane",
        title,
        caption,
        svg,
    }
}

fn paint(canvas: &mut Canvas<'_>, data: Data<'_>, means: &[(f64, f64)]) {
    let ends = ends(data);
    let all = || means.iter().chain(&ends);
    let axes = (
        Axis::around(all().map(|point| point.0), (0.0, f64::INFINITY), false, 6),
        Axis::around(all().map(|point| point.1), (0.0, 1.0), false, 6),
    );
    let ((Some(across), Some(up)), [first, .., last]) = (axes, means) else {
        let middle = (AREA.left, AREA.top + 0.5 * AREA.height);
        canvas.text(&words!("no path in this run"), middle, Lettering::new(TEXT, GREY));
        return;
    };
    let plane = Plane { across, up };
    scales(canvas, &plane);
    let dots: Vec<Place> = ends.iter().map(|end| plane.place(*end)).collect();
    for dot in &dots {
        canvas.dot(*dot, 3.5, SKY, 0.45);
    }
    let (start, end) = (plane.place(*first), plane.place(*last));
    let path: Vec<Place> = means.iter().map(|point| plane.place(*point)).collect();
    let mut taken = filled(&path);
    taken.extend(dots);
    taken.extend([start, end]);
    let words = quarters(canvas, start, &taken);
    taken.extend(words);
    canvas.path(&path, BLUE, 2.2);
    canvas.ring(start, 5.0, BLUE);
    canvas.dot(end, 6.0, BLUE, 1.0);
    let tagged = tag(canvas, AREA, &words!("start"), start, &taken);
    taken.extend(grid(tagged));
    tag(canvas, AREA, &words!("end"), end, &taken);
}

/// Where the replications end; nothing for one replication, whose end is that of the path.
fn ends(data: Data<'_>) -> Vec<(f64, f64)> {
    match (data.ensemble.column("output"), data.ensemble.column("outcome")) {
        (Some(output), Some(outcome)) if data.has_bands() => data
            .ensemble
            .sample(output, data.last())
            .zip(data.ensemble.sample(outcome, data.last()))
            .filter(|(output, outcome)| output.is_finite() && outcome.is_finite())
            .collect(),
        _ => Vec::new(),
    }
}
