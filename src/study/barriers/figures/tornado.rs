//! The tornado: each barrier removed at its price and for free, and doubled, with what that does to outcome and output.

use super::bars::{Bar, Chart, Panel};
use super::{capitalised, labels, notation, shown, strength_text};
use crate::figure::palette::{BLUE, ORANGE, SKY};
use crate::figure::{Figure, enumeration};
use crate::statistics::CONFIDENCE;
use crate::study::barriers::{Effect, Findings, Found};
use crate::words::{Words, say, words};

const READING: Words = words!(
    "Bars: difference from the baseline at the end, everything else the same. At its price: the barrier is gone \
     later, and hours of staff go into it. Thin lines: 95 % intervals of the paired difference, not adjusted for the \
     number of barriers. No bar: nothing changes."
);

pub(super) fn draw(findings: &Findings) -> Figure {
    let title = say!("What each barrier does alone");
    let panels = shown(findings).map(|found| panel(findings, found)).collect();
    let caption = caption(findings);
    let chart = Chart {
        title: words!("Each barrier removed, at its price and for free, and doubled").text(),
        legend: vec![
            (words!("removed at its price").text(), BLUE),
            (words!("removed for free").text(), SKY),
            (words!("doubled").text(), ORANGE),
        ],
        labels: labels(findings),
        panels,
        reading: &reading(findings),
    };
    let svg = chart.draw(&format!("{title}. {caption}"));
    Figure {
        name: "tornado",
        title,
        caption,
        svg,
    }
}

/// How it is read. A barrier that stays the same throughout a run has a price and no delay.
fn reading(findings: &Findings) -> String {
    let present = findings
        .ranking
        .iter()
        .map(|place| &findings.design.present[place.barrier]);
    let fixed: Vec<String> = present
        .filter(|present| present.price.is_fixed)
        .map(|present| present.barrier.label.to_lowercase())
        .collect();
    if fixed.is_empty() {
        return READING.to_string();
    }
    let names = enumeration(&fixed, words!("and").text());
    READING.to_string()
        + &say!(
            " Gone from the start even at its price, since it stays the same throughout a run: {}.",
            names
        )
}

fn panel(findings: &Findings, found: &Found) -> Panel {
    let bar = |effect: &Effect| Bar {
        value: effect.paired.difference.mean(),
        interval: effect.paired.interval(CONFIDENCE),
    };
    let places = findings.ranking.iter();
    Panel {
        heading: capitalised(&found.label()),
        subtitle: say!("change, {}", notation(found).change_unit()),
        unit: found.column.measure.unit,
        bars: places
            .map(|place| {
                vec![
                    bar(&found.at_price[place.barrier]),
                    bar(&found.removed[place.barrier]),
                    bar(&found.doubled[place.barrier]),
                ]
            })
            .collect(),
    }
}

fn caption(findings: &Findings) -> String {
    let cut: Vec<String> = findings
        .ranking
        .iter()
        .map(|place| &findings.design.present[place.barrier])
        .filter(|present| present.is_cut())
        .map(|present| {
            let name = present.barrier.label.to_lowercase();
            let [strength, doubled] = [present.strength, present.doubled].map(strength_text);
            say!("{name} ({strength} to {doubled})")
        })
        .collect();
    let cut = if cut.is_empty() {
        String::new()
    } else {
        say!(
            " Doubling stops at the largest strength there can be for {}.",
            enumeration(&cut, words!("and").text())
        )
    };
    say!(
        "Barriers from the largest gain in outcome when removed at its price to the smallest; {} replications of \
         each change.{cut}",
        findings.replications
    )
}
