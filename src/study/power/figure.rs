//! The power curve: how surely so many replications find an effect, paired and unpaired, one panel for each variant.

use plotters::style::RGBColor;

use super::words::size_of;
use super::{Effect, EffectOf, Estimate, Pilot, PowerAnalysis, PowerAnswer, Seeds};
use crate::figure::Figure;
use crate::figure::canvas::{Anchor, Area, Canvas, Lettering, Place, SMALL, TEXT, WIDTH, picture};
use crate::figure::labels::{shortened, text_width};
use crate::figure::numbers::{Notation, count};
use crate::figure::palette::{BLUE, GREY, GRID, INK, RULE, VERMILLION};
use crate::figure::panel::{note, note_height};
use crate::study::Variant;
use crate::words::{Words, say, words};

/// Height of a panel, its heading and axes included.
const PANEL: f64 = 268.0;
const HEAD: f64 = 50.0;
const FOOT: f64 = 46.0;
const LEFT: f64 = 58.0;
/// Replications that the axis begins with.
const FIRST: f64 = 2.0;
/// Replications that the axis ends with at least.
const LAST_MIN: usize = 50;
/// Replications that the axis ends with at most.
const LAST_MAX: usize = 1_000_000;
/// Places of a curve.
const POINTS: u32 = 60;

const READING: Words = words!(
    "Lines: the probability that a comparison of so many replications of each arm finds the effect, by a \
     two-sided t test of level 0.05. Bands: the same at both ends of the 95 % interval of the pilot's \
     standard deviation. Dashed: the power asked for. Replications are on a logarithmic scale."
);

/// Draws the curves of the effect asked for, or of the pilot's own difference.
#[must_use]
pub(super) fn draw(study: &PowerAnalysis, answer: &PowerAnswer) -> Figure {
    let title = say!("Power to find an effect on {}", study.column().measure.label);
    let panels: Vec<(&Variant, &Pilot)> = study.variants(answer).collect();
    let height = PANEL * panels.len() as f64 + note_height(&READING);
    let svg = picture(height, &format!("{title}. {READING}"), |canvas| {
        for (index, (variant, pilot)) in panels.iter().enumerate() {
            let area = Area {
                left: LEFT,
                top: PANEL * index as f64 + HEAD,
                width: WIDTH - LEFT - 16.0,
                height: PANEL - HEAD - FOOT,
            };
            panel(canvas, study, variant, pilot, area);
        }
        note(canvas, &READING, height - note_height(&READING));
    });
    Figure {
        name: "power",
        title,
        caption: READING.to_string(),
        svg,
    }
}

/// The effect that is drawn.
fn drawn(study: &PowerAnalysis, pilot: &Pilot) -> Option<Effect> {
    let mut effects = pilot.effects(study.aim.effect).into_iter();
    effects.find(|effect| matches!(effect.of, EffectOf::Asked | EffectOf::Whole))
}

fn panel(canvas: &mut Canvas<'_>, study: &PowerAnalysis, variant: &Variant, pilot: &Pilot, area: Area) {
    let heading = shortened(&variant.name(), 13.5, WIDTH - 2.0);
    canvas.text(&heading, (1.0, area.top - HEAD + 12.0), Lettering::heading());
    let Some(effect) = drawn(study, pilot) else {
        let middle = (area.left, area.top + 0.5 * area.height);
        canvas.text(
            &say!("the pilot shows no chance to plan against"),
            middle,
            Lettering::new(TEXT, GREY),
        );
        return;
    };
    let mut x = area.left;
    for seeds in Seeds::BOTH {
        let y = area.top - HEAD + 32.0;
        canvas.line((x, y), (x + 18.0, y), colour(seeds), 2.4);
        canvas.text(seeds.name(), (x + 24.0, y), Lettering::new(SMALL, INK));
        x += 44.0 + text_width(seeds.name(), SMALL);
    }
    let words = say!(
        "effect: {}, {}",
        size_of(study, pilot, effect.size),
        effect.of.name()
    );
    canvas.text(&words, (x, area.top - HEAD + 32.0), Lettering::new(SMALL, GREY));
    let last = last(study, pilot, effect);
    axes(canvas, study, area, last);
    for seeds in Seeds::BOTH.into_iter().rev() {
        curve(canvas, (pilot, seeds, effect), area, last);
    }
}

const fn colour(seeds: Seeds) -> RGBColor {
    match seeds {
        Seeds::Common => BLUE,
        Seeds::Separate => VERMILLION,
    }
}

/// Where the axis ends: at a round number of replications that find the effect even without pairing.
fn last(study: &PowerAnalysis, pilot: &Pilot, effect: Effect) -> usize {
    let power = study.aim.powers.last().copied().unwrap_or(0.9);
    let needed = pilot.replications(Seeds::Separate, effect.size, power).value;
    let wanted = needed.unwrap_or(LAST_MAX).clamp(LAST_MIN, LAST_MAX);
    round_counts(LAST_MAX)
        .find(|count| *count >= wanted)
        .unwrap_or(LAST_MAX)
}

/// 1, 2, 5, 10, 20 …, up to a count.
fn round_counts(last: usize) -> impl Iterator<Item = usize> {
    let decades = (0..).map(|exponent| 10_usize.pow(exponent));
    decades
        .flat_map(|decade| [decade, 2 * decade, 5 * decade])
        .take_while(move |count| *count <= last)
}

/// Where a number of replications lies between both ends of the axis.
fn position(count: f64, last: usize) -> f64 {
    libm::log(count / FIRST) / libm::log(last as f64 / FIRST)
}

fn axes(canvas: &mut Canvas<'_>, study: &PowerAnalysis, area: Area, last: usize) {
    let grey = Lettering::new(SMALL, GREY);
    let y = |power: f64| area.bottom() - power * area.height;
    let notation = Notation::ticks("share", 0.2);
    for fifth in 0..=5_u8 {
        let power = f64::from(fifth) * 0.2;
        canvas.line((area.left, y(power)), (area.right(), y(power)), GRID, 1.0);
        let label = notation.value(power);
        canvas.text(&label, (area.left - 8.0, y(power)), grey.anchored(Anchor::Right));
    }
    for power in &study.aim.powers {
        canvas.dashes((area.left, y(*power)), (area.right(), y(*power)), RULE, 1.0);
    }
    canvas.line(
        (area.left, area.bottom()),
        (area.right(), area.bottom()),
        RULE,
        1.0,
    );
    for tick in round_counts(last).filter(|tick| *tick as f64 >= FIRST) {
        let x = area.left + position(tick as f64, last) * area.width;
        canvas.line((x, area.bottom()), (x, area.bottom() + 4.0), RULE, 1.0);
        canvas.text(
            &count(tick),
            (x, area.bottom() + 13.0),
            grey.anchored(Anchor::Centre),
        );
    }
    canvas.text(
        &say!("replications of each arm"),
        (area.left + 0.5 * area.width, area.bottom() + 29.0),
        grey.anchored(Anchor::Centre),
    );
}

fn curve(canvas: &mut Canvas<'_>, (pilot, seeds, effect): (&Pilot, Seeds, Effect), area: Area, last: usize) {
    let mut counts: Vec<usize> = (0..=POINTS)
        .map(|point| {
            let part = f64::from(point) / f64::from(POINTS);
            (FIRST * libm::pow(last as f64 / FIRST, part)).round() as usize
        })
        .collect();
    counts.dedup();
    let powers: Vec<(f64, Estimate<f64>)> = counts
        .iter()
        .map(|count| {
            let x = area.left + position(*count as f64, last) * area.width;
            (x, pilot.power(seeds, *count, effect.size))
        })
        .collect();
    let place = |x: f64, power: f64| -> Place { (x, area.bottom() - power.clamp(0.0, 1.0) * area.height) };
    let lower = powers.iter().map(|(x, power)| place(*x, power.low));
    let upper = powers.iter().map(|(x, power)| place(*x, power.high));
    let outline: Vec<Place> = upper.chain(lower.rev()).collect();
    canvas.polygon(&outline, colour(seeds), 0.2);
    let line: Vec<Place> = powers.iter().map(|(x, power)| place(*x, power.value)).collect();
    canvas.path(&line, colour(seeds), 2.2);
}
