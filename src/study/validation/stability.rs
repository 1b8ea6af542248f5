//! How the checks of a validation come out in equal batches of the replications.

use super::figure::{HEADING, LEFT, TOP, height_of, label_of, legend, mark, write_label};
use crate::figure::Figure;
use crate::figure::canvas::{Anchor, Canvas, Lettering, SMALL, WIDTH, picture};
use crate::figure::palette::GREY;
use crate::figure::panel::{note, note_height};
use crate::scenario::fact::Role;
use crate::study::validation::counts::of_role;
use crate::study::validation::report::heading_of;
use crate::study::validation::{Batches, Validated, Verdict};
use crate::words::{Words, say, words};

/// From one batch to the next.
const STEP: f64 = 19.0;

const READING: Words = words!(
    "Each mark is one of sixteen equal batches of the replications, judged by the rule that holds for all of them; those in which the \
     check is met come first. The number counts the batches whose figure itself lies in the target, whatever its interval. Batches \
     decide nothing: the interval of one is four times as wide as that of all together."
);

/// One check.
struct Line {
    label: Vec<String>,
    batches: Batches,
}

/// Draws the batches of the checks; `None` where there are none.
#[must_use]
pub(super) fn draw(validated: &[Validated]) -> Option<Figure> {
    let groups: Vec<(Words, Vec<Line>)> = Role::ALL
        .into_iter()
        .map(|role| (heading_of(role), lines(validated, role)))
        .filter(|(_, lines)| !lines.is_empty())
        .collect();
    if groups.is_empty() {
        return None;
    }
    let heights = groups
        .iter()
        .map(|(_, lines)| HEADING + lines.iter().map(|line| height_of(&line.label)).sum::<f64>());
    let height = TOP + heights.sum::<f64>() + 16.0 + note_height(&READING);
    let title = say!("Verdicts in batches of the replications");
    let checks = groups.iter().map(|(_, lines)| lines.len()).sum::<usize>();
    let caption = say!("Checks: {checks}.");
    let svg = picture(height, &format!("{title}. {caption} {READING}"), |canvas| {
        legend(
            canvas,
            &words!("batches, and those whose figure lies in the target"),
        );
        let mut top = TOP;
        for (heading, lines) in &groups {
            canvas.text(heading, (1.0, top + 0.5 * HEADING), Lettering::heading());
            top += HEADING;
            for line in lines {
                draw_line(canvas, line, top);
                top += height_of(&line.label);
            }
        }
        note(canvas, &READING, height - note_height(&READING));
    });
    Some(Figure {
        name: "stability",
        title,
        caption,
        svg,
    })
}

fn lines(validated: &[Validated], role: Role) -> Vec<Line> {
    let found = of_role(validated, role).flat_map(|fact| {
        let id = &fact.fact.id;
        fact.found.iter().map(move |found| (id, found))
    });
    found
        .filter(|(_, found)| found.batches.count > 0)
        .map(|(id, found)| Line {
            label: label_of(id, found),
            batches: found.batches,
        })
        .collect()
}

fn draw_line(canvas: &mut Canvas<'_>, line: &Line, top: f64) {
    write_label(canvas, &line.label, top);
    let y = top + 0.5 * height_of(&line.label);
    let batches = line.batches;
    for batch in 0..batches.count {
        let verdict = if batch < batches.met {
            Verdict::Met
        } else if batch < batches.count - batches.not_met {
            Verdict::Turns
        } else {
            Verdict::NotMet
        };
        mark(verdict).draw(canvas, (LEFT + 6.0 + f64::from(batch) * STEP, y));
    }
    let inside = batches.inside.to_string();
    let lettering = Lettering::new(SMALL, GREY).anchored(Anchor::Right);
    canvas.text(&inside, (WIDTH - 2.0, y), lettering);
}
