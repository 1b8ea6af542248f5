//! The front: cost across, the other objectives upwards, a panel each.

use plotters::style::RGBColor;

use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, Place, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::{shortened, text_width};
use crate::figure::numbers::{Notation, count};
use crate::figure::palette::{BLUE, GREY, GRID, INK, RULE, SERIES};
use crate::figure::panel::{note, note_height};
use crate::figure::plane::{covered, grid, tag};
use crate::figure::value_text;
use crate::model::measures::Theme;
use crate::scenario::FrontierPlan;
use crate::study::frontier::{Frontier, FrontierDesign};
use crate::words::{say, words};

/// Room left of the data for the numbers of the axis.
const LEFT: f64 = 76.0;
/// Heights of the data in the first panel and in further ones.
const HEIGHTS: (f64, f64) = (360.0, 190.0);
/// Room above the data of a panel, and below it.
const HEAD: f64 = 40.0;
const FOOT: f64 = 46.0;
/// Room for designs that the search left behind, as a part of the range of the others.
const BEHIND: f64 = 0.25;
/// Height of the row of colours.
const KEY: f64 = 24.0;

/// What the picture is made of.
#[derive(Clone, Copy)]
struct Data<'a> {
    plan: &'a FrontierPlan,
    frontier: &'a Frontier,
    /// The objective across.
    across: usize,
}

/// One panel: two objectives.
struct Panel {
    area: Area,
    /// Measures of the axes.
    measures: (usize, usize),
    across: Axis,
    up: Axis,
}

impl Panel {
    fn place(&self, (x, y): (f64, f64)) -> Place {
        (
            self.area.left + self.across.position(x) * self.area.width,
            self.area.bottom() - self.up.position(y) * self.area.height,
        )
    }

    fn shows(&self, (x, y): (f64, f64)) -> bool {
        (self.across.low..=self.across.high).contains(&x) && (self.up.low..=self.up.high).contains(&y)
    }

    fn point(&self, means: impl Fn(usize) -> f64) -> (f64, f64) {
        (means(self.measures.0), means(self.measures.1))
    }
}

/// Draws the designs that were looked at, the front as it was run again, and the baseline.
#[must_use]
pub(super) fn draw(plan: &FrontierPlan, frontier: &Frontier) -> Figure {
    let theme = |index: usize| plan.measures[plan.objectives[index].measure].definition().theme;
    let objectives = 0..plan.objectives.len();
    let data = Data {
        plan,
        frontier,
        across: objectives
            .clone()
            .find(|index| theme(*index) == Theme::Cost)
            .unwrap_or(1),
    };
    let ups: Vec<usize> = objectives.filter(|index| *index != data.across).collect();
    let reading = reading(data);
    let key = if plan.colour.is_some() { KEY } else { 0.0 };
    let heights = |index: usize| if index == 0 { HEIGHTS.0 } else { HEIGHTS.1 };
    let panels: f64 = (0..ups.len()).map(|index| HEAD + heights(index) + FOOT).sum();
    let height = key + panels + note_height(&reading);
    let title = say!("The front");
    let caption = caption(data);
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        colours(canvas, data);
        let mut top = key;
        for (index, up) in ups.iter().enumerate() {
            let area = Area {
                left: LEFT,
                top: top + HEAD,
                width: WIDTH - LEFT - 20.0,
                height: heights(index),
            };
            paint(canvas, data, *up, area, index == 0);
            top = area.bottom() + FOOT;
        }
        note(canvas, &reading, height - note_height(&reading));
    });
    Figure {
        name: "front",
        title,
        caption,
        svg,
    }
}

fn caption(data: Data<'_>) -> String {
    let held = data.frontier.held().count();
    let all = data.frontier.designs.len();
    let directions: Vec<String> = data
        .plan
        .objectives
        .iter()
        .map(|objective| {
            let label = data.plan.measures[objective.measure].definition().label;
            format!("{label} ({})", objective.direction.words())
        })
        .collect();
    say!(
        "{} of {} designs were run again with fresh luck, and {held} of these stay on the front: no other is nowhere worse \
         and somewhere better in {}.",
        count(all),
        count(data.frontier.searched.len() - 1),
        crate::figure::enumeration(&directions, &words!("and"))
    )
}

fn reading(data: Data<'_>) -> String {
    let mut reading = say!(
        "Large dots, with their numbers: designs that stay on the front, means of {} fresh replications with 95 % \
         intervals. Rings: designs of the front that fresh luck has others beat, or that break a limit. Grey: designs \
         the search left behind, its own means, as far as they lie here. Black ring: the baseline.",
        count(data.plan.confirmation.replications as usize),
    );
    if !data.plan.limits.is_empty() {
        reading += &say!(" Dashed: limits.");
    }
    reading
}

/// Which colour means what.
fn colours(canvas: &mut Canvas<'_>, data: Data<'_>) {
    let Some(factor) = data.plan.colour else {
        return;
    };
    let levels = data.plan.factors[factor].values.spaced(2);
    let name = data.plan.factors[factor]
        .key
        .rsplit('.')
        .next()
        .unwrap_or_default();
    let mut left = 1.0;
    let mut write = |canvas: &mut Canvas<'_>, text: &str, gap: f64| {
        let text = shortened(text, TEXT, 180.0);
        canvas.text(&text, (left, 0.5 * KEY), Lettering::new(TEXT, INK));
        left += text_width(&text, TEXT) + gap;
        left
    };
    let mut place = write(canvas, &format!("{name}:"), 16.0);
    for (index, level) in levels.iter().enumerate() {
        canvas.dot((place - 7.0, 0.5 * KEY), 5.0, SERIES[index % SERIES.len()], 1.0);
        place = write(canvas, &value_text(level), 28.0);
    }
}

fn colour(data: Data<'_>, design: &FrontierDesign) -> RGBColor {
    let choice = data.frontier.searched[design.number].choice.as_ref();
    match (data.plan.colour, choice) {
        (Some(factor), Some(choice)) => SERIES[choice[factor] % SERIES.len()],
        _ => BLUE,
    }
}

fn panel(data: Data<'_>, up: usize, area: Area) -> Option<Panel> {
    let measure = |objective: usize| data.plan.objectives[objective].measure;
    let measures = (measure(data.across), measure(up));
    let axis = |measure: usize, length: f64| {
        let chosen: Vec<f64> = std::iter::once(&data.frontier.baseline)
            .chain(&data.frontier.designs)
            .filter_map(|design| design.summaries[measure].as_ref())
            .flat_map(|summary| [summary.mean, summary.interval_low, summary.interval_high])
            .filter(|value| value.is_finite())
            .collect();
        let (low, high) = chosen
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(*value), high.max(*value))
            });
        // Designs the search left behind may lie far off; they must not press the front into a corner.
        let room = BEHIND * (high - low);
        let behind = data
            .frontier
            .searched
            .iter()
            .map(|design| design.means[measure])
            .filter(|value| value.is_finite())
            .map(|value| value.clamp(low - room, high + room));
        let values: Vec<f64> = if chosen.is_empty() {
            Vec::new()
        } else {
            chosen.iter().copied().chain(behind).collect()
        };
        let ticks = (length / 60.0).round().clamp(3.0, 8.0) as usize;
        let limits = data.plan.measures[measure].limits();
        Axis::around(values.into_iter(), limits, false, ticks)
    };
    Some(Panel {
        area,
        measures,
        across: axis(measures.0, area.width)?,
        up: axis(measures.1, area.height)?,
    })
}

fn paint(canvas: &mut Canvas<'_>, data: Data<'_>, up: usize, area: Area, numbered: bool) {
    let Some(panel) = panel(data, up, area) else {
        let middle = (area.left, area.top + 0.5 * area.height);
        canvas.text(&words!("no values"), middle, Lettering::new(TEXT, GREY));
        return;
    };
    scales(canvas, data, &panel);
    limits(canvas, data, &panel);
    for design in &data.frontier.searched[1..] {
        let point = panel.point(|measure| design.means[measure]);
        if panel.shows(point) {
            canvas.dot(panel.place(point), 2.2, RULE, 0.45);
        }
    }
    for design in &data.frontier.designs {
        intervals(canvas, &panel, design, colour(data, design));
    }
    let mut taken: Vec<Place> = Vec::new();
    let baseline = panel.point(|measure| data.frontier.baseline.mean(measure));
    if panel.shows(baseline) {
        canvas.ring(panel.place(baseline), 6.0, INK);
        taken.push(panel.place(baseline));
    }
    // Those that hold lie above the others.
    for holds in [false, true] {
        for design in data
            .frontier
            .designs
            .iter()
            .filter(|design| design.holds() == holds)
        {
            let point = panel.point(|measure| design.mean(measure));
            if !panel.shows(point) {
                continue;
            }
            let place = panel.place(point);
            taken.push(place);
            if holds {
                canvas.dot(place, 5.5, colour(data, design), 1.0);
            } else {
                canvas.ring(place, 3.5, colour(data, design));
            }
        }
    }
    if panel.shows(baseline) {
        let written = tag(canvas, area, &words!("baseline"), panel.place(baseline), &taken);
        taken.extend(grid(written));
    }
    if !numbered {
        return;
    }
    for design in data.frontier.held() {
        let point = panel.point(|measure| design.mean(measure));
        if panel.shows(point) {
            let written = numbered_dot(canvas, design.number, panel.place(point), &taken);
            taken.extend(grid(written));
        }
    }
}

/// The number of a design beside its dot, on the side where it covers the fewest of the places taken.
fn numbered_dot(canvas: &mut Canvas<'_>, number: usize, (x, y): Place, taken: &[Place]) -> Area {
    const AWAY: f64 = 7.0;
    const HEIGHT: f64 = 12.0;
    let text = number.to_string();
    let width = text_width(&text, SMALL);
    let area = [
        (x + AWAY, y - 0.5 * HEIGHT),
        (x - AWAY - width, y - 0.5 * HEIGHT),
        (x - 0.5 * width, y - AWAY - HEIGHT),
        (x - 0.5 * width, y + AWAY),
    ]
    .map(|(left, top): Place| Area {
        left,
        top,
        width,
        height: HEIGHT,
    })
    .into_iter()
    .min_by_key(|area| covered(*area, taken))
    .expect("a dot has four sides");
    let place = (area.left, area.top + 0.5 * HEIGHT);
    canvas.text(&text, place, Lettering::new(SMALL, INK));
    area
}

/// The 95 % intervals of both means of a design.
fn intervals(canvas: &mut Canvas<'_>, panel: &Panel, design: &FrontierDesign, colour: RGBColor) {
    let (x, y) = panel.point(|measure| design.mean(measure));
    let ends = |measure: usize| {
        let summary = design.summaries[measure].as_ref();
        summary.map_or((f64::NAN, f64::NAN), |own| (own.interval_low, own.interval_high))
    };
    let (across, up) = (ends(panel.measures.0), ends(panel.measures.1));
    for (from, to) in [((across.0, y), (across.1, y)), ((x, up.0), (x, up.1))] {
        if panel.shows(from) && panel.shows(to) {
            canvas.line(panel.place(from), panel.place(to), colour, 1.0);
        }
    }
}

/// Bounds of what is shown.
fn limits(canvas: &mut Canvas<'_>, data: Data<'_>, panel: &Panel) {
    for limit in &data.plan.limits {
        let across = (limit.bound, panel.up.low);
        if limit.measure == panel.measures.0 && panel.shows(across) {
            let (x, _) = panel.place(across);
            canvas.dashes((x, panel.area.top), (x, panel.area.bottom()), INK, 1.2);
        }
        let up = (panel.across.low, limit.bound);
        if limit.measure == panel.measures.1 && panel.shows(up) {
            let (_, y) = panel.place(up);
            canvas.dashes((panel.area.left, y), (panel.area.right(), y), INK, 1.2);
        }
    }
}

fn scales(canvas: &mut Canvas<'_>, data: Data<'_>, panel: &Panel) {
    let area = panel.area;
    let measured = |measure: usize| &data.plan.measures[measure];
    let named = |measure: usize, step: f64| {
        let unit = Notation::ticks(measured(measure).unit(), step).unit();
        let label = measured(measure).label();
        if unit.is_empty() {
            label
        } else {
            format!("{label}, {unit}")
        }
    };
    let (across, up) = panel.measures;
    let heading = shortened(&named(up, panel.up.step), 13.5, WIDTH - 10.0);
    canvas.text(&heading, (1.0, area.top - HEAD + 9.0), Lettering::heading());
    let direction = data
        .plan
        .direction_of(up)
        .map_or("", |direction| direction.words());
    canvas.text(
        direction,
        (1.0, area.top - HEAD + 25.0),
        Lettering::new(SMALL, GREY),
    );
    let lettering = Lettering::new(SMALL, GREY);
    let notation = Notation::ticks(measured(across).unit(), panel.across.step);
    for tick in &panel.across.ticks {
        let (x, _) = panel.place((*tick, panel.up.low));
        canvas.line((x, area.top), (x, area.bottom()), GRID, 1.0);
        let place = (x, area.bottom() + 13.0);
        canvas.text(&notation.value(*tick), place, lettering.anchored(Anchor::Centre));
    }
    let notation = Notation::ticks(measured(up).unit(), panel.up.step);
    for tick in &panel.up.ticks {
        let (_, y) = panel.place((panel.across.low, *tick));
        canvas.line((area.left, y), (area.right(), y), GRID, 1.0);
        let place = (area.left - 8.0, y);
        canvas.text(&notation.value(*tick), place, lettering.anchored(Anchor::Right));
    }
    if data.plan.direction_of(up) == Some(crate::scenario::Direction::Zero)
        && panel.shows((panel.across.low, 0.0))
    {
        let (_, y) = panel.place((panel.across.low, 0.0));
        canvas.line((area.left, y), (area.right(), y), RULE, 1.2);
    }
    canvas.text(
        &named(across, panel.across.step),
        (area.left + 0.5 * area.width, area.bottom() + 31.0),
        lettering.anchored(Anchor::Centre),
    );
}
