//! Who takes part, by role.

use super::courses;
use crate::figure::data::{Data, Series};
use crate::figure::layout::figure;
use crate::figure::palette::{BLUE, GREEN, INK, PURPLE};
use crate::figure::panel::Panel;
use crate::figure::{Figure, enumeration};

pub(super) fn draw(data: Data<'_>) -> Figure {
    let title = "Participation by role";
    let (series, absent) = series(data);
    let panel = Panel {
        title: "Citizens who take part",
        unit: "share of citizens",
        limits: (0.0, 1.0),
        from_zero: true,
        reference: None,
        series,
        labelled: true,
        marks: data.marks(),
    };
    let caption = format!(
        "Co-initiators help to set the frame, co-designers shape the service, co-implementors carry it out. \
         Who is in several programmes counts once in each role.{absent} {}.",
        courses(data, &["participants_share"]),
    );
    Figure {
        name: "participation",
        title: title.to_owned(),
        svg: figure(data, &format!("{title}. {caption}"), Some(&panel), &[], 1),
        caption,
    }
}

/// The lines, and a sentence on the roles that nobody has, which are not drawn.
///
/// Where all participants have the same role, one line says it.
fn series(data: Data<'_>) -> (Vec<Series>, String) {
    let all = data.series("participants_share", "all participants", INK, 1.0);
    let (absent, mut roles): (Vec<Series>, Vec<Series>) = [
        ("co_initiators_share", "co-initiators", PURPLE),
        ("co_designers_share", "co-designers", BLUE),
        ("co_implementors_share", "co-implementors", GREEN),
    ]
    .map(|(key, label, colour)| data.series(key, label, colour, 1.0))
    .into_iter()
    .partition(Series::is_zero);
    let names: Vec<String> = absent.into_iter().map(|series| series.label).collect();
    let absent = if names.is_empty() || roles.is_empty() {
        String::new()
    } else {
        format!(" There are no {} in this run.", enumeration(&names, "or"))
    };
    match roles.as_mut_slice() {
        [only] if only.equals(&all) => only.label = format!("{} (all participants)", only.label),
        _ => roles.insert(0, all),
    }
    (roles, absent)
}
