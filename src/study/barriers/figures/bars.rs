//! Two panels side by side with bars for every barrier, which start at zero and carry their intervals.

use plotters::style::RGBColor;

use crate::figure::axis::Axis;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, Place, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::{shortened, text_width, wrap};
use crate::figure::numbers::Notation;
use crate::figure::palette::{GREY, GRID, INK, RULE};
use crate::figure::panel::{note, note_height};
use crate::statistics::Interval;
use crate::words::say;

/// Room for the names of barriers, at least and at most.
const LEFT: (f64, f64) = (190.0, 240.0);
/// Between a name and the bars.
const BESIDE: f64 = 8.0;
/// Between the panels.
const GAP: f64 = 48.0;
/// Room at the right edge, for half of the last number of the axis.
const RIGHT: f64 = 16.0;
/// Height of a bar, and of one with the room to the next.
const BAR: f64 = 9.5;
const STEP: f64 = BAR + 1.0;
/// Between the bars of one barrier and those of the next.
const BETWEEN: f64 = 11.0;
/// Where headings end and bars begin, without the subtitles.
const TOP: f64 = 74.0;
const LINE: f64 = 15.0;

/// What a barrier is called.
pub(super) struct Label {
    pub(super) name: &'static str,
    pub(super) ids: String,
}

/// A bar from zero to its value.
#[derive(Clone, Copy)]
pub(super) struct Bar {
    pub(super) value: f64,
    pub(super) interval: Interval,
}

/// One panel.
pub(super) struct Panel {
    pub(super) heading: String,
    /// What stands under the heading.
    pub(super) subtitle: String,
    /// Unit of the measure.
    pub(super) unit: &'static str,
    /// For every barrier as many bars as there are in the legend.
    pub(super) bars: Vec<Vec<Bar>>,
}

/// A chart of two panels.
pub(super) struct Chart<'a> {
    pub(super) title: &'a str,
    /// What the bars are, and their colours.
    pub(super) legend: Vec<(&'a str, RGBColor)>,
    pub(super) labels: Vec<Label>,
    pub(super) panels: Vec<Panel>,
    /// How it is read, at its foot.
    pub(super) reading: &'a str,
}

impl Chart<'_> {
    /// Draws it; `description` is what a screen reader says.
    pub(super) fn draw(&self, description: &str) -> String {
        let left = self.left();
        let width = (WIDTH - left - RIGHT - GAP) / 2.0;
        let subtitles: Vec<Vec<String>> = self
            .panels
            .iter()
            .map(|panel| wrap(&panel.subtitle, SMALL, width))
            .collect();
        let lines = subtitles.iter().map(Vec::len).max().unwrap_or(0);
        let top = TOP + LINE * lines as f64;
        let bottom = top + self.row() * self.labels.len() as f64;
        let height = bottom + 40.0 + note_height(self.reading);
        picture(height, description, |canvas| {
            canvas.text(self.title, (1.0, 13.0), Lettering::heading());
            self.paint_legend(canvas, left);
            self.paint_labels(canvas, (left, top));
            for (index, (panel, subtitle)) in self.panels.iter().zip(&subtitles).enumerate() {
                let area = Area {
                    left: left + index as f64 * (width + GAP),
                    top,
                    width,
                    height: bottom - top,
                };
                self.paint_panel(canvas, panel, subtitle, area);
            }
            note(canvas, self.reading, height - note_height(self.reading));
        })
    }

    /// Height of a barrier.
    fn row(&self) -> f64 {
        BETWEEN + STEP * self.legend.len() as f64
    }

    /// Where bars begin: beside the longest name.
    fn left(&self) -> f64 {
        let names = self.labels.iter().map(|label| text_width(label.name, TEXT));
        names
            .fold(LEFT.0, |left, name| left.max(name + BESIDE))
            .min(LEFT.1)
    }

    fn paint_legend(&self, canvas: &mut Canvas<'_>, left: f64) {
        let mut x = left;
        for &(text, colour) in &self.legend {
            let swatch = Area {
                left: x,
                top: 29.0,
                width: 14.0,
                height: 10.0,
            };
            canvas.rectangle(swatch, colour, 1.0);
            canvas.text(text, (x + 20.0, 34.0), Lettering::new(TEXT, INK));
            x += 44.0 + text_width(text, TEXT);
        }
    }

    fn paint_labels(&self, canvas: &mut Canvas<'_>, (left, top): Place) {
        for (row, label) in self.labels.iter().enumerate() {
            let middle = top + (row as f64 + 0.5) * self.row();
            let name = shortened(label.name, TEXT, left - BESIDE);
            canvas.text(&name, (1.0, middle - 6.5), Lettering::new(TEXT, INK));
            let ids = shortened(&label.ids, 10.5, left - BESIDE);
            canvas.text(&ids, (1.0, middle + 7.5), Lettering::new(10.5, GREY));
        }
    }

    fn paint_panel(&self, canvas: &mut Canvas<'_>, panel: &Panel, subtitle: &[String], area: Area) {
        let lettering = Lettering {
            bold: true,
            ..Lettering::new(TEXT, INK)
        };
        canvas.text(&panel.heading, (area.left, 58.0), lettering);
        for (line, text) in subtitle.iter().enumerate() {
            let y = 58.0 + LINE * (line + 1) as f64;
            canvas.text(text, (area.left, y), Lettering::new(SMALL, GREY));
        }
        let values = panel
            .bars
            .iter()
            .flatten()
            .flat_map(|bar| [bar.value, bar.interval.low, bar.interval.high, 0.0]);
        let Some(axis) = Axis::around(values, (f64::NEG_INFINITY, f64::INFINITY), false, 5) else {
            canvas.text(
                &say!("no values in any pair"),
                (area.left, area.top + 9.0),
                Lettering::new(TEXT, GREY),
            );
            return;
        };
        let x = |value: f64| area.left + axis.position(value) * area.width;
        let notation = Notation::ticks(panel.unit, axis.step);
        for tick in &axis.ticks {
            canvas.line((x(*tick), area.top), (x(*tick), area.bottom()), GRID, 1.0);
            canvas.text(
                &notation.signed(*tick),
                (x(*tick), area.bottom() + 12.0),
                Lettering::new(SMALL, GREY).anchored(Anchor::Centre),
            );
        }
        for row in 1..self.labels.len() {
            let y = area.top + row as f64 * self.row();
            canvas.line((area.left, y), (area.right(), y), GRID, 0.5);
        }
        for (row, bars) in panel.bars.iter().enumerate() {
            let first = area.top + row as f64 * self.row() + 0.5 * (BETWEEN + STEP - BAR);
            for (place, (bar, (_, colour))) in bars.iter().zip(&self.legend).enumerate() {
                paint_bar(canvas, *bar, *colour, first + place as f64 * STEP, &x);
            }
        }
        canvas.line((x(0.0), area.top), (x(0.0), area.bottom()), RULE, 1.6);
    }
}

fn paint_bar(canvas: &mut Canvas<'_>, bar: Bar, colour: RGBColor, top: f64, x: &impl Fn(f64) -> f64) {
    if !bar.value.is_finite() {
        return;
    }
    let (from, to) = (x(bar.value.min(0.0)), x(bar.value.max(0.0)));
    let area = Area {
        left: from,
        top,
        width: to - from,
        height: BAR,
    };
    canvas.rectangle(area, colour, 1.0);
    let (low, high) = (bar.interval.low, bar.interval.high);
    if low < high {
        let y = top + 0.5 * BAR;
        canvas.line((x(low), y), (x(high), y), INK, 1.2);
        for end in [low, high] {
            canvas.line((x(end), y - 2.5), (x(end), y + 2.5), INK, 1.2);
        }
    }
}
