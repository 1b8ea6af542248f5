//! The one panel all charts over time share: axes, bands, lines, and labels at the ends of lines.

use crate::words::{say, words};
use plotters::style::RGBColor;

use super::axis::{Axis, constant};
use super::canvas::{Anchor, Area, Canvas, Lettering, Place, SMALL, TEXT, WIDTH};
use super::data::{Data, Mark, Point, Series};
use super::labels::{shortened, spread, text_width, wrap, wrap_at_most};
use super::numbers::Notation;
use super::palette::{GREY, GRID, INK, PAPER, RULE};

/// Room left of the data for the numbers of the axis.
const AXIS_LEFT: f64 = 58.0;
/// Room above the data: heading and unit.
const HEAD: f64 = 44.0;
/// Room below the data: numbers and title of the time axis.
const FOOT: f64 = 42.0;
/// Height of a row of marks.
const MARK_ROW: f64 = 17.0;
/// Room right of the data for labels at the ends of lines.
const LABELS: f64 = 158.0;
/// From the end of a line to its label.
const LEADER: f64 = 20.0;
const LINE_HEIGHT: f64 = 15.0;
/// Lines that a name at the end of a line takes at most.
const NAME_LINES: usize = 4;

/// A chart over time.
pub(crate) struct Panel<'a> {
    /// Heading.
    pub(crate) title: &'a str,
    /// Unit of the values, as the register of measures writes it.
    pub(crate) unit: &'a str,
    /// What values are possible.
    pub(crate) limits: (f64, f64),
    /// Whether the axis must show zero.
    pub(crate) from_zero: bool,
    /// A value to compare with, drawn as a dashed line.
    pub(crate) reference: Option<f64>,
    /// The lines.
    pub(crate) series: Vec<Series>,
    /// Whether lines carry labels at their ends; a panel with one line needs none.
    pub(crate) labelled: bool,
    /// What happens when, named above the data.
    pub(crate) marks: Vec<Mark>,
}

/// Where values lie on the paper.
struct Frame {
    area: Area,
    time: Axis,
    value: Axis,
}

impl Frame {
    fn x(&self, time: f64) -> f64 {
        self.area.left + self.time.position(time) * self.area.width
    }

    /// Height of a value. An interval may reach beyond what the measure can be, and ends where the axis does.
    fn y(&self, value: f64) -> f64 {
        let shown = value.clamp(self.value.low, self.value.high);
        self.area.bottom() - self.value.position(shown) * self.area.height
    }
}

impl Panel<'_> {
    /// The room its marks take above the data in a panel of this width.
    pub(crate) fn mark_rows(&self, data: Data<'_>, width: f64) -> f64 {
        let rows = self.placed_marks(
            data,
            self.data_area(
                Area {
                    left: 0.0,
                    top: 0.0,
                    width,
                    height: 0.0,
                },
                0.0,
            ),
        );
        let count = rows.iter().map(|(_, row, _)| row + 1).max().unwrap_or(0);
        if count == 0 {
            0.0
        } else {
            count as f64 * MARK_ROW + 4.0
        }
    }

    /// Draws the panel into an area that includes its axes and labels.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, data: Data<'_>, outer: Area) {
        canvas.text(
            &shortened(self.title, 13.5, outer.width),
            (outer.left, outer.top + 9.0),
            Lettering::heading(),
        );
        for (index, line) in self.unit_and_constant(outer.width).iter().enumerate() {
            canvas.text(
                &shortened(line, SMALL, outer.width),
                (outer.left, outer.top + 26.0 + LINE_HEIGHT * index as f64),
                Lettering::new(SMALL, GREY),
            );
        }
        let area = self.data_area(outer, self.mark_rows(data, outer.width));
        let values = self.series.iter().flat_map(|series| &series.points);
        let values = values.flat_map(Point::values).chain(self.reference);
        let ticks = (area.height / 40.0).round().clamp(3.0, 6.0) as usize;
        let has_values = self.series.iter().any(Series::has_values);
        let value = Axis::around(values, self.limits, self.from_zero, ticks).filter(|_| has_values);
        let Some(value) = value else {
            let middle = (area.left, area.top + 0.5 * area.height);
            canvas.text(
                &words!("no values in this run"),
                middle,
                Lettering::new(TEXT, GREY),
            );
            return;
        };
        let frame = Frame {
            area,
            time: Axis::of_time(data.horizon(), (area.width / 55.0) as usize, data.in_months()),
            value,
        };
        self.axes(canvas, data, &frame);
        draw_marks(canvas, &frame, &self.placed_marks(data, area));
        for series in &self.series {
            bands(canvas, &frame, series);
        }
        for series in &self.series {
            line(canvas, &frame, series);
        }
        if self.labelled {
            self.end_labels(canvas, &frame);
        }
    }

    /// The unit, and that nothing changes where nothing does: behind it, or below it where both do not fit in a line.
    fn unit_and_constant(&self, width: f64) -> Vec<String> {
        let unit = Notation::ticks(self.unit, 1.0).unit();
        let points = || self.series.iter().flat_map(|series| &series.points);
        let Some(value) = constant(points().flat_map(Point::values)).filter(|_| points().nth(1).is_some())
        else {
            return vec![unit];
        };
        let written = Notation::new(self.unit, value, f64::NAN).value(value);
        let said = say!("does not change: {written}");
        let line = format!("{unit} · {said}");
        if unit.is_empty() {
            vec![said]
        } else if text_width(&line, SMALL) <= width {
            vec![line]
        } else {
            vec![unit, said]
        }
    }

    fn data_area(&self, outer: Area, marks: f64) -> Area {
        let right = if self.labelled { LABELS } else { 14.0 };
        let head = HEAD + LINE_HEIGHT * (self.unit_and_constant(outer.width).len() - 1) as f64;
        Area {
            left: outer.left + AXIS_LEFT,
            top: outer.top + head + marks,
            width: outer.width - AXIS_LEFT - right,
            height: outer.height - head - marks - FOOT,
        }
    }

    fn axes(&self, canvas: &mut Canvas<'_>, data: Data<'_>, frame: &Frame) {
        let area = frame.area;
        let notation = Notation::ticks(self.unit, frame.value.step);
        let lettering = Lettering::new(SMALL, GREY);
        for tick in &frame.value.ticks {
            let y = frame.y(*tick);
            canvas.line((area.left, y), (area.right(), y), GRID, 1.0);
            canvas.text(
                &notation.value(*tick),
                (area.left - 8.0, y),
                lettering.anchored(Anchor::Right),
            );
        }
        if let Some(reference) = self.reference {
            let y = frame.y(reference);
            canvas.dashes((area.left, y), (area.right(), y), RULE, 1.0);
        }
        canvas.line(
            (area.left, area.bottom()),
            (area.right(), area.bottom()),
            RULE,
            1.0,
        );
        let notation = Notation::ticks("", frame.time.step);
        for tick in &frame.time.ticks {
            let x = frame.x(*tick);
            canvas.line((x, area.bottom()), (x, area.bottom() + 4.0), RULE, 1.0);
            canvas.text(
                &notation.value(*tick),
                (x, area.bottom() + 13.0),
                lettering.anchored(Anchor::Centre),
            );
        }
        canvas.text(
            data.time_title(),
            (area.left + 0.5 * area.width, area.bottom() + 30.0),
            lettering.anchored(Anchor::Centre),
        );
    }

    /// Marks with the row they stand in and their text, so that no two texts meet.
    fn placed_marks(&self, data: Data<'_>, area: Area) -> Vec<(&Mark, usize, String)> {
        const GAP: f64 = 10.0;
        let mut ends: Vec<f64> = Vec::new();
        let place = |mark: &Mark| mark.time / data.horizon() * area.width;
        self.marks
            .iter()
            .map(|mark| {
                let text = shortened(&mark.text, SMALL, 0.6 * area.width);
                let width = text_width(&text, SMALL);
                let start = mark_start(place(mark), width, area.width);
                let row = ends
                    .iter()
                    .position(|end| end + GAP <= start)
                    .unwrap_or(ends.len());
                ends.resize(ends.len().max(row + 1), 0.0);
                ends[row] = start + width;
                (mark, row, text)
            })
            .collect()
    }

    fn end_labels(&self, canvas: &mut Canvas<'_>, frame: &Frame) {
        let room = LABELS - LEADER - 4.0;
        let bounds = (frame.area.top - 12.0, frame.area.bottom() + 0.5 * FOOT);
        // All names together fit beside the data, with a line of their own for the values.
        let most = (bounds.1 - bounds.0) / (self.series.len() as f64 * LINE_HEIGHT) - 1.0;
        let most = (most as usize).clamp(1, NAME_LINES);
        let labels: Vec<EndLabel> = self
            .series
            .iter()
            .filter_map(|series| EndLabel::new(series, self.unit, room, most))
            .collect();
        let wanted: Vec<f64> = labels.iter().map(|label| frame.y(label.end.mean)).collect();
        let heights: Vec<f64> = labels.iter().map(EndLabel::height).collect();
        let centres = spread(&wanted, &heights, bounds);
        for ((label, y), centre) in labels.iter().zip(wanted).zip(centres) {
            let from = (frame.x(label.end.time) + 3.0, y);
            let to = (frame.area.right() + LEADER - 5.0, centre);
            canvas.line(from, to, label.colour, 1.2);
            let first = centre - 0.5 * LINE_HEIGHT * (label.lines.len() - 1) as f64;
            for (index, text) in label.lines.iter().enumerate() {
                let place = (frame.area.right() + LEADER, first + index as f64 * LINE_HEIGHT);
                canvas.text(text, place, Lettering::new(TEXT, INK));
            }
        }
    }
}

/// A name and a value at the end of a line.
struct EndLabel {
    end: Point,
    colour: RGBColor,
    lines: Vec<String>,
}

impl EndLabel {
    /// The name takes at most so many lines; the value is always whole.
    fn new(series: &Series, unit: &str, room: f64, most: usize) -> Option<Self> {
        let end = *series.points.iter().rfind(|point| point.mean.is_finite())?;
        let half_width = 0.5 * (end.interval.1 - end.interval.0);
        let value = Notation::new(unit, end.mean, half_width).value(end.mean);
        let mut lines = wrap_at_most(&series.label, TEXT, room, most);
        match lines.last_mut() {
            Some(last) if text_width(&format!("{last} {value}"), TEXT) <= room => {
                last.push(' ');
                last.push_str(&value);
            }
            _ => lines.push(value),
        }
        Some(Self {
            end,
            colour: series.colour,
            lines,
        })
    }

    fn height(&self) -> f64 {
        self.lines.len() as f64 * LINE_HEIGHT + 3.0
    }
}

/// Where the text of a mark begins, so that it stays within the panel.
fn mark_start(place: f64, width: f64, room: f64) -> f64 {
    (place - 0.5 * width).clamp(-0.5 * AXIS_LEFT, (room - width).max(0.0))
}

/// All dashed lines first, then the texts on paper of their own, so that no line crosses a text.
fn draw_marks(canvas: &mut Canvas<'_>, frame: &Frame, marks: &[(&Mark, usize, String)]) {
    let level = |row: usize| frame.area.top - 13.0 - row as f64 * MARK_ROW;
    for (mark, row, _) in marks {
        let x = frame.x(mark.time);
        canvas.dashes((x, level(*row) + 8.0), (x, frame.area.bottom()), RULE, 1.0);
    }
    for (mark, row, text) in marks {
        let width = text_width(text, SMALL);
        let start = mark_start(frame.x(mark.time) - frame.area.left, width, frame.area.width);
        let behind = Area {
            left: frame.area.left + start,
            top: level(*row) - 0.45 * MARK_ROW,
            width,
            height: 0.9 * MARK_ROW,
        };
        canvas.rectangle(behind, PAPER, 1.0);
        canvas.text(
            text,
            (behind.left + 0.5 * width, level(*row)),
            Lettering::new(SMALL, GREY).anchored(Anchor::Centre),
        );
    }
}

fn bands(canvas: &mut Canvas<'_>, frame: &Frame, series: &Series) {
    type Band = fn(&Point) -> (f64, f64);
    let bands: [(Band, f64); 2] = [(|point| point.range, 0.14), (|point| point.interval, 0.32)];
    for (band, opacity) in bands {
        let whole = |point: &Point| band(point).0.is_finite() && band(point).1.is_finite();
        for run in series
            .points
            .chunk_by(|one, other| whole(one) && whole(other))
            .filter(|run| run.len() > 1)
        {
            let edge = |point: &Point, value| (frame.x(point.time), frame.y(value));
            let lower = run.iter().map(|point| edge(point, band(point).0));
            let upper = run.iter().map(|point| edge(point, band(point).1));
            let outline: Vec<Place> = upper.chain(lower.rev()).collect();
            canvas.polygon(&outline, series.colour, opacity);
        }
    }
}

/// The line of means, broken where there is no value; a value without neighbours is a dot.
fn line(canvas: &mut Canvas<'_>, frame: &Frame, series: &Series) {
    let there = |point: &Point| point.mean.is_finite();
    for run in series
        .points
        .chunk_by(|one, other| there(one) && there(other))
        .filter(|run| there(&run[0]))
    {
        let places: Vec<Place> = run
            .iter()
            .map(|point| (frame.x(point.time), frame.y(point.mean)))
            .collect();
        match places.as_slice() {
            [place] => canvas.dot(*place, 3.0, series.colour, 1.0),
            places => canvas.path(places, series.colour, 2.2),
        }
    }
}

/// Height of the note at the foot of a figure.
pub(crate) fn note_height(text: &str) -> f64 {
    wrap(text, SMALL, WIDTH - 2.0).len() as f64 * LINE_HEIGHT + 6.0
}

/// The note at the foot of a figure.
pub(crate) fn note(canvas: &mut Canvas<'_>, text: &str, top: f64) {
    for (index, line) in wrap(text, SMALL, WIDTH - 2.0).iter().enumerate() {
        let place = (1.0, top + 8.0 + index as f64 * LINE_HEIGHT);
        canvas.text(line, place, Lettering::new(SMALL, GREY));
    }
}
