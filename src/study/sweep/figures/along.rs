//! The measures along one factor: mean and interval.

use super::{grid, level};
use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, Place, SMALL, TEXT, picture};
use crate::figure::labels::shortened;
use crate::figure::numbers::Notation;
use crate::figure::palette::{BLUE, GREY, GRID, RULE};
use crate::figure::panel::{note, note_height};
use crate::scenario::Plan;
use crate::study::points::unit_said;
use crate::study::sweep::{Course, Results};
use crate::words::{say, words};

const PANEL: f64 = 224.0;
const LARGE_PANEL: f64 = 330.0;
const AXIS_LEFT: f64 = 58.0;
const HEAD: f64 = 44.0;
const FOOT: f64 = 42.0;

/// One figure for each numeric factor, with the factor's key: all measures along it, averaged over the other factors.
#[must_use]
pub(crate) fn draw(plan: &Plan, results: &Results) -> Vec<(String, Figure)> {
    results
        .courses
        .iter()
        .map(|course| {
            let key = plan.factors[course.factor].key.clone();
            (key, figure(plan, course))
        })
        .collect()
}

fn figure(plan: &Plan, course: &Course) -> Figure {
    let factor = &plan.factors[course.factor];
    let count = plan.measures.len();
    let (columns, panel) = if count == 1 { (1, LARGE_PANEL) } else { (2, PANEL) };
    let reading = reading(plan, course);
    let title = say!("Along {}", factor.key);
    let caption = format!("{}. {reading}", factor.said());
    let height = 4.0 + count.div_ceil(columns) as f64 * panel + note_height(&reading);
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        for (measure, area) in grid(count, columns, panel).into_iter().enumerate() {
            draw_panel(canvas, plan, course, measure, area);
        }
        note(canvas, &reading, height - note_height(&reading));
    });
    Figure {
        name: "along",
        title,
        caption,
        svg,
    }
}

fn reading(plan: &Plan, course: &Course) -> String {
    let mut text = say!("Lines are means over replications");
    if plan.factors.len() > 1 {
        text += words!(" and over all values of the other factors").text();
    }
    if plan.replications > 1 {
        text += words!("; bands are 95 % intervals of the mean").text();
    }
    if course.binned {
        text += words!("; values of the factor that lie close together are taken as one").text();
    }
    if plan.may_miss() {
        text += words!("; a first month counts only the runs in which there is one").text();
    }
    text + "."
}

fn draw_panel(canvas: &mut Canvas<'_>, plan: &Plan, course: &Course, measure: usize, outer: Area) {
    canvas.text(
        &shortened(&plan.label(measure), 13.5, outer.width),
        (outer.left, outer.top + 9.0),
        Lettering::heading(),
    );
    canvas.text(
        &shortened(&unit_said(plan, measure), SMALL, outer.width),
        (outer.left, outer.top + 26.0),
        Lettering::new(SMALL, GREY),
    );
    let area = Area {
        left: outer.left + AXIS_LEFT,
        top: outer.top + HEAD,
        width: outer.width - AXIS_LEFT - 14.0,
        height: outer.height - HEAD - FOOT,
    };
    let points: Vec<Point> = course
        .points
        .iter()
        .map(|point| {
            let (mean, interval) = point.mean_and_interval(measure);
            Point {
                at: point.value,
                mean,
                interval,
            }
        })
        .collect();
    let values = points
        .iter()
        .flat_map(|point| [point.mean, point.interval.0, point.interval.1]);
    let ticks = (area.height / 40.0).round().clamp(3.0, 6.0) as usize;
    let across = Axis::around(
        points.iter().map(|point| point.at),
        (f64::NEG_INFINITY, f64::INFINITY),
        false,
        (area.width / 60.0) as usize,
    );
    let up = Axis::around(values, plan.limits(measure), false, ticks);
    let (Some(across), Some(up)) = (across, up) else {
        let middle = (area.left, area.top + 0.5 * area.height);
        let text = words!("no values in this sweep");
        canvas.text(&text, middle, Lettering::new(TEXT, GREY));
        return;
    };
    let frame = Frame { area, across, up };
    let notation = Notation::ticks(plan.unit(measure), frame.up.step);
    // The unit of differences stands above the panel.
    let written = |tick: f64| match plan.variant {
        Some(_) => notation.digits(tick),
        None => notation.value(tick),
    };
    axes(canvas, &frame, &written, &plan.factors[course.factor].key);
    bands(canvas, &frame, &points);
    line(canvas, &frame, &points);
}

/// The measure at one value of the factor.
struct Point {
    at: f64,
    mean: f64,
    interval: (f64, f64),
}

/// Where values lie on the paper.
struct Frame {
    area: Area,
    across: Axis,
    up: Axis,
}

impl Frame {
    fn place(&self, at: f64, value: f64) -> Place {
        (
            self.area.left + self.across.position(at) * self.area.width,
            self.area.bottom() - self.up.position(value) * self.area.height,
        )
    }
}

fn axes(canvas: &mut Canvas<'_>, frame: &Frame, written: &dyn Fn(f64) -> String, factor: &str) {
    let area = frame.area;
    let lettering = Lettering::new(SMALL, GREY);
    for &tick in &frame.up.ticks {
        let (_, y) = frame.place(frame.across.low, tick);
        canvas.line((area.left, y), (area.right(), y), GRID, 1.0);
        canvas.text(
            &written(tick),
            (area.left - 8.0, y),
            lettering.anchored(Anchor::Right),
        );
    }
    let bottom = area.bottom();
    canvas.line((area.left, bottom), (area.right(), bottom), RULE, 1.0);
    for &tick in &frame.across.ticks {
        let (x, _) = frame.place(tick, frame.up.low);
        canvas.line((x, bottom), (x, bottom + 4.0), RULE, 1.0);
        canvas.text(
            &level(tick),
            (x, bottom + 13.0),
            lettering.anchored(Anchor::Centre),
        );
    }
    canvas.text(
        &shortened(factor, SMALL, area.width + AXIS_LEFT),
        (area.left + 0.5 * area.width, bottom + 30.0),
        lettering.anchored(Anchor::Centre),
    );
}

fn bands(canvas: &mut Canvas<'_>, frame: &Frame, points: &[Point]) {
    let whole = |point: &Point| point.interval.0.is_finite() && point.interval.1.is_finite();
    for run in points
        .chunk_by(|one, other| whole(one) && whole(other))
        .filter(|run| run.len() > 1)
    {
        let lower = run.iter().map(|point| frame.place(point.at, point.interval.0));
        let upper = run.iter().map(|point| frame.place(point.at, point.interval.1));
        let outline: Vec<Place> = upper.chain(lower.rev()).collect();
        canvas.polygon(&outline, BLUE, 0.28);
    }
}

/// The line of means, broken where there is no value, with a dot at each value of the factor.
fn line(canvas: &mut Canvas<'_>, frame: &Frame, points: &[Point]) {
    let there = |point: &Point| point.mean.is_finite();
    for run in points
        .chunk_by(|one, other| there(one) && there(other))
        .filter(|run| there(&run[0]))
    {
        let places: Vec<Place> = run
            .iter()
            .map(|point| frame.place(point.at, point.mean))
            .collect();
        if places.len() > 1 {
            canvas.path(&places, BLUE, 2.2);
        }
        for place in places {
            canvas.dot(place, 3.0, BLUE, 1.0);
        }
    }
}
