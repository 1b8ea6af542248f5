//! Marks that differ in shape as well as in colour, each on its interval.

use plotters::style::RGBColor;

use super::axis::Axis;
use super::canvas::{Area, Canvas, Place};
use super::palette::{BLUE, GREY, VERMILLION};

/// What is said of an effect or a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A dot: yes.
    Dot,
    /// A cross: no.
    Cross,
    /// A ring: open.
    Ring,
}

impl Mark {
    const fn colour(self) -> RGBColor {
        match self {
            Self::Dot => BLUE,
            Self::Cross => VERMILLION,
            Self::Ring => GREY,
        }
    }

    pub(crate) fn draw(self, canvas: &mut Canvas<'_>, (x, y): Place) {
        let colour = self.colour();
        match self {
            Self::Dot => canvas.dot((x, y), 5.0, colour, 1.0),
            Self::Cross => {
                canvas.line((x - 4.5, y - 4.5), (x + 4.5, y + 4.5), colour, 2.4);
                canvas.line((x - 4.5, y + 4.5), (x + 4.5, y - 4.5), colour, 2.4);
            }
            Self::Ring => canvas.ring((x, y), 4.5, colour),
        }
    }

    /// The mark on the line of its interval; beyond `furthest` it stands there, and what goes on further out has an arrow.
    pub(crate) fn draw_on_interval(
        self,
        canvas: &mut Canvas<'_>,
        (axis, area): (&Axis, Area),
        [low, value, high]: [f64; 3],
        (y, furthest): (f64, f64),
    ) {
        if !value.is_finite() {
            return;
        }
        let x = |value: f64| area.left + axis.position(value.clamp(-furthest, furthest)) * area.width;
        let colour = self.colour();
        canvas.line((x(low), y), (x(high), y), colour, 2.0);
        self.draw(canvas, (x(value), y));
        for (end, out) in [(low, -1.0), (high, 1.0)] {
            if out * value > furthest || out * end > furthest {
                // Beside the mark where that stands at the edge.
                let room = if out * value > furthest { 20.0 } else { 0.0 };
                let tip = (x(out * furthest) + out * room, y);
                canvas.line((tip.0 - out * 11.0, y), tip, colour, 2.0);
                for side in [-4.0, 4.0] {
                    canvas.line(tip, (tip.0 - out * 5.0, y + side), colour, 2.0);
                }
            }
        }
    }
}
