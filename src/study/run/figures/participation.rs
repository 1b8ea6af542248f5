//! Who takes part, by role.

use super::courses;
use crate::figure::data::{Data, Series};
use crate::figure::layout::figure;
use crate::figure::palette::{BLUE, GREEN, INK, PURPLE};
use crate::figure::panel::Panel;
use crate::figure::{Figure, enumeration};
use crate::words::{say, words};

pub(super) fn draw(data: Data<'_>) -> Figure {
    let title = say!("Participation by role");
    let (series, absent) = series(data);
    let panel = Panel {
        title: words!("Citizens who take part").text(),
        unit: "share of citizens",
        limits: (0.0, 1.0),
        from_zero: true,
        reference: None,
        series,
        labelled: true,
        marks: data.marks(),
    };
    let caption = say!(
        "Co-initiators help to set the frame, co-designers shape the service, co-implementors carry it out. \
         Who is in several programmes counts once in each role.{absent} {}.",
        courses(data, &["participants_share"]),
    );
    Figure {
        name: "participation",
        svg: figure(data, &format!("{title}. {caption}"), Some(&panel), &[], 1),
        title,
        caption,
    }
}

/// The lines, and a sentence on the roles that nobody has, which are not drawn.
///
/// Where all participants have the same role, one line says it.
fn series(data: Data<'_>) -> (Vec<Series>, String) {
    let all = data.series("participants_share", &words!("all participants"), INK, 1.0);
    let (absent, mut roles): (Vec<Series>, Vec<Series>) = [
        ("co_initiators_share", words!("co-initiators"), PURPLE),
        ("co_designers_share", words!("co-designers"), BLUE),
        ("co_implementors_share", words!("co-implementors"), GREEN),
    ]
    .map(|(key, label, colour)| data.series(key, &label, colour, 1.0))
    .into_iter()
    .partition(Series::is_zero);
    let names: Vec<String> = absent.into_iter().map(|series| series.label).collect();
    let absent = if names.is_empty() || roles.is_empty() {
        String::new()
    } else {
        say!(
            " There are no {} in this run.",
            enumeration(&names, &words!("or"))
        )
    };
    match roles.as_mut_slice() {
        [only] if only.equals(&all) => only.label = say!("{} (all participants)", only.label),
        _ => roles.insert(0, all),
    }
    (roles, absent)
}
