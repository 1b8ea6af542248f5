//! Programmes side by side, and municipalities, where there are several.

use crate::figure::data::{Data, Series};
use crate::figure::layout::figure;
use crate::figure::palette::SERIES;
use crate::figure::panel::Panel;
use crate::figure::{Figure, enumeration};
use crate::scenario::municipality_key;
use crate::words::{say, words};

/// What is drawn: a line for each of these keys and titles.
struct Sides {
    name: &'static str,
    title: &'static str,
    caption: String,
    /// What the names of its measures begin with, and how it is called.
    lines: Vec<(String, String)>,
}

/// `None` for a scenario with one programme, which the other figures show.
pub(super) fn programmes(data: Data<'_>) -> Option<Figure> {
    let scenario = data.scenario;
    let keys = scenario.programme_keys.iter().cloned();
    draw(
        data,
        Sides {
            name: "programmes",
            title: words!("Programmes side by side").text(),
            caption: say!(
                "Participation and outcome of {}. The programmes share citizens' time.",
                enumeration(&scenario.programme_titles, &words!("and"))
            ),
            lines: keys.zip(scenario.programme_titles.iter().cloned()).collect(),
        },
    )
}

/// `None` for a scenario with one municipality, and for one with more than there are colours.
pub(super) fn municipalities(data: Data<'_>) -> Option<Figure> {
    let number = data.scenario.municipalities();
    if number as usize > SERIES.len() {
        return None;
    }
    let line = |number| (municipality_key(number), say!("municipality {number}"));
    draw(
        data,
        Sides {
            name: "municipalities",
            title: words!("Municipalities side by side").text(),
            caption: say!(
                "Participation and outcome in each of {number} municipalities. Each has citizens, units and a council of \
                 its own."
            ),
            lines: (1..=number).map(line).collect(),
        },
    )
}

fn draw(data: Data<'_>, drawn: Sides) -> Option<Figure> {
    if drawn.lines.len() < 2 {
        return None;
    }
    let panel = |title, measure: &str, unit, from_zero| {
        let lines = drawn.lines.iter().zip(SERIES.iter().cycle());
        let series =
            lines.map(|((key, title), colour)| data.series(&format!("{key}.{measure}"), title, *colour, 1.0));
        Panel {
            title,
            unit,
            limits: (0.0, 1.0),
            from_zero,
            reference: None,
            series: series.collect(),
            labelled: true,
            marks: Vec::new(),
        }
    };
    let participation = panel(
        words!("Citizens who take part").text(),
        "participants_share",
        "share of citizens",
        true,
    );
    if !participation.series.iter().any(Series::has_values) {
        return None;
    }
    let outcome = panel(
        words!("Outcome").text(),
        "outcome",
        "share of need under control",
        false,
    );
    let svg = figure(
        data,
        &format!("{}. {}", drawn.title, drawn.caption),
        Some(&participation),
        &[outcome],
        1,
    );
    Some(Figure {
        name: drawn.name,
        title: drawn.title.to_owned(),
        caption: drawn.caption,
        svg,
    })
}
