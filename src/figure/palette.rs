//! Colours: the palette of Okabe and Ito (2008), which people with any colour vision can tell apart.

use plotters::style::RGBColor;

/// Ink of text and of totals.
pub(crate) const INK: RGBColor = RGBColor(0x1A, 0x1A, 0x1A);
/// Text that explains.
pub(crate) const GREY: RGBColor = RGBColor(0x55, 0x55, 0x55);
/// Grid lines.
pub(crate) const GRID: RGBColor = RGBColor(0xE2, 0xE2, 0xE2);
/// Axes, marks and leaders.
pub(crate) const RULE: RGBColor = RGBColor(0x8C, 0x8C, 0x8C);
/// Paper.
pub(crate) const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);

pub(crate) const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xB2);
pub(crate) const VERMILLION: RGBColor = RGBColor(0xD5, 0x5E, 0x00);
pub(crate) const GREEN: RGBColor = RGBColor(0x00, 0x9E, 0x73);
pub(crate) const PURPLE: RGBColor = RGBColor(0xCC, 0x79, 0xA7);
pub(crate) const ORANGE: RGBColor = RGBColor(0xE6, 0x9F, 0x00);
pub(crate) const SKY: RGBColor = RGBColor(0x56, 0xB4, 0xE9);

/// Colours of things that have no colour of their own, such as programmes.
pub(crate) const SERIES: [RGBColor; 6] = [BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY];

/// The colour of a variant, by its position.
pub(crate) const fn variant_colour(position: usize) -> RGBColor {
    SERIES[position % SERIES.len()]
}
