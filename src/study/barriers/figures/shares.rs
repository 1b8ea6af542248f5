//! Each barrier's Shapley share of the joint effect beside its effect alone.

use super::bars::{Bar, Chart, Panel};
use super::{capitalised, labels, notation, shown};
use crate::figure::Figure;
use crate::figure::palette::{BLUE, SKY};
use crate::statistics::CONFIDENCE;
use crate::study::barriers::{Findings, Found};
use crate::words::{Words, say, words};

const READING: Words = words!(
    "Where the share is longer than the bar of the barrier alone, removing it does more once others are \
     gone; where it is shorter, others already do part of its work. Thin lines: 95 % intervals."
);

pub(super) fn draw(findings: &Findings) -> Figure {
    let title = say!("Each barrier's share of what all do together");
    let how = match findings.design.pairs {
        0 => say!("all orders of removal"),
        pairs => say!("{} sampled orders of removal", 2 * pairs),
    };
    let caption = say!(
        "Removed alone, and as a share of the effect of removing all {} barriers, all for free: the Shapley value, \
         which is the effect of removing the barrier averaged over {how}. All shares add up to the joint effect.",
        findings.design.present.len()
    );
    let chart = Chart {
        title: words!("Alone, and as a share of all together").text(),
        legend: vec![
            (words!("removed alone for free").text(), SKY),
            (words!("share of the joint effect").text(), BLUE),
        ],
        labels: labels(findings),
        panels: shown(findings).map(|found| panel(findings, found)).collect(),
        reading: READING.text(),
    };
    let svg = chart.draw(&format!("{title}. {caption}"));
    Figure {
        name: "shapley",
        title,
        caption,
        svg,
    }
}

fn panel(findings: &Findings, found: &Found) -> Panel {
    let notation = notation(found);
    let bars = findings.ranking.iter().map(|place| {
        let alone = &found.removed[place.barrier].paired;
        let share = &found.shares[place.barrier];
        vec![
            Bar {
                value: alone.difference.mean(),
                interval: alone.interval(CONFIDENCE),
            },
            Bar {
                value: share.share.value,
                interval: share.interval,
            },
        ]
    });
    Panel {
        heading: capitalised(&found.label()),
        subtitle: say!(
            "all removed {}; single effects added up {}",
            notation.change(found.joint.difference.mean()),
            notation.signed(found.interplay.sum.mean())
        ),
        unit: found.column.measure.unit,
        bars: bars.collect(),
    }
}
