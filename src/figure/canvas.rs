//! Paper and pen: a thin layer over the SVG backend that draws in fractions of a pixel.

use plotters::backend::SVGBackend;
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, RGBColor, ShapeStyle, TextStyle};

use super::palette::{INK, PAPER};

/// Width of every figure in pixels.
pub(crate) const WIDTH: f64 = 720.0;
/// Size of ordinary text in pixels.
pub(crate) const TEXT: f64 = 12.5;
/// Size of notes in pixels.
pub(crate) const SMALL: f64 = 11.5;

const FONT: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
/// The backend knows whole coordinates only, so it draws this much larger than the figure is shown.
const UNITS: f64 = 10.0;
/// The backend divides the size of a font by this.
const FONT_FACTOR: f64 = 1.24;

/// A place on the paper in pixels from its top left corner.
pub(crate) type Place = (f64, f64);

/// A rectangle on the paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Area {
    pub(crate) fn right(&self) -> f64 {
        self.left + self.width
    }

    pub(crate) fn bottom(&self) -> f64 {
        self.top + self.height
    }
}

/// Where a text stands from its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Left,
    Centre,
    Right,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lettering {
    pub(crate) size: f64,
    pub(crate) colour: RGBColor,
    pub(crate) bold: bool,
    pub(crate) anchor: Anchor,
}

impl Lettering {
    /// Text of this size and colour that starts at its place.
    pub(crate) fn new(size: f64, colour: RGBColor) -> Self {
        Self {
            size,
            colour,
            bold: false,
            anchor: Anchor::Left,
        }
    }

    /// The heading of a panel.
    pub(crate) fn heading() -> Self {
        Self {
            bold: true,
            ..Self::new(13.5, INK)
        }
    }

    pub(crate) fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// Something to draw on.
pub(crate) struct Canvas<'a>(SVGBackend<'a>);

/// Drawing goes into a string, which takes everything.
const DRAWING: &str = "drawing into a string cannot fail";

/// Draws a picture of this height; `description` is what a screen reader says.
pub(crate) fn picture(height: f64, description: &str, paint: impl FnOnce(&mut Canvas<'_>)) -> String {
    let mut text = String::new();
    let size = (units(WIDTH) as u32, units(height) as u32);
    let mut canvas = Canvas(SVGBackend::with_string(&mut text, size));
    canvas.rectangle(
        Area {
            left: 0.0,
            top: 0.0,
            width: WIDTH,
            height,
        },
        PAPER,
        1.0,
    );
    paint(&mut canvas);
    canvas.0.present().expect(DRAWING);
    drop(canvas);
    let (_, body) = text
        .split_once('>')
        .expect("the backend begins with the tag of the picture");
    let description = escaped(description);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" width=\"{WIDTH}\" height=\"{height}\" \
         role=\"img\" aria-label=\"{description}\" stroke-linejoin=\"round\" stroke-linecap=\"round\">{body}",
        size.0, size.1
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

fn point((x, y): Place) -> (i32, i32) {
    (units(x), units(y))
}

fn pen(colour: RGBColor, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: colour.to_rgba(),
        filled: false,
        stroke_width: units(width) as u32,
    }
}

fn ink(colour: RGBColor, opacity: f64) -> ShapeStyle {
    ShapeStyle {
        color: colour.mix(opacity),
        filled: true,
        stroke_width: 0,
    }
}

impl Canvas<'_> {
    /// A straight line.
    pub(crate) fn line(&mut self, from: Place, to: Place, colour: RGBColor, width: f64) {
        self.0
            .draw_line(point(from), point(to), &pen(colour, width))
            .expect(DRAWING);
    }

    /// A straight line of dashes.
    pub(crate) fn dashes(&mut self, from: Place, to: Place, colour: RGBColor, width: f64) {
        const PERIOD: f64 = 7.0;
        let (across, down) = (to.0 - from.0, to.1 - from.1);
        let length = libm::hypot(across, down);
        let at = |distance: f64| {
            let part = (distance / length).min(1.0);
            (from.0 + part * across, from.1 + part * down)
        };
        for dash in 0..libm::ceil(length / PERIOD) as usize {
            let start = dash as f64 * PERIOD;
            self.line(at(start), at(start + 0.5 * PERIOD), colour, width);
        }
    }

    /// A line through places.
    pub(crate) fn path(&mut self, places: &[Place], colour: RGBColor, width: f64) {
        self.0
            .draw_path(places.iter().copied().map(point), &pen(colour, width))
            .expect(DRAWING);
    }

    /// A filled polygon.
    pub(crate) fn polygon(&mut self, places: &[Place], colour: RGBColor, opacity: f64) {
        self.0
            .fill_polygon(places.iter().copied().map(point), &ink(colour, opacity))
            .expect(DRAWING);
    }

    /// A filled rectangle.
    pub(crate) fn rectangle(&mut self, area: Area, colour: RGBColor, opacity: f64) {
        let corners = (point((area.left, area.top)), point((area.right(), area.bottom())));
        self.0
            .draw_rect(corners.0, corners.1, &ink(colour, opacity), true)
            .expect(DRAWING);
    }

    /// A filled dot.
    pub(crate) fn dot(&mut self, centre: Place, radius: f64, colour: RGBColor, opacity: f64) {
        self.0
            .draw_circle(point(centre), units(radius) as u32, &ink(colour, opacity), true)
            .expect(DRAWING);
    }

    /// A ring with paper inside.
    pub(crate) fn ring(&mut self, centre: Place, radius: f64, colour: RGBColor) {
        self.dot(centre, radius, PAPER, 1.0);
        self.0
            .draw_circle(point(centre), units(radius) as u32, &pen(colour, 2.0), false)
            .expect(DRAWING);
    }

    /// A text whose middle is at the height of its place.
    pub(crate) fn text(&mut self, text: &str, place: Place, lettering: Lettering) {
        let style = if lettering.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let horizontal = match lettering.anchor {
            Anchor::Left => HPos::Left,
            Anchor::Centre => HPos::Center,
            Anchor::Right => HPos::Right,
        };
        let size = lettering.size * UNITS * FONT_FACTOR;
        let style = TextStyle::from((FONT, size, style))
            .color(&lettering.colour)
            .pos(Pos::new(horizontal, VPos::Center));
        self.0.draw_text(text, &style, point(place)).expect(DRAWING);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_the_picture_is_closed() {
        let svg = picture(100.0, "a < b & \"c\"", |canvas| {
            canvas.text("5 < 6", (10.0, 10.25), Lettering::heading());
        });
        assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
        assert!(svg.contains("aria-label=\"a &lt; b &amp; &quot;c&quot;\""));
        assert!(svg.contains("5 &lt; 6"));
        assert!(svg.contains("viewBox=\"0 0 7200 1000\"") && svg.contains("width=\"720\""));
        assert!(
            svg.contains("y=\"103\""),
            "places are exact to a tenth of a pixel: {svg}"
        );
    }

    #[test]
    fn dashes_cover_half_of_a_line_and_stay_on_it() {
        let svg = picture(100.0, "", |canvas| {
            canvas.dashes((0.0, 0.0), (70.0, 0.0), INK, 1.0);
        });
        assert_eq!(svg.matches("<line").count(), 10);
        assert!(svg.contains("x2=\"665\""));
    }
}
