//! The tornado: each barrier removed and doubled, with what that does to outcome and output.

use super::bars::{Bar, Chart, Panel};
use super::{capitalised, labels, notation, shown};
use crate::figure::Figure;
use crate::figure::palette::{BLUE, ORANGE};
use crate::statistics::CONFIDENCE;
use crate::study::barriers::{Effect, Findings, Found};

const READING: &str = "Bars: difference from the baseline at the end, everything else the same. Thin lines: 95 % intervals of the paired \
     difference, not adjusted for the number of barriers. No bar: nothing changes.";

pub(super) fn draw(findings: &Findings) -> Figure {
    let title = "What each barrier does alone";
    let panels = shown(findings).map(|found| panel(findings, found)).collect();
    let caption = caption(findings);
    let chart = Chart {
        title: "Each barrier removed and doubled",
        legend: [("removed", BLUE), ("doubled", ORANGE)],
        labels: labels(findings),
        panels,
        reading: READING,
    };
    let svg = chart.draw(&format!("{title}. {caption}"));
    Figure {
        name: "tornado",
        title: title.to_owned(),
        caption,
        svg,
    }
}

fn panel(findings: &Findings, found: &Found) -> Panel {
    let bar = |effect: &Effect| Bar {
        value: effect.paired.difference.mean(),
        interval: effect.paired.interval(CONFIDENCE),
    };
    let places = findings.ranking.iter();
    Panel {
        heading: capitalised(found.column.measure.label.text()),
        subtitle: format!("change, {}", notation(found).change_unit()),
        unit: found.column.measure.unit,
        bars: places
            .map(|place| {
                [
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
            let name = present.barrier.name.to_lowercase();
            format!("{name} ({} to {})", present.strength, present.doubled)
        })
        .collect();
    let cut = if cut.is_empty() {
        String::new()
    } else {
        format!(
            " Doubling stops at the largest strength there can be for {}.",
            crate::figure::enumeration(&cut, "and")
        )
    };
    format!(
        "Barriers from the largest gain in outcome when removed to the smallest; {} replications of each change.{cut}",
        findings.replications
    )
}
