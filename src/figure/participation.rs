//! Who takes part, by role.

use super::data::Data;
use super::layout::figure;
use super::palette::{BLUE, GREEN, INK, PURPLE};
use super::panel::Panel;
use super::{Figure, path_of};

pub(super) fn draw(data: Data<'_>) -> Figure {
    let title = "Participation by role";
    let panel = Panel {
        title: "Citizens who take part",
        unit: "share of citizens",
        limits: (0.0, 1.0),
        from_zero: true,
        reference: None,
        series: [
            ("participants_share", "all participants", INK),
            ("co_initiators_share", "co-initiators", PURPLE),
            ("co_designers_share", "co-designers", BLUE),
            ("co_implementors_share", "co-implementors", GREEN),
        ]
        .map(|(key, label, colour)| data.series(key, label, colour, 1.0))
        .into(),
        labelled: true,
        marks: data.marks(),
    };
    let caption = format!(
        "Co-initiators help to set the frame, co-designers shape the service, co-implementors carry it out. \
         Someone in several programmes counts once in each role. {}.",
        path_of(data, "participants_share"),
    );
    Figure {
        name: "participation",
        title: title.to_owned(),
        svg: figure(data, &format!("{title}. {caption}"), Some(&panel), &[], 1),
        caption,
    }
}
