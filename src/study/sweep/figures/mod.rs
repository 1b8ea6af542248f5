//! Charts of a sweep: the measures along each factor, and over the plane of two.

mod along;
mod heat_map;

use crate::figure::canvas::{Area, WIDTH};
use crate::words::{Language, language};

pub(super) use along::draw as along;
pub(super) use heat_map::draw as heat_map;

/// Between panels.
const GAP: f64 = 18.0;

/// Panels of equal height in rows of so many: the area of each.
fn grid(count: usize, columns: usize, height: f64) -> Vec<Area> {
    let width = (WIDTH - 1.0 - GAP * (columns - 1) as f64) / columns as f64;
    (0..count)
        .map(|index| Area {
            left: 1.0 + (index % columns) as f64 * (width + GAP),
            top: 4.0 + (index / columns) as f64 * height,
            width,
            height: height - 12.0,
        })
        .collect()
}

/// A number of a factor as people write it: at most four significant digits.
fn level(number: f64) -> String {
    let rounded: f64 = format!("{number:.3e}").parse().unwrap_or(number);
    let written = rounded.to_string().replace('-', "\u{2212}");
    match language() {
        Language::English => written,
        Language::Danish => written.replace('.', ","),
    }
}
