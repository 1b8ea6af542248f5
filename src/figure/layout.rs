//! How panels are put together to a figure.

use super::canvas::{Area, WIDTH, picture};
use super::data::Data;
use super::palette::BLUE;
use super::panel::{Panel, note, note_height};

/// Height of the one large panel of a figure, its axes included.
const LARGE: f64 = 340.0;
/// Height of a row of small panels, their axes included.
const SMALL_ROW: f64 = 220.0;
/// Between panels.
const GAP: f64 = 18.0;

/// A figure of one large panel, where there is one, above rows of small ones.
pub(crate) fn figure(
    data: Data<'_>,
    description: &str,
    large: Option<&Panel<'_>>,
    small: &[Panel<'_>],
    columns: usize,
) -> String {
    noted(data, description, large, small, columns, &data.reading())
}

/// The same, with another note at its foot.
pub(crate) fn noted(
    data: Data<'_>,
    description: &str,
    large: Option<&Panel<'_>>,
    small: &[Panel<'_>],
    columns: usize,
    reading: &str,
) -> String {
    let large_height = large.map_or(0.0, |panel| LARGE + panel.mark_rows(data, WIDTH));
    let rows = small.len().div_ceil(columns);
    let height = large_height + rows as f64 * SMALL_ROW + note_height(reading);
    picture(height, description, |canvas| {
        if let Some(panel) = large {
            let area = Area {
                left: 1.0,
                top: 4.0,
                width: WIDTH - 1.0,
                height: large_height - 8.0,
            };
            panel.draw(canvas, data, area);
        }
        let width = (WIDTH - 1.0 - GAP * (columns - 1) as f64) / columns as f64;
        for (index, panel) in small.iter().enumerate() {
            let area = Area {
                left: 1.0 + (index % columns) as f64 * (width + GAP),
                top: 4.0 + large_height + (index / columns) as f64 * SMALL_ROW,
                width,
                height: SMALL_ROW - 12.0,
            };
            panel.draw(canvas, data, area);
        }
        note(canvas, reading, height - note_height(reading));
    })
}

/// A small panel of one measure of the whole society.
pub(crate) fn single<'a>(data: Data<'_>, key: &str, title: &'a str) -> Panel<'a> {
    let measure = data.measure(key);
    Panel {
        title,
        unit: measure.map_or("", |measure| measure.unit),
        limits: measure.map_or((f64::NEG_INFINITY, f64::INFINITY), |measure| {
            (measure.minimum, measure.maximum)
        }),
        from_zero: false,
        reference: None,
        series: vec![data.series(key, "", BLUE, 1.0)],
        labelled: false,
        marks: Vec::new(),
    }
}
