//! What professionals think of co-production, and the time they give it.

use super::data::Data;
use super::layout::figure;
use super::palette::{BLUE, GREEN, VERMILLION};
use super::panel::Panel;
use super::{Figure, path_of};

pub(super) fn draw(data: Data<'_>) -> Figure {
    let title = "Professionals' attitude, belief and time";
    let panel = Panel {
        title: "Professionals",
        unit: "scale from 0 to 1; enabling share: part of working time",
        limits: (0.0, 1.0),
        from_zero: true,
        reference: None,
        series: [
            ("attitude", "enabling attitude", BLUE),
            ("belief", "belief in citizens", GREEN),
            ("enabling_share", "enabling share", VERMILLION),
        ]
        .map(|(key, label, colour)| data.series(key, label, colour, 1.0))
        .into(),
        labelled: true,
        marks: data.marks(),
    };
    let caption = format!(
        "Attitude runs from provider-centric (0) to enabling (1); belief is in citizens' will and ability; the \
         enabling share is working time given to facilitation. {}; {}; {}.",
        path_of(data, "attitude"),
        path_of(data, "belief"),
        path_of(data, "enabling_share"),
    );
    Figure {
        name: "professionals",
        title: title.to_owned(),
        svg: figure(data, &format!("{title}. {caption}"), Some(&panel), &[], 1),
        caption,
    }
}
