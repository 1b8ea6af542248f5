//! The plane of output and outcome with an arrow from the baseline to each variant.

use plotters::style::RGBColor;

use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Canvas, Lettering, Place, SMALL, TEXT, picture};
use crate::figure::labels::shortened;
use crate::figure::numbers::count;
use crate::figure::palette::{GREY, INK, variant_colour};
use crate::figure::panel::{note, note_height};
use crate::figure::plane::{AREA, Plane, filled, grid, quarters, scales, tag};
use crate::statistics::{CONFIDENCE, Interval};
use crate::study::comparison::Comparison;
use crate::words::{say, words};

/// Names longer than this are cut.
const NAME: f64 = 230.0;
/// Length and half-width of the head of an arrow; shorter arrows have none.
const HEAD: (f64, f64) = (10.0, 4.5);

/// Where a variant ends in the plane.
struct Target<'a> {
    title: &'a str,
    colour: RGBColor,
    from: (f64, f64),
    to: (f64, f64),
    /// Ends of the intervals of the differences, placed at the baseline.
    output: (f64, f64),
    outcome: (f64, f64),
}

impl Target<'_> {
    fn points(&self) -> [(f64, f64); 6] {
        [
            self.from,
            self.to,
            (self.output.0, self.to.1),
            (self.output.1, self.to.1),
            (self.to.0, self.outcome.0),
            (self.to.0, self.outcome.1),
        ]
    }
}

pub(super) fn draw(comparison: &Comparison) -> Figure {
    let title = words!("Output and outcome of the variants").text();
    let caption = say!(
        "From the baseline to each variant at the end: to the right is more output, upwards a better outcome. An arrow up \
         and to the left is less delivered and more achieved."
    );
    let reading = say!(
        "Ring: baseline, mean of {} replications. Arrows lead to the means of the variants. Thin crosses: 95 % intervals of \
         the differences.",
        count(comparison.replications())
    );
    let height = AREA.bottom() + 46.0 + note_height(&reading);
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        canvas.text(
            &words!("Outcome against output"),
            (1.0, 13.0),
            Lettering::heading(),
        );
        let unit = words!("upwards: outcome, % of need under control");
        canvas.text(&unit, (1.0, 30.0), Lettering::new(SMALL, GREY));
        paint(canvas, &targets(comparison));
        note(canvas, &reading, height - note_height(&reading));
    });
    Figure {
        name: "arrows",
        title: title.to_owned(),
        caption,
        svg,
    }
}

fn targets(comparison: &Comparison) -> Vec<Target<'_>> {
    let variants = comparison.variants().enumerate();
    variants
        .filter_map(|(index, (variant, versus))| {
            let (output, outcome) = (versus.end("output")?.1.paired, versus.end("outcome")?.1.paired);
            let from = (output.baseline.mean(), outcome.baseline.mean());
            let around = |start: f64, interval: Interval| (start + interval.low, start + interval.high);
            let target = Target {
                title: &variant.title,
                colour: variant_colour(index),
                from,
                to: (output.variant.mean(), outcome.variant.mean()),
                output: around(from.0, output.interval(CONFIDENCE)),
                outcome: around(from.1, outcome.interval(CONFIDENCE)),
            };
            let is_whole = |(output, outcome): &(f64, f64)| output.is_finite() && outcome.is_finite();
            target.points().iter().all(is_whole).then_some(target)
        })
        .collect()
}

fn paint(canvas: &mut Canvas<'_>, targets: &[Target<'_>]) {
    let points = || targets.iter().flat_map(Target::points);
    let axes = (
        Axis::around(points().map(|point| point.0), (0.0, f64::INFINITY), false, 6),
        Axis::around(points().map(|point| point.1), (0.0, 1.0), false, 6),
    );
    let ((Some(across), Some(up)), [first, ..]) = (axes, targets) else {
        let middle = (AREA.left, AREA.top + 0.5 * AREA.height);
        canvas.text(
            &words!("no values of both in any pair"),
            middle,
            Lettering::new(TEXT, GREY),
        );
        return;
    };
    let plane = Plane { across, up };
    scales(canvas, &plane);
    let start = plane.place(first.from);
    let mut taken: Vec<Place> = vec![start];
    for target in targets {
        let to = plane.place(target.to);
        taken.extend(filled(&[plane.place(target.from), to]));
        taken.push(to);
    }
    for target in targets {
        taken.extend(cross(&plane, target).iter().flat_map(|arm| filled(arm)));
    }
    let words = quarters(canvas, start, &taken);
    taken.extend(words);
    for target in targets {
        for [from, to] in cross(&plane, target) {
            canvas.line(from, to, target.colour, 1.0);
        }
        arrow(
            canvas,
            plane.place(target.from),
            plane.place(target.to),
            target.colour,
        );
    }
    canvas.ring(start, 5.0, INK);
    let area = tag(canvas, AREA, &words!("baseline"), start, &taken);
    taken.extend(grid(area));
    for target in targets {
        let name = shortened(target.title, TEXT, NAME);
        let area = tag(canvas, AREA, &name, plane.place(target.to), &taken);
        taken.extend(grid(area));
    }
}

/// The intervals of both differences around a target, across and up.
fn cross(plane: &Plane, target: &Target<'_>) -> [[Place; 2]; 2] {
    [
        [target.output.0, target.output.1].map(|output| plane.place((output, target.to.1))),
        [target.outcome.0, target.outcome.1].map(|outcome| plane.place((target.to.0, outcome))),
    ]
}

/// A line with a head at its end; a dot where it is too short for one.
fn arrow(canvas: &mut Canvas<'_>, from: Place, to: Place, colour: RGBColor) {
    let (length, half_width) = HEAD;
    let (across, down) = (to.0 - from.0, to.1 - from.1);
    let distance = libm::hypot(across, down);
    if distance < 2.0 * length {
        canvas.line(from, to, colour, 2.2);
        canvas.dot(to, 4.5, colour, 1.0);
        return;
    }
    let (across, down) = (across / distance, down / distance);
    let neck = (to.0 - length * across, to.1 - length * down);
    canvas.line(from, neck, colour, 2.2);
    let side = |sign: f64| {
        (
            neck.0 - sign * half_width * down,
            neck.1 + sign * half_width * across,
        )
    };
    canvas.polygon(&[to, side(1.0), side(-1.0)], colour, 1.0);
}
