//! What professionals think of co-production, and the time they give it.

use super::courses;
use crate::figure::Figure;
use crate::figure::data::Data;
use crate::figure::layout::{figure, single};
use crate::figure::palette::{BLUE, GREEN, VERMILLION};
use crate::figure::panel::Panel;
use crate::words::{say, words};

pub(super) fn draw(data: Data<'_>) -> Figure {
    let title = say!("Professionals' attitude, belief and time");
    let panel = Panel {
        title: words!("Professionals' attitude and belief").text(),
        unit: words!("scale from 0 to 1").text(),
        limits: (0.0, 1.0),
        from_zero: true,
        reference: None,
        series: [
            ("attitude", words!("enabling attitude"), BLUE),
            ("belief", words!("belief in citizens"), GREEN),
        ]
        .map(|(key, label, colour)| data.series(key, &label, colour, 1.0))
        .into(),
        labelled: true,
        marks: data.marks(),
    };
    let mut small = [
        single(data, "enabling_share", words!("Enabling share").text()),
        single(data, "support", words!("Support for participants").text()),
    ];
    small[0].unit = "share of working time for facilitation";
    small[1].unit = words!("1: facilitation covers all participants").text();
    for panel in &mut small {
        panel.series[0].colour = VERMILLION;
    }
    let caption = say!(
        "Attitude runs from provider-centric (0) to enabling (1); belief is in citizens' will and ability. \
         Below: the time professionals give, and how far it covers the participants there are. {}.",
        courses(data, &["attitude", "belief", "enabling_share"]),
    );
    Figure {
        name: "professionals",
        svg: figure(data, &format!("{title}. {caption}"), Some(&panel), &small, 2),
        title,
        caption,
    }
}
