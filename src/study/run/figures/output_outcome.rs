//! Output against outcome over time: what is delivered, and what gets better.

use super::courses;
use crate::figure::Figure;
use crate::figure::data::Data;
use crate::figure::layout::{figure, single};
use crate::figure::palette::{BLUE, VERMILLION};
use crate::figure::panel::Panel;
use crate::words::{Words, say, words};

pub(super) fn draw(data: Data<'_>) -> Figure {
    let title = say!("Output against outcome");
    let indexed = |key: &str, label: Words, colour| {
        let start = data.mean(key, 0);
        let factor = if start > 0.0 { 100.0 / start } else { f64::NAN };
        data.series(key, &label, colour, factor)
    };
    let index = Panel {
        title: words!("Output and outcome compared with the start").text(),
        unit: words!("index, mean at the start = 100").text(),
        limits: (0.0, f64::INFINITY),
        from_zero: false,
        reference: Some(100.0),
        series: vec![
            indexed("output", words!("output"), BLUE),
            indexed("outcome", words!("outcome"), VERMILLION),
        ],
        labelled: true,
        marks: data.marks(),
    };
    let mut small = [
        single(data, "output", words!("Output").text()),
        single(data, "outcome", words!("Outcome").text()),
        single(data, "unmet_need", words!("Unmet need").text()),
    ];
    small[1].series[0].colour = VERMILLION;
    let caption = say!(
        "Output is what is delivered; outcome is how far the problem is under control. Lines that part \
         show that one changes without the other. {}.",
        courses(data, &["output", "outcome", "unmet_need"]),
    );
    Figure {
        name: "output_outcome",
        svg: figure(data, &format!("{title}. {caption}"), Some(&index), &small, 3),
        title,
        caption,
    }
}
