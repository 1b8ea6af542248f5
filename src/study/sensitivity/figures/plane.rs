//! The plane of a screening: how much a parameter matters across, how unevenly upwards.

use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, Place, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::{shortened, text_width};
use crate::figure::numbers::{Notation, count};
use crate::figure::palette::{BLUE, GREY, GRID, INK, PAPER, RULE};
use crate::figure::panel::{note, note_height};
use crate::scenario::Design;
use crate::scenario::Plan;
use crate::study::sensitivity::{Analysis, Dependence, Effect};
use crate::words::{Words, say, words};

/// Parameters with their names.
const NAMED: usize = 10;
/// Names longer than this are cut.
const NAME: f64 = 280.0;
const LEFT: f64 = 76.0;
const HEAD: f64 = 40.0;
const HEIGHT: f64 = 330.0;
const FOOT: f64 = 50.0;
const LINE: f64 = 16.0;

const READING: Words = words!(
    "Each dot is a parameter, over its plausible range. To the right: it matters more (μ*, the mean absolute change). \
     Upwards: it acts unevenly (σ), in curves or in concert with others; above the dashed line σ exceeds μ*. Grey: no \
     more than replication noise would show."
);

pub(super) fn draw(plan: &Plan, analysis: &Analysis) -> Figure {
    let title = say!("What the screening finds");
    let panel = HEAD + HEIGHT + FOOT;
    let height = panel * analysis.findings.len() as f64 + note_height(&READING);
    let paths = match &plan.design {
        Design::Morris { trajectories, .. } => *trajectories,
        _ => 0,
    };
    let caption = say!(
        "{} parameters on {} trajectories, {} replications of each point; the {NAMED} that matter most are named.",
        count(plan.factors.len()),
        count(paths),
        count(plan.replications as usize),
    );
    let svg = picture(height, &format!("{title}. {caption}"), |canvas| {
        for (measure, findings) in analysis.findings.iter().enumerate() {
            if let Dependence::Effects(effects) = &findings.dependence {
                paint(canvas, plan, measure, effects, panel * measure as f64);
            }
        }
        note(canvas, &READING, height - note_height(&READING));
    });
    Figure {
        name: "screening",
        title,
        caption,
        svg,
    }
}

fn paint(canvas: &mut Canvas<'_>, plan: &Plan, measure: usize, effects: &[Effect], top: f64) {
    let unit = plan.unit(measure);
    let area = Area {
        left: LEFT,
        top: top + HEAD,
        width: WIDTH - LEFT - 20.0,
        height: HEIGHT,
    };
    canvas.text(&plan.label(measure), (1.0, top + 11.0), Lettering::heading());
    let finite =
        |effect: &&Effect| effect.effects.mean_absolute.is_finite() && effect.effects.deviation.is_finite();
    let shown: Vec<&Effect> = effects.iter().filter(finite).collect();
    let axis = |value: fn(&Effect) -> f64| {
        let values = shown.iter().map(|effect| value(effect)).chain([0.0]);
        Axis::around(values, (0.0, f64::INFINITY), true, 6)
    };
    let (Some(across), Some(up), false) = (
        axis(|effect| effect.effects.mean_absolute),
        axis(|effect| effect.effects.deviation),
        shown.is_empty(),
    ) else {
        let middle = (area.left, area.top + 0.5 * area.height);
        canvas.text(&words!("no values"), middle, Lettering::new(TEXT, GREY));
        return;
    };
    let place = |x: f64, y: f64| -> Place {
        (
            area.left + across.position(x) * area.width,
            area.bottom() - up.position(y) * area.height,
        )
    };
    scales(canvas, unit, area, &across, &up);
    let end = across.high.min(up.high);
    canvas.dashes(place(0.0, 0.0), place(end, end), RULE, 1.0);
    let place_of = |effect: &Effect| place(effect.effects.mean_absolute, effect.effects.deviation);
    for effect in shown.iter().rev() {
        if effect.is_seen() {
            canvas.dot(place_of(effect), 4.5, BLUE, 0.9);
        } else {
            canvas.dot(place_of(effect), 3.0, RULE, 0.7);
        }
    }
    let dots: Vec<Place> = shown.iter().map(|effect| place_of(effect)).collect();
    let mut written: Vec<Area> = Vec::new();
    for effect in shown.iter().take(NAMED) {
        let name = shortened(&plan.factors[effect.factor].key, TEXT, NAME);
        let dot = place_of(effect);
        // A name for which there is no room is left to the table.
        if let Some(free) = room(area, &name, dot, &dots, &written) {
            write(canvas, &name, free, dot);
            written.push(free);
        }
    }
}

/// The nearest free place for a name: on no other name and on as few dots as can be.
fn room(area: Area, name: &str, (x, y): Place, dots: &[Place], written: &[Area]) -> Option<Area> {
    let width = text_width(name, TEXT) + 4.0;
    let mut best: Option<(usize, Area)> = None;
    for away in [6.0, 16.0, 28.0, 42.0, 58.0, 76.0] {
        let middle = y - 0.5 * LINE;
        for (left, top) in [
            (x + away, middle),
            (x - away - width, middle),
            (x + 0.7 * away, middle - away - 4.0),
            (x + 0.7 * away, middle + away + 4.0),
            (x - 0.7 * away - width, middle - away - 4.0),
            (x - 0.7 * away - width, middle + away + 4.0),
            (x - 0.5 * width, middle - away - 8.0),
            (x - 0.5 * width, middle + away + 8.0),
        ] {
            let free = Area {
                left,
                top,
                width,
                height: LINE,
            };
            let inside = area.left <= left
                && free.right() <= area.right() + 16.0
                && area.top - 8.0 <= top
                && free.bottom() <= area.bottom();
            if !inside || written.iter().any(|other| overlap(free, *other)) {
                continue;
            }
            let covered = dots
                .iter()
                .filter(|dot| {
                    free.left - 3.0 < dot.0
                        && dot.0 < free.right() + 3.0
                        && free.top - 2.0 < dot.1
                        && dot.1 < free.bottom() + 2.0
                })
                .count();
            if covered == 0 {
                return Some(free);
            }
            if best.is_none_or(|(fewest, _)| covered < fewest) {
                best = Some((covered, free));
            }
        }
    }
    best.map(|(_, free)| free)
}

fn overlap(one: Area, other: Area) -> bool {
    one.left < other.right()
        && other.left < one.right()
        && one.top < other.bottom()
        && other.top < one.bottom()
}

fn write(canvas: &mut Canvas<'_>, name: &str, area: Area, dot: Place) {
    let near = (
        dot.0.clamp(area.left, area.right()),
        dot.1.clamp(area.top, area.bottom()),
    );
    if libm::hypot(near.0 - dot.0, near.1 - dot.1) > 8.0 {
        canvas.line(dot, near, RULE, 0.8);
    }
    canvas.rectangle(area, PAPER, 0.8);
    let place = (area.left + 2.0, area.top + 0.5 * area.height);
    canvas.text(name, place, Lettering::new(TEXT, INK));
}

fn scales(canvas: &mut Canvas<'_>, unit: &str, area: Area, across: &Axis, up: &Axis) {
    let lettering = Lettering::new(SMALL, GREY);
    let named = |name: &str, notation: &Notation| {
        let unit = notation.unit();
        if unit.is_empty() {
            name.to_owned()
        } else if let Some(rest) = unit.strip_prefix('%') {
            say!("{name}, percentage points{rest}")
        } else {
            format!("{name}, {unit}")
        }
    };
    let digits = |notation: &Notation, value: f64| notation.value(value).replace("\u{a0}%", "");
    let notation = Notation::ticks(unit, up.step);
    let upwards = named(&words!("upwards: σ"), &notation);
    canvas.text(&upwards, (1.0, area.top - 12.0), lettering);
    for tick in &up.ticks {
        let y = area.bottom() - up.position(*tick) * area.height;
        canvas.line((area.left, y), (area.right(), y), GRID, 1.0);
        let place = (area.left - 8.0, y);
        canvas.text(
            &digits(&notation, *tick),
            place,
            lettering.anchored(Anchor::Right),
        );
    }
    let notation = Notation::ticks(unit, across.step);
    for tick in &across.ticks {
        let x = area.left + across.position(*tick) * area.width;
        canvas.line((x, area.top), (x, area.bottom()), GRID, 1.0);
        let place = (x, area.bottom() + 13.0);
        canvas.text(
            &digits(&notation, *tick),
            place,
            lettering.anchored(Anchor::Centre),
        );
    }
    canvas.text(
        &named("μ*", &notation),
        (area.left + 0.5 * area.width, area.bottom() + 30.0),
        lettering.anchored(Anchor::Centre),
    );
}
