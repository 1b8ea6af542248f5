//! What figures are drawn with: one SVG per chart. The figures of a kind of study stand in its folder.
//!
//! Colours are those of Okabe and Ito, lines are labelled where they end, and every figure says in a caption what it
//! shows; numbers in captions come from the same summaries as the lines.

pub(crate) mod axis;
pub(crate) mod canvas;
pub(crate) mod data;
mod happenings;
pub(crate) mod labels;
pub(crate) mod layout;
pub(crate) mod marks;
pub mod numbers;
pub(crate) mod palette;
pub(crate) mod panel;
pub(crate) mod plane;

pub use happenings::{Happening, happenings, percent, value_text};

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Name of its file, without the ending.
    pub name: &'static str,
    /// Title.
    pub title: String,
    /// What it shows, in words.
    pub caption: String,
    /// The picture.
    pub svg: String,
}

/// `a, b and c`.
pub(crate) fn enumeration(names: &[String], joint: &str) -> String {
    match names {
        [] => String::new(),
        [name] => name.clone(),
        [others @ .., last] => format!("{} {joint} {last}", others.join(", ")),
    }
}
