//! Programmes side by side, where there are several.

use super::data::{Data, Series};
use super::layout::figure;
use super::palette::SERIES;
use super::panel::Panel;
use super::{Figure, enumeration};

/// `None` for a scenario with one programme, which the other figures show.
pub(super) fn draw(data: Data<'_>) -> Option<Figure> {
    let keys = &data.scenario.programme_keys;
    let titles = &data.scenario.programme_titles;
    if keys.len() < 2 {
        return None;
    }
    let lines = |measure: &str| -> Vec<_> {
        keys.iter()
            .zip(titles)
            .zip(SERIES.iter().cycle())
            .map(|((key, title), colour)| data.series(&format!("{key}.{measure}"), title, *colour, 1.0))
            .collect()
    };
    let panel = |title, measure: &str, unit, from_zero| Panel {
        title,
        unit,
        limits: (0.0, 1.0),
        from_zero,
        reference: None,
        series: lines(measure),
        labelled: true,
        marks: Vec::new(),
    };
    let participation = panel(
        "Citizens who take part",
        "participants_share",
        "share of citizens",
        true,
    );
    if !participation.series.iter().any(Series::has_values) {
        return None;
    }
    let outcome = panel("Outcome", "outcome", "share of need under control", false);
    let title = "Programmes side by side";
    let caption = format!(
        "Participation and outcome of {}. The programmes share citizens' time.",
        enumeration(titles, "and")
    );
    let svg = figure(
        data,
        &format!("{title}. {caption}"),
        Some(&participation),
        &[outcome],
        1,
    );
    Some(Figure {
        name: "programmes",
        title: title.to_owned(),
        caption,
        svg,
    })
}
